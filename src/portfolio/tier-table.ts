/** The customer tier management table (客户分层管理表): one typed row per customer. */

import { UsageError } from '../core/errors.js'
import { requireFrozen } from '../core/freeze.js'
import { type Reason, reason } from '../core/reason.js'
import type { Column, DictionaryColumn, Row, Table } from '../core/table.js'
import type { AsOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import type { Facts } from '../facts/facts.js'
import { scoreRfm } from '../rfm/score.js'
import { standardSegments } from '../rfm/standard-segments.js'
import type { ScorecardDefinition } from '../scorecard/definition.js'
import { compileLevels } from '../scorecard/levels.js'
import { type ScorecardColumns, scoreScorecard } from '../scorecard/score.js'
import { ALWAYS, CHANGES, criterionColumn, NOT_OBSERVED, TIER_CODES, type TierColumns } from './columns.js'
import { criterionBase } from './criteria/base.js'
import type { TierBy, TierTableRecipe } from './definition.js'
import { type Figures, figuresOf, isNine } from './figures.js'
import { fitToBase } from './fit-tier-table.js'
import type { TierTableModel } from './model.js'
import { changesSince, type PreviousTiers, readPrevious } from './previous.js'
import { ofCustomers, scorecardInput, tiersOf } from './rank.js'

export interface TierTableOptions {
  /** Facts before it count; ages run to its day. */
  readonly asOf: AsOf
  /** The last table, or its rows as stored: tiers move only beyond the margin, and the table says what moved. */
  readonly previous?: PreviousTiers
  /** The measures the recipe names as `inputs`: a table with `customerId` and a numeric column each. */
  readonly inputs?: Table
}

export interface TierTable extends Table<TierColumns> {
  readonly kind: 'tier-table-rows'
  readonly format: 1
  /** The day ages run to, `YYYY-MM-DD`. */
  readonly asOf: string
  readonly currency: string
  /** By which edges: store it to keep the standard, drop it to let the standard follow the base. */
  readonly model: TierTableModel
  /** Criteria, and parts of criteria, the base has no event of; criteria in which all customers are the same. */
  readonly findings: readonly Reason[]
  /** Customers of `previous` who are not among the facts any more. */
  readonly removed: readonly string[]
}

/** What `row` and `rows` give of a tier table. */
export type TierRow = Row<TierColumns>

/**
 * One row per customer — tier, the figures and levels of every criterion, segment, score and what each criterion contributes — ready to be written
 * back to the CRM. Works straight away on any base: what the recipe says in shares of the base is fitted to it first. Handed a model
 * (`fitTierTable`, or the `model` of an earlier table) it goes by that standard instead.
 *
 * Prospects are rows without values, with the code `portfolio.customer.prospect`.
 *
 * @throws UsageError `tierwise.as-of.unreadable`, `tierwise.definition.not-frozen`, `portfolio.measure.unknown`, `portfolio.input.missing`;
 *   `portfolio.model.currency`, `portfolio.model.zone` where a model meets facts in other units
 * @example
 * const table = tierTable(nineCriteria, facts, { asOf: '2026-03-31' })
 * for (const customer of rows(table)) await crm.update(customer.customerId, customer)
 */
export function tierTable(standard: TierTableRecipe | TierTableModel, facts: Facts, options: TierTableOptions): TierTable {
  requireFrozen(standard, 'tier-table')
  const fitted = standard.kind === 'tier-table-model' ? standard : undefined
  const { kinds } = fitted ? fitted.recipe : (standard as TierTableRecipe)
  const base = criterionBase(facts, kinds, options.asOf, fitted?.observed)
  if (fitted) {
    requireSameUnits(fitted, facts)
    return tableOf(fitted, figuresOf(fitted.recipe, fitted, base, options.inputs), options.previous)
  }
  const { model, figures } = fitToBase(standard as TierTableRecipe, base, options.inputs)
  return tableOf(model, figures, options.previous)
}

/** Edges in yuan say nothing about dollars, nor days in Shanghai about days in New York. */
function requireSameUnits({ provenance }: TierTableModel, facts: Facts): void {
  if (facts.currency !== provenance.currency)
    throw new UsageError('portfolio.model.currency', { expected: provenance.currency, got: facts.currency })
  if (facts.timeZone !== provenance.timeZone)
    throw new UsageError('portfolio.model.zone', { expected: provenance.timeZone, got: facts.timeZone })
}

function tableOf(model: TierTableModel, figures: Figures, previous: PreviousTiers | undefined): TierTable {
  const { recipe } = model
  const { facts, moment, summary } = figures.base
  const before = previous === undefined ? undefined : readPrevious(previous, facts.customers.ids)
  const scored = ofCustomersOnly(
    scoreScorecard(
      recipe.scorecard,
      scorecardInput(recipe.scorecard, figures),
      recipe.by === 'scorecard' && before ? { current: before.tiers } : {},
    ).columns,
    summary.columns.orders,
  )
  const tier = recipe.by === 'scorecard' ? scored.level : ladderTiers(recipe.by, figures, before?.tiers)
  const columnOf = columnReader(model, figures, scored)
  const columns: Record<string, Column> = {
    customerId: facts.customers.ids,
    status: summary.columns.status,
    tier,
    code: codeColumn(summary.columns.orders, tier),
  }
  const shown = recipe.columns.filter((name) => !CHANGES.includes(name))
  const asked = Object.fromEntries(shown.flatMap((name) => namedColumn(name, columns[name] ?? columnOf(name))))
  const always = Object.fromEntries(ALWAYS.filter((name) => !(name in asked)).map((name) => [name, columns[name]]))
  const all = { ...asked, ...always } as unknown as TierColumns
  return {
    kind: 'tier-table-rows',
    format: 1,
    asOf: formatDate(moment.day),
    currency: facts.currency,
    model,
    findings: findingsOf(recipe.scorecard, figures),
    length: summary.length,
    columns: before ? { ...all, ...changesSince(before, tier, scored, recipe.scorecard) } : all,
    removed: before?.removed ?? [],
  }
}

/** A criterion whose missing value is worth points would score people who never bought. In place: the columns are fresh. */
function ofCustomersOnly(scored: ScorecardColumns, orders: Float64Array): ScorecardColumns {
  for (const column of Object.values<Float64Array | DictionaryColumn>(scored)) {
    const [values, missing] = column instanceof Float64Array ? [column, Number.NaN] : [column.codes, -1]
    for (let c = 0; c < values.length; c++) if (!(orders[c] > 0)) values[c] = missing
  }
  return scored
}

function namedColumn(name: string, column: Column | undefined): [string, Column][] {
  return column === undefined ? [] : [[name, column]]
}

function ladderTiers(
  by: Exclude<TierBy, 'scorecard'>,
  figures: Figures,
  held: readonly (string | undefined)[] | undefined,
): DictionaryColumn {
  const [measure, ladder] = 'rfm' in by ? ['rfmScore', by.rfm] : [by.measure, by.ladder]
  const scale = compileLevels(ladder.levels ?? [], ladder.margin)
  const current = held && Int32Array.from(held, (tier) => (tier === undefined ? -1 : scale.ids.indexOf(tier)))
  return { codes: tiersOf(scale, ofCustomers(figures, measure), current), values: scale.ids }
}

/** A column by name; `undefined` for one this base cannot fill, such as the names of customers who have none. */
function columnReader(model: TierTableModel, figures: Figures, scored: ScorecardColumns): (name: string) => Column | undefined {
  const { scorecard } = model.recipe
  const { facts, summary } = figures.base
  return (name) => {
    switch (name) {
      case 'name':
        return nameColumn(facts)
      case 'amountMinor':
        return summary.columns.revenueMinor
      case 'frequency':
        return summary.columns.orders
      case 'cycleDays':
        return summary.columns.meanGapDays
      case 'productPreference':
        return preferenceColumn(figures)
      case 'segment':
        return model.rfm ? scoreRfm(model.rfm, summary, { segments: standardSegments }).columns.segment : NO_WORD(summary.length)
      case 'score':
        return scored.score
      case 'coverage':
        return scored.coverage
    }
    const criterion = criterionColumn(scorecard, name)
    if (criterion === undefined) return figures.number(name)
    const { id, measure, idle } = scorecard.criteria[criterion.index]
    if (criterion.of === 'Value') return figures.number(measure)
    if (criterion.of === 'Contribution') return scored[`${id}Contribution`]
    return idle === 'not-observed' || !isObserved(figures, measure)
      ? notObserved(summary.columns.orders)
      : (scored[`${id}Level`] ?? NO_WORD(summary.length))
  }
}

const NO_WORD = (length: number): DictionaryColumn => ({ codes: new Int8Array(length).fill(-1), values: [] })

/** Whether the base has any event of what the measure is made of. */
function isObserved(figures: Figures, measure: string): boolean {
  if (!isNine(measure)) return true
  const { parts } = figures.criterion(measure)
  return parts.length === 0 || parts.some((part) => part.observed)
}

function notObserved(orders: Float64Array): DictionaryColumn {
  return { codes: Int8Array.from(orders, (n) => (n > 0 ? 0 : -1)), values: [NOT_OBSERVED] }
}

function nameColumn({ customers }: Facts): readonly (string | undefined)[] | undefined {
  const names = customers.attributes?.map((attributes) => (typeof attributes?.name === 'string' ? attributes.name : undefined))
  return names?.some((name) => name !== undefined) ? names : undefined
}

/** What is preferred; on too little evidence for that, what the few purchases lean to. The base's favorite is nobody's preference. */
function preferenceColumn(figures: Figures): DictionaryColumn {
  const { values, preferences } = figures.preference()
  if (preferences === undefined) return notObserved(figures.base.summary.columns.orders)
  const { preferred, leaning } = preferences.columns
  return { codes: Int32Array.from(values, (share, c) => (Number.isNaN(share) ? leaning : preferred).codes[c]), values: preferred.values }
}

function codeColumn(orders: Float64Array, tier: DictionaryColumn): TierColumns['code'] {
  return { codes: Int8Array.from(orders, (n, c) => (n > 0 ? (tier.codes[c] < 0 ? 1 : -1) : 0)), values: TIER_CODES }
}

function findingsOf({ criteria }: ScorecardDefinition, figures: Figures): Reason[] {
  return criteria.flatMap(({ id, measure, idle }) => {
    if (idle === 'constant') return [reason('portfolio.criterion.constant', 'info', { criterion: id })]
    if (idle === 'not-observed' || !isObserved(figures, measure))
      return [reason('portfolio.criterion.not-observed', 'info', { criterion: id })]
    const parts = isNine(measure) ? figures.criterion(measure).parts : []
    return parts
      .filter((part) => !part.observed)
      .map((part) => reason('portfolio.part.not-observed', 'info', { criterion: id, part: part.id }))
  })
}
