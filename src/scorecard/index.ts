export type { DefinitionError } from '../core/errors.js'
export { adoptScorecard } from './adopt.js'
export { defineScorecard, safeDefineScorecard } from './define.js'
export type {
  BandShare,
  DecimalInput,
  MissingCriterion,
  ScoreBand,
  ScoreCurvePoint,
  ScorecardCriterion,
  ScorecardDefinition,
  ScorecardInput,
  ScoreLevel,
  ScoreLevelShare,
} from './definition.js'
export { explainScorecard, type ScorecardExplanation } from './explain.js'
export { fitScorecard } from './fit.js'
export { type ScorecardColumns, type ScorecardRow, type ScoreRowOptions, type ScoreTableOptions, scoreScorecard } from './score.js'
