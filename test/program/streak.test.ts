/** Windows in a row, in a club of a coffee bar: what members see, what it takes, and where else the measure can be asked for. */

import { collectFacts, type Measure, measureFacts } from 'tierwise/facts'
import { defineLifecycle, type LifecycleEvent, safeDefineLifecycle, startLifecycle, transition } from 'tierwise/lifecycle'
import { explainTier, goalSeek, whatIf } from 'tierwise/preview'
import { type AccountState, advanceProgram, applyEvent, defineProgram, readStanding, safeDefineProgram } from 'tierwise/program'
import { toSql } from 'tierwise/sql'
import { expect, test } from 'vitest'

const BASE = { kind: 'program', format: 1, id: 'bar', timeZone: 'UTC', currency: 'EUR' }
const weeks = { from: 'visit', aggregate: 'streak', window: { fixed: 'week' } } as const
const club = defineProgram({
  ...BASE,
  measures: { weeks },
  tiers: [
    { id: 'guest' },
    { id: 'regular', enter: { measure: 'weeks', gte: '4' }, grant: { until: { while: { measure: 'weeks', gte: '1' } } } },
  ],
})

function visited(...days: readonly string[]): AccountState {
  let state: AccountState | undefined
  days.forEach((day, i) => {
    state = applyEvent(club, state, { id: `v${i}`, customerId: 'ann', type: 'visit', at: `${day}T12:00:00Z` }).state
  })
  return state as AccountState
}

test('the way to a streak is one visit in each week to come', () => {
  // Monday 5 and Tuesday 13 January; the weeks of the 19th and the 26th are missing.
  const state = visited('2026-01-05', '2026-01-13')
  const [goal] = goalSeek(club, state, { asOf: '2026-01-14' })
  expect(goal).toMatchObject({ goal: 'reach', to: 'regular', through: '2026-01-26', missing: [{ measure: 'weeks', count: 2 }] })
  expect(goal.events.map(({ at }) => new Date(Number(at)).toISOString().slice(0, 10))).toEqual(['2026-01-19', '2026-01-26'])
  expect(whatIf(club, state, goal.events, { asOf: '2026-01-27' }).tier?.to).toBe('regular')
  expect(whatIf(club, state, goal.events.slice(1), { asOf: '2026-01-27' }).tier?.to).toBe('guest')
})

test('the proof says from when the streak runs', () => {
  const proof = JSON.stringify(explainTier(club, visited('2026-01-05', '2026-01-13'), { asOf: '2026-01-14' }))
  expect(proof).toContain('"window":{"from":"2026-01-05","to":"2026-01-18"}')
})

test('time alone ends a streak, and a status that goes by it: when a week passes without a visit', () => {
  const state = visited('2026-01-05', '2026-01-13', '2026-01-19', '2026-01-26')
  const on = (asOf: string): (string | undefined)[] => {
    const { tier, metrics } = readStanding(club, advanceProgram(club, state, { asOf }).state)
    return [tier, metrics.weeks]
  }
  expect(on('2026-02-08')).toEqual(['regular', '4']) // the week from 2 to 8 February may still come to it
  expect(on('2026-02-09')).toEqual(['guest', '0'])
})

test('a streak begun elsewhere goes on', () => {
  const opened = applyEvent(club, undefined, { id: 'o', customerId: 'ann', type: 'opening', at: '2026-01-12T00:00:00Z', weeks: 3 }).state
  expect(readStanding(club, opened).metrics.weeks).toBe('3')
  const state = applyEvent(club, opened, { id: 'v', type: 'visit', at: '2026-01-14T12:00:00Z' }).state
  expect(readStanding(club, state)).toMatchObject({ tier: 'regular', metrics: { weeks: '4' } })
})

test('what is no row of windows, or has no limit to reach, is refused where it stands', () => {
  const issues = (measure: object): (string | undefined)[] => {
    const measures = { m: { from: 'visit', aggregate: 'streak', ...measure } }
    const program = safeDefineProgram({ ...BASE, measures })
    const lifecycle = safeDefineLifecycle({ ...BASE, kind: 'lifecycle', measures, initial: 'a', stages: [{ id: 'a' }] })
    const shown = [program, lifecycle].map((result) =>
      result.success ? undefined : result.error.issues.map(({ code, path }) => `${code} ${path?.join('.')}`).join(),
    )
    return shown
  }
  const window = { fixed: 'week' }
  expect(issues({ window })).toEqual([undefined, undefined])
  expect(issues({})).toEqual(['program.streak.window measures.m.window', 'lifecycle.streak.window measures.m.window'])
  expect(issues({ window: { rolling: { n: 7, unit: 'day' } } })[0]).toBe('program.streak.window measures.m.window')
  expect(issues({ window: { ...window, shift: -1 } })[1]).toBe('lifecycle.streak.window measures.m.window')
  for (const least of ['0', '-1'])
    expect(issues({ window, least })).toEqual(['definition.value.invalid measures.m.least', 'definition.value.invalid measures.m.least'])
  expect(issues({ aggregate: 'sum', window, least: '2' })).toEqual([
    'program.streak.least measures.m.least',
    'lifecycle.streak.least measures.m.least',
  ])
})

test('a lifecycle asks for it too', () => {
  const machine = defineLifecycle({
    ...BASE,
    kind: 'lifecycle',
    measures: { weeks },
    initial: 'new',
    stages: [{ id: 'new', transitions: [{ on: 'visit', to: 'habit', when: { measure: 'weeks', gte: '3' } }] }, { id: 'habit' }],
  })
  const stage = (...days: readonly string[]): string =>
    days.reduce((state, day, i) => {
      const event: LifecycleEvent = { id: `v${i}`, type: 'visit', at: `${day}T12:00:00Z` }
      return transition(machine, state, event).state
    }, startLifecycle(machine)).stage
  expect(stage('2026-01-05', '2026-01-13', '2026-01-13', '2026-01-25')).toBe('habit')
  expect(stage('2026-01-05', '2026-01-13', '2026-01-26')).toBe('new')
})

test('so does a table of the whole base; SQL says that it cannot', () => {
  const facts = collectFacts(
    [
      ['ann', '2026-01-05'],
      ['ann', '2026-01-12'],
      ['ben', '2025-12-29'],
    ].map(([customerId, day], i) => ({ id: `${i}`, customerId, type: 'visit', at: Date.parse(day) })),
    { timeZone: 'UTC', currency: 'EUR' },
  )
  const table = measureFacts(facts, { weeks }, { asOf: '2026-01-13' })
  expect([table.columns.customerId, [...table.columns.weeks]]).toEqual([
    ['ann', 'ben'],
    [2, 0],
  ])
  const source = { table: 'facts', customer: 'who', at: 'at', type: 'type', timeZone: 'UTC' } as const
  const { lossless, notes } = toSql({ kind: 'measures', measures: { weeks } }, { dialect: 'duckdb', source, asOf: '2026-01-13' })
  expect([lossless, notes.find(({ outcome }) => outcome === 'refused')]).toMatchObject([
    false,
    { code: 'sql.measure.inexpressible', params: { measure: 'weeks', word: 'a streak' } },
  ])
})

test('of facts alone, nothing is asked for before the first, and no other windows are taken', () => {
  const visit = { customerId: 'ann', type: 'visit', at: Date.UTC(2026, 0, 5) }
  const facts = collectFacts([visit], { timeZone: 'UTC', currency: 'EUR' })
  const ask = (measure: object): Float64Array =>
    measureFacts(facts, { m: { from: 'visit', aggregate: 'streak', ...measure } as Measure }, { asOf: '2026-02-01' }).columns.m
  // Four weeks from Monday 5 January to Sunday 1 February.
  expect([...ask({ window: { fixed: 'week' }, least: '0' })]).toEqual([4])
  expect([...ask({ window: { fixed: 'week' }, least: '1' })]).toEqual([0])
  for (const measure of [{}, { window: { rolling: { n: 7, unit: 'day' } } }, { aggregate: 'sum', least: '1' }] as const)
    expect(() => ask(measure)).toThrow('tierwise.measure.streak')
})
