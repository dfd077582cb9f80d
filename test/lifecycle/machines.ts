/** Small random lifecycles, and everything that can happen in them, found by trying. */

import type { Reason } from 'tierwise/facts'
import {
  advanceLifecycle,
  defineLifecycle,
  type LifecycleDefinition,
  type LifecycleState,
  startLifecycle,
  transition,
} from 'tierwise/lifecycle'

export function generator(seed: number): () => number {
  let state = (seed * 2654435761) >>> 0 || 1
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 4294967296
  }
}

export interface MachineOptions {
  /** Timers that count from facts as well as from entry. */
  readonly clocks: boolean
}

/** Two to four stages, facts x and y whose field v is 0 to 3, timers of 0 to 3 days. */
export function randomMachine(seed: number, { clocks }: MachineOptions): LifecycleDefinition {
  const r = generator(seed)
  const pick = <T>(...items: readonly T[]): T => items[Math.floor(r() * items.length)]
  const count = 2 + Math.floor(r() * 3)
  const ids = ['a', 'b', 'c', 'd'].slice(0, count)
  const stages = ids.map((id) => {
    if (id !== 'a' && r() < 0.15) return { id, final: true }
    const transitions = Array.from({ length: Math.floor(r() * 4) }, () => {
      const to = pick(...ids)
      const priority = pick(0, 0, 0, 1)
      if (r() < 0.55) {
        const when = pick<object | undefined>(
          undefined,
          { field: 'v', eq: 1 },
          { field: 'v', eq: 2 },
          { field: 'v', gte: 1 },
          {
            all: [
              { field: 'v', lte: 1 },
              { field: 'v', gte: 2 },
            ],
          },
        )
        return { on: pick('x', 'y'), to, priority, ...(when === undefined ? {} : { when }) }
      }
      const since = clocks && r() < 0.5 ? { since: { event: pick('x', 'y') } } : undefined
      return { after: { n: Math.floor(r() * (since ? 3 : 4)) + (since ? 1 : 0), unit: 'day' }, to, priority, ...since }
    })
    return { id, transitions, ...(r() < 0.2 ? { lost: true } : {}) }
  })
  // A fact that no rule reads is none; these two are always read.
  return defineLifecycle({
    kind: 'lifecycle',
    format: 1,
    id: `random-${seed}`,
    timeZone: 'UTC',
    currency: 'CNY',
    measures: { all: { from: ['x', 'y'], aggregate: 'count', window: { rolling: { n: 1, unit: 'day' } } } },
    initial: 'a',
    stages,
  })
}

export interface Explored {
  readonly stages: ReadonlySet<string>
  /** Paths of the transitions taken, joined by dots. */
  readonly taken: ReadonlySet<string>
  /** Whether time was stopped from going in a circle on one day. */
  readonly circled: boolean
}

const DAY = 86_400_000
/** No timer is longer than three days, so ages beyond four are all alike. */
const OLDEST = 4
const START = Date.parse('2026-01-01T00:00:00Z')

/** Every sequence of facts, at most two a day, until nothing new comes. */
export function exploreByTrying(machine: LifecycleDefinition): Explored {
  const stages = new Set([machine.initial])
  const taken = new Set<string>()
  let circled = false
  const seen = new Set<string>()
  interface Node {
    readonly state: LifecycleState
    readonly day: number
    readonly today: number
    readonly ages: Readonly<Record<string, number>>
  }
  const queue: Node[] = [{ state: startLifecycle(machine), day: 0, today: 0, ages: {} }]
  const note = (reasons: readonly Reason[]): void => {
    for (const { code, path, params } of reasons) {
      if (code === 'lifecycle.timer.blocked') circled = true
      if (code !== 'lifecycle.stage.moved') continue
      stages.add(String(params.to))
      taken.add((path ?? []).join('.'))
    }
  }
  for (let q = 0; q < queue.length; q++) {
    const { state, day, today, ages } = queue[q]
    const { now } = state
    const key = JSON.stringify([
      now.stage,
      now.entered === null ? null : Math.min(OLDEST, 20454 + day - now.entered),
      now.due === null ? null : now.due - day,
      now.spent === null ? null : Math.max(-OLDEST, now.spent - 20454 - day),
      today,
      ages,
    ])
    if (seen.has(key)) continue
    seen.add(key)
    const { reasons, state: next } = advanceLifecycle(machine, state, { at: START + (day + 1) * DAY })
    note(reasons)
    queue.push({
      state: next,
      day: day + 1,
      today: 0,
      ages: Object.fromEntries(Object.entries(ages).map(([type, age]) => [type, Math.min(OLDEST, age + 1)])),
    })
    if (today === 2) continue
    for (const type of ['x', 'y']) {
      for (const v of [0, 1, 2, 3]) {
        const step = transition(machine, state, {
          id: `${day} ${today}`,
          type,
          at: START + day * DAY + (today + 1) * 1000,
          attributes: { v },
        })
        note(step.reasons)
        queue.push({ state: step.state, day, today: today + 1, ages: { ...ages, [type]: 0 } })
      }
    }
  }
  return { stages, taken, circled }
}
