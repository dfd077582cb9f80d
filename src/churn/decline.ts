/** Customers who still come, but less: purchases and revenue of the last window against the one before. */

import { UsageError } from '../core/errors.js'
import type { Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { addLength, type Length } from '../core/time/length.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { splitFacts } from '../facts/split.js'

export type DeclineColumns = {
  readonly customerId: readonly string[]
  /** Purchases in the window up to asOf, and in the one before it. */
  readonly recentPurchases: Float64Array
  readonly earlierPurchases: Float64Array
  readonly recentRevenueMinor: Float64Array
  readonly earlierRevenueMinor: Float64Array
  /** recent / earlier − 1 of purchases; −1 stopped, 0 unchanged. NaN where there were none before, or where the customer came within the earlier window. */
  readonly frequencyChange: Float64Array
  readonly valueChange: Float64Array
  /** How surprising so few are if nothing changed: (√recent − √earlier) · √2, about standard normal for counts. Below −1.64: 1 in 20. */
  readonly surprise: Float64Array
}

export interface DeclineTable extends Table<DeclineColumns> {
  readonly kind: 'declinetable'
  readonly format: 1
  readonly asOf: string
  readonly window: Length
}

/**
 * Two windows of equal length beside each other. Choose the window long enough for several purchases: a quarter for a weekly shop, a year for a seasonal one,
 * so that a season is compared with itself.
 */
export function scoreDecline(facts: Facts, options: { readonly asOf: AsOf; readonly window: Length }): DeclineTable {
  const { asOf, window } = options
  if (!(Number.isInteger(window.n) && window.n > 0)) throw new UsageError('churn.decline.window', { n: window.n, unit: window.unit })
  const zone = zoneOf(facts.timeZone, facts.zones)
  const { day } = momentOf(asOf, zone)
  const back = (times: number): string => formatDate(addLength(day, { n: -times * window.n, unit: window.unit }))
  const recent = splitFacts(facts, { asOf: back(1), until: asOf }).holdout.columns
  const before = splitFacts(facts, { asOf: back(2), until: back(1) })
  const earlier = before.holdout.columns
  const old = before.calibration.columns.frequency
  const change = (now: number, then: number, i: number): number => (then > 0 && old[i] >= 0 ? now / then - 1 : Number.NaN)
  const length = facts.customers.ids.length
  return {
    kind: 'declinetable',
    format: 1,
    asOf: formatDate(day),
    window,
    length,
    columns: {
      customerId: facts.customers.ids,
      recentPurchases: recent.purchases,
      earlierPurchases: earlier.purchases,
      recentRevenueMinor: recent.revenueMinor,
      earlierRevenueMinor: earlier.revenueMinor,
      frequencyChange: recent.purchases.map((now, i) => change(now, earlier.purchases[i], i)),
      valueChange: recent.revenueMinor.map((now, i) => change(now, earlier.revenueMinor[i], i)),
      // the root of a Poisson count has standard deviation ½; 3/8 steadies small counts (Anscombe 1948)
      surprise: recent.purchases.map((now, i) =>
        old[i] >= 0 ? (Math.sqrt(now + 0.375) - Math.sqrt(earlier.purchases[i] + 0.375)) * Math.SQRT2 : Number.NaN,
      ),
    },
  }
}
