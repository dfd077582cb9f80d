/** The purchase histories a model is fitted to, as rows or as a table. */

import { UsageError } from '../core/errors.js'
import type { NumberColumn } from '../core/table.js'

/** What every purchase model reads of a customer: the columns of `summarize`, or plain rows of the same names. */
export interface HistoryRow {
  /** x: repeat purchases, integer ≥ 0 */
  readonly frequency: number
  /** t_x: first → last purchase, periods, 0 ≤ t_x ≤ T */
  readonly recency: number
  /** T: first purchase → asOf, periods */
  readonly age: number
  /** m̄: mean value of a repeat purchase, major units */
  readonly monetary?: number
  /** How many customers this row stands for; 1 unless given. */
  readonly weight?: number
  /** Covariates by name. */
  readonly [covariate: string]: unknown
}

/** A table with at least these columns; `summarize` makes it. */
export interface HistoryTable {
  readonly length: number
  readonly columns: {
    readonly frequency: NumberColumn
    readonly recency: NumberColumn
    readonly age: NumberColumn
    readonly monetary?: NumberColumn
    readonly weight?: NumberColumn
    readonly [column: string]: unknown
  }
  /** The unit of recency and age. */
  readonly period?: string
  readonly currency?: string
}

export type Histories = HistoryTable | readonly HistoryRow[]

/**
 * Rows as a table; a missing number is NaN.
 * @throws UsageError `clv.column.missing`
 */
export function historyTable(subject: Histories): HistoryTable {
  if (!Array.isArray(subject)) {
    for (const name of ['frequency', 'recency', 'age'])
      if (!ArrayBuffer.isView((subject as HistoryTable).columns[name])) throw new UsageError('clv.column.missing', { column: name })
    return subject as HistoryTable
  }
  const rows = subject as readonly HistoryRow[]
  const names = new Set(['frequency', 'recency', 'age', 'monetary'])
  for (const row of rows) for (const key of Object.keys(row)) if (typeof row[key] === 'number') names.add(key)
  const columns: Record<string, Float64Array> = {}
  for (const name of names) {
    const missing = name === 'weight' ? 1 : Number.NaN
    columns[name] = Float64Array.from(rows, (row) => (row[name] as number | undefined) ?? missing)
  }
  return { length: rows.length, columns: columns as unknown as HistoryTable['columns'] }
}
