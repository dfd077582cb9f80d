/** How many customers get each score, and which combination of scores they stand in. */

import { levelOf, type Scale } from './levels.js'

/** Moves every customer on to the combination with one score more. */
export function nextCells(cells: Int32Array, values: Float64Array, scale: Scale): void {
  const { bins } = scale.measure
  for (let i = 0; i < values.length; i++) cells[i] = cells[i] * bins + levelOf(scale, cells[i], values[i]) - 1
}

/** Customers per last score of their combination. */
export function countLast(cells: Int32Array, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0)
  for (let i = 0; i < cells.length; i++) counts[cells[i] % bins]++
  return counts
}

/** Customers per score: one count in a register per cut point takes half the time of a counter per score in memory. */
export function countScores(values: Float64Array, { measure, thresholds, base, step }: Scale): number[] {
  const { bins, missing } = measure
  const valued = missing === 'lowest' ? countAbove(values, Number.NEGATIVE_INFINITY) : values.length
  const above = [valued, ...Array.from(thresholds.subarray(0, bins - 1), (cut) => countAbove(values, cut)), 0]
  const counts = new Array<number>(bins).fill(0)
  for (let passed = 0; passed < bins; passed++) counts[base - 1 + step * passed] = above[passed] - above[passed + 1]
  counts[0] += values.length - valued
  return counts
}

function countAbove(values: Float64Array, cut: number): number {
  let count = 0
  for (let i = 0; i < values.length; i++) count += ~~(values[i] > cut)
  return count
}
