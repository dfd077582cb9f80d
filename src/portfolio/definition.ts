/** The recipe of a customer tier management table (客户分层管理表): what decides the tier, and what the table shows. */

import type { Measure } from '../core/measure/definition.js'
import type { DecimalInput, ScorecardDefinition, ScoreLevel, ScoreLevelShare } from '../scorecard/definition.js'

/** Which fact types are events of which kind. */
export interface FactKinds {
  /** Default `purchase`. */
  readonly purchase: readonly string[]
  /** Contacts before and after the sale. Default `inquiry`, `ticket`, `feedback`. */
  readonly service: readonly string[]
  /** Default `visit`, `view`, `click`, `review`, `training`, `answer`. */
  readonly interaction: readonly string[]
  /** Wishes the customer told. Default `wish`. */
  readonly wish: readonly string[]
  /** Default `referral`. */
  readonly referral: readonly string[]
  /** Activity in a loyalty program. Default `enroll`, `earn`, `redeem`. */
  readonly program: readonly string[]
}

/** Tiers by one number: literal edges, or shares of the base that become edges when the recipe is fitted. */
export interface TierLadder {
  /** Lowest first. */
  readonly levels?: readonly ScoreLevel[]
  /** Lowest first; the shares sum to 1. */
  readonly levelShares?: readonly ScoreLevelShare[]
  /** How far beyond its tier the number must be before the tier changes. Default `'0'`. */
  readonly margin: DecimalInput
}

/** What decides the tier: the level of the scorecard, a ladder over the total RFM score (3 … 15), or a ladder over any measure. */
export type TierBy = 'scorecard' | { readonly rfm: TierLadder } | { readonly measure: string; readonly ladder: TierLadder }

export interface TierTableRecipe {
  readonly kind: 'tier-table'
  readonly format: 1
  readonly id: string
  /** Default `'scorecard'`. `'rfm'` stands for a ladder of `low` 50 %, `medium` 30 % and `high` 20 % of the base. */
  readonly by: TierBy
  /** Criteria, their levels and the score. Default: that of `nineCriteria`; it is shown even where something else decides the tier. */
  readonly scorecard: ScorecardDefinition
  /**
   * What the table shows, in order; `customerId`, `status`, `tier` and `code` are always there. Names of `TierColumns`; `<id>Value`, `<id>Level`
   * and `<id>Contribution` for each criterion of the scorecard; any measure. Default: all that the table is known for.
   */
  readonly columns: readonly string[]
  readonly kinds: FactKinds
  /** The host's own measures over the facts, for the scorecard, the ladder and as columns. Default none. */
  readonly measures: Readonly<Record<string, Measure>>
  /** Names of measures handed over with every call: a lifetime value, a survey score. Default none. */
  readonly inputs: readonly string[]
}
