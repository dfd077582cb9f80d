/** What is stored of one account's lifecycle. Plain JSON; days are whole numbers since 1970-01-01, instants epoch milliseconds. */

import type { Exact } from '../core/decimal/exact.js'
import type { FactLike } from '../core/language/fact-scope.js'
import type { Day } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'

/** What a definition remembers of the facts, one number per thing it asks about; null until there is one. The order is the definition's. */
export type Memory = readonly (Exact | null)[]

/** A day's (or a lifetime's) part of a measure that one number cannot hold. */
export interface MeterCell {
  readonly day: Day
  readonly sum: Exact
  readonly by: Exact
  readonly count: number
  readonly lowest: Exact
  readonly highest: Exact
  readonly latestAt: Instant
  readonly latestId: string
  readonly latest: Exact
  readonly keys?: readonly string[]
}

export interface LifecycleSnapshot {
  readonly stage: string
  /** The local day it was entered; null before the first fact. */
  readonly entered: Day | null
  /** The next local day on which a timer asks. */
  readonly due: Day | null
  /** Timers have asked up to and including this day. */
  readonly spent: Day | null
  readonly memory: Memory
  readonly cells: readonly (readonly MeterCell[])[]
}

/**
 * A pure function of the facts and of `asOf`: however often it was asked and however the facts came, the same state.
 * `base` is the account before the facts of `recent`, so that a late one can be put in its place.
 */
export interface LifecycleState {
  readonly format: 1
  readonly definition: { readonly id: string; readonly hash: string }
  readonly account: string
  /** Everything up to and including this instant has happened; null before the first fact. */
  readonly asOf: Instant | null
  /** The local day of `asOf`. */
  readonly day: Day | null
  readonly stage: string
  readonly now: LifecycleSnapshot
  readonly base: LifecycleSnapshot
  readonly recent: readonly FactLike[]
}
