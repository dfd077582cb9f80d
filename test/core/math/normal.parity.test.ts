import { expect, test } from 'vitest'
import { normalCdf, normalQuantile, studentQuantile, wilson } from '../../../src/core/math/normal.js'

test('quantiles agree with the printed tables', () => {
  // Abramowitz & Stegun (1964), table 26.5 (normal) and 26.10 (Student)
  expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 12)
  expect(normalQuantile(0.95)).toBeCloseTo(1.6448536269514722, 12)
  expect(normalQuantile(0.025)).toBeCloseTo(-1.959963984540054, 12)
  expect(normalCdf(1.2815515655446004)).toBeCloseTo(0.9, 12)
  for (const [degrees, t] of [
    [1, 12.706],
    [2, 4.303],
    [10, 2.228],
    [30, 2.042],
    [120, 1.98],
  ]) {
    expect(studentQuantile(0.975, degrees)).toBeCloseTo(t, 3)
  }
  expect(studentQuantile(0.975, 1)).toBeCloseTo(Math.tan(0.475 * Math.PI), 9) // Cauchy
  expect(studentQuantile(0.975, 2)).toBeCloseTo(0.95 * Math.sqrt(2 / (1 - 0.95 ** 2)), 10) // closed form at 2 degrees
  expect(studentQuantile(0.975, 1e7)).toBeCloseTo(1.959963984540054, 6)
})

test('Wilson’s interval agrees with Newcombe’s examples', () => {
  // R. Newcombe (1998), Statistics in Medicine 17, 857–872, table I, method 3
  for (const [k, n, low, high] of [
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ]) {
    const interval = wilson(k, n, normalQuantile(0.975))
    expect(interval.low).toBeCloseTo(low, 4)
    expect(interval.high).toBeCloseTo(high, 4)
  }
  expect(wilson(0, 7, 1.96).low).toBe(0)
  expect(wilson(7, 7, 1.96).high).toBe(1)
})
