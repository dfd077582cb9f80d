import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { impact } from 'tierwise/portfolio'
import { defineProgram, type ProgramEvent } from 'tierwise/program'
import { expect, test } from 'vitest'

const club = (gold: string, extra: object = {}) =>
  defineProgram({
    kind: 'program',
    format: 1,
    id: 'club',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    measures: { spend: { from: 'purchase', aggregate: 'sum', value: 'amount', window: { rolling: { n: 12, unit: 'month' } } } },
    tiers: [
      { id: 'member' },
      { id: 'silver', enter: { measure: 'spend', gte: '1000' } },
      { id: 'gold', enter: { measure: 'spend', gte: gold } },
    ],
    grant: { until: { plus: { n: 12, unit: 'month' }, last: 'dayBefore' } },
    currencies: { stars: {} },
    earn: [{ on: 'purchase', to: 'stars', per: '1', rate: '1', round: 'down' }],
    ...extra,
  })
const bought = (customerId: string, ...amounts: readonly number[]): ProgramEvent[] =>
  amounts.map((amount, i) => ({
    id: `${customerId}-${i}`,
    customerId,
    type: 'purchase',
    at: `2026-0${i + 1}-10T04:00:00.000Z`,
    amount: String(amount),
  }))
const members = [
  { id: 'ann', events: bought('ann', 3000, 2500) },
  { id: 'bo', events: bought('bo', 6000, 500) },
  { id: 'cy', events: bought('cy', 1200) },
  { id: 'dee', events: bought('dee', 10) },
]
const asOf = '2026-06-30'

test('a higher threshold names who would fall, before anybody does', () => {
  const diff = impact(club('5000'), club('6000'), members, { asOf, benefitCost: { gold: '120', silver: '30' } })
  expect(diff.losers.map(({ id, move, from, to }) => [id, move, from, to])).toEqual([['ann', 'down', 'gold', 'silver']])
  expect(diff.winners).toEqual([])
  expect(diff.matrix).toEqual({ gold: { silver: 1, gold: 1 }, silver: { silver: 1 }, member: { member: 1 } })
  expect(diff).toMatchObject({ members: 4, unchanged: 3, cost: { benefits: '-90', liability: '0' } })
})

test('both directions: the same change read backwards wins', () => {
  const diff = impact(club('6000'), club('5000'), members, { asOf })
  expect(diff.winners.map(({ id, move }) => [id, move])).toEqual([['ann', 'up']])
  expect(diff.losers).toEqual([])
})

test('the same rules move nobody', () => {
  expect(impact(club('5000'), club('5000'), members, { asOf })).toMatchObject({ unchanged: 4, losers: [], winners: [] })
})

test('points and their worth, to the last decimal', () => {
  const next = club('5000', { earn: [{ on: 'purchase', to: 'stars', per: '1', rate: '1.1', round: 'down' }] })
  const diff = impact(club('5000'), next, members, { asOf, pointWorth: { stars: '0.01' } })
  // 10 % of 5,500 + 6,500 + 1,200 + 10 = 1,321 stars more, at a cent each
  expect(diff.winners.map(({ id, points }) => [id, points.stars])).toEqual([
    ['ann', '550'],
    ['bo', '650'],
    ['cy', '120'],
    ['dee', '1'],
  ])
  expect(diff.cost.liability).toBe('13.21')
})

test('a shorter validity ends sooner', () => {
  const next = club('5000', { grant: { until: { plus: { n: 6, unit: 'month' }, last: 'dayBefore' } } })
  const diff = impact(club('5000'), next, [members[2]], { asOf })
  expect(diff.losers).toMatchObject([
    { id: 'cy', move: 'sooner', from: 'silver', to: 'silver', validUntilBefore: '2027-01-09', validUntilAfter: '2026-07-09' },
  ])
})

test('every change reads well in both languages', () => {
  const all = [impact(club('5000'), club('6000'), members, { asOf }), impact(club('6000'), club('5000', { earn: [] }), members, { asOf })]
  const reasons = all.flatMap(({ losers, winners }) => [...losers, ...winners].flatMap((change) => change.reasons))
  for (const catalogue of [en, zhCN])
    for (const said of sentences(reasons, catalogue)) expect(said).not.toMatch(/undefined|null|portfolio\./)
})

test('mistakes of the caller', () => {
  expect(() => impact(club('5000'), club('6000'), [members[0], members[0]], { asOf })).toThrow(/portfolio.impact.member/)
  expect(() => impact(club('5000'), club('6000'), members, { asOf, pointWorth: { stars: 'a cent' } })).toThrow(/portfolio.impact.worth/)
})
