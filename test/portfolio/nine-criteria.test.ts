import { type Fact, type Facts, factsOf, readFacts, row, rows, type Table } from 'tierwise/facts'
import { defineTierTable, NINE_CRITERIA, type NineCriterion, nineCriteria, type TierTable, tierTable } from 'tierwise/portfolio'
import { simulateShop } from 'tierwise/simulate'
import { describe, expect, test } from 'vitest'
import { collectFacts } from '../../src/facts/collect-facts.js'
import { ownFacts } from '../support/own.js'

const asOf = '2026-06-30'
const shop = simulateShop({ seed: 11, customers: 600, from: '2025-01-01', to: asOf, timeZone: 'Asia/Shanghai', currency: 'CNY' })
const sample = readFacts(shop.rows, shop.mapping).facts

const withValues = Object.freeze({
  ...nineCriteria,
  columns: ['customerId', ...NINE_CRITERIA.flatMap((id) => [`${id}Value`, `${id}Level`])],
})
const column = (table: Table, name: string): Float64Array => (table.columns as Record<string, Float64Array>)[name]
const levels = (table: TierTable, id: NineCriterion): string[] =>
  [...new Set(Array.from(rows(table), (one) => one[`${id}Level` as const]).filter((level) => level !== undefined))].sort()

test('the preset is the JSON defineTierTable makes of it', () => {
  expect(defineTierTable(JSON.parse(JSON.stringify(nineCriteria)))).toEqual(nineCriteria)
  expect(defineTierTable({ id: 'nine-criteria' })).toEqual(nineCriteria)
  expect(nineCriteria.scorecard.criteria.map(({ id }) => id)).toEqual([...NINE_CRITERIA])
})

describe('on the sample', () => {
  const before = tierTable(withValues, sample, { asOf })

  test('every criterion has three levels', () => {
    for (const id of NINE_CRITERIA) expect(levels(before, id), id).toEqual(['high', 'low', 'medium'])
  })

  /** A regular: enough purchase days for every criterion, no refund in the way. */
  const chosen = (() => {
    const purchases = new Map<string, Fact[]>()
    const refunded = new Set<string>()
    for (const fact of factsOf(sample)) {
      if (fact.type === 'purchase') purchases.set(fact.customerId, [...(purchases.get(fact.customerId) ?? []), fact])
      if (fact.type === 'refund') refunded.add(fact.customerId)
    }
    const id = [...purchases.keys()].find((one) => (purchases.get(one)?.length ?? 0) >= 8 && !refunded.has(one)) as string
    return { id, purchases: purchases.get(id) as Fact[] }
  })()
  const mine = (fact: Fact): boolean => fact.customerId === chosen.id && fact.type === 'purchase'
  const another = (type: string, at: string): Fact => ({ id: 'new', customerId: chosen.id, type, at: Date.parse(at) })
  const last = chosen.purchases[chosen.purchases.length - 1]
  const DAY = 86_400_000
  const dayOf = (fact: Fact): number => Math.floor((fact.at + 8 * 3_600_000) / DAY) // Shanghai

  const perturbations: Record<NineCriterion, (facts: Fact[]) => Fact[]> = {
    // what was paid
    amount: (facts) => facts.map((fact) => (mine(fact) ? { ...fact, amountMinor: (fact.amountMinor as number) * 3 } : fact)),
    // that there was an order: one is paid in two parts
    frequency: (facts) => {
      const half = Math.floor((last.amountMinor as number) / 2)
      return facts.flatMap((fact) =>
        fact.id === last.id && fact.type === 'purchase'
          ? [
              { ...fact, amountMinor: (fact.amountMinor as number) - half },
              { ...fact, id: 'part', amountMinor: half },
            ]
          : [fact],
      )
    },
    // on which day: every gap twice as long
    cycle: (facts) => facts.map((fact) => (mine(fact) ? { ...fact, at: fact.at - (dayOf(last) - dayOf(fact)) * DAY } : fact)),
    // which category
    productPreference: (facts) =>
      facts.map((fact) => (mine(fact) ? { ...fact, lines: fact.lines?.map((line) => ({ ...line, category: 'only this' })) } : fact)),
    serviceNeed: (facts) => [...facts, another('ticket', '2026-06-01T10:00:00+08:00')],
    // which product
    personalizationNeed: (facts) =>
      facts.map((fact) => (mine(fact) ? { ...fact, lines: fact.lines?.map((line) => ({ ...line, product: 'only this' })) } : fact)),
    // how it was paid
    purchaseBehavior: (facts) =>
      facts.map((fact, i) => (mine(fact) ? { ...fact, attributes: { ...fact.attributes, payment: `method ${i}` } } : fact)),
    interactionBehavior: (facts) => [...facts, another('visit', '2024-12-31T10:00:00+08:00')],
    loyaltyBehavior: (facts) => [...facts, another('referral', '2026-06-01T10:00:00+08:00')],
  }

  test.each(Object.entries(perturbations))('%s moves when its own facts change, and nothing else does', (id, change) => {
    const { timeZone, currency } = sample
    const customers = sample.customers.ids.map((one) => ({ id: one }))
    const changed = collectFacts(change([...factsOf(sample)]), { timeZone, currency, customers })
    const after = tierTable(withValues, changed, { asOf })
    const moved = NINE_CRITERIA.filter((one) =>
      column(after, `${one}Value`).some((value, c) => !Object.is(value, column(before, `${one}Value`)[c])),
    )
    expect(moved).toEqual([id])
    const c = before.columns.customerId.indexOf(chosen.id)
    expect(column(after, `${id}Value`)[c]).not.toBe(column(before, `${id}Value`)[c])
    const bandsOf = (table: typeof before) => table.model.recipe.scorecard.criteria.filter((one) => one.id !== id).map(({ bands }) => bands)
    expect(bandsOf(after)).toEqual(bandsOf(before))
  })

  test('tiers are a pyramid, and prospects are rows with a code and no values', () => {
    const table = tierTable(nineCriteria, sample, { asOf })
    const counts = new Map<string | undefined, number>()
    for (const { tier } of rows(table)) counts.set(tier, (counts.get(tier) ?? 0) + 1)
    const [low, medium, high] = ['low', 'medium', 'high'].map((tier) => counts.get(tier) as number)
    expect(low).toBeGreaterThan(medium)
    expect(medium).toBeGreaterThan(high)
    expect(low + medium + high + (counts.get(undefined) as number)).toBe(table.length)
    const prospect = Array.from(rows(table)).find(({ status }) => status === 'prospect')
    const { name, ...rest } = prospect as Record<string, unknown>
    expect(typeof name).toBe('string')
    expect(rest).toEqual({ customerId: rest.customerId, status: 'prospect', code: 'portfolio.customer.prospect' })
  })

  test('contributions of every row add up to its score', () => {
    const table = tierTable(nineCriteria, sample, { asOf })
    for (const one of rows(table)) {
      const parts = NINE_CRITERIA.map((id) => one[`${id}Contribution`]).filter((part) => part !== undefined)
      expect(parts.reduce((sum, part) => sum + Math.round(part * 100), 0)).toBe(Math.round((one.score ?? 0) * 100))
    }
  })
})

describe('on the own orders and refunds', () => {
  const table = tierTable(nineCriteria, ownFacts().facts, { asOf: '2025-06-30' })

  test('kinds that are absent say so, in every row', () => {
    const absent = ['serviceNeed', 'personalizationNeed', 'interactionBehavior'] as const
    for (const one of rows(table)) for (const id of absent) expect(one[id]).toBe('notObserved')
    const found = table.findings.map(({ code, params }) => [code, params.criterion, params.part])
    expect(found).toEqual([
      ['portfolio.criterion.not-observed', 'serviceNeed', undefined],
      ['portfolio.criterion.not-observed', 'personalizationNeed', undefined],
      ['portfolio.part.not-observed', 'purchaseBehavior', 'payment'],
      ['portfolio.part.not-observed', 'purchaseBehavior', 'fullPrice'],
      ['portfolio.criterion.not-observed', 'interactionBehavior', undefined],
      ['portfolio.part.not-observed', 'loyaltyBehavior', 'referrals'],
      ['portfolio.part.not-observed', 'loyaltyBehavior', 'program'],
    ])
  })

  test('what is there counts, and the rest shares the weight', () => {
    expect(table.length).toBe(600)
    const first = row(table, 0) as Record<string, unknown>
    expect(first.tier).toMatch(/low|medium|high/)
    expect(first.serviceNeedContribution).toBeUndefined()
    for (const id of ['amountLevel', 'frequencyLevel', 'cycleLevel', 'productPreferenceLevel', 'purchaseBehavior', 'loyaltyBehavior'])
      expect(new Set(Array.from(rows(table), (one) => (one as Record<string, unknown>)[id]).filter(Boolean)), id).toEqual(
        new Set(['low', 'medium', 'high']),
      )
    // at most 80 of 100: service 5, personalization 5 and interaction 10 are not there
    expect(Math.max(...table.columns.coverage!)).toBe(0.8)
  })
})

describe('any base', () => {
  const facts = (told: readonly Fact[]): Facts => collectFacts(told, { timeZone: 'UTC', currency: 'CNY' })
  const buy = (customerId: string, day: number, amountMinor: number): Fact => ({
    customerId,
    type: 'purchase',
    at: day * 86_400_000,
    amountMinor,
  })

  test('works straight away: nobody, one customer, all the same, two', () => {
    expect(tierTable(nineCriteria, facts([]), { asOf }).length).toBe(0)
    const one = tierTable(nineCriteria, facts([buy('a', 20_000, 100)]), { asOf })
    expect(row(one, 0)).toMatchObject({ customerId: 'a', amountMinor: 100, frequency: 1, code: 'portfolio.tier.unknown' })
    expect(row(one, 0).tier).toBeUndefined()
    const same = tierTable(nineCriteria, facts([buy('a', 20_000, 100), buy('b', 20_000, 100)]), { asOf })
    expect(Array.from(rows(same), ({ tier, code }) => [tier, code])).toEqual([
      [undefined, 'portfolio.tier.unknown'],
      [undefined, 'portfolio.tier.unknown'],
    ])
    expect(same.findings.map(({ code }) => code)).toContain('portfolio.criterion.constant')
    const two = tierTable(nineCriteria, facts([buy('a', 20_000, 100), buy('b', 20_000, 900)]), { asOf })
    expect(Array.from(rows(two), ({ tier }) => tier)).toEqual(['low', 'high'])
  })

  test('facts after asOf, refunds without orders and odd amounts are no reason to fail', () => {
    const odd = facts([
      buy('a', 30_000, 1),
      { customerId: 'b', type: 'refund', at: 0, amountMinor: 5, refersTo: 'nothing' },
      { customerId: 'c', type: 'purchase', at: 1e12 },
      buy('d', 20_000, 0),
      buy('d', 20_001, Number.MAX_SAFE_INTEGER - 1),
    ])
    const table = tierTable(nineCriteria, odd, { asOf })
    expect(Array.from(rows(table), ({ status }) => status)).toEqual(['prospect', 'prospect', 'customer', 'customer'])
  })
})
