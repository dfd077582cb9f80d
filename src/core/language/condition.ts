/** Conditions: one operator per node. The same language decides entry, keep, earning, redeeming, suspension and price. */

import type { CalendarPart, Value } from './value.js'

/** What stands on the right: a literal (numbers as decimal strings), or a value when it is an object. */
export type Bound = string | number | boolean | Exclude<Value, string | number>

export type Comparison =
  | { readonly gte: Bound }
  | { readonly gt: Bound }
  | { readonly lte: Bound }
  | { readonly lt: Bound }
  | { readonly eq: Bound }
  | { readonly in: readonly (string | number | boolean)[] }
  | { readonly exists: boolean }

export type Subject =
  | { readonly measure: string; readonly window?: 'closed' }
  | { readonly balance: string }
  /** A field of the fact: `type`, `amount`, `currency`, `channel` or an attribute. */
  | { readonly field: string }
  | { readonly member: string }
  | { readonly calendar: CalendarPart }
  | { readonly value: Value }
  /** The part `of` makes of `in`, both measures; compared by cross-multiplication. */
  | { readonly share: { readonly of: string; readonly in: string } }

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly atLeast: number; readonly of: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly flag: string }
  /** The tier held before the event: this one, one of these, or this one and above. */
  | { readonly tier: string | readonly string[] | { readonly atLeast: string } }
  | (Subject & Comparison)
