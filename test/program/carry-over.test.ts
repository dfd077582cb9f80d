/** What an account keeps under other rules, what only the history can tell, and which changes decide tiers anew. */

import { type AccountState, applyEvent, defineProgram, type ProgramDefinition, type ProgramEvent, readStanding } from 'tierwise/program'
import { describe, expect, test } from 'vitest'
import { carryOver, historyNeeded, missingPlan } from '../../src/program/carry-over.js'

const months = (n: number, more: object = {}): object => ({ rolling: { n, unit: 'month' }, ...more })
const spend = { from: 'purchase', aggregate: 'sum', window: months(12) }
const tiers = [{ id: 'base' }, { id: 'silver', enter: { measure: 'spend', gte: '1000' } }]
const club = (more: object = {}): ProgramDefinition =>
  defineProgram({
    kind: 'program',
    format: 1,
    id: 'club',
    timeZone: 'UTC',
    currency: 'EUR',
    measures: { spend },
    tiers,
    grant: { until: { plus: { n: 12, unit: 'month' }, last: 'dayBefore' } },
    ...more,
  })

function told(definition: ProgramDefinition, ...events: readonly object[]): AccountState {
  let state: AccountState | undefined
  events.forEach((event, i) => {
    state = applyEvent(definition, state, { id: `e${i}`, customerId: 'ann', at: '2026-03-10T12:00:00Z', ...event } as ProgramEvent).state
  })
  return state as AccountState
}
const bought = (amount: string, more: object = {}): object => ({ type: 'purchase', amount, ...more })

describe('what only the history can tell', () => {
  const flags = (vip: object): object => ({ flags: { vip: { on: 'invited', ...vip } } })
  const counted = (more: object): object => ({ measures: { spend: { ...spend, ...more } } })
  const vips = { where: { flag: 'vip' } }
  const idle = (more: object): object => ({ currencies: { stars: { idle: { after: { n: 6, unit: 'month' }, ...more } } } })
  const members = (more: object): object => ({ members: { join: 'join', leave: 'leave', ...more } })
  const closure = (n: number, activity: readonly string[]): object => ({ closure: { after: { n, unit: 'month' }, activity } })
  const end = { until: { plus: { n: 1, unit: 'month' }, last: 'dayBefore' } }

  const table: readonly (readonly [what: string, before: object, after: object, places: readonly string[]])[] = [
    ['nothing but a name', {}, { name: 'Club' }, []],
    ['a name for a measure', {}, counted({ name: 'Spending' }), []],
    ['another currency', {}, { currency: 'USD' }, ['currency']],
    ['another beginning of the business day', {}, { calendar: { dayStartsAt: '04:00' } }, ['calendar']],
    ['the same window written anew', counted({ window: months(12) }), counted({ window: months(12) }), []],
    ['a window as long, other parts aside', counted({ window: months(12) }), counted({ window: months(12), cap: '900' }), []],
    ['fewer of a longer unit', {}, counted({ window: { rolling: { n: 1, unit: 'year' } } }), ['measures.spend.window']],
    [
      'a shorter window of whole months',
      counted({ window: months(12, { whole: true }) }),
      counted({ window: months(3, { whole: true }) }),
      ['measures.spend.window'],
    ],
    [
      'a shorter window further back',
      counted({ window: months(12, { shift: -1 }) }),
      counted({ window: months(3, { shift: -1 }) }),
      ['measures.spend.window'],
    ],
    ['a cap', {}, counted({ cap: '900' }), []],
    ['what is read where nothing is counted', {}, counted({ empty: '0' }), []],
    ['a reset', {}, counted({ reset: ['rise'] }), []],
    ['another fact that sets a flag', flags({}), flags({ on: 'asked' }), ['flags.vip.on']],
    ['another end of a flag', flags({}), flags(end), []],
    [
      'another end of a flag that a measure looks at',
      { ...flags({}), ...counted(vips) },
      { ...flags(end), ...counted(vips) },
      ['measures.spend.where'],
    ],
    ['another fact by which members join', members({}), members({ join: 'enter' }), ['members.join']],
    ['another fact by which members leave', members({}), members({ leave: 'go' }), ['members.leave']],
    ['another field that names a member', members({}), members({ member: 'who' }), ['members.member']],
    ['more room for members', members({}), members({ max: 3 }), []],
    ['other activity that keeps an account open', closure(6, ['purchase']), closure(6, ['visit']), ['closure.activity']],
    ['an account that is open for longer', closure(6, ['purchase']), closure(9, ['purchase']), []],
    ['other activity that keeps points', idle({ activity: ['purchase'] }), idle({ activity: ['visit'] }), ['currencies.stars.idle']],
    ['points that are kept for longer', idle({}), idle({ after: { n: 9, unit: 'month' } }), []],
  ]
  test.each(table)('%s', (_, before, after, places) => {
    expect(historyNeeded(club(before), club(after))).toEqual(places)
  })
})

describe('tiers are decided anew where what decides them differs', () => {
  const tierOf = (before: ProgramDefinition, after: ProgramDefinition, amount = '600'): string | undefined =>
    readStanding(after, carryOver(before, after, told(before, bought(amount)))).tier

  test('by a named value', () => {
    const worth = (times: string): ProgramDefinition =>
      club({
        values: { worth: { times: [{ measure: 'spend' }, times] } },
        tiers: [tiers[0], { id: 'silver', enter: { value: 'worth', gte: '1000' } }],
      })
    expect(tierOf(worth('1'), worth('1'))).toBe('base')
    expect(tierOf(worth('1'), worth('2'))).toBe('silver')
  })

  test('by a cap that is lifted', () => {
    const capped = club({ measures: { spend: { ...spend, cap: '500' } } })
    expect(tierOf(capped, capped, '1200')).toBe('base')
    expect(tierOf(capped, club(), '1200')).toBe('silver')
  })

  test('for a longer term, on every rung that is met', () => {
    const rungs = (n: number): ProgramDefinition =>
      club({ grant: { rungs: 'all', until: { plus: { n, unit: 'month' }, last: 'dayBefore' } } })
    const state = told(rungs(12), bought('1200'))
    expect(readStanding(rungs(12), state).tierValidUntil).toBe('2027-03-09')
    expect(readStanding(rungs(24), carryOver(rungs(12), rungs(24), state)).tierValidUntil).toBe('2028-03-09')
  })

  test('for life', () => {
    const forLife = club({ lifetime: [{ tier: 'silver', when: { measure: 'spend', gte: '500' } }] })
    const carried = carryOver(club(), forLife, told(club(), bought('600')))
    expect(readStanding(forLife, carried)).toMatchObject({ tier: 'silver' })
    expect(carried.books.grants.map(({ tier, reason, to }) => [tier, reason, to])).toEqual([['silver', 'lifetime', null]])
  })
})

test('a base tier that now runs in terms begins its first', () => {
  const terms = club({ tiers: [{ id: 'base', grant: { until: { plus: { n: 1, unit: 'month' }, last: 'dayBefore' } } }, tiers[1]] })
  const endless = club({ grant: {} })
  const carried = carryOver(endless, terms, told(endless, bought('600')))
  expect(carried.books.grants.map(({ tier, reason, to }) => [tier, reason, to])).toEqual([
    ['base', 'base', Date.UTC(2026, 3, 9) / 86_400_000],
  ])
})

test('whose every fact was refused is nobody under the new rules either', () => {
  const redeem = { currencies: { stars: {} }, redeem: [{ id: 'pay', on: 'redeem', from: 'stars', amount: 'points' }] }
  const [before, after] = [club(redeem), club({ ...redeem, id: 'next' })]
  const nobody = told(before, { type: 'redeem', points: 400 })
  const carried = carryOver(before, after, nobody)
  expect(carried.books).toMatchObject({ tier: null, enrolled: null, grants: [] })
  expect(readStanding(after, carried)).toEqual({ ...readStanding(before, nobody), ...readStanding(after, carried) })
})

test('what the new rules have no place for is not kept; the rest is, to the last field', () => {
  const lost = {
    flags: { lostFlag: { on: 'purchase' } },
    measures: { spend, lostMeasure: { from: 'purchase', aggregate: 'count' } },
    tiers: [...tiers, { id: 'lost-tier', enter: { measure: 'spend', gte: '5000' } }],
    currencies: { stars: {}, lostCoins: {} },
    earn: [
      { id: 'stars', on: 'purchase', to: 'stars', round: 'down' },
      { id: 'coins', on: 'purchase', to: 'lostCoins', round: 'down' },
    ],
    redeem: [{ id: 'pay', on: 'redeem', from: 'lostCoins', amount: 'points' }],
    reverse: [{ id: 'back', on: 'refund', of: ['purchase', 'redeem'] }],
    vouchers: { lostVoucher: { issue: { on: 'purchase' }, until: 'never', gives: { amountOff: '5' } } },
    subscription: { plan: 'plan', start: 'joined', plans: [{ id: 'lost-plan', tier: 'silver', term: { n: 1, unit: 'month' } }] },
  }
  const before = club(lost)
  const state = told(before, bought('6000'), { type: 'redeem', points: 5 }, { type: 'joined', plan: 'lost-plan' })
  for (const name of ['lostFlag', 'lostMeasure', 'lost-tier', 'lostCoins', 'lostVoucher', 'lost-plan'])
    expect(JSON.stringify(state.books), name).toContain(`"${name}`)
  const after = club({ currencies: { stars: {} }, reverse: [{ id: 'back', on: 'refund', of: ['purchase', 'redeem'] }] })
  const carried = carryOver(before, after, state)
  // An order still says what it counted for; nobody reads that of a measure there is not.
  expect(JSON.stringify(carried.books, (key, value) => (key === 'counters' && Array.isArray(value) ? [] : value))).not.toMatch(/"lost/)
  const refunded = applyEvent(after, carried, { id: 'r', type: 'refund', at: '2026-03-11T12:00:00Z', refersTo: 'e0' })
  expect(refunded.outcomes[0].outcome).toBe('applied')
  expect(readStanding(after, refunded.state)).toMatchObject({ balances: { stars: '0' }, metrics: { spend: '0' } })
  // Carried to rules that have it all, nothing is lost; only its name is another.
  expect(carryOver(before, club({ ...lost, id: 'next' }), state).books).toEqual(state.books)
})

test('a grace and what is due go on under the new rules', () => {
  const graced = (more: object = {}): ProgramDefinition =>
    club({
      measures: { spend: { ...spend, window: months(3) } },
      review: { grace: { n: 2, unit: 'month' } },
      grant: { until: { plus: { n: 4, unit: 'month' }, last: 'dayBefore' } },
      ...more,
    })
  // Silver from 10 March to 9 July; by then nothing is left of three months' spend, and the grace runs.
  const state = told(graced(), bought('1200'), bought('1', { at: '2026-07-15T12:00:00Z' }))
  expect(state.books.grace).toMatchObject({ tier: 'silver' })
  const next = graced({ id: 'next' })
  const carried = carryOver(graced(), next, state)
  expect(carried.books).toEqual(state.books)
  expect(carried.books.due).toBe(Date.UTC(2026, 6, 16)) // a three-month window is another every day
  const without = graced({ tiers: [tiers[0], { id: 'gold', enter: { measure: 'spend', gte: '9000' } }] })
  expect(carryOver(graced(), without, state).books).toMatchObject({ grace: null, tier: 'base' })
})

describe('a paid plan that the new rules do not have', () => {
  const plans = (...ids: readonly string[]): ProgramDefinition =>
    club({
      subscription: {
        plan: 'plan',
        start: 'joined',
        renew: 'renewed',
        changeAtRenewal: 'chosen',
        plans: ids.map((id) => ({ id, tier: 'silver', term: { n: 1, unit: 'month' } })),
      },
    })
  const both = plans('small', 'large')
  const joined = { type: 'joined', plan: 'large' }
  const chosen = { type: 'chosen', plan: 'small' }

  test.each([
    ['is the one that runs', [joined], 'large', undefined],
    ['is the one chosen for the next renewal', [joined, chosen], 'large', 'small'],
    ['is the one paid to a day still to come', [joined, chosen, { type: 'renewed' }], 'large', 'small'],
  ] as const)('%s', (_, events, one, other) => {
    const state = told(both, ...events)
    expect(missingPlan(both, state)).toBeUndefined()
    expect(missingPlan(plans('small'), state)).toBe(one)
    expect(missingPlan(plans('large'), state)).toBe(other)
    expect(missingPlan(club(), state)).toBe(state.books.subscription?.plan)
  })

  test('is nobody’s once it has ended', () => {
    const ended = told(both, joined, bought('1', { at: '2026-06-01T12:00:00Z' }))
    expect(ended.books.subscription?.status).toBe('expired')
    expect(missingPlan(plans('small'), ended)).toBeUndefined()
  })
})
