import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocatePrice, ledgerLiability, recognizeRevenue } from '../../src/points/liability.js'
import { cases } from '../support/cases.js'

describe('IFRS 15, Illustrative Example 52', () => {
  // CU100,000 of sales with 10,000 points of CU1; 9,500 expected to be redeemed: stand-alone CU9,500
  const { goodsMinor, pointsMinor } = allocatePrice(100_000, { goodsMinor: 100_000, pointsMinor: 9_500 })

  test('91,324 for the goods and 8,676 for the points', () => {
    expect([goodsMinor, pointsMinor]).toEqual([91_324, 8_676])
  })

  test('4,110 in the first year, 3,493 in the second, 1,073 still owed', () => {
    const first = recognizeRevenue(pointsMinor, 0, { redeemed: 4_500, expected: 9_500 })
    expect(first).toEqual({ revenueMinor: 4_110, cumulativeMinor: 4_110, liabilityMinor: 4_566 })
    const second = recognizeRevenue(pointsMinor, first.cumulativeMinor, { redeemed: 8_500, expected: 9_700 })
    expect(second).toEqual({ revenueMinor: 3_493, cumulativeMinor: 7_603, liabilityMinor: 1_073 })
  })

  test('a handbook’s variant with 9,000 allocated', () => {
    // redeemed 4,500 of 9,700 expected: 4,175; then 8,500 of 9,900: 7,727 − 4,175 = 3,552; or of 9,200: 8,315 − 4,175 = 4,140
    const first = recognizeRevenue(9_000, 0, { redeemed: 4_500, expected: 9_700 })
    expect(first.revenueMinor).toBe(4_175)
    expect(recognizeRevenue(9_000, 4_175, { redeemed: 8_500, expected: 9_900 }).revenueMinor).toBe(3_552)
    expect(recognizeRevenue(9_000, 4_175, { redeemed: 8_500, expected: 9_200 }).revenueMinor).toBe(4_140)
  })
})

test('what is split adds up, and all is recognized when all expected points are redeemed', () => {
  const amount = fc.integer({ min: 0, max: 1e9 })
  fc.assert(
    fc.property(amount, amount, fc.integer({ min: 1, max: 1e9 }), fc.integer({ min: 1, max: 1e6 }), (price, goods, points, expected) => {
      const split = allocatePrice(price, { goodsMinor: goods, pointsMinor: points })
      expect(split.goodsMinor + split.pointsMinor).toBe(price)
      const half = recognizeRevenue(split.pointsMinor, 0, { redeemed: Math.floor(expected / 2), expected })
      const rest = recognizeRevenue(split.pointsMinor, half.cumulativeMinor, { redeemed: expected, expected })
      expect(half.revenueMinor + rest.revenueMinor).toBe(split.pointsMinor)
      expect(rest.liabilityMinor).toBe(0)
    }),
    { numRuns: cases(300) },
  )
})

test('a reconciled ledger has a liability, another one has none', () => {
  const totals = { earned: 10_000, spent: 4_500, expired: 300, reversed: 200, pending: 500, active: 4_500 }
  // 5,000 outstanding, 5 % never redeemed: 4,750 at 1 cent a point
  expect(ledgerLiability(totals, { worth: { minor: 1, units: 1 }, breakagePerTenThousand: 500 })).toEqual({
    outstanding: 5_000,
    expectedRedemptions: 4_750,
    breakage: 250,
    liabilityMinor: 4_750,
    faceValueMinor: 5_000,
  })
  expect(() => ledgerLiability({ ...totals, active: 4_501 }, { worth: { minor: 1, units: 1 }, breakagePerTenThousand: 0 })).toThrow(
    /unreconciled/,
  )
})

test.each([
  () => allocatePrice(1.5, { goodsMinor: 1, pointsMinor: 1 }),
  () => allocatePrice(1, { goodsMinor: 0, pointsMinor: 0 }),
  () => recognizeRevenue(100, 0, { redeemed: 11, expected: 10 }),
  () => recognizeRevenue(-1, 0, { redeemed: 1, expected: 10 }),
])('nonsense is refused', (call) => {
  expect(call).toThrow(/points.liability.invalid/)
})
