/** The proof of one preference: its code with support and requirement, and the shares behind it. */

import { type Reason, reason } from '../core/reason.js'
import { rows } from '../core/table.js'
import type { AffinityModel } from './fit-affinity.js'
import { dimensionName } from './preference.js'
import { type RankOptions, rankAffinity } from './rank-affinity.js'
import { scoreAffinity } from './score-affinity.js'
import type { CustomerChoices } from './summarize-choices.js'

/**
 * Why a customer's preference is what `scoreAffinity` says: its code with support and requirement, and a child for each of the largest shares.
 * @throws UsageError as `scoreAffinity`
 */
export function explainAffinity(model: AffinityModel, choices: CustomerChoices, options: RankOptions = {}): Reason {
  const { code = 'affinity.preference.none', preferred, share, lift, evidence = 0, purchases = 0 } = scoreAffinity(model, choices)
  const of = dimensionName(model.of)
  const children = [...rows(rankAffinity(model, choices, options))].map((ranked) =>
    reason('affinity.preference.share', 'info', {
      of,
      value: ranked.value ?? '',
      share: ranked.share ?? null,
      lift: ranked.lift ?? null,
      evidence: ranked.evidence ?? 0,
    }),
  )
  return reason(
    code,
    code === 'affinity.preference.found' ? 'met' : code === 'affinity.preference.unclear' ? 'unmet' : 'unknown',
    { of, value: preferred ?? null, share: share ?? null, lift: lift ?? null, evidence, purchases, minEvidence: model.minEvidence },
    {
      actual: evidence,
      required: model.minEvidence,
      ...(evidence < model.minEvidence ? { missing: model.minEvidence - evidence } : {}),
      children,
    },
  )
}
