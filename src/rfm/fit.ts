/** From a customer table to cut points. */

import type { DefinitionError } from '../core/errors.js'
import { FitError } from '../core/errors.js'
import { deepFreeze } from '../core/freeze.js'
import { type Reason, reason } from '../core/reason.js'
import { failure, type Result, success } from '../core/result.js'
import { numberColumn, type RfmTable } from './column.js'
import { cutsByCell, cutsOf } from './cuts.js'
import { safeReadRecipe } from './define.js'
import { scaleOf } from './levels.js'
import type { RfmMeasure, RfmModel } from './model.js'
import type { FitRfmOptions, RecipeMeasure, RfmRecipe } from './recipe.js'
import { countLast, countScores, nextCells } from './score-counts.js'

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
  for (let j = 0; j < columns.length; j++) markLacking(columns[j], measures[j].missing === 'lowest', lacking)
  const customers = length - countOnes(lacking)
  const values = customers === length ? columns : columns.map((column) => column.filter((_, i) => lacking[i] === 0))
  return { customers, values }
}

function markLacking(column: Float64Array, mayLack: boolean, lacking: Uint8Array): void {
  for (let i = 0; i < lacking.length; i++) if (column[i] - column[i] !== 0 && !(mayLack && Number.isNaN(column[i]))) lacking[i] = 1
}

function countOnes(flags: Uint8Array): number {
  let count = 0
  for (let i = 0; i < flags.length; i++) count += flags[i]
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
