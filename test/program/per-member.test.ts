/** What is counted for each member apart: refunds by another, leaving and coming back, tiers that move with time, and what is refused. */

import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { describeProgram, explainTier, goalSeek } from 'tierwise/preview'
import {
  type AccountState,
  advanceProgram,
  applyEvent,
  defineProgram,
  readStanding,
  replayProgram,
  safeDefineProgram,
} from 'tierwise/program'
import { expect, test } from 'vitest'
import { carryOver, historyNeeded } from '../../src/program/carry-over.js'

const BASE = { kind: 'program', format: 1, id: 'home', timeZone: 'UTC', currency: 'EUR', members: { join: 'join', leave: 'leave' } }
const spend = { from: 'purchase', aggregate: 'sum', window: { fixed: 'month' } }
const home = defineProgram({
  ...BASE,
  lateness: { n: 20, unit: 'day' },
  measures: {
    least: { ...spend, perMember: 'least' },
    most: { ...spend, perMember: 'most' },
    own: { ...spend, perMember: 'own' },
    all: spend,
  },
  tiers: [
    { id: 'base' },
    { id: 'busy', enter: { measure: 'least', gte: '10' }, grant: { until: { while: { measure: 'least', gte: '10' } } } },
  ],
  currencies: { points: {} },
  awards: [
    { id: 'each', measure: 'own', crosses: ['100'], give: '5', to: 'points' },
    { id: 'first', measure: 'most', crosses: ['100'], give: '70', to: 'points' },
  ],
  reverse: [{ id: 'back', on: 'refund', of: ['purchase'] }],
})

type Told = readonly [day: string, who: string, type: string, fields?: object]
const facts = (told: readonly Told[]) =>
  told.map(([day, customerId, type, fields], i) => ({ id: `e${i}`, customerId, type, at: `2026-01-${day}T12:00:00Z`, ...fields }))
const tell = (...told: readonly Told[]): AccountState =>
  facts(told).reduce<AccountState | undefined>((state, fact) => applyEvent(home, state, fact).state, undefined) as AccountState
const buy = (day: string, who: string, amount: string): Told => [day, who, 'purchase', { amount }]
const look = (state: AccountState, asOf = '2026-01-31') => {
  const { metrics, tier, balances, members } = readStanding(home, advanceProgram(home, state, { asOf }).state)
  return { metrics, tier, points: balances.points, own: members?.map(({ id, metrics }) => `${id} ${metrics?.own}`) }
}
const both: readonly Told[] = [buy('01', 'ann', '120'), ['02', 'ben', 'join'], buy('03', 'ben', '30')]

test('each has a figure of their own, and the account the least and the most', () => {
  // The first award: ann 5 and, as the most of all reached 100, 70.
  expect(look(tell(...both))).toEqual({
    metrics: { least: '30', most: '120', all: '150' },
    tier: 'busy',
    points: '75',
    own: ['ann 120', 'ben 30'],
  })
  expect(look(tell(...both), '2026-02-01')).toMatchObject({ metrics: { least: '0', most: '0', all: '0' }, tier: 'base' })
})

test('what one returns for another is taken from whose it was, the award too', () => {
  const state = tell(...both, ['04', 'ben', 'refund', { refersTo: 'e0' }])
  expect(look(state)).toEqual({ metrics: { least: '0', most: '30', all: '30' }, tier: 'base', points: '0', own: ['ann 0', 'ben 30'] })
})

test('who leaves is not counted any more, and begins anew when coming back', () => {
  expect(look(tell(...both, ['04', 'ben', 'leave']))).toMatchObject({ metrics: { least: '120', most: '120' }, own: ['ann 120'] })
  const back = tell(...both, ['04', 'ben', 'leave'], ['05', 'ben', 'join'], ['06', 'ben', 'refund', { refersTo: 'e2' }])
  expect(look(back)).toMatchObject({ metrics: { least: '0' }, own: ['ann 120', 'ben 0'] })
})

test('late, twice or replayed, it comes to the same', () => {
  const told = [...both, buy('05', 'ben', '90'), buy('06', 'ann', '1')]
  const inOrder = tell(...told)
  // Ann 5 and 70; ben reaches 100 as well.
  expect(look(inOrder)).toMatchObject({ points: '80', own: ['ann 121', 'ben 120'] })
  const given = facts(told)
  const late = [0, 1, 3, 4, 4, 2].reduce<AccountState | undefined>((state, i) => applyEvent(home, state, given[i]).state, undefined)
  expect(late?.books).toEqual(inOrder.books)
  expect(replayProgram(home, [...given].reverse()).state.books).toEqual(inOrder.books)
})

test('carried over to other rules it goes on; counted otherwise it needs the history', () => {
  const state = tell(...both)
  const next = defineProgram({ ...home, id: 'next' })
  expect(carryOver(home, next, state).books).toEqual(state.books)
  const pooled = defineProgram({ ...home, measures: { ...home.measures, least: spend } })
  expect(historyNeeded(home, pooled)).toEqual(['measures.least.perMember'])
})

test('proofs and plain words say it; goal-seek offers nothing that was not tried', () => {
  const state = tell(buy('01', 'ann', '120'), ['02', 'ben', 'join'])
  expect(JSON.stringify(explainTier(home, state, { asOf: '2026-01-03' }))).toContain('"actual":0,"required":"10","missing":"10"')
  expect(JSON.stringify(describeProgram(home))).toContain('preview.terms.count-least-of-members')
  // Ben is new: 10 of his own, and what ann spends does not help.
  const [goal, ...others] = goalSeek(home, state, { asOf: '2026-01-03' })
  expect(others).toEqual([])
  expect(goal.missing).toEqual([{ measure: 'least', amountMinor: 1000, member: 'ben' }])
  expect(goal.events).toEqual([{ type: 'purchase', customerId: 'ben', amountMinor: 1000, currency: 'EUR' }])
  expect(sentences(goal.reasons, en)[0]).toBe('Ben: spend €10 more by 2026-01-31 to reach busy')
  expect(sentences(goal.reasons, zhCN)[0]).toBe('2026-01-31 前由 ben 再消费 €10 即可升级为busy')
})

test('without members, or for a tier by what is one member’s own, it is refused', () => {
  const issues = (config: object): unknown => {
    const result = safeDefineProgram({ ...BASE, ...config })
    return result.success ? [] : result.error.issues.map(({ code, path }) => `${code} ${path?.join('.')}`)
  }
  const measures = { own: { ...spend, perMember: 'own' } }
  expect(issues({ measures, members: undefined })).toEqual(['program.measure.no-members measures.own.perMember'])
  const tiers = [{ id: 'base' }, { id: 'gold', enter: { any: [{ measure: 'own', gte: '1' }] } }]
  expect(issues({ measures, tiers })).toEqual(['program.measure.own-tier tiers.1.enter.any.0.measure'])
})
