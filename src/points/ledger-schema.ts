/** zod twin of points by themselves. */

import * as z from 'zod/mini'
import { dateSchema, monthDaySchema } from '../core/language/end-schema.js'
import { decimalSchema, idSchema } from '../core/language/schema.js'
import { lengthSchema, windowSchema } from '../core/measure/schema.js'
import { isTimeZone } from '../core/time/zone.js'
import type { LotEnd, PointsDefinition } from './ledger-definition.js'

const aligns = z.enum(['weekEnd', 'monthEnd', 'quarterEnd', 'halfYearEnd', 'yearEnd'])

const lotEndSchema = z.union([
  z.literal('never'),
  z.strictObject({ plus: lengthSchema, last: z.enum(['dayBefore', 'sameDate']) }),
  z.strictObject({ plus: lengthSchema, align: aligns }),
  z.strictObject({
    endOf: windowSchema.check(z.refine((window) => typeof window === 'object' && 'fixed' in window, { error: 'a calendar window' })),
    ahead: z.optional(z.int().check(z.gte(0), z.lte(1000))),
    through: z.optional(monthDaySchema),
  }),
  z.strictObject({ date: dateSchema }),
]) as z.ZodMiniType<LotEnd>

const activity = z.enum(['earn', 'hold', 'redeem', 'adjust', 'convert', 'send', 'receive'])

const pointsCurrencySchema = z.strictObject({
  name: z.optional(z.string()),
  scale: z.optional(z.int().check(z.gte(0), z.lte(9))),
  unit: z.optional(z.string()),
  redeemable: z.optional(z.boolean()),
  lots: z.optional(z.strictObject({ until: lotEndSchema })),
  idle: z.optional(
    z.strictObject({
      after: lengthSchema,
      align: z.optional(z.literal('monthEnd')),
      activity: z.optional(z.array(activity).check(z.minLength(1, 'at least one move'))),
      convert: z.optional(idSchema),
    }),
  ),
  consume: z.optional(z.enum(['oldest', 'soonestEnd'])),
  floor: z.optional(decimalSchema),
  short: z.optional(z.enum(['debt', 'stop'])),
})

/** A ledger of points alone, as `definePoints` takes it. */
export const pointsSchema = z.strictObject({
  kind: z.literal('points'),
  format: z.literal(1),
  id: idSchema,
  name: z.optional(z.string()),
  timeZone: z.string().check(z.refine(isTimeZone, { error: 'an IANA time zone' })),
  calendar: z.optional(z.strictObject({ dayStartsAt: z.optional(z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/))) })),
  lateness: z.optional(lengthSchema),
  reversible: z.optional(lengthSchema),
  currencies: z.record(idSchema, pointsCurrencySchema),
  convert: z.optional(
    z.array(
      z.strictObject({
        id: idSchema,
        from: idSchema,
        step: decimalSchema,
        minimum: z.optional(decimalSchema),
        to: idSchema,
        give: decimalSchema,
      }),
    ),
  ),
}) as unknown as z.ZodMiniType<PointsDefinition>
