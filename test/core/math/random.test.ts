import { describe, expect, it } from 'vitest'
import { random } from '../../../src/core/math/random.js'

const N = 100_000

/** Mean and variance of N draws, and the exact ones to compare: five standard errors of the mean, and 5 % of the variance. */
function moments(draw: () => number): { mean: number; variance: number } {
  let total = 0
  let squares = 0
  for (let i = 0; i < N; i++) {
    const value = draw()
    total += value
    squares += value * value
  }
  const mean = total / N
  return { mean, variance: squares / N - mean * mean }
}

describe('random', () => {
  it.each([
    ['uniform', (r: ReturnType<typeof random>) => r.uniform(), 1 / 2, 1 / 12],
    ['normal', (r: ReturnType<typeof random>) => r.normal(), 0, 1],
    ['exponential(4)', (r: ReturnType<typeof random>) => r.exponential(4), 1 / 4, 1 / 16],
    ['gamma(0.3, 2)', (r: ReturnType<typeof random>) => r.gamma(0.3, 2), 0.15, 0.075],
    ['gamma(5, 2)', (r: ReturnType<typeof random>) => r.gamma(5, 2), 2.5, 1.25],
    ['beta(2, 3)', (r: ReturnType<typeof random>) => r.beta(2, 3), 2 / 5, 1 / 25],
    ['poisson(0.7)', (r: ReturnType<typeof random>) => r.poisson(0.7), 0.7, 0.7],
    ['poisson(100)', (r: ReturnType<typeof random>) => r.poisson(100), 100, 100],
  ] as const)('%s has the mean and variance of its distribution', (_, draw, mean, variance) => {
    const r = random(20261122)
    const got = moments(() => draw(r))
    expect(Math.abs(got.mean - mean)).toBeLessThan(5 * Math.sqrt(variance / N))
    expect(Math.abs(got.variance / variance - 1)).toBeLessThan(0.05)
  })

  it('gives the same numbers for the same seed and stream, and others for any other', () => {
    const first = (seed: number, stream?: number) => Array.from({ length: 4 }, random(seed, stream).uniform)
    expect(first(1, 2)).toEqual(first(1, 2))
    const seen = new Set([first(1), first(2), first(1, 1), first(-1), first(2 ** 40), first(1, 2 ** 40)].map(String))
    expect(seen.size).toBe(6)
  })

  it('has streams that do not follow one another', () => {
    // The correlation of neighbouring streams' first draws: 5 standard errors of zero.
    let product = 0
    for (let i = 0; i < N; i++) product += (random(7, i).uniform() - 0.5) * (random(7, i + 1).uniform() - 0.5)
    expect(Math.abs((product / N) * 12)).toBeLessThan(5 / Math.sqrt(N))
  })

  it('stays below n', () => {
    const r = random(3)
    const seen = new Set(Array.from({ length: 200 }, () => r.below(6)))
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5])
  })
})
