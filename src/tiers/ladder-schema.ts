/** zod twin of a ladder. */

import * as z from 'zod/mini'
import { monthDaySchema } from '../core/language/end-schema.js'
import { conditionSchema, idSchema } from '../core/language/schema.js'
import { startsSchema, unitSchema } from '../core/measure/schema.js'
import type { LadderDefinition, TermRule } from './ladder.js'
import { lifetimeSchema } from './schema.js'

const units = z.int().check(z.gte(0), z.lte(1200))

const termSchema: z.ZodMiniType<TermRule> = z.union([
  z.literal('never'),
  z
    .strictObject({
      plus: z.strictObject({ n: units, unit: unitSchema }),
      last: z.optional(z.enum(['dayBefore', 'sameDate'])),
      align: z.optional(z.enum(['weekEnd', 'monthEnd', 'quarterEnd', 'halfYearEnd', 'yearEnd'])),
    })
    .check(
      z.refine((rule) => (rule.last === undefined) !== (rule.align === undefined), {
        error: 'either last (dayBefore or sameDate) or align',
      }),
    ),
  z.strictObject({
    endOf: z.strictObject({ fixed: unitSchema, starts: z.optional(startsSchema) }),
    ahead: z.optional(units),
    through: z.optional(monthDaySchema),
  }),
]) as z.ZodMiniType<TermRule>

/** A ladder of tiers alone, as `defineTiers` takes it. */
export const ladderSchema: z.ZodMiniType<LadderDefinition> = z.strictObject({
  kind: z.literal('ladder'),
  format: z.literal(1),
  id: idSchema,
  name: z.optional(z.string()),
  tiers: z
    .array(
      z.strictObject({
        id: idSchema,
        name: z.optional(z.string()),
        enter: z.optional(conditionSchema),
        keep: z.optional(conditionSchema),
        requires: z.optional(idSchema),
        benefits: z.optional(z.array(z.string())),
      }),
    )
    .check(z.minLength(1, 'at least one tier'), z.maxLength(100, 'at most 100 tiers')),
  grant: z.optional(z.strictObject({ until: termSchema })),
  review: z.optional(
    z.strictObject({
      until: z.optional(termSchema),
      else: z.optional(z.strictObject({ to: z.enum(['earned', 'oneDown', 'base']) })),
      grace: z.optional(z.strictObject({ n: units, unit: unitSchema, last: z.optional(z.enum(['dayBefore', 'sameDate'])) })),
    }),
  ),
  lifetime: z.optional(z.array(lifetimeSchema)),
}) as z.ZodMiniType<LadderDefinition>
