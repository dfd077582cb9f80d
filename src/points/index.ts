export { adoptPoints } from './adopt.js'
export {
  adjustPoints,
  advancePoints,
  convertPoints,
  earnPoints,
  expirePoints,
  holdPoints,
  type Moved,
  movePoints,
  openPoints,
  type PointsUntil,
  redeemPoints,
  releasePoints,
  replayPoints,
  reversePoints,
} from './apply.js'
export { definePoints, safeDefinePoints } from './define.js'
export type { Entry, EntryKind, MoveOutcome } from './entry.js'
export type { LotEnd, PointsConversion, PointsCurrency, PointsDefinition } from './ledger-definition.js'
export {
  allocatePrice,
  type LedgerLiability,
  type LiabilityOptions,
  ledgerLiability,
  type PointsTotals,
  type PriceAllocation,
  type Recognition,
  type RedemptionSoFar,
  recognizeRevenue,
} from './liability.js'
export type {
  AdjustMove,
  ConvertMove,
  EarnMove,
  ExpireMove,
  HoldMove,
  PointsMove,
  ReceiveMove,
  RedeemMove,
  ReleaseMove,
  ReverseMove,
  SendMove,
} from './move.js'
export { type CurrencyStanding, type PointsLot, type PointsStanding, readPoints, totalPoints } from './read.js'
export type { MoveState, PointsBooks, PointsState } from './state.js'
export { type TransferMove, type Transferred, transferPoints } from './transfer.js'
