/** One customer's own records → their row, without a column: what a request can afford. */

import { currencyExponent } from '../core/decimal/currency.js'
import { safe, TEN } from '../core/decimal/decimal.js'
import { UsageError } from '../core/errors.js'
import type { Moment } from '../core/time/as-of.js'
import { MS_PER_DAY } from '../core/time/civil.js'
import { unitsBetween } from '../core/time/length.js'
import { dayAt, type Zone } from '../core/time/zone.js'
import type { Fact } from './fact.js'
import type { Period, SummaryFigure, SummaryRow } from './summary.js'

/**
 * The row of a customer of whom nothing but purchases is known, all before the moment, counted by day.
 * `undefined` where the records are anything else: those take the way of facts.
 *
 * @throws UsageError `facts.summary.customers` for records of more than one customer; `tierwise.decimal.unsafe`
 */
export function purchaseRow(
  records: readonly Fact[],
  { before, day: today }: Moment,
  zone: Zone,
  currency: string,
  period: Period,
  purchases: readonly string[],
): SummaryRow | undefined {
  if (records.length === 0 || records.length > MOST_RECORDS) return undefined
  const { customerId, type } = records[0]
  if (type !== purchases[0] && !purchases.includes(type)) return undefined
  const { fixed } = zone
  const days: number[] = []
  let revenueMinor = 0
  let firstDay = Number.POSITIVE_INFINITY
  let firstDayMinor = 0
  let firstAt = Number.POSITIVE_INFINITY
  let lastAt = Number.NEGATIVE_INFINITY
  for (let i = 0; i < records.length; i++) {
    const record = records[i]
    const { at } = record
    if (record.customerId !== customerId) throw new UsageError('facts.summary.customers', { record: i })
    if (record.type !== type || !(at < before) || record.lines !== undefined || record.attributes !== undefined) return undefined
    const amountMinor = record.amountMinor ?? 0
    const day = Math.floor((at + (fixed ?? zone.offsetAt(at))) / MS_PER_DAY)
    if (day < firstDay) {
      firstDay = day
      firstDayMinor = 0
    }
    if (day === firstDay) firstDayMinor += amountMinor
    revenueMinor += amountMinor
    if (at < firstAt) firstAt = at
    if (at > lastAt) lastAt = at
    insertDay(days, day)
  }
  const lastDay = days[days.length - 1]
  const gaps = days.length - 1
  let gapSquares = 0
  for (let i = 1; i < days.length; i++) gapSquares += (days[i] - days[i - 1]) ** 2
  const repeatMinor = revenueMinor - firstDayMinor
  const span = lastDay - firstDay
  const inDays = period === 'day'
  const recency = inDays ? span : unitsBetween(firstDay, lastDay, period)
  const age = inDays ? today - firstDay : unitsBetween(firstDay, today, period)
  const revenue = safe(revenueMinor)
  const row: { -readonly [K in keyof SummaryRow]: SummaryRow[K] } = {
    customerId,
    status: 'customer',
    frequency: gaps,
    recency,
    age,
    orders: records.length,
    revenueMinor: revenue,
    refundedMinor: 0,
    contributionMinor: revenue,
    firstAt,
    lastAt,
    recencyDays: today - lastDay,
    tenureDays: today - firstDay,
  }
  if (gaps > 0) {
    row.monetary = repeatMinor / TEN[currencyExponent(currency) as number] / gaps
    row.meanGapDays = span / gaps
  }
  if (gaps > 1) row.gapDeviationDays = Math.sqrt(Math.max(0, (gaps * gapSquares - span ** 2) / gaps / (gaps - 1)))
  return row
}

/**
 * Of the same records only figures that need no days between the first purchase and the last. `undefined` also where another is asked for.
 *
 * @throws UsageError those of `purchaseRow`
 */
export function plainRow(
  records: readonly Fact[],
  { before, day: today }: Moment,
  zone: Zone,
  period: Period,
  purchases: readonly string[],
  figures: readonly SummaryFigure[],
): SummaryRow | undefined {
  if (records.length === 0) return undefined
  const { customerId, type } = records[0]
  if (type !== purchases[0] && !purchases.includes(type)) return undefined
  let revenueMinor = 0
  let firstAt = Number.POSITIVE_INFINITY
  let lastAt = Number.NEGATIVE_INFINITY
  for (let i = 0; i < records.length; i++) {
    const record = records[i]
    const { at, amountMinor } = record
    if (record.customerId !== customerId) throw new UsageError('facts.summary.customers', { record: i })
    if (record.type !== type || !(at < before) || record.lines !== undefined || record.attributes !== undefined) return undefined
    if (amountMinor !== undefined) revenueMinor += amountMinor
    if (at < firstAt) firstAt = at
    if (at > lastAt) lastAt = at
  }
  const revenue = safe(revenueMinor)
  let firstDay = dayAt(zone, firstAt)
  let lastDay = dayAt(zone, lastAt)
  if (zone.fixed === undefined) {
    // Where clocks go back past midnight, the first purchase need not be of the first day.
    for (let i = 0; i < records.length; i++) {
      const day = dayAt(zone, records[i].at)
      if (day < firstDay) firstDay = day
      if (day > lastDay) lastDay = day
    }
  }
  const row = emptyRow(figures)
  row.customerId = customerId
  for (let i = 0; i < figures.length; i++) {
    switch (figures[i]) {
      case 'orders':
        row.orders = records.length
        break
      case 'revenueMinor':
        row.revenueMinor = revenue
        break
      case 'refundedMinor':
        row.refundedMinor = 0
        break
      case 'contributionMinor':
        row.contributionMinor = revenue
        break
      case 'firstAt':
        row.firstAt = firstAt
        break
      case 'lastAt':
        row.lastAt = lastAt
        break
      case 'recencyDays':
        row.recencyDays = today - lastDay
        break
      case 'tenureDays':
        row.tenureDays = today - firstDay
        break
      case 'recency':
        row.recency = unitsBetween(firstDay, lastDay, period)
        break
      case 'age':
        row.age = unitsBetween(firstDay, today, period)
        break
      default:
        return undefined
    }
  }
  return row
}

type PlainRow = { customerId: string; status: 'customer' } & Partial<Record<SummaryFigure, number>>

let known: readonly SummaryFigure[] = []
let blank: PlainRow = { customerId: '', status: 'customer' }

/** A row of these figures to be filled in. A copy of one that stays keeps its shape, and the code compiled for it, through every collection of garbage. */
function emptyRow(figures: readonly SummaryFigure[]): PlainRow {
  if (!isSame(figures, known)) {
    known = [...figures]
    blank = { customerId: '', status: 'customer' }
    for (const figure of figures) blank[figure] = 0
  }
  return { ...blank }
}

function isSame(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** Beyond this, records in no order would be put in one more slowly than by making facts of them. */
const MOST_RECORDS = 200

/** Keeps distinct days ascending; records mostly come in the order of time. `splice` would take longer than all the rest. */
function insertDay(days: number[], day: number): void {
  let place = days.length
  while (place > 0 && days[place - 1] > day) place--
  if (place > 0 && days[place - 1] === day) return
  days.push(day)
  for (let k = days.length - 1; k > place; k--) days[k] = days[k - 1]
  days[place] = day
}
