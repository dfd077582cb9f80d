/** Tiers: a ladder, and grants with end rules. A grant is the only thing that gives a tier; the effective tier is the highest one running. */

import type { Condition } from '../core/language/condition.js'
import type { EndRule } from '../core/language/end.js'
import type { Value } from '../core/language/value.js'
import type { Length } from '../core/time/length.js'

/** When something is looked at by the calendar, at 00:00 local unless `time` says otherwise. */
export type Schedule =
  /** `MM-DD`, every year. */
  | { readonly yearly: readonly string[]; readonly time?: string }
  /** Day of the month, clamped. */
  | { readonly monthly: number; readonly time?: string }
  /** ISO weekday, Monday 1. */
  | { readonly weekly: number; readonly time?: string }
  /** Every day. */
  | { readonly daily: true; readonly time?: string }
  /** Every `each` after an anchor day, moved by `offset`: two months before each renewal. */
  | { readonly each: Length; readonly after: string; readonly offset?: Length; readonly time?: string }

/** When entry conditions are looked at: after every event, at dates, or when an event asks for the tier it names in `tier`. */
export type Decide =
  | 'event'
  | Schedule
  | {
      /** The fact type that asks for the tier. */
      readonly on: string
    }

export interface GrantRule {
  /** Default `event`. */
  readonly decide?: Decide
  /** `closed` reads every calendar and anchored window that ended last, not the one running. */
  readonly windows?: 'closed'
  /** When the status begins: at once (default), the next day, the first of the next month, or on the first such date. */
  readonly from?:
    | 'atOnce'
    | 'nextDay'
    | 'nextMonth'
    | {
        /** The first such day of a year, on or after the day of the decision. */
        readonly next: { readonly month: number; readonly day: number | 'last' }
      }
  /** The last day of the status. */
  readonly until?: EndRule
  /**
   * `all`: every rung whose condition holds is granted, also below the tier held, so that a fall has somewhere to land (windows that decide the next period).
   * `above` (default): only the highest rung above the tier held (terms that start when the tier is reached).
   */
  readonly rungs?: 'all' | 'above'
}

/** One of several ways into a tier, each with its own timing and end. */
export interface Way extends GrantRule {
  /** This way is open while the condition holds. */
  readonly when: Condition
}

export interface Grace extends Length {
  /** Default `dayBefore`: three months from 1 April end on 30 June. */
  readonly last?: 'dayBefore' | 'sameDate'
  /** Looks again after every event (default) or at dates. */
  readonly retest?: 'event' | Schedule
  /** Where the new status starts when the grace ends well: on the day of the rescue (default) or of the review. */
  readonly rescuedFrom?: 'rescue' | 'review'
}

export interface Review {
  /** Default `end`: when the status ends. */
  readonly at?: 'end' | Schedule
  /** `closed` reads the windows that ended last, not those running. */
  readonly windows?: 'closed'
  /** The end of the status that is kept; default the tier's own `until`. */
  readonly until?: EndRule
  /**
   * Where a member lands who fails: what other grants still give (`earned`, default), one rung down, the base, or the highest tier the measures support now.
   */
  readonly else?: { readonly to: 'earned' | 'oneDown' | 'base' | 'supported'; readonly until?: EndRule }
  /** Reviews failed in a row before the fall; default 1. */
  readonly failures?: number
  /** A time after a failed review in which the tier is still held. */
  readonly grace?: Grace
  /** No fall sooner than this after the last one. */
  readonly fallsApart?: Length
}

export interface Tier {
  /** Names the tier everywhere. */
  readonly id: string
  /** For people; default the id. */
  readonly name?: string
  /** Absent: by grant, subscription or invitation only. */
  readonly enter?: Condition | readonly Way[]
  /** What keeps the tier at a review; default: what enters it. */
  readonly keep?: Condition
  /** The tier that must be held to enter this one: `previous` climbs one rung at a time. */
  readonly requires?: 'previous' | string
  /** Its own timing, over that of the program. */
  readonly grant?: GrantRule
  /** Its own review, over that of the program. */
  readonly review?: Review
  /** What it gives. */
  readonly benefits?: readonly Benefit[]
}

/** What a tier gives. Words are for people; the rest is applied by `quote`, in the order it is written. */
export type Benefit = string | PricedBenefit

/** Something off the price of a basket, or something with it. */
export type PricedBenefit = BenefitTerms &
  (
    | {
        /** So many per cent off. */
        readonly percentOff: string | number
      }
    | {
        /** So much off, in major units. */
        readonly amountOff: string | number
        /** Once for every full so much: 30 off every 300. */
        readonly per?: string | number
      }
    | {
        /** Shipping costs nothing. */
        readonly freeShipping: true
      }
    | {
        /** What comes with the basket, in the host's words. */
        readonly gift: string
      }
  )

export interface BenefitTerms {
  /** For people, in quotes. */
  readonly name?: string
  /** Applies only while this holds. */
  readonly when?: Condition
  /** Only lines that meet it; a basket without lines is one line. */
  readonly where?: Condition
  /** The least that those lines must still cost, in major units. */
  readonly from?: string | number
  /** The most it takes off, in major units. */
  readonly most?: string | number
  /** Of the benefits with one name here only the one that takes off most applies; ties go to the first written. */
  readonly bestOf?: string
  /** Applies alone or not at all: whichever is cheaper for the member. */
  readonly alone?: boolean
}

/** A tier for life, shown without an end. */
export interface LifetimeRule {
  /** The tier that is then held for life. */
  readonly tier: string
  /** From the moment this holds. */
  readonly when: Condition
}

/** A tier an event gives: invited, bought, matched, gifted, set by hand. */
export interface EventGrant {
  /** Names the grant; it is the reason of the tier it gives. */
  readonly id: string
  /** The fact type. */
  readonly on: string
  /** Only facts that meet this give it. */
  readonly where?: Condition
  /** A tier id, or the field of the event that names it. */
  readonly tier:
    | string
    | {
        /** The field of the event that names the tier. */
        readonly field: string
      }
  /** The fact is refused unless this holds. */
  readonly when?: Condition
  /** The reason class of a refusal; default `criteria-not-met`. */
  readonly refusal?: string
  /** What it costs, for `quote`: by the name of the tier, or a value. */
  readonly price?: Value
  /** When the status begins; default at once. */
  readonly from?: GrantRule['from']
  /** The last day of the status. */
  readonly until: EndRule
  /**
   * `higher` (default): it counts beside what is earned, and the highest tier is held. `always`: while it runs it is the tier, also below what is
   * earned; the status it lies over goes on and shows again when it ends. Of several the latest counts.
   */
  readonly wins?: 'always' | 'higher'
  /** A word shown as the account's state while this grant is the effective one: `trial`. */
  readonly state?: string
  /** No review fails up to this day. */
  readonly safeUntil?: EndRule
}
