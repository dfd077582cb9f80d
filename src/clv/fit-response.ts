/** Learning from the host's own history: which of recency, frequency, value, rhythm and trend told who would buy, in this shop. */

import { currencyExponent } from '../core/decimal/currency.js'
import { FitError, UsageError } from '../core/errors.js'
import { normalQuantile } from '../core/math/normal.js'
import { type RidgeFamily, ridge, ridgeDeviance } from '../core/math/ridge.js'
import { type Reason, reason } from '../core/reason.js'
import type { Result } from '../core/result.js'
import { safely } from '../core/safely.js'
import type { AsOf } from '../core/time/as-of.js'
import type { Length } from '../core/time/length.js'
import type { Facts } from '../facts/facts.js'
import { splitFacts } from '../facts/split.js'
import { dateBefore, RESPONSE_FEATURES, type ResponseFeatures, responseFeatures } from './response-features.js'

/**
 * `purchases` — how many within the horizon (Poisson);
 * `any` — whether any (logistic);
 * `spend` — how much in all, of those who buy (Gamma, or log-normal).
 */
export type ResponseOutcome = 'purchases' | 'any' | 'spend'

export interface FitResponseOptions {
  /** The end of what is known; the pseudo-holdout is the time before it. */
  readonly asOf: AsOf
  readonly horizon: Length
  readonly outcome: ResponseOutcome
  /**
   * Length of the pseudo-holdout, where the history does not reach back two horizons: what departs from the model over this time is taken to depart over the
   * horizon. Default: the horizon. Not for `spend`.
   */
  readonly learnFrom?: Length
  /** For `spend`. Default `'gamma'`. */
  readonly spread?: 'gamma' | 'lognormal'
  readonly id?: string
  /** Parts of the cross-validation. Default 5. */
  readonly folds?: number
}

export interface ResponseCoefficient {
  readonly feature: (typeof RESPONSE_FEATURES)[number]
  /** What one standard deviation of the feature does to the log (log-odds) of the outcome. */
  readonly coefficient: number
  readonly standardError: number
  /** The feature is standardized by these, and held within what was seen: a regression knows nothing beyond. */
  readonly mean: number
  readonly deviation: number
  readonly low: number
  readonly high: number
}

export interface ResponseModel {
  readonly kind: 'response'
  readonly format: 1
  readonly id: string
  readonly outcome: ResponseOutcome
  readonly family: RidgeFamily
  readonly horizon: Length
  /** Length of the pseudo-holdout it was learned from, and of the windows of its features. */
  readonly window: Length
  readonly intercept: number
  readonly coefficients: readonly ResponseCoefficient[]
  /** Of intercept and coefficients, scaled by the dispersion. */
  readonly covariance: readonly (readonly number[])[]
  readonly penalty: number
  /** Variance beyond the family's own (1: none). For `normal`, the variance of the log. */
  readonly dispersion: number
  readonly customers: number
  /** What each penalty did out of sample: mean deviance per customer and its standard error. */
  readonly crossValidation: readonly { readonly penalty: number; readonly deviance: number; readonly standardError: number }[]
  readonly warnings: readonly Reason[]
}

/**
 * A ridge regression of what customers did in the last `horizon` on what was known before it. Purchases and `any` start from MBG/NBD's forecast, so that
 * the coefficients say where this shop departs from it, and the penalty draws back to the model instead of to the mean. Use it beside the probability models, not instead: it is
 * often the better forecast for next month, knows nothing beyond its horizon, and `compareClv` tells which serves this base.
 *
 * The penalty is the largest within one standard error of the best by cross-validation.
 *
 * @throws FitError `clv.response.too-few` with fewer than 30 customers (for `spend`, buyers) in the pseudo-holdout, `clv.response.one-outcome` when all did the same
 */
export function fitResponse(facts: Facts, options: FitResponseOptions): ResponseModel {
  const { asOf, horizon, outcome, spread = 'gamma', folds = 5 } = options
  const window = options.learnFrom ?? horizon
  for (const { n } of [horizon, window]) if (!(Number.isInteger(n) && n > 0)) throw new UsageError('clv.horizon.invalid', { periods: n })
  if (outcome === 'spend' && (window.n !== horizon.n || window.unit !== horizon.unit))
    throw new UsageError('clv.response.learn-from', { outcome })
  if (!(Number.isInteger(folds) && folds >= 2)) throw new UsageError('clv.response.folds', { folds })
  const start = dateBefore(facts, asOf, window)
  const features = responseFeatures(facts, { asOf: start, horizon: window })
  const { purchases, revenueMinor } = splitFacts(facts, { asOf: start, until: asOf }).holdout.columns
  const family: RidgeFamily = outcome === 'purchases' ? 'poisson' : outcome === 'any' ? 'logistic' : spread === 'gamma' ? 'gamma' : 'normal'
  const unit = 10 ** (currencyExponent(facts.currency) ?? 2)
  const rows: number[] = []
  for (let i = 0; i < features.length; i++)
    if (!Number.isNaN(features.columns.frequency[i]) && (outcome !== 'spend' || revenueMinor[i] > 0)) rows.push(i)
  if (rows.length < FEWEST)
    throw new FitError('response', reason('clv.response.too-few', 'refused', { customers: rows.length, needed: FEWEST }))
  const y = Float64Array.from(rows, (i) => {
    if (outcome === 'purchases') return purchases[i]
    if (outcome === 'any') return purchases[i] > 0 ? 1 : 0
    return family === 'gamma' ? revenueMinor[i] / unit : Math.log(revenueMinor[i] / unit)
  })
  if (y.every((value) => value === y[0]))
    throw new FitError('response', reason('clv.response.one-outcome', 'refused', { customers: rows.length }))
  const scales = RESPONSE_FEATURES.map((name) => {
    const values = Float64Array.from(rows, (i) => features.columns[name][i])
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length)
    return {
      name,
      mean,
      deviation,
      low: values.reduce((a, v) => Math.min(a, v), Number.POSITIVE_INFINITY),
      high: values.reduce((a, v) => Math.max(a, v), Number.NEGATIVE_INFINITY),
    }
  }).filter(({ deviation }) => deviation > 1e-9)
  const columns = scales.map(({ name, mean, deviation }) => Float64Array.from(rows, (i) => (features.columns[name][i] - mean) / deviation))
  const offset = offsetOf(outcome, features, rows)
  const crossValidation = PENALTIES.map((share) => {
    const penalty = share * rows.length
    const terms = new Float64Array(rows.length)
    for (let fold = 0; fold < folds; fold++) {
      const inside = rows.map((_, k) => k).filter((k) => k % folds !== fold)
      const { coefficients } = ridge(
        family,
        columns.map((column) => Float64Array.from(inside, (k) => column[k])),
        Float64Array.from(inside, (k) => y[k]),
        (penalty * inside.length) / rows.length,
        Float64Array.from(inside, (k) => offset[k]),
      )
      for (let k = fold; k < rows.length; k += folds) terms[k] = ridgeDeviance(family, y[k], predictor(columns, offset, coefficients, k))
    }
    const deviance = terms.reduce((sum, term) => sum + term, 0) / terms.length
    const variance = terms.reduce((sum, term) => sum + (term - deviance) ** 2, 0) / terms.length
    return { penalty, deviance, standardError: Math.sqrt(variance / terms.length), terms }
  })
  const lowest = crossValidation.reduce((best, one) => (one.deviance < best.deviance ? one : best))
  // the error of the difference, not of the level: the folds are the same customers
  const chosen = crossValidation
    .filter((one) => one.deviance <= lowest.deviance + pairedError(one.terms, lowest.terms))
    .reduce((high, one) => (one.penalty > high.penalty ? one : high))
  const { coefficients, covariance } = ridge(family, columns, y, chosen.penalty, offset)
  const k = columns.length + 1
  const dispersion = dispersionOf(family, columns, offset, y, coefficients)
  const inflate = family === 'logistic' ? 1 : family === 'poisson' ? Math.max(1, dispersion) : dispersion
  const at = (u: number, v: number): number => covariance[u * k + v] * inflate
  return {
    kind: 'response',
    format: 1,
    id: options.id ?? `response.${outcome}`,
    outcome,
    family,
    horizon,
    window,
    intercept: coefficients[0],
    coefficients: scales.map(({ name, mean, deviation, low, high }, c) => ({
      feature: name,
      coefficient: coefficients[c + 1],
      standardError: Math.sqrt(at(c + 1, c + 1)),
      mean,
      deviation,
      low,
      high,
    })),
    covariance: Array.from({ length: k }, (_, u) => Array.from({ length: k }, (_, v) => at(u, v))),
    penalty: chosen.penalty,
    dispersion,
    customers: rows.length,
    crossValidation: crossValidation.map(({ penalty, deviance, standardError }) => ({ penalty, deviance, standardError })),
    warnings: [],
  }
}

/** `fitResponse` that returns its failure instead of throwing it. */
export function safeFitResponse(facts: Facts, options: FitResponseOptions): Result<ResponseModel, FitError> {
  return safely(() => fitResponse(facts, options))
}

export interface ResponsePrediction {
  readonly kind: 'responseprediction'
  readonly format: 1
  readonly model: { readonly kind: string; readonly id: string }
  readonly length: number
  readonly columns: {
    readonly customerId: readonly string[]
    /** Expected purchases, P(any), or expected spend of a buyer (major units); NaN for prospects. */
    readonly expected: Float64Array
    /** With `interval`: what the uncertainty of the coefficients makes of it. */
    readonly expectedLow?: Float64Array
    readonly expectedHigh?: Float64Array
  }
}

/**
 * What each customer will buy or spend within the model's horizon; table in, table out.
 *
 * @param features `responseFeatures` as of the day from which to look ahead, for the model's horizon
 */
export function predictResponse(
  model: ResponseModel,
  features: ResponseFeatures,
  options: { readonly interval?: number } = {},
): ResponsePrediction {
  const { interval } = options
  if (interval !== undefined && !(interval > 0 && interval < 1)) throw new UsageError('clv.interval.invalid', { interval })
  for (const key of ['horizon', 'window'] as const)
    if (features[key].n !== model[key].n || features[key].unit !== model[key].unit)
      throw new UsageError('clv.response.features', {
        key,
        expected: `${model[key].n} ${model[key].unit}`,
        got: `${features[key].n} ${features[key].unit}`,
      })
  const { length } = features
  const z = interval === undefined ? 0 : normalQuantile(0.5 + interval / 2)
  const expected = new Float64Array(length)
  const low = new Float64Array(length)
  const high = new Float64Array(length)
  const x = new Float64Array(model.coefficients.length + 1)
  x[0] = 1
  const back = (eta: number): number =>
    model.family === 'logistic' ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta + (model.family === 'normal' ? model.dispersion / 2 : 0))
  for (let i = 0; i < length; i++) {
    let eta = model.intercept + startOf(model.outcome, features, i)
    model.coefficients.forEach(({ feature, coefficient, mean, deviation, low: least, high: most }, c) => {
      const value = features.columns[feature][i]
      x[c + 1] = ((value < least ? least : value > most ? most : value) - mean) / deviation
      eta += coefficient * x[c + 1]
    })
    expected[i] = back(eta)
    if (interval === undefined) continue
    let variance = 0
    for (let u = 0; u < x.length; u++) for (let v = 0; v < x.length; v++) variance += x[u] * model.covariance[u][v] * x[v]
    low[i] = back(eta - z * Math.sqrt(variance))
    high[i] = back(eta + z * Math.sqrt(variance))
  }
  return {
    kind: 'responseprediction',
    format: 1,
    model: { kind: model.kind, id: model.id },
    length,
    columns: {
      customerId: features.columns.customerId,
      expected,
      ...(interval === undefined ? {} : { expectedLow: low, expectedHigh: high }),
    },
  }
}

/** Where the answer starts before the columns speak: the model's forecast, on the scale of the linear predictor. */
function startOf(outcome: ResponseOutcome, features: ResponseFeatures, i: number): number {
  if (outcome === 'spend') return 0
  return outcome === 'purchases' ? features.columns.modelPurchases[i] : features.columns.modelAny[i]
}

function offsetOf(outcome: ResponseOutcome, features: ResponseFeatures, rows: readonly number[]): Float64Array {
  return Float64Array.from(rows, (i) => startOf(outcome, features, i))
}

function predictor(columns: readonly Float64Array[], offset: Float64Array, coefficients: Float64Array, i: number): number {
  return columns.reduce((eta, column, c) => eta + coefficients[c + 1] * column[i], coefficients[0] + offset[i])
}

const FEWEST = 30
/** Per customer: from nearly none to nearly nothing but the mean. */
const PENALTIES = [1e-4, 1e-3, 3e-3, 1e-2, 3e-2, 0.1, 0.3, 1]

function pairedError(a: Float64Array, b: Float64Array): number {
  const differences = a.map((value, i) => value - b[i])
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length
  return Math.sqrt(differences.reduce((sum, value) => sum + (value - mean) ** 2, 0)) / differences.length
}

/** Pearson's estimate; for least squares the variance of the residuals. */
function dispersionOf(
  family: RidgeFamily,
  columns: readonly Float64Array[],
  offset: Float64Array,
  y: Float64Array,
  coefficients: Float64Array,
): number {
  let total = 0
  for (let i = 0; i < y.length; i++) {
    const eta = predictor(columns, offset, coefficients, i)
    if (family === 'normal') total += (y[i] - eta) ** 2
    else {
      const mu = family === 'logistic' ? 1 / (1 + Math.exp(-eta)) : Math.exp(eta)
      const variance = family === 'poisson' ? mu : family === 'gamma' ? mu * mu : mu * (1 - mu)
      total += (y[i] - mu) ** 2 / Math.max(variance, 1e-12)
    }
  }
  return total / Math.max(1, y.length - coefficients.length)
}
