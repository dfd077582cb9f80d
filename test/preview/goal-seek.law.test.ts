/** Goal-seek against brute force on small random programs: nothing missed, nothing invented, no day wrong. */

import { describe, expect, it } from 'vitest'
import { goalSeek, type SupposedEvent } from '../../src/preview/index.js'
import { type AccountState, advanceProgram, applyEvent, type ProgramDefinition, readStanding } from '../../src/program/index.js'
import type { Condition } from '../../src/rules/index.js'
import { cases } from '../support/cases.js'
import { DAY, enrolled, HOUR, played, program as programOf, randomOf, START } from './small-program.js'

/** What a member may do: buy `n` times for `x` in all, stay `y` nights, get the card. */
interface Deed {
  readonly x: number
  readonly n: number
  readonly y: number
  readonly c: number
}

function eventsOf({ x, n, y, c }: Deed): SupposedEvent[] {
  return [
    ...(c > 0 ? [{ type: 'card-open' }] : []),
    ...Array.from({ length: n }, (_, i) => ({ type: 'purchase', amountMinor: i === n - 1 ? x : 0 })),
    ...(y > 0 ? [{ type: 'stay', nights: y }] : []),
  ]
}

function deedOf(events: readonly SupposedEvent[]): Deed {
  const purchases = events.filter(({ type }) => type === 'purchase')
  return {
    x: purchases.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0),
    n: purchases.length,
    y: events.filter(({ type }) => type === 'stay').reduce((sum, { nights }) => sum + Number(nights), 0),
    c: events.filter(({ type }) => type === 'card-open').length,
  }
}

function done(definition: ProgramDefinition, state: AccountState, events: readonly SupposedEvent[], at: number, then?: number): number {
  const together = events.map((event) => ({ ...event, at }))
  let after = played(definition, state, together, at)
  if (then !== undefined) after = advanceProgram(definition, after, { at: then }).state
  const { tier } = readStanding(definition, after)
  return (definition.tiers ?? []).findIndex(({ id }) => id === tier)
}

const GRID: readonly Deed[] = (() => {
  const deeds: Deed[] = []
  for (let c = 0; c <= 1; c++)
    for (let n = 0; n <= 4; n++) for (let x = 0; x <= (n === 0 ? 0 : 9); x++) for (let y = 0; y <= 5; y++) deeds.push({ x, n, y, c })
  return deeds
})()

function least(deeds: readonly Deed[]): string[] {
  const below = (a: Deed, b: Deed): boolean => a.x <= b.x && a.n <= b.n && a.y <= b.y && a.c <= b.c && a !== b
  return deeds
    .filter((deed) => !deeds.some((other) => below(other, deed)))
    .map((deed) => JSON.stringify(deed))
    .sort()
}

type Random = () => number
const pick = <T>(random: Random, items: readonly T[]): T => items[Math.floor(random() * items.length)]

function leaf(random: Random): Condition {
  const operator = random() < 0.7 ? 'gte' : 'gt'
  const bound = (from: number, to: number): string => String(from + Math.floor(random() * (to - from + 1)))
  const kind = random()
  if (kind < 0.4) return { measure: 'spend', [operator]: bound(4, 8) } as Condition
  if (kind < 0.65) return { measure: 'orders', [operator]: bound(1, 3) } as Condition
  if (kind < 0.9) return { measure: 'nights', [operator]: bound(1, 4) } as Condition
  return { flag: 'card' }
}

function condition(random: Random): Condition {
  const kind = random()
  const some = (n: number): Condition[] =>
    Array.from({ length: n }, () => (random() < 0.2 ? { any: [leaf(random), leaf(random)] } : leaf(random)))
  if (kind < 0.3) return leaf(random)
  if (kind < 0.55) return { any: some(2 + Math.floor(random() * 2)) }
  if (kind < 0.8) return { all: some(2) }
  return { atLeast: 2, of: some(3) }
}

function program(random: Random, more: Record<string, unknown> = {}): ProgramDefinition {
  const window = pick(random, [
    undefined,
    { fixed: 'year' },
    { rolling: { n: 6, unit: 'month' } },
    { anchored: { n: 12, unit: 'month' }, to: 'enrollment' },
  ])
  const measure = (from: string, aggregate: string, value?: string): object => ({
    from,
    aggregate,
    ...(value === undefined ? {} : { value }),
    ...(window === undefined ? {} : { window }),
  })
  return programOf({
    timeZone: pick(random, ['UTC', 'Asia/Shanghai', 'America/New_York']),
    flags: { card: { on: 'card-open' } },
    measures: { spend: measure('purchase', 'sum'), orders: measure('purchase', 'count'), nights: measure('stay', 'sum', 'nights') },
    tiers: [{ id: 'base' }, { id: 'silver', enter: condition(random) }],
    grant: { until: { plus: { n: 12, unit: 'month' }, last: 'dayBefore' } },
    ...more,
  })
}

function history(random: Random, definition: ProgramDefinition): AccountState {
  let state = enrolled(definition)
  const count = Math.floor(random() * 4)
  let at = START + DAY
  for (let i = 0; i < count; i++) {
    at += Math.floor(random() * 60 * DAY)
    const event = random() < 0.7 ? { type: 'purchase', amountMinor: Math.floor(random() * 4) } : { type: 'stay', nights: 1 }
    state = applyEvent(definition, state, { ...event, id: `h${i}`, customerId: 'm', at }).state
  }
  return advanceProgram(definition, state, { at: at + Math.floor(random() * 40) * DAY }).state
}

describe('on random programs', () => {
  it('finds exactly the smallest deeds that brute force finds', () => {
    let compared = 0
    let several = 0
    for (let seed = 1; seed <= cases(40); seed++) {
      const random = randomOf(seed)
      const definition = program(random)
      const state = history(random, definition)
      if (readStanding(definition, state).tier !== 'base') continue
      const at = Date.parse(state.asOf) - 1
      const reached = GRID.filter((deed) => done(definition, state, eventsOf(deed), at) >= 1)
      const goals = goalSeek(definition, state, { asOf: at + 1 })
      const found = [...new Set(goals.map(({ events }) => JSON.stringify(deedOf(events))))].sort()
      expect(found, `seed ${seed} ${JSON.stringify(definition.tiers?.[1].enter)}`).toEqual(least(reached))
      compared++
      if (found.length > 1) several++
    }
    expect(compared).toBeGreaterThan(cases(40) / 2)
    expect(several).toBeGreaterThan(compared / 10)
  })

  it('names the last day on which each way is still enough', () => {
    let dated = 0
    for (let seed = 1001; seed <= 1000 + cases(25); seed++) {
      const random = randomOf(seed)
      const definition = program(random)
      const state = history(random, definition)
      if (readStanding(definition, state).tier !== 'base') continue
      const at = Date.parse(state.asOf) - 1
      const offset = { UTC: 0, 'Asia/Shanghai': 8, 'America/New_York': -5 }[definition.timeZone as 'UTC'] * HOUR
      for (const { by, events, to } of goalSeek(definition, state, { asOf: at + 1 })) {
        expect(to).toBe('silver')
        // 23:00 of every local day from today on: enough through `by`, not the day after.
        const days = by === undefined ? 900 : Math.floor((Date.parse(`${by}T00:00:00Z`) - (at + offset)) / DAY) + 1
        for (const day of [1, Math.floor(days / 3), Math.floor(days / 2), days - 1, days].filter((one) => one > 0)) {
          const then = Math.floor((at + offset) / DAY) * DAY + day * DAY + 22 * HOUR - offset
          expect(done(definition, state, events, then), `seed ${seed} by ${by} day ${day} of ${days}`).toBe(1)
        }
        if (by === undefined) continue
        dated++
        const after = Date.parse(`${by}T00:00:00Z`) + DAY + 12 * HOUR - offset
        expect(done(definition, state, events, after), `seed ${seed} after ${by}`).toBe(0)
      }
    }
    expect(dated).toBeGreaterThan(5)
  })

  it('finds exactly the smallest deeds that keep a tier', () => {
    let compared = 0
    for (let seed = 2001; seed <= 2000 + cases(40); seed++) {
      const random = randomOf(seed)
      const grace = random() < 0.4 ? { grace: { n: 2, unit: 'month' } } : {}
      const definition = program(random, {
        tiers: [{ id: 'base' }, { id: 'silver', enter: { flag: 'card' }, keep: condition(random) }],
        grant: { until: { plus: { n: 4, unit: 'month' }, last: 'dayBefore' } },
        review: { else: { to: 'base' }, ...grace },
        flags: { card: { on: 'card-open', until: { plus: { n: 1, unit: 'month' }, last: 'dayBefore' } } },
      })
      let state = enrolled(definition)
      state = applyEvent(definition, state, { id: 'c', customerId: 'm', type: 'card-open', at: START + DAY }).state
      if (random() < 0.6)
        state = applyEvent(definition, state, { id: 'p', customerId: 'm', type: 'purchase', amountMinor: 2, at: START + 20 * DAY }).state
      state = advanceProgram(definition, state, { at: START + 100 * DAY }).state
      if (readStanding(definition, state).tier !== 'silver') continue
      const at = Date.parse(state.asOf) - 1
      const goals = goalSeek(definition, state, { asOf: at + 1 }).filter(({ goal }) => goal === 'keep')
      if (goals.some(({ missing }) => missing.length === 0)) continue
      const fall = advanceProgram(definition, state, { at: START + 400 * DAY }).effects.find(({ move }) => move === 'fall')?.at as number
      const kept = GRID.filter((deed) => deed.c === 0 && done(definition, state, eventsOf(deed), at, fall) >= 1)
      const found = [
        ...new Set(
          goals
            .filter(({ from, events }) => from === undefined && deedOf(events).c === 0)
            .map(({ events }) => JSON.stringify(deedOf(events))),
        ),
      ].sort()
      expect(found, `seed ${seed} ${JSON.stringify(definition.tiers?.[1].keep)}`).toEqual(least(kept))
      compared++
    }
    expect(compared).toBeGreaterThan(cases(40) / 3)
  })

  it('finds the smallest amount where points, rounding and rates stand between', () => {
    let compared = 0
    for (let seed = 3001; seed <= 3000 + cases(60); seed++) {
      const random = randomOf(seed)
      const definition = program(random, {
        currencies: { stars: { scale: pick(random, [0, 1]) } },
        measures: { stars: { earned: 'stars' } },
        tiers: [
          { id: 'base' },
          {
            id: 'silver',
            enter:
              random() < 0.5
                ? { measure: 'stars', [pick(random, ['gte', 'gt'])]: String(5 + Math.floor(random() * 20)) }
                : { balance: 'stars', gte: '12' },
          },
        ],
        flags: {},
        earn: [
          {
            id: 'a',
            on: 'purchase',
            to: 'stars',
            per: pick(random, ['1', '3', '7']),
            rate: pick(random, ['1', '1.5', '0.7']),
            round: pick(random, ['down', 'halfUp', 'up']),
            ...(random() < 0.3 ? { whole: true } : {}),
          },
          ...(random() < 0.4 ? [{ id: 'b', on: 'purchase', where: { field: 'amount', gte: '10' }, to: 'stars', value: '3' }] : []),
        ],
      })
      let state = enrolled(definition)
      state = applyEvent(definition, state, {
        id: 'p',
        customerId: 'm',
        type: 'purchase',
        amountMinor: Math.floor(random() * 9),
        at: START + DAY,
      }).state
      if (readStanding(definition, state).tier !== 'base') continue
      const at = START + 2 * DAY
      state = advanceProgram(definition, state, { at }).state
      let amount = 1
      while (done(definition, state, [{ type: 'purchase', amountMinor: amount }], at) < 1) amount++
      const [easiest] = goalSeek(definition, state, { asOf: at + 1 })
      expect(easiest.events, `seed ${seed} ${JSON.stringify(definition.earn)}`).toEqual([
        { type: 'purchase', amountMinor: amount, currency: 'JPY' },
      ])
      compared++
    }
    expect(compared).toBeGreaterThan(cases(60) / 2)
  })
})
