/** Calibration and holdout: what was known at one moment, and what happened in the time after it. */

import type { Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { MS_PER_DAY } from '../core/time/civil.js'
import { startOfUnit } from '../core/time/length.js'
import { zoneOf } from '../core/time/zone.js'
import { typeCodes } from './fact-types.js'
import type { Facts } from './facts.js'
import { netOrders } from './net.js'
import { summarize } from './summarize.js'
import type { SummarizeOptions, SummaryTable } from './summary.js'

export type HoldoutColumns = {
  readonly customerId: readonly string[]
  /** x*: purchases in the holdout, in the unit of `countBy`; 0 when there was none. */
  readonly purchases: Float64Array
  /** Their value net of refunds, in minor units. */
  readonly revenueMinor: Float64Array
}

export interface Split {
  /** As of the end of calibration. */
  readonly calibration: SummaryTable
  /** The same customers in the same order. */
  readonly holdout: Table<HoldoutColumns>
}

/**
 * Splits at `asOf`: calibration is `summarize` as of then, holdout counts purchases from there until `until`.
 * Refunds of holdout purchases count if made before `until`; refunds of calibration purchases made in the holdout change neither side.
 */
export function splitFacts(facts: Facts, options: SummarizeOptions & { readonly until: AsOf }): Split {
  const { countBy = 'day', purchases = ['purchase'] } = options
  const zone = zoneOf(facts.timeZone, facts.zones)
  const from = momentOf(options.asOf, zone).before
  const until = momentOf(options.until, zone).before
  const n = facts.customers.ids.length
  const columns = { customerId: facts.customers.ids, purchases: new Float64Array(n), revenueMinor: new Float64Array(n) }
  const lastUnit = new Float64Array(n).fill(Number.NaN)
  const { customer, type, at, amountMinor } = facts.columns
  const isPurchase = typeCodes(facts, purchases)
  const { refundedMinor, cancelled } = netOrders(facts, until, purchases)
  for (let i = 0; i < facts.length && at[i] < until; i++) {
    if (at[i] < from || !isPurchase[type.codes[i]] || cancelled?.[i]) continue
    const c = customer[i]
    const day = Math.floor((at[i] + zone.offsetAt(at[i])) / MS_PER_DAY)
    const unit = countBy === 'day' ? day : countBy === 'order' ? i : startOfUnit(day, countBy)
    if (unit !== lastUnit[c]) columns.purchases[c]++
    lastUnit[c] = unit
    columns.revenueMinor[c] += (Number.isNaN(amountMinor[i]) ? 0 : amountMinor[i]) - (refundedMinor ? refundedMinor[i] : 0)
  }
  return { calibration: summarize(facts, options), holdout: { length: n, columns } }
}
