/** What a regression on a host's own history may look at: recency, frequency, value, rhythm, trend, and what a purchase model says. */

import { currencyExponent } from '../core/decimal/currency.js'
import type { Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { addLength, type Length } from '../core/time/length.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { splitFacts } from '../facts/split.js'
import { summarize } from '../facts/summarize.js'
import { safeFitMbgNbd } from './fit-mbgnbd.js'
import { predictMbgNbd } from './predict-mbgnbd.js'

export type ResponseColumns = {
  readonly customerId: readonly string[]
  /** ln(1 + days since the last purchase) */
  readonly silence: Float64Array
  /** ln(1 + repeat purchases) */
  readonly frequency: Float64Array
  /** ln(1 + days since the first purchase) */
  readonly tenure: Float64Array
  /** ln(mean order value, major units) */
  readonly orderValue: Float64Array
  /** ln((1 + silence)/(1 + own mean gap)), with the base's mean gap where there is none: above 0 is overdue */
  readonly overdue: Float64Array
  /** ln(1 + repeat purchases within the last window) */
  readonly recent: Float64Array
  /** ln((recent + ½)/(repeat purchases in the window before + ½)) */
  readonly trend: Float64Array
  /** ln of MBG/NBD's expected purchases within the horizon; 0 for all where it cannot be fitted */
  readonly modelPurchases: Float64Array
  /** Log-odds of MBG/NBD's P(alive), within ±10; 0 for all where it cannot be fitted */
  readonly modelAlive: Float64Array
  /** Log-odds of its P(any purchase within the horizon), within ±14; 0 for all where it cannot be fitted */
  readonly modelAny: Float64Array
}

/** What the regression may use; the model's own forecast is not among them but where it starts from. */
export const RESPONSE_FEATURES = ['silence', 'frequency', 'tenure', 'orderValue', 'overdue', 'recent', 'trend', 'modelAlive'] as const

export interface ResponseFeatures extends Table<ResponseColumns> {
  readonly kind: 'responsefeatures'
  readonly asOf: string
  /** Length over which recent and earlier purchases were counted. */
  readonly window: Length
  /** What the model's forecasts look ahead. */
  readonly horizon: Length
}

/** The local date `length` before `asOf`'s day. */
export function dateBefore(facts: Facts, asOf: AsOf, length: Length): string {
  const { day } = momentOf(asOf, zoneOf(facts.timeZone, facts.zones))
  return formatDate(addLength(day, { n: -length.n, unit: length.unit }))
}

/**
 * Features of every customer as of a day, using only facts before it. Prospects are NaN.
 * @param options.window default: the horizon
 */
export function responseFeatures(
  facts: Facts,
  options: { readonly asOf: AsOf; readonly horizon: Length; readonly window?: Length },
): ResponseFeatures {
  const { asOf, horizon, window = horizon } = options
  const table = summarize(facts, { asOf, period: 'week' })
  const { length, columns } = table
  const start = dateBefore(facts, asOf, window)
  const earlier = dateBefore(facts, start, window)
  // repeat purchases only: a first purchase says when a customer came, not how eagerly they buy
  const counts = (from: string, to: AsOf): Float64Array => {
    const { calibration, holdout } = splitFacts(facts, { asOf: from, until: to })
    return holdout.columns.purchases.map((bought, i) => (bought > 0 && !(calibration.columns.frequency[i] >= 0) ? bought - 1 : bought))
  }
  const recentCount = counts(start, asOf)
  const previousCount = counts(earlier, start)
  const model = safeFitMbgNbd(table)
  const best = model.success ? model.data : model.error.best
  const said = best ? predictMbgNbd(best as Parameters<typeof predictMbgNbd>[0], table, { horizon }).columns : undefined
  const gaps = columns.meanGapDays.filter((gap) => gap > 0)
  const baseGap = gaps.length > 0 ? Math.exp(gaps.reduce((sum, gap) => sum + Math.log(gap), 0) / gaps.length) : 1
  const make = (of: (i: number) => number): Float64Array =>
    Float64Array.from({ length }, (_, i) => (columns.frequency[i] >= 0 ? of(i) : Number.NaN))
  const unit = 10 ** (currencyExponent(facts.currency) ?? 2)
  const { recencyDays, tenureDays, frequency, meanGapDays, revenueMinor, orders } = columns
  return {
    kind: 'responsefeatures',
    asOf: table.asOf,
    window,
    horizon,
    length,
    columns: {
      customerId: columns.customerId,
      silence: make((i) => Math.log1p(Math.max(0, recencyDays[i]))),
      frequency: make((i) => Math.log1p(frequency[i])),
      tenure: make((i) => Math.log1p(Math.max(0, tenureDays[i]))),
      orderValue: make((i) => Math.log(Math.max(0.01, revenueMinor[i] / unit / Math.max(1, orders[i])))),
      overdue: make((i) => Math.log1p(Math.max(0, recencyDays[i])) - Math.log1p(meanGapDays[i] > 0 ? meanGapDays[i] : baseGap)),
      recent: make((i) => Math.log1p(recentCount[i])),
      trend: make((i) => Math.log((recentCount[i] + 0.5) / (previousCount[i] + 0.5))),
      modelPurchases: make((i) => (said ? Math.log(Math.max(1e-6, (said.expectedPurchases as Float64Array)[i])) : 0)),
      modelAlive: make((i) => (said ? logOdds(said.pAlive[i], 10) : 0)),
      modelAny: make((i) => (said ? logOdds((said.pAny as Float64Array)[i], 14) : 0)),
    },
  }
}

function logOdds(p: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, Math.log(p) - Math.log1p(-p)))
}
