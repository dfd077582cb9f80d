/** A status that holds while a condition does, also where that is one choice of several. */

import { type AccountState, advanceProgram, applyEvent, defineProgram, readStanding } from 'tierwise/program'
import { describe, expect, it, test } from 'vitest'

const program = defineProgram({
  kind: 'program',
  format: 1,
  id: 'p',
  timeZone: 'UTC',
  currency: 'EUR',
  flags: { card: { on: 'card', off: 'card-closed' } },
  measures: {
    quarter: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 90, unit: 'day' } } },
    shops: { from: 'purchase', aggregate: 'distinct', value: 'shop', window: { rolling: { n: 90, unit: 'day' } } },
  },
  tiers: [
    { id: 'base' },
    {
      id: 'gold',
      enter: { measure: 'quarter', gte: '100' },
      grant: {
        until: [
          { when: { flag: 'card' }, until: { while: { measure: 'quarter', gte: '50' } } },
          { until: { plus: { n: '10', unit: 'day' }, last: 'dayBefore' } },
        ],
      },
    },
  ],
})
const day = (n: number): number => Date.UTC(2026, 0, n, 12)
const tierOn = (state: AccountState, n: number): string | undefined =>
  readStanding(program, advanceProgram(program, state, { at: day(n) }).state).tier

describe('a status that holds while a condition does', () => {
  const levels = defineProgram({
    kind: 'program',
    format: 1,
    id: 'levels',
    timeZone: 'UTC',
    currency: 'EUR',
    flags: { staff: { on: 'hired', off: 'left', until: { date: 'through' } } },
    measures: { seats: { from: 'seats', aggregate: 'latest', value: 'n', empty: '0' } },
    tiers: [
      { id: 'base' },
      { id: 'silver', enter: { measure: 'seats', gte: '10' }, grant: { until: { while: { measure: 'seats', gte: '5' } } } },
      { id: 'gold', enter: { measure: 'seats', gte: '50' }, grant: { until: { plus: { n: 1, unit: 'month' }, last: 'dayBefore' } } },
    ],
    review: { else: { to: 'oneDown' } },
    grants: [{ id: 'staff', on: 'hired', tier: 'gold', until: { while: { flag: 'staff' } }, state: 'staff' }],
  })
  const on = (state: AccountState, n: number): unknown => {
    const { tier, state: word } = readStanding(levels, advanceProgram(levels, state, { at: day(n) }).state)
    return [tier, word]
  }

  it('ends with its flag where an event gave it, at the flag’s own date too', () => {
    const hired = applyEvent(levels, undefined, { id: 'h', type: 'hired', at: day(1), through: '2026-01-20' } as never).state
    expect([on(hired, 20), on(hired, 21)]).toEqual([
      ['gold', 'staff'],
      ['base', undefined],
    ])
    const left = applyEvent(levels, hired, { id: 'l', type: 'left', at: day(5) }).state
    expect(on(left, 5)).toEqual(['base', undefined])
  })

  it('ends with the condition where a review let somebody fall to it', () => {
    let state = applyEvent(levels, undefined, { id: 's1', type: 'seats', at: day(1), n: 60 } as never).state
    state = applyEvent(levels, state, { id: 's2', type: 'seats', at: day(10), n: 8 } as never).state
    expect([on(state, 31), on(state, 32)]).toEqual([
      ['gold', undefined],
      ['silver', undefined],
    ]) // 1 January + 1 month ends on the 31st
    state = applyEvent(levels, state, { id: 's3', type: 'seats', at: day(40), n: 4 } as never).state
    expect(on(state, 40)).toEqual(['base', undefined])
  })
})

describe('an end rule with choices', () => {
  it('holds while the condition of its choice does, and falls on the day it ceases, asked once or daily', () => {
    let state = applyEvent(program, undefined, { id: 'c', type: 'card', at: day(1) }).state
    state = applyEvent(program, state, { id: 'o', type: 'purchase', at: day(2), amount: '100', shop: 'a' }).state
    // The purchase of 2 January leaves the ninety days on 2 April, which is day 92.
    expect([tierOn(state, 50), tierOn(state, 91), tierOn(state, 92)]).toEqual(['gold', 'gold', 'base'])
    let daily = state
    for (let n = 3; n <= 92; n++) {
      daily = advanceProgram(program, daily, { at: day(n) }).state
      expect(readStanding(program, daily).tier).toBe(n < 92 ? 'gold' : 'base')
    }
  })

  it('ends at its date where another choice applied', () => {
    const state = applyEvent(program, undefined, { id: 'o', type: 'purchase', at: day(2), amount: '100', shop: 'a' }).state
    expect(readStanding(program, state)).toMatchObject({ tier: 'gold', tierValidUntil: '2026-01-11' })
  })

  it('counts each different thing of a rolling window, and forgets those that have left it', () => {
    let state: AccountState | undefined
    const shops = [
      ['a', 2],
      ['b', 3],
      ['a', 4],
      ['c', 95],
    ] as const
    for (const [shop, n] of shops)
      state = applyEvent(program, state, { id: `o${n}`, type: 'purchase', at: day(n), amount: '1', shop }).state
    // On day 95 the window begins on day 6: only c is in it.
    expect(readStanding(program, state as AccountState).metrics.shops).toBe('1')
    expect(state?.books.counters.shops.keys).toHaveLength(1)
    const three = applyEvent(program, undefined, { id: 'x', type: 'purchase', at: day(2), amount: '1', shop: 'a' }).state
    const both = applyEvent(program, three, { id: 'y', type: 'purchase', at: day(3), amount: '1', shop: 'b' }).state
    expect(readStanding(program, both).metrics.shops).toBe('2')
  })
})

test('taken back while a higher status runs, then given for less, it does not find its old end', () => {
  const club = defineProgram({
    kind: 'program',
    format: 1,
    id: 'club',
    timeZone: 'UTC',
    currency: 'EUR',
    flags: { vip: { on: 'set', off: 'revoked' } },
    tiers: [{ id: 'base' }, { id: 'silver' }, { id: 'gold' }],
    grants: [
      { id: 'vip', on: 'set', tier: 'silver', until: { while: { flag: 'vip' }, until: { date: 'through' } } },
      { id: 'gift', on: 'gift', tier: 'gold', until: { date: 'through' }, state: 'gift' },
    ],
  })
  const told = (...events: readonly (readonly [n: number, type: string, through?: string])[]): AccountState =>
    events.reduce<AccountState | undefined>(
      (state, [n, type, through], i) =>
        applyEvent(club, state, { id: `e${i}`, customerId: 'ann', type, at: day(n), ...(through === undefined ? {} : { through }) }).state,
      undefined,
    ) as AccountState
  const seen = (state: AccountState, n: number): unknown => {
    const { tier, tierValidUntil } = readStanding(club, advanceProgram(club, state, { at: day(n) }).state)
    return [tier, tierValidUntil]
  }
  const again = told([1, 'set', '2026-01-30'], [2, 'gift', '2026-01-20'], [3, 'revoked'], [4, 'set', '2026-01-25'])
  expect([seen(again, 20), seen(again, 21), seen(again, 25), seen(again, 26)]).toEqual([
    ['gold', '2026-01-20'],
    ['silver', '2026-01-25'],
    ['silver', '2026-01-25'],
    ['base', null],
  ])
})
