/** A program made ready: every condition and value as a closure, every rule found by the fact type that triggers it. `compile.ts` makes it. */

import { attachedForm } from '../core/compiled.js'
import type { Exact } from '../core/decimal/exact.js'
import type { Rounding } from '../core/decimal/rounding.js'
import type { Condition } from '../core/language/condition.js'
import type { EndGetter } from '../core/language/end.js'
import type { Datum, NumberGetter, Scope, Test } from '../core/language/scope.js'
import type { MeasureReader } from '../core/measure/compile.js'
import type { Aggregate } from '../core/measure/definition.js'
import type { Calendar } from '../core/time/calendar.js'
import type { Day } from '../core/time/civil.js'
import type { Length } from '../core/time/length.js'
import type { DaySpan, Window } from '../core/time/window.js'
import type { Cap, Currency, EarnRule, RedeemRule, ReverseRule } from '../points/definition.js'
import type { CurrencyTerms } from '../points/ledger.js'
import type { EventGrant, GrantRule, PricedBenefit, Review } from '../tiers/definition.js'
import type { Award, ConversionRule, ProgramDefinition, TierEffect, TierMove, Transfer, Voucher } from './definition.js'
import type { Run } from './run.js'
import type { ScheduleForm } from './schedule.js'
import type { Stage } from './stage.js'
import type { StreakForm } from './streak.js'

/** Makes one value of those of the members; `own` reads that of the member at work. */
export type MemberReader = (run: Run, own: () => Exact | undefined) => Exact | undefined

export interface CounterForm {
  readonly id: string
  readonly aggregate: Aggregate
  readonly window: Window
  readonly rolling: boolean
  /** Has a window that can be over: calendar, anchored, opened or reset. */
  readonly hasClosed: boolean
  readonly opens: readonly object[]
  readonly reader: MeasureReader<Run> | undefined
  readonly streak: StreakForm | undefined
  /** Counted for each member apart; `reads` makes one of theirs. */
  readonly perMember: { readonly mode: 'least' | 'most' | 'own'; readonly read: MemberReader } | undefined
  readonly by: ReadonlySet<string> | undefined
  readonly cap: Exact | undefined
  readonly empty: Exact | undefined
  /** The anchor its windows count from. */
  readonly anchor: string | undefined
  /** The span of the day asked for last. */
  readonly memo: { day: Day | undefined; anchor: Day | undefined; span: DaySpan | undefined }
}

export interface CurrencyForm extends CurrencyTerms {
  readonly definition: Currency
  readonly until: EndGetter<Run> | undefined
  readonly idleEnd: ((active: Day) => Day) | undefined
  /** By fact type: whether only facts that earn count. */
  readonly activity: ReadonlyMap<string, boolean> | undefined
  readonly suspended: Test<Run> | undefined
  readonly afterSuspension: EndGetter<Run> | undefined
  /** The counters that count what is earned of it. */
  readonly counters: readonly CounterForm[]
}

export interface CapForm {
  readonly key: string
  readonly max: NumberGetter<Run>
  readonly per: Cap['per']
  /** Where the window of the day asked for last begins. */
  readonly memo: { day: Day | undefined; anchor: Day | undefined; from: Day | null }
}

export interface EarnForm {
  readonly rule: EarnRule
  readonly currency: CurrencyForm
  /** Usable at once, on the currency's own terms. */
  readonly isPlain: boolean
  readonly where: Test<Run>
  readonly value: NumberGetter<Run>
  readonly per: NumberGetter<Run>
  readonly rate: NumberGetter<Run>
  readonly mode: Rounding | undefined
  readonly with: readonly string[]
  readonly upTo: CapForm | undefined
  readonly caps: readonly CapForm[]
  readonly until: EndGetter<Run> | undefined
  readonly usableFrom: Day | undefined
  /** The last day before it can be used. */
  readonly postsAfter: EndGetter<Run> | undefined
  readonly holdWhile: Test<Run> | undefined
  readonly holdBy: EndGetter<Run> | undefined
  readonly from: Day
  readonly through: Day
}

export interface WayForm {
  readonly when: Test<Run>
  readonly condition: Condition
  readonly index: number
  readonly rule: GrantRule
  /** `event`, the key of a schedule, or the fact type that asks. */
  readonly decide: string
  readonly until: EndGetter<Run>
  /** Its end belongs to the window it was decided in, not to the day the status starts. */
  readonly endsByWindow: boolean
  readonly open: OpenForm | undefined
  /** The counters with windows that its condition reads. */
  readonly counters: readonly CounterForm[]
}

export interface TierForm {
  readonly id: string
  readonly rank: number
  readonly ways: readonly WayForm[]
  readonly keep: Test<Run> | undefined
  /** Rank that must be held, −1 for none. */
  readonly requires: number
  readonly until: EndGetter<Run>
  readonly hasTerm: boolean
  /** Of a status that a review kept or that somebody fell to: the condition it stays open for. */
  readonly open: OpenForm | undefined
  readonly review: ReviewForm | undefined
}

/** A status holds while a condition does. */
export interface OpenForm {
  readonly condition: Condition
  readonly test: Test<Run>
  /** It has an end of its own as well. */
  readonly isBounded: boolean
}

export interface ReviewForm {
  readonly rule: Review
  readonly at: string
  readonly until: EndGetter<Run> | undefined
  readonly fallUntil: EndGetter<Run> | undefined
  readonly graceEnd: ((day: Day) => Day) | undefined
  readonly retest: string
}

export interface GrantForm {
  readonly rule: EventGrant
  readonly where: Test<Run>
  readonly when: Test<Run>
  readonly tier: (run: Run) => Datum
  readonly until: EndGetter<Run>
  readonly open: OpenForm | undefined
  readonly safeUntil: EndGetter<Run> | undefined
  readonly price: NumberGetter<Run> | undefined
}

export interface AwardForm {
  readonly rule: Award
  readonly when: Test<Run>
  readonly give: NumberGetter<Run>
  readonly schedule: string | undefined
  readonly thresholds: ((value: Exact) => number) | undefined
}

/** What a fact asks for is refused beyond it. */
export interface LimitForm extends CapForm {
  readonly refusal: string
}

/** What a fact asks a conversion for. */
export interface AskForm {
  readonly where: Test<Run>
  readonly amount: NumberGetter<Run>
  readonly minimum: NumberGetter<Run> | undefined
  readonly limits: readonly LimitForm[]
}

export interface ConversionForm {
  readonly ask: AskForm | undefined
  readonly rule: ConversionRule
  readonly step: NumberGetter<Run>
  readonly minimum: NumberGetter<Run>
  readonly give: NumberGetter<Run>
  readonly schedule: string | undefined
}

export interface TransferForm {
  readonly rule: Transfer
  readonly where: Test<Run>
  readonly amount: NumberGetter<Run>
}

export interface RedeemForm {
  readonly rule: RedeemRule
  readonly where: Test<Run>
  readonly amount: NumberGetter<Run>
  readonly checks: readonly { readonly when: Test<Run>; readonly refusal: string }[]
  readonly step: NumberGetter<Run> | undefined
  readonly minimum: NumberGetter<Run> | undefined
  readonly value: NumberGetter<Run> | undefined
  readonly limits: readonly (LimitForm & { readonly ofValue: boolean })[]
}

export interface ReverseForm {
  readonly rule: ReverseRule
  readonly where: Test<Run>
  /** The field that names the order, or what several orders share. */
  readonly link: string
  readonly isShared: boolean
  readonly part: NumberGetter<Run> | undefined
  readonly of: ReadonlySet<string>
}

export interface FlagForm {
  readonly id: string
  readonly sets: boolean
  /** Cleared once the fact has had its effects. */
  readonly usedUp: boolean
  readonly where: Test<Run>
  readonly until: EndGetter<Run> | undefined
}

/** What time alone can change about a condition: it is asked again at these moments. */
export interface Horizon {
  readonly daily: boolean
  readonly counters: readonly CounterForm[]
}

export interface Opener {
  readonly counter: CounterForm
  readonly from: 'day' | 'nextMonth'
  readonly lengthOf: (start: Day) => Day
}

export interface AskedWay {
  readonly tier: TierForm
  readonly way: WayForm
}

export interface BenefitForm {
  readonly rule: PricedBenefit
  readonly when: Test<Run>
  /** Asked of each line. */
  readonly where: Test<Run> | undefined
}

export interface VoucherForm {
  readonly id: string
  readonly rule: Voucher
  readonly where: Test<Run>
  readonly count: NumberGetter<Run>
  readonly until: EndGetter<Run>
  readonly gives: BenefitForm
  readonly on: ReadonlySet<string>
}

/** One part of a program at work on an account. */
export type Doing = (run: Run) => void

/** A part at work at a due moment; `keys` are the schedules whose moment it is. */
export type Duty = (run: Run, keys: readonly string[]) => void

/** Names the days on which one part of a program has something to do by itself. */
export type Wait = (run: Run, on: (day: Day | null | undefined) => void) => void

/** What a fact of one type must carry; `needs.ts` says when. */
export interface Needs {
  readonly amount: boolean
  /** Its amount is not below 0. */
  readonly positive: boolean
  /** In the program's own currency. */
  readonly ownCurrency: boolean
  /** One of these fields names what it reverses. */
  readonly links: readonly string[]
}

/** Everything a definition does with facts of one type. */
export interface TypeForm {
  readonly needs: Needs
  /** What such a fact asks for itself, in order, before the pipeline. */
  readonly asks: readonly Doing[]
  readonly refuse: readonly { readonly when: Test<Run>; readonly refusal: string }[]
  /** Its day is an anchor. */
  readonly isAnchor: boolean
  readonly flags: readonly FlagForm[]
  readonly openers: readonly Opener[]
  readonly subscribes: boolean
  readonly grants: readonly GrantForm[]
  readonly conversions: readonly ConversionForm[]
  readonly transfers: readonly TransferForm[]
  readonly redeem: readonly RedeemForm[]
  readonly reverse: readonly ReverseForm[]
  readonly earn: readonly EarnForm[]
  /** Some of them round a sum. */
  readonly sums: boolean
  readonly counters: readonly CounterForm[]
  readonly asked: readonly AskedWay[]
  /** Some reversal may refer to it. */
  readonly reversible: boolean
  readonly vouchers: readonly VoucherForm[]
  /** Some voucher may be used with it. */
  readonly usesVouchers: boolean
  /** Keeps the account from being closed. */
  readonly keepsOpen: boolean
}

export function formFor({ types, noForm }: Program, type: string): TypeForm {
  return types.get(type) ?? noForm
}

export interface Program {
  readonly definition: ProgramDefinition
  /** Used again for every account. */
  readonly scratch: { run: Run | undefined }
  readonly types: ReadonlyMap<string, TypeForm>
  /** For types the definition says nothing about. */
  readonly noForm: TypeForm
  readonly hash: string
  readonly calendar: Calendar
  readonly scope: Scope<Run>
  readonly firstOfNextMonth: (day: Day) => Day
  readonly counters: Readonly<Record<string, CounterForm>>
  readonly resets: Readonly<Record<TierMove, readonly CounterForm[]>>
  readonly currencies: Readonly<Record<string, CurrencyForm>>
  readonly currencyList: readonly CurrencyForm[]
  /** Those that end when idle. */
  readonly idle: readonly CurrencyForm[]
  readonly suspensions: readonly CurrencyForm[]
  readonly tiers: readonly TierForm[]
  readonly lifetime: readonly { readonly tier: string; readonly when: Test<Run> }[]
  readonly waysByDecide: ReadonlyMap<string, readonly AskedWay[]>
  readonly eventWays: readonly AskedWay[] | undefined
  readonly earnById: ReadonlyMap<string, EarnForm>
  readonly awards: readonly AwardForm[]
  /** Those without a date. */
  readonly reachedAwards: readonly AwardForm[]
  readonly conversions: readonly ConversionForm[]
  /** Those that happen as soon as a step is reached. */
  readonly reachedConversions: readonly ConversionForm[]
  readonly redeemById: ReadonlyMap<string, RedeemForm>
  readonly sharedFields: readonly { readonly field: string; readonly get: (run: Run) => Datum }[]
  readonly amount: (run: Run) => Datum
  readonly vouchers: Readonly<Record<string, VoucherForm>>
  readonly benefits: readonly BenefitForm[]
  /** By rank. */
  readonly tierBenefits: readonly (readonly BenefitForm[])[]
  /** By the id of an event's grant: what its status stays open for. */
  readonly openGrants: ReadonlyMap<string, OpenForm>
  /** The ids of events' grants that lie over what is earned; absent where there is none. */
  readonly overrides: ReadonlySet<string> | undefined
  /** Some status with an end of its own ends sooner when a condition ceases. */
  readonly hasBounded: boolean
  readonly hasFlags: boolean
  /** Some rule asks what others earned in the same event. */
  readonly remembersEarned: boolean
  readonly enrollWhen: Test<Run> | undefined
  readonly schedules: readonly ScheduleForm[]
  readonly effects: readonly { readonly rule: TierEffect; readonly give: NumberGetter<Run> | undefined }[]
  /** By the name of a plan, or of a tier that an event gives. */
  readonly price: (name: string) => NumberGetter<Run> | undefined
  /** Names of account attributes the definition reads: only these are kept. */
  readonly memberNames: ReadonlySet<string>
  readonly horizons: readonly Horizon[]
  /** Moves the lifecycle that the program carries. */
  readonly stage: Stage | undefined
  /** Who the fact is about, in an account of several people. */
  readonly belong: Doing | undefined
  /** What every fact brings, in order. */
  readonly effectsOfFacts: readonly Doing[]
  /** What may be due by itself. */
  readonly waits: readonly Wait[]
  /** What is done at a due moment, in order. */
  readonly duties: readonly Duty[]
  readonly lateness: Length
  readonly reversibleFor: Length
}

/** What `defineProgram` and `adoptProgram` attach. */
const attached = attachedForm<ProgramDefinition, Program>('program')

/** @throws UsageError `tierwise.definition.not-adopted` */
export const programForm = attached.of

export const attachProgram = attached.attach
