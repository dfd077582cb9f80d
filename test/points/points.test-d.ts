/** What the compiler tells a host; checked by `tsc -p test`. */

import {
  type AdjustMove,
  type CurrencyStanding,
  earnPoints,
  type Moved,
  openPoints,
  type PointsDefinition,
  type PointsMove,
  type PointsState,
  readPoints,
  releasePoints,
  reversePoints,
} from 'tierwise/points'

declare const club: PointsDefinition
const account: PointsState = openPoints(club, 'a')
const moved: Moved = earnPoints(club, account, { id: 'x', at: 0, currency: 'points', amount: '1.50', until: null })
export const state: PointsState = moved.state
export const standing: CurrencyStanding | undefined = readPoints(club, account, { asOf: '2026-01-01' }).currencies.points
export const adjust: AdjustMove = { type: 'adjust', id: 'x', at: 0, currency: 'points', amount: -5, short: 'stop' }

// @ts-expect-error a move says how much
earnPoints(club, account, { id: 'x', at: 0, currency: 'points' })
// @ts-expect-error a release names the hold, not an amount
releasePoints(club, account, { id: 'x', at: 0, currency: 'points', amount: 1 })
// @ts-expect-error only a reversal may take pending points alone
export const wrong: AdjustMove = { ...adjust, short: 'pendingOnly' }
reversePoints(club, account, { id: 'x', at: 0, of: 'y', short: 'pendingOnly' })
// @ts-expect-error no such move
export const move: PointsMove = { type: 'give', id: 'x', at: 0, currency: 'points', amount: 1 }
// @ts-expect-error a state is not changed in place
account.books.at = 1
// @ts-expect-error either a day or a moment
readPoints(club, account, {})
