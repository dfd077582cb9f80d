/** Who moves between the rules of today and the draft: prepared once per measure, then by binary search as the slider goes. */

import { measureOrder, prepareThresholds, type ThresholdImpact, type ThresholdSubjects, thresholdImpact } from 'tierwise/portfolio'
import type { LadderDefinition } from 'tierwise/tiers'
import type { Base } from './base'

export interface Follower {
  /** @param measure the one whose threshold moved last */
  impact(before: LadderDefinition, draft: LadderDefinition, measure: string, benefitCost: Readonly<Record<string, string>>): ThresholdImpact
}

export const LISTED = 60

/** Holds the prepared forms of one base; drop it with the base. */
export function follower(base: Base): Follower {
  const orders = new Map<string, Uint32Array>()
  let ready: ThresholdSubjects | undefined
  const prepare = (before: LadderDefinition, draft: LadderDefinition, measure: string, benefitCost: Readonly<Record<string, string>>) => {
    const order = orders.get(measure) ?? measureOrder(base.measures, measure)
    orders.set(measure, order)
    return prepareThresholds(before, draft, base.measures, { measure, asOf: base.asOf, benefitCost, order })
  }
  return {
    impact: (before, draft, measure, benefitCost) => {
      if (ready?.before === before && ready.measure === measure && ready.benefitCost === benefitCost) {
        try {
          return thresholdImpact(ready, draft, { listMax: LISTED })
        } catch (error) {
          // Another part of the rules changed: make ready anew.
          if ((error as { problem?: string }).problem !== 'portfolio.impact.other-change') throw error
        }
      }
      ready = prepare(before, draft, measure, benefitCost)
      return thresholdImpact(ready, draft, { listMax: LISTED })
    },
  }
}
