/** zod twin of a playbook. */

import * as z from 'zod/mini'
import { conditionSchema, decimalSchema, idSchema, valueSchema } from '../core/language/schema.js'
import { lengthSchema } from '../core/measure/schema.js'
import type { PlaybookDefinition } from './definition.js'

const idsSchema = z.array(idSchema).check(z.minLength(1, 'at least one name'))
const capSchema = z.strictObject({ n: z.int().check(z.gte(0), z.lte(100_000)), per: lengthSchema })

/** A playbook, as `definePlaybook` takes it. */
export const playbookSchema: z.ZodMiniType<PlaybookDefinition> = z.strictObject({
  kind: z.literal('playbook'),
  format: z.literal(1),
  id: idSchema,
  name: z.optional(z.string()),
  timeZone: idSchema,
  contacts: z.optional(z.array(capSchema)),
  budget: z.optional(z.strictObject({ amount: decimalSchema, per: lengthSchema })),
  actions: z
    .array(
      z.strictObject({
        id: idSchema,
        name: z.optional(z.string()),
        strategy: z.optional(z.enum(['acquire', 'nurture', 'retain', 'winBack'])),
        stages: z.optional(idsSchema),
        tiers: z.optional(idsSchema),
        when: z.optional(conditionSchema),
        unless: z.optional(conditionSchema),
        priority: z.optional(z.int().check(z.gte(-1000), z.lte(1000))),
        value: z.optional(valueSchema),
        cost: z.optional(decimalSchema),
        channels: z.optional(idsSchema),
        coolDown: z.optional(lengthSchema),
        cap: z.optional(capSchema),
        uses: z.optional(z.record(idSchema, z.number().check(z.gte(0)))),
        do: z.optional(z.record(z.string(), z.unknown())),
      }),
    )
    .check(z.minLength(1, 'at least one action'), z.maxLength(1000, 'at most 1000 actions')),
}) as z.ZodMiniType<PlaybookDefinition>
