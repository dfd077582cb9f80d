/**
 * A measure in progress: what is kept of one customer's facts so that the measure can be read for any day, and facts can be added in any order.
 * Facts are kept by local day, so memory grows with the days a customer was active.
 */

import { addExact, compareExact, divideExact, type Exact } from '../decimal/exact.js'
import type { FactEnv } from '../language/fact-scope.js'
import type { Day } from '../time/civil.js'
import { unitsBetween } from '../time/length.js'
import { type DaySpan, windowAt } from '../time/window.js'
import type { MeasureReader } from './compile.js'
import type { Aggregate } from './definition.js'

/** One local day of one customer. */
export interface DayCell {
  readonly day: Day
  sum: Exact
  by: Exact
  count: number
  lowest: Exact
  highest: Exact
  /** The newest fact of the day and its value; of facts at the same instant the later id wins, so order does not matter. */
  latestAt: number
  latestId: string
  latest: Exact
  keys: Set<string> | undefined
}

export interface MeasurePartial {
  /** Ascending by day. */
  readonly days: DayCell[]
}

export function emptyPartial(): MeasurePartial {
  return { days: [] }
}

/**
 * Adds one fact that `env` looks at; facts that do not count change nothing.
 * @param day where to keep it; a measure over a lifetime may keep everything in one place
 */
export function addToPartial<E extends FactEnv>(
  partial: MeasurePartial,
  reader: MeasureReader<E>,
  distinct: boolean,
  env: E,
  day: Day = env.day,
): void {
  if (!reader.types.has(env.fact.type) || !reader.counts(env)) return
  const key = distinct ? reader.key(env) : undefined
  if (distinct && key === undefined) return
  const value = reader.value(env)
  const by = reader.by(env)
  if (value === undefined || by === undefined) return
  const cell = cellOf(partial.days, day)
  cell.lowest = cell.count === 0 || compareExact(value, cell.lowest) < 0 ? value : cell.lowest
  cell.highest = cell.count === 0 || compareExact(value, cell.highest) > 0 ? value : cell.highest
  cell.sum = addExact(cell.sum, value)
  cell.by = addExact(cell.by, by)
  cell.count++
  const id = env.fact.id ?? ''
  if (env.fact.at > cell.latestAt || (env.fact.at === cell.latestAt && id >= cell.latestId)) {
    cell.latestAt = env.fact.at
    cell.latestId = id
    cell.latest = value
  }
  if (key !== undefined) {
    cell.keys ??= new Set()
    cell.keys.add(key)
  }
}

/**
 * The measure as seen on `day`.
 * @param anchors the days that anchored windows count from
 * @returns `undefined` where it is absent: nothing counted and `empty` is `absent`, or the window has no anchor yet
 */
export function readPartial<E extends FactEnv>(
  partial: MeasurePartial,
  reader: MeasureReader<E>,
  aggregate: Aggregate,
  day: Day,
  anchors: Readonly<Record<string, Day | undefined>> = {},
): Exact | undefined {
  const span = windowAt(reader.window, day, anchors)
  if (span === undefined) return reader.empty
  const value =
    aggregate === 'streak' ? streakOf(partial.days, reader, day, anchors)?.length : aggregateOf(partial.days, span, day, aggregate)
  if (value === undefined) return reader.empty
  return reader.cap !== undefined && compareExact(value, reader.cap) > 0 ? reader.cap : value
}

/** The windows in a row that come to `least`, up to the one that holds `day`, and the first day of the first of them. */
export function streakOf<E extends FactEnv>(
  days: readonly DayCell[],
  { window, least }: MeasureReader<E>,
  day: Day,
  anchors: Readonly<Record<string, Day | undefined>>,
): { readonly length: number; readonly from: Day } | undefined {
  let i = firstFrom(days, day + 1) - 1
  if (i < 0) return undefined
  let length = 0
  let from = day
  let span = windowAt(window, day, anchors)
  // Before the first fact there is nothing to count, whatever `least` is.
  for (let isRunning = true; span !== undefined && i >= 0; isRunning = false) {
    let sum: Exact = 0
    for (; i >= 0 && days[i].day >= span.from; i--) sum = addExact(sum, days[i].sum)
    if (compareExact(sum, least) >= 0) {
      length++
      from = span.from
    } else if (!isRunning) break // a running window may still come to it
    span = windowAt(window, span.from - 1, anchors)
  }
  return { length, from }
}

function aggregateOf(days: readonly DayCell[], span: DaySpan, day: Day, aggregate: Exclude<Aggregate, 'streak'>): Exact | undefined {
  const to = Math.min(span.to, day + 1) // a fact dated after the day is not known on it
  let count = 0
  let sum: Exact = 0
  let by: Exact = 0
  let lowest: Exact | undefined
  let highest: Exact | undefined
  let latest: DayCell | undefined
  const keys = aggregate === 'distinct' ? new Set<string>() : undefined
  for (let i = firstFrom(days, span.from); i < days.length && days[i].day < to; i++) {
    const cell = days[i]
    count += cell.count
    sum = addExact(sum, cell.sum)
    by = addExact(by, cell.by)
    lowest = lowest === undefined || compareExact(cell.lowest, lowest) < 0 ? cell.lowest : lowest
    highest = highest === undefined || compareExact(cell.highest, highest) > 0 ? cell.highest : highest
    latest = cell
    if (keys && cell.keys) for (const key of cell.keys) keys.add(key)
  }
  if (count === 0) return undefined
  if (typeof aggregate === 'object') return divideExact(sum, Math.max(1, Math.round(unitsBetween(span.from, span.to, aggregate.mean))))
  switch (aggregate) {
    case 'sum':
      return sum
    case 'count':
      return count
    case 'distinct':
      return keys?.size
    case 'latest':
      return latest?.latest
    case 'mean':
      return divideExact(sum, count)
    case 'min':
      return lowest
    case 'max':
      return highest
    case 'ratio':
      return divideExact(sum, by)
  }
}

/** Facts mostly come in order, so the last cell is tried first. */
function cellOf(days: DayCell[], day: Day): DayCell {
  const last = days[days.length - 1]
  if (last?.day === day) return last
  const i = last === undefined || last.day < day ? days.length : firstFrom(days, day)
  if (days[i]?.day === day) return days[i]
  const cell: DayCell = {
    day,
    sum: 0,
    by: 0,
    count: 0,
    lowest: 0,
    highest: 0,
    latestAt: Number.NEGATIVE_INFINITY,
    latestId: '',
    latest: 0,
    keys: undefined,
  }
  days.splice(i, 0, cell)
  return cell
}

function firstFrom(days: readonly DayCell[], from: Day): number {
  let low = 0
  let high = days.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[middle].day < from) low = middle + 1
    else high = middle
  }
  return low
}
