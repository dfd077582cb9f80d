/** All ways to meet one path of needs: by each type of event that feeds them, and by several where that is sooner or costs less money. */

import type { Day } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import type { Account } from './account.js'
import { type Wanted, wantedOf } from './goal.js'
import type { Look } from './goal-seek.js'
import type { NeedPath } from './needs.js'
import { isWithin, moneyOf, type Payment, paymentsOf, sameSize } from './payment.js'
import { combinationsOf, type Feed, feedsFor, type Solution, solve } from './solve.js'
import { type Stopped, spread } from './spread.js'

export interface Way {
  readonly solution: Solution
  readonly payments: readonly Payment[]
}

/** Where a way is known, another may take so many tries, and a mix so many. */
const OTHER_TRIES = 400
const MIX_TRIES = 1_500

/**
 * Money is compared whatever it is paid for; other numbers and events of different types are not, so each type is a way of its own.
 * @param until the last day on which events count
 * @returns why there is none, as far as that is known
 */
export function waysOf(
  account: Account,
  look: Look,
  path: NeedPath,
  instants: readonly Instant[],
  until: Day | undefined,
): Way[] | Stopped | undefined {
  const wanted = path.map((need) => wantedOf(account, need))
  const choices = feedsFor(account, wanted)
  const before = look.decideAt ?? (until === undefined ? undefined : account.program.calendar.startOf(until + 1))
  const ways: Way[] = []
  const later: Feed[][] = []
  const add = (feeds: readonly Feed[], solution: Solution): void => {
    ways.push({ solution, payments: paymentsOf(feeds, solution.events) })
  }
  const used: Feed[][] = []
  const isUsed = (feeds: readonly Feed[]): boolean => used.some((known) => feeds.every((feed, i) => isAlike(feed, known[i])))
  for (const feeds of combinationsOf(choices)) {
    if (isUsed(feeds)) continue
    const once = solve(account, wanted, feeds, look.trial, instants, look.extra)
    if (once === undefined) later.push(feeds)
    else {
      used.push(feeds)
      add(feeds, sharedBetter(account, look, wanted, feeds, once) ?? once)
    }
  }
  let stopped: Stopped | undefined
  for (const feeds of later) {
    if (isUsed(feeds)) continue
    const found = within(account, ways.length === 0 ? Number.POSITIVE_INFINITY : OTHER_TRIES, () =>
      spreadOver(account, look, wanted, feeds, before),
    )
    if (found !== undefined && !('most' in found)) {
      used.push(feeds)
      add(feeds, found)
    } else stopped ??= found
  }
  for (const { feeds, end } of mixesOf(account, choices, ways, before)) {
    const found = within(account, MIX_TRIES, () => spreadOver(account, look, wanted, feeds, end))
    if (found !== undefined && !('most' in found)) add(feeds, atOnce(account, found))
    else stopped ??= found
  }
  return ways.length === 0 ? stopped : best(ways)
}

/** Events that a measure only adds up are worth the same whatever their type. */
function isAlike(a: Feed, b: Feed): boolean {
  return a === b || ((a.isDirect || a.replaces) && (b.isDirect || b.replaces) && sameSize(a.suggestion.size, b.suggestion.size))
}

/** Types of events that may be enough together: those paid in money up to when money alone is, all of them before anything alone is. */
function mixesOf(
  { at }: Account,
  choices: readonly (readonly Feed[])[],
  ways: readonly Way[],
  before: Instant | undefined,
): { readonly feeds: readonly Feed[]; readonly end: Instant | undefined }[] {
  const endOf = (some: readonly Way[], more: number): Instant | undefined => {
    const ends = [...some.map(({ solution }) => (solution.through ?? solution.at) + more), ...(before === undefined ? [] : [before])]
    return ends.length === 0 ? undefined : Math.min(...ends)
  }
  const feeds = choices.flatMap((own) =>
    own.filter(
      (feed, i) =>
        own.findIndex(({ suggestion }) => suggestion.type === feed.suggestion.type) === i &&
        !own.some((other, k) => k < i && isAlike(other, feed)),
    ),
  )
  const isMixed = (some: readonly Feed[]): boolean => some.length > choices.length
  const paid = feeds.filter(({ suggestion, replaces }) => suggestion.size.kind === 'amount' && !replaces)
  const money = endOf(
    ways.filter(({ payments }) => moneyOf(payments) !== undefined),
    1,
  )
  const soonest = endOf(ways, 0)
  return [
    ...(choices.length === 1 && isMixed(paid) ? [{ feeds: paid, end: money }] : []),
    ...(isMixed(feeds) && paid.length < feeds.length && (soonest === undefined || soonest > at) ? [{ feeds, end: soonest }] : []),
  ]
}

/** Without those of which another asks for no more of anything, and no later. */
function best(ways: readonly Way[]): Way[] {
  const end = ({ solution }: Way): Instant => solution.through ?? solution.at
  const isBetter = (a: Way, b: Way): boolean => end(a) <= end(b) && isWithin(a.payments, b.payments)
  return ways.filter((way, i) => !ways.some((other, k) => k !== i && isBetter(other, way) && (k < i || !isBetter(way, other))))
}

/** One after the other, where a limit leaves what can be done at once too little. */
function spreadOver(
  account: Account,
  look: Look,
  wanted: readonly Wanted[],
  feeds: readonly Feed[],
  before: Instant | undefined,
): Solution | Stopped | undefined {
  const found = spread(account, wanted, feeds, look.trial, before, look.extra)
  return found === undefined || 'most' in found ? found : { ...found, searched: false, isCovered: false }
}

/** No limit asks for one after the other where all happen at the account's own instant. */
function atOnce({ at }: Account, { through, ...found }: Solution): Solution {
  return through === undefined || through === at ? { ...found, searched: true } : { ...found, through }
}

/** Several events at once that were sized as one: each by itself may be enough with less. */
function sharedBetter(
  account: Account,
  look: Look,
  wanted: readonly Wanted[],
  feeds: readonly Feed[],
  once: Solution,
): Solution | undefined {
  if (wanted.length === 1 || !once.searched || once.at !== account.at || once.events.length === 1) return undefined
  // What is decided at a date may by then be met by what another way asks: that way says it.
  if (once.isCovered && look.decideAt !== undefined) return undefined
  const found = spreadOver(account, look, wanted, feeds, account.at + 1)
  if (found === undefined || 'most' in found || found.events.length > once.events.length) return undefined
  if (!look.trial(found.events, account.at)) return undefined
  // Where one of them is not needed, another way says the others.
  const isEnough = (_: unknown, i: number): boolean =>
    look.trial(
      found.events.filter((__, j) => j !== i),
      account.at,
    )
  if (once.isCovered && found.events.some(isEnough)) return undefined
  return { ...once, events: found.events, isCovered: false, isProven: found.isProven }
}

function within<T>({ tries }: Account, most: number, search: () => T): T {
  const kept = Math.max(0, tries.left - most)
  tries.left -= kept
  try {
    return search()
  } finally {
    tries.left = Math.max(0, tries.left) + kept
  }
}
