/** zod twins of values and conditions. Recursive, so the limits on size and depth are those of the plain copy made before. */

import * as z from 'zod/mini'
import { readExact } from '../decimal/exact.js'
import { ROUNDINGS, type Rounding } from '../decimal/rounding.js'
import type { Bound, Condition } from './condition.js'
import type { CalendarPart, Value } from './value.js'

/** Names become keys of plain objects in stored state, where every object already answers to `toString` and its like. */
export const idSchema = z.string().check(
  z.minLength(1, 'a name'),
  z.maxLength(100, 'a name of at most 100 characters'),
  z.refine((name) => !(name in Object.prototype), { error: 'a name that not every object has' }),
)

/** `'12.50'` or 12.5; exact. */
export const decimalSchema = z
  .union([z.string(), z.number()])
  .check(z.refine((value) => readExact(value) !== undefined, { error: 'a decimal number within 15 places' }))

export const roundingSchema: z.ZodMiniType<Rounding> = z.enum(ROUNDINGS as unknown as [Rounding, ...Rounding[]])

const CALENDAR: readonly CalendarPart[] = ['date', 'year', 'quarter', 'month', 'day', 'weekday', 'monthOfQuarter', 'hour']
const calendarSchema = z.enum(CALENDAR as unknown as [CalendarPart, ...CalendarPart[]])

/** A field of a fact, or of an object inside it: `value.USD`. */
const nameSchema = z.string().check(z.minLength(1, 'a field name'), z.maxLength(200, 'a field name'))

export const valueSchema: z.ZodMiniType<Value> = z.lazy(() =>
  z.union([
    nameSchema.check(z.refine(isReadable, { error: 'a decimal number within 15 places' })),
    z.number().check(z.refine((value) => readExact(value) !== undefined, { error: 'a number within 15 places' })),
    z.strictObject({ field: nameSchema, else: z.optional(valueSchema) }),
    z.strictObject({ measure: idSchema, window: z.optional(z.literal('closed')) }),
    z.strictObject({ balance: idSchema }),
    z.strictObject({ member: nameSchema }),
    z.strictObject({ calendar: calendarSchema }),
    z.strictObject({ yearsSince: valueSchema }),
    z.strictObject({ earned: z.union([idSchema, z.array(idSchema).check(z.minLength(1, 'at least one rule'))]) }),
    z.strictObject({ plus: termsSchema }),
    z.strictObject({ minus: z.tuple([valueSchema, valueSchema]) }),
    z.strictObject({ times: termsSchema }),
    z.strictObject({ over: z.tuple([valueSchema, valueSchema]) }),
    z.strictObject({ min: termsSchema }),
    z.strictObject({ max: termsSchema }),
    z.strictObject({ round: valueSchema, to: z.optional(valueSchema), mode: roundingSchema }),
    // biome-ignore lint/suspicious/noThenProperty: `if … then … else` is how people write it, and a schema is not callable, so nothing awaits it.
    z.strictObject({ if: conditionSchema, then: valueSchema, else: z.optional(valueSchema) }),
    z.strictObject({ byTier: z.record(z.string(), valueSchema), else: z.optional(valueSchema) }),
    z.strictObject({ byEarned: z.record(z.string(), valueSchema), else: z.optional(valueSchema) }),
    z.strictObject({ by: nameSchema, table: z.record(z.string(), valueSchema), else: z.optional(valueSchema) }),
    z.strictObject({ sum: nameSchema, of: z.optional(valueSchema), where: z.optional(conditionSchema) }),
    z.strictObject({
      ladder: valueSchema,
      mode: z.enum(['whole', 'slices']),
      steps: z.array(z.strictObject({ from: valueSchema, rate: valueSchema })).check(z.minLength(1, 'at least one step')),
    }),
  ]),
) as z.ZodMiniType<Value>

const termsSchema = z.array(valueSchema).check(z.minLength(1, 'at least one value'))

const literal = z.union([z.string(), z.number(), z.boolean()])
const boundSchema = z.lazy(() => z.union([literal, valueSchema])) as z.ZodMiniType<Bound>

/** Text that is no number is ordered as text, as dates are; a number that cannot be read exactly must not be. */
const limitSchema = z.optional(boundSchema.check(z.refine(isReadable, { error: 'a decimal number within 15 places' })))

/** Whether what looks like a number can be read exactly; other text may stand. */
function isReadable(given: unknown): boolean {
  const looksLikeNumber = typeof given === 'number' || (typeof given === 'string' && NUMERAL.test(given))
  return !looksLikeNumber || readExact(given) !== undefined
}

const NUMERAL = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/** What a comparison needs beside its subject; exactly one operator is checked on the whole node. */
const comparison = {
  gte: limitSchema,
  gt: limitSchema,
  lte: limitSchema,
  lt: limitSchema,
  eq: z.optional(boundSchema),
  in: z.optional(z.array(literal).check(z.minLength(1, 'at least one value'))),
  exists: z.optional(z.boolean()),
}
const OPERATORS = ['gte', 'gt', 'lte', 'lt', 'eq', 'in', 'exists'] as const

const oneOperator = z.refine<object>((node) => OPERATORS.filter((operator) => operator in node).length === 1, {
  error: `one operator of ${OPERATORS.join(', ')}`,
})

export const conditionSchema: z.ZodMiniType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(conditionSchema).check(z.minLength(1, 'at least one condition')) }),
    z.strictObject({ any: z.array(conditionSchema).check(z.minLength(1, 'at least one condition')) }),
    z
      .strictObject({ atLeast: z.int().check(z.gte(1)), of: z.array(conditionSchema) })
      .check(z.refine((node) => node.atLeast <= node.of.length, { error: 'no more than there are conditions' })),
    z.strictObject({ not: conditionSchema }),
    z.strictObject({ flag: idSchema }),
    z.strictObject({
      tier: z.union([idSchema, z.array(idSchema).check(z.minLength(1, 'at least one tier')), z.strictObject({ atLeast: idSchema })]),
    }),
    z.strictObject({ measure: idSchema, window: z.optional(z.literal('closed')), ...comparison }).check(oneOperator),
    z.strictObject({ balance: idSchema, ...comparison }).check(oneOperator),
    z.strictObject({ field: nameSchema, ...comparison }).check(oneOperator),
    z.strictObject({ member: nameSchema, ...comparison }).check(oneOperator),
    z.strictObject({ calendar: calendarSchema, ...comparison }).check(oneOperator),
    z.strictObject({ value: valueSchema, ...comparison }).check(oneOperator),
    z.strictObject({ share: z.strictObject({ of: idSchema, in: idSchema }), ...comparison }).check(oneOperator),
  ]),
) as z.ZodMiniType<Condition>
