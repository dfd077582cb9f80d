import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { divideRounded, divideRoundedBig, ROUNDINGS, type Rounding } from '../../../src/core/decimal/rounding.js'
import { cases } from '../../support/cases.js'

/** Rows: numerator / denominator; columns as in ROUNDINGS: down, up, floor, ceiling, halfUp, halfDown, halfEven. */
const TABLE: readonly (readonly [n: number, d: number, results: readonly number[]])[] = [
  //         down  up  floor ceil hUp hDown hEven
  [4, 2, [2, 2, 2, 2, 2, 2, 2]],
  [5, 2, [2, 3, 2, 3, 3, 2, 2]],
  [7, 2, [3, 4, 3, 4, 4, 3, 4]],
  [-5, 2, [-2, -3, -3, -2, -3, -2, -2]],
  [-7, 2, [-3, -4, -4, -3, -4, -3, -4]],
  [5, -2, [-2, -3, -3, -2, -3, -2, -2]],
  [-5, -2, [2, 3, 2, 3, 3, 2, 2]],
  [1, 3, [0, 1, 0, 1, 0, 0, 0]],
  [2, 3, [0, 1, 0, 1, 1, 1, 1]],
  [-1, 3, [0, -1, -1, 0, 0, 0, 0]],
  [-2, 3, [0, -1, -1, 0, -1, -1, -1]],
  [1, 2, [0, 1, 0, 1, 1, 0, 0]],
  [-1, 2, [0, -1, -1, 0, -1, 0, 0]],
  [0, 7, [0, 0, 0, 0, 0, 0, 0]],
  [0, -7, [0, 0, 0, 0, 0, 0, 0]],
  [
    9_007_199_254_740_991,
    2,
    [
      4_503_599_627_370_495, 4_503_599_627_370_496, 4_503_599_627_370_495, 4_503_599_627_370_496, 4_503_599_627_370_496,
      4_503_599_627_370_495, 4_503_599_627_370_496,
    ],
  ],
  [4_503_599_627_370_496, 9_007_199_254_740_991, [0, 1, 0, 1, 1, 1, 1]], // a hair above one half
  [4_503_599_627_370_495, 9_007_199_254_740_991, [0, 1, 0, 1, 0, 0, 0]], // a hair below
]

describe('dividing to an integer', () => {
  test.each(TABLE)('%d / %d', (n, d, results) => {
    expect(ROUNDINGS.map((rounding) => divideRounded(n, d, rounding))).toEqual(results)
    expect(ROUNDINGS.map((rounding) => Number(divideRoundedBig(BigInt(n), BigInt(d), rounding)))).toEqual(results)
  })

  property.prop([fc.maxSafeInteger(), fc.maxSafeInteger().filter((d) => d !== 0), fc.constantFrom(...ROUNDINGS)], { numRuns: cases(2000) })(
    'is the same for numbers, big integers and the definition of each name',
    (n, d, rounding) => {
      const got = divideRounded(n, d, rounding)
      expect(Object.is(got, -0)).toBe(false)
      expect(BigInt(got)).toBe(divideRoundedBig(BigInt(n), BigInt(d), rounding))
      expect(BigInt(got)).toBe(byDefinition(BigInt(n), BigInt(d), rounding))
    },
  )
})

/** Slow and literal: the two neighbors of n/d and the rule that picks one. */
function byDefinition(n: bigint, d: bigint, rounding: Rounding): bigint {
  const [num, den] = d < 0n ? [-n, -d] : [n, d]
  let floor = num / den
  if (floor * den > num) floor -= 1n
  if (floor * den === num) return floor
  const ceiling = floor + 1n
  const positive = num > 0n
  const [inner, outer] = positive ? [floor, ceiling] : [ceiling, floor]
  const toFloor = num - floor * den
  const toCeiling = ceiling * den - num
  const nearest = toFloor < toCeiling ? floor : toFloor > toCeiling ? ceiling : undefined
  switch (rounding) {
    case 'down':
      return inner
    case 'up':
      return outer
    case 'floor':
      return floor
    case 'ceiling':
      return ceiling
    case 'halfUp':
      return nearest ?? outer
    case 'halfDown':
      return nearest ?? inner
    case 'halfEven':
      return nearest ?? (floor % 2n === 0n ? floor : ceiling)
  }
}
