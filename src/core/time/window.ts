/** Windows: which days a measure looks at. */

import { UsageError } from '../errors.js'
import { civilOfDay, type Day } from './civil.js'
import { addLength, addUnits, type CalendarStart, type Length, nextUnit, startOfUnit, type Unit } from './length.js'

/**
 * - `lifetime` — everything up to the day
 * - `fixed` — the calendar unit that holds the day; `starts` moves its beginning, `shift: −1` is the one before
 * - `rolling` — the days after the same date `n` units earlier, up to and including the day (`first: 'sameDate'` includes that date too: valid through its third anniversary);
 *   `whole` takes the last n calendar units that are complete at the end of the day
 * - `anchored` — periods of one length counted from an anchor day (enrollment, tier start, a named event)
 */
export type Window =
  | 'lifetime'
  | {
      /** The calendar unit that holds the day. */
      readonly fixed: Unit
      /** Where such a unit begins, if not with the calendar's own. */
      readonly starts?: CalendarStart
      /** So many windows on; −1 is the one before. */
      readonly shift?: number
    }
  | {
      /** The last so many units up to and including the day. */
      readonly rolling: Length
      /** Only whole calendar units that are over. */
      readonly whole?: boolean
      /** Whether the same date so many units earlier still counts; default `dayAfter`: it does not. */
      readonly first?: 'dayAfter' | 'sameDate'
      /** So many units on; −1 is one earlier. */
      readonly shift?: number
    }
  | {
      /** Periods of this length, one after the other, from an anchor on. */
      readonly anchored: Length
      /** The anchor: `enrollment`, `enrollmentMonth`, `term`, `subscription`, or a fact type, whose latest day it is. */
      readonly to: string
      /** So many periods on; −1 is the one before. */
      readonly shift?: number
    }

/** Days, `from` inclusive, `to` exclusive. An unbounded side is ∓Infinity. */
export interface DaySpan {
  readonly from: Day
  readonly to: Day
}

export const EVERYTHING: DaySpan = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }

/**
 * The span of `window` as seen on `day`.
 * @param anchors the days named anchors fell on; an unknown anchor gives `undefined`
 * @throws UsageError `tierwise.window.length` for an anchored length below one unit
 */
export function windowAt(window: Window, day: Day, anchors: Readonly<Record<string, Day | undefined>> = {}): DaySpan | undefined {
  if (window === 'lifetime') return { from: Number.NEGATIVE_INFINITY, to: day + 1 }
  if ('fixed' in window) {
    const start = startOfUnit(day, window.fixed, window.starts)
    const from = nextUnit(start, window.fixed, window.shift ?? 0, window.starts)
    return { from, to: nextUnit(from, window.fixed, 1, window.starts) }
  }
  if ('rolling' in window) {
    const { n, unit } = window.rolling
    if (window.whole) {
      const end = nextUnit(startOfUnit(day + 1, unit), unit, window.shift ?? 0)
      return { from: nextUnit(end, unit, -n), to: end }
    }
    const last = addUnits(day, window.shift ?? 0, unit)
    return { from: addLength(last, { n: -n, unit }) + (window.first === 'sameDate' ? 0 : 1), to: last + 1 }
  }
  const anchor = Object.hasOwn(anchors, window.to) ? anchors[window.to] : undefined
  return anchor === undefined ? undefined : anchoredSpan(anchor, window.anchored, day, window.shift ?? 0)
}

/** The k-th period after the anchor that holds `day`; months keep the anchor's day of month. */
function anchoredSpan(anchor: Day, length: Length, day: Day, shift: number): DaySpan {
  if (!(Number.isSafeInteger(length.n) && length.n >= 1)) throw new UsageError('tierwise.window.length', { n: length.n })
  const anchorDay = civilOfDay(anchor).day
  const at = (k: number): Day => addUnits(anchor, k * length.n, length.unit, anchorDay)
  let k = Math.floor((day - anchor) / Math.max(1, at(1) - anchor))
  while (at(k) > day) k--
  while (at(k + 1) <= day) k++
  return { from: at(k + shift), to: at(k + shift + 1) }
}
