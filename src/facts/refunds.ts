/** What refunds take from orders. One rule, used when facts are read (to report) and when they are summarized (to count). */

import { multiplyDivide } from '../core/decimal/decimal.js'
import type { Rounding } from '../core/decimal/rounding.js'
import { compareIds } from '../core/id-order.js'
import type { Batch, Dictionary } from './batch.js'
import type { IssueCollector } from './issues.js'

/** One refund of an order, in the order of time. */
export interface RefundOf {
  /** NaN: whatever is left of the order. */
  readonly amountMinor: number
}

export interface Settlement {
  /** What was taken back. */
  readonly refundedMinor: number
  /** Nothing is left: the order is no purchase. */
  readonly full: boolean
  /** Indices of refunds that ask for more than was left; they take nothing. */
  readonly above: readonly number[]
}

/** Refunds take in turn; one that is larger than what is left takes nothing, so that no order goes below zero. */
export function settle(orderMinor: number, refunds: readonly RefundOf[]): Settlement {
  let left = orderMinor
  let taken = false
  const above: number[] = []
  refunds.forEach(({ amountMinor }, i) => {
    const whole = Number.isNaN(amountMinor)
    const amount = whole ? left : amountMinor
    if (amount > left || (whole && taken && left === 0)) above.push(i)
    else {
      left -= amount
      taken ||= whole || amount > 0
    }
  })
  return { refundedMinor: orderMinor - left, full: taken && left === 0, above }
}

interface Entry {
  readonly batch: Batch
  readonly i: number
}

/**
 * Reports refunds without their order, above it, or before it. They stay facts: the order may be in another partition.
 * One in the currency its order was converted from takes its share of what the order became: rates that moved since leave nothing over.
 */
export function matchRefunds(batches: readonly Batch[], types: Dictionary, rounding: Rounding, issues: IssueCollector): void {
  const refund = types.values.indexOf('refund')
  if (refund < 0) return
  const wanted = new Map<string, Entry[]>()
  for (const batch of batches) {
    for (let i = 0; i < batch.length; i++) {
      if (batch.struck[i] || batch.type[i] !== refund) continue
      const order = batch.refersTo?.[i]
      if (order === undefined) issues.add('facts.refund.no-order', 'warning', batch.kind, i + 1)
      else {
        const refunds = wanted.get(order)
        if (refunds) refunds.push({ batch, i })
        else wanted.set(order, [{ batch, i }])
      }
    }
  }
  if (wanted.size === 0) return
  const orders = new Map<string, Entry>()
  for (const batch of batches) {
    if (batch.kind !== 'order' || !batch.id) continue
    for (let i = 0; i < batch.length; i++) {
      const id = batch.id[i]
      if (!batch.struck[i] && id !== undefined && batch.type[i] !== refund && wanted.has(id)) orders.set(id, { batch, i })
    }
  }
  for (const [id, refunds] of wanted) {
    const order = orders.get(id)
    if (!order) {
      for (const { batch, i } of refunds) issues.add('facts.refund.no-order', 'warning', batch.kind, i + 1)
      continue
    }
    refunds.sort(
      (a, b) =>
        a.batch.at[a.i] - b.batch.at[b.i] ||
        compareIds(a.batch.id?.[a.i] ?? '', b.batch.id?.[b.i] ?? '') ||
        a.batch.amountMinor[a.i] - b.batch.amountMinor[b.i],
    )
    convertLike(order, refunds, rounding)
    const { above } = settle(
      order.batch.amountMinor[order.i],
      refunds.map(({ batch, i }) => ({ amountMinor: batch.amountMinor[i] })),
    )
    for (const k of above) issues.add('facts.refund.above-order', 'warning', refunds[k].batch.kind, refunds[k].i + 1)
    for (const { batch, i } of refunds) {
      if (batch.at[i] < order.batch.at[order.i]) issues.add('facts.refund.before-order', 'warning', batch.kind, i + 1)
    }
  }
}

/** In the order of time, so that parts of an order, each rounded, add up to the whole of it. */
function convertLike(order: Entry, refunds: readonly Entry[], rounding: Rounding): void {
  const whole = order.batch.original?.[order.i]
  if (!whole || whole.amountMinor <= 0) return
  const orderMinor = order.batch.amountMinor[order.i]
  const share = (part: number): number => multiplyDivide(orderMinor, part, whole.amountMinor, rounding)
  let taken = 0
  for (const { batch, i } of refunds) {
    const original = batch.original?.[i]
    if (original?.currency !== whole.currency) continue
    const part = Math.abs(original.amountMinor)
    const isAbove = taken + part > whole.amountMinor
    batch.amountMinor[i] = isAbove ? Math.max(batch.amountMinor[i], orderMinor - share(taken) + 1) : share(taken + part) - share(taken)
    if (!isAbove) taken += part
  }
}
