/** Measures that ask no more of a fact than its type, its day and its amount: read from the columns of a base, without a fact as an object. */

import { currencyExponent } from '../core/decimal/currency.js'
import { compareExact, divideExact, type Exact, exactNumber, fromUnits } from '../core/decimal/exact.js'
import type { FactEnv } from '../core/language/fact-scope.js'
import type { MeasureReader } from '../core/measure/compile.js'
import type { Aggregate, Measure } from '../core/measure/definition.js'
import type { Moment } from '../core/time/as-of.js'
import { type Day, MS_PER_DAY } from '../core/time/civil.js'
import { windowAt } from '../core/time/window.js'
import { dayWithin, offsetsBetween, type Zone } from '../core/time/zone.js'
import { typeCodes } from './fact-types.js'
import type { Facts } from './facts.js'

const AGGREGATES: readonly Aggregate[] = ['sum', 'count', 'mean', 'min', 'max']

export function isColumnMeasure({ where, value, by, aggregate }: Measure): boolean {
  return where === undefined && (value === undefined || value === 'amount') && by === undefined && AGGREGATES.includes(aggregate)
}

export interface ColumnMeasure {
  readonly aggregate: Aggregate
  readonly reader: MeasureReader<FactEnv>
}

/**
 * A column per measure; NaN where it is absent.
 * @param anchors fact types whose first occurrence anchors windows
 * @returns `undefined` for a measure that leaves the safe integers on its way: it takes exact numbers
 */
export function measureColumns(
  facts: Facts,
  measures: readonly ColumnMeasure[],
  anchors: Readonly<Record<string, string>>,
  { before, day }: Moment,
  zone: Zone,
): (Float64Array | undefined)[] {
  const { customer, type, at, amountMinor } = facts.columns
  const customers = facts.customers.ids.length
  const daysOf = dayReader(at, zone)
  const known = anchorDays(facts, anchors, daysOf)
  const sums = measures.map(({ aggregate, reader }) => ({
    aggregate,
    reader,
    types: typeCodes(facts, [...reader.types]),
    ...spansOf(reader, known, customers, day),
    counts: new Float64Array(customers),
    minor: new Float64Array(customers),
    isSafe: true,
  }))
  let length = facts.length
  while (length > 0 && at[length - 1] >= before) length--
  const days = new Int32Array(BLOCK)
  for (let start = 0; start < length; start += BLOCK) {
    const end = Math.min(length, start + BLOCK)
    daysOf(start, end, days)
    for (const sum of sums) {
      const { aggregate, types, from, to, counts, minor } = sum
      const extreme = aggregate === 'min' ? -1 : aggregate === 'max' ? 1 : 0
      const amounts = aggregate === 'count' ? undefined : amountMinor
      const most = addUp(customer, type.codes, types, amounts, days, start, end, from, to, extreme, counts, minor)
      if (most > Number.MAX_SAFE_INTEGER) sum.isSafe = false
    }
  }
  const exponent = currencyExponent(facts.currency) ?? 2
  return sums.map(({ isSafe, aggregate, reader, counts, minor }) =>
    isSafe ? Float64Array.from(counts, (count, c) => numberOf(aggregate, reader, count, minor[c], exponent)) : undefined,
  )
}

/** So many rows with their days stay in the nearest cache while measure after measure walks through them. */
const BLOCK = 1 << 12

/** Facts of some types within their customer's window. @returns the greatest size of a sum on the way */
function addUp(
  customer: Int32Array,
  codes: ArrayLike<number>,
  types: Uint8Array,
  amounts: Float64Array | undefined,
  days: Int32Array,
  start: number,
  end: number,
  from: Float64Array,
  to: Float64Array,
  extreme: -1 | 0 | 1,
  counts: Float64Array,
  minor: Float64Array,
): number {
  const hasOneSpan = from.length === 1
  let most = 0
  for (let i = start; i < end; i++) {
    if (types[codes[i]] === 0) continue
    const c = customer[i]
    const span = hasOneSpan ? 0 : c
    const day = days[i - start]
    if (day < from[span] || day >= to[span]) continue
    if (amounts !== undefined) {
      const amount = amounts[i]
      if (Number.isNaN(amount)) continue
      if (extreme === 0) {
        minor[c] += amount
        most = Math.max(most, Math.abs(minor[c]))
      } else if (counts[c] === 0 || extreme * amount > extreme * minor[c]) minor[c] = amount
    }
    counts[c]++
  }
  return most
}

function numberOf(aggregate: Aggregate, { cap, empty }: MeasureReader<FactEnv>, count: number, minor: number, exponent: number): number {
  if (count === 0) return empty === undefined ? Number.NaN : exactNumber(empty)
  const value = exactly(aggregate, count, minor, exponent)
  return exactNumber(cap !== undefined && compareExact(value, cap) > 0 ? cap : value)
}

function exactly(aggregate: Aggregate, count: number, minor: number, exponent: number): Exact {
  if (aggregate === 'count') return count
  const value = fromUnits(minor + 0, exponent)
  return aggregate === 'mean' ? (divideExact(value, count) as Exact) : value // nobody divides by 0 here
}

/** Days `from` to `to − 1` of each customer, or of all where it is the same for all. */
function spansOf(
  { window }: MeasureReader<FactEnv>,
  anchors: Readonly<Record<string, Float64Array>>,
  customers: number,
  day: Day,
): { from: Float64Array; to: Float64Array } {
  const anchored = typeof window === 'object' && 'anchored' in window
  const from = new Float64Array(anchored ? customers : 1).fill(Number.POSITIVE_INFINITY)
  const to = new Float64Array(from.length)
  for (let c = 0; c < from.length; c++) {
    const anchor = anchored ? anchors[window.to]?.[c] : undefined
    const span = windowAt(window, day, anchored && anchor !== undefined && !Number.isNaN(anchor) ? { [window.to]: anchor } : {})
    if (span === undefined) continue
    from[c] = span.from
    to[c] = Math.min(span.to, day + 1) // a fact dated after the day is not known on it
  }
  return { from, to }
}

/** The day of each customer's first fact of a type; NaN where there is none. */
function anchorDays(
  facts: Facts,
  anchors: Readonly<Record<string, string>>,
  daysOf: (start: number, end: number, days: Int32Array) => void,
): Record<string, Float64Array> {
  const { customer, type } = facts.columns
  const day = new Int32Array(1)
  return Object.fromEntries(
    Object.entries(anchors).map(([name, anchor]) => {
      const first = new Float64Array(facts.customers.ids.length).fill(Number.NaN)
      const code = type.values.indexOf(anchor)
      for (let i = 0; code >= 0 && i < facts.length; i++) {
        if (type.codes[i] !== code || !Number.isNaN(first[customer[i]])) continue
        daysOf(i, i + 1, day)
        first[customer[i]] = day[0]
      }
      return [name, first]
    }),
  )
}

/** Writes the local days of the rows `start` to `end − 1` from the beginning of a column. */
function dayReader(at: Float64Array, zone: Zone): (start: number, end: number, days: Int32Array) => void {
  const offsets = at.length === 0 ? undefined : offsetsBetween(zone, at[0], at[at.length - 1], at.length)
  const fixed = offsets?.offsets.length === 1 ? offsets.offsets[0] : undefined
  return (start, end, days) => {
    if (fixed !== undefined) fixedDays(at, start, end, fixed, days)
    else for (let i = start; i < end; i++) days[i - start] = dayWithin(zone, offsets, at[i])
  }
}

function fixedDays(at: Float64Array, start: number, end: number, offset: number, days: Int32Array): void {
  for (let i = start; i < end; i++) days[i - start] = Math.floor((at[i] + offset) / MS_PER_DAY)
}
