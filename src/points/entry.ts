/** What a ledger writes down, and what became of what was asked of it. */

import type { Reason } from '../core/reason.js'
import type { Day } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'

/**
 * - `earn`, `award`, `opening`, `adjust`, `restore` and `convert` move units in (`adjust` and `convert` also out)
 * - `hold` is earned but not usable; `release` makes it so, `cancel` takes it away
 * - `transfer` moves units between accounts
 * - `redeem` spends; `expire` and `forfeit` end; `reverse` takes back
 */
export type EntryKind =
  | 'earn'
  | 'award'
  | 'opening'
  | 'adjust'
  | 'restore'
  | 'convert'
  | 'hold'
  | 'release'
  | 'cancel'
  | 'redeem'
  | 'transfer'
  | 'expire'
  | 'forfeit'
  | 'reverse'

/** One line of the ledger, never edited: what was wrong is compensated by another. */
export interface Entry {
  /** The same for the same cause, rule and place, however often it is computed. */
  readonly id: string
  readonly at: Instant
  readonly kind: EntryKind
  readonly currency: string
  /** Units of 10^−scale; negative out. */
  readonly units: number
  /** The id of the fact, or `due` for what time alone brought. */
  readonly cause: string
  readonly rule: string
  /** The day a hold becomes usable, in whole days since 1970-01-01. */
  readonly postsOn?: Day
  /** Last usable day, in whole days since 1970-01-01 (a date column: `DATE '1970-01-01' + until`). As dates they are in the lots of `readStanding` and `readPoints`. */
  readonly until?: Day
  /** A later correction: the id of the entry it undoes. */
  readonly undoes?: string
}

/**
 * - `applied`; `duplicate` (the same again), `conflict` (its id with other content)
 * - `refused` with a `refusal` class; `invalid` (unreadable)
 * - `needs-history`: it belongs before what is kept; a replay from a snapshot of `from` or earlier resolves it
 */
export interface MoveOutcome {
  readonly fact: string
  readonly outcome: 'applied' | 'duplicate' | 'conflict' | 'refused' | 'invalid' | 'needs-history'
  readonly reason: Reason
  readonly refusal?: string
  /** Came late and was put in its place. */
  readonly late?: boolean
  readonly from?: string
}
