/** One id, one fact: the same row twice counts once; one id with two contents counts not at all. */

import { canonicalJson } from '../core/canonical-json.js'
import { type Batch, SKIPPED } from './batch.js'
import type { IssueCollector } from './issues.js'

/** Strikes duplicates and conflicts. Facts of different types may share an id (an order 17 and a refund 17). */
export function strikeDuplicates(batches: readonly Batch[], issues: IssueCollector): void {
  const first = new Map<string, { batch: Batch; i: number; conflict: boolean }>()
  for (const batch of batches) {
    if (!batch.id) continue
    for (let i = 0; i < batch.length; i++) {
      const id = batch.id[i]
      if (batch.struck[i] || id === undefined) continue
      const key = `${batch.type[i]} ${id}`
      const known = first.get(key)
      if (!known) {
        first.set(key, { batch, i, conflict: false })
        continue
      }
      if (!known.conflict && sameContent(known.batch, known.i, batch, i)) {
        batch.struck[i] = SKIPPED
        issues.add('facts.id.duplicate', 'info', batch.kind, i + 1, { firstRow: known.i + 1 })
        continue
      }
      if (!known.conflict) {
        known.conflict = true
        known.batch.struck[known.i] = SKIPPED
        issues.add('facts.id.conflict', 'error', known.batch.kind, known.i + 1, { otherRow: i + 1 })
      }
      batch.struck[i] = SKIPPED
      issues.add('facts.id.conflict', 'error', batch.kind, i + 1, { otherRow: known.i + 1 })
    }
  }
}

function sameContent(a: Batch, i: number, b: Batch, j: number): boolean {
  return (
    a.customer[i] === b.customer[j] &&
    a.at[i] === b.at[j] &&
    Object.is(a.amountMinor[i], b.amountMinor[j]) &&
    a.channel?.[i] === b.channel?.[j] &&
    a.refersTo?.[i] === b.refersTo?.[j] &&
    sameJson(a.original?.[i], b.original?.[j]) &&
    sameJson(a.lines?.[i], b.lines?.[j]) &&
    sameJson(a.attributes?.[i], b.attributes?.[j])
  )
}

function sameJson(a: unknown, b: unknown): boolean {
  return a === b || (a !== undefined && b !== undefined && canonicalJson(a) === canonicalJson(b))
}
