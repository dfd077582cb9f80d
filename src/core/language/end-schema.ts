/** zod twin of end rules. */

import * as z from 'zod/mini'
import { unitSchema, windowSchema } from '../measure/schema.js'
import { parseDate } from '../time/civil.js'
import type { EndRule } from './end.js'
import { conditionSchema, idSchema, valueSchema } from './schema.js'

export const monthDaySchema = z.strictObject({
  month: z.int().check(z.gte(1), z.lte(12)),
  day: z.union([z.literal('last'), z.int().check(z.gte(1), z.lte(31))]),
})

export const dateSchema = z.string().check(z.refine((text) => !Number.isNaN(parseDate(text)), { error: 'a date YYYY-MM-DD' }))

const plus = z.strictObject({ n: valueSchema, unit: unitSchema })
const aligns = z.enum(['weekEnd', 'monthEnd', 'quarterEnd', 'halfYearEnd', 'yearEnd'])

/** Programs differ on whether the anniversary itself still counts, so a length without alignment has to say it. */
const plusSchema = z
  .strictObject({ plus, last: z.optional(z.enum(['dayBefore', 'sameDate'])), align: z.optional(aligns) })
  .check(
    z.refine((rule) => (rule.last === undefined) !== (rule.align === undefined), { error: 'either last (dayBefore or sameDate) or align' }),
  )

export const endSchema: z.ZodMiniType<EndRule> = z.lazy(() =>
  z.union([
    z.literal('never'),
    z.strictObject({
      endOf: windowSchema,
      ahead: z.optional(z.int().check(z.gte(0), z.lte(1000))),
      through: z.optional(monthDaySchema),
    }),
    z.strictObject({ endOf: z.literal('term') }),
    plusSchema,
    z.strictObject({ date: z.union([dateSchema, idSchema]) }),
    z.strictObject({ while: conditionSchema, until: z.optional(endSchema) }),
    z.array(z.strictObject({ when: z.optional(conditionSchema), until: endSchema })).check(z.minLength(1, 'at least one rule')),
  ]),
) as z.ZodMiniType<EndRule>
