import fc from 'fast-check'
import { row, rows } from 'tierwise/facts'
import {
  adoptRfm,
  defineRfm,
  defineSegments,
  driftRfm,
  type FitRfmOptions,
  fitRfm,
  lintSegments,
  type RfmModel,
  rfmGrid,
  scoreRfm,
  segmentSummary,
} from 'tierwise/rfm'
import { describe, expect, test } from 'vitest'
import { cases } from '../support/cases.js'

interface Customer {
  readonly recencyDays: number
  readonly orders: number
  readonly revenueMinor: number
}

/** Many ties, some outliers, some refunds beyond revenue, some prospects. */
const customer: fc.Arbitrary<Customer> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      recencyDays: fc.integer({ min: 0, max: 30 }),
      orders: fc.integer({ min: 1, max: 6 }),
      revenueMinor: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.integer({ min: -1000, max: 1e9 })),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ recencyDays: Number.NaN, orders: Number.NaN, revenueMinor: Number.NaN }) },
)
const known: Customer = { recencyDays: 5, orders: 2, revenueMinor: 300 }
const base = fc.array(customer, { minLength: 0, maxLength: 60 }).map((others) => [known, ...others])
const options: fc.Arbitrary<FitRfmOptions> = fc.record({
  bins: fc.integer({ min: 2, max: 9 }),
  binning: fc.constantFrom('independent', 'nested'),
  method: fc.constantFrom('quantile', 'quantile', 'r-rfm'),
  measures: fc.constantFrom(['r', 'f', 'm'], ['f', 'm'], ['m', { id: 'r', weight: '0.25' }, { id: 'f', cutPoints: [1, 3] }]),
})

function tableOf(customers: readonly Customer[]) {
  return {
    length: customers.length,
    columns: {
      customerId: customers.map((_, i) => `c${i}`),
      recencyDays: Float64Array.from(customers, (c) => c.recencyDays),
      orders: Float64Array.from(customers, (c) => c.orders),
      revenueMinor: Float64Array.from(customers, (c) => c.revenueMinor),
    },
  }
}

const scoresOf = (model: RfmModel, customers: readonly Customer[]) =>
  [...rows(scoreRfm(model, tableOf(customers)))].map(({ customerId, ...rest }) => rest)
const check = (property: fc.IRawProperty<unknown>, runs: number) => fc.assert(property as fc.IProperty<unknown>, { numRuns: cases(runs) })

describe('laws of scoring', () => {
  test('equal customers get equal scores, and independent bins give equal values equal scores', () => {
    check(
      fc.property(base, options, (customers, how) => {
        const model = fitRfm(tableOf(customers), how)
        const scored = scoreRfm(model, tableOf(customers))
        const seen = new Map<string, unknown>()
        customers.forEach((c, i) => {
          const { customerId, ...score } = row(scored, i) as Record<string, unknown>
          const key = JSON.stringify(c)
          expect(seen.has(key) ? seen.get(key) : score).toEqual(score)
          seen.set(key, score)
          if (how.binning === 'nested' || score.unscored) return
          for (const { id, column } of model.measures) {
            const value = `${id} ${c[column as keyof Customer]}`
            expect(seen.get(value) ?? score[id]).toBe(score[id])
            seen.set(value, score[id])
          }
        })
      }),
      150,
    )
  })

  test('a better value never scores lower', () => {
    check(
      fc.property(base, options, (customers, how) => {
        const model = fitRfm(tableOf(customers), how)
        const scored = scoresOf(model, customers)
        model.measures.forEach(({ id, column, better }, j) => {
          const earlier = model.measures.slice(0, how.binning === 'nested' ? j : 0)
          for (let a = 0; a < customers.length; a++)
            for (let b = 0; b < customers.length; b++) {
              const [x, y] = [scored[a], scored[b]] as Record<string, number>[]
              if (x.unscored || y.unscored || earlier.some((measure) => x[measure.id] !== y[measure.id])) continue
              const [u, v] = [customers[a], customers[b]].map((c) => c[column as keyof Customer] * (better === 'high' ? 1 : -1))
              if (u >= v && x[id] < y[id]) expect.fail(`${id}: ${u} scores ${x[id]}, ${v} scores ${y[id]}`)
            }
        })
      }),
      60,
    )
  })

  test('a change of unit changes nothing', () => {
    check(
      fc.property(base, fc.constantFrom(0.001, 0.01, 7, 1e6, 1 / 3), fc.integer({ min: 2, max: 9 }), (customers, unit, bins) => {
        const scaled = customers.map((c) => ({ ...c, revenueMinor: c.revenueMinor * unit, recencyDays: c.recencyDays * unit }))
        for (const binning of ['independent', 'nested'] as const)
          expect(scoresOf(fitRfm(tableOf(scaled), { bins, binning }), scaled)).toEqual(
            scoresOf(fitRfm(tableOf(customers), { bins, binning }), customers),
          )
      }),
      100,
    )
  })

  test('the order of customers changes neither model nor scores', () => {
    check(
      fc.property(base, options, fc.infiniteStream(fc.nat()), (customers, how, random) => {
        const order = customers.map((_, i) => ({ i, key: random.next().value })).sort((a, b) => a.key - b.key || a.i - b.i)
        const shuffled = order.map(({ i }) => customers[i])
        const model = fitRfm(tableOf(customers), how)
        expect(fitRfm(tableOf(shuffled), how)).toEqual(model)
        const scored = scoresOf(model, customers)
        expect(scoresOf(model, shuffled)).toEqual(order.map(({ i }) => scored[i]))
      }),
      100,
    )
  })

  test('every bin but those ties empty holds its share', () => {
    check(
      fc.property(fc.uniqueArray(fc.integer(), { minLength: 9, maxLength: 80 }), fc.integer({ min: 2, max: 9 }), (values, bins) => {
        const measures = [{ id: 'v', column: 'v', better: 'high' as const }]
        const [{ counts }] = fitRfm({ length: values.length, columns: { v: values } }, { bins, measures }).measures
        // without ties a quantile bin holds n / bins customers, one more or less
        for (const count of counts ?? []) expect(Math.abs(count - values.length / bins)).toBeLessThanOrEqual(1)
      }),
      100,
    )
  })

  test('row and table agree, before and after storage, and nothing given is changed', () => {
    check(
      fc.property(base, options, (customers, how) => {
        const table = tableOf(customers)
        const before = structuredClone(table)
        const givenOptions = structuredClone(how)
        const model = fitRfm(table, how)
        const scored = scoreRfm(model, table)
        expect(scored.length).toBe(table.length)
        const text = JSON.stringify(model)
        const models = [model, adoptRfm(JSON.parse(text)), defineRfm(JSON.parse(text))]
        for (const stored of models) expect(stored).toEqual(model)
        for (let i = 0; i < table.length; i++)
          for (const stored of models) expect(scoreRfm(stored, row(table, i) as Record<string, string | number>)).toEqual(row(scored, i))
        expect(table).toEqual(before)
        expect(how).toEqual(givenOptions)
      }),
      100,
    )
  })

  test('counts, cells and drift of the table itself add up', () => {
    check(
      fc.property(base, options, (customers, how) => {
        const table = tableOf(customers)
        const model = fitRfm(table, how)
        const scored = scoreRfm(model, table)
        const scoredCustomers = customers.filter((_, i) => scored.columns.unscored.codes[i] < 0).length
        for (const { id, counts } of model.measures) {
          const column = scored.columns[id] as Float64Array
          expect(counts).toEqual((counts ?? []).map((_, s) => column.filter((score) => score === s + 1).length))
          expect((counts ?? []).reduce((sum, count) => sum + count, 0)).toBe(scoredCustomers)
        }
        const drift = driftRfm(model, table, { before: table })
        for (const measure of drift.measures)
          expect(measure).toMatchObject({ apart: 0, lower: 0, higher: 0, shift: 0, changed: { frozen: 0, refitted: 0 } })
        const ids = model.measures.map(({ id }) => id)
        const grid = rfmGrid(scored, table, { x: ids[0], y: ids[1] })
        expect(grid.columns.customers.reduce((sum, count) => sum + count, 0)).toBe(scoredCustomers)
      }),
      100,
    )
  })
})

/** Any table over one to three measures of two to four scores. */
const segmentTable = fc
  .record({
    sizes: fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 1, maxLength: 3 }),
    boxes: fc.array(fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 }),
    rest: fc.constantFrom(null, 'rest'),
  })
  .map(({ sizes, boxes, rest }) => ({
    id: 'any',
    bins: Object.fromEntries(sizes.map((bins, j) => ['rfm'[j], bins])),
    rest,
    segments: boxes.map((box, s) => ({
      id: `s${s}`,
      where: Object.fromEntries(sizes.map((bins, j) => ['rfm'[j], box[j].map((end) => 1 + (end % bins)).sort()])),
    })),
  }))

/** Every cell as an object, by brute force. */
function cellsOf(bins: Record<string, number>): Record<string, number>[] {
  return Object.entries(bins).reduce<Record<string, number>[]>(
    (cells, [id, count]) => cells.flatMap((cell) => Array.from({ length: count }, (_, i) => ({ ...cell, [id]: i + 1 }))),
    [{}],
  )
}

describe('laws of segments', () => {
  test('linting finds what trying every cell finds, no more and no less', () => {
    const met = { overlap: 0, uncovered: 0, shadowed: 0 }
    check(
      fc.property(segmentTable, (config) => {
        const matches = cellsOf(config.bins).map((cell) =>
          config.segments
            .filter(({ where }) => Object.entries(where).every(([id, [from, to]]) => cell[id] >= from && cell[id] <= to))
            .map(({ id }) => id),
        )
        const findings = lintSegments(defineSegments(config))
        const cells = (code: string) => findings.find((finding) => finding.code === `rfm.segments.${code}`)?.params.cells ?? 0
        expect(cells('overlap')).toBe(matches.filter((ids) => ids.length > 1).length)
        expect(cells('uncovered')).toBe(matches.filter((ids) => ids.length === 0).length)
        const assigned = new Set(matches.map(([first]) => first))
        const dead = config.segments.map(({ id }) => id).filter((id) => !assigned.has(id))
        expect(findings.filter(({ code }) => code === 'rfm.segments.shadowed').map(({ params }) => params.segment)).toEqual(dead)
        met.overlap += cells('overlap') ? 1 : 0
        met.uncovered += cells('uncovered') ? 1 : 0
        met.shadowed += dead.length > 0 ? 1 : 0
      }),
      300,
    )
    for (const [what, count] of Object.entries(met)) expect(count / cases(300), what).toBeGreaterThan(0.05)
  })

  test('the first match wins, and sums over segments are sums over customers', () => {
    check(
      fc.property(base, segmentTable, (customers, config) => {
        const table = tableOf(customers)
        const measures = Object.entries(config.bins).map(([id, bins]) => ({ id, bins }))
        const model = fitRfm(table, { measures })
        const segments = defineSegments(config)
        const scored = scoreRfm(model, table, { segments })
        for (let i = 0; i < table.length; i++) {
          const score = row(scored, i) as Record<string, unknown>
          const first = config.segments.find(({ where }) =>
            Object.entries(where).every(([id, [from, to]]) => (score[id] as number) >= from && (score[id] as number) <= to),
          )
          expect(score.segment).toBe(score.unscored ? undefined : (first?.id ?? config.rest ?? undefined))
        }
        const { columns } = segmentSummary(scored, table)
        const total = (values: Float64Array) => values.reduce((sum, value) => sum + (value || 0), 0)
        expect(total(columns.customers)).toBe(table.length)
        expect(total(columns.orders)).toBe(total(table.columns.orders))
        expect(total(columns.revenue)).toBe(total(table.columns.revenueMinor))
      }),
      100,
    )
  })
})
