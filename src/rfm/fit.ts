/** From a customer table to cut points. */

import type { DefinitionError } from '../core/errors.js'
import { FitError } from '../core/errors.js'
import { deepFreeze } from '../core/freeze.js'
import { cutPoints } from '../core/math/cut-points.js'
import { type Reason, reason } from '../core/reason.js'
import { failure, type Result, success } from '../core/result.js'
import { numberColumn, type RfmTable } from './column.js'
import { type RecipeMeasure, type RfmRecipe, safeReadRecipe } from './define.js'
import { levelOf, type Scale, scaleOf } from './levels.js'
import type { RfmMeasure, RfmMethod, RfmModel } from './model.js'

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

/**
 * An RFM model: for each measure the cut points that split the customers of `table` into equally large groups.
 *
 * Cut point k of b is the R type-7 quantile at k / b over the customers that have every measure; a value on a cut point belongs to the
 * bin below. So equal values get equal scores, the order of rows does not matter, and no change of unit changes a score. Where one value
 * holds more than a bin, scores vanish: the model's `findings` name them.
 *
 * @param table a customer summary, or any table with the columns that `options.measures` name
 * @throws DefinitionError for options that cannot be; `rfm.column.…` UsageError for columns that are not there
 * @throws FitError `rfm.fit.no-customers` when no customer has every measure
 * @source A. M. Hughes (1994), Strategic Database Marketing (independent and nested quintiles); B. Stone (weights)
 */
export function fitRfm(table: RfmTable, options: FitRfmOptions = {}): RfmModel {
  const result = safeFitRfm(table, options)
  if (result.success) return result.data
  throw result.error
}

/** `fitRfm` that returns its failure. A column that is not there is still a caller's bug, and thrown. */
export function safeFitRfm(table: RfmTable, options: FitRfmOptions = {}): Result<RfmModel, DefinitionError | FitError> {
  const recipe = safeReadRecipe(options)
  return recipe.success ? fitRecipe(table, recipe.data) : recipe
}

/** Fits anew what a model was fitted with: fixed cut points stay. */
export function refitRfm(model: RfmModel, table: RfmTable): Result<RfmModel, FitError> {
  const measures = model.measures.map(({ fixed, cutPoints, nested, counts, range, ...measure }) =>
    fixed ? { ...measure, cutPoints } : measure,
  )
  return fitRecipe(table, { ...model, measures, asOf: null, currency: model.provenance?.currency ?? null })
}

function fitRecipe(table: RfmTable, recipe: RfmRecipe): Result<RfmModel, FitError> {
  const columns = recipe.measures.map((measure) => numberColumn(table, measure.column))
  const { customers, values } = completeRows(recipe.measures, columns, table.length)
  const unscored = table.length - customers
  const empty = recipe.measures.find((measure, j) => measure.cutPoints === undefined && !values[j].some(Number.isFinite))
  if (empty) return failure(new FitError('rfm', reason('rfm.fit.no-customers', 'refused', { measure: empty.id, unscored })))

  const cells = new Int32Array(recipe.binning === 'nested' ? customers : 0)
  let contexts = 1
  const measures = recipe.measures.map((measure, j) => {
    const nested = recipe.binning === 'nested' && j > 0 && measure.cutPoints === undefined
    const cut: RfmMeasure = {
      ...measure,
      fixed: measure.cutPoints !== undefined,
      cutPoints: measure.cutPoints ?? cutsOf(values[j], measure, recipe.method),
      ...(nested ? { nested: cutsByCell(values[j], cells, contexts, measure, recipe.method) } : {}),
      counts: null,
      range: rangeOf(values[j]),
    }
    const scale = scaleOf(cut, recipe.onCut, 1)
    if (recipe.binning === 'nested') nextCells(cells, values[j], scale)
    contexts *= measure.bins
    return { ...cut, counts: nested ? countLast(cells, measure.bins) : countScores(values[j], scale) }
  })
  const { id, method, binning, onCut } = recipe
  return success(
    deepFreeze<RfmModel>({
      kind: 'rfm',
      format: 1,
      id,
      method,
      binning,
      onCut,
      measures,
      provenance: {
        asOf: recipe.asOf ?? table.asOf ?? null,
        currency: recipe.currency ?? table.currency ?? null,
        period: table.period ?? null,
        customers,
        unscored,
      },
      findings: findingsOf(measures, customers),
    }),
  )
}

/** The values of the customers that every measure can score; the columns themselves where that is everybody. */
function completeRows(
  measures: readonly RecipeMeasure[],
  columns: readonly Float64Array[],
  length: number,
): { customers: number; values: readonly Float64Array[] } {
  const lacking = new Uint8Array(length)
  let customers = length
  columns.forEach((column, j) => {
    const mayLack = measures[j].missing === 'lowest'
    for (let i = 0; i < length; i++) {
      if (column[i] - column[i] === 0 || (mayLack && Number.isNaN(column[i]))) continue
      customers -= 1 - lacking[i]
      lacking[i] = 1
    }
  })
  const values = customers === length ? columns : columns.map((column) => column.filter((_, i) => lacking[i] === 0))
  return { customers, values }
}

function cutsOf(values: Float64Array, measure: RecipeMeasure, method: RfmMethod): number[] {
  const cuts = cutPoints(measure.missing === 'lowest' ? values.filter(Number.isFinite) : values, measure.bins)
  return method === 'r-rfm' ? cuts.map((cut) => cut + 1) : cuts
}

/** Cut points within each combination of the scores so far; `null` where there is no value to cut. */
function cutsByCell(
  values: Float64Array,
  cells: Int32Array,
  cellCount: number,
  measure: RecipeMeasure,
  method: RfmMethod,
): (readonly number[] | null)[] {
  const ends = new Int32Array(cellCount)
  for (const cell of cells) ends[cell]++
  for (let c = 1; c < cellCount; c++) ends[c] += ends[c - 1]
  const starts = Int32Array.from(ends, (_, c) => (c === 0 ? 0 : ends[c - 1]))
  const next = starts.slice()
  const grouped = new Float64Array(values.length)
  for (let i = 0; i < values.length; i++) grouped[next[cells[i]]++] = values[i]
  return Array.from(starts, (start, c) => {
    const group = grouped.subarray(start, ends[c])
    return group.some(Number.isFinite) ? cutsOf(group, measure, method) : null
  })
}

/** Moves every customer on to the combination with one score more. */
function nextCells(cells: Int32Array, values: Float64Array, scale: Scale): void {
  const { bins } = scale.measure
  for (let i = 0; i < values.length; i++) cells[i] = cells[i] * bins + levelOf(scale, scale.nested ? cells[i] : 0, values[i]) - 1
}

/** Customers per last score of their combination. */
function countLast(cells: Int32Array, bins: number): number[] {
  const counts = new Array<number>(bins).fill(0)
  for (let i = 0; i < cells.length; i++) counts[cells[i] % bins]++
  return counts
}

/** Customers per score: one count in a register per cut point takes half the time of a counter per score in memory. */
function countScores(values: Float64Array, { measure, thresholds, base, step }: Scale): number[] {
  const { bins, missing } = measure
  const valued = missing === 'lowest' ? countAbove(values, Number.NEGATIVE_INFINITY) : values.length
  const above = [valued, ...Array.from(thresholds.subarray(0, bins - 1), (cut) => countAbove(values, cut)), 0]
  const counts = new Array<number>(bins).fill(0)
  for (let passed = 0; passed < bins; passed++) counts[base - 1 + step * passed] = above[passed] - above[passed + 1]
  counts[0] += values.length - valued
  return counts
}

function countAbove(values: Float64Array, cut: number): number {
  let count = 0
  for (let i = 0; i < values.length; i++) count += ~~(values[i] > cut)
  return count
}

function rangeOf(values: Float64Array): readonly [number, number] | null {
  const least = leastOf(values)
  return least === Number.POSITIVE_INFINITY ? null : [least, mostOf(values)]
}

function leastOf(values: Float64Array): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < values.length; i++) if (values[i] < least) least = values[i]
  return least
}

function mostOf(values: Float64Array): number {
  let most = Number.NEGATIVE_INFINITY
  for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i]
  return most
}

/** Fewer customers per score than this, and one more order by one of them moves the cut points visibly. */
const FEW_PER_SCORE = 10

function findingsOf(measures: readonly RfmMeasure[], customers: number): Reason[] {
  const fitted = measures.filter(({ fixed }) => !fixed)
  const findings = fitted.flatMap(({ id, counts, bins }) => {
    const vanished = (counts ?? []).flatMap((count, i) => (count === 0 ? [i + 1] : []))
    return vanished.length > 0 ? [reason('rfm.level.vanished', 'warning', { measure: id, scores: vanished.join(', '), bins })] : []
  })
  const needed = FEW_PER_SCORE * Math.max(0, ...fitted.map(({ bins }) => bins))
  if (customers < needed) findings.push(reason('rfm.fit.few-customers', 'warning', { customers, needed }))
  return findings
}
