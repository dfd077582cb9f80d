/** The days through which what a condition looks at stays as it is: windows that close, purchases that grow too old, lots and flags that end. */

import type { Day } from '../core/time/civil.js'
import { windowAt } from '../core/time/window.js'
import { lotsOf } from '../points/purse.js'
import { spanOf } from '../program/counters.js'
import type { CounterForm } from '../program/form.js'
import type { Run } from '../program/run.js'

/** As many changes as a search by halves can look through quickly. */
const DAYS_MAX = 400

/** Last days before a change, ascending, from the run's day on. */
export function lastDays(run: Run, condition: unknown): Day[] {
  const days = new Set<Day>()
  const names = namesIn(condition)
  for (const id of names.measures) {
    const counter = run.program.counters[id]
    if (counter !== undefined) for (const day of counterDays(run, counter)) days.add(day)
  }
  for (const id of names.balances) {
    const purse = run.books.purses[id]
    if (purse === undefined) continue
    for (const { until } of lotsOf(purse)) if (until !== null) days.add(until)
    const { idleEnd } = run.program.currencies[id]
    if (idleEnd !== undefined && purse.active !== null) days.add(idleEnd(purse.active))
  }
  for (const id of names.flags) {
    const until = run.books.flags[id]?.until
    if (until !== undefined && until !== null) days.add(until)
  }
  return [...days]
    .filter((day) => Number.isFinite(day) && day >= run.day)
    .sort((a, b) => a - b)
    .slice(0, DAYS_MAX)
}

function counterDays(run: Run, counter: CounterForm): Day[] {
  const span = spanOf(run, counter)
  if (span === undefined) return []
  if (!counter.rolling) return counter.window === 'lifetime' && counter.opens.length === 0 ? [] : [span.to - 1]
  const state = run.books.counters[counter.id]
  const held = (state?.marks ?? state?.days ?? state?.keys?.map(([, day]) => [day] as const) ?? []).map(([day]) => day)
  return held.filter((day) => day >= span.from).map((day) => lastDayWith(counter, day, run.day))
}

/** The last day whose rolling window still holds `day`. */
function lastDayWith(counter: CounterForm, day: Day, today: Day): Day {
  const holds = (on: Day): boolean => (windowAt(counter.window, on)?.from ?? Number.POSITIVE_INFINITY) <= day
  let step = 1
  while (holds(today + step) && step < 100_000) step *= 2
  let low = today
  let high = today + step
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (holds(middle)) low = middle
    else high = middle
  }
  return low
}

interface Names {
  readonly measures: Set<string>
  readonly balances: Set<string>
  readonly flags: Set<string>
}

function namesIn(condition: unknown, names: Names = { measures: new Set(), balances: new Set(), flags: new Set() }): Names {
  if (condition === null || typeof condition !== 'object') return names
  const object = condition as Readonly<Record<string, unknown>>
  if (typeof object.measure === 'string') names.measures.add(object.measure)
  if (typeof object.balance === 'string') names.balances.add(object.balance)
  if (typeof object.flag === 'string') names.flags.add(object.flag)
  if (object.share !== null && typeof object.share === 'object')
    for (const id of Object.values(object.share)) names.measures.add(String(id))
  for (const inner of Object.values(object)) namesIn(inner, names)
  return names
}
