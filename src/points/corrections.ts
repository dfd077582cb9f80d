/** What a late fact changes in a ledger: issued entries are compensated, never edited. */

import { canonicalJson } from '../core/canonical-json.js'
import type { Entry } from './entry.js'

/**
 * Entries that were issued and should not have been are undone; what should have been and was not is issued now.
 * A fact is late only once, so its id makes those of its corrections unique.
 */
export function compensations(issued: readonly Entry[], right: readonly Entry[], cause: string): Entry[] {
  const open = new Map<string, number>()
  const signature = (entry: Entry): string => canonicalJson({ ...entry, id: '' })
  for (const entry of right) open.set(signature(entry), (open.get(signature(entry)) ?? 0) + 1)
  const undone: Entry[] = []
  for (const entry of issued) {
    const key = signature(entry)
    const left = open.get(key) ?? 0
    if (left > 0) open.set(key, left - 1)
    else undone.push({ ...entry, id: `${entry.id}/undone/${cause}`, units: -entry.units, undoes: entry.id })
  }
  const added: Entry[] = []
  for (let i = right.length - 1; i >= 0; i--) {
    const entry = right[i]
    const key = signature(entry)
    const left = open.get(key) ?? 0
    if (left === 0) continue
    open.set(key, left - 1)
    added.unshift(entry.cause === cause ? entry : { ...entry, id: `${entry.id}/again/${cause}` })
  }
  return [...undone, ...added]
}

export function newEffects<E extends object>(issued: readonly E[], right: readonly E[]): E[] {
  const known = new Set(issued.map((effect) => canonicalJson(effect)))
  return right.filter((effect) => !known.has(canonicalJson(effect)))
}
