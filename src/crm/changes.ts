/** What a write-back would change: our columns in the vendor's fields, compared with what the vendor has. */

import { compareExact, readExact } from '../core/decimal/exact.js'
import type { Issue, Scalar } from '../core/reason.js'
import { readIso } from '../core/time/instant.js'
import { isEmpty, noteTo } from './record.js'

/** A field of the vendor, and how its value is written. */
export interface FieldTarget {
  /** The vendor's API name. */
  readonly name: string
  /** Default: numbers as numbers, everything else as text. `instant` reads ISO text or epoch ms, `day` a `YYYY-MM-DD`. */
  readonly as?: 'text' | 'number' | 'flag' | 'instant' | 'day'
  /** Our value → the option's code, for single selects: labels are refused by the APIs. */
  readonly options?: Readonly<Record<string, string>>
  /** Longer text is an issue and not written; nothing is cut. */
  readonly lengthMax?: number
}

/** Our column → the vendor's field: `{ tier: 'Customer_Tier', score: { name: 'RFM_Score', as: 'number' } }`. */
export type WriteFields = Readonly<Record<string, string | FieldTarget>>

export interface WriteOptions {
  readonly fields: WriteFields
  /** Column of the vendor's customer id in our rows. Default `'customerId'`. */
  readonly customer?: string
  /**
   * The vendor's customers as they are now, in any form the readers take: what is equal is not written again. Without them every row is written.
   * `[pages, sent]` lays what was sent since over what was read.
   */
  readonly current?: unknown
  /** What an absent value of ours does: leave the vendor's field as it is, or empty it. Default `'skip'`. */
  readonly empty?: 'skip' | 'clear'
}

/** One customer's fields that differ. */
export interface WriteChange {
  readonly customerId: string
  readonly fields: readonly WriteFieldChange[]
}

export interface WriteFieldChange {
  readonly name: string
  /** As the vendor has it; `null` where empty or unknown. */
  readonly from: Scalar
  /** As it will be written; `null` empties the field. */
  readonly to: Scalar
}

export interface WriteChanges {
  readonly changes: readonly WriteChange[]
  /** Customers whose fields all have their values already. */
  readonly unchanged: number
  readonly issues: readonly Issue[]
}

export interface VendorWriter {
  /** Our value as the vendor wants it. */
  encode(value: Scalar, target: FieldTarget): Scalar
  /** A field of the vendor's customer now; `undefined` where the customer is not among `current`. */
  currentOf(customerId: string, name: string): unknown
}

/** Rows in order; each customer once. Total on data. */
export function changesOf(rows: Iterable<object>, options: WriteOptions, { encode, currentOf }: VendorWriter): WriteChanges {
  const { fields, customer = 'customerId', empty = 'skip' } = options
  const targets = Object.entries(fields).map(([column, field]) => [column, typeof field === 'string' ? { name: field } : field] as const)
  const issues: Issue[] = []
  const note = noteTo(issues, 'write')
  const seen = new Set<string>()
  const changes: WriteChange[] = []
  let unchanged = 0
  let i = 0
  for (const entry of rows) {
    i++
    const row = entry as Readonly<Record<string, unknown>>
    const id = row[customer]
    if (typeof id !== 'string' || id === '') {
      note('crm.write.customer-missing', 'error', i, { column: customer })
      continue
    }
    if (seen.has(id)) {
      note('crm.write.repeated', 'error', i, { customerId: id })
      continue
    }
    seen.add(id)
    const changed: WriteFieldChange[] = []
    for (const [column, target] of targets) {
      const value = writableValue(row[column], target)
      if (typeof value === 'object' && value !== null) {
        note(value.problem, 'error', i, { customerId: id, field: target.name, column })
        continue
      }
      if (value === null && empty === 'skip') continue
      const to = value === null ? null : encode(value, target)
      const now = currentOf(id, target.name)
      if (now !== undefined && same(now, to)) continue
      changed.push({ name: target.name, from: isEmpty(now) || typeof now === 'object' ? null : (now as Scalar), to })
    }
    if (changed.length > 0) changes.push({ customerId: id, fields: changed })
    else unchanged++
  }
  return { changes, unchanged, issues }
}

/** `null` is no value; a problem names what cannot be written. */
function writableValue(value: unknown, { as, options, lengthMax }: FieldTarget): Scalar | { readonly problem: string } {
  if (isEmpty(value) || (typeof value === 'number' && !Number.isFinite(value))) return null
  if (typeof value === 'object' || typeof value === 'bigint') return { problem: 'crm.write.not-scalar' }
  if (options !== undefined) {
    const word = String(value)
    return Object.hasOwn(options, word) ? options[word] : { problem: 'crm.write.option-unknown' }
  }
  if (as === 'number') return readExact(value) === undefined ? { problem: 'crm.write.not-number' } : Number(value)
  if (as === 'flag') return typeof value === 'boolean' ? value : { problem: 'crm.write.not-flag' }
  if (as === 'instant') return instantOf(value) ?? { problem: 'crm.write.not-instant' }
  if (as === 'day') return isDay(value) ? value : { problem: 'crm.write.not-day' }
  const written = as === 'text' ? String(value) : (value as Scalar)
  return typeof written === 'string' && written.length > (lengthMax ?? Number.POSITIVE_INFINITY)
    ? { problem: 'crm.write.too-long' }
    : written
}

function isDay(value: unknown): value is string {
  const read = typeof value === 'string' ? readIso(value) : undefined
  return read !== undefined && 'dateOnly' in read && read.dateOnly
}

/** Epoch ms. */
function instantOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : undefined
  const read = typeof value === 'string' ? readIso(value) : undefined
  return read && 'instant' in read ? read.instant : undefined
}

/** `12.5` and `'12.50'` are one value, and so are two spellings of one instant. */
function same(now: unknown, to: Scalar): boolean {
  if (isEmpty(now) || isEmpty(to)) return isEmpty(now) && isEmpty(to)
  if (now === to || String(now) === String(to)) return true
  const a = readExact(now)
  const b = readExact(to)
  if (a !== undefined && b !== undefined) return compareExact(a, b) === 0
  const before = typeof now === 'string' ? instantOf(now) : undefined
  return before !== undefined && typeof to === 'string' && before === instantOf(to)
}
