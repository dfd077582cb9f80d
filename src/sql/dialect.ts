/** What engines say differently. Everything else — CASE, CTEs, window functions, conditional sums — is written once for all of them. */

import type { Fragment } from './fragment.js'

export type DialectName = 'duckdb' | 'postgres' | 'clickhouse'

/** How a column keeps instants. `timestamp`: the engine's own type (one without a zone is taken as UTC); parts of a millisecond are cut. */
export type InstantForm = 'timestamp' | 'epochMs'

export interface Dialect {
  readonly name: DialectName
  /** UTF-8 bytes a name may have; longer ones would be cut without a word. */
  readonly nameBytesMax: number
  /** Whether a text may hold a zero byte. */
  readonly hasZeroByte: boolean
  /** Folds over ordered rows: a recursive CTE, or a function over arrays. */
  readonly folds: 'recursive' | 'array'
  /** How the distinct values of a group are counted fastest: by the engine's own count, or by the highest rank among them. */
  readonly distinct: 'count' | 'rank'
  /** Keeps the planner from writing a step into the next one: nested series would outgrow its stack. */
  readonly barrier: Fragment
  /** What must stand after the statement for it to mean the same. */
  readonly ending: Fragment
  escapeName(name: string): string
  placeholder(n: number): string
  double(digits: Fragment): Fragment
  integer(digits: Fragment): Fragment
  asDouble(x: Fragment): Fragment
  asInteger(x: Fragment): Fragment
  /** A number to the nearest 10^−places (half away from zero), as an integer count of them. */
  asUnits(x: Fragment, places: number): Fragment
  asText(x: Fragment): Fragment
  /** In the order of bytes. */
  byBytes(x: Fragment): Fragment
  /** Whether a text is a whole number without leading zeros. */
  isWhole(x: Fragment): Fragment
  epochMs(x: Fragment, form: InstantForm): Fragment
  /** Days since 1970-01-01 → months since year 0. */
  monthIndex(day: Fragment): Fragment
  /** Days since 1970-01-01, `months` later, clamped to the month's length. */
  addMonths(day: Fragment, months: Fragment): Fragment
  /** Days since 1970-01-01 → `YYYY-MM-DD`. */
  dateText(day: Fragment): Fragment
  /** Of a group, the value of the row that is first by these keys. */
  firstBy(value: Fragment, keys: readonly Fragment[]): Fragment
  /** The same, of the row that is last. */
  lastBy(value: Fragment, keys: readonly Fragment[]): Fragment
  /** @param over a window, where it is a running sum */
  sumIntegers(x: Fragment, over?: Fragment): Fragment
  /** Integer division toward zero. */
  quotient(a: Fragment, b: Fragment): Fragment
  isNaN(x: Fragment): Fragment
  isFinite(x: Fragment): Fragment
  /** A text as a number with up to 15 places, NULL where it is not a plain one. */
  numberIn(x: Fragment): Fragment
  /** A constant with up to 15 places, to compare with `numberIn`. */
  decimal(digits: Fragment): Fragment
  /** Integers with room for the product of two. */
  wide(x: Fragment): Fragment
}
