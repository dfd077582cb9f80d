/** Counters: what a program keeps of its measures between events, so that no history is needed to read them. */

import { addExact, compareExact, divideExact, type Exact, fromUnits, negateExact, storable, subtractExact } from '../core/decimal/exact.js'
import type { Day } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import { unitsBetween } from '../core/time/length.js'
import { type DaySpan, windowAt } from '../core/time/window.js'
import type { CounterForm } from './compile.js'
import type { TierMove } from './definition.js'
import type { Run } from './run.js'
import type { CounterState } from './state.js'

/** The window of a counter as seen today (`shift` windows on), or `undefined` without its anchor. */
export function spanOf(run: Run, counter: CounterForm, shift = 0): DaySpan | undefined {
  const { window } = counter
  if (counter.opens.length > 0) {
    const state = run.books.counters[counter.id]
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

/** The counter's exact value today; `closed` is its window that ended last. `undefined` where it is empty and says so. */
export function readCounter(run: Run, counter: CounterForm, closed: boolean): Exact | undefined {
  const value = aggregateOf(run, counter, closed && counter.hasClosed)
  if (value === undefined) return counter.empty
  return counter.cap !== undefined && compareExact(value, counter.cap) > 0 ? counter.cap : value
}

function aggregateOf(run: Run, counter: CounterForm, closed: boolean): Exact | undefined {
  const state = run.books.counters[counter.id]
  if (state === undefined) return undefined
  if (counter.rolling) {
    const span = spanOf(run, counter)
    if (span === undefined) return undefined
    if (counter.aggregate === 'distinct') return (state.keys ?? []).filter(([, day]) => day >= span.from && day < span.to).length
    const total = sumIn(state, span)
    if (typeof counter.aggregate === 'object')
      return divideExact(total, Math.max(1, Math.round(unitsBetween(span.from, span.to, counter.aggregate.mean))))
    return total
  }
  const rolled = rollTo(run, counter, state)
  if (closed) return rolled.closed
  if (counter.opens.length > 0 && (rolled.to === undefined || run.day >= rolled.to)) return undefined
  return rolled.count === 0 && counter.empty === undefined ? undefined : rolled.value
}

/** The sum of the days inside, from the sum of all of them: only those outside are looked at. */
function sumIn({ value, days = [] }: CounterState, span: DaySpan): Exact {
  let total = value
  let first = 0
  while (first < days.length && days[first][0] < span.from) total = subtractExact(total, days[first++][1])
  for (let i = days.length - 1; i >= first && days[i][0] >= span.to; i--) total = subtractExact(total, days[i][1])
  return total
}

/** The state as of today's window: a window that has passed is the closed one, one further back is forgotten. */
function rollTo(run: Run, counter: CounterForm, state: CounterState): CounterState {
  if (counter.window === 'lifetime' || counter.rolling || counter.opens.length > 0) return state
  const span = spanOf(run, counter)
  if (span === undefined || state.from === span.from) return state
  const before = spanOf(run, counter, -1)
  const { keys: _, ...rest } = state
  return {
    ...rest,
    from: span.from,
    value: 0,
    count: 0,
    closed: before?.from === state.from ? state.value : 0,
    closedFrom: before?.from ?? null,
  }
}

const FRESH: CounterState = { from: null, value: 0, closed: 0, count: 0 }

/**
 * Adds to a counter on a day.
 * @param original set when a reversal takes back what a fact at this instant had added: it hits that fact's window
 */
export function bumpCounter(run: Run, counter: CounterForm, value: Exact, day: Day, key?: string, original?: Instant): void {
  const known = run.books.counters[counter.id]
  const state = known === undefined ? freshState(run, counter) : rollTo(run, counter, known)
  const next = bumped(run, counter, state, value, day, key, original)
  storable(value)
  if (next !== undefined) storable(next.value)
  if (next !== undefined) {
    const counters: Record<string, CounterState> = { ...run.books.counters }
    counters[counter.id] = next
    run.books.counters = counters
  }
  if (run.order !== undefined && original === undefined && counter.aggregate !== 'latest')
    run.order.counters.push([key === undefined ? counter.id : `${counter.id}\u0000${key}`, value])
}

function freshState(run: Run, counter: CounterForm): CounterState {
  if (counter.window === 'lifetime' || counter.rolling) return FRESH
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
): CounterState | undefined {
  const count = state.count + (original === undefined ? 1 : 0)
  if (counter.aggregate === 'distinct') {
    if (key === undefined) return undefined
    const from = counter.rolling ? (spanOf(run, counter)?.from ?? Number.NEGATIVE_INFINITY) : Number.NEGATIVE_INFINITY
    const known = counter.rolling ? (state.keys ?? []).filter(([, last]) => last >= from) : (state.keys ?? [])
    const keys = countKey(known, key, day, original === undefined ? 1 : -1)
    return { ...state, keys, value: keys.length, count }
  }
  if (counter.rolling) {
    const span = spanOf(run, counter)
    const from = span === undefined ? Number.NEGATIVE_INFINITY : span.from
    let days = state.days ?? []
    let total = addExact(state.value, value)
    let old = 0
    while (old < days.length && days[old][0] < from) total = subtractExact(total, days[old++][1])
    if (old > 0) days = days.slice(old)
    const next = withValue(state, total, count)
    next.days = addToDay(days, day, value)
    return next
  }
  if (counter.opens.length > 0) {
    if (state.from === null || state.to === undefined || day < state.from || day >= state.to) return undefined
    return withValue(state, addExact(state.value, value), count)
  }
  switch (counter.aggregate) {
    case 'latest':
      return original === undefined ? { ...state, value, count } : undefined
    case 'min':
      return { ...state, value: state.count === 0 || compareExact(value, state.value) < 0 ? value : state.value, count }
    case 'max':
      return { ...state, value: state.count === 0 || compareExact(value, state.value) > 0 ? value : state.value, count }
    default:
  }
  const isClosed =
    original !== undefined && ((state.since !== undefined && original <= state.since) || (state.from !== null && day < state.from))
  if (!isClosed) return withValue(state, addExact(state.value, value), count)
  if (state.closedFrom !== undefined && state.closedFrom !== null && day < state.closedFrom) return undefined
  return { ...state, closed: addExact(state.closed, value) }
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

function addToDay(days: readonly (readonly [Day, Exact])[], day: Day, value: Exact): readonly (readonly [Day, Exact])[] {
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
  for (const counter of run.form.counters) {
    const { reader } = counter
    if (reader === undefined || !reader.counts(run)) continue
    const value = reader.value(run)
    if (value === undefined) continue
    const key = counter.aggregate === 'distinct' ? reader.key(run) : undefined
    bumpCounter(run, counter, value, run.day, key)
  }
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

/** Takes back part of what a fact added to a fact counter. */
export function uncount(run: Run, id: string, value: Exact, day: Day, original: Instant | undefined): void {
  const [counterId, key] = id.split('\u0000')
  const counter = run.program.counters[counterId]
  if (counter === undefined) return
  if (original === undefined) bumpCounterNow(run, counter, negateExact(value))
  else bumpCounter(run, counter, negateExact(value), day, key, original)
}

function bumpCounterNow(run: Run, counter: CounterForm, value: Exact): void {
  const { order } = run
  run.order = undefined
  bumpCounter(run, counter, value, run.day)
  run.order = order
}

/** A fact may open the window of a challenge. */
export function openWindows(run: Run): void {
  for (const { counter, from, lengthOf } of run.form.openers) {
    const start = from === 'nextMonth' ? run.program.firstOfNextMonth(run.day) : run.day
    run.books.counters = {
      ...run.books.counters,
      [counter.id]: { from: start, to: lengthOf(start), value: 0, closed: run.books.counters[counter.id]?.value ?? 0, count: 0 },
    }
  }
}

/** Sets counters back to zero when the tier moves. */
export function resetCounters(run: Run, move: TierMove, since: Instant): void {
  for (const counter of run.program.resets[move]) zeroCounter(run, counter, since)
}

export function zeroCounter(run: Run, counter: CounterForm, since: Instant): void {
  const state = run.books.counters[counter.id]
  if (state === undefined) return
  const { keys: _, days: __, ...rest } = state
  run.books.counters = {
    ...run.books.counters,
    [counter.id]: { ...rest, value: 0, count: 0, closed: state.value, since },
  }
}

/** Sets a counter to a value that a history kept elsewhere gives. */
export function setCounter(run: Run, counter: CounterForm, value: Exact): void {
  const state = run.books.counters[counter.id]
  const fresh = state === undefined ? freshState(run, counter) : rollTo(run, counter, state)
  const days = counter.rolling ? { days: [[run.day, value] as const] } : {}
  run.books.counters = { ...run.books.counters, [counter.id]: { ...fresh, ...days, value, count: 1 } }
}
