/**
 * RFM of one customer inside a request: ten orders as the application's own records → one summary → three scores by a stored model.
 * Five thousand different customers in turn, so that nothing is answered from memory.
 */
import { Rng } from './ceilings/lib/rng.mjs'

const DAY = 86_400_000
const START = Date.UTC(2022, 0, 1)
const AS_OF = Date.UTC(2025, 0, 1)
const CUSTOMERS = 5000
/** Days, orders, cents; the model of every variant. */
const CUTS = { r: [30, 90, 180, 365], f: [1, 3, 6, 10], m: [5_000, 15_000, 40_000, 100_000] }

const FIGURES = ['recencyDays', 'orders', 'revenueMinor']

export const base = 'ceiling'
export const sizes = {
  '10 orders, 5,000 customers': {
    quick: true,
    warm: 20,
    runs: 15,
    goals: [
      { goal: 'G4', variant: 'tierwise', of: 'ceiling', atMost: 1.5 },
      { goal: 'G4', variant: 'tierwise', of: 'naive', atMost: 1 / 8 },
      { goal: 'G4', variant: 'tierwise', atMost: 1000, figure: 'p99' },
    ],
  },
}

export function load() {
  const random = new Rng(2)
  const customers = []
  for (let c = 0; c < CUSTOMERS; c++) {
    const orders = []
    for (let k = 0; k < 10; k++) {
      const at = START + Math.floor(random.f() * (AS_OF - START))
      orders.push({ id: `${c}-${k}`, customerId: `c${c}`, type: 'purchase', at, amountMinor: random.int(10_000), currency: 'CNY' })
    }
    customers.push(orders)
  }
  return customers
}

export const variants = {
  ceiling: (customers) =>
    timed(customers, (orders) => {
      const { r, f, m } = onePass(orders)
      return 25 * r + 5 * f + m
    }),
  'ceiling without an object': (customers) =>
    timed(customers, (orders) => {
      let money = 0
      let last = Number.NEGATIVE_INFINITY
      for (let i = 0; i < orders.length; i++) {
        money += orders[i].amountMinor
        if (orders[i].at > last) last = orders[i].at
      }
      return scoresOf(daysSince(last), orders.length, money)
    }),
  tierwise: async (customers) => {
    const { summarizeOne } = await import('tierwise/facts')
    const { defineRfm, scoreRfm } = await import('tierwise/rfm')
    const model = defineRfm({
      id: 'shop',
      measures: Object.entries(CUTS).map(([id, cutPoints]) => ({ id, cutPoints })),
    })
    return timed(customers, (orders) => {
      const { r, f, m } = scoreRfm(model, summarizeOne(orders, { asOf: AS_OF, timeZone: 'UTC', currency: 'CNY', figures: FIGURES }))
      return 25 * r + 5 * f + m
    })
  },
  naive: (customers) =>
    timed(customers, (orders) => {
      const dates = orders.map(({ at }) => new Date(at)).sort((a, b) => a - b)
      const money = orders.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      return scoresOf(daysSince(dates.at(-1).getTime()), orders.length, money)
    }),
}

export function check(sum) {
  return `${CUSTOMERS} ${sum}`
}

/** Every customer once; and one at a time, by the clock. */
function timed(customers, score) {
  const run = () => {
    let sum = 0
    for (const orders of customers) sum += score(orders) ** 2
    return sum
  }
  run.one = (i) => score(customers[i % CUSTOMERS])
  return run
}

/** The ceiling of `ceilings/w1-rfm/inline.mjs` over these records: what it answers it calls by name, as anybody would have it. */
function onePass(orders) {
  let money = 0
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (let i = 0; i < orders.length; i++) {
    const { at, amountMinor } = orders[i]
    money += amountMinor
    if (at < first) first = at
    if (at > last) last = at
  }
  const n = orders.length
  const recency = daysSince(last)
  const r = 5 - passed(recency, CUTS.r)
  const f = 1 + passed(n, CUTS.f)
  const m = 1 + passed(money, CUTS.m)
  return { recency, frequency: n, monetary: money, first, last, meanGap: n > 1 ? (last - first) / (n - 1) : Number.NaN, r, f, m }
}

function daysSince(last) {
  return Math.floor((AS_OF - 1) / DAY) - Math.floor(last / DAY)
}

function scoresOf(recency, frequency, money) {
  return 25 * (5 - passed(recency, CUTS.r)) + 5 * (1 + passed(frequency, CUTS.f)) + 1 + passed(money, CUTS.m)
}

function passed(value, cuts) {
  return ((value > cuts[0]) | 0) + ((value > cuts[1]) | 0) + ((value > cuts[2]) | 0) + ((value > cuts[3]) | 0)
}
