/** How good forecasts of purchases were, once it is known what happened. */

import { UsageError } from '../core/errors.js'
import {
  areaUnderCurve,
  brier,
  calibrationSlope,
  devianceTerm,
  giniOfForecast,
  meanAbsolute,
  rootMeanSquare,
} from '../core/math/forecast-error.js'
import { mean, sum } from '../core/math/sum.js'
import type { Length } from '../core/time/length.js'
import { futureOf, type PurchaseModel } from './futures.js'
import type { HistoryTable } from './history.js'
import { predictNbd } from './predict-nbd.js'

/** A mean with its 95 % interval; NaN for the interval of a single value, which tells nothing about the spread. */
export interface MeanWithInterval {
  readonly value: number
  readonly low: number
  readonly high: number
}

export interface Judgement {
  readonly customers: number
  /** Purchases that happened, and that were expected. */
  readonly actual: number
  readonly expected: number
  /** Mean Poisson deviance per customer; lower is better. The figure to decide by. */
  readonly deviance: MeanWithInterval
  readonly rmse: number
  /** Do not decide by it: forecasting 0 for everybody wins it on most bases. */
  readonly mae: number
  /** Of P(any purchase); NaN where the forecast has no such probability. */
  readonly brier: number
  /**
   * Poisson regression of what happened on ln forecast: 1 for a forecast that means what it says, below 1 for one that is too extreme. NaN where
   * nobody bought, where all have the same forecast, or where no slope fits best.
   */
  readonly calibrationSlope: number
  /** Ranking: 1 perfect, 0 none; NaN where there is nothing to rank: nobody bought, or all the same. */
  readonly gini: number
  /** Chance that a buyer was ranked above one who did not buy; NaN where one of the two is missing. */
  readonly auc: number
}

/**
 * How good a forecast of purchases was, once it is known what happened: error, calibration, ranking.
 *
 * @param forecast expected purchases; NaN rows are passed over
 * @param pAny P(any purchase), where the forecast knows it
 */
export function judgeForecast(actual: ArrayLike<number>, forecast: ArrayLike<number>, pAny?: ArrayLike<number>): Judgement {
  if (actual.length !== forecast.length) throw new UsageError('clv.forecast.length', { actual: actual.length, forecast: forecast.length })
  const rows: number[] = []
  for (let i = 0; i < actual.length; i++) if (!Number.isNaN(forecast[i]) && !Number.isNaN(actual[i])) rows.push(i)
  const y = Float64Array.from(rows, (i) => actual[i])
  const f = Float64Array.from(rows, (i) => forecast[i])
  const happened = y.map((value) => (value > 0 ? 1 : 0))
  return {
    customers: rows.length,
    actual: sum(y),
    expected: sum(f),
    deviance: meanWithInterval(devianceTerms(y, f)),
    rmse: rootMeanSquare(y, f),
    mae: meanAbsolute(y, f),
    brier:
      pAny === undefined
        ? Number.NaN
        : brier(
            happened,
            Float64Array.from(rows, (i) => pAny[i]),
          ),
    calibrationSlope: calibrationSlope(y, f).slope,
    gini: giniOfForecast(y, f),
    auc: areaUnderCurve(happened, f).area,
  }
}

/** Per customer. A forecast of 0 for somebody who buys is as wrong as one of a thousandth of a purchase per hundred customers. */
export function devianceTerms(actual: ArrayLike<number>, forecast: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: actual.length }, (_, i) => devianceTerm(actual[i], Math.max(forecast[i], 1e-5)))
}

export function meanWithInterval(values: Float64Array): MeanWithInterval {
  const centre = mean(values)
  const variance = sum(values.map((value) => (value - centre) ** 2)) / (values.length - 1)
  const width = 1.96 * Math.sqrt(variance / values.length)
  return { value: centre, low: centre - width, high: centre + width }
}

export interface GroupRow {
  /** Customers whose figure lies in [from, to]; the last group is open. */
  readonly from: number
  readonly to: number
  readonly customers: number
  /** Mean purchases per customer. */
  readonly actual: number
  readonly expected: number
}

export interface Validation extends Judgement {
  readonly byFrequency: readonly GroupRow[]
  /** By silence, T − t_x in periods, in fifths of the base. */
  readonly bySilence: readonly GroupRow[]
}

/**
 * A fitted model against what happened afterwards: errors over all, and actual beside expected by number of purchases and by length of silence.
 *
 * @param calibration the table the model was fitted to
 * @param actual purchases of the same customers, in the same order, in the time after it
 * @param options.horizon how long that time was
 */
export function validatePurchases(
  model: PurchaseModel,
  calibration: HistoryTable,
  actual: ArrayLike<number>,
  options: { readonly horizon: number | Length },
): Validation {
  const { expectedPurchases, pAny } = predictNbd(futureOf(model), model as never, calibration, { horizon: options.horizon }).columns
  const forecast = expectedPurchases as Float64Array
  const { frequency, recency, age } = calibration.columns
  const silence = Float64Array.from({ length: calibration.length }, (_, i) => age[i] - recency[i])
  const known = silence.filter((value) => !Number.isNaN(value)).sort()
  const cuts = [0.2, 0.4, 0.6, 0.8].map((share) => known[Math.floor(share * (known.length - 1))])
  return {
    ...judgeForecast(actual, forecast, pAny),
    byFrequency: grouped(actual, forecast, frequency, [0, 1, 2, 3, 4, 5, 6]),
    bySilence: grouped(actual, forecast, silence, [...new Set(cuts)]),
  }
}

/** Groups up to and including each cut, and one beyond the last. */
function grouped(actual: ArrayLike<number>, forecast: ArrayLike<number>, by: ArrayLike<number>, cuts: readonly number[]): GroupRow[] {
  const tallies = [...cuts, Number.POSITIVE_INFINITY].map(() => ({
    customers: 0,
    actual: 0,
    expected: 0,
    from: Number.POSITIVE_INFINITY,
    to: Number.NEGATIVE_INFINITY,
  }))
  for (let i = 0; i < actual.length; i++) {
    if (Number.isNaN(by[i]) || Number.isNaN(forecast[i])) continue
    let k = 0
    while (k < cuts.length && by[i] > cuts[k]) k++
    const tally = tallies[k]
    tally.customers++
    tally.actual += actual[i]
    tally.expected += forecast[i]
    tally.from = Math.min(tally.from, by[i])
    tally.to = Math.max(tally.to, by[i])
  }
  return tallies
    .filter((tally) => tally.customers > 0)
    .map((tally) => ({ ...tally, actual: tally.actual / tally.customers, expected: tally.expected / tally.customers }))
}
