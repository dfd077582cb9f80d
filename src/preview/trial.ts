/** Trying events on an account: whether they bring a tier, or keep one, and the smallest that do. The engine decides; nothing is stored. */

import type { Day } from '../core/time/civil.js'
import { asGiven, type Instant } from '../core/time/instant.js'
import { advanceProgram, applyEvent } from '../program/apply-event.js'
import type { AccountState, Applied } from '../program/journal.js'
import { readStanding } from '../program/standing.js'
import type { Account } from './account.js'
import type { Need } from './needs.js'
import { type SupposedEvent, suppose } from './suppose.js'

/** The account after some events that have not happened. */
export interface Tried {
  readonly state: AccountState
  /** The highest rank granted on the way. */
  readonly highest: number
  readonly events: number
}

/** Whether these events, all at this instant where they name none, do it. Once a trial is spent it says no to everything. */
export interface Trial {
  (events: readonly SupposedEvent[], at: Instant): boolean
  isSpent(): boolean
  /** The same step by step, as long as the account may still be tried. */
  readonly start: Tried
  /** @returns `undefined` where an event is refused, or no try is left */
  play(tried: Tried | undefined, events: readonly SupposedEvent[], at: Instant): Tried | undefined
  wait(tried: Tried, to: Instant): Tried
  isDone(tried: Tried | undefined, at: Instant): boolean
}

/** Events that may be tried for one way of deciding: more are not worth waiting for. */
const EVENTS_MAX = 2_000

/**
 * The tier is reached, or granted from a later day.
 * @param decideAt where the definition looks only at dates: that moment
 */
export function reachTrial(account: Account, rank: number, decideAt: Instant | undefined): Trial {
  return trial(account, (state, granted, at) => {
    if (granted(rank)) return true
    if (decideAt === undefined || at >= decideAt) return false
    return passed(account, state, decideAt, rank)
  })
}

/** The tier that would fall at `fallAt` is still held then. */
export function keepTrial(account: Account, rank: number, fallAt: Instant): Trial {
  return trial(
    account,
    (state, _, at) => at < fallAt && rankAt(account, advanceProgram(account.definition, state, { at: asGiven(fallAt) }).state) >= rank,
  )
}

function trial(account: Account, isDone: (state: AccountState, granted: (rank: number) => boolean, at: Instant) => boolean): Trial {
  const { definition, program, tries } = account
  let left = EVENTS_MAX
  const rankOf = (tier: unknown): number => (typeof tier === 'string' ? (program.scope.rankOf?.(tier) ?? -1) : -1)
  const start: Tried = { state: account.state, highest: -1, events: 0 }
  // Rungs that time alone brings on the way are not the events' doing, but they are held.
  const after = ({ highest, events }: Tried, { state, reasons }: Applied, more: number): Tried => ({
    state,
    highest: reasons.reduce(
      (rank, { code, params }) => (code === 'program.tier.granted' ? Math.max(rank, rankOf(params.tier)) : rank),
      highest,
    ),
    events: events + more,
  })
  const step = (tried: Tried, event: SupposedEvent, at: Instant): Tried | undefined => {
    const result = applyEvent(definition, tried.state, suppose(event, tried.events, at, tried.state))
    return result.outcomes[0]?.outcome === 'applied' ? after(tried, result, 1) : undefined
  }
  const wait = (tried: Tried, to: Instant): Tried => after(tried, advanceProgram(definition, tried.state, { at: asGiven(to) }), 0)
  const play = (from: Tried | undefined, events: readonly SupposedEvent[], at: Instant): Tried | undefined => {
    let tried = from
    for (let i = 0; i < events.length && tried !== undefined; i++) tried = tries.left-- > 0 ? step(tried, events[i], at) : undefined
    return tried
  }
  const done = (tried: Tried | undefined, at: Instant): boolean =>
    tried !== undefined && isDone(tried.state, (rank) => tried.highest >= rank || rankAt(account, tried.state) >= rank, at)
  const trying = (events: readonly SupposedEvent[], at: Instant): boolean => {
    left -= events.length
    if (left < 0) return false
    let tried: Tried | undefined = start
    for (let i = 0; i < events.length && tried !== undefined; i++) tried = step(tried, events[i], at)
    return done(tried, at)
  }
  return Object.assign(trying, { isSpent: () => left < 0, start, play, wait, isDone: done })
}

/** What a measure or a balance then is, as it is shown. */
export function figureOf({ definition }: Account, { state }: Tried, { id }: Need): string {
  const { metrics, balances } = readStanding(definition, state)
  return metrics[id] ?? balances[id] ?? '0'
}

function rankAt({ program, definition }: Account, state: AccountState): number {
  return program.scope.rankOf?.(readStanding(definition, state).tier ?? '') ?? -1
}

function passed(account: Account, state: AccountState, to: Instant, rank: number): boolean {
  const result = advanceProgram(account.definition, state, { at: asGiven(to) })
  const { scope } = account.program
  return (
    rankAt(account, result.state) >= rank ||
    result.reasons.some(({ code, params }) => code === 'program.tier.granted' && (scope.rankOf?.(String(params.tier)) ?? -1) >= rank)
  )
}

/** The smallest size from 1 to `max` that does it, assuming that more is never worse; `guess` is tried first. */
export function smallest(isEnough: (size: number) => boolean, guess: number, max: number): number | undefined {
  let low = 0
  let high = Math.min(Math.max(1, guess), max)
  if (isEnough(high)) {
    if (high === 1 || !isEnough(high - 1)) return high
    high -= 1
  } else {
    for (low = high; ; low = high) {
      if (high >= max) return undefined
      high = Math.min(max, high * 2)
      if (isEnough(high)) break
    }
  }
  while (high - low > 1) {
    const middle = low + Math.floor((high - low) / 2)
    if (isEnough(middle)) high = middle
    else low = middle
  }
  return high
}

/** The last of these days (ascending) through which it is still enough; `undefined` where it never stops being so. */
export function lastEnough(days: readonly Day[], isEnoughOn: (day: Day) => boolean): Day | undefined {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isEnoughOn(days[middle] + 1)) low = middle + 1
    else high = middle
  }
  return days[low]
}
