/** Lengths of time, `{ n, unit }`: calendar units, never converted into one another. */

import { addMonths, civilOfDay, clampedDay, type Day, dayOfCivil, daysInMonth, weekdayOf } from './civil.js'

export type Unit = 'day' | 'week' | 'month' | 'quarter' | 'halfYear' | 'year'

export const UNITS: readonly Unit[] = ['day', 'week', 'month', 'quarter', 'halfYear', 'year']

export interface Length {
  /** Integer. */
  readonly n: number
  /** Calendar units: months keep the day of the month, and end where a month is shorter. */
  readonly unit: Unit
}

/** Months in a unit; 0 for days and weeks. */
export function monthsIn(unit: Unit): number {
  return unit === 'month' ? 1 : unit === 'quarter' ? 3 : unit === 'halfYear' ? 6 : unit === 'year' ? 12 : 0
}

/** `date` + `n` units; months clamp to the month's length and keep `anchorDay` when given. */
export function addUnits(date: Day, n: number, unit: Unit, anchorDay?: number): Day {
  if (unit === 'day') return date + n
  if (unit === 'week') return date + 7 * n
  return addMonths(date, n * monthsIn(unit), anchorDay)
}

export function addLength(date: Day, length: Length, anchorDay?: number): Day {
  return addUnits(date, length.n, length.unit, anchorDay)
}

/** No such length has fewer days, whenever it begins: a question that the calendar need not be asked. `n ≥ 0`. */
export function leastDays({ n, unit }: Length): number {
  return n * (unit === 'day' ? 1 : unit === 'week' ? 7 : 28 * monthsIn(unit))
}

/** Where a fixed calendar unit begins: years on any month and day, weeks on any ISO weekday. */
export interface CalendarStart {
  /** 1 … 12, default 1; for years, half years and quarters */
  readonly month?: number
  /** 1 … 31, default 1, clamped */
  readonly day?: number
  /** ISO 1 … 7, default 1 (Monday); for weeks */
  readonly weekday?: number
}

/** The first day of the calendar unit that holds `date`. */
export function startOfUnit(date: Day, unit: Unit, starts: CalendarStart = {}): Day {
  if (unit === 'day') return date
  if (unit === 'week') return date - ((weekdayOf(date) - (starts.weekday ?? 1) + 7) % 7)
  const months = monthsIn(unit)
  const { year, month } = civilOfDay(date)
  const anchor = (starts.month ?? 1) - 1
  const index = year * 12 + (month - 1)
  const aligned = (((index - anchor) % months) + months) % months
  const candidate = monthStart(index - aligned, starts.day ?? 1)
  return candidate <= date ? candidate : monthStart(index - aligned - months, starts.day ?? 1)
}

/** The first day of the unit `n` units after the one that starts on `start`. */
export function nextUnit(start: Day, unit: Unit, n = 1, starts: CalendarStart = {}): Day {
  return addUnits(start, n, unit, starts.day ?? (monthsIn(unit) > 0 ? 1 : undefined))
}

function monthStart(index: number, day: number): Day {
  return clampedDay(Math.floor(index / 12), (((index % 12) + 12) % 12) + 1, day)
}

/**
 * How many units lie between two days, calendar-true: whole months counted from `from`, then the started month as the share of its own days.
 * Weeks and days are exact. `from ≤ to`.
 */
export function unitsBetween(from: Day, to: Day, unit: Unit): number {
  if (unit === 'day') return to - from
  if (unit === 'week') return (to - from) / 7
  const a = civilOfDay(from)
  const b = civilOfDay(to)
  let whole = (b.year - a.year) * 12 + (b.month - a.month)
  if (addMonths(from, whole) > to) whole--
  const start = addMonths(from, whole)
  const months = whole + (to - start) / (addMonths(from, whole + 1) - start)
  return months / monthsIn(unit)
}

/** The last day of the unit that holds `date`. */
export function endOfUnit(date: Day, unit: Unit, starts: CalendarStart = {}): Day {
  return nextUnit(startOfUnit(date, unit, starts), unit, 1, starts) - 1
}

export function lastDayOfMonth(year: number, month: number): Day {
  return dayOfCivil(year, month, daysInMonth(year, month))
}
