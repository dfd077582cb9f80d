/**
 * What a summary needs of each customer's purchases, gathered in time order, and the row it becomes.
 * The rules are those of the literature's CBS table (Fader & Hardie, "Creating an RFM Summary", brucehardie.com/notes/022), with refunds netted.
 */

import { currencyExponent } from '../core/decimal/currency.js'
import { safe, TEN } from '../core/decimal/decimal.js'
import { type Day, formatDate } from '../core/time/civil.js'
import { unitsBetween } from '../core/time/length.js'
import type { CountBy, Period, SummaryColumns, SummaryFigure, SummaryTable } from './summary.js'

/**
 * One customer's figures stand side by side: a base of a million customers is larger than any cache, and a purchase then costs two misses
 * instead of one per figure.
 */
export type Histories = Float64Array

const STRIDE = 12
/** Purchases that were not cancelled. */
const ORDERS = 0
const REVENUE = 1
/** Value of the purchases after the first unit. */
const REPEAT = 2
/** Distinct local days with a purchase. */
const DAYS = 3
const FIRST_DAY = 4
const LAST_DAY = 5
/** Sum of squared gaps between purchase days. */
const GAP_SQUARES = 6
const LAST_AT = 7
const FIRST_AT = 8
/** Distinct `countBy` units with a purchase, the first and the last; not kept where days are counted. */
const UNITS = 9
const FIRST_UNIT = 10
const LAST_UNIT = 11

export function newHistories(customers: number): Histories {
  return new Float64Array(customers * STRIDE)
}

/** Histories for the next `customers`, in the place of the last ones' where there is room. */
export function forgotten(h: Histories, customers: number): Histories {
  if (h.length < customers * STRIDE) return newHistories(customers)
  for (let c = 0; c < customers; c++) h[c * STRIDE + ORDERS] = 0
  return h
}

/**
 * Adds purchases of one customer on one day, where days are what is counted by. Days ascend from call to call.
 * @param valueMinor what counts as their monetary value
 */
export function addOnDay(
  h: Histories,
  c: number,
  day: Day,
  orders: number,
  firstAt: number,
  lastAt: number,
  netMinor: number,
  valueMinor: number,
): void {
  const k = c * STRIDE
  if (h[k + ORDERS] === 0) begin(h, k, day, orders, firstAt, netMinor)
  else {
    h[k + ORDERS] += orders
    h[k + REVENUE] += netMinor
    if (day !== h[k + FIRST_DAY]) h[k + REPEAT] += valueMinor
    const gap = day - h[k + LAST_DAY]
    if (gap !== 0) addGap(h, k, day, gap)
  }
  seeAt(h, k, firstAt, lastAt)
}

/** The same where something else is counted by. @param unit equal for purchases that count once */
export function addInUnit(
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
    begin(h, k, day, orders, firstAt, netMinor)
    h[k + UNITS] = 1
    h[k + FIRST_UNIT] = unit
  } else {
    h[k + ORDERS] += orders
    h[k + REVENUE] += netMinor
    if (unit !== h[k + FIRST_UNIT]) h[k + REPEAT] += valueMinor
    if (unit !== h[k + LAST_UNIT]) h[k + UNITS]++
    const gap = day - h[k + LAST_DAY]
    if (gap !== 0) addGap(h, k, day, gap)
  }
  h[k + LAST_UNIT] = unit
  seeAt(h, k, firstAt, lastAt)
}

function begin(h: Histories, k: number, day: Day, orders: number, firstAt: number, netMinor: number): void {
  h[k + ORDERS] = orders
  h[k + REVENUE] = netMinor
  h[k + REPEAT] = 0
  h[k + DAYS] = 1
  h[k + FIRST_DAY] = day
  h[k + LAST_DAY] = day
  h[k + GAP_SQUARES] = 0
  h[k + FIRST_AT] = firstAt
  h[k + LAST_AT] = firstAt
}

/** Where clocks go back past midnight, an instant of the day before comes after one of the day. */
function seeAt(h: Histories, k: number, firstAt: number, lastAt: number): void {
  if (firstAt < h[k + FIRST_AT]) h[k + FIRST_AT] = firstAt
  if (lastAt > h[k + LAST_AT]) h[k + LAST_AT] = lastAt
}

function addGap(h: Histories, k: number, day: Day, gap: number): void {
  h[k + DAYS]++
  h[k + LAST_DAY] = day
  h[k + GAP_SQUARES] += gap * gap
}

export interface SummaryMeta {
  readonly currency: string
  readonly timeZone: string
  readonly today: Day
  readonly period: Period
  readonly countBy: CountBy
}

export function tableOf(
  length: number,
  columns: SummaryColumns,
  { currency, timeZone, today, period, countBy }: SummaryMeta,
): SummaryTable {
  return { kind: 'summary', format: 1, currency, timeZone, asOf: formatDate(today), period, countBy, length, columns }
}

/** The columns of a summary without its ids. */
export type SummaryFigures = Omit<SummaryColumns, 'customerId'>

/** @param memory what the columns are made of, where it is not the thread's own */
export function newFigures(n: number, memory?: (bytes: number) => ArrayBufferLike): SummaryFigures {
  const column = (): Float64Array => (memory ? new Float64Array(memory(8 * n)) : new Float64Array(n))
  return {
    status: { codes: memory ? new Int8Array(memory(n)) : new Int8Array(n), values: ['customer', 'prospect'] as const },
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
}

/** Those that are asked for. */
export type WantedFigures = Pick<SummaryFigures, 'status'> & Partial<SummaryFigures>

export function newWanted(n: number, wanted: readonly SummaryFigure[], memory?: (bytes: number) => ArrayBufferLike): WantedFigures {
  const column = (): Float64Array => (memory ? new Float64Array(memory(8 * n)) : new Float64Array(n))
  return {
    status: { codes: memory ? new Int8Array(memory(n)) : new Int8Array(n), values: ['customer', 'prospect'] as const },
    ...Object.fromEntries(wanted.map((name) => [name, column()])),
  }
}

export function onlyWanted(figures: WantedFigures, wanted: readonly SummaryFigure[] | undefined): WantedFigures {
  if (!wanted) return figures
  return { status: figures.status, ...Object.fromEntries(wanted.map((name) => [name, figures[name]])) }
}

/** Writes row `i` from the history of customer `c`, as of somebody without costs. It throws `tierwise.decimal.unsafe`. */
export function rowWriter(
  figures: SummaryFigures,
  { currency, today, period, countBy }: SummaryMeta,
): (i: number, h: Histories, c: number) => void {
  const { status, ...numbers } = figures
  const { frequency, recency, age, monetary, orders, revenueMinor, refundedMinor, contributionMinor } = figures
  const { firstAt, lastAt, recencyDays, tenureDays, meanGapDays, gapDeviationDays, discountShare } = figures
  const major = TEN[currencyExponent(currency) as number]
  const inDays = period === 'day'
  const counted = countBy === 'day' ? DAYS : UNITS
  return (i, h, c) => {
    const k = c * STRIDE
    if (h[k + ORDERS] === 0) {
      ;(status.codes as Int8Array)[i] = 1
      for (const column of Object.values(numbers)) column[i] = Number.NaN
      return
    }
    const first = h[k + FIRST_DAY]
    const last = h[k + LAST_DAY]
    const repeats = h[k + counted] - 1
    const gaps = h[k + DAYS] - 1
    const revenue = h[k + REVENUE]
    frequency[i] = repeats
    recency[i] = inDays ? last - first : unitsBetween(first, last, period)
    age[i] = inDays ? today - first : unitsBetween(first, today, period)
    monetary[i] = repeats > 0 ? h[k + REPEAT] / major / repeats : Number.NaN
    orders[i] = h[k + ORDERS]
    revenueMinor[i] = safe(revenue)
    refundedMinor[i] = 0
    contributionMinor[i] = revenue
    firstAt[i] = h[k + FIRST_AT]
    lastAt[i] = h[k + LAST_AT]
    recencyDays[i] = today - last
    tenureDays[i] = today - first
    meanGapDays[i] = gaps > 0 ? (last - first) / gaps : Number.NaN
    // Σ(g − ḡ)² = Σg² − (Σg)²/n; gaps are whole days, so both terms are exact
    gapDeviationDays[i] =
      gaps > 1 ? Math.sqrt(Math.max(0, (gaps * h[k + GAP_SQUARES] - (last - first) ** 2) / gaps / (gaps - 1))) : Number.NaN
    discountShare[i] = Number.NaN
  }
}
