import { type DefinitionError, defineScorecard, explainScorecard, safeDefineScorecard, scoreScorecard } from 'tierwise/scorecard'
import { describe, expect, test } from 'vitest'

const bands = (...edges: number[]) => [
  { lt: edges[0], points: 0, level: 'low' },
  ...edges.map((gte, i) => ({
    gte,
    ...(i + 1 < edges.length ? { lt: edges[i + 1] } : {}),
    points: 50 * (i + 1),
    level: ['medium', 'high'][i],
  })),
]

/** 0, 50 or 100 points from each of amount (60 %) and orders (40 %). */
const SHOP = {
  id: 'shop',
  total: '100',
  criteria: [
    { id: 'amount', weight: '60', bands: bands(500, 2000) },
    { id: 'orders', weight: '40', bands: bands(3, 10) },
  ],
}

function codesOf(config: unknown): string[] {
  const result = safeDefineScorecard(config)
  return result.success ? [] : (result.error as DefinitionError).issues.map((issue) => `${issue.path?.join('.')} ${issue.code}`)
}

describe('defineScorecard', () => {
  test('writes defaults in, freezes, and comes back from JSON as it is', () => {
    const card = defineScorecard(SHOP)
    expect(card).toMatchObject({ kind: 'scorecard', format: 1, places: 2, margin: '0' })
    expect(card.criteria[0]).toMatchObject({ measure: 'amount', missing: 'exclude' })
    // scores run from 0 to 100: medium from 40 %, high from 70 %
    expect(card.levels).toEqual([{ id: 'low' }, { id: 'medium', gte: '40.00' }, { id: 'high', gte: '70.00' }])
    expect(Object.isFrozen(card.criteria[0].bands?.[0])).toBe(true)
    expect(defineScorecard(JSON.parse(JSON.stringify(card)))).toEqual(card)
  })

  test('compares weights as decimals: 0.1 + 0.2 + 0.7 is 1, and 0.1 + 0.2 is not 0.30000000000000004', () => {
    const thirds = ['0.1', '0.2', '0.7'].map((weight, i) => ({ id: `c${i}`, weight, bands: bands(1, 2) }))
    expect(codesOf({ id: 'x', total: '1', criteria: thirds })).toEqual([])
    const two = [0.1, 0.2].map((weight, i) => ({ id: `c${i}`, weight, bands: bands(1, 2) }))
    expect(codesOf({ id: 'x', total: 0.3, criteria: two })).toEqual([])
    expect(codesOf({ id: 'x', total: 0.1 + 0.2, criteria: two })).toEqual([
      'total definition.value.invalid', // 0.30000000000000004 has 17 places
    ])
    expect(codesOf({ id: 'x', total: '0.300000000000001', criteria: two })).toEqual(['criteria scorecard.weights.sum'])
  })

  test.each([
    [
      'overlap by a value',
      [
        { lte: 5, points: 0 },
        { gte: 5, points: 1 },
      ],
      ['criteria.0.bands.1 scorecard.band.overlap'],
    ],
    [
      'gap of one value',
      [
        { lt: 5, points: 0 },
        { gt: 5, points: 1 },
      ],
      ['criteria.0.bands.1 scorecard.band.gap'],
    ],
    [
      'gap of a stretch',
      [
        { lt: 5, points: 0 },
        { gte: 6, points: 1 },
      ],
      ['criteria.0.bands.1 scorecard.band.gap'],
    ],
    [
      'nothing below',
      [
        { gte: 0, lt: 5, points: 0 },
        { gte: 5, points: 1 },
      ],
      ['criteria.0.bands.0 scorecard.band.gap'],
    ],
    [
      'nothing above',
      [
        { lt: 5, points: 0 },
        { gte: 5, lt: 9, points: 1 },
      ],
      ['criteria.0.bands.1 scorecard.band.gap'],
    ],
    [
      'a band inside another',
      [
        { lt: 9, points: 0 },
        { gte: 2, lt: 3, points: 1 },
        { gte: 9, points: 2 },
      ],
      ['criteria.0.bands.1 scorecard.band.overlap'],
    ],
    [
      'an empty band',
      [
        { lt: 5, points: 0 },
        { gte: 5, lt: 5, points: 1 },
        { gte: 5, points: 2 },
      ],
      ['criteria.0.bands.1 scorecard.band.empty'],
    ],
    [
      'two lower edges',
      [
        { lt: 5, points: 0 },
        { gte: 5, gt: 5, points: 1 },
      ],
      ['criteria.0.bands.1 scorecard.band.two-edges'],
    ],
    ['no bands', [], ['criteria.0.bands scorecard.bands.none']],
  ])('names the place of bands with %s', (_, wrong, expected) => {
    const levels = [{ id: 'low' }, { id: 'high', gte: 1 }]
    expect(codesOf({ id: 'x', criteria: [{ id: 'a', weight: 1, bands: wrong }], levels })).toEqual(expected)
  })

  test.each([
    ['a total of nothing', { total: 0 }, ['total scorecard.total.not-positive', 'criteria scorecard.weights.sum']],
    [
      'a curve of one point',
      { criteria: [{ id: 'a', weight: 1, curve: [{ at: 0, points: 1 }] }] },
      ['criteria.0.curve scorecard.curve.short'],
    ],
    ['no levels', { levels: [] }, ['levels scorecard.levels.none']],
  ])('names %s', (_, wrong, expected) => {
    const bands = [
      { lt: 5, points: 0 },
      { gte: 5, points: 1 },
    ]
    const card = { id: 'x', criteria: [{ id: 'a', weight: 1, bands }], levels: [{ id: 'low' }, { id: 'high', gte: 1 }] }
    expect(codesOf({ ...card, ...wrong })).toEqual(expected)
  })

  test('takes bands in any order, a band of a single value, and 1.0 for 1', () => {
    const single = [
      { gt: 0, points: 2 },
      { gte: 0, lte: 0, points: 1 },
      { lt: 0, points: 0 },
    ]
    const card = defineScorecard({ id: 'x', total: '1.0', criteria: [{ id: 'a', weight: '1', bands: single }] })
    expect([-1, 0, 1e-9].map((a) => scoreScorecard(card, { a }).score)).toEqual([0, 1, 2])
  })

  test('lists every issue at once', () => {
    const config = {
      id: 'x',
      total: '1',
      margin: -1,
      levels: [{ id: 'low', gte: 1 }, { id: 'low', gte: 5 }, { id: 'top', gte: 5 }, { id: 'beyond' }],
      criteria: [
        {
          id: 'a',
          weight: '0.5',
          bands: bands(1, 2),
          curve: [
            { at: 0, points: 0 },
            { at: 1, points: 1 },
          ],
        },
        {
          id: 'a',
          weight: '-0.5',
          curve: [
            { at: 1, points: 0 },
            { at: 1, points: 1 },
          ],
        },
        {
          id: 'c',
          weight: '0.5',
          shares: [
            { share: '0.5', points: 0 },
            { share: '0.4', points: 1 },
          ],
        },
      ],
    }
    expect(codesOf(config).sort()).toEqual([
      'criteria scorecard.weights.sum',
      'criteria.0 scorecard.criterion.form',
      'criteria.1.curve.1.at scorecard.curve.order',
      'criteria.1.id scorecard.criterion.duplicate',
      'criteria.1.weight scorecard.weight.negative',
      'criteria.2.shares scorecard.shares.sum',
      'levels.0.gte scorecard.level.first',
      'levels.1.id scorecard.level.duplicate',
      'levels.2.gte scorecard.level.order',
      'levels.3 scorecard.level.edge',
      'margin scorecard.margin.negative',
    ])
  })

  test('answers a hostile definition with issues', () => {
    for (const hostile of [
      null,
      7,
      [],
      { criteria: [] },
      { id: 'x', criteria: 'all' },
      JSON.parse('{"id":"x","__proto__":{"a":1},"criteria":[]}'),
    ])
      expect(codesOf(hostile).length).toBeGreaterThan(0)
    const many = Array.from({ length: 300 }, (_, i) => ({ gte: i, lt: i + 1, points: i }))
    expect(codesOf({ id: 'x', criteria: [{ id: 'a', weight: 1, bands: many }] })[0]).toMatch(/^criteria\.0\.bands definition\.value/)
    expect(
      codesOf({
        id: 'x',
        criteria: [
          {
            id: 'a',
            weight: '1',
            bands: [
              { lt: 1, points: '1000000000000000' },
              { gte: 1, points: '0.00000001' },
            ],
          },
        ],
      }),
    ).toContain('criteria scorecard.numbers.too-precise')
  })
})

describe('scoreScorecard', () => {
  const card = defineScorecard(SHOP)

  test('adds up weighted points', () => {
    // 2,500 → 100 points · 60 % = 60; 4 orders → 50 points · 40 % = 20
    expect(scoreScorecard(card, { amount: 2500, orders: 4 })).toEqual({
      score: 80,
      level: 'high',
      coverage: 1,
      amountContribution: 60,
      amountLevel: 'high',
      ordersContribution: 20,
      ordersLevel: 'medium',
    })
  })

  test('puts a value on an edge into the band that says so', () => {
    const at = (amount: number) => scoreScorecard(card, { amount, orders: 0 }).amountLevel
    expect([499.99, 500, 1999.99, 2000].map(at)).toEqual(['low', 'medium', 'medium', 'high'])
  })

  test('leaves a missing criterion out and shares its weight', () => {
    const row = scoreScorecard(card, { amount: 700, orders: Number.NaN })
    expect(row).toEqual({ score: 50, level: 'medium', coverage: 0.6, amountContribution: 50, amountLevel: 'medium' })
    expect(scoreScorecard(card, { amount: 700 })).toEqual(row)
    expect(scoreScorecard(card, { amount: 700, orders: null })).toEqual(row)
    expect(scoreScorecard(card, {})).toEqual({ coverage: 0 })
  })

  test('follows each declared policy', () => {
    const with_ = (missing: unknown) => defineScorecard({ ...SHOP, criteria: [SHOP.criteria[0], { ...SHOP.criteria[1], missing }] })
    expect(scoreScorecard(with_('unknown'), { amount: 700 })).toEqual({ coverage: 0.6, amountLevel: 'medium' })
    // 50 · 60 % + 25 · 40 % = 40
    expect(scoreScorecard(with_({ points: 25 }), { amount: 700 })).toMatchObject({ score: 40, ordersContribution: 10, coverage: 0.6 })
  })

  test('reads a curve by straight lines, flat at the ends', () => {
    const curve = [
      { at: 0, points: 0 },
      { at: 10, points: 100 },
      { at: 30, points: 110 },
    ]
    const line = defineScorecard({ id: 'x', criteria: [{ id: 'a', weight: 1, curve }] })
    const at = (a: number) => scoreScorecard(line, { a }).score
    expect([-5, 0, 2.5, 10, 20, 30, 1e9].map(at)).toEqual([0, 0, 25, 100, 105, 110, 110])
    expect(at(Number.POSITIVE_INFINITY)).toBe(110)
  })

  test('rounds contributions, never the sum: three thirds of 100 are 33.33 each and 99.99 together', () => {
    const three = ['a', 'b', 'c'].map((id) => ({
      id,
      weight: 1,
      bands: [
        { lt: 0, points: 0 },
        { gte: 0, points: 100 },
      ],
    }))
    const thirds = defineScorecard({ id: 'x', total: 3, criteria: three })
    expect(scoreScorecard(thirds, { a: 1, b: 1, c: 1 })).toMatchObject({ score: 99.99, aContribution: 33.33, bContribution: 33.33 })
  })

  test('gives a table the same as its rows', () => {
    const table = {
      length: 4,
      columns: { amount: new Float64Array([100, 700, 5000, Number.NaN]), orders: new Uint8Array([1, 4, 12, 12]) },
    }
    const scored = scoreScorecard(card, table)
    expect(Array.from(scored.columns.score)).toEqual([0, 50, 100, 100])
    expect(Array.from(scored.columns.coverage)).toEqual([1, 1, 1, 0.4])
    expect(Array.from(scored.columns.level.codes, (code) => scored.columns.level.values[code])).toEqual(['low', 'medium', 'high', 'high'])
    expect(scoreScorecard(card, { length: 0, columns: {} })).toMatchObject({ length: 0 })
  })

  test('treats a measure the table does not have as missing for everybody', () => {
    const scored = scoreScorecard(card, { length: 1, columns: { orders: new Float64Array([4]) } })
    expect([scored.columns.score[0], scored.columns.coverage[0]]).toEqual([50, 0.4])
  })

  test('says what a caller did wrong', () => {
    expect(() => scoreScorecard(card, { amount: '500' as unknown as number })).toThrow('scorecard.measure.not-a-number')
    expect(() => scoreScorecard(card, { length: 1, columns: { amount: ['500'] } })).toThrow('scorecard.measure.not-a-number')
    expect(() => scoreScorecard(card, { length: 1, columns: {} }, { current: [] })).toThrow('scorecard.current.length')
    expect(() => scoreScorecard({ ...card }, {})).toThrow('not-frozen')
  })
})

describe('a margin', () => {
  const curve = [
    { at: 0, points: 0 },
    { at: 100, points: 100 },
  ]
  const levels = [{ id: 'low' }, { id: 'medium', gte: 40 }, { id: 'high', gte: 70 }]
  const card = defineScorecard({ id: 'x', criteria: [{ id: 'a', weight: 1, curve }], levels, margin: '5' })
  const level = (a: number, current?: string) => scoreScorecard(card, { a }, { current }).level

  test.each([
    // a level held is left at gte − margin downwards and at the next gte + margin upwards
    [39.99, 'medium', 'medium'],
    [35, 'medium', 'medium'],
    [34.99, 'medium', 'low'],
    [74.99, 'medium', 'medium'],
    [75, 'medium', 'high'],
    [65, 'high', 'high'],
    [64.99, 'high', 'medium'],
    [20, 'high', 'low'],
    [100, 'low', 'high'],
    [44.99, 'low', 'low'],
    [45, 'low', 'medium'],
  ])('at %s moves %s to %s', (score, current, expected) => {
    expect(level(score, current)).toBe(expected)
  })

  test('does nothing for a newcomer or a level the card does not know', () => {
    expect([level(40), level(70), level(39.99, 'platinum')]).toEqual(['medium', 'high', 'low'])
  })

  test('holds a wavering score where it is, in a table as in a row', () => {
    const a = new Float64Array([39, 41, 38, 42])
    const table = { length: 4, columns: { a } }
    const names = ({ codes, values }: { codes: ArrayLike<number>; values: readonly string[] }) => Array.from(codes, (code) => values[code])
    expect(names(scoreScorecard(card, table).columns.level)).toEqual(['low', 'medium', 'low', 'medium'])
    const held = { codes: new Int8Array([0, 0, 0, -1]), values: ['medium'] }
    expect(names(scoreScorecard(card, table, { current: held }).columns.level)).toEqual(['medium', 'medium', 'medium', 'medium'])
    expect(names(scoreScorecard(card, table, { current: ['low', 'low', 'low', undefined] }).columns.level)).toEqual([
      'low',
      'low',
      'low',
      'medium',
    ])
  })

  test('is added to the edge as a decimal: 0.7 + 0.1 is 0.8', () => {
    const fine = defineScorecard({
      id: 'x',
      criteria: [
        {
          id: 'a',
          weight: 1,
          curve: [
            { at: 0, points: 0 },
            { at: 1, points: 1 },
          ],
        },
      ],
      levels: [{ id: 'low' }, { id: 'high', gte: '0.7' }],
      margin: '0.1',
    })
    expect(scoreScorecard(fine, { a: 0.8 }, { current: 'low' }).level).toBe('high') // as doubles 0.7 + 0.1 = 0.7999999999999999
    expect(scoreScorecard(fine, { a: 0.79 }, { current: 'low' }).level).toBe('low')
    expect(scoreScorecard(fine, { a: 0.6 }, { current: 'high' }).level).toBe('high') // as doubles 0.7 − 0.1 = 0.6
  })
})

describe('explainScorecard', () => {
  test('gives every criterion its reason and says what the next level needs', () => {
    const card = defineScorecard(SHOP)
    const explained = explainScorecard(card, { amount: 700, orders: 4 })
    expect(explained).toMatchObject({ score: 50, level: 'medium', coverage: 1 })
    expect(explained.reasons).toEqual([
      {
        code: 'scorecard.criterion.scored',
        outcome: 'info',
        path: ['criteria', 0],
        actual: 700,
        params: { criterion: 'amount', measure: 'amount', weight: '60', gte: 500, lt: 2000, level: 'medium', points: 50, contribution: 30 },
      },
      {
        code: 'scorecard.criterion.scored',
        outcome: 'info',
        path: ['criteria', 1],
        actual: 4,
        params: { criterion: 'orders', measure: 'orders', weight: '40', gte: 3, lt: 10, level: 'medium', points: 50, contribution: 20 },
      },
      { code: 'scorecard.level.reached', outcome: 'met', params: { level: 'medium', next: 'high' }, actual: 50, required: 70, missing: 20 },
    ])
  })

  test('says when a level is only kept by the margin, and when there is no score', () => {
    const card = defineScorecard({ ...SHOP, margin: 20 })
    const held = explainScorecard(card, { amount: 700, orders: 0 }, { current: 'medium' })
    expect(held.level).toBe('medium')
    expect(held.reasons.at(-1)).toMatchObject({ code: 'scorecard.level.held', params: { level: 'medium', without: 'low' }, actual: 30 })
    const none = explainScorecard(card, {})
    expect(none.reasons.map((reason) => reason.code)).toEqual([
      'scorecard.criterion.missing',
      'scorecard.criterion.missing',
      'scorecard.score.unknown',
    ])
  })
})
