/** A program that carries a lifecycle: one event answers with points, tier and stage. */

import {
  type AccountState,
  advanceProgram,
  applyEvent,
  defineProgram,
  readStanding,
  replayProgram,
  safeDefineProgram,
} from 'tierwise/program'
import { describe, expect, it } from 'vitest'

const lifecycle = {
  kind: 'lifecycle',
  format: 1,
  id: 'stages',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  initial: 'prospect',
  stages: [
    { id: 'prospect', transitions: [{ on: 'purchase', to: 'active' }] },
    {
      id: 'active',
      transitions: [
        { after: { n: 90, unit: 'day' }, since: { event: 'purchase' }, to: 'asleep', effects: [{ type: 'coupon', value: '20' }] },
      ],
    },
    { id: 'asleep', transitions: [{ on: 'purchase', to: 'active' }] },
  ],
}
const config = {
  kind: 'program',
  format: 1,
  id: 'club',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  measures: { spend: { from: 'purchase', aggregate: 'sum' } },
  tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'spend', gte: '1000' } }],
  currencies: { points: {} },
  earn: [{ id: 'base', on: 'purchase', to: 'points' }],
  redeem: [{ id: 'spend', on: 'redeem', from: 'points', amount: 'points' }],
  lifecycle,
}
const program = defineProgram(config)
const bought = (id: string, at: string, amount: string) => ({ id, customerId: 'c1', type: 'purchase', at, amount })

describe('a program with a lifecycle', () => {
  it('answers one event with entries, tier and stage', () => {
    const { state, entries, effects, reasons } = applyEvent(program, undefined, bought('o1', '2026-01-10T12:00:00+08:00', '1000'))
    expect(entries.map(({ units }) => units)).toEqual([1000])
    expect(effects.map(({ type }) => type)).toEqual(['tier'])
    expect(reasons.map(({ code }) => code)).toContain('lifecycle.stage.moved')
    expect(readStanding(program, state)).toMatchObject({ tier: 'gold', stage: 'active', balances: { points: '1000' } })
  })

  it('takes a history of 1972, whose times in milliseconds could be seconds', () => {
    const events = [bought('o1', '1972-01-10T12:00:00+08:00', '10'), bought('o2', '1972-01-20T12:00:00+08:00', '10')]
    const { state } = applyEvent(program, applyEvent(program, undefined, events[0]).state, events[1])
    expect(readStanding(program, state)).toMatchObject({ stage: 'active', balances: { points: '20' } })
    expect(replayProgram(program, events, { at: '1972-02-01T00:00:00+08:00' }).state.lifecycle?.stage).toBe('active')
    // 20 January + 90 days = 19 April, 1972 being a leap year.
    expect(readStanding(program, advanceProgram(program, state, { asOf: '1972-04-19' }).state).stage).toBe('asleep')
  })

  it('moves on by time alone, asked once or daily, and tells the host', () => {
    const start = applyEvent(program, undefined, bought('o1', '2026-01-10T12:00:00+08:00', '10')).state
    // 10 January + 90 days = 10 April.
    expect(readStanding(program, advanceProgram(program, start, { asOf: '2026-04-09' }).state).stage).toBe('active')
    const once = advanceProgram(program, start, { asOf: '2026-04-10' })
    expect(readStanding(program, once.state).stage).toBe('asleep')
    expect(once.effects).toMatchObject([{ type: 'coupon', value: '20', stage: 'asleep' }])
    let daily: AccountState = start
    for (let day = 11; day <= 100; day++) daily = advanceProgram(program, daily, { at: Date.UTC(2026, 0, day, 12) }).state
    expect(readStanding(program, daily).stage).toBe('asleep')
  })

  it('does not move by what the program refused', () => {
    const start = applyEvent(program, undefined, bought('o1', '2026-01-10T12:00:00+08:00', '10')).state
    const refused = applyEvent(program, start, { id: 'r1', type: 'redeem', at: '2026-01-11T12:00:00+08:00', points: 50 })
    expect(refused.outcomes[0].outcome).toBe('refused')
    expect(refused.state.lifecycle).toEqual(start.lifecycle)
  })

  it('replays to the same stage and the same state of it', () => {
    const events = [bought('o1', '2026-01-10T12:00:00+08:00', '10'), bought('o2', '2026-07-01T12:00:00+08:00', '10')]
    let state: AccountState | undefined
    for (const event of events) state = applyEvent(program, state, event).state
    const replayed = replayProgram(program, [...events].reverse()).state
    expect(replayed.lifecycle).toEqual(state?.lifecycle)
    expect(readStanding(program, replayed).stage).toBe('active')
  })

  it('puts a late fact in its place for both within the lateness of the program', () => {
    const late = defineProgram({ ...config, lateness: { n: 100, unit: 'day' } })
    const o1 = bought('o1', '2026-01-10T12:00:00+08:00', '10')
    const o2 = bought('o2', '2026-03-01T12:00:00+08:00', '10')
    const first = advanceProgram(late, applyEvent(late, undefined, o1).state, { asOf: '2026-04-12' }).state
    expect(readStanding(late, first).stage).toBe('asleep')
    const mended = applyEvent(late, first, o2)
    expect(mended.outcomes[0]).toMatchObject({ outcome: 'applied', late: true })
    expect(readStanding(late, mended.state)).toMatchObject({ stage: 'active', balances: { points: '20' } })
  })

  it('wants the lifecycle in its own zone and checks its names', () => {
    const wrong = safeDefineProgram({ ...config, lifecycle: { ...lifecycle, timeZone: 'UTC', initial: 'nobody' } })
    expect(wrong.success ? [] : wrong.error.issues.map(({ code, path }) => [code, path?.join('.')])).toEqual([
      ['lifecycle.stage.unknown', 'lifecycle.initial'],
      ['program.lifecycle.differs', 'lifecycle.timeZone'],
    ])
  })
})
