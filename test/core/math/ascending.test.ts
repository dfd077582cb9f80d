import { expect, test } from 'vitest'
import { ascending } from '../../../src/core/math/ascending.js'

// 12 bits a pass below 32,768 values, 16 from there on: ranges that end at a pass, one before and one after it.
test.each([2_000, 40_000])('%i whole numbers stand in their order, equal ones as they were, whatever their range', (length) => {
  for (const range of [1, 4_095, 4_096, 4_097, 65_535, 65_536, 65_537, 2 ** 24, 2 ** 24 + 1, 2 ** 32, 2 ** 33 + 1]) {
    const values = Float64Array.from({ length }, (_, i) => -5 + Math.floor((((i * 7_919) % 101) / 100) * range))
    const sorted = Array.from(values.keys()).sort((a, b) => values[a] - values[b] || a - b)
    expect(values[sorted[length - 1]] - values[sorted[0]]).toBe(range)
    expect(Array.from(ascending(values)), `${range}`).toEqual(sorted)
  }
})
