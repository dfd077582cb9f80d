/** What is stored of one account of points. Plain JSON: days are whole numbers since 1970-01-01, instants epoch milliseconds, amounts units of 10^−scale. */

import type { Journal } from '../core/journal.js'
import type { RecentTable } from '../core/recent.js'
import type { Day } from '../core/time/civil.js'
import { formatInstant, type Instant } from '../core/time/instant.js'
import type { PointsForm } from './compile.js'
import type { SpentLot } from './ledger.js'
import type { MoveFact } from './move.js'
import type { Purse } from './purse.js'

/** What is remembered of a move: that it happened, and what a reversal needs. */
export interface MoveState {
  readonly id: string
  readonly at: Instant
  readonly day: Day
  readonly type: MoveFact['type']
  readonly currency?: string
  readonly units?: number
  /** Units taken back or given back so far. */
  readonly reversed?: number
  /** What it used. */
  readonly lots?: readonly SpentLot[]
  /** What a conversion gave. */
  readonly given?: { readonly currency: string; readonly units: number }
}

export interface PointsBooks {
  /** Everything due up to and including this instant has happened; null before the first move. */
  readonly at: Instant | null
  /** The next instant at which something ends or is released by itself. */
  readonly due: Instant | null
  readonly purses: Readonly<Record<string, Purse>>
  readonly moves: RecentTable<MoveState>
}

export interface PointsState extends Journal<PointsBooks, MoveFact> {
  readonly format: 1
  readonly definition: { readonly id: string; readonly hash: string }
  readonly account: string
  /** Everything due before this instant has happened. */
  readonly asOf: string
}

const EMPTY_BOOKS: PointsBooks = { at: null, due: null, purses: {}, moves: [] }

export function newPoints({ definition, hash }: PointsForm, account: string): PointsState {
  return {
    format: 1,
    definition: { id: definition.id, hash },
    account,
    asOf: formatInstant(0),
    base: EMPTY_BOOKS,
    facts: [],
    books: EMPTY_BOOKS,
  }
}
