/** Conditions: one operator per node. The same language decides entry, keep, earning, redeeming, suspension and price. */

import type { CalendarPart, Value } from './value.js'

/** What stands on the right: a literal (numbers as decimal strings), or a value when it is an object. */
export type Bound = string | number | boolean | Exclude<Value, string | number>

export type Comparison =
  | {
      /** At least this. */
      readonly gte: Bound
    }
  | {
      /** More than this. */
      readonly gt: Bound
    }
  | {
      /** At most this. */
      readonly lte: Bound
    }
  | {
      /** Less than this. */
      readonly lt: Bound
    }
  | {
      /** The same: numbers by value, everything else as it is written. */
      readonly eq: Bound
    }
  | {
      /** One of these. */
      readonly in: readonly (string | number | boolean)[]
    }
  | {
      /** `true`: there is a value; `false`: there is none. */
      readonly exists: boolean
    }

export type Subject =
  | {
      /** A measure of the definition. */
      readonly measure: string
      /** `closed`: its window that ended last, not the one running. */
      readonly window?: 'closed'
    }
  | {
      /** The balance of a currency. */
      readonly balance: string
    }
  | {
      /** A field of the fact: `type`, `amount`, `currency`, `channel` or an attribute. */
      readonly field: string
    }
  | {
      /** What the account said of itself when it enrolled. */
      readonly member: string
    }
  | {
      /** Where the fact stands in the local calendar. */
      readonly calendar: CalendarPart
    }
  | {
      /** Any value. */
      readonly value: Value
    }
  | {
      /** The part `of` makes of `in`, both measures; compared by cross-multiplication. */
      readonly share: {
        /** The measure that is the part. */
        readonly of: string
        /** The measure that is the whole. */
        readonly in: string
      }
    }

export type Condition =
  /** Every one of these holds. */
  | { readonly all: readonly Condition[] }
  /** One of these holds, or more. */
  | { readonly any: readonly Condition[] }
  | {
      /** So many of `of` hold. */
      readonly atLeast: number
      /** The conditions that are counted. */
      readonly of: readonly Condition[]
    }
  /** This does not hold. */
  | { readonly not: Condition }
  /** The flag is set. */
  | { readonly flag: string }
  /** The tier held before the event: this one, one of these, or this one and above. */
  | {
      readonly tier:
        | string
        | readonly string[]
        | {
            /** This tier and those above. */
            readonly atLeast: string
          }
    }
  | (Subject & Comparison)
