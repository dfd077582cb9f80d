import type { CriterionBase } from './base.js'
import { countFacts } from './count-facts.js'
import { type CriterionResult, meanOfParts } from './parts.js'

/**
 * Interaction behavior (互动行为): local days with an interaction. Days, because one visit can leave a hundred clicks.
 *
 * Interactions are facts of the kinds `interaction`: by default `visit`, `view`, `click`, `review`, `training` and `answer`. A customer without any
 * has 0 — once the base has interactions at all.
 */
export function interactionBehavior(base: CriterionBase): CriterionResult {
  const { counts, observed } = countFacts(base, base.kinds.interaction, 'day')
  return meanOfParts(base, 'interactionBehavior', [{ id: 'interactions', values: counts, observed }])
}
