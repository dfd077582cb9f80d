/** What a summary says beyond the purchases themselves: what refunds took, what lines and service cost the host, what was bought at a discount. */

import { safe } from '../core/decimal/decimal.js'
import type { Instant } from '../core/time/instant.js'
import { typeCodes } from './fact-types.js'
import type { Facts } from './facts.js'
import type { SummaryFigures } from './histories.js'
import type { NetOrders } from './net.js'

/** By customer. */
export interface Costs {
  readonly refundedMinor: Float64Array
  readonly costMinor: Float64Array
  /** Net value of orders with a discount. */
  readonly discountedMinor: Float64Array
  /** Orders that record whether they had one. */
  readonly discountRecorded: Float64Array
}

export function newCosts(customers: number): Costs {
  const column = (): Float64Array => new Float64Array(customers)
  return { refundedMinor: column(), costMinor: column(), discountedMinor: column(), discountRecorded: column() }
}

/** Of facts before an instant; `undefined` where nothing but purchases is known. */
export function costsOf(
  facts: Facts,
  before: Instant,
  purchases: readonly string[],
  { refundedMinor, cancelled }: NetOrders,
): Costs | undefined {
  const { type, at, amountMinor, lines, attributes } = facts.columns
  if (!refundedMinor && !lines && !attributes) return undefined
  const { customer } = facts.columns
  const isPurchase = typeCodes(facts, purchases)
  const costs = newCosts(facts.customers.ids.length)
  for (let i = 0; i < facts.length && at[i] < before; i++) {
    const c = customer[i]
    if (isPurchase[type.codes[i]]) {
      const refunded = refundedMinor ? refundedMinor[i] : 0
      costs.refundedMinor[c] += refunded
      if (cancelled?.[i]) continue
      const discount = attributes?.[i]?.discountMinor
      if (typeof discount === 'number') {
        costs.discountRecorded[c]++
        if (discount > 0) costs.discountedMinor[c] += (Number.isNaN(amountMinor[i]) ? 0 : amountMinor[i]) - refunded
      }
      const bought = lines?.[i]
      if (bought) for (const line of bought) costs.costMinor[c] += line.costMinor ?? 0
    } else {
      const cost = attributes?.[i]?.costMinor
      if (typeof cost === 'number') costs.costMinor[c] += cost
    }
  }
  return costs
}

/**
 * Puts the costs of customers into their figures; a prospect has none.
 * @throws UsageError `tierwise.decimal.unsafe`
 */
export function putCosts(figures: SummaryFigures, { refundedMinor, costMinor, discountedMinor, discountRecorded }: Costs): void {
  const { status, revenueMinor } = figures
  for (let c = 0; c < revenueMinor.length; c++) {
    if (status.codes[c] !== 0) continue
    const revenue = revenueMinor[c]
    figures.refundedMinor[c] = refundedMinor[c]
    figures.contributionMinor[c] = safe(revenue - costMinor[c])
    if (discountRecorded[c] > 0 && revenue > 0) figures.discountShare[c] = discountedMinor[c] / revenue
  }
}
