/** zod twins of the tier interfaces. */

import * as z from 'zod/mini'
import { endSchema, monthDaySchema } from '../core/language/end-schema.js'
import { conditionSchema, decimalSchema, idSchema, valueSchema } from '../core/language/schema.js'
import { lengthSchema, unitSchema } from '../core/measure/schema.js'
import { checkedDay } from '../core/time/civil.js'
import type { EventGrant, GrantRule, LifetimeRule, PricedBenefit, Review, Schedule, Tier } from './definition.js'

export const timeSchema = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time HH:MM'))

/** 29 February is allowed and clamps in common years. */
const monthDayText = z.string().check(
  z.refine((text) => /^\d{2}-\d{2}$/.test(text) && !Number.isNaN(checkedDay(2000, Number(text.slice(0, 2)), Number(text.slice(3)))), {
    error: 'a date MM-DD',
  }),
)

const time = z.optional(timeSchema)
/** When something falls due: a calendar date, a length of time, the end of a period. */
export const scheduleSchema: z.ZodMiniType<Schedule> = z.union([
  z.strictObject({ yearly: z.array(monthDayText).check(z.minLength(1, 'at least one date')), time }),
  z.strictObject({ monthly: z.int().check(z.gte(1), z.lte(31)), time }),
  z.strictObject({ weekly: z.int().check(z.gte(1), z.lte(7)), time }),
  z.strictObject({ daily: z.literal(true), time }),
  z.strictObject({
    each: lengthSchema.check(z.refine((length) => length.n > 0, { error: 'a length above 0' })),
    after: idSchema,
    offset: z.optional(z.strictObject({ n: z.int().check(z.gte(-40_000), z.lte(40_000)), unit: unitSchema })),
    time,
  }),
]) as z.ZodMiniType<Schedule>

const fromSchema = z.optional(z.union([z.enum(['atOnce', 'nextDay', 'nextMonth']), z.strictObject({ next: monthDaySchema })]))

const grantShape = {
  decide: z.optional(z.union([z.literal('event'), scheduleSchema, z.strictObject({ on: idSchema })])),
  windows: z.optional(z.literal('closed')),
  from: fromSchema,
  until: z.optional(endSchema),
  rungs: z.optional(z.enum(['all', 'above'])),
}

/** How long a tier lasts once it is reached. */
export const grantSchema: z.ZodMiniType<GrantRule> = z.strictObject(grantShape) as z.ZodMiniType<GrantRule>

/** When tiers are looked at again, and what happens to those who fall short. */
export const reviewSchema: z.ZodMiniType<Review> = z.strictObject({
  at: z.optional(z.union([z.literal('end'), scheduleSchema])),
  windows: z.optional(z.literal('closed')),
  until: z.optional(endSchema),
  else: z.optional(z.strictObject({ to: z.enum(['earned', 'oneDown', 'base', 'supported']), until: z.optional(endSchema) })),
  failures: z.optional(z.int().check(z.gte(1), z.lte(1000))),
  grace: z.optional(
    z.strictObject({
      n: z.int().check(z.gte(0), z.lte(40_000)),
      unit: unitSchema,
      last: z.optional(z.enum(['dayBefore', 'sameDate'])),
      retest: z.optional(z.union([z.literal('event'), scheduleSchema])),
      rescuedFrom: z.optional(z.enum(['rescue', 'review'])),
    }),
  ),
  fallsApart: z.optional(lengthSchema),
}) as z.ZodMiniType<Review>

const notNegative = decimalSchema.check(z.refine((value) => Number(value) >= 0, { error: 'a decimal of at least 0' }))
const positive = decimalSchema.check(z.refine((value) => Number(value) > 0, { error: 'a decimal above 0' }))
const percent = notNegative.check(z.refine((value) => Number(value) <= 100, { error: 'a percentage up to 100' }))
const benefitTerms = {
  name: z.optional(z.string()),
  when: z.optional(conditionSchema),
  where: z.optional(conditionSchema),
  from: z.optional(notNegative),
  most: z.optional(notNegative),
  bestOf: z.optional(idSchema),
  alone: z.optional(z.boolean()),
}

/** A benefit that a quote can price. */
export const pricedBenefitSchema = z.union([
  z.strictObject({ ...benefitTerms, percentOff: percent }),
  z.strictObject({ ...benefitTerms, amountOff: notNegative, per: z.optional(positive) }),
  z.strictObject({ ...benefitTerms, freeShipping: z.literal(true) }),
  z.strictObject({ ...benefitTerms, gift: idSchema }),
]) as z.ZodMiniType<PricedBenefit>

const benefitSchema = z.union([z.string(), pricedBenefitSchema])

/** One tier: how it is entered and kept, how long it lasts, its benefits. */
export const tierSchema: z.ZodMiniType<Tier> = z.strictObject({
  id: idSchema,
  name: z.optional(z.string()),
  enter: z.optional(
    z.union([z.array(z.strictObject({ when: conditionSchema, ...grantShape })).check(z.minLength(1, 'at least one way')), conditionSchema]),
  ),
  keep: z.optional(conditionSchema),
  requires: z.optional(idSchema),
  grant: z.optional(grantSchema),
  review: z.optional(reviewSchema),
  benefits: z.optional(z.array(benefitSchema)),
}) as z.ZodMiniType<Tier>

/** A tier for life: what it takes and which tier it holds. */
export const lifetimeSchema: z.ZodMiniType<LifetimeRule> = z.strictObject({ tier: idSchema, when: conditionSchema })

/** A tier that an event grants: an invitation, a purchase, a match. */
export const eventGrantSchema: z.ZodMiniType<EventGrant> = z.strictObject({
  id: idSchema,
  on: idSchema,
  where: z.optional(conditionSchema),
  tier: z.union([idSchema, z.strictObject({ field: idSchema })]),
  when: z.optional(conditionSchema),
  refusal: z.optional(idSchema),
  price: z.optional(valueSchema),
  from: fromSchema,
  until: endSchema,
  wins: z.optional(z.enum(['always', 'higher'])),
  state: z.optional(idSchema),
  safeUntil: z.optional(endSchema),
}) as z.ZodMiniType<EventGrant>
