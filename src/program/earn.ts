/** Earn rules, in their order: value × rate / per, rounded once, under its caps. */

import {
  addExact,
  compareExact,
  divideExact,
  type Exact,
  exactUnits,
  exactUnitsOnly,
  fromUnits,
  multiplyExact,
  roundExact,
  storable,
  subtractExact,
} from '../core/decimal/exact.js'
import type { Day } from '../core/time/civil.js'
import { addUnits } from '../core/time/length.js'
import { takeBack } from '../points/ledger.js'
import { refused } from '../points/refusal.js'
import { countEarned } from './counters.js'
import type { EarnForm } from './form.js'
import { give, giveNow, roomOf, useRoom } from './ledger.js'
import type { Run } from './run.js'

export function earn(run: Run): void {
  const exacts = run.form.sums ? new Map<string, Exact>() : undefined
  for (const form of run.form.earn) {
    if (run.day < form.from || run.day > form.through || !form.where(run)) continue
    earnOne(run, form, exacts)
  }
}

function earnOne(run: Run, form: EarnForm, exacts: Map<string, Exact> | undefined): void {
  const { rule } = form
  const counted = countedValue(run, form)
  const rate = form.rate(run)
  const per = form.per(run)
  if (counted === undefined || rate === undefined || per === undefined) {
    if (counted === undefined)
      run.note ??= { refusal: 'none', code: 'program.earning.no-value', params: { fact: run.fact.id, rule: rule.id } }
    return
  }
  const exact = exactEarning(form, counted, rate, per)
  if (exact === undefined) return
  if (run.order !== undefined) storable(exact)
  exacts?.set(rule.id, exact)
  const { currency } = form
  const { scale } = currency
  let units = roundEarning(run, form, exact, exacts, scale)
  for (const cap of form.caps) {
    const { room } = roomOf(run, cap)
    const most = Math.max(0, exactUnits(room, scale, 'down'))
    if (units > most) units = most
  }
  if (units > 0) for (const cap of form.caps) useRoom(run, cap, fromUnits(units, scale))
  const { remembersEarned } = run.program
  if (remembersEarned) run.earned.set(rule.id, fromUnits(units, scale))
  if (units === 0) return
  run.order?.earned.push({ rule: rule.id, currency: rule.to, units, exact, taken: 0, ...(form.upTo ? { counted } : {}) })
  if (units < 0) {
    const taken = takeBack(run, currency, 'adjust', -units, rule.id, currency.short)
    if (remembersEarned) run.earned.set(rule.id, fromUnits(-taken, scale))
    if (taken > 0) countEarned(run, rule.to, rule.id, -taken)
    return
  }
  if (form.isPlain) giveNow(run, 'earn', rule.id, currency, units)
  else give(run, { kind: 'earn', rule: rule.id, currency: rule.to, units, ...lotTerms(run, form) })
}

/** The value that counts: all of it, or what room `upTo` leaves. */
function countedValue(run: Run, form: EarnForm): Exact | undefined {
  const value = form.value(run)
  if (value === undefined || form.upTo === undefined) return value
  const { room } = roomOf(run, form.upTo)
  const counted = compareExact(value, room) > 0 ? (compareExact(room, 0) > 0 ? room : 0) : value
  const { order } = run
  run.order = undefined // a reversal reopens this room by what the rest still counts
  if (counted !== 0) useRoom(run, form.upTo, counted)
  run.order = order
  return counted
}

export function exactEarning(form: EarnForm, value: Exact, rate: Exact, per: Exact): Exact | undefined {
  const units = divideExact(value, per)
  if (units === undefined) return undefined
  return multiplyExact(form.rule.whole ? roundExact(units, 1, 'down') : units, rate)
}

/** Rounded alone, or as what is left of the rounded sum with the rules named in `with`. */
function roundEarning(run: Run, form: EarnForm, exact: Exact, exacts: ReadonlyMap<string, Exact> | undefined, scale: number): number {
  const { mode } = form
  if (mode === undefined) {
    const units = exactUnitsOnly(exact, scale)
    if (units === undefined) throw refused('inexact', 'program.earning.inexact', { rule: form.rule.id, scale })
    return units
  }
  if (form.with.length === 0 || exacts === undefined) return exactUnits(exact, scale, mode)
  let total = exact
  let before = 0
  for (const id of form.with) {
    const other = exacts.get(id)
    if (other === undefined) continue
    total = addExact(total, other)
    before += exactUnits(run.earned.get(id) ?? 0, scale, 'down')
  }
  return exactUnits(subtractExact(total, fromUnits(before, scale)), scale, mode)
}

function lotTerms(run: Run, form: EarnForm): { until?: Day | null; usableFrom?: Day; postsOn?: Day; waitsUntil?: Day | null } {
  const { posts } = form.rule
  const terms: { until?: Day | null; usableFrom?: Day; postsOn?: Day; waitsUntil?: Day | null } = {}
  if (form.until !== undefined) terms.until = form.until(run, run.day)
  if (form.usableFrom !== undefined) terms.usableFrom = form.usableFrom
  const last = form.postsAfter?.(run, run.day)
  if (last !== undefined && last !== null) terms.postsOn = last + 1
  else if (posts !== undefined && 'after' in posts && 'n' in posts.after) {
    const { n, unit } = posts.after
    terms.postsOn = unit === 'workday' ? run.program.calendar.workday(run.day, n) : addUnits(run.day, n, unit)
  } else if (form.holdWhile !== undefined && form.holdBy !== undefined && !form.holdWhile(run)) {
    terms.waitsUntil = form.holdBy(run, run.day)
  }
  return terms
}
