/** Business days: a zone, the hour a day starts, which days are worked. */

import { type Day, parseDate, weekdayOf } from './civil.js'
import { clockMs, type Instant } from './instant.js'
import { dayAt, instantAt, startOfDay, type Zone, zoneOf } from './zone.js'

export interface CalendarRules {
  /** The business day starts at this local time, default `00:00`. */
  readonly dayStartsAt?: string
  /** ISO weekdays that are no working days; default Saturday 6 and Sunday 7. */
  readonly weekend?: readonly number[]
  /** `YYYY-MM-DD`. */
  readonly holidays?: readonly string[]
}

export interface Calendar {
  readonly zone: Zone
  /** The business day an instant belongs to. */
  dayOf(instant: Instant): Day
  /** Its first instant. */
  startOf(day: Day): Instant
  /** A wall-clock time on a business day, for schedules. */
  timeOn(day: Day, msOfDay: number): Instant
  /** The n-th working day after a day. */
  workday(day: Day, n: number): Day
}

/** Days of a life of a program whose starts are remembered: more than anyone asks for, small enough to keep. */
const REMEMBERED = 20_000

export function calendarOf({ timeZone, calendar }: { readonly timeZone: string; readonly calendar?: CalendarRules }): Calendar {
  const zone = zoneOf(timeZone)
  const offset = timeOfDay(calendar?.dayStartsAt ?? '00:00')
  const weekend = new Set(calendar?.weekend ?? [6, 7])
  const holidays = new Set((calendar?.holidays ?? []).map(parseDate))
  const starts = new Map<Day, Instant>()
  let lastDay: Day | undefined
  let lastStart: Instant = 0
  const isWorkday = (day: Day): boolean => !weekend.has(weekdayOf(day)) && !holidays.has(day)
  const startOf = (day: Day): Instant => {
    if (day === lastDay) return lastStart
    let start = starts.get(day)
    if (start === undefined) {
      start = offset === 0 ? startOfDay(zone, day) : instantAt(zone, day, offset)
      if (starts.size > REMEMBERED) starts.clear()
      starts.set(day, start)
    }
    lastDay = day
    lastStart = start
    return start
  }
  return {
    zone,
    startOf,
    dayOf: (instant) => {
      const day = dayAt(zone, instant)
      return offset === 0 || instant >= startOf(day) ? day : day - 1
    },
    timeOn: (day, msOfDay) => (msOfDay === 0 ? startOf(day) : instantAt(zone, msOfDay < offset ? day + 1 : day, msOfDay)),
    workday: (day, n) => {
      let at = day
      for (let left = n; left > 0; ) if (isWorkday(++at)) left--
      return at
    },
  }
}

/** `'06:00'` in ms; 0 for anything else, which the schema has refused. */
export function timeOfDay(text: string): number {
  const ms = clockMs(Number(text.slice(0, 2)), Number(text.slice(3, 5)), 0, 0)
  return Number.isNaN(ms) ? 0 : ms
}
