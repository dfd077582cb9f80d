/** Goal-seek where two needs with limits of their own are fed by the same events: dated events, no fewer and none smaller that do it. */

import { describe, expect, it } from 'vitest'
import { en, sentences } from '../../src/messages/index.js'
import { goalSeek } from '../../src/preview/index.js'
import { type AccountState, advanceProgram, applyEvent, type ProgramDefinition, readStanding } from '../../src/program/index.js'
import { cases } from '../support/cases.js'
import { DAY, enrolled, HOUR, program as programOf, randomOf, reaches, START, tiers } from './small-program.js'

function program(more: Record<string, unknown>): ProgramDefinition {
  return programOf({
    currencies: { stars: {}, credits: {} },
    measures: { stars: { earned: 'stars' }, credits: { earned: 'credits' }, stays: { from: 'stay', aggregate: 'count' } },
    ...more,
  })
}

const both = (stars: string, credits: string): object => ({
  all: [
    { measure: 'stars', gte: stars },
    { measure: 'credits', gte: credits },
  ],
})

const buy = { id: 'buy', on: 'stay', to: 'stars', per: '10', round: 'down', cap: { max: '5', per: { fixed: 'day' } } }
const stay = { id: 'stay', on: 'stay', to: 'credits', value: 'nights', cap: { max: '4', per: 'event' } }

describe('two limits', () => {
  it('of a day and of a stay are met by the same stays', () => {
    const definition = program({ earn: [buy, stay], tiers: tiers(both('12', '9')) })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    // 12 stars at 5 a day are 50, 50 and 20 yen on three days; 9 nights at 4 a stay are 4, 4 and 1 of the same three stays.
    expect(goal.events.map(({ type, amountMinor, nights, at }) => [type, amountMinor, nights, at])).toEqual([
      ['stay', 50, '4', undefined],
      ['stay', 50, '4', START + DAY],
      ['stay', 20, '1', START + 2 * DAY],
    ])
    expect(goal.missing).toEqual([
      { measure: 'stars', points: 12 },
      { measure: 'credits', points: 9 },
    ])
    expect(goal.through).toBe('2025-01-03')
    expect(goal.reasons.map(({ code }) => code)).toEqual(['preview.goal.reach', 'preview.goal.spread'])
  })

  it('ask for several stays on one day where the days have room for fewer', () => {
    const definition = program({ earn: [buy, stay], tiers: tiers(both('7', '17')) })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    // 7 stars need two days; 17 nights need five stays: 70 yen and 17 nights in all.
    expect(goal.events).toHaveLength(5)
    expect(goal.through).toBe('2025-01-02')
    expect(goal.events.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0)).toBe(70)
    expect(goal.events.reduce((sum, { nights }) => sum + Number(nights), 0)).toBe(17)
    expect(reaches(definition, enrolled(definition), goal.events, START + DAY - 1)).toBe(true)
  })

  it('and a count are met without an amount more than the stars ask for', () => {
    const perEvent = { ...buy, cap: { max: '5', per: 'event' } }
    const enter = {
      all: [
        { measure: 'stars', gte: '11' },
        { measure: 'stays', gte: '3' },
      ],
    }
    const definition = program({ earn: [perEvent], tiers: tiers(enter) })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    // 11 stars at 5 a stay are 50, 50 and 10 yen; thirds of 110 would give 3 + 3 + 3 stars.
    expect(goal.events).toHaveLength(3)
    expect(goal.events.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0)).toBe(110)
    expect(reaches(definition, enrolled(definition), goal.events, START + DAY - 1)).toBe(true)
  })

  it('are met by few stays that pay as well as by more that do not', () => {
    const paid = { id: 'buy', on: 'stay', to: 'stars', rate: '1.5', round: 'down', cap: { max: '3', per: { fixed: 'day' } } }
    const bonus = { id: 'bonus', on: 'stay', to: 'stars', value: '1' }
    const enter = {
      all: [
        { measure: 'stars', gte: '4' },
        { measure: 'stays', gte: '2' },
      ],
    }
    const definition = program({ earn: [paid, bonus], tiers: tiers(enter) })
    const goals = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    // Two stays bring 2 stars, and 2 yen of one of them 3; four stays bring 4.
    const asked = goals.map(({ events }) => [events.length, events.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0)])
    expect(asked.sort()).toEqual([
      [2, 2],
      [4, 0],
    ])
    const said = goals.map(({ reasons }) => sentences(reasons, en).at(-1))
    expect(said.sort()).toEqual(['one way to Silver: 2 “stay” events and ¥2 of “stay”', 'one way to Silver: 4 “stay” events'])
  })

  it('met by as many stays without an amount are not said to ask for one', () => {
    const paid = { id: 'buy', on: 'stay', to: 'stars', round: 'halfUp', cap: { max: '1', per: { fixed: 'day' } } }
    const nights = { ...stay, rate: '0.7', round: 'up', cap: { max: '1', per: 'event' } }
    const bonus = { id: 'bonus', on: 'stay', to: 'stars', value: '1' }
    const definition = program({ earn: [paid, nights, bonus], tiers: tiers(both('4', '4')) })
    // Four credits need four stays of a night each, and these bring four stars by themselves.
    const goals = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    expect(goals.map(({ events }) => events.map(({ amountMinor = 0, nights: n }) => [amountMinor, n]))).toEqual([Array(4).fill([0, '1'])])
  })

  it('fed by events of different types are both waited for', () => {
    const nights = { ...stay, on: 'night', cap: { max: '2', per: { fixed: 'day' } } }
    const definition = program({ earn: [buy, nights], tiers: tiers(both('12', '7')) })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    // 7 nights at 2 a day need four days, 12 stars three of them.
    expect(goal.through).toBe('2025-01-04')
    expect(goal.events.map(({ type }) => type).sort()).toEqual(['night', 'night', 'night', 'night', 'stay', 'stay', 'stay'])
    expect(reaches(definition, enrolled(definition), goal.events, START + DAY - 1)).toBe(true)
  })

  it('of which one leaves too little are named with the most it lets there be', () => {
    const never = { ...stay, cap: { max: '4', per: 'lifetime' } }
    const definition = program({ earn: [buy, never], tiers: tiers(both('12', '9')) })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    expect(goal.events).toEqual([])
    expect(goal.reasons[1]).toMatchObject({ code: 'preview.goal.capped', params: { of: 'credits', most: '4' } })
  })

  it('that ask for more tries than are made say that less may be enough', () => {
    // A star for each yen up to 500 a day: too many different gains to look at each of three days.
    const fine = { ...buy, per: '1', cap: { max: '500', per: { fixed: 'day' } } }
    const definition = program({ earn: [fine, stay], tiers: tiers(both('1200', '9')) })
    const [goal] = goalSeek(definition, enrolled(definition), { asOf: '2025-01-01' })
    expect(reaches(definition, enrolled(definition), goal.events, START + DAY - 1)).toBe(true)
    expect(goal.through).toBe('2025-01-03')
    expect(goal.reasons.map(({ code }) => code)).toContain('preview.goal.uncertain')
  })
})

interface Cost {
  readonly events: number
  readonly x: number
  readonly y: number
}

describe('on random programs with two limits', () => {
  it('finds as few days and stays, and none smaller, as brute force', () => {
    let compared = 0
    let spread = 0
    let several = 0
    for (let seed = 1; seed <= cases(16); seed++) {
      const random = randomOf(seed)
      const upTo = (n: number): number => Math.floor(random() * n)
      const per = (): unknown => (random() < 0.5 ? 'event' : { fixed: 'day' })
      const rounded = (): object => ({ rate: ['1', '2', '0.7', '1.5', '0.5'][upTo(5)], round: ['down', 'halfUp', 'up'][upTo(3)] })
      const definition = program({
        earn: [
          { id: 'buy', on: 'stay', to: 'stars', ...rounded(), cap: { max: String(1 + upTo(3)), per: per() } },
          { id: 'stay', on: 'stay', to: 'credits', value: 'nights', ...rounded(), cap: { max: String(1 + upTo(2)), per: per() } },
          ...(random() < 0.3 ? [{ id: 'bonus', on: 'stay', to: 'stars', value: '1' }] : []),
        ],
        tiers: tiers(
          random() < 0.75
            ? {
                all: [
                  { measure: 'stars', gte: String(1 + upTo(6)) },
                  { measure: 'credits', [random() < 0.7 ? 'gte' : 'gt']: String(1 + upTo(4)) },
                ],
              }
            : {
                all: [
                  { measure: 'stars', gte: String(1 + upTo(6)) },
                  { measure: 'stays', gte: String(1 + upTo(4)) },
                ],
              },
        ),
      })
      const at = START + 2 * HOUR
      const state = advanceProgram(definition, enrolled(definition), { at }).state
      const days = [at, START + DAY, START + 2 * DAY]
      const best = leastOf(definition, state, days)
      if (best === undefined) continue
      // Stays without an amount may do it too: numbers that cannot be compared stand beside each other.
      const goals = goalSeek(definition, state, { asOf: at + 1 })
      const goal = goals.reduce((a, b) => (b.events.length < a.events.length ? b : a))
      const where = `seed ${seed} ${JSON.stringify([definition.earn, definition.tiers?.[1].enter])} found ${JSON.stringify(goals.map(({ events, reasons }) => [events, reasons]))} best ${JSON.stringify(best)}`
      for (const { events } of goals) expect(reaches(definition, state, events, at), where).toBe(true)
      const cost = {
        events: goal.events.length,
        x: goal.events.reduce((sum, { amountMinor }) => sum + (amountMinor ?? 0), 0),
        y: goal.events.reduce((sum, { nights }) => sum + Number(nights ?? 0), 0),
      }
      expect(goal.events.at(-1)?.at ?? at, where).toBe(days[best.day])
      expect(cost.events, where).toBe(Math.min(...best.costs.map(({ events }) => events)))
      if (!goal.reasons.some(({ code }) => code === 'preview.goal.uncertain'))
        expect(
          best.costs.filter((other) => isCheaper(other, cost)),
          where,
        ).toEqual([])
      expect(
        goal.reasons.map(({ code }) => code),
        where,
      ).not.toContain('preview.goal.uncertain')
      for (const { events } of goals)
        events.forEach((event, i) => {
          for (const [field, less] of [
            ['amountMinor', (event.amountMinor ?? 0) - 1],
            ['nights', Number(event.nights ?? 0) - 1],
          ] as const) {
            if (less < 0) continue
            const changed = events.map((one, k) => (k === i ? { ...one, [field]: less } : one))
            expect(reaches(definition, state, changed, at), `${where} one ${field} less of ${i}`).toBe(false)
          }
        })
      compared++
      if (best.day > 0) spread++
      if (cost.events > 1) several++
    }
    expect(compared).toBeGreaterThan(cases(16) / 2)
    expect(spread).toBeGreaterThan(compared / 5)
    expect(several).toBeGreaterThan(compared / 2)
  })
})

function isCheaper(a: Cost, b: Cost): boolean {
  return a.events <= b.events && a.x <= b.x && a.y <= b.y && (a.events < b.events || a.x < b.x || a.y < b.y)
}

const AMOUNT_MAX = 6
const NIGHTS_MAX = 4
const STAYS_MAX = 4

/** The first day by which any stays do it, with every least cost of doing it by then. */
function leastOf(definition: ProgramDefinition, from: AccountState, days: readonly number[]): { day: number; costs: Cost[] } | undefined {
  interface Node {
    readonly state: AccountState
    readonly costs: readonly Cost[]
  }
  const figures = (state: AccountState): string => JSON.stringify(readStanding(definition, state).metrics)
  let morning: Node[] = [{ state: from, costs: [{ events: 0, x: 0, y: 0 }] }]
  for (let day = 0; day < days.length; day++) {
    const done: Cost[] = []
    const evening = new Map<string, Node>()
    for (const begun of morning) {
      let level: Node[] = [begun]
      keep(evening, figures(begun.state), begun.state, begun.costs)
      for (let stays = 0; stays < STAYS_MAX && level.length > 0; stays++) {
        const next = new Map<string, Node>()
        for (const { state, costs } of level) {
          if (readStanding(definition, state).tier === 'silver') continue
          for (let x = 0; x <= AMOUNT_MAX; x++)
            for (let y = 0; y <= NIGHTS_MAX; y++) {
              const id = `~${day}${stays}`
              const to = applyEvent(definition, state, {
                id,
                customerId: 'm',
                type: 'stay',
                amountMinor: x,
                nights: String(y),
                at: days[day],
              }).state
              const more = costs
                .map((cost) => ({ events: cost.events + 1, x: cost.x + x, y: cost.y + y }))
                .filter(({ events }) => events <= STAYS_MAX)
              if (more.length === 0) continue
              if (readStanding(definition, to).tier === 'silver') done.push(...more)
              else {
                keep(next, figures(to), to, more)
                keep(evening, figures(to), to, more)
              }
            }
        }
        level = [...next.values()]
      }
    }
    if (done.length > 0) return { day, costs: done.filter((cost) => !done.some((other) => isCheaper(other, cost))) }
    morning = [...evening.values()]
  }
  return undefined

  function keep(nodes: Map<string, Node>, key: string, state: AccountState, costs: readonly Cost[]): void {
    const known = nodes.get(key)
    const all = known === undefined ? costs : [...known.costs, ...costs]
    nodes.set(key, {
      state: known?.state ?? state,
      costs: all.filter(
        (cost, i) => !all.some((other, k) => isCheaper(other, cost) || (k < i && JSON.stringify(other) === JSON.stringify(cost))),
      ),
    })
  }
}
