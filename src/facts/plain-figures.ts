/**
 * Figures that need no purchase days between the first and the last: how many, how much, since when and until when. Six numbers a customer
 * instead of twelve, and a day is looked up twice a customer instead of once a purchase.
 */

import { type Day, MS_PER_DAY } from '../core/time/civil.js'
import { FIRST_AT, FIRST_DAY, type Histories, LAST_AT, LAST_DAY, ORDERS, PLAIN_STRIDE, REVENUE } from './histories.js'
import type { Parted } from './parted.js'
import type { SummaryFigure } from './summary.js'

const PLAIN: readonly SummaryFigure[] = [
  'orders',
  'revenueMinor',
  'refundedMinor',
  'contributionMinor',
  'firstAt',
  'lastAt',
  'recencyDays',
  'tenureDays',
  'recency',
  'age',
]

export function isPlain(wanted: readonly SummaryFigure[] | undefined): boolean {
  return wanted?.every((figure) => PLAIN.includes(figure)) ?? false
}

/** Walks one part with `size` customers, the first of whom has the code `base`. @param fixed the zone's offset where it did not change */
export function plainWalker(
  { customer, at, netMinor, starts }: Parted,
  fixed: number | undefined,
  dayAt: (instant: number) => Day,
): (h: Histories, part: number, base: number, size: number) => void {
  return (h, part, base, size) => {
    addUp(h, customer, at, netMinor, starts[part], starts[part + 1], base)
    if (fixed !== undefined) addDays(h, size, fixed)
    else {
      for (let k = 0; k < size * PLAIN_STRIDE; k += PLAIN_STRIDE) {
        if (h[k + ORDERS] === 0) continue
        h[k + FIRST_DAY] = dayAt(h[k + FIRST_AT])
        h[k + LAST_DAY] = dayAt(h[k + LAST_AT])
      }
    }
  }
}

function addUp(h: Histories, customer: Int32Array, at: Float64Array, netMinor: Float64Array, from: number, to: number, base: number): void {
  for (let i = from; i < to; i++) {
    const k = PLAIN_STRIDE * (customer[i] - base)
    if (h[k + ORDERS] === 0) {
      h[k + REVENUE] = 0
      h[k + FIRST_AT] = at[i]
    }
    h[k + ORDERS]++
    h[k + REVENUE] += netMinor[i]
    h[k + LAST_AT] = at[i]
  }
}

function addDays(h: Histories, size: number, offset: number): void {
  for (let k = 0; k < size * PLAIN_STRIDE; k += PLAIN_STRIDE) {
    h[k + FIRST_DAY] = Math.floor((h[k + FIRST_AT] + offset) / MS_PER_DAY)
    h[k + LAST_DAY] = Math.floor((h[k + LAST_AT] + offset) / MS_PER_DAY)
  }
}
