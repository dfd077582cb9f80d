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
  for (let i = 0; i < length; i++) count += ~~(customer[i] >= from) & ~~(customer[i] < until)
  const base = numbered ? 0 : from
  const out = {
    customer: pickedWithin(customer, customer, length, from, until, new Int32Array(count + 1), base),
    at: pickedWithin(customer, at, length, from, until, new Float64Array(count + 1), 0),
    netMinor: pickedWithin(customer, netMinor, length, from, until, new Float64Array(count + 1), 0),
  }
  const gross =
    grossMinor === netMinor ? out.netMinor : pickedWithin(customer, grossMinor, length, from, until, new Float64Array(count + 1), 0)
  return { length: count, numbered, ...out, grossMinor: gross }
}

/**
 * Every value is written where the next one of the range belongs, and stays if it is of the range: half of the purchases are, in no order that
 * a processor could guess, and a wrong guess costs more than the writing. The place behind the last is for what does not stay.
 */
function pickedWithin<A extends Int32Array | Float64Array>(
  customer: Int32Array,
  values: A,
  length: number,
  from: number,
  until: number,
  out: A,
  base: number,
): A {
  let place = 0
  for (let i = 0; i < length; i++) {
    out[place] = values[i] - base
    place += ~~(customer[i] >= from) & ~~(customer[i] < until)
  }
  return out
}
