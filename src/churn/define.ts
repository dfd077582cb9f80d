import { type DefineOptions, define, safeDefine } from '../core/define.js'
import type { DefinitionError } from '../core/errors.js'
import { type Reason, reason } from '../core/reason.js'
import type { Result } from '../core/result.js'
import type { ChurnPolicy } from './definition.js'
import { churnPolicySchema } from './schema.js'

const options: DefineOptions<ChurnPolicy> = {
  kind: 'churnpolicy',
  schema: churnPolicySchema,
  check: ({ levels, otherwise }) => {
    const issues: Reason[] = []
    const seen = new Set([otherwise])
    levels.forEach(({ id }, i) => {
      if (seen.has(id)) issues.push(reason('churn.level.duplicate', 'error', { level: id }, { path: ['levels', i, 'id'] }))
      seen.add(id)
    })
    return issues
  },
}

/**
 * A churn policy from JSON.
 *
 * ```json
 * { "id": "shop", "levels": [
 *   { "id": "lost", "any": [{ "indicator": "percentile", "gte": 0.99 }] },
 *   { "id": "at-risk", "any": [{ "indicator": "percentile", "gte": 0.9 }, { "indicator": "silentDays", "gte": 30 }] },
 *   { "id": "watch", "any": [{ "indicator": "overdueRatio", "gte": 1.5 }, { "indicator": "surprise", "lte": -1.64 }] } ] }
 * ```
 * @throws DefinitionError with every issue and its path
 */
export function defineChurnPolicy(config: unknown): ChurnPolicy {
  return define(options, config)
}

/** `defineChurnPolicy` that returns its failure instead of throwing it. */
export function safeDefineChurnPolicy(config: unknown): Result<ChurnPolicy, DefinitionError> {
  return safeDefine(options, config)
}
