/** What a host does wrong, or has nothing of, room by room: a coded answer each, in both languages, and the input left as it was. */

import { rows } from 'tierwise/facts'
import {
  advanceLifecycle,
  b2bAccountLifecycle,
  gapTable,
  nextDue,
  replayLifecycle,
  retailLifecycle,
  safeFitLifecycle,
  stageCounts,
  stageFunnel,
  stageMatrix,
  stagePaths,
  stageTable,
  startLifecycle,
  subscriptionLifecycle,
  timeInStage,
  transition,
} from 'tierwise/lifecycle'
import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { nextBestActions, planActions, standardPlaybook } from 'tierwise/playbook'
import {
  allocate,
  concentration,
  impact,
  ladderImpact,
  measureEffect,
  migration,
  nineCriteria,
  pointsLiability,
  scoreboard,
  tierPyramid,
  tierTable,
  valueAtRisk,
} from 'tierwise/portfolio'
import { applyEvent, defineProgram, enroll, replayProgram } from 'tierwise/program'
import { defineTiers } from 'tierwise/tiers'
import { describe, expect, test } from 'vitest'
import { factsOf } from '../support/facts.js'

const presets = {
  retail: retailLifecycle({ timeZone: 'UTC', currency: 'CNY' }),
  subscription: subscriptionLifecycle({ timeZone: 'UTC', currency: 'CNY' }),
  b2b: b2bAccountLifecycle({ timeZone: 'UTC', currency: 'CNY' }),
}
const program = (gold: string) =>
  defineProgram({
    kind: 'program',
    format: 1,
    id: 'club',
    timeZone: 'UTC',
    currency: 'CNY',
    measures: { spend: { from: 'purchase', aggregate: 'sum' } },
    tiers: [{ id: 'member' }, { id: 'gold', enter: { measure: 'spend', gte: gold } }],
    currencies: { stars: {} },
    earn: [{ on: 'purchase', to: 'stars', per: '1', rate: '1', round: 'down' }],
    lifecycle: presets.retail,
  })
const club = program('100')
const bought = (day: string, amount = '120') => ({ id: day, customerId: 'ann', type: 'purchase', at: `${day}T10:00:00Z`, amount })
const playbook = standardPlaybook({ timeZone: 'UTC', tiers: { top: ['gold'], middle: [], base: ['member'] } })
const nobody = factsOf([])
const emptyTable = {
  length: 0,
  columns: { customerId: [], tier: [], arm: [], y: new Float64Array(), v: new Float64Array(), r: new Float64Array() },
}

/** A reason reads as a sentence in both languages. */
function said(reasons: Parameters<typeof sentences>[0]): void {
  for (const catalogue of [en, zhCN])
    for (const sentence of sentences(reasons, catalogue)) expect(sentence).not.toMatch(/undefined|NaN|null|^[a-z]+\.[a-z-]+\./)
}

describe('an event before the state’s time', () => {
  test.each(Object.keys(presets) as (keyof typeof presets)[])('%s: asks for the history and changes nothing', (name) => {
    const machine = presets[name]
    const { on } = machine.stages.flatMap(({ transitions = [] }) => transitions).find((rule) => 'on' in rule) as { on: string | string[] }
    const type = typeof on === 'string' ? on : on[0]
    const event = (day: string) => ({ id: day, type, at: `${day}T00:00:00Z`, attributes: { until: '2027-01-01' }, until: '2027-01-01' })
    const { state } = transition(machine, startLifecycle(machine, 'ann'), event('2026-03-01'))
    const kept = JSON.stringify(state)
    const late = transition(machine, state, event('2026-02-01'))
    expect(late.state).toBe(state)
    expect(late.outcomes[0]).toMatchObject({ outcome: 'needs-history' })
    expect(late.effects).toEqual([])
    said([late.outcomes[0].reason])
    expect(JSON.stringify(state)).toBe(kept)
  })

  test('a moment before the state’s own is refused, not played backwards', () => {
    const { state } = transition(presets.retail, startLifecycle(presets.retail, 'ann'), bought('2026-03-01'))
    const back = advanceLifecycle(presets.retail, state, { asOf: '2026-02-01' })
    expect(back.state).toBe(state)
    expect(back.outcomes[0].outcome).toBe('refused')
    said([back.outcomes[0].reason])
  })

  test('a program asks for the history too', () => {
    const { state } = applyEvent(club, applyEvent(club, undefined, bought('2026-03-01')).state, bought('2026-03-05'))
    const late = applyEvent(club, state, bought('2026-02-01'))
    expect(late.state).toBe(state)
    expect(late.outcomes[0].outcome).toBe('needs-history')
    said([late.outcomes[0].reason])
  })
})

describe('an unknown event', () => {
  test.each(Object.entries(presets))('%s: says so', (_, machine) => {
    const state = startLifecycle(machine, 'ann')
    const step = transition(machine, state, { id: 'x', type: 'teleport', at: '2026-03-01T00:00:00Z' })
    expect(step.state).toBe(state)
    expect(step.outcomes[0].outcome).toBe('unknown')
    said([step.outcomes[0].reason])
  })

  test('in a history it is told and passed over', () => {
    const replayed = replayLifecycle(presets.retail, [bought('2026-01-01'), { id: 'x', type: 'teleport', at: '2026-01-05T00:00:00Z' }])
    expect(replayed.state).toEqual(replayLifecycle(presets.retail, [bought('2026-01-01')]).state)
    expect(replayed.outcomes.map(({ fact, outcome }) => [fact, outcome])).toEqual([['x', 'unknown']])
  })
})

describe('a customer without history', () => {
  test.each(Object.entries(presets))('%s: is in the first stage, on any day, and nothing is due', (_, machine) => {
    const state = startLifecycle(machine, 'new')
    expect(state.stage).toBe(machine.initial)
    expect(nextDue(machine, state)).toBeNull()
    expect(advanceLifecycle(machine, state, { asOf: '2036-01-01' }).state.stage).toBe(machine.initial)
    expect(replayLifecycle(machine, [], { account: 'new', asOf: '2036-01-01' }).state.stage).toBe(machine.initial)
  })

  const listed = { ...nobody, customers: { ...nobody.customers, ids: ['new'] } }

  test('has a row in every table of the base', () => {
    expect([...rows(stageTable(presets.retail, listed, { asOf: '2026-06-30' }))]).toMatchObject([{ customerId: 'new', stage: 'prospect' }])
    const [row] = rows(tierTable(nineCriteria, listed, { asOf: '2026-06-30' }))
    expect(row).toMatchObject({ customerId: 'new', code: 'portfolio.customer.prospect' })
    expect(row.tier).toBeUndefined()
  })

  test('has next actions by stage alone, and every other says why not', () => {
    const { actions, refused } = nextBestActions(playbook, { customerId: 'new' }, { asOf: '2026-06-30' })
    expect(actions).toEqual([])
    expect(refused).toHaveLength(playbook.actions.length)
    for (const { reasons } of refused) expect(reasons.length).toBeGreaterThan(0)
    said(refused.flatMap(({ reasons }) => reasons))
  })

  test('moves nowhere when the rules change', () => {
    expect(impact(club, program('50'), [{ id: 'new', events: [] }], { asOf: '2026-06-30' })).toMatchObject({ members: 1, unchanged: 1 })
  })

  test('owes and is owed nothing', () => {
    const { state } = enroll(club, { id: 'e', customerId: 'new', at: '2026-01-01T00:00:00Z' })
    const assumptions = { stars: { worth: '0.01', breakage: '0.1' } }
    expect(pointsLiability(club, [state], { asOf: '2026-06-30', assumptions })).toMatchObject({ accounts: 1, liabilityMinor: 0 })
  })
})

describe('an empty base', () => {
  const paths = stagePaths(presets.retail, nobody, { asOf: '2026-06-30' })
  const ladder = defineTiers({
    kind: 'ladder',
    format: 1,
    id: 'l',
    tiers: [{ id: 'member' }, { id: 'gold', enter: { measure: 'v', gte: '1' } }],
  })

  test.each([
    ['stageTable', () => stageTable(presets.retail, nobody, { asOf: '2026-06-30' })],
    ['stagePaths', () => paths],
    ['stageFunnel', () => stageFunnel(paths)],
    ['gapTable', () => gapTable(nobody, { asOf: '2026-06-30' })],
    ['tierTable', () => tierTable(nineCriteria, nobody, { asOf: '2026-06-30' })],
    ['planActions', () => planActions(playbook, [], { asOf: '2026-06-30', budget: '100' })],
    ['tierPyramid', () => tierPyramid([])],
  ])('%s has no rows', (_, table) => {
    expect(table()).toMatchObject({ length: 0 })
  })

  test('counts are counts of nobody; shares and times of nobody are absent, not 0', () => {
    for (const row of rows(stageCounts(paths, { dates: ['2026-06-30'] }))) expect([row.customers, row.share]).toEqual([0, undefined])
    for (const row of rows(stageMatrix(paths, { from: '2026-01-31', to: '2026-06-30' })))
      expect([row.customers, row.share]).toEqual([0, undefined])
    for (const row of rows(timeInStage(paths))) expect([row.stays, row.medianDays]).toEqual([0, undefined])
    for (const row of rows(scoreboard(nobody, { from: '2026-01-01', to: '2026-06-30' })))
      expect([row.value, row.code]).toEqual([undefined, 'portfolio.metric.none'])
    expect([...rows(valueAtRisk(emptyTable, { value: 'v', risk: 'r' }))][0].code).toBe('portfolio.risk.none')
    expect(concentration([])).toBeUndefined()
  })

  test('nobody moves, nobody is given anything', () => {
    expect(migration(emptyTable, emptyTable)).toMatchObject({ up: 0, down: 0, entered: 0, left: 0 })
    expect(impact(club, program('50'), [], { asOf: '2026-06-30' })).toMatchObject({ members: 0, losers: [], winners: [] })
    expect(ladderImpact(ladder, ladder, emptyTable, { asOf: '2026-06-30' })).toMatchObject({
      losers: { length: 0 },
      winners: { length: 0 },
    })
    expect(allocate([], { budget: 100 })).toMatchObject({ chosen: [], spent: 0 })
  })

  test('what would have to be estimated is refused with a reason', () => {
    const fit = safeFitLifecycle(gapTable(nobody, { asOf: '2026-06-30' }))
    expect(fit.success ? '' : fit.error.reason.code).toBe('lifecycle.gaps.too-few')
    if (!fit.success) said([fit.error.reason])
    const effect = measureEffect(emptyTable, { outcome: 'y', group: 'arm', treated: 'call', comparison: 'none' })
    expect(effect.code).toBe('portfolio.effect.too-few')
    expect(effect.effect).toBeUndefined()
    said(effect.reasons)
  })
})

describe('a definition changed under a stored state', () => {
  test('a lifecycle says which, and keeps the state', () => {
    const stored = JSON.parse(JSON.stringify(replayLifecycle(presets.retail, [bought('2026-01-01')]).state))
    const changed = retailLifecycle({ timeZone: 'UTC', currency: 'CNY', loyalAfter: 6 })
    for (const step of [transition(changed, stored, bought('2026-02-01')), advanceLifecycle(changed, stored, { asOf: '2026-12-31' })]) {
      expect(step.state).toBe(stored)
      expect(step.effects).toEqual([])
      expect(step.outcomes[0].reason.code).toBe('lifecycle.state.other-definition')
      said([step.outcomes[0].reason])
    }
  })

  test('a program says which, in every verb that takes a state', () => {
    const { state } = applyEvent(club, undefined, bought('2026-01-01'))
    const changed = program('200')
    const assumptions = { stars: { worth: '0.01', breakage: '0.1' } }
    for (const use of [
      () => applyEvent(changed, state, bought('2026-02-01')),
      () => replayProgram(changed, [bought('2026-02-01')], { from: state }),
      () => pointsLiability(changed, [state], { asOf: '2026-06-30', assumptions }),
    ])
      expect(use).toThrow(/tierwise.program.other-definition/)
  })

  test('a standard fitted in one currency or zone judges no base in another', () => {
    const facts = factsOf([{ id: '1', customerId: 'ann', type: 'purchase', at: '2026-01-01T00:00:00Z', amountMinor: 1000 }])
    const { model } = tierTable(nineCriteria, facts, { asOf: '2026-06-30' })
    expect(() => tierTable(model, factsOf([], { currency: 'USD' }), { asOf: '2026-06-30' })).toThrow(/portfolio.model.currency/)
    expect(() => tierTable(model, factsOf([], { timeZone: 'Asia/Tokyo' }), { asOf: '2026-06-30' })).toThrow(/portfolio.model.zone/)
  })
})

describe('an effect asked of ten customers', () => {
  const ten = {
    length: 10,
    columns: { arm: Array.from({ length: 10 }, (_, i) => (i < 5 ? 'call' : 'none')), y: Float64Array.of(9, 9, 8, 9, 9, 1, 0, 1, 1, 0) },
  }
  const options = { outcome: 'y', group: 'arm', treated: 'call', comparison: 'none' }

  test('is not claimed, however clear it looks', () => {
    const effect = measureEffect(ten, options)
    expect(effect).toMatchObject({ code: 'portfolio.effect.too-few', treated: { customers: 5, mean: 8.8 }, comparison: { customers: 5 } })
    for (const claim of ['effect', 'low', 'high', 'pValue', 'relative', 'detectable'] as const) expect(effect[claim]).toBeUndefined()
    expect(sentences(effect.reasons, en)[0]).toMatch(/5.*30|30.*5/)
    said(effect.reasons)
  })

  test('nor of one arm of thousands beside a handful', () => {
    const lopsided = {
      length: 2005,
      columns: {
        arm: Array.from({ length: 2005 }, (_, i) => (i < 2000 ? 'call' : 'none')),
        y: Float64Array.from({ length: 2005 }, (_, i) => i % 7),
      },
    }
    expect(measureEffect(lopsided, options).code).toBe('portfolio.effect.too-few')
  })

  test('a segment of ten is as silent as a base of ten', () => {
    const length = 210
    const mixed = {
      length,
      columns: {
        arm: Array.from({ length }, (_, i) => (i % 2 === 0 ? 'call' : 'none')),
        y: Float64Array.from({ length }, (_, i) => (i * 13) % 11),
        city: Array.from({ length }, (_, i) => (i < 10 ? 'small' : 'large')),
      },
    }
    const { segments = [] } = measureEffect(mixed, { ...options, by: 'city' })
    expect(segments.map(({ segment, code }) => [segment, code === 'portfolio.effect.too-few'])).toEqual([
      ['large', false],
      ['small', true],
    ])
  })
})
