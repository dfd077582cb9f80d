import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import { distinctIntegers } from '../../../src/core/math/distinct-integers.js'
import { cases } from '../../support/cases.js'

describe('the distinct integers of a column', () => {
  test('of nothing are none', () => {
    expect(distinctIntegers(new Int32Array(0))).toEqual({ distinct: new Float64Array(0), codes: new Int32Array(0) })
  })

  test('are ascending, each row pointing at its own', () => {
    expect(distinctIntegers(Int32Array.of(5, -3, 5, 0, 2147483647, -2147483648))).toEqual({
      distinct: Float64Array.of(-2147483648, -3, 0, 5, 2147483647),
      codes: Int32Array.of(3, 1, 3, 2, 4, 0),
    })
    expect(distinctIntegers(Uint32Array.of(4294967295, 0, 4294967295)).distinct).toEqual(Float64Array.of(0, 4294967295))
  })

  property.prop([fc.array(fc.oneof(fc.integer(), fc.integer({ min: -5, max: 5 })), { maxLength: 200 }), fc.boolean()], {
    numRuns: cases(200),
  })('are those of a Set, in both kinds of column', (list, unsigned) => {
    const values = unsigned ? Uint32Array.from(list) : Int32Array.from(list)
    const { distinct, codes } = distinctIntegers(values)
    expect([...distinct]).toEqual([...new Set(values)].sort((a, b) => a - b))
    expect([...codes].map((code) => distinct[code])).toEqual([...values])
  })

  test.each([65_536, 65_537, 300_000])('are the same however many rows: %d', (rows) => {
    for (const spread of [rows >> 3, 2 ** 31 - 1]) {
      const values = Int32Array.from({ length: rows }, (_, i) => (Math.imul(i, 2654435761) >>> 1) % spread)
      const { distinct, codes } = distinctIntegers(values)
      expect(distinct).toEqual(Float64Array.from(new Set(values)).sort())
      expect(codes.every((code, i) => distinct[code] === values[i])).toBe(true)
    }
  })
})
