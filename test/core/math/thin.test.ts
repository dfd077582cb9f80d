import { expect, test } from 'vitest'
import { thin } from '../../../src/core/math/thin.js'

test('a sample keeps the weight of heavy rows and spreads over light ones', () => {
  // 100 units in 10 parts of 10: the heavy row of 50 ends after 5 of them, 50 light ones give every tenth
  const weights = Float64Array.from([50, ...Array.from({ length: 50 }, () => 1)])
  const { rows, weights: taken } = thin(weights, 100, 10)
  expect([...taken].reduce((sum, w) => sum + w, 0)).toBe(10)
  expect(rows[0]).toBe(0)
  expect(taken[0]).toBe(5)
  expect([...rows].slice(1)).toEqual([5, 15, 25, 35, 45])
})
