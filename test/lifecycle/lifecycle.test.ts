import {
  advanceLifecycle,
  b2bAccountLifecycle,
  defineLifecycle,
  type LifecycleDefinition,
  type LifecycleEvent,
  type LifecycleState,
  nextDue,
  replayLifecycle,
  retailLifecycle,
  safeDefineLifecycle,
  startLifecycle,
  subscriptionLifecycle,
  transition,
} from 'tierwise/lifecycle'
import { en, sentences } from 'tierwise/messages'
import { describe, expect, test } from 'vitest'

const SHANGHAI = { timeZone: 'Asia/Shanghai', currency: 'CNY' }
const retail = retailLifecycle({ timeZone: 'UTC', currency: 'CNY' })

function purchase(on: string, id = `o-${on}`): LifecycleEvent {
  return { id, customerId: 'ann', type: 'purchase', at: `${on}T10:00:00Z`, amount: '100' }
}

function play(machine: LifecycleDefinition, events: readonly LifecycleEvent[], state = startLifecycle(machine, 'ann')): LifecycleState {
  return events.reduce((now, event) => transition(machine, now, event).state, state)
}

const on = (machine: LifecycleDefinition, state: LifecycleState, asOf: string): string =>
  advanceLifecycle(machine, state, { asOf }).state.stage

describe('a shop’s customer', () => {
  test('is a prospect before anything has happened, at any time', () => {
    const start = startLifecycle(retail, 'ann')
    expect(start.stage).toBe('prospect')
    expect(on(retail, start, '2030-01-01')).toBe('prospect')
    expect(nextDue(retail, start)).toBeNull()
  })

  test('buys, buys again, becomes loyal with the fourth day', () => {
    const stages = ['2026-01-01', '2026-01-11', '2026-01-21', '2026-01-31'].map(
      (_, i, days) =>
        play(
          retail,
          days.slice(0, i + 1).map((day) => purchase(day)),
        ).stage,
    )
    expect(stages).toEqual(['new', 'repeat', 'repeat', 'loyal'])
  })

  test('buys twice on one day and is still new', () => {
    expect(play(retail, [purchase('2026-01-01', 'a'), purchase('2026-01-01', 'b')]).stage).toBe('new')
  })

  test('without a rhythm is at risk 60 days after the purchase, dormant after 120, churned after 365', () => {
    const state = play(retail, [purchase('2026-01-01')])
    // 1 January + 60 days = 2 March; + 120 = 1 May; + 365 = 1 January
    expect(nextDue(retail, state)).toMatchObject({ on: '2026-03-02', from: 'new', to: 'atRisk' })
    expect(
      ['2026-03-01', '2026-03-02', '2026-04-30', '2026-05-01', '2026-12-31', '2027-01-01'].map((day) => on(retail, state, day)),
    ).toEqual(['new', 'atRisk', 'atRisk', 'dormant', 'dormant', 'churned'])
  })

  test('with a rhythm of ten days is at risk after twice that, three times, five times; a floor of 14 days holds', () => {
    const weekly = play(
      retail,
      ['2026-01-01', '2026-01-11', '2026-01-21'].map((day) => purchase(day)),
    )
    // mean gap (20 / 2) = 10: 21 January + 20, + 30, + 50
    expect(nextDue(retail, weekly)?.on).toBe('2026-02-10')
    expect(['2026-02-09', '2026-02-10', '2026-02-20', '2026-03-12'].map((day) => on(retail, weekly, day))).toEqual([
      'repeat',
      'atRisk',
      'dormant',
      'churned',
    ])
    const daily = play(
      retail,
      ['2026-01-01', '2026-01-02', '2026-01-03'].map((day) => purchase(day)),
    )
    expect(nextDue(retail, daily)?.on).toBe('2026-01-17')
  })

  test('a rhythm that is no whole number of days is rounded up', () => {
    // gaps 3 and 4 days, mean 3.5; 5 × 3.5 = 17.5 → 18 days; floor 14
    const machine = retailLifecycle({
      timeZone: 'UTC',
      currency: 'CNY',
      thresholds: {
        atRisk: { times: '5', otherwise: { n: 60, unit: 'day' } },
        dormant: { times: '6', otherwise: { n: 61, unit: 'day' } },
        churned: { times: '7', otherwise: { n: 62, unit: 'day' } },
      },
    })
    expect(
      nextDue(
        machine,
        play(
          machine,
          ['2026-01-01', '2026-01-04', '2026-01-08'].map((day) => purchase(day)),
        ),
      )?.on,
    ).toBe('2026-01-26')
  })

  test('comes back from churned as won back, and from there is a repeat customer on another day', () => {
    const back = play(retail, [purchase('2026-01-01'), purchase('2027-06-01')])
    expect(back.stage).toBe('wonBack')
    expect(play(retail, [purchase('2027-06-01', 'second')], back).stage).toBe('wonBack')
    expect(play(retail, [purchase('2027-06-09')], back).stage).toBe('repeat')
  })

  test('tells the host what to do, when and why', () => {
    const { effects, reasons } = transition(retail, startLifecycle(retail, 'ann'), purchase('2026-01-01'))
    expect(effects).toEqual([
      { type: 'suggest', action: 'welcome', at: Date.parse('2026-01-01T10:00:00Z'), cause: 'o-2026-01-01', stage: 'new' },
    ])
    expect(reasons).toEqual([
      {
        code: 'lifecycle.stage.moved',
        outcome: 'applied',
        params: { from: 'prospect', to: 'new', trigger: 'event', cause: 'o-2026-01-01', on: '2026-01-01' },
        path: ['stages', 0, 'transitions', 0],
      },
    ])
    const year = advanceLifecycle(retail, play(retail, [purchase('2026-01-01')]), { asOf: '2027-01-01' })
    expect(year.effects.map(({ action, at }) => [action, new Date(at).toISOString()])).toEqual([
      ['remind', '2026-03-02T00:00:00.000Z'],
      ['offer', '2026-05-01T00:00:00.000Z'],
      ['winBack', '2027-01-01T00:00:00.000Z'],
    ])
  })
})

describe('time', () => {
  test('serialize, wait 90 days, restore: the state is as if never stopped', () => {
    const stored = JSON.parse(JSON.stringify(play(retail, [purchase('2026-01-01'), purchase('2026-01-21')]))) as LifecycleState
    const restored = advanceLifecycle(retail, stored, { asOf: '2026-04-21' }).state
    let daily = play(retail, [purchase('2026-01-01'), purchase('2026-01-21')])
    for (let day = Date.parse('2026-01-21'); day <= Date.parse('2026-04-21'); day += 86_400_000)
      daily = advanceLifecycle(retail, daily, { asOf: new Date(day).toISOString().slice(0, 10) }).state
    expect(restored).toEqual(daily)
    expect(restored.stage).toBe('atRisk')
  })

  test('days are local days: 00:30 in Shanghai is another day than in UTC', () => {
    const machine = retailLifecycle(SHANGHAI)
    const state = play(machine, [{ id: 'a', type: 'purchase', at: '2025-12-31T16:30:00Z' }]) // 1 January 00:30
    expect(nextDue(machine, state)?.on).toBe('2026-03-02')
    const { effects } = advanceLifecycle(machine, state, { asOf: '2026-03-02' })
    expect(effects.map(({ at }) => new Date(at).toISOString())).toEqual(['2026-03-01T16:00:00.000Z'])
  })

  test('a moment before the state’s own is refused', () => {
    const state = advanceLifecycle(retail, play(retail, [purchase('2026-01-01')]), { asOf: '2026-02-01' }).state
    const step = advanceLifecycle(retail, state, { asOf: '2026-01-15' })
    expect(step.state).toBe(state)
    expect(step.outcomes[0].reason.code).toBe('lifecycle.as-of.earlier')
  })

  test('a timer whose condition does not hold at its moment is spent, until what it counts from changes', () => {
    const machine = defineLifecycle({
      kind: 'lifecycle',
      format: 1,
      id: 'guarded',
      ...SHANGHAI,
      measures: { spend: { from: 'purchase', aggregate: 'sum' } },
      initial: 'a',
      stages: [
        {
          id: 'a',
          transitions: [{ after: { n: 10, unit: 'day' }, since: { event: 'purchase' }, when: { measure: 'spend', gte: '150' }, to: 'b' }],
        },
        { id: 'b', final: true },
      ],
    })
    const one = play(machine, [purchase('2026-01-01')])
    expect(nextDue(machine, one)).toBeNull()
    expect(on(machine, one, '2026-06-01')).toBe('a')
    const two = play(machine, [purchase('2026-03-01')], advanceLifecycle(machine, one, { asOf: '2026-02-01' }).state)
    expect(nextDue(machine, two)?.on).toBe('2026-03-11')
  })

  test('timers that lead in a circle stop at the second round', () => {
    const machine = defineLifecycle({
      kind: 'lifecycle',
      format: 1,
      id: 'zeno',
      ...SHANGHAI,
      initial: 'a',
      stages: [
        { id: 'a', transitions: [{ after: { n: 1, unit: 'day' }, since: { event: 'x' }, to: 'b' }] },
        { id: 'b', transitions: [{ after: { n: 2, unit: 'day' }, since: { event: 'x' }, to: 'a' }] },
      ],
    })
    const state = play(machine, [{ type: 'x', at: '2026-01-01T00:00:00Z' }])
    const later = advanceLifecycle(machine, state, { asOf: '2026-01-03' })
    // day 2: a → b; day 3: b → a → b, and a again is refused
    expect(later.reasons.map(({ code, params }) => `${params.on} ${params.to} ${code}`)).toEqual([
      '2026-01-02 b lifecycle.stage.moved',
      '2026-01-03 a lifecycle.stage.moved',
      '2026-01-03 b lifecycle.stage.moved',
      '2026-01-03 a lifecycle.timer.blocked',
    ])
    expect(advanceLifecycle(machine, later.state, { asOf: '2036-01-03' }).state.stage).toBe('b')
  })

  test('dates: fixed, yearly, and those a fact carries', () => {
    const at = (when: object): LifecycleDefinition =>
      defineLifecycle({
        kind: 'lifecycle',
        format: 1,
        id: 'dates',
        timeZone: 'UTC',
        currency: 'CNY',
        initial: 'a',
        stages: [
          { id: 'a', transitions: [{ ...when, to: 'b' }] },
          { id: 'b', transitions: [{ on: 'contract', to: 'a' }] },
        ],
      })
    const signed = (machine: LifecycleDefinition, until: string): LifecycleState =>
      play(machine, [{ type: 'contract', at: '2026-02-10T00:00:00Z', until }])
    expect(nextDue(at({ at: '2026-12-31' }), signed(at({ at: '2026-12-31' }), ''))?.on).toBe('2026-12-31')
    const yearly = at({ at: { yearly: '02-29' } })
    expect(nextDue(yearly, signed(yearly, ''))?.on).toBe('2026-02-28')
    const ends = at({ at: { field: 'until', of: 'contract', before: { n: 1, unit: 'month' } } })
    expect(nextDue(ends, signed(ends, '2026-12-31'))?.on).toBe('2026-11-30')
    expect(nextDue(ends, signed(ends, 'soon'))).toBeNull()
  })
})

describe('events', () => {
  const state = play(retail, [purchase('2026-01-01'), purchase('2026-01-11')])

  test('the same event again is a no-op, the same id with other content a conflict', () => {
    const again = transition(retail, state, purchase('2026-01-11'))
    expect(again.state).toBe(state)
    expect(again.outcomes[0].outcome).toBe('duplicate')
    expect(transition(retail, state, { ...purchase('2026-01-11'), amount: '1' }).outcomes[0].outcome).toBe('conflict')
  })

  test('an event before the latest day needs the history, which replay takes in any order', () => {
    const late = transition(retail, state, purchase('2026-01-06'))
    expect(late.state).toBe(state)
    expect(late.outcomes[0]).toMatchObject({ outcome: 'needs-history', from: null })
    const replayed = replayLifecycle(retail, [
      purchase('2026-01-11'),
      purchase('2026-01-06'),
      purchase('2026-01-01'),
      purchase('2026-01-01'),
    ])
    expect(replayed.state).toEqual(play(retail, [purchase('2026-01-01'), purchase('2026-01-06'), purchase('2026-01-11')]))
    expect(replayed.outcomes.map(({ outcome }) => outcome)).toEqual(['duplicate'])
  })

  test('within the lateness a late event equals a replay, and what did not happen after all is said', () => {
    const machine = retailLifecycle({ timeZone: 'UTC', currency: 'CNY', lateness: { n: 90, unit: 'day' } })
    const asleep = advanceLifecycle(machine, play(machine, [purchase('2026-01-01')]), { asOf: '2026-03-05' }).state
    expect(asleep.stage).toBe('atRisk')
    const late = transition(machine, asleep, purchase('2026-02-20'))
    expect(late.outcomes[0]).toMatchObject({ outcome: 'applied', late: true })
    expect(late.state).toEqual(
      replayLifecycle(machine, [purchase('2026-02-20'), purchase('2026-01-01')], { account: 'ann', asOf: '2026-03-05' }).state,
    )
    expect(late.state.stage).toBe('repeat')
    expect(late.reasons.map(({ code, params }) => [code, params.to])).toEqual([
      ['lifecycle.stage.undone', 'atRisk'],
      ['lifecycle.stage.moved', 'repeat'],
    ])
  })

  test('an unknown event and an unreadable one change nothing', () => {
    expect(transition(retail, state, { type: 'visit', at: '2026-02-01T00:00:00Z' })).toMatchObject({
      state,
      outcomes: [{ outcome: 'unknown' }],
    })
    expect(transition(retail, state, { type: 'purchase', at: '2026-02-01' }).outcomes[0]).toMatchObject({
      outcome: 'invalid',
      reason: { params: { field: 'at' } },
    })
    expect(transition(retail, state, { type: 'purchase', at: '2026-02-01T00:00:00Z', amount: 'ten' }).outcomes[0].outcome).toBe('invalid')
  })

  test('what could be meant otherwise is refused, and says what to write', () => {
    const said = (event: object): string => {
      const step = transition(retail, state, event as LifecycleEvent)
      expect(step.state).toBe(state)
      expect(replayLifecycle(retail, [event as LifecycleEvent]).outcomes).toEqual(step.outcomes)
      expect(step.outcomes[0].outcome).toBe('invalid')
      return sentences(
        step.outcomes.map(({ reason }) => reason),
        en,
      )[0]
    }
    const at = '2026-02-01T00:00:00Z'
    // 2026-02-01 in seconds; as milliseconds it would be 21 January 1970.
    expect(said({ id: 'a', type: 'purchase', at: 1_769_904_000 })).toContain(
      'at is “1769904000”, which is between 1970 and 1973 in milliseconds',
    )
    expect(said({ id: 'a', type: 'purchase', at: new Date(0) })).toContain('at is a Date object')
    expect(said({ id: 'a', type: 'purchase', at: '2026-02-01T10:00' })).toContain('names no instant')
    expect(said({ id: 'a', type: 'purchase' })).toContain('it has no at')
    expect(said({ id: 'a', type: 'purchase', at, amount: '320', amountMinor: 320 })).toContain(
      'amount and amountMinor disagree (320 / 320)',
    )
    expect(said({ id: 'a', type: 'purchase', at, amount: '3.205' })).toContain('more decimal places')
    expect(said({ id: 'a', type: 'purchase', at, amount: 'ten' })).toContain('write decimal text')
    expect(said({ id: 'a', type: 'purchase', at, amountMinor: 0.5 })).toContain('not a whole number of minor units')
    expect(said({ type: 7, at })).toContain('event without an id was not taken')
  })

  test('an amount told twice alike is one, and a true date of 1970 is told as text', () => {
    const both = { id: 'a', type: 'purchase', at: '2026-02-01T00:00:00Z', amount: '320', amountMinor: 32_000 }
    expect(transition(retail, state, both).state).toEqual(transition(retail, state, { ...both, amountMinor: undefined }).state)
    const old = transition(retail, undefined, { id: 'a', type: 'purchase', at: '1972-06-01T00:00:00Z' })
    expect(old.state).toMatchObject({ asOf: Date.UTC(1972, 5, 1), stage: 'new' })
    expect(transition(retail, old.state, { id: 'a', type: 'purchase', at: '1972-06-01T00:00:00.000Z' }).outcomes[0].outcome).toBe(
      'duplicate',
    )
  })

  test('a definition changed under a stored state is said, with the stage', () => {
    const changed = retailLifecycle({ timeZone: 'UTC', currency: 'CNY', loyalAfter: 5 })
    const step = transition(changed, state, purchase('2026-03-01'))
    expect(step.state).toBe(state)
    expect(step.outcomes[0].reason).toMatchObject({ code: 'lifecycle.state.other-definition', params: { stage: 'repeat' } })
    expect(replayLifecycle(changed, [purchase('2026-01-01'), purchase('2026-01-11')]).state.stage).toBe('repeat')
  })

  test.each([
    ['nothing of a state', {}],
    ['no object', 5],
    ['no definition', { ...state, definition: undefined }],
    ['no snapshot', { ...state, now: undefined }],
    ['a stage that is not there', { ...state, now: { ...state.now, stage: 'constructor' } }],
    ['too little memory', { ...state, now: { ...state.now, memory: [] } }],
    ['a base that is cut off', { ...state, base: { stage: 'repeat' } }],
    ['no facts', { ...state, recent: undefined }],
  ])('a stored state with %s is refused by every verb, and stays as it is', (_, kept) => {
    // As read back from a table of the host.
    const stored = JSON.parse(JSON.stringify(kept)) as LifecycleState
    const steps = [
      transition(retail, stored, purchase('2026-03-01')),
      transition(retail, stored, purchase('2026-01-11', 'same day')),
      advanceLifecycle(retail, stored, { asOf: '2027-01-01' }),
      replayLifecycle(retail, [purchase('2026-03-01')], { from: stored }),
    ]
    for (const step of steps) {
      expect(step.state).toBe(stored)
      expect(step.outcomes[0].reason.code).toMatch(/^lifecycle\.state\.(other-definition|unknown-stage)$/)
      expect(sentences([step.outcomes[0].reason], en)[0]).not.toBe('')
    }
    expect(() => nextDue(retail, stored)).toThrow('tierwise.lifecycle.other-definition')
  })

  test('inputs are not changed', () => {
    const frozen = JSON.stringify(state)
    transition(retail, state, Object.freeze(purchase('2026-05-01')))
    expect(JSON.stringify(state)).toBe(frozen)
  })
})

describe('conditions are those of rules', () => {
  test('measures with windows, fields of the event, flags', () => {
    const machine = defineLifecycle({
      kind: 'lifecycle',
      format: 1,
      id: 'words',
      timeZone: 'UTC',
      currency: 'CNY',
      measures: {
        spend90: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 90, unit: 'day' } } },
        shops: { from: 'purchase', aggregate: 'distinct', value: 'channel' },
      },
      flags: { optOut: { on: 'optOut', off: 'optIn' } },
      initial: 'a',
      stages: [
        {
          id: 'a',
          transitions: [
            { on: 'purchase', when: { all: [{ measure: 'spend90', gte: '250.50' }, { not: { flag: 'optOut' } }] }, to: 'big' },
            { on: 'purchase', when: { measure: 'shops', gte: 2 }, to: 'anywhere', priority: -1 },
            { on: 'ticket', when: { field: 'topic', eq: 'refund' }, to: 'unhappy' },
          ],
        },
        { id: 'big', final: true },
        { id: 'anywhere', final: true },
        { id: 'unhappy', final: true },
      ],
    })
    const buy = (day: string, amount: string, channel = 'app'): LifecycleEvent => ({
      id: day,
      type: 'purchase',
      at: `${day}T08:00:00Z`,
      amount,
      channel,
    })
    expect(play(machine, [buy('2026-01-01', '150'), buy('2026-02-01', '100.50')]).stage).toBe('big')
    expect(play(machine, [buy('2026-01-01', '150'), buy('2026-05-01', '100.50')]).stage).toBe('a')
    expect(play(machine, [{ type: 'optOut', at: '2025-12-01T00:00:00Z' }, buy('2026-01-01', '300')]).stage).toBe('a')
    expect(
      play(machine, [
        { type: 'optOut', at: '2025-12-01T00:00:00Z' },
        { type: 'optIn', at: '2025-12-02T00:00:00Z' },
        buy('2026-01-01', '300'),
      ]).stage,
    ).toBe('big')
    expect(play(machine, [buy('2026-01-01', '1'), buy('2026-05-01', '1', 'shop')]).stage).toBe('anywhere')
    expect(play(machine, [{ type: 'ticket', at: '2026-01-01T00:00:00Z', topic: 'refund' }]).stage).toBe('unhappy')
    expect(play(machine, [{ type: 'ticket', at: '2026-01-01T00:00:00Z', attributes: { topic: 'size' } }]).stage).toBe('a')
  })
})

describe('definitions', () => {
  test('presets are definitions', () => {
    for (const preset of [retailLifecycle(SHANGHAI), subscriptionLifecycle(SHANGHAI), b2bAccountLifecycle(SHANGHAI)])
      expect(defineLifecycle(JSON.parse(JSON.stringify(preset)))).toEqual(preset)
  })

  test('every wrong name is reported with its place', () => {
    const result = safeDefineLifecycle({
      kind: 'lifecycle',
      format: 1,
      id: 'wrong',
      timeZone: 'Mars/Olympus',
      currency: 'XXQ',
      initial: 'nowhere',
      stages: [
        {
          id: 'a',
          transitions: [
            { on: 'x', to: 'c', when: { measure: 'spend', gte: 1 } },
            { after: { rhythm: '2', otherwise: { n: 1, unit: 'day' } }, to: 'a' },
            { at: '2026-02-30', to: 'a' },
          ],
        },
        { id: 'a', final: true, transitions: [{ after: { n: 1, unit: 'day' }, to: 'a', when: { field: 'color', eq: 'red' } }] },
      ],
      everywhere: [{ on: 'y', to: 'a', when: { tier: 'gold' } }],
    })
    expect(result.success ? [] : result.error.issues.map(({ code, path }) => `${code} ${path?.join('.')}`)).toEqual([
      'lifecycle.zone.unknown timeZone',
      'lifecycle.currency.unknown currency',
      'lifecycle.stage.unknown initial',
      'lifecycle.stage.unknown stages.0.transitions.0.to',
      'lifecycle.measure.unknown stages.0.transitions.0.when.measure',
      'lifecycle.rhythm.undeclared stages.0.transitions.1.after',
      'lifecycle.date.unreal stages.0.transitions.2.at',
      'lifecycle.stage.duplicate stages.1.id',
      'lifecycle.stage.final-with-exit stages.1.transitions',
      'lifecycle.timer.no-event stages.1.transitions.0.when.field',
      'lifecycle.word.unavailable everywhere.0.when.tier',
    ])
  })
})

describe('a subscriber', () => {
  const machine = subscriptionLifecycle({ timeZone: 'UTC', currency: 'CNY' })
  const fact = (type: string, day: string, until?: string): LifecycleEvent => ({
    id: `${type} ${day}`,
    type,
    at: `${day}T12:00:00Z`,
    ...(until ? { until } : {}),
  })

  test('runs from trial to lapse, and back', () => {
    const trial = play(machine, [fact('trial', '2026-01-01', '2026-01-15')])
    expect(on(machine, trial, '2026-01-14')).toBe('trial')
    expect(on(machine, trial, '2026-01-15')).toBe('lapsed')
    const paid = play(machine, [fact('subscribe', '2026-01-10', '2027-01-10')], trial)
    // 30 days before 10 January are 11 December; 14 days of grace end on 24 January
    expect(
      ['2026-12-10', '2026-12-11', '2027-01-09', '2027-01-10', '2027-01-23', '2027-01-24'].map((day) => on(machine, paid, day)),
    ).toEqual(['active', 'renewal', 'renewal', 'pastDue', 'pastDue', 'lapsed'])
    const renewed = play(machine, [fact('renew', '2027-01-15', '2028-01-10')], paid)
    expect(renewed.stage).toBe('active')
    expect(nextDue(machine, renewed)?.on).toBe('2027-12-11')
    const cancelled = play(machine, [fact('cancel', '2027-02-01')], renewed)
    expect(cancelled.stage).toBe('ending')
    expect(nextDue(machine, cancelled)).toMatchObject({ on: '2028-01-10', to: 'lapsed' })
  })
})

describe('a business account', () => {
  const machine = b2bAccountLifecycle({ timeZone: 'UTC', currency: 'CNY' })

  test('is quiet in its own rhythm, unhappy at a complaint, and comes up for renewal', () => {
    const contract: LifecycleEvent = { id: 'c', type: 'contract', at: '2026-01-01T00:00:00Z', until: '2027-01-01' }
    const days = ['2026-01-10', '2026-01-20', '2026-01-30']
    const active = play(machine, [contract, ...days.map((day) => purchase(day))])
    expect(active.stage).toBe('active')
    expect(nextDue(machine, active)).toMatchObject({ on: '2026-02-24', to: 'quiet' }) // 2.5 × 10 days
    const complaint = play(machine, [{ type: 'complaint', at: '2026-02-01T00:00:00Z' }], active)
    expect(complaint.stage).toBe('unhappy')
    expect(nextDue(machine, complaint)).toMatchObject({ on: '2026-10-03', to: 'renewal' }) // 90 days before 1 January
    expect(play(machine, [{ type: 'close', at: '2026-03-01T00:00:00Z' }], complaint).stage).toBe('closed')
  })
})
