/** A criterion is made of one or more signs of one thing; what the base has no event of counts for nobody. */

import type { CriterionBase } from './base.js'

export interface Part {
  readonly id: string
  /** Per customer; NaN where this customer has too little of it. Where a criterion has several parts, shares in [0, 1]. */
  readonly values: Float64Array
  /** Whether the base has any event of this kind. */
  readonly observed: boolean
}

/** What a criterion came to. */
export interface CriterionResult {
  /** NaN for prospects, for customers of whom too little is known, and for everybody in a base without any event of its kind. */
  readonly values: Float64Array
  readonly parts: readonly Part[]
}

/** The mean of the parts that are observed in the base and known of the customer. */
export function meanOfParts({ summary, observed }: CriterionBase, criterion: string, found: readonly Part[]): CriterionResult {
  // A model remembers what was observed at the fit: the first referral ever must not lower everybody else's loyalty overnight.
  const known = observed?.[criterion]
  const parts = known ? found.map((part) => ({ ...part, observed: known.includes(part.id) })) : found
  const counted = parts.filter((part) => part.observed)
  const values = new Float64Array(summary.length)
  for (let c = 0; c < values.length; c++) {
    let sum = 0
    let n = 0
    for (const part of counted) {
      const value = part.values[c]
      if (Number.isNaN(value)) continue
      sum += value
      n++
    }
    values[c] = summary.columns.orders[c] > 0 ? sum / n : Number.NaN // 0 / 0 is NaN, as it should
  }
  return { values, parts }
}

/**
 * k / (1 + k): none is 0, one is a half, and each further one adds less. For k repeat purchases it is the share of purchases that are repeats.
 */
export function saturating(k: number): number {
  return k / (1 + k)
}

/**
 * Σ n_i (n_i − 1) / (n (n − 1)): the chance that two different purchases drawn at random agree. Unlike Σ (n_i / n)² it does not call
 * a customer of one purchase devoted; NaN for fewer than two.
 * @source E. H. Simpson (1949), Nature 163, 688
 */
export function agreement(counts: Iterable<number>): number {
  let n = 0
  let pairs = 0
  for (const count of counts) {
    n += count
    pairs += count * (count - 1)
  }
  return n < 2 ? Number.NaN : pairs / (n * (n - 1))
}
