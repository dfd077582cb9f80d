/** How wrong forecasts were. Lower is better unless said otherwise; all take the weights of equal rows as 1. */

import { cholesky, invertCholesky } from './cholesky.js'
import { mean } from './sum.js'

/**
 * Mean Poisson deviance 2 [y ln(y/f) − (y − f)] of counts y against expected counts f: the loss under which an honest expectation is the best forecast.
 * A forecast of 0 for something that happened costs as much as one of `floor`.
 */
export function poissonDeviance(actual: ArrayLike<number>, forecast: ArrayLike<number>, floor = 1e-6): number {
  const terms = new Float64Array(actual.length)
  for (let i = 0; i < terms.length; i++) terms[i] = devianceTerm(actual[i], Math.max(forecast[i], floor))
  return mean(terms)
}

export function devianceTerm(y: number, f: number): number {
  return 2 * ((y > 0 ? y * Math.log(y / f) : 0) - (y - f))
}

export function rootMeanSquare(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  const terms = new Float64Array(actual.length)
  for (let i = 0; i < terms.length; i++) terms[i] = (actual[i] - forecast[i]) ** 2
  return Math.sqrt(mean(terms))
}

export function meanAbsolute(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  const terms = new Float64Array(actual.length)
  for (let i = 0; i < terms.length; i++) terms[i] = Math.abs(actual[i] - forecast[i])
  return mean(terms)
}

/** Mean squared error of probabilities against what happened (0 or 1): the Brier score. */
export function brier(happened: ArrayLike<number>, probability: ArrayLike<number>): number {
  return rootMeanSquare(happened, probability) ** 2
}

/** Newton steps go no further than 1 at once: who still takes whole ones at the end is on the way to infinity. */
const LAST_STEP = 49

/**
 * Slope and intercept of what happened on what was forecast, by Poisson regression y ~ exp(a + b ln f): b = 1, a = 0 for forecasts that mean what they say;
 * b < 1 for forecasts that are too extreme. NaN where nothing happened, or where the forecasts are so nearly equal that no slope is the likeliest.
 */
export function calibrationSlope(
  actual: ArrayLike<number>,
  forecast: ArrayLike<number>,
): { readonly slope: number; readonly intercept: number; readonly slopeError: number } {
  const n = actual.length
  const x = Float64Array.from(forecast as ArrayLike<number>, (f) => Math.log(Math.max(f, 1e-9)))
  const centre = mean(x)
  let a = Math.log(mean(actual))
  let b = 1
  if (!(n > 2) || !Number.isFinite(a)) return { slope: Number.NaN, intercept: Number.NaN, slopeError: Number.NaN }
  let inverse: Float64Array | undefined
  for (let iteration = 0; iteration <= LAST_STEP; iteration++) {
    let ga = 0
    let gb = 0
    const h = new Float64Array(4)
    for (let i = 0; i < n; i++) {
      const z = x[i] - centre
      const mu = Math.exp(Math.min(a + b * z, 50))
      ga += actual[i] - mu
      gb += (actual[i] - mu) * z
      h[0] += mu
      h[1] += mu * z
      h[3] += mu * z * z
    }
    h[2] = h[1]
    const factor = cholesky(h, 2, 1e-12)
    if (!factor) return { slope: Number.NaN, intercept: Number.NaN, slopeError: Number.NaN }
    inverse = invertCholesky(factor, 2)
    const da = inverse[0] * ga + inverse[1] * gb
    const db = inverse[2] * ga + inverse[3] * gb
    const scale = Math.min(1, 1 / Math.max(Math.abs(da), Math.abs(db), 1e-300))
    a += scale * da
    b += scale * db
    if (Math.abs(da) + Math.abs(db) < 1e-12) break
    if (scale < 1 && iteration === LAST_STEP) return { slope: Number.NaN, intercept: Number.NaN, slopeError: Number.NaN }
  }
  return { slope: b, intercept: a - b * centre, slopeError: inverse ? Math.sqrt(inverse[3]) : Number.NaN }
}

/**
 * The chance that of two customers, one for whom it happened and one for whom it did not, the former was ranked higher; ties count half. Higher is better.
 * @returns area under the ROC curve, NaN when one class is empty, with the standard error of Hanley & McNeil
 * @source J. Hanley & B. McNeil (1982), Radiology 143, 29–36
 */
export function areaUnderCurve(happened: ArrayLike<number>, score: ArrayLike<number>): { readonly area: number; readonly error: number } {
  const order = sortedOrder(score)
  let positives = 0
  let rankSum = 0
  for (let i = 0; i < order.length; ) {
    let j = i
    while (j < order.length && score[order[j]] === score[order[i]]) j++
    for (let k = i; k < j; k++) {
      if (happened[order[k]] > 0) {
        positives++
        rankSum += (i + j + 1) / 2
      }
    }
    i = j
  }
  const negatives = order.length - positives
  if (positives === 0 || negatives === 0) return { area: Number.NaN, error: Number.NaN }
  const area = (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives)
  const q1 = area / (2 - area)
  const q2 = (2 * area * area) / (1 + area)
  const variance =
    (area * (1 - area) + (positives - 1) * (q1 - area * area) + (negatives - 1) * (q2 - area * area)) / (positives * negatives)
  return { area, error: Math.sqrt(Math.max(0, variance)) }
}

/**
 * How much of what happened the highest-ranked customers account for, beyond their number: the Gini index of the actuals in the order of the forecast, divided
 * by that of the best possible order. 1: perfect ranking; 0: none. Ties share alike.
 */
export function giniOfForecast(actual: ArrayLike<number>, forecast: ArrayLike<number>): number {
  const best = concentration(actual, actual)
  return best === 0 ? Number.NaN : concentration(actual, forecast) / best
}

function concentration(actual: ArrayLike<number>, by: ArrayLike<number>): number {
  const order = sortedOrder(by)
  const n = order.length
  let total = 0
  let weighted = 0
  for (let i = 0; i < n; ) {
    let j = i
    while (j < n && by[order[j]] === by[order[i]]) j++
    for (let k = i; k < j; k++) {
      total += actual[order[k]]
      weighted += actual[order[k]] * ((i + j + 1) / 2)
    }
    i = j
  }
  return total === 0 ? 0 : (2 * weighted) / (n * total) - (n + 1) / n
}

function sortedOrder(score: ArrayLike<number>): Uint32Array {
  const order = new Uint32Array(score.length)
  for (let i = 0; i < order.length; i++) order[i] = i
  return order.sort((i, j) => score[i] - score[j])
}
