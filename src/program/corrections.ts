/** What a late fact changes: issued entries are compensated, never edited, and every figure that is another now is named with its cause. */

import { canonicalJson } from '../core/canonical-json.js'
import { exactText, fromUnits } from '../core/decimal/exact.js'
import { type Reason, reason } from '../core/reason.js'
import type { Entry } from '../points/entry.js'
import { balanceOf } from '../points/purse.js'
import { readCounter } from './counters.js'
import type { Effect, Run } from './run.js'

/** The same days played without the late fact and with it. */
export interface Played extends Run {
  /** The refusal class of each fact that was refused. */
  readonly refusals: ReadonlyMap<string, string>
}

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

export function newEffects(issued: readonly Effect[], right: readonly Effect[]): Effect[] {
  const known = new Set(issued.map(canonicalJson))
  return right.filter((effect) => !known.has(canonicalJson(effect)))
}

/** Each figure, old and new; each event that is refused now and was not, or the other way round. */
export function correctionReasons(before: Played, after: Played, cause: string): Reason[] {
  const { program } = after
  const reasons: Reason[] = []
  const note = (of: 'tier' | 'balance' | 'measure', figure: string, was: string | null, is: string | null): void => {
    if (was !== is) reasons.push(reason('program.figure.corrected', 'applied', { of, figure, was, is, cause }))
  }
  note('tier', 'tier', before.books.tier, after.books.tier)
  for (const { id, scale } of program.currencyList) {
    const figure = ({ books }: Run): string => {
      const purse = books.purses[id]
      return exactText(fromUnits(purse === undefined ? 0 : balanceOf(purse), scale))
    }
    note('balance', id, figure(before), figure(after))
  }
  for (const counter of Object.values(program.counters)) {
    const figure = (run: Run): string | null => {
      const value = readCounter(run, counter, false)
      return value === undefined ? null : exactText(value)
    }
    note('measure', counter.id, figure(before), figure(after))
  }
  for (const fact of new Set([...before.refusals.keys(), ...after.refusals.keys()])) {
    const was = before.refusals.get(fact) ?? 'applied'
    const is = after.refusals.get(fact) ?? 'applied'
    if (fact !== cause && was !== is) reasons.push(reason('program.outcome.corrected', 'applied', { fact, was, is, cause }))
  }
  return reasons
}
