/** Measures of one customer, from a list of their facts. */

import type { Exact } from '../decimal/exact.js'
import { UsageError } from '../errors.js'
import { type FactEnv, type FactLike, factScope } from '../language/fact-scope.js'
import { type AsOf, momentOf } from '../time/as-of.js'
import type { Day } from '../time/civil.js'
import { dayAt, type Zone } from '../time/zone.js'
import { type MeasureReader, measureReader } from './compile.js'
import { type Measure, streakProblem } from './definition.js'
import { addToPartial, emptyPartial, type MeasurePartial, readPartial } from './partial.js'

export interface MeasureContext {
  readonly zone: Zone
  /** Of amounts whose fact names none. */
  readonly currency: string
}

/** Several measures over the same facts, each read once. */
export interface MeasureSet {
  readonly ids: readonly string[]
  readonly measures: readonly Measure[]
  readonly readers: readonly MeasureReader<FactEnv>[]
  readonly zone: Zone
}

const STREAK_HINTS = {
  window: 'a streak counts `fixed` or `anchored` windows without a shift',
  least: 'only a streak has `least`',
}

/** @throws UsageError `tierwise.measure.streak` */
export function measureSet(measures: Readonly<Record<string, Measure>>, { zone, currency }: MeasureContext): MeasureSet {
  const scope = factScope<FactEnv>(zone, currency)
  const ids = Object.keys(measures)
  for (const id of ids) {
    const problem = streakProblem(measures[id])
    if (problem !== undefined) throw new UsageError('tierwise.measure.streak', { measure: id, hint: STREAK_HINTS[problem] })
  }
  return { ids, measures: ids.map((id) => measures[id]), readers: ids.map((id) => measureReader(measures[id], scope)), zone }
}

/** One partial per measure of the set. */
export function emptyPartials(set: MeasureSet): MeasurePartial[] {
  return set.ids.map(() => emptyPartial())
}

/** Adds a fact to every measure that counts it. Order does not matter; two facts at one instant are told apart by id for `latest`. */
export function addFactToPartials(set: MeasureSet, partials: readonly MeasurePartial[], fact: FactLike): void {
  const env: FactEnv = { fact, day: dayAt(set.zone, fact.at), element: undefined }
  for (let i = 0; i < set.readers.length; i++) addToPartial(partials[i], set.readers[i], set.measures[i].aggregate === 'distinct', env)
}

/** The values as seen on a local day, in the order of `set.ids`. */
export function readPartials(
  set: MeasureSet,
  partials: readonly MeasurePartial[],
  day: Day,
  anchors?: Readonly<Record<string, Day | undefined>>,
): (Exact | undefined)[] {
  return set.readers.map((reader, i) => readPartial(partials[i], reader, set.measures[i].aggregate, day, anchors))
}

/**
 * Every measure of one customer. Facts at or after `asOf` do not count.
 * @returns exact values by id; a measure that is absent has no key
 */
export function evaluateMeasures(
  measures: Readonly<Record<string, Measure>>,
  facts: Iterable<FactLike>,
  options: MeasureContext & { readonly asOf: AsOf; readonly anchors?: Readonly<Record<string, Day | undefined>> },
): Record<string, Exact> {
  const set = measureSet(measures, options)
  const { before, day } = momentOf(options.asOf, options.zone)
  const partials = emptyPartials(set)
  for (const fact of facts) if (fact.at < before) addFactToPartials(set, partials, fact)
  const values = readPartials(set, partials, day, options.anchors)
  const row: Record<string, Exact> = {}
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value !== undefined) row[set.ids[i]] = value
  }
  return row
}
