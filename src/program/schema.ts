/** zod twin of a program. */

import * as z from 'zod/mini'
import { currencyExponent } from '../core/decimal/currency.js'
import { dateSchema, endSchema } from '../core/language/end-schema.js'
import { conditionSchema, decimalSchema, idSchema, valueSchema } from '../core/language/schema.js'
import { lengthSchema, measureShape, windowSchema } from '../core/measure/schema.js'
import { isTimeZone } from '../core/time/zone.js'
import { lifecycleSchema } from '../lifecycle/schema.js'
import { capShape, conversionShape, currencySchema, earnSchema, redeemSchema, reverseSchema } from '../points/schema.js'
import {
  eventGrantSchema,
  grantSchema,
  lifetimeSchema,
  pricedBenefitSchema,
  reviewSchema,
  scheduleSchema,
  tierSchema,
  timeSchema,
} from '../tiers/schema.js'
import type { ProgramDefinition } from './definition.js'

const resetSchema = z.optional(z.array(z.enum(['rise', 'renew', 'fall'])))

const counterSchema = z.union([
  z.strictObject({
    name: z.optional(z.string()),
    earned: idSchema,
    by: z.optional(z.array(idSchema)),
    window: z.optional(windowSchema),
    reset: resetSchema,
  }),
  z.strictObject({
    ...measureShape,
    name: z.optional(z.string()),
    reset: resetSchema,
    perMember: z.optional(z.enum(['least', 'most', 'own'])),
    opens: z.optional(z.array(z.strictObject({ on: idSchema, from: z.optional(z.enum(['day', 'nextMonth'])), length: lengthSchema }))),
  }),
])

const flagSchema = z.strictObject({
  on: idSchema,
  where: z.optional(conditionSchema),
  off: z.optional(
    z.union([idSchema, z.strictObject({ on: idSchema, where: z.optional(conditionSchema), usedUp: z.optional(z.literal(true)) })]),
  ),
  until: z.optional(endSchema),
})

const awardShape = {
  id: idSchema,
  to: idSchema,
  give: valueSchema,
  when: z.optional(conditionSchema),
  windows: z.optional(z.literal('closed')),
  zero: z.optional(z.array(idSchema)),
}
const awardSchema = z.union([
  z.strictObject({
    ...awardShape,
    measure: idSchema,
    crosses: z.union([
      z.array(decimalSchema).check(z.minLength(1, 'at least one value')),
      z.strictObject({ every: decimalSchema, from: z.optional(decimalSchema), max: z.optional(z.int().check(z.gte(1))) }),
    ]),
  }),
  z.strictObject({ ...awardShape, at: scheduleSchema }),
  z.strictObject({ ...awardShape, once: windowSchema }),
])

const conversionSchema = z.strictObject({
  ...conversionShape,
  when: z.union([
    z.literal('reached'),
    z.strictObject({
      on: idSchema,
      where: z.optional(conditionSchema),
      amount: valueSchema,
      minimum: z.optional(valueSchema),
      limits: z.optional(z.array(z.strictObject({ ...capShape, refusal: idSchema }))),
    }),
    scheduleSchema,
  ]),
})

const triggers = [{ enter: idSchema }, { rise: idSchema }, { leave: idSchema }, { renew: idSchema }]
const actions = [
  { forfeit: idSchema },
  { redate: idSchema },
  { convert: idSchema },
  { give: valueSchema, to: idSchema },
  { emit: idSchema },
  { issue: idSchema },
]
const effectSchema = z.union(
  triggers.flatMap((trigger) => actions.map((action) => z.strictObject({ ...trigger, ...action }))) as unknown as [
    z.ZodMiniType,
    ...z.ZodMiniType[],
  ],
)

const subscriptionSchema = z.strictObject({
  plans: z
    .array(
      z.strictObject({
        id: idSchema,
        tier: idSchema,
        price: z.optional(valueSchema),
        term: lengthSchema.check(z.refine((length) => length.n > 0, { error: 'a length above 0' })),
      }),
    )
    .check(z.minLength(1, 'at least one plan')),
  plan: idSchema,
  start: idSchema,
  renew: z.optional(idSchema),
  change: z.optional(idSchema),
  changeAtRenewal: z.optional(idSchema),
  cancel: z.optional(idSchema),
  trial: z.optional(z.strictObject({ on: idSchema, length: lengthSchema })),
  charge: z.optional(z.strictObject({ on: idSchema, ok: idSchema })),
  grace: z.optional(lengthSchema),
})

const voucherSchema = z.strictObject({
  issue: z.optional(z.strictObject({ on: idSchema, where: z.optional(conditionSchema), count: z.optional(valueSchema) })),
  until: endSchema,
  gives: pricedBenefitSchema,
  on: z.optional(z.union([idSchema, z.array(idSchema).check(z.minLength(1, 'at least one fact type'))])),
  giveBack: z.optional(z.boolean()),
})

/** A program, as `defineProgram` takes it. */
export const programSchema: z.ZodMiniType<ProgramDefinition> = z.strictObject({
  kind: z.literal('program'),
  format: z.literal(1),
  id: idSchema,
  name: z.optional(z.string()),
  timeZone: z.string().check(z.refine(isTimeZone, { error: 'an IANA time zone' })),
  currency: z.string().check(z.refine((code) => currencyExponent(code) !== undefined, { error: 'an ISO 4217 currency' })),
  calendar: z.optional(
    z.strictObject({
      dayStartsAt: z.optional(timeSchema),
      weekend: z.optional(z.array(z.int().check(z.gte(1), z.lte(7))).check(z.maxLength(6, 'at least one working day'))),
      holidays: z.optional(z.array(dateSchema)),
    }),
  ),
  lateness: z.optional(lengthSchema),
  reversible: z.optional(lengthSchema),
  enrollment: z.optional(
    z.strictObject({ required: z.optional(z.boolean()), when: z.optional(conditionSchema), refusal: z.optional(idSchema) }),
  ),
  values: z.optional(z.record(idSchema, valueSchema)),
  flags: z.optional(z.record(idSchema, flagSchema)),
  measures: z.optional(z.record(idSchema, counterSchema)),
  tiers: z.optional(z.array(tierSchema).check(z.minLength(1, 'at least the base tier'))),
  grant: z.optional(grantSchema),
  review: z.optional(reviewSchema),
  lifetime: z.optional(z.array(lifetimeSchema)),
  grants: z.optional(z.array(eventGrantSchema)),
  subscription: z.optional(subscriptionSchema),
  currencies: z.optional(z.record(idSchema, currencySchema)),
  earn: z.optional(z.array(earnSchema)),
  awards: z.optional(z.array(awardSchema)),
  convert: z.optional(z.array(conversionSchema)),
  redeem: z.optional(z.array(redeemSchema)),
  reverse: z.optional(z.array(reverseSchema)),
  onTier: z.optional(z.array(effectSchema)),
  members: z.optional(
    z.strictObject({
      join: idSchema,
      leave: idSchema,
      member: z.optional(idSchema),
      max: z.optional(z.int().check(z.gte(1))),
      draw: z.optional(z.enum(['together', 'proportional'])),
      leaving: z.optional(z.enum(['take', 'stay', 'forfeit'])),
    }),
  ),
  transfer: z.optional(
    z.array(
      z.strictObject({
        id: idSchema,
        from: idSchema,
        out: idSchema,
        in: idSchema,
        where: z.optional(conditionSchema),
        amount: valueSchema,
        keepsDates: z.optional(z.boolean()),
      }),
    ),
  ),
  benefits: z.optional(z.array(pricedBenefitSchema)),
  vouchers: z.optional(z.record(idSchema, voucherSchema)),
  pipeline: z.optional(
    z
      .array(z.enum(['earn', 'count', 'award', 'tier']))
      .check(z.refine((steps) => steps.length === 4 && new Set(steps).size === 4, { error: 'earn, count, award and tier, each once' })),
  ),
  refuse: z.optional(z.array(z.strictObject({ on: idSchema, when: conditionSchema, refusal: idSchema }))),
  closure: z.optional(z.strictObject({ after: lengthSchema, activity: z.array(idSchema) })),
  opening: z.optional(z.record(idSchema, z.strictObject({ type: idSchema }))),
  lifecycle: z.optional(lifecycleSchema),
}) as unknown as z.ZodMiniType<ProgramDefinition>
