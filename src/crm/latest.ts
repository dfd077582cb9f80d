/** A record that changed while pages were read comes twice: the version changed last is the one that counts. */

import type { Note, VendorRecord } from './record.js'

export interface Kept {
  readonly id: string
  readonly record: VendorRecord
  /** 1-based over all pages of the source. */
  readonly row: number
}

/**
 * One version per id. Of two that differ and do not say which is later both stay, and `readFacts` counts neither (`facts.id.conflict`).
 * @param changed when a record was last changed: epoch ms, or undefined where it does not say
 */
export function latestOf(found: readonly Kept[], changed: (record: VendorRecord) => number | undefined, note: Note): Kept[] {
  const kept = new Map<string, Kept[]>()
  for (const next of found) {
    const others = kept.get(next.id)
    if (!others) {
      kept.set(next.id, [next])
      continue
    }
    const last = others[others.length - 1]
    const before = changed(last.record)
    const after = changed(next.record)
    if (before !== undefined && after !== undefined && before !== after) {
      const [older, newer] = before < after ? [last, next] : [next, last]
      others[others.length - 1] = newer
      note('crm.record.repeated', 'info', older.row, { id: next.id, otherRow: newer.row })
    } else if (contentOf(last.record) === contentOf(next.record)) {
      note('crm.record.repeated', 'info', next.row, { id: next.id, otherRow: last.row })
    } else others.push(next)
  }
  return [...kept.values()].flat()
}

/** Vendors write a record's fields in any order; what comes from a CSV may hold text that is no JSON, and ids may be bigints. */
function contentOf(record: VendorRecord): string {
  const sorted = Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)))
  return JSON.stringify(sorted, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value))
}
