import { expect, test } from 'vitest'
import { fitBgNbd, fitGammaGamma } from '../../src/clv/index.js'
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
