/** Compensated sums: what is published is summed to the last bit, in a fixed order. */

/**
 * Neumaier's variant of Kahan summation: error independent of n to first order.
 * @source A. Neumaier (1974), ZAMM 54, 39–51
 */
export function sum(values: ArrayLike<number>): number {
  let total = 0
  let lost = 0
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    const next = total + value
    lost += Math.abs(total) >= Math.abs(value) ? total - next + value : value - next + total
    total = next
  }
  return Number.isFinite(total) ? total + lost : total
}

/** NaN for an empty list. */
export function mean(values: ArrayLike<number>): number {
  return values.length === 0 ? Number.NaN : sum(values) / values.length
}
