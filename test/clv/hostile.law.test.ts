/** Bases that a model was not made for: every verb that learns has a defined answer or a coded one, and says in both languages what it is. */

import { calibrateChurn } from 'tierwise/churn'
import { compareClv, safeFitBdw, safeFitResponse, safeFitSbg } from 'tierwise/clv'
import { collectFacts, type Fact, type Facts } from 'tierwise/facts'
import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { safeFitScorecard } from 'tierwise/scorecard'
import { describe, expect, test } from 'vitest'
import { random } from '../../src/core/math/random.js'

const DAY = 86_400_000
const start = Date.parse('2024-01-01T12:00:00Z')
const asOf = '2024-12-30'
const horizon = { n: 90, unit: 'day' } as const

type Buys = readonly (readonly [day: number, amountMinor: number])[]

function shop(customers: number, buys: (c: number, chance: ReturnType<typeof random>) => Buys): Facts {
  const chance = random(5)
  const facts: Fact[] = []
  for (let c = 0; c < customers; c++)
    for (const [day, amountMinor] of buys(c, chance))
      facts.push({ customerId: `c${c}`, type: 'purchase', at: start + day * DAY, amountMinor })
  return collectFacts(facts, { timeZone: 'UTC', currency: 'EUR' })
}

const at = (chance: ReturnType<typeof random>, until: number): number => Math.floor(chance.uniform() * until)
const some = (chance: ReturnType<typeof random>, amount = 2000): Buys =>
  Array.from({ length: 1 + at(chance, 6) }, () => [at(chance, 360), amount + at(chance, 500)] as const)

const SHOPS: readonly (readonly [string, Facts])[] = [
  ['nobody buys again', shop(200, (_, chance) => [[at(chance, 360), 1000]])],
  ['one customer, one purchase', shop(1, () => [[10, 1000]])],
  ['one customer, many purchases', shop(1, () => Array.from({ length: 40 }, (_, k) => [9 * k, 1000] as const))],
  ['all alike: the same first day, the same rhythm', shop(150, () => Array.from({ length: 12 }, (_, k) => [30 * k, 1000] as const))],
  ['all begin on one day', shop(150, (_, chance) => [[0, 1000], ...some(chance)])],
  ['everybody bought on the last day', shop(150, (_, chance) => [...some(chance), [363, 1000]])],
  ['amounts as large as amounts can be', shop(150, (_, chance) => some(chance, 2 ** 45))],
  ['amounts of nothing', shop(150, (_, chance) => some(chance).map(([day]) => [day, 0] as const))],
  ['three who buy a thousand times as much', shop(150, (c, chance) => (c < 3 ? some(chance, 2_000_000) : some(chance)))],
  [
    'three who buy every day',
    shop(150, (c, chance) => (c < 3 ? Array.from({ length: 360 }, (_, day) => [day, 1000] as const) : some(chance))),
  ],
  [
    'more came back than was paid',
    shop(150, (c, chance) => some(chance).map(([day, amount]) => [day, c % 3 === 0 ? -amount : amount] as const)),
  ],
  ['everybody stopped long ago', shop(150, (_, chance) => some(chance).map(([day, amount]) => [Math.floor(day / 6), amount] as const))],
  ['everybody is new', shop(150, (_, chance) => some(chance).map(([day, amount]) => [345 + Math.floor(day / 24), amount] as const))],
  ['thirty', shop(30, (_, chance) => some(chance))],
  ['nobody', shop(0, () => [])],
]

/** The answer, or the code of a problem that has one. Anything else that is thrown is a crash. */
function answer<T>(ask: () => T): { readonly value?: T; readonly code?: string } {
  try {
    return { value: ask() }
  } catch (error) {
    const { code, reason, problem } = error as { code?: unknown; reason?: { code: string }; problem?: string }
    if (!String(code).startsWith('tierwise.')) throw error
    return { code: reason?.code ?? problem ?? String(code) }
  }
}

function said(reasons: Parameters<typeof sentences>[0]): void {
  for (const catalogue of [en, zhCN])
    for (const sentence of sentences(reasons, catalogue))
      expect(sentence).not.toMatch(/NaN|Infinity|undefined|null|clv\.|churn\.|scorecard\./)
}

describe.each(SHOPS)('%s', (_, facts) => {
  test('compareClv', () => {
    const { value, code } = answer(() => compareClv(facts, { holdout: horizon, until: asOf }))
    if (value === undefined) return expect(code).toMatch(/^clv\./)
    for (const { id, deviance, expected, rmse, behind } of value.candidates)
      expect(
        [id, deviance.value, expected, rmse, behind.value].filter((figure) => typeof figure === 'number' && !Number.isFinite(figure)),
        id,
      ).toEqual([])
    // one customer says nothing about the spread: nobody is beaten beyond chance
    if (value.customers === 1) expect(value.candidates.filter(({ id, tie }) => id !== value.best && !tie)).toEqual([])
    said([...value.why, ...value.left.map(({ reason }) => reason), ...value.candidates.flatMap(({ warnings }) => warnings)])
    expect(value.why.some((one) => one.code === 'clv.compare.few')).toBe(value.customers < 100 || buyersOf(facts) < 30)
  })

  test.each(['purchases', 'any', 'spend'] as const)('fitResponse of %s', (outcome) => {
    for (const spread of ['gamma', 'lognormal'] as const) {
      const { value, code } = answer(() => safeFitResponse(facts, { asOf, horizon, outcome, spread }))
      if (value === undefined) {
        expect(code).toMatch(/^(clv|facts)\./)
        continue
      }
      if (!value.success) {
        said([value.error.reason])
        continue
      }
      const { intercept, coefficients, covariance, dispersion, crossValidation } = value.data
      for (const figure of [
        intercept,
        dispersion,
        ...coefficients.flatMap((one) => [one.coefficient, one.standardError]),
        ...covariance.flat(),
        ...crossValidation.flatMap((one) => [one.deviance, one.standardError]),
      ])
        expect(Number.isFinite(figure), outcome).toBe(true)
    }
  })

  test('calibrateChurn', () => {
    const { value, code } = answer(() =>
      calibrateChurn(facts, { asOf, horizon, origins: 2, costs: { action: 1, value: 30, success: 0.2 } }),
    )
    if (value === undefined) return expect(code).toMatch(/^churn\./)
    said(value.why)
    for (const { brier } of value.scores) expect(brier).toBeGreaterThanOrEqual(0)
  })

  test.each(['purchases', 'any', 'revenue'] as const)('fitScorecard from %s', (outcome) => {
    const { value, code } = answer(() => safeFitScorecard(facts, { asOf, horizon, outcome }))
    if (value === undefined) return expect(code).toMatch(/^scorecard\./)
    if (!value.success) return said([value.error.reason])
    const { proposed, none, gain, why } = value.data
    for (const figure of [proposed.deviance, none.deviance, gain.value, gain.low, gain.high]) expect(Number.isFinite(figure)).toBe(true)
    said(why)
  })
})

/** By hand: customers known before the holdout who bought in it. */
function buyersOf(facts: Facts): number {
  const border = Date.parse('2024-10-01T00:00:00Z') // 90 days before the end of 29 December … the day after until is excluded
  const before = new Set<number>()
  const after = new Set<number>()
  for (let i = 0; i < facts.length; i++) {
    const customer = facts.columns.customer[i]
    if (facts.columns.at[i] < border + DAY) before.add(customer)
    else if (before.has(customer)) after.add(customer)
  }
  return after.size
}

describe('contracts', () => {
  test.each([
    ['nobody leaves', [100, 100, 100, 100]],
    ['one contract', [1, 0]],
    ['one contract that stays', [1, 1, 1]],
    ['all leave at once', [100, 0]],
    ['all leave at the second renewal', [100, 100, 0]],
    ['a constant share leaves', [1000, 900, 810, 729]],
    ['one renewal', [1000, 700]],
    ['as many as can be counted', [Number.MAX_SAFE_INTEGER, 2 ** 52, 2 ** 51]],
    ['nobody', [0, 0, 0]],
    ['no renewal yet', [100]],
    ['none', []],
    [
      'cohorts without churn',
      [
        [100, 100, 100],
        [50, 50],
      ],
    ],
    [
      'cohorts of which one loses',
      [
        [100, 100, 100],
        [50, 40],
      ],
    ],
  ] as const)('%s', (_, survivors) => {
    for (const safeFit of [safeFitSbg, safeFitBdw]) {
      const fitted = safeFit(survivors as never)
      const model = (fitted.success ? fitted.data : fitted.error.best) as { readonly params: Record<string, number> } | null
      if (!fitted.success) said([fitted.error.reason])
      if (model === null) continue
      expect(Object.values(model.params).every((value) => Number.isFinite(value) && value > 0)).toBe(true)
    }
  })
})
