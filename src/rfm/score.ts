/** Scores by a fitted model: one customer or a whole table, the same answer. */

import { UsageError } from '../core/errors.js'
import type { Column, Columns, DictionaryColumn, Table } from '../core/table.js'
import { isTable, numberColumn, numberOf, type RfmTable } from './column.js'
import { type CompiledRfm, cellNames, compiledRfm, identityOf, levelOf, type ModelIdentity, type Scale } from './levels.js'
import type { RfmModel } from './model.js'
import { compiledSegments, type RfmSegments, stridesFor } from './segments.js'

export interface ScoreRfmOptions {
  readonly segments?: RfmSegments
}

/** A customer to be scored: the keys the model's measures read, as numbers. */
export type RfmRow = Readonly<Record<string, unknown>>

/**
 * Why a customer has no score.
 * `rfm.value.missing`: a measure has no value, as for a prospect. `rfm.value.unreadable`: it has one that is not a finite number.
 */
export type Unscored = 'rfm.value.missing' | 'rfm.value.unreadable'

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
  readonly unscored?: Unscored
  readonly [measure: string]: number | string | undefined
}

export type RfmScoreColumns = Columns & {
  /** That of the scored table, as it stands there. */
  readonly customerId?: Column
  readonly score: Float64Array
  readonly cell: DictionaryColumn
  readonly segment?: DictionaryColumn
  readonly unscored: DictionaryColumn<Unscored>
}

/** Row i belongs to row i of the scored table. Beside these columns one `Float64Array` per measure: scores, NaN where there is none. */
export interface RfmScores extends Table<RfmScoreColumns> {
  readonly kind: 'rfm-scores'
  readonly format: 1
  readonly model: ModelIdentity
  /** How many scores each measure has, in the order of the cell: `{ r: 5, f: 5, m: 5 }`. */
  readonly bins: Readonly<Record<string, number>>
}

const UNSCORED: readonly Unscored[] = ['rfm.value.missing', 'rfm.value.unreadable']

/**
 * RFM scores, cell, total and segment of a customer, or of every customer of a table.
 *
 * Score of a measure whose high values are good: 1 + how many cut points the value has passed; of one whose low values are good
 * (recency): bins − how many. Equal values always get equal scores. Values beyond those seen at the fit get the outermost score.
 * A customer without a value for some measure is not scored, and says so in `unscored`; a score is never guessed.
 *
 * @param model from `fitRfm`, `defineRfm` or `adoptRfm`
 * @throws UsageError `rfm.column.unknown`, `rfm.column.not-numeric`, `rfm.column.too-short`, `rfm.table.currency`, `rfm.table.period`,
 *   `rfm.segments.mismatch`, `tierwise.definition.not-frozen`
 * @example
 * scoreRfm(model, { recencyDays: 12, orders: 4, revenueMinor: 320_00 })   // { r: 5, f: 4, m: 3, score: 12, cell: '543' }
 */
export function scoreRfm(model: RfmModel, table: RfmTable, options?: ScoreRfmOptions): RfmScores
export function scoreRfm(model: RfmModel, row: RfmRow, options?: ScoreRfmOptions): RfmScore
export function scoreRfm(model: RfmModel, subject: RfmTable | RfmRow, options: ScoreRfmOptions = {}): RfmScores | RfmScore {
  return isTable(subject) ? scoreTable(model, subject, options) : scoreRow(model, subject, options)
}

function scoreRow(model: RfmModel, row: RfmRow, { segments }: ScoreRfmOptions): RfmScore {
  const { scales, divisor } = compiledRfm(model)
  const strides = segments ? stridesFor(model, segments) : undefined
  const { customerId } = row
  const who: Record<string, number | string> = typeof customerId === 'string' || typeof customerId === 'number' ? { customerId } : {}
  const out = { ...who }
  let context = 0
  let cell = ''
  let place = 0
  let total = 0
  let problem = 0
  for (let j = 0; j < scales.length; j++) {
    const scale = scales[j]
    const value = numberOf(row[scale.measure.column])
    const level = levelOf(scale, scale.nested ? context : 0, value)
    problem = Math.max(problem, problemOf(scale, value))
    out[scale.measure.id] = level
    total += scale.units * level
    context = context * scale.measure.bins + level - 1
    cell += level
    if (strides) place += strides[j] * (level - 1)
  }
  if (problem > 0) return { ...who, unscored: UNSCORED[problem - 1] as Unscored }
  out.score = total / divisor
  out.cell = cell
  if (segments) {
    const { winners, names } = compiledSegments(segments)
    if (winners[place] >= 0) out.segment = names[winners[place]]
  }
  return out
}

/** 0: scored; else the position in `UNSCORED`, from 1. */
function problemOf(scale: Scale, value: number): number {
  if (value - value === 0) return 0
  return Number.isNaN(value) ? scale.needed : 2
}

function scoreTable(model: RfmModel, table: RfmTable, { segments }: ScoreRfmOptions): RfmScores {
  requireSameUnits(model, table)
  const compiled = compiledRfm(model)
  const { levels, cells, totals, problems } = scoreColumns(
    compiled,
    model.measures.map((measure) => numberColumn(table, measure.column)),
    table.length,
  )
  const measures = Object.fromEntries(model.measures.map((measure, j) => [measure.id, levels[j]]))
  const customerId = table.columns.customerId
  return {
    kind: 'rfm-scores',
    format: 1,
    model: identityOf(model),
    bins: Object.fromEntries(model.measures.map(({ id, bins }) => [id, bins])),
    length: table.length,
    columns: {
      ...(customerId === undefined ? {} : { customerId: customerId as Column }),
      ...measures,
      score: totals,
      cell: { codes: cells, values: cellNames(model) },
      ...(segments ? { segment: segmentColumn(model, segments, compiled.cells, cells) } : {}),
      unscored: { codes: problems, values: UNSCORED },
    } as RfmScoreColumns,
  }
}

export interface ScoredColumns {
  /** Per measure, NaN where the customer is not scored. */
  readonly levels: readonly Float64Array[]
  /** Combination of scores in mixed radix; −1 where not scored. */
  readonly cells: Int32Array
  readonly totals: Float64Array
  /** Position in the list of problems; −1 where scored. */
  readonly problems: Int8Array
}

/** Measure by measure, so that each loop reads one column and its cut points only. */
export function scoreColumns({ scales, divisor }: CompiledRfm, columns: readonly Float64Array[], length: number): ScoredColumns {
  const cells = new Int32Array(length)
  const totals = new Float64Array(length)
  const problems = new Int8Array(length).fill(-1)
  const levels = scales.map((scale, j) => {
    const column = columns[j]
    const level = new Float64Array(length)
    const { nested, units } = scale
    const { bins } = scale.measure
    for (let i = 0; i < length; i++) {
      const value = column[i]
      const cell = cells[i]
      const score = levelOf(scale, nested ? cell : 0, value)
      level[i] = score
      totals[i] += units * score
      cells[i] = cell * bins + score - 1
      if (value - value !== 0) problems[i] = Math.max(problems[i], problemOf(scale, value) - 1)
    }
    return level
  })
  for (let i = 0; i < length; i++) {
    if (problems[i] < 0) totals[i] /= divisor
    else {
      cells[i] = -1
      totals[i] = Number.NaN
      for (const level of levels) level[i] = Number.NaN
    }
  }
  return { levels, cells, totals, problems }
}

/** Looked up by combination of scores: a table of 125 entries stays in the nearest cache. */
function segmentColumn(model: RfmModel, segments: RfmSegments, cellCount: number, cells: Int32Array): DictionaryColumn {
  const bySegment = segmentOfCell(model, segments, cellCount)
  const codes = new Int16Array(cells.length)
  for (let i = 0; i < cells.length; i++) codes[i] = cells[i] < 0 ? -1 : bySegment[cells[i]]
  return { codes, values: compiledSegments(segments).names }
}

function segmentOfCell(model: RfmModel, segments: RfmSegments, cellCount: number): Int16Array {
  const strides = stridesFor(model, segments)
  const { winners } = compiledSegments(segments)
  return Int16Array.from({ length: cellCount }, (_, cell) => {
    let place = 0
    for (let j = strides.length - 1, rest = cell; j >= 0; j--) {
      const { bins } = model.measures[j]
      place += strides[j] * (rest % bins)
      rest = Math.floor(rest / bins)
    }
    return winners[place]
  })
}

/** Cut points in yuan say nothing about dollars, nor those in weeks about days. */
export function requireSameUnits(model: RfmModel, table: RfmTable): void {
  const { currency = null, period = null } = model.provenance ?? {}
  if (currency !== null && table.currency !== undefined && table.currency !== currency)
    throw new UsageError('rfm.table.currency', { expected: currency, got: table.currency })
  const inPeriods = model.measures.some(({ column }) => column === 'recency' || column === 'age')
  if (inPeriods && period !== null && table.period !== undefined && table.period !== period)
    throw new UsageError('rfm.table.period', { expected: period, got: table.period })
}
