/** Streaks: the program's, the measure's own and one counted from scratch agree on every day, with visits undone and old windows settled. */

import fc from 'fast-check'
import { measureOne } from 'tierwise/facts'
import { advanceProgram, applyEvent, defineProgram, readStanding } from 'tierwise/program'
import { describe, expect, test } from 'vitest'
import { cases } from '../support/cases.js'
import { seedOf } from './random/seed.js'

const DAY = 86_400_000
/** A Monday; the account enrolls on it. */
const FIRST = Date.UTC(2026, 5, 1)

/** The number of the window that holds a day, counted on from any one. */
const WINDOWS = [
  ['days', { fixed: 'day' }, (day: number) => day],
  ['weeks from Monday', { fixed: 'week' }, (day: number) => Math.floor(day / 7)],
  ['weeks from Thursday', { fixed: 'week', starts: { weekday: 4 } }, (day: number) => Math.floor((day - 3) / 7)],
  [
    'months',
    { fixed: 'month' },
    (day: number) => {
      const date = new Date(FIRST + day * DAY)
      return date.getUTCFullYear() * 12 + date.getUTCMonth()
    },
  ],
  ['every ten days since enrolling', { anchored: { n: 10, unit: 'day' }, to: 'enrollment' }, (day: number) => Math.floor(day / 10)],
] as const

interface Visit {
  readonly id: string
  readonly day: number
  readonly score: number
}

function plain(visits: readonly Visit[], today: number, windowOf: (day: number) => number, least: number): number {
  const come = new Map<number, number>()
  for (const { day, score } of visits) come.set(windowOf(day), (come.get(windowOf(day)) ?? 0) + score)
  const reaches = (window: number): boolean => (come.get(window) ?? 0) >= least
  let window = windowOf(today)
  let length = 0
  if (reaches(window)) length++
  while (reaches(--window)) length++
  return length
}

describe.each(WINDOWS)('%s', (_, window, windowOf) => {
  test('as counted from scratch, every day', () => {
    const seen = { undone: 0, refused: 0, three: 0, broken: 0, days: 0 }
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.constantFrom(1, 3, 40),
        fc.array(
          fc.record({
            step: fc.constantFrom(0, 1, 2, 5, 7, 9, 20, 32),
            score: fc.integer({ min: 1, max: 3 }),
            undoes: fc.option(fc.nat(8), { freq: 3 }),
          }),
          { minLength: 10, maxLength: 50 },
        ),
        (least, reversibleWeeks, drawn) => {
          const measure = { from: 'visit', aggregate: 'streak', value: 'score', least, window } as const
          const program = defineProgram({
            kind: 'program',
            format: 1,
            id: 'x',
            timeZone: 'UTC',
            currency: 'USD',
            reversible: { n: reversibleWeeks, unit: 'week' },
            measures: { m: measure },
            reverse: [{ id: 'undo', on: 'undo', of: ['visit'] }],
          })
          let state = applyEvent(program, undefined, { id: 'e', customerId: 'c', type: 'enroll', at: FIRST }).state
          let today = 0
          let kept: Visit[] = []
          let before = 0
          const look = (): void => {
            const expected = plain(kept, today, windowOf, least)
            const asOf = new Date(FIRST + today * DAY).toISOString().slice(0, 10)
            const facts = kept.map(({ id, day, score }) => ({
              id,
              customerId: 'c',
              type: 'visit',
              at: FIRST + day * DAY + 1,
              attributes: { score },
            }))
            const enrolled = { id: 'e', customerId: 'c', type: 'enroll', at: FIRST }
            const shown = readStanding(program, advanceProgram(program, state, { asOf }).state).metrics.m
            const measured = measureOne([enrolled, ...facts], { m: measure }, { asOf, timeZone: 'UTC', currency: 'USD' }).m
            expect({ asOf, shown, measured }).toEqual({ asOf, shown: String(expected), measured: String(expected) })
            seen.days++
            if (expected >= 3) seen.three++
            if (expected === 0 && before > 0) seen.broken++
            before = expected
          }
          drawn.forEach(({ step, score, undoes }, i) => {
            for (let passed = 0; passed < step; passed++) {
              today++
              look()
            }
            const at = FIRST + today * DAY + 1 + i
            const id = `v${i}`
            const undone = undoes === null ? undefined : kept[kept.length - 1 - undoes]
            const event = undone === undefined ? { id, type: 'visit', score } : { id, type: 'undo', refersTo: undone.id }
            const applied = applyEvent(program, state, { customerId: 'c', at, ...event })
            state = applied.state
            if (undone === undefined) kept.push({ id, day: today, score })
            else if (applied.outcomes[0].outcome === 'applied') {
              kept = kept.filter(({ id: other }) => other !== undone.id)
              seen.undone++
            } else seen.refused++
            look()
          })
        },
      ),
      { numRuns: cases(60), seed: seedOf(20_261) },
    )
    expect(Math.min(seen.undone, seen.three, seen.broken)).toBeGreaterThan(0)
  }, 120_000)
})
