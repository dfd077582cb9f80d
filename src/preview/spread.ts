/** Where a limit per event, day or window leaves one event too little: the fewest events, as soon as each may count, and the smallest that do it. */

import { exactNumber, readExact } from '../core/decimal/exact.js'
import type { CalendarPart } from '../core/language/value.js'
import type { Day } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import { addLength } from '../core/time/length.js'
import { windowAt } from '../core/time/window.js'
import { spanOf } from '../program/counters.js'
import type { CapForm } from '../program/form.js'
import { type Account, accountOf } from './account.js'
import { type Wanted, wantedOf } from './goal.js'
import type { Need, NeedPath } from './needs.js'
import { COMBINATIONS_MAX, composed, type Feed, feedsFor } from './solve.js'
import type { Size } from './suggest.js'
import type { SupposedEvent } from './suppose.js'
import { figureOf, smallest, type Trial, type Tried } from './trial.js'

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
  readonly isProven?: boolean
}

/** Why no sequence does it: the most that the limits let a need come to. */
export interface Stopped {
  readonly id: string
  readonly most: string
}

/** A year of daily visits is the longest that is suggested. */
export const STEPS_MAX = 366
export const DAYS_MAX = 800

/** So many steps and days that only replace what a window forgets, or bring nothing, say that more will not help. */
export const IDLE_MAX = 31

/** More of the same at one instant is not what a limit is about. */
export const TIMES_MAX = 50

/**
 * Tried where no events of one instant are enough for one need; several are fed `together`.
 * @param before events count only until then
 */
export function spread(
  account: Account,
  [need]: NeedPath,
  trial: Trial,
  before: Instant | undefined,
  extra: readonly SupposedEvent[] = [],
): Spread | Stopped | undefined {
  const wanted = wantedOf(account, need)
  let stopped: Stopped | undefined
  for (const feed of feedsFor(account, wanted).slice(0, COMBINATIONS_MAX)) {
    stopped ??= tooFew(need, feed.suggestion.size)
    if (!maySpread(need, feed)) continue
    const climbed = climb({ account, trial, need, feed, extra, before })
    if (climbed === undefined) continue
    if (!('most' in climbed)) {
      const { steps, events, at, through } = climbed
      return {
        wanted: [wanted],
        units: [wanted.units !== undefined && !feed.isDirect ? wanted.units : totalOf(steps)],
        events,
        at,
        through,
      }
    }
    stopped ??= climbed
  }
  return stopped
}

/** Different values that can count, fewer than there must be. */
function tooFew({ id, required }: Need, size: Size): Stopped | undefined {
  const values = size.kind === 'times' ? size.distinct?.values : undefined
  return values === undefined || required === undefined || exactNumber(required) <= values.length
    ? undefined
    : { id, most: String(values.length) }
}

/** What happens once cannot be repeated, what replaces does not add up, and days make no value or hour another. */
function maySpread({ kind }: Need, { replaces, suggestion: { size } }: Feed): boolean {
  if (kind === 'flag' || replaces || size.kind === 'once') return false
  return size.kind !== 'times' || (size.distinct === undefined && size.calendar !== 'hour')
}

interface Climb {
  readonly account: Account
  readonly trial: Trial
  readonly need: Need
  readonly feed: Feed
  /** What is done after the last. */
  readonly extra: readonly SupposedEvent[]
  readonly before: Instant | undefined
}

interface Step {
  readonly at: Instant
  readonly size: number
}

interface Climbed {
  readonly steps: readonly Step[]
  readonly events: readonly SupposedEvent[]
  readonly at: Instant
  readonly through: Instant
}

function climb(task: Climb): Climbed | Stopped | undefined {
  const { account, trial, need, feed, extra, before } = task
  const { program, tries } = account
  const { play } = trial
  const eventsOf = (size: number): SupposedEvent[] => composed(account, [feed], [size])
  const isDone = (tried: Tried | undefined, at: Instant): boolean => trial.isDone(play(tried, extra, at), at)
  const shown = (tried: Tried): string => figureOf(account, tried, need)
  const worth = (tried: Tried): number => exactNumber(readExact(shown(tried)) ?? 0)
  /** What a size brings from here; `undefined` where it is refused. */
  const gain = (from: Tried, size: number, at: Instant): number | undefined => {
    const tried = play(from, eventsOf(size), at)
    return tried === undefined ? undefined : worth(tried) - worth(from)
  }

  const max = feed.suggestion.size.kind === 'times' ? Math.min(feed.max, TIMES_MAX) : feed.max
  const begun = trial.start
  const steps: Step[] = []
  let tried: Tried = begun
  let at = account.at
  let known: Fill | undefined
  let largest = 0
  let idle = 0
  let highest: { readonly value: number; readonly text: string } | undefined
  const most = (): Stopped | undefined => (highest === undefined ? undefined : { id: need.id, most: highest.text })
  while (steps.length < STEPS_MAX && tries.left > 0) {
    const here = tried
    const fill: Fill | undefined = filled((size) => gain(here, size, at), max, known)
    if (fill === undefined) return undefined
    if (known === undefined || fill.gain > 0) known = fill
    if (fill.gain > 0) {
      largest = Math.max(largest, fill.size)
      const next = play(tried, eventsOf(fill.size), at)
      if (next === undefined) return undefined
      if (isDone(next, at)) {
        const size = smallest((one) => isDone(play(here, eventsOf(one), at), at), fill.size, fill.size) ?? fill.size
        const whole = [...steps, { at, size }]
        const fewer = needed(whole, fill.size)
        const sized = cheaper(whole)
        const best = sized !== undefined && totalOf(sized) < totalOf(fewer) ? sized : fewer
        return finished(tries.left > 0 ? best : whole)
      }
      steps.push({ at, size: fill.size })
      tried = next
      const value = worth(next)
      if (highest === undefined || value > highest.value) {
        highest = { value, text: shown(next) }
        idle = 0
      } else if (++idle > IDLE_MAX) return most()
      continue
    }
    if (++idle > IDLE_MAX) return most()
    const day = nextDay(account, tried, need, feed)
    if (day === undefined) return most()
    if (day > account.day + DAYS_MAX) return undefined
    at = program.calendar.startOf(day)
    if (before !== undefined && at >= before) return most()
    tried = trial.wait(tried, at)
  }
  return undefined

  function after(some: readonly Step[]): Tried | undefined {
    let end: Tried | undefined = begun
    for (const step of some) end = play(end, eventsOf(step.size), step.at)
    return end
  }

  /** Without the first steps, where a window that closed meanwhile has forgotten them or the last one has room for what they bring. */
  function needed(all: readonly Step[], full: number): readonly Step[] {
    let best = all
    while (best.length > 1) {
      const rest = best.slice(1, -1)
      const before = after(rest)
      const isEnough = (size: number): boolean => before !== undefined && isDone(play(trial.wait(before, at), eventsOf(size), at), at)
      if (!isEnough(full)) return best
      const size = smallest(isEnough, full, full) ?? full
      const fewer = [...rest, { at, size }]
      if (totalOf(fewer) > totalOf(best)) return best
      best = fewer
    }
    return best
  }

  function finished(done: readonly Step[]): Climbed {
    const events = [
      ...done.flatMap((step) => eventsOf(step.size).map((event) => dated(account, event, step.at))),
      ...extra.map((event) => dated(account, event, at)),
    ]
    return { steps: done, events, at: done[0].at, through: at }
  }

  /**
   * Rounding can make a step cheaper than the fullest one: of as many steps the ones with the smallest total, where sizes are small enough to look at each.
   * It takes the later steps to be alike, and is dropped where the account says otherwise.
   */
  function cheaper(greedy: readonly Step[]): readonly Step[] | undefined {
    const { required, strict } = need
    if (required === undefined || greedy.length < 2 || greedy.length > SMALL_STEPS || largest > SMALL_SIZE) return undefined
    const have = Math.round(worth(trial.wait(begun, greedy[0].at)) * GRAIN)
    const wanted = Math.round(exactNumber(required) * GRAIN) + (strict ? 1 : 0) - have
    const opening = optionsOf((size) => gain(trial.wait(begun, greedy[0].at), size, greedy[0].at), largest)
    const second = after(greedy.slice(0, 1))
    if (second === undefined) return undefined
    const later = optionsOf((size) => gain(trial.wait(second, greedy[1].at), size, greedy[1].at), largest)
    const sizes = cheapest([opening, ...greedy.slice(1).map(() => later)], wanted)
    if (sizes === undefined) return undefined
    const sized = sizes.map((size, i) => ({ at: greedy[i].at, size })).filter(({ size }) => size > 0)
    return totalOf(sized) < totalOf(greedy) && isDone(after(sized), at) ? sized : undefined
  }
}

/** What happens at the account's own instant needs none of its own. */
export function dated(account: Account, event: SupposedEvent, at: Instant): SupposedEvent {
  return at === account.at ? event : { ...event, at }
}

const SMALL_STEPS = 12
const SMALL_SIZE = 100

/** Gains are compared in millionths, the finest places of a suggestion. */
export const GRAIN = 1_000_000

function totalOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { size }) => sum + size, 0)
}

interface Option {
  readonly size: number
  readonly gain: number
}

/** The smallest size of each gain. */
function optionsOf(gain: (size: number) => number | undefined, largest: number): Option[] {
  const options: Option[] = [{ size: 0, gain: 0 }]
  for (let size = 1, best = 0; size <= largest; size++) {
    const one = Math.round((gain(size) ?? 0) * GRAIN)
    if (one > best) {
      options.push({ size, gain: one })
      best = one
    }
  }
  return options
}

/** One option of each step, together at least `wanted` for the smallest total size. */
function cheapest(steps: readonly (readonly Option[])[], wanted: number): number[] | undefined {
  let ways = new Map<number, { readonly cost: number; readonly sizes: readonly number[] }>([[0, { cost: 0, sizes: [] }]])
  for (const options of steps) {
    const next: typeof ways = new Map()
    for (const [sum, { cost, sizes }] of ways)
      for (const { size, gain } of options) {
        const reached = Math.min(wanted, sum + gain)
        const known = next.get(reached)
        if (known === undefined || cost + size < known.cost) next.set(reached, { cost: cost + size, sizes: [...sizes, size] })
      }
    ways = next
  }
  const best = ways.get(wanted)
  return best === undefined ? undefined : [...best.sizes]
}

/** The smallest event that brings as much as any from here can. */
export interface Fill {
  readonly size: number
  readonly gain: number
  /** The largest that is not refused. */
  readonly top: number
}

/** @returns `undefined` where more always brings more: no limit stands in the way */
export function filled(gain: (size: number) => number | undefined, max: number, known: Fill | undefined): Fill | undefined {
  if (known?.gain === 0) {
    if ((gain(known.top) ?? 0) <= 0) return known
  } else if (known !== undefined) {
    const again = gain(known.size) ?? 0
    if (again <= 0) return { ...known, gain: 0 }
    if (again === known.gain && gain(known.top) === again) return known
  }
  let best: Fill = { size: 1, gain: 0, top: 1 }
  let low = 0
  let top = 1
  let isRising = false
  for (let size = 1, smaller = 0; ; smaller = size, size = Math.min(max, size * 2)) {
    const one = gain(size)
    if (one === undefined) break // a larger one is refused too
    top = size
    isRising = one > best.gain
    if (isRising) {
      best = { size, gain: one, top }
      low = smaller
    }
    if (size >= max) break
  }
  if (isRising && best.size >= max && max > 1 && (gain(Math.floor((3 * max) / 4)) ?? 0) < best.gain) return undefined
  let high = best.size
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2)
    if ((gain(middle) ?? 0) >= best.gain) high = middle
    else low = middle
  }
  return { size: high, gain: best.gain, top }
}

/** The calendar unit with which a part of the calendar can become another. */
const PART_BEGINS: Readonly<Partial<Record<CalendarPart, 'month' | 'quarter' | 'year'>>> = {
  year: 'year',
  quarter: 'quarter',
  month: 'month',
  monthOfQuarter: 'month',
}

/** The next day on which a limit or a window begins anew. */
export function nextDay({ definition }: Account, { state }: Tried, { kind, id }: Need, { suggestion: { size } }: Feed): Day | undefined {
  const measure = definition.measures?.[id]
  const fed = new Set(kind === 'balance' ? [id] : measure !== undefined && 'earned' in measure ? [measure.earned] : [])
  const { program, run } = accountOf(definition, state)
  let next: Day | undefined
  const on = (day: Day | undefined): void => {
    if (day !== undefined && Number.isFinite(day) && day > run.day && (next === undefined || day < next)) next = day
  }
  const begins = ({ key, per }: CapForm): void => {
    if (per === 'event' || per === 'lifetime') return
    if (!('fromFirst' in per)) {
      on(windowAt(per, run.day, run.books.anchors)?.to)
      return
    }
    const from = run.books.buckets[key]?.from
    if (typeof from === 'number') on(addLength(from, per.fromFirst))
  }
  for (const { caps, upTo, rule } of program.earnById.values())
    if (fed.has(rule.to)) for (const cap of upTo === undefined ? caps : [...caps, upTo]) begins(cap)
  const part = size.kind === 'times' ? size.calendar : undefined
  if (part !== undefined) on(windowAt({ fixed: PART_BEGINS[part] ?? 'day' }, run.day)?.to)
  if (next !== undefined) return next
  for (const counter of Object.values(program.counters)) {
    if (counter.rolling) on(run.day + 1)
    else if (counter.window !== 'lifetime' || counter.opens.length > 0) on(spanOf(run, counter)?.to)
  }
  return next
}
