/** What the shop presets share: one version per order, orders that count, refunds of those only. */

import type { Issue } from '../core/reason.js'
import { type Kept, latestOf } from './latest.js'
import { type Note, noteTo, recordsOf, type Unwrap, type VendorInput, type VendorRecord } from './record.js'

export interface ShopSource {
  readonly name: string
  readonly unwrap: Unwrap
  /** The id as text, `'unsafe'` or undefined. */
  id(record: VendorRecord): { readonly id: string } | 'unsafe' | undefined
  changed(record: VendorRecord): number | undefined
  /** Why a record is no sale, or undefined if it is one: the field and its value. */
  uncounted(record: VendorRecord): { readonly field: string; readonly value: string | null } | undefined
}

export interface CountedRecords {
  readonly kept: readonly Kept[]
  /** Ids of records that are no sales. */
  readonly leftAside: ReadonlySet<string>
  readonly note: Note
}

export function countedRecords(input: VendorInput, source: ShopSource, issues: Issue[]): CountedRecords {
  const note = noteTo(issues, source.name)
  const found: Kept[] = []
  recordsOf(input, source.unwrap, note).forEach((record, i) => {
    if (record === undefined) return
    const id = source.id(record)
    if (id === 'unsafe') note('crm.id.unsafe', 'error', i + 1, { field: 'id' })
    else if (id === undefined) note('crm.id.missing', 'error', i + 1, { field: 'id' })
    else found.push({ id: id.id, record, row: i + 1 })
  })
  const leftAside = new Set<string>()
  const kept = latestOf(found, (record) => source.changed(record), note).filter(({ id, record, row }) => {
    const why = source.uncounted(record)
    if (why === undefined) return true
    note('crm.record.not-counted', 'info', row, { id, ...why })
    leftAside.add(id)
    return false
  })
  return { kept, leftAside, note }
}
