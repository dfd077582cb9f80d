/** A tier set by hand, also below what is earned: the status under it goes on, and shows again when it ends. */

import { explainTier, goalSeek } from 'tierwise/preview'
import { type AccountState, advanceProgram, applyEvent, defineProgram, readStanding, replayProgram } from 'tierwise/program'
import { describe, expect, test } from 'vitest'
import { carryOver } from '../../src/program/carry-over.js'
import { problemsIn } from '../preview/checker.js'

const club = defineProgram({
  kind: 'program',
  format: 1,
  id: 'club',
  timeZone: 'UTC',
  currency: 'EUR',
  lateness: { n: 30, unit: 'day' },
  flags: { misuse: { on: 'downgrade', off: 'pardon' } },
  measures: { spend: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 12, unit: 'month' } } } },
  tiers: [
    { id: 'base' },
    { id: 'silver', enter: { measure: 'spend', gte: '100' } },
    { id: 'gold', enter: { measure: 'spend', gte: '500' }, benefits: [{ percentOff: '10' }] },
  ],
  grant: { until: { plus: { n: 12, unit: 'month' }, last: 'dayBefore' } },
  review: { else: { to: 'oneDown' } },
  grants: [
    {
      id: 'misuse',
      on: 'downgrade',
      tier: { field: 'tier' },
      until: { while: { flag: 'misuse' }, until: { date: 'through' } },
      wins: 'always',
      state: 'downgraded',
    },
  ],
  currencies: { points: {} },
  earn: [{ id: 'base', on: 'purchase', to: 'points', byTier: { silver: '2', gold: '3' } }],
  onTier: [
    { enter: 'gold', give: '1000', to: 'points' },
    { renew: 'gold', give: '7', to: 'points' },
  ],
})

type Told = readonly [day: string, type: string, fields?: object]

function told(...events: readonly Told[]): AccountState {
  return events.reduce<AccountState | undefined>(
    (state, [day, type, fields], i) =>
      applyEvent(club, state, { id: `e${i}`, customerId: 'ann', type, at: `${day}T12:00:00Z`, ...fields }).state,
    undefined,
  ) as AccountState
}
const seen = (state: AccountState, asOf: string): unknown => {
  const { tier, tierValidUntil, state: word } = readStanding(club, advanceProgram(club, state, { asOf }).state)
  return [tier, tierValidUntil, word]
}
const buy = (day: string, amount: string): Told => [day, 'purchase', { amount }]
const down = (day: string, tier: string, through: string): Told => [day, 'downgrade', { tier, through }]

test('it is the tier while it runs; what is earned shows again afterwards, with the end it had', () => {
  // Gold from 1 January for twelve months.
  const state = told(buy('2026-01-01', '500'), down('2026-02-01', 'base', '2026-03-31'))
  expect([seen(state, '2026-01-31'), seen(state, '2026-03-31'), seen(state, '2026-04-01')]).toEqual([
    ['base', '2026-03-31', 'downgraded'], // as of the state, which is later
    ['base', '2026-03-31', 'downgraded'],
    ['gold', '2026-12-31', undefined],
  ])
})

test('points come at the tier set; what the status under it would give waits for nobody', () => {
  const bought = told(buy('2026-01-01', '100'), down('2026-01-02', 'base', '2026-03-31'), buy('2026-01-03', '400'))
  // 100 at base, then silver; set to base: 400 × 1. Gold begins unseen: its 1,000 come when it is entered for all to see.
  expect(readStanding(club, bought).balances.points).toBe('500')
  const after = advanceProgram(club, bought, { asOf: '2026-04-01' })
  expect(after.effects.map(({ type, from, to, move }) => [type, from, to, move])).toEqual([['tier', 'base', 'gold', 'rise']])
  expect(readStanding(club, after.state)).toMatchObject({ tier: 'gold', tierValidUntil: '2027-01-02', balances: { points: '1500' } })
})

test('purchases meanwhile do not lengthen the status under it, and its review is held', () => {
  const events = [buy('2026-01-01', '500'), buy('2026-06-01', '600')]
  const plain = told(...events)
  const set = told(events[0], down('2026-05-01', 'silver', '2027-01-31'), events[1])
  // Both are kept on 1 January 2027 (600 in twelve months), to the end of the year.
  expect(seen(plain, '2027-02-01')).toEqual(['gold', '2027-12-31', undefined])
  expect(seen(set, '2027-01-31')).toEqual(['silver', '2027-01-31', 'downgraded'])
  expect(seen(set, '2027-02-01')).toEqual(['gold', '2027-12-31', undefined])
})

test('the status under it may fall unseen', () => {
  const state = told(buy('2026-01-01', '500'), down('2026-05-01', 'silver', '2027-01-31'))
  expect(seen(state, '2027-02-01')).toEqual(['silver', '2027-12-31', undefined]) // one rung down on 1 January 2027
})

test('shows its own end, also where the same tier is held longer beneath', () => {
  // Silver through 31 December 2026 and gold through 31 January 2027 are earned; silver is shown through March alone.
  const state = told(buy('2026-01-01', '100'), buy('2026-02-01', '400'), down('2026-02-10', 'silver', '2026-03-31'))
  expect(seen(state, '2026-02-11')).toEqual(['silver', '2026-03-31', 'downgraded'])
  expect(seen(state, '2026-04-01')).toEqual(['gold', '2027-01-31', undefined])
})

test('set anew it is replaced, also by a shorter one; taken back it is over', () => {
  const twice = told(buy('2026-01-01', '500'), down('2026-02-01', 'base', '2026-12-31'), down('2026-03-01', 'silver', '2026-03-31'))
  expect([seen(twice, '2026-03-31'), seen(twice, '2026-04-01')]).toEqual([
    ['silver', '2026-03-31', 'downgraded'],
    ['gold', '2026-12-31', undefined],
  ])
  const pardoned = told(buy('2026-01-01', '500'), down('2026-02-01', 'base', '2026-12-31'), ['2026-03-01', 'pardon'])
  expect(seen(pardoned, '2026-03-01')).toEqual(['gold', '2026-12-31', undefined])
})

describe('told otherwise', () => {
  const events = [buy('2026-01-01', '100'), down('2026-01-02', 'base', '2026-01-20'), buy('2026-01-03', '400'), buy('2026-01-25', '1')]
  const facts = events.map(([day, type, fields], i) => ({ id: `e${i}`, customerId: 'ann', type, at: `${day}T12:00:00Z`, ...fields }))
  const inOrder = told(...events)
  test.each([[[0, 2, 1, 3]], [[3, 2, 1, 0]], [[0, 0, 1, 2, 1, 3]]])('in the order %j it comes to the same', (order) => {
    const state = order.reduce<AccountState | undefined>((known, i) => applyEvent(club, known, facts[i]).state, undefined) as AccountState
    expect(state.books).toEqual(inOrder.books)
    expect(
      replayProgram(
        club,
        order.map((i) => facts[i]),
      ).state.books,
    ).toEqual(inOrder.books)
    const daily = [...Array(25).keys()].reduce<AccountState | undefined>((known, n) => {
      const day = `2026-01-${String(n + 1).padStart(2, '0')}`
      const state = facts.filter(({ at }) => at.startsWith(day)).reduce((s, fact) => applyEvent(club, s, fact).state, known)
      return state === undefined ? undefined : advanceProgram(club, JSON.parse(JSON.stringify(state)), { asOf: day }).state
    }, undefined) as AccountState
    expect({ ...daily.books, at: 0 }).toEqual({ ...advanceProgram(club, inOrder, { asOf: '2026-01-25' }).state.books, at: 0 })
  })
})

test('carried over to rules without it, the status under it shows', () => {
  const { grants: _, ...rest } = club
  const state = told(buy('2026-01-01', '500'), down('2026-02-01', 'base', '2026-12-31'))
  expect(readStanding(club, carryOver(club, club, state))).toMatchObject({ tier: 'base', tierValidUntil: '2026-12-31' })
  const next = defineProgram(rest)
  expect(readStanding(next, carryOver(club, next, state))).toMatchObject({ tier: 'gold', tierValidUntil: '2026-12-31' })
})

test('the proof says what lies over what, and goal-seek promises nothing that would not show', () => {
  const state = told(buy('2026-01-01', '500'), down('2026-02-01', 'silver', '2026-03-31'))
  const proof = explainTier(club, state, { asOf: '2026-02-10' })
  expect(proof).toMatchObject({ code: 'preview.tier.overridden', actual: 'silver', params: { below: 'gold' } })
  expect(problemsIn(proof)).toEqual([])
  expect(goalSeek(club, state, { asOf: '2026-02-10' }).map(({ goal, to, events }) => [goal, to, events.length])).toEqual([])
})
