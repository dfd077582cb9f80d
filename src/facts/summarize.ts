/**
 * Facts → one row per customer, in one pass over the facts: they are in time order, so a customer's history arrives in order too.
 * The rules are those of the literature's CBS table (Fader & Hardie, "Creating an RFM Summary", brucehardie.com/notes/022), with refunds netted.
 */

import { currencyExponent } from '../core/decimal/currency.js'
import { safe, TEN } from '../core/decimal/decimal.js'
import { row } from '../core/table.js'
import { momentOf } from '../core/time/as-of.js'
import { formatDate, MS_PER_DAY } from '../core/time/civil.js'
import { startOfUnit, unitsBetween } from '../core/time/length.js'
import { type Zone, zoneOf } from '../core/time/zone.js'
import { typeCodes } from './fact-types.js'
import type { Facts } from './facts.js'
import { netOrders } from './net.js'
import type { CountBy, SummarizeOptions, SummaryRow, SummaryTable } from './summary.js'

/**
 * What each customer bought, how often and when: frequency, recency, age and monetary value as the customer-value models use them, and the plain figures.
 *
 * - Purchases of one `countBy` unit (default: local day) count once; frequency counts the repeats.
 * - A fully refunded order is no purchase. Revenue is net of refunds made before `asOf`, counted with the order (`refundsAt: 'refund'` leaves the order's own value as it was).
 * - Everyone known is a row; a customer without a purchase before `asOf` is a `prospect` whose figures are missing.
 *
 * @throws UsageError `tierwise.as-of.unreadable`; `tierwise.decimal.unsafe` when a customer's revenue leaves the safe integers
 */
export function summarize(facts: Facts, options: SummarizeOptions): SummaryTable {
  const { period = 'day', countBy = 'day', refundsAt = 'order', purchases = ['purchase'] } = options
  const zone = zoneOf(facts.timeZone, facts.zones)
  const { before, day: today } = momentOf(options.asOf, zone)
  const histories = collectHistories(facts, zone, before, countBy, refundsAt, purchases)
  const n = facts.customers.ids.length
  const major = TEN[currencyExponent(facts.currency) as number]
  const column = (): Float64Array => new Float64Array(n).fill(Number.NaN)
  const columns = {
    customerId: facts.customers.ids,
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
    const orders = histories.orders[c]
    if (orders === 0) {
      columns.status.codes[c] = 1
      continue
    }
    const first = histories.firstDay[c]
    const last = histories.lastDay[c]
    const repeats = histories.units[c] - 1
    columns.frequency[c] = repeats
    columns.recency[c] = unitsBetween(first, last, period)
    columns.age[c] = unitsBetween(first, today, period)
    columns.monetary[c] = repeats > 0 ? histories.repeatMinor[c] / major / repeats : Number.NaN
    columns.orders[c] = orders
    columns.revenueMinor[c] = safe(histories.revenueMinor[c])
    columns.refundedMinor[c] = histories.refundedMinor[c]
    columns.contributionMinor[c] = histories.revenueMinor[c] - histories.costMinor[c]
    columns.firstAt[c] = histories.firstAt[c]
    columns.lastAt[c] = histories.lastAt[c]
    columns.recencyDays[c] = today - last
    columns.tenureDays[c] = today - first
    const gaps = histories.days[c] - 1
    if (gaps > 0) columns.meanGapDays[c] = (last - first) / gaps
    if (gaps > 1) columns.gapDeviationDays[c] = Math.sqrt(Math.max(0, histories.gapSquares[c] - (last - first) ** 2 / gaps) / (gaps - 1))
  }
  return {
    kind: 'summary',
    format: 1,
    currency: facts.currency,
    timeZone: facts.timeZone,
    asOf: formatDate(today),
    period,
    countBy,
    length: n,
    columns,
  }
}

/** One customer's row; the same as that row of `summarize`. `undefined` for an unknown customer. */
export function summarizeOne(facts: Facts, customerId: string, options: SummarizeOptions): SummaryRow | undefined {
  const c = facts.customers.ids.indexOf(customerId)
  return c < 0 ? undefined : row(summarize(onlyCustomer(facts, c), options), 0)
}

interface Histories {
  /** Purchases that were not cancelled. */
  readonly orders: Float64Array
  /** Distinct local days with a purchase. */
  readonly days: Float64Array
  /** Distinct `countBy` units with a purchase. */
  readonly units: Float64Array
  readonly firstDay: Float64Array
  readonly lastDay: Float64Array
  readonly firstAt: Float64Array
  readonly lastAt: Float64Array
  readonly revenueMinor: Float64Array
  /** Revenue after the first unit. */
  readonly repeatMinor: Float64Array
  readonly refundedMinor: Float64Array
  readonly costMinor: Float64Array
  /** Sum of squared gaps between purchase days. */
  readonly gapSquares: Float64Array
}

function collectHistories(
  facts: Facts,
  zone: Zone,
  before: number,
  countBy: CountBy,
  refundsAt: 'order' | 'refund',
  purchases: readonly string[],
): Histories {
  const n = facts.customers.ids.length
  const column = (): Float64Array => new Float64Array(n)
  const h = {
    orders: column(),
    days: column(),
    units: column(),
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
  const lastUnit = column()
  const firstUnit = column()
  const { customer, type, at, amountMinor, lines, attributes } = facts.columns
  const isPurchase = typeCodes(facts, purchases)
  const { refundedMinor, cancelled } = netOrders(facts, before, purchases)
  let order = 0
  for (let i = 0; i < facts.length && at[i] < before; i++) {
    const c = customer[i]
    if (!isPurchase[type.codes[i]]) {
      const cost = attributes?.[i]?.costMinor
      if (typeof cost === 'number') h.costMinor[c] += cost
      continue
    }
    const refunded = refundedMinor ? refundedMinor[i] : 0
    h.refundedMinor[c] += refunded
    if (cancelled?.[i]) continue
    const day = Math.floor((at[i] + zone.offsetAt(at[i])) / MS_PER_DAY)
    const unit = countBy === 'day' ? day : countBy === 'order' ? order++ : startOfUnit(day, countBy)
    const amount = Number.isNaN(amountMinor[i]) ? 0 : amountMinor[i]
    const net = amount - refunded
    if (h.orders[c] === 0) {
      h.firstDay[c] = day
      h.firstAt[c] = at[i]
      firstUnit[c] = unit
      h.units[c] = 1
      h.days[c] = 1
    } else {
      if (unit !== lastUnit[c]) h.units[c]++
      const gap = day - h.lastDay[c]
      if (gap !== 0) {
        h.days[c]++
        h.gapSquares[c] += gap * gap
      }
    }
    h.orders[c]++
    lastUnit[c] = unit
    h.lastDay[c] = day
    h.lastAt[c] = at[i]
    h.revenueMinor[c] += net
    if (unit !== firstUnit[c]) h.repeatMinor[c] += refundsAt === 'order' ? net : amount
    const bought = lines?.[i]
    if (bought) for (const line of bought) if (line.costMinor !== undefined) h.costMinor[c] += line.costMinor
  }
  return h
}

/** The facts of one customer, as facts. */
export function onlyCustomer(facts: Facts, c: number): Facts {
  const keep: number[] = []
  for (let i = 0; i < facts.length; i++) if (facts.columns.customer[i] === c) keep.push(i)
  const pick = <T>(values: readonly T[] | undefined): T[] | undefined => values && keep.map((i) => values[i])
  const { columns } = facts
  const { id, refersTo, lines, attributes, original, alias, channel } = columns
  return {
    ...facts,
    length: keep.length,
    customers: { ids: [facts.customers.ids[c]], ...(facts.customers.attributes ? { attributes: [facts.customers.attributes[c]] } : {}) },
    columns: {
      customer: new Int32Array(keep.length),
      type: { codes: Int32Array.from(keep, (i) => columns.type.codes[i]), values: columns.type.values },
      at: Float64Array.from(keep, (i) => columns.at[i]),
      amountMinor: Float64Array.from(keep, (i) => columns.amountMinor[i]),
      ...(channel ? { channel: { codes: Int32Array.from(keep, (i) => channel.codes[i]), values: channel.values } } : {}),
      ...Object.fromEntries(
        Object.entries({
          id: pick(id),
          refersTo: pick(refersTo),
          lines: pick(lines),
          attributes: pick(attributes),
          original: pick(original),
          alias: pick(alias),
        }).filter(([, value]) => value),
      ),
    },
  }
}
