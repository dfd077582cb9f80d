/** Purchase histories from a model's own story: what every simulator of a purchase model returns, and the loop they share. */

import { UsageError } from '../core/errors.js'
import { type Random, random } from '../core/math/random.js'

export interface SimulatePurchasesOptions {
  readonly customers: number
  /** A safe integer. Customer i draws from stream i: the same history whoever else is simulated. */
  readonly seed: number
  /** T in periods: one for all, or drawn evenly from [from, to]. */
  readonly age: number | readonly [from: number, to: number]
  /** Also count purchases in (T, T + horizon]. */
  readonly horizon?: number
}

/** Columns as `summarize` names them, so that a simulated base can be fitted as it is. */
export interface SimulatedPurchases {
  readonly length: number
  readonly columns: {
    readonly frequency: Float64Array
    readonly recency: Float64Array
    readonly age: Float64Array
    /** 1 if still a customer at T, else 0: what no host can see. */
    readonly alive: Float64Array
    /** Purchases in (T, T + horizon]; 0 without a horizon. */
    readonly future: Float64Array
  }
}

/** Draws one customer's repeat purchases: calls `bought` with ascending times after the first purchase until `end`; returns when the customer left (+∞: not by then). */
export type Story = (chance: Random, end: number, bought: (time: number) => void) => number

export function simulatePurchases(story: Story, { customers, seed, age, horizon = 0 }: SimulatePurchasesOptions): SimulatedPurchases {
  if (!(Number.isInteger(customers) && customers >= 0)) throw new UsageError('simulate.customers.invalid', { customers })
  const [from, to] = typeof age === 'number' ? [age, age] : age
  if (!(from >= 0 && to >= from && to < Number.POSITIVE_INFINITY && horizon >= 0))
    throw new UsageError('simulate.age.invalid', { from, to, horizon })
  const columns = {
    frequency: new Float64Array(customers),
    recency: new Float64Array(customers),
    age: new Float64Array(customers),
    alive: new Float64Array(customers),
    future: new Float64Array(customers),
  }
  for (let i = 0; i < customers; i++) {
    const chance = random(seed, i)
    const T = from + (to - from) * chance.uniform()
    columns.age[i] = T
    const left = story(chance, T + horizon, (time) => {
      if (time <= T) {
        columns.frequency[i]++
        columns.recency[i] = time
      } else columns.future[i]++
    })
    columns.alive[i] = left > T ? 1 : 0
  }
  return { length: customers, columns }
}
