/** Two ladders over a table of measures: who moves, in which direction, what it costs and why. */

import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { explainImpact, impact, measureOrder, prepareThresholds, thresholdImpact } from 'tierwise/portfolio'
import { defineTiers } from 'tierwise/tiers'
import { expect, test } from 'vitest'
import { type Reason, reason } from '../../../src/core/reason.js'
import { row, rows } from '../../../src/core/table.js'

const club = (silver: string, gold: string, extra: object = {}) =>
  defineTiers({
    kind: 'ladder',
    format: 1,
    id: 'club',
    tiers: [
      { id: 'member' },
      { id: 'silver', enter: { measure: 'spend', gte: silver } },
      {
        id: 'gold',
        enter: {
          all: [
            { measure: 'spend', gte: gold },
            { measure: 'orders', gte: '3' },
          ],
        },
      },
    ],
    ...extra,
  })
const measures = {
  length: 6,
  columns: {
    customerId: ['ann', 'bo', 'cy', 'dee', 'eve', 'fay'],
    spend: Float64Array.of(5400, 6000, 1200, 10, 5999.99, Number.NaN),
    orders: Float64Array.of(3, 4, 9, 1, 2, 3),
  },
}
const asOf = '2026-11-30'
const benefitCost = { silver: '30', gold: '120.5' }

test('a higher threshold: who falls, the matrix with every tier named, the cost to the cent', () => {
  const diff = impact(club('1000', '5000'), club('1000', '6000'), measures, { asOf, benefitCost })
  expect([...rows(diff.losers)]).toEqual([{ row: 0, customerId: 'ann', move: 'down', from: 'gold', to: 'silver' }])
  expect(diff.winners.length).toBe(0)
  expect(diff.matrix).toEqual({
    member: { member: 2, silver: 0, gold: 0 },
    silver: { member: 0, silver: 2, gold: 0 },
    gold: { member: 0, silver: 1, gold: 1 },
  })
  expect(diff).toMatchObject({ members: 6, unchanged: 5, moves: { down: 1, up: 0, same: 5 }, cost: { benefits: '-90.5' } })
  expect(diff.answers).not.toContain('windows')
})

test('read backwards, the same customer wins and the cost turns round', () => {
  const diff = impact(club('1000', '6000'), club('1000', '5000'), measures, { asOf, benefitCost })
  expect([...rows(diff.winners)]).toMatchObject([{ customerId: 'ann', move: 'up', from: 'silver', to: 'gold' }])
  expect(diff).toMatchObject({ moves: { up: 1, down: 0 }, cost: { benefits: '90.5' } })
})

test('tiers held and terms: a shorter term ends sooner, a tier in its term does not fall', () => {
  const term = (n: number) => ({ grant: { until: { plus: { n, unit: 'month' }, last: 'dayBefore' } } })
  const current = {
    tier: { codes: Int8Array.of(1, 1, -1, -1, -1, -1), values: ['silver', 'gold'] },
    until: Float64Array.of(Date.UTC(2026, 11, 31), Date.UTC(2026, 9, 31), ...Array(4).fill(Number.NaN)),
  }
  const diff = impact(club('1000', '5000', term(12)), club('1000', '7000', term(6)), measures, { asOf, current })
  expect([...rows(diff.losers)]).toEqual([
    // Bo's term is over: gold was kept for 12 months from 30 November; at 7,000 the spend still earns silver, for six.
    {
      row: 1,
      customerId: 'bo',
      move: 'down',
      from: 'gold',
      to: 'silver',
      untilBefore: Date.UTC(2027, 10, 29),
      untilAfter: Date.UTC(2027, 4, 29),
    },
    {
      row: 2,
      customerId: 'cy',
      move: 'sooner',
      from: 'silver',
      to: 'silver',
      untilBefore: Date.UTC(2027, 10, 29),
      untilAfter: Date.UTC(2027, 4, 29),
    },
    {
      row: 4,
      customerId: 'eve',
      move: 'sooner',
      from: 'silver',
      to: 'silver',
      untilBefore: Date.UTC(2027, 10, 29),
      untilAfter: Date.UTC(2027, 4, 29),
    },
  ])
  expect(diff.moves).toEqual({ up: 0, down: 1, changed: 0, sooner: 2, later: 0, same: 3 })
})

test('a tier that only one of the ladders has', () => {
  const next = defineTiers({
    kind: 'ladder',
    format: 1,
    id: 'next',
    tiers: [{ id: 'member' }, { id: 'bronze', enter: { measure: 'spend', gte: '1000' } }],
  })
  const diff = impact(club('1000', '5000'), next, measures, { asOf })
  expect(diff.moves).toMatchObject({ changed: 4, down: 0 }) // neither ladder says how bronze stands to silver and gold
  expect(diff.losers.length).toBe(4)
})

test('an empty base', () => {
  const none = { length: 0, columns: { spend: new Float64Array(0) } }
  expect(impact(club('1', '2'), club('1', '3'), none, { asOf })).toMatchObject({ members: 0, unchanged: 0, cost: { benefits: '0' } })
  const subjects = prepareThresholds(club('1', '2'), club('1', '2'), none, { asOf, measure: 'spend' })
  expect(thresholdImpact(subjects, club('1', '3'))).toMatchObject({ members: 0 })
})

test('why one of them moves, under both sets of rules, in both languages', () => {
  const why = explainImpact(club('1000', '5000'), club('1000', '6000'), row(measures, 0), { asOf })
  expect(why.code).toBe('portfolio.impact.down')
  const all = (node: Reason): Reason[] => [node, ...(node.children ?? []).flatMap(all)]
  expect(sentences([why], en)).toEqual(['ann would fall from gold to silver'])
  expect(sentences([why], zhCN)).toEqual(['ann 将从 gold 降至 silver'])
  const unmet = all(why.children?.[1] ?? reason('x', 'info')).find(({ missing }) => missing !== undefined)
  expect(unmet).toMatchObject({ actual: 5400, required: '6000', missing: '600' })
  for (const catalogue of [en, zhCN])
    for (const said of sentences(all(why), catalogue)) expect(said).not.toMatch(/undefined|null|portfolio\.|tiers\./)
})

test('one who does not move, without a name', () => {
  const why = explainImpact(club('1000', '5000'), club('1000', '6000'), { spend: 10 }, { asOf })
  expect(sentences([why], en)).toEqual(['the customer would stay member'])
  expect(sentences([why], zhCN)).toEqual(['该客户 仍为 member'])
})

test('a slider lists those who lose with the most first', () => {
  const subjects = prepareThresholds(club('1000', '5000'), club('1000', '5000'), measures, { asOf, measure: 'spend' })
  const diff = thresholdImpact(subjects, club('5999.995', '9000'), { listMax: 2 })
  expect([...rows(diff.losers)]).toMatchObject([
    { customerId: 'bo', from: 'gold', to: 'silver' },
    { customerId: 'eve', from: 'silver', to: 'member' },
  ])
  expect(diff.moves.down).toBe(4)
})

test('the order of a measure is the host’s to keep', () => {
  const order = measureOrder(measures, 'spend')
  expect([...order]).toEqual([3, 2, 0, 4, 1, 5])
  const [kept, made] = [{ order }, {}].map((options) =>
    prepareThresholds(club('1000', '5000'), club('1000', '5000'), measures, { asOf, measure: 'spend', ...options }),
  )
  expect(kept).toEqual(made)
})

test('mistakes of the caller', () => {
  const subjects = prepareThresholds(club('1000', '5000'), club('1000', '5000'), measures, { asOf, measure: 'spend' })
  const fewer = defineTiers({ kind: 'ladder', format: 1, id: 'club', tiers: [{ id: 'member' }] })
  expect(() => thresholdImpact(subjects, fewer)).toThrow(/other-change.*tiers/)
  expect(() => thresholdImpact(subjects, club('1000', '5000', { review: { else: { to: 'base' } } }))).toThrow(/other-change.*review/)
  expect(() => impact(club('1', '2'), club('1', '2'), measures, { asOf, benefitCost: { gold: 'much' } })).toThrow(/portfolio.impact.worth/)
  expect(() => impact(club('1', '2'), { kind: 'program' } as never, measures, { asOf })).toThrow(/portfolio.impact.kinds/)
})
