/** Several needs under limits of their own: events that feed them together, as soon, as few and as small as trying finds. */

import { exactNumber, readExact } from '../core/decimal/exact.js'
import type { Day } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import type { Account } from './account.js'
import { type Wanted, wantedOf } from './goal.js'
import type { NeedPath } from './needs.js'
import { combinationsOf, composed, type Feed, feedsFor, groupsOf } from './solve.js'
import { DAYS_MAX, dated, type Fill, filled, GRAIN, IDLE_MAX, nextDay, type Spread, STEPS_MAX, type Stopped, TIMES_MAX } from './spread.js'
import type { SupposedEvent } from './suppose.js'
import { figureOf, smallest, type Trial, type Tried } from './trial.js'

/** What one number of an event feeds: an amount or a field, and the needs that read it. */
interface Dial {
  readonly feeds: readonly number[]
  readonly max: number
}

/** One kind of event. */
interface Kind {
  readonly members: readonly number[]
  readonly dials: readonly Dial[]
}

/** One event to be: its kind, its instant, and the size of each dial. */
interface Slot {
  readonly at: Instant
  readonly kind: number
  readonly sizes: readonly number[]
}

/** A number that brings many different gains is not looked at gain by gain. */
const LEVELS_MAX = 64

/**
 * First as early as limits allow, then without every event that is not needed, then each number as small as it can be.
 * `isProven` is false where the tries ran out before the last of that.
 */
export function together(
  account: Account,
  path: NeedPath,
  trial: Trial,
  before: Instant | undefined,
  extra: readonly SupposedEvent[] = [],
): Spread | Stopped | undefined {
  const wanted = path.map((need) => wantedOf(account, need))
  let stopped: Stopped | undefined
  for (const feeds of combinationsOf(wanted.map((one) => feedsFor(account, one)))) {
    if (feeds.some(({ replaces, suggestion: { size } }) => replaces || (size.kind === 'times' && size.calendar === 'hour'))) continue
    const found = planned(account, wanted, feeds, trial, before, extra)
    if (found === undefined) continue
    if (!('most' in found)) return found
    stopped ??= found
  }
  return stopped
}

function planned(
  account: Account,
  wanted: readonly Wanted[],
  feeds: readonly Feed[],
  trial: Trial,
  before: Instant | undefined,
  extra: readonly SupposedEvent[],
): Spread | Stopped | undefined {
  const { program, tries } = account
  const groups = groupsOf(feeds)
  const once = groups.filter(({ isOnce }) => isOnce).flatMap(({ members }) => members.map((i) => feeds[i]))
  const kinds: Kind[] = groups.filter(({ isOnce }) => !isOnce).map(({ members }) => ({ members, dials: dialsOf(feeds, members) }))
  const needs = wanted.map((_, i) => i).filter((i) => kinds.some(({ members }) => members.includes(i)))
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
  const step = (from: Tried, slot: Slot): Tried | undefined => {
    const waited = slot.at > account.at ? trial.wait(from, slot.at) : from
    return play(waited, eventsOf(slot, from.events), slot.at)
  }
  const shown = (tried: Tried, i: number): string => figureOf(account, tried, wanted[i].need)
  /** In millionths, so that what is compared are whole numbers. */
  const worth = (tried: Tried, i: number): number => Math.round(exactNumber(readExact(shown(tried, i)) ?? 0) * GRAIN)
  const goals = wanted.map(({ units, scale }, i) =>
    units === undefined ? Number.POSITIVE_INFINITY : worth(begun, i) + Math.round(units * GRAIN * 10 ** -scale),
  )
  const lacks = (tried: Tried): number[] => {
    const left = goals.map((goal, i) => (needs.includes(i) ? Math.max(0, goal - worth(tried, i)) : 0))
    // Everything has risen and it is still not enough: only trying tells.
    return left.every((one) => one === 0) ? goals.map((_, i) => (needs.includes(i) ? Number.POSITIVE_INFINITY : 0)) : left
  }
  const isDone = (tried: Tried | undefined, at: Instant): boolean => trial.isDone(play(tried, extra, at), at)

  const known: (Fill | undefined)[] = []
  /** The event that brings each lacking need as much as one can, and no more than it lacks. */
  const full = (from: Tried, at: Instant, kind: number): Slot | undefined => {
    const { dials } = kinds[kind]
    const left = lacks(from)
    let sizes: number[] = dials.map(() => 0)
    for (let d = 0; d < dials.length; d++) {
      for (const i of dials[d].feeds) {
        if (left[i] === 0) continue
        const gain = (size: number): number | undefined => {
          const tried = step(from, { at, kind, sizes: set(sizes, d, size) })
          return tried === undefined ? undefined : worth(tried, i) - worth(from, i)
        }
        const fill = filled(gain, dials[d].max, known[i])
        if (fill !== undefined && (known[i] === undefined || fill.gain > 0)) known[i] = fill
        const isMore = fill === undefined || fill.gain >= left[i]
        const size = isMore
          ? smallest((one) => (gain(one) ?? 0) >= left[i], fill?.size ?? feeds[i].guess, dials[d].max)
          : fill.gain > 0
            ? fill.size
            : 0
        if (size === undefined) return undefined
        sizes = set(sizes, d, Math.max(sizes[d], size))
      }
    }
    return { at, kind, sizes }
  }
  const rises = (from: Tried, to: Tried): boolean => lacks(from).some((left, i) => left > 0 && worth(to, i) > worth(from, i))

  let plan: Slot[] | undefined
  const slots: Slot[] = []
  let tried = begun
  let at = account.at
  let idle = 0
  const most = (): Stopped | undefined => {
    const left = lacks(tried)
    const i = needs.find((one) => left[one] > 0)
    return i === undefined || tries.left <= 0 ? undefined : { id: wanted[i].need.id, most: shown(tried, i) }
  }
  while (plan === undefined) {
    const held = slots.length
    for (let kind = 0; kind < kinds.length && plan === undefined; kind++) {
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
    idle = slots.length > held ? 0 : idle + 1
    const days = needs.map((i) => nextDay(account, tried, wanted[i].need, feeds[i])).filter((one): one is Day => one !== undefined)
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
      const from: Tried = when > account.at ? trial.wait(here, when) : here
      const slot = full(from, when, kind)
      here = slot === undefined ? undefined : step(from, slot)
      if (slot === undefined || here === undefined) return undefined
      made.push(slot)
    }
    return made.length > 0 && isDone(here, made[made.length - 1].at) ? made : undefined
  }
  const single = plan.filter(({ at: when, kind }, i) => plan?.findIndex((one) => one.at === when && one.kind === kind) === i)
  if (single.length < plan.length) plan = refilled(single) ?? plan
  for (let i = 0; i < plan.length; ) {
    const fewer: Slot[] | undefined = plan.length > 1 ? refilled(plan.filter((_, k) => k !== i)) : undefined
    if (fewer === undefined) i++
    else plan = fewer
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
  for (let kind = 0; kind < kinds.length; kind++)
    for (let d = 0; d < kinds[kind].dials.length; d++) {
      const cheaper = cheapest(plan, kind, d)
      if (cheaper === undefined || tries.left <= 0) isProven = false
      else plan = cheaper
    }
  plan = least(plan)
  return finished(plan, isProven && tries.left > 0)

  /** One dial's numbers over all events, the others as they are, for the smallest total; `undefined` where there are too many to look at. */
  function cheapest(all: Slot[], kind: number, d: number): Slot[] | undefined {
    const dial = kinds[kind].dials[d]
    interface Way {
      readonly cost: number
      readonly slots: readonly Slot[]
      readonly tried: Tried
    }
    let ways: Way[] = [{ cost: 0, slots: [], tried: begun as Tried }]
    let options: readonly number[] | undefined
    const cost = all.reduce((sum, slot) => sum + (slot.kind === kind ? slot.sizes[d] : 0), 0)
    if (dial.feeds.some((i) => feeds[i].isDirect && cost <= (wanted[i].units ?? 0))) return all
    for (const slot of all) {
      const next = new Map<string, Way>()
      if (slot.kind === kind && options === undefined) {
        const levels = levelsOf(ways[0].tried, slot)
        if (levels === undefined) return undefined
        if (cost <= levels.least) return all
        options = levels.sizes
      }
      for (const { cost, slots: done, tried: from } of ways)
        for (const size of slot.kind === kind ? (options ?? []) : [0]) {
          const one = slot.kind === kind ? { ...slot, sizes: set(slot.sizes, d, size) } : slot
          const to = step(from, one)
          if (tries.left <= 0) return undefined
          if (to === undefined) continue
          const key = JSON.stringify([dial.feeds.map((i) => Math.min(goals[i], worth(to, i))), to.state.books.buckets])
          const other = next.get(key)
          if (other === undefined || cost + size < other.cost) next.set(key, { cost: cost + size, slots: [...done, one], tried: to })
        }
      ways = [...next.values()]
    }
    const last = all[all.length - 1].at
    const best = ways.sort((a, b) => a.cost - b.cost).find((way) => isDone(way.tried, last))
    return best !== undefined && best.cost < cost ? [...best.slots] : all

    /** The smallest number of each gain, from an event without it, and what all events ask for at least where each gains as much for as little as the best. */
    function levelsOf(from: Tried, slot: Slot): { readonly sizes: number[]; readonly least: number } | undefined {
      const gain = (size: number): string => {
        const to = step(from, { ...slot, sizes: set(slot.sizes, d, size) })
        return to === undefined ? 'refused' : dial.feeds.map((i) => worth(to, i)).join()
      }
      const levels = [0]
      const none = gain(0)
      const rates = dial.feeds.map(() => 0)
      const visit = (low: number, below: string, high: number, above: string): boolean => {
        if (below === above) return true
        if (levels.length > LEVELS_MAX || tries.left <= 0) return false
        if (high - low === 1) {
          levels.push(high)
          const [had, has] = [none, above].map((text) => text.split(',').map(Number))
          for (const k of rates.keys()) rates[k] = Math.max(rates[k], (has[k] - had[k]) / high)
          return true
        }
        const middle = low + Math.floor((high - low) / 2)
        const between = gain(middle)
        return visit(low, below, middle, between) && visit(middle, between, high, above)
      }
      const top = Math.max(...all.map((one) => (one.kind === kind ? one.sizes[d] : 0)), ...dial.feeds.map((i) => known[i]?.size ?? 0))
      if (!visit(0, none, top, gain(top))) return undefined
      // What an event without it brings, it brings as often as there are events; of events of other kinds nothing is known.
      const alone = none.split(',').map(Number)
      const least = dial.feeds.map((i, k) => {
        const bare = Math.max(0, alone[k] - worth(from, i)) * all.length
        const one = (goals[i] - worth(begun as Tried, i) - bare) / rates[k]
        return kinds.length === 1 && Number.isFinite(one) ? Math.ceil(one - 1e-6) : 0
      })
      return { sizes: levels, least: Math.max(...least) }
    }
  }

  function finished(done: readonly Slot[], proven: boolean): Spread {
    const through = done[done.length - 1].at
    const sizeOf = (i: number): number =>
      done.reduce((sum, { kind, sizes }) => {
        const { members, dials } = kinds[kind]
        return members.includes(i) ? sum + (sizes[dials.findIndex((dial) => dial.feeds.includes(i))] ?? 1) : sum
      }, 0)
    return {
      wanted,
      units: wanted.map(({ units }, i) => units ?? Math.max(1, sizeOf(i))),
      events: [
        ...first,
        ...done.flatMap((slot, i) => eventsOf(slot, first.length + i).map((event) => dated(account, event, slot.at))),
        ...extra.map((event) => dated(account, event, through)),
      ],
      at: first.length > 0 ? account.at : done[0].at,
      through,
      ...(proven ? {} : { isProven: false }),
    }
  }
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
