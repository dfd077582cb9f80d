/** A program: one definition that joins calendar, measures, tiers, currencies, earning, redemption, reversal and subscriptions. Read it like terms and conditions. */

import type { Condition } from '../core/language/condition.js'
import type { EndRule } from '../core/language/end.js'
import type { Value } from '../core/language/value.js'
import type { Measure } from '../core/measure/definition.js'
import type { CalendarRules } from '../core/time/calendar.js'
import type { Length } from '../core/time/length.js'
import type { Window } from '../core/time/window.js'
import type { LifecycleDefinition } from '../lifecycle/definition.js'
import type { Cap, Conversion, Currency, EarnRule, RedeemRule, ReverseRule } from '../points/definition.js'
import type { EventGrant, GrantRule, LifetimeRule, PricedBenefit, Review, Schedule, Tier } from '../tiers/definition.js'

/** What resets a counter: the tier rises, is renewed (kept at a review, or the base begins its next term), or falls. */
export type TierMove = 'rise' | 'renew' | 'fall'

/** A window opened by an event, for challenges: `on` that fact, from the day or the first of the next month. */
export interface OpenedWindow {
  /** The fact type that opens the window. */
  readonly on: string
  /** Its first day: that of the fact (default), or the first of the next month. */
  readonly from?: 'day' | 'nextMonth'
  /** How long it is open, from its first day on. */
  readonly length: Length
}

interface CounterRules {
  /** For people; default the id. */
  readonly name?: string
  /** Back to zero at these moments; the event that causes one still belongs to the time before it. */
  readonly reset?: readonly TierMove[]
}

/** A measure of facts, as everywhere, that may also be reset or looked at through windows that events open. */
export interface FactCounter extends Measure, CounterRules {
  /** Windows that events open, in place of `window`: outside them the measure is absent. */
  readonly opens?: readonly OpenedWindow[]
  /**
   * In an account of several people it is counted for each member apart, and is the `least` of theirs (each stays once), the `most` (who first spends
   * 100), or their `own`: that of the member the fact is about.
   */
  readonly perMember?: 'least' | 'most' | 'own'
}

/** A measure fed by what rules earn, awards included: status credits, points earned this year. It cannot become SQL, because rates depend on the tier held. */
export interface EarnedCounter extends CounterRules {
  /** A currency. */
  readonly earned: string
  /** Only what these rules earned. */
  readonly by?: readonly string[]
  readonly window?: Window
}

export type Counter = FactCounter | EarnedCounter

export interface Flag {
  /** The fact type that sets it. */
  readonly on: string
  /** Only facts that meet this set or clear it. */
  readonly where?: Condition
  /** A fact of this type (that meets `where` too) clears it, before anything else. */
  readonly off?:
    | string
    | {
        /** The fact type that clears it. */
        readonly on: string
        /** Only facts that meet this clear it; the flag's own `where` is then for setting it. */
        readonly where?: Condition
        /** It is still set for the fact itself, and cleared by it: a coupon for one purchase. */
        readonly usedUp?: true
      }
  /** The last day it is set; without one it stays until it is cleared. */
  readonly until?: EndRule
}

/** What an award gives, and when. */
export type Award = {
  /** Names the award in entries and reasons. */
  readonly id: string
  /** The currency it gives. */
  readonly to: string
  /** How many units, each time; below zero they are taken. */
  readonly give: Value
  /** It is given only while this holds. */
  readonly when?: Condition
  /** Measures in `when` read their window that ended last. */
  readonly windows?: 'closed'
  /** Measures that start again from zero once it is given. */
  readonly zero?: readonly string[]
} & (
  | {
      /** The measure whose way up is watched. */
      readonly measure: string
      /** The values at which it is given, once each in the measure's window; or every so many. */
      readonly crosses:
        | readonly (string | number)[]
        | {
            /** At each multiple of this, counted from `from`. */
            readonly every: string | number
            /** The first value that gives it; default `every`. */
            readonly from?: string | number
            /** The most times in one window of the measure. */
            readonly max?: number
          }
    }
  | {
      /** Given at these dates. */
      readonly at: Schedule
    }
  | {
      /** Given when `when` first holds in each of these windows. */
      readonly once: Window
    }
)

/** When a conversion happens: as soon as a step is reached, at dates, or when a fact (that meets `where`) asks for an amount. */
export type ConversionRule = Conversion & {
  /** As soon as the balance reaches a step, at dates, or when a fact asks. */
  readonly when:
    | 'reached'
    | Schedule
    | {
        /** The fact type that asks. */
        readonly on: string
        /** Only facts that meet this ask. */
        readonly where?: Condition
        /** How many units of `from` it asks to convert: whole steps. */
        readonly amount: Value
        /** It is refused below this. */
        readonly minimum?: Value
        /** The most it may ask for, in units of `from`, per event or window; what is above is refused. */
        readonly limits?: readonly (Cap & {
          /** The reason class beyond the limit. */
          readonly refusal: string
        })[]
      }
}

/** What happens to points and counters when the tier moves. */
export type TierEffect = (
  | {
      /** Happens when this tier is reached, from below or from above. */
      readonly enter: string
    }
  | {
      /** Happens when this tier is reached from below. */
      readonly rise: string
    }
  | {
      /** Happens when this tier is lost or left for a higher one. */
      readonly leave: string
    }
  | {
      /** Happens when this tier is kept for another term. */
      readonly renew: string
    }
) &
  (
    | {
        /** The whole balance of this currency ends. */
        readonly forfeit: string
      }
    | {
        /** The lots of this currency get the end their rule gives them now. */
        readonly redate: string
      }
    | {
        /** This conversion happens. */
        readonly convert: string
      }
    | {
        /** Units that are given; below zero they are taken: a tier that costs what it asks for. */
        readonly give: Value
        /** The currency of `give`. */
        readonly to: string
      }
    | {
        /** An effect of this name for the host. */
        readonly emit: string
      }
    | {
        /** This voucher is given. */
        readonly issue: string
      }
  )

export interface Plan {
  /** As the event names it. */
  readonly id: string
  /** The tier that is held while it is paid for. */
  readonly tier: string
  /** What a term costs, in major units, for `quote`. */
  readonly price?: Value
  /** How long one payment lasts. */
  readonly term: Length
}

/** A paid membership. The renewal date keeps the day of the month it began on. */
export interface Subscription {
  /** What can be subscribed to. */
  readonly plans: readonly Plan[]
  /** The field that names the plan. */
  readonly plan: string
  /** Fact types. Starting another plan in mid-term keeps the renewal date; starting the same one again adds a term. */
  readonly start: string
  /** The fact type that adds a term of the running plan. */
  readonly renew?: string
  /** Changes the plan at once, for what is left of the term. */
  readonly change?: string
  /** Changes the plan from the next renewal on; naming the running plan takes that back. */
  readonly changeAtRenewal?: string
  /** The fact type that ends it with the term that is paid. */
  readonly cancel?: string
  /** A time at no price before the first term. */
  readonly trial?: {
    /** The fact type that starts it; refused to who had a membership before. */
    readonly on: string
    /** How long it lasts. */
    readonly length: Length
  }
  /** Payments that arrive as facts; `ok` is the field that says whether they succeeded. */
  readonly charge?: { readonly on: string; readonly ok: string }
  /** The membership runs on this long from the renewal date (0 days: through that day), waiting for the payment. Absent: it ends with the paid term. */
  readonly grace?: Length
}

/** History kept elsewhere, as keys of an `opening` fact: each becomes facts of a type. A value that is a date becomes its `at`; an object's `on` does. */
export interface OpeningFacts {
  /** The type of the facts that the key becomes. */
  readonly type: string
}

/** A voucher: given by a fact or a tier, good for one basket, gone after its last day. */
export interface Voucher {
  /** A fact that gives `count` of them (default 1); absent: only `onTier` gives it. */
  readonly issue?: { readonly on: string; readonly where?: Condition; readonly count?: Value }
  /** Its last usable day. */
  readonly until: EndRule
  /** What it takes off the basket, or adds to it. */
  readonly gives: PricedBenefit
  /** The fact types that may use it, naming its id in the list `vouchers`; default `purchase`. */
  readonly on?: string | readonly string[]
  /** A whole reversal gives it back with its old end; default true. */
  readonly giveBack?: boolean
}

/** Accounts of several people: a household, a company, a pool. The first fact's customer is the first member; facts of others are refused. */
export interface Members {
  /** The fact type by which a member joins. It may bring balances and `lots`, as an `opening` does. */
  readonly join: string
  /** The fact type by which a member leaves. */
  readonly leave: string
  /** The field that names the member; default the fact's `customerId`. */
  readonly member?: string
  /** The most members at one time. */
  readonly max?: number
  /** What a redemption uses: the lots of all in the currency's order (`together`, default), or of each in proportion to what they could redeem. */
  readonly draw?: 'together' | 'proportional'
  /** What becomes of the points of who leaves: they go along, as lots in an effect `transfer` (default), stay with the others, or end. */
  readonly leaving?: 'take' | 'stay' | 'forfeit'
}

/** Points to another account: `out` takes them and tells the host the lots, which it hands to the other account in a fact of type `in`. */
export interface Transfer {
  /** Names the transfer in entries and effects. */
  readonly id: string
  /** The currency. */
  readonly from: string
  /** The fact type that sends. */
  readonly out: string
  /** The fact type that receives, in the other account. */
  readonly in: string
  /** Only facts that meet this send. */
  readonly where?: Condition
  /** How many units are sent. */
  readonly amount: Value
  /** What arrives keeps the day it was earned on and its end; default: it is as if earned on arrival. */
  readonly keepsDates?: boolean
}

export type PipelineStep = 'earn' | 'count' | 'award' | 'tier'

export interface ProgramDefinition {
  /** Always `program`. */
  readonly kind: 'program'
  /** The version of this format, 1. */
  readonly format: 1
  /** Names the definition in states and errors. */
  readonly id: string
  /** For people. */
  readonly name?: string
  /** IANA zone of every local date. */
  readonly timeZone: string
  /** ISO 4217. */
  readonly currency: string
  /** The business day, weekends and holidays, where they are not the usual ones. */
  readonly calendar?: CalendarRules
  /** How late a fact may arrive and still be put in its place; default 0 days. */
  readonly lateness?: Length
  /** How long a fact can be reversed; default 12 months. */
  readonly reversible?: Length
  /** Who may join, and when one has. */
  readonly enrollment?: {
    /** No tier before enrolling. Default false: the first fact enrolls. */
    readonly required?: boolean
    /** A fact of type `enroll` is refused unless this holds. */
    readonly when?: Condition
    /** The reason class of that refusal; default `not-eligible`. */
    readonly refusal?: string
  }
  /** Named values, used by name wherever a value may stand. */
  readonly values?: Readonly<Record<string, Value>>
  /** What is true of an account for a time, by name: a card is held, a quarter is activated. */
  readonly flags?: Readonly<Record<string, Flag>>
  /** Numbers about the account, by name: what tiers and awards go by. */
  readonly measures?: Readonly<Record<string, Counter>>
  /** Ascending; the first is the base, which everybody has. */
  readonly tiers?: readonly Tier[]
  /** When and for how long a tier is given, unless the tier says otherwise. */
  readonly grant?: GrantRule
  /** When a tier is looked at again and what happens then, unless the tier says otherwise. */
  readonly review?: Review
  /** Tiers for life. */
  readonly lifetime?: readonly LifetimeRule[]
  /** Tiers that events give: bought, matched, by invitation, by hand. */
  readonly grants?: readonly EventGrant[]
  /** A paid membership that gives tiers. */
  readonly subscription?: Subscription
  /** What is earned and spent, by name: points, miles, credits. */
  readonly currencies?: Readonly<Record<string, Currency>>
  /** What gives points, in this order. */
  readonly earn?: readonly EarnRule[]
  /** Points for milestones and dates. */
  readonly awards?: readonly Award[]
  /** What turns one currency into another. */
  readonly convert?: readonly ConversionRule[]
  /** What points can be spent on. */
  readonly redeem?: readonly RedeemRule[]
  /** What refunds and cancellations take back. */
  readonly reverse?: readonly ReverseRule[]
  /** What else happens when the tier moves. */
  readonly onTier?: readonly TierEffect[]
  /** For accounts of several people. */
  readonly members?: Members
  /** Points sent from one account to another. */
  readonly transfer?: readonly Transfer[]
  /** For everybody, before those of the tier. */
  readonly benefits?: readonly PricedBenefit[]
  /** Vouchers, by name. */
  readonly vouchers?: Readonly<Record<string, Voucher>>
  /**
   * In which order a fact has its effects; each of the four once. Default earn (at the tier held before), count (measures), award, tier:
   * with tier before earn, the purchase that reaches a tier already earns at its rate.
   */
  readonly pipeline?: readonly PipelineStep[]
  /** Facts that are refused, with the reason class. */
  readonly refuse?: readonly {
    /** The fact type. */
    readonly on: string
    /** It is refused while this holds. */
    readonly when: Condition
    /** The reason class the outcome carries. */
    readonly refusal: string
  }[]
  /** After this long without these facts the account is closed. */
  readonly closure?: { readonly after: Length; readonly activity: readonly string[] }
  /** How the keys of an `opening` fact are read, where they are neither measures nor currencies. */
  readonly opening?: Readonly<Record<string, OpeningFacts>>
  /** Stages the same facts move the account through: one event then answers with points, tier and stage. In the program's zone and currency. */
  readonly lifecycle?: LifecycleDefinition
}
