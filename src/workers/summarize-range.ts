/** One thread's share of a summary: the customers of a range of codes or numbers. */

import { type FigureRules, type Figures, figuresOf } from '../facts/figures.js'
import { newSummaryWorkspace, parted } from '../facts/parted.js'
import type { Purchases } from '../facts/purchases.js'

export interface RangeInput {
  /** Everybody's, in memory that threads share, or those of the range only. */
  readonly bought: Purchases
  readonly shared: boolean
  /** Customers `from` to `until − 1`. */
  readonly from: number
  readonly until: number
  readonly rules: FigureRules
}

const workspace = newSummaryWorkspace()

export function summarizeRange({ bought, shared, from, until, rules }: RangeInput): Figures {
  const mine = shared ? boughtWithin(bought, from, until) : bought
  return figuresOf(
    parted(mine, () => until - from, workspace),
    rules,
  )
}

/** The purchases of a range of customers, in their order; codes count from the first of the range. */
export function boughtWithin({ length, numbered, customer, at, netMinor, grossMinor }: Purchases, from: number, until: number): Purchases {
  let count = 0
  for (let i = 0; i < length; i++) count += ~~(customer[i] >= from && customer[i] < until)
  const out = { customer: new Int32Array(count), at: new Float64Array(count), netMinor: new Float64Array(count) }
  const hasGross = grossMinor !== netMinor
  const gross = hasGross ? new Float64Array(count) : out.netMinor
  const base = numbered ? 0 : from
  let place = 0
  for (let i = 0; i < length; i++) {
    const c = customer[i]
    if (c < from || c >= until) continue
    out.customer[place] = c - base
    out.at[place] = at[i]
    out.netMinor[place] = netMinor[i]
    if (hasGross) gross[place] = grossMinor[i]
    place++
  }
  return { length: count, numbered, ...out, grossMinor: gross }
}
