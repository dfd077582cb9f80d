/**
 * What a summary needs of each customer's purchases, gathered in time order, and the row it becomes.
 * The rules are those of the literature's CBS table (Fader & Hardie, "Creating an RFM Summary", brucehardie.com/notes/022), with refunds netted.
 */

import { currencyExponent } from '../core/decimal/currency.js'
import { safe, TEN } from '../core/decimal/decimal.js'
import { type Day, formatDate } from '../core/time/civil.js'
import { unitsBetween } from '../core/time/length.js'
import type { CountBy, Period, SummaryTable } from './summary.js'

/**
 * One customer's figures stand side by side, two cache lines of them: a base of a million customers is larger than any cache, and
 * a purchase then costs two misses instead of one per figure.
 */
export type Histories = Float64Array

const STRIDE = 16
/** Purchases that were not cancelled. */
const ORDERS = 0
/** Distinct local days with a purchase. */
const DAYS = 1
/** Distinct `countBy` units with a purchase. */
const UNITS = 2
const FIRST_UNIT = 3
const LAST_UNIT = 4
const LAST_DAY = 5
const LAST_AT = 6
const REVENUE = 7
/** Value of the purchases after the first unit. */
const REPEAT = 8
/** Sum of squared gaps between purchase days. */
const GAP_SQUARES = 9
const FIRST_DAY = 10
const FIRST_AT = 11
const REFUNDED = 12
const COST = 13
/** Net value of orders with a discount, and how many orders record whether they had one. */
const DISCOUNTED = 14
const DISCOUNT_RECORDED = 15

export function newHistories(customers: number): Histories {
  return new Float64Array(customers * STRIDE)
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
  const k = c * STRIDE
  if (h[k + ORDERS] === 0) {
    h[k + FIRST_DAY] = day
    h[k + FIRST_AT] = firstAt
    h[k + FIRST_UNIT] = unit
    h[k + UNITS] = 1
    h[k + DAYS] = 1
  } else {
    if (unit !== h[k + LAST_UNIT]) h[k + UNITS]++
    const gap = day - h[k + LAST_DAY]
    if (gap !== 0) {
      h[k + DAYS]++
      h[k + GAP_SQUARES] += gap * gap
    }
  }
  h[k + ORDERS] += orders
  h[k + LAST_UNIT] = unit
  h[k + LAST_DAY] = day
  h[k + LAST_AT] = lastAt
  h[k + REVENUE] += netMinor
  if (unit !== h[k + FIRST_UNIT]) h[k + REPEAT] += valueMinor
}

export function addCost(h: Histories, c: number, minor: number): void {
  h[c * STRIDE + COST] += minor
}

/** What `orders` orders that record their discount are worth where they had one. */
export function addDiscounts(h: Histories, c: number, orders: number, discountedMinor: number): void {
  h[c * STRIDE + DISCOUNT_RECORDED] += orders
  h[c * STRIDE + DISCOUNTED] += discountedMinor
}

export function addRefunded(h: Histories, c: number, minor: number): void {
  h[c * STRIDE + REFUNDED] += minor
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
    discountShare: column(),
  }
  for (let c = 0; c < n; c++) {
    const k = c * STRIDE
    if (h[k + ORDERS] === 0) {
      columns.status.codes[c] = 1
      continue
    }
    const first = h[k + FIRST_DAY]
    const last = h[k + LAST_DAY]
    const repeats = h[k + UNITS] - 1
    const gaps = h[k + DAYS] - 1
    columns.frequency[c] = repeats
    columns.recency[c] = unitsBetween(first, last, period)
    columns.age[c] = unitsBetween(first, today, period)
    if (repeats > 0) columns.monetary[c] = h[k + REPEAT] / major / repeats
    columns.orders[c] = h[k + ORDERS]
    columns.revenueMinor[c] = safe(h[k + REVENUE])
    columns.refundedMinor[c] = h[k + REFUNDED]
    columns.contributionMinor[c] = safe(h[k + REVENUE] - h[k + COST])
    columns.firstAt[c] = h[k + FIRST_AT]
    columns.lastAt[c] = h[k + LAST_AT]
    columns.recencyDays[c] = today - last
    columns.tenureDays[c] = today - first
    if (h[k + DISCOUNT_RECORDED] > 0 && h[k + REVENUE] > 0) columns.discountShare[c] = h[k + DISCOUNTED] / h[k + REVENUE]
    if (gaps > 0) columns.meanGapDays[c] = (last - first) / gaps
    // Σ(g − ḡ)² = Σg² − (Σg)²/n; gaps are whole days, so both terms are exact
    if (gaps > 1)
      columns.gapDeviationDays[c] = Math.sqrt(Math.max(0, (gaps * h[k + GAP_SQUARES] - (last - first) ** 2) / gaps / (gaps - 1)))
  }
  return { kind: 'summary', format: 1, currency, timeZone, asOf: formatDate(today), period, countBy, length: n, columns }
}
