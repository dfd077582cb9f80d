/** Columns inside, rows at the edges. Missing is `NaN` in a numeric column, a code of −1 in a dictionary column, '' never; in a row the key is absent. */

import { UsageError } from './errors.js'

/** Values drawn from a list: `values[codes[i]]`; a code of −1 is missing. */
export interface DictionaryColumn<V extends string = string> {
  readonly codes: Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array
  readonly values: readonly V[]
}

export type NumberColumn = Float64Array | Int32Array | Uint32Array | Uint8Array | Int8Array | Uint16Array
export type Column = NumberColumn | DictionaryColumn | readonly (string | undefined)[]
export type Columns = Readonly<Record<string, Column>>

export interface Table<C extends Columns = Columns> {
  readonly length: number
  readonly columns: C
}

export type Cell<C extends Column> = C extends NumberColumn ? number : C extends DictionaryColumn<infer V> ? V : string

/** A row of a table: a key is absent where the column has no value, or where the table has no such column. Columns of text without gaps are always there. */
export type Row<C extends Columns> = { readonly [K in keyof C as C[K] extends readonly string[] ? K : never]: string } & {
  readonly [K in keyof C as C[K] extends readonly string[] ? never : K]?: Cell<NonNullable<C[K]>>
}

/** The value at `i`, or `undefined` where it is missing. */
export function cell<C extends Column>(column: C, i: number): Cell<C> | undefined {
  if (ArrayBuffer.isView(column)) {
    const value = (column as NumberColumn)[i]
    return (Number.isNaN(value) ? undefined : value) as Cell<C> | undefined
  }
  if (Array.isArray(column)) return column[i] as Cell<C> | undefined
  const { codes, values } = column as DictionaryColumn
  const code = codes[i]
  return (code < 0 ? undefined : values[code]) as Cell<C> | undefined
}

/**
 * One row of a table as an object.
 * @throws UsageError `tierwise.table.index` outside `0 … length − 1`
 */
export function row<C extends Columns>(table: Table<C>, i: number): Row<C> {
  if (!(Number.isInteger(i) && i >= 0 && i < table.length)) throw new UsageError('tierwise.table.index', { index: i, length: table.length })
  const out: Record<string, string | number> = {}
  for (const key of Object.keys(table.columns)) {
    const value = cell(table.columns[key], i)
    if (value !== undefined) out[key] = value
  }
  return out as Row<C>
}

/** The rows of a table, one at a time: `for (const customer of rows(table))`. */
export function* rows<C extends Columns>(table: Table<C>): Generator<Row<C>> {
  for (let i = 0; i < table.length; i++) yield row(table, i)
}

/** A dictionary column from plain values; `undefined` is missing. */
export function dictionary<V extends string>(values: Iterable<V | undefined>, length: number): DictionaryColumn<V> {
  const seen = new Map<V, number>()
  const codes = new Int32Array(length)
  let i = 0
  for (const value of values) {
    let code = -1
    if (value !== undefined) {
      code = seen.get(value) ?? seen.size
      if (code === seen.size) seen.set(value, code)
    }
    codes[i++] = code
  }
  return { codes, values: [...seen.keys()] }
}
