import { en } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import {
  defineSegments,
  eightTypes,
  fitRfm,
  lintSegments,
  type RfmSegments,
  rfmGrid,
  safeDefineSegments,
  scoreRfm,
  segmentName,
  segmentSummary,
  standardSegments,
  threeLevelGroups,
} from 'tierwise/rfm'
import { describe, expect, test } from 'vitest'

const presets: readonly [string, RfmSegments, number, number][] = [
  ['standardSegments', standardSegments, 11, 25],
  ['threeLevelGroups', threeLevelGroups, 6, 9],
  ['eightTypes', eightTypes, 8, 8],
]

describe.each(presets)('%s', (_, preset, segments, cells) => {
  test('is a partition without a finding', () => {
    expect(preset.segments).toHaveLength(segments)
    expect(lintSegments(preset)).toEqual([])
    const sizes = preset.segments.map(({ where }) => Object.values(where).reduce((size, [from, to]) => size * (to - from + 1), 1))
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBe(cells)
  })

  test('is what define makes of it, and frozen', () => {
    expect(defineSegments(JSON.parse(JSON.stringify(preset)))).toEqual(preset)
    expect(Object.isFrozen(preset.segments[0].where)).toBe(true)
  })

  test('has a name for every segment in both languages', () => {
    for (const { id } of preset.segments) {
      expect(segmentName(id, en)).not.toBe(id)
      expect(segmentName(id, zhCN)).toMatch(/客户$/)
    }
  })
})

test('a host’s segment is called what the host calls it', () => {
  expect(segmentName('VIP 客户', zhCN)).toBe('VIP 客户')
})

describe('linting', () => {
  const table = (segments: RfmSegments['segments'], rest: string | null = null) =>
    defineSegments({ id: 't', bins: { r: 3, f: 3 }, segments, rest })

  test('finds cells that two segments claim, cells nobody claims, and who can never win', () => {
    const findings = lintSegments(
      table([
        { id: 'recent', where: { r: [3, 3] } },
        { id: 'often', where: { f: [3, 3] } },
        { id: 'best', where: { r: [3, 3], f: [2, 3] } },
      ]),
    )
    // recent: 31 32 33; often: 13 23 (33 is taken); best: 32 33, both taken; nobody: 11 12 21 22
    expect(findings).toEqual([
      {
        code: 'rfm.segments.shadowed',
        outcome: 'error',
        params: { segment: 'best', by: 'recent', cells: 2, examples: '32, 33' },
        path: ['segments', 2],
      },
      {
        code: 'rfm.segments.overlap',
        outcome: 'warning',
        params: { cells: 2, of: 9, examples: '32, 33' },
        path: ['segments'],
        children: [
          {
            code: 'rfm.segments.pair',
            outcome: 'warning',
            params: { first: 'recent', second: 'often', cells: 1, examples: '33' },
            path: ['segments', 1],
          },
          {
            code: 'rfm.segments.pair',
            outcome: 'warning',
            params: { first: 'recent', second: 'best', cells: 2, examples: '32, 33' },
            path: ['segments', 2],
          },
        ],
      },
      {
        code: 'rfm.segments.uncovered',
        outcome: 'warning',
        params: { cells: 4, of: 9, examples: '11, 12, 21, 22', rest: null },
        path: ['segments'],
      },
    ])
  })

  test('a declared rest turns gaps into information', () => {
    const [finding] = lintSegments(table([{ id: 'recent', where: { r: [3, 3] } }], 'others'))
    expect(finding).toMatchObject({ code: 'rfm.segments.uncovered', outcome: 'info', params: { cells: 6, rest: 'others' } })
  })

  test('with a model, names segments that its ties put out of reach', () => {
    const bought = { length: 8, columns: { recencyDays: [1, 2, 3, 4, 5, 6, 7, 8], orders: [1, 1, 1, 1, 1, 1, 2, 3] } }
    const tied = fitRfm(bought, { bins: 3, measures: ['r', 'f'] })
    // thirds of the orders at h = 7/3, 14/3: both 1, so that f is 1 or 3, never 2
    expect(lintSegments(threeLevelGroups, tied)).toEqual([
      {
        code: 'rfm.segments.unreachable',
        outcome: 'warning',
        params: { segment: 'loyal', measure: 'f', from: 2, to: 2 },
        path: ['segments', 1, 'where', 'f'],
      },
    ])
    expect(() => lintSegments(standardSegments, tied)).toThrow('rfm.segments.mismatch')
  })

  test('works for any number of measures and bins', () => {
    const wide = defineSegments({
      id: 'wide',
      bins: { r: 9, f: 9, m: 9, l: 9, g: 9 },
      segments: [{ id: 'best', where: { r: [9, 9] } }],
      rest: null,
    })
    expect(lintSegments(wide)[0].params).toMatchObject({ cells: 8 * 9 ** 4, of: 9 ** 5 })
  })
})

describe('defining', () => {
  const good = { id: 't', bins: { r: 5 }, segments: [{ id: 'a', where: { r: [1, 5] } }], rest: null }

  test.each([
    ['nothing said about the rest', { ...good, rest: undefined }, 'definition.key.missing', ['rest']],
    ['no segments', { ...good, segments: [] }, 'definition.value.too-small', ['segments']],
    ['no measures', { ...good, bins: {}, segments: [{ id: 'a', where: {} }] }, 'rfm.segments.no-measures', ['bins']],
    [
      'a score of 6 of 5',
      { ...good, segments: [{ id: 'a', where: { r: [1, 6] } }] },
      'rfm.segments.interval',
      ['segments', 0, 'where', 'r'],
    ],
    ['a score of 0', { ...good, segments: [{ id: 'a', where: { r: [0, 5] } }] }, 'rfm.segments.interval', ['segments', 0, 'where', 'r']],
    [
      'an interval that falls',
      { ...good, segments: [{ id: 'a', where: { r: [5, 1] } }] },
      'rfm.segments.interval',
      ['segments', 0, 'where', 'r'],
    ],
    [
      'half a score',
      { ...good, segments: [{ id: 'a', where: { r: [1, 1.5] } }] },
      'definition.value.type',
      ['segments', 0, 'where', 'r', 1],
    ],
    [
      'an unknown measure',
      { ...good, segments: [{ id: 'a', where: { m: [1, 5] } }] },
      'rfm.segments.unknown-measure',
      ['segments', 0, 'where', 'm'],
    ],
    ['a name twice', { ...good, segments: [...good.segments, ...good.segments] }, 'rfm.segments.duplicate', ['segments', 1, 'id']],
    ['a rest that is a segment', { ...good, rest: 'a' }, 'rfm.segments.duplicate', ['rest']],
    ['too many combinations', { ...good, bins: { r: 9, f: 9, m: 9, l: 9, g: 9, d: 9 } }, 'rfm.segments.too-many-cells', ['bins']],
  ])('%s is an issue with its path', (_, config, code, path) => {
    const result = safeDefineSegments(config)
    if (result.success) throw new Error('expected issues')
    expect(result.error.issues[0]).toMatchObject({ code, path })
  })

  test('a table that reads other scores than the model has is a caller’s bug', () => {
    const model = fitRfm({ length: 3, columns: { recencyDays: [1, 2, 3], orders: [1, 2, 3] } }, { bins: 3, measures: ['r', 'f'] })
    const customer = { recencyDays: 1, orders: 1 }
    expect(scoreRfm(model, customer, { segments: threeLevelGroups })).toMatchObject({ segment: 'recent' })
    expect(() => scoreRfm(model, customer, { segments: standardSegments })).toThrow('rfm.segments.mismatch')
    expect(() => scoreRfm(model, customer, { segments: eightTypes })).toThrow('rfm.segments.mismatch')
  })
})

/** Two scores each for recency (up to 30 days) and orders (more than 2). */
const model = fitRfm(
  { length: 0, columns: { recencyDays: [], orders: [] } },
  {
    measures: [
      { id: 'r', cutPoints: [30] },
      { id: 'f', cutPoints: [2] },
    ],
  },
)
const segments = defineSegments({
  id: 'simple',
  bins: { r: 2, f: 2 },
  segments: [
    { id: 'best', where: { r: [2, 2], f: [2, 2] } },
    { id: 'slipping', where: { r: [1, 1], f: [2, 2] } },
    { id: 'unused', where: { r: [1, 1], f: [1, 1] } },
  ],
  rest: 'new',
})
const table = {
  length: 6,
  columns: {
    recencyDays: [1, 10, 20, 60, 5, Number.NaN],
    orders: [3, 5, 1, 4, 1, Number.NaN],
    revenueMinor: [30_00, 50_00, 9_99, 20_00, 10_01, Number.NaN],
  },
}
const scored = scoreRfm(model, table, { segments })

describe('summaries', () => {
  test('add customers, orders and revenue per segment, in the order of the table', () => {
    const { columns, length } = segmentSummary(scored, table)
    expect(length).toBe(5)
    expect(columns.segment.values).toEqual(['best', 'slipping', 'unused', 'new'])
    expect([...columns.segment.codes]).toEqual([0, 1, 2, 3, -1])
    expect([...columns.customers]).toEqual([2, 1, 0, 2, 1])
    expect([...columns.customerShare]).toEqual([2 / 6, 1 / 6, 0, 2 / 6, 1 / 6])
    expect([...columns.orders]).toEqual([8, 4, 0, 2, 0])
    expect([...columns.revenue]).toEqual([8000, 2000, 0, 2000, 0])
    expect([...columns.revenueShare]).toEqual([8 / 12, 2 / 12, 0, 2 / 12, 0])
    expect([...columns.averageOrder]).toEqual([1000, 500, Number.NaN, 1000, Number.NaN])
  })

  test('need segments, and the table that was scored', () => {
    expect(() => segmentSummary(scoreRfm(model, table), table)).toThrow('rfm.scores.no-segments')
    expect(() => segmentSummary(scored, { ...table, length: 5 })).toThrow('rfm.scores.other-table')
  })

  test('the grid has a row for every pair of scores, empty ones too', () => {
    const { axes, columns } = rfmGrid(scored, table)
    expect(axes).toEqual({ x: 'r', y: 'f' })
    expect([...columns.x]).toEqual([1, 2, 1, 2])
    expect([...columns.y]).toEqual([1, 1, 2, 2])
    expect([...columns.customers]).toEqual([0, 2, 1, 2])
    expect([...columns.share]).toEqual([0, 2 / 5, 1 / 5, 2 / 5])
    expect([...columns.value]).toEqual([0, 2000, 2000, 8000])
    expect([...columns.meanValue]).toEqual([Number.NaN, 1000, 2000, 4000])
    expect(() => rfmGrid(scored, table, { y: 'm' })).toThrow('rfm.grid.unknown-measure')
  })
})
