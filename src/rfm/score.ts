/** Scores by a fitted model: one customer or a whole table, the same answer. */

import { compiledForm } from '../core/compiled.js'
import { UsageError } from '../core/errors.js'
import { shareProperty } from '../core/lazy.js'
import type { Column, Columns, DictionaryColumn, Table } from '../core/table.js'
import { isTable, numberColumn, numberOf, type RfmTable } from './column.js'
import { compiledRfm, identityOf, levelOf, type RfmModelIdentity, type Scale } from './levels.js'
import type { RfmModel } from './model.js'
import { compiledSegments, type RfmSegments, stridesFor } from './segments.js'

/** With `segments`, every scored customer also gets the segment of their cell. */
export interface ScoreRfmOptions {
  readonly segments?: RfmSegments
}

/** A customer to be scored: the keys the model's measures read, as numbers. */
export interface RfmRow {
  /** What has columns is a table. */
  readonly columns?: undefined
  readonly [measure: string]: unknown
}

/**
 * Why a customer has no score.
 * `rfm.value.missing`: a measure has no value, as for a prospect. `rfm.value.unreadable`: it has one that is not a finite number.
 */
export type RfmUnscored = 'rfm.value.missing' | 'rfm.value.unreadable'

/** Beside these keys, one per measure of the model: its score, 1 … bins, 5 of 5 being best. */
export interface RfmScore {
  readonly customerId?: string | number
  /** Recency score. */
  readonly r?: number
  /** Frequency score. */
  readonly f?: number
  /** Monetary score. */
  readonly m?: number
  /** Σ weight · score, computed exactly; 3 … 15 for three measures of equal weight and five bins. */
  readonly score?: number
  /** The scores as digits: `'543'`. */
  readonly cell?: string
  /** Absent without `segments`, and where nothing matches and the table names no rest. */
  readonly segment?: string
  /** Absent on a scored customer; on others the only key beside the id. */
  readonly unscored?: RfmUnscored
  readonly [measure: string]: number | string | undefined
}

/** The columns of a scored table; the model's other measures stand beside `r`, `f` and `m`. */
export type RfmScoreColumns = Columns & {
  /** That of the scored table, as it stands there. */
  readonly customerId?: Column
  readonly r?: Float64Array
  readonly f?: Float64Array
  readonly m?: Float64Array
  readonly score: Float64Array
  readonly cell: DictionaryColumn
  readonly segment?: DictionaryColumn
  readonly unscored: DictionaryColumn<RfmUnscored>
}

/** Row i belongs to row i of the scored table. Beside these columns one `Float64Array` per measure: scores, NaN where there is none. */
export interface RfmScores extends Table<RfmScoreColumns> {
  readonly kind: 'rfm-scores'
  readonly format: 1
  readonly model: RfmModelIdentity
  /** How many scores each measure has, in the order of the cell: `{ r: 5, f: 5, m: 5 }`. */
  readonly bins: Readonly<Record<string, number>>
}

const UNSCORED: readonly RfmUnscored[] = ['rfm.value.missing', 'rfm.value.unreadable']

/**
 * RFM scores, cell, total and segment of a customer, or of every customer of a table.
 *
 * Score of a measure whose high values are good: 1 + how many cut points the value has passed; of one whose low values are good
 * (recency): bins − how many. Equal values always get equal scores. Values beyond those seen at the fit get the outermost score.
 * A customer without a value for some measure is not scored, and says so in `unscored`; a score is never guessed.
 *
 * @param model from `fitRfm`, `defineRfm` or `adoptRfm`
 * @throws UsageError `rfm.row.expected`, `rfm.column.unknown`, `rfm.column.not-numeric`, `rfm.column.too-short`, `rfm.table.currency`, `rfm.table.period`,
 *   `rfm.segments.mismatch`, `tierwise.definition.not-frozen`
 * @example
 * scoreRfm(model, { recencyDays: 12, orders: 4, revenueMinor: 320_00 })   // { r: 5, f: 4, m: 3, score: 12, cell: '543' }
 */
export function scoreRfm(model: RfmModel, table: RfmTable, options?: ScoreRfmOptions): RfmScores
export function scoreRfm(model: RfmModel, row: RfmRow, options?: ScoreRfmOptions): RfmScore
export function scoreRfm(model: RfmModel, subject: RfmTable | RfmRow, options: ScoreRfmOptions = {}): RfmScores | RfmScore {
  if (isTable(subject)) return scoreTable(model, subject, options)
  if (subject === null || typeof subject !== 'object' || Array.isArray(subject))
    throw new UsageError('rfm.row.expected', { hint: 'a row { recencyDays, … } or a table' })
  return scoreRow(model, subject, options)
}

function scoreRow(model: RfmModel, row: RfmRow, { segments }: ScoreRfmOptions): RfmScore {
  const { scales } = compiledRfm(model)
  let cell = 0
  let problem = 0
  for (const scale of scales) {
    const value = numberOf(scale.value(row))
    problem = worse(problem, scale, value)
    cell = cell * scale.measure.bins + levelOf(scale, cell, value) - 1
  }
  const scored: Record<string, number | string> =
    problem === 0 ? scoresOf(model, cell) : { customerId: '', unscored: UNSCORED[problem - 1] }
  const { customerId } = row
  if (typeof customerId === 'string' || typeof customerId === 'number') scored.customerId = customerId
  else delete scored.customerId
  if (segments && problem === 0) {
    const { codes, names } = segmentsOfCells(model, segments)
    if (codes[cell] >= 0) scored.segment = names[codes[cell]]
  }
  return scored
}

/** The scores of a cell with room for an id: a copy of the cell's own, which is made once. */
function scoresOf(model: RfmModel, cell: number): Record<string, number | string> {
  const { totals, names, rows } = answersOf(model)
  rows[cell] ??= {
    customerId: '',
    ...Object.fromEntries(model.measures.map(({ id }, j) => [id, Number(names[cell][j])])),
    score: totals[cell],
    cell: names[cell],
  }
  return { ...rows[cell] }
}

/** The problem there was, or that of the value if it is greater. 0: scored; else the position in `UNSCORED`, from 1. */
function worse(problem: number, scale: Scale, value: number): number {
  return value - value === 0 ? problem : Math.max(problem, Number.isNaN(value) ? scale.needed : 2)
}

function scoreTable(model: RfmModel, table: RfmTable, { segments }: ScoreRfmOptions): RfmScores {
  requireSameUnits(model, table)
  const { length } = table
  const { scales } = compiledRfm(model)
  const cells = new Int32Array(length)
  const problems = new Int8Array(length)
  const levels = scales.map((scale) => scoreMeasure(scale, numberColumn(table, scale.measure.column), cells, problems))
  for (let i = 0; i < length; i++) {
    if (problems[i]-- === 0) continue // a code of UNSCORED, −1 for none
    cells[i] = -1
    for (const level of levels) level[i] = Number.NaN
  }
  const { totals, names } = answersOf(model)
  const columns: Record<string, unknown> = {}
  shareProperty(table.columns, columns, 'customerId')
  Object.assign(columns, Object.fromEntries(model.measures.map(({ id }, j) => [id, levels[j]])))
  columns.score = lookUp(totals, cells, new Float64Array(length), Number.NaN)
  columns.cell = { codes: cells, values: names }
  if (segments) {
    const { codes, names } = segmentsOfCells(model, segments)
    columns.segment = { codes: lookUp(codes, cells, new Int16Array(length), -1), values: names }
  }
  columns.unscored = { codes: problems, values: UNSCORED }
  return {
    kind: 'rfm-scores',
    format: 1,
    // A model's hash takes as long as scoring a thousand customers, and only who stores the scores asks for it.
    get model() {
      return identityOf(model)
    },
    bins: Object.fromEntries(model.measures.map(({ id, bins }) => [id, bins])),
    length,
    columns: columns as RfmScoreColumns,
  }
}

/** Measure by measure, so that a loop reads one column and its cut points only. `cells` move on to the combination with this score. */
function scoreMeasure(scale: Scale, column: Float64Array, cells: Int32Array, problems: Int8Array): Float64Array {
  const levels = new Float64Array(cells.length)
  const { bins } = scale.measure
  for (let i = 0; i < cells.length; i++) {
    const value = column[i]
    const level = levelOf(scale, cells[i], value)
    levels[i] = level
    cells[i] = cells[i] * bins + level - 1
    problems[i] = worse(problems[i], scale, value)
  }
  return levels
}

/** Everything but the scores is a function of the cell: a table of 125 entries stays in the nearest cache. */
interface Answers {
  readonly totals: Float64Array
  readonly names: readonly string[]
  /** What a row gets, with room for its id, as far as somebody has asked. */
  readonly rows: Record<string, number | string>[]
  readonly segmentsOf: WeakMap<RfmSegments, CellSegments>
}

interface CellSegments {
  /** Per cell the segment's position among the names; −1 for none. */
  readonly codes: Int16Array
  readonly names: readonly string[]
}

const answersOf = compiledForm('rfm', (model: RfmModel): Answers => {
  const { scales, divisor } = compiledRfm(model)
  let names = ['']
  let units = [0]
  for (const { measure, units: weight } of scales) {
    const levels = Array.from({ length: measure.bins }, (_, i) => i + 1)
    names = names.flatMap((name) => levels.map((level) => name + level))
    units = units.flatMap((sum) => levels.map((level) => sum + weight * level))
  }
  return { totals: Float64Array.from(units, (sum) => sum / divisor), names, rows: [], segmentsOf: new WeakMap() }
})

function segmentsOfCells(model: RfmModel, segments: RfmSegments): CellSegments {
  const { names: cells, segmentsOf } = answersOf(model)
  const known = segmentsOf.get(segments)
  if (known) return known
  const strides = stridesFor(model, segments)
  const { winners, names } = compiledSegments(segments)
  const placeOf = (cell: string): number => strides.reduce((place, stride, j) => place + stride * (Number(cell[j]) - 1), 0)
  const made = { codes: Int16Array.from(cells, (cell) => winners[placeOf(cell)]), names }
  segmentsOf.set(segments, made)
  return made
}

function lookUp<A extends Float64Array | Int16Array>(values: A, cells: Int32Array, into: A, missing: number): A {
  for (let i = 0; i < cells.length; i++) into[i] = cells[i] < 0 ? missing : values[cells[i]]
  return into
}

/** Cut points in yuan say nothing about dollars, nor those in weeks about days. */
export function requireSameUnits(model: RfmModel, table: RfmTable): void {
  const { currency = null, period = null } = model.provenance ?? {}
  const inMoney = model.measures.some(({ column }) => column.endsWith('Minor') || column === 'monetary')
  if (inMoney && currency !== null && table.currency !== undefined && table.currency !== currency)
    throw new UsageError('rfm.table.currency', { expected: currency, got: table.currency })
  const inPeriods = model.measures.some(({ column }) => column === 'recency' || column === 'age')
  if (inPeriods && period !== null && table.period !== undefined && table.period !== period)
    throw new UsageError('rfm.table.period', { expected: period, got: table.period })
}
