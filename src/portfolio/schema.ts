/** zod twin of the tier table's recipe. */

import * as z from 'zod/mini'
import { idSchema } from '../core/language/schema.js'
import { measureSchema } from '../core/measure/schema.js'
import { withDefaultLevels } from '../scorecard/default-levels.js'
import { levelShape, scorecardSchema } from '../scorecard/schema.js'
import { defaultColumns } from './columns.js'
import type { TierBy, TierLadder, TierTableRecipe } from './definition.js'
import { FACT_KINDS, nineCriteriaScorecard } from './nine-criteria.js'

const ladder = z.strictObject(levelShape) satisfies z.ZodMiniType<TierLadder>

const LADDER: TierLadder = {
  levelShares: [
    { id: 'low', share: '0.5' },
    { id: 'medium', share: '0.3' },
    { id: 'high', share: '0.2' },
  ],
  margin: '0',
}

const by = z.union([
  z.pipe(
    z.enum(['scorecard', 'rfm']),
    z.transform((word): TierBy => (word === 'rfm' ? { rfm: LADDER } : word)),
  ),
  z.strictObject({ rfm: ladder }),
  z.strictObject({ measure: idSchema, ladder }),
])

const words = z.array(idSchema).check(z.maxLength(100, 'at most 100 words'))

const kinds = z.strictObject({
  purchase: z._default(words, [...FACT_KINDS.purchase]),
  service: z._default(words, [...FACT_KINDS.service]),
  interaction: z._default(words, [...FACT_KINDS.interaction]),
  wish: z._default(words, [...FACT_KINDS.wish]),
  referral: z._default(words, [...FACT_KINDS.referral]),
  program: z._default(words, [...FACT_KINDS.program]),
})

const scorecard = z.pipe(
  scorecardSchema,
  z.transform((card) => withDefaultLevels(card)),
)

const recipe = z.strictObject({
  kind: z._default(z.literal('tier-table'), 'tier-table'),
  format: z._default(z.literal(1), 1),
  id: idSchema,
  by: z._default(by, 'scorecard'),
  scorecard: z.optional(scorecard),
  columns: z.optional(z.array(idSchema).check(z.maxLength(1000, 'at most 1000 columns'))),
  kinds: z.optional(kinds),
  measures: z._default(z.record(idSchema, measureSchema), {}),
  inputs: z._default(words, []),
})

/** The recipe of a tier table, as `defineTierTable` takes it. */
export const tierTableSchema: z.ZodMiniType<TierTableRecipe> = z.pipe(
  recipe,
  z.transform(
    ({ scorecard = nineCriteriaScorecard, columns = defaultColumns(scorecard), kinds = FACT_KINDS, ...rest }): TierTableRecipe => ({
      ...rest,
      scorecard,
      columns,
      kinds,
    }),
  ),
)
