import {
  adoptAffinity,
  adoptNextChoice,
  adoptRelated,
  fitAffinity,
  fitNextChoice,
  fitRelated,
  predictNextChoice,
  rankAffinity,
  rankNextChoice,
  recommend,
  scoreAffinity,
  summarizeChoices,
} from 'tierwise/affinity'
import { describe, expect, test } from 'vitest'
import { lgamma } from '../../src/core/math/lgamma.js'
import { random } from '../../src/core/math/random.js'
import { rows } from '../../src/core/table.js'
import { readFacts } from '../../src/facts/read-facts.js'
import { cases } from '../support/cases.js'
import { factsOf, shuffled, type Told } from '../support/facts.js'

const DAY = 86_400_000
const START = Date.UTC(2026, 0, 1, 12)
const asOf = '2026-06-01'
const CATEGORIES = ['beans', 'cups', 'filters', 'grinders', 'mugs', 'tea']

/** A base with tastes: every customer draws category shares of their own, then buys and looks on random days. */
function base(seed: number, customers = 40, strength = 3): Told[] {
  return Array.from({ length: customers }, (_, c) => {
    const r = random(seed, c)
    const taste = CATEGORIES.map((_, k) => r.gamma((strength * (k + 1)) / 21, 1))
    const total = taste.reduce((a, b) => a + b)
    const draw = (): string => {
      let left = r.uniform() * total
      let k = 0
      for (; k < taste.length - 1 && left > taste[k]; k++) left -= taste[k]
      return CATEGORIES[k]
    }
    return Array.from({ length: r.below(9) }, (_, i): Told => {
      const category = draw()
      return {
        id: `${c}-${i}`,
        customerId: `c${c}`,
        type: r.uniform() < 0.25 ? 'view' : 'purchase',
        at: START + r.below(140) * DAY + r.below(20) * 60_000,
        amountMinor: 100,
        lines:
          r.uniform() < 0.3
            ? [
                { category, product: category },
                { category: draw(), product: draw() },
              ]
            : [{ category, product: category }],
      }
    })
  }).flat()
}

const options = { asOf, signals: { view: { weight: 0.2 } }, halfLife: { n: 3, unit: 'month' } } as const

test('shares of a customer sum to one, and concentration and entropy are those of the shares', () => {
  for (let seed = 1; seed <= cases(20); seed++) {
    const facts = factsOf(base(seed))
    const model = fitAffinity(facts, options)
    const S = model.strength.value
    const ranked = [...rows(rankAffinity(model, summarizeChoices(model, facts, { asOf }), { top: Number.POSITIVE_INFINITY }))]
    for (const scored of rows(scoreAffinity(model, summarizeChoices(model, facts, { asOf })))) {
      const own = ranked.filter(({ customerId }) => customerId === scored.customerId)
      if (scored.code === 'affinity.preference.none') {
        expect(own).toEqual([])
        continue
      }
      const shares = own.map(({ share }) => share as number)
      expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 12)
      expect(own[0]).toMatchObject({ value: scored.preferred, share: scored.share })
      const A = (scored.evidence as number) + S
      expect(scored.concentration).toBeCloseTo(
        shares.reduce((sum, p) => sum + (p * A * (p * A + 1)) / (A * (A + 1)), 0),
        12,
      )
      expect(scored.entropy).toBeCloseTo(-shares.reduce((sum, p) => sum + p * Math.log(p), 0), 12)
      for (const { value = '', share = 0, lift } of own) expect(lift).toBeCloseTo(share / model.baseShares[model.values.indexOf(value)], 12)
    }
  }
})

test('probabilities of the next choice sum to one', () => {
  for (let seed = 1; seed <= cases(20); seed++) {
    const facts = factsOf(base(seed))
    const model = fitNextChoice(facts, options)
    const sums = new Map<string, number>()
    for (const { customerId, probability } of rows(
      rankNextChoice(model, summarizeChoices(model, facts, { asOf }), { top: Number.POSITIVE_INFINITY }),
    )) {
      sums.set(customerId ?? '', (sums.get(customerId ?? '') ?? 0) + (probability ?? Number.NaN))
    }
    expect(sums.size).toBe(facts.customers.ids.length)
    for (const sum of sums.values()) expect(sum).toBeCloseTo(1, 12)
    const top = [...rows(rankNextChoice(model, summarizeChoices(model, facts, { asOf }), { top: 1 }))]
    const wide = [...rows(predictNextChoice(model, summarizeChoices(model, facts, { asOf })))]
    expect(top.map(({ value, probability }) => [value, probability])).toEqual(wide.map(({ next, probability }) => [next, probability]))
  }
})

test('a longer list begins with the shorter one', () => {
  const facts = factsOf(base(3))
  const [affinity, next] = [fitAffinity(facts, options), fitNextChoice(facts, options)]
  for (const rank of [
    (top: number) => rows(rankAffinity(affinity, summarizeChoices(affinity, facts, { asOf }), { top })),
    (top: number) => rows(rankNextChoice(next, summarizeChoices(next, facts, { asOf }), { top })),
  ]) {
    const all = [...rank(Number.POSITIVE_INFINITY)]
    for (const top of [1, 2, 4]) expect([...rank(top)]).toEqual(all.filter((ranked) => (ranked.rank as number) <= top))
  }
})

test('the order of the rows and repeated rows change nothing', () => {
  const mapping = {
    order: { id: 'id', customer: 'customer', at: 'at', amount: 'amount', category: 'category', product: 'category' },
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
  } as const
  for (let seed = 1; seed <= cases(10); seed++) {
    const table = base(seed).map((fact) => ({
      id: fact.id,
      customer: fact.customerId,
      at: new Date(fact.at).toISOString(),
      amount: '1',
      category: fact.lines?.[0].category,
    }))
    const results = [table, shuffled(table, seed), [...shuffled(table, seed + 1), ...table.slice(0, 20)]].map((some) => {
      const { facts } = readFacts(some, mapping)
      const affinity = fitAffinity(facts, options)
      const next = fitNextChoice(facts, options)
      const related = fitRelated(facts, { asOf, minCustomers: 2, maxFalse: 1 })
      return JSON.stringify([
        affinity,
        [...rows(scoreAffinity(affinity, summarizeChoices(affinity, facts, { asOf })))],
        next,
        [...rows(predictNextChoice(next, summarizeChoices(next, facts, { asOf })))],
        related,
        [...rows(recommend(related, summarizeChoices(related, facts, { asOf })))],
      ])
    })
    expect(results[1]).toBe(results[0])
    expect(results[2]).toBe(results[0])
  }
})

test('models survive JSON', () => {
  const facts = factsOf(base(5))
  const [affinity, next, related] = [
    fitAffinity(facts, options),
    fitNextChoice(facts, options),
    fitRelated(facts, { asOf, minCustomers: 1, maxFalse: 1 }),
  ]
  const again = <M>(model: M): unknown => JSON.parse(JSON.stringify(model))
  expect(scoreAffinity(adoptAffinity(again(affinity)), summarizeChoices(affinity, facts, { asOf }))).toEqual(
    scoreAffinity(affinity, summarizeChoices(affinity, facts, { asOf })),
  )
  expect(predictNextChoice(adoptNextChoice(again(next)), summarizeChoices(next, facts, { asOf }))).toEqual(
    predictNextChoice(next, summarizeChoices(next, facts, { asOf })),
  )
  expect(recommend(adoptRelated(again(related)), { basket: ['tea'] })).toEqual(recommend(related, { basket: ['tea'] }))
  expect(() => scoreAffinity(again(affinity) as typeof affinity, summarizeChoices(affinity, facts, { asOf }))).toThrow(
    'tierwise.definition.not-frozen',
  )
  expect(() => recommend(again(related) as typeof related, { basket: ['tea'] })).toThrow('tierwise.definition.not-frozen')
  expect(() => adoptAffinity(again(next))).toThrow('tierwise.adopt.kind')
})

test('another purchase of a value raises its share and lowers all others', () => {
  for (let seed = 1; seed <= cases(20); seed++) {
    const told = base(seed)
    const model = fitAffinity(factsOf(told), options)
    const before = told.filter((fact) => fact.customerId === 'c1')
    const category = CATEGORIES[seed % CATEGORIES.length]
    const more: Told = { id: 'more', customerId: 'c1', type: 'purchase', at: Date.UTC(2026, 5, 1), lines: [{ category }] }
    const sharesOf = (some: readonly Told[]): Map<string, number> =>
      new Map(
        [...rows(rankAffinity(model, summarizeChoices(model, factsOf(some), { asOf }), { top: Number.POSITIVE_INFINITY }))].map(
          ({ value, share }) => [value ?? '', share ?? 0],
        ),
      )
    if (before.length === 0) continue
    const [was, is] = [sharesOf(before), sharesOf([...before, more])]
    for (const [value, share] of is) {
      if (value === category) expect(share).toBeGreaterThanOrEqual(was.get(value) as number)
      else expect(share).toBeLessThanOrEqual((was.get(value) as number) + 1e-15)
    }
  }
})

test('a signal of weight one tells as much as a purchase', () => {
  const told = base(7).filter((fact) => fact.type === 'purchase')
  const model = fitAffinity(factsOf(told), { ...options, signals: { look: { weight: 1 } } })
  const looked = told.map((fact) => ({ ...fact, type: 'look' }))
  const figures = (some: readonly Told[]) =>
    [...rows(scoreAffinity(model, summarizeChoices(model, factsOf(some), { asOf })))].map(({ purchases: _, ...scored }) => scored)
  expect(figures(looked)).toEqual(figures(told))
})

test('time passing for all alike changes no figure', () => {
  const later = (told: Told): Told => ({ ...told, at: Number(told.at) + 70 * DAY })
  const told = base(8)
  const fading = { signals: { view: { weight: 0.2, halfLife: { n: 10, unit: 'day' } } }, halfLife: { n: 5, unit: 'week' } } as const
  const model = fitAffinity(factsOf(told), { asOf, ...fading })
  const moved = fitAffinity(factsOf(told.map(later)), { asOf: '2026-08-10', ...fading }) // 70 days after 1 June
  expect(moved.strength.value / model.strength.value).toBeCloseTo(1, 9)
  for (const [k, share] of moved.baseShares.entries()) expect(share).toBeCloseTo(model.baseShares[k], 12)
})

describe('strength', () => {
  test('is where the Dirichlet-multinomial likelihood is greatest', () => {
    // One choice per day, nothing fades: L(S) = Σ_c [ln Γ(S) − ln Γ(S + n_c) + Σ_k ln Γ(n_ck + S b_k) − ln Γ(S b_k)] + ln r(1 − r)
    for (let seed = 1; seed <= cases(5); seed++) {
      const told = base(seed, 60)
        .filter((fact) => fact.type === 'purchase')
        .map((fact, i) => ({ ...fact, at: START + i * DAY, lines: fact.lines?.slice(0, 1) }))
      const { strength, values, baseShares } = fitAffinity(factsOf(told), { asOf: '2030-01-01' })
      const counts = new Map<string, number[]>()
      for (const fact of told) {
        const own = counts.get(fact.customerId) ?? values.map(() => 0)
        own[values.indexOf(fact.lines?.[0].category ?? '')]++
        counts.set(fact.customerId, own)
      }
      const likelihood = (S: number): number => {
        let sum = Math.log(S) - 2 * Math.log(1 + S)
        for (const own of counts.values()) {
          const n = own.reduce((a, b) => a + b)
          sum += lgamma(S) - lgamma(S + n) + own.reduce((l, n_k, k) => l + lgamma(n_k + S * baseShares[k]) - lgamma(S * baseShares[k]), 0)
        }
        return sum
      }
      const top = likelihood(strength.value)
      for (let u = -6; u <= 6; u += 0.05) expect(likelihood(Math.exp(u))).toBeLessThanOrEqual(top + 1e-9)
    }
  })

  test('is found again in bases that were drawn with it', () => {
    let within = 0
    const runs = cases(20)
    for (let seed = 1; seed <= runs; seed++) {
      const planted = [0.5, 3, 20][seed % 3]
      const told = base(seed, 400, planted)
        .filter((fact) => fact.type === 'purchase')
        .map((fact) => ({ ...fact, lines: fact.lines?.slice(0, 1) }))
      const { strength } = fitAffinity(factsOf(told), { asOf, countBy: 'order' })
      if (Math.abs(Math.log(strength.value / planted)) < 2.6 * strength.logStandardError) within++
    }
    expect(within).toBeGreaterThanOrEqual(Math.floor(runs * 0.9)) // 99 % each
  })
})

test('where baskets are drawn without a pattern, pairs are rarely found', () => {
  let bases = 0
  const runs = cases(40)
  for (let seed = 1; seed <= runs; seed++) {
    const r = random(seed, 99)
    const told: Told[] = Array.from({ length: 400 }, (_, c) => ({
      id: `${c}`,
      customerId: `c${c}`,
      type: 'purchase',
      at: START + c * 1000,
      lines: Array.from({ length: 12 }, (_, k) => ({ product: `p${k}` })).filter((_, k) => r.uniform() < 0.1 + 0.03 * k),
    }))
    if (fitRelated(factsOf(told), { asOf, maxFalse: 0.05 }).with.from.length > 0) bases++
  }
  // Without any true pair the rate of false discoveries is the chance of any: at most 5 %. P(more than 7 of 40) < 0.3 %.
  expect(bases).toBeLessThanOrEqual(Math.ceil(runs * 0.175))
})
