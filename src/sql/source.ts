/** Where the host keeps what happened, or figures per customer. */

import { UsageError } from '../core/errors.js'
import type { InstantForm } from './dialect.js'
import { type Draft, name } from './draft.js'
import { type Fragment, list, sql } from './fragment.js'

/** A name, or a path of names: `['crm', 'orders']`. */
export type TableName = string | readonly string[]

/** How a column is to be read in conditions and values. Text compares as text; a decimal keeps `decimal` places. */
export type AttributeForm = 'text' | 'integer' | 'boolean' | { readonly decimal: number }

/** A table with one row per fact, named by its columns. */
export interface FactTable {
  readonly table: TableName
  /** Any type; rows without it are passed over. */
  readonly customer: string
  /** When it happened. Default form `timestamp`. */
  readonly at: string | { readonly column: string; readonly as: InstantForm }
  /** What kind of fact a row is: a word, or the column that says it. Default `'purchase'`. */
  readonly type?: string | { readonly column: string }
  /** In minor units, an integer. */
  readonly amountMinor?: string
  /** Or in major units: a DECIMAL column. More places than the currency has are rounded half away from zero. */
  readonly amount?: string
  /** Unique among facts. Refunds find their order by it. */
  readonly id?: string
  /** Of a refund: the id of its order. */
  readonly refersTo?: string
  readonly channel?: string
  /** Cost of an order's lines, or of an interaction, in minor units. */
  readonly costMinor?: string
  readonly discountMinor?: string
  /** What `where` and `value` of a measure may name. */
  readonly attributes?: Readonly<Record<string, { readonly column: string; readonly as: AttributeForm }>>
}

/** What happened, with the zone in which days are counted. */
export interface FactSource extends FactTable {
  /** IANA zone, `UTC`, or a fixed offset. */
  readonly timeZone: string
  /** ISO 4217. */
  readonly currency?: string
  /** More tables of facts: refunds, visits, tickets. */
  readonly also?: readonly FactTable[]
  /** Everybody known: those without facts become prospects. */
  readonly customers?: { readonly table: TableName; readonly customer: string }
}

/** One row per customer with figures computed elsewhere, or stored by an earlier statement. */
export interface CustomerSource {
  readonly table: TableName
  readonly customer: string
  /** Columns by the name of the figure; default: the name itself. */
  readonly columns?: Readonly<Record<string, string>>
}

export function isFactSource(source: FactSource | CustomerSource): source is FactSource {
  return 'at' in source
}

/** @throws UsageError `sql.source.missing` */
export function tableOf(draft: Draft, table: TableName): Fragment {
  const path = typeof table === 'string' ? [table] : table
  if (!Array.isArray(path) || path.length === 0) throw new UsageError('sql.source.missing', { key: 'table' })
  return list(
    path.map((part) => name(draft, part)),
    sql`.`,
  )
}

/** The host's own names are out of reach for our steps. */
export function reserve(draft: Draft, tables: readonly TableName[]): void {
  for (const table of tables) draft.taken.add(String(typeof table === 'string' ? table : table[table.length - 1]).toLowerCase())
}
