/** The proof of a decision: every tier with its conditions, and what decided. */

import { type Reason, reason } from '../core/reason.js'
import { traceCondition } from '../rules/trace.js'
import { type EvaluateTierOptions, evaluateTier } from './evaluate.js'
import { ladderForm } from './form.js'
import type { LadderDefinition, Measures } from './ladder.js'
import { measureScope } from './measure-scope.js'

/**
 * Why these measures give this tier, on the same inputs as `evaluateTier`. The children are what decided, in order; then one node per tier above the base,
 * with its condition traced (actual, required, missing); then what keeps the tier held; then the tiers for life.
 */
export function explainTierDecision(ladder: LadderDefinition, measures: Measures, options: EvaluateTierOptions): Reason {
  const decision = evaluateTier(ladder, measures, options)
  const held = (options.current?.under ?? options.current)?.tier ?? ladder.tiers[0].id
  const { ids } = ladderForm(ladder)
  const trace = (when: NonNullable<LadderDefinition['lifetime']>[number]['when']): Reason => traceCondition(when, measureScope, measures)
  const until = decision.graceUntil ?? decision.until ?? null
  const about = { tier: decision.tier, held, until, asOf: options.asOf }
  const children: Reason[] = decision.codes.map((code) =>
    reason(code, /unmet|over|fall/.test(code) ? 'unmet' : 'met', {
      ...about,
      ...(code.startsWith('tiers.override') ? { reason: decision.override?.reason ?? '' } : {}),
    }),
  )
  ladder.tiers.forEach(({ id, enter, keep, requires }, rank) => {
    const above = ladder.tiers[rank - 1]
    if (enter !== undefined) {
      const proof = trace(enter)
      const needs = requires === 'previous' ? above.id : requires
      const reached = needs === undefined || needs === held || rank <= ids.indexOf(held)
      const path =
        needs === undefined
          ? []
          : [reason('rules.tier.held', reached ? 'met' : 'unmet', { tiers: needs, mode: 'in' }, { actual: held, required: needs })]
      children.push(
        reason(
          'tiers.tier.conditions',
          reached ? proof.outcome : 'unmet',
          { tier: id },
          { path: ['tiers', rank, 'enter'], children: [...path, proof] },
        ),
      )
    }
    if (keep !== undefined && id === held) {
      const proof = trace(keep)
      children.push(reason('tiers.tier.keeps', proof.outcome, { tier: id }, { path: ['tiers', rank, 'keep'], children: [proof] }))
    }
  })
  ladder.lifetime?.forEach(({ tier, when }, i) => {
    const proof = trace(when)
    children.push(reason('tiers.tier.lifetime', proof.outcome, { tier }, { path: ['lifetime', i, 'when'], children: [proof] }))
  })
  return reason('tiers.tier.decided', 'applied', { ...about, outcome: decision.outcome }, { children })
}
