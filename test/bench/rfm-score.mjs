/**
 * RFM of customers who are summarized already: recency, frequency, money in columns → cut points, scores, segment; and one customer at a
 * time by a stored model, as inside a checkout. All variants give the same scores and segments.
 */
import { finish } from './ceilings/w1-rfm/kernel.mjs'
import { SEG, segIndex } from './ceilings/w1-rfm/segments.mjs'
import { growthTo1M } from './work/growth.mjs'

export const base = 'ceiling'
export const sizes = {
  '10k customers': { customers: 10_000, quick: true, warm: 150, runs: 15 },
  '1M customers': { customers: 1_000_000, warm: 2, runs: 5 },
  '100k times one customer': { customers: 100_000, single: true, quick: true, warm: 5, runs: 9 },
}

export const growth = growthTo1M(['ceiling', 'tierwise'])

/** The ceiling's ten segments over R and F, told as intervals. */
const SEGMENTS = {
  id: 'ceiling',
  bins: { r: 5, f: 5 },
  rest: null,
  segments: [
    ['Champions', [5, 5], [4, 5]],
    ['Loyal', [3, 4], [4, 5]],
    ['Potential loyalists', [4, 5], [2, 3]],
    ['New customers', [5, 5], [1, 1]],
    ['Promising', [4, 4], [1, 1]],
    ['Need attention', [3, 3], [3, 3]],
    ['About to sleep', [3, 3], [1, 2]],
    ['At risk', [1, 2], [3, 4]],
    ['Cannot lose', [1, 2], [5, 5]],
    ['Hibernating', [1, 2], [1, 2]],
  ].map(([id, r, f]) => ({ id, where: { r, f } })),
}

/** Seeded: recency uniform over two years, orders and money with long tails. */
export function load({ customers: n, single }) {
  let state = 7
  const random = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return (state + 0.5) / 4294967296
  }
  const columns = { recencyDays: new Float64Array(n), orders: new Float64Array(n), revenueMinor: new Float64Array(n) }
  for (let i = 0; i < n; i++) {
    columns.recencyDays[i] = Math.floor(730 * random())
    columns.orders[i] = 1 + Math.floor(-8 * Math.log(random()))
    columns.revenueMinor[i] = Math.floor(100 * Math.exp(9 * random()))
  }
  return { length: n, single, columns }
}

export const variants = {
  ceiling: ({ length, single, columns }) => {
    const { recencyDays, orders, revenueMinor } = columns
    const all = () => {
      const st = new Float64Array(4 * length)
      for (let i = 0; i < length; i++) {
        st[4 * i] = orders[i]
        st[4 * i + 1] = revenueMinor[i]
        st[4 * i + 3] = -recencyDays[i]
      }
      return finish({ n: length, ids: null, st }, 0)
    }
    if (!single) return all
    const cuts = [recencyDays, orders, revenueMinor].map(quintiles)
    return () =>
      eachRow(columns, (row) => {
        const r = 5 - passed(cuts[0], row.recencyDays)
        const f = 1 + passed(cuts[1], row.orders)
        return { r, f, m: 1 + passed(cuts[2], row.revenueMinor), segment: SEG[segIndex(r, f)] }
      })
  },
  tierwise: async (table) => {
    const { defineSegments, fitRfm, scoreRfm } = await import('tierwise/rfm')
    const segments = defineSegments(SEGMENTS)
    const model = fitRfm(table)
    if (table.single) return () => eachRow(table.columns, (row) => scoreRfm(model, row, { segments }))
    return (phase) => {
      const fitted = phase('fitRfm', () => fitRfm(table))
      const { columns } = phase('scoreRfm', () => scoreRfm(fitted, table, { segments }))
      return { n: table.length, R: columns.r, F: columns.f, M: columns.m, S: columns.segment.codes }
    }
  },
  naive: ({ single, columns }) => {
    const cuts = ['recencyDays', 'orders', 'revenueMinor']
    const quintilesOf = () => cuts.map((name) => naiveQuintiles(columns[name]))
    const fitted = quintilesOf()
    const scoreBy = (quintiles) => (row) => {
      const [r, f, m] = cuts.map((name, j) => {
        const above = quintiles[j].filter((cut) => row[name] > cut).length
        return name === 'recencyDays' ? 5 - above : 1 + above
      })
      const found = SEGMENTS.segments.find(({ where }) => r >= where.r[0] && r <= where.r[1] && f >= where.f[0] && f <= where.f[1])
      return { r, f, m, segment: found.id }
    }
    return () => eachRow(columns, scoreBy(single ? fitted : quintilesOf()))
  },
}

/** Customers, sums of scores and segments, and a sum in which swapped scores would show. */
export function check({ n, R, F, M, S }) {
  const sums = [0, 0, 0, 0, 0]
  for (let i = 0; i < n; i++) {
    sums[0] += R[i]
    sums[1] += F[i]
    sums[2] += M[i]
    sums[3] += (25 * R[i] + 5 * F[i] + M[i]) ** 2
    sums[4] += S[i]
  }
  return [n, ...sums].join(' ')
}

/** Scores customer after customer as objects; what comes out is kept as columns only to be checked. */
function eachRow({ recencyDays, orders, revenueMinor }, score) {
  const n = orders.length
  const [R, F, M, S] = Array.from({ length: 4 }, () => new Float64Array(n))
  for (let i = 0; i < n; i++) {
    const { r, f, m, segment } = score({ recencyDays: recencyDays[i], orders: orders[i], revenueMinor: revenueMinor[i] })
    R[i] = r
    F[i] = f
    M[i] = m
    S[i] = SEG.indexOf(segment)
  }
  return { n, R, F, M, S }
}

function passed([a, b, c, d], value) {
  return ((value > a) | 0) + ((value > b) | 0) + ((value > c) | 0) + ((value > d) | 0)
}

function quintiles(values) {
  const sorted = values.slice().sort()
  return [1, 2, 3, 4].map((k) => type7(sorted, k))
}

function naiveQuintiles(values) {
  const sorted = [...values].sort((a, b) => a - b)
  return [1, 2, 3, 4].map((k) => type7(sorted, k))
}

function type7(sorted, k) {
  const h = ((sorted.length - 1) * k) / 5
  const below = Math.floor(h)
  return sorted[below] + (h - below) * (sorted[below + 1] - sorted[below])
}
