import { UsageError } from '../core/errors.js'
import type { Column, Table } from '../core/table.js'

/** @throws UsageError `portfolio.column.needed` for a column that is not there */
export function neededColumn({ columns }: Table, name: string): Column {
  if (!Object.hasOwn(columns, name)) throw new UsageError('portfolio.column.needed', { column: name })
  return columns[name]
}
