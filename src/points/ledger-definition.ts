/** Points by themselves: currencies a host moves by its own rules, without tiers, measures or earning rules. */

import type { Align, MonthDay } from '../core/language/month-day.js'
import type { CalendarRules } from '../core/time/calendar.js'
import type { CalendarStart, Length, Unit } from '../core/time/length.js'
import type { Currency } from './definition.js'

/** The last usable day of a lot, counted from the day it becomes usable. */
export type LotEnd =
  | 'never'
  /** Some time on. Without `align` it says which day is the last: the day before the anniversary or the anniversary itself. */
  | { readonly plus: Length; readonly last: 'dayBefore' | 'sameDate' }
  | { readonly plus: Length; readonly align: Align }
  /** The end of the calendar window that holds the day, `ahead` windows on; `through` runs on to the first such date from there. */
  | {
      readonly endOf: { readonly fixed: Unit; readonly starts?: CalendarStart; readonly shift?: number }
      readonly ahead?: number
      readonly through?: MonthDay
    }
  /** The same day for all: `2026-12-31`. */
  | { readonly date: string }

export interface PointsCurrency extends Omit<Currency, 'lots' | 'idle' | 'display'> {
  readonly lots?: { readonly until: LotEnd }
  /** The whole balance ends after a time without activity; the last usable day is the last activity plus this length. */
  readonly idle?: {
    readonly after: Length
    readonly align?: 'monthEnd'
    /** Which moves count as activity; default `earn`, `hold`, `redeem` and `convert`. */
    readonly activity?: readonly ('earn' | 'hold' | 'redeem' | 'adjust' | 'convert' | 'send' | 'receive')[]
    /** The conversion that takes what it can before the rest ends. */
    readonly convert?: string
  }
}

/** Takes multiples of `step` out of one currency and gives another. Amounts are decimals in the currencies' own units. */
export interface PointsConversion {
  readonly id: string
  readonly from: string
  readonly step: string | number
  /** Nothing is converted below this balance. */
  readonly minimum?: string | number
  readonly to: string
  /** Units of `to` per step. */
  readonly give: string | number
}

export interface PointsDefinition {
  readonly kind: 'points'
  readonly format: 1
  readonly id: string
  readonly name?: string
  /** IANA zone of every local date. */
  readonly timeZone: string
  readonly calendar?: Pick<CalendarRules, 'dayStartsAt'>
  /** How late a move may arrive and still be put in its place; default 0 days. */
  readonly lateness?: Length
  /** How long a move can be reversed, and is known again when it is delivered twice; default 12 months. */
  readonly reversible?: Length
  readonly currencies: Readonly<Record<string, PointsCurrency>>
  readonly convert?: readonly PointsConversion[]
}
