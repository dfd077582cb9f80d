/** The guard between a pattern and a coincidence: an exact test for one pair, and a bound on false ones among many. */

import { lgamma } from '../core/math/lgamma.js'

/**
 * The chance to find two things together at least `both` times if they had nothing to do with each other: Fisher's exact test, one-sided.
 *
 *   P(X ≥ both), X hypergeometric: `b` of `n` are marked, `a` are drawn
 *
 * @returns 0 … 1; about 1e-8 relative, the error of ln n! for n in the millions
 * @source R. A. Fisher (1935), JRSS 98, 39–82
 */
export function togetherByChance(both: number, a: number, b: number, n: number): number {
  const least = Math.max(0, a + b - n)
  const most = Math.min(a, b)
  if (both <= least) return 1
  if (both > most) return 0
  let term = Math.exp(logChoose(b, both) + logChoose(n - b, a - both) - logChoose(n, a))
  let tail = 0
  for (let x = both; x <= most && term > tail * 1e-17; x++) {
    tail += term
    term *= ((a - x) / (x + 1)) * ((b - x) / (n - a - b + x + 1))
  }
  return Math.min(1, tail)
}

function logChoose(n: number, k: number): number {
  return lgamma(n + 1) - lgamma(k + 1) - lgamma(n - k + 1)
}

/**
 * The largest p-value that may count as a discovery when at most `rate` of all discoveries shall be false on average.
 * @param pValues of the tests that were carried out, in any order
 * @param tests how many hypotheses there were; those not carried out count as p = 1
 * @source Y. Benjamini & Y. Hochberg (1995), JRSS B 57, 289–300
 */
export function discoveryThreshold(pValues: ArrayLike<number>, tests: number, rate: number): number {
  const sorted = Float64Array.from(pValues).sort()
  for (let k = sorted.length; k > 0; k--) if (sorted[k - 1] <= (k / tests) * rate) return sorted[k - 1]
  return -1
}
