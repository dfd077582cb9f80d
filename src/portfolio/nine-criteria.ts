/** The preset: nine criteria, three levels each by the base's own distribution, three tiers. */

import { deepFreeze } from '../core/freeze.js'
import type { BandShare, ScorecardCriterion, ScorecardDefinition } from '../scorecard/definition.js'
import { defaultColumns } from './columns.js'
import type { NineCriterion } from './criteria/nine.js'
import type { FactKinds, TierTableRecipe } from './definition.js'

export const FACT_KINDS: FactKinds = /* @__PURE__ */ deepFreeze({
  purchase: ['purchase'],
  service: ['inquiry', 'ticket', 'feedback'],
  interaction: ['visit', 'view', 'click', 'review', 'training', 'answer'],
  wish: ['wish'],
  referral: ['referral'],
  program: ['enroll', 'earn', 'redeem'],
})

const LOW: BandShare = { share: '0.5', points: 0, level: 'low' }
const MEDIUM: BandShare = { share: '0.3', points: 50, level: 'medium' }
const HIGH: BandShare = { share: '0.2', points: 100, level: 'high' }

function criterion(id: NineCriterion, weight: number, shares: readonly BandShare[]): ScorecardCriterion {
  return { id, measure: id, weight, missing: 'exclude', shares }
}

const RISING = [LOW, MEDIUM, HIGH]
/** The smallest values are the best: a customer who comes back sooner. */
const FALLING = [HIGH, MEDIUM, LOW]

/** How the nine criteria become one score: each with three levels, weighted as below. */
export const nineCriteriaScorecard: ScorecardDefinition = /* @__PURE__ */ deepFreeze<ScorecardDefinition>({
  kind: 'scorecard',
  format: 1,
  id: 'nine-criteria',
  total: '100',
  places: 2,
  criteria: [
    criterion('amount', 25, RISING),
    criterion('frequency', 20, RISING),
    criterion('cycle', 10, FALLING),
    criterion('productPreference', 5, RISING),
    criterion('serviceNeed', 5, RISING),
    criterion('personalizationNeed', 5, RISING),
    criterion('purchaseBehavior', 5, RISING),
    criterion('interactionBehavior', 10, RISING),
    criterion('loyaltyBehavior', 15, RISING),
  ],
  levelShares: [
    { id: 'low', share: '0.5' },
    { id: 'medium', share: '0.3' },
    { id: 'high', share: '0.2' },
  ],
  margin: '3',
})

/**
 * The customer tier management table of practice: purchase amount, frequency, cycle, product preference, service need, personalization need,
 * purchase behavior, interaction behavior, loyalty behavior. Each is low, medium or high by where it lies in the base (50 / 30 / 20 %); the
 * weighted points make the score; the tiers are the lower half, the next 30 % and the top 20 % of scores. A criterion the base has no event of
 * is not observed and counts for nobody.
 *
 * Weights and shares are a beginning: copy the JSON and make it yours.
 */
export const nineCriteria: TierTableRecipe = /* @__PURE__ */ deepFreeze<TierTableRecipe>({
  kind: 'tier-table',
  format: 1,
  id: 'nine-criteria',
  by: 'scorecard',
  scorecard: nineCriteriaScorecard,
  columns: defaultColumns(nineCriteriaScorecard),
  kinds: FACT_KINDS,
  measures: {},
  inputs: [],
})
