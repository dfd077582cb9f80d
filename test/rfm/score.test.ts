import { row, rows } from 'tierwise/facts'
import { adoptRfm, defineRfm, explainRfm, fitRfm, scoreRfm, standardSegments } from 'tierwise/rfm'
import { describe, expect, test } from 'vitest'

/** 30, 90, 180, 365 days; 1, 3, 6, 10 orders; 50, 150, 400, 1000 yuan. */
const house = defineRfm({
  id: 'house-rules',
  measures: [
    { id: 'r', cutPoints: [30, 90, 180, 365] },
    { id: 'f', cutPoints: [1, 3, 6, 10] },
    { id: 'm', cutPoints: [50_00, 150_00, 400_00, 1000_00] },
  ],
})

describe('scoring', () => {
  test.each([
    [{ recencyDays: 0, orders: 11, revenueMinor: 100_001 }, '555'],
    [{ recencyDays: 30, orders: 10, revenueMinor: 100_000 }, '544'], // a value on a cut point belongs to the bin below it
    [{ recencyDays: 31, orders: 3, revenueMinor: 5001 }, '422'],
    [{ recencyDays: 365, orders: 2, revenueMinor: 15_001 }, '223'],
    [{ recencyDays: 366, orders: 1, revenueMinor: 0 }, '111'],
    [{ recencyDays: 9999, orders: 0, revenueMinor: -500 }, '111'], // beyond anything seen: the outermost score
  ])('%j is in cell %s', (customer, cell) => {
    const [r, f, m] = [...cell].map(Number)
    expect(scoreRfm(house, customer)).toEqual({ r, f, m, score: r + f + m, cell })
  })

  test('puts a value on a cut point above it where the model says so', () => {
    const above = defineRfm({ id: 'above', onCut: 'above', measures: [{ id: 'f', cutPoints: [0, 2.5, 5] }] })
    const scores = [-1, 0, 1, 2.5, 4.999, 5].map((orders) => scoreRfm(above, { orders }).f)
    expect(scores).toEqual([1, 2, 2, 3, 3, 4])
  })

  test('weighs scores exactly', () => {
    const weighed = defineRfm({
      id: 'practice',
      measures: [
        { id: 'r', cutPoints: [30, 90, 180, 365], weight: '0.3' },
        { id: 'f', cutPoints: [1, 3, 6, 10], weight: 0.3 },
        { id: 'm', cutPoints: [50_00, 150_00, 400_00, 1000_00], weight: '0.4' },
      ],
    })
    // 0.3 · 5 + 0.3 · 1 + 0.4 · 1 = 2.2; in binary floats the sum is 2.2000000000000002 in one order of addition
    expect(scoreRfm(weighed, { recencyDays: 1, orders: 1, revenueMinor: 1 }).score).toBe(2.2)
    expect(scoreRfm(weighed, { recencyDays: 1, orders: 99, revenueMinor: 200_000 }).score).toBe(5)
  })

  test('keeps the customer’s id and gives the segment', () => {
    const customer = { customerId: 'c7', name: 'Li', recencyDays: 3, orders: 8, revenueMinor: 90_000 }
    expect(scoreRfm(house, customer, { segments: standardSegments })).toEqual({
      customerId: 'c7',
      r: 5,
      f: 4,
      m: 4,
      score: 13,
      cell: '544',
      segment: 'champions',
    })
  })

  test.each([
    ['a prospect', { customerId: 'p' }, { customerId: 'p', unscored: 'rfm.value.missing' }],
    ['NaN', { recencyDays: 1, orders: NaN, revenueMinor: 1 }, { unscored: 'rfm.value.missing' }],
    ['null', { recencyDays: 1, orders: null, revenueMinor: 1 }, { unscored: 'rfm.value.missing' }],
    ['text', { recencyDays: 1, orders: '4', revenueMinor: 1 }, { unscored: 'rfm.value.unreadable' }],
    ['infinity', { recencyDays: 1, orders: 4, revenueMinor: Infinity }, { unscored: 'rfm.value.unreadable' }],
    ['both', { orders: 4, revenueMinor: -Infinity }, { unscored: 'rfm.value.unreadable' }],
  ])('%s is not scored but says why', (_, customer, expected) => {
    expect(scoreRfm(house, customer, { segments: standardSegments })).toEqual(expected)
  })

  test('scores a table as it scores its rows, absent where unscored', () => {
    const table = {
      length: 3,
      columns: {
        customerId: ['a', 'b', 'c'],
        recencyDays: Float64Array.of(3, 400, 50),
        orders: [12, 1, undefined],
        revenueMinor: Float64Array.of(7e4, 900, 1),
      },
    }
    const scored = scoreRfm(house, table, { segments: standardSegments })
    expect([...rows(scored)]).toEqual([
      { customerId: 'a', r: 5, f: 5, m: 4, score: 14, cell: '554', segment: 'champions' },
      { customerId: 'b', r: 1, f: 1, m: 1, score: 3, cell: '111', segment: 'lost' },
      { customerId: 'c', unscored: 'rfm.value.missing' },
    ])
    expect(scored.model).toEqual({ id: 'house-rules', format: 1, hash: expect.stringMatching(/^[0-9a-f]{64}$/) })
    expect(scored.bins).toEqual({ r: 5, f: 5, m: 5 })
  })

  test.each([
    ['a column that is not there', { recencyDays: [1], orders: [1] }, 'rfm.column.unknown'],
    [
      'dictionary codes for numbers',
      { recencyDays: [1], orders: { codes: [0], values: ['1'] }, revenueMinor: [1] },
      'rfm.column.not-numeric',
    ],
    ['64-bit integers', { recencyDays: [1], orders: BigInt64Array.of(1n), revenueMinor: [1] }, 'rfm.column.not-numeric'],
    ['a column that ends early', { recencyDays: [1], orders: [], revenueMinor: [1] }, 'rfm.column.too-short'],
  ])('refuses %s', (_, columns, problem) => {
    expect(() => scoreRfm(house, { length: 1, columns: columns as never })).toThrow(problem)
  })

  test('an empty table gives an empty table', () => {
    const scored = scoreRfm(house, { length: 0, columns: { recencyDays: [], orders: [], revenueMinor: [] } })
    expect(scored.length).toBe(0)
    expect(() => row(scored, 0)).toThrow('tierwise.table.index')
  })
})

describe('stored models', () => {
  const table = { length: 6, columns: { recencyDays: [1, 2, 3, 4, 5, 6], orders: [1, 1, 2, 3, 5, 8], revenueMinor: [1, 2, 3, 4, 5, 6] } }
  const fitted = fitRfm({ ...table, currency: 'CNY' }, { bins: 3, binning: 'nested' })

  test('score the same after storage, trusted or not', () => {
    const text = JSON.stringify(fitted)
    const customer = { recencyDays: 2, orders: 2, revenueMinor: 9 }
    const expected = scoreRfm(fitted, customer)
    expect(scoreRfm(adoptRfm(JSON.parse(text)), customer)).toEqual(expected)
    expect(defineRfm(JSON.parse(text))).toEqual(fitted)
  })

  test('are refused when they are not what was stored', () => {
    const { hash } = scoreRfm(fitted, table).model
    expect(adoptRfm(JSON.parse(JSON.stringify(fitted)), hash)).toEqual(fitted)
    const tampered = JSON.parse(JSON.stringify(fitted))
    tampered.measures[0].cutPoints[0] = 0
    expect(() => adoptRfm(tampered, hash)).toThrow('tierwise.adopt.hash')
    expect(() => adoptRfm({ kind: 'ladder', format: 1 })).toThrow('tierwise.adopt.kind')
    expect(() => scoreRfm(JSON.parse(JSON.stringify(fitted)), table)).toThrow('tierwise.definition.not-frozen')
  })

  test('refuse a table in other units', () => {
    expect(() => scoreRfm(fitted, { ...table, currency: 'USD' })).toThrow('rfm.table.currency')
    const moneyless = fitRfm({ ...table, currency: 'CNY' }, { measures: ['r', 'f'] })
    expect(() => scoreRfm(moneyless, { ...table, currency: 'USD' })).not.toThrow()
    const inWeeks = fitRfm({ length: 3, columns: { recency: [1, 2, 3] }, period: 'week' }, { bins: 2, measures: ['l'] })
    expect(() => scoreRfm(inWeeks, { length: 1, columns: { recency: [1] }, period: 'day' })).toThrow('rfm.table.period')
  })

  test.each([
    ['no measures', { id: 'x', measures: [] }, 'definition.value.too-small'],
    ['a measure without cut points', { id: 'x', measures: [{ id: 'r' }] }, 'definition.key.missing'],
    [
      'cut points per combination without nesting',
      {
        id: 'x',
        measures: [
          { id: 'r', cutPoints: [1] },
          { id: 'f', cutPoints: [1], nested: [[1], [2]] },
        ],
      },
      'rfm.measure.not-nested',
    ],
    [
      'too few combinations',
      {
        id: 'x',
        binning: 'nested',
        measures: [
          { id: 'r', cutPoints: [1] },
          { id: 'f', cutPoints: [1], nested: [[1]] },
        ],
      },
      'rfm.measure.contexts',
    ],
    ['counts of other scores', { id: 'x', measures: [{ id: 'r', cutPoints: [1], counts: [1, 2, 3] }] }, 'rfm.measure.counts'],
    ['another format', { id: 'x', format: 2, measures: [{ id: 'r', cutPoints: [1] }] }, 'definition.value.choice'],
  ])('%s is an issue', (_, config, code) => {
    expect(() => defineRfm(config)).toThrow(code)
  })
})

describe('explaining', () => {
  test('names the bounds of every value and adds up to the total', () => {
    const proof = explainRfm(house, { recencyDays: 31, orders: 1, revenueMinor: 200_000 }, { segments: standardSegments })
    expect(proof).toMatchObject({ code: 'rfm.customer.scored', params: { cell: '415', score: 10, segment: 'promising' } })
    expect(proof.children?.map(({ params }) => [params.measure, params.score, params.from, params.to, params.contribution])).toEqual([
      ['r', 4, 30, 90, 4],
      ['f', 1, null, 1, 1],
      ['m', 5, 100_000, null, 5],
    ])
  })

  test('says which value is missing', () => {
    const proof = explainRfm(house, { recencyDays: 31, orders: 'many' })
    expect(proof.params).toEqual({ because: 'rfm.value.unreadable' })
    expect(proof.children?.map(({ code, path }) => [code, path])).toEqual([
      ['rfm.measure.scored', ['recencyDays']],
      ['rfm.value.unreadable', ['orders']],
      ['rfm.value.missing', ['revenueMinor']],
    ])
  })
})
