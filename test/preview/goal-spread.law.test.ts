/** Goal-seek where limits spread a way over several days: dated events, no fewer and none smaller that do it. */

import { describe, expect, it } from 'vitest'
import { goalSeek, type SupposedEvent } from '../../src/preview/index.js'
import { type AccountState, advanceProgram, applyEvent, type ProgramDefinition, readStanding } from '../../src/program/index.js'
import { cases } from '../support/cases.js'
import { DAY, enrolled, HOUR, program as programOf, randomOf, START, tiers } from './small-program.js'

function program(more: Record<string, unknown>): ProgramDefinition {
  return programOf({
    timeZone: 'Asia/Shanghai',
    currencies: { stars: {} },
    measures: { stars: { earned: 'stars' } },
    tiers: tiers({ measure: 'stars', gte: '12' }),
    ...more,
  })
}

/** Whether it is reached on the way, and no event is refused. */
function reaches(definition: ProgramDefinition, from: AccountState, events: readonly SupposedEvent[], at: number): boolean {
  let state = from
  let reached = false
  for (const [i, event] of events.entries()) {
    const applied = applyEvent(definition, state, { at, ...event, id: `~${String(i).padStart(3, '0')}`, customerId: 'm' })
    if (applied.outcomes[0].outcome !== 'applied') return false
    state = applied.state
    reached ||= readStanding(definition, state).tier === 'silver'
  }
  return reached
}

describe('a limit', () => {
  it('per day asks for events on as many days, each at the start of its day', () => {
    const definition = program({
      earn: [{ id: 'buy', on: 'purchase', to: 'stars', per: '10', round: 'down', cap: { max: '5', per: { fixed: 'day' } } }],
    })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    // 12 stars at 5 a day: 50, 50, and 20 yen. The program's midnight is 16:00 UTC.
    expect(goal.events).toEqual([
      { type: 'purchase', amountMinor: 50, currency: 'JPY' },
      { type: 'purchase', amountMinor: 50, currency: 'JPY', at: Date.UTC(2025, 0, 1, 16) },
      { type: 'purchase', amountMinor: 20, currency: 'JPY', at: Date.UTC(2025, 0, 2, 16) },
    ])
    expect(goal.through).toBe('2025-01-03')
    expect(goal.reasons.map(({ code }) => code)).toEqual(['preview.goal.reach', 'preview.goal.spread'])
    expect(goal.reasons[1].params).toEqual({ tier: 'Silver', events: 3, through: '2025-01-03' })
  })

  it('per event asks for several events at once', () => {
    const definition = program({
      earn: [{ id: 'buy', on: 'purchase', to: 'stars', per: '10', round: 'down', cap: { max: '5', per: 'event' } }],
    })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    expect(goal.events.map(({ amountMinor, at }) => [amountMinor, at])).toEqual([
      [50, undefined],
      [50, undefined],
      [20, undefined],
    ])
  })

  it('per calendar month and of what is counted is waited for', () => {
    const definition = program({
      earn: [{ id: 'visit', on: 'check-in', to: 'stars', value: '6', cap: { max: '6', per: { fixed: 'month' } } }],
    })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-20' })
    expect(goal.events).toEqual([{ type: 'check-in' }, { type: 'check-in', at: Date.UTC(2025, 0, 31, 16) }])
    expect(goal.through).toBe('2025-02-01')
  })

  it('that leaves too little before the window closes is named with the most there can be', () => {
    // 5 stars a month make 15 a quarter at most.
    const definition = program({
      measures: { stars: { earned: 'stars', window: { fixed: 'quarter' } } },
      tiers: tiers({ measure: 'stars', gte: '18' }),
      earn: [{ id: 'buy', on: 'purchase', to: 'stars', round: 'down', cap: { max: '5', per: { fixed: 'month' } } }],
    })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-02-10' })
    expect(goal.events).toEqual([])
    expect(goal.reasons.map(({ code }) => code)).toEqual(['preview.goal.reach', 'preview.goal.capped'])
    expect(goal.reasons[1].params).toEqual({ tier: 'Silver', of: 'stars', most: '15' })
  })

  it('leaves out what a window that closes meanwhile would forget', () => {
    // From 10 February only 10 of the 12 fit into the quarter; from April on 5, 5 and 2 do.
    const definition = program({
      measures: { stars: { earned: 'stars', window: { fixed: 'quarter' } } },
      earn: [{ id: 'buy', on: 'purchase', to: 'stars', round: 'down', cap: { max: '5', per: { fixed: 'month' } } }],
    })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-02-10' })
    expect(goal.events.map(({ amountMinor, at }) => [amountMinor, at])).toEqual([
      [5, Date.UTC(2025, 2, 31, 16)],
      [5, Date.UTC(2025, 3, 30, 16)],
      [2, Date.UTC(2025, 4, 31, 16)],
    ])
    expect([goal.from, goal.through]).toEqual(['2025-04-01', '2025-06-01'])
  })

  it('that leaves too many different gains to look at says that less may be enough', () => {
    // A star for each yen up to 500 a day; three days, and no total of two is tried gain by gain.
    const definition = program({
      tiers: [{ id: 'base' }, { id: 'silver', enter: { measure: 'stars', gte: '1200' } }],
      earn: [{ id: 'buy', on: 'purchase', to: 'stars', round: 'down', cap: { max: '500', per: { fixed: 'day' } } }],
    })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    expect(goal.events.map(({ amountMinor }) => amountMinor)).toEqual([500, 500, 200])
    expect(goal.reasons.map(({ code }) => code)).toEqual(['preview.goal.reach', 'preview.goal.spread', 'preview.goal.uncertain'])
  })

  it('is spread besides what is done at once', () => {
    const definition = program({
      flags: { card: { on: 'card-open' } },
      tiers: [{ id: 'base' }, { id: 'silver', enter: { all: [{ measure: 'stars', gte: '8' }, { flag: 'card' }] } }],
      earn: [{ id: 'buy', on: 'purchase', to: 'stars', round: 'down', cap: { max: '5', per: { fixed: 'day' } } }],
    })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    expect(goal.events.map(({ type, amountMinor }) => [type, amountMinor])).toEqual([
      ['card-open', undefined],
      ['purchase', 5],
      ['purchase', 3],
    ])
  })
})

describe('on random programs with a daily limit', () => {
  it('finds as few days and as small a total as brute force over one purchase a day', () => {
    let compared = 0
    let spread = 0
    for (let seed = 1; seed <= cases(60); seed++) {
      const random = randomOf(seed)
      const upTo = (n: number): number => Math.floor(random() * n)
      const window = [undefined, { fixed: 'month' }, { rolling: { n: 2, unit: 'month' } }][upTo(3)]
      const bound = 2 + upTo(7)
      const definition = program({
        measures: { stars: { earned: 'stars', ...(window === undefined ? {} : { window }) } },
        tiers: [
          { id: 'base' },
          {
            id: 'silver',
            enter:
              random() < 0.7
                ? { measure: 'stars', [random() < 0.6 ? 'gte' : 'gt']: String(bound) }
                : { balance: 'stars', gte: String(bound) },
          },
        ],
        earn: [
          {
            id: 'buy',
            on: 'purchase',
            to: 'stars',
            per: String(1 + upTo(2)),
            rate: ['1', '2', '0.7', '1.5'][upTo(4)],
            round: ['down', 'halfUp', 'up'][upTo(3)],
            cap: { max: String(1 + upTo(4)), per: { fixed: 'day' } },
          },
        ],
      })
      let state = enrolled(definition)
      if (random() < 0.5)
        state = applyEvent(definition, state, {
          id: 'p',
          customerId: 'm',
          type: 'purchase',
          amountMinor: 1 + upTo(3),
          at: START + HOUR,
        }).state
      if (readStanding(definition, state).tier !== 'base') continue
      const at = START + 2 * HOUR
      state = advanceProgram(definition, state, { at }).state
      const days = [at, START + 16 * HOUR, START + 16 * HOUR + DAY]
      const least = fewest(definition, state, days)
      if (least === undefined) continue
      const [goal] = goalSeek(definition, state, { asOf: at + 1 })
      const amounts = goal.events.map(({ amountMinor }) => amountMinor ?? 0)
      const where = `seed ${seed} ${JSON.stringify([definition.earn, definition.tiers?.[1].enter, window])} found ${JSON.stringify(goal.events)}`
      expect(reaches(definition, state, goal.events, at), where).toBe(true)
      expect([goal.events.at(-1)?.at ?? at, sum(amounts)], where).toEqual([days[least.days - 1], least.total])
      for (let i = 0; i < goal.events.length; i++) {
        const less = goal.events.map((event, k) => (k === i ? { ...event, amountMinor: amounts[i] - 1 } : event))
        expect(reaches(definition, state, less, at), `${where} one less of ${i}`).toBe(false)
      }
      compared++
      if (least.days > 1) spread++
    }
    expect(compared).toBeGreaterThan(cases(60) / 3)
    expect(spread).toBeGreaterThan(compared / 3)
  })
})

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0)
}

const AMOUNT_MAX = 12

/** The fewest days, and of those the smallest total, of all purchases of 0 to 12 on each of them. */
function fewest(definition: ProgramDefinition, from: AccountState, days: readonly number[]): { days: number; total: number } | undefined {
  for (let n = 1; n <= days.length; n++) {
    let best = Number.POSITIVE_INFINITY
    const visit = (state: AccountState, day: number, total: number): void => {
      if (total >= best) return
      if (readStanding(definition, state).tier === 'silver') {
        best = total
        return
      }
      if (day === n) return
      for (let amount = 0; amount <= AMOUNT_MAX; amount++) {
        const event = { id: `~${day}`, customerId: 'm', type: 'purchase', amountMinor: amount, at: days[day] }
        visit(amount === 0 ? state : applyEvent(definition, state, event).state, day + 1, total + amount)
      }
    }
    visit(from, 0, 0)
    if (best < Number.POSITIVE_INFINITY) return { days: n, total: best }
  }
  return undefined
}
