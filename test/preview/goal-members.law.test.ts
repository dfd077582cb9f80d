/** Goal-seek where members are counted apart: who has to do how much, against every division of a small sum. */

import { describe, expect, it } from 'vitest'
import { goalSeek, type SupposedEvent } from '../../src/preview/index.js'
import { type AccountState, applyEvent, readStanding } from '../../src/program/index.js'
import { cases } from '../support/cases.js'
import { HOUR, program, randomOf, START, tiers } from './small-program.js'

const NAMES = ['ann', 'ben', 'cem'] as const
const MOST = 6

describe('what members are counted for apart', () => {
  it('is asked of whom it takes, and no cheaper division of less money does it', () => {
    const met = { compared: 0, several: 0, most: 0, named: 0 }
    for (let seed = 1; seed <= cases(60); seed++) {
      const random = randomOf(seed)
      const upTo = (n: number): number => Math.floor(random() * n)
      const people = NAMES.slice(0, 1 + upTo(3))
      const mode = random() < 0.6 ? 'least' : 'most'
      const isNamed = random() < 0.4
      const counts = random() < 0.3
      const bound = String(1 + upTo(4))
      const strict = random() < 0.3
      const own = { measure: 'own', [strict ? 'gt' : 'gte']: bound }
      const definition = program({
        members: { join: 'join', leave: 'leave', ...(isNamed ? { member: 'who' } : {}) },
        measures: {
          own: { from: 'purchase', aggregate: counts ? 'count' : 'sum', perMember: mode },
          all: { from: 'purchase', aggregate: 'sum' },
        },
        tiers: tiers(random() < 0.4 ? { all: [own, { measure: 'all', gte: String(1 + upTo(6)) }] } : own),
      })
      const by = (who: string): object => (isNamed ? { who } : { customerId: who })
      const tell = (from: AccountState | undefined, event: SupposedEvent, i: number): AccountState => {
        const { state, outcomes } = applyEvent(definition, from, { customerId: 'ann', id: `~${i}`, at: START, ...event })
        expect(outcomes[0].outcome).toBe('applied')
        return state
      }
      let state = tell(undefined, { type: 'enroll', id: 'e' }, 0)
      for (const who of people) if (who !== 'ann') state = tell(state, { type: 'join', id: who, ...by(who) }, 0)
      for (let i = 0; i < 2; i++) {
        const who = people[upTo(people.length)]
        state = tell(state, { type: 'purchase', id: `p${i}`, amountMinor: upTo(3), ...by(who) }, 0)
      }
      if (readStanding(definition, state).tier === 'silver') continue
      const at = START + HOUR
      const does = (events: readonly SupposedEvent[]): boolean =>
        readStanding(
          definition,
          events.reduce((from, event, i) => tell(from, { ...event, at }, i), state),
        ).tier === 'silver'
      const goals = goalSeek(definition, state, { asOf: at })
      const where = `${JSON.stringify(readStanding(definition, state).members)} all ${readStanding(definition, state).metrics.all} seed ${seed} ${people} ${mode} ${JSON.stringify(definition.tiers?.[1].enter)} found ${JSON.stringify(goals.map(({ events }) => events))}`
      // Every member buys so much, or not at all; a purchase of nothing counts too.
      const choices = people.reduce<SupposedEvent[][]>(
        (all, who) =>
          all.flatMap((events) => [
            events,
            ...Array.from({ length: MOST + 1 }, (_, amountMinor) => [...events, { type: 'purchase', amountMinor, ...by(who) }]),
          ]),
        [[]],
      )
      const enough = choices.filter((events) => does(events))
      if (enough.length === 0) continue
      const money = (events: readonly SupposedEvent[]): number => events.reduce((sum, { amountMinor = 0 }) => sum + amountMinor, 0)
      expect(goals.length, where).toBeGreaterThan(0)
      for (const { events } of goals) {
        expect(events.length, where).toBeGreaterThan(0)
        expect(does(events), where).toBe(true)
        events.forEach((event, i) => {
          const less = event.amountMinor === undefined || event.amountMinor === 0 ? [] : [{ ...event, amountMinor: event.amountMinor - 1 }]
          if (event.amountMinor === undefined || event.amountMinor > 0)
            expect(does([...events.slice(0, i), ...less, ...events.slice(i + 1)]), `${where} less of ${i}`).toBe(false)
        })
      }
      if (!counts) expect(Math.min(...goals.map(({ events }) => money(events))), where).toBe(Math.min(...enough.map(money)))
      met.compared++
      if (goals.some(({ events }) => events.length > 1)) met.several++
      if (mode === 'most') met.most++
      if (isNamed) met.named++
    }
    for (const often of [met.several, met.most, met.named]) expect(often).toBeGreaterThan(met.compared / 10)
    expect(met.compared).toBeGreaterThan(cases(60) / 3)
  })
})
