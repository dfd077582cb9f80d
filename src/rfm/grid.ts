/** The R×F map: how many customers stand in each combination of two scores, and what they are worth. */

import { UsageError } from '../core/errors.js'
import type { Table } from '../core/table.js'
import { numberColumn, type RfmTable } from './column.js'
import { groupCounts, groupSums } from './group-sums.js'
import type { RfmScores } from './score.js'
import { requireScoresOf, sharesOf } from './segment-summary.js'

/** Which two measures span the map, and what colors it. */
export interface RfmGridOptions {
  /** Measure along the horizontal axis; default `'r'`. */
  readonly x?: string
  /** Measure along the vertical axis; default `'f'`. */
  readonly y?: string
  /** The column whose mean colors the map; default `'revenueMinor'`. */
  readonly value?: string
}

/** A row per pair of scores. */
export type RfmGridColumns = {
  /** Score on the horizontal axis, from 1. */
  readonly x: Float64Array
  /** Score on the vertical axis, from 1. */
  readonly y: Float64Array
  readonly customers: Float64Array
  /** Of the customers who have scores, 0 … 1. */
  readonly share: Float64Array
  readonly value: Float64Array
  /** value / customers; NaN in an empty cell. */
  readonly meanValue: Float64Array
}

/** Two scores against each other, in long form. */
export interface RfmGrid extends Table<RfmGridColumns> {
  readonly axes: { readonly x: string; readonly y: string }
}

/**
 * One row for every combination of two scores, empty ones included, y by y: ready for any heat map.
 *
 * @param scored from `scoreRfm`
 * @param table the table that was scored
 * @throws UsageError `rfm.grid.unknown-measure`, `rfm.scores.other-table`, and those of a missing column
 */
export function rfmGrid(scored: RfmScores, table: RfmTable, { x = 'r', y = 'f', value = 'revenueMinor' }: RfmGridOptions = {}): RfmGrid {
  requireScoresOf(scored, table)
  const width = binsOf(scored, x)
  const height = binsOf(scored, y)
  const across = scored.columns[x] as Float64Array
  const up = scored.columns[y] as Float64Array
  const count = width * height
  // The unscored go to a group of their own, which is then left out.
  const groups = Int32Array.from(across, (score, i) => (Number.isNaN(score) ? count : (up[i] - 1) * width + score - 1))
  const customers = groupCounts(groups, count + 1).subarray(0, count)
  const values = groupSums(groups, count + 1, numberColumn(table, value)).subarray(0, count)
  return {
    axes: { x, y },
    length: count,
    columns: {
      x: Float64Array.from({ length: count }, (_, cell) => (cell % width) + 1),
      y: Float64Array.from({ length: count }, (_, cell) => Math.floor(cell / width) + 1),
      customers,
      share: sharesOf(customers),
      value: values,
      meanValue: values.map((sum, cell) => (customers[cell] === 0 ? Number.NaN : sum / customers[cell])),
    },
  }
}

function binsOf(scored: RfmScores, measure: string): number {
  if (!Object.hasOwn(scored.bins, measure))
    throw new UsageError('rfm.grid.unknown-measure', { measure, known: Object.keys(scored.bins).join(', ') })
  return scored.bins[measure]
}
