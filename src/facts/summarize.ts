/** Facts → one row per customer, in one walk: facts are in time order, so a customer's history arrives in order too. */

import { UsageError } from '../core/errors.js'
import { withLazy } from '../core/lazy.js'
import { row } from '../core/table.js'
import { momentOf } from '../core/time/as-of.js'
import { MS_PER_DAY } from '../core/time/civil.js'
import { startOfUnit } from '../core/time/length.js'
import { offsetsBetween, offsetWithin, type Zone, type ZoneOffsets, zoneOf } from '../core/time/zone.js'
import { typeCodes } from './fact-types.js'
import type { Facts } from './facts.js'
import {
  addCost,
  addDiscounts,
  addInUnit,
  addOnDay,
  addRefunded,
  forgotten,
  type Histories,
  newFigures,
  newHistories,
  rowWriter,
  summaryOf,
  tableOf,
} from './histories.js'
import { type NetOrders, netOrders } from './net.js'
import { onlyCustomer } from './only-customer.js'
import { newSummaryWorkspace, type Parted, parted } from './parted.js'
import { purchasesOf } from './purchases.js'
import { COUNTS, type CountBy, PERIODS, type SummarizeOptions, type SummaryRow, type SummaryTable } from './summary.js'

/**
 * What each customer bought, how often and when: frequency, recency, age and monetary value as the customer-value models use them, and the plain figures.
 *
 * - Purchases of one `countBy` unit (default: local day) count once; frequency counts the repeats.
 * - A fully refunded order is no purchase. Revenue is net of refunds made before `asOf`; the monetary value of an order is too, unless `refundsAt: 'refund'`.
 * - Everyone known is a row; a customer without a purchase before `asOf` is a `prospect` whose figures are missing.
 *
 * ```ts
 * const customers = summarize(facts, { asOf: '2026-03-01', period: 'week' })
 * ```
 *
 * @throws UsageError `facts.summary.option` for an unknown period or countBy; `tierwise.as-of.unreadable`; `tierwise.decimal.unsafe` when a customer's revenue leaves the safe integers
 */
export function summarize(facts: Facts, options: SummarizeOptions): SummaryTable {
  const { period = 'day', countBy = 'day', refundsAt = 'order', purchases = ['purchase'] } = options
  checkOption('period', period, PERIODS)
  checkOption('countBy', countBy, COUNTS)
  const zone = zoneOf(facts.timeZone, facts.zones)
  const { before, day: today } = momentOf(options.asOf, zone)
  const meta = { currency: facts.currency, timeZone: facts.timeZone, today, period, countBy }
  const orders = netOrders(facts, before, purchases)
  const bought = purchasesOf(facts, before, purchases, orders)
  const { length, at } = bought
  const offsets = length === 0 ? undefined : offsetsBetween(zone, at[0], at[length - 1], length)
  const rules: WalkRules = { zone, offsets, countBy, refundsAt }
  const parts = parted(bought, facts, options.workspace ?? newSummaryWorkspace())

  if (orders.refundedMinor || facts.columns.lines || facts.columns.attributes) {
    const { ids } = facts.customers
    const histories = newHistories(ids.length)
    for (let part = 0; part < parts.count; part++) walkPart(histories, parts, part, 0, rules)
    addCosts(histories, facts, before, typeCodes(facts, purchases), orders)
    return summaryOf(histories, ids, meta)
  }
  // Without costs a part is done when its purchases are walked, and its histories make room for those of the next.
  const customers = parts.first[parts.count]
  const figures = newFigures(customers)
  const write = rowWriter(figures, meta)
  const { numbers } = parts
  let histories = newHistories(0)
  for (let part = 0; part < parts.count; part++) {
    const first = parts.first[part]
    const size = parts.first[part + 1] - first
    histories = forgotten(histories, size)
    walkPart(histories, parts, part, numbers ? 0 : first, rules)
    writePart(write, histories, first, size, numbers?.slots)
  }
  const columns = Object.assign(
    withLazy({}, 'customerId', () => (numbers ? Array.from(numbers.ids, String) : facts.customers.ids)),
    figures,
  )
  return tableOf(customers, columns, meta)
}

function writePart(
  write: ReturnType<typeof rowWriter>,
  histories: Histories,
  first: number,
  size: number,
  slots: Int32Array | undefined,
): void {
  if (slots) for (let c = 0; c < size; c++) write(first + c, histories, slots[first + c])
  else for (let c = 0; c < size; c++) write(first + c, histories, c)
}

interface WalkRules {
  readonly zone: Zone
  readonly offsets: ZoneOffsets | undefined
  readonly countBy: CountBy
  readonly refundsAt: 'order' | 'refund'
}

/** @param base what the code of the part's first customer counts from */
function walkPart(histories: Histories, parts: Parted, part: number, base: number, { zone, offsets, countBy, refundsAt }: WalkRules): void {
  const { starts, customer, at, netMinor } = parts
  const [from, to] = [starts[part], starts[part + 1]]
  const valueMinor = refundsAt === 'order' ? netMinor : parts.grossMinor
  if (countBy === 'day' && offsets?.offsets.length === 1)
    walkDays(histories, customer, at, netMinor, valueMinor, from, to, base, offsets.offsets[0])
  else
    for (let i = from; i < to; i++) {
      const day = Math.floor((at[i] + (offsets ? offsetWithin(offsets, at[i]) : zone.offsetAt(at[i]))) / MS_PER_DAY)
      if (countBy === 'day') addOnDay(histories, customer[i] - base, day, 1, at[i], at[i], netMinor[i], valueMinor[i])
      else {
        const unit = countBy === 'order' ? i : startOfUnit(day, countBy)
        addInUnit(histories, customer[i] - base, day, unit, 1, at[i], at[i], netMinor[i], valueMinor[i])
      }
    }
}

/** Most bases: purchases count by day, in a zone whose clocks did not change while they were made. */
function walkDays(
  histories: Histories,
  customer: Int32Array,
  at: Float64Array,
  netMinor: Float64Array,
  valueMinor: Float64Array,
  from: number,
  to: number,
  base: number,
  offset: number,
): void {
  for (let i = from; i < to; i++) {
    const instant = at[i]
    const day = Math.floor((instant + offset) / MS_PER_DAY)
    addOnDay(histories, customer[i] - base, day, 1, instant, instant, netMinor[i], valueMinor[i])
  }
}

/** A misspelled unit would otherwise be a column of NaN. */
function checkOption(option: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw new UsageError('facts.summary.option', { option, value: String(value), known: known.join(', ') })
}

/** What refunds took, what lines cost the host and serving the customer did, and what was bought at a discount. */
function addCosts(
  histories: Histories,
  facts: Facts,
  before: number,
  isPurchase: Uint8Array,
  { refundedMinor, cancelled }: NetOrders,
): void {
  const { customer, type, at, amountMinor, lines, attributes } = facts.columns
  for (let i = 0; i < facts.length && at[i] < before; i++) {
    const c = customer[i]
    if (isPurchase[type.codes[i]]) {
      if (refundedMinor && refundedMinor[i] !== 0) addRefunded(histories, c, refundedMinor[i])
      if (cancelled?.[i]) continue
      const discount = attributes?.[i]?.discountMinor
      if (typeof discount === 'number') {
        const net = (Number.isNaN(amountMinor[i]) ? 0 : amountMinor[i]) - (refundedMinor ? refundedMinor[i] : 0)
        addDiscounts(histories, c, 1, discount > 0 ? net : 0)
      }
      const bought = lines?.[i]
      if (bought) for (const line of bought) if (line.costMinor !== undefined) addCost(histories, c, line.costMinor)
    } else {
      const cost = attributes?.[i]?.costMinor
      if (typeof cost === 'number') addCost(histories, c, cost)
    }
  }
}

/** One customer's row; the same as that row of `summarize`. `undefined` for an unknown customer. */
export function summarizeOne(facts: Facts, customerId: string, options: SummarizeOptions): SummaryRow | undefined {
  const c = facts.customers.ids.indexOf(customerId)
  return c < 0 ? undefined : row(summarize(onlyCustomer(facts, c), options), 0)
}
