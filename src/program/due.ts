/**
 * What is due by itself. Nothing is ever scheduled: the next due instant is derived from the books, and time is advanced through such
 * instants one by one, so that asking once a year gives the same as asking every day.
 *
 * At one instant the order is fixed: statuses that start → expire → post what was held → awards that read closed windows → decisions →
 * ends and reviews → other awards → conversions → closure.
 */

import { UsageError } from '../core/errors.js'
import { reason } from '../core/reason.js'
import type { Day } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import { addLength } from '../core/time/length.js'
import { soonestEnd } from '../points/purse.js'
import { asRefused } from '../points/refusal.js'
import { spanOf } from './counters.js'
import type { Wait } from './form.js'
import type { Run } from './run.js'
import { nextOf } from './schedule.js'
import { draftOf, type ProgramFact } from './state.js'
import { lastDay } from './subscribe.js'

/** A program has a handful of due moments a month; a century of daily ones stays below this. */
const MOMENTS_MAX = 50_000

/**
 * Lets everything happen that is due up to and including `to`.
 * @throws UsageError `tierwise.program.too-far` when that is more than fifty thousand moments
 */
export function advanceTo(run: Run, to: Instant): void {
  const { books } = run // the run's own copy: it is written to
  if (books.at === null || books.at >= to) return
  if (books.due === null || books.due > to) {
    books.at = to
    return
  }
  const { fact, cause } = run
  for (let moments = 0; moments < MOMENTS_MAX; moments++) {
    const due: Instant | null = books.due
    if (due === null || due > to) break
    attempt(run, () => tick(run, due))
    books.at = due
    books.due = nextDue(run)
  }
  if (books.due !== null && books.due <= to) throw new UsageError('tierwise.program.too-far', { moments: MOMENTS_MAX })
  run.fact = fact
  run.cause = cause
  books.at = to
  lookAt(run, to)
}

/** Points the run at an instant. */
export function lookAt(run: Run, at: Instant): void {
  run.now = at
  run.day = run.program.calendar.dayOf(at)
}

/** There is nobody to refuse when time alone asks: what cannot be done is left undone, and says why. */
export function attempt(run: Run, act: (run: Run) => void): void {
  const { books, effects, reasons } = run
  const before = draftOf(books)
  const lengths = [run.entries.length, effects.length, reasons.length]
  try {
    act(run)
  } catch (error) {
    const { code, params, refusal } = asRefused(error)
    Object.assign(books, before)
    ;[run.entries.length, effects.length, reasons.length] = lengths
    run.closed = false
    reasons.push(reason(code, 'refused', { ...params, refusal }))
  }
}

function tick(run: Run, at: Instant): void {
  const { program, books } = run
  lookAt(run, at)
  run.fact = dueFact(at)
  run.cause = 'due'
  run.member = undefined
  run.rank = rankNow(run)
  run.earned.clear()
  run.seq = 0
  const previous = books.at as Instant
  const keys = program.schedules.filter((schedule) => nextOf(schedule, previous, books.anchors) === at).map(({ key }) => key)

  for (const duty of program.duties) duty(run, keys)
  forget(run)
  close(run)
}

function rankNow(run: Run): number {
  return run.books.tier === null ? 0 : Math.max(0, run.program.scope.rankOf?.(run.books.tier) ?? 0)
}

function dueFact(at: Instant): ProgramFact {
  return { id: 'due', customerId: '', type: 'due', at }
}

/** Flags that ended, grants that ran out. */
function forget(run: Run): void {
  const { books, day } = run
  books.grants = books.grants.filter((grant) => grant.to === null || grant.to >= day - 1)
  for (const [id, flag] of Object.entries(books.flags)) {
    if (flag.until !== null && flag.until < day) {
      const { [id]: _, ...rest } = books.flags
      books.flags = rest
    }
  }
}

function close(run: Run): void {
  const { closure } = run.program.definition
  const { books } = run
  if (closure === undefined || books.closed !== null || books.active === null) return
  if (addLength(books.active, closure.after) >= run.day) return
  books.closed = run.day
  run.effects.push({ type: 'closed', at: run.now, cause: 'due' })
  run.reasons.push(reason('program.account.closed', 'applied', {}))
}

/** The next instant after the books' own, at which the run looks, when something is due; null when nothing is. */
export function nextDue(run: Run): Instant | null {
  const { program, books, day: today } = run
  if (books.at === null) return null
  const { calendar, waits } = program
  let day = Number.POSITIVE_INFINITY
  const on = (candidate: Day | null | undefined): void => {
    if (candidate !== null && candidate !== undefined && candidate > today && candidate < day) day = candidate
  }
  for (let i = 0; i < waits.length; i++) waits[i](run, on)
  let due = day === Number.POSITIVE_INFINITY ? day : calendar.startOf(day)
  for (const schedule of program.schedules) {
    const at = nextOf(schedule, books.at, books.anchors)
    if (at !== null && at < due) due = at
  }
  return due === Number.POSITIVE_INFINITY ? null : due
}

/** Holds that post or lapse, lots and idle balances that end. */
export const pointsWait: Wait = ({ program, books, day: today }, on) => {
  const { currencyList } = program
  for (let i = 0; i < currencyList.length; i++) {
    const form = currencyList[i]
    const purse = books.purses[form.id]
    if (purse === undefined) continue
    for (const hold of purse.holds) on(hold.on ?? (hold.by === null ? null : hold.by + 1))
    if (form.suspended !== undefined && purse.suspended) continue
    const keep = purse.keepUntil === null ? 0 : purse.keepUntil + 1
    const ends = soonestEnd(purse)
    if (ends !== null) on(Math.max(ends + 1, keep, today + 1)) // what came with an end that is over goes at the next midnight
    if (form.idleEnd !== undefined && purse.active !== null && purse.lots.length > 0) on(Math.max(form.idleEnd(purse.active) + 1, keep))
  }
}

/** Statuses that start or end, and a grace. */
export const statusWaits: Wait = ({ program, books, day: today }, on) => {
  for (const grant of books.grants) {
    on(grant.from)
    if (grant.to !== null) on(grant.to + 1)
  }
  if (books.grace === null) return
  on(books.grace.until + 1)
  // What fails a condition may pass by itself: a grace that is tested at every event is also looked at every day.
  const held = program.tiers.find((tier) => tier.id === books.grace?.tier)
  if (held?.review?.retest === 'event') on(today + 1)
}

export const subscriptionWaits: Wait = ({ program, books: { subscription } }, on) => {
  if (subscription === null || subscription.status === 'expired' || program.definition.subscription === undefined) return
  on(subscription.until + 1)
  on(subscription.until + 2)
  on(lastDay(program.definition.subscription, subscription) + 1)
}

export const vouchersWait: Wait = ({ books }, on) => {
  for (const voucher of books.vouchers) if (voucher.until !== null) on(voucher.until + 1)
}

export const flagsWait: Wait = ({ books }, on) => {
  for (const flag of Object.values(books.flags)) if (flag.until !== null) on(flag.until + 1)
}

export const closureWaits: Wait = ({ program: { definition }, books }, on) => {
  if (definition.closure !== undefined && books.active !== null && books.closed === null)
    on(addLength(books.active, definition.closure.after) + 1)
}

/** Conditions that time alone can change. */
export const conditionsWait: Wait = (run, on) => {
  for (const horizon of run.program.horizons) {
    if (horizon.daily) on(run.day + 1)
    for (const counter of horizon.counters) on(spanOf(run, counter)?.to)
  }
}
