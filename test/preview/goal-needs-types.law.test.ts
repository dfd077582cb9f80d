/** Goal-seek where several things are missing and events of several types feed them: no way asks for more than it takes. */

import { describe, expect, it } from 'vitest'
import { goalSeek, type SupposedEvent } from '../../src/preview/index.js'
import { readStanding } from '../../src/program/index.js'
import { cases } from '../support/cases.js'
import { enrolled, HOUR, played, program, randomOf, reaches, START, tiers } from './small-program.js'

const TYPES = ['purchase', 'stay', 'visit'] as const
const MOST = 7

type Deed = readonly number[]

/** How much of each type: yen, nights, visits. */
function deedOf(events: readonly SupposedEvent[]): Deed {
  return TYPES.map((type) =>
    events
      .filter((event) => event.type === type)
      .reduce(
        (sum, { amountMinor, nights }) => sum + (type === 'purchase' ? (amountMinor ?? 0) : type === 'stay' ? Number(nights ?? 0) : 1),
        0,
      ),
  )
}

function eventsOf([yen, nights, visits]: Deed): SupposedEvent[] {
  return [
    ...(yen > 0 ? [{ type: 'purchase', amountMinor: yen, currency: 'JPY' }] : []),
    ...(nights > 0 ? [{ type: 'stay', nights: String(nights) }] : []),
    ...Array.from({ length: visits }, () => ({ type: 'visit' })),
  ]
}

const GRID: readonly Deed[] = Array.from({ length: (MOST + 1) ** 3 }, (_, i) => [
  i % (MOST + 1),
  Math.floor(i / (MOST + 1)) % (MOST + 1),
  Math.floor(i / (MOST + 1) ** 2),
])
const isLess = (a: Deed, b: Deed): boolean => a !== b && a.every((n, i) => n <= b[i]) && a.some((n, i) => n < b[i])

describe('several needs that events of several types feed', () => {
  it('are met by ways of which none could be less of anything, against every small deed', () => {
    const met = { compared: 0, several: 0, mixed: 0, shared: 0 }
    for (let seed = 1; seed <= cases(40); seed++) {
      const random = randomOf(seed)
      const upTo = (n: number): number => Math.floor(random() * n)
      const needs = ['a', 'b'].map((to) => ({ to, types: TYPES.filter(() => random() < 0.6), bound: 1 + upTo(6) }))
      if (needs.some(({ types }) => types.length === 0)) continue
      const definition = program({
        currencies: { a: {}, b: {} },
        measures: { a: { earned: 'a' }, b: { earned: 'b' } },
        earn: needs.flatMap(({ to, types }) =>
          types.map((on) => ({
            id: `${on}-${to}`,
            on,
            to,
            value: on === 'purchase' ? 'amount' : on === 'stay' ? 'nights' : '1',
            rate: String(1 + upTo(3)),
          })),
        ),
        tiers: tiers({ all: needs.map(({ to, bound }) => ({ measure: to, [random() < 0.7 ? 'gte' : 'gt']: String(bound) })) }),
      })
      const at = START + HOUR
      const state = enrolled(definition)
      const goals = goalSeek(definition, state, { asOf: at })
      const found = goals.map(({ events }) => deedOf(events))
      const where = `seed ${seed} ${JSON.stringify([definition.earn, definition.tiers?.[1].enter])} found ${JSON.stringify(found)}`
      const enough = GRID.filter((deed) => reaches(definition, state, eventsOf(deed), at))
      const minimal = enough.filter((deed) => !enough.some((other) => isLess(other, deed)))
      expect(minimal.length, where).toBeGreaterThan(0)
      expect(goals.length, where).toBeGreaterThan(0)
      for (const [i, { events }] of goals.entries()) {
        expect(readStanding(definition, played(definition, state, events, at)).tier, where).toBe('silver')
        expect(
          minimal.filter((deed) => isLess(deed, found[i])),
          where,
        ).toEqual([])
      }
      // What one type alone is enough for is a way.
      TYPES.forEach((type, t) => {
        const alone = minimal.find((deed) => deed.every((n, i) => i === t || n === 0))
        if (alone !== undefined) expect(found, `${where} by ${type}`).toContainEqual(alone)
      })
      met.compared++
      if (goals.length > 1) met.several++
      if (found.some((deed) => deed.filter((n) => n > 0).length > 1)) met.mixed++
      if (needs[0].types.some((type) => needs[1].types.includes(type))) met.shared++
    }
    for (const often of [met.several, met.mixed, met.shared]) expect(often).toBeGreaterThan(met.compared / 10)
    expect(met.compared).toBeGreaterThan(cases(40) / 2)
  })
})
