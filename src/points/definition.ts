/** Points: currencies in whole units of 10^−scale, kept in lots with an end, moved only by entries. */

import type { Rounding } from '../core/decimal/rounding.js'
import type { Condition } from '../core/language/condition.js'
import type { EndRule } from '../core/language/end.js'
import type { Value } from '../core/language/value.js'
import type { Length, Unit } from '../core/time/length.js'
import type { Window } from '../core/time/window.js'

/** Nothing ends while the condition holds; afterwards it ends no sooner than `thenUntil` says, counted from the day the condition ceased. */
export interface Suspension {
  /** As long as this holds, nothing ends. */
  readonly while: Condition
  /** The earliest end afterwards. */
  readonly thenUntil?: EndRule
}

export interface Currency {
  /** For people; default the id. */
  readonly name?: string
  /** Places after the point; default 0. */
  readonly scale?: number
  /** What one unit is, for people: `USD`, `night`. */
  readonly unit?: string
  /** Default true; a currency that is only counted (status credits) cannot be redeemed. */
  readonly redeemable?: boolean
  /** What is earned together ends together. */
  readonly lots?: {
    /** The last usable day of a lot. */
    readonly until: EndRule
    /** No lot ends while a condition holds. */
    readonly suspend?: Suspension
  }
  /** The whole balance ends after a time without activity; the last usable day is the last activity plus this length. */
  readonly idle?: {
    readonly after: Length
    readonly align?: 'monthEnd'
    /** Fact types that count as activity, or facts that earn this currency; default: every event that earns or spends it. */
    readonly activity?: readonly (
      | string
      | {
          /** A fact type that counts when it earns this currency. */
          readonly earns: string
        }
    )[]
    readonly suspend?: Suspension
    /** Turned into something else first; what is left over ends. */
    readonly convert?: string
  }
  /** Which lots are used first; default `oldest`. */
  readonly consume?: 'oldest' | 'soonestEnd'
  /** The lowest balance; default 0. */
  readonly floor?: string | number
  /** What a clawback does when the balance is too small: go into debt (redemptions refused until earned back), or stop at the floor and forget the rest. Default `debt`. */
  readonly short?: 'debt' | 'stop'
  /** How balances are shown to members; default as they are. */
  readonly display?: { readonly mode: Rounding; readonly to?: string | number }
}

export interface Cap {
  /** The most, in the units that it limits. */
  readonly max: Value
  /** One event, a window of days, or a time from the first use. */
  readonly per:
    | 'event'
    | Window
    | {
        /** So long from the first use; the next use after that begins anew. */
        readonly fromFirst: Length
      }
  /** Several rules with the same name share one room. */
  readonly shared?: string
}

/** When an earning becomes usable. */
export type Posting =
  | {
      /** Usable so long after the day of the fact, or when the window that holds it is over. */
      readonly after:
        | {
            /** How many. */
            readonly n: number
            /** Calendar units, or working days of the calendar. */
            readonly unit: Unit | 'workday'
          }
        | {
            /** A month, a quarter: usable from the first day after it. */
            readonly endOf: Window
          }
    }
  /** Held until the condition holds, cancelled after the last day it may. */
  | { readonly when: Condition; readonly by: EndRule }

export interface EarnRule {
  /** Names the rule in entries and reasons. Left out, `earn-1` and so on, by its place in the list. */
  readonly id: string
  /** Fact types. */
  readonly on: string | readonly string[]
  /** Only facts that meet this earn by the rule. */
  readonly where?: Condition
  /** The currency it gives. */
  readonly to: string
  /** What is counted; default `amount`. */
  readonly value?: Value
  /** One rate per this much; default 1. */
  readonly per?: Value
  /** Only completed units of `per` earn. */
  readonly whole?: boolean
  /** Units of the currency per `per`; default 1. */
  readonly rate?: Value
  /** Rates by the tier held before the event; `rate` where a tier is not listed. */
  readonly byTier?: Readonly<Record<string, Value>>
  /** Default: exact, and refused if the currency cannot hold it. `with` rounds the sum of this rule and the named earlier ones. */
  readonly round?:
    | Rounding
    | {
        /** How the sum is rounded. */
        readonly mode: Rounding
        /** Earlier rules of the same event; this one gives what is left of the rounded sum. */
        readonly with: readonly string[]
      }
  /** The most value that counts; what is above earns nothing here. A refund takes the part above first. */
  readonly upTo?: Cap
  /** The most that is given; the smallest remaining room wins. */
  readonly cap?: Cap | readonly Cap[]
  /** When the points can be used; default at once. */
  readonly posts?: Posting
  /** This rule's lots, where they differ from the currency's. */
  readonly lots?: { readonly usableFrom?: string; readonly until?: EndRule }
  /** The first local date on which the rule counts. */
  readonly effectiveFrom?: string
  /** The last local date on which it counts. */
  readonly effectiveThrough?: string
}

/** A redemption is refused with the first reason that applies: `checks`, then step and minimum, then the balance, then `limits`. */
export interface RedeemRule {
  /** Names the rule in entries and reasons. */
  readonly id: string
  /** The fact type that redeems. */
  readonly on: string
  /** Only facts that meet this. */
  readonly where?: Condition
  /** The currency that is given up. */
  readonly from: string
  /** Units of the currency given up. */
  readonly amount: Value
  /** Refused unless each of these holds, with the reason class of the first that does not. */
  readonly checks?: readonly {
    /** What has to hold. */
    readonly when: Condition
    /** The reason class if it does not. */
    readonly refusal: string
  }[]
  /** Only whole multiples of this. */
  readonly step?: Value
  /** Not less than this. */
  readonly minimum?: Value
  /** The most that can be redeemed, per event or window; what is above is refused. */
  readonly limits?: readonly (Cap & {
    /** The reason class beyond the limit. */
    readonly refusal: string
    /** `value`: it limits what the member gets; default what they give up. */
    readonly of?: 'value'
  })[]
  /** What the member gets, in major units; `redeemed` is the amount given up. */
  readonly value?: Value
}

/** Takes multiples of `step` out of one currency and gives another. */
export interface Conversion {
  /** Names the conversion in entries. */
  readonly id: string
  /** The currency that is taken. */
  readonly from: string
  /** Only whole multiples of this are taken. */
  readonly step: Value
  /** Nothing happens below this balance. */
  readonly minimum?: Value
  /** The currency that is given. */
  readonly to: string
  /** Units of `to` per step. */
  readonly give: Value
}

export interface ReverseRule {
  /** Names the rule in reasons. */
  readonly id: string
  /** The fact type that reverses. */
  readonly on: string
  /** Only facts that meet this. */
  readonly where?: Condition
  /** The types it may reverse. */
  readonly of: readonly string[]
  /** The field that holds the id of the fact reversed; default `refersTo`. Or a field both carry: an order number. */
  readonly link?:
    | string
    | {
        /** The field that both carry. */
        readonly shared: string
      }
  /** How much of the original's amount is reversed; default all of it. */
  readonly part?: Value
  /** Currencies and measures it takes back; default all. */
  readonly take?: readonly string[]
  /** Redeemed units go back to their lots with their old end; what has ended meanwhile does not. */
  readonly giveBack?: boolean
  /** What is rounded: the part taken back (default), or what the rest still earns. */
  readonly rounds?: 'part' | 'rest'
  /** Which window the measures lose it from: that of the original (default) or the running one. */
  readonly counts?: 'original' | 'now'
  /** A clawback that finds too little; default as the currency says. `pendingOnly` takes nothing that is already usable. */
  readonly short?: 'debt' | 'stop' | 'pendingOnly'
  /** A status that rested on what is taken back: ends at once (default), stays, or ends after a grace. */
  readonly status?:
    | 'withdraw'
    | 'keep'
    | {
        /** How long it still lasts. */
        readonly grace: Length
      }
}
