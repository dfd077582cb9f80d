/** Counters against the house's own measures: each aggregate, each kind of window, with reversals; the measure is read from the facts that were left. */

import fc from 'fast-check'
import { applyEvent, defineProgram, type ProgramDefinition, readStanding, replayProgram } from 'tierwise/program'
import { describe, expect, test } from 'vitest'
import { cases } from '../support/cases.js'
import { seedOf } from './random/seed.js'

const AGGREGATES = ['sum', 'count', 'latest', 'min', 'max', 'mean', 'ratio'] as const
const WINDOWS = ['lifetime', { fixed: 'month' }, { rolling: { n: 20, unit: 'day' } }] as const
const DAY = 86_400_000
const FIRST = Date.UTC(2026, 0, 1)

function programOf(aggregate: (typeof AGGREGATES)[number], window: (typeof WINDOWS)[number]): ProgramDefinition {
  return defineProgram({
    kind: 'program',
    format: 1,
    id: 'x',
    timeZone: 'UTC',
    currency: 'USD',
    measures: {
      m: { from: 'visit', aggregate, value: 'score', window, ...(aggregate === 'ratio' ? { by: 'weight' } : {}), empty: 'absent' },
    },
    reverse: [{ id: 'undo', on: 'undo', of: ['visit'] }],
  })
}

interface Visit {
  readonly id: string
  readonly day: number
  readonly score: number
  readonly weight: number
}

/** From scratch, over the visits that count: the aggregate's plain meaning, as a number. */
function plain(aggregate: (typeof AGGREGATES)[number], visits: readonly Visit[]): number | undefined {
  const scores = visits.map(({ score }) => score)
  const sum = scores.reduce((a, b) => a + b, 0)
  if (visits.length === 0) return undefined
  switch (aggregate) {
    case 'sum':
      return sum
    case 'count':
      return visits.length
    case 'latest':
      return scores[scores.length - 1]
    case 'min':
      return Math.min(...scores)
    case 'max':
      return Math.max(...scores)
    case 'mean':
      return sum / visits.length
    default:
      return sum / visits.reduce((a, { weight }) => a + weight, 0)
  }
}

function isIn(window: (typeof WINDOWS)[number], day: number, today: number): boolean {
  if (window === 'lifetime') return true
  if ('rolling' in window) return day > today - 20
  const month = (d: number): string => new Date(FIRST + d * DAY).toISOString().slice(0, 7)
  return month(day) === month(today)
}

function shown(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [n, d = '1'] = text.split('/')
  return Number(n) / Number(d)
}

describe.each(AGGREGATES)('%s', (aggregate) => {
  test.each(WINDOWS.map((window) => [JSON.stringify(window), window] as const))('over %s, visits undone', (_, window) => {
    const program = programOf(aggregate, window)
    let undone = 0
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            step: fc.integer({ min: 0, max: 9 }),
            score: fc.integer({ min: 1, max: 9 }),
            weight: fc.integer({ min: 1, max: 4 }),
            undoes: fc.option(fc.nat(20), { freq: 2 }),
          }),
          { maxLength: 25 },
        ),
        (drawn) => {
          let state = applyEvent(program, undefined, { id: 'e', type: 'enroll', at: FIRST }).state
          let day = 0
          let kept: Visit[] = []
          drawn.forEach(({ step, score, weight, undoes }, i) => {
            day += step
            const at = FIRST + day * DAY + (i + 1) * 1000
            const victim = undoes === null || kept.length === 0 ? undefined : kept[undoes % kept.length]
            const event =
              victim === undefined
                ? { id: `v${i}`, type: 'visit', at, score, weight }
                : { id: `u${i}`, type: 'undo', at, refersTo: victim.id }
            const applied = applyEvent(program, state, event)
            expect(applied.outcomes[0].outcome).toBe('applied')
            state = applied.state
            if (victim === undefined) kept.push({ id: `v${i}`, day, score, weight })
            else {
              kept = kept.filter((visit) => visit !== victim)
              undone++
            }
            const right = plain(
              aggregate,
              kept.filter((visit) => isIn(window, visit.day, day)),
            )
            const got = shown(readStanding(program, state).metrics.m)
            // A sum or a count from which all was taken back is 0, no longer absent.
            const sums = aggregate === 'sum' || aggregate === 'count'
            if (right === undefined) expect(got ?? 0).toBe(0)
            else expect(got).toBeCloseTo(right, 9)
            if (!sums && right === undefined) expect(got).toBeUndefined()
          })
        },
      ),
      { numRuns: cases(40), seed: seedOf(20_271) },
    )
    expect(undone).toBeGreaterThan(50)
  })
})

test('a month that is over is read without what was undone later', () => {
  const program = defineProgram({
    kind: 'program',
    format: 1,
    id: 'x',
    timeZone: 'UTC',
    currency: 'USD',
    measures: {
      best: { from: 'visit', aggregate: 'max', value: 'score', window: { fixed: 'month' } },
      last: { from: 'visit', aggregate: 'mean', value: 'score', window: { fixed: 'month' } },
    },
    currencies: { p: {} },
    earn: [
      { id: 'a', on: 'ask', to: 'p', value: { measure: 'best', window: 'closed' } },
      { id: 'b', on: 'ask', to: 'p', value: { measure: 'last', window: 'closed' } },
    ],
    reverse: [{ id: 'undo', on: 'undo', of: ['visit'] }],
  })
  const at = (day: string): string => `2026-${day}T12:00:00Z`
  const { state } = replayProgram(program, [
    { id: 'v1', type: 'visit', at: at('01-05'), score: 4 },
    { id: 'v2', type: 'visit', at: at('01-06'), score: 8 },
    { id: 'u', type: 'undo', at: at('02-01'), refersTo: 'v2' },
    { id: 'ask', type: 'ask', at: at('02-02') },
  ])
  // January without v2: best 4, mean 4. With it they were 8 and 6.
  expect(readStanding(program, state).balances.p).toBe('8')
})
