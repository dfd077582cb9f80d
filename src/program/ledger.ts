/** What a program adds to the movements of points: where lots end, what counts what is earned, caps, holds with conditions, suspensions. */

import { addExact, type Exact, fromUnits, storable } from '../core/decimal/exact.js'
import { findRecent } from '../core/recent.js'
import type { Day } from '../core/time/civil.js'
import { addLength } from '../core/time/length.js'
import { type DaySpan, windowAt } from '../core/time/window.js'
import type { EntryKind } from '../points/entry.js'
import { cancelHold, expireLots, giveHold, giveLot, lotOf, purseOf, releaseHold, setPurse, takeBack } from '../points/ledger.js'
import { balanceOf, EMPTY_PURSE } from '../points/purse.js'
import { countEarned } from './counters.js'
import type { CapForm, CurrencyForm } from './form.js'
import type { Run } from './run.js'

export interface Giving {
  readonly kind: 'earn' | 'award' | 'opening' | 'convert' | 'restore' | 'transfer'
  readonly rule: string
  readonly currency: string
  /** Positive. */
  readonly units: number
  /** Overrides of the currency's own lot rule. */
  readonly until?: Day | null
  readonly usableFrom?: Day
  /** The day it posts, when that is later. */
  readonly postsOn?: Day
  /** It waits for its rule's condition, at most through this day. */
  readonly waitsUntil?: Day | null
  readonly day?: Day
}

/** Puts units into a purse, or on hold. What is earned feeds counters when it is earned, what waits for a condition when it is released. */
export function give(run: Run, giving: Giving): void {
  const { kind, rule, currency, units } = giving
  const form = run.program.currencies[currency]
  if (giving.waitsUntil !== undefined || giving.postsOn !== undefined) {
    giveHold(run, currency, {
      rule,
      fact: run.fact.id,
      units,
      on: giving.postsOn ?? null,
      by: giving.waitsUntil ?? null,
      ...(giving.until === undefined ? {} : { until: giving.until }),
      ...(giving.usableFrom === undefined ? {} : { usableFrom: giving.usableFrom }),
      ...(run.member === undefined ? {} : { member: run.member }),
    })
    if (giving.waitsUntil === undefined) countEarned(run, currency, rule, units)
    return
  }
  const day = giving.day ?? run.day
  const until = giving.until !== undefined ? giving.until : endFor(run, form, day)
  giveLot(run, kind, currency, rule, lotOf(units, day, until, giving.usableFrom, ownerOf(run), run.member))
  endAtOnce(run, form, until)
  if (kind !== 'transfer') countEarned(run, currency, rule, units) // it was earned where it came from
}

/** What an award or a tier gives; below zero it is taken, as far as the currency lets it. */
export function giveOrTake(run: Run, rule: string, currency: string, units: number): void {
  if (units > 0) give(run, { kind: 'award', rule, currency, units })
  else if (units < 0) {
    const terms = run.program.currencies[currency]
    const taken = takeBack(run, terms, 'adjust', -units, rule, terms.short)
    if (taken > 0) countEarned(run, currency, rule, -taken)
  }
}

/** The short way of `give` for what is usable at once on the currency's own terms. */
export function giveNow(run: Run, kind: 'earn' | 'award', rule: string, form: CurrencyForm, units: number): void {
  const { day } = run
  const until = endFor(run, form, day)
  giveLot(run, kind, form.id, rule, lotOf(units, day, until, undefined, ownerOf(run), run.member))
  endAtOnce(run, form, until)
  if (form.counters.length > 0) countEarned(run, form.id, rule, units)
}

/** A coupon that comes after its last day can never be used. */
function endAtOnce(run: Run, form: CurrencyForm, until: Day | null): void {
  if (until !== null && until < run.day && !purseOf(run, form.id).suspended) expireLots(run, form.id)
}

/** Only a fact that can be reversed needs to find its own lot again. */
function ownerOf(run: Run): string | undefined {
  return run.order === undefined ? undefined : run.fact.id
}

export function endFor(run: Run, form: CurrencyForm, day: Day): Day | null {
  return form.until === undefined ? null : form.until(run, day)
}

/** Dated holds whose day has come, and holds whose condition holds now or can no longer come. */
export function releaseHolds(run: Run): void {
  for (const form of run.program.currencyList) {
    const currency = form.id
    const purse = run.books.purses[currency]
    if (purse === undefined || purse.holds.length === 0) continue
    for (const hold of purse.holds) {
      const rule = run.program.earnById.get(hold.rule)
      const isDue = hold.on !== null && hold.on <= run.day
      const isReleased = hold.on === null && (rule?.holdWhile?.(run) ?? false)
      const isOver = hold.on === null && hold.by !== null && hold.by < run.day
      if (!isDue && !isReleased && !isOver) continue
      if (isOver && !isReleased) {
        cancelHold(run, currency, hold)
        continue
      }
      const day = hold.on ?? run.day
      const until = hold.until !== undefined ? hold.until : endFor(run, form, day)
      const isOpen = findRecent(run.books.orders, hold.fact, run.day, run.program.reversibleFor) !== undefined
      const owner = isOpen ? hold.fact : undefined
      releaseHold(run, currency, hold, lotOf(hold.units, day, until, hold.usableFrom, owner, hold.member))
      if (isReleased) countEarned(run, currency, hold.rule, hold.units)
    }
  }
}

/** Notes where a suspension begins and ends; afterwards nothing ends before what its `thenUntil` says. */
export function watchSuspensions(run: Run): void {
  for (const form of run.program.suspensions) {
    const purse = purseOf(run, form.id)
    const suspended = form.suspended?.(run) ?? false
    if (suspended === purse.suspended) continue
    const keepUntil = suspended ? purse.keepUntil : (form.afterSuspension?.(run, run.day) ?? null)
    setPurse(run, form.id, { ...purse, suspended, keepUntil })
  }
}

const EARNING: ReadonlySet<EntryKind> = new Set(['earn', 'hold', 'award', 'opening'])
const SPENDING: ReadonlySet<EntryKind> = new Set(['redeem', 'convert'])

/** Marks activity in the balances that end when idle. */
export function markActivity(run: Run): void {
  const { books, program, fact, firstEntry } = run
  for (const form of program.idle) {
    const purse = books.purses[form.id]
    const moved = (spends: boolean): boolean =>
      run.entries.some(
        (entry, i) => i >= firstEntry && entry.currency === form.id && (EARNING.has(entry.kind) || (spends && SPENDING.has(entry.kind))),
      )
    const earns = form.activity?.get(fact.type)
    const isActive = form.activity === undefined ? moved(true) : earns === true ? moved(false) : earns === false
    if (isActive) setPurse(run, form.id, { ...(purse ?? EMPTY_PURSE), active: run.day })
    else if (purse !== undefined && purse.active === null && purse.lots.length > 0) setPurse(run, form.id, { ...purse, active: run.day })
  }
}

/** Room left under a cap or limit, and the bucket it is counted in. */
export function roomOf(run: Run, cap: CapForm): { readonly room: Exact; readonly from: Day | string | null } {
  const max = cap.max(run) ?? 0
  const from = bucketOf(run, cap)
  const bucket = run.books.buckets[cap.key]
  const used = bucket !== undefined && bucket.from === from ? bucket.used : 0
  const room = addExact(max, typeof used === 'number' ? -used : ({ n: -used.n, d: used.d } as Exact))
  return { room, from }
}

/** Counts what was used, and remembers it for a reversal. */
export function useRoom(run: Run, cap: CapForm, amount: Exact): void {
  const from = bucketOf(run, cap)
  const bucket = run.books.buckets[cap.key]
  const used = bucket !== undefined && bucket.from === from ? storable(addExact(bucket.used, amount)) : storable(amount)
  run.books.buckets = { ...run.books.buckets, [cap.key]: { from, used } }
  run.order?.buckets.push([cap.key, from, amount])
}

function bucketOf(run: Run, cap: CapForm): Day | string | null {
  const { per } = cap
  if (per === 'event') return run.fact.id
  if (typeof per === 'object' && 'fromFirst' in per) {
    const bucket = run.books.buckets[cap.key]
    const from = bucket?.from
    return typeof from === 'number' && addLength(from, per.fromFirst) > run.day ? from : run.day
  }
  const { memo } = cap
  const anchor = typeof per === 'object' && 'anchored' in per ? run.books.anchors[per.to] : undefined
  if (memo.day !== run.day || memo.anchor !== anchor) {
    const span: DaySpan | undefined = windowAt(per, run.day, run.books.anchors)
    memo.from = span === undefined || !Number.isFinite(span.from) ? null : span.from
    memo.day = run.day
    memo.anchor = anchor
  }
  return memo.from
}

/** The balance of a currency as an exact amount in its own unit. */
export function exactBalance(run: Run, currency: string): Exact {
  return fromUnits(balanceOf(purseOf(run, currency)), run.program.currencies[currency].scale)
}
