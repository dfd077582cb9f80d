/** Facts → one row per customer, in one walk: facts are in time order, so a customer's history arrives in order too. */

import { UsageError } from '../core/errors.js'
import { row } from '../core/table.js'
import { momentOf } from '../core/time/as-of.js'
import { MS_PER_DAY } from '../core/time/civil.js'
import { startOfUnit } from '../core/time/length.js'
import { zoneOf } from '../core/time/zone.js'
import { typeCodes } from './fact-types.js'
import type { Facts } from './facts.js'
import { addCost, addDiscounts, addPurchases, addRefunded, type Histories, newHistories, summaryOf } from './histories.js'
import { type NetOrders, netOrders } from './net.js'
import { onlyCustomer } from './only-customer.js'
import { groupedForCache, purchasesOf } from './purchases.js'
import { COUNTS, PERIODS, type SummarizeOptions, type SummaryRow, type SummaryTable } from './summary.js'

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
  const customers = facts.customers.ids.length
  const histories = newHistories(customers)
  const orders = netOrders(facts, before, purchases)
  const bought = groupedForCache(purchasesOf(facts, before, purchases, orders), customers)
  const valueMinor = refundsAt === 'order' ? bought.netMinor : bought.grossMinor
  const { customer, at, netMinor } = bought
  for (let i = 0; i < bought.length; i++) {
    const day = Math.floor((at[i] + zone.offsetAt(at[i])) / MS_PER_DAY)
    const unit = countBy === 'day' ? day : countBy === 'order' ? i : startOfUnit(day, countBy)
    addPurchases(histories, customer[i], day, unit, 1, at[i], at[i], netMinor[i], valueMinor[i])
  }
  addCosts(histories, facts, before, typeCodes(facts, purchases), orders)
  return summaryOf(histories, facts.customers.ids, { currency: facts.currency, timeZone: facts.timeZone, today, period, countBy })
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
  if (!refundedMinor && !lines && !attributes) return
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
