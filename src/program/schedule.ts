/** The next time a schedule is due. */

import { type Calendar, timeOfDay } from '../core/time/calendar.js'
import { addMonths, civilOfDay, clampedDay, type Day, weekdayOf } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import { addUnits } from '../core/time/length.js'
import type { Schedule } from '../tiers/definition.js'

/** The first due instant after `after` (`-1`: at or after), or null while its anchor is unknown. */
export type NextTime = (after: Instant, anchors: Readonly<Record<string, Day>>) => Instant | null

export function nextTime(schedule: Schedule, calendar: Calendar): NextTime {
  const time = timeOfDay(schedule.time ?? '00:00')
  const candidate = dayCandidates(schedule)
  return (after, anchors) => {
    // The day that holds `after` may still have its time of day ahead.
    let day = calendar.dayOf(after)
    for (;;) {
      const next = candidate(day, anchors)
      if (next === null) return null
      const at = calendar.timeOn(next, time)
      if (at > after) return at
      day = next + 1
    }
  }
}

/** The same, remembering the last answer: until it is reached, it is also the answer for every later instant. */
export function nextOf({ next, anchor, memo }: ScheduleForm, after: Instant, anchors: Readonly<Record<string, Day>>): Instant | null {
  const day = anchor === undefined ? undefined : anchors[anchor]
  if (memo.at !== null && memo.after <= after && after < memo.at && memo.day === day) return memo.at
  const at = next(after, anchors)
  memo.after = after
  memo.at = at
  memo.day = day
  return at
}

export interface ScheduleForm {
  readonly key: string
  readonly next: NextTime
  /** The anchor it counts from. */
  readonly anchor: string | undefined
  readonly memo: { after: Instant; at: Instant | null; day: Day | undefined }
}

/** The first day on or after `from` that the schedule names. */
function dayCandidates(schedule: Schedule): (from: Day, anchors: Readonly<Record<string, Day>>) => Day | null {
  if ('yearly' in schedule) {
    const dates = schedule.yearly.map((text) => ({ month: Number(text.slice(0, 2)), day: Number(text.slice(3, 5)) }))
    return (from) => {
      const { year } = civilOfDay(from)
      let best = Number.POSITIVE_INFINITY
      for (const y of [year, year + 1]) {
        for (const { month, day } of dates) {
          const date = clampedDay(y, month, day)
          if (date >= from && date < best) best = date
        }
      }
      return best
    }
  }
  if ('monthly' in schedule) {
    const { monthly } = schedule
    return (from) => {
      const { year, month } = civilOfDay(from)
      const here = clampedDay(year, month, monthly)
      return here >= from ? here : addMonths(clampedDay(year, month, 1), 1, monthly)
    }
  }
  if ('weekly' in schedule) return (from) => from + ((schedule.weekly - weekdayOf(from) + 7) % 7)
  if ('daily' in schedule) return (from) => from
  const { each, after, offset } = schedule
  return (from, anchors) => {
    const anchor = anchors[after]
    if (anchor === undefined) return null
    const anchorDay = civilOfDay(anchor).day
    const at = (k: number): Day => {
      const date = addUnits(anchor, k * each.n, each.unit, anchorDay)
      return offset === undefined ? date : addUnits(date, offset.n, offset.unit, anchorDay)
    }
    // An offset back in time must not come before the anchor itself.
    let k = Math.max(0, Math.floor((from - anchor) / Math.max(1, addUnits(anchor, each.n, each.unit) - anchor)) - 1)
    while (at(k) < from || at(k) <= anchor) k++
    return at(k)
  }
}
