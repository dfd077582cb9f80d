import { UsageError } from '../core/errors.js'

/** Any table whose columns can be read: a customer summary, or the host's own with typed or plain arrays. */
export interface RfmTable {
  readonly length: number
  readonly columns: Readonly<Record<string, unknown>>
  readonly currency?: string
  readonly period?: string
  readonly asOf?: string
}

/**
 * A column as doubles: NaN where there is no value, ∞ where there is one that is not a finite number.
 * @throws UsageError `rfm.table.expected`, `rfm.column.unknown`, `rfm.column.not-numeric`, `rfm.column.too-short`
 */
export function numberColumn(table: RfmTable, name: string): Float64Array {
  if (!isTable(table)) throw new UsageError('rfm.table.expected', { hint: '{ length, columns: { recencyDays: [3, …] } }' })
  const column = Object.hasOwn(table.columns, name) ? table.columns[name] : undefined
  if (column === undefined)
    throw new UsageError('rfm.column.unknown', { column: name, known: Object.keys(table.columns).slice(0, 40).join(', ') })
  const isList = Array.isArray(column)
  if (
    !isList &&
    (!ArrayBuffer.isView(column) || column instanceof DataView || column instanceof BigInt64Array || column instanceof BigUint64Array)
  )
    throw new UsageError('rfm.column.not-numeric', { column: name })
  const values = column as ArrayLike<unknown>
  if (values.length < table.length)
    throw new UsageError('rfm.column.too-short', { column: name, length: values.length, expected: table.length })
  if (column instanceof Float64Array) return column.length === table.length ? column : column.subarray(0, table.length)
  return Float64Array.from({ length: table.length }, (_, i) => numberOf(values[i]))
}

/** NaN for no value, ∞ for one that is not a finite number. Text is not parsed: `'12'` in a column of numbers is a mapping to be put right. */
export function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return value === undefined || value === null ? Number.NaN : Number.POSITIVE_INFINITY
}

/** Whether this is a table and not a row. */
export function isTable(subject: unknown): subject is RfmTable {
  const { length, columns } = (subject ?? {}) as Partial<RfmTable>
  return typeof length === 'number' && typeof columns === 'object' && columns !== null
}
