/**
 * What a summary needs of each customer's purchases, gathered in time order, and the row it becomes.
 * The rules are those of the literature's CBS table (Fader & Hardie, "Creating an RFM Summary", brucehardie.com/notes/022), with refunds netted.
 */

import { currencyExponent } from '../core/decimal/currency.js'
import { safe, TEN } from '../core/decimal/decimal.js'
import { type Day, formatDate } from '../core/time/civil.js'
import { unitsBetween } from '../core/time/length.js'
import type { CountBy, Period, SummaryTable } from './summary.js'

/** One entry per customer in every column. */
export interface Histories {
  /** Purchases that were not cancelled. */
  readonly orders: Float64Array
  /** Distinct local days with a purchase. */
  readonly days: Float64Array
  /** Distinct `countBy` units with a purchase. */
  readonly units: Float64Array
  readonly firstUnit: Float64Array
  readonly lastUnit: Float64Array
  readonly firstDay: Float64Array
  readonly lastDay: Float64Array
  readonly firstAt: Float64Array
  readonly lastAt: Float64Array
  readonly revenueMinor: Float64Array
  /** Value of the purchases after the first unit. */
  readonly repeatMinor: Float64Array
  readonly refundedMinor: Float64Array
  readonly costMinor: Float64Array
  /** Sum of squared gaps between purchase days. */
  readonly gapSquares: Float64Array
}

export function newHistories(customers: number): Histories {
  const column = (): Float64Array => new Float64Array(customers)
  return {
    orders: column(),
    days: column(),
    units: column(),
    firstUnit: column(),
    lastUnit: column(),
    firstDay: column(),
    lastDay: column(),
    firstAt: column(),
    lastAt: column(),
    revenueMinor: column(),
    repeatMinor: column(),
    refundedMinor: column(),
    costMinor: column(),
    gapSquares: column(),
  }
}

/**
 * Adds purchases of one customer on one day. Calls come in the order of time.
 * @param unit what several orders count once in; equal for equal units
 * @param valueMinor what counts as their monetary value
 */
export function addPurchases(
  h: Histories,
  c: number,
  day: Day,
  unit: number,
  orders: number,
  firstAt: number,
  lastAt: number,
  netMinor: number,
  valueMinor: number,
): void {
  if (h.orders[c] === 0) {
    h.firstDay[c] = day
    h.firstAt[c] = firstAt
    h.firstUnit[c] = unit
    h.units[c] = 1
    h.days[c] = 1
  } else {
    if (unit !== h.lastUnit[c]) h.units[c]++
    const gap = day - h.lastDay[c]
    if (gap !== 0) {
      h.days[c]++
      h.gapSquares[c] += gap * gap
    }
  }
  h.orders[c] += orders
  h.lastUnit[c] = unit
  h.lastDay[c] = day
  h.lastAt[c] = lastAt
  h.revenueMinor[c] += netMinor
  if (unit !== h.firstUnit[c]) h.repeatMinor[c] += valueMinor
}

export interface SummaryMeta {
  readonly currency: string
  readonly timeZone: string
  readonly today: Day
  readonly period: Period
  readonly countBy: CountBy
}

/** @throws UsageError `tierwise.decimal.unsafe` */
export function summaryOf(
  h: Histories,
  customerId: readonly string[],
  { currency, timeZone, today, period, countBy }: SummaryMeta,
): SummaryTable {
  const n = customerId.length
  const major = TEN[currencyExponent(currency) as number]
  const column = (): Float64Array => new Float64Array(n).fill(Number.NaN)
  const columns = {
    customerId,
    status: { codes: new Int8Array(n), values: ['customer', 'prospect'] as const },
    frequency: column(),
    recency: column(),
    age: column(),
    monetary: column(),
    orders: column(),
    revenueMinor: column(),
    refundedMinor: column(),
    contributionMinor: column(),
    firstAt: column(),
    lastAt: column(),
    recencyDays: column(),
    tenureDays: column(),
    meanGapDays: column(),
    gapDeviationDays: column(),
  }
  for (let c = 0; c < n; c++) {
    if (h.orders[c] === 0) {
      columns.status.codes[c] = 1
      continue
    }
    const first = h.firstDay[c]
    const last = h.lastDay[c]
    const repeats = h.units[c] - 1
    columns.frequency[c] = repeats
    columns.recency[c] = unitsBetween(first, last, period)
    columns.age[c] = unitsBetween(first, today, period)
    if (repeats > 0) columns.monetary[c] = h.repeatMinor[c] / major / repeats
    columns.orders[c] = h.orders[c]
    columns.revenueMinor[c] = safe(h.revenueMinor[c])
    columns.refundedMinor[c] = h.refundedMinor[c]
    columns.contributionMinor[c] = safe(h.revenueMinor[c] - h.costMinor[c])
    columns.firstAt[c] = h.firstAt[c]
    columns.lastAt[c] = h.lastAt[c]
    columns.recencyDays[c] = today - last
    columns.tenureDays[c] = today - first
    const gaps = h.days[c] - 1
    if (gaps > 0) columns.meanGapDays[c] = (last - first) / gaps
    // Σ(g − ḡ)² = Σg² − (Σg)²/n; gaps are whole days, so both terms are exact
    if (gaps > 1) columns.gapDeviationDays[c] = Math.sqrt(Math.max(0, (gaps * h.gapSquares[c] - (last - first) ** 2) / gaps / (gaps - 1)))
  }
  return { kind: 'summary', format: 1, currency, timeZone, asOf: formatDate(today), period, countBy, length: n, columns }
}
