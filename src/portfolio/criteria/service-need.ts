import type { CriterionBase } from './base.js'
import { countFacts } from './count-facts.js'
import { type CriterionResult, meanOfParts } from './parts.js'

/**
 * Service need (服务需求): contacts before and after the sale per purchase day.
 *
 *   contacts / purchase days
 *
 * Contacts are facts of the kinds `service`: by default `inquiry`, `ticket` and `feedback`. A customer without any has a need of 0 — once
 * the base has contacts at all.
 */
export function serviceNeed(base: CriterionBase): CriterionResult {
  const { counts, observed } = countFacts(base, base.kinds.service)
  const { frequency } = base.summary.columns
  const perDay = counts.map((contacts, c) => contacts / (frequency[c] + 1))
  return meanOfParts(base, 'serviceNeed', [{ id: 'contacts', values: perDay, observed }])
}
