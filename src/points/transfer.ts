/** Points from one account to another: both halves, or none. */

import { findRecent } from '../core/recent.js'
import { parseInstant } from '../core/time/instant.js'
import { type Moved, movePoints } from './apply.js'
import { pointsForm } from './compile.js'
import type { SpentLot } from './ledger.js'
import type { PointsDefinition } from './ledger-definition.js'
import type { SendMove } from './move.js'
import type { PointsState } from './state.js'

export interface TransferMove extends Omit<SendMove, 'type'> {
  /** What arrives keeps the day it was earned on and its end; default: it is as if earned on arrival. */
  readonly keepsDates?: boolean
}

export interface Transferred {
  readonly from: Moved
  readonly to: Moved
}

/** When one side cannot take part (too few points, not known far enough back), neither state changes, and that side's outcome says why. */
export function transferPoints(
  definition: PointsDefinition,
  { from, to }: { readonly from: PointsState; readonly to: PointsState },
  { keepsDates = false, ...move }: TransferMove,
): Transferred {
  const still = (state: PointsState): Moved => ({ state, entries: [], outcomes: [], reasons: [] })
  const sent = movePoints(definition, from, { ...move, type: 'send' })
  const { outcome } = sent.outcomes[0]
  if (outcome !== 'applied' && outcome !== 'duplicate') return { from: sent, to: still(to) }
  const form = pointsForm(definition)
  const { calendar, currencies, reversibleFor } = form
  const at = typeof move.at === 'number' ? move.at : parseInstant(move.at)
  const day = calendar.dayOf(at)
  const lots = findRecent(sent.state.books.moves, move.id, day, reversibleFor)?.lots ?? []
  const arriving: SpentLot[] = keepsDates
    ? lots.map(([earned, until, units, usableFrom]) => [earned, until, units, usableFrom])
    : [[day, currencies[move.currency].endOf(day), lots.reduce((sum, lot) => sum + lot[2], 0), null]]
  const { id, rule } = move
  const received = movePoints(definition, to, {
    id,
    at: move.at,
    ...(rule === undefined ? {} : { rule }),
    type: 'receive',
    currency: move.currency,
    lots: arriving,
  })
  const arrived = received.outcomes[0].outcome
  return arrived === 'applied' || arrived === 'duplicate' ? { from: sent, to: received } : { from: still(from), to: received }
}
