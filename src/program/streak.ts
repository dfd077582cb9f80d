/**
 * A streak: how many windows in a row come to what they must. Only windows that can still change are kept, with what they come to; those before
 * are one number. The program carries it, not the verbs.
 */

import { addExact, compareExact, type Exact } from '../core/decimal/exact.js'
import type { MeasureReader } from '../core/measure/compile.js'
import type { Day } from '../core/time/civil.js'
import { addLength } from '../core/time/length.js'
import { type DaySpan, windowAt } from '../core/time/window.js'
import { addToDay } from './counters.js'
import { formFor } from './form.js'
import type { Run } from './run.js'
import type { CounterState } from './state.js'

/** Windows in a row, and the first day of the first of them. */
export interface Streak {
  readonly length: number
  readonly from: Day | null
}

export interface StreakForm {
  /** As seen today; `closed` leaves the running window out. */
  read(run: Run, state: CounterState, closed: boolean): Streak
  /** Adds to the window that holds a day. */
  add(run: Run, state: CounterState, value: Exact, day: Day): Pick<CounterState, 'from' | 'value' | 'days'>
  /** A streak that a history kept elsewhere gives: of the windows before the running one. */
  begin(run: Run, length: Exact): Pick<CounterState, 'from' | 'value'>
}

export function streakForm({ window, least, types }: MeasureReader<Run>): StreakForm {
  const spanAt = (run: Run, day: Day): DaySpan | undefined => windowAt(window, day, run.books.anchors)
  const reaches = (sum: Exact): boolean => compareExact(sum, least) >= 0

  function read(run: Run, { from, value, days = [] }: CounterState, closed: boolean): Streak {
    let length = 0
    let first: Day | null = null
    let i = days.length - 1
    let span = spanAt(run, run.day)
    let mayFail = !closed // the running window may still come to it
    if (closed && span !== undefined) span = spanAt(run, span.from - 1)
    for (; span !== undefined; mayFail = false) {
      const start: Day = span.from
      while (i >= 0 && days[i][0] > start) i--
      if (i < 0 && start === from) {
        const before = typeof value === 'number' ? value : 0
        const shift = { ...(window as Exclude<typeof window, 'lifetime'>), shift: 1 - before }
        return { length: length + before, from: before === 0 ? first : (windowAt(shift, start, run.books.anchors)?.from ?? first) }
      }
      if (i >= 0 && days[i][0] === start && reaches(days[i][1])) {
        length++
        first = start
      } else if (!mayFail) break
      span = spanAt(run, start - 1)
    }
    return { length, from: first }
  }

  return {
    read,
    add(run, state, value, day) {
      const start = spanAt(run, day)?.from
      const { from } = state
      // What cannot be reversed any more is settled.
      if (start === undefined || (from !== null && start <= from)) return state
      const isReversible = [...types].some((type) => formFor(run.program, type).reversible)
      const days = addToDay(state.days ?? [], start, value)
      const running = spanAt(run, run.day)?.from ?? start
      let settled = 0
      let last = from
      let length = state.value
      for (; settled < days.length && days[settled][0] < running; settled++) {
        const [first, sum] = days[settled]
        const { to } = spanAt(run, first) as DaySpan
        if (isReversible && addLength(to, run.program.reversibleFor) >= run.day) break
        const follows = last !== null && spanAt(run, first - 1)?.from === last
        length = reaches(sum) ? addExact(follows ? length : 0, 1) : 0
        last = first
      }
      return { from: last, value: length, days: days.slice(settled) }
    },
    begin(run, length) {
      const running = spanAt(run, run.day)?.from
      return running === undefined ? { from: null, value: 0 } : { from: spanAt(run, running - 1)?.from ?? null, value: length }
    },
  }
}
