/** What each segment is worth: the table people look at first. */

import { UsageError } from '../core/errors.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import { numberColumn, type RfmTable } from './column.js'
import { groupCounts, groupSums } from './group-sums.js'
import type { RfmScores } from './score.js'

/** Which columns of the scored table are added up. */
export interface SegmentSummaryOptions {
  /** The column of order counts; default `'orders'`. */
  readonly orders?: string
  /** The column of money; default `'revenueMinor'`. */
  readonly revenue?: string
}

/** A row per segment. */
export type SegmentSummaryColumns = {
  /** In the order of the segment table, its rest last; then, if there are any, customers without a segment, whose name is absent. */
  readonly segment: DictionaryColumn
  readonly customers: Float64Array
  /** Of all customers of the table, 0 … 1. */
  readonly customerShare: Float64Array
  readonly orders: Float64Array
  /** In the unit of the revenue column. */
  readonly revenue: Float64Array
  /** Of the revenue of all customers, 0 … 1; NaN when that is 0. */
  readonly revenueShare: Float64Array
  /** revenue / orders; NaN without orders. */
  readonly averageOrder: Float64Array
}

/**
 * Customers, orders, revenue, their shares and the average order of every segment; a segment nobody is in has a row of zeros.
 *
 * @param scored from `scoreRfm` with `segments`
 * @param table the table that was scored
 * @throws UsageError `rfm.scores.no-segments`, `rfm.scores.other-table`, and those of a missing column
 */
export function segmentSummary(scored: RfmScores, table: RfmTable, options: SegmentSummaryOptions = {}): Table<SegmentSummaryColumns> {
  const { segment } = scored.columns
  if (!segment) throw new UsageError('rfm.scores.no-segments', { hint: 'score with { segments }' })
  requireScoresOf(scored, table)
  const names = segment.values
  const groups = Int32Array.from(segment.codes, (code) => (code < 0 ? names.length : code))
  const count = groups.includes(names.length) ? names.length + 1 : names.length
  const customers = groupCounts(groups, count)
  const orders = groupSums(groups, count, numberColumn(table, options.orders ?? 'orders'))
  const revenue = groupSums(groups, count, numberColumn(table, options.revenue ?? 'revenueMinor'))
  return {
    length: count,
    columns: {
      segment: { codes: Int16Array.from({ length: count }, (_, s) => (s < names.length ? s : -1)), values: names },
      customers,
      customerShare: sharesOf(customers),
      orders,
      revenue,
      revenueShare: sharesOf(revenue),
      averageOrder: revenue.map((sum, s) => sum / orders[s]).map((mean) => (Number.isFinite(mean) ? mean : Number.NaN)),
    },
  }
}

export function sharesOf(parts: Float64Array): Float64Array {
  const whole = parts.reduce((total, part) => total + part, 0)
  return parts.map((part) => (whole === 0 ? Number.NaN : part / whole))
}

export function requireScoresOf(scored: RfmScores, table: RfmTable): void {
  if (scored.length !== table.length) throw new UsageError('rfm.scores.other-table', { scored: scored.length, table: table.length })
}
