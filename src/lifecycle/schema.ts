/** zod twin of a lifecycle definition. */

import * as z from 'zod/mini'
import { conditionSchema, decimalSchema, idSchema } from '../core/language/schema.js'
import { lengthSchema, measureSchema } from '../core/measure/schema.js'
import type { LifecycleDefinition } from './definition.js'

const typesSchema = z.union([idSchema, z.array(idSchema).check(z.minLength(1, 'at least one fact type'))])

const effectSchema = z.looseObject({ type: idSchema })

const rhythmLengthSchema = z.strictObject({
  rhythm: decimalSchema,
  least: z.optional(lengthSchema),
  most: z.optional(lengthSchema),
  otherwise: lengthSchema,
})

const common = {
  to: idSchema,
  when: z.optional(conditionSchema),
  priority: z.optional(z.int().check(z.gte(-1000), z.lte(1000))),
  effects: z.optional(z.array(effectSchema)),
}

const dateText = z.string().check(z.regex(/^\d{4}-\d{2}-\d{2}$/, 'a date YYYY-MM-DD'))
const yearlyText = z.string().check(z.regex(/^\d{2}-\d{2}$/, 'MM-DD'))

/** One transition of a lifecycle: on an event or after a time, where it leads, and its guard. */
export const transitionSchema = z.union([
  z.strictObject({ on: typesSchema, ...common }),
  z.strictObject({
    after: z.union([lengthSchema, rhythmLengthSchema]),
    since: z.optional(z.union([z.literal('entry'), z.strictObject({ event: idSchema })])),
    ...common,
  }),
  z.strictObject({
    at: z.union([
      dateText,
      z.strictObject({ yearly: yearlyText }),
      z.strictObject({ field: idSchema, of: typesSchema, before: z.optional(lengthSchema) }),
    ]),
    ...common,
  }),
])

/** One stage of a lifecycle: its transitions, its effects on entry and exit, whether it is final. */
export const stageSchema = z.strictObject({
  id: idSchema,
  name: z.optional(z.string()),
  strategy: z.optional(z.enum(['acquire', 'nurture', 'retain', 'winBack'])),
  final: z.optional(z.boolean()),
  lost: z.optional(z.boolean()),
  entry: z.optional(z.array(effectSchema)),
  exit: z.optional(z.array(effectSchema)),
  transitions: z.optional(z.array(transitionSchema).check(z.maxLength(200, 'at most 200 transitions'))),
})

/** A lifecycle, as `defineLifecycle` takes it. */
export const lifecycleSchema: z.ZodMiniType<LifecycleDefinition> = z.strictObject({
  kind: z.literal('lifecycle'),
  format: z.literal(1),
  id: idSchema,
  name: z.optional(z.string()),
  timeZone: idSchema,
  currency: idSchema,
  lateness: z.optional(lengthSchema),
  measures: z.optional(z.record(idSchema, measureSchema)),
  flags: z.optional(z.record(idSchema, z.strictObject({ on: idSchema, off: z.optional(idSchema), where: z.optional(conditionSchema) }))),
  rhythm: z.optional(
    z.strictObject({ on: typesSchema, where: z.optional(conditionSchema), gaps: z.optional(z.int().check(z.gte(1), z.lte(1000))) }),
  ),
  initial: idSchema,
  stages: z.array(stageSchema).check(z.minLength(1, 'at least one stage'), z.maxLength(200, 'at most 200 stages')),
  everywhere: z.optional(z.array(transitionSchema).check(z.maxLength(200, 'at most 200 transitions'))),
}) as z.ZodMiniType<LifecycleDefinition>
