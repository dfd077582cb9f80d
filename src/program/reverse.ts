/** Reversals: refunds and cancellations take back what a fact gave, at its own rates, and give back what it spent. */

import {
  addExact,
  compareExact,
  divideExact,
  type Exact,
  exactText,
  exactUnits,
  fromUnits,
  multiplyExact,
  negateExact,
  storable,
  subtractExact,
} from '../core/decimal/exact.js'
import { allRecent, findRecent, type RecentTable, withRecent } from '../core/recent.js'
import { addLength } from '../core/time/length.js'
import { restoreLots, takeBack, takeHolds } from '../points/ledger.js'
import { refused } from '../points/refusal.js'
import { loseAward } from './award.js'
import { asMember, countEarned, spanOf, uncount } from './counters.js'
import type { ReverseForm } from './form.js'
import { addGrant, wayOf } from './grants.js'
import { linkOf } from './needs.js'
import type { Run } from './run.js'
import type { EarnedPart, GrantState, OrderState } from './state.js'
import { giveBackVouchers } from './vouchers.js'

/** @throws a refusal; `needs-history` when what is reversed is not known here */
export function reverse(run: Run): void {
  const began = run.books.orders
  for (const form of run.form.reverse) {
    if (!form.where(run)) continue
    const { id } = form.rule
    const link = linkOf(run.fact, form.link)
    if (link === undefined) throw refused('missing-link', 'program.reversal.unlinked', { rule: id, field: form.link })
    const found = ordersOf(run, form, link).map((one) => asIn(began, one, run))
    const order = link.slice(0, LINK_LENGTH)
    if (found.length === 0) throw refused('needs-history', 'program.reversal.unknown', { rule: id, order })
    const parts = partsOf(run, form, found, order)
    // What was decided before the order did not rest on it.
    const first = found.reduce((day, { day: own }) => Math.min(day, own), run.day)
    const supported = run.books.grants.filter((grant) => grant.decided >= first && isSupported(run, grant))
    found.forEach((one, i) => {
      if (parts[i] !== undefined) reverseOne(run, form, one, parts[i])
    })
    withdraw(run, form, supported)
  }
}

/** Two rules may share one reversal, each taking what is its own: to both, as much is left of the order as before it. */
function asIn(began: RecentTable<OrderState>, order: OrderState, { day, program }: Run): OrderState {
  const before = findRecent(began, order.id, day, program.reversibleFor)
  return before === undefined || before.reversed === order.reversed ? order : { ...order, reversed: before.reversed }
}

/** As much of an id as a sentence needs. */
const LINK_LENGTH = 64

function ordersOf(run: Run, form: ReverseForm, link: string): readonly OrderState[] {
  const { orders } = run.books
  const { reversibleFor } = run.program
  if (!form.isShared) {
    const order = findRecent(orders, link, run.day, reversibleFor)
    return order !== undefined && form.of.has(order.type) ? [order] : []
  }
  const field = form.link
  return allRecent(orders, run.day, reversibleFor).filter((order) => form.of.has(order.type) && order.shared?.[field] === link)
}

/** An order that cost nothing is reversed as a whole, as is one without an amount. */
function wholeOf({ amount }: OrderState): Exact {
  return amount === undefined || compareExact(amount, 0) === 0 ? 1 : amount
}

/**
 * How much of each order is reversed: all that is left of it, or what is asked for, from the first order on; `undefined`: nothing.
 * @throws a refusal when nothing, or less than is asked for, is left
 */
function partsOf(run: Run, form: ReverseForm, orders: readonly OrderState[], order: string): readonly (Exact | undefined)[] {
  const rule = form.rule.id
  const lefts = orders.map((one) => subtractExact(wholeOf(one), one.reversed))
  if (lefts.every((left) => compareExact(left, 0) <= 0)) throw refused('already-reversed', 'program.reversal.done', { rule, order })
  const asked = form.part?.(run)
  if (asked === undefined || orders.every(({ amount }) => amount === undefined))
    return lefts.map((left) => (compareExact(left, 0) > 0 ? left : undefined))
  if (compareExact(asked, 0) < 0) throw refused('no-amount', 'program.reversal.negative', { rule, asked: exactText(asked) })
  if (compareExact(asked, 0) === 0 && orders.some(({ amount }) => amount !== undefined && compareExact(amount, 0) > 0))
    run.note ??= { refusal: 'none', code: 'program.reversal.nothing', params: { fact: run.fact.id, rule, order } }
  let rest = asked
  const parts = orders.map((one, i) => {
    if (compareExact(lefts[i], 0) <= 0) return undefined
    if (one.amount === undefined) return lefts[i]
    if (compareExact(one.amount, 0) === 0) return compareExact(rest, 0) === 0 ? lefts[i] : undefined
    const part = compareExact(rest, lefts[i]) > 0 ? lefts[i] : rest
    rest = subtractExact(rest, part)
    return part
  })
  if (compareExact(rest, 0) <= 0) return parts
  throw refused('above-order', 'program.reversal.above', {
    rule,
    order,
    asked: exactText(asked),
    left: exactText(subtractExact(asked, rest)),
  })
}

function reverseOne(run: Run, form: ReverseForm, order: OrderState, part: Exact): void {
  const { rule } = form
  const { id } = order
  const whole = wholeOf(order)
  const reversed = storable(addExact(order.reversed, part))
  const isWhole = compareExact(reversed, whole) === 0
  const now = shareOf(reversed, whole)
  const before = shareOf(order.reversed, whole)
  const original = rule.counts === 'now' ? undefined : order.at
  const takes = (name: string): boolean => rule.take === undefined || rule.take.includes(name)

  for (const added of order.counters)
    if (takes(added[0].split('\u0000')[0]))
      asMember(run, order.member, () => uncount(run, added, subtractExact(now, before), isWhole && before !== 1, order, original))
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
  const lost = times === 0 ? 0 : asMember(run, order.member, () => loseAward(run, part.rule, times, isWhole))
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
