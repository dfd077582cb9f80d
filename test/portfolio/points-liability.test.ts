import { rows } from 'tierwise/facts'
import { ledgerLiability } from 'tierwise/points'
import { pointsLiability } from 'tierwise/portfolio'
import { type AccountState, defineProgram, type ProgramEvent, replayProgram } from 'tierwise/program'
import { expect, test } from 'vitest'

const club = defineProgram({
  kind: 'program',
  format: 1,
  id: 'club',
  timeZone: 'UTC',
  currency: 'CNY',
  measures: { spend: { from: 'purchase', aggregate: 'sum', value: 'amount', window: { rolling: { n: 12, unit: 'month' } } } },
  tiers: [
    { id: 'member' },
    { id: 'silver', enter: { measure: 'spend', gte: '1000' } },
    { id: 'gold', enter: { measure: 'spend', gte: '5000' } },
  ],
  grant: { until: { plus: { n: 24, unit: 'month' }, last: 'dayBefore' } },
  currencies: { stars: { lots: { until: { plus: { n: 12, unit: 'month' }, last: 'dayBefore' } } }, miles: { scale: 1 } },
  earn: [
    { id: 'stars', on: 'purchase', to: 'stars', per: '1', rate: '1', round: 'down' },
    { id: 'miles', on: 'stay', to: 'miles', rate: '0.5', round: 'down' },
  ],
  redeem: [{ id: 'redeem', on: 'redeem', from: 'stars', amount: 'points' }],
  reverse: [{ id: 'refund', on: 'refund', of: ['purchase'], part: 'amount' }],
})
const fact = (customerId: string, type: string, day: string, more: object): ProgramEvent =>
  ({ id: `${customerId} ${type} ${day}`, customerId, type, at: `${day}T04:00:00.000Z`, ...more }) as ProgramEvent
const histories = {
  ann: [fact('ann', 'purchase', '2026-01-10', { amount: '3000' }), fact('ann', 'purchase', '2026-03-10', { amount: '2500' })],
  bo: [fact('bo', 'purchase', '2026-01-10', { amount: '6000' }), fact('bo', 'redeem', '2026-02-01', { points: 4000 })],
  cy: [fact('cy', 'purchase', '2026-04-10', { amount: '1205' }), fact('cy', 'stay', '2026-05-01', { amount: '3.30' })],
  dee: [fact('dee', 'purchase', '2026-06-10', { amount: '10' })],
}
/** Each as of the last time it was touched. */
const states: AccountState[] = Object.entries(histories).map(([account, events]) => replayProgram(club, events, { account }).state)
const assumptions = { stars: { worth: '0.01', breakage: { gold: '0.05', silver: '0.1', member: '0.25' } } }

test('tiers add up, each with its own breakage, to the cent', () => {
  const rolled = pointsLiability(club, states, { asOf: '2026-06-30', assumptions })
  expect(
    [...rows(rolled)].map((row) => [
      row.tier,
      row.accounts,
      row.outstandingUnits,
      row.breakageUnits,
      row.expectedUnits,
      row.liabilityMinor,
      row.faceMinor,
    ]),
  ).toEqual([
    ['gold', 2, 7500, 375, 7125, 7125, 7500], // ann 5,500 and bo 6,000 − 4,000
    ['silver', 1, 1205, 121, 1084, 1084, 1205], // 120.5 rounds up
    ['member', 1, 10, 3, 7, 7, 10], // 2.5 rounds up
    ['all', 4, 8715, 499, 8216, 8216, 8715],
  ])
  expect(rolled).toMatchObject({ accounts: 4, currency: 'CNY', liabilityMinor: 8216, faceMinor: 8715, assumptions })
})

test('the same as the ledger’s own liability, where one breakage holds for all of one tier', () => {
  const asOf = '2026-06-30'
  const [, bo] = states
  const rolled = pointsLiability(club, [bo], { asOf, assumptions: { stars: { worth: '0.01', breakage: '0.075' } } })
  const { earned, spent, expired, reversed } = bo.books.purses.stars
  const one = ledgerLiability(
    { earned, spent, expired, reversed, pending: 0, active: 2000 },
    { worth: { minor: 1, units: 1 }, breakagePerTenThousand: 750 },
  )
  expect([...rows(rolled)].at(-1)).toMatchObject({
    outstandingUnits: one.outstanding,
    breakageUnits: one.breakage,
    liabilityMinor: one.liabilityMinor,
    faceMinor: one.faceValueMinor,
  })
})

test('every account is asked as of the same day: what has ended by then is owed no more, and is breakage that was seen', () => {
  const rolled = pointsLiability(club, states, { asOf: '2027-02-01', assumptions })
  const gold = [...rows(rolled)].find(({ tier }) => tier === 'gold')
  // by 9 January 2027 ann's 3,000 and bo's 2,000 have ended; bo redeemed 4,000: 5,000 / 9,000
  expect(gold).toMatchObject({ accounts: 1, outstandingUnits: 2500 })
  expect(gold?.observedBreakage).toBeCloseTo(5 / 9, 14)
  expect([...rows(rolled)].find(({ tier }) => tier === 'member')?.observedBreakage).toBeUndefined()
})

test('points with decimals, and several currencies in one figure', () => {
  const rolled = pointsLiability(club, states, {
    asOf: '2026-06-30',
    assumptions: { stars: { worth: '0.01', breakage: '0' }, miles: { worth: '0.5', breakage: '0.5' } },
  })
  // 3.30 · 0.5 = 1.65, down to 1.6 miles = 16 units; half of them, 0.8 miles at 0.50, are 40 cents
  expect([...rows(rolled)].find((row) => row.currency === 'miles' && row.tier === 'silver')).toMatchObject({
    outstandingUnits: 16,
    expectedUnits: 8,
    liabilityMinor: 40,
    faceMinor: 80,
  })
  expect(rolled).toMatchObject({ scales: { stars: 0, miles: 1 }, liabilityMinor: 8715 + 40 })
})

test('what a member owes is told beside, not set off against what others hold', () => {
  const owing = [...histories.bo, fact('bo', 'refund', '2026-02-10', { refersTo: 'bo purchase 2026-01-10', amount: '6000' })]
  const all = [states[0], replayProgram(club, owing, { account: 'bo' }).state]
  const rolled = [...rows(pointsLiability(club, all, { asOf: '2026-06-30', assumptions }))].at(-1)
  expect(rolled).toMatchObject({ outstandingUnits: 5500, debtUnits: 4000, accounts: 1 })
})

test('nobody yet', () => {
  expect(pointsLiability(club, [], { asOf: '2026-06-30', assumptions })).toMatchObject({ accounts: 0, liabilityMinor: 0, length: 4 })
})

test('mistakes of the caller', () => {
  const ask = (stars: object) => () =>
    pointsLiability(club, states, { asOf: '2026-06-30', assumptions: { stars: { worth: '0.01', breakage: '0', ...stars } } })
  for (const wrong of [{ worth: 'a cent' }, { worth: '-1' }, { breakage: '15' }, { breakage: { gold: '-0.1' } }])
    expect(ask(wrong)).toThrow(/portfolio.liability.assumption/)
  expect(() => pointsLiability(club, states, { asOf: '2026-06-30', assumptions: { beans: { worth: '1', breakage: '0' } } })).toThrow(
    /portfolio.liability.assumption/,
  )
  const other = defineProgram({ ...club, id: 'other' })
  expect(() => pointsLiability(other, states, { asOf: '2026-06-30', assumptions })).toThrow(/tierwise.program.other-definition/)
})
