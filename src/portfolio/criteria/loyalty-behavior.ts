import type { CriterionBase } from './base.js'
import { countFacts } from './count-facts.js'
import { type CriterionResult, meanOfParts, saturating } from './parts.js'

/**
 * Loyalty behavior (忠诚度行为): the mean of three shares, each k / (1 + k).
 *
 * - `repeat`: k = purchase days after the first, so it is the share of purchases that are repeats
 * - `referrals`: k = referrals (facts of the kinds `referral`)
 * - `program`: k = local days with program activity (facts of the kinds `program`: by default `enroll`, `earn`, `redeem`)
 *
 * Parts the base has no event of are left out.
 */
export function loyaltyBehavior(base: CriterionBase): CriterionResult {
  const { frequency } = base.summary.columns
  const referrals = countFacts(base, base.kinds.referral)
  const program = countFacts(base, base.kinds.program, 'day')
  return meanOfParts(base, 'loyaltyBehavior', [
    { id: 'repeat', values: frequency.map(saturating), observed: frequency.some((repeats) => !Number.isNaN(repeats)) },
    { id: 'referrals', values: referrals.counts.map(saturating), observed: referrals.observed },
    { id: 'program', values: program.counts.map(saturating), observed: program.observed },
  ])
}
