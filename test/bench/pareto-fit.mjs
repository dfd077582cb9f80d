/**
 * Pareto/NBD fitted to summarized customers, from a Float64Array per figure to parameters. No other package for JavaScript fits it: the base takes distinct
 * histories with their weights, so that the rest of the time is what finding them costs. Variants agree on the parameters to six digits.
 */
import { Rng } from './ceilings/lib/rng.mjs'
import { growthTo1M } from './work/growth.mjs'

export const base = 'distinct histories'
export const sizes = {
  '2,357 customers': { customers: 2357, quick: true, warm: 3, runs: 5 },
  '100k customers': { customers: 100_000, quick: true, warm: 1, runs: 3 },
  '1M customers': { customers: 1_000_000, warm: 0, runs: 2 },
}

export const growth = growthTo1M(['tierwise'], { warm: 0, runs: 1 })

export const variants = {
  'distinct histories': async ({ table }) => {
    const { fitParetoNbd } = await import('tierwise/clv')
    const rows = new Map()
    const { frequency, recency, age } = table.columns
    for (let i = 0; i < table.length; i++) {
      const key = `${frequency[i]} ${recency[i]} ${age[i]}`
      const row = rows.get(key) ?? { frequency: frequency[i], recency: recency[i], age: age[i], weight: 0 }
      row.weight++
      rows.set(key, row)
    }
    const column = (name) => Float64Array.from(rows.values(), (row) => row[name])
    const columns = { frequency: column('frequency'), recency: column('recency'), age: column('age'), weight: column('weight') }
    const distinct = { length: rows.size, period: 'week', columns }
    return () => fitParetoNbd(distinct).params
  },
  tierwise: async ({ table }) => {
    const { fitParetoNbd } = await import('tierwise/clv')
    return () => fitParetoNbd(table).params
  },
}

/** r 0.553, alpha 10.578, s 0.606, beta 11.669 in weeks; ages of 27 to 39 weeks and purchases on a grid of days, one a day. */
export function load({ customers }) {
  const chance = new Rng(5)
  const frequency = new Float64Array(customers)
  const recency = new Float64Array(customers)
  const age = new Float64Array(customers)
  for (let i = 0; i < customers; i++) {
    const days = 189 + chance.int(85)
    age[i] = days / 7
    const rate = chance.gamma(0.553, 10.578) / 7
    const end = Math.min(days, chance.exp(chance.gamma(0.606, 11.669) / 7))
    let last = 0
    for (let t = chance.exp(rate); t < end; t += chance.exp(rate)) {
      const day = Math.ceil(t)
      if (day > last) frequency[i]++
      last = day
    }
    recency[i] = last / 7
  }
  return { table: { length: customers, period: 'week', columns: { frequency, recency, age } } }
}

export function check({ r, alpha, s, beta }) {
  return [r, alpha, s, beta].map((value) => value.toPrecision(6)).join(' ')
}
