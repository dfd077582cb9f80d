/** A base made ready for a slider: customers grouped by all that the slider does not move, each group in order of the measure it moves. */

import { ascendingDoubles } from '../../core/math/ascending-doubles.js'
import { type Column, cell, row, type Table } from '../../core/table.js'
import { type CurrentTiers, columnOf, type TableDecider, tableDecider } from '../../tiers/decide-table.js'
import { compileFlat, doubleOf } from '../../tiers/flat.js'
import type { LadderDefinition } from '../../tiers/ladder.js'
import type { LadderImpactOptions } from './ladders.js'
import { fixedLeaves } from './thresholds.js'

export interface PrepareThresholdOptions extends LadderImpactOptions {
  /** The measure whose thresholds will move. */
  readonly measure: string
  /** `measureOrder` of that measure, where it is kept: it does not depend on rules and is most of the work. */
  readonly order?: Uint32Array
}

/**
 * What `thresholdImpact` asks. Plain typed arrays that the caller holds and drops; nothing is cached elsewhere. 12 bytes per customer besides the
 * columns of the table, which it refers to.
 */
export interface ThresholdSubjects {
  readonly kind: 'threshold-subjects'
  readonly format: 1
  readonly measure: string
  readonly before: LadderDefinition
  /** Whose thresholds on the measure may differ; all else is fixed. */
  readonly after: LadderDefinition
  readonly asOf: string
  readonly measures: Table
  readonly current?: CurrentTiers
  readonly benefitCost?: Readonly<Record<string, string>>
  /** Group g stands at `starts[g]` … `starts[g + 1] − 1` of the two below. */
  readonly starts: Uint32Array
  /** By group: the decision under `before`, packed. */
  readonly decided: Uint16Array
  /** Rows of the table: by group, then by the measure. */
  readonly rows: Uint32Array
  /** The measure of those rows, ascending in each group, NaN (absent) last. */
  readonly values: Float64Array
}

/** The rows of a table in ascending order of a measure, absent last. */
export function measureOrder(measures: Table, measure: string): Uint32Array {
  return ascendingDoubles(doublesOf(measures, measure))
}

/**
 * Groups a base for a slider over the thresholds of one measure: one pass per other condition of the ladder.
 *
 * Two customers stand in one group when `before` decides them alike and every condition of `after` that the slider does not move says the same of both.
 * Within a group the measure alone decides, so a threshold is a place in an ordered list.
 *
 * @param after the ladder as it is now: other sliders where they stand
 * @throws UsageError as `ladderImpact`
 */
export function prepareThresholds(
  before: LadderDefinition,
  after: LadderDefinition,
  measures: Table,
  options: PrepareThresholdOptions,
): ThresholdSubjects {
  const { measure, asOf, current, benefitCost } = options
  const { length } = measures
  const old = tableDecider(before, measures, asOf, current)
  const next = tableDecider(after, measures, asOf, current)
  const group = new Uint32Array(length)
  let groups = Math.min(1, length)
  const split = (codeOf: (i: number) => number, codes: number): void => {
    groups = refine(group, groups, codeOf, codes)
  }

  const decided = new Uint16Array(length)
  for (let i = 0; i < length; i++) decided[i] = old.decide(i)
  split((i) => decided[i], 1 << 16)
  if (current !== undefined) {
    split(next.held, next.tiers.length)
    const turns = endTurns(old, next)
    split((i) => placeAmong(turns, old.end(i)), 2 * turns.length + 2)
  }
  splitByLeaves(after, measures, measure, split)

  const values = doublesOf(measures, measure)
  const order = options.order ?? ascendingDoubles(values)
  const starts = new Uint32Array(groups + 1)
  for (let i = 0; i < length; i++) starts[group[i] + 1]++
  for (let g = 0; g < groups; g++) starts[g + 1] += starts[g]
  const places = starts.slice()
  const rows = new Uint32Array(length)
  const ordered = new Float64Array(length)
  for (let k = 0; k < length; k++) {
    const i = order[k]
    const at = places[group[i]]++
    rows[at] = i
    ordered[at] = values[i]
  }
  return {
    kind: 'threshold-subjects',
    format: 1,
    measure,
    before,
    after,
    asOf,
    measures,
    ...(current === undefined ? {} : { current }),
    ...(benefitCost === undefined ? {} : { benefitCost }),
    starts,
    decided: Uint16Array.from({ length: groups }, (_, g) => decided[rows[starts[g]]]),
    rows,
    values: ordered,
  }
}

/** Every fixed condition divides the groups in two. */
function splitByLeaves(
  after: LadderDefinition,
  measures: Table,
  measure: string,
  split: (codeOf: (i: number) => number, codes: number) => void,
): void {
  for (const leaf of fixedLeaves(after, measure)) {
    const { names, values, starts, readsRow, holds } = compileFlat([leaf])
    const columns = names.map((name) => columnOf(measures, name))
    split((i) => {
      for (let k = 0; k < names.length; k++) values[k] = doubleAt(names[k], columns[k], i)
      return holds(starts[0], readsRow ? row(measures, i) : NO_ROW) ? 1 : 0
    }, 2)
  }
}

const NO_ROW = {}

/** The measure as a decision reads it. */
function doublesOf(measures: Table, measure: string): Float64Array {
  const column = columnOf(measures, measure)
  const doubles = new Float64Array(measures.length)
  for (let i = 0; i < doubles.length; i++) doubles[i] = doubleAt(measure, column, i)
  return doubles
}

function doubleAt(name: string, column: Column | undefined, i: number): number {
  const known = column instanceof Float64Array ? column[i] : doubleOf(name, column && cell(column, i))
  return known - known === 0 ? known : Number.NaN
}

/** Last days at which something turns: a term or a grace is over, or a new term would end sooner or later than the one held. */
function endTurns(old: TableDecider, next: TableDecider): number[] {
  const turns = [old, next].flatMap(({ turns, ends }) => [...turns, ends.entered, ends.kept])
  return [...new Set(turns)].filter((turn) => !Number.isNaN(turn)).sort((a, b) => a - b)
}

/** 0 absent, then odd between the turns and even on them. */
function placeAmong(turns: readonly number[], end: number): number {
  if (Number.isNaN(end)) return 0
  let at = 0
  while (at < turns.length && turns[at] < end) at++
  return 2 * at + (turns[at] === end ? 2 : 1)
}

/** Above this the numbering goes through a map: a base can have as many groups as customers. */
const DENSE_MAX = 1 << 22

/** Divides groups by a code, numbering anew. @returns how many groups there are */
function refine(group: Uint32Array, groups: number, codeOf: (i: number) => number, codes: number): number {
  let found = 0
  if (groups * codes <= DENSE_MAX) {
    const numbers = new Int32Array(groups * codes).fill(-1)
    for (let i = 0; i < group.length; i++) {
      const key = group[i] * codes + codeOf(i)
      if (numbers[key] < 0) numbers[key] = found++
      group[i] = numbers[key]
    }
    return found
  }
  const numbers = new Map<number, number>()
  for (let i = 0; i < group.length; i++) {
    const key = group[i] * codes + codeOf(i)
    const number = numbers.get(key) ?? found++
    numbers.set(key, number)
    group[i] = number
  }
  return found
}
