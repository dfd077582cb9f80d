/** Points: currencies in whole units of 10^−scale, kept in lots with an end, moved only by entries. */

import type { Rounding } from '../core/decimal/rounding.js'
import type { Condition } from '../core/language/condition.js'
import type { EndRule } from '../core/language/end.js'
import type { Value } from '../core/language/value.js'
import type { Length, Unit } from '../core/time/length.js'
import type { Window } from '../core/time/window.js'

/** Nothing ends while the condition holds; afterwards it ends no sooner than `thenUntil` says, counted from the day the condition ceased. */
export interface Suspension {
  readonly while: Condition
  readonly thenUntil?: EndRule
}

export interface Currency {
  readonly name?: string
  /** Places after the point; default 0. */
  readonly scale?: number
  /** What one unit is, for people: `USD`, `night`. */
  readonly unit?: string
  /** Default true; a currency that is only counted (status credits) cannot be redeemed. */
  readonly redeemable?: boolean
  readonly lots?: {
    /** The last usable day of a lot. */
    readonly until: EndRule
    readonly suspend?: Suspension
  }
  /** The whole balance ends after a time without activity; the last usable day is the last activity plus this length. */
  readonly idle?: {
    readonly after: Length
    readonly align?: 'monthEnd'
    /** Fact types that count as activity, or facts that earn this currency; default: every event that earns or spends it. */
    readonly activity?: readonly (string | { readonly earns: string })[]
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
  readonly max: Value
  /** One event, a window of days, or a time from the first use. */
  readonly per: 'event' | Window | { readonly fromFirst: Length }
  /** Several rules with the same name share one room. */
  readonly shared?: string
}

/** When an earning becomes usable. */
export type Posting =
  | { readonly after: { readonly n: number; readonly unit: Unit | 'workday' } }
  /** Held until the condition holds, cancelled after the last day it may. */
  | { readonly when: Condition; readonly by: EndRule }

export interface EarnRule {
  /** Names the rule in entries and reasons. Left out, `earn-1` and so on, by its place in the list. */
  readonly id: string
  /** Fact types. */
  readonly on: string | readonly string[]
  readonly where?: Condition
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
  readonly round?: Rounding | { readonly mode: Rounding; readonly with: readonly string[] }
  /** The most value that counts; what is above earns nothing here. A refund takes the part above first. */
  readonly upTo?: Cap
  /** The most that is given; the smallest remaining room wins. */
  readonly cap?: Cap | readonly Cap[]
  readonly posts?: Posting
  /** This rule's lots, where they differ from the currency's. */
  readonly lots?: { readonly usableFrom?: string; readonly until?: EndRule }
  /** The rule counts for facts from this local date on, and through this one. */
  readonly effectiveFrom?: string
  readonly effectiveThrough?: string
}

/** A redemption is refused with the first reason that applies: `checks`, then step and minimum, then the balance, then `limits`. */
export interface RedeemRule {
  readonly id: string
  readonly on: string
  readonly where?: Condition
  readonly from: string
  /** Units of the currency given up. */
  readonly amount: Value
  readonly checks?: readonly { readonly when: Condition; readonly refusal: string }[]
  readonly step?: Value
  readonly minimum?: Value
  readonly limits?: readonly (Cap & { readonly refusal: string; readonly of?: 'value' })[]
  /** What the member gets, in major units; `redeemed` is the amount given up. */
  readonly value?: Value
}

/** Takes multiples of `step` out of one currency and gives another. */
export interface Conversion {
  readonly id: string
  readonly from: string
  readonly step: Value
  /** Nothing happens below this balance. */
  readonly minimum?: Value
  readonly to: string
  /** Units of `to` per step. */
  readonly give: Value
}

export interface ReverseRule {
  readonly id: string
  readonly on: string
  readonly where?: Condition
  /** The types it may reverse. */
  readonly of: readonly string[]
  /** The field that holds the id of the fact reversed; default `refersTo`. Or a field both carry: an order number. */
  readonly link?: string | { readonly shared: string }
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
  readonly status?: 'withdraw' | 'keep' | { readonly grace: Length }
}
