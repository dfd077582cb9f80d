/** One of several, by weight. */

import type { Random } from '../core/math/random.js'
import type { Weighted } from './shop-catalog.js'

export function pick(r: Random, words: Weighted): string {
  return words[
    pickIndex(
      r,
      words.map(([, weight]) => weight),
    )
  ][0]
}

export function pickIndex(r: Random, weights: readonly number[]): number {
  let left = r.uniform() * weights.reduce((total, weight) => total + weight, 0)
  for (let i = 0; i < weights.length - 1; i++) {
    left -= weights[i]
    if (left < 0) return i
  }
  return weights.length - 1
}
