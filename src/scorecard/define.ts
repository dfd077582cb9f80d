/** The one road from unknown JSON to a scorecard. */

import * as z from 'zod/mini'
import { type DefineOptions, define, safeDefine } from '../core/define.js'
import type { DefinitionError } from '../core/errors.js'
import type { Result } from '../core/result.js'
import { checkScorecard } from './check.js'
import { withDefaultLevels } from './default-levels.js'
import type { ScorecardDefinition } from './definition.js'
import { scorecardSchema } from './schema.js'

const OPTIONS: DefineOptions<ScorecardDefinition> = {
  kind: 'scorecard',
  schema: z.pipe(
    scorecardSchema,
    z.transform((card) => withDefaultLevels(card)),
  ),
  check: checkScorecard,
}

/**
 * A frozen scorecard from its JSON; defaults are written in.
 *
 * @example
 * const card = defineScorecard({
 *   id: 'shop', total: '100',
 *   criteria: [
 *     { id: 'amount', weight: '60', bands: [{ lt: '500', points: 20 }, { gte: '500', lt: '2000', points: 60 }, { gte: '2000', points: 100 }] },
 *     { id: 'orders', weight: '40', curve: [{ at: 0, points: 0 }, { at: 12, points: 100 }] },
 *   ],
 * })
 *
 * @throws DefinitionError with every issue: overlapping or gapped bands, weights that do not sum to `total`, levels that do not rise, …
 */
export function defineScorecard(config: unknown): ScorecardDefinition {
  return define(OPTIONS, config)
}

/** The same, with the issues as a result instead of an exception. */
export function safeDefineScorecard(config: unknown): Result<ScorecardDefinition, DefinitionError> {
  return safeDefine(OPTIONS, config)
}
