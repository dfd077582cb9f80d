/** What is missing on a ladder, from measures the host computed: one customer's ways, or the easiest way of a whole base. */

import { addExact, compareExact, type Exact, exactNumber, exactText, readExact, roundExact, subtractExact } from '../core/decimal/exact.js'
import { type DictionaryColumn, row, type Table } from '../core/table.js'
import { evaluateTier } from '../tiers/evaluate.js'
import type { CurrentTier, LadderDefinition, Measures } from '../tiers/ladder.js'
import { measureScope } from '../tiers/measure-scope.js'
import { type NeedPath, needPaths } from './needs.js'

export interface TierGap {
  readonly to: string
  /** Everything together: decimal text in the measure's own unit, or a flag. */
  readonly missing: readonly ({ readonly measure: string; readonly amount: string } | { readonly flag: string })[]
}

export interface TierGapOptions {
  /** `YYYY-MM-DD`. */
  readonly asOf: string
  /** The last decision; absent: the tier the measures give today. */
  readonly current?: CurrentTier
  /** The smallest step of a measure, for rounding up and for strict bounds; default 1. Money in cents: `{ spend: '0.01' }`. */
  readonly steps?: Readonly<Record<string, string | number>>
}

/**
 * Every way to the tiers above the one held, the next tier first and the easiest of each first (the smallest largest part still to do).
 * A rung that `requires` another is listed once that one is held. Nothing is said of windows or dates: the measures are the host's.
 */
export function tierGaps(ladder: LadderDefinition, measures: Measures, options: TierGapOptions): TierGap[] {
  const { steps = {}, asOf, current } = options
  const ids = ladder.tiers.map(({ id }) => id)
  const held = ids.indexOf(evaluateTier(ladder, measures, { asOf, ...(current === undefined ? {} : { current }) }).tier)
  return ladder.tiers.slice(held + 1).flatMap(({ id, enter, requires }, i) => {
    const needed = requires === 'previous' ? held + i : requires === undefined ? held : ids.indexOf(requires)
    if (enter === undefined || needed !== held) return []
    return needPaths(enter, measureScope, measures)
      .filter((path) => path.length > 0 && path.every(({ gap, kind }) => gap !== undefined || kind === 'flag'))
      .map((path, k) => ({ path, k, effort: effortOf(path) }))
      .sort((a, b) => a.effort - b.effort || a.path.length - b.path.length || a.k - b.k)
      .map(({ path }) => ({ to: id, missing: path.map((need) => missingOf(need, readExact(steps[need.id] ?? 1) ?? 1)) }))
  })
}

export type TierGapTable = Table<{
  /** The next tier, by the easiest way; −1 where there is none. */
  readonly to: DictionaryColumn
  /** What is missing most of it: a measure or a flag; −1 where there is none. */
  readonly measure: DictionaryColumn
  /** How much of that measure; `NaN` for a flag, and where there is no next tier. */
  readonly missing: Float64Array
  /** How many things are missing together. */
  readonly needs: Float64Array
}>

/** The easiest way to the next tier, row by row, as `tierGaps` gives it first. */
export function tierGapTable(ladder: LadderDefinition, measures: Table, options: Omit<TierGapOptions, 'current'>): TierGapTable {
  const { length } = measures
  const to = { codes: new Int32Array(length).fill(-1), values: [] as string[] }
  const measure = { codes: new Int32Array(length).fill(-1), values: [] as string[] }
  const missing = new Float64Array(length).fill(Number.NaN)
  const needs = new Float64Array(length)
  const codeOf = (values: string[], value: string): number => {
    const known = values.indexOf(value)
    return known >= 0 ? known : values.push(value) - 1
  }
  for (let i = 0; i < length; i++) {
    const [easiest] = tierGaps(ladder, row(measures, i) as Measures, options)
    if (easiest === undefined) continue
    const [first] = easiest.missing
    to.codes[i] = codeOf(to.values, easiest.to)
    measure.codes[i] = codeOf(measure.values, 'flag' in first ? first.flag : first.measure)
    missing[i] = 'flag' in first ? Number.NaN : Number(first.amount)
    needs[i] = easiest.missing.length
  }
  return { length, columns: { to, measure, missing, needs } }
}

function missingOf({ kind, id, gap = 0, strict }: NeedPath[number], step: Exact): TierGap['missing'][number] {
  if (kind === 'flag') return { flag: id }
  const up = roundExact(gap, step, 'up')
  return { measure: id, amount: exactText(strict === true && compareExact(subtractExact(up, gap), 0) === 0 ? addExact(up, step) : up) }
}

function effortOf(path: NeedPath): number {
  return Math.max(
    ...path.map(({ gap, required }) =>
      gap === undefined || required === undefined || required === 0 ? 1 : exactNumber(gap) / exactNumber(required),
    ),
  )
}
