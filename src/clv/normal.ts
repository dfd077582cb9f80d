/** The standard normal distribution, from the incomplete gamma function. */

import { gammaincLower, gammaincUpper } from '../core/math/betainc.js'
import { findRoot } from '../core/math/root.js'

/** Φ(z) = P(Z ≤ z). */
export function normalCdf(z: number): number {
  const tail = 0.5 * gammaincUpper(0.5, (z * z) / 2)
  return z > 0 ? 1 - tail : tail
}

/** P(|Z| > |z|), precise in the tail. */
export function twoSidedP(z: number): number {
  return gammaincUpper(0.5, (z * z) / 2)
}

/** z with Φ(z) = p. */
export function normalQuantile(p: number): number {
  if (p === 0.5) return 0
  if (p < 0.5) return -normalQuantile(1 - p)
  return findRoot((z) => gammaincLower(0.5, (z * z) / 2) - (2 * p - 1), 0, 39)
}

/** P(χ² > value) with the given degrees of freedom. */
export function chiSquareTail(value: number, degrees: number): number {
  return gammaincUpper(degrees / 2, value / 2)
}
