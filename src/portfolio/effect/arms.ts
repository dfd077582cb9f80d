/** Two arms beside each other: a difference of shares or of means, with its interval. */

import { betainc } from '../../core/math/betainc.js'
import { normalQuantile, studentQuantile, twoSidedP, wilson } from '../../core/math/normal.js'

/** What is known of one arm: size, mean of the outcome (a share for 0/1 outcomes) and its sample variance. */
export interface Arm {
  readonly customers: number
  readonly mean: number
  /** Sum of squared deviations / (n − 1). */
  readonly variance: number
}

export interface Difference {
  /** treated − comparison */
  readonly effect: number
  readonly low: number
  readonly high: number
  /** Two-sided. */
  readonly pValue: number
  readonly standardError: number
}

export function armOf(values: readonly number[]): Arm {
  const n = values.length
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return { customers: n, mean, variance: squares / (n - 1) }
}

/**
 * Difference of two shares. The interval joins the two Wilson intervals: each side's error is that of the arm that could push it there.
 *
 *   low  = d − √((p₁ − l₁)² + (u₂ − p₂)²)
 *   high = d + √((u₁ − p₁)² + (p₂ − l₂)²)
 *
 * The p-value is that of the score test with the pooled share; without any variance it is 1.
 * @source R. G. Newcombe (1998), Statistics in Medicine 17, 873–890, method 10
 */
export function differenceOfShares(treated: Arm, comparison: Arm, confidence: number): Difference {
  const z = normalQuantile((1 + confidence) / 2)
  const [k1, k2] = [treated, comparison].map(({ customers, mean }) => Math.round(customers * mean))
  const [n1, n2] = [treated.customers, comparison.customers]
  const [p1, p2] = [k1 / n1, k2 / n2]
  const one = wilson(k1, n1, z)
  const two = wilson(k2, n2, z)
  const effect = p1 - p2
  const pooled = (k1 + k2) / (n1 + n2)
  const pooledError = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
  return {
    effect,
    low: effect - Math.hypot(p1 - one.low, two.high - p2),
    high: effect + Math.hypot(one.high - p1, p2 - two.low),
    pValue: pooledError === 0 ? 1 : twoSidedP(effect / pooledError),
    standardError: Math.sqrt((p1 * (1 - p1)) / n1 + (p2 * (1 - p2)) / n2),
  }
}

/**
 * Difference of two means with unequal variances.
 *
 *   t = d / √(s₁²/n₁ + s₂²/n₂),  degrees = (s₁²/n₁ + s₂²/n₂)² / (s₁⁴/(n₁²(n₁ − 1)) + s₂⁴/(n₂²(n₂ − 1)))
 *
 * @source B. L. Welch (1947), Biometrika 34, 28–35; degrees by F. E. Satterthwaite (1946)
 */
export function differenceOfMeans(treated: Arm, comparison: Arm, confidence: number): Difference {
  const a = treated.variance / treated.customers
  const b = comparison.variance / comparison.customers
  const degrees = (a + b) ** 2 / (a ** 2 / (treated.customers - 1) + b ** 2 / (comparison.customers - 1))
  return studentDifference(treated.mean - comparison.mean, Math.sqrt(a + b), degrees, confidence)
}

/** The mean of one arm against zero: a change within the same customers. */
export function meanAgainstZero(arm: Arm, confidence: number): Difference {
  return studentDifference(arm.mean, Math.sqrt(arm.variance / arm.customers), arm.customers - 1, confidence)
}

function studentDifference(effect: number, standardError: number, degrees: number, confidence: number): Difference {
  // Nobody differs from anybody: the estimate is exact, and there is nothing to test.
  if (standardError === 0) return { effect, low: effect, high: effect, pValue: effect === 0 ? 1 : 0, standardError }
  const half = studentQuantile((1 + confidence) / 2, degrees) * standardError
  const t = effect / standardError
  return { effect, low: effect - half, high: effect + half, pValue: betainc(degrees / 2, 0.5, degrees / (degrees + t * t)), standardError }
}
