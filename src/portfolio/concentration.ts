/** 80/20: how much of the value comes from how few customers. */

import { sum } from '../core/math/sum.js'
import type { Table } from '../core/table.js'

export type LorenzColumns = {
  /** Share of customers, smallest first, 0 … 1. */
  readonly customers: Float64Array
  /** Share of the value they bring together. */
  readonly value: Float64Array
}

export interface Concentration {
  readonly kind: 'concentration'
  readonly format: 1
  readonly customers: number
  readonly total: number
  /** 0: all bring the same; toward 1: one brings everything. */
  readonly gini: number
  /** Share of the value that the best tenth and the best fifth bring. */
  readonly topTenth: number
  readonly topFifth: number
  /** The smallest share of customers that brings 80 % of the value. */
  readonly customersForFourFifths: number
  /** The Lorenz curve from (0, 0) to (1, 1); at most 1,001 points. */
  readonly curve: Table<LorenzColumns>
}

/**
 * Concentration of a value over customers. Customers without a value (NaN) are left out; values below 0 count as 0, because a share of a loss has no meaning.
 *
 *   G = (2 Σ i · x₍ᵢ₎ / (n Σ x)) − (n + 1)/n,  x₍₁₎ ≤ … ≤ x₍ₙ₎
 *
 * @returns `undefined` when nobody has a value above 0
 * @source C. Gini (1912); the rank form: A. Sen (1973), On Economic Inequality, ch. 2
 */
export function concentration(values: ArrayLike<number>): Concentration | undefined {
  const sorted = Float64Array.from(values as ArrayLike<number>, (value) => (value < 0 ? 0 : value))
    .filter((value) => !Number.isNaN(value))
    .sort()
  const n = sorted.length
  const total = sum(sorted)
  if (!(total > 0)) return undefined
  const cumulative = new Float64Array(n + 1)
  let ranked = 0
  for (let i = 0; i < n; i++) {
    cumulative[i + 1] = cumulative[i] + sorted[i]
    ranked += (i + 1) * sorted[i]
  }
  const below = (share: number): number => {
    const position = share * n
    const whole = Math.floor(position)
    return (cumulative[whole] + (position - whole) * (whole < n ? sorted[whole] : 0)) / total
  }
  let fewest = 0
  while (fewest < n && total - cumulative[n - fewest] < 0.8 * total) fewest++
  const points = Math.min(n, 1000)
  const at = Array.from({ length: points + 1 }, (_, k) => Math.round((k * n) / points))
  return {
    kind: 'concentration',
    format: 1,
    customers: n,
    total,
    gini: (2 * ranked) / (n * total) - (n + 1) / n,
    topTenth: 1 - below(0.9),
    topFifth: 1 - below(0.8),
    customersForFourFifths: fewest / n,
    curve: {
      length: points + 1,
      columns: { customers: Float64Array.from(at, (k) => k / n), value: Float64Array.from(at, (k) => cumulative[k] / total) },
    },
  }
}
