/** Where limits leave one event too little: events that feed the needs together, as soon, as few and as small as trying finds. */

import { exactNumber } from '../core/decimal/exact.js'
import type { Day } from '../core/time/civil.js'
import { asGiven, type Instant } from '../core/time/instant.js'
import type { Account } from './account.js'
import { type Cheapest, cheapest, totalOf } from './cheapest.js'
import { arrive, type Course, courseOf, eventsOf, isDone, lacks, type Slot, shown, sized, sizeOf, step, steps, worth } from './course.js'
import type { Wanted } from './goal.js'
import { filled, nextDay } from './limits.js'
import type { Feed } from './solve.js'
import type { SupposedEvent } from './suppose.js'
import { smallest, type Trial, type Tried } from './trial.js'

/** Events with their own instants that do it together. */
export interface Spread {
  readonly wanted: readonly Wanted[]
  readonly units: readonly number[]
  /** In order; those of the account's own instant have no `at` of their own. */
  readonly events: readonly SupposedEvent[]
  /** When the first and the last of them happen. */
  readonly at: Instant
  readonly through: Instant
  /** False where the tries ran out before it was sure that there is no cheaper way. */
  readonly isProven: boolean
}

/** Why no sequence does it: the most that the limits let a need come to. */
export interface Stopped {
  readonly id: string
  readonly most: string
}

/** A year of daily visits is the longest that is suggested. */
const STEPS_MAX = 366
const DAYS_MAX = 800

/** So many events and days that only replace what a window forgets, or bring nothing, say that more will not help. */
const IDLE_MAX = 31

/** More of the same at one instant is not what a limit is about. */
const TIMES_MAX = 50

/**
 * First as early as limits allow, then without every event that is not needed, then each number as small as it can be.
 * @param feeds of each need at least one; kinds of event that feed one need take turns, the first given first
 * @param before events count only until then
 * @param extra what must happen besides, after them
 */
export function spread(
  account: Account,
  wanted: readonly Wanted[],
  feeds: readonly Feed[],
  trial: Trial,
  before: Instant | undefined,
  extra: readonly SupposedEvent[] = [],
): Spread | Stopped | undefined {
  const short = feeds.map((feed) => tooFew(wanted[feed.need], feed)).find((one) => one !== undefined)
  if (short !== undefined) return short
  if (feeds.some(({ replaces, suggestion: { size } }) => replaces || (size.kind === 'times' && size.calendar === 'hour'))) return undefined
  const course = courseOf(account, wanted, feeds, trial, extra)
  if (course === undefined) return undefined
  const early = soonest(course, before)
  if (early === undefined || 'most' in early) return early
  const { plan, isProven } = cheaper(course, least(course, fewest(course, early)), early)
  return finished(course, least(course, plan), isProven && account.tries.left > 0)
}

/** Different values that can count, fewer than there must be. */
function tooFew({ need: { id, required } }: Wanted, { suggestion: { size } }: Feed): Stopped | undefined {
  const values = size.kind === 'times' ? size.distinct?.values : undefined
  return values === undefined || required === undefined || exactNumber(required) <= values.length
    ? undefined
    : { id, most: String(values.length) }
}

/** As much as helps at once, and whenever a limit or a window begins anew, until it is enough. */
function soonest(course: Course, before: Instant | undefined): readonly Slot[] | Stopped | undefined {
  const { account, wanted, feeds, trial, fed, needs, begun } = course
  const { program, tries } = account
  /** When each need stood higher than ever. */
  const highest = new Map<number, Tried>()
  const most = (): Stopped | undefined => {
    const left = lacks(course, tried)
    const need = needs.find((one) => left[one] > 0)
    if (need === undefined || tries.left <= 0) return undefined
    return { id: wanted[need].need.id, most: shown(course, highest.get(need) ?? tried, need) }
  }
  const order = orderOf(course)
  const slots: Slot[] = []
  let tried = begun
  let at = account.at
  let idle = 0
  for (;;) {
    const held = slots.length
    for (const kind of order) {
      for (let k = 0; k < TIMES_MAX; k++) {
        const slot = full(course, tried, at, kind)
        if (slot === undefined || tries.left <= 0 || slots.length >= STEPS_MAX) return undefined
        const next = step(course, tried, slot)
        if (next === undefined || !rises(course, tried, next)) break
        slots.push(slot)
        tried = next
        if (isDone(course, tried, at)) return slots
      }
    }
    const higher = needs.filter((need) => worth(course, tried, need) > worth(course, highest.get(need) ?? begun, need))
    for (const need of higher) highest.set(need, tried)
    idle = higher.length > 0 ? 0 : idle + 1 + slots.length - held
    const days = fed
      .map((i) => nextDay(account, tried, wanted[feeds[i].need].need, feeds[i]))
      .filter((one): one is Day => one !== undefined)
    if (idle > IDLE_MAX || days.length === 0) return most()
    const day = Math.min(...days)
    if (day > account.day + DAYS_MAX) return undefined
    at = program.calendar.startOf(day)
    if (before !== undefined && at >= before) return most()
    tried = trial.wait(tried, at)
  }
}

/** What brings most for its money first. */
function orderOf(course: Course): number[] {
  const { account, kinds, needs, begun } = course
  return kinds
    .map(({ dials }, kind) => {
      const slot = kinds.length === 1 || dials.length !== 1 || !dials[0].isMoney ? undefined : full(course, begun, account.at, kind)
      const next = slot === undefined ? undefined : step(course, begun, slot)
      const gain = next === undefined ? 0 : Math.max(...needs.map((need) => worth(course, next, need) - worth(course, begun, need)))
      return { kind, rate: slot === undefined ? 0 : gain / Math.max(1, slot.sizes[0]) }
    })
    .sort((a, b) => b.rate - a.rate)
    .map(({ kind }) => kind)
}

/** The event that brings each lacking need as much as one can, and no more than it lacks. */
function full(course: Course, from: Tried, at: Instant, kind: number): Slot | undefined {
  const { feeds, kinds, seen } = course
  const { dials } = kinds[kind]
  const left = lacks(course, from)
  let slot: Slot = { at, kind, sizes: dials.map(() => 0) }
  for (let d = 0; d < dials.length; d++) {
    for (const i of dials[d].feeds) {
      const { need, guess } = feeds[i]
      if (left[need] === 0) continue
      const gain = (size: number): number | undefined => {
        const tried = step(course, from, sized(slot, d, size))
        return tried === undefined ? undefined : worth(course, tried, need) - worth(course, from, need)
      }
      const fill = filled(gain, dials[d].max, seen[i].fill)
      if (fill !== undefined && (seen[i].fill === undefined || fill.gain > 0)) seen[i].fill = fill
      const isMore = fill === undefined || fill.gain >= left[need]
      const size = isMore
        ? smallest((one) => (gain(one) ?? 0) >= left[need], fill?.size ?? guess, dials[d].max)
        : fill.gain > 0
          ? fill.size
          : 0
      if (size === undefined) return undefined
      seen[i].largest = Math.max(seen[i].largest, size)
      slot = sized(slot, d, Math.max(slot.sizes[d], size))
    }
  }
  return slot
}

function rises(course: Course, from: Tried, to: Tried): boolean {
  return lacks(course, from).some((left, need) => left > 0 && worth(course, to, need) > worth(course, from, need))
}

/** Without every event that is not needed. */
function fewest(course: Course, early: readonly Slot[]): readonly Slot[] {
  const single = early.filter(({ at, kind }, i) => early.findIndex((one) => one.at === at && one.kind === kind) === i)
  let plan = single.length < early.length ? (refilled(course, single) ?? early) : early
  for (let i = 0; i < plan.length; ) {
    const fewer = plan.length > 1 ? refilled(course, [...plan.slice(0, i), ...plan.slice(i + 1)]) : undefined
    if (fewer !== undefined) plan = fewer
    else if (course.fed.length === 1)
      break // the others are alike
    else i++
  }
  return plan
}

/** The same events, each as full as it can be; `undefined` where they do not do it. */
function refilled(course: Course, some: readonly Slot[]): Slot[] | undefined {
  const made: Slot[] = []
  let here = course.begun
  for (const { at, kind } of some) {
    const from = arrive(course, here, at)
    const slot = full(course, from, at, kind)
    const next = slot === undefined ? undefined : step(course, from, slot)
    if (slot === undefined || next === undefined) return undefined
    here = next
    made.push(slot)
  }
  return made.length > 0 && isDone(course, here, made[made.length - 1].at) ? made : undefined
}

/** Each number as small as it can be, those of the last event first. */
function least(course: Course, plan: readonly Slot[]): readonly Slot[] {
  const { at } = plan[plan.length - 1]
  let best = plan
  for (let i = best.length - 1; i >= 0; i--) {
    const from = steps(course, course.begun, best.slice(0, i))
    for (let d = 0; d < best[i].sizes.length; d++) {
      const upper = best[i].sizes[d]
      if (upper === 0) continue
      const resized = (size: number): Slot[] => best.map((slot, k) => (k === i ? sized(slot, d, size) : slot))
      const isEnough = (size: number): boolean => isDone(course, steps(course, from, resized(size).slice(i)), at)
      const size = isEnough(0) ? 0 : (smallest(isEnough, upper, upper) ?? upper)
      if (course.account.tries.left <= 0) return best
      best = resized(size)
    }
  }
  return best
}

/** The numbers over all events as small in total as they can be: together where they can be added up, else each by itself. */
function cheaper(course: Course, plan: readonly Slot[], early: readonly Slot[]): Cheapest {
  const { kinds, needs } = course
  const priced = kinds.flatMap(({ dials }, kind) => dials.map((_, d) => ({ kind, d })))
  if (needs.length === 1 && kinds.every(({ dials }) => dials.length === 1 && (kinds.length === 1 || dials[0].isMoney))) {
    // What is paid can be added up: the total comes before the number of events.
    const whole = least(course, early)
    return cheapest(course, totalOf(whole, priced) < totalOf(plan, priced) ? whole : plan, priced, early)
  }
  return priced.reduce<Cheapest>(
    (known, dial) => {
      const next = cheapest(course, known.plan, [dial])
      return { plan: next.plan, isProven: known.isProven && next.isProven }
    },
    { plan, isProven: true },
  )
}

function finished(course: Course, plan: readonly Slot[], isProven: boolean): Spread {
  const { account, wanted, feeds, first, extra, kinds } = course
  const through = plan[plan.length - 1].at
  // What happens at the account's own instant needs none of its own.
  const dated = (event: SupposedEvent, at: Instant): SupposedEvent => (at === account.at ? event : { ...event, at: asGiven(at) })
  const total = (need: number): number =>
    plan.reduce((sum, slot) => {
      const i = kinds[slot.kind].members.find((one) => feeds[one].need === need)
      return i === undefined ? sum : sum + sizeOf(course, slot, i)
    }, 0)
  return {
    wanted,
    units: wanted.map(({ units }, need) => units ?? Math.max(1, total(need))),
    events: [
      ...first,
      ...plan.flatMap((slot, i) => eventsOf(course, slot, first.length + i).map((event) => dated(event, slot.at))),
      ...extra.map((event) => dated(event, through)),
    ],
    at: first.length > 0 ? account.at : plan[0].at,
    through,
    isProven,
  }
}
