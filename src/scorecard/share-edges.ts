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
  const gaps = gapsOf(sorted)
  const cuts = Math.min(shares.length - 1, gaps.length)
  if (cuts < shares.length - 1) {
    // Fewer gaps than asked for: all are used, the outermost parts keep their names.
    return gaps.map(({ edge }, g) => ({ edge, to: Math.round(((g + 1) * (shares.length - 1)) / gaps.length) }))
  }
  let target = 0
  let next = 0
  return Array.from({ length: cuts }, (_, k) => {
    target += toDouble(shares[k].share) * sorted.length
    const last = gaps.length - (cuts - k) // leave a gap for each edge still to come
    let best = next
    for (let g = next + 1; g <= last && Math.abs(gaps[g].below - target) < Math.abs(gaps[best].below - target); g++) best = g
    next = best + 1
    return { edge: gaps[best].edge, to: k + 1 }
  })
}

interface Gap {
  readonly edge: string
  /** How many values lie below. */
  readonly below: number
}

/** Between neighbors that differ by more than the noise of doubles: a gap without a decimal of 15 places in it is none. */
function gapsOf(sorted: Float64Array): Gap[] {
  const gaps: Gap[] = []
  for (let i = 1; i < sorted.length; i++) {
    if (sorted[i - 1] === sorted[i]) continue
    const edge = shortestBetween(sorted[i - 1], sorted[i])
    if (edge !== undefined) gaps.push({ edge, below: i })
  }
  return gaps
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
