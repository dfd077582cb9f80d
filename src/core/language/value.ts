/**
 * Values: the arithmetic of definitions, as JSON. A decimal string or a number is a constant; any other string names a field of the fact
 * (`amount` is its amount in major units) or a value named by the definition. Everything is exact; only `round` rounds.
 * A field the fact does not carry is *absent*: `plus`, `min` and `max` pass over absent terms, anything else that needs one is absent itself.
 */

import type { Rounding } from '../decimal/rounding.js'
import type { Condition } from './condition.js'

export type CalendarPart = 'date' | 'year' | 'quarter' | 'month' | 'day' | 'weekday' | 'monthOfQuarter' | 'hour'

export type Value =
  | string
  | number
  /** A field of the fact as a number; `else` where it has none. */
  | { readonly field: string; readonly else?: Value }
  /** A measure; `closed` is the window that ended last. */
  | { readonly measure: string; readonly window?: 'closed' }
  /** The balance of a currency. */
  | { readonly balance: string }
  /** What the account said when it enrolled. */
  | { readonly member: string }
  /** Where the fact stands in the local calendar: `date` 2026-03-01, `quarter` 2026Q1, the others whole numbers; `weekday` Monday 1 … Sunday 7. */
  | { readonly calendar: CalendarPart }
  /** Whole years from a date to the day of the fact. */
  | { readonly yearsSince: Value }
  /** What these earn rules gave in this same event, before rounding to the next rule. */
  | { readonly earned: string | readonly string[] }
  /** The sum; absent terms are passed over. */
  | { readonly plus: readonly Value[] }
  /** The first less the second. */
  | { readonly minus: readonly [Value, Value] }
  /** The product. */
  | { readonly times: readonly Value[] }
  /** The first divided by the second, exactly. */
  | { readonly over: readonly [Value, Value] }
  /** The least; absent ones are passed over. */
  | { readonly min: readonly Value[] }
  /** The greatest; absent ones are passed over. */
  | { readonly max: readonly Value[] }
  /** To multiples of `to` (default 1). */
  | { readonly round: Value; readonly to?: Value; readonly mode: Rounding }
  | {
      /** The condition that chooses. */
      readonly if: Condition
      /** The value where it holds. */
      readonly then: Value
      /** The value where it does not; default absent. */
      readonly else?: Value
    }
  /** By the tier held before the event. */
  | { readonly byTier: Readonly<Record<string, Value>>; readonly else?: Value }
  /** By the highest tier whose entry condition the measures meet. */
  | { readonly byEarned: Readonly<Record<string, Value>>; readonly else?: Value }
  /** By the text of a field. */
  | { readonly by: string; readonly table: Readonly<Record<string, Value>>; readonly else?: Value }
  /** Over the list in a field; inside `of`, names mean the element's (`it` is an element that is a plain value). */
  | { readonly sum: string; readonly of?: Value; readonly where?: Condition }
  /** A ladder of rates: `whole` applies the rate of the step reached to everything, `slices` each rate to its own slice. */
  | {
      readonly ladder: Value
      readonly mode: 'whole' | 'slices'
      readonly steps: readonly {
        /** Where the step begins. */
        readonly from: Value
        /** What one unit counts from there on. */
        readonly rate: Value
      }[]
    }
