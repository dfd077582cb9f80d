export type { Entry, EntryKind, MoveOutcome } from './entry.js'
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
