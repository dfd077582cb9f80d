import { describe, expect, test } from 'vitest'
import { cholesky, invertCholesky, solveCholesky } from '../../../src/core/math/cholesky.js'
import { calibrationSlope, giniOfForecast, poissonDeviance } from '../../../src/core/math/forecast-error.js'
import { maximize } from '../../../src/core/math/newton.js'
import { betaRule, gammaRule, logIntegral } from '../../../src/core/math/quadrature.js'
import { bracketUp, findRoot } from '../../../src/core/math/root.js'

describe('Newton', () => {
  test('finds the top of a quadratic in one step and certifies it with the second', () => {
    const { point, evaluations, ended } = maximize(
      {
        size: 2,
        evaluate: ([x, y], g, h) => {
          g.set([-2 * (x - 3) - (y + 1), -4 * (y + 1) - (x - 3)])
          h.set([-2, -1, -1, -4])
          return -((x - 3) ** 2) - 2 * (y + 1) ** 2 - (x - 3) * (y + 1)
        },
      },
      [0, 0],
    )
    expect(ended).toBe('converged')
    expect([...point].map((v) => Math.round(v * 1e12) / 1e12)).toEqual([3, -1])
    expect(evaluations).toBeLessThanOrEqual(4)
  })

  test('says when the top is at infinity, and when a direction is flat', () => {
    const away = maximize(
      {
        size: 1,
        evaluate: ([x], g, h) => {
          g.set([1])
          h.set([-1e-30])
          return x
        },
      },
      [0],
    )
    expect(away.ended).toBe('runaway')
    const ridge = {
      size: 2,
      evaluate: ([x]: Float64Array, g: Float64Array, h: Float64Array) => {
        g.set([-2 * x, 0])
        h.set([-2, 0, 0, 0])
        return -x * x
      },
    }
    const flat = maximize(ridge, [1, 1], 25, 50)
    expect(flat.ended).not.toBe('converged')
  })
})

describe('small systems', () => {
  // A = [[4, 2], [2, 3]]: L = [[2, 0], [1, √2]], A⁻¹ = [[3, −2], [−2, 4]]/8
  const factor = cholesky([4, 2, 2, 3], 2) as Float64Array
  test('factors, solves and inverts by hand', () => {
    expect([...factor]).toEqual([2, 0, 1, Math.SQRT2])
    expect([...solveCholesky(factor, 2, [8, 7])].map((v) => Math.round(v * 1e12) / 1e12)).toEqual([1.25, 1.5])
    const inverse = invertCholesky(factor, 2)
    ;[3 / 8, -2 / 8, -2 / 8, 4 / 8].forEach((value, i) => {
      expect(inverse[i]).toBeCloseTo(value, 14)
    })
  })
  test('refuses what is not positive definite', () => {
    expect(cholesky([1, 2, 2, 1], 2)).toBeUndefined()
    expect(cholesky([1, 1, 1, 1], 2)).toBeUndefined()
    expect(cholesky([Number.NaN], 1)).toBeUndefined()
  })
})

describe('roots', () => {
  test('to the last digits, wherever the curve bends', () => {
    expect(findRoot((x) => x * x - 2, 0, 2)).toBeCloseTo(Math.SQRT2, 14)
    expect(findRoot((x) => Math.exp(x) - 1e10, 0, 100)).toBeCloseTo(10 * Math.LN10, 12)
    expect(findRoot((x) => x ** 9, -1, 2)).toBeCloseTo(0, 1)
    expect(findRoot((x) => x, 1, 2)).toBeNaN()
    expect(bracketUp((x) => x - 5, 1)).toEqual([4, 8])
    expect(bracketUp(() => 1, 1)).toBeUndefined()
  })
})

describe('quadrature', () => {
  test('integrates Gauss’s bell and the gamma function', () => {
    expect(
      logIntegral({ f: (u) => (-u * u) / 2, slope: (u) => -u, start: 3 }, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY),
    ).toBeCloseTo(Math.log(Math.sqrt(2 * Math.PI)), 13)
    // Γ(5) = 24: ∫ e^(5u − e^u) du
    const gamma = { f: (u: number) => 5 * u - Math.exp(u), slope: (u: number) => 5 - Math.exp(u), slopeLeft: 5, start: 0 }
    expect(logIntegral(gamma, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY)).toBeCloseTo(Math.log(24), 13)
  })
  test('rules have the moments of their distributions, also where nearly all mass is at 0', () => {
    for (const [a, b] of [
      [0.5, 2],
      [30, 4],
      [1e-6, 3],
      [1e5, 1e6],
    ]) {
      const { nodes, weights } = betaRule(a, b, 1)
      const moment = (k: number): number => nodes.reduce((sum, p, i) => sum + weights[i] * p ** k, 0)
      expect(moment(0)).toBeCloseTo(1, 13)
      expect(moment(1) / (a / (a + b))).toBeCloseTo(1, 11)
      expect(moment(2) / ((a * (a + 1)) / ((a + b) * (a + b + 1)))).toBeCloseTo(1, 11)
    }
    const { nodes, weights } = gammaRule(0.3, 1)
    expect(nodes.reduce((sum, x, i) => sum + weights[i] * x, 0)).toBeCloseTo(0.3, 12)
  })
})

describe('forecast errors', () => {
  test('deviance by hand: 2 at 1 and 0 at 1', () => {
    // 2 (2 ln 2 − 1) and 2 · 1, halved
    expect(poissonDeviance([2, 0], [1, 1])).toBeCloseTo((2 * (2 * Math.LN2 - 1) + 2) / 2, 14)
  })
  test('finds no slope where forecasts a hair apart would have to tell nothing from much', () => {
    // Only the customers of the higher forecast bought: the likelihood rises for ever with the slope.
    const forecast = [1, 1, 1, 1.0000001, 1.0000001, 1.0000001]
    expect(calibrationSlope([0, 0, 0, 1, 2, 3], forecast)).toEqual({ slope: Number.NaN, intercept: Number.NaN, slopeError: Number.NaN })
    expect(calibrationSlope([1, 2, 3, 0, 0, 0], forecast).slope).toBeNaN()
  })

  test('a forecast twice too high has slope 1 and intercept −ln 2', () => {
    const actual = Array.from({ length: 300 }, (_, i) => (i % 3 === 0 ? 4 : i % 3))
    const { slope, intercept } = calibrationSlope(
      actual,
      actual.map((_, i) => 2 * (i % 3 === 0 ? 4 : i % 3)),
    )
    expect(slope).toBeCloseTo(1, 10)
    expect(intercept).toBeCloseTo(-Math.LN2, 10)
  })
  test('Gini is 1 for the perfect order, 0 for none, −1 for the reverse', () => {
    expect(giniOfForecast([1, 2, 3], [10, 20, 30])).toBeCloseTo(1, 14)
    expect(giniOfForecast([1, 2, 3], [5, 5, 5])).toBeCloseTo(0, 14)
    expect(giniOfForecast([1, 2, 3], [3, 2, 1])).toBeCloseTo(-1, 14)
  })
})
