/** One move, in order, after everything due before it; and what is due by itself. A refusal changes nothing but the time. */

import { decimalText, readDecimal, toUnitsExact } from '../core/decimal/decimal.js'
import type { Player } from '../core/journal.js'
import { findRecent, withRecent } from '../core/recent.js'
import { type Day, formatDate } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import { addLength } from '../core/time/length.js'
import type { ConversionForm, CurrencyForm, PointsForm } from './compile.js'
import type { Entry } from './entry.js'
import {
  cancelHold,
  expireLots,
  forfeit,
  giveHold,
  giveLot,
  type LedgerRun,
  lotOf,
  purseOf,
  releaseHold,
  requireUsable,
  restoreLots,
  type SpentLot,
  setPurse,
  spendLots,
  spentLots,
  takeBack,
  takeHolds,
} from './ledger.js'
import { compareMoves, type MoveFact } from './move.js'
import { type Hold, type Lot, soonestEnd, takeLots, usableOf } from './purse.js'
import { asRefused, type Refused, refused } from './refusal.js'
import type { MoveState, PointsBooks } from './state.js'

export interface PointsRun extends LedgerRun {
  readonly form: PointsForm
  books: { -readonly [K in keyof PointsBooks]: PointsBooks[K] }
  now: Instant
  day: Day
  cause: string
}

export interface Stepped {
  readonly refused?: Refused
}

export const PLAYER: Player<PointsForm, PointsBooks, MoveFact, PointsRun, Stepped> = {
  open: (form, books) => ({ form, books: draftOf(books), entries: [] as Entry[], now: 0, day: 0, cause: 'due', seq: 0 }),
  step,
  advance,
  cutoff({ lateness, calendar }, at) {
    if (at === null) return Number.NEGATIVE_INFINITY
    return lateness.n === 0 ? at : calendar.startOf(addLength(calendar.dayOf(at), { n: -lateness.n, unit: lateness.unit }))
  },
  compare: compareMoves,
}

function draftOf({ at, due, purses, moves }: PointsBooks): PointsRun['books'] {
  return { at, due, purses, moves }
}

const APPLIED: Stepped = {}

function step(run: PointsRun, move: MoveFact): Stepped {
  advance(run, move.at)
  run.books.at = move.at
  run.now = move.at
  run.day = run.form.calendar.dayOf(move.at)
  run.cause = move.id
  run.seq = 0
  const before = draftOf(run.books)
  const { length } = run.entries
  try {
    act(run, move)
    releaseDated(run)
    markActivity(run, move, length)
    run.books.due = nextDue(run)
    return APPLIED
  } catch (error) {
    const refusal = asRefused(error)
    run.books = before
    run.entries.length = length
    return { refused: refusal }
  }
}

function act(run: PointsRun, move: MoveFact): void {
  const { id, type, units = 0, rule = type } = move
  switch (type) {
    case 'earn':
    case 'adjust': {
      const form = currencyOf(run, move)
      if (units > 0) giveLot(run, type, form.id, rule, lotFor(run, form, move, units))
      else takeBack(run, form, 'adjust', -units, rule, move.short === 'stop' || move.short === 'debt' ? move.short : form.short)
      remember(run, move, { currency: form.id, units, reversed: 0 })
      return
    }
    case 'hold': {
      const form = currencyOf(run, move)
      const { until, usableFrom, on = null, by = null } = move
      giveHold(run, form.id, {
        rule,
        fact: id,
        units,
        on,
        by,
        ...(until === undefined ? {} : { until }),
        ...(usableFrom === undefined ? {} : { usableFrom }),
      })
      remember(run, move, { currency: form.id, units, reversed: 0 })
      return
    }
    case 'release':
      release(run, move)
      return
    case 'redeem':
    case 'send': {
      const form = currencyOf(run, move)
      if (!form.redeemable) throw refused('not-redeemable', 'points.currency.not-redeemable', { currency: form.id })
      const lots = take(run, form, units, type === 'redeem' ? 'redeem' : 'transfer', rule)
      remember(run, move, { currency: form.id, units, reversed: 0, lots })
      return
    }
    case 'receive': {
      const form = currencyOf(run, move)
      for (const [day, until, left, usableFrom] of move.lots ?? [])
        giveLot(run, 'transfer', form.id, rule, lotOf(left, day, until, usableFrom ?? undefined))
      remember(run, move)
      return
    }
    case 'expire':
      forfeit(run, currencyOf(run, move).id, 'forfeit', rule)
      remember(run, move)
      return
    case 'convert':
      convertAsked(run, move)
      return
    case 'reverse':
      reverse(run, move)
  }
}

function currencyOf(run: PointsRun, { currency }: MoveFact): CurrencyForm {
  return run.form.currencies[currency as string]
}

function lotFor(run: PointsRun, form: CurrencyForm, { id, until: given, usableFrom }: MoveFact, units: number): Lot {
  const until = given === undefined ? form.endOf(run.day) : given
  if (until !== null && until < run.day) throw refused('already-over', 'points.lot.over', { until: formatDate(until) })
  return lotOf(units, run.day, until, usableFrom, id)
}

function remember(run: PointsRun, { id, at, type }: MoveFact, more: Partial<MoveState> = {}): void {
  const { books, day, form } = run
  books.moves = withRecent(books.moves, { id, at, day, type, ...more }, day, form.reversibleFor)
}

function known(run: PointsRun, id: string): MoveState {
  const move = findRecent(run.books.moves, id, run.day, run.form.reversibleFor)
  if (move === undefined) throw refused('needs-history', 'points.move.unknown', { of: id })
  return move
}

function heldOf(run: PointsRun, { id, type, currency }: MoveState): Hold | undefined {
  return type === 'hold' && currency !== undefined ? purseOf(run, currency).holds.find(({ fact }) => fact === id) : undefined
}

function release(run: PointsRun, move: MoveFact): void {
  const held = known(run, move.of as string)
  const hold = heldOf(run, held)
  if (hold === undefined) throw refused('nothing-held', 'points.hold.none', { of: held.id })
  releaseNow(run, run.form.currencies[held.currency as string], hold, run.day)
  remember(run, move)
}

function releaseNow(run: PointsRun, form: CurrencyForm, hold: Hold, day: Day): void {
  const until = hold.until === undefined ? form.endOf(day) : hold.until
  releaseHold(run, form.id, hold, lotOf(hold.units, day, until, hold.usableFrom, hold.fact))
  if (until !== null && until < run.day) expireLots(run, form.id)
}

/** @throws a refusal */
function take(run: PointsRun, form: CurrencyForm, units: number, kind: 'redeem' | 'transfer' | 'convert', rule: string): SpentLot[] {
  const purse = purseOf(run, form.id)
  requireUsable(purse, form, units, run.day)
  const taken = takeLots(purse, units, form.consume, run.day)
  spendLots(run, form.id, kind, rule, units, taken)
  const lots = spentLots(taken.lots)
  // What a floor below 0 let it owe goes home first, to pay that debt.
  if (taken.missing > 0) lots.unshift([run.day, form.endOf(run.day), taken.missing, null])
  return lots
}

function convertAsked(run: PointsRun, move: MoveFact): void {
  const conversion = run.form.conversions.get(move.conversion as string) as ConversionForm
  const { units } = move
  if (units !== undefined && units % conversion.step !== 0)
    throw refused('not-a-multiple', 'program.redemption.step', { rule: conversion.id, step: textOf(run, conversion.from, conversion.step) })
  const done = convert(run, conversion, units)
  if (done === undefined)
    throw refused('too-little', 'points.conversion.too-little', {
      conversion: conversion.id,
      step: textOf(run, conversion.from, Math.max(conversion.step, conversion.minimum)),
    })
  remember(run, move, done)
}

/** As much as asked, or as many whole steps as the balance holds. */
function convert(run: PointsRun, { id, from, to, step, minimum, give }: ConversionForm, asked?: number): Partial<MoveState> | undefined {
  const form = run.form.currencies[from]
  const usable = usableOf(purseOf(run, from), run.day)
  const units = asked ?? Math.floor(usable / step) * step
  if (units <= 0 || usable < minimum) return undefined
  const lots = take(run, { ...form, floor: 0 }, units, 'convert', id)
  const given = (units / step) * give
  giveLot(
    run,
    'convert',
    to,
    id,
    lotOf(given, run.day, run.form.currencies[to].endOf(run.day), undefined, run.cause === 'due' ? undefined : run.cause),
  )
  return { currency: from, units, reversed: 0, lots, given: { currency: to, units: given } }
}

function textOf(run: PointsRun, currency: string, units: number): string {
  return decimalText({ units, scale: run.form.currencies[currency].scale })
}

function reverse(run: PointsRun, move: MoveFact): void {
  const of = known(run, move.of as string)
  const { id, currency, units = 0, reversed = 0, lots, given } = of
  if (currency === undefined || of.type === 'send' || units <= 0)
    throw refused('not-reversible', 'points.move.not-reversible', { of: id, type: of.type })
  const form = run.form.currencies[currency]
  const left = units - reversed
  if (left === 0) throw refused('already-reversed', 'points.move.already-reversed', { of: id })
  const asked = move.amount === undefined ? left : partOf(form, move)
  if (asked > left || (given !== undefined && asked < units))
    throw refused('too-much', 'points.reversal.part', { of: id, left: textOf(run, currency, left) })
  const rest = lots === undefined ? undefined : giveBack(run, form, move.rule ?? 'reverse', lots, asked)
  if (given !== undefined) takeEarned(run, run.form.currencies[given.currency], move, id, given.units)
  else if (lots === undefined) takeEarned(run, form, move, id, asked)
  const { books, day } = run
  const next: MoveState = { ...of, reversed: reversed + asked, ...(rest === undefined ? {} : { lots: rest }) }
  books.moves = withRecent(books.moves, next, day, run.form.reversibleFor)
  remember(run, move)
}

function partOf({ scale }: CurrencyForm, { amount, of }: MoveFact): number {
  const read = readDecimal(amount)
  const units = read === undefined ? undefined : toUnitsExact(read, scale)
  if (units === undefined || units <= 0) throw refused('no-amount', 'program.redemption.amount', { rule: of ?? '' })
  return units
}

/** What is still on hold goes first, then the move's own lots, then any. */
function takeEarned(run: PointsRun, form: CurrencyForm, move: MoveFact, of: string, units: number): void {
  const rule = move.rule ?? 'reverse'
  const hold = purseOf(run, form.id).holds.find(({ fact }) => fact === of)
  const held = hold === undefined ? 0 : takeHolds(run, form.id, hold.rule, of, units).units
  const short = move.short ?? form.short
  if (units > held && short !== 'pendingOnly') takeBack(run, form, 'reverse', units - held, rule, short, of)
}

/** The last units used go home first. @returns what the move still has used */
function giveBack(run: PointsRun, form: CurrencyForm, rule: string, lots: readonly SpentLot[], units: number): SpentLot[] {
  const kept = lots.slice()
  const home: SpentLot[] = []
  for (let left = units; left > 0; ) {
    const last = kept.pop()
    if (last === undefined) break
    const [day, until, used, ...more] = last
    const part = Math.min(used, left)
    left -= part
    home.unshift([day, until, part, ...more])
    if (part < used) kept.push([day, until, used - part, ...more])
  }
  restoreLots(run, form.id, rule, home)
  return kept
}

function releaseDated(run: PointsRun): void {
  for (const form of run.form.currencyList) {
    const purse = run.books.purses[form.id]
    if (purse === undefined || purse.holds.length === 0) continue
    for (const hold of purse.holds) {
      if (hold.on !== null && hold.on <= run.day) releaseNow(run, form, hold, hold.on)
      else if (hold.by !== null && hold.by < run.day) cancelHold(run, form.id, hold)
    }
  }
}

function markActivity(run: PointsRun, { type }: MoveFact, firstEntry: number): void {
  const { entries, form, day } = run
  for (let i = firstEntry; i < entries.length; i++) {
    const { idleEnd, activity, id } = form.currencies[entries[i].currency]
    if (idleEnd === undefined) continue
    const purse = purseOf(run, id)
    if (purse.active !== day && (activity.has(type) || purse.active === null)) setPurse(run, id, { ...purse, active: day })
  }
}

/** Lets everything happen that is due up to and including `to`. */
function advance(run: PointsRun, to: Instant): void {
  const { books, form } = run
  if (books.at === null || books.at >= to) return
  for (;;) {
    const { due } = books
    if (due === null || due > to) break
    tick(run, due)
    books.at = due
    books.due = nextDue(run)
  }
  books.at = to
  run.now = to
  run.day = form.calendar.dayOf(to)
}

function tick(run: PointsRun, at: Instant): void {
  run.now = at
  run.day = run.form.calendar.dayOf(at)
  run.cause = 'due'
  run.seq = 0
  for (const form of run.form.currencyList) {
    if (run.books.purses[form.id] === undefined) continue
    expireLots(run, form.id)
    const { active } = purseOf(run, form.id)
    if (form.idleEnd === undefined || active === null || form.idleEnd(active) >= run.day) continue
    const conversion = form.idleConversion === undefined ? undefined : run.form.conversions.get(form.idleConversion)
    if (conversion !== undefined) attempt(run, (one) => convert(one, conversion))
    forfeit(run, form.id, 'expire', 'idle')
  }
  releaseDated(run)
}

/** There is nobody to refuse when time alone asks: what cannot be done is left undone. */
function attempt(run: PointsRun, act: (run: PointsRun) => void): void {
  const { purses } = run.books
  const { length } = run.entries
  try {
    act(run)
  } catch (error) {
    asRefused(error)
    run.books.purses = purses
    run.entries.length = length
  }
}

/** The next instant after the books' own at which something is due; null when nothing is. */
function nextDue({ form, books }: PointsRun): Instant | null {
  const today = form.calendar.dayOf(books.at as Instant)
  let day = Number.POSITIVE_INFINITY
  const on = (candidate: number): void => {
    if (candidate > today && candidate < day) day = candidate
  }
  for (const { id, idleEnd } of form.currencyList) {
    const purse = books.purses[id]
    if (purse === undefined) continue
    for (const hold of purse.holds) {
      if (hold.on !== null) on(hold.on)
      if (hold.by !== null) on(hold.by + 1)
    }
    const ends = soonestEnd(purse)
    if (ends !== null) on(ends + 1)
    if (idleEnd !== undefined && purse.active !== null && purse.lots.length > 0) on(idleEnd(purse.active) + 1)
  }
  return day === Number.POSITIVE_INFINITY ? null : form.calendar.startOf(day)
}
