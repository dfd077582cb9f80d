/**
 * RFM of a whole base: orders in columns (integer ids, epoch milliseconds, cents) → recency, frequency, money, their quintile scores.
 * Recency is whole UTC days, as people count it; the frequency is orders. All variants do the same and agree on the check.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { genOrders, sparseId } from './ceilings/w1-rfm/gen.mjs'
import { aggDense, aggHash, aggRadix, finish } from './ceilings/w1-rfm/kernel.mjs'

const DAY = 86_400_000
/** 2025-01-01, the first midnight after the generator's three years. */
export const AS_OF = Date.UTC(2025, 0, 1)

export const base = 'ceiling'
export const peers = ['@duckdb/node-api']
const goals = (goal, ceiling, best, naive) => [
  { goal, variant: 'tierwise', of: 'ceiling', atMost: ceiling },
  { goal, variant: 'tierwise, figures asked', of: 'ceiling', atMost: ceiling },
  { goal, variant: 'tierwise, figures asked', of: 'DuckDB', atMost: 1 / best },
  { goal, variant: 'tierwise, figures asked', of: 'naive', atMost: 1 / naive },
]
export const sizes = {
  '100k orders / 10k customers': { orders: 100_000, customers: 10_000, quick: true, warm: 40, runs: 15, goals: goals('G3', 1.5, 3, 5) },
  '10M orders / 1M customers': {
    orders: 10_000_000,
    customers: 1_000_000,
    warm: 1,
    runs: 3,
    goals: [...goals('G1', 1.4, 1.8, 9), { goal: 'G1', variant: 'tierwise', of: 'DuckDB', atMost: 1, figure: 'rssMB' }],
  },
}
export const growth = {
  variants: ['ceiling', 'tierwise'],
  sizes: {
    '1.25M orders': { orders: 1_250_000, customers: 125_000, warm: 2, runs: 5 },
    '2.5M orders': { orders: 2_500_000, customers: 250_000, warm: 2, runs: 5 },
    '5M orders': { orders: 5_000_000, customers: 500_000, warm: 1, runs: 3 },
    '10M orders': { orders: 10_000_000, customers: 1_000_000, warm: 1, runs: 3 },
  },
}

/** Writes the orders once, as columns and for DuckDB as Parquet. */
export async function prepare({ orders, customers }, folder) {
  if (existsSync(`${folder}/rfm-${orders}.parquet`)) return
  mkdirSync(folder, { recursive: true })
  const { cust, ts, amt } = genOrders(orders, customers)
  const id = Int32Array.from(cust, sparseId)
  const cents = Float64Array.from(amt, (amount) => Math.round(amount * 100))
  const write = (name, column) => writeFileSync(`${folder}/rfm-${orders}.${name}`, new Uint8Array(column.buffer))
  write('id', id)
  write('dense', cust)
  write('at', ts)
  write('cents', cents)
  const csv = `${folder}/rfm-${orders}.csv`
  writeFileSync(csv, 'id,ordered_at,cents\n')
  for (let from = 0; from < orders; from += 500_000) {
    const lines = []
    for (let i = from; i < Math.min(orders, from + 500_000); i++) lines.push(`${id[i]},${ts[i]},${cents[i]}\n`)
    writeFileSync(csv, lines.join(''), { flag: 'a' })
  }
  const { connection, close } = await duckdb()
  await connection.run(
    `copy (select id::integer id, ordered_at::bigint ordered_at, cents::double cents from read_csv('${csv}')) to '${folder}/rfm-${orders}.parquet'`,
  )
  close()
}

/** Each gives a function to be timed; what it returns has columns of scores. */
export const variants = {
  ceiling: ({ id, at, cents }) => {
    return () => inDays(aggRadix(id, at, cents, 7))
  },
  'one hash table': ({ id, at, cents }) => {
    return () => inDays(aggHash(id, at, cents))
  },
  'dense ids': ({ dense, at, cents }) => {
    return () => inDays(aggDense(dense, at, cents))
  },
  tierwise: (loaded) => throughFacts(loaded, { asOf: AS_OF }),
  'tierwise, figures asked': (loaded) => throughFacts(loaded, { asOf: AS_OF, figures: FIGURES }),
  naive: ({ id, at, cents, length }) => {
    const orders = Array.from({ length }, (_, i) => ({ customerId: id[i], date: at[i], amount: cents[i] }))
    return () => naive(orders)
  },
  DuckDB: async ({ folder, length }) => {
    const { connection } = await duckdb()
    await connection.run(`create table o as select * from read_parquet('${folder}/rfm-${length}.parquet')`)
    return async () => {
      await connection.run(SQL)
      const result = await connection.runAndReadAll(
        'select count(*), sum(r), sum(f), sum(m), sum((25 * r + 5 * f + m) * (25 * r + 5 * f + m)) from scored',
      )
      return { check: result.getRows()[0].map(String).join(' ') }
    }
  },
}

/** Those that the other variants make. */
const FIGURES = ['orders', 'revenueMinor', 'firstAt', 'lastAt', 'recencyDays']

const ORDER = { customer: 'id', at: { column: 'at', epoch: 'ms' }, amount: { column: 'cents', unit: 'minor' } }

export async function throughFacts({ id, at, cents, length }, options, order = ORDER) {
  const { readFacts, summarize } = await import('tierwise/facts')
  const { fitRfm, scoreRfm } = await import('tierwise/rfm')
  return (phase) => {
    const { facts } = phase('readFacts', () =>
      readFacts({ length, columns: { id, at, cents } }, { order, currency: 'CNY', timeZone: 'UTC' }),
    )
    const customers = phase('summarize', () => summarize(facts, options))
    const model = phase('fitRfm', () => fitRfm(customers))
    const { columns } = phase('scoreRfm', () => scoreRfm(model, customers))
    return { n: customers.length, R: columns.r, F: columns.f, M: columns.m }
  }
}

/** What a base costs to store in a form that takes new facts: JSON of the partial summaries, by customer-days. */
export async function notes(size, folder) {
  const { partialsOf, readFacts } = await import('tierwise/facts')
  const { id, at, cents, length } = load(size, folder)
  const order = { id: 'order', customer: 'id', at: { column: 'at', epoch: 'ms' }, amount: { column: 'cents', unit: 'minor' } }
  const orders = Int32Array.from({ length }, (_, i) => i)
  const { facts } = readFacts({ length, columns: { order: orders, id, at, cents } }, { order, currency: 'CNY', timeZone: 'UTC' })
  const days = new Set(Array.from({ length }, (_, i) => `${id[i]} ${Math.floor(at[i] / DAY)}`)).size
  return ['drop', 'keep'].map((ids) => {
    const bytes = Buffer.byteLength(JSON.stringify(partialsOf(facts, { ids })))
    return `partials with ids: '${ids}' take ${(bytes / days).toFixed(0)} bytes of JSON per customer-day (${days} customer-days)`
  })
}

export function load({ orders }, folder) {
  const read = (name, Column) => new Column(new Uint8Array(readFileSync(`${folder}/rfm-${orders}.${name}`)).buffer)
  return {
    folder,
    length: orders,
    id: read('id', Int32Array),
    dense: read('dense', Int32Array),
    at: read('at', Float64Array),
    cents: read('cents', Float64Array),
  }
}

/** Customers, the sums of their three scores, and a sum in which swapped scores would show. */
export function check({ check, n, R, F, M }) {
  if (check) return check
  const sums = [0, 0, 0, 0]
  for (let i = 0; i < n; i++) {
    sums[0] += R[i]
    sums[1] += F[i]
    sums[2] += M[i]
    sums[3] += (25 * R[i] + 5 * F[i] + M[i]) ** 2
  }
  return [n, ...sums].join(' ')
}

/** The ceiling counts recency in milliseconds: its last order becomes the beginning of that day. */
export function inDays(aggregated) {
  const { n, st } = aggregated
  for (let i = 0; i < n; i++) st[4 * i + 3] = Math.floor(st[4 * i + 3] / DAY) * DAY
  return finish(aggregated, AS_OF - DAY)
}

/** As a careful application developer writes it: objects, a Map, sorting for the quintiles. */
export function naive(orders) {
  const customers = new Map()
  for (const { customerId, date, amount } of orders) {
    const known = customers.get(customerId)
    if (!known) customers.set(customerId, { frequency: 1, monetary: amount, first: date, last: date })
    else {
      known.frequency++
      known.monetary += amount
      known.first = Math.min(known.first, date)
      known.last = Math.max(known.last, date)
    }
  }
  const all = [...customers.values()]
  for (const one of all) {
    one.recency = Math.floor((AS_OF - 1) / DAY) - Math.floor(one.last / DAY)
    one.gap = one.frequency > 1 ? (one.last - one.first) / (one.frequency - 1) : Number.NaN
  }
  const cutsOf = (key) => {
    const sorted = all.map((one) => one[key]).sort((a, b) => a - b)
    return [0.2, 0.4, 0.6, 0.8].map((share) => {
      const position = (sorted.length - 1) * share
      const below = Math.floor(position)
      return sorted[below] + (position - below) * (sorted[Math.min(below + 1, sorted.length - 1)] - sorted[below])
    })
  }
  const passed = (value, cuts) => cuts.filter((cut) => value > cut).length
  const [recency, frequency, monetary] = ['recency', 'frequency', 'monetary'].map(cutsOf)
  return {
    n: all.length,
    R: all.map((one) => 5 - passed(one.recency, recency)),
    F: all.map((one) => 1 + passed(one.frequency, frequency)),
    M: all.map((one) => 1 + passed(one.monetary, monetary)),
  }
}

const scoreOf = (value, cuts) => [1, 2, 3, 4].map((k) => `(${value} > ${cuts}[${k}])::int`).join(' + ')
const quantiles = (value) => `quantile_cont(${value}, [0.2, 0.4, 0.6, 0.8])`
const SQL = `create or replace table scored as
  with a as (select id, count(*)::double f, sum(cents) m, min(ordered_at) first_at, max(ordered_at) last_at from o group by id),
  b as (select *, ${AS_OF / DAY - 1} - floor(last_at / ${DAY}.0) rec, case when f > 1 then (last_at - first_at) / (f - 1) end gap from a),
  q as (select ${quantiles('rec')} qr, ${quantiles('f')} qf, ${quantiles('m')} qm from b)
  select id, rec, b.f freq, b.m money, first_at, last_at, gap,
    5 - (${scoreOf('rec', 'qr')}) r, 1 + ${scoreOf('b.f', 'qf')} f, 1 + ${scoreOf('b.m', 'qm')} m from b, q`

async function duckdb() {
  const { DuckDBInstance } = await import('@duckdb/node-api')
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  return { connection, close: () => connection.closeSync() }
}
