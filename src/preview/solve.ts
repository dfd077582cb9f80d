/** From a path of needs to events that meet it: the closed form where there is one, otherwise the smallest that trying finds. */

import { compareExact, type Exact, exactUnits, readExact, subtractExact } from '../core/decimal/exact.js'
import { asGiven, type Instant } from '../core/time/instant.js'
import { advanceProgram, applyEvent } from '../program/apply-event.js'
import { memberKey } from '../program/counters.js'
import { readStanding } from '../program/standing.js'
import type { Account } from './account.js'
import type { Wanted } from './goal.js'
import type { Need } from './needs.js'
import { type Distinct, eventsOf, type Fields, type Suggestion, suggestionsFor, valuesOf } from './suggest.js'
import { type SupposedEvent, suppose } from './suppose.js'
import { smallest, type Trial } from './trial.js'

export interface Solution {
  readonly wanted: readonly Wanted[]
  /** Units of each wanted thing: its closed form, or the size of the event found. */
  readonly units: readonly number[]
  readonly events: readonly SupposedEvent[]
  readonly at: Instant
  /** When the last of several events with their own instants happens. */
  readonly through?: Instant
  /** Sizes were found by trying. */
  readonly searched: boolean
  /** Less than a closed form asks for is enough, because the events themselves meet another way: that way says it better. */
  readonly isCovered: boolean
  /** False where the tries ran out before it was sure that there is no cheaper way. */
  readonly isProven?: boolean
}

/** Sizes are looked for up to here: ten billion minor units, or so many events (a closed form may ask for more, up to twice itself). */
const SIZE_MAX = 10_000_000_000
const TIMES_MAX = 50

/** Ways to feed the needs of one path that are tried. */
const COMBINATIONS_MAX = 12

/**
 * @param feeds one for each wanted thing
 * @param instants when the events may happen, in order of preference
 * @param extra what must happen besides, after them
 * @returns `undefined` when no such events of one instant are enough
 */
export function solve(
  account: Account,
  wanted: readonly Wanted[],
  feeds: readonly Feed[],
  trial: Trial,
  instants: readonly Instant[],
  extra: readonly SupposedEvent[] = [],
): Solution | undefined {
  for (const at of instants) {
    if (trial.isSpent()) return undefined
    const found = sizesFor(account, wanted, feeds, (events) => trial([...events, ...extra], at), trial)
    if (found === undefined) continue
    const events = composed(account, feeds, found.sizes)
    const isClosed = closedBy(account, wanted, events, at)
    const isShort = found.shrunk.some((i) => !isClosed[i])
    return {
      wanted,
      units: wanted.map((one, i) => (one.units !== undefined && (!feeds[i].isDirect || isClosed[i]) ? one.units : found.sizes[i])),
      events: [...events, ...extra],
      at,
      searched: found.searched || isShort,
      isCovered: found.isCovered || isShort || wanted.some((one, i) => isTried(account, one, feeds[i]) && !isClosed[i]),
    }
  }
  return undefined
}

/** What was found by trying has to do what the way asks, and not by chance what another one asks. */
function isTried({ definition }: Account, { need: { gap, id } }: Wanted, { isDirect, replaces }: Feed): boolean {
  const measure = definition.measures?.[id]
  return gap !== undefined && !isDirect && !replaces && !measure?.reset?.includes('rise') // a rise would set it back to zero
}

/** Which figures rise by their gap. */
function closedBy(account: Account, wanted: readonly Wanted[], events: readonly SupposedEvent[], at: Instant): boolean[] {
  const { definition } = account
  let { state } = advanceProgram(definition, account.state, { at: asGiven(at) })
  const figuresOf = (): ((need: Need) => Exact) => {
    const { metrics, balances, members = [] } = readStanding(definition, state)
    return ({ id, member }) => {
      const own = member === undefined ? metrics : members.find((one) => one.id === member)?.metrics
      return readExact(own?.[id] ?? balances[id] ?? 0) ?? 0
    }
  }
  const before = figuresOf()
  events.forEach((event, i) => {
    state = applyEvent(definition, state, suppose(event, i, at, state)).state
  })
  const after = figuresOf()
  return wanted.map(({ need }) => {
    const order = compareExact(subtractExact(after(need), before(need)), need.gap ?? 0)
    return need.strict ? order > 0 : order >= 0
  })
}

export interface Feed {
  /** Index of the need. */
  readonly need: number
  readonly suggestion: Suggestion
  readonly scale: number
  /** The size expected to be enough; 1 where nothing is known. */
  readonly guess: number
  readonly max: number
  /** The size is the need's own unit. */
  readonly isDirect: boolean
  /** The value replaces what was there, and is not added to it. */
  readonly replaces: boolean
}

/** Every way to feed each of them. */
export function feedsFor(account: Account, wanted: readonly Wanted[]): Feed[][] {
  return wanted.map((one, i) => feedsOf(account, one, i))
}

function feedsOf(account: Account, wanted: Wanted, index: number): Feed[] {
  const { need, unit, scale, units } = wanted
  const { definition } = account
  const measure = need.kind === 'measure' ? definition.measures?.[need.id] : undefined
  const aggregate = measure !== undefined && 'aggregate' in measure ? measure.aggregate : undefined
  const replaces = aggregate === 'latest' || aggregate === 'max'
  return suggestionsFor(definition, need, heldValues(account, need)).map((plain) => {
    const suggestion = need.member === undefined ? plain : { ...plain, fields: { ...plain.fields, ...namedBy(account, need.member) } }
    const { size } = suggestion
    const isDirect =
      units === undefined ||
      need.kind === 'flag' ||
      (size.kind === 'times' && unit.kind === 'count') ||
      (size.kind === 'amount' && unit.kind === 'amount' && !replaces) ||
      (size.kind === 'field' && unit.kind === 'number' && aggregate === 'sum')
    const whole = replaces && need.required !== undefined ? exactUnits(need.required, scale, 'up') : (units ?? 1)
    return {
      need: index,
      suggestion,
      scale: size.kind === 'amount' ? account.exponent : size.kind === 'field' && unit.kind === 'number' ? scale : 0,
      guess: size.kind === 'once' ? 1 : isDirect || replaces ? Math.max(1, whole) : 1,
      max: size.kind === 'once' ? 1 : size.kind !== 'times' ? SIZE_MAX : (size.distinct?.values?.length ?? Math.max(TIMES_MAX, 2 * whole)),
      isDirect,
      replaces,
    }
  })
}

/** How an event says whose it is. */
function namedBy({ definition }: Account, member: string): Fields {
  return { [definition.members?.member ?? 'customerId']: member }
}

/** The values that a count of different ones knows, the oldest first. */
function heldValues({ run }: Account, { kind, id, member }: Need): string[] {
  const keys = kind === 'measure' ? run.books.counters[member === undefined ? id : memberKey(id, member)]?.keys : undefined
  return [...(keys ?? [])].sort(([, a], [, b]) => a - b).map(([key]) => key)
}

export function combinationsOf(feeds: readonly (readonly Feed[])[]): Feed[][] {
  let combinations: Feed[][] = [[]]
  for (const choices of feeds)
    combinations = combinations.flatMap((chosen) => choices.map((feed) => [...chosen, feed])).slice(0, COMBINATIONS_MAX)
  return combinations
}

/** Sizes that are enough together and of which none can be one smaller; `shrunk` are those below their closed form. */
function sizesFor(
  account: Account,
  wanted: readonly Wanted[],
  feeds: readonly Feed[],
  isEnough: (events: readonly SupposedEvent[]) => boolean,
  { isSpent }: Trial,
):
  | { readonly sizes: readonly number[]; readonly searched: boolean; readonly isCovered: boolean; readonly shrunk: readonly number[] }
  | undefined {
  const sizes = feeds.map(({ guess, max }) => Math.min(guess, max))
  const enough = (): boolean => isEnough(composed(account, feeds, sizes))
  if (feeds.some(({ guess, max }) => guess > max)) return undefined
  let searched = wanted.some(({ units }, i) => units === undefined || !feeds[i].isDirect)
  let isCovered = false
  const isOfMembers = wanted.some(({ need }) => need.member !== undefined)
  const shrunk: number[] = []
  if (!enough()) {
    // The closed form is not the whole story (caps, rounding, a rate): everything grows until it is enough.
    searched = true
    do {
      let grown = false
      for (let i = 0; i < sizes.length; i++) {
        if (sizes[i] >= feeds[i].max) continue
        sizes[i] = Math.min(feeds[i].max, sizes[i] * 2)
        grown = true
      }
      if (!grown || isSpent()) return undefined
    } while (!enough())
  }
  for (let i = 0; i < sizes.length && sizes.length > 1; i++) {
    const others = (_: unknown, j: number): boolean => j !== i
    const fewer = composed(account, feeds.filter(others), sizes.filter(others))
    if (isSame(fewer, composed(account, feeds, sizes)) || !isEnough(fewer)) continue
    const without = sizes.map((size, j) => (j === i ? 0 : size))
    // What members do for themselves may be enough for all of them: whether it is all that is asked, the figures say.
    if (!isOfMembers || !isSame(fewer, composed(account, feeds, without))) return { sizes, searched: true, isCovered: true, shrunk }
    sizes[i] = 0
    shrunk.push(i)
  }
  for (let i = 0; i < sizes.length; i++) {
    if (feeds[i].max === 1 || sizes[i] === 0) continue
    const upper = sizes[i]
    const least = smallest(
      (size) => {
        sizes[i] = size
        return enough()
      },
      upper,
      upper,
    )
    sizes[i] = least ?? upper
    const { isDirect, suggestion } = feeds[i]
    if (isDirect && least !== undefined && least < (wanted[i].units ?? 0)) shrunk.push(i)
    else if (isDirect && least === 1 && suggestion.size.kind !== 'times') {
      // The event itself, empty, may be enough; what a member's shares with another need stays what it is.
      const shared = composed(account, feeds, sizes)
      sizes[i] = 0
      if (!(isOfMembers && isSame(composed(account, feeds, sizes), shared)) && enough()) isCovered = true
      sizes[i] = 1
    }
  }
  return { sizes, searched: searched || isCovered, isCovered, shrunk }
}

function isSame(a: readonly SupposedEvent[], b: readonly SupposedEvent[]): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/**
 * One event can feed several measures: what asks for the same kind of event shares it.
 * @param turn how many of the different values are taken already
 */
export function composed(account: Account, feeds: readonly Feed[], sizes: readonly number[], turn = 0): SupposedEvent[] {
  return groupsOf(feeds).flatMap(({ type, fields, members }) =>
    eventsOfGroup(account, { type, fields, feeds: members.map((i) => ({ feed: feeds[i], size: sizes[i] })) }, turn),
  )
}

/** Feeds of one kind of event. */
export interface FeedGroup {
  readonly type: string
  readonly fields: Fields
  /** Indexes of the feeds. */
  readonly members: readonly number[]
  readonly isOnce: boolean
}

/** A flag that is missing is set first: later events may need it. */
export function groupsOf(feeds: readonly Feed[]): FeedGroup[] {
  const groups: { type: string; fields: Fields; members: number[] }[] = []
  feeds.forEach((feed, i) => {
    const { type, fields } = feed.suggestion
    const group = groups.find(
      (one) =>
        one.type === type && agree(one.fields, fields) && one.members.every((j) => varyAlone(feeds[j], feed) && varyAlone(feed, feeds[j])),
    )
    if (group === undefined) groups.push({ type, fields, members: [i] })
    else {
      group.fields = { ...group.fields, ...fields }
      group.members.push(i)
    }
  })
  return groups
    .map((group) => ({ ...group, isOnce: group.members.every((i) => feeds[i].suggestion.size.kind === 'once') }))
    .sort((a, b) => Number(b.isOnce) - Number(a.isOnce))
}

/** A field that takes different values is fixed by no other need. */
function varyAlone(feed: Feed, { suggestion: { fields } }: Feed): boolean {
  const own = distinctOf(feed)
  return own === undefined || !Object.hasOwn(fields, own.path)
}

function distinctOf({ suggestion: { size } }: Feed): Distinct | undefined {
  return size.kind === 'times' ? size.distinct : undefined
}

function agree(a: Fields, b: Fields): boolean {
  return Object.entries(b).every(([key, value]) => !Object.hasOwn(a, key) || JSON.stringify(a[key]) === JSON.stringify(value))
}

function eventsOfGroup(
  { definition }: Account,
  group: { readonly type: string; readonly fields: Fields; readonly feeds: readonly { readonly feed: Feed; readonly size: number }[] },
  taken: number,
): SupposedEvent[] {
  const { type } = group
  const times = group.feeds.filter(({ feed }) => feed.suggestion.size.kind === 'times')
  const copies = Math.max(1, ...times.map(({ size }) => size))
  const turns = times.flatMap(({ feed }) => {
    const distinct = distinctOf(feed)
    return distinct === undefined ? [] : [{ path: distinct.path, values: valuesOf(distinct, taken + copies).slice(taken) }]
  })
  const events: SupposedEvent[] = []
  for (let i = 0; i < copies; i++) {
    const { type: own = type, ...turn } = Object.fromEntries(turns.map(({ path, values }) => [path, values[i]]))
    const fields = { ...group.fields, ...turn }
    let [event] = eventsOf(definition, { type: String(own), fields, size: { kind: 'once' } }, 1, 0) as [SupposedEvent]
    for (const { feed, size } of group.feeds) {
      const { kind } = feed.suggestion.size
      if (kind !== 'amount' && kind !== 'field') continue
      // What is added up is spread over the copies, the rest on the last; what replaces stands whole on the last.
      const share = feed.replaces ? size : i < copies - 1 ? Math.floor(size / copies) : size - Math.floor(size / copies) * (copies - 1)
      if (feed.replaces && i < copies - 1) continue
      const [sized] = eventsOf(definition, { ...feed.suggestion, fields }, share, feed.scale) as [SupposedEvent]
      const known = event.amountMinor
      event = { ...event, ...sized, ...(kind === 'amount' && known !== undefined ? { amountMinor: Math.max(known, share) } : {}) }
      if (kind === 'amount') {
        const { amount: _, ...rest } = event
        event = rest as SupposedEvent
      }
    }
    events.push(event)
  }
  return events
}
