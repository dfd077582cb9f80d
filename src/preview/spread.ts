/** Where limits leave one event too little: events that feed the needs together, as soon, as few and as small as trying finds. */

import { exactNumber, readExact } from '../core/decimal/exact.js'
import type { Day } from '../core/time/civil.js'
import { asGiven, type Instant } from '../core/time/instant.js'
import type { Account } from './account.js'
import type { Wanted } from './goal.js'
import { type Fill, filled, nextDay } from './limits.js'
import { composed, type Feed, groupsOf } from './solve.js'
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

/** Gains are compared in millionths, the finest places of a suggestion. */
const GRAIN = 1_000_000

/** A number that brings many different gains is not looked at gain by gain. */
const LEVELS_MAX = 64

/** More events than this are not tried in every combination. */
const TURNS_MAX = 12

/** What one number of an event feeds: an amount or a field, and the feeds that read it. */
interface Dial {
  readonly feeds: readonly number[]
  readonly max: number
}

/** One kind of event. */
interface Kind {
  readonly members: readonly number[]
  readonly dials: readonly Dial[]
}

/** A number that is paid. */
interface Priced {
  readonly kind: number
  readonly d: number
}

/** One event to be: its kind, its instant, and the size of each dial. */
interface Slot {
  readonly at: Instant
  readonly kind: number
  readonly sizes: readonly number[]
}

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
  const { program, tries } = account
  const groups = groupsOf(feeds)
  const once = groups.filter(({ isOnce }) => isOnce).flatMap(({ members }) => members.map((i) => feeds[i]))
  const kinds: Kind[] = groups.filter(({ isOnce }) => !isOnce).map(({ members }) => ({ members, dials: dialsOf(feeds, members) }))
  const fed = kinds.flatMap(({ members }) => members)
  const needs = [...new Set(fed.map((i) => feeds[i].need))]
  const { play } = trial
  const first = composed(
    account,
    once,
    once.map(() => 1),
  )
  const begun = play(trial.start, first, account.at)
  if (begun === undefined) return undefined

  const eventsOf = ({ kind, sizes }: Slot, turn: number): SupposedEvent[] => {
    const { members, dials } = kinds[kind]
    const own = members.map((i) => sizes[dials.findIndex((dial) => dial.feeds.includes(i))] ?? 1)
    return composed(
      account,
      members.map((i) => feeds[i]),
      own,
      turn,
    )
  }
  const arrive = (from: Tried, when: Instant): Tried => (when > account.at ? trial.wait(from, when) : from)
  const step = (from: Tried, slot: Slot): Tried | undefined => play(arrive(from, slot.at), eventsOf(slot, from.events), slot.at)
  const shown = (tried: Tried, need: number): string => figureOf(account, tried, wanted[need].need)
  /** In millionths, so that what is compared are whole numbers. */
  const worth = (tried: Tried, need: number): number => Math.round(exactNumber(readExact(shown(tried, need)) ?? 0) * GRAIN)
  const goals = wanted.map(({ units, scale }, need) =>
    units === undefined ? Number.POSITIVE_INFINITY : worth(begun, need) + Math.round(units * GRAIN * 10 ** -scale),
  )
  const lacks = (tried: Tried): number[] => {
    const left = goals.map((goal, need) => (needs.includes(need) ? Math.max(0, goal - worth(tried, need)) : 0))
    // Everything has risen and it is still not enough: only trying tells.
    return left.every((one) => one === 0) ? goals.map((_, need) => (needs.includes(need) ? Number.POSITIVE_INFINITY : 0)) : left
  }
  const isDone = (tried: Tried | undefined, at: Instant): boolean => trial.isDone(play(tried, extra, at), at)

  const known: (Fill | undefined)[] = []
  const largest: number[] = feeds.map(() => 0)
  /** The event that brings each lacking need as much as one can, and no more than it lacks. */
  const full = (from: Tried, at: Instant, kind: number): Slot | undefined => {
    const { dials } = kinds[kind]
    const left = lacks(from)
    let sizes: number[] = dials.map(() => 0)
    for (let d = 0; d < dials.length; d++) {
      for (const i of dials[d].feeds) {
        const { need, guess } = feeds[i]
        if (left[need] === 0) continue
        const gain = (size: number): number | undefined => {
          const tried = step(from, { at, kind, sizes: set(sizes, d, size) })
          return tried === undefined ? undefined : worth(tried, need) - worth(from, need)
        }
        const fill = filled(gain, dials[d].max, known[i])
        if (fill !== undefined && (known[i] === undefined || fill.gain > 0)) known[i] = fill
        const isMore = fill === undefined || fill.gain >= left[need]
        const size = isMore
          ? smallest((one) => (gain(one) ?? 0) >= left[need], fill?.size ?? guess, dials[d].max)
          : fill.gain > 0
            ? fill.size
            : 0
        if (size === undefined) return undefined
        largest[i] = Math.max(largest[i], size)
        sizes = set(sizes, d, Math.max(sizes[d], size))
      }
    }
    return { at, kind, sizes }
  }
  const rises = (from: Tried, to: Tried): boolean => lacks(from).some((left, need) => left > 0 && worth(to, need) > worth(from, need))

  const highest = new Map<number, { readonly value: number; readonly text: string }>()
  /** Whether a need stands higher than ever. */
  const isHigher = (tried: Tried): boolean => {
    let higher = false
    for (const need of needs) {
      const value = worth(tried, need)
      if (value <= (highest.get(need)?.value ?? worth(begun, need))) continue
      highest.set(need, { value, text: shown(tried, need) })
      higher = true
    }
    return higher
  }
  const most = (): Stopped | undefined => {
    const left = lacks(tried)
    const need = needs.find((one) => left[one] > 0)
    return need === undefined || tries.left <= 0
      ? undefined
      : { id: wanted[need].need.id, most: highest.get(need)?.text ?? shown(tried, need) }
  }
  /** What brings most for its money first. */
  const order = kinds
    .map(({ dials }, kind) => {
      const slot = kinds.length === 1 || dials.length !== 1 || unitOf(kind, 0) !== 'amount' ? undefined : full(begun, account.at, kind)
      const next = slot === undefined ? undefined : step(begun, slot)
      const gain = next === undefined ? 0 : Math.max(...needs.map((need) => worth(next, need) - worth(begun, need)))
      return { kind, rate: slot === undefined ? 0 : gain / Math.max(1, slot.sizes[0]) }
    })
    .sort((a, b) => b.rate - a.rate)
    .map(({ kind }) => kind)

  let plan: Slot[] | undefined
  const slots: Slot[] = []
  let tried = begun
  let at = account.at
  let idle = 0
  while (plan === undefined) {
    const held = slots.length
    for (const kind of order) {
      for (let k = 0; k < TIMES_MAX && plan === undefined; k++) {
        const slot = full(tried, at, kind)
        if (slot === undefined || tries.left <= 0 || slots.length >= STEPS_MAX) return undefined
        const next = step(tried, slot)
        if (next === undefined || !rises(tried, next)) break
        slots.push(slot)
        tried = next
        if (isDone(tried, at)) plan = slots
      }
    }
    if (plan !== undefined) break
    idle = isHigher(tried) ? 0 : idle + 1 + slots.length - held
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

  /** The same events, each as full as it can be; `undefined` where they do not do it. */
  const refilled = (some: readonly Slot[]): Slot[] | undefined => {
    const made: Slot[] = []
    let here: Tried | undefined = begun
    for (const { at: when, kind } of some) {
      const from: Tried = arrive(here, when)
      const slot = full(from, when, kind)
      here = slot === undefined ? undefined : step(from, slot)
      if (slot === undefined || here === undefined) return undefined
      made.push(slot)
    }
    return made.length > 0 && isDone(here, made[made.length - 1].at) ? made : undefined
  }
  const greedy = plan
  const single = plan.filter(({ at: when, kind }, i) => plan?.findIndex((one) => one.at === when && one.kind === kind) === i)
  if (single.length < plan.length) plan = refilled(single) ?? plan
  for (let i = 0; i < plan.length; ) {
    const fewer: Slot[] | undefined = plan.length > 1 ? refilled(plan.filter((_, k) => k !== i)) : undefined
    if (fewer !== undefined) plan = fewer
    else if (fed.length === 1)
      break // the others are alike
    else i++
  }

  const end = (all: readonly Slot[], from: Tried | undefined): boolean => {
    let here = from
    for (const slot of all) here = here === undefined ? undefined : step(here, slot)
    return isDone(here, all[all.length - 1].at)
  }
  let isProven = true
  const least = (all: Slot[]): Slot[] => {
    let best = all
    for (let i = best.length - 1; i >= 0; i--) {
      let from: Tried | undefined = begun
      for (const slot of best.slice(0, i)) from = from === undefined ? undefined : step(from, slot)
      for (let d = 0; d < best[i].sizes.length; d++) {
        const sized = (size: number): Slot[] => set(best, i, { ...best[i], sizes: set(best[i].sizes, d, size) })
        const upper = best[i].sizes[d]
        if (upper === 0) continue
        const isEnough = (size: number): boolean => end(sized(size).slice(i), from)
        const size = isEnough(0) ? 0 : (smallest(isEnough, upper, upper) ?? upper)
        if (tries.left <= 0) return best
        best = sized(size)
      }
    }
    return best
  }
  plan = least(plan)
  const priced = kinds.flatMap(({ dials }, kind) => dials.map((_, d) => ({ kind, d })))
  if (needs.length === 1 && priced.length === kinds.length && priced.every(({ kind, d }) => unitOf(kind, d) === unitOf(0, 0))) {
    // What is paid can be added up: the total comes before the number of events.
    const whole = least(greedy)
    const cheaper = cheapest(totalOf(whole, priced) < totalOf(plan, priced) ? whole : plan, priced, everyTurn(greedy))
    isProven = cheaper.isProven
    plan = cheaper.plan
  } else
    for (const dial of priced) {
      const cheaper = cheapest(plan, [dial], undefined)
      isProven &&= cheaper.isProven
      plan = cheaper.plan
    }
  plan = least(plan)
  return finished(plan, isProven && tries.left > 0)

  /** What is paid: of one number of one kind the same, of money the same whatever the kind. */
  function unitOf(kind: number, d: number): string {
    const [i] = kinds[kind].dials[d].feeds
    return feeds[i].suggestion.size.kind === 'amount' ? 'amount' : `${kind} ${d}`
  }

  /** Each kind of event on each of these days. */
  function everyTurn(some: readonly Slot[]): Slot[] {
    const days = [...new Set(some.map((slot) => slot.at))]
    return days.flatMap((when) =>
      kinds.flatMap(({ dials }, kind) => {
        const own = some.filter((slot) => slot.at === when && slot.kind === kind)
        return own.length > 0 || kinds.length === 1 ? own : [{ at: when, kind, sizes: dials.map(() => 0) }]
      }),
    )
  }

  function dialOf(dials: readonly Priced[], { kind }: Slot): number {
    return dials.find((one) => one.kind === kind)?.d ?? -1
  }

  function totalOf(some: readonly Slot[], dials: readonly Priced[]): number {
    return some.reduce((sum, slot) => sum + (slot.sizes[dialOf(dials, slot)] ?? 0), 0)
  }

  /**
   * These numbers over all events, the others as they are, for the smallest total. It is not proven where there are too many to look at.
   * @param turns events of which each may be left out; without them those of the plan, all of them
   */
  function cheapest(known: Slot[], dials: readonly Priced[], turns: readonly Slot[] | undefined): { plan: Slot[]; isProven: boolean } {
    interface Way {
      readonly cost: number
      readonly slots: readonly Slot[]
      readonly tried: Tried
    }
    const all = turns ?? known
    const own = all.filter((slot) => dialOf(dials, slot) >= 0)
    const cost = totalOf(known, dials)
    const read = dials.flatMap(({ kind, d }) => kinds[kind].dials[d].feeds)
    const proven = { plan: known, isProven: true }
    const unproven = { plan: known, isProven: false }
    if (own.length === 0 || (kinds.length === 1 && read.some((i) => feeds[i].isDirect && cost <= (wanted[feeds[i].need].units ?? 0))))
      return proven
    // The first day may have been used in part; the later ones are taken to be alike.
    const days = [...new Set([own[0].at, own[own.length - 1].at])]
    const levels = dials.flatMap((dial) => days.map((when) => ({ ...dial, when, found: levelsOf(dial, when) })))
    if (levels.some(({ found }) => found === undefined)) return unproven
    if (cost <= atLeast()) return proven
    if (turns !== undefined && turns.length > TURNS_MAX) return unproven
    const optionsOf = (slot: Slot): readonly number[] =>
      levels.find(({ kind, when }) => kind === slot.kind && (when === slot.at || when !== days[0]))?.found?.sizes ?? [0]
    let ways: Way[] = [{ cost: 0, slots: [], tried: begun as Tried }]
    for (const slot of all) {
      const next = new Map<string, Way>()
      const d = dialOf(dials, slot)
      const add = (way: Way): void => {
        const key = JSON.stringify([
          read.map((i) => Math.min(goals[feeds[i].need], worth(way.tried, feeds[i].need))),
          way.tried.state.books.buckets,
        ])
        const other = next.get(key)
        if (other === undefined || way.cost < other.cost || (way.cost === other.cost && way.slots.length < other.slots.length))
          next.set(key, way)
      }
      for (const way of ways) {
        if (turns !== undefined) add(way)
        for (const size of d < 0 ? [0] : optionsOf(slot)) {
          const one = d < 0 ? slot : { ...slot, sizes: set(slot.sizes, d, size) }
          if (way.cost + size > cost) break
          const to = step(way.tried, one)
          if (tries.left <= 0) return unproven
          if (to !== undefined) add({ cost: way.cost + size, slots: [...way.slots, one], tried: to })
        }
      }
      ways = [...next.values()]
    }
    const last = all[all.length - 1].at
    const best = ways
      .sort((a, b) => a.cost - b.cost || a.slots.length - b.slots.length)
      .find((way) => way.slots.length > 0 && isDone(way.tried, last))
    return best === undefined || (best.cost === cost && best.slots.length >= known.length)
      ? proven
      : { plan: [...best.slots], isProven: true }

    interface Levels {
      /** The smallest number of each gain, ascending. */
      readonly sizes: readonly number[]
      /** The most that the need of each feed gains for one. */
      readonly rates: readonly number[]
      /** What an event without it brings. */
      readonly bare: readonly number[]
    }

    /** From the first event of a day, the others of its numbers as they are there. */
    function levelsOf({ kind, d }: Priced, when: Instant): Levels | undefined {
      const from = arrive(begun as Tried, when)
      const slot = own.find((one) => one.kind === kind && one.at === when) ?? own.find((one) => one.kind === kind)
      if (slot === undefined) return { sizes: [0], rates: read.map(() => 0), bare: read.map(() => 0) }
      const gain = (size: number): string => {
        const to = step(from, { kind, at: when, sizes: set(slot.sizes, d, size) })
        return to === undefined ? 'refused' : read.map((i) => worth(to, feeds[i].need)).join()
      }
      const sizes = [0]
      const none = gain(0)
      const rates = read.map(() => 0)
      const visit = (low: number, below: string, high: number, above: string): boolean => {
        if (below === above) return true
        if (sizes.length > LEVELS_MAX || tries.left <= 0) return false
        if (high - low === 1) {
          sizes.push(high)
          const [had, has] = [none, above].map((text) => text.split(',').map(Number))
          for (const k of rates.keys()) rates[k] = Math.max(rates[k], (has[k] - had[k]) / high)
          return true
        }
        const middle = low + Math.floor((high - low) / 2)
        const between = gain(middle)
        return visit(low, below, middle, between) && visit(middle, between, high, above)
      }
      const top = Math.max(
        1,
        ...own.filter((one) => one.kind === kind).map((one) => one.sizes[d]),
        ...kinds[kind].dials[d].feeds.map((i) => largest[i]),
      )
      if (!visit(0, none, top, gain(top))) return undefined
      const alone = none.split(',').map(Number)
      return { sizes, rates, bare: read.map((i, k) => Math.max(0, alone[k] - worth(from, feeds[i].need))) }
    }

    /** What all events ask for at least where each gains as much for as little as the best; of other kinds of event nothing is known. */
    function atLeast(): number {
      const found = levels.flatMap((one) => (one.found === undefined ? [] : [one.found]))
      const bounds = read.map((i, k) => {
        const bare = Math.max(...found.map((one) => one.bare[k])) * own.length
        const { need } = feeds[i]
        const one = (goals[need] - worth(begun as Tried, need) - bare) / Math.max(...found.map(({ rates }) => rates[k]))
        return dials.length === kinds.length && Number.isFinite(one) ? Math.ceil(one - 1e-6) : 0
      })
      return Math.max(...bounds)
    }
  }

  function finished(done: readonly Slot[], proven: boolean): Spread {
    const through = done[done.length - 1].at
    const sizeOf = (need: number): number =>
      done.reduce((sum, { kind, sizes }) => {
        const { members, dials } = kinds[kind]
        const i = members.find((one) => feeds[one].need === need)
        return i === undefined ? sum : sum + (sizes[dials.findIndex((dial) => dial.feeds.includes(i))] ?? 1)
      }, 0)
    return {
      wanted,
      units: wanted.map(({ units }, need) => units ?? Math.max(1, sizeOf(need))),
      events: [
        ...first,
        ...done.flatMap((slot, i) => eventsOf(slot, first.length + i).map((event) => dated(event, slot.at))),
        ...extra.map((event) => dated(event, through)),
      ],
      at: first.length > 0 ? account.at : done[0].at,
      through,
      isProven: proven,
    }
  }

  /** What happens at the account's own instant needs none of its own. */
  function dated(event: SupposedEvent, when: Instant): SupposedEvent {
    return when === account.at ? event : { ...event, at: asGiven(when) }
  }
}

/** Different values that can count, fewer than there must be. */
function tooFew({ need: { id, required } }: Wanted, { suggestion: { size } }: Feed): Stopped | undefined {
  const values = size.kind === 'times' ? size.distinct?.values : undefined
  return values === undefined || required === undefined || exactNumber(required) <= values.length
    ? undefined
    : { id, most: String(values.length) }
}

function dialsOf(feeds: readonly Feed[], members: readonly number[]): Dial[] {
  const dials = new Map<string, number[]>()
  for (const i of members) {
    const { suggestion, scale } = feeds[i]
    const { size } = suggestion
    if (size.kind !== 'amount' && size.kind !== 'field') continue
    const key = JSON.stringify([size, scale])
    dials.set(key, [...(dials.get(key) ?? []), i])
  }
  return [...dials.values()].map((own) => ({ feeds: own, max: Math.min(...own.map((i) => feeds[i].max)) }))
}

function set<T>(all: readonly T[], at: number, value: T): T[] {
  return all.map((one, i) => (i === at ? value : one))
}
