/** Purchases and revenue of each customer in the last window and in the one before: the counts under `scoreDecline`. */

import { UsageError } from '../core/errors.js'
import type { NumberColumn, Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { addLength, type Length } from '../core/time/length.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { splitFacts } from '../facts/split.js'

export type WindowColumns = {
  readonly customerId: readonly string[]
  /** Purchases in the window up to asOf, and in the one before it. */
  readonly recentPurchases: NumberColumn
  readonly earlierPurchases: NumberColumn
  readonly recentRevenueMinor: NumberColumn
  readonly earlierRevenueMinor: NumberColumn
  /** 1 for customers who had bought before the earlier window began: only they were there for all of both. */
  readonly present: NumberColumn
}

export interface WindowTable extends Table<WindowColumns> {
  readonly kind: 'windows'
  readonly format: 1
  readonly asOf: string
  readonly window: Length
}

/**
 * Two windows of equal length beside each other. Choose the window long enough for several purchases: a quarter for a weekly shop, a year for a seasonal one,
 * so that a season is compared with itself.
 *
 * @throws UsageError `churn.decline.window` for a length that is not a whole number of units above 0
 */
export function summarizeWindows(facts: Facts, options: { readonly asOf: AsOf; readonly window: Length }): WindowTable {
  const { asOf, window } = options
  if (!(Number.isInteger(window.n) && window.n > 0)) throw new UsageError('churn.decline.window', { n: window.n, unit: window.unit })
  const { day } = momentOf(asOf, zoneOf(facts.timeZone, facts.zones))
  const back = (times: number): string => formatDate(addLength(day, { n: -times * window.n, unit: window.unit }))
  const recent = splitFacts(facts, { asOf: back(1), until: asOf }).holdout.columns
  const before = splitFacts(facts, { asOf: back(2), until: back(1) })
  const earlier = before.holdout.columns
  return {
    kind: 'windows',
    format: 1,
    asOf: formatDate(day),
    window,
    length: facts.customers.ids.length,
    columns: {
      customerId: facts.customers.ids,
      recentPurchases: recent.purchases,
      earlierPurchases: earlier.purchases,
      recentRevenueMinor: recent.revenueMinor,
      earlierRevenueMinor: earlier.revenueMinor,
      present: Uint8Array.from(before.calibration.columns.frequency, (frequency) => (frequency >= 0 ? 1 : 0)),
    },
  }
}
