/** The case the field teaches — an online shop, nine criteria, three levels — with data of our own and every figure worked by hand. */

import { readFacts, rows } from 'tierwise/facts'
import { defineTierTable, profile, tierTable, tierTotals } from 'tierwise/portfolio'
import { describe, expect, test } from 'vitest'
import { SHOP_MAPPING, SHOP_ROWS, SHOP_STANDARD } from '../support/online-shop.js'

const { facts, issues } = readFacts(SHOP_ROWS, SHOP_MAPPING)
const recipe = defineTierTable(SHOP_STANDARD)
const table = tierTable(recipe, facts, { asOf: '2026-06-30' })
const [chen, li, wang, zhao] = rows(table)

describe('an online shop with nine criteria and three levels', () => {
  test('reads without an issue', () => {
    expect(issues.filter(({ outcome }) => outcome !== 'info')).toEqual([])
    expect(table.length).toBe(4)
  })

  test('a regular of six evenings is high on seven of nine', () => {
    expect(chen).toMatchObject({
      name: 'Chen Yu',
      tier: 'high',
      amountMinor: 2400_00, // 6 · 400
      frequency: 6,
      cycleDays: 30,
      productPreference: 'tea',
      serviceNeed: 'medium', // 3 contacts / 6 purchase days = 0.5
      personalizationNeed: 'medium', // one product only: 1; no wish: 0; mean 0.5
      purchaseBehavior: 'high', // one way to pay, one time of day, no discount, even gaps: 1
      interactionBehavior: 'high', // 7 days
      loyaltyBehavior: 'high', // repeats 5/6, one referral 1/2, one day of program 1/2: mean 0.611
      // 25 + 20 + 10 + 5 + 2.5 + 2.5 + 5 + 10 + 15
      score: 95,
      coverage: 1,
      amountContribution: 25,
      serviceNeedContribution: 2.5,
      loyaltyBehaviorContribution: 15,
    })
  })

  test('an occasional buyer is medium', () => {
    expect(li).toMatchObject({
      tier: 'medium',
      amountMinor: 800_00, // 4 · 220 less a refund of 80
      frequency: 4,
      cycleDays: 40,
      productPreference: 'coffee',
      serviceNeed: 'low',
      personalizationNeed: 'medium', // beans on two days, drip bags on two: 4/12; one wish: 1/2; mean 5/12
      purchaseBehavior: 'medium', // card 2, wallet 2: 1/3; noon: 1; discount on 2 of 4 days: 1/2; even gaps: 1; mean 0.708
      interactionBehavior: 'medium', // 2 days
      loyaltyBehavior: 'low', // repeats 3/4, no referral, no program: 1/4
      // 12.5 + 10 + 5 + 5 + 0 + 2.5 + 2.5 + 5 + 0
      score: 42.5,
    })
  })

  test('one purchase says nothing of preference or habit: their weight is shared, and nobody guesses', () => {
    expect(wang).toMatchObject({
      tier: 'low',
      amountMinor: 90_00,
      frequency: 1,
      productPreference: 'cups',
      serviceNeed: 'high',
      coverage: 0.8,
    })
    expect(wang.cycleDays).toBeUndefined()
    expect(wang.purchaseBehavior).toBeUndefined()
    // service need: 100 points · 5 of the 90 that count; no cycle counts 0 points here, as the standard says
    expect(wang.serviceNeedContribution).toBe(5.56)
    expect(wang.cycleContribution).toBe(0)
    expect(wang.score).toBe(5.56)
  })

  test('who only looked is a prospect', () => {
    expect(zhao).toEqual({ customerId: 'S4', name: 'Zhao Lei', status: 'prospect', code: 'portfolio.customer.prospect' })
  })

  test('the bottom line adds up', () => {
    expect(Array.from(rows(tierTotals(table)))).toEqual([
      { tier: 'high', customers: 1, customerShare: 1 / 3, revenueMinor: 2400_00, revenueShare: 2400 / 3290, medianMinor: 2400_00 },
      { tier: 'medium', customers: 1, customerShare: 1 / 3, revenueMinor: 800_00, revenueShare: 800 / 3290, medianMinor: 800_00 },
      { tier: 'low', customers: 1, customerShare: 1 / 3, revenueMinor: 90_00, revenueShare: 90 / 3290, medianMinor: 90_00 },
      { tier: 'prospect', customers: 1 },
    ])
  })

  test('the profile tells one customer with sources', () => {
    const view = profile(facts, 'S2', { asOf: '2026-06-30', standard: recipe })
    expect(view?.attributes).toEqual([
      { id: 'name', value: 'Li Na', source: { from: 'attribute' } },
      { id: 'region', value: 'Shanghai', source: { from: 'attribute' } },
    ])
    const behavior = Object.fromEntries((view?.behavior ?? []).map(({ id, value }) => [id, value]))
    expect(behavior).toMatchObject({ orders: 4, revenueMinor: 800_00, refundedMinor: 80_00, meanGapDays: 40, visit: 2, wish: 1 })
    const purchases = view?.behavior.find(({ id }) => id === 'firstAt')
    expect(purchases).toEqual({
      id: 'firstAt',
      value: '2026-01-05T04:00:00.000Z', // noon in Shanghai
      source: { from: 'facts', types: ['purchase'], count: 4, first: '2026-01-05T04:00:00.000Z', last: '2026-05-05T04:00:00.000Z' },
    })
    expect(view?.preferences.find((one) => one.of === 'category')).toMatchObject({ value: 'coffee', evidence: 4 })
    expect(view?.scores).toMatchObject({ tier: 'medium', score: 42.5 })
    expect(view?.scores.reasons.at(-1)).toMatchObject({
      code: 'scorecard.level.reached',
      params: { level: 'medium', next: 'high' },
      missing: 27.5,
    })
    expect(profile(facts, 'nobody', { asOf: '2026-06-30' })).toBeUndefined()
  })
})
