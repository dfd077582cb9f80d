import { expect, test } from 'vitest'
import { bgNbdKernel } from '../../src/clv/bgnbd.js'
import { distinctHistories } from '../../src/clv/distinct-histories.js'
import { mbgNbdKernel } from '../../src/clv/mbgnbd.js'
import { simulateBgNbd } from '../../src/simulate/index.js'

// ages and recencies on a grid of days share levels; the weights are those of repeated histories
const { columns, length } = simulateBgNbd({ r: 0.6, alpha: 5, a: 0.7, b: 2 }, { customers: 900, seed: 11, age: [20, 60] })
const days = (weeks: number): number => Math.floor(weeks * 7) / 7
const table = {
  length,
  columns: { ...columns, recency: columns.recency.map(days), age: columns.age.map(days), weight: columns.age.map((_, i) => 1 + (i % 4)) },
}

const points = [
  [0.6, 5, 0.7, 2],
  [0.01, 0.02, 3, 0.001],
  [40, 900, 1e-4, 5],
  [1e6, 1e7, 0.5, 1e5],
  [2, 1e-3, 1e4, 3e4],
]

test.each([
  ['bgnbd', bgNbdKernel],
  ['mbgnbd', mbgNbdKernel],
])('%s: a whole table at once has the value and the derivatives of its rows one by one', (_, kernel) => {
  const data = distinctHistories(table)
  expect(data.levels[2].length).toBeLessThan(data.length / 2)
  for (const point of points) {
    const p = Float64Array.from([...point, ...point.map(Math.log)])
    const sums = new Float64Array(14)
    const value = kernel.table?.(data)(p, sums)
    const expected = new Float64Array(14)
    const sizes = new Float64Array(15)
    let total = 0
    for (let i = 0; i < data.length; i++) {
      const own = new Float64Array(14)
      const [x, tx, T] = data.columns.map((column) => column[i])
      const term = data.weights[i] * kernel.row(p, x, tx, T, data.weights[i], own)
      total += term
      sizes[14] += Math.abs(term)
      own.forEach((share, k) => {
        expected[k] += share
        sizes[k] += Math.abs(share)
      })
    }
    // at α = 1e7 a row's own derivatives are what is left of terms a million times as large: 1e-10 of the sum of their sizes, not 1e-16
    expect(Math.abs((value ?? Number.NaN) - total)).toBeLessThan(1e-13 * sizes[14])
    for (let k = 0; k < 14; k++) expect(Math.abs(sums[k] - expected[k])).toBeLessThanOrEqual(1e-10 * sizes[k])
  }
})
