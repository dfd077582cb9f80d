/**
 * Histories → figures, column by column. Each loop is given numbers and columns only: what V8 compiles for the objects of one call goes with them
 * when garbage is collected, and compiling it anew takes as long as ten thousand customers.
 */

import { currencyExponent } from '../core/decimal/currency.js'
import { safe, TEN } from '../core/decimal/decimal.js'
import { unitsBetween } from '../core/time/length.js'
import {
  DAYS,
  FIRST_AT,
  FIRST_DAY,
  GAP_SQUARES,
  type Histories,
  LAST_AT,
  LAST_DAY,
  ORDERS,
  REPEAT,
  REVENUE,
  type SummaryMeta,
  UNITS,
  type WantedFigures,
} from './histories.js'
import type { Period, SummaryFigure } from './summary.js'

/**
 * Row i of the figures is of the history at `places[i]`, as of somebody without costs.
 * @param stride numbers a history has: all, or those of the plain figures where only such are wanted
 * @throws UsageError `tierwise.decimal.unsafe`
 */
export function writeFigures(
  { status, ...columns }: WantedFigures,
  places: Int32Array,
  h: Histories,
  stride: number,
  meta: SummaryMeta,
): void {
  const codes = status.codes as Int8Array
  const prospects = markProspects(codes, places, h, stride)
  for (const [figure, column] of Object.entries(columns)) {
    writeFigure(figure as SummaryFigure, column, places, h, stride, meta)
    if (prospects > 0) forget(column, codes)
  }
}

function writeFigure(
  figure: SummaryFigure,
  column: Float64Array,
  places: Int32Array,
  h: Histories,
  stride: number,
  { currency, today, period, countBy }: SummaryMeta,
): void {
  const counted = countBy === 'day' ? DAYS : UNITS
  switch (figure) {
    case 'orders':
      put(column, places, h, stride, ORDERS, 1, 0)
      break
    case 'revenueMinor':
    case 'contributionMinor':
      put(column, places, h, stride, REVENUE, 1, 0)
      break
    case 'firstAt':
      put(column, places, h, stride, FIRST_AT, 1, 0)
      break
    case 'lastAt':
      put(column, places, h, stride, LAST_AT, 1, 0)
      break
    case 'recencyDays':
      put(column, places, h, stride, LAST_DAY, -1, today)
      break
    case 'tenureDays':
      put(column, places, h, stride, FIRST_DAY, -1, today)
      break
    case 'frequency':
      put(column, places, h, stride, counted, 1, -1)
      break
    case 'recency':
      put(column, places, h, stride, LAST_DAY, 1, 0)
      putSince(column, places, h, stride, period)
      break
    case 'age':
      column.fill(today)
      putSince(column, places, h, stride, period)
      break
    case 'monetary':
      putMeanRepeat(column, places, h, stride, counted, TEN[currencyExponent(currency) as number])
      break
    case 'meanGapDays':
      putMeanGap(column, places, h, stride)
      break
    case 'gapDeviationDays':
      putGapDeviation(column, places, h, stride)
      break
    case 'refundedMinor':
      column.fill(0)
      break
    case 'discountShare':
      column.fill(Number.NaN)
  }
}

/** Who has no order is a prospect. Everybody's revenue is safe, asked for or not. @returns how many prospects */
function markProspects(codes: Int8Array, places: Int32Array, h: Histories, stride: number): number {
  let prospects = 0
  for (let i = 0; i < places.length; i++) {
    const k = places[i] * stride
    const isProspect = h[k + ORDERS] === 0
    codes[i] = ~~isProspect
    prospects += ~~isProspect
    if (!isProspect && !(Math.abs(h[k + REVENUE]) <= Number.MAX_SAFE_INTEGER)) safe(h[k + REVENUE])
  }
  return prospects
}

/** What a prospect's place holds is of somebody before them, or of nobody. */
function forget(column: Float64Array, codes: Int8Array): void {
  for (let i = 0; i < codes.length; i++) if (codes[i] === 1) column[i] = Number.NaN
}

function put(
  column: Float64Array,
  places: Int32Array,
  h: Histories,
  stride: number,
  field: number,
  factor: 1 | -1,
  constant: number,
): void {
  for (let i = 0; i < places.length; i++) column[i] = constant + factor * h[places[i] * stride + field]
}

/** From the first day to those that stand in the column, in periods. */
function putSince(column: Float64Array, places: Int32Array, h: Histories, stride: number, period: Period): void {
  if (period === 'day') for (let i = 0; i < places.length; i++) column[i] -= h[places[i] * stride + FIRST_DAY]
  else for (let i = 0; i < places.length; i++) column[i] = unitsBetween(h[places[i] * stride + FIRST_DAY], column[i], period)
}

function putMeanRepeat(column: Float64Array, places: Int32Array, h: Histories, stride: number, counted: number, major: number): void {
  for (let i = 0; i < places.length; i++) {
    const k = places[i] * stride
    const repeats = h[k + counted] - 1
    column[i] = repeats > 0 ? h[k + REPEAT] / major / repeats : Number.NaN
  }
}

function putMeanGap(column: Float64Array, places: Int32Array, h: Histories, stride: number): void {
  for (let i = 0; i < places.length; i++) {
    const k = places[i] * stride
    const gaps = h[k + DAYS] - 1
    column[i] = gaps > 0 ? (h[k + LAST_DAY] - h[k + FIRST_DAY]) / gaps : Number.NaN
  }
}

function putGapDeviation(column: Float64Array, places: Int32Array, h: Histories, stride: number): void {
  for (let i = 0; i < places.length; i++) {
    const k = places[i] * stride
    const gaps = h[k + DAYS] - 1
    const span = h[k + LAST_DAY] - h[k + FIRST_DAY]
    // Σ(g − ḡ)² = Σg² − (Σg)²/n; gaps are whole days, so both terms are exact
    column[i] = gaps > 1 ? Math.sqrt(Math.max(0, (gaps * h[k + GAP_SQUARES] - span ** 2) / gaps / (gaps - 1))) : Number.NaN
  }
}
