import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { describe, expect, test } from 'vitest'
import { dictionary } from '../../../src/core/table.js'
import { armOf, differenceOfMeans, differenceOfShares } from '../../../src/portfolio/effect/arms.js'
import { measureEffect } from '../../../src/portfolio/effect/measure-effect.js'
import { detectableEffect, sampleSize } from '../../../src/portfolio/effect/sample-size.js'

const share = (k: number, n: number) => ({ customers: n, mean: k / n, variance: ((k / n) * (1 - k / n) * n) / (n - 1) })

describe('published figures', () => {
  // Newcombe (1998), Table II, method 10: 56/70 − 48/80, 9/10 − 3/10, 10/10 − 0/20, 6/7 − 2/7, 5/56 − 0/29, 0/10 − 0/20
  test.each([
    [56, 70, 48, 80, 0.0524, 0.3339],
    [9, 10, 3, 10, 0.1705, 0.809],
    [6, 7, 2, 7, 0.0582, 0.8062],
    [5, 56, 0, 29, -0.0381, 0.1926],
    [0, 10, 0, 20, -0.1611, 0.2775],
    [10, 10, 0, 20, 0.6791, 1],
  ])('Newcombe’s intervals: %i/%i − %i/%i', (k1, n1, k2, n2, low, high) => {
    const got = differenceOfShares(share(k1, n1), share(k2, n2), 0.95)
    expect(got.low).toBeCloseTo(low, 4)
    expect(got.high).toBeCloseTo(high, 4)
  })

  test('Welch’s t on Student’s sleep data', () => {
    // R's help page of t.test: t = −1.8608, df = 17.776, p-value = 0.07939, interval −3.3654832 … 0.2054832
    const one = [0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0]
    const two = [1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4]
    const got = differenceOfMeans(armOf(one), armOf(two), 0.95)
    expect(got.effect).toBeCloseTo(0.75 - 2.33, 12)
    expect(got.effect / got.standardError).toBeCloseTo(-1.8608, 4)
    expect(got.pValue).toBeCloseTo(0.07939, 5)
    expect(got.low).toBeCloseTo(-3.3654832, 7)
    expect(got.high).toBeCloseTo(0.2054832, 7)
  })

  test('a change within the same customers: Student’s sleep data, paired', () => {
    // R's help page of t.test, paired: t = −4.0621, df = 9, p-value = 0.002833, interval −2.4598858 … −0.7001142
    const table = {
      length: 10,
      columns: {
        arm: new Array<string>(10).fill('all'),
        one: Float64Array.of(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0),
        two: Float64Array.of(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4),
      },
    }
    const got = measureEffect(table, {
      outcome: 'one',
      before: 'two',
      group: 'arm',
      treated: 'all',
      withoutComparison: 'allow',
      minCustomers: 2,
    })
    expect(got.effect).toBeCloseTo(-1.58, 12)
    expect(got.pValue).toBeCloseTo(0.002833, 6)
    expect(got.low).toBeCloseTo(-2.4598858, 7)
    expect(got.high).toBeCloseTo(-0.7001142, 7)
  })

  test('difference in differences: the fast-food jobs of New Jersey and Pennsylvania', () => {
    // Card & Krueger (1994), Table 3: 20.44 → 21.03 and 23.33 → 21.17 jobs a restaurant; they print 2.76, from figures of more places.
    const sides = [
      ['NJ', 20.44, 21.03],
      ['PA', 23.33, 21.17],
    ] as const
    const list = sides.flatMap(([group, before, after]) => [-1, 1].map((by) => ({ group, before: before + by, after: after - by })))
    const got = measureEffect(tableOf(list), {
      outcome: 'after',
      before: 'before',
      group: 'arm',
      treated: 'NJ',
      comparison: 'PA',
      method: 'differenceInDifferences',
      minCustomers: 2,
    })
    expect(Math.abs((got.effect as number) - 2.76)).toBeLessThanOrEqual(0.02)
  })

  test('variance reduction by hand', () => {
    // within groups: xy = 14 + 10, xx = 8 + 8, θ = 1.5; (5 − 3) − 1.5 (2 − 3) = 3.5; both variances 1, t(0.975, 4) = 2.776445
    const list = [
      { group: 'call', before: 0, after: 2 },
      { group: 'call', before: 2, after: 4 },
      { group: 'call', before: 4, after: 9 },
      { group: 'none', before: 1, after: 1 },
      { group: 'none', before: 3, after: 2 },
      { group: 'none', before: 5, after: 6 },
    ]
    const got = measureEffect(tableOf(list), {
      outcome: 'after',
      before: 'before',
      group: 'arm',
      treated: 'call',
      comparison: 'none',
      minCustomers: 2,
    })
    expect(got.effect).toBeCloseTo(3.5, 12)
    expect(got.high).toBeCloseTo(3.5 + 2.776445 * Math.sqrt(2 / 3), 6)
    expect(got.varianceExplained).toBeCloseTo(24 ** 2 / (16 * 40), 12)
  })

  test('sample sizes of R’s power.prop.test and power.t.test', () => {
    // their help pages: p1 = .50, p2 = .75, power = .90 → n = 76.7; delta = 1, sd = 1, power = .90 → n = 22.02110
    expect(sampleSize(0.25, { kind: 'share', base: 0.5, power: 0.9 })).toBeCloseTo(76.7, 1)
    expect(sampleSize(1, { kind: 'mean', deviation: 1, power: 0.9 })).toBeCloseTo(22.0211, 4)
  })
})

test('a detectable effect is the one whose sample size it has', () => {
  for (const n of [20, 200, 5000]) {
    const options = { kind: 'share', base: 0.1 } as const
    expect(sampleSize(detectableEffect(n, options), options)).toBeCloseTo(n, 5)
    const means = { kind: 'mean', deviation: 35 } as const
    expect(sampleSize(detectableEffect(n, means), means)).toBeCloseTo(n, 5)
  }
})

/** A hundred customers an arm; the treated got 5 more, on top of what each spent before. */
function spenders(effect: number): { group: string; before: number; after: number }[] {
  return Array.from({ length: 200 }, (_, i) => {
    const before = 20 + ((i * 37) % 100)
    return { group: i % 2 === 0 ? 'call' : 'none', before, after: before + ((i * 13) % 7) + (i % 2 === 0 ? effect : 0) }
  })
}

function tableOf(list: readonly { group: string; before: number; after: number; segment?: string }[]) {
  return {
    length: list.length,
    columns: {
      arm: dictionary(
        list.map(({ group }) => group),
        list.length,
      ),
      before: Float64Array.from(list, ({ before }) => before),
      after: Float64Array.from(list, ({ after }) => after),
      segment: list.map(({ segment }) => segment),
    },
  }
}

describe('measureEffect', () => {
  const list = spenders(5)
  const table = tableOf(list)
  const options = { outcome: 'after', group: 'arm', treated: 'call', comparison: 'none', before: 'before' }

  test('what the time before predicts is taken out, and the interval narrows', () => {
    const plain = measureEffect(table, { ...options, method: 'difference' })
    const adjusted = measureEffect(table, options)
    expect(plain.code).toBe('portfolio.effect.unclear')
    expect(adjusted).toMatchObject({ code: 'portfolio.effect.found', method: 'adjusted', outcome: 'mean' })
    expect(adjusted.low).toBeGreaterThan(4)
    expect(adjusted.high).toBeLessThan(6)
    expect(adjusted.varianceExplained).toBeGreaterThan(0.98)
    expect((adjusted.high as number) - (adjusted.low as number)).toBeLessThan(0.1 * ((plain.high as number) - (plain.low as number)))
  })

  test('difference in differences compares changes', () => {
    const shifted = tableOf(list.map((one) => (one.group === 'call' ? { ...one, before: one.before + 40, after: one.after + 40 } : one)))
    const got = measureEffect(shifted, { ...options, method: 'differenceInDifferences' })
    const change = (group: string): number => {
      const side = list.filter((one) => one.group === group)
      return side.reduce((sum, { before, after }) => sum + after - before, 0) / side.length
    }
    expect(got.effect).toBeCloseTo(change('call') - change('none'), 10)
    expect(got.code).toBe('portfolio.effect.found')
  })

  test('before and after alone claims nothing unless told to', () => {
    const { comparison: _, ...alone } = options
    const refused = measureEffect(table, alone)
    expect(refused.code).toBe('portfolio.effect.no-comparison')
    expect(refused.effect).toBeUndefined()
    expect(refused.treated.meanBefore).toBeGreaterThan(0)
    const told = measureEffect(table, { ...alone, withoutComparison: 'allow' })
    expect(told).toMatchObject({ code: 'portfolio.effect.found', method: 'beforeAfter' })
  })

  test('ten customers get figures and no effect', () => {
    const got = measureEffect(tableOf(list.slice(0, 10)), options)
    expect(got.code).toBe('portfolio.effect.too-few')
    expect(got.effect).toBeUndefined()
    expect(got.reasons[0].params).toEqual({ treated: 5, comparison: 5, minimum: 30 })
  })

  test('segments show where it worked', () => {
    const mixed = [...spenders(0).map((one) => ({ ...one, segment: 'low' })), ...spenders(9).map((one) => ({ ...one, segment: 'high' }))]
    const got = measureEffect(tableOf(mixed), { ...options, by: 'segment' })
    expect(got.segments?.map(({ segment, code }) => [segment, code])).toEqual([
      ['high', 'portfolio.effect.found'],
      ['low', 'portfolio.effect.unclear'],
    ])
  })

  test('outcomes of nothing and one are shares', () => {
    const answers = Array.from({ length: 160 }, (_, i) => ({
      group: i < 80 ? 'call' : 'none',
      before: 0,
      after: i < 80 ? (i < 64 ? 1 : 0) : i < 128 ? 1 : 0,
    }))
    // 64/80 against 48/80
    const got = measureEffect(tableOf(answers), { outcome: 'after', group: 'arm', treated: 'call', comparison: 'none' })
    expect(got).toMatchObject({ outcome: 'share', method: 'difference', code: 'portfolio.effect.found' })
    expect(got.effect).toBeCloseTo(0.2, 12)
    expect(got.relative).toBeCloseTo(0.2 / 0.6, 12)
  })

  test('nobody without an outcome is guessed', () => {
    const some = tableOf(list.map((one, i) => (i < 4 ? { ...one, after: Number.NaN } : one)))
    const got = measureEffect(some, options)
    expect([got.treated.withoutOutcome, got.comparison?.withoutOutcome]).toEqual([2, 2])
  })

  test('every verdict reads well in both languages', () => {
    const { comparison: _, ...alone } = options
    const all = [
      measureEffect(table, options),
      measureEffect(table, { ...options, method: 'difference' }),
      measureEffect(tableOf(list.slice(0, 10)), options),
      measureEffect(table, alone),
    ]
    for (const catalogue of [en, zhCN]) {
      const said = all.flatMap(({ reasons }) => sentences(reasons, catalogue))
      expect(new Set(said).size).toBe(4)
      for (const sentence of said) expect(sentence).not.toMatch(/undefined|NaN|portfolio\./)
    }
  })

  test('mistakes of the caller', () => {
    expect(() => measureEffect(table, { ...options, outcome: 'revenue' })).toThrow(/portfolio.effect.column/)
    expect(() => measureEffect(table, { ...options, before: undefined, method: 'adjusted' })).toThrow(/portfolio.effect.options/)
    expect(() => sampleSize(0, { kind: 'share', base: 0.5 })).toThrow(/portfolio.effect.options/)
    expect(() => sampleSize(0.6, { kind: 'share', base: 0.5 })).toThrow(/portfolio.effect.options/)
  })
})
