/** P(alive) and expected purchases in a year, for every customer of a base, by a given BG/NBD. Variants agree on both means to nine digits. */
import { sim } from './ceilings/w4-bgnbd/gen.mjs'
import { predict } from './ceilings/w4-bgnbd/kernel.mjs'
import { growthTo1M } from './work/growth.mjs'

const params = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }

export const base = 'ceiling'
export const sizes = {
  '2,357 customers': { customers: 2357, quick: true, warm: 20, runs: 15 },
  '100k customers': { customers: 100_000, quick: true, warm: 5, runs: 7 },
  '1M customers': { customers: 1_000_000, warm: 2, runs: 5 },
}

export const growth = growthTo1M(['ceiling', 'tierwise'])

export const variants = {
  ceiling: ({ x, tx, T }) => {
    return () => predict(params, x, tx, T, 52, true)
  },
  'a series each': ({ x, tx, T }) => {
    return () => predict(params, x, tx, T, 52, false)
  },
  tierwise: async ({ table }) => {
    const { predictBgNbd } = await import('tierwise/clv')
    const model = { kind: 'bgnbd', format: 1, id: 'bgnbd', period: 'week', params, covariance: null }
    return () => {
      const { pAlive, expectedPurchases } = predictBgNbd(model, table, { horizon: 52 }).columns
      return { alive: pAlive, ey: expectedPurchases }
    }
  },
}

export function load({ customers }) {
  const { x, tx, T } = sim(customers)
  return { x, tx, T, table: { length: customers, period: 'week', columns: { frequency: Float64Array.from(x), recency: tx, age: T } } }
}

export function check({ alive, ey }) {
  return [alive, ey].map((column) => (column.reduce((sum, value) => sum + value, 0) / column.length).toPrecision(9)).join(' ')
}
