import { scoreCes, scoreCsat, scoreNps } from 'tierwise/satisfaction'
import { describe, expect, test } from 'vitest'

describe('scoreNps', () => {
  test('takes the adjusted Wald interval of Rocks (2016)', () => {
    // n' = 103, p' = 40.75/103 = 0.395631, d' = 30.75/103 = 0.298544, p' − d' = 0.097087,
    // variance (0.694175 − 0.009426)/103 = 0.00664805, deviation 0.0815356: 0.097087 ± 1.959964 · 0.0815356
    const { score, low, high, code } = scoreNps({ promoters: 40, passives: 30, detractors: 30 })
    expect(score).toBe(10)
    expect(low).toBeCloseTo(-6.2719, 3)
    expect(high).toBeCloseTo(25.6894, 3)
    expect(code).toBe('satisfaction.score.scored')
  })

  test('comes to the plain variance of a net share where answers are many', () => {
    // n = 1,000,000: 20 ± 196 · √((0.6 − 0.04)/1,000,000)
    const { low = 0, high = 0 } = scoreNps({ promoters: 400_000, passives: 400_000, detractors: 200_000 })
    expect((high - low) / 2).toBeCloseTo(195.9964 * Math.sqrt(0.56e-6), 5)
  })

  test('stays honest where all say the same, and within the scale', () => {
    // n' = 13, p' = 10.75/13 = 0.826923, d' = 0.75/13 = 0.057692: 0.769231 − 1.959964 · √((0.884615 − 0.591716)/13)
    const { score, low, high } = scoreNps({ promoters: 10, passives: 0, detractors: 0 })
    expect([score, high]).toEqual([100, 100])
    expect(low).toBeCloseTo(47.504, 2)
    expect(scoreNps({ promoters: 0, passives: 0, detractors: 12 }).low).toBe(-100)
  })

  test('has codes for few answers and for none', () => {
    expect(scoreNps({ promoters: 3, passives: 0, detractors: 1 })).toMatchObject({
      score: 50,
      answers: 4,
      code: 'satisfaction.score.too-few',
    })
    expect(scoreNps({ promoters: 3, passives: 0, detractors: 1 }, { minAnswers: 4 }).code).toBe('satisfaction.score.scored')
    expect(scoreNps({ promoters: 0, passives: 0, detractors: 0 })).toEqual({ answers: 0, code: 'satisfaction.score.none' })
    expect(() => scoreNps({ promoters: -1, passives: 0, detractors: 3 })).toThrow('tierwise.satisfaction.counts')
    expect(() => scoreNps({ promoters: 1, passives: 0, detractors: 3 }, { confidence: 95 })).toThrow('tierwise.satisfaction.confidence')
  })
})

test('scoreCsat takes Wilson’s interval', () => {
  // Newcombe (1998), table I, method 3: 81 of 263
  const { score, low, high } = scoreCsat({ satisfied: 81, answers: 263 })
  expect(score).toBeCloseTo(0.308, 4)
  expect(low).toBeCloseTo(0.2553, 4)
  expect(high).toBeCloseTo(0.3662, 4)
})

describe('scoreCes', () => {
  test('takes Student’s interval', () => {
    // answers 4 5 6 7 3 5 5 6 4 5: Σ 50, Σ² 262, s² = 12/9, t₉ = 2.262157: 5 ± 2.262157 · √(12/90)
    const { score, low, high } = scoreCes({ answers: 10, sum: 50, squares: 262 })
    expect(score).toBe(5)
    expect(low).toBeCloseTo(5 - 2.262157 * Math.sqrt(12 / 90), 5)
    expect(high).toBeCloseTo(5 + 2.262157 * Math.sqrt(12 / 90), 5)
  })

  test('has no interval without spread', () => {
    expect(scoreCes({ answers: 20, sum: 140, squares: 980 })).toEqual({ answers: 20, score: 7, code: 'satisfaction.score.no-spread' })
    expect(scoreCes({ answers: 1, sum: 4, squares: 16 })).toEqual({ answers: 1, score: 4, code: 'satisfaction.score.too-few' })
  })
})
