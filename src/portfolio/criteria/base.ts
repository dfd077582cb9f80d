/** What all criteria read: the base's facts before a moment, and each customer's purchases. */

import { type AsOf, type Moment, momentOf } from '../../core/time/as-of.js'
import { MS_PER_DAY } from '../../core/time/civil.js'
import { zoneOf } from '../../core/time/zone.js'
import { typeCodes } from '../../facts/fact-types.js'
import type { Facts } from '../../facts/facts.js'
import { netOrders } from '../../facts/net.js'
import { summarize } from '../../facts/summarize.js'
import type { SummaryTable } from '../../facts/summary.js'
import type { FactKinds } from '../definition.js'

export interface CriterionBase {
  readonly facts: Facts
  readonly kinds: FactKinds
  readonly moment: Moment
  /** By day: `frequency` is purchase days after the first. */
  readonly summary: SummaryTable
  readonly purchases: Purchases
  /** What the base had events of when its model was fitted, by criterion; without a model what it has now. */
  readonly observed?: ObservedParts
}

/** Criterion → its parts the base had events of. */
export type ObservedParts = Readonly<Record<string, readonly string[]>>

/**
 * Purchases that were not fully refunded, in time order: those of customer `c` are `starts[c] … starts[c + 1] − 1`. Criteria count purchase days, not
 * orders, so that a basket paid in two parts is one purchase everywhere but in the number of orders.
 */
export interface Purchases {
  readonly starts: Int32Array
  /** Row of the facts. */
  readonly fact: Int32Array
  /** Local day; never descends within a customer. */
  readonly day: Int32Array
  /** ms from local midnight. */
  readonly msOfDay: Float64Array
}

export function criterionBase(facts: Facts, kinds: FactKinds, asOf: AsOf, observed?: ObservedParts): CriterionBase {
  const moment = momentOf(asOf, zoneOf(facts.timeZone, facts.zones))
  return {
    facts,
    kinds,
    moment,
    summary: summarize(facts, { asOf, purchases: kinds.purchase }),
    purchases: purchasesOf(facts, kinds, moment),
    ...(observed ? { observed } : {}),
  }
}

/** By customer, by counting: time order stays. */
function purchasesOf(facts: Facts, kinds: FactKinds, { before }: Moment): Purchases {
  const { customer, type, at } = facts.columns
  const zone = zoneOf(facts.timeZone, facts.zones)
  const isPurchase = typeCodes(facts, kinds.purchase)
  const { cancelled } = netOrders(facts, before, kinds.purchase)
  const counts = (i: number): boolean => isPurchase[type.codes[i]] === 1 && !cancelled?.[i]
  const starts = new Int32Array(facts.customers.ids.length + 1)
  for (let i = 0; i < facts.length && at[i] < before; i++) if (counts(i)) starts[customer[i] + 1]++
  for (let c = 1; c < starts.length; c++) starts[c] += starts[c - 1]
  const length = starts[starts.length - 1]
  const next = starts.slice()
  const purchases = { starts, fact: new Int32Array(length), day: new Int32Array(length), msOfDay: new Float64Array(length) }
  for (let i = 0; i < facts.length && at[i] < before; i++) {
    if (!counts(i)) continue
    const c = customer[i]
    const k = next[c]++
    const local = at[i] + zone.offsetAt(at[i])
    const day = Math.floor(local / MS_PER_DAY)
    purchases.fact[k] = i
    // A clock set back over midnight would repeat a day that is over; it stays in the later one.
    purchases.day[k] = k > starts[c] ? Math.max(day, purchases.day[k - 1]) : day
    purchases.msOfDay[k] = local - day * MS_PER_DAY
  }
  return purchases
}

/** Visits a customer's purchase days in time order: the purchases of one are `from … to − 1`. */
export function eachPurchaseDay({ starts, day }: Purchases, c: number, visit: (from: number, to: number) => void): void {
  for (let from = starts[c]; from < starts[c + 1]; ) {
    let to = from + 1
    while (to < starts[c + 1] && day[to] === day[from]) to++
    visit(from, to)
    from = to
  }
}
