/**
 * Figures that need no purchase days between the first and the last: how many, how much, since when and until when. Four numbers a customer
 * instead of twelve, and a day is looked up twice a customer instead of once a purchase.
 */

import { safe } from '../core/decimal/decimal.js'
import type { Day } from '../core/time/civil.js'
import { unitsBetween } from '../core/time/length.js'
import type { FigureRules } from './figures.js'
import type { WantedFigures } from './histories.js'
import type { Parted } from './parted.js'
import type { SummaryFigure } from './summary.js'

const PLAIN: readonly SummaryFigure[] = [
  'orders',
  'revenueMinor',
  'refundedMinor',
  'contributionMinor',
  'firstAt',
  'lastAt',
  'recencyDays',
  'tenureDays',
  'recency',
  'age',
]

export function isPlain(wanted: readonly SummaryFigure[] | undefined): boolean {
  return wanted?.every((figure) => PLAIN.includes(figure)) ?? false
}

/** Row c is of customer c, as of somebody without costs. @param dayAt of an instant, in the rules' zone */
export function fillPlain(figures: WantedFigures, parts: Parted, rules: FigureRules, dayAt: (instant: number) => Day): void {
  const { count, first, firstCode, slots, starts } = parts
  let sums = new Float64Array(0)
  for (let part = 0; part < count; part++) {
    const size = first[part + 1] - first[part]
    if (sums.length < STRIDE * size) sums = new Float64Array(STRIDE * size)
    else sums.fill(0, 0, STRIDE * size)
    addUp(sums, parts, starts[part], starts[part + 1], slots ? 0 : firstCode + first[part])
    write(figures, sums, first[part], size, slots, rules, dayAt)
  }
}

const STRIDE = 4
const ORDERS = 0
const REVENUE = 1
const FIRST_AT = 2
const LAST_AT = 3

function addUp(sums: Float64Array, { customer, at, netMinor }: Parted, from: number, to: number, base: number): void {
  for (let i = from; i < to; i++) {
    const k = STRIDE * (customer[i] - base)
    if (sums[k + ORDERS]++ === 0) sums[k + FIRST_AT] = at[i]
    sums[k + REVENUE] += netMinor[i]
    sums[k + LAST_AT] = at[i]
  }
}

function write(
  figures: WantedFigures,
  sums: Float64Array,
  start: number,
  size: number,
  slots: Int32Array | undefined,
  { today, period }: FigureRules,
  dayAt: (instant: number) => Day,
): void {
  const { status, ...numbers } = figures
  const { orders, revenueMinor, refundedMinor, contributionMinor, firstAt, lastAt, recencyDays, tenureDays, recency, age } = figures
  const needsFirst = tenureDays !== undefined || recency !== undefined || age !== undefined
  const needsLast = recencyDays !== undefined || recency !== undefined
  const inDays = period === 'day'
  for (let c = 0; c < size; c++) {
    const i = start + c
    const k = STRIDE * (slots ? slots[i] : c)
    if (sums[k + ORDERS] === 0) {
      ;(status.codes as Int8Array)[i] = 1
      for (const column of Object.values(numbers)) column[i] = Number.NaN
      continue
    }
    const revenue = safe(sums[k + REVENUE])
    if (orders) orders[i] = sums[k + ORDERS]
    if (revenueMinor) revenueMinor[i] = revenue
    if (refundedMinor) refundedMinor[i] = 0
    if (contributionMinor) contributionMinor[i] = revenue
    if (firstAt) firstAt[i] = sums[k + FIRST_AT]
    if (lastAt) lastAt[i] = sums[k + LAST_AT]
    const firstDay = needsFirst ? dayAt(sums[k + FIRST_AT]) : 0
    const lastDay = needsLast ? dayAt(sums[k + LAST_AT]) : 0
    if (recencyDays) recencyDays[i] = today - lastDay
    if (tenureDays) tenureDays[i] = today - firstDay
    if (recency) recency[i] = inDays ? lastDay - firstDay : unitsBetween(firstDay, lastDay, period)
    if (age) age[i] = inDays ? today - firstDay : unitsBetween(firstDay, today, period)
  }
}
