/** The normal distribution and its small-sample and squared kin, from the incomplete gamma and beta functions. */

import { betainc, gammaincUpper } from './betainc.js'
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

/** z with Φ(z) = p, |z| up to 8.2: beyond, 1 − p is below the last bit of 1. */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0
  if (p < 0.5) return -normalQuantile(1 - p)
  return findRoot((z) => centralMass(z) - (2 * p - 1), 0, 8.3)
}

/**
 * P(|Z| ≤ z) = 2 φ(z) Σ z^(2k + 1) / (1 · 3 · … · (2k + 1)): positive terms, and nothing to import for a page that only wants an interval.
 * @source Abramowitz & Stegun (1964), 26.2.11
 */
function centralMass(z: number): number {
  let term = z
  let total = z
  for (let k = 3; term > 1e-17 * total; k += 2) {
    term *= (z * z) / k
    total += term
  }
  return total * Math.sqrt(2 / Math.PI) * Math.exp((-z * z) / 2)
}

/**
 * t with P(T ≤ t) = p for Student's T. With y = t² / (n + t²), P(|T| ≤ t) = I_y(½, n/2): y is found, and is small where n is large.
 * @param degrees > 0
 * @source Abramowitz & Stegun (1964), 26.7.1
 */
export function studentQuantile(p: number, degrees: number): number {
  if (p === 0.5) return 0
  if (p < 0.5) return -studentQuantile(1 - p, degrees)
  const y = findRoot((x) => betainc(0.5, degrees / 2, x) - (2 * p - 1), 0, 1)
  return Math.sqrt((degrees * y) / (1 - y))
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
