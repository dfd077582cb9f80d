/** Orders after their refunds, as of an instant. */

import type { Instant } from '../core/time/instant.js'
import { typeCodes } from './fact-types.js'
import type { Facts } from './facts.js'
import { settle } from './refunds.js'

export interface NetOrders {
  /** What refunds before the instant took from each fact; 0 for most. `undefined` when there was none. */
  readonly refundedMinor: Float64Array | undefined
  /** 1 where an order was refunded in full: it is no purchase. */
  readonly cancelled: Uint8Array | undefined
}

/** Refunds at or after `before` have not happened yet. A refund whose order is not among the facts takes nothing. */
export function netOrders(facts: Facts, before: Instant, purchases: readonly string[]): NetOrders {
  const { type, at, amountMinor, id, refersTo } = facts.columns
  const refund = type.values.indexOf('refund')
  if (refund < 0 || !refersTo || !id) return { refundedMinor: undefined, cancelled: undefined }
  const refunds = new Map<string, number[]>()
  for (let i = 0; i < facts.length && at[i] < before; i++) {
    const order = refersTo[i]
    if (type.codes[i] !== refund || order === undefined) continue
    const list = refunds.get(order)
    if (list) list.push(i)
    else refunds.set(order, [i])
  }
  if (refunds.size === 0) return { refundedMinor: undefined, cancelled: undefined }
  const isPurchase = typeCodes(facts, purchases)
  const refundedMinor = new Float64Array(facts.length)
  const cancelled = new Uint8Array(facts.length)
  for (let i = 0; i < facts.length; i++) {
    const order = id[i]
    if (order === undefined || !isPurchase[type.codes[i]]) continue
    const list = refunds.get(order)
    if (!list) continue
    const settled = settle(
      amountMinor[i],
      list.map((k) => ({ amountMinor: amountMinor[k] })),
    )
    refundedMinor[i] = settled.refundedMinor
    cancelled[i] = settled.full ? 1 : 0
  }
  return { refundedMinor, cancelled }
}
