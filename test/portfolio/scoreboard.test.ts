import { type Fact, rows } from 'tierwise/facts'
import { METRICS, scoreboard } from 'tierwise/portfolio'
import { expect, test } from 'vitest'
import { factsOf } from '../support/facts.js'

let next = 0
const fact = (customerId: string, type: string, day: string, more: Partial<Fact> = {}) => ({
  id: String(next++),
  customerId,
  type,
  at: `${day}T04:00:00Z`,
  ...more,
})
const order = (customerId: string, day: string, amountMinor: number, costMinor?: number) =>
  fact(customerId, 'purchase', day, { amountMinor, currency: 'CNY', ...(costMinor === undefined ? {} : { lines: [{ costMinor }] }) })

/** June against May: ann, bo and cy buy in June; ann and dee bought in May; eve only looks. */
const shop = factsOf([
  order('ann', '2026-05-10', 1000),
  order('dee', '2026-05-11', 3000),
  order('ann', '2026-06-01', 1000, 400),
  order('ann', '2026-06-20', 2000, 900),
  order('bo', '2026-06-30', 6000, 1700),
  order('cy', '2026-06-05', 1000, 500),
  order('cy', '2026-06-05', 500, 0),
  fact('bo', 'feedback', '2026-06-29', { attributes: { complaint: true } }),
  fact('cy', 'referral', '2026-06-07'),
  fact('eve', 'visit', '2026-06-08'),
  fact('ann', 'answer', '2026-06-09', { attributes: { survey: 'nps', score: 3 } }),
  fact('ann', 'answer', '2026-06-19', { attributes: { survey: 'nps', score: 10 } }),
  fact('bo', 'answer', '2026-06-19', { attributes: { survey: 'nps', score: 6 } }),
  order('fay', '2026-07-01', 9999),
])
const board = scoreboard(shop, { from: '2026-06-01', to: '2026-06-30', goals: { repeatRate: 0.5 }, minCustomers: 3 })
const of = (metric: string, group = 'all') => [...rows(board)].find((row) => row.metric === metric && row.group === group)

test.each([
  ['repeatRate', 1 / 3, 3], // ann of ann, bo, cy; cy's two orders fell on one day
  ['frequency', 4 / 3, 3], // 2 + 1 + 1 days
  ['meanOrder', 21, 3], // 105.00 over five orders
  ['conversion', 2 / 3, 3], // bo and cy of bo, cy, eve: known by the end of June, never bought before it (fay came in July)
  ['retention', 1 / 2, 2], // ann of ann and dee
  ['complaintRate', 1 / 3, 3],
  ['referralRate', 1 / 3, 3],
  ['nps', 0, 2], // latest answers: ann 10, bo 6
  ['margin', 70 / 105, 3], // 105.00 less 4 + 9 + 17 + 5
])('%s', (metric, value, customers) => {
  expect(of(metric)?.value).toBeCloseTo(value, 12)
  expect(of(metric)?.customers).toBe(customers)
})

test('each figure stands beside the span before and the goal', () => {
  // in May two bought, nobody twice
  expect(of('repeatRate')).toMatchObject({ before: 0, goal: 0.5 })
  expect(of('repeatRate')?.change).toBeCloseTo(1 / 3, 12)
  expect(of('repeatRate')?.gap).toBeCloseTo(1 / 3 - 0.5, 12)
  expect(of('frequency')?.goal).toBeUndefined()
})

test('a figure on few customers, or on none, says so', () => {
  expect(of('retention')?.code).toBe('portfolio.metric.too-few')
  expect(of('csat')).toMatchObject({ code: 'portfolio.metric.none', customers: 0 })
  expect(of('csat')?.value).toBeUndefined()
})

test('intervals are Wilson’s for shares and hold the figure', () => {
  // Wilson, 1 of 3, 95 %: 0.0615 … 0.7923 (Newcombe 1998, method 3)
  expect(of('repeatRate')?.low).toBeCloseTo(0.0615, 4)
  expect(of('repeatRate')?.high).toBeCloseTo(0.7923, 4)
  for (const { value, low, high } of rows(board))
    if (low !== undefined) expect([low <= (value as number), (high as number) >= (value as number)]).toEqual([true, true])
})

test('means have Student’s interval, ratios of sums the linearized one', () => {
  // t(0.975, 2) = 4.302653
  // days 2, 1, 1: s² = 1/3, standard error √(1/9)
  expect((of('frequency')?.high as number) - 4 / 3).toBeCloseTo(4.302653 / 3, 5)
  // revenue less 21 × orders: −12, 39, −27; √(3/2 · 2394) / 5
  expect((of('meanOrder')?.high as number) - 21).toBeCloseTo((4.302653 * Math.sqrt(1.5 * 2394)) / 5, 4)
  // contribution less 2/3 × revenue: −3, 3, 0; √(3/2 · 18) / 105
  expect((of('margin')?.high as number) - 2 / 3).toBeCloseTo((4.302653 * Math.sqrt(27)) / 105, 6)
})

test('every metric stands beside its goal and the span before', () => {
  const goals = Object.fromEntries(METRICS.map((metric, i) => [metric, i / 10]))
  const all = [...rows(scoreboard(shop, { from: '2026-06-01', to: '2026-06-30', goals }))]
  expect(all.map(({ metric }) => metric)).toEqual([...METRICS])
  for (const { metric, value, low, high, before, change, goal, gap } of all) {
    expect(goal).toBe(goals[metric as string])
    if (value === undefined) continue
    expect(gap).toBeCloseTo(value - (goal as number), 12)
    if (before !== undefined) expect(change).toBeCloseTo(value - before, 12)
    expect([low, high].every(Number.isFinite)).toBe(true)
  }
  // May: ann 10.00, dee 30.00
  expect(all.find(({ metric }) => metric === 'meanOrder')).toMatchObject({ before: 20, change: 1 })
})

test('by tier, from any table', () => {
  const table = { length: 3, columns: { customerId: ['ann', 'bo', 'cy'], tier: ['gold', 'base', 'base'] } }
  const byTier = [...rows(scoreboard(shop, { from: '2026-06-01', to: '2026-06-30', by: { table, column: 'tier' } }))]
  expect([...new Set(byTier.map(({ group }) => group))]).toEqual(['all', 'base', 'gold'])
  expect(byTier.find((row) => row.group === 'base' && row.metric === 'meanOrder')?.value).toBeCloseTo(25, 12)
  expect(byTier.find((row) => row.group === 'gold' && row.metric === 'repeatRate')?.value).toBe(1)
})

test('a base where nobody bought has figures of nobody', () => {
  const quiet = scoreboard(factsOf([fact('eve', 'visit', '2026-06-08')]), { from: '2026-06-01', to: '2026-06-30' })
  expect([...rows(quiet)].filter(({ value }) => value !== undefined).map(({ metric, value }) => [metric, value])).toEqual([
    ['conversion', 0],
  ])
  expect(() => scoreboard(shop, { from: '2026-07-01', to: '2026-06-30' })).toThrow(/portfolio.scoreboard.span/)
})
