/** What a sequence of events is while one is looked for: the kinds of event, the numbers of each, and what the account comes to step by step. */

import { exactNumber, readExact } from '../core/decimal/exact.js'
import type { Instant } from '../core/time/instant.js'
import type { Account } from './account.js'
import type { Wanted } from './goal.js'
import type { Fill } from './limits.js'
import { composed, type Feed, groupsOf } from './solve.js'
import type { SupposedEvent } from './suppose.js'
import { figureOf, type Trial, type Tried } from './trial.js'

/** What one number of an event feeds: an amount or a field, and the feeds that read it. */
export interface Dial {
  readonly feeds: readonly number[]
  readonly max: number
  readonly isMoney: boolean
}

/** One kind of event. */
export interface Kind {
  readonly members: readonly number[]
  readonly dials: readonly Dial[]
}

/** One event to be: its kind, its instant, and the size of each dial. */
export interface Slot {
  readonly at: Instant
  readonly kind: number
  readonly sizes: readonly number[]
}

/** What trying has shown of a feed so far: how much limits leave it, and the largest size that was of use. */
export interface Seen {
  fill: Fill | undefined
  largest: number
}

export interface Course {
  readonly account: Account
  readonly wanted: readonly Wanted[]
  readonly feeds: readonly Feed[]
  readonly trial: Trial
  /** What happens once, before the others. */
  readonly first: readonly SupposedEvent[]
  /** What must happen besides, after them. */
  readonly extra: readonly SupposedEvent[]
  readonly kinds: readonly Kind[]
  /** The feeds of these kinds, and their needs. */
  readonly fed: readonly number[]
  readonly needs: readonly number[]
  /** The account after what happens first. */
  readonly begun: Tried
  /** What each need has to be worth. */
  readonly goals: readonly number[]
  /** Of each feed. */
  readonly seen: readonly Seen[]
}

/** Gains are compared in millionths, the finest places of a suggestion. */
const GRAIN = 1_000_000

/** @returns `undefined` where what happens first is refused */
export function courseOf(
  account: Account,
  wanted: readonly Wanted[],
  feeds: readonly Feed[],
  trial: Trial,
  extra: readonly SupposedEvent[],
): Course | undefined {
  const groups = groupsOf(feeds)
  const once = groups.filter(({ isOnce }) => isOnce).flatMap(({ members }) => members.map((i) => feeds[i]))
  const kinds = groups.filter(({ isOnce }) => !isOnce).map(({ members }) => ({ members, dials: dialsOf(feeds, members) }))
  const fed = kinds.flatMap(({ members }) => members)
  const needs = [...new Set(fed.map((i) => feeds[i].need))]
  const first = composed(
    account,
    once,
    once.map(() => 1),
  )
  const begun = trial.play(trial.start, first, account.at)
  if (begun === undefined) return undefined
  const goals = wanted.map(({ need, units, scale }) =>
    units === undefined ? Number.POSITIVE_INFINITY : millionths(figureOf(account, begun, need)) + Math.round(units * GRAIN * 10 ** -scale),
  )
  const seen = feeds.map(() => ({ fill: undefined, largest: 0 }))
  return { account, wanted, feeds, trial, first, extra, kinds, fed, needs, begun, goals, seen }
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
  return [...dials.values()].map((own) => ({
    feeds: own,
    max: Math.min(...own.map((i) => feeds[i].max)),
    isMoney: feeds[own[0]].suggestion.size.kind === 'amount',
  }))
}

/** The event with one of its numbers changed. */
export function sized(slot: Slot, d: number, size: number): Slot {
  return { ...slot, sizes: slot.sizes.map((one, i) => (i === d ? size : one)) }
}

/** How much of it a feed reads: 1 where it counts the event. */
export function sizeOf({ kinds }: Course, { kind, sizes }: Slot, feed: number): number {
  return sizes[kinds[kind].dials.findIndex(({ feeds }) => feeds.includes(feed))] ?? 1
}

/** @param turn how many events come before it */
export function eventsOf(course: Course, slot: Slot, turn: number): SupposedEvent[] {
  const { account, feeds, kinds } = course
  const { members } = kinds[slot.kind]
  return composed(
    account,
    members.map((i) => feeds[i]),
    members.map((i) => sizeOf(course, slot, i)),
    turn,
  )
}

export function arrive({ account, trial }: Course, from: Tried, at: Instant): Tried {
  return at > account.at ? trial.wait(from, at) : from
}

export function step(course: Course, from: Tried, slot: Slot): Tried | undefined {
  return course.trial.play(arrive(course, from, slot.at), eventsOf(course, slot, from.events), slot.at)
}

export function steps(course: Course, from: Tried | undefined, slots: readonly Slot[]): Tried | undefined {
  let tried = from
  for (const slot of slots) tried = tried === undefined ? undefined : step(course, tried, slot)
  return tried
}

/** What a need comes to, as it is shown. */
export function shown({ account, wanted }: Course, tried: Tried, need: number): string {
  return figureOf(account, tried, wanted[need].need)
}

export function worth(course: Course, tried: Tried, need: number): number {
  return millionths(shown(course, tried, need))
}

/** So that what is compared are whole numbers. */
function millionths(figure: string): number {
  return Math.round(exactNumber(readExact(figure) ?? 0) * GRAIN)
}

/** What each need is short of. */
export function lacks(course: Course, tried: Tried): number[] {
  const { goals, needs } = course
  const left = goals.map((goal, need) => (needs.includes(need) ? Math.max(0, goal - worth(course, tried, need)) : 0))
  // Everything has risen and it is still not enough: only trying tells.
  return left.every((one) => one === 0) ? goals.map((_, need) => (needs.includes(need) ? Number.POSITIVE_INFINITY : 0)) : left
}

export function isDone({ trial, extra }: Course, tried: Tried | undefined, at: Instant): boolean {
  return trial.isDone(trial.play(tried, extra, at), at)
}
