/** The purchases of a base, as the columns a summary walks through. */

import type { Instant } from '../core/time/instant.js'
import { typeCodes } from './fact-types.js'
import type { Facts } from './facts.js'
import { integerIds } from './integer-ids.js'
import type { NetOrders } from './net.js'

export interface Purchases {
  readonly length: number
  /** Codes, or the whole numbers that customers go by. */
  readonly customer: Int32Array
  readonly numbered: boolean
  readonly at: Float64Array
  /** After refunds; 0 where the fact names no amount. */
  readonly netMinor: Float64Array
  readonly grossMinor: Float64Array
}

/** Purchases before an instant that were not refunded in full, in time order. */
export function purchasesOf(facts: Facts, before: Instant, types: readonly string[], { refundedMinor, cancelled }: NetOrders): Purchases {
  const { type, at, amountMinor } = facts.columns
  const isPurchase = typeCodes(facts, types)
  let seen = facts.length
  while (seen > 0 && at[seen - 1] >= before) seen--
  const same = { length: seen, at, netMinor: amountMinor, grossMinor: amountMinor }
  const all = !refundedMinor && isPurchase.every((is) => is === 1)
  // Numbers tell customers apart as well as codes do, but not those whose every fact is something else: they have a row too.
  const numbers = all && seen === facts.length ? integerIds(facts.columns) : undefined
  if (numbers) return { ...same, customer: numbers, numbered: true }
  const { customer } = facts.columns
  if (all && !hasMissing(amountMinor, seen)) return { ...same, customer, numbered: false }
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
  return { length, ...out, netMinor, numbered: false }
}

function hasMissing(values: Float64Array, length: number): boolean {
  for (let i = 0; i < length; i++) if (Number.isNaN(values[i])) return true
  return false
}
