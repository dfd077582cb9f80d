/** Where a measure is cut: over all customers, or within each combination of the scores before it. */

import { cutPoints } from '../core/math/cut-points.js'
import type { RfmMethod } from './model.js'
import type { RecipeMeasure } from './recipe.js'

export function cutsOf(values: Float64Array, measure: RecipeMeasure, method: RfmMethod): number[] {
  const cuts = cutPoints(measure.missing === 'lowest' ? values.filter(Number.isFinite) : values, measure.bins)
  return method === 'r-rfm' ? cuts.map((cut) => cut + 1) : cuts
}

/** Cut points within each combination of the scores so far; `null` where there is no value to cut. */
export function cutsByCell(
  values: Float64Array,
  cells: Int32Array,
  cellCount: number,
  measure: RecipeMeasure,
  method: RfmMethod,
): (readonly number[] | null)[] {
  const ends = new Int32Array(cellCount)
  for (const cell of cells) ends[cell]++
  for (let c = 1; c < cellCount; c++) ends[c] += ends[c - 1]
  const starts = Int32Array.from(ends, (_, c) => (c === 0 ? 0 : ends[c - 1]))
  const next = starts.slice()
  const grouped = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) grouped[next[cells[i]]++] = values[i]
  return Array.from(starts, (start, c) => {
    const group = grouped.subarray(start, ends[c])
    return group.some(Number.isFinite) ? cutsOf(group, measure, method) : null
  })
}
