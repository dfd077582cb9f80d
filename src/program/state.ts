/** What is stored of one account. Plain JSON: days are whole numbers since 1970-01-01, instants epoch milliseconds, amounts exact. */

import type { Exact } from '../core/decimal/exact.js'
import type { RecentTable } from '../core/recent.js'
import type { Day } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import type { SpentLot } from '../points/ledger.js'
import type { Purse } from '../points/purse.js'

/** A fact as a program keeps it: attributes may be any JSON. */
export interface ProgramFact {
  readonly id: string
  readonly customerId: string
  readonly type: string
  readonly at: Instant
  readonly amountMinor?: number
  readonly currency?: string
  readonly channel?: string
  readonly refersTo?: string
  readonly lines?: readonly object[]
  readonly attributes?: Readonly<Record<string, unknown>>
}

export interface CounterState {
  /** First day of the window that `value` belongs to; null for a lifetime. */
  readonly from: Day | null
  /** The day after the last of a window that an event opened. */
  readonly to?: Day
  readonly value: Exact
  /** The window before. */
  readonly closed: Exact
  readonly closedFrom?: Day | null
  /** When a counter that is reset last began; facts up to this instant belong to the time before. */
  readonly since?: Instant
  /** What a `distinct` counter has seen: the text, its last day, how often. */
  readonly keys?: readonly (readonly [key: string, day: Day, times: number])[]
  /** By day, for rolling windows; `value` is their sum. */
  readonly days?: readonly (readonly [Day, Exact])[]
  /** How many facts counted; a counter without any is empty. */
  readonly count: number
  /** What `mean` and `ratio` divide by. */
  readonly by?: Exact
  /** `by`, by day, for rolling windows. */
  readonly byDays?: readonly (readonly [Day, Exact])[]
  /** Of `latest`, `min` and `max`: the facts that may still be the answer, in time; those that can be reversed with their id. */
  readonly marks?: readonly Mark[]
  /** What the window before was made of, where a reversal may have to work it out again. */
  readonly was?: CounterPart
}

export type Mark = readonly [day: Day, value: Exact, fact?: string]

export type CounterPart = Pick<CounterState, 'value' | 'by' | 'marks'>

export interface GrantState {
  readonly tier: string
  readonly from: Day
  /** Last day; null has no end of its own. */
  readonly to: Day | null
  /** `base`, `earned`, `kept`, `fallen`, `lifetime`, `subscription`, `opening`, or the id of an event grant. */
  readonly reason: string
  /** The day it was decided. */
  readonly decided: Day
  /** Which way of the tier's entry. */
  readonly way?: number
  /** No review fails up to this day. */
  readonly safeUntil?: Day
  readonly state?: string
  /** Of a tier that lies over another one: the status below it. */
  readonly over?: string
  /** The day of the month its series of terms began on. */
  readonly anchorDay?: number
}

export interface GraceState {
  readonly tier: string
  /** The day of the review that failed. */
  readonly review: Day
  readonly until: Day
}

export interface SubscriptionState {
  readonly plan: string
  /** The day its terms count from. */
  readonly from: Day
  readonly terms: number
  /** Last paid day. */
  readonly until: Day
  readonly status: 'trial' | 'active' | 'cancelled' | 'grace' | 'expired'
  /** The plan of the terms after the running one, where another was chosen. */
  readonly next?: string
  /** The plan that was paid up to a day still to come, while the terms of another already follow it. */
  readonly before?: { readonly plan: string; readonly until: Day }
}

export interface FlagState {
  readonly on: Day
  readonly until: Day | null
}

/** A voucher that has not been used and has not ended. */
export interface VoucherState {
  /** Of the fact or moment that gave it, the voucher's name and a number. */
  readonly id: string
  readonly voucher: string
  readonly on: Day
  /** Last usable day; null: no end. */
  readonly until: Day | null
}

export interface Bucket {
  /** First day of its window, or the id of the event. */
  readonly from: Day | string | null
  readonly used: Exact
}

export interface AwardState {
  readonly from: Day | null
  readonly given: number
}

export interface EarnedPart {
  readonly rule: string
  readonly currency: string
  readonly units: number
  /** Before rounding. */
  readonly exact: Exact
  /** The value that counted under `upTo`. */
  readonly counted?: Exact
  readonly taken: number
  /** Of an award: how many times it was given and has not been taken back. */
  readonly times?: number
}

export interface RedeemedPart {
  readonly rule: string
  readonly currency: string
  readonly lots: readonly SpentLot[]
  readonly units: number
}

/** What a reversal of a fact needs to know about it. */
export interface OrderState {
  readonly id: string
  readonly at: Instant
  readonly day: Day
  readonly type: string
  /** Whose it was, in an account of several people. */
  readonly member?: string
  readonly amount?: Exact
  readonly reversed: Exact
  readonly shared?: Readonly<Record<string, string>>
  /** What it added to which counter, and to the divisor of a mean or ratio. */
  readonly counters: readonly (readonly [string, Exact, Exact?])[]
  readonly earned: readonly EarnedPart[]
  readonly redeemed: readonly RedeemedPart[]
  readonly buckets: readonly (readonly [string, Day | string | null, Exact])[]
  /** What it used. */
  readonly vouchers?: readonly VoucherState[]
}

/** An account at one instant: everything a fact or the calendar may ask about. */
export interface Books {
  /** Everything due up to and including this instant has happened; null before the first fact. */
  readonly at: Instant | null
  /** The next instant at which something is due by itself; null: nothing is. */
  readonly due: Instant | null
  readonly enrolled: Day | null
  readonly member: Readonly<Record<string, unknown>>
  /** Who belongs to an account of several, in the order of joining. */
  readonly members: readonly { readonly id: string; readonly from: Day }[]
  readonly tier: string | null
  /** The day the effective tier's running term began. */
  readonly term: Day | null
  readonly fell: Day | null
  readonly failures: number
  readonly grants: readonly GrantState[]
  readonly grace: GraceState | null
  readonly subscription: SubscriptionState | null
  readonly flags: Readonly<Record<string, FlagState>>
  readonly anchors: Readonly<Record<string, Day>>
  readonly counters: Readonly<Record<string, CounterState>>
  readonly purses: Readonly<Record<string, Purse>>
  readonly buckets: Readonly<Record<string, Bucket>>
  readonly awards: Readonly<Record<string, AwardState>>
  readonly orders: RecentTable<OrderState>
  readonly vouchers: readonly VoucherState[]
  readonly active: Day | null
  readonly closed: Day | null
}

export const EMPTY_BOOKS: Books = {
  at: null,
  due: null,
  enrolled: null,
  member: {},
  members: [],
  tier: null,
  term: null,
  fell: null,
  failures: 0,
  grants: [],
  grace: null,
  subscription: null,
  flags: {},
  anchors: {},
  counters: {},
  purses: {},
  buckets: {},
  awards: {},
  orders: [],
  vouchers: [],
  active: null,
  closed: null,
}

/** A copy to work on. Written out, because engines copy a literal ten times as fast as they spread an object of this size. */
export function draftOf(books: Books): Draft {
  return {
    at: books.at,
    due: books.due,
    enrolled: books.enrolled,
    member: books.member,
    members: books.members,
    tier: books.tier,
    term: books.term,
    fell: books.fell,
    failures: books.failures,
    grants: books.grants,
    grace: books.grace,
    subscription: books.subscription,
    flags: books.flags,
    anchors: books.anchors,
    counters: books.counters,
    purses: books.purses,
    buckets: books.buckets,
    awards: books.awards,
    orders: books.orders,
    vouchers: books.vouchers,
    active: books.active,
    closed: books.closed,
  }
}

/** The same, while a verb works on it: parts are replaced, never changed in place. */
export type Draft = { -readonly [K in keyof Books]: Books[K] extends Readonly<Record<string, infer V>> ? Record<string, V> : Books[K] }
