export { adoptTierTable, adoptTierTableModel } from './adopt.js'
export {
  type AllocateOptions,
  type Allocation,
  type AllocationGroup,
  type AllocationOption,
  type AllocationSubject,
  allocate,
} from './allocate/allocate.js'
export { NOT_OBSERVED, type TierCode, type TierColumns, type TierMove } from './columns.js'
export { type Concentration, concentration, type LorenzColumns } from './concentration.js'
export type { ObservedParts } from './criteria/base.js'
export { NINE_CRITERIA, type NineCriterion } from './criteria/nine.js'
export { type CsvLabels, type CsvOptions, csvLines, toCsv } from './csv.js'
export { defineTierTable, safeDefineTierTable } from './define.js'
export type { FactKinds, TierBy, TierLadder, TierTableRecipe } from './definition.js'
export {
  type EffectCode,
  type EffectFigures,
  type EffectGroup,
  type EffectMethod,
  type MeasuredEffect,
  type MeasureEffectOptions,
  measureEffect,
} from './effect/measure-effect.js'
export { detectableEffect, type SampleSizeOptions, sampleSize } from './effect/sample-size.js'
export { type FitTierTableOptions, fitTierTable } from './fit-tier-table.js'
export type { ImpactMatrix, ImpactMove } from './impact/compare.js'
export { explainImpact } from './impact/explain-impact.js'
export { impact } from './impact/impact.js'
export { type ImpactCounts, type ImpactRows, type LadderImpact, type LadderImpactOptions, ladderImpact } from './impact/ladders.js'
export { measureOrder, type PrepareThresholdOptions, prepareThresholds, type ThresholdSubjects } from './impact/prepare-thresholds.js'
export {
  type Impact,
  type ImpactChange,
  type ImpactFrom,
  type ImpactMember,
  type ImpactOptions,
  type ImpactUnanswered,
  programImpact,
  type StoredMember,
} from './impact/programs.js'
export { type ThresholdImpact, type ThresholdImpactOptions, thresholdImpact } from './impact/threshold-impact.js'
export { type Migration, type MigrationOptions, type MigrationRate, migration, type TierFlow } from './migration.js'
export type { TierTableModel, TierTableProvenance } from './model.js'
export { nineCriteria, nineCriteriaScorecard } from './nine-criteria.js'
export {
  type LiabilityAssumption,
  type PointsLiability,
  type PointsLiabilityColumns,
  type PointsLiabilityOptions,
  pointsLiability,
} from './points-liability.js'
export type { PreviousTierRow, PreviousTiers } from './previous.js'
export {
  type Profile,
  type ProfileEntry,
  type ProfileOptions,
  type ProfilePreference,
  type ProfileScores,
  type ProfileSource,
  profile,
} from './profile.js'
export {
  METRICS,
  type Metric,
  type MetricCode,
  type Scoreboard,
  type ScoreboardColumns,
  type ScoreboardOptions,
  scoreboard,
} from './scoreboard.js'
export { type DatedTable, type TierPyramid, type TierPyramidColumns, type TierPyramidOptions, tierPyramid } from './tier-pyramid.js'
export { type TierRow, type TierTable, type TierTableOptions, tierTable } from './tier-table.js'
export { type TierTablesOptions, tierTables } from './tier-tables.js'
export { type TierTotalColumns, type TierTotals, tierTotals } from './tier-totals.js'
export {
  type ValueAtRisk,
  type ValueAtRiskCode,
  type ValueAtRiskColumns,
  type ValueAtRiskOptions,
  valueAtRisk,
} from './value-at-risk.js'
