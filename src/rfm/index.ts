export { adoptRfm, adoptSegments } from './adopt.js'
export type { RfmTable } from './column.js'
export { defineRfm, defineSegments, safeDefineRfm, safeDefineSegments } from './define.js'
export { type DriftRfmOptions, driftRfm, type RfmDisagreement, type RfmDrift, type RfmMeasureDrift } from './drift.js'
export { explainRfm } from './explain.js'
export { fitRfm, safeFitRfm } from './fit.js'
export { type RfmGrid, type RfmGridColumns, type RfmGridOptions, rfmGrid } from './grid.js'
export type { RfmModelIdentity } from './levels.js'
export { lintSegments } from './lint.js'
export type { RfmMeasure, RfmMethod, RfmModel, RfmProvenance } from './model.js'
export type { FitRfmOptions, RfmMeasureOptions } from './recipe.js'
export {
  type RfmRow,
  type RfmScore,
  type RfmScoreColumns,
  type RfmScores,
  type RfmUnscored,
  type ScoreRfmOptions,
  scoreRfm,
} from './score.js'
export { segmentName } from './segment-name.js'
export { type SegmentSummaryColumns, type SegmentSummaryOptions, segmentSummary } from './segment-summary.js'
export type { RfmSegment, RfmSegments } from './segments.js'
export { eightTypes, standardSegments, threeLevelGroups } from './standard-segments.js'
