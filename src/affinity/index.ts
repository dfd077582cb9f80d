export { adoptAffinity, adoptNextChoice, adoptRelated } from './adopt.js'
export type { AffinityOf, Signal } from './choices.js'
export { type AffinityModel, type FitAffinityOptions, fitAffinity, safeFitAffinity } from './fit-affinity.js'
export { type FitNextChoiceOptions, fitNextChoice, type NextChoiceModel, safeFitNextChoice } from './fit-next-choice.js'
export { type FitRelatedOptions, fitRelated, type RelatedModel, type RelatedPairs, safeFitRelated } from './fit-related.js'
export {
  type NextChoiceCode,
  type NextChoiceColumns,
  type NextChoiceRow,
  type NextChoiceTable,
  predictNextChoice,
  type RankNextColumns,
  rankNextChoice,
} from './predict-next-choice.js'
export type { PreferenceBasis, PreferenceOptions, PreferenceProvenance, ScoreOptions } from './preference.js'
export { explainAffinity, type RankColumns, type RankOptions, rankAffinity } from './rank-affinity.js'
export {
  type Recommendation,
  type RecommendationCode,
  type RecommendationColumns,
  type Recommendations,
  type RecommendOptions,
  recommend,
  type Shopper,
} from './recommend.js'
export { type AffinityCode, type AffinityColumns, type AffinityRow, type AffinityTable, scoreAffinity } from './score-affinity.js'
export type { Strength } from './strength.js'
