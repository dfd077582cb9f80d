/** Households, companies and pools; and points that go from one account to another. */

import {
  type AccountState,
  advanceProgram,
  applyEvent,
  defineProgram,
  type ProgramEvent,
  readStanding,
  replayProgram,
} from 'tierwise/program'
import { describe, expect, it } from 'vitest'

const config = {
  kind: 'program',
  format: 1,
  id: 'family',
  timeZone: 'Asia/Tokyo',
  currency: 'JPY',
  members: { join: 'join', leave: 'leave', max: 3, draw: 'proportional' },
  measures: { spend: { from: 'purchase', aggregate: 'sum', window: { fixed: 'year' } } },
  tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'spend', gte: '1000' } }],
  currencies: { miles: { lots: { until: { plus: { n: '12', unit: 'month' }, last: 'dayBefore' } } } },
  earn: [{ id: 'fly', on: 'purchase', to: 'miles' }],
  redeem: [{ id: 'seat', on: 'redeem', from: 'miles', amount: 'miles' }],
  reverse: [
    { id: 'undo', on: 'undo', of: ['redeem'], giveBack: true },
    { id: 'refund', on: 'refund', of: ['purchase'], part: 'amount' },
  ],
  transfer: [{ id: 'gift', from: 'miles', out: 'gift-out', in: 'gift-in', amount: 'miles', keepsDates: true }],
}
const program = defineProgram(config)

const on = (day: string, who: string, type: string, more: object = {}): ProgramEvent => ({
  id: `${day} ${who} ${type}`,
  customerId: who,
  type,
  at: `2026-${day}T12:00:00+09:00`,
  ...more,
})
const timeline: readonly ProgramEvent[] = [
  on('01-10', 'aiko', 'purchase', { amount: '500' }),
  on('02-01', 'ben', 'join', { lots: [{ amount: '200', earned: '2025-06-01', expiresOn: '2026-05-31' }] }),
  on('02-10', 'ben', 'purchase', { amount: '100' }),
  on('03-01', 'chie', 'join'),
  on('03-05', 'chie', 'purchase', { amount: '200' }),
]
const play = (events: readonly ProgramEvent[], definition = program, from?: AccountState): AccountState => {
  let state = from
  for (const event of events) {
    const { outcomes, state: next } = applyEvent(definition, state, event)
    expect([event.id, outcomes[0].outcome]).toEqual([event.id, 'applied'])
    state = next
  }
  return state as AccountState
}
const own = (state: AccountState, definition = program) =>
  Object.fromEntries((readStanding(definition, state).members ?? []).map(({ id, balances }) => [id, balances.miles]))

describe('an account of several members', () => {
  it('adds up what all of them do', () => {
    const state = play(timeline)
    // 500 + 200 brought + 100 + 200; spend is 500 + 100 + 200.
    expect(readStanding(program, state)).toMatchObject({ tier: 'base', balances: { miles: '1000' }, metrics: { spend: '800' } })
    expect(own(state)).toEqual({ aiko: '500', ben: '300', chie: '200' })
    expect(readStanding(program, play([on('03-06', 'ben', 'purchase', { amount: '200' })], program, state)).tier).toBe('gold')
  })

  it('draws from each in proportion, odd units by largest remainder, then by joining', () => {
    const state = play([...timeline, on('03-10', 'chie', 'redeem', { miles: 333 })])
    // 500 : 300 : 200 of 333 = 166.5, 99.9, 66.6 → 166, 99, 66 and two odd units to .9 and .6.
    expect(own(state)).toEqual({ aiko: '334', ben: '200', chie: '133' })
    const even = play([
      on('01-10', 'a', 'purchase', { amount: '10' }),
      on('01-11', 'b', 'join'),
      on('01-12', 'b', 'purchase', { amount: '10' }),
    ])
    // 5 of 10 : 10 is 2.5 each: the odd one from who joined first.
    expect(own(play([on('01-13', 'b', 'redeem', { miles: 5 })], program, even))).toEqual({ a: '7', b: '8' })
  })

  it('uses the oldest of each share, and gives back to whom it belonged', () => {
    const before = play(timeline)
    const spent = play([on('03-10', 'aiko', 'redeem', { miles: 500 })], program, before)
    // Ben gives 150 of the 200 he brought, which are his oldest.
    expect(
      spent.books.purses.miles.lots.flatMap(({ lots }) => lots.filter(({ member }) => member === 'ben').map(({ left }) => left)),
    ).toEqual([50, 100])
    const back = play([on('03-11', 'aiko', 'undo', { refersTo: '03-10 aiko redeem' })], program, spent)
    expect(own(back)).toEqual(own(before))
    expect(readStanding(program, back).lots).toEqual(readStanding(program, before).lots)
  })

  it('lets lots end at their owner’s dates', () => {
    const state = advanceProgram(program, play(timeline), { asOf: '2026-06-01' }).state
    expect(own(state)).toEqual({ aiko: '500', ben: '100', chie: '200' })
  })

  it('lets who leaves take what is theirs, leave it, or lose it', () => {
    const leave = on('03-10', 'ben', 'leave')
    const took = applyEvent(program, play(timeline), leave)
    expect(own(took.state)).toEqual({ aiko: '500', chie: '200' })
    expect(took.effects).toMatchObject([
      {
        type: 'transfer',
        member: 'ben',
        lots: [
          { earned: '2025-06-01', amount: '200', expiresOn: '2026-05-31' },
          { earned: '2026-02-10', amount: '100', expiresOn: '2027-02-09' },
        ],
      },
    ])
    const { id: _, ...elsewhere } = on('03-11', 'ben', 'join', { lots: took.effects[0].lots })
    const newcomer = play([{ id: 'n', ...elsewhere } as ProgramEvent])
    expect(readStanding(program, newcomer).balances).toEqual({ miles: '300' })
    const stay = defineProgram({ ...config, members: { ...config.members, leaving: 'stay' } })
    const stayed = play([...timeline, leave], stay)
    expect(readStanding(stay, stayed).balances).toEqual({ miles: '1000' })
    // What belongs to nobody now is drawn last of equals, but in proportion: 500 : 200 : 300 of 10.
    expect(own(play([on('03-12', 'chie', 'redeem', { miles: 10 })], stay, stayed), stay)).toEqual({ aiko: '495', chie: '198' })
    const forfeit = defineProgram({ ...config, members: { ...config.members, leaving: 'forfeit' } })
    expect(readStanding(forfeit, play([...timeline, leave], forfeit))).toMatchObject({
      balances: { miles: '700' },
      expired: { miles: '300' },
    })
  })

  it('refuses strangers, a fourth member and a second join', () => {
    const state = play(timeline)
    const refusal = (event: ProgramEvent) => applyEvent(program, state, event).outcomes[0].refusal
    expect(refusal(on('03-10', 'dan', 'purchase', { amount: '5' }))).toBe('not-a-member')
    expect(refusal(on('03-10', 'dan', 'join'))).toBe('account-full')
    expect(refusal(on('03-10', 'ben', 'join'))).toBe('already-member')
    const left = play([on('03-10', 'ben', 'leave')], program, state)
    expect(applyEvent(program, left, on('03-11', 'ben', 'purchase', { amount: '5' })).outcomes[0].refusal).toBe('not-a-member')
    expect(applyEvent(program, left, on('03-11', 'dan', 'join')).outcomes[0].outcome).toBe('applied')
  })

  it('is the same replayed from its facts in any order', () => {
    const events = [...timeline, on('03-10', 'chie', 'redeem', { miles: 333 }), on('03-20', 'ben', 'leave')]
    expect(replayProgram(program, [...events].reverse()).state).toEqual(play(events))
  })
})

describe('a transfer', () => {
  it('takes the oldest out of one account and brings them to another with their dates', () => {
    const giver = play([on('01-10', 'g', 'purchase', { amount: '300' }), on('02-10', 'g', 'purchase', { amount: '300' })])
    const sent = applyEvent(program, giver, on('03-01', 'g', 'gift-out', { miles: 400 }))
    expect(sent.entries).toMatchObject([{ kind: 'transfer', units: -400 }])
    const got = applyEvent(program, undefined, on('03-01', 'h', 'gift-in', { lots: sent.effects[0].lots }))
    expect(readStanding(program, got.state).lots).toEqual([
      { currency: 'miles', earned: '2026-01-10', left: '300', until: '2027-01-09' },
      { currency: 'miles', earned: '2026-02-10', left: '100', until: '2027-02-09' },
    ])
    expect(readStanding(program, sent.state).balances).toEqual({ miles: '200' })
    expect(applyEvent(program, sent.state, on('03-02', 'g', 'gift-out', { miles: 201 })).outcomes[0].refusal).toBe('insufficient-balance')
  })

  it('may date what arrives anew', () => {
    const anew = defineProgram({ ...config, transfer: [{ ...config.transfer[0], keepsDates: false }] })
    const got = applyEvent(
      anew,
      undefined,
      on('03-01', 'h', 'gift-in', { lots: [{ earned: '2026-01-10', amount: '300', expiresOn: '2027-01-09' }] }),
    )
    expect(readStanding(anew, got.state).lots).toEqual([{ currency: 'miles', earned: '2026-03-01', left: '300', until: '2027-02-28' }])
  })
})
