export { adoptTierTable, adoptTierTableModel } from './adopt.js'
export { type Move, NOT_OBSERVED, type TierCode, type TierColumns } from './columns.js'
export type { ObservedParts } from './criteria/base.js'
export { NINE, type NineCriterion } from './criteria/nine.js'
export { type CsvOptions, csvLines, type Labels, toCsv } from './csv.js'
export { defineTierTable, safeDefineTierTable } from './define.js'
export type { FactKinds, Ladder, TierBy, TierTableRecipe } from './definition.js'
export { type FitTierTableOptions, fitTierTable } from './fit-tier-table.js'
export type { TierTableModel, TierTableProvenance } from './model.js'
export { nineCriteria, nineCriteriaScorecard } from './nine-criteria.js'
export type { Previous, PreviousRow } from './previous.js'
export {
  type Profile,
  type ProfileEntry,
  type ProfileOptions,
  type ProfilePreference,
  type ProfileScores,
  type ProfileSource,
  profile,
} from './profile.js'
export { type TierRow, type TierTable, type TierTableOptions, tierTable } from './tier-table.js'
export { type TierTotalColumns, tierTotals } from './tier-totals.js'
