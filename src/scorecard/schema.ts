/** zod twin of the scorecard definition. */

import * as z from 'zod/mini'
import { readDecimal } from '../core/decimal/decimal.js'
import type { ScorecardDefinition } from './definition.js'

const name = z.string().check(z.minLength(1, 'a name'), z.maxLength(100, 'a name of at most 100 characters'))

/** `'12.50'` or 12.5; exact. */
const decimal = z
  .union([z.string(), z.number()])
  .check(z.refine((value) => readDecimal(value) !== undefined, { error: 'a decimal number within 15 places' }))

/** Codes of bands and levels are bytes. */
const few = z.maxLength(100, 'at most 100 entries')

const band = z.strictObject({
  gte: z.optional(decimal),
  gt: z.optional(decimal),
  lt: z.optional(decimal),
  lte: z.optional(decimal),
  points: decimal,
  level: z.optional(name),
})

const criterion = z.pipe(
  z.strictObject({
    id: name,
    measure: z.optional(name),
    weight: decimal,
    missing: z._default(z.union([z.enum(['exclude', 'unknown']), z.strictObject({ points: decimal })]), 'exclude'),
    bands: z.optional(z.array(band).check(few)),
    curve: z.optional(z.array(z.strictObject({ at: decimal, points: decimal })).check(few)),
    shares: z.optional(z.array(z.strictObject({ share: decimal, points: decimal, level: z.optional(name) })).check(few)),
    idle: z.optional(z.enum(['not-observed', 'constant'])),
  }),
  z.transform(({ measure, ...rest }) => ({ ...rest, measure: measure ?? rest.id })),
)

const levels = z.array(z.strictObject({ id: name, gte: z.optional(decimal) })).check(few)
const levelShares = z.array(z.strictObject({ id: name, share: decimal })).check(few)

/** What any scale of levels is made of. */
export const levelShape = { levels: z.optional(levels), levelShares: z.optional(levelShares), margin: z._default(decimal, '0') }

/** A scorecard, as `defineScorecard` takes it. */
export const scorecardSchema = z.strictObject({
  kind: z._default(z.literal('scorecard'), 'scorecard'),
  format: z._default(z.literal(1), 1),
  id: name,
  total: z._default(decimal, '1'),
  places: z._default(z.int().check(z.minimum(0), z.maximum(6)), 2),
  criteria: z.array(criterion).check(z.minLength(1, 'at least one criterion')),
  ...levelShape,
}) satisfies z.ZodMiniType<ScorecardDefinition>
