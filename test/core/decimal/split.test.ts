import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { splitProportionally } from '../../../src/core/decimal/split.js'
import { cases } from '../../support/cases.js'

describe('splitting', () => {
  test.each([
    [100, [1, 1, 1], [34, 33, 33]], // 33⅓ each; ties go in order
    [-100, [1, 1, 1], [-34, -33, -33]],
    [5, [3, 7], [2, 3]], // 1.5 and 3.5: both remainders one half, the first gets the unit
    [10, [0, 1, 0], [0, 10, 0]],
    [0, [1, 2], [0, 0]],
    [1, [1, 2], [0, 1]], // ⅓ and ⅔: the larger remainder
    [7, [5], [7]],
    [100_000, [91_324, 8_676], [91_324, 8_676]],
    [Number.MAX_SAFE_INTEGER, [1, 1], [4_503_599_627_370_496, 4_503_599_627_370_495]],
    [3, [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER], [1, 1, 1]],
  ] as readonly (readonly [number, readonly number[], readonly number[]])[])('%d over %j is %j', (total, weights, parts) => {
    expect(splitProportionally(total, weights)).toEqual(parts)
  })

  property.prop(
    [
      fc.maxSafeInteger(),
      fc.array(fc.oneof(fc.maxSafeNat(), fc.nat(20)), { minLength: 1, maxLength: 12 }).filter((w) => w.some((x) => x > 0)),
    ],
    { numRuns: cases(1000) },
  )('adds up again, each part within one unit of its share and on its side of zero', (total, weights) => {
    const parts = splitProportionally(total, weights)
    const sum = weights.reduce((acc, weight) => acc + BigInt(weight), 0n)
    expect(parts.reduce((acc, part) => acc + BigInt(part), 0n)).toBe(BigInt(total))
    parts.forEach((part, i) => {
      expect(Object.is(part, -0)).toBe(false)
      const error = BigInt(part) * sum - BigInt(total) * BigInt(weights[i])
      expect(error < sum && error > -sum).toBe(true)
      if (weights[i] === 0) expect(part).toBe(0)
    })
  })

  test('needs a weight', () => {
    for (const weights of [[], [0, 0], [-1, 2], [0.5], [Number.NaN], [2 ** 53]])
      expect(() => splitProportionally(10, weights)).toThrow(expect.objectContaining({ problem: 'tierwise.split.weights' }))
    expect(() => splitProportionally(0.5, [1])).toThrow(expect.objectContaining({ problem: 'tierwise.decimal.unsafe' }))
  })
})
