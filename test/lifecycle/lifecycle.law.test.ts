/** Laws of a lifecycle on random definitions and random histories generated from them. */

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
  stageTable,
  startLifecycle,
  subscriptionLifecycle,
  transition,
} from 'tierwise/lifecycle'
import { describe, expect, test } from 'vitest'
import { cases } from '../support/cases.js'
import { factsOf, shuffled } from '../support/facts.js'
import { generator, randomMachine } from './machines.js'

const DAY = 86_400_000
const START = Date.parse('2026-01-01T00:00:00+08:00')
const ZONE = { timeZone: 'Asia/Shanghai', currency: 'CNY' }

interface Story {
  readonly machine: LifecycleDefinition
  readonly events: readonly (LifecycleEvent & { id: string; customerId: string; at: number })[]
  readonly asOf: string
}

/** A definition and a history that its own words generate: its fact types at random times, about every other one near a due date. */
function story(seed: number, late = 0): Story {
  const r = generator(seed)
  const lateness = late === 0 ? {} : { lateness: { n: late, unit: 'day' as const } }
  const kind = seed % 4
  const machine =
    kind === 0
      ? retailLifecycle({ ...ZONE, ...lateness })
      : kind === 1
        ? subscriptionLifecycle({ ...ZONE, ...lateness })
        : kind === 2
          ? b2bAccountLifecycle({ ...ZONE, ...lateness })
          : defineLifecycle({ ...randomMachine(seed, { clocks: true }), ...lateness })
  const types =
    kind === 0
      ? ['purchase']
      : kind === 1
        ? ['trial', 'subscribe', 'renew', 'cancel', 'resume']
        : kind === 2
          ? ['contract', 'purchase', 'purchase', 'complaint', 'solved']
          : ['x', 'y']
  const span = kind === 3 ? 3 : 60
  let state = startLifecycle(machine, 'ann')
  let at = START
  const events: (LifecycleEvent & { id: string; customerId: string; at: number })[] = []
  for (let i = 0; i < 1 + Math.floor(r() * 8); i++) {
    const due = nextDue(machine, state)
    const near = due !== null && r() < 0.5
    const next = near ? Date.parse(`${due.on}T00:00:00+08:00`) + Math.floor((r() * 3 - 1) * DAY) : at + Math.floor(r() * span * DAY)
    at = Math.max(at + Math.floor(r() * 2) * 3_600_000, next)
    const until = new Date(at + Math.floor(r() * 200) * DAY).toISOString().slice(0, 10)
    const event = {
      id: `e${i}`,
      customerId: 'ann',
      type: types[Math.floor(r() * types.length)],
      at,
      attributes: { v: Math.floor(r() * 4), until },
    }
    events.push(event)
    state = transition(machine, state, event).state
  }
  return { machine, events, asOf: new Date(at + Math.floor(r() * 400) * DAY).toISOString().slice(0, 10) }
}

function fold({ machine, events }: Story): LifecycleState {
  return events.reduce((state, event) => transition(machine, state, event).state, startLifecycle(machine, 'ann'))
}

const json = (state: LifecycleState): LifecycleState => JSON.parse(JSON.stringify(state)) as LifecycleState

describe('for any lifecycle and any history of its own words', () => {
  test('event by event, or all at once in any order with duplicates: the same state', () => {
    for (let seed = 1; seed <= cases(200); seed++) {
      const one = story(seed)
      const folded = advanceLifecycle(one.machine, fold(one), { asOf: one.asOf }).state
      const replayed = replayLifecycle(one.machine, shuffled([...one.events, ...one.events], seed), { asOf: one.asOf })
      expect(replayed.state, `seed ${seed}`).toEqual(folded)
    }
  })

  test('asked daily, stored and restored between any two questions: the same as asked once, with the same effects', () => {
    for (let seed = 1; seed <= cases(60); seed++) {
      const one = story(seed)
      const { machine, asOf } = one
      const once = replayLifecycle(machine, one.events, { asOf })
      let state = startLifecycle(machine, 'ann')
      const effects: unknown[] = []
      const ask = (until: number): void => {
        for (; day < until; day += DAY) {
          const step = advanceLifecycle(machine, state, { asOf: new Date(day).toISOString().slice(0, 10) })
          effects.push(...step.effects)
          state = json(step.state)
        }
      }
      let day = Date.parse('2026-01-01')
      for (const event of one.events) {
        ask(event.at - 2 * DAY)
        const step = transition(machine, state, event)
        effects.push(...step.effects)
        state = json(step.state)
        day = Math.max(day, Math.floor((event.at + 8 * 3_600_000) / DAY) * DAY)
      }
      ask(Date.parse(asOf) + 1)
      expect(state, `seed ${seed}`).toEqual(once.state)
      expect(effects, `seed ${seed}`).toEqual(once.effects)
    }
  })

  test('a late fact within the lateness equals a replay; one beyond it changes nothing', () => {
    let late = 0
    let refused = 0
    for (let seed = 1; seed <= cases(200); seed++) {
      const one = story(seed, 30)
      const { machine } = one
      let state = startLifecycle(machine, 'ann')
      const taken: LifecycleEvent[] = []
      for (const event of shuffled(one.events, seed)) {
        const step = transition(machine, state, event)
        if (step.outcomes[0].outcome === 'needs-history') {
          refused++
          expect(step.state).toBe(state)
          continue
        }
        if (step.outcomes[0].late) late++
        taken.push(event)
        state = step.state
        const asOf = state.asOf as number
        expect(state, `seed ${seed}`).toEqual(replayLifecycle(machine, taken, { at: asOf, account: 'ann' }).state)
      }
    }
    expect(late).toBeGreaterThan(cases(20))
    expect(refused).toBeGreaterThan(cases(20))
  })

  test('the state is the effects’ own: moves follow one another from the initial stage to the last', () => {
    for (let seed = 1; seed <= cases(200); seed++) {
      const { machine, events, asOf } = story(seed)
      const { state, reasons } = replayLifecycle(machine, events, { asOf })
      let stage = machine.initial
      for (const { code, params } of reasons) {
        if (code !== 'lifecycle.stage.moved') continue
        expect(params.from).toBe(stage)
        stage = String(params.to)
      }
      expect(state.stage).toBe(stage)
    }
  })

  test('nextDue is the first day on which asking finds a move', () => {
    for (let seed = 1; seed <= cases(200); seed++) {
      const one = story(seed)
      const state = fold(one)
      const due = nextDue(one.machine, state)
      if (due === null) {
        expect(advanceLifecycle(one.machine, state, { asOf: '2040-01-01' }).state.stage).toBe(state.stage)
        continue
      }
      const moves = (asOf: string): number =>
        advanceLifecycle(one.machine, state, { asOf }).reasons.filter(({ code }) => code === 'lifecycle.stage.moved').length
      const eve = new Date(Date.parse(due.on) - DAY).toISOString().slice(0, 10)
      if (Date.parse(`${eve}T23:59:59.999+08:00`) >= (state.asOf as number)) expect(moves(eve)).toBe(0)
      expect(moves(due.on)).toBeGreaterThan(0)
    }
  })

  test('in columns the same as one by one', () => {
    for (let kind = 0; kind < 4; kind++) {
      const first = story(4 + kind)
      const stories = Array.from({ length: cases(30) }, (_, i) => ({ ...story(4 + kind + 4 * i), machine: first.machine }))
      const facts = factsOf(
        stories.flatMap(({ events }, c) =>
          events.map(({ id, type, at, attributes }) => ({
            id: `${c}-${id}`,
            customerId: `c${c}`,
            type,
            at,
            attributes: attributes as Record<string, string | number>,
          })),
        ),
        { timeZone: ZONE.timeZone },
      )
      const asOf = '2026-09-01'
      const table = stageTable(first.machine, facts, { asOf })
      facts.customers.ids.forEach((id, i) => {
        const { events } = stories[Number(id.slice(1))]
        const { state } = replayLifecycle(first.machine, events, { asOf })
        const { stage, daysInStage } = table.columns
        expect(stage.values[stage.codes[i]], id).toBe(state.stage)
        if (state.now.entered !== null) expect(daysInStage[i]).toBe((state.day as number) - state.now.entered)
      })
    }
  })
})
