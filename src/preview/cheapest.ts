/** Numbers over all events of a sequence for the smallest total: the gains each number can bring, what they ask for at least, and all ways between. */

import type { Instant } from '../core/time/instant.js'
import { arrive, type Course, isDone, type Slot, sized, step, worth } from './course.js'
import type { Tried } from './trial.js'

/** A number that is paid. */
export interface Priced {
  readonly kind: number
  readonly d: number
}

export interface Cheapest {
  readonly plan: readonly Slot[]
  /** False where there are too many to look at. */
  readonly isProven: boolean
}

/** What is added up. */
interface Sum {
  readonly dials: readonly Priced[]
  /** The feeds that read these numbers. */
  readonly read: readonly number[]
  /** The events that have them. */
  readonly own: readonly Slot[]
  /** What is known to be enough. */
  readonly cost: number
}

/** The sizes of one number on one day that make a difference. */
interface Levels {
  readonly kind: number
  readonly when: Instant
  /** The smallest number of each gain, ascending. */
  readonly sizes: readonly number[]
  /** The most that the need of each feed gains for one. */
  readonly rates: readonly number[]
  /** What an event without it brings. */
  readonly bare: readonly number[]
}

interface Way {
  readonly cost: number
  readonly slots: readonly Slot[]
  readonly tried: Tried
}

/** A number that brings many different gains is not looked at gain by gain. */
const LEVELS_MAX = 64

/** More events than this are not tried in every combination. */
const TURNS_MAX = 12

/**
 * These numbers as small in total as they can be, the others as they are.
 * @param some events on whose days each kind may happen or not; without them the events are those of the plan, all of them
 */
export function cheapest(course: Course, plan: readonly Slot[], dials: readonly Priced[], some?: readonly Slot[]): Cheapest {
  const { feeds, kinds, wanted } = course
  const turns = some === undefined ? undefined : everyTurn(course, some)
  const slots = turns ?? plan
  const own = slots.filter((slot) => dialOf(dials, slot) >= 0)
  const cost = totalOf(plan, dials)
  const read = dials.flatMap(({ kind, d }) => kinds[kind].dials[d].feeds)
  const sum = { dials, read, own, cost }
  const proven = { plan, isProven: true }
  const unproven = { plan, isProven: false }
  if (own.length === 0 || (kinds.length === 1 && read.some((i) => feeds[i].isDirect && cost <= (wanted[feeds[i].need].units ?? 0))))
    return proven
  // The first day may have been used in part; the later ones are taken to be alike.
  const days = [...new Set([own[0].at, own[own.length - 1].at])]
  const levels = dials.flatMap((dial) => days.map((when) => levelsOf(course, sum, dial, when)))
  if (!levels.every((one) => one !== undefined)) return unproven
  if (cost <= atLeast(course, sum, levels)) return proven
  if (turns !== undefined && turns.length > TURNS_MAX) return unproven
  const choices = slots.map((slot) => {
    const d = dialOf(dials, slot)
    const found = levels.find(({ kind, when }) => kind === slot.kind && (when === slot.at || when !== days[0]))
    return d < 0 ? [slot] : (found?.sizes ?? [0]).map((size) => sized(slot, d, size))
  })
  const ways = waysThrough(course, sum, choices, turns !== undefined)
  if (ways === undefined) return unproven
  const last = slots[slots.length - 1].at
  const best = ways
    .sort((a, b) => a.cost - b.cost || a.slots.length - b.slots.length)
    .find((way) => way.slots.length > 0 && isDone(course, way.tried, last))
  return best === undefined || (best.cost === cost && best.slots.length >= plan.length) ? proven : { plan: best.slots, isProven: true }
}

export function totalOf(slots: readonly Slot[], dials: readonly Priced[]): number {
  return slots.reduce((total, slot) => total + (slot.sizes[dialOf(dials, slot)] ?? 0), 0)
}

function dialOf(dials: readonly Priced[], { kind }: Slot): number {
  return dials.find((one) => one.kind === kind)?.d ?? -1
}

/** Each kind of event on each of their days. */
function everyTurn({ kinds }: Course, some: readonly Slot[]): Slot[] {
  const days = [...new Set(some.map(({ at }) => at))]
  return days.flatMap((at) =>
    kinds.flatMap(({ dials }, kind) => {
      const own = some.filter((slot) => slot.at === at && slot.kind === kind)
      return own.length > 0 || kinds.length === 1 ? own : [{ at, kind, sizes: dials.map(() => 0) }]
    }),
  )
}

/** From the first event of a day, the others of its numbers as they are there. */
function levelsOf(course: Course, { read, own }: Sum, { kind, d }: Priced, when: Instant): Levels | undefined {
  const { account, begun, feeds, kinds, seen } = course
  const from = arrive(course, begun, when)
  const same = own.filter((one) => one.kind === kind)
  const slot = same.find(({ at }) => at === when) ?? same[0]
  const rates = read.map(() => 0)
  if (slot === undefined) return { kind, when, sizes: [0], rates, bare: rates }
  const gain = (size: number): string => {
    const to = step(course, from, sized({ ...slot, at: when }, d, size))
    return to === undefined ? 'refused' : read.map((i) => worth(course, to, feeds[i].need)).join()
  }
  const sizes = [0]
  const none = gain(0)
  const alone = none.split(',').map(Number)
  const visit = (low: number, below: string, high: number, above: string): boolean => {
    if (below === above) return true
    if (sizes.length > LEVELS_MAX || account.tries.left <= 0) return false
    if (high - low === 1) {
      sizes.push(high)
      const has = above.split(',').map(Number)
      for (const k of rates.keys()) rates[k] = Math.max(rates[k], (has[k] - alone[k]) / high)
      return true
    }
    const middle = low + Math.floor((high - low) / 2)
    const between = gain(middle)
    return visit(low, below, middle, between) && visit(middle, between, high, above)
  }
  const top = Math.max(1, ...same.map((one) => one.sizes[d]), ...kinds[kind].dials[d].feeds.map((i) => seen[i].largest))
  if (!visit(0, none, top, gain(top))) return undefined
  return { kind, when, sizes, rates, bare: read.map((i, k) => Math.max(0, alone[k] - worth(course, from, feeds[i].need))) }
}

/** What all events ask for at least where each gains as much for as little as the best; of other kinds of event nothing is known. */
function atLeast(course: Course, { dials, read, own }: Sum, levels: readonly Levels[]): number {
  const { begun, feeds, goals, kinds } = course
  const bounds = read.map((i, k) => {
    const bare = Math.max(...levels.map((one) => one.bare[k])) * own.length
    const { need } = feeds[i]
    const one = (goals[need] - worth(course, begun, need) - bare) / Math.max(...levels.map(({ rates }) => rates[k]))
    return dials.length === kinds.length && Number.isFinite(one) ? Math.ceil(one - 1e-6) : 0
  })
  return Math.max(...bounds)
}

/**
 * Every choice for every event in turn, by ascending size; of ways that come to the same only the cheapest.
 * @param isFree each event may be left out
 * @returns `undefined` where no try is left
 */
function waysThrough(course: Course, { dials, read, cost }: Sum, choices: readonly Slot[][], isFree: boolean): Way[] | undefined {
  const { account, begun, feeds, goals } = course
  let ways: Way[] = [{ cost: 0, slots: [], tried: begun }]
  for (const turn of choices) {
    const next = new Map<string, Way>()
    const add = (way: Way): void => {
      const key = JSON.stringify([
        read.map((i) => Math.min(goals[feeds[i].need], worth(course, way.tried, feeds[i].need))),
        way.tried.state.books.buckets,
      ])
      const other = next.get(key)
      if (other === undefined || way.cost < other.cost || (way.cost === other.cost && way.slots.length < other.slots.length))
        next.set(key, way)
    }
    for (const way of ways) {
      if (isFree) add(way)
      for (const one of turn) {
        const paid = way.cost + totalOf([one], dials)
        if (paid > cost) break
        const to = step(course, way.tried, one)
        if (account.tries.left <= 0) return undefined
        if (to !== undefined) add({ cost: paid, slots: [...way.slots, one], tried: to })
      }
    }
    ways = [...next.values()]
  }
  return ways
}
