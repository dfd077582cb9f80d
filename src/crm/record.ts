/** Vendors' records: pages unwrapped, empties made alike, ids kept as text. */

import type { Issue, Outcome, Scalar } from '../core/reason.js'

export type VendorRecord = Readonly<Record<string, unknown>>

/** Responses, pages, arrays of them, or the records themselves; an absent body (HTTP 204) is an empty page. */
export type VendorInput = unknown

/** Adds one issue about record `row` (1-based, over all pages) of a source. */
export type Note = (code: string, outcome: Outcome, row: number | undefined, params?: Readonly<Record<string, Scalar>>) => void

export function noteTo(issues: Issue[], source: string): Note {
  return (code, outcome, row, params = {}) => {
    issues.push({ code, outcome, params, source, ...(row === undefined ? {} : { row }) })
  }
}

/** What stands inside one response: its records, why it failed, or `undefined` if it is a record itself. */
export type Unwrap = (value: VendorRecord) => readonly unknown[] | { readonly failed: string } | undefined

/** All records of a source in the order they came. What is no record is an issue and `undefined`, so that rows keep their numbers. */
export function recordsOf(input: VendorInput, unwrap: Unwrap, note: Note): (VendorRecord | undefined)[] {
  const records: (VendorRecord | undefined)[] = []
  const take = (value: unknown): void => {
    if (isRecord(value)) records.push(value)
    else {
      records.push(undefined)
      note('crm.record.not-an-object', 'error', records.length)
    }
  }
  const open = (value: unknown): void => {
    if (isEmpty(value)) return
    if (Array.isArray(value)) for (const item of value) open(item)
    else if (isRecord(value) && Symbol.iterator in value) for (const item of value as Iterable<unknown>) open(item)
    else if (isRecord(value)) {
      const inside = unwrap(value)
      if (inside === undefined) take(value)
      else if ('failed' in inside) note('crm.response.failed', 'error', undefined, { problem: inside.failed })
      else for (const item of inside) take(item)
    } else take(value)
  }
  open(input)
  return records
}

export function isRecord(value: unknown): value is VendorRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The field itself, never what every object inherits. */
export function field(record: VendorRecord, name: string): unknown {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** `null`, absent, blank text, `[]` and Zoho's `-None-` all mean empty. */
export function isEmpty(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() === '' || value === '-None-'
  return value === undefined || value === null || (Array.isArray(value) && value.length === 0)
}

export function textOf(value: unknown): string | null {
  if (isEmpty(value)) return null
  if (typeof value === 'string') return value.trim()
  if (typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint') return String(value)
  return null
}

export function amountOf(value: unknown): string | number | null {
  return typeof value === 'number' ? value : textOf(value)
}

/** A whole number, also as text: `'1050'`. */
export function wholeOf(value: unknown): number | undefined {
  const whole = typeof value === 'string' && /^-?\d{1,16}$/.test(value.trim()) ? Number(value) : value
  return typeof whole === 'number' && Number.isSafeInteger(whole) ? whole : undefined
}

/** Exports opened in a spreadsheet hold ids such as `4.876E+18`: their last digits are gone. */
const ROUNDED = /^\d(\.\d+)?E\+\d+$/i

/** An id as text; `'unsafe'` for numbers so large that digits are lost already. Of a lookup, its `id`. */
export function idOf(value: unknown): { readonly id: string } | 'unsafe' | undefined {
  const inner = isRecord(value) ? field(value, 'id') : value
  if (typeof inner === 'number') return Number.isSafeInteger(inner) ? { id: String(inner) } : 'unsafe'
  const text = textOf(inner)
  if (text === null) return undefined
  return ROUNDED.test(text) ? 'unsafe' : { id: text }
}

/** Plain cells: of a lookup `{ id, name }` the id, under `field.name` its name; everything else as it is. */
export function flatRecord(record: VendorRecord): VendorRecord {
  const cells: [string, unknown][] = []
  for (const [name, value] of Object.entries(record)) {
    if (isRecord(value)) {
      if ('id' in value) cells.push([name, value.id])
      if ('name' in value) cells.push([`${name}.name`, value.name])
    } else cells.push([name, isEmpty(value) ? null : value])
  }
  return Object.fromEntries(cells)
}
