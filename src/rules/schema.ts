import * as z from 'zod/mini'
import { conditionSchema, idSchema } from '../core/language/schema.js'
import type { RuleDefinition } from './definition.js'

export { conditionSchema, valueSchema } from '../core/language/schema.js'

/** A condition of the rule language. */
export const ruleSchema: z.ZodMiniType<RuleDefinition> = z.strictObject({
  kind: z.literal('rule'),
  format: z.literal(1),
  id: idSchema,
  when: conditionSchema,
})
