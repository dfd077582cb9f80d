export { adoptTiers } from './adopt.js'
export type { CurrentTiers } from './decide-table.js'
export { defineTiers, safeDefineTiers } from './define.js'
export { type EvaluateTierOptions, evaluateTier } from './evaluate.js'
export { type EvaluatedTiers, type EvaluateTiersOptions, evaluateTiers } from './evaluate-table.js'
export { explainTierDecision } from './explain.js'
export type {
  CurrentTier,
  LadderDefinition,
  LadderReview,
  Measures,
  Rung,
  TermRule,
  TierDecision,
  TierOutcome,
  TierOverride,
} from './ladder.js'
export { lintTiers } from './lint.js'
