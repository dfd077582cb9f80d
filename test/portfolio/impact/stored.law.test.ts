/** Rules from a day on, told of stored accounts, against a program that has the same change in it by dates and is played over the whole history. */

import fc from 'fast-check'
import { impact } from 'tierwise/portfolio'
import { type AccountState, applyEvent, defineProgram, type ProgramEvent, readStanding, replayProgram } from 'tierwise/program'
import { expect, test } from 'vitest'
import { definitions } from '../../program/random/definition.js'
import { worlds } from '../../program/random/history.js'
import { cases } from '../../support/cases.js'

const FROM = '2026-06-01'
const asOf = '2026-12-31'
const DAY = 86_400_000
const BEGIN = Date.parse('2026-01-01T04:00:00Z')

const earn = (rate: string, dates: object = {}) => ({
  id: `at ${rate}`,
  on: 'purchase',
  to: 'stars',
  per: '1',
  rate,
  round: 'down',
  ...dates,
})
const club = (rules: readonly object[]) =>
  defineProgram({
    kind: 'program',
    format: 1,
    id: 'club',
    timeZone: 'Asia/Shanghai',
    currency: 'CNY',
    lateness: { n: 20, unit: 'day' },
    measures: { spend: { from: 'purchase', aggregate: 'sum', value: 'amount', window: { rolling: { n: 6, unit: 'month' } } } },
    tiers: [
      { id: 'member' },
      { id: 'silver', enter: { measure: 'spend', gte: '1000' } },
      { id: 'gold', enter: { measure: 'spend', gte: '5000' } },
    ],
    grant: { until: { plus: { n: 3, unit: 'month' }, last: 'dayBefore' } },
    currencies: { stars: { lots: { until: { plus: { n: 4, unit: 'month' }, last: 'dayBefore' } } } },
    earn: rules,
    redeem: [{ id: 'pay', on: 'redeem', from: 'stars', amount: 'points' }],
    reverse: [{ id: 'back', on: 'refund', of: ['purchase'], part: 'amount' }],
  })
const before = club([earn('1')])
const after = club([{ ...earn('1.5'), id: 'at 1' }])
const dated = club([earn('1', { effectiveThrough: '2026-05-31' }), earn('1.5', { effectiveFrom: FROM })])

const history = fc.array(
  fc.record({
    type: fc.constantFrom('purchase', 'purchase', 'purchase', 'redeem', 'refund'),
    day: fc.oneof(fc.integer({ min: 0, max: 360 }), fc.integer({ min: 135, max: 155 })), // June begins at 151
    cents: fc.integer({ min: 100, max: 300_000 }),
    late: fc.constantFrom(0, 0, 10, 18),
    of: fc.nat(20),
  }),
  { minLength: 3, maxLength: 25 },
)

test('a rate that changes on a day says the same as a program with both rates in it', () => {
  const met = { cases: 0, refund: 0, late: 0, redeemed: 0, tier: 0, differs: 0 }
  fc.assert(
    fc.property(history, (told) => {
      const events = told.map(({ type, day, cents, of }, i): ProgramEvent & { readonly at: number } => ({
        id: `e${i}`,
        customerId: 'ann',
        type,
        at: BEGIN + day * DAY + i,
        ...(type === 'redeem' ? { points: Math.ceil(cents / 2000) } : { amount: (cents / (type === 'refund' ? 400 : 100)).toFixed(2) }),
        ...(type === 'refund' ? { refersTo: `e${of % told.length}` } : {}),
      }))
      const arrived = events.map((event, i) => ({ event, at: event.at + told[i].late * DAY })).sort((a, b) => a.at - b.at)
      const cut = Date.parse(`${FROM}T00:00:00+08:00`)
      const arrivedBefore = arrived.filter(({ at }) => at < cut)
      const state = arrivedBefore.reduce<AccountState | undefined>((known, { event }) => applyEvent(before, known, event).state, undefined)
      if (state === undefined) return
      const since = arrived.filter(({ at }) => at >= cut).map(({ event }) => event)

      const [plays, oracle] = [before, dated].map((program) =>
        readStanding(program, replayProgram(program, events, { account: 'ann', asOf }).state),
      )
      const diff = impact(before, after, [{ state, events: since }], { asOf, from: FROM })
      expect(diff.unanswered).toEqual([])
      const change = [...diff.losers, ...diff.winners][0]?.points.stars ?? '0'
      expect(Number(change)).toBe(Number(oracle.balances.stars) - Number(plays.balances.stars))
      expect(diff.matrix).toEqual({ [plays.tier ?? '']: { [oracle.tier ?? '']: 1 } })

      met.cases++
      if (since.some(({ type }) => type === 'refund')) met.refund++
      if (since.some(({ at }) => Number(at) < cut)) met.late++
      if (told.some(({ type }) => type === 'redeem')) met.redeemed++
      if (plays.tier !== 'member') met.tier++
      if (change !== '0') met.differs++
    }),
    { numRuns: cases(300) },
  )
  console.log(`met: ${JSON.stringify(met)}`)
  for (const [what, count] of Object.entries(met)) expect(count, what).toBeGreaterThanOrEqual(met.cases * 0.05)
}, 60_000)

test('rules that differ in nothing but their name move nobody, wherever the account was stored', () => {
  let cut = 0
  fc.assert(
    fc.property(worlds(definitions()), fc.integer({ min: 1, max: 24 }), ({ definition, events, end }, most) => {
      const renamed = defineProgram({ ...JSON.parse(JSON.stringify(definition)), id: 'renamed' })
      const early = events.slice(0, most)
      const state = early.reduce<AccountState | undefined>((known, event) => applyEvent(definition, known, event).state, undefined)
      if (state === undefined || state.account === '') return
      const diff = impact(definition, renamed, [{ state, events: events.slice(early.length) }], { asOf: end + 1 })
      expect(diff.unanswered).toEqual([])
      expect([...diff.losers, ...diff.winners]).toEqual([])
      expect(diff.refusals.before).toBe(diff.refusals.after)
      cut++
    }),
    { numRuns: cases(200) },
  )
  expect(cut).toBeGreaterThan(cases(200) / 2)
}, 60_000)
