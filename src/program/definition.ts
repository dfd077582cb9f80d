/** A program: one definition that joins calendar, measures, tiers, currencies, earning, redemption, reversal and subscriptions. Read it like terms and conditions. */

import type { Condition } from '../core/language/condition.js'
import type { EndRule } from '../core/language/end.js'
import type { Value } from '../core/language/value.js'
import type { Measure } from '../core/measure/definition.js'
import type { CalendarRules } from '../core/time/calendar.js'
import type { Length } from '../core/time/length.js'
import type { Window } from '../core/time/window.js'
import type { LifecycleDefinition } from '../lifecycle/definition.js'
import type { Conversion, Currency, EarnRule, RedeemRule, ReverseRule } from '../points/definition.js'
import type { EventGrant, GrantRule, LifetimeRule, PricedBenefit, Review, Schedule, Tier } from '../tiers/definition.js'

/** What resets a counter: the tier rises, is renewed (kept at a review, or the base begins its next term), or falls. */
export type TierMove = 'rise' | 'renew' | 'fall'

/** A window opened by an event, for challenges: `on` that fact, from the day or the first of the next month. */
export interface OpenedWindow {
  readonly on: string
  readonly from?: 'day' | 'nextMonth'
  readonly length: Length
}

interface CounterRules {
  /** Back to zero at these moments; the event that causes one still belongs to the time before it. */
  readonly reset?: readonly TierMove[]
}

/** A measure of facts, as everywhere, that may also be reset or looked at through windows that events open. */
export interface FactCounter extends Measure, CounterRules {
  readonly opens?: readonly OpenedWindow[]
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
  readonly on: string
  readonly where?: Condition
  /** A fact of this type (that meets `where` too) clears it. */
  readonly off?: string
  readonly until?: EndRule
}

/** What an award gives, and when. */
export type Award = {
  readonly id: string
  readonly to: string
  readonly give: Value
  readonly when?: Condition
  readonly windows?: 'closed'
  /** Measures that start again from zero once it is given. */
  readonly zero?: readonly string[]
} & (
  | {
      /** When a measure crosses each of these values, or every so many, `from` where it starts, at most `max` times in its window. */
      readonly measure: string
      readonly crosses:
        | readonly (string | number)[]
        | { readonly every: string | number; readonly from?: string | number; readonly max?: number }
    }
  /** At dates. */
  | { readonly at: Schedule }
  /** When `when` first holds in each window. */
  | { readonly once: Window }
)

/** When a conversion happens: as soon as a step is reached, at dates, or when a fact (that meets `where`) asks for an amount. */
export type ConversionRule = Conversion & {
  readonly when: 'reached' | Schedule | { readonly on: string; readonly where?: Condition; readonly amount: Value }
}

/** What happens to points and counters when the tier moves. */
export type TierEffect = ({ readonly enter: string } | { readonly leave: string } | { readonly renew: string }) &
  (
    | { readonly forfeit: string }
    | { readonly redate: string }
    | { readonly convert: string }
    | { readonly give: Value; readonly to: string }
    | { readonly emit: string }
    /** A voucher. */
    | { readonly issue: string }
  )

export interface Plan {
  readonly id: string
  readonly tier: string
  readonly price?: Value
  readonly term: Length
}

/** A paid membership. The renewal date keeps the day of the month it began on. */
export interface Subscription {
  readonly plans: readonly Plan[]
  /** The field that names the plan. */
  readonly plan: string
  /** Fact types. Starting another plan in mid-term keeps the renewal date; starting the same one again adds a term. */
  readonly start: string
  readonly renew?: string
  /** Changes the plan at once, for what is left of the term. */
  readonly change?: string
  /** Changes the plan from the next renewal on; naming the running plan takes that back. */
  readonly changeAtRenewal?: string
  readonly cancel?: string
  readonly trial?: { readonly on: string; readonly length: Length }
  /** Payments that arrive as facts; `ok` is the field that says whether they succeeded. */
  readonly charge?: { readonly on: string; readonly ok: string }
  /** The membership runs on this long from the renewal date (0 days: through that day), waiting for the payment. Absent: it ends with the paid term. */
  readonly grace?: Length
}

/** History kept elsewhere, as keys of an `opening` fact: each becomes facts of a type. A value that is a date becomes its `at`; an object's `on` does. */
export interface OpeningFacts {
  readonly type: string
}

/** A voucher: given by a fact or a tier, good for one basket, gone after its last day. */
export interface Voucher {
  /** A fact that gives `count` of them (default 1); absent: only `onTier` gives it. */
  readonly issue?: { readonly on: string; readonly where?: Condition; readonly count?: Value }
  /** Its last usable day. */
  readonly until: EndRule
  readonly gives: PricedBenefit
  /** The fact types that may use it, naming its id in the list `vouchers`; default `purchase`. */
  readonly on?: string | readonly string[]
  /** A whole reversal gives it back with its old end; default true. */
  readonly giveBack?: boolean
}

/** Accounts of several people: a household, a company, a pool. The first fact's customer is the first member; facts of others are refused. */
export interface Members {
  /** Fact types. A join may bring balances and `lots`, as an `opening` does. */
  readonly join: string
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
  readonly id: string
  /** The currency. */
  readonly from: string
  readonly out: string
  readonly in: string
  readonly where?: Condition
  readonly amount: Value
  /** What arrives keeps the day it was earned on and its end; default: it is as if earned on arrival. */
  readonly keepsDates?: boolean
}

export type PipelineStep = 'earn' | 'count' | 'award' | 'tier'

export interface ProgramDefinition {
  readonly kind: 'program'
  readonly format: 1
  readonly id: string
  readonly name?: string
  /** IANA zone of every local date. */
  readonly timeZone: string
  /** ISO 4217. */
  readonly currency: string
  readonly calendar?: CalendarRules
  /** How late a fact may arrive and still be put in its place; default 0 days. */
  readonly lateness?: Length
  /** How long a fact can be reversed; default 12 months. */
  readonly reversible?: Length
  readonly enrollment?: {
    /** No tier before enrolling. Default false: the first fact enrolls. */
    readonly required?: boolean
    readonly when?: Condition
    readonly refusal?: string
  }
  /** Named values, used by name wherever a value may stand. */
  readonly values?: Readonly<Record<string, Value>>
  readonly flags?: Readonly<Record<string, Flag>>
  readonly measures?: Readonly<Record<string, Counter>>
  /** Ascending; the first is the base, which everybody has. */
  readonly tiers?: readonly Tier[]
  readonly grant?: GrantRule
  readonly review?: Review
  readonly lifetime?: readonly LifetimeRule[]
  readonly grants?: readonly EventGrant[]
  readonly subscription?: Subscription
  readonly currencies?: Readonly<Record<string, Currency>>
  readonly earn?: readonly EarnRule[]
  readonly awards?: readonly Award[]
  readonly convert?: readonly ConversionRule[]
  readonly redeem?: readonly RedeemRule[]
  readonly reverse?: readonly ReverseRule[]
  readonly onTier?: readonly TierEffect[]
  readonly members?: Members
  readonly transfer?: readonly Transfer[]
  /** For everybody, before those of the tier. */
  readonly benefits?: readonly PricedBenefit[]
  readonly vouchers?: Readonly<Record<string, Voucher>>
  /**
   * In which order a fact has its effects; each of the four once. Default earn (at the tier held before), count (measures), award, tier:
   * with tier before earn, the purchase that reaches a tier already earns at its rate.
   */
  readonly pipeline?: readonly PipelineStep[]
  /** Facts that are refused, with the reason class. */
  readonly refuse?: readonly { readonly on: string; readonly when: Condition; readonly refusal: string }[]
  /** After this long without these facts the account is closed. */
  readonly closure?: { readonly after: Length; readonly activity: readonly string[] }
  readonly opening?: Readonly<Record<string, OpeningFacts>>
  /** Stages the same facts move the account through: one event then answers with points, tier and stage. In the program's zone and currency. */
  readonly lifecycle?: LifecycleDefinition
}
