/** A day that comes back, because clocks go back past midnight, in every engine: what the library says and what the calendar says. */

import { afterAll, beforeAll, expect, test } from 'vitest'
import { collectFacts, type Fact, summarize } from '../../src/facts/index.js'
import { toSql } from '../../src/sql/index.js'
import { duckdb, type Engine, postgres } from './engines.js'
import { sameRows } from './same-answers.js'

const engines: Engine[] = []
beforeAll(async () => {
  engines.push(await duckdb(), await postgres())
}, 120_000)
afterAll(async () => {
  for (const engine of engines) await engine.close()
})

// At 00:01 on 7 November 2010 clocks in St. John's went back to 23:01: the 6th, a minute of the 7th, the 6th again, the 7th.
const BACK = Date.parse('2010-11-07T02:31:00Z')
const bought = (customerId: string, ...visits: readonly (readonly [minute: number, amountMinor: number])[]): Fact[] =>
  visits.map(([minute, amountMinor], i) => ({
    id: `${customerId}${i}`,
    customerId,
    type: 'purchase',
    at: BACK + minute * 60_000,
    amountMinor,
    currency: 'CAD',
  }))
const facts = [
  ...bought('7th, then 6th', [-0.5, 1000], [5, 200]),
  ...bought('6th and 6th again', [-5, 1000], [5, 200]),
  ...bought('7th, 6th, 7th', [-0.5, 1000], [5, 200], [70, 400]),
  ...bought('7th and 7th again', [-0.5, 1000], [70, 200]),
]

/** first day, last day (November 2010), days with a purchase, mean of all but the first day, mean of all but the first order by day and time */
const told: Readonly<Record<string, readonly [number, number, number, number, number]>> = {
  '7th, then 6th': [6, 7, 2, 10, 10],
  '6th and 6th again': [6, 6, 1, Number.NaN, 2],
  '7th, 6th, 7th': [6, 7, 2, 14, 7],
  '7th and 7th again': [7, 7, 1, Number.NaN, 2],
}

test.each(['day', 'order'] as const)('counted by %s', async (countBy) => {
  const source = { table: 'orders', customer: 'customer', at: { column: 'at', as: 'epochMs' }, type: { column: 'type' }, id: 'id' } as const
  const asOf = '2010-11-20'
  const all = collectFacts(facts, { timeZone: 'America/St_Johns', currency: 'CAD' })
  const table = summarize(all, { asOf, countBy })
  table.columns.customerId.forEach((id, i) => {
    const [first, last, days, byDay, byOrder] = told[id]
    const { recency, recencyDays, tenureDays, frequency, monetary } = table.columns
    expect([tenureDays[i], recencyDays[i], recency[i]], id).toEqual([20 - first, 20 - last, last - first])
    expect(frequency[i], id).toBe(countBy === 'day' ? days - 1 : facts.filter(({ customerId }) => customerId === id).length - 1)
    expect(monetary[i], id).toBe(countBy === 'day' ? byDay : byOrder)
  })
  const names = ['id', 'customer', 'type'].map((name) => ({ name, as: 'text' as const }))
  const columns = [...names, { name: 'at', as: 'epochMs' as const }, { name: 'amount', as: 'integer' as const }]
  const rows = facts.map(({ id = '', customerId, type, at, amountMinor = 0 }) => [id, customerId, type, Number(at), amountMinor])
  const sets = [
    Object.keys(table.columns).filter((name) => name !== 'customerId'),
    ['recencyDays', 'tenureDays', 'recency', 'age'],
  ] as never[][]
  for (const engine of engines) {
    await engine.load([{ name: 'orders', columns, rows }])
    for (const figures of sets) {
      const about = {
        dialect: engine.dialect,
        source: { ...source, amountMinor: 'amount', timeZone: 'America/St_Johns', currency: 'CAD' },
        asOf,
      }
      const got = await engine.run(toSql({ kind: 'summary', countBy, figures }, about))
      sameRows(got, table, figures, all.customers.ids, [], () => `${engine.dialect} ${countBy}`)
    }
  }
})
