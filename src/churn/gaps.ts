/** Times between purchases: those that ended with one, and the silences that have not. */

import { type AsOf, momentOf } from '../core/time/as-of.js'
import { MS_PER_DAY } from '../core/time/civil.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { netOrders } from '../facts/net.js'
import { purchasesOf } from '../facts/purchases.js'

export interface Gaps {
  readonly length: number
  /** Index into `facts.customers.ids`. */
  readonly customer: Int32Array
  /** 1 for the gap after the first purchase day, 2 for the next, … */
  readonly order: Int32Array
  /** Local calendar days. */
  readonly days: Float64Array
  /** 1 if a purchase ended it, 0 if it is the silence up to asOf. */
  readonly ended: Uint8Array
  /** Days of the customer's earlier gaps, and their number: what was known when it began. */
  readonly daysBefore: Float64Array
}

/** Every gap between purchase days of every customer before `asOf`, and each customer's silence since the last. */
export function gapsOf(facts: Facts, asOf: AsOf, purchases: readonly string[] = ['purchase']): Gaps {
  const zone = zoneOf(facts.timeZone, facts.zones)
  const { before, day: today } = momentOf(asOf, zone)
  const bought = purchasesOf(facts, before, purchases, netOrders(facts, before, purchases))
  const customers = facts.customers.ids.length
  const first = new Float64Array(customers).fill(Number.NaN)
  const last = new Float64Array(customers)
  const count = new Int32Array(customers)
  const rows: { customer: number; order: number; days: number; ended: 0 | 1; daysBefore: number }[] = []
  const add = (customer: number, day: number, ended: 0 | 1): void => {
    rows.push({ customer, order: count[customer], days: day - last[customer], ended, daysBefore: last[customer] - first[customer] })
  }
  for (let i = 0; i < bought.length; i++) {
    const c = bought.customer[i]
    const day = Math.floor((bought.at[i] + zone.offsetAt(bought.at[i])) / MS_PER_DAY)
    if (Number.isNaN(first[c])) {
      first[c] = day
      count[c] = 1
    } else if (day > last[c]) {
      add(c, day, 1)
      count[c]++
    }
    last[c] = day
  }
  for (let c = 0; c < customers; c++) if (count[c] > 0) add(c, today, 0)
  return {
    length: rows.length,
    customer: Int32Array.from(rows, (row) => row.customer),
    order: Int32Array.from(rows, (row) => row.order),
    days: Float64Array.from(rows, (row) => row.days),
    ended: Uint8Array.from(rows, (row) => row.ended),
    daysBefore: Float64Array.from(rows, (row) => row.daysBefore),
  }
}
