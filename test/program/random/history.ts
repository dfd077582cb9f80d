/** Random histories in the words of the random programs: partial refunds, ties, month ends, leap days, changes of clock, both sides of midnight. */

import fc, { type Arbitrary } from 'fast-check'
import type { ProgramDefinition, ProgramEvent } from 'tierwise/program'
import { parseDate } from '../../../src/core/time/civil.js'
import { instantAt, zoneOf } from '../../../src/core/time/zone.js'

export interface Happening extends ProgramEvent {
  readonly id: string
  readonly at: number
}

export const FIRST_DAY = parseDate('2016-01-15')
export const LAST_DAY = parseDate('2017-12-31')

/** Leap days, ends of months, quarters and years, and the days on which some zone of the programs changes its clocks. */
const EDGES = [
  '2016-02-29',
  '2016-03-13',
  '2016-03-27',
  '2016-04-03',
  '2016-04-30',
  '2016-06-30',
  '2016-10-02',
  '2016-10-16',
  '2016-11-06',
  '2016-12-31',
  '2017-01-31',
  '2017-02-19',
  '2017-02-28',
  '2017-03-12',
  '2017-10-15',
].map(parseDate)

const day = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: FIRST_DAY, max: LAST_DAY }) },
  { weight: 1, arbitrary: fc.constantFrom(...EDGES) },
  { weight: 4, arbitrary: fc.integer({ min: parseDate('2016-05-01'), max: parseDate('2016-08-31') }) },
)
const HOUR = 3_600_000
const time = fc.oneof(
  fc.constantFrom(0, 1, HOUR / 2, 2.5 * HOUR, 4 * HOUR - 1, 4 * HOUR, 12 * HOUR, 23.5 * HOUR, 24 * HOUR - 1),
  fc.integer({ min: 8, max: 20 }).map((hour) => hour * HOUR),
)

const drawn = fc.record({
  kind: fc.constantFrom('purchase', 'purchase', 'purchase', 'purchase', 'refund', 'refund', 'redeem', 'redeem', 'undo', 'visit', 'enroll'),
  day,
  time,
  cents: fc.oneof(fc.integer({ min: 1, max: 30_000 }), fc.constantFrom(1, 999, 10_000, 15_000, 30_000, 90_000)),
  points: fc.constantFrom(1, 5, 10, 25, 50, 100, 120),
  part: fc.constantFrom(1, 1, 0.25, 0.5, 2),
  which: fc.nat(),
  /** Refunds and undoings mostly follow closely. */
  soon: fc.constantFrom(0, 0, 1, 20, 200),
  shop: fc.constantFrom('a', 'b', 'c'),
})

type Drawn = typeof drawn extends Arbitrary<infer T> ? T : never

export interface World {
  readonly definition: ProgramDefinition
  /** In the order of the engine: by instant, then by its own rule. */
  readonly events: readonly Happening[]
  readonly end: number
}

/** A program and a history in its own zone. */
export function worlds(definitions: Arbitrary<ProgramDefinition>, { most = 24 }: { readonly most?: number } = {}): Arbitrary<World> {
  return fc
    .tuple(definitions, fc.array(drawn, { minLength: 3, maxLength: most, size: 'max' }))
    .map(([definition, steps]) => {
      const events = historyOf(definition, steps)
      return { definition, events, end: instantAt(zoneOf(definition.timeZone), LAST_DAY + 200) }
    })
    .filter(({ events }) => events.length > 0)
}

function historyOf(definition: ProgramDefinition, steps: readonly Drawn[]): Happening[] {
  const zone = zoneOf(definition.timeZone)
  const events: Happening[] = []
  const sorted = [...steps].sort((a, b) => a.day - b.day || a.time - b.time)
  sorted.forEach((step, i) => {
    const id = `${(step.which % 9).toString(36)}${i.toString(36)}`
    const at = instantAt(zone, step.day, step.time)
    const common = { id, customerId: 'ann', at }
    switch (step.kind) {
      case 'purchase':
        events.push({ ...common, type: 'purchase', amountMinor: step.cents, shop: step.shop })
        return
      case 'visit':
      case 'enroll':
        events.push({ ...common, type: step.kind })
        return
      case 'redeem':
        events.push({ ...common, type: 'redeem', points: step.points })
        return
      default: {
        const type = step.kind === 'refund' ? 'purchase' : 'redeem'
        const targets = events.filter((event) => event.type === type)
        if (targets.length === 0) return
        const target = targets[step.which % 3 === 0 ? step.which % targets.length : targets.length - 1]
        const amount = type === 'purchase' ? { amountMinor: Math.max(1, Math.floor((target.amountMinor as number) * step.part)) } : {}
        events.push({
          ...common,
          at: Math.max(target.at, Math.min(at, target.at + step.soon * 24 * HOUR + (step.soon === 0 ? 0 : step.time))),
          type: step.kind,
          refersTo: target.id,
          ...amount,
        })
      }
    }
  })
  return inOrder(events)
}

/** By instant; at one instant joining first, then by id. */
export function inOrder<E extends Happening>(events: readonly E[]): E[] {
  const rank = ({ type }: E): number => (type === 'enroll' ? 0 : 1)
  return [...events].sort((a, b) => a.at - b.at || rank(a) - rank(b) || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
}
