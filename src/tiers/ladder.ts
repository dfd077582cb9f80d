/** A ladder: tiers alone, decided from measures the host computed. The same words as a program's `tiers`, `grant`, `review` and `lifetime`, where they apply without a ledger. */

import type { Condition } from '../core/language/condition.js'
import type { Align, MonthDay } from '../core/language/end.js'
import type { CalendarStart, Unit } from '../core/time/length.js'
import type { LifetimeRule, Tier } from './definition.js'

/** The last day of a term that begins on some day. */
export type TermRule =
  | 'never'
  /** Some time on: `last` says which day is the last, or `align` moves it to an end. */
  | { readonly plus: { readonly n: number; readonly unit: Unit }; readonly last?: 'dayBefore' | 'sameDate'; readonly align?: Align }
  /** The end of the calendar unit that holds the day, `ahead` units on; `through` runs on to the first such date from there. */
  | { readonly endOf: { readonly fixed: Unit; readonly starts?: CalendarStart }; readonly ahead?: number; readonly through?: MonthDay }

export interface Rung extends Pick<Tier, 'id' | 'name' | 'keep' | 'requires'> {
  /** Absent: by invitation, match or hand only. */
  readonly enter?: Condition
  /** What the tier gives, for people. */
  readonly benefits?: readonly string[]
}

export interface LadderReview {
  /** The term of a tier that is kept; default the ladder's. */
  readonly until?: TermRule
  /** Where a member lands who fails: the highest tier the measures earn below (`earned`, default), one rung down, or the base. */
  readonly else?: { readonly to: 'earned' | 'oneDown' | 'base' }
  /** After the term, before the fall; the conditions may still be met. */
  readonly grace?: { readonly n: number; readonly unit: Unit; readonly last?: 'dayBefore' | 'sameDate' }
}

export interface LadderDefinition {
  readonly kind: 'ladder'
  readonly format: 1
  readonly id: string
  readonly name?: string
  /** Lowest first; the first is the base, held by everybody. */
  readonly tiers: readonly Rung[]
  /** The term of a tier from the day it is entered. Without it there are no terms: a tier is reviewed whenever it is evaluated. */
  readonly grant?: { readonly until: TermRule }
  readonly review?: LadderReview
  /** Tiers for life: never below while the condition holds. */
  readonly lifetime?: readonly LifetimeRule[]
}

/** A customer's measures and flags by name, as the host computed them. Decimal strings stay exact; doubles are read by their shortest decimal form. A name that is absent meets nothing. */
export type Measures = Readonly<Record<string, unknown>>

/** What the host stored of the last decision: a decision can be passed as it is. */
export interface CurrentTier {
  readonly tier: string
  /** The last day of the term, `YYYY-MM-DD`; null never ends, absent is reviewed now. */
  readonly until?: string | null
  readonly override?: TierOverride
  /** The status an override lies over: it goes on being reviewed, and shows again when the override ends. */
  readonly under?: { readonly tier: string; readonly until?: string | null }
}

/** A tier set by hand. */
export interface TierOverride {
  readonly tier: string
  readonly reason: string
  /** The last day, `YYYY-MM-DD`; absent or null: until it is taken away. */
  readonly until?: string | null
  /** `always`: whatever the measures say, also downwards. `higher`: a floor; a higher tier that is earned or held wins. */
  readonly wins: 'always' | 'higher'
}

/**
 * `entered` risen to a higher tier · `held` in its term · `kept` passed a review · `grace` failed it, still held · `fell` to a lower tier ·
 * `base` nothing above it · `overridden` set by hand
 */
export type TierOutcome = 'entered' | 'held' | 'kept' | 'grace' | 'fell' | 'base' | 'overridden'

export interface TierDecision {
  readonly tier: string
  readonly outcome: TierOutcome
  /** What decided, in order: `tiers.enter.met`, `tiers.term.running`, `tiers.keep.unmet`, … */
  readonly codes: readonly string[]
  /** The last day of the term; null never ends, absent in a ladder without terms and on the base. */
  readonly until?: string | null | undefined
  /** The last day of the grace. */
  readonly graceUntil?: string | undefined
  /** Goes on with the decision, so that the next evaluation knows it. */
  readonly override?: TierOverride
  /** Of an override: the status it lies over. */
  readonly under?: { readonly tier: string; readonly until?: string | null }
}
