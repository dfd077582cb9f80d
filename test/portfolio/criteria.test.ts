/** Each criterion against its formula, by hand. asOf 2026-06-30, UTC, CNY. */

import { rows } from 'tierwise/facts'
import { fitTierTable, nineCriteria, tierTable } from 'tierwise/portfolio'
import { describe, expect, test } from 'vitest'
import { factsOf, type Told } from '../support/facts.js'

let order = 0
const buy = (customerId: string, at: string, amount: number, more: Partial<Told> = {}): Told => ({
  id: `o${++order}`,
  customerId,
  type: 'purchase',
  at: at.length === 10 ? `${at}T00:00:00Z` : at,
  amountMinor: amount * 100,
  ...more,
})
const event = (customerId: string, type: string, at: string, more: Partial<Told> = {}): Told => ({
  id: `e${++order}`,
  customerId,
  type,
  at: `${at}T10:00:00Z`,
  ...more,
})
const asOf = '2026-06-30'

/** The value of one criterion per customer. */
function values(criterion: string, told: readonly Told[]): Record<string, number | undefined> {
  const recipe = Object.freeze({ ...nineCriteria, columns: ['customerId', `${criterion}Value`] })
  return Object.fromEntries(
    Array.from(rows(tierTable(recipe, factsOf(told), { asOf })), (row) => [row.customerId, row[`${criterion}Value`]]),
  )
}

describe('purchase amount', () => {
  test('is net of refunds, in major units', () => {
    const first = buy('a', '2026-01-01', 100)
    const whole = buy('a', '2026-01-05', 40)
    const told = [
      first,
      whole,
      buy('b', '2026-01-01', 7),
      event('a', 'refund', '2026-02-01', { refersTo: first.id, amountMinor: 2550 }),
      event('a', 'refund', '2026-02-01', { refersTo: whole.id }),
    ]
    expect(values('amount', told)).toEqual({ a: 74.5, b: 7 }) // 100 − 25.50, the second order taken back whole
    expect(values('frequency', told)).toEqual({ a: 1, b: 1 })
  })
})

describe('purchase frequency and cycle', () => {
  test('count orders, and days between purchase days', () => {
    const told = [
      buy('a', '2026-01-01', 1),
      buy('a', '2026-01-01', 1),
      buy('a', '2026-01-11', 1),
      buy('a', '2026-03-02', 1),
      buy('b', '2026-01-01', 1),
    ]
    expect(values('frequency', told)).toEqual({ a: 4, b: 1 })
    expect(values('cycle', told)).toEqual({ a: 30, b: undefined }) // 60 days in two gaps; one purchase has no rhythm
  })
})

describe('product preference', () => {
  const line = (category: string) => ({ lines: [{ category }] })
  test('is given from three purchases on; before that the table shows what the few lean to', () => {
    const told = [
      ...['01', '02', '03', '04', '05'].map((month) => buy('a', `2026-${month}-01`, 1, line('tea'))),
      buy('b', '2026-01-01', 1, line('cups')),
      ...['01', '02', '03', '04'].map((month) => buy('c', `2026-${month}-01`, 1, line(month < '03' ? 'tea' : 'cups'))),
    ]
    const found = values('productPreference', told)
    expect(found.b).toBeUndefined()
    // five of five against two of four: whatever the base's strength, a prefers more strongly
    expect(found.a as number).toBeGreaterThan(found.c as number)
    expect(found.a as number).toBeLessThanOrEqual(1)
    const names = Array.from(rows(tierTable(nineCriteria, factsOf(told), { asOf })), (row) => row.productPreference)
    expect(names.slice(0, 2)).toEqual(['tea', 'cups'])
  })

  test('goes by products where nothing has a category', () => {
    const told = ['01', '02', '03'].map((month) => buy('a', `2026-${month}-01`, 1, { lines: [{ product: 'p1' }] }))
    expect(Array.from(rows(tierTable(nineCriteria, factsOf(told), { asOf })), (row) => row.productPreference)).toEqual(['p1'])
  })
})

describe('service need', () => {
  test('is contacts per purchase day, before and after the sale', () => {
    const told = [
      event('a', 'inquiry', '2025-12-30'),
      buy('a', '2026-01-01', 1),
      buy('a', '2026-01-01', 1),
      buy('a', '2026-02-01', 1),
      event('a', 'ticket', '2026-02-03'),
      event('a', 'feedback', '2026-02-04'),
      buy('b', '2026-01-01', 1),
      event('p', 'ticket', '2026-01-01'),
    ]
    expect(values('serviceNeed', told)).toEqual({ a: 1.5, b: 0, p: undefined })
  })
})

describe('personalization need', () => {
  const line = (...products: string[]) => ({ lines: products.map((product) => ({ product, category: 'x' })) })
  test('is the chance that two things bought agree, and wishes k / (1 + k)', () => {
    const told = [
      // a: tea on three days, cups on one: (3·2 + 1·0) / (4·3) = 1/2; three wishes: 3/4; mean 5/8
      buy('a', '2026-01-01', 1, line('tea', 'cups')),
      buy('a', '2026-02-01', 1, line('tea', 'tea')),
      buy('a', '2026-03-01', 1, line('tea')),
      ...['2026-01-02', '2026-01-03', '2026-01-04'].map((day) => event('a', 'wish', day)),
      // b: one thing bought says nothing; no wish is 0
      buy('b', '2026-01-01', 1, line('tea')),
    ]
    expect(values('personalizationNeed', told)).toEqual({ a: 0.625, b: 0 })
    expect(
      values(
        'personalizationNeed',
        told.filter(({ type }) => type === 'purchase'),
      ),
    ).toEqual({ a: 0.5, b: undefined })
  })
})

describe('purchase behavior', () => {
  test('is the mean of payment, time of day, full price and regularity', () => {
    const told = [
      buy('a', '2026-01-01T09:00:00Z', 1, { attributes: { payment: 'card', discountMinor: 100 } }),
      buy('a', '2026-01-01T21:00:00Z', 1, { attributes: { payment: 'cash', discountMinor: 0 } }), // the same day
      buy('a', '2026-01-11T10:00:00Z', 1, { attributes: { payment: 'card', discountMinor: 0 } }),
      buy('a', '2026-01-21T11:59:00Z', 1, { attributes: { payment: 'cash', discountMinor: 0 } }),
      buy('a', '2026-01-31T12:00:00Z', 1, { attributes: { payment: 'card', discountMinor: 0 } }),
      buy('b', '2026-01-01T09:00:00Z', 1, { attributes: { payment: 'card', discountMinor: 0 } }),
    ]
    // card 3, cash 1: 6/12; morning 3, afternoon 1: 6/12; one of four days discounted: 3/4; gaps 10, 10, 10: 1
    expect(values('purchaseBehavior', told)).toEqual({ a: (0.5 + 0.5 + 0.75 + 1) / 4, b: undefined })
  })

  test('leaves out what the base has no record of: methods, times, discounts', () => {
    const told = ['2026-01-01', '2026-01-11', '2026-02-10'].map((day) => buy('a', day, 1))
    // only the gaps 10 and 30: mean 20, deviation √200 = 14.142…; v = 0.7071…
    expect(values('purchaseBehavior', told).a).toBeCloseTo(1 / (1 + Math.SQRT1_2), 12)
    const found = tierTable(nineCriteria, factsOf(told), { asOf }).findings.filter(({ params }) => params.criterion === 'purchaseBehavior')
    expect(found.map(({ params }) => params.part)).toEqual([undefined]) // one customer: constant, said once
  })
})

describe('interaction behavior', () => {
  test('is days with an interaction, however many clicks a day has', () => {
    const told = [
      buy('a', '2026-01-01', 1),
      ...Array.from({ length: 50 }, () => event('a', 'click', '2026-01-01')),
      event('a', 'visit', '2026-01-02'),
      event('a', 'answer', '2026-01-03'),
      event('a', 'ticket', '2026-01-04'),
      event('a', 'visit', '2026-07-04'), // after asOf
      buy('b', '2026-01-01', 1),
    ]
    expect(values('interactionBehavior', told)).toEqual({ a: 3, b: 0 })
  })
})

describe('loyalty behavior', () => {
  test('is the mean of repeat share, referrals and program activity', () => {
    const told = [
      ...['2026-01-01', '2026-01-11', '2026-01-21', '2026-01-31'].map((day) => buy('a', day, 1)),
      event('a', 'referral', '2026-02-01'),
      event('a', 'enroll', '2026-02-01'),
      event('a', 'redeem', '2026-02-02'),
      buy('b', '2026-01-01', 1),
    ]
    // repeats 3/4, one referral 1/2, two days of program 2/3
    expect(values('loyaltyBehavior', told)).toEqual({ a: (3 / 4 + 1 / 2 + 2 / 3) / 3, b: 0 })
    const bought = told.filter(({ type }) => type === 'purchase')
    expect(values('loyaltyBehavior', bought)).toEqual({ a: 0.75, b: 0 })
  })

  test('keeps the parts a model was fitted with: the first referral ever lowers nobody', () => {
    const bought = [...['2026-01-01', '2026-01-11'].map((day) => buy('a', day, 1)), buy('b', '2026-01-01', 1)]
    const model = fitTierTable(nineCriteria, factsOf(bought), { asOf })
    expect(model.observed.loyaltyBehavior).toEqual(['repeat'])
    const later = factsOf([...bought, event('b', 'referral', '2026-02-01')])
    const shown = Object.freeze({ ...model, recipe: Object.freeze({ ...model.recipe, columns: ['loyaltyBehaviorValue'] }) })
    expect(Array.from(rows(tierTable(shown, later, { asOf })), (row) => row.loyaltyBehaviorValue)).toEqual([0.5, 0])
  })
})
