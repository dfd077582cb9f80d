import { describe, expect, test } from 'vitest'
import { discoveryThreshold, togetherByChance } from '../../src/affinity/significance.js'

describe('togetherByChance', () => {
  test('agrees with the lady tasting tea', () => {
    // Fisher (1935), The Design of Experiments: of 8 cups 4 had milk first and she named 4; P(3 or more right) = 17/70, P(4 right) = 1/70
    expect(togetherByChance(3, 4, 4, 8)).toBeCloseTo(17 / 70, 13)
    expect(togetherByChance(4, 4, 4, 8)).toBeCloseTo(1 / 70, 13)
    expect(togetherByChance(0, 4, 4, 8)).toBe(1)
  })

  test('agrees with Fisher’s criminal twins', () => {
    // Fisher (1935), JRSS 98, 39–82: of 13 monozygotic twins 10 were convicted, of 17 dizygotic 2; P = 0.0004652
    expect(togetherByChance(10, 13, 12, 30)).toBeCloseTo(0.0004652, 6)
  })

  test('is 1 where the margins leave no choice, and 0 for what cannot be', () => {
    expect(togetherByChance(2, 3, 4, 5)).toBe(1) // 3 + 4 − 5 = 2 must coincide
    expect(togetherByChance(5, 4, 4, 8)).toBe(0)
    expect(togetherByChance(1, 1, 1_000_000, 10_000_000)).toBeCloseTo(0.1, 6)
  })
})

test('discoveryThreshold agrees with the example of Benjamini and Hochberg (1995), section 4.1', () => {
  const p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528, 0.759, 1]
  expect(discoveryThreshold(p, 15, 0.05)).toBe(0.0095)
  expect(discoveryThreshold([...p].reverse(), 15, 0.05)).toBe(0.0095)
  expect(discoveryThreshold([0.2], 15, 0.05)).toBe(-1)
})
