/** Moving units: every movement is an entry, and every purse the sum of its entries. Programs and plain ledgers stand on the same movements. */

import { decimalText, safe } from '../core/decimal/decimal.js'
import type { Day } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import type { Entry, EntryKind } from './entry.js'
import {
  addLot,
  balanceOf,
  EMPTY_PURSE,
  endLots,
  type Hold,
  hasWaiting,
  type Lot,
  type Purse,
  soonestEnd,
  spend,
  type Taken,
  takeLots,
  usableOf,
} from './purse.js'
import { refused } from './refusal.js'

/** A verb at work on one account: its purses, and what has been written down so far. */
export interface LedgerRun {
  readonly books: { purses: Readonly<Record<string, Purse>> }
  entries: Entry[]
  /** The instant at work and its local day. */
  readonly now: Instant
  readonly day: Day
  /** The id of the fact at work, or `due`. */
  readonly cause: string
  /** Entries so far at this step, for their ids. */
  seq: number
}

/** What a movement asks of a currency. */
export interface CurrencyTerms {
  readonly id: string
  readonly scale: number
  /** Units. */
  readonly floor: number
  readonly consume: 'oldest' | 'soonestEnd'
  readonly short: 'debt' | 'stop'
}

export function purseOf(run: LedgerRun, currency: string): Purse {
  return run.books.purses[currency] ?? EMPTY_PURSE
}

export function setPurse(run: LedgerRun, currency: string, purse: Purse): void {
  safe(purse.earned)
  safe(purse.spent)
  safe(purse.debt)
  const { purses } = run.books
  const next: Record<string, Purse> = {}
  // An engine that has seen several currencies spreads a record slowly.
  for (const id in purses) next[id] = purses[id]
  next[currency] = purse
  run.books.purses = next
}

export function post(
  run: LedgerRun,
  kind: EntryKind,
  currency: string,
  units: number,
  rule: string,
  until: Day | null = null,
  postsOn?: Day,
): void {
  if (units === 0) return
  const { cause, now } = run
  // A fact has one moment; what is due has many.
  const id = cause === 'due' ? `due/${now}/${run.seq++}` : `${cause}/${run.seq++}`
  const entry: { -readonly [K in keyof Entry]: Entry[K] } = { id, at: now, kind, currency, units, cause, rule }
  if (until !== null) entry.until = until
  if (postsOn !== undefined) entry.postsOn = postsOn
  // Most facts move points once: a list of one takes a tenth of the room that a first `push` reserves.
  if (run.entries.length === 0) run.entries = [entry]
  else run.entries.push(entry)
}

/** Units that were not there before, as a lot. */
export function giveLot(run: LedgerRun, kind: EntryKind, currency: string, rule: string, lot: Lot): void {
  setPurse(run, currency, addLot(purseOf(run, currency), lot, lot.left))
  post(run, kind, currency, lot.left, rule, lot.until)
}

/** Units that were not there before, not usable yet. */
export function giveHold(run: LedgerRun, currency: string, hold: Hold): void {
  const purse = purseOf(run, currency)
  setPurse(run, currency, { ...purse, earned: purse.earned + hold.units, holds: [...purse.holds, hold] })
  post(run, 'hold', currency, hold.units, hold.rule, null, hold.on ?? undefined)
}

export function lotOf(left: number, day: Day, until: Day | null, usableFrom?: Day, fact?: string, member?: string): Lot {
  const lot: { -readonly [K in keyof Lot]: Lot[K] } = { day, until, left }
  if (usableFrom !== undefined) lot.usableFrom = usableFrom
  if (fact !== undefined) lot.fact = fact
  if (member !== undefined) lot.member = member
  return lot
}

/** A hold becomes a lot. */
export function releaseHold(run: LedgerRun, currency: string, hold: Hold, lot: Lot): void {
  const purse = purseOf(run, currency)
  setPurse(run, currency, addLot({ ...purse, holds: purse.holds.filter((other) => other !== hold) }, lot))
  post(run, 'release', currency, hold.units, hold.rule, lot.until)
}

/** A hold is taken away. */
export function cancelHold(run: LedgerRun, currency: string, hold: Hold): void {
  const purse = purseOf(run, currency)
  const holds = purse.holds.filter((other) => other !== hold)
  setPurse(run, currency, { ...purse, holds, reversed: purse.reversed + hold.units })
  post(run, 'cancel', currency, -hold.units, hold.rule, null, hold.on ?? undefined)
}

/** Takes from what a fact still has on hold by a rule. `counted` is the part of it that waits for a day alone. */
export function takeHolds(run: LedgerRun, currency: string, rule: string, fact: string, units: number): { units: number; counted: number } {
  const purse = purseOf(run, currency)
  let left = units
  let counted = 0
  let on: Day | undefined
  const holds = purse.holds
    .map((hold) => {
      if (hold.fact !== fact || hold.rule !== rule || left === 0) return hold
      const taken = Math.min(hold.units, left)
      left -= taken
      if (hold.on !== null) {
        counted += taken
        on = hold.on
      }
      return { ...hold, units: hold.units - taken }
    })
    .filter((hold) => hold.units > 0)
  if (left === units) return { units: 0, counted: 0 }
  setPurse(run, currency, { ...purse, holds, reversed: purse.reversed + units - left })
  post(run, 'cancel', currency, left - units, rule, null, on)
  return { units: units - left, counted }
}

/**
 * Takes units away, of a clawback or a penalty; what is missing becomes debt or is forgotten.
 * @param first the fact whose own lots go first
 * @returns units taken
 */
export function takeBack(
  run: LedgerRun,
  { id, floor, consume }: CurrencyTerms,
  kind: 'reverse' | 'adjust',
  units: number,
  rule: string,
  short: 'debt' | 'stop',
  first?: string,
): number {
  const purse = purseOf(run, id)
  const room = short === 'stop' ? Math.max(0, balanceOf(purse) - floor) : units
  const wanted = Math.min(units, room)
  if (wanted === 0) return 0
  const taken = takeLots(purse, wanted, consume, undefined, first === undefined ? undefined : (lot) => lot.fact === first)
  const total = kind === 'reverse' ? { reversed: taken.purse.reversed + wanted } : { spent: taken.purse.spent + wanted }
  setPurse(run, id, { ...taken.purse, ...total, debt: taken.purse.debt + taken.missing })
  post(run, kind, id, -wanted, rule)
  return wanted
}

/** @throws a refusal when that much cannot be used today */
export function requireUsable(purse: Purse, { id, scale, floor }: CurrencyTerms, units: number, day: Day): void {
  const usable = usableOf(purse, day)
  if (usable - floor >= units) return
  const missing = decimalText({ units: units - Math.max(0, usable - floor), scale })
  throw hasWaiting(purse, day)
    ? refused('not-yet-usable', 'points.balance.not-yet-usable', { currency: id, missing })
    : refused('insufficient-balance', 'points.balance.insufficient', { currency: id, missing })
}

/** Counts as spent what was taken out of a purse's lots. */
export function spendLots(
  run: LedgerRun,
  currency: string,
  kind: 'redeem' | 'transfer' | 'convert',
  rule: string,
  units: number,
  taken: Taken,
): void {
  setPurse(run, currency, spend(taken.purse, units, taken.missing))
  post(run, kind, currency, -units, rule)
}

/** A lot as a redemption remembers it. */
export type SpentLot = readonly [day: Day, until: Day | null, units: number, usableFrom: Day | null, fact?: string | null, member?: string]

export function spentLots(lots: readonly Lot[]): SpentLot[] {
  return lots.map(({ day, until, left, usableFrom = null, fact, member }) =>
    member !== undefined
      ? ([day, until, left, usableFrom, fact ?? null, member] as const)
      : fact === undefined
        ? ([day, until, left, usableFrom] as const)
        : ([day, until, left, usableFrom, fact] as const),
  )
}

/** Spent units go home with their old end; what has ended meanwhile does not. */
export function restoreLots(run: LedgerRun, currency: string, rule: string, lots: readonly SpentLot[]): void {
  for (const [day, until, units, usableFrom, fact, member] of lots) {
    if (until !== null && until < run.day) continue
    const purse = purseOf(run, currency)
    const lot = lotOf(units, day, until, usableFrom ?? undefined, fact ?? undefined, member)
    setPurse(run, currency, addLot({ ...purse, spent: purse.spent - units }, lot))
    post(run, 'restore', currency, units, rule, until)
  }
}

/** What has ended by today is gone at 00:00. */
export function expireLots(run: LedgerRun, currency: string): void {
  const purse = purseOf(run, currency)
  if (soonestEnd(purse) === null) return
  const { purse: left, ended } = endLots(purse, run.day)
  const units = ended.reduce((sum, lot) => sum + lot.left, 0)
  if (units === 0) return
  setPurse(run, currency, { ...left, expired: left.expired + units })
  post(run, 'expire', currency, -units, 'lots')
}

/** Ends the whole balance. */
export function forfeit(run: LedgerRun, currency: string, kind: 'expire' | 'forfeit', rule: string): void {
  const purse = purseOf(run, currency)
  const units = balanceOf(purse) + purse.debt
  if (units === 0) return
  setPurse(run, currency, { ...purse, lots: [], expired: purse.expired + units })
  post(run, kind, currency, -units, rule)
}
