/**
 * The whole base in the host's engine: orders in DuckDB → summaries, RFM scores, P(alive), expected purchases in a year, tier by twelve months of spend,
 * by statements of `toSql` run from Node; beside it the same verbs in process over the same columns. Both agree on counts and, to nine digits, on means.
 */
import { load as loadOrders, prepare as prepareOrders } from './rfm.mjs'

const AS_OF = '2024-12-31'
const params = { r: 0.243, alpha: 4.414, a: 0.793, b: 2.426 }
const purchases = { kind: 'bgnbd', format: 1, id: 'bgnbd', period: 'week', params, covariance: null }
const LADDER = {
  kind: 'ladder',
  format: 1,
  id: 'club',
  tiers: [
    { id: 'member' },
    { id: 'silver', enter: { measure: 'spend', gte: '200' } },
    { id: 'gold', enter: { measure: 'spend', gte: '1000' }, keep: { measure: 'spend', gte: '800' } },
  ],
}
const measures = { spend: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 12, unit: 'month' } } } }
const FIGURES = ['recencyDays', 'orders', 'revenueMinor', 'frequency', 'recency', 'age']

/** Twice what a group by, value quantiles with scores, P(alive), a series for the expectation and a yearly sum took by hand, one by one: 0.48 + 0.27 + 0.03 + 0.30 + 0.30 s. */
const GOALS = [{ goal: 'twice the parts', variant: 'DuckDB by toSql', atMost: 2_760, figure: 'wall' }]

export const base = 'tierwise in process'
export const peers = ['@duckdb/node-api']
export const sizes = {
  '100k orders / 10k customers': { orders: 100_000, customers: 10_000, quick: true, warm: 1, runs: 3 },
  '10M orders / 1M customers': { orders: 10_000_000, customers: 1_000_000, warm: 0, runs: 1, goals: GOALS },
}
export const prepare = prepareOrders
export const load = loadOrders

export const variants = {
  'tierwise in process': async ({ id, at, cents, length }) => {
    const { readFacts, summarize, measureFacts } = await import('tierwise/facts')
    const { fitRfm, scoreRfm } = await import('tierwise/rfm')
    const { predictBgNbd } = await import('tierwise/clv')
    const { adoptTiers, evaluateTiers } = await import('tierwise/tiers')
    const ladder = adoptTiers(LADDER)
    const mapping = {
      order: { customer: 'id', at: { column: 'at', epoch: 'ms' }, amount: { column: 'cents', unit: 'minor' } },
      currency: 'CNY',
      timeZone: 'UTC',
    }
    return (phase) => {
      const { facts } = phase('readFacts', () => readFacts({ length, columns: { id, at, cents } }, mapping))
      const customers = phase('summarize', () => summarize(facts, { asOf: AS_OF, period: 'week' }))
      const scores = phase('fit and score RFM', () => scoreRfm(fitRfm(customers), customers).columns)
      const future = phase('P(alive), E', () => predictBgNbd(purchases, customers, { horizon: 52 }).columns)
      const tiers = phase(
        'measure, tier',
        () => evaluateTiers(ladder, measureFacts(facts, measures, { asOf: AS_OF }), { asOf: AS_OF }).columns.tier,
      )
      const counts = LADDER.tiers.map((_, t) => tiers.codes.reduce((sum, code) => sum + Number(code === t), 0))
      const sum = (column) => column.reduce((total, value) => total + value, 0)
      return {
        n: customers.length,
        scores: [scores.r, scores.f, scores.m].map(sum),
        future: [future.pAlive, future.expectedPurchases].map(sum),
        counts,
      }
    }
  },
  'DuckDB by toSql': async ({ folder, length }) => {
    const { DuckDBInstance } = await import('@duckdb/node-api')
    const { toSql } = await import('tierwise/sql')
    const { adoptTiers } = await import('tierwise/tiers')
    const ladder = adoptTiers(LADDER)
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    await connection.run(
      `create table orders as select id, ordered_at, cents::bigint cents from read_parquet('${folder}/rfm-${length}.parquet')`,
    )
    const orders = {
      table: 'orders',
      customer: 'id',
      at: { column: 'ordered_at', as: 'epochMs' },
      amountMinor: 'cents',
      timeZone: 'UTC',
      currency: 'CNY',
    }
    const summaries = { table: 'summaries', customer: 'customerId' }
    const keep = async (name, { text, params: texts }) => connection.run(`create or replace table ${name} as ${text}`, [...texts])
    const rows = async (text) => (await connection.runAndReadAll(text)).getRows()[0].map(Number)
    const dialect = 'duckdb'
    return async () => {
      await keep('summaries', toSql({ kind: 'summary', period: 'week', figures: FIGURES }, { dialect, source: orders, asOf: AS_OF }))
      await keep('scores', toSql({ kind: 'rfm-fit', score: true }, { dialect, source: summaries }))
      await keep('future', toSql(purchases, { dialect, source: summaries, horizon: 52 }))
      await keep('tiers', toSql(ladder, { dialect, source: orders, measures, asOf: AS_OF }))
      const counts = await rows(`select ${LADDER.tiers.map(({ id }) => `count(*) filter (where tier = '${id}')`).join(', ')} from tiers`)
      return {
        n: (await rows('select count(*) from summaries'))[0],
        scores: await rows('select sum(r), sum(f), sum(m) from scores'),
        future: await rows('select sum("pAlive"), sum("expectedPurchases") from future'),
        counts,
      }
    }
  },
}

export function check({ n, scores, future, counts }) {
  return [n, ...scores, ...future.map((sum) => (sum / n).toPrecision(9)), ...counts].join(' ')
}
