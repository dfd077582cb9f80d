/** Where to cut a distribution so that the parts come nearest to given shares, without cutting through equal values. */

import { readDecimal } from '../core/decimal/decimal.js'
import type { DecimalInput } from './definition.js'
import { edge as toDouble } from './interval.js'

export interface ShareEdge {
  /** The part above begins here. */
  readonly edge: string
  /** Index of the share the part above belongs to. */
  readonly to: number
}

/**
 * At most `shares.length − 1` edges, ascending; none where the values cannot be told apart.
 * @param sorted ascending, no NaN
 */
export function shareEdges(sorted: Float64Array, shares: readonly { readonly share: DecimalInput }[]): ShareEdge[] {
  return cutsOf(gapsOf(sorted), sorted.length, shares).flatMap(({ above, to }) => {
    const edge = shortestBetween(sorted[above - 1], sorted[above])
    return edge === undefined ? [] : [{ edge, to }]
  })
}

interface Cut {
  /** Index of the first value above it. */
  readonly above: number
  readonly to: number
}

function cutsOf(gaps: readonly number[], n: number, shares: readonly { readonly share: DecimalInput }[]): Cut[] {
  const wanted = shares.length - 1
  // Fewer gaps than asked for: all are used, the outermost parts keep their names.
  if (gaps.length < wanted) return gaps.map((above, g) => ({ above, to: Math.round(((g + 1) * wanted) / gaps.length) }))
  let target = 0
  let next = 0
  return Array.from({ length: wanted }, (_, k) => {
    target += toDouble(shares[k].share) * n
    const last = gaps.length - (wanted - k) // leave a gap for each edge still to come
    let best = next
    for (let g = next + 1; g <= last && Math.abs(gaps[g] - target) < Math.abs(gaps[best] - target); g++) best = g
    next = best + 1
    return { above: gaps[best], to: k + 1 }
  })
}

/** Where neighbors differ: the index of each first larger value, which is also how many values lie below. */
function gapsOf(sorted: Float64Array): number[] {
  const gaps: number[] = []
  for (let i = 1; i < sorted.length; i++) if (sorted[i] - sorted[i - 1] > noise(sorted[i])) gaps.push(i)
  return gaps
}

/** What a few sums and quotients can be off by; less than that is no difference between customers. */
function noise(value: number): number {
  return Math.max(Math.abs(value) * 2 ** -44, 1e-15)
}

/** The decimal of fewest digits in (a, b], b's own digits cut off (or, below zero, rounded away from zero). */
export function shortestBetween(a: number, b: number): string | undefined {
  if (a < 0 && b >= 0) return '0'
  const [mantissa, exponent] = Math.abs(b).toExponential(16).split('e')
  const digits = mantissa.replace('.', '')
  for (let d = 1; d <= 17; d++) {
    const scale = Number(exponent) - d + 1
    const cut = Number(digits.slice(0, d))
    for (const whole of b < 0 ? [-cut, -cut - 1] : [cut]) {
      const value = Number(`${whole}e${scale}`)
      if (a < value && value <= b) return readDecimal(String(value)) && String(value)
    }
  }
  return undefined
}
