import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cutPoints, orderStatistics } from '../../../src/core/math/cut-points.js'
import { cases } from '../../support/cases.js'

describe('cut points', () => {
  test('are R type-7 quantiles', () => {
    // n = 10, h = 9k/5 = 1.8, 3.6, 5.4, 7.2 → between the 2nd and 3rd, 4th and 5th, …
    expect(cutPoints(Float64Array.of(10, 1, 9, 2, 8, 3, 7, 4, 6, 5), 5)).toEqual([2.8, 4.6, 6.4, 8.2])
  })

  test('stand on a value that holds more than a bin', () => {
    // 1 1 1 1 1 1 2 3: h = 1.75, 3.5, 5.25 → 1, 1, and a quarter of the way from the 6th to the 7th
    expect(cutPoints(Float64Array.of(1, 1, 1, 1, 1, 1, 2, 3), 4)).toEqual([1, 1, 1.25])
  })

  test('of one value are that value', () => {
    expect(cutPoints(Float64Array.of(7), 3)).toEqual([7, 7])
  })

  test('never reach the upper of two neighbors by rounding', () => {
    const next = 1 + Number.EPSILON
    // the quantile at 3/4 of {1, next} lies in between, where there is no double
    expect(cutPoints(Float64Array.of(1, next), 4)).toEqual([1, 1, 1])
    const huge = Number.MAX_VALUE
    expect(cutPoints(Float64Array.of(-huge, huge), 2)[0]).toBeLessThan(huge)
  })
})

test('order statistics of long columns are those of the sorted column', () => {
  const signed = fc.integer({ min: -1e9, max: 1e9 }).map((n) => n / 7)
  const value = fc.oneof(
    { weight: 5, arbitrary: fc.integer({ min: 0, max: 12 }) },
    signed,
    fc.double({ noNaN: true, noDefaultInfinity: true }),
  )
  fc.assert(
    fc.property(fc.array(value, { minLength: 40, maxLength: 80 }), fc.integer({ min: 2, max: 9 }), (few, bins) => {
      // repeated until the column is long enough for the histogram
      const column = Float64Array.from({ length: 9000 + few.length }, (_, i) => few[i % few.length] * (1 + (i % 3)))
      const input = column.slice()
      const ranks = Array.from({ length: bins }, (_, k) => Math.floor(((column.length - 1) * k) / bins))
      const sorted = column.slice().sort()
      expect(orderStatistics(column, ranks).map((found) => found + 0)).toEqual(ranks.map((rank) => sorted[rank] + 0))
      expect(column).toEqual(input)
    }),
    { numRuns: cases(60) },
  )
})

test('so are those of whole numbers, close together or far apart, of either sign', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 4000, max: 12_000 }),
      fc.integer({ min: -5, max: 5 }),
      fc.constantFrom(1, 40, 9000, 1e6, 1e12),
      (n, low, range) => {
        const column = Float64Array.from({ length: n }, (_, i) => low * range + ((i * 7919) % range))
        const ranks = [0, 1, Math.floor(n / 3), Math.floor(n / 3) + 1, n - 2, n - 1]
        const sorted = column.slice().sort()
        expect(orderStatistics(column, ranks).map((found) => found + 0)).toEqual(ranks.map((rank) => sorted[rank] + 0))
      },
    ),
    { numRuns: cases(60) },
  )
})
