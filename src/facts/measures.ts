/** Measures of the whole base and of one customer: any number a rule may want, as one definition. */

import { exactText } from '../core/decimal/exact.js'
import type { Measure } from '../core/measure/definition.js'
import { addFactToPartials, emptyPartials, evaluateMeasures, type MeasureSet, measureSet, readPartials } from '../core/measure/evaluate.js'
import type { MeasurePartial } from '../core/measure/partial.js'
import { measureTable } from '../core/measure/table.js'
import type { Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import type { Day } from '../core/time/civil.js'
import { dayAt, zoneOf } from '../core/time/zone.js'
import type { Fact } from './fact.js'
import { type Facts, factAt, rowsByCustomer } from './facts.js'
import { isColumnMeasure, measureColumns } from './measure-columns.js'

export interface MeasureOptions {
  readonly asOf: AsOf
  /** Fact types whose first occurrence anchors windows: `{ enrollment: 'enroll' }` (the default). */
  readonly anchors?: Readonly<Record<string, string>>
}

const ANCHORS: Readonly<Record<string, string>> = { enrollment: 'enroll' }

/**
 * One row per customer, one column per measure; NaN where a measure is absent (no fact counted and it is not empty-as-zero).
 *
 * ```ts
 * measureFacts(facts, { spend: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 12, unit: 'month' } } } }, { asOf })
 * ```
 * @throws UsageError `tierwise.measure.streak` for a streak without windows in a row, or a `least` without a streak
 */
export function measureFacts<const M extends Readonly<Record<string, Measure>>>(
  facts: Facts,
  measures: M,
  options: MeasureOptions,
): Table<{ readonly customerId: readonly string[] } & { readonly [K in keyof M]: Float64Array }> {
  const { currency, customers } = facts
  const { asOf, anchors = ANCHORS } = options
  const zone = zoneOf(facts.timeZone, facts.zones)
  const { ids, readers } = measureSet(measures, { zone, currency })
  const columns = new Map<string, Float64Array>()
  const plain = ids.filter((id) => isColumnMeasure(measures[id]))
  const read = plain.map((id) => ({ aggregate: measures[id].aggregate, reader: readers[ids.indexOf(id)] }))
  measureColumns(facts, read, anchors, momentOf(asOf, zone), zone).forEach((column, k) => {
    if (column) columns.set(plain[k], column)
  })
  const others = ids.filter((id) => !columns.has(id)).map((id) => [id, measures[id]] as const)
  if (others.length > 0) {
    const { starts, rows } = rowsByCustomer(facts)
    const records = customers.ids.map((customerId, c) => {
      const mine = Array.from(rows.subarray(starts[c], starts[c + 1]), (i) => factAt(facts, i))
      return { customerId, facts: mine, anchors: anchorsOf(mine, anchors, (at) => dayAt(zone, at)) }
    })
    const table = measureTable(Object.fromEntries(others), records, { zone, currency, asOf })
    for (const [id] of others) columns.set(id, table.columns[id] as Float64Array)
  }
  const named = { customerId: customers.ids, ...Object.fromEntries(ids.map((id) => [id, columns.get(id)])) }
  // The columns are named after the measures.
  return { length: customers.ids.length, columns: named } as unknown as Table<
    { readonly customerId: readonly string[] } & { readonly [K in keyof M]: Float64Array }
  >
}

/**
 * The measures of one customer as decimal text, exact wherever the value has a finite decimal form (a mean of a third is written to 12 places); a measure that is absent has no key.
 * @param facts that customer's facts, in any order
 */
export function measureOne<const M extends Readonly<Record<string, Measure>>>(
  facts: Iterable<Fact>,
  measures: M,
  options: MeasureOptions & { readonly timeZone: string; readonly currency: string },
): { readonly [K in keyof M]?: string } {
  const zone = zoneOf(options.timeZone)
  const mine = [...facts]
  const values = evaluateMeasures(measures, mine, {
    zone,
    currency: options.currency,
    asOf: options.asOf,
    anchors: anchorsOf(mine, options.anchors ?? ANCHORS, (at) => dayAt(zone, at)),
  })
  return Object.fromEntries(Object.entries(values).map(([id, value]) => [id, exactText(value)])) as { readonly [K in keyof M]?: string }
}

function anchorsOf(
  facts: readonly Fact[],
  types: Readonly<Record<string, string>>,
  dayOf: (at: number) => Day,
): Record<string, Day | undefined> {
  const anchors: Record<string, Day | undefined> = {}
  for (const [name, type] of Object.entries(types)) {
    const first = facts.reduce((at, fact) => (fact.type === type ? Math.min(at, fact.at) : at), Number.POSITIVE_INFINITY)
    anchors[name] = Number.isFinite(first) ? dayOf(first) : undefined
  }
  return anchors
}

/** Measures of one customer in progress. In memory only; store the facts, or `Partials`, between runs. */
export interface RunningMeasures {
  readonly kind: 'running-measures'
  readonly set: MeasureSet
  readonly partials: readonly MeasurePartial[]
  readonly anchors: Record<string, Day | undefined>
  readonly anchorTypes: Readonly<Record<string, string>>
}

/** Measures that have seen no fact yet. */
export function startMeasures(
  measures: Readonly<Record<string, Measure>>,
  where: { readonly timeZone: string; readonly currency: string; readonly anchors?: Readonly<Record<string, string>> },
): RunningMeasures {
  const set = measureSet(measures, { zone: zoneOf(where.timeZone), currency: where.currency })
  return { kind: 'running-measures', set, partials: emptyPartials(set), anchors: {}, anchorTypes: where.anchors ?? ANCHORS }
}

/** Adds one fact, in any order of time, and returns what it was given. A fact added twice counts twice. */
export function addToMeasures(running: RunningMeasures, fact: Fact): RunningMeasures {
  addFactToPartials(running.set, running.partials, fact)
  for (const [name, type] of Object.entries(running.anchorTypes)) {
    if (fact.type !== type) continue
    const day = dayAt(running.set.zone, fact.at)
    running.anchors[name] = Math.min(running.anchors[name] ?? day, day)
  }
  return running
}

/** The measures as seen on a day, as exact decimal text; the same as `measureOne` of the facts added, as long as none lies after `asOf`. */
export function readMeasures(running: RunningMeasures, options: { readonly asOf: AsOf }): Readonly<Record<string, string>> {
  const { day } = momentOf(options.asOf, running.set.zone)
  const values = readPartials(running.set, running.partials, day, running.anchors)
  const row: Record<string, string> = {}
  values.forEach((value, i) => {
    if (value !== undefined) row[running.set.ids[i]] = exactText(value)
  })
  return row
}
