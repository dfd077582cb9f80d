/** Hostile definitions and events: declared errors only, nothing runs away, nothing leaks. */

import {
  type AccountState,
  advanceProgram,
  applyEvent,
  defineProgram,
  type ProgramEvent,
  readStanding,
  safeDefineProgram,
} from 'tierwise/program'
import { describe, expect, test } from 'vitest'
import { cases } from '../support/cases.js'
import { fuzz } from './random/hostile.js'
import { seedOf } from './random/seed.js'

test('spoiled programs and events meet only declared errors', () => {
  const count = cases(600)
  const { faults, accepted, refused, events, outcomes } = fuzz(count, seedOf(401))
  console.log(`fuzz: seed ${seedOf(401)} · ${count} definitions, ${accepted} accepted, ${refused} refused · ${events} events`, outcomes)
  expect(faults).toEqual([])
  // A fuzzer that never gets in, or never breaks anything, has tested nothing.
  expect(accepted).toBeGreaterThan(count * 0.1)
  expect(refused).toBeGreaterThan(count * 0.1)
  expect(outcomes.invalid).toBeGreaterThan(0)
  expect(outcomes.applied).toBeGreaterThan(0)
}, 600_000)

const base = {
  kind: 'program',
  format: 1,
  id: 'hostile',
  timeZone: 'UTC',
  currency: 'USD',
  currencies: { points: {} },
  measures: { spend: { from: 'purchase', aggregate: 'sum' }, earned: { earned: 'points' } },
  earn: [{ id: 'base', on: 'purchase', to: 'points', round: 'down' }],
}
const purchase = (id: string, at: string, amount: string): ProgramEvent => ({ id, customerId: 'ann', type: 'purchase', at, amount })

function codes(config: unknown): (readonly [string, string])[] {
  const result = safeDefineProgram(config)
  return result.success ? [] : result.error.issues.map(({ code, path }) => [code, (path ?? []).join('.')] as const)
}

describe('a definition', () => {
  test('is refused with all its issues, each with its place', () => {
    const wrong = {
      ...base,
      timeZone: 'Mars/Olympus',
      earn: [{ id: 'a', on: 'purchase', to: 'pints' }],
      redeem: [{ id: 'r', on: 'redeem', from: 'points' }],
      colour: 1,
    }
    expect(codes(wrong)).toEqual([
      ['definition.value.invalid', 'timeZone'],
      ['definition.key.missing', 'redeem.0.amount'],
      ['definition.key.unknown', 'colour'],
    ])
    expect(
      codes({
        ...base,
        earn: [
          { id: 'a', on: 'purchase', to: 'pints' },
          { id: 'a', on: 'visit', to: 'points' },
        ],
      }),
    ).toEqual([
      ['program.name.twice', 'earn.1.id'],
      ['program.name.unknown', 'earn.0.to'],
    ])
  })

  test('names no grant by a word of the engine', () => {
    for (const id of ['earned', 'kept', 'lifetime', 'subscription'])
      expect(
        codes({ ...base, tiers: [{ id: 'base' }, { id: 'gold' }], grants: [{ id, on: 'gift', tier: 'gold', until: 'never' }] }),
      ).toEqual([['program.name.reserved', 'grants.0.id']])
  })

  test('lets nothing but a status hold while a condition does', () => {
    const open = { while: { balance: 'points', gte: '10' } }
    expect(
      codes({
        ...base,
        tiers: [{ id: 'base' }, { id: 'gold', enter: { balance: 'points', gte: '1' }, review: { else: { to: 'base', until: open } } }],
        currencies: { points: { lots: { until: [{ when: { field: 'vip', eq: true }, until: open }, { until: 'never' }] } } },
        flags: { card: { on: 'card', until: open } },
        review: { until: open },
        grants: [{ id: 'gift', on: 'gift', tier: 'gold', until: open, safeUntil: open }],
      }),
    ).toEqual([
      ['program.end.while', 'currencies.points.lots.until'],
      ['program.end.while', 'flags.card.until'],
      ['program.end.while', 'grants.0.safeUntil'],
      ['program.end.while', 'review.until'],
      ['program.end.while', 'tiers.1.review.else.until'],
    ])
  })

  test('compares no number with text, and turns no rule round', () => {
    expect(
      codes({
        ...base,
        measures: { spend: { from: 'purchase', aggregate: 'sum' } },
        tiers: [
          { id: 'base' },
          { id: 'gold', enter: { measure: 'spend', gte: '1,000' }, grant: { until: { plus: { n: -1, unit: 'day' }, last: 'dayBefore' } } },
        ],
        earn: [
          { id: 'a', on: 'purchase', to: 'points', per: '0', where: { calendar: 'weekday', in: ['2', 'Tuesday'] } },
          { id: 'b', on: 'purchase', to: 'points', cap: { max: '-5', per: 'event' } },
        ],
        awards: [{ id: 'c', measure: 'spend', crosses: { every: '-10' }, give: '1', to: 'points' }],
        redeem: [{ id: 'r', on: 'redeem', from: 'points', amount: 'points', step: '0' }],
      }),
    ).toEqual([
      ['program.bound.not-a-number', 'tiers.1.enter.gte'],
      ['program.figure.too-small', 'tiers.1.grant.until.plus.n'],
      ['program.figure.too-small', 'earn.0.per'],
      ['program.bound.not-a-number', 'earn.0.where.in'],
      ['program.figure.too-small', 'earn.1.cap.max'],
      ['program.figure.too-small', 'awards.0.crosses.every'],
      ['program.figure.too-small', 'redeem.0.step'],
    ])
    // Dates are text, and fields may be.
    const dated = {
      all: [
        { calendar: 'date', gte: '2026-03-01' },
        { field: 'kind', eq: 'gold' },
      ],
    }
    expect(safeDefineProgram({ ...base, earn: [{ id: 'a', on: 'purchase', to: 'points', where: dated }] }).success).toBe(true)
  })

  test('changes no prototype', () => {
    const evil = JSON.parse(
      '{"__proto__": {"polluted": 1}, "kind": "program", "measures": {"__proto__": {"polluted": 1}, "constructor": {"prototype": {"polluted": 1}}}}',
    )
    expect(codes(evil).map(([code]) => code)).toContain('definition.key.forbidden')
    for (const name of ['toString', 'valueOf', 'hasOwnProperty', 'constructor', '__proto__'])
      expect(codes({ ...base, earn: [{ id: 'a', on: 'purchase', to: name }] })).toEqual([['definition.value.invalid', 'earn.0.to']])
    // An anchor of this name was once found on the prototype, and its periods never came to an end.
    const endless = { id: 'd', at: { each: { n: 3, unit: 'month' }, after: 'constructor' }, give: '3', to: 'points' }
    expect(safeDefineProgram({ ...base, awards: [endless] }).success).toBe(false)
    expect(({} as Record<string, unknown>).polluted).toBeUndefined()
  })

  test('runs no getter and follows no circle', () => {
    const getter = {
      ...base,
      get id() {
        throw new Error('ran')
      },
    }
    Object.defineProperty(getter, 'id', {
      enumerable: true,
      get: () => {
        throw new Error('ran')
      },
    })
    expect(codes(getter)).toEqual([['definition.value.not-json', 'id']])
    const circle: Record<string, unknown> = { ...base }
    circle.values = circle
    expect(codes(circle)[0][0]).toBe('definition.value.cyclic')
  })

  test('whose values double and double again is refused, as its steps are counted', () => {
    const values: Record<string, unknown> = { v0: { plus: ['amount', 'amount'] } }
    for (let i = 1; i <= 40; i++) values[`v${i}`] = { plus: [`v${i - 1}`, `v${i - 1}`] } // 2^41 sums in 41 lines
    // v0 is a sum, its list and two names: 4 steps; each next one twice that and 2. v13 takes 6 · 2^13 − 2 = 49,150, v14 98,302.
    expect(codes({ ...base, values, earn: [{ ...base.earn[0], value: 'v40' }] })[0]).toEqual(['program.value.too-long', 'values.v14'])
  })

  test('whose tier asks for the tier its own condition gives is refused', () => {
    const asks = { value: { byEarned: { gold: '1' }, else: '0' }, gte: '1' }
    expect(codes({ ...base, tiers: [{ id: 'base' }, { id: 'gold', enter: asks }] })).toEqual([['program.value.circular', 'tiers.1.enter']])
    const named = {
      ...base,
      values: { rank: { byEarned: { gold: '1' }, else: '0' } },
      tiers: [{ id: 'base' }, { id: 'gold', enter: { value: 'rank', gte: '1' } }],
    }
    expect(codes(named)).toEqual([['program.value.circular', 'tiers.1.enter']])
  })

  test('whose conversions lead back to where they began is refused', () => {
    const convert = [
      { id: 'there', from: 'points', to: 'miles', step: '1', give: '1', when: 'reached' },
      { id: 'back', from: 'miles', to: 'points', step: '1', give: '1', when: 'reached' },
    ]
    expect(codes({ ...base, currencies: { points: {}, miles: {} }, convert }).map(([code]) => code)).toEqual([
      'program.conversion.circular',
      'program.conversion.circular',
    ])
  })
})

describe('a loop that only running shows', () => {
  const endless = { id: 'again', measure: 'earned', crosses: { every: '10' }, give: '10', to: 'points' }

  test('award → measure → award is refused with the reason, and changes nothing', () => {
    const definition = defineProgram({ ...base, awards: [endless] })
    const applied = applyEvent(definition, undefined, purchase('a', '2026-03-01T12:00:00Z', '10'))
    expect(applied.outcomes[0]).toMatchObject({ outcome: 'refused', refusal: 'endless', reason: { code: 'program.award.endless' } })
    expect(applied.entries).toEqual([])
    expect(readStanding(definition, applied.state).balances.points).toBe('0')
  })

  test('the same set off by a date is stopped with the reason, and time goes on', () => {
    const definition = defineProgram({
      ...base,
      awards: [
        { ...endless, when: { measure: 'earned', gte: '15' } },
        { id: 'monthly', at: { monthly: 1 }, give: '10', to: 'points' },
      ],
    })
    const state = applyEvent(definition, undefined, purchase('a', '2026-03-10T12:00:00Z', '9')).state
    const advanced = advanceProgram(definition, state, { asOf: '2026-05-15' })
    expect(advanced.reasons.map(({ code }) => code)).toContain('program.award.endless')
    expect(readStanding(definition, advanced.state).balances.points).toBe('29') // 9, and 10 on 1 April and on 1 May
  })

  test('award → tier → award ends with its event', () => {
    const definition = defineProgram({
      ...base,
      tiers: [{ id: 'base' }, { id: 'gold', enter: { measure: 'earned', gte: '100' } }],
      awards: [{ id: 'mark', measure: 'earned', crosses: ['100'], give: '50', to: 'points' }],
      onTier: [
        { enter: 'gold', give: '100', to: 'points' },
        { leave: 'gold', give: '100', to: 'points' },
      ],
    })
    const applied = applyEvent(definition, undefined, purchase('a', '2026-03-01T12:00:00Z', '100'))
    expect(applied.entries.map(({ units }) => units)).toEqual([100, 50, 100]) // bought, the mark, the tier
  })
})

describe('an event', () => {
  const definition = defineProgram(base)

  test.each<[string, unknown]>([
    ['null', null],
    ['a text', 'purchase'],
    ['a list', []],
    ['no id', { type: 'purchase', at: 0 }],
    ['a number for an id', { id: 7, type: 'purchase', at: 0 }],
    ['no time', { id: 'a', type: 'purchase' }],
    ['a day that does not exist', { id: 'a', type: 'purchase', at: '2026-02-30T12:00:00Z' }],
    ['a time without an offset', { id: 'a', type: 'purchase', at: '2026-02-03T12:00:00' }],
    ['an amount in words', { id: 'a', type: 'purchase', at: 0, amount: 'a lot' }],
    ['half a cent', { id: 'a', type: 'purchase', at: 0, amount: '0.005' }],
    ['NaN', { id: 'a', type: 'purchase', at: 0, amountMinor: Number.NaN }],
    ['more than can be counted', { id: 'a', type: 'purchase', at: 0, amount: '99999999999999999999' }],
    ['a forbidden key', JSON.parse('{"id":"a","type":"purchase","at":0,"__proto__":{"polluted":1}}')],
    ['half a character', { id: 'a\ud800', type: 'purchase', at: 0 }],
  ])('with %s is invalid, and says where', (_, event) => {
    const { outcomes, entries, state } = applyEvent(definition, undefined, event as ProgramEvent)
    expect(outcomes).toMatchObject([{ outcome: 'invalid', reason: { code: 'program.event.invalid' } }])
    expect(entries).toEqual([])
    expect(state.facts).toEqual([])
  })

  test('with a getter for its id is invalid, and no getter is run', () => {
    const event = Object.defineProperty({ type: 'purchase', at: 0 }, 'id', {
      enumerable: true,
      get: () => {
        throw new Error('ran')
      },
    })
    expect(applyEvent(definition, undefined, event as unknown as ProgramEvent).outcomes[0].outcome).toBe('invalid')
  })

  test('that would carry a balance beyond what can be counted exactly is refused', () => {
    const most = '90071992547409.91' // 2^53 − 1 cents
    let state: AccountState | undefined
    const cents = defineProgram({ ...base, currencies: { points: { scale: 2 } } })
    const outcomes: string[] = []
    for (let i = 0; i < 3; i++) {
      const applied = applyEvent(cents, state, purchase(`o${i}`, `2026-03-0${i + 1}T12:00:00Z`, most))
      outcomes.push(applied.outcomes[0].outcome)
      state = applied.state
    }
    expect(outcomes).toEqual(['applied', 'refused', 'refused'])
    expect(readStanding(cents, state as AccountState).balances.points).toBe(most)
  })

  test('dated thousands of years on does not make time run for ever', () => {
    const daily = defineProgram({ ...base, awards: [{ id: 'day', at: { daily: true }, give: '1', to: 'points' }] })
    const { state } = applyEvent(daily, undefined, purchase('a', '2026-03-01T12:00:00Z', '10'))
    expect(() => applyEvent(daily, state, { ...purchase('b', '', '1'), at: 8.64e15 })).toThrow(/tierwise\.program\.too-far/)
    expect(() => advanceProgram(daily, state, { at: 1e14 })).toThrow(/tierwise\.program\.too-far/)
  })
})
