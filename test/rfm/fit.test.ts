import { fitRfm, type RfmTable, safeFitRfm, scoreRfm } from 'tierwise/rfm'
import { describe, expect, test } from 'vitest'

/** Ten customers whose i-th bought i times, i days ago, for i yuan. */
const ten: RfmTable = {
  length: 10,
  columns: {
    customerId: Array.from({ length: 10 }, (_, i) => `c${i + 1}`),
    recencyDays: Float64Array.from({ length: 10 }, (_, i) => i + 1),
    orders: Float64Array.from({ length: 10 }, (_, i) => i + 1),
    revenueMinor: Float64Array.from({ length: 10 }, (_, i) => (i + 1) * 100),
  },
}

describe('fitting', () => {
  test('splits every measure into fifths by default', () => {
    const model = fitRfm(ten)
    // h = 9k/5 = 1.8, 3.6, 5.4, 7.2
    expect(model.measures.map(({ cutPoints }) => cutPoints)).toEqual([
      [2.8, 4.6, 6.4, 8.2],
      [2.8, 4.6, 6.4, 8.2],
      [280, 460, 640, 820],
    ])
    expect(model.measures.map(({ counts }) => counts)).toEqual(Array(3).fill([2, 2, 2, 2, 2]))
    expect(model.measures[0].range).toEqual([1, 10])
    expect(model).toMatchObject({
      kind: 'rfm',
      format: 1,
      id: 'rfm',
      provenance: { customers: 10, unscored: 0, asOf: null, currency: null },
    })
  })

  test('notes where the table came from', () => {
    const model = fitRfm({ ...ten, asOf: '2026-03-01', currency: 'CNY', period: 'week' }, { id: 'spring' })
    expect(model.id).toBe('spring')
    expect(model.provenance).toEqual({ asOf: '2026-03-01', currency: 'CNY', period: 'week', customers: 10, unscored: 0 })
  })

  test('reproduces the documented bins of the R package rfm', () => {
    // bins(mtcars$mpg, 5); data: Henderson & Velleman (1981), Biometrics 37
    const mpg = [
      21, 21, 22.8, 21.4, 18.7, 18.1, 14.3, 24.4, 22.8, 19.2, 17.8, 16.4, 17.3, 15.2, 10.4, 10.4, 14.7, 32.4, 30.4, 33.9, 21.5, 15.5, 15.2,
      13.3, 19.2, 27.3, 26, 30.4, 15.8, 19.7, 15, 21.4,
    ]
    const measures = [{ id: 'mpg', column: 'mpg', better: 'high' }] as const
    const [{ cutPoints }] = fitRfm({ length: 32, columns: { mpg } }, { method: 'r-rfm', measures }).measures
    for (const [k, published] of [16.2, 18.92, 22, 25.08].entries()) expect(cutPoints[k]).toBeCloseTo(published, 12)
  })

  test('names the scores that ties make vanish', () => {
    const bought = Float64Array.of(1, 1, 1, 1, 1, 1, 1, 2, 3, 9)
    const { findings, measures } = fitRfm({ ...ten, columns: { ...ten.columns, orders: bought } })
    // fifths at h = 1.8, 3.6, 5.4, 7.2: 1, 1, 1, 2.2 → the seven ones pass nothing, 2 passes three, 3 and 9 pass all
    expect(measures[1].counts).toEqual([7, 0, 0, 1, 2])
    expect(findings).toContainEqual({ code: 'rfm.level.vanished', outcome: 'warning', params: { measure: 'f', scores: '2, 3', bins: 5 } })
  })

  test('says when there are too few customers to trust the cut points', () => {
    expect(fitRfm(ten).findings).toContainEqual({
      code: 'rfm.fit.few-customers',
      outcome: 'warning',
      params: { customers: 10, needed: 50 },
    })
  })

  test('leaves out customers without a value, and counts them', () => {
    const revenueMinor = [100, 200, 300, 400, undefined, 500, null, 600, 700, 800]
    const { measures, provenance } = fitRfm({ ...ten, columns: { ...ten.columns, revenueMinor } }, { bins: 3 })
    // recency of the eight: 1 2 3 4 6 8 9 10; h = 7/3, 14/3 → 3 + 1/3, 6 + 2/3 · 2
    expect(measures[0].cutPoints[0]).toBeCloseTo(3 + 1 / 3, 12)
    expect(measures[0].cutPoints[1]).toBeCloseTo(6 + 4 / 3, 12)
    expect(provenance).toMatchObject({ customers: 8, unscored: 2 })
  })

  test('keeps fixed cut points, beside fitted ones', () => {
    const model = fitRfm(ten, { measures: [{ id: 'r', cutPoints: [3, 7] }, 'f'] })
    expect(model.measures[0]).toMatchObject({ bins: 3, fixed: true, cutPoints: [3, 7], counts: [3, 4, 3] })
    expect(model.measures[1]).toMatchObject({ bins: 5, fixed: false })
  })

  test('with fixed cut points alone needs nobody', () => {
    const none = { length: 0, columns: { recencyDays: [], orders: [] } }
    const model = fitRfm(none, {
      measures: [
        { id: 'r', cutPoints: [30] },
        { id: 'f', cutPoints: [1, 5] },
      ],
    })
    expect(scoreRfm(model, { recencyDays: 30, orders: 6 })).toEqual({ r: 2, f: 3, score: 5, cell: '23' })
  })

  test('scores by the host’s own measures, and variants of RFM', () => {
    const table = {
      length: 4,
      columns: { recency: [0, 4, 9, 20], meanGapDays: [Number.NaN, 4, 3, 5], visits: [1, 2, 3, 4], discountShare: [1, 0.5, 0.2, 0] },
    }
    const visits = { id: 'visits', column: 'visits', better: 'high', bins: 2 } as const
    const model = fitRfm(table, { bins: 2, measures: ['l', { id: 'g', missing: 'lowest' }, 'd', visits] })
    const { l, g, d, visits: v } = scoreRfm(model, table).columns
    // medians: 6.5 of the lengths, 4 of the three gaps, 0.35, 2.5
    expect([l, g, d, v]).toEqual([
      Float64Array.of(1, 1, 2, 2),
      Float64Array.of(1, 2, 2, 1),
      Float64Array.of(1, 1, 2, 2),
      Float64Array.of(1, 1, 2, 2),
    ])
    expect(model.measures[1].counts).toEqual([2, 2])
  })

  test('cuts anew within every recency score when nested', () => {
    // Recent customers bought 1 2 3 4 times, the others 10 20 30 40: independent medians would put all recent ones at F 1.
    const table = { length: 8, columns: { recencyDays: [1, 2, 3, 4, 91, 92, 93, 94], orders: [1, 2, 3, 4, 10, 20, 30, 40] } }
    const measures = ['r', 'f']
    const independent = scoreRfm(fitRfm(table, { bins: 2, measures }), table)
    expect(independent.columns.f).toEqual(Float64Array.of(1, 1, 1, 1, 2, 2, 2, 2))
    const model = fitRfm(table, { bins: 2, measures, binning: 'nested' })
    expect(model.measures[1]).toMatchObject({ cutPoints: [7], nested: [[25], [2.5]], counts: [4, 4] })
    expect(scoreRfm(model, table).columns.f).toEqual(Float64Array.of(1, 1, 2, 2, 1, 1, 2, 2))
  })

  test('falls back on the pooled cut points where nesting met nobody', () => {
    const table = { length: 4, columns: { recencyDays: [5, 5, 5, 5], orders: [1, 2, 3, 4] } }
    const model = fitRfm(table, { bins: 2, measures: ['r', 'f'], binning: 'nested' })
    expect(model.measures[1].nested).toEqual([null, [2.5]])
    expect(scoreRfm(model, { recencyDays: 9, orders: 3 })).toMatchObject({ r: 1, f: 2 })
  })
})

describe('what cannot be fitted', () => {
  test('a base of prospects is a coded refusal', () => {
    const nobody = { length: 2, columns: { recencyDays: [NaN, NaN], orders: [NaN, NaN], revenueMinor: [NaN, NaN] } }
    const result = safeFitRfm(nobody)
    expect(result).toMatchObject({
      success: false,
      error: { code: 'tierwise.fit', reason: { code: 'rfm.fit.no-customers', params: { measure: 'r', unscored: 2 } } },
    })
    expect(() => fitRfm(nobody)).toThrow(/rfm\.fit\.no-customers/)
    expect(safeFitRfm({ length: 0, columns: { recencyDays: [], orders: [], revenueMinor: [] } }).success).toBe(false)
  })

  test.each([
    ['bins out of range', { bins: 10 }, [['definition.value.too-big', ['bins']]]],
    ['one bin', { bins: 1 }, [['definition.value.too-small', ['bins']]]],
    ['half a bin', { bins: 4.5 }, [['definition.value.type', ['bins']]]],
    ['an unknown method', { method: 'ntile' }, [['definition.value.choice', ['method']]]],
    ['an unknown key', { quantiles: 5 }, [['definition.key.unknown', ['quantiles']]]],
    ['no measure', { measures: [] }, [['definition.value.too-small', ['measures']]]],
    [
      'a letter nobody knows',
      { measures: ['r', 'x'] },
      [
        ['rfm.measure.incomplete', ['measures', 1, 'column']],
        ['rfm.measure.incomplete', ['measures', 1, 'better']],
      ],
    ],
    ['a measure twice', { measures: ['r', 'r'] }, [['rfm.measure.duplicate', ['measures', 1, 'id']]]],
    ['a reserved name', { measures: [{ id: 'score', column: 'a', better: 'low' }] }, [['rfm.measure.reserved', ['measures', 0, 'id']]]],
    [
      'too few cut points',
      { measures: [{ id: 'r', bins: 5, cutPoints: [1, 2] }] },
      [['rfm.measure.cut-points', ['measures', 0, 'cutPoints']]],
    ],
    ['falling cut points', { measures: [{ id: 'r', cutPoints: [3, 1] }] }, [['definition.value.invalid', ['measures', 0, 'cutPoints']]]],
    [
      'a cut point of NaN',
      { measures: [{ id: 'r', cutPoints: [NaN] }] },
      [['definition.number.not-finite', ['measures', 0, 'cutPoints', 0]]],
    ],
    ['a negative weight', { measures: [{ id: 'r', weight: '-1' }] }, [['definition.value.invalid', ['measures', 0, 'weight']]]],
    ['a weight of words', { measures: [{ id: 'r', weight: 'much' }] }, [['definition.value.invalid', ['measures', 0, 'weight']]]],
    ['no weight at all', { measures: [{ id: 'r', weight: 0 }] }, [['rfm.measure.weightless', ['measures']]]],
    [
      'more combinations than make sense',
      { bins: 9, measures: ['r', 'f', 'm', 'l', 'g', 'd'] },
      [['rfm.measure.too-many-cells', ['measures']]],
    ],
    ['a prototype trick', JSON.parse('{"__proto__": {"bins": 3}}'), [['definition.key.forbidden', ['__proto__']]]],
    [
      'several at once',
      { bins: 99, method: 1 },
      [
        ['definition.value.too-big', ['bins']],
        ['definition.value.choice', ['method']],
      ],
    ],
    ['no object', 5, [['definition.value.type', []]]],
  ])('%s is an issue with its path', (_, options, expected) => {
    const result = safeFitRfm(ten, options as object)
    expect(result.success).toBe(false)
    if (result.success || result.error.code !== 'tierwise.definition') throw new Error('expected a DefinitionError')
    const { issues } = result.error as { issues: readonly { code: string; path?: readonly unknown[] }[] }
    expect(issues.map(({ code, path }) => [code, path])).toEqual(expected)
  })

  test('rows in a list are not a table', () => {
    const rows = [{ recencyDays: 1, orders: 1, revenueMinor: 1 }]
    expect(() => fitRfm(rows as unknown as RfmTable)).toThrow('rfm.table.expected')
    expect(() => scoreRfm(fitRfm(ten), rows as unknown as RfmTable)).toThrow('rfm.row.expected')
    expect(() => fitRfm(undefined as unknown as RfmTable)).toThrow('rfm.table.expected')
  })

  test.each([
    ['a column that is not there', { length: 1, columns: { orders: [1], revenueMinor: [1] } }, /rfm\.column\.unknown.*recencyDays/],
    [
      'a column of codes',
      { length: 1, columns: { recencyDays: { codes: [0], values: ['x'] }, orders: [1], revenueMinor: [1] } },
      /rfm\.column\.not-numeric/,
    ],
    ['a column too short', { length: 2, columns: { recencyDays: [1], orders: [1, 2], revenueMinor: [1, 2] } }, /rfm\.column\.too-short/],
  ])('%s is a caller’s bug', (_, table, message) => {
    expect(() => fitRfm(table)).toThrow(message)
  })
})
