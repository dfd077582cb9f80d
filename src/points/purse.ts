/**
 * A purse: one account's holding of one currency, as lots with an end. The balance is always derived from them.
 * Purses and lots are values: every verb returns a new purse, and lots that did not change are shared.
 */

import type { Day } from '../core/time/civil.js'

export interface Lot {
  /** The day it was posted, issued or re-dated to. */
  readonly day: Day
  /** Last usable day; null never ends. */
  readonly until: Day | null
  /** Units of 10^−scale; above 0. */
  readonly left: number
  /** First usable day, where that is later than `day`. */
  readonly usableFrom?: Day
  /** The fact that earned it, where a reversal may want it back. */
  readonly fact?: string
}

/** Earned but not usable yet: until a day, or until a condition holds. */
export interface Hold {
  readonly rule: string
  readonly fact: string
  readonly units: number
  /** The day it posts; null while it waits for a condition. */
  readonly on: Day | null
  /** The last day it may wait. */
  readonly by: Day | null
  /** Its exact amount before rounding, for reversals of a part. */
  readonly until?: Day | null
  readonly usableFrom?: Day
}

export interface Purse {
  readonly lots: readonly Lot[]
  readonly holds: readonly Hold[]
  /** Taken back beyond the balance; earned back before anything is usable. */
  readonly debt: number
  /** The day of the last activity, for balances that end when idle. */
  readonly active: Day | null
  /** Nothing ends before this day: what a suspension left behind. */
  readonly keepUntil: Day | null
  readonly suspended: boolean
  /** Units so far: earned = balance + debt turned + pending + spent + expired + reversed at every instant. */
  readonly earned: number
  readonly spent: number
  readonly expired: number
  readonly reversed: number
}

export const EMPTY_PURSE: Purse = {
  lots: [],
  holds: [],
  debt: 0,
  active: null,
  keepUntil: null,
  suspended: false,
  earned: 0,
  spent: 0,
  expired: 0,
  reversed: 0,
}

export function balanceOf(purse: Purse): number {
  let total = -purse.debt
  for (const lot of purse.lots) total += lot.left
  return total
}

export function pendingOf(purse: Purse): number {
  let total = 0
  for (const hold of purse.holds) total += hold.units
  return total
}

/** What could be redeemed on `day`: lots that may be used already, less debt. */
export function usableOf(purse: Purse, day: Day): number {
  let total = -purse.debt
  for (const lot of purse.lots) if (lot.usableFrom === undefined || lot.usableFrom <= day) total += lot.left
  return total
}

/** Adds a lot; debt is paid first. Lots stay in the order of day, then end, so that the oldest is first. */
export function addLot(purse: Purse, lot: Lot): Purse {
  const paid = Math.min(purse.debt, lot.left)
  const left = lot.left - paid
  const debt = purse.debt - paid
  if (left === 0) return { ...purse, debt }
  const { lots } = purse
  let i = lots.length
  while (i > 0 && isBefore(lot, lots[i - 1])) i--
  const twin = lots[i - 1]
  if (twin && twin.fact === lot.fact && twin.day === lot.day && twin.until === lot.until && twin.usableFrom === lot.usableFrom) {
    const joined = lots.slice()
    joined[i - 1] = { ...twin, left: twin.left + left }
    return { ...purse, debt, lots: joined }
  }
  const added = { ...lot, left }
  return { ...purse, debt, lots: i === lots.length ? [...lots, added] : [...lots.slice(0, i), added, ...lots.slice(i)] }
}

function isBefore(a: Lot, b: Lot): boolean {
  return a.day !== b.day ? a.day < b.day : endOf(a) < endOf(b)
}

function endOf(lot: Lot): number {
  return lot.until ?? Number.POSITIVE_INFINITY
}

export interface Taken {
  readonly purse: Purse
  /** What each lot gave, in the order they were used. */
  readonly lots: readonly Lot[]
  /** What could not be found. */
  readonly missing: number
}

/**
 * Takes units out of lots: the oldest first, or those that end soonest.
 * @param first a fact whose own lot is used before the others
 * @param day only lots usable on this day; absent: all
 */
export function takeLots(purse: Purse, units: number, order: 'oldest' | 'soonestEnd', day?: Day, first?: string): Taken {
  let wanted = units
  const used: Lot[] = []
  const left = purse.lots.slice()
  for (const i of orderOf(purse.lots, order, first)) {
    if (wanted === 0) break
    const lot = purse.lots[i]
    if (day !== undefined && lot.usableFrom !== undefined && lot.usableFrom > day) continue
    const part = Math.min(lot.left, wanted)
    wanted -= part
    used.push({ ...lot, left: part })
    left[i] = { ...lot, left: lot.left - part }
  }
  return { purse: { ...purse, lots: left.filter((lot) => lot.left > 0) }, lots: used, missing: wanted }
}

function orderOf(lots: readonly Lot[], order: 'oldest' | 'soonestEnd', first: string | undefined): readonly number[] {
  const indices = lots.map((_, i) => i)
  if (order === 'soonestEnd') indices.sort((a, b) => endOf(lots[a]) - endOf(lots[b]) || a - b || 0)
  return first === undefined
    ? indices
    : [...indices.filter((i) => lots[i].fact === first), ...indices.filter((i) => lots[i].fact !== first)]
}

/** Ends every lot whose last day is before `day`. */
export function endLots(purse: Purse, day: Day): { purse: Purse; ended: readonly Lot[] } {
  const ended = purse.lots.filter((lot) => lot.until !== null && lot.until < day)
  return ended.length === 0 ? { purse, ended } : { purse: { ...purse, lots: purse.lots.filter((lot) => !ended.includes(lot)) }, ended }
}
