/** zod twins of the room's definitions. */

import * as z from 'zod/mini'
import { readDecimal } from '../core/decimal/decimal.js'

const measureId = z.string().check(z.regex(/^[a-z][A-Za-z0-9]{0,31}$/, 'a letter, then letters or digits'))
const column = z.string().check(z.minLength(1), z.maxLength(200))
const bins = z.int().check(z.gte(2), z.lte(9))
const better = z.enum(['low', 'high'])
const missing = z.enum(['unscored', 'lowest'])
const cutPoints = z.array(z.number()).check(z.minLength(1), z.maxLength(8), z.refine(isAscending, 'cut points in ascending order'))
/** Six places are finer than any weight means, and keep Σ weight · score exact. */
const weight = z.union([z.string(), z.number()]).check(
  z.refine((value) => {
    const read = readDecimal(value)
    return read !== undefined && read.units >= 0 && read.scale <= 6 && read.units / 10 ** read.scale <= 1_000_000
  }, 'a decimal from 0 to 1000000 with at most 6 places'),
)
const id = z.string().check(z.minLength(1), z.maxLength(200))
const text = z.nullable(z.string().check(z.maxLength(200)))
const count = z.int().check(z.gte(0))

/** A measure as a host writes it: a known letter takes its column and direction from the literature. */
const measureConfig = z.strictObject({
  id: measureId,
  column: z.optional(column),
  better: z.optional(better),
  bins: z.optional(bins),
  weight: z.optional(weight),
  missing: z.optional(missing),
  cutPoints: z.optional(cutPoints),
})

const method = z.enum(['quantile', 'r-rfm'])
const binning = z.enum(['independent', 'nested'])
const onCut = z.enum(['below', 'above'])
const asOf = z.union([z.string().check(z.maxLength(40)), z.number()])

/** Options of `fitRfm`. */
export const fitRfmOptionsSchema = z.strictObject({
  id: z.optional(id),
  bins: z.optional(bins),
  method: z.optional(method),
  binning: z.optional(binning),
  onCut: z.optional(onCut),
  measures: z.optional(z.array(z.union([z.string(), measureConfig])).check(z.minLength(1), z.maxLength(6))),
  asOf: z.optional(asOf),
  currency: z.optional(z.string().check(z.regex(/^[A-Z]{3}$/, 'an ISO 4217 code'))),
})

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])
const finding = z.strictObject({
  code: z.string(),
  outcome: z.enum(['met', 'unmet', 'unknown', 'info', 'warning', 'error', 'refused', 'applied']),
  params: z.record(z.string(), scalar),
})

/** A model as `fitRfm` makes it, or by hand with cut points only. */
export const rfmModelSchema = z.strictObject({
  kind: z._default(z.literal('rfm'), 'rfm'),
  format: z._default(z.literal(1), 1),
  id,
  method: z._default(method, 'quantile'),
  binning: z._default(binning, 'independent'),
  onCut: z._default(onCut, 'below'),
  measures: z
    .array(
      z.strictObject({
        ...measureConfig.shape,
        cutPoints,
        fixed: z._default(z.boolean(), true),
        nested: z.optional(z.array(z.nullable(cutPoints))),
        counts: z._default(z.nullable(z.array(count)), null),
        range: z._default(z.nullable(z.tuple([z.number(), z.number()])), null),
      }),
    )
    .check(z.minLength(1), z.maxLength(6)),
  provenance: z._default(z.nullable(z.strictObject({ asOf: text, currency: text, period: text, customers: count, unscored: count })), null),
  findings: z._default(z.array(finding), []),
})

const interval = z.tuple([z.int(), z.int()])

/** An ordered table of segments, as `defineSegments` takes it. */
export const rfmSegmentsSchema = z.strictObject({
  kind: z._default(z.literal('rfm-segments'), 'rfm-segments'),
  format: z._default(z.literal(1), 1),
  id,
  bins: z.record(measureId, bins),
  segments: z.array(z.strictObject({ id, where: z.record(measureId, interval) })).check(z.minLength(1), z.maxLength(200)),
  rest: z.nullable(id),
})

function isAscending(values: readonly number[]): boolean {
  return values.every((value, i) => i === 0 || values[i - 1] <= value)
}
