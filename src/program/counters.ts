/** Counters: what a program keeps of its measures between events, so that no history is needed to read them. */

import {
  addExact,
  compareExact,
  divideExact,
  type Exact,
  fromUnits,
  multiplyExact,
  negateExact,
  storable,
  subtractExact,
} from '../core/decimal/exact.js'
import type { Aggregate } from '../core/measure/definition.js'
import type { Day } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import { addLength, type Unit, unitsBetween } from '../core/time/length.js'
import { type DaySpan, windowAt } from '../core/time/window.js'
import type { TierMove } from './definition.js'
import type { CounterForm } from './form.js'
import type { Run } from './run.js'
import type { CounterPart, CounterState, Mark, OrderState } from './state.js'

/** The window of a counter as seen today (`shift` windows on), or `undefined` without its anchor. */
export function spanOf(run: Run, counter: CounterForm, shift = 0): DaySpan | undefined {
  const { window } = counter
  if (counter.opens.length > 0) {
    const state = counterState(run, counter)
    return state?.to === undefined || state.from === null ? undefined : { from: state.from, to: state.to }
  }
  if (shift !== 0)
    return windowAt(window === 'lifetime' ? window : { ...window, shift: (window.shift ?? 0) + shift }, run.day, run.books.anchors)
  const { memo } = counter
  const anchor = counter.anchor === undefined ? undefined : run.books.anchors[counter.anchor]
  if (memo.day !== run.day || memo.anchor !== anchor) {
    memo.span = windowAt(window, run.day, run.books.anchors)
    memo.day = run.day
    memo.anchor = anchor
  }
  return memo.span
}

/** What is kept of a counter; of one that counts members apart, for the member at work. */
export function counterState(run: Run, counter: CounterForm): CounterState | undefined {
  return run.books.counters[keyOf(run, counter)]
}

function keyOf({ member }: Run, { id, perMember }: CounterForm): string {
  return perMember === undefined || member === undefined ? id : memberKey(id, member)
}

export function memberKey(id: string, member: string): string {
  return `${id}\u0001${member}`
}

/** The id that a key is made of, whoever's it is. */
export function idOfKey(key: string): string {
  return key.split('\u0001', 1)[0]
}

/** Runs something for one member. */
export function asMember<T>(run: Run, member: string | undefined, act: () => T): T {
  const before = run.member
  run.member = member
  const result = act()
  run.member = before
  return result
}

/** The counter's exact value today; `closed` is its window that ended last. `undefined` where it is empty and says so. */
export function readCounter(run: Run, counter: CounterForm, closed: boolean): Exact | undefined {
  return counter.perMember === undefined ? readOwn(run, counter, closed) : counter.perMember.read(run, () => readOwn(run, counter, closed))
}

/** The same of the member at work alone, where members are counted apart. */
export function readOwn(run: Run, counter: CounterForm, closed: boolean): Exact | undefined {
  const value = aggregateOf(run, counter, closed && counter.hasClosed)
  if (value === undefined) return counter.empty
  return counter.cap !== undefined && compareExact(value, counter.cap) > 0 ? counter.cap : value
}

function aggregateOf(run: Run, counter: CounterForm, closed: boolean): Exact | undefined {
  const state = counterState(run, counter)
  if (state === undefined) return undefined
  const { aggregate } = counter
  if (counter.streak !== undefined) return counter.streak.read(run, state, closed).length
  if (counter.rolling) {
    const span = spanOf(run, counter)
    if (span === undefined) return undefined
    if (aggregate === 'distinct') return (state.keys ?? []).filter(([, day]) => day >= span.from && day < span.to).length
    if (picks(aggregate))
      return pick(
        aggregate,
        (state.marks ?? []).filter(([day]) => day >= span.from && day < span.to),
      )
    const total = sumIn(state.value, state.days, span)
    if (divides(aggregate)) return divideExact(total, sumIn(state.by ?? 0, state.byDays, span))
    return typeof aggregate === 'object' ? perUnit(total, span, aggregate.mean) : total
  }
  const rolled = rollTo(run, counter, state)
  if (closed) return typeof aggregate === 'object' ? perUnit(rolled.closed, spanOf(run, counter, -1), aggregate.mean) : rolled.closed
  if (counter.opens.length > 0 && (rolled.to === undefined || run.day >= rolled.to)) return undefined
  if (rolled.count === 0) return undefined
  return typeof aggregate === 'object' ? perUnit(rolled.value, spanOf(run, counter), aggregate.mean) : resultOf(aggregate, rolled)
}

/** What a window's facts come to. */
function resultOf(aggregate: Aggregate, part: CounterPart): Exact | undefined {
  if (picks(aggregate)) return pick(aggregate, part.marks ?? [])
  return divides(aggregate) ? divideExact(part.value, part.by ?? 0) : part.value
}

/** One fact is the answer, and which can be another when it is reversed. */
export function picks(aggregate: Aggregate): aggregate is 'latest' | 'min' | 'max' {
  return aggregate === 'latest' || aggregate === 'min' || aggregate === 'max'
}

function divides(aggregate: Aggregate): boolean {
  return aggregate === 'mean' || aggregate === 'ratio'
}

function pick(aggregate: 'latest' | 'min' | 'max', marks: readonly Mark[]): Exact | undefined {
  let best: Exact | undefined
  for (const [, value] of marks) if (best === undefined || beats(aggregate, value, best)) best = value
  return best
}

function beats(aggregate: 'latest' | 'min' | 'max', value: Exact, other: Exact): boolean {
  if (aggregate === 'latest') return true
  const order = compareExact(value, other)
  return aggregate === 'min' ? order <= 0 : order >= 0
}

/** A window without a beginning has no number of units. */
function perUnit(total: Exact, span: DaySpan | undefined, unit: Unit): Exact | undefined {
  if (span === undefined || !Number.isFinite(span.from)) return total
  return divideExact(total, Math.max(1, Math.round(unitsBetween(span.from, span.to, unit))))
}

/** The sum of the days inside, from the sum of all of them: only those outside are looked at. */
function sumIn(value: Exact, days: CounterState['days'] = [], span: DaySpan): Exact {
  let total = value
  let first = 0
  while (first < days.length && days[first][0] < span.from) total = subtractExact(total, days[first++][1])
  for (let i = days.length - 1; i >= first && days[i][0] >= span.to; i--) total = subtractExact(total, days[i][1])
  return total
}

/** The state as of today's window: a window that has passed is the closed one, one further back is forgotten. */
function rollTo(run: Run, counter: CounterForm, state: CounterState): CounterState {
  if (counter.window === 'lifetime' || counter.rolling || counter.streak !== undefined || counter.opens.length > 0) return state
  const span = spanOf(run, counter)
  if (span === undefined || state.from === span.from) return state
  const before = spanOf(run, counter, -1)
  const { keys: _, ...rest } = state
  return {
    ...rest,
    from: span.from,
    ...emptied(counter, state, before?.from === state.from),
    closedFrom: before?.from ?? null,
  }
}

/** A counter that begins again, and what it was. */
function emptied({ aggregate }: CounterForm, state: CounterState, isClosed: boolean): Pick<CounterState, 'value' | 'count' | 'closed'> {
  const begun = { value: 0, count: 0, closed: isClosed ? (resultOf(aggregate, state) ?? 0) : 0 }
  if (!picks(aggregate) && !divides(aggregate)) return begun
  const { value, by = 0, marks = [] } = state
  const parts = picks(aggregate) ? { marks: [], was: { value, marks } } : { by: 0, was: { value, by } }
  return { ...begun, ...(isClosed ? parts : { ...parts, was: { value: 0 } }) }
}

const FRESH: CounterState = { from: null, value: 0, closed: 0, count: 0 }

/**
 * Adds to a counter on a day.
 * @param original set when a reversal takes back what a fact at this instant had added: it hits that fact's window
 * @param by what it adds to the divisor of a mean or ratio
 */
export function bumpCounter(
  run: Run,
  counter: CounterForm,
  value: Exact,
  day: Day,
  key?: string,
  original?: Instant,
  by: Exact = counter.aggregate === 'mean' ? 1 : 0,
): void {
  const known = counterState(run, counter)
  const state = known === undefined ? freshState(run, counter) : rollTo(run, counter, known)
  const next = bumped(run, counter, state, value, day, key, original, by)
  storable(value)
  if (next !== undefined) store(run, counter, next)
  if (run.order === undefined || original !== undefined) return
  const name = key === undefined ? counter.id : `${counter.id}\u0000${key}`
  run.order.counters.push(divides(counter.aggregate) ? [name, value, by] : [name, value])
}

function store(run: Run, counter: CounterForm, state: CounterState): void {
  storable(state.value)
  const counters: Record<string, CounterState> = { ...run.books.counters }
  counters[keyOf(run, counter)] = state
  run.books.counters = counters
}

function freshState(run: Run, counter: CounterForm): CounterState {
  if (counter.window === 'lifetime' || counter.rolling || counter.streak !== undefined) return FRESH
  const span = spanOf(run, counter)
  return { ...FRESH, from: span === undefined || !Number.isFinite(span.from) ? null : span.from }
}

function bumped(
  run: Run,
  counter: CounterForm,
  state: CounterState,
  value: Exact,
  day: Day,
  key: string | undefined,
  original: Instant | undefined,
  by: Exact,
): CounterState | undefined {
  const count = state.count + (original === undefined ? 1 : 0)
  if (counter.streak !== undefined) {
    const isOver = original !== undefined && state.since !== undefined && original <= state.since
    return isOver ? undefined : { ...state, ...counter.streak.add(run, state, value, day), count }
  }
  if (counter.aggregate === 'distinct') {
    if (key === undefined) return undefined
    const from = counter.rolling ? (spanOf(run, counter)?.from ?? Number.NEGATIVE_INFINITY) : Number.NEGATIVE_INFINITY
    const known = counter.rolling ? (state.keys ?? []).filter(([, last]) => last >= from) : (state.keys ?? [])
    const keys = countKey(known, key, day, original === undefined ? 1 : -1)
    return { ...state, keys, value: keys.length, count }
  }
  const { aggregate } = counter
  if (counter.opens.length > 0 && (state.from === null || state.to === undefined || day < state.from || day >= state.to)) return undefined
  if (picks(aggregate)) {
    const mark: Mark = run.order === undefined ? [day, value] : [day, value, run.fact.id]
    return { ...state, marks: pruned(run, counter, [...(state.marks ?? []), mark]), count }
  }
  if (counter.rolling) {
    const span = spanOf(run, counter)
    const from = span === undefined ? Number.NEGATIVE_INFINITY : span.from
    const sums = addRolling(state.value, state.days ?? [], from, day, value)
    const next = withValue(state, sums.total, count)
    next.days = sums.days
    if (divides(aggregate)) {
      const divisors = addRolling(state.by ?? 0, state.byDays ?? [], from, day, by)
      next.by = divisors.total
      next.byDays = divisors.days
    }
    return next
  }
  if (!isBefore(state, day, original)) {
    const next = withValue(state, addExact(state.value, value), count)
    if (divides(aggregate)) next.by = addExact(state.by ?? 0, by)
    return next
  }
  if (isForgotten(state, day)) return undefined
  if (!divides(aggregate)) return { ...state, closed: addExact(state.closed, value) }
  const was = { value: addExact(state.was?.value ?? 0, value), by: addExact(state.was?.by ?? 0, by) }
  return { ...state, was, closed: resultOf(aggregate, was) ?? 0 }
}

/** What a reversal takes back belongs to the window before the running one. */
function isBefore({ since, from }: CounterState, day: Day, original: Instant | undefined): boolean {
  return original !== undefined && ((since !== undefined && original <= since) || (from !== null && day < from))
}

/** It belongs to a window further back. */
function isForgotten({ closedFrom }: CounterState, day: Day): boolean {
  return closedFrom !== undefined && closedFrom !== null && day < closedFrom
}

/** Days that have left the window go when another comes. */
function addRolling(value: Exact, all: NonNullable<CounterState['days']>, from: Day, day: Day, added: Exact) {
  let days = all
  let total = addExact(value, added)
  let old = 0
  while (old < days.length && days[old][0] < from) total = subtractExact(total, days[old++][1])
  if (old > 0) days = days.slice(old)
  return { total, days: addToDay(days, day, added) }
}

/** Facts that can never be the answer any more go: outside the window, or beaten by a later one that stays. */
function pruned(run: Run, counter: CounterForm, marks: readonly Mark[]): Mark[] {
  const aggregate = counter.aggregate as 'latest' | 'min' | 'max'
  const from = counter.rolling ? (spanOf(run, counter)?.from ?? Number.NEGATIVE_INFINITY) : Number.NEGATIVE_INFINITY
  const kept: Mark[] = []
  let best: Exact | undefined
  for (let i = marks.length - 1; i >= 0; i--) {
    const [day, value, fact] = marks[i]
    if (day < from || (best !== undefined && beats(aggregate, best, value))) continue
    kept.unshift(marks[i])
    const stays = fact === undefined || addLength(day, run.program.reversibleFor) < run.day
    if (stays && (best === undefined || beats(aggregate, value, best))) best = value
  }
  return kept
}

/** Takes a reversed fact out of those that may be the answer. */
function unmark(run: Run, counter: CounterForm, fact: string, day: Day, original: Instant | undefined): void {
  const known = counterState(run, counter)
  if (known === undefined) return
  const state = rollTo(run, counter, known)
  const without = (marks: readonly Mark[] = []): Mark[] => marks.filter(([, , id]) => id !== fact)
  if (counter.rolling || !isBefore(state, day, original)) {
    const marks = without(state.marks)
    store(run, counter, { ...state, marks, count: marks.length })
  } else if (!isForgotten(state, day)) {
    const was = { value: 0, marks: without(state.was?.marks) }
    store(run, counter, { ...state, was, closed: resultOf(counter.aggregate, was) ?? 0 })
  }
}

/** Assigned after the copy, which is faster than naming the members in it. */
function withValue(state: CounterState, value: Exact, count: number): { -readonly [K in keyof CounterState]: CounterState[K] } {
  const next: { -readonly [K in keyof CounterState]: CounterState[K] } = { ...state }
  next.value = value
  next.count = count
  return next
}

function countKey(
  keys: readonly (readonly [string, Day, number])[],
  key: string,
  day: Day,
  times: 1 | -1,
): readonly (readonly [string, Day, number])[] {
  const i = keys.findIndex(([known]) => known === key)
  if (i < 0) return times > 0 ? [...keys, [key, day, 1]] : keys
  const [, last, known] = keys[i]
  const rest = keys.filter((_, j) => j !== i)
  return known + times === 0 ? rest : [...rest, [key, Math.max(last, day), known + times]]
}

export function addToDay(days: readonly (readonly [Day, Exact])[], day: Day, value: Exact): readonly (readonly [Day, Exact])[] {
  const last = days[days.length - 1]
  if (last === undefined || last[0] < day) return [...days, [day, value]]
  if (last[0] === day) {
    const next = days.slice()
    next[next.length - 1] = [day, addExact(last[1], value)]
    return next
  }
  const i = days.findIndex(([at]) => at >= day)
  return days[i][0] === day
    ? days.map((cell, j) => (j === i ? [day, addExact(cell[1], value)] : cell))
    : [...days.slice(0, i), [day, value], ...days.slice(i)]
}

/** Feeds every counter that reads facts with the event at work. */
export function countFact(run: Run): void {
  for (const counter of run.form.counters) countOne(run, counter, run.day)
}

export function countOne(run: Run, counter: CounterForm, day: Day): void {
  const { reader, aggregate } = counter
  if (reader === undefined || !reader.counts(run) || (counter.perMember !== undefined && run.member === undefined)) return
  const value = reader.value(run)
  if (value === undefined) return
  if (aggregate === 'ratio') {
    const by = reader.by(run)
    if (by !== undefined) bumpCounter(run, counter, value, day, undefined, undefined, storable(by))
  } else bumpCounter(run, counter, value, day, aggregate === 'distinct' ? reader.key(run) : undefined)
}

/** Feeds every counter that reads what rules earn. */
export function countEarned(run: Run, currency: string, rule: string, units: number, day = run.day, original?: Instant): void {
  const form = run.program.currencies[currency]
  for (const counter of form.counters) {
    if (counter.by !== undefined && !counter.by.has(rule)) continue
    const value = fromUnits(units, form.scale)
    const { order } = run
    run.order = undefined // a reversal finds earned counters through the entries it reverses
    bumpCounter(run, counter, value, day, undefined, original)
    run.order = order
  }
}

/**
 * Takes back what a fact added to a fact counter: `share` of a sum, a whole count, the fact itself where it is the answer.
 * @param original the fact's instant, when it hits the fact's own window
 */
export function uncount(
  run: Run,
  [id, value, by = 0]: OrderState['counters'][number],
  share: Exact,
  isWhole: boolean,
  { day, id: fact }: OrderState,
  original: Instant | undefined,
): void {
  const [name, key] = id.split('\u0000')
  const counter = run.program.counters[name]
  if (counter === undefined || (counter.perMember !== undefined && counterState(run, counter) === undefined)) return // who left took it along
  const { aggregate } = counter
  if (picks(aggregate)) {
    if (isWhole) unmark(run, counter, fact, day, original)
    return
  }
  // A purchase is counted or it is not: only the last part of it takes the count away.
  const part = counter.reader?.tallies ? Number(isWhole) : share
  const divisor = negateExact(multiplyExact(by, aggregate === 'mean' ? Number(isWhole) : share))
  if (part === 0 && divisor === 0) return
  const { order } = run
  run.order = undefined
  const taken = negateExact(multiplyExact(value, part))
  if (original === undefined) bumpCounter(run, counter, taken, run.day, undefined, undefined, divisor)
  else bumpCounter(run, counter, taken, day, key, original, divisor)
  run.order = order
}

/** A fact may open the window of a challenge. */
export function openWindows(run: Run): void {
  for (const { counter, from, lengthOf } of run.form.openers) {
    const start = from === 'nextMonth' ? run.program.firstOfNextMonth(run.day) : run.day
    run.books.counters = {
      ...run.books.counters,
      [keyOf(run, counter)]: { from: start, to: lengthOf(start), ...emptied(counter, counterState(run, counter) ?? FRESH, true) },
    }
  }
}

/** Sets counters back to zero when the tier moves. */
export function resetCounters(run: Run, move: TierMove, since: Instant): void {
  for (const counter of run.program.resets[move]) zeroCounter(run, counter, since, true)
}

/** @param ofAll also those of the other members */
export function zeroCounter(run: Run, counter: CounterForm, since: Instant, ofAll = counter.perMember?.mode !== 'own'): void {
  if (counter.perMember === undefined || !ofAll) zeroOne(run, counter, since)
  else for (const { id } of run.books.members) asMember(run, id, () => zeroOne(run, counter, since))
}

function zeroOne(run: Run, counter: CounterForm, since: Instant): void {
  const state = counterState(run, counter)
  if (state === undefined) return
  const { keys: _, days: __, byDays: ___, ...rest } = state
  run.books.counters = {
    ...run.books.counters,
    [keyOf(run, counter)]: { ...rest, ...emptied(counter, state, true), since },
  }
}

/** Sets a counter to a value that a history kept elsewhere gives. */
export function setCounter(run: Run, counter: CounterForm, value: Exact): void {
  const state = counterState(run, counter)
  const fresh = state === undefined ? freshState(run, counter) : rollTo(run, counter, state)
  const own = {
    ...(picks(counter.aggregate) ? { marks: [[run.day, value] as const] } : counter.rolling ? { days: [[run.day, value] as const] } : {}),
    ...(divides(counter.aggregate) ? { by: 1, ...(counter.rolling ? { byDays: [[run.day, 1] as const] } : {}) } : {}),
  }
  run.books.counters = {
    ...run.books.counters,
    [keyOf(run, counter)]: { ...fresh, ...own, ...(counter.streak?.begin(run, value) ?? { value }), count: 1 },
  }
}
