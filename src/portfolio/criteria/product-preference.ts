import type { AffinityModel } from '../../affinity/fit-affinity.js'
import { safeFitAffinity } from '../../affinity/fit-affinity.js'
import { type AffinityTable, scoreAffinity } from '../../affinity/score-affinity.js'
import { summarizeChoices } from '../../affinity/summarize-choices.js'
import type { CriterionBase } from './base.js'
import type { CriterionResult } from './parts.js'

/** Names the preferred category of each customer beside the criterion. */
export interface PreferenceResult extends CriterionResult {
  /** `undefined` where nothing bought has a category or product. */
  readonly preferences: AffinityTable | undefined
}

/**
 * Product preference (产品偏好): the share of the preferred category in what the customer buys, shrunken to the base's share by the evidence.
 *
 *   max_k (n_k + S · base_k) / (n + S)
 *
 * n_k is the number of purchase days with category k, n their sum; S, the strength of the base, is learned by `fitAffinity`. Below its least evidence
 * (n = 3) the share is mostly the base's, and none is given. Where no line names a category the products stand in for it.
 */
export function productPreference({ facts, summary, moment }: CriterionBase, model: AffinityModel | null): PreferenceResult {
  const preferences = model ? scoreAffinity(model, summarizeChoices(model, facts, { asOf: moment.before })) : undefined
  const values = new Float64Array(summary.length).fill(Number.NaN)
  if (model && preferences) {
    const { share, evidence } = preferences.columns
    for (let c = 0; c < values.length; c++) if (evidence[c] > 0 && evidence[c] >= model.minEvidence) values[c] = share[c]
  }
  return { values, parts: [{ id: 'purchases', values, observed: preferences !== undefined }], preferences }
}

/** The base's categories, or products where it has no categories; `null` where it has neither. */
export function fitPreference(base: CriterionBase): AffinityModel | null {
  return fitOf(base, 'category') ?? fitOf(base, 'product')
}

function fitOf({ facts, kinds, moment }: CriterionBase, of: 'category' | 'product'): AffinityModel | null {
  const fitted = safeFitAffinity(facts, { asOf: moment.before, of, purchases: kinds.purchase })
  return fitted.success ? fitted.data : null
}
