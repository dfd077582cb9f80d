/** Why one customer moves: the proof under both ladders. */

import { type Reason, reason } from '../../core/reason.js'
import { MS_PER_DAY, parseDate } from '../../core/time/civil.js'
import { type EvaluateTierOptions, evaluateTier } from '../../tiers/evaluate.js'
import { explainTierDecision } from '../../tiers/explain.js'
import type { LadderDefinition, Measures, TierDecision } from '../../tiers/ladder.js'
import { compareEnds, tierMove } from './compare.js'

/**
 * Why these measures move between two ladders, or do not: the code is the move, the children are the whole proof under the rules as they are and as they
 * would be, each condition with what is there, what is asked, and what is missing.
 *
 * @param measures a row of the table; its `customerId`, where it has one, is named in the sentence
 * @throws UsageError as `evaluateTier`
 */
export function explainImpact(before: LadderDefinition, after: LadderDefinition, measures: Measures, options: EvaluateTierOptions): Reason {
  const [was, is] = [before, after].map((ladder) => evaluateTier(ladder, measures, options))
  const tier = tierMove(
    was.tier,
    is.tier,
    after.tiers.map(({ id }) => id),
    before.tiers.map(({ id }) => id),
  )
  const move = tier === 'same' ? compareEnds(lastDay(was), lastDay(is)) : tier
  const member = Object.hasOwn(measures, 'customerId') ? String(measures.customerId) : null
  const ends = { before: was.until ?? null, after: is.until ?? null }
  return reason(
    `portfolio.impact.${move}`,
    'info',
    move === 'up' || move === 'down' || move === 'changed' ? { member, from: was.tier, to: is.tier } : { member, tier: is.tier, ...ends },
    {
      children: [
        reason('portfolio.impact.now', 'info', { definition: before.id }, { children: [explainTierDecision(before, measures, options)] }),
        reason('portfolio.impact.then', 'info', { definition: after.id }, { children: [explainTierDecision(after, measures, options)] }),
      ],
    },
  )
}

function lastDay({ until }: TierDecision): number {
  return typeof until === 'string' ? parseDate(until) * MS_PER_DAY : Number.POSITIVE_INFINITY
}
