/** The purchases of a base, as the columns a summary walks through. */

import type { Instant } from '../core/time/instant.js'
import { typeCodes } from './fact-types.js'
import type { Facts } from './facts.js'
import type { NetOrders } from './net.js'

export interface Purchases {
  readonly length: number
  readonly customer: Int32Array
  readonly at: Float64Array
  /** After refunds; 0 where the fact names no amount. */
  readonly netMinor: Float64Array
  readonly grossMinor: Float64Array
}

/** Purchases before an instant that were not refunded in full, in time order. */
export function purchasesOf(facts: Facts, before: Instant, types: readonly string[], { refundedMinor, cancelled }: NetOrders): Purchases {
  const { customer, type, at, amountMinor } = facts.columns
  const isPurchase = typeCodes(facts, types)
  let seen = facts.length
  while (seen > 0 && at[seen - 1] >= before) seen--
  if (!refundedMinor && isPurchase.every((is) => is === 1) && !hasMissing(amountMinor, seen)) {
    return { length: seen, customer, at, netMinor: amountMinor, grossMinor: amountMinor }
  }
  const out = { customer: new Int32Array(seen), at: new Float64Array(seen), grossMinor: new Float64Array(seen) }
  const netMinor = refundedMinor ? new Float64Array(seen) : out.grossMinor
  let length = 0
  for (let i = 0; i < seen; i++) {
    if (!isPurchase[type.codes[i]] || cancelled?.[i]) continue
    const amount = amountMinor[i]
    out.customer[length] = customer[i]
    out.at[length] = at[i]
    out.grossMinor[length] = Number.isNaN(amount) ? 0 : amount
    if (refundedMinor) netMinor[length] = out.grossMinor[length] - refundedMinor[i]
    length++
  }
  return { length, ...out, netMinor }
}

function hasMissing(values: Float64Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (Number.isNaN(values[i])) return true
  return false
}

/** Customers whose figures fit into a core's second-level cache together (128 bytes each, 1–2 MB). */
const GROUP_BITS = 13

/**
 * The same purchases with those of neighboring customers together, still in time order within a customer. A base larger than the cache
 * is then walked group by group: each group's figures stay in the cache, where a walk in time order would miss it at every purchase.
 */
export function groupedForCache(purchases: Purchases, customers: number): Purchases {
  const groups = (customers >> GROUP_BITS) + 1
  if (groups < 4) return purchases
  const { length, customer, at, netMinor, grossMinor } = purchases
  const next = new Int32Array(groups + 1)
  for (let i = 0; i < length; i++) next[(customer[i] >> GROUP_BITS) + 1]++
  for (let g = 1; g <= groups; g++) next[g] += next[g - 1]
  const out = { customer: new Int32Array(length), at: new Float64Array(length), grossMinor: new Float64Array(length) }
  const net = netMinor === grossMinor ? out.grossMinor : new Float64Array(length)
  const hasNet = net !== out.grossMinor
  for (let i = 0; i < length; i++) {
    const place = next[customer[i] >> GROUP_BITS]++
    out.customer[place] = customer[i]
    out.at[place] = at[i]
    out.grossMinor[place] = grossMinor[i]
    if (hasNet) net[place] = netMinor[i]
  }
  return { length, ...out, netMinor: net }
}
