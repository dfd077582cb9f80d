/** zod twin of the churn policy. */

import * as z from 'zod/mini'
import type { ChurnPolicy } from './definition.js'

const name = z.string().check(z.minLength(1, 'a name'), z.maxLength(100, 'a name of at most 100 characters'))
const sign = z
  .strictObject({ indicator: name, gte: z.optional(z.number()), lte: z.optional(z.number()) })
  .check(z.refine((value) => value.gte !== undefined || value.lte !== undefined, { error: 'gte or lte' }))
const signs = z.array(sign).check(z.minLength(1, 'at least one sign'), z.maxLength(20, 'at most 20 signs'))
const level = z
  .strictObject({ id: name, any: z.optional(signs), all: z.optional(signs) })
  .check(z.refine((value) => value.any !== undefined || value.all !== undefined, { error: 'any or all' }))

/** A churn policy: the signs, their thresholds and levels, as `defineChurnPolicy` takes it. */
export const churnPolicySchema = z.strictObject({
  kind: z._default(z.literal('churnpolicy'), 'churnpolicy'),
  format: z._default(z.literal(1), 1),
  id: name,
  levels: z.array(level).check(z.minLength(1, 'at least one level'), z.maxLength(20, 'at most 20 levels')),
  otherwise: z._default(name, 'none'),
}) as unknown as z.ZodMiniType<ChurnPolicy>
