/** Reversals: refunds and cancellations take back what a fact gave, at its own rates, and give back what it spent. */

import {
  addExact,
  compareExact,
  divideExact,
  type Exact,
  exactUnits,
  fromUnits,
  multiplyExact,
  negateExact,
  storable,
  subtractExact,
} from '../core/decimal/exact.js'
import { allRecent, findRecent, withRecent } from '../core/recent.js'
import { addLength } from '../core/time/length.js'
import { restoreLots, takeBack, takeHolds } from '../points/ledger.js'
import { refused } from '../points/refusal.js'
import { loseAward } from './award.js'
import { countEarned, spanOf, uncount } from './counters.js'
import type { ReverseForm } from './form.js'
import { addGrant, wayOf } from './grants.js'
import type { Run } from './run.js'
import type { EarnedPart, GrantState, OrderState } from './state.js'
import { giveBackVouchers } from './vouchers.js'

/** @throws a refusal `needs-history` when what is reversed is not known here */
export function reverse(run: Run): void {
  for (const form of run.form.reverse) {
    if (!form.where(run)) continue
    const found = ordersOf(run, form)
    if (found.length === 0) throw refused('needs-history', 'program.reversal.unknown', { rule: form.rule.id })
    // What was decided before the order did not rest on it.
    const first = found.reduce((day, order) => Math.min(day, order.day), run.day)
    const supported = run.books.grants.filter((grant) => grant.decided >= first && isSupported(run, grant))
    for (const order of found) reverseOne(run, form, order)
    withdraw(run, form, supported)
  }
}

function ordersOf(run: Run, form: ReverseForm): readonly OrderState[] {
  const link = form.link(run)
  if (typeof link !== 'string' && typeof link !== 'number') return []
  const { orders } = run.books
  const { reversibleFor } = run.program
  if (form.shared === undefined) {
    const order = findRecent(orders, String(link), run.day, reversibleFor)
    return order !== undefined && form.of.has(order.type) ? [order] : []
  }
  const field = form.shared
  return allRecent(orders, run.day, reversibleFor).filter((order) => form.of.has(order.type) && order.shared?.[field] === String(link))
}

function reverseOne(run: Run, form: ReverseForm, order: OrderState): void {
  const { rule } = form
  const { id } = order
  const whole = order.amount ?? 1
  const asked = order.amount === undefined ? whole : (form.part?.(run) ?? whole)
  const sum = storable(addExact(order.reversed, asked))
  const reversed = form.part === undefined || compareExact(sum, whole) > 0 ? whole : sum
  const isWhole = compareExact(reversed, whole) === 0
  const now = shareOf(reversed, whole)
  const before = shareOf(order.reversed, whole)
  const original = rule.counts === 'now' ? undefined : order.at
  const takes = (name: string): boolean => rule.take === undefined || rule.take.includes(name)

  for (const added of order.counters)
    if (takes(added[0].split('\u0000')[0])) uncount(run, added, subtractExact(now, before), isWhole && before !== 1, order, original)
  const rests = new Map<string, Exact>()
  const kept = new Map<string, number>()
  const earned = order.earned.map((part) => {
    const rest = restOf(part, subtractExact(1, now), order, reversed)
    rests.set(part.rule, rest)
    if (!takes(part.currency)) return part
    if (part.times !== undefined) return takeAward(run, form, order, part, isWhole, original)
    const taken = takenOf(run, form, part, now, rest, rests, kept, isWhole)
    kept.set(part.rule, part.units - taken)
    if (taken > part.taken) takeEarned(run, form, id, order, part, taken - part.taken, original)
    reopenValue(run, part, rest)
    return { ...part, taken: Math.max(taken, part.taken) }
  })
  if (isWhole) {
    for (const [key, from, amount] of order.buckets) reopen(run, key, from, amount)
    giveBackVouchers(run, order)
    if (rule.giveBack) for (const part of order.redeemed) if (takes(part.currency)) restoreLots(run, part.currency, part.rule, part.lots)
  }
  const done: OrderState = {
    ...order,
    reversed,
    earned,
    ...(isWhole ? { vouchers: [], buckets: [], redeemed: rule.giveBack ? [] : order.redeemed } : {}),
  }
  run.books.orders = withRecent(run.books.orders, done, run.day, run.program.reversibleFor)
}

function shareOf(part: Exact, whole: Exact): Exact {
  return compareExact(part, whole) >= 0 ? 1 : (divideExact(part, whole) ?? 1)
}

/** What the rest of the order still earns, before rounding. Under `upTo`, the part above is given back first. */
function restOf(part: EarnedPart, share: Exact, order: OrderState, reversed: Exact): Exact {
  if (part.counted === undefined || order.amount === undefined) return multiplyExact(part.exact, share)
  const left = subtractExact(order.amount, reversed)
  if (compareExact(left, part.counted) >= 0) return part.exact
  return multiplyExact(part.exact, divideExact(left, part.counted) ?? 0)
}

/** Units taken back so far once the reversal reaches `now` of the whole. */
function takenOf(
  run: Run,
  form: ReverseForm,
  part: EarnedPart,
  now: Exact,
  rest: Exact,
  rests: ReadonlyMap<string, Exact>,
  kept: ReadonlyMap<string, number>,
  isWhole: boolean,
): number {
  if (isWhole) return part.units
  const earn = run.program.earnById.get(part.rule)
  const { scale } = run.program.currencies[part.currency]
  const mode = earn?.mode ?? 'down'
  if (earn === undefined) return part.taken
  const companions = earn.with.filter((rule) => rests.has(rule))
  if (
    form.rule.rounds !== 'rest' &&
    companions.length === 0 &&
    part.counted === undefined &&
    exactUnits(part.exact, scale, mode) === part.units
  )
    return Math.min(part.units, exactUnits(multiplyExact(part.exact, now), scale, mode))
  let total = rest
  let others = 0
  for (const rule of companions) {
    total = addExact(total, rests.get(rule) as Exact)
    others += kept.get(rule) ?? 0
  }
  const left = Math.min(part.units, exactUnits(subtractExact(total, fromUnits(others, scale)), scale, mode))
  return Math.max(part.taken, part.units - Math.max(0, left))
}

/** An award comes back as the times it was given, not as a share of the order. */
function takeAward(
  run: Run,
  form: ReverseForm,
  order: OrderState,
  part: EarnedPart,
  isWhole: boolean,
  original: number | undefined,
): EarnedPart {
  const times = part.times ?? 0
  const lost = times === 0 ? 0 : loseAward(run, part.rule, times, isWhole)
  if (lost === 0) return part
  const units = ((part.units - part.taken) / times) * lost
  takeEarned(run, form, order.id, order, part, units, original)
  return { ...part, taken: part.taken + units, times: times - lost }
}

function takeEarned(
  run: Run,
  form: ReverseForm,
  id: string,
  order: OrderState,
  part: EarnedPart,
  units: number,
  original: number | undefined,
): void {
  const { currency, rule } = part
  const fromHolds = takeHolds(run, currency, rule, id, units)
  const terms = run.program.currencies[currency]
  const short = form.rule.short ?? terms.short
  if (units > fromHolds.units && short !== 'pendingOnly') takeBack(run, terms, 'reverse', units - fromHolds.units, rule, short, id)
  const counted = short === 'pendingOnly' ? fromHolds.counted : units - (fromHolds.units - fromHolds.counted)
  if (counted > 0) countEarned(run, currency, rule, -counted, original === undefined ? run.day : order.day, original)
}

function reopenValue(run: Run, part: EarnedPart, rest: Exact): void {
  if (part.counted === undefined) return
  const cap = run.program.earnById.get(part.rule)?.upTo
  if (cap === undefined || part.exact === 0) return
  const bucket = run.books.buckets[cap.key]
  if (bucket === undefined) return
  // The value still counted is the same share of `counted` as the rest is of the earning.
  const still = multiplyExact(part.counted, divideExact(rest, part.exact) ?? 0)
  const freed = subtractExact(part.counted, still)
  if (freed !== 0) reopen(run, cap.key, bucket.from, freed)
}

function reopen(run: Run, key: string, from: number | string | null, amount: Exact): void {
  const bucket = run.books.buckets[key]
  if (bucket === undefined || bucket.from !== from) return
  run.books.buckets = { ...run.books.buckets, [key]: { from, used: addExact(bucket.used, negateExact(amount)) } }
}

/** Whether the measures of the grant's own window still meet the way it was earned by. */
function isSupported(run: Run, grant: GrantState): boolean {
  const way = wayOf(run, grant)
  if (way === undefined) return false
  const { closed } = run
  run.closed =
    way.rule.windows === 'closed' ||
    way.counters.some((counter) => grant.decided < (spanOf(run, counter)?.from ?? Number.NEGATIVE_INFINITY))
  const met = way.when(run)
  run.closed = closed
  return met
}

/** Only what the reversal itself made the difference to is withdrawn. */
function withdraw(run: Run, form: ReverseForm, supported: readonly GrantState[]): void {
  const { status } = form.rule
  if (status === 'keep') return
  for (const grant of supported) {
    if (isSupported(run, grant)) continue
    run.books.grants = run.books.grants.filter((other) => other !== grant)
    if (typeof status === 'object') {
      const to = addLength(run.day, status.grace) - 1
      addGrant(run, { ...grant, to: grant.to === null ? to : Math.min(grant.to, to), reason: 'grace' })
    }
  }
}
