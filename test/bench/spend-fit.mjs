/** Gamma-Gamma fitted to the mean spend of repeat customers. Variants agree on the parameters to five digits. */
import { sim } from './ceilings/w4-bgnbd/gen.mjs'
import { fitGG } from './ceilings/w4-bgnbd/kernel.mjs'
import { growthTo1M } from './work/growth.mjs'

export const base = 'ceiling'
export const sizes = {
  '2,357 customers': { customers: 2357, quick: true, warm: 20, runs: 15 },
  '100k customers': { customers: 100_000, quick: true, warm: 3, runs: 5 },
  '1M customers': { customers: 1_000_000, warm: 1, runs: 4 },
}

export const growth = growthTo1M(['ceiling', 'tierwise'])

export const variants = {
  ceiling: ({ x, m }) => {
    return () => fitGG(x, m)
  },
  tierwise: async ({ table }) => {
    const { fitGammaGamma } = await import('tierwise/clv')
    return () => fitGammaGamma(table).params
  },
}

export function load({ customers }) {
  const { x, m, tx, T } = sim(customers)
  const monetary = m.map((value, i) => (x[i] > 0 ? value : Number.NaN))
  return { x, m, table: { length: customers, columns: { frequency: Float64Array.from(x), recency: tx, age: T, monetary } } }
}

export function check({ p, q, v }) {
  return [p, q, v].map((value) => value.toPrecision(5)).join(' ')
}
