import { expect, test } from 'vitest'
import { fitBgNbd, fitGammaGamma, fitMbgNbd, fitParetoNbd, safeFitBgNbd } from '../../src/clv/index.js'
import { simulateBgNbd, simulateGammaGamma } from '../../src/simulate/index.js'

// more than 20,000 distinct rows: the fits that start from a sample
const customers = simulateBgNbd({ r: 0.8, alpha: 6, a: 0.8, b: 2.5 }, { customers: 60_000, seed: 4, age: [30, 60] })
const monetary = simulateGammaGamma({ p: 5, q: 4, v: 16 }, { frequency: customers.columns.frequency, seed: 4 })
const columns = { ...customers.columns, monetary }
const table = { length: customers.length, columns }
const reversed = {
  length: table.length,
  columns: Object.fromEntries(Object.entries(columns).map(([name, column]) => [name, column.slice().reverse()])) as typeof columns,
}

test('a large fit has the same bits for any order of the customers', () => {
  expect(fitBgNbd(reversed)).toEqual(fitBgNbd(table))
  expect(fitGammaGamma(reversed)).toEqual(fitGammaGamma(table))
})

/** The same customers in an order of no meaning: 7,919 is a prime, so every place is taken once. */
function shuffled<T extends { readonly length: number; readonly columns: Record<string, Float64Array> }>({ length, columns }: T) {
  const place = (i: number): number => (i * 7919 + 13) % length
  return {
    length,
    columns: Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, column.map((_, i) => column[place(i)])]),
    ) as T['columns'],
  }
}

test.each([1_700, 6_000, 19_000])(
  'a fit of %i distinct histories, started from a sample of them, has the same bits for any order of the customers',
  (size) => {
    const some = {
      length: size,
      columns: Object.fromEntries(
        Object.entries(customers.columns).map(([name, column]) => [name, column.slice(0, size)]),
      ) as typeof customers.columns,
    }
    const model = fitBgNbd(some)
    expect(model.fit.distinct).toBeGreaterThan(1500)
    expect(model.fit.distinct).toBeLessThan(20_000)
    expect(fitBgNbd(shuffled(some))).toEqual(model)
    expect(fitMbgNbd(shuffled(some))).toEqual(fitMbgNbd(some))
    if (size < 5_000) expect(fitParetoNbd(shuffled(some))).toEqual(fitParetoNbd(some))
  },
)

test('weights with fractions that repeat a history have the same bits in any order', () => {
  // 0.1 + 0.2 + 0.3 is 0.6000000000000001 and 0.3 + 0.2 + 0.1 is 0.6
  const size = 1_200
  const grid = (weeks: number): number => Math.floor(weeks)
  const weekly = {
    length: size,
    columns: {
      frequency: customers.columns.frequency.slice(0, size),
      recency: customers.columns.recency.slice(0, size).map(grid),
      age: customers.columns.age.slice(0, size).map(grid),
      weight: Float64Array.from({ length: size }, (_, i) => (((i * 7) % 13) + 1) / 10),
    },
  }
  const model = fitBgNbd(weekly)
  expect(model.fit.distinct).toBeLessThan(size)
  expect(fitBgNbd(shuffled(weekly))).toEqual(model)
})

test('zero below zero is zero', () => {
  const rows = [0, 0, 1, 2, 1, 0, 3, 1].map((frequency, i) => ({ frequency, recency: frequency * 2, age: 10 + (i % 3) }))
  const negative = rows.map((row) => (row.frequency === 0 ? { ...row, frequency: -0, recency: -0 } : row))
  const answer = (subject: typeof rows) => safeFitBgNbd([...subject, ...rows])
  expect(answer(negative)).toEqual(answer(rows))
})

test('a large fit needs no more than eight evaluations, and ends at the maximum', () => {
  for (const { fit } of [fitBgNbd(table), fitGammaGamma(table)]) {
    expect(fit.distinct).toBeGreaterThan(20_000)
    expect(fit.evaluations).toBeLessThanOrEqual(8)
    expect(fit.gradientMax).toBeLessThan(1e-9)
  }
})

test('a weight stands for as many customers, in the check of independence too', () => {
  const few = simulateGammaGamma({ p: 5, q: 4, v: 16 }, { frequency: columns.frequency.slice(0, 300), seed: 9 })
  const rows = Array.from(few, (spend, i) => ({
    frequency: columns.frequency[i],
    recency: 1,
    age: 60,
    monetary: spend,
    weight: 1 + (i % 3),
  }))
  const each = rows.flatMap(({ weight, ...row }) => Array.from({ length: weight }, () => row))
  expect(fitGammaGamma(rows).independence).toEqual(fitGammaGamma(each).independence)
})
