import * as z from 'zod/mini'
import { conditionSchema, decimalSchema, idSchema, valueSchema } from '../language/schema.js'
import { UNITS, type Unit } from '../time/length.js'
import type { Window } from '../time/window.js'
import type { Measure } from './definition.js'

export const unitSchema: z.ZodMiniType<Unit> = z.enum(UNITS as unknown as [Unit, ...Unit[]])

/** A window of a thousand years is a typing error, and the arithmetic of days should never have to think about it. */
export const lengthSchema = z.strictObject({ n: z.int().check(z.gte(0), z.lte(40_000)), unit: unitSchema })

export const startsSchema = z.strictObject({
  month: z.optional(z.int().check(z.gte(1), z.lte(12))),
  day: z.optional(z.int().check(z.gte(1), z.lte(31))),
  weekday: z.optional(z.int().check(z.gte(1), z.lte(7))),
})

const shift = z.optional(z.int().check(z.gte(-1000), z.lte(1000)))
const positiveLength = lengthSchema.check(z.refine((length) => length.n > 0, { error: 'a length above 0' }))

export const windowSchema: z.ZodMiniType<Window> = z.union([
  z.literal('lifetime'),
  z.strictObject({ fixed: unitSchema, starts: z.optional(startsSchema), shift }),
  z.strictObject({
    rolling: positiveLength,
    whole: z.optional(z.boolean()),
    first: z.optional(z.enum(['dayAfter', 'sameDate'])),
    shift,
  }),
  z.strictObject({ anchored: positiveLength, to: idSchema, shift }),
]) as z.ZodMiniType<Window>

const positiveDecimal = decimalSchema.check(z.refine((value) => Number(value) > 0, { error: 'a number above 0' }))

export const aggregateSchema = z.union([
  z.enum(['sum', 'count', 'distinct', 'latest', 'mean', 'min', 'max', 'ratio', 'streak']),
  z.strictObject({ mean: unitSchema }),
])

export const measureShape = {
  from: z.union([idSchema, z.array(idSchema).check(z.minLength(1, 'at least one fact type'))]),
  where: z.optional(conditionSchema),
  value: z.optional(valueSchema),
  by: z.optional(valueSchema),
  least: z.optional(positiveDecimal),
  aggregate: aggregateSchema,
  window: z.optional(windowSchema),
  cap: z.optional(decimalSchema),
  empty: z.optional(z.union([z.literal('absent'), decimalSchema])),
}

export const measureSchema: z.ZodMiniType<Measure> = z.strictObject(measureShape) as z.ZodMiniType<Measure>
