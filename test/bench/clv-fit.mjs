/**
 * BG/NBD fitted to summarized customers, from a Float64Array per figure to parameters: log-parameters, exact gradient and Hessian, distinct histories once.
 * Variants agree on the parameters to six digits.
 */
import { sim } from './ceilings/w4-bgnbd/gen.mjs'
import { fit as fitCeiling } from './ceilings/w4-bgnbd/kernel.mjs'
import { growthTo1M } from './work/growth.mjs'

export const base = 'ceiling'
export const sizes = {
  '2,357 customers': { customers: 2357, quick: true, warm: 20, runs: 15 },
  '100k customers': { customers: 100_000, quick: true, warm: 3, runs: 5 },
  '1M customers': { customers: 1_000_000, warm: 1, runs: 4 },
}

export const growth = growthTo1M(['ceiling', 'tierwise'])

export const variants = {
  ceiling: ({ x, tx, T }) => {
    return () => fitCeiling(x, tx, T, { agg: true })
  },
  'every customer, no aggregation': ({ x, tx, T }) => {
    return () => fitCeiling(x, tx, T, { agg: false })
  },
  tierwise: async ({ table }) => {
    const { fitBgNbd } = await import('tierwise/clv')
    return () => fitBgNbd(table).params
  },
}

export function load({ customers }) {
  const { x, tx, T } = sim(customers)
  return { x, tx, T, table: { length: customers, period: 'week', columns: { frequency: Float64Array.from(x), recency: tx, age: T } } }
}

export function check({ r, alpha, a, b }) {
  return [r, alpha, a, b].map((value) => value.toPrecision(6)).join(' ')
}
