/** The normal distribution and its small-sample and squared kin, from the incomplete gamma and beta functions. */

import { gammaincUpper, logBetainc } from './betainc.js'
import { findRoot } from './root.js'

/** Φ(z) = P(Z ≤ z). */
export function normalCdf(z: number): number {
  const tail = 0.5 * gammaincUpper(0.5, (z * z) / 2)
  return z > 0 ? 1 - tail : tail
}

/** P(|Z| > |z|), precise in the tail. */
export function twoSidedP(z: number): number {
  return gammaincUpper(0.5, (z * z) / 2)
}

/**
 * z with Φ(z) = p. About ½ the two-sided mass is inverted, in the tail its log, so that both 1e-300 and ½ − 1e-16 keep their digits. Nothing to import for a page
 * that only wants an interval.
 *
 * @returns relative error below 1e-14; ∓∞ for p = 0 and 1, NaN beyond
 */
export function normalQuantile(p: number): number {
  if (p > 0.5) return -normalQuantile(1 - p)
  if (p === 0) return Number.NEGATIVE_INFINITY
  // Newton's steps: both curves are concave, and each start lies on the side from which no step overshoots
  const log = Math.log(p)
  let z = p < 0.05 ? Math.sqrt(-2 * log) : 0
  for (let i = 0; i < 12; i++) {
    const square = (z * z) / 2
    if (p < 0.05) {
      const hazard = hazardRate(z)
      z -= (log + square + Math.log(hazard * ROOT_TWO_PI)) / hazard
    } else z += (0.5 - p) * ROOT_TWO_PI * Math.exp(square) - halfMass(z)
  }
  return 0 - z // not −0 at ½
}

const ROOT_TWO_PI = 2.5066282746310002

/**
 * P(0 ≤ Z ≤ z) = φ(z) (z + z³/3 + z⁵/(3 · 5) + …), over φ(z): positive terms.
 * @source Abramowitz & Stegun (1964), 26.2.11
 */
function halfMass(z: number): number {
  let term = z
  let total = z
  for (let k = 3; term > 1e-17 * total; k += 2) {
    term *= (z * z) / k
    total += term
  }
  return total
}

/**
 * φ(z) / P(Z > z) = z + 1/(z + 2/(z + …)) for z ≥ 1.6, from where 180 steps are enough.
 * @source Abramowitz & Stegun (1964), 26.2.14
 */
function hazardRate(z: number): number {
  let below = z
  for (let k = 180; k > 0; k--) below = z + k / below
  return below
}

/**
 * t with P(T ≤ t) = p for Student's T: the upper tail is ½ I_x(n/2, ½) with x = n / (n + t²), inverted in ln t and in logs, so that both tails and the middle keep
 * their digits.
 * @param degrees > 0
 * @source Abramowitz & Stegun (1964), 26.7.1
 */
export function studentQuantile(p: number, degrees: number): number {
  if (p > 0.5) return -studentQuantile(1 - p, degrees)
  if (p === 0.5) return 0
  const log = p > 0.25 ? Math.log1p(2 * p - 1) : Math.log(2 * p)
  const above = (logT: number): number => {
    const square = Math.exp(2 * logT)
    return logBetainc(degrees / 2, 0.5, degrees / (degrees + square), square / (degrees + square)) - log
  }
  return -Math.exp(findRoot(above, -350, 350))
}

/** P(χ² > value) with the given degrees of freedom. */
export function chiSquareTail(value: number, degrees: number): number {
  return gammaincUpper(degrees / 2, value / 2)
}

export interface Interval {
  readonly low: number
  readonly high: number
}

/**
 * Wilson's interval of a share: the shares that would not find k of n surprising.
 *
 *   (p̂ + z²/2n ± z √(p̂(1 − p̂)/n + z²/4n²)) / (1 + z²/n)
 *
 * @param n > 0
 * @param z the normal quantile of the confidence, 1.96 for 95 %
 * @source E. B. Wilson (1927), JASA 22, 209–212
 */
export function wilson(k: number, n: number, z: number): Interval {
  const p = k / n
  const middle = p + (z * z) / (2 * n)
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))
  const scale = 1 + (z * z) / n
  // At the ends the two terms are equal; rounding must not leave a share of −1e-18.
  return { low: k === 0 ? 0 : (middle - spread) / scale, high: k === n ? 1 : (middle + spread) / scale }
}
