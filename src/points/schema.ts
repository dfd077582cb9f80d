/** zod twins of the point interfaces. */

import * as z from 'zod/mini'
import { dateSchema, endSchema } from '../core/language/end-schema.js'
import { conditionSchema, decimalSchema, idSchema, roundingSchema, valueSchema } from '../core/language/schema.js'
import { lengthSchema, unitSchema, windowSchema } from '../core/measure/schema.js'
import type { Currency, EarnRule, RedeemRule, ReverseRule } from './definition.js'

const suspensionSchema = z.strictObject({ while: conditionSchema, thenUntil: z.optional(endSchema) })

/** One currency of points: scale, floors, lots and how they expire. */
export const currencySchema: z.ZodMiniType<Currency> = z.strictObject({
  name: z.optional(z.string()),
  scale: z.optional(z.int().check(z.gte(0), z.lte(9))),
  unit: z.optional(z.string()),
  redeemable: z.optional(z.boolean()),
  lots: z.optional(z.strictObject({ until: endSchema, suspend: z.optional(suspensionSchema) })),
  idle: z.optional(
    z.strictObject({
      after: lengthSchema,
      align: z.optional(z.literal('monthEnd')),
      activity: z.optional(
        z.array(z.union([idSchema, z.strictObject({ earns: idSchema })])).check(z.minLength(1, 'at least one fact type')),
      ),
      suspend: z.optional(suspensionSchema),
      convert: z.optional(idSchema),
    }),
  ),
  consume: z.optional(z.enum(['oldest', 'soonestEnd'])),
  floor: z.optional(decimalSchema),
  short: z.optional(z.enum(['debt', 'stop'])),
  display: z.optional(z.strictObject({ mode: roundingSchema, to: z.optional(decimalSchema) })),
}) as z.ZodMiniType<Currency>

export const capShape = {
  max: valueSchema,
  per: z.union([z.literal('event'), z.strictObject({ fromFirst: lengthSchema }), windowSchema]),
  shared: z.optional(idSchema),
}
const capSchema = z.strictObject(capShape)

/** One rule by which events earn. */
export const earnSchema: z.ZodMiniType<EarnRule> = z.strictObject({
  id: idSchema,
  on: z.union([idSchema, z.array(idSchema).check(z.minLength(1, 'at least one fact type'))]),
  where: z.optional(conditionSchema),
  to: idSchema,
  value: z.optional(valueSchema),
  per: z.optional(valueSchema),
  whole: z.optional(z.boolean()),
  rate: z.optional(valueSchema),
  byTier: z.optional(z.record(z.string(), valueSchema)),
  round: z.optional(z.union([roundingSchema, z.strictObject({ mode: roundingSchema, with: z.array(idSchema) })])),
  upTo: z.optional(capSchema),
  cap: z.optional(z.union([capSchema, z.array(capSchema)])),
  posts: z.optional(
    z.union([
      z.strictObject({
        after: z.union([
          z.strictObject({ n: z.int().check(z.gte(0), z.lte(40_000)), unit: z.union([unitSchema, z.literal('workday')]) }),
          z.strictObject({
            endOf: windowSchema.check(
              z.refine((window) => typeof window === 'object' && !('rolling' in window), { error: 'a fixed or anchored window' }),
            ),
          }),
        ]),
      }),
      z.strictObject({ when: conditionSchema, by: endSchema }),
    ]),
  ),
  lots: z.optional(z.strictObject({ usableFrom: z.optional(dateSchema), until: z.optional(endSchema) })),
  effectiveFrom: z.optional(dateSchema),
  effectiveThrough: z.optional(dateSchema),
}) as z.ZodMiniType<EarnRule>

/** How points are spent: rates, steps, minimum and what they buy. */
export const redeemSchema: z.ZodMiniType<RedeemRule> = z.strictObject({
  id: idSchema,
  on: idSchema,
  where: z.optional(conditionSchema),
  from: idSchema,
  amount: valueSchema,
  checks: z.optional(z.array(z.strictObject({ when: conditionSchema, refusal: idSchema }))),
  step: z.optional(valueSchema),
  minimum: z.optional(valueSchema),
  limits: z.optional(z.array(z.strictObject({ ...capShape, refusal: idSchema, of: z.optional(z.literal('value')) }))),
  value: z.optional(valueSchema),
}) as z.ZodMiniType<RedeemRule>

export const conversionShape = {
  id: idSchema,
  from: idSchema,
  step: valueSchema,
  minimum: z.optional(valueSchema),
  to: idSchema,
  give: valueSchema,
}

/** What a refund takes back. */
export const reverseSchema: z.ZodMiniType<ReverseRule> = z.strictObject({
  id: idSchema,
  on: idSchema,
  where: z.optional(conditionSchema),
  of: z.array(idSchema).check(z.minLength(1, 'at least one fact type')),
  link: z.optional(z.union([idSchema, z.strictObject({ shared: idSchema })])),
  part: z.optional(valueSchema),
  take: z.optional(z.array(idSchema)),
  giveBack: z.optional(z.boolean()),
  rounds: z.optional(z.enum(['part', 'rest'])),
  counts: z.optional(z.enum(['original', 'now'])),
  short: z.optional(z.enum(['debt', 'stop', 'pendingOnly'])),
  status: z.optional(z.union([z.enum(['withdraw', 'keep']), z.strictObject({ grace: lengthSchema })])),
}) as z.ZodMiniType<ReverseRule>
