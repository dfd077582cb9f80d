/** Does the model follow what happened? Expected and actual purchases of the cohort, period by period, and customers by number of purchases. */

import { UsageError } from '../core/errors.js'
import { futureOf, type PurchaseModel, pmfOf } from './futures.js'
import type { HistoryTable } from './history.js'

export interface Tracking {
  readonly length: number
  readonly columns: {
    /** 1, 2, …: periods since the first customer came. */
    readonly period: Float64Array
    readonly expectedCumulative: Float64Array
    readonly expectedIncremental: Float64Array
    /** NaN where no actual figures were given. */
    readonly actualCumulative: Float64Array
    readonly actualIncremental: Float64Array
  }
}

/**
 * Repeat purchases of all customers by the end of each period since the first one came: a customer who came max(T) − T periods later counts with
 * E[X(k − (max T − T))] by period k. Periods beyond the data are a forecast of the same cohort.
 *
 * @param customers the table the model was fitted to
 * @param options.periods how many
 * @param options.actual actual repeat purchases in each period, in the same order; see `repeatPurchases`
 */
export function trackPurchases(
  model: PurchaseModel,
  customers: HistoryTable,
  options: { readonly periods: number; readonly actual?: ArrayLike<number> },
): Tracking {
  const { periods, actual } = options
  if (!(Number.isInteger(periods) && periods > 0)) throw new UsageError('clv.horizon.invalid', { periods })
  const { alive, params } = futureOf(model).newcomer(model.params)
  const future = futureOf(model)
  const ages = new Map<number, number>()
  let oldest = 0
  const { age, weight, frequency } = customers.columns
  for (let i = 0; i < customers.length; i++) {
    if (!(frequency[i] >= 0 && age[i] >= 0)) continue
    ages.set(age[i], (ages.get(age[i]) ?? 0) + (weight === undefined ? 1 : weight[i]))
    oldest = Math.max(oldest, age[i])
  }
  const columns = {
    period: new Float64Array(periods),
    expectedCumulative: new Float64Array(periods),
    expectedIncremental: new Float64Array(periods),
    actualCumulative: new Float64Array(periods).fill(Number.NaN),
    actualIncremental: new Float64Array(periods).fill(Number.NaN),
  }
  const sorted = [...ages].sort((a, b) => a[0] - b[0])
  let running = 0
  for (let k = 1; k <= periods; k++) {
    let total = 0
    // opportunities are shared by all; time starts with each customer's own first purchase
    for (const [T, count] of sorted) {
      const t = k - (oldest - T)
      if (t > 0) total += count * alive * future.expectedPurchasesAlive(params, t)
    }
    columns.period[k - 1] = k
    columns.expectedCumulative[k - 1] = total
    columns.expectedIncremental[k - 1] = total - (k > 1 ? columns.expectedCumulative[k - 2] : 0)
    if (actual !== undefined && k <= actual.length) {
      running += actual[k - 1]
      columns.actualIncremental[k - 1] = actual[k - 1]
      columns.actualCumulative[k - 1] = running
    }
  }
  return { length: periods, columns }
}

export interface FrequencyHistogram {
  readonly length: number
  readonly columns: {
    /** 0, 1, …, the last one standing for itself and more. */
    readonly purchases: Float64Array
    /** Customers with that many repeat purchases. */
    readonly actual: Float64Array
    readonly expected: Float64Array
  }
}

/** Customers by repeat purchases, as they are and as the model expects them given how long each has been one. */
export function frequencyHistogram(
  model: PurchaseModel,
  customers: HistoryTable,
  options: { readonly upTo?: number } = {},
): FrequencyHistogram {
  const upTo = options.upTo ?? 10
  const pmf = pmfOf(model)
  const { alive, params } = futureOf(model).newcomer(model.params)
  const purchases = Float64Array.from({ length: upTo + 1 }, (_, n) => n)
  const actual = new Float64Array(upTo + 1)
  const expected = new Float64Array(upTo + 1)
  const ages = new Map<number, number>()
  const { age, weight, frequency } = customers.columns
  for (let i = 0; i < customers.length; i++) {
    if (!(frequency[i] >= 0 && age[i] >= 0)) continue
    const w = weight === undefined ? 1 : weight[i]
    actual[Math.min(upTo, frequency[i])] += w
    ages.set(age[i], (ages.get(age[i]) ?? 0) + w)
  }
  for (const [T, count] of [...ages].sort((a, b) => a[0] - b[0])) {
    let rest = 1
    for (let n = 0; n < upTo; n++) {
      const p = T > 0 ? alive * pmf(params, T, n) + (n === 0 ? 1 - alive : 0) : n === 0 ? 1 : 0
      expected[n] += count * p
      rest -= p
    }
    expected[upTo] += count * Math.max(0, rest)
  }
  return { length: upTo + 1, columns: { purchases, actual, expected } }
}
