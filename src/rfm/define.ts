/** Strangers' JSON → frozen models and segment tables, and the options of a fit made complete. */

import type * as z from 'zod/mini'
import { decimal, decimalText } from '../core/decimal/decimal.js'
import { type DefineOptions, safeDefine } from '../core/define.js'
import type { DefinitionError } from '../core/errors.js'
import { deepFreeze } from '../core/freeze.js'
import { type Reason, reason } from '../core/reason.js'
import { type Result, success } from '../core/result.js'
import { KNOWN_MEASURES } from './measures.js'
import type { RfmMeasure, RfmModel } from './model.js'
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

export function safeDefineSegments(config: unknown): Result<RfmSegments, DefinitionError> {
  return safeDefine<RfmSegments>({ kind: 'rfm-segments', schema: rfmSegmentsSchema, check: checkSegments }, config)
}

/** What a fit is asked to do, with every default filled in. */
export interface RfmRecipe extends Pick<RfmModel, 'id' | 'method' | 'binning' | 'onCut'> {
  readonly measures: readonly RecipeMeasure[]
  readonly asOf: string | null
  readonly currency: string | null
}

/** With cut points if they are fixed. */
export type RecipeMeasure = Omit<RfmMeasure, 'fixed' | 'cutPoints' | 'nested' | 'counts' | 'range'> & Partial<Pick<RfmMeasure, 'cutPoints'>>

export function safeReadRecipe(options: unknown): Result<RfmRecipe, DefinitionError> {
  const read = safeDefine({ kind: 'rfm', schema: fitRfmOptionsSchema, check: checkOptions } satisfies DefineOptions<FitConfig>, options)
  if (!read.success) return read
  const { id = 'rfm', method = 'quantile', binning = 'independent', asOf, currency = null } = read.data
  return success({
    id,
    method,
    binning,
    onCut: read.data.onCut ?? (method === 'r-rfm' ? 'above' : 'below'),
    measures: measuresOf(read.data).map((measure) => completeMeasure(measure, read.data.bins)),
    asOf: asOf === undefined ? null : String(asOf),
    currency,
  })
}

type FitConfig = z.infer<typeof fitRfmOptionsSchema>
type ModelConfig = z.infer<typeof rfmModelSchema>
type MeasureConfig = Exclude<NonNullable<FitConfig['measures']>[number], string>

function measuresOf(config: FitConfig): MeasureConfig[] {
  return (config.measures ?? ['r', 'f', 'm']).map((measure) => (typeof measure === 'string' ? { id: measure } : measure))
}

function completeMeasure(config: MeasureConfig, bins = 5): RecipeMeasure {
  const known = knownMeasure(config.id)
  return {
    id: config.id,
    column: config.column ?? known?.column ?? '',
    better: config.better ?? known?.better ?? 'high',
    bins: binsOf(config, bins),
    weight: decimalText(decimal(config.weight ?? 1)),
    missing: config.missing ?? 'unscored',
    ...(config.cutPoints ? { cutPoints: config.cutPoints } : {}),
  }
}

function binsOf(config: MeasureConfig, bins = 5): number {
  return config.bins ?? (config.cutPoints ? config.cutPoints.length + 1 : bins)
}

function knownMeasure(id: string) {
  return Object.hasOwn(KNOWN_MEASURES, id) ? KNOWN_MEASURES[id] : undefined
}

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

/** Combinations of scores a table may have: 9⁵. */
const MOST_CELLS = 59_049
/** Columns of the scored table that are not scores. */
const RESERVED: readonly string[] = ['customerId', 'score', 'cell', 'segment', 'unscored']

function checkOptions(config: FitConfig): Reason[] {
  return checkMeasures(measuresOf(config), config.bins)
}

function checkMeasures(measures: readonly MeasureConfig[], bins?: number): Reason[] {
  const issues = measures.flatMap((measure, i) => {
    const found: Reason[] = []
    const report = (code: string, params: Reason['params'], ...key: string[]): void => {
      found.push(reason(code, 'error', { measure: measure.id, ...params }, { path: ['measures', i, ...key] }))
    }
    if (RESERVED.includes(measure.id)) report('rfm.measure.reserved', {}, 'id')
    if (measures.findIndex(({ id }) => id === measure.id) < i) report('rfm.measure.duplicate', {}, 'id')
    if (!knownMeasure(measure.id)) {
      if (measure.column === undefined) report('rfm.measure.incomplete', { key: 'column' }, 'column')
      if (measure.better === undefined) report('rfm.measure.incomplete', { key: 'better' }, 'better')
    }
    const expected = binsOf(measure, bins) - 1
    const got = measure.cutPoints?.length ?? expected
    if (got !== expected) report('rfm.measure.cut-points', { expected, got }, 'cutPoints')
    return found
  })
  if (measures.every(({ weight }) => weight !== undefined && decimal(weight).units === 0))
    issues.push(reason('rfm.measure.weightless', 'error', {}, { path: ['measures'] }))
  const cells = measures.reduce((product, measure) => product * binsOf(measure, bins), 1)
  if (cells > MOST_CELLS) issues.push(reason('rfm.measure.too-many-cells', 'error', { cells, limit: MOST_CELLS }, { path: ['measures'] }))
  return issues
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
