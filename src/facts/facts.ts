/** The facts of a whole base, in columns and in time order: what `readFacts` makes and every scorer reads. */

import type { DictionaryColumn } from '../core/table.js'
import type { ZoneTable } from '../core/time/zone.js'
import type { AttributeValue, Fact, FactLine } from './fact.js'

/** What an amount was before the exchange-rate table converted it. */
export interface OriginalAmount {
  readonly amountMinor: number
  readonly currency: string
}

export interface FactColumns {
  /** Codes into `customers.ids`. */
  readonly customer: Int32Array
  readonly type: DictionaryColumn
  /** Epoch ms, ascending; ties in the order of type, id, then input. */
  readonly at: Float64Array
  /** Safe integers; NaN where the fact has no amount. */
  readonly amountMinor: Float64Array
  // A column is absent when no fact has the field.
  readonly id?: readonly (string | undefined)[]
  readonly channel?: DictionaryColumn
  readonly refersTo?: readonly (string | undefined)[]
  readonly lines?: readonly (readonly FactLine[] | undefined)[]
  readonly attributes?: readonly (Readonly<Record<string, AttributeValue>> | undefined)[]
  readonly original?: readonly (OriginalAmount | undefined)[]
  /** The id the fact came with, where an identity link gave it to another customer. */
  readonly alias?: readonly (string | undefined)[]
}

/** Everybody known: those with facts and those only listed. Whole numbers ascending first, then other ids by code units. */
export interface CustomerList {
  readonly ids: readonly string[]
  /** Absent when no customer has attributes. `name` is an attribute like any other. */
  readonly attributes?: readonly (Readonly<Record<string, AttributeValue>> | undefined)[]
}

export interface Facts {
  readonly kind: 'facts'
  readonly format: 1
  /** IANA zone in which days are counted. */
  readonly timeZone: string
  /** Zone tables that replace `Intl`, if the host passed any. */
  readonly zones?: readonly ZoneTable[]
  /** ISO 4217; every `amountMinor` is in this currency. */
  readonly currency: string
  readonly length: number
  readonly columns: FactColumns
  readonly customers: CustomerList
}

/** One fact as a record. */
export function factAt(facts: Facts, i: number): Fact {
  const { columns, currency, customers } = facts
  const amountMinor = columns.amountMinor[i]
  const channel = columns.channel && columns.channel.codes[i] >= 0 ? columns.channel.values[columns.channel.codes[i]] : undefined
  const id = columns.id?.[i]
  const refersTo = columns.refersTo?.[i]
  const lines = columns.lines?.[i]
  const attributes = columns.attributes?.[i]
  return {
    ...(id !== undefined ? { id } : {}),
    customerId: customers.ids[columns.customer[i]],
    type: columns.type.values[columns.type.codes[i]],
    at: columns.at[i],
    ...(Number.isNaN(amountMinor) ? {} : { amountMinor, currency }),
    ...(channel !== undefined ? { channel } : {}),
    ...(refersTo !== undefined ? { refersTo } : {}),
    ...(lines !== undefined ? { lines } : {}),
    ...(attributes !== undefined ? { attributes } : {}),
  }
}

/** All facts as records, in time order. */
export function* factsOf(facts: Facts): Generator<Fact> {
  for (let i = 0; i < facts.length; i++) yield factAt(facts, i)
}

/** Each customer's facts in time order, as row numbers: `rows.subarray(starts[c], starts[c + 1])`. */
export interface CustomerRows {
  readonly starts: Int32Array
  readonly rows: Int32Array
}

/** Groups by counting: facts stay in time order within a customer. */
export function rowsByCustomer(facts: Facts): CustomerRows {
  const { customer } = facts.columns
  const starts = new Int32Array(facts.customers.ids.length + 1)
  for (let i = 0; i < facts.length; i++) starts[customer[i] + 1]++
  for (let c = 1; c < starts.length; c++) starts[c] += starts[c - 1]
  const next = starts.slice()
  const rows = new Int32Array(facts.length)
  for (let i = 0; i < facts.length; i++) rows[next[customer[i]]++] = i
  return { starts, rows }
}
