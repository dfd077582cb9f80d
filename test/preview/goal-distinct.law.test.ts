/** Goal-seek where a need counts different values: properties, categories, months, kinds of events. */

import { describe, expect, it } from 'vitest'
import { type Goal, goalSeek, type SupposedEvent } from '../../src/preview/index.js'
import { type AccountState, applyEvent, type ProgramDefinition, type ProgramEvent, readStanding } from '../../src/program/index.js'
import { cases } from '../support/cases.js'
import { enrolled as enrolledAt, HOUR, played, program as programOf, randomOf, tiers } from './small-program.js'

const START = Date.UTC(2025, 0, 10)

function program(measures: Record<string, unknown>, enter: unknown): ProgramDefinition {
  return programOf({ measures, tiers: tiers(enter) })
}

function enrolled(definition: ProgramDefinition, ...events: readonly Omit<ProgramEvent, 'id' | 'customerId' | 'at'>[]): AccountState {
  let state = enrolledAt(definition, START)
  events.forEach((event, i) => {
    state = applyEvent(definition, state, { ...event, id: `h${i}`, customerId: 'm', at: START + (i + 1) * HOUR } as ProgramEvent).state
  })
  return state
}

function tierAfter(definition: ProgramDefinition, from: AccountState, events: readonly SupposedEvent[], at: number): string | undefined {
  return readStanding(definition, played(definition, from, events, at)).tier
}

/** The way reaches the tier, and without any one of its events it does not. */
function checked(definition: ProgramDefinition, state: AccountState): Goal {
  const [goal] = goalSeek(definition, state, { asOf: '2025-01-20' })
  const at = Date.UTC(2025, 0, 21) - 1
  expect(tierAfter(definition, state, goal.events, at)).toBe('silver')
  goal.events.forEach((_, i) => {
    expect(tierAfter(definition, state, without(goal.events, i), at)).toBe('base')
  })
  return goal
}

describe('different values', () => {
  it('leave out those that count already, also those suggested before', () => {
    const definition = program({ hotels: { from: 'stay', value: 'hotel', aggregate: 'distinct' } }, { measure: 'hotels', gte: '3' })
    const first = checked(definition, enrolled(definition))
    expect(first.events).toHaveLength(3)
    // Two of the three are done as suggested: one is left.
    const goal = checked(definition, enrolled(definition, ...first.events.slice(0, 2)))
    expect(goal.missing).toEqual([{ measure: 'hotels', count: 1 }])
    expect(goal.events).toHaveLength(1)
  })

  it('stand in a nested field, or behind a name', () => {
    const nested = program({ brands: { from: 'stay', value: 'hotel.brand', aggregate: 'distinct' } }, { measure: 'brands', gte: '2' })
    expect(checked(nested, enrolled(nested)).events).toHaveLength(2)
    const field = program({ brands: { from: 'stay', value: { field: 'brand' }, aggregate: 'distinct' } }, { measure: 'brands', gte: '2' })
    expect(checked(field, enrolled(field)).events).toHaveLength(2)
  })

  it('are those that the measure lets count', () => {
    const where = { field: 'category', in: ['tea', 'cake', 'bread'] }
    const measures = { categories: { from: 'purchase', where, value: 'category', aggregate: 'distinct' } }
    const definition = program(measures, { measure: 'categories', gte: '3' })
    const goal = checked(definition, enrolled(definition, { type: 'purchase', amountMinor: 1, category: 'cake' }))
    expect(goal.events.map(({ category }) => category)).toEqual(['tea', 'bread'])
  })

  it('that are too few are named with the most there can be', () => {
    const where = { field: 'category', in: ['tea', 'cake', 'bread'] }
    const measures = { categories: { from: 'purchase', where, value: 'category', aggregate: 'distinct' } }
    const definition = program(measures, { measure: 'categories', gte: '4' })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-20' })
    expect(goal.events).toEqual([])
    expect(goal.reasons[1]).toMatchObject({ code: 'preview.goal.capped', params: { of: 'categories', most: '3' } })
  })

  it('of two fields are met by the same events', () => {
    const measures = {
      hotels: { from: 'stay', value: 'hotel', aggregate: 'distinct' },
      brands: { from: 'stay', value: 'brand', aggregate: 'distinct' },
    }
    const definition = program(measures, {
      all: [
        { measure: 'hotels', gte: '2' },
        { measure: 'brands', gte: '3' },
      ],
    })
    const goal = checked(definition, enrolled(definition))
    expect(goal.events).toHaveLength(3)
    expect(goal.missing).toEqual([
      { measure: 'hotels', count: 2 },
      { measure: 'brands', count: 3 },
    ])
  })

  it('are asked for in full where more events are needed anyway', () => {
    const measures = {
      stays: { from: 'stay', aggregate: 'count' },
      hotels: { from: 'stay', value: 'hotel', aggregate: 'distinct' },
    }
    const definition = program(measures, {
      all: [
        { measure: 'stays', gte: '4' },
        { measure: 'hotels', gte: '2' },
      ],
    })
    const goal = checked(definition, enrolled(definition))
    expect(goal.events).toHaveLength(4)
    expect(goal.missing).toEqual([
      { measure: 'stays', count: 4 },
      { measure: 'hotels', count: 2 },
    ])
  })

  it('of the type of event are events of different types', () => {
    const measures = { services: { from: ['ride', 'meal', 'stay'], value: 'type', aggregate: 'distinct' } }
    const definition = program(measures, { measure: 'services', gte: '3' })
    expect(checked(definition, enrolled(definition, { type: 'meal' })).events).toEqual([{ type: 'ride' }, { type: 'stay' }])
  })

  it('of the calendar are waited for', () => {
    // 20 January with activity in it: the months still missing of three begin on 1 February and 1 March.
    const measures = { months: { from: 'visit', value: { calendar: 'month' }, aggregate: 'distinct', window: { fixed: 'year' } } }
    const definition = program(measures, { measure: 'months', gte: '3' })
    const goal = checked(definition, enrolled(definition, { type: 'visit' }))
    expect(goal.events).toEqual([
      { type: 'visit', at: Date.UTC(2025, 1, 1) },
      { type: 'visit', at: Date.UTC(2025, 2, 1) },
    ])
    expect(goal.through).toBe('2025-03-01')
    expect(goal.missing).toEqual([{ measure: 'months', count: 2 }])
  })

  it('of quarters, years and dates begin with each of them', () => {
    for (const [calendar, dates] of [
      ['quarter', ['2025-04-01', '2025-07-01']],
      ['year', ['2026-01-01', '2027-01-01']],
      ['date', ['2025-01-21']],
      ['weekday', ['2025-01-21']],
    ] as const) {
      const measures = { parts: { from: 'visit', value: { calendar }, aggregate: 'distinct' } }
      const definition = program(measures, { measure: 'parts', gte: '3' })
      const goal = checked(definition, enrolled(definition, { type: 'visit' }))
      // The visit of 10 January counts; of dates and weekdays today counts too (a Friday, a Monday, a Tuesday).
      const later = goal.events.filter(({ at }) => at !== undefined)
      expect(later.map(({ at }) => new Date(at as number).toISOString().slice(0, 10))).toEqual(dates)
    }
  })
})

describe('on random programs that count different values', () => {
  it('asks for no more events than brute force, and none of them can be left out', () => {
    let compared = 0
    let both = 0
    for (let seed = 1; seed <= cases(60); seed++) {
      const random = randomOf(seed)
      const upTo = (n: number): number => Math.floor(random() * n)
      const window = [undefined, { fixed: 'year' }, { rolling: { n: 3, unit: 'month' } }][upTo(3)]
      const windowed = window === undefined ? {} : { window }
      const brands = ['a', 'b', 'c'].slice(0, 2 + upTo(2))
      const measures = {
        hotels: { from: 'stay', value: 'hotel', aggregate: 'distinct', ...windowed },
        brands: { from: 'stay', where: { field: 'brand', in: brands }, value: 'brand', aggregate: 'distinct', ...windowed },
        stays: { from: 'stay', aggregate: 'count', ...windowed },
      }
      const leaf = (): unknown => ({
        measure: ['hotels', 'brands', 'stays'][upTo(3)],
        [random() < 0.7 ? 'gte' : 'gt']: String(1 + upTo(3)),
      })
      const kind = random()
      const enter =
        kind < 0.2
          ? leaf()
          : kind < 0.7
            ? { all: [leaf(), leaf()] }
            : kind < 0.85
              ? { any: [leaf(), leaf()] }
              : { atLeast: 2, of: [leaf(), leaf(), leaf()] }
      const definition = program(measures, enter)
      const before = Array.from({ length: upTo(3) }, () => ({ type: 'stay', hotel: `hotel-${upTo(2)}`, brand: ['a', 'b', 'x'][upTo(3)] }))
      const state = enrolled(definition, ...before)
      if (readStanding(definition, state).tier !== 'base') continue
      const at = Date.UTC(2025, 0, 21) - 1
      const least = fewest(definition, state, at)
      if (least === undefined) continue
      const goals = goalSeek(definition, state, { asOf: '2025-01-20' }).filter(({ events }) => events.length > 0)
      const where = `seed ${seed} ${JSON.stringify([enter, window, brands, before])} found ${JSON.stringify(goals.map(({ events }) => events))}`
      for (const { events } of goals) {
        expect(tierAfter(definition, state, events, at), where).toBe('silver')
        events.forEach((_, i) => {
          expect(tierAfter(definition, state, without(events, i), at), `${where} without ${i}`).toBe('base')
        })
      }
      expect(Math.min(...goals.map(({ events }) => events.length)), where).toBe(least)
      compared++
      if (goals.some(({ missing }) => missing.length > 1)) both++
    }
    expect(compared).toBeGreaterThan(cases(60) / 2)
    expect(both).toBeGreaterThan(compared / 10)
  })
})

/** The fewest of at most four stays, each in any of the known or new hotels and any brand. */
function fewest(definition: ProgramDefinition, from: AccountState, at: number): number | undefined {
  for (let n = 1; n <= 4; n++) {
    const visit = (state: AccountState, left: number, news: number): boolean => {
      if (readStanding(definition, state).tier === 'silver') return true
      if (left === 0) return false
      for (const hotel of ['hotel-0', 'hotel-1', ...Array.from({ length: news + 1 }, (_, i) => `new-${i}`)])
        for (const brand of ['a', 'b', 'c']) {
          const event = { id: `~${left}`, customerId: 'm', type: 'stay', hotel, brand, at }
          if (visit(applyEvent(definition, state, event).state, left - 1, hotel === `new-${news}` ? news + 1 : news)) return true
        }
      return false
    }
    if (visit(from, n, 0)) return n
  }
  return undefined
}

function without<T>(all: readonly T[], i: number): T[] {
  return all.filter((_, k) => k !== i)
}
