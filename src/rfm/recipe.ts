/** What a fit is asked to do: options as a host writes them, and the recipe they become. */

import { decimal, decimalText } from '../core/decimal/decimal.js'
import { type Reason, reason } from '../core/reason.js'
import { KNOWN_MEASURES } from './measures.js'
import type { RfmMeasure, RfmMethod, RfmModel } from './model.js'

/** How to fit; everything has a default. */
export interface FitRfmOptions {
  /** Default `'rfm'`. */
  readonly id?: string
  /** Scores per measure, 2 … 9; default 5. */
  readonly bins?: number
  /** Default `'quantile'`. */
  readonly method?: RfmMethod
  /** Default `'independent'`: an F of 5 means the same whatever the R. */
  readonly binning?: 'independent' | 'nested'
  /** Where a value on a cut point belongs; default `'below'`, for `r-rfm` `'above'`. */
  readonly onCut?: 'below' | 'above'
  /** What to score by, in order; default `['r', 'f', 'm']`. */
  readonly measures?: readonly (string | RfmMeasureOptions)[]
  /** What the ages of the table run to; read from a customer summary. Only noted. */
  readonly asOf?: string | number
  /** ISO 4217; read from a customer summary. */
  readonly currency?: string
}

/** A known letter (`r`, `f`, `m`, `l`, `g`, `d`) fills in column and direction; any other id must name both. */
export interface RfmMeasureOptions {
  readonly id: string
  readonly column?: string
  readonly better?: 'low' | 'high'
  /** Default: that of the options; with cut points, one more than they are. */
  readonly bins?: number
  /** Decimal text or number, ≥ 0; default 1. */
  readonly weight?: string | number
  /** Default `'unscored'`. */
  readonly missing?: 'unscored' | 'lowest'
  /** Fixed thresholds in the unit of the column, ascending; nothing is fitted. */
  readonly cutPoints?: readonly number[]
}

/** What a fit is asked to do, with every default filled in. */
export interface RfmRecipe extends Pick<RfmModel, 'id' | 'method' | 'binning' | 'onCut'> {
  readonly measures: readonly RecipeMeasure[]
  readonly asOf: string | null
  readonly currency: string | null
}

/** With cut points if they are fixed. */
export type RecipeMeasure = Omit<RfmMeasure, 'fixed' | 'cutPoints' | 'nested' | 'counts' | 'range'> & Partial<Pick<RfmMeasure, 'cutPoints'>>

export function recipeOf(options: FitRfmOptions): RfmRecipe {
  const { id = 'rfm', method = 'quantile', binning = 'independent', asOf, currency = null, bins } = options
  return {
    id,
    method,
    binning,
    onCut: options.onCut ?? (method === 'r-rfm' ? 'above' : 'below'),
    measures: measuresOf(options).map((measure) => completeMeasure(measure, bins)),
    asOf: asOf === undefined ? null : String(asOf),
    currency,
  }
}

function measuresOf(config: FitRfmOptions): RfmMeasureOptions[] {
  return (config.measures ?? ['r', 'f', 'm']).map((measure) => (typeof measure === 'string' ? { id: measure } : measure))
}

export function completeMeasure(config: RfmMeasureOptions, bins = 5): RecipeMeasure {
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

export function binsOf(config: RfmMeasureOptions, bins = 5): number {
  return config.bins ?? (config.cutPoints ? config.cutPoints.length + 1 : bins)
}

function knownMeasure(id: string) {
  return Object.hasOwn(KNOWN_MEASURES, id) ? KNOWN_MEASURES[id] : undefined
}

/** Combinations of scores a table may have: 9⁵. */
export const MOST_CELLS = 59_049
/** Columns of the scored table that are not scores. */
const RESERVED: readonly string[] = ['customerId', 'score', 'cell', 'segment', 'unscored']

export function checkOptions(config: FitRfmOptions): Reason[] {
  return checkMeasures(measuresOf(config), config.bins)
}

export function checkMeasures(measures: readonly RfmMeasureOptions[], bins?: number): Reason[] {
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
