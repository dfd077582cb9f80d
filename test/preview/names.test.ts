/** Sentences say what a program calls its measures, currencies and tiers; ids are for machines. */

import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { describeProgram, explainTier, goalSeek } from 'tierwise/preview'
import { advanceProgram, applyEvent, defineProgram } from 'tierwise/program'
import { expect, test } from 'vitest'
import type { Reason } from '../../src/core/reason.js'

const rules = {
  kind: 'program',
  format: 1,
  id: 'club',
  timeZone: 'UTC',
  currency: 'CNY',
  measures: {
    m1: { name: '年度消费', from: 'purchase', where: { field: 'channel', eq: 'store' }, aggregate: 'sum', window: { fixed: 'year' } },
    m2: { name: '年度积分', earned: 'p' },
  },
  tiers: [
    { id: 'base', name: '普通会员' },
    { id: 'gold', name: '金卡', enter: { measure: 'm1', gte: '1000' } },
  ],
  currencies: { p: { name: '积分', lots: { until: { plus: { n: 1, unit: 'month' }, last: 'sameDate' } } } },
  earn: [{ id: 'base', on: 'purchase', to: 'p' }],
  redeem: [{ id: 'use', on: 'redeem', from: 'p', amount: 'points' }],
}
const order = { id: 'o1', customerId: 'ann', type: 'purchase', at: '2026-01-10T12:00:00Z', amount: '20', channel: 'store' }

test('in the rules, in goals and in reasons', () => {
  const club = defineProgram(rules)
  const told = describeProgram(club).flatMap(({ children = [] }) => sentences(children, zhCN))
  for (const name of ['年度消费', '年度积分', '金卡', '积分']) expect(told.join('\n')).toContain(name)
  for (const id of ['m1', 'm2', 'gold']) expect(told.join('\n')).not.toContain(id)
  expect(told.join('\n')).not.toMatch(/\bp\b/)

  const { state } = applyEvent(club, undefined, order)
  const goal = JSON.stringify(goalSeek(club, state, { asOf: '2026-01-11' }))
  expect(goal).toContain('"measure":"年度消费"')
  expect(sentences(advanceProgram(club, state, { asOf: '2026-03-01' }).reasons, zhCN)).toEqual(['20 积分 已于 2026-02-11 失效'])
})

test('in the proof of a tier', () => {
  const club = defineProgram({
    ...rules,
    tiers: [
      rules.tiers[0],
      {
        ...rules.tiers[1],
        enter: {
          all: [
            { measure: 'm1', gte: '1000' },
            { balance: 'p', gte: '5' },
          ],
        },
      },
    ],
  })
  const { state } = applyEvent(club, undefined, order)
  const lines = (part: Reason): string[] => [...sentences([part], zhCN), ...(part.children ?? []).flatMap(lines)]
  const told = lines(explainTier(club, state, { asOf: '2026-01-11' }))
  expect(told).toContainEqual(expect.stringContaining('年度消费'))
  expect(told).toContainEqual(expect.stringContaining('积分 余额'))
  expect(told.join('\n')).not.toMatch(/\bm1\b|\bp\b/)
})

test('without names the ids are said', () => {
  const { m1, m2 } = rules.measures
  const club = defineProgram({
    ...rules,
    measures: { spendInStores: { ...m1, name: undefined }, points: { ...m2, name: undefined, earned: 'points' } },
    tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'spendInStores', gte: '1000' } }],
    currencies: { points: {} },
    earn: [{ id: 'base', on: 'purchase', to: 'points' }],
    redeem: [],
  })
  const told = describeProgram(club).flatMap(({ children = [] }) => sentences(children, en))
  expect(told.join('\n')).toContain('spend in stores')
})
