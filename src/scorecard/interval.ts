/** Bands as intervals of doubles: a decimal edge is the double nearest to it, as the values it is compared with are. */

import { decimal, toNumber } from '../core/decimal/decimal.js'
import type { DecimalInput, ScoreBand } from './definition.js'

export interface Interval {
  /** −Infinity where the side is open. */
  readonly low: number
  readonly lowIncluded: boolean
  /** +Infinity where the side is open. */
  readonly high: number
  readonly highIncluded: boolean
}

export function intervalOf(band: ScoreBand): Interval {
  const low = band.gte ?? band.gt
  const high = band.lte ?? band.lt
  return {
    low: low === undefined ? Number.NEGATIVE_INFINITY : edge(low),
    lowIncluded: band.gt === undefined,
    high: high === undefined ? Number.POSITIVE_INFINITY : edge(high),
    highIncluded: band.lt === undefined,
  }
}

export function edge(value: DecimalInput): number {
  return toNumber(decimal(value))
}

/** Whether nothing lies in it: `gte 5, lt 5`, `gt 5, lte 3`. */
export function isEmpty({ low, high, lowIncluded, highIncluded }: Interval): boolean {
  return low > high || (low === high && !(lowIncluded && highIncluded))
}

/** Below 0 where `b` begins before `a`. */
export function compareStarts(a: Interval, b: Interval): number {
  if (a.low !== b.low) return a.low < b.low ? -1 : 1
  return Number(b.lowIncluded) - Number(a.lowIncluded)
}

/** How `next` follows `before`, both in order of their starts. */
export function joint(before: Interval, next: Interval): 'meet' | 'gap' | 'overlap' {
  if (next.low !== before.high) return next.low > before.high ? 'gap' : 'overlap'
  if (before.highIncluded === next.lowIncluded) return before.highIncluded ? 'overlap' : 'gap'
  return 'meet'
}
