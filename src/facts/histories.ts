/**
 * What a summary needs of each customer's purchases, gathered in time order, and the row it becomes.
 * The rules are those of the literature's CBS table (Fader & Hardie, "Creating an RFM Summary", brucehardie.com/notes/022), with refunds netted.
 */

import { type Day, formatDate } from '../core/time/civil.js'
import { type CountBy, FIGURES, type Period, type SummaryColumns, type SummaryFigure, type SummaryTable } from './summary.js'

/**
 * One customer's figures stand side by side: a base of a million customers is larger than any cache, and a purchase then costs two misses
 * instead of one per figure.
 */
export type Histories = Float64Array

export const STRIDE = 12
/** Those that plain figures need stand first. */
export const PLAIN_STRIDE = 6
/** Purchases that were not cancelled. */
export const ORDERS = 0
export const REVENUE = 1
export const FIRST_AT = 2
export const LAST_AT = 3
export const FIRST_DAY = 4
export const LAST_DAY = 5
/** Value of the purchases after the first unit. */
export const REPEAT = 6
/** Distinct local days with a purchase. */
export const DAYS = 7
/** Sum of squared gaps between purchase days. */
export const GAP_SQUARES = 8
/** Distinct `countBy` units with a purchase, the first and the last; not kept where days are counted. */
export const UNITS = 9
const FIRST_UNIT = 10
const LAST_UNIT = 11

export function newHistories(customers: number, stride = STRIDE): Histories {
  return new Float64Array(customers * stride)
}

/** Histories for the next `customers`, in the place of the last ones' where there is room. */
export function forgotten(h: Histories, customers: number, stride = STRIDE): Histories {
  if (h.length < customers * stride) return newHistories(customers, stride)
  for (let c = 0; c < customers; c++) h[c * stride + ORDERS] = 0
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

/** Those that are asked for. */
export type WantedFigures = Pick<SummaryFigures, 'status'> & Partial<SummaryFigures>

/** @param memory what the columns are made of, where it is not the thread's own */
export function newFigures(
  n: number,
  wanted: readonly SummaryFigure[] = FIGURES,
  memory?: (bytes: number) => ArrayBufferLike,
): WantedFigures {
  const codes = memory ? new Int8Array(memory(n)) : new Int8Array(n)
  const column = (): Float64Array => (memory ? new Float64Array(memory(8 * n)) : new Float64Array(n))
  return { status: { codes, values: ['customer', 'prospect'] }, ...Object.fromEntries(wanted.map((name) => [name, column()])) }
}

export function onlyWanted(figures: WantedFigures, wanted: readonly SummaryFigure[] | undefined): WantedFigures {
  if (!wanted) return figures
  return { status: figures.status, ...Object.fromEntries(wanted.map((name) => [name, figures[name]])) }
}

/** The rows `from` to `until − 1` of figures, to be written to. */
export function figuresWithin({ status, ...columns }: WantedFigures, from: number, until: number): WantedFigures {
  const within = Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.subarray(from, until)]))
  return {
    ...(within as unknown as Omit<WantedFigures, 'status'>), // the same names
    status: { codes: (status.codes as Int8Array).subarray(from, until), values: status.values },
  }
}
