import { type CriterionBase, eachPurchaseDay } from './base.js'
import { countFacts } from './count-facts.js'
import { agreement, type CriterionResult, meanOfParts, saturating } from './parts.js'

/**
 * Personalization need (个性化需求): the mean of two shares.
 *
 * - `concentration`: the chance that two things bought are the same product, a product counting once per purchase day; needs two. Products, not
 *   categories, so that it says something else than product preference.
 * - `wishes`: k / (1 + k), k = wishes the customer told (facts of the kinds `wish`)
 *
 * Parts the base has no event of are left out: lines that name no product, no wishes.
 */
export function personalizationNeed(base: CriterionBase): CriterionResult {
  const { lines } = base.facts.columns
  const { fact } = base.purchases
  const concentration = new Float64Array(base.summary.length).fill(Number.NaN)
  const daysWith = new Map<string, number>()
  const today = new Set<string>()
  let named = false
  for (let c = 0; lines && c < concentration.length; c++) {
    daysWith.clear()
    eachPurchaseDay(base.purchases, c, (from, to) => {
      today.clear()
      for (let k = from; k < to; k++) for (const { product } of lines[fact[k]] ?? []) if (product) today.add(product)
      for (const product of today) daysWith.set(product, (daysWith.get(product) ?? 0) + 1)
    })
    named ||= daysWith.size > 0
    concentration[c] = agreement(daysWith.values())
  }
  const wishes = countFacts(base, base.kinds.wish)
  return meanOfParts(base, 'personalizationNeed', [
    { id: 'concentration', values: concentration, observed: named },
    { id: 'wishes', values: wishes.counts.map(saturating), observed: wishes.observed },
  ])
}
