/** A verb at work on one account: the draft of its books, and what has come out so far. Compiled conditions and values read it. */

import type { Exact } from '../core/decimal/exact.js'
import type { FactEnv } from '../core/language/fact-scope.js'
import type { Reason } from '../core/reason.js'
import type { Day } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import type { Entry } from '../points/entry.js'
import type { Refused } from '../points/refusal.js'
import type { Program, TypeForm } from './form.js'
import type { Redemption } from './spend.js'
import type { Books, Draft, EarnedPart, OrderState, ProgramFact, RedeemedPart } from './state.js'

/** What the host may want to act on. */
export interface Effect {
  readonly type: string
  readonly at: Instant
  readonly cause: string
  readonly [key: string]: unknown
}

export interface Run extends FactEnv {
  fact: ProgramFact
  /** What the definition does with facts of this type. */
  form: TypeForm
  readonly program: Program
  books: Draft
  entries: Entry[]
  effects: Effect[]
  reasons: Reason[]
  /** The instant at work and its local day. */
  now: Instant
  day: Day
  cause: string
  /** Whose points the fact moves, in an account of several members. */
  member: string | undefined
  /** The tier held before this event, as a rank. */
  rank: number
  /** Measures read their closed windows. */
  closed: boolean
  /** What has to be said about the fact though it was applied. */
  note: Refused | undefined
  /** What earn rules gave in this event, in the currency's own units. */
  earned: Map<string, Exact>
  redeemed: Exact | undefined
  /** What the fact at work redeemed. */
  redemptions: readonly Redemption[]
  /** Set while the event at work may be reversed later. */
  order: OrderDraft | undefined
  /** Entries so far at this step, for their ids. */
  seq: number
  /** How many entries there were before this fact. */
  firstEntry: number
}

/**
 * A program's own run, used again for every account: verbs are synchronous and a run keeps nothing between them.
 * What a verb returns (entries, effects, reasons) is always new.
 */
export function readyRun(program: Program, books: Books): Run {
  const { scratch } = program
  if (scratch.run === undefined) scratch.run = newRun(program, books as Draft)
  const { run } = scratch
  run.books = books as Draft // a step makes its own copy before it writes
  run.entries = []
  run.effects = []
  run.reasons = []
  run.closed = false
  run.redeemed = undefined
  run.order = undefined
  run.element = undefined
  run.member = undefined
  return run
}

export function newRun(program: Program, books: Draft): Run {
  return {
    program,
    books,
    fact: NO_FACT,
    form: program.noForm,
    element: undefined,
    entries: [],
    effects: [],
    reasons: [],
    now: 0,
    day: 0,
    cause: 'due',
    member: undefined,
    rank: 0,
    closed: false,
    note: undefined,
    earned: new Map(),
    redeemed: undefined,
    redemptions: [],
    order: undefined,
    seq: 0,
    firstEntry: 0,
  }
}

const NO_FACT: ProgramFact = { id: 'due', customerId: '', type: 'due', at: 0 }

export type OrderDraft = { -readonly [K in keyof OrderState]: OrderState[K] } & {
  counters: (readonly [string, Exact, Exact?])[]
  earned: EarnedPart[]
  redeemed: RedeemedPart[]
  buckets: (readonly [string, Day | string | null, Exact])[]
}
