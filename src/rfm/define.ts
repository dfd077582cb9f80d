/** Strangers' JSON → frozen models and segment tables, and the options of a fit made complete. */

import type * as z from 'zod/mini'
import { type DefineOptions, safeDefine } from '../core/define.js'
import type { DefinitionError } from '../core/errors.js'
import { deepFreeze } from '../core/freeze.js'
import { type Reason, reason } from '../core/reason.js'
import { type Result, success } from '../core/result.js'
import type { RfmModel } from './model.js'
import { binsOf, checkMeasures, checkOptions, completeMeasure, type FitRfmOptions, MOST_CELLS, type RfmRecipe, recipeOf } from './recipe.js'
import { fitRfmOptionsSchema, rfmModelSchema, rfmSegmentsSchema } from './schema.js'
import type { RfmSegments } from './segments.js'

/**
 * A model from JSON: a stored one from a place you do not trust, or one written by hand with cut points the business has set.
 *
 * ```json
 * { "id": "house-rules", "measures": [{ "id": "r", "cutPoints": [30, 90, 180, 365] }, { "id": "f", "cutPoints": [1, 3, 6, 10] }] }
 * ```
 * @throws DefinitionError with every issue and its path
 */
export function defineRfm(config: unknown): RfmModel {
  return unwrap(safeDefineRfm(config))
}

/** `defineRfm` that returns its issues. */
export function safeDefineRfm(config: unknown): Result<RfmModel, DefinitionError> {
  const read = safeDefine({ kind: 'rfm', schema: rfmModelSchema, check: checkModel } satisfies DefineOptions<ModelConfig>, config)
  return read.success ? success(completeModel(read.data)) : read
}

/**
 * A segment table from JSON.
 *
 * ```json
 * { "id": "ours", "bins": { "r": 5, "m": 5 }, "rest": "others",
 *   "segments": [{ "id": "best", "where": { "r": [4, 5], "m": [4, 5] } }, { "id": "gone", "where": { "r": [1, 1] } }] }
 * ```
 * Whether it overlaps, leaves gaps or has segments nobody can get is for `lintSegments` to say.
 * @throws DefinitionError with every issue and its path
 */
export function defineSegments(config: unknown): RfmSegments {
  return unwrap(safeDefineSegments(config))
}

/** `defineSegments` that returns its issues. */
export function safeDefineSegments(config: unknown): Result<RfmSegments, DefinitionError> {
  return safeDefine<RfmSegments>({ kind: 'rfm-segments', schema: rfmSegmentsSchema, check: checkSegments }, config)
}

/** The options of a fit, checked and made complete. */
export function safeReadRecipe(options: unknown): Result<RfmRecipe, DefinitionError> {
  const read = safeDefine<FitRfmOptions>({ kind: 'rfm', schema: fitRfmOptionsSchema, check: checkOptions }, options)
  return read.success ? success(recipeOf(read.data)) : read
}

type ModelConfig = z.infer<typeof rfmModelSchema>
function completeModel(config: ModelConfig): RfmModel {
  return deepFreeze({
    ...config,
    measures: config.measures.map(({ cutPoints, fixed, nested, counts, range, ...measure }) => ({
      ...completeMeasure({ ...measure, cutPoints }),
      fixed,
      cutPoints,
      ...(nested ? { nested } : {}),
      counts,
      range,
    })),
  })
}

function checkModel(model: ModelConfig): Reason[] {
  const issues = checkMeasures(model.measures)
  let contexts = 1
  model.measures.forEach((measure, i) => {
    const path = ['measures', i, 'nested']
    const bins = binsOf(measure)
    if (measure.nested && model.binning !== 'nested')
      issues.push(reason('rfm.measure.not-nested', 'error', { measure: measure.id }, { path }))
    else if (
      measure.nested &&
      (measure.nested.length !== contexts || measure.nested.some((cuts) => cuts !== null && cuts.length !== bins - 1))
    )
      issues.push(
        reason('rfm.measure.contexts', 'error', { measure: measure.id, expected: contexts, got: measure.nested.length }, { path }),
      )
    if (measure.counts && measure.counts.length !== bins)
      issues.push(
        reason(
          'rfm.measure.counts',
          'error',
          { measure: measure.id, expected: bins, got: measure.counts.length },
          { path: ['measures', i, 'counts'] },
        ),
      )
    contexts *= bins
  })
  return issues
}

function checkSegments(table: RfmSegments): Reason[] {
  const issues: Reason[] = []
  const report = (code: string, params: Reason['params'], path: readonly (string | number)[]): void => {
    issues.push(reason(code, 'error', params, { path }))
  }
  const cells = Object.values(table.bins).reduce((product, bins) => product * bins, 1)
  if (cells === 1) report('rfm.segments.no-measures', {}, ['bins'])
  if (cells > MOST_CELLS) report('rfm.segments.too-many-cells', { cells, limit: MOST_CELLS }, ['bins'])
  table.segments.forEach((segment, i) => {
    if (table.segments.findIndex(({ id }) => id === segment.id) < i)
      report('rfm.segments.duplicate', { segment: segment.id }, ['segments', i, 'id'])
    for (const [measure, [from, to]] of Object.entries(segment.where)) {
      const path = ['segments', i, 'where', measure]
      const bins = Object.hasOwn(table.bins, measure) ? table.bins[measure] : undefined
      if (bins === undefined) report('rfm.segments.unknown-measure', { segment: segment.id, measure }, path)
      else if (from < 1 || to > bins || from > to) report('rfm.segments.interval', { segment: segment.id, measure, from, to, bins }, path)
    }
  })
  if (table.segments.some(({ id }) => id === table.rest)) report('rfm.segments.duplicate', { segment: table.rest }, ['rest'])
  return issues
}

function unwrap<T>(result: Result<T, DefinitionError>): T {
  if (result.success) return result.data
  throw result.error
}
