/** Figures per customer, wherever they come from: a table of the host, or computed from the facts in the same statement. */

import { UsageError } from '../core/errors.js'
import type { Measure } from '../core/measure/definition.js'
import type { AsOf } from '../core/time/as-of.js'
import type { ZoneTable } from '../core/time/zone.js'
import { type Draft, name, step } from './draft.js'
import { type Fragment, list, sql } from './fragment.js'
import { measureNeeds, measureSteps } from './measures.js'
import { type CustomerSource, type FactSource, isFactSource, reserve, tableOf } from './source.js'
import { column, SUMMARY_FIGURES, type SummaryFigure, type SummaryRecipe, summary, summaryNeeds } from './summary.js'
import { type WhatHappened, whatHappened } from './what-happened.js'

/** Where figures come from, and as of when. */
export interface FiguresFrom {
  readonly source: FactSource | CustomerSource
  /** Needed where the source has facts: a date (that whole local day counts) or an instant. */
  readonly asOf?: AsOf | undefined
  /** Zone tables that replace `Intl`. */
  readonly zones?: readonly ZoneTable[] | undefined
  /** How facts become the figures of a customer summary. */
  readonly summary?: SummaryRecipe | undefined
  /** More figures from the facts, by name. */
  readonly measures?: Readonly<Record<string, Measure>> | undefined
  /** Fact types whose first occurrence anchors windows. Default `{ enrollment: 'enroll' }`. */
  readonly anchors?: Readonly<Record<string, string>> | undefined
}

export interface Figures {
  /** A step with `customer` and a column per figure, NULL where it is missing. */
  readonly name: Fragment
  readonly facts: WhatHappened | undefined
  of(row: Fragment, figure: string): Fragment
}

/** @throws UsageError `sql.figure.unknown` for a name that neither the summary nor the measures have */
export function figuresOf(draft: Draft, wanted: readonly string[], from: FiguresFrom): Figures {
  const { source } = from
  if (source === null || typeof source !== 'object') throw new UsageError('sql.source.missing', { key: 'source' })
  const names = [...new Set(wanted)]
  const of = (row: Fragment, figure: string): Fragment => sql`${row}.${column(draft, figure)}`
  if (!isFactSource(source)) {
    reserve(draft, [source.table])
    if (typeof source.customer !== 'string') throw new UsageError('sql.source.missing', { key: 'customer' })
    const chosen = names.map((figure) => {
      const host = source.columns !== undefined && Object.hasOwn(source.columns, figure) ? source.columns[figure] : figure
      return sql`t_.${name(draft, host)} AS ${column(draft, figure)}`
    })
    const id = sql`t_.${name(draft, source.customer)}`
    const body = sql`  SELECT ${list([sql`${id} AS customer`, ...chosen], sql`, `)}\n  FROM ${tableOf(draft, source.table)} AS t_\n  WHERE ${id} IS NOT NULL`
    return { name: step(draft, 'figures', 'the figures of every customer', body), facts: undefined, of }
  }
  const { measures = {}, summary: recipe = {} } = from
  const measured = names.filter((figure) => Object.hasOwn(measures, figure))
  const summarized = names.filter((figure) => !measured.includes(figure))
  const unknown = summarized.find((figure) => !(SUMMARY_FIGURES as readonly string[]).includes(figure))
  if (unknown !== undefined)
    throw new UsageError('sql.figure.unknown', {
      figure: unknown,
      known: [...SUMMARY_FIGURES, ...Object.keys(measures)].slice(0, 40).join(', '),
    })
  const figures = new Set(summarized as SummaryFigure[])
  const chosen = Object.fromEntries(measured.map((figure) => [figure, measures[figure]]))
  const needs = new Set([...(figures.size > 0 ? summaryNeeds(figures, recipe) : []), ...measureNeeds(chosen)])
  const facts = whatHappened(draft, source, needs, from)
  const summarizedStep = figures.size > 0 || measured.length === 0 ? summary(draft, facts, figures, recipe) : undefined
  const measuredStep = measured.length > 0 ? measureSteps(draft, facts, chosen, from.anchors) : undefined
  if (summarizedStep === undefined || measuredStep === undefined) return { name: (summarizedStep ?? measuredStep) as Fragment, facts, of }
  const both = step(
    draft,
    'both',
    'figures and measures side by side',
    sql`  SELECT ${list([sql`s_.customer AS customer`, ...summarized.map((figure) => sql`s_.${column(draft, figure)} AS ${column(draft, figure)}`), ...measured.map((figure) => sql`m_.${column(draft, figure)} AS ${column(draft, figure)}`)], sql`, `)}\n  FROM ${summarizedStep} AS s_\n  JOIN ${measuredStep} AS m_ ON m_.customer = s_.customer`,
  )
  return { name: both, facts, of }
}
