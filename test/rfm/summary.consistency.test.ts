import { row, summarize } from 'tierwise/facts'
import { fitRfm, scoreRfm, standardSegments } from 'tierwise/rfm'
import { expect, test } from 'vitest'
import { factsOf } from '../support/facts.js'

const order = (customerId: string, at: string, yuan: number, id = `${customerId}-${at}`) => ({
  id,
  customerId,
  type: 'purchase',
  at: `${at}T04:00:00Z`,
  amountMinor: yuan * 100,
  currency: 'CNY',
})
const facts = factsOf([
  order('ann', '2026-01-05', 100),
  order('ann', '2026-02-05', 200),
  order('ann', '2026-03-20', 300),
  order('bo', '2025-06-01', 80),
  order('cy', '2026-02-20', 500),
  order('cy', '2026-03-01', 20),
  { customerId: 'dee', type: 'visit', at: '2026-03-30T04:00:00Z' },
])
const customers = summarize(facts, { asOf: '2026-03-31', period: 'week' })

test('a customer summary is scored as it comes, prospects with their reason', () => {
  const model = fitRfm(customers, { bins: 2 })
  expect(model.provenance).toEqual({ asOf: '2026-03-31', currency: 'CNY', period: 'week', customers: 3, unscored: 1 })
  // medians: 30 of 11, 303, 30 days; 2 of 3, 1, 2 orders; 520 of 600, 80, 520 yuan
  expect(model.measures.map(({ cutPoints }) => cutPoints)).toEqual([[30], [2], [52_000]])
  const scored = scoreRfm(model, customers)
  expect([...customers.columns.customerId].map((id, i) => [id, row(scored, i).cell ?? row(scored, i).unscored])).toEqual([
    ['ann', '222'],
    ['bo', '111'],
    ['cy', '211'],
    ['dee', 'rfm.value.missing'],
  ])
})

test('a row of the summary alone scores as in the table', () => {
  const model = fitRfm(customers)
  const scored = scoreRfm(model, customers, { segments: standardSegments })
  for (let i = 0; i < customers.length; i++)
    expect(scoreRfm(model, row(customers, i), { segments: standardSegments })).toEqual(row(scored, i))
})

test('the length of the relationship and the gap are columns of the summary', () => {
  const model = fitRfm(customers, { bins: 2, measures: ['l', 'r', 'f', 'm', { id: 'g', missing: 'lowest' }] })
  const scored = scoreRfm(model, customers)
  // lengths: 74 days, 0, 9 days in weeks; gaps: (31 + 43) / 2 = 37 days, none, 9 days, cut at 23
  expect(model.measures[0].cutPoints[0]).toBeCloseTo(9 / 7, 12)
  expect(model.measures[4].cutPoints).toEqual([23])
  expect([...(scored.columns.g as Float64Array)]).toEqual([1, 1, 2, Number.NaN])
  const inDays = summarize(facts, { asOf: '2026-03-31', period: 'day' })
  expect(() => scoreRfm(model, inDays)).toThrow('rfm.table.period')
  expect(() => scoreRfm(fitRfm(customers), inDays)).not.toThrow()
})
