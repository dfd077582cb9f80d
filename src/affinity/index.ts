export { adoptAffinity, adoptNextChoice, adoptRelated } from './adopt.js'
export type { AffinityOf, Signal } from './choices.js'
export { explainAffinity } from './explain-affinity.js'
export { type AffinityModel, type FitAffinityOptions, fitAffinity, safeFitAffinity } from './fit-affinity.js'
export { type FitNextChoiceOptions, fitNextChoice, type NextChoiceModel, safeFitNextChoice } from './fit-next-choice.js'
export { type FitRelatedOptions, fitRelated, type RelatedModel, type RelatedPairs, safeFitRelated } from './fit-related.js'
export {
  type NextChoiceCode,
  type NextChoiceColumns,
  type NextChoiceRow,
  type NextChoiceTable,
  predictNextChoice,
} from './predict-next-choice.js'
export type { PreferenceBasis, PreferenceOptions, PreferenceProvenance } from './preference.js'
export { type RankColumns, type RankOptions, rankAffinity } from './rank-affinity.js'
export { type RankNextColumns, rankNextChoice } from './rank-next-choice.js'
export {
  type Recommendation,
  type RecommendationColumns,
  type Recommendations,
  recommend,
  type Shopper,
} from './recommend.js'
export { type AffinityCode, type AffinityColumns, type AffinityRow, type AffinityTable, scoreAffinity } from './score-affinity.js'
export type { Strength } from './strength.js'
export {
  type ChoiceTable,
  type CustomerChoices,
  type SummarizeChoicesOptions,
  type SummarizedChoices,
  summarizeChoices,
} from './summarize-choices.js'
export type { RecommendationCode, RecommendOptions } from './ties.js'
