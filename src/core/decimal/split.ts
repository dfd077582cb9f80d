/** Splitting so that the parts add up again: the largest remainders get the odd units, ties in order. */

import { UsageError } from '../errors.js'
import { safe } from './decimal.js'

/**
 * @param total safe integer, any sign
 * @param weights safe integers ≥ 0, not all zero
 * @returns integers with the sum `total`, each within one unit of its exact share
 * @throws UsageError `tierwise.split.weights`
 */
export function splitProportionally(total: number, weights: readonly number[]): number[] {
  let weightSum = 0n
  for (const weight of weights) {
    if (!Number.isSafeInteger(weight) || weight < 0) throw new UsageError('tierwise.split.weights', { weight: String(weight) })
    weightSum += BigInt(weight)
  }
  if (weightSum === 0n) throw new UsageError('tierwise.split.weights', { weight: '0' })
  const size = BigInt(Math.abs(safe(total)))
  const remainders = weights.map((weight, index) => ({ index, remainder: (size * BigInt(weight)) % weightSum }))
  const parts = weights.map((weight) => Number((size * BigInt(weight)) / weightSum))
  let rest = Math.abs(total) - parts.reduce((sum, part) => sum + part, 0)
  remainders.sort((a, b) => (a.remainder === b.remainder ? a.index - b.index : a.remainder > b.remainder ? -1 : 1))
  for (const { index } of remainders) {
    if (rest === 0) break
    parts[index]++
    rest--
  }
  return total < 0 ? parts.map((part) => -part + 0) : parts
}
