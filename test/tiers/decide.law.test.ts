/**
 * Rows and tables against a reader of conditions that walks the tree: random ladders with every operator over numbers, random rows at, below and above
 * every bar, absent, infinite, and as text. Tables are asked twice, because they remember what they decided.
 */

import { fc, test } from '@fast-check/vitest'
import { adoptTiers, evaluateTier, evaluateTiers } from 'tierwise/tiers'
import { expect } from 'vitest'
import { cases } from '../support/cases.js'

const NAMES = ['a', 'b', 'c'] as const
const NUMBERS = [-1, 0, 0.1, 1, 1.5]
const number = fc.constantFrom(...NUMBERS)

type Node = Readonly<Record<string, unknown>>
const comparison: fc.Arbitrary<Node> = fc
  .tuple(fc.constantFrom(...NAMES), fc.constantFrom('gte', 'gt', 'lte', 'lt', 'eq'), fc.oneof(number, number, fc.constantFrom(...NAMES)))
  .map(([measure, operator, bound]) => ({ measure, [operator]: typeof bound === 'string' ? { measure: bound } : bound }))
const one = fc.oneof(
  { weight: 6, arbitrary: comparison },
  fc.tuple(fc.constantFrom(...NAMES), fc.array(number, { minLength: 1, maxLength: 2 })).map(([measure, list]) => ({ measure, in: list })),
)
const condition: fc.Arbitrary<Node> = fc.oneof(
  one,
  fc.array(one, { minLength: 1, maxLength: 3 }).map((all) => ({ all })),
  fc.array(one, { minLength: 1, maxLength: 3 }).map((any) => ({ any })),
  fc.array(one, { minLength: 2, maxLength: 3 }).map((of) => ({ atLeast: 2, of })),
  one.map((not) => ({ not })),
)
const value = fc.oneof(
  { weight: 8, arbitrary: number },
  fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.09999999999999999, 1.0000000000000002),
)

/** What a reader with the terms in hand would say. */
function holds(node: Node, row: Readonly<Record<string, number>>): boolean {
  if ('all' in node) return (node.all as Node[]).every((inner) => holds(inner, row))
  if ('any' in node) return (node.any as Node[]).some((inner) => holds(inner, row))
  if ('of' in node) return (node.of as Node[]).filter((inner) => holds(inner, row)).length >= (node.atLeast as number)
  if ('not' in node) return !holds(node.not as Node, row)
  const known = (name: string): number | undefined => (Number.isFinite(row[name]) ? row[name] : undefined)
  const left = known(node.measure as string)
  if ('in' in node) return left !== undefined && (node.in as number[]).includes(left)
  const [operator, bound] = Object.entries(node).find(([key]) => key !== 'measure') as [string, number | { measure: string }]
  const right = typeof bound === 'object' ? known(bound.measure) : bound
  if (left === undefined || right === undefined) return false
  return { gte: left >= right, gt: left > right, lte: left <= right, lt: left < right, eq: left === right }[operator] as boolean
}

let [tables, remembered] = [0, 0]

test.prop(
  [
    fc.array(condition, { minLength: 1, maxLength: 3 }),
    fc.array(fc.tuple(value, value, value, fc.nat(3), fc.integer({ min: -40, max: 20 })), { minLength: 60, maxLength: 80 }),
  ],
  { numRuns: cases(500) },
)('rows and tables decide as a reader would', (conditions, rows) => {
  const tiers = [{ id: 't0' }, ...conditions.map((enter, i) => ({ id: `t${i + 1}`, enter }))]
  const json = {
    kind: 'ladder',
    format: 1,
    id: 'law',
    tiers,
    grant: { until: { plus: { n: 1, unit: 'year' } } },
    review: { grace: { n: 10, unit: 'day' } },
  }
  const ladder = adoptTiers(json)
  /** Has seen no table, so that its rows are decided and not remembered. */
  const fresh = adoptTiers(json)
  const asOf = '2026-06-15'
  const today = Date.parse(asOf)
  const ends = rows.map((row) => today + row[4] * 86_400_000)
  const held = rows.map((row) => Math.min(row[3], tiers.length - 1))
  const table = {
    length: rows.length,
    columns: { a: Float64Array.from(rows, (r) => r[0]), b: Float64Array.from(rows, (r) => r[1]), c: Float64Array.from(rows, (r) => r[2]) },
  }
  const current = { tier: { codes: Uint8Array.from(held), values: tiers.map(({ id }) => id) }, until: Float64Array.from(ends) }
  const first = evaluateTiers(ladder, table, { asOf, current }).columns
  const again = evaluateTiers(ladder, table, { asOf, current }).columns
  expect(again).toEqual(first)
  tables++
  if (!JSON.stringify(conditions).includes(':{"measure"')) remembered++
  rows.forEach(([a, b, c], i) => {
    const row = { a, b, c }
    const met = tiers.map((tier) => 'enter' in tier && holds(tier.enter as Node, row))
    const earned = Math.max(0, met.lastIndexOf(true))
    const days = rows[i][4]
    // In the term it is held; the ten days after it are the grace, the last of them inclusive.
    const [tier, outcome] =
      earned > held[i]
        ? [earned, 'entered']
        : held[i] === 0
          ? [0, 'base']
          : days >= 0
            ? [held[i], 'held']
            : earned === held[i]
              ? [held[i], 'kept']
              : days >= -10
                ? [held[i], 'grace']
                : [earned, 'fell']
    const got = `${first.tier.values[first.tier.codes[i]]} ${first.outcome.values[first.outcome.codes[i]]}`
    expect(got).toBe(`t${tier} ${outcome}`)
    const until = new Date(ends[i]).toISOString().slice(0, 10)
    const options = { asOf, current: { tier: `t${held[i]}`, until } }
    const single = evaluateTier(ladder, row, options)
    expect(evaluateTier(fresh, row, options)).toEqual(single)
    expect(evaluateTier(fresh, row, options)).toEqual(single)
    expect(`${single.tier} ${single.outcome}`).toBe(got)
    const last = first.until[i]
    expect(single.until).toBe(Number.isNaN(last) ? undefined : new Date(last).toISOString().slice(0, 10))
  })
})

test('the law has met ladders that are remembered and such that are not', () => {
  expect(remembered).toBeGreaterThan(tables / 20)
  expect(tables - remembered).toBeGreaterThan(tables / 20)
})

test.each([14, 15, 16, 31, 32, 40])('finds its place among %d bars of a measure, on them and a hair below', (bars) => {
  const rungs = Array.from({ length: bars }, (_, i) => ({ id: `t${i + 1}`, enter: { measure: 'a', gte: i + 1 } }))
  const ladder = adoptTiers({ kind: 'ladder', format: 1, id: 'many', tiers: [{ id: 't0' }, ...rungs] })
  for (let i = 0; i <= bars; i++) {
    expect(evaluateTier(ladder, { a: i }, { asOf: '2026-06-15' }).tier).toBe(`t${i}`)
    expect(evaluateTier(ladder, { a: i + 0.999 }, { asOf: '2026-06-15' }).tier).toBe(`t${i}`)
  }
  expect(evaluateTier(ladder, { a: 1e300 }, { asOf: '2026-06-15' }).tier).toBe(`t${bars}`)
  expect(evaluateTier(ladder, { a: -1 }, { asOf: '2026-06-15' }).tier).toBe('t0')
})

// Thresholds have at most 15 digits, values are any doubles: a hair beside a bar, in one bucket with it, of the other sign, and next to nothing.
const bar = fc.oneof(
  fc.constantFrom(0, 1, -1, 64, 65, 1000, 1001, 1e-7, 1e15),
  fc.integer({ min: -300, max: 300 }),
  fc.integer({ min: -30000, max: 30000 }).map((cents) => cents / 100),
)
const near = (x: number): fc.Arbitrary<number> =>
  fc.constantFrom(
    x,
    -x,
    x * (1 + 2 ** -52),
    x * (1 - 2 ** -53),
    x + 1e-9,
    x * 1.001,
    x * 0.999,
    x * 2,
    x / 3,
    -0,
    5e-324,
    -5e-324,
    1e300,
    -1e300,
  )

test.prop(
  [
    fc
      .uniqueArray(bar, { minLength: 1, maxLength: 12 })
      .chain((bars) =>
        fc.tuple(
          fc.constant(bars.sort((a, b) => a - b)),
          fc.array(fc.oneof(...bars.map(near)), { minLength: 40, maxLength: 40 }),
          fc.boolean(),
        ),
      ),
  ],
  {
    numRuns: cases(500),
  },
)('a value stands above the bars that it reaches, whatever its bits', ([bars, values, under]) => {
  // Each rung asks for one bar more; with `under`, nothing above the highest enters, so that too high and absent are told apart.
  const enter = (gte: number) =>
    under
      ? {
          all: [
            { measure: 'a', gte },
            { measure: 'a', lte: bars[bars.length - 1] },
          ],
        }
      : { measure: 'a', gte }
  const tiers = [{ id: 't0' }, ...bars.map((gte, i) => ({ id: `t${i + 1}`, enter: enter(gte) }))]
  const ladder = adoptTiers({ kind: 'ladder', format: 1, id: 'bits', tiers })
  const asOf = '2026-06-15'
  const { tier } = evaluateTiers(ladder, { length: values.length, columns: { a: Float64Array.from(values) } }, { asOf }).columns
  values.forEach((a, i) => {
    const reached = under && a > bars[bars.length - 1] ? 0 : bars.filter((one) => a >= one).length
    expect(tier.codes[i]).toBe(reached)
    expect(evaluateTier(ladder, { a }, { asOf }).tier).toBe(`t${reached}`)
  })
})

test('columns of integers, of text and too short a one are read as the same numbers, block after block', () => {
  const ladder = adoptTiers({
    kind: 'ladder',
    format: 1,
    id: 'columns',
    tiers: [{ id: 't0' }, { id: 't1', enter: { measure: 'a', lt: 3 } }, { id: 't2', enter: { measure: 'a', gte: 5 } }],
  })
  const length = 10_000
  const value = (i: number): number => (i * 7) % 9
  const decided = (a: Int32Array | Float64Array | string[]) =>
    Array.from(evaluateTiers(ladder, { length, columns: { a } }, { asOf: '2026-06-15' }).columns.tier.codes)
  const expected = Array.from({ length }, (_, i) => (value(i) >= 5 ? 2 : value(i) < 3 ? 1 : 0))
  expect(decided(Int32Array.from({ length }, (_, i) => value(i)))).toEqual(expected)
  expect(decided(Float64Array.from({ length }, (_, i) => value(i)))).toEqual(expected)
  expect(decided(Array.from({ length }, (_, i) => String(value(i))))).toEqual(expected)
  // What is not there meets nothing, not even “fewer than three”.
  const short = [...expected.slice(0, 9_000), ...new Array(1_000).fill(0)]
  expect(decided(Float64Array.from({ length: 9_000 }, (_, i) => value(i)))).toEqual(short)
  expect(decided(Int32Array.from({ length: 9_000 }, (_, i) => value(i)))).toEqual(short)
})
