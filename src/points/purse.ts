/**
 * A purse: one account's holding of one currency, as lots with an end. The balance is always derived.
 * Purses and lots are values: every verb returns a new purse and shares what did not change. Lots are kept in chunks, so that a purse of a
 * thousand lots costs no more to change than one of ten.
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
  /** Whose it is, in an account of several members. */
  readonly member?: string
}

/** Some neighboring lots, and what a purse wants to know of them without looking at each. */
export interface LotChunk {
  /** The soonest last day among them; null: none ends. */
  readonly ends: Day | null
  /** The latest first usable day, where one is later than its lot's own. */
  readonly usableFrom?: Day
  /** At least one. */
  readonly lots: readonly Lot[]
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
  readonly until?: Day | null
  readonly usableFrom?: Day
  readonly member?: string
}

export interface Purse {
  /** By day, then end: the oldest first. */
  readonly lots: readonly LotChunk[]
  readonly holds: readonly Hold[]
  /** Taken back beyond the balance; earned back before anything is usable. */
  readonly debt: number
  /** The day of the last activity, for balances that end when idle. */
  readonly active: Day | null
  /** Nothing ends before this day: what a suspension left behind. */
  readonly keepUntil: Day | null
  readonly suspended: boolean
  /** Units so far: earned = lots − debt + pending + spent + expired + reversed at every instant. */
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

/** A thousand lots are 32 chunks of 32: a change copies about as much of the chunk as of the list of chunks. */
const CHUNK = 32

/** What the lots hold, less debt. */
export function balanceOf(purse: Purse): number {
  return purse.earned - purse.spent - purse.expired - purse.reversed - pendingOf(purse)
}

export function pendingOf({ holds }: Purse): number {
  let total = 0
  for (let i = 0; i < holds.length; i++) total += holds[i].units
  return total
}

/** What could be redeemed on `day`: lots that may be used already, less debt. */
export function usableOf(purse: Purse, day: Day): number {
  let total = balanceOf(purse)
  for (const { usableFrom, lots } of purse.lots) {
    if (usableFrom === undefined || usableFrom <= day) continue
    for (const lot of lots) if (isWaiting(lot, day)) total -= lot.left
  }
  return total
}

export function hasWaiting({ lots }: Purse, day: Day): boolean {
  return lots.some(({ usableFrom }) => usableFrom !== undefined && usableFrom > day)
}

function isWaiting(lot: Lot, day: Day | undefined): boolean {
  return day !== undefined && lot.usableFrom !== undefined && lot.usableFrom > day
}

/** Every lot, the oldest first. */
export function lotsOf({ lots }: Purse): Lot[] {
  const all: Lot[] = []
  for (const chunk of lots) for (const lot of chunk.lots) all.push(lot)
  return all
}

/** The last day of the lot that ends first; null: none ends. */
export function soonestEnd({ lots }: Purse): Day | null {
  let soonest: Day | null = null
  for (let i = 0; i < lots.length; i++) {
    const { ends } = lots[i]
    if (ends !== null && (soonest === null || ends < soonest)) soonest = ends
  }
  return soonest
}

/**
 * Adds a lot; debt is paid first. Lots stay in the order of day, then end, so that the oldest is first.
 * @param earned what it adds to the total earned; a lot that was on hold or comes back was earned before
 */
export function addLot(purse: Purse, lot: Lot, earned = 0): Purse {
  const next = copyOf(purse)
  next.earned += earned
  const paid = Math.min(purse.debt, lot.left)
  next.debt -= paid
  if (paid < lot.left) next.lots = withLot(purse.lots, paid === 0 ? lot : { ...lot, left: lot.left - paid })
  return next
}

/** Written out, because engines copy a literal ten times as fast as they spread an object of this size. */
function copyOf(purse: Purse): { -readonly [K in keyof Purse]: Purse[K] } {
  return {
    lots: purse.lots,
    holds: purse.holds,
    debt: purse.debt,
    active: purse.active,
    keepUntil: purse.keepUntil,
    suspended: purse.suspended,
    earned: purse.earned,
    spent: purse.spent,
    expired: purse.expired,
    reversed: purse.reversed,
  }
}

/** Counts units as spent that `takeLots` took; `missing` is what a floor below zero let it owe. */
export function spend(purse: Purse, units: number, missing = 0): Purse {
  const next = copyOf(purse)
  next.spent += units
  next.debt += missing
  return next
}

function withLot(chunks: readonly LotChunk[], lot: Lot): readonly LotChunk[] {
  let c = chunks.length - 1
  if (c < 0) return [chunkOf([lot])]
  while (c > 0 && isBefore(lot, chunks[c].lots[0])) c--
  const { lots } = chunks[c]
  let i = lots.length
  while (i > 0 && isBefore(lot, lots[i - 1])) i--
  const next = chunks.slice()
  const twin = i > 0 ? lots[i - 1] : undefined
  if (twin !== undefined && isTwin(twin, lot)) {
    const joined = lots.slice()
    joined[i - 1] = withLeft(twin, twin.left + lot.left)
    const { ends, usableFrom } = chunks[c]
    next[c] = usableFrom === undefined ? { ends, lots: joined } : { ends, usableFrom, lots: joined }
  } else if (lots.length < CHUNK) {
    const longer = lots.slice()
    if (i === lots.length) longer.push(lot)
    else longer.splice(i, 0, lot)
    next[c] = joinedBy(chunks[c], lot, longer)
  } else if (i === lots.length) next.splice(c + 1, 0, chunkOf([lot]))
  else next.splice(c, 1, chunkOf([...lots.slice(0, i), lot]), chunkOf(lots.slice(i)))
  return next
}

/** The same lot with other units; most have neither a later start nor an owner, and are made at once. */
function withLeft(lot: Lot, left: number): Lot {
  if (lot.usableFrom === undefined && lot.fact === undefined && lot.member === undefined) return { day: lot.day, until: lot.until, left }
  return { ...lot, left }
}

function isTwin(a: Lot, b: Lot): boolean {
  return a.day === b.day && a.until === b.until && a.fact === b.fact && a.member === b.member && a.usableFrom === b.usableFrom
}

function isBefore(a: Lot, b: Lot): boolean {
  return a.day !== b.day ? a.day < b.day : endOf(a.until) < endOf(b.until)
}

function endOf(until: Day | null): number {
  return until ?? Number.POSITIVE_INFINITY
}

function joinedBy(chunk: LotChunk, lot: Lot, lots: readonly Lot[]): LotChunk {
  const ends = lot.until !== null && (chunk.ends === null || lot.until < chunk.ends) ? lot.until : chunk.ends
  const { usableFrom } = chunk
  if (usableFrom === undefined && lot.usableFrom === undefined) return { ends, lots }
  return { ends, usableFrom: Math.max(usableFrom ?? Number.NEGATIVE_INFINITY, lot.usableFrom ?? Number.NEGATIVE_INFINITY), lots }
}

function chunkOf(lots: readonly Lot[]): LotChunk {
  let ends: Day | null = null
  let latest = Number.NEGATIVE_INFINITY
  for (let i = 0; i < lots.length; i++) {
    const { until, usableFrom } = lots[i]
    if (until !== null && (ends === null || until < ends)) ends = until
    if (usableFrom !== undefined && usableFrom > latest) latest = usableFrom
  }
  return latest === Number.NEGATIVE_INFINITY ? { ends, lots } : { ends, usableFrom: latest, lots }
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
 * @param day only lots usable on this day; absent: all
 * @param first lots that are used before the others; with `only`, instead of them
 */
export function takeLots(
  purse: Purse,
  units: number,
  order: 'oldest' | 'soonestEnd',
  day?: Day,
  first?: (lot: Lot) => boolean,
  only?: 'only',
): Taken {
  const used: Lot[] = []
  if (order === 'oldest' && first === undefined) return takeInOrder(purse, units, day, used)
  let wanted = units
  const chunks = purse.lots.slice()
  while (wanted > 0) {
    const at = nextPlace(chunks, order, day, first) ?? (first === undefined || only ? undefined : nextPlace(chunks, order, day, undefined))
    if (at === undefined) break
    const [c, i] = at
    const { lots } = chunks[c]
    const part = Math.min(lots[i].left, wanted)
    wanted -= part
    used.push({ ...lots[i], left: part })
    const rest = lots.slice()
    if (part < lots[i].left) rest[i] = { ...lots[i], left: lots[i].left - part }
    else rest.splice(i, 1)
    if (rest.length === 0) chunks.splice(c, 1)
    else chunks[c] = chunkOf(rest)
  }
  return { purse: { ...purse, lots: chunks }, lots: used, missing: wanted }
}

function takeInOrder(purse: Purse, units: number, day: Day | undefined, used: Lot[]): Taken {
  let wanted = units
  const chunks = purse.lots
  const kept: LotChunk[] = []
  let c = 0
  for (; c < chunks.length && wanted > 0; c++) {
    const { lots } = chunks[c]
    const rest: Lot[] = []
    let i = 0
    for (; i < lots.length && wanted > 0; i++) {
      const lot = lots[i]
      if (isWaiting(lot, day)) {
        rest.push(lot)
        continue
      }
      const part = Math.min(lot.left, wanted)
      wanted -= part
      used.push(part === lot.left ? lot : withLeft(lot, part))
      if (part < lot.left) rest.push(withLeft(lot, lot.left - part))
    }
    const left = placed(lots, i, rest)
    if (left.length > 0) kept.push(chunkOf(left))
  }
  const next = copyOf(purse)
  next.lots = placed(chunks, c, kept)
  return { purse: next, lots: used, missing: wanted }
}

/** What is left of a list whose first `count` became a few others: copied at once, where pushing one by one makes room again and again. */
function placed<T>(list: readonly T[], count: number, others: readonly T[]): readonly T[] {
  const next = list.slice(count - others.length)
  for (let i = 0; i < others.length; i++) next[i] = others[i]
  return next
}

/** Where the next lot to use lies, among those accepted. */
function nextPlace(
  chunks: readonly LotChunk[],
  order: 'oldest' | 'soonestEnd',
  day: Day | undefined,
  accepts: ((lot: Lot) => boolean) | undefined,
): readonly [number, number] | undefined {
  let found: readonly [number, number] | undefined
  let soonest = Number.POSITIVE_INFINITY
  for (let c = 0; c < chunks.length; c++) {
    if (found !== undefined && endOf(chunks[c].ends) >= soonest) continue
    const { lots } = chunks[c]
    for (let i = 0; i < lots.length; i++) {
      const lot = lots[i]
      if ((accepts !== undefined && !accepts(lot)) || isWaiting(lot, day)) continue
      if (order === 'oldest') return [c, i]
      if (found === undefined || endOf(lot.until) < soonest) {
        found = [c, i]
        soonest = endOf(lot.until)
      }
    }
  }
  return found
}

/** Ends every lot whose last day is before `day`. */
export function endLots(purse: Purse, day: Day): { purse: Purse; ended: readonly Lot[] } {
  const ended: Lot[] = []
  const chunks: LotChunk[] = []
  for (const chunk of purse.lots) {
    if (chunk.ends === null || chunk.ends >= day) {
      chunks.push(chunk)
      continue
    }
    const rest: Lot[] = []
    for (const lot of chunk.lots) (lot.until !== null && lot.until < day ? ended : rest).push(lot)
    if (rest.length > 0) chunks.push(chunkOf(rest))
  }
  return ended.length === 0 ? { purse, ended } : { purse: { ...purse, lots: chunks }, ended }
}
