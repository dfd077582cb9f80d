/** The one road from unknown JSON to a tier table's recipe. */

import { type DefineOptions, define, safeDefine } from '../core/define.js'
import type { DefinitionError } from '../core/errors.js'
import type { Result } from '../core/result.js'
import { checkTierTable } from './check.js'
import type { TierTableRecipe } from './definition.js'
import { tierTableSchema } from './schema.js'

const OPTIONS: DefineOptions<TierTableRecipe> = { kind: 'tier-table', schema: tierTableSchema, check: checkTierTable }

/**
 * A frozen recipe from its JSON; what is left out is that of `nineCriteria`, and written in.
 *
 * @example
 * defineTierTable({ id: 'by-rfm', by: 'rfm' })
 * defineTierTable({
 *   id: 'by-spend',
 *   measures: { spend12: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 12, unit: 'month' } } } },
 *   by: { measure: 'spend12', ladder: { levels: [{ id: 'member' }, { id: 'silver', gte: '1000' }, { id: 'gold', gte: '5000' }] } },
 * })
 *
 * @throws DefinitionError with every issue, those of the scorecard among them
 */
export function defineTierTable(config: unknown): TierTableRecipe {
  return define(OPTIONS, config)
}

/** The same, with the issues as a result instead of an exception. */
export function safeDefineTierTable(config: unknown): Result<TierTableRecipe, DefinitionError> {
  return safeDefine(OPTIONS, config)
}
