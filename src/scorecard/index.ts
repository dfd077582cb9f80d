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
export { fitScorecard, safeFitScorecard } from './fit.js'
export type { JudgedScorecard, ProposeScorecardOptions, ScorecardOutcome, ScorecardProposal } from './propose.js'
export { type ScorecardColumns, type ScorecardRow, type ScoreRowOptions, type ScoreTableOptions, scoreScorecard } from './score.js'
