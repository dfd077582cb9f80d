/** Dates that come every year, and the calendar units an end is moved to. */

import { civilOfDay, clampedDay, type Day } from '../time/civil.js'
import type { Unit } from '../time/length.js'

export interface MonthDay {
  /** 1 … 12 */
  readonly month: number
  /** 1 … 31 (clamped), or the month's last */
  readonly day: number | 'last'
}

export type Align = 'weekEnd' | 'monthEnd' | 'quarterEnd' | 'halfYearEnd' | 'yearEnd'

export const ALIGNED: Readonly<Record<Align, Unit>> = {
  weekEnd: 'week',
  monthEnd: 'month',
  quarterEnd: 'quarter',
  halfYearEnd: 'halfYear',
  yearEnd: 'year',
}

/** The first such date on or after `day`. */
export function nextMonthDay(day: Day, { month, day: wanted }: MonthDay): Day {
  const { year } = civilOfDay(day)
  for (let y = year; ; y++) {
    const date = clampedDay(y, month, wanted === 'last' ? 31 : wanted)
    if (date >= day) return date
  }
}
