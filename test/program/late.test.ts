/** Late events: put in their place, with corrections for what had been issued by then. */

import {
  type AccountState,
  type Applied,
  advanceProgram,
  applyEvent,
  defineProgram,
  type ProgramEvent,
  readStanding,
  replayProgram,
} from 'tierwise/program'
import { describe, expect, test } from 'vitest'

const definition = defineProgram({
  kind: 'program',
  format: 1,
  id: 'late',
  timeZone: 'UTC',
  currency: 'USD',
  lateness: { n: 30, unit: 'day' },
  measures: { spend: { from: 'purchase', aggregate: 'sum', window: { fixed: 'year' } } },
  tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'spend', gte: '100' } }],
  grant: { until: { endOf: { fixed: 'year' }, ahead: 1 } },
  currencies: { points: {} },
  earn: [{ id: 'base', on: 'purchase', to: 'points', byTier: { gold: '2' }, round: 'down' }],
  redeem: [{ id: 'spend', on: 'redeem', from: 'points', amount: 'points' }],
})

const purchase = (id: string, day: string, amount: string): ProgramEvent => ({
  id,
  customerId: 'ann',
  type: 'purchase',
  at: `${day}T12:00:00Z`,
  amount,
})

function lived(events: readonly ProgramEvent[], state?: AccountState): AccountState {
  return events.reduce<AccountState | undefined>((so, event) => applyEvent(definition, so, event).state, state) as AccountState
}

function units({ entries }: Pick<Applied, 'entries'>): (readonly [string, number])[] {
  return entries.map((entry) => [entry.id, entry.units] as const)
}

describe('a late purchase that makes gold come sooner', () => {
  // 60 on 1 March and 50 on 20 March: gold on 20 March, 110 points.
  const known = lived([purchase('a', '2026-03-01', '60'), purchase('c', '2026-03-20', '50')])
  // 50 on 10 March arrives last: gold on the 10th (60 + 50 ≥ 100), so the 50 of the 20th earn 100.
  const late = applyEvent(definition, known, purchase('b', '2026-03-10', '50'))

  test('compensates what was issued and touches no entry of it', () => {
    expect(units(late)).toEqual([
      ['c/0/undone/b', -50],
      ['b/0', 50],
      ['c/0/again/b', 100],
    ])
    expect(late.entries[0].undoes).toBe('c/0')
  })

  test('lists each figure: old, new, cause', () => {
    expect(late.reasons.map(({ code, params }) => [code, params.figure, params.was, params.is, params.cause])).toEqual([
      ['program.figure.corrected', 'points', '110', '210', 'b'],
      ['program.figure.corrected', 'spend', '110', '160', 'b'],
    ])
    expect(late.outcomes).toMatchObject([{ fact: 'b', outcome: 'applied', late: true }])
  })

  test('ends where the events in order end', () => {
    const inOrder = lived([purchase('a', '2026-03-01', '60'), purchase('b', '2026-03-10', '50'), purchase('c', '2026-03-20', '50')])
    expect(late.state).toEqual(inOrder)
  })
})

test('a second late event corrects the first correction under an id of its own', () => {
  const known = lived([purchase('c', '2026-03-20', '50')])
  const first = applyEvent(definition, known, purchase('b', '2026-03-10', '100')) // gold on the 10th: c earns 100
  const second = applyEvent(definition, first.state, purchase('a', '2026-03-01', '100')) // gold on the 1st: b earns 200
  expect(units(second)).toEqual([
    ['b/0/undone/a', -100],
    ['a/0', 100],
    ['b/0/again/a', 200],
  ])
  const ids = [...first.entries, ...second.entries].map(({ id }) => id)
  expect(new Set(ids).size).toBe(ids.length)
  expect(readStanding(definition, second.state).balances.points).toBe('400') // 100 + 200 + 100
})

test('a redemption that a late one leaves without points is named', () => {
  const redeem = (id: string, day: string, points: string): ProgramEvent => ({
    id,
    customerId: 'ann',
    type: 'redeem',
    at: `${day}T12:00:00Z`,
    points,
  })
  const known = lived([purchase('a', '2026-03-01', '60'), redeem('late-in-march', '2026-03-20', '50')])
  const late = applyEvent(definition, known, redeem('early-in-march', '2026-03-05', '40'))
  expect(late.reasons).toMatchObject([
    { code: 'program.figure.corrected', params: { figure: 'points', was: '10', is: '20' } }, // 60 − 50, then 60 − 40
    {
      code: 'program.outcome.corrected',
      params: { fact: 'late-in-march', was: 'applied', is: 'insufficient-balance', cause: 'early-in-march' },
    },
  ])
  expect(units(late)).toEqual([
    ['late-in-march/0/undone/early-in-march', 50],
    ['early-in-march/0', -40],
  ])
})

describe('an event older than the declared lateness', () => {
  const events = [purchase('a', '2026-01-10', '60'), purchase('c', '2026-03-20', '50')]
  const old = purchase('b', '2026-02-10', '50') // 38 days before 20 March
  const known = lived(events)

  test('asks for history and changes nothing', () => {
    const refused = applyEvent(definition, known, old)
    expect(refused.outcomes).toMatchObject([{ fact: 'b', outcome: 'needs-history', from: '2026-02-10T12:00:00.000Z' }])
    expect(refused.state).toBe(known)
    expect(refused.entries).toEqual([])
  })

  test('is resolved by a replay from a snapshot taken before it', () => {
    const snapshot = lived([events[0]])
    const resolved = replayProgram(definition, [events[1], old], { from: snapshot })
    expect(readStanding(definition, resolved.state)).toMatchObject({ tier: 'gold', balances: { points: '210' } }) // 60 + 50 + 2 · 50
    expect(resolved.state.books).toEqual(lived([events[0], old, events[1]]).books)
  })

  test('is resolved as well when the history handed over begins before the snapshot', () => {
    const snapshot = lived([events[0]])
    const all = replayProgram(definition, [...events, old], { from: snapshot })
    expect(readStanding(definition, all.state).balances.points).toBe('210')
    // One that has been asked about later days holds its facts in its base.
    const from = replayProgram(definition, [...events, old], { from: advanceProgram(definition, snapshot, { asOf: '2026-03-01' }).state })
    expect(readStanding(definition, from.state).balances.points).toBe('210')
  })

  test('one day inside it is put in its place', () => {
    expect(applyEvent(definition, known, purchase('b', '2026-02-18', '50')).outcomes[0].outcome).toBe('applied') // 30 days before 20 March
    expect(applyEvent(definition, known, purchase('b', '2026-02-17', '50')).outcomes[0].outcome).toBe('needs-history')
  })
})
