/** Batches → facts: one time-ordered set of columns, customers in their order. The result does not depend on the order of the rows. */

import { canonicalJson } from '../core/canonical-json.js'
import { compareIds } from '../core/id-order.js'
import { ascending } from '../core/math/ascending.js'
import { ascendingTexts } from '../core/math/ascending-texts.js'
import { pick } from '../core/math/pick.js'
import type { DictionaryColumn } from '../core/table.js'
import { dictionary } from '../core/table.js'
import type { Batch, Dictionary } from './batch.js'
import type { CustomerAttributes } from './customers.js'
import type { CustomerList, FactColumns, Facts } from './facts.js'
import { timeOrder } from './time-order.js'

export function assemble(
  batches: readonly Batch[],
  customers: Dictionary,
  types: Dictionary,
  attributes: CustomerAttributes | undefined,
  meta: Pick<Facts, 'timeZone' | 'currency' | 'zones'>,
): Facts {
  const usedCustomers = new Uint8Array(customers.values.length)
  const usedTypes = new Uint8Array(types.values.length)
  for (const code of attributes?.keys() ?? []) usedCustomers[code] = 1
  let length = 0
  for (const batch of batches) {
    for (let i = 0; i < batch.length; i++) {
      if (batch.struck[i]) continue
      usedCustomers[batch.customer[i]] = 1
      usedTypes[batch.type[i]] = 1
      length++
    }
  }
  const customer = rank(customers.values, usedCustomers, compareIds)
  const type = rank(types.values, usedTypes, (a, b) => (a < b ? -1 : 1))

  const columns = gather(batches, length, customer.ranks, type.ranks)
  const { customer: codes, ...rest } = inTimeOrder(columns, type.values, (a, b) => compareIds(customer.values[a], customer.values[b]))
  return {
    kind: 'facts',
    format: 1,
    ...meta,
    length,
    columns: { customer: codes, ...rest },
    customers: {
      ids: customer.values,
      ...present('attributes', attributeColumn(customer.codes, attributes)),
    },
  }
}

export function inTimeOrder(columns: Gathered, types: readonly string[], compareCustomers: (a: number, b: number) => number): FactColumns {
  const order = timeOrder(columns.at, (a, b) => compareFacts(columns, compareCustomers, a, b))
  const sorted = order ? permute(columns, order) : columns
  return {
    customer: sorted.customer,
    type: { codes: sorted.type, values: types },
    at: sorted.at,
    amountMinor: sorted.amountMinor,
    ...present('id', sorted.id),
    ...(sorted.channel ? { channel: sortedDictionary(sorted.channel) } : {}),
    ...present('refersTo', sorted.refersTo),
    ...present('lines', sorted.lines),
    ...present('attributes', sorted.attributes),
    ...present('original', sorted.original),
    ...present('alias', sorted.alias),
  }
}

/** Absent when no customer has an attribute. */
function attributeColumn(codes: readonly number[], attributes: CustomerAttributes | undefined): CustomerList['attributes'] {
  if (!attributes || attributes.size === 0) return undefined
  const column = codes.map((code) => {
    const given = attributes.get(code)
    return given && Object.keys(given).length > 0 ? given : undefined
  })
  return column.some((given) => given !== undefined) ? column : undefined
}

/** The used values in order, and for each old code its new one; no ranks where every code stays what it is. */
export function rank(
  values: readonly string[],
  used: Uint8Array,
  compare: (a: string, b: string) => number,
): { values: string[]; codes: number[]; ranks: Int32Array | undefined } {
  const codes: number[] = []
  for (let code = 0; code < values.length; code++) if (used[code]) codes.push(code)
  sortCodes(codes, values, compare)
  if (codes.length === values.length && codes.every((code, i) => code === i)) return { values: [...values], codes, ranks: undefined }
  const ranks = new Int32Array(values.length).fill(-1)
  codes.forEach((code, i) => {
    ranks[code] = i
  })
  return { values: codes.map((code) => values[code]), codes, ranks }
}

function sortCodes(codes: number[], values: readonly string[], compare: (a: string, b: string) => number): void {
  const numbers = wholeNumbers(codes, values)
  if (numbers) {
    if (!isAscending(numbers)) putInOrder(codes, ascending(numbers))
  } else if (codes.length < MANY || codes.some((code) => isDigit(values[code].charCodeAt(0))))
    codes.sort((a, b) => compare(values[a], values[b]))
  else putInOrder(codes, ascendingTexts(codes.map((code) => values[code])))
}

/** So many texts, none of which may be a number, are sorted by their letters: every comparison goes by those then. */
const MANY = 1024

function isDigit(unit: number): boolean {
  return unit >= 0x30 && unit <= 0x39
}

function putInOrder(codes: number[], order: Int32Array): void {
  const before = codes.slice()
  for (let i = 0; i < order.length; i++) codes[i] = before[order[i]]
}

function isAscending(numbers: Float64Array): boolean {
  for (let i = 1; i < numbers.length; i++) if (numbers[i] < numbers[i - 1]) return false
  return true
}

/** Most systems number their customers; a million numbers sort ten times faster than a million texts. */
function wholeNumbers(codes: readonly number[], values: readonly string[]): Float64Array | undefined {
  const numbers = new Float64Array(codes.length)
  for (let i = 0; i < codes.length; i++) {
    const value = values[codes[i]]
    const number = value.length > 15 ? Number.NaN : Number(value)
    if (!Number.isInteger(number) || number < 0 || String(number) !== value) return undefined
    numbers[i] = number
  }
  return numbers
}

interface Gathered {
  customer: Int32Array
  type: Int32Array
  at: Float64Array
  amountMinor: Float64Array
  id?: (string | undefined)[]
  channel?: (string | undefined)[]
  refersTo?: (string | undefined)[]
  lines?: FactColumns['lines'] extends readonly (infer L)[] | undefined ? L[] : never
  attributes?: FactColumns['attributes'] extends readonly (infer A)[] | undefined ? A[] : never
  original?: FactColumns['original'] extends readonly (infer O)[] | undefined ? O[] : never
  alias?: (string | undefined)[]
}

const OPTIONAL = ['id', 'channel', 'refersTo', 'lines', 'attributes', 'original', 'alias'] as const

function gather(
  batches: readonly Batch[],
  length: number,
  customerRanks: Int32Array | undefined,
  typeRanks: Int32Array | undefined,
): Gathered {
  // One source that is whole stays as it is, but for its codes.
  if (batches.length === 1 && length === batches[0].length) {
    const whole = { ...batches[0] }
    whole.customer = ranked(whole.customer, customerRanks)
    for (const name of OPTIONAL) if (whole[name]?.every((value) => value === undefined)) delete whole[name]
    return { ...whole, type: ranked(whole.type, typeRanks) }
  }
  const out: Gathered = {
    customer: new Int32Array(length),
    type: new Int32Array(length),
    at: new Float64Array(length),
    amountMinor: new Float64Array(length),
  }
  let next = 0
  for (const batch of batches) {
    const start = next
    for (let i = 0; i < batch.length; i++) {
      if (batch.struck[i]) continue
      out.customer[next] = customerRanks ? customerRanks[batch.customer[i]] : batch.customer[i]
      out.type[next] = typeRanks ? typeRanks[batch.type[i]] : batch.type[i]
      out.at[next] = batch.at[i]
      out.amountMinor[next] = batch.amountMinor[i]
      next++
    }
    for (const name of OPTIONAL) gatherOptional(out, name, batch, start, length)
  }
  return out
}

function ranked(codes: Int32Array, ranks: Int32Array | undefined): Int32Array {
  if (!ranks) return codes
  const out = new Int32Array(codes.length)
  for (let i = 0; i < out.length; i++) out[i] = ranks[codes[i]]
  return out
}

function gatherOptional(out: Gathered, name: (typeof OPTIONAL)[number], batch: Batch, start: number, length: number): void {
  const values = batch[name] as unknown[] | undefined
  if (!values) return
  let column = out[name] as unknown[] | undefined
  let next = start
  for (let i = 0; i < batch.length; i++) {
    if (batch.struck[i]) continue
    if (values[i] !== undefined) {
      column ??= new Array(length)
      column[next] = values[i]
    }
    next++
  }
  if (column) (out as unknown as Record<string, unknown[]>)[name] = column // one of OPTIONAL, same element type as the batch's
}

/** Facts at one instant: by type, id, customer, amount, then everything else as JSON, so that equal sets give equal columns. */
function compareFacts(columns: Gathered, compareCustomers: (a: number, b: number) => number, a: number, b: number): number {
  return (
    columns.type[a] - columns.type[b] ||
    compareIds(columns.id?.[a] ?? '', columns.id?.[b] ?? '') ||
    compareCustomers(columns.customer[a], columns.customer[b]) ||
    compareNumbers(columns.amountMinor[a], columns.amountMinor[b]) ||
    compareText(restOf(columns, a), restOf(columns, b))
  )
}

function restOf(columns: Gathered, i: number): string {
  return canonicalJson([
    columns.channel?.[i],
    columns.refersTo?.[i],
    columns.lines?.[i],
    columns.attributes?.[i],
    columns.original?.[i],
    columns.alias?.[i],
  ])
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function compareNumbers(a: number, b: number): number {
  if (Number.isNaN(a)) return Number.isNaN(b) ? 0 : 1
  return Number.isNaN(b) ? -1 : a - b
}

function permute(columns: Gathered, order: Int32Array): Gathered {
  const out: Gathered = {
    customer: pick(columns.customer, order),
    type: pick(columns.type, order),
    at: pick(columns.at, order),
    amountMinor: pick(columns.amountMinor, order),
  }
  for (const name of OPTIONAL) {
    const values = columns[name] as unknown[] | undefined
    if (!values) continue
    const picked = new Array<unknown>(order.length)
    for (let i = 0; i < order.length; i++) picked[i] = values[order[i]]
    ;(out as unknown as Record<string, unknown[]>)[name] = picked // same element type
  }
  return out
}

function present<K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [P in K]: V })
}

/** Values in order of code units, so that codes do not depend on which row came first. */
function sortedDictionary(values: readonly (string | undefined)[]): DictionaryColumn {
  const plain = dictionary(values, values.length)
  const { values: words, ranks } = rank(plain.values, new Uint8Array(plain.values.length).fill(1), compareText)
  return { codes: Int32Array.from(plain.codes, (code) => (code < 0 || !ranks ? code : ranks[code])), values: words }
}
