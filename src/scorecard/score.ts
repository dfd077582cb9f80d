/** Scoring: weighted points that add up, for one customer or a table of them. */

import { TEN } from '../core/decimal/decimal.js'
import { UsageError } from '../core/errors.js'
import type { Columns, DictionaryColumn, Table } from '../core/table.js'
import { type CompiledScorecard, compiledScorecard } from './compile.js'
import type { ScorecardDefinition, ScorecardInput } from './definition.js'
import { levelIndex } from './levels.js'

/**
 * One scored customer. Beside these, per criterion id, `<id>Contribution` (its part of the score) and, where bands have levels, `<id>Level`.
 * A key is absent where there is no value.
 */
export type ScorecardRow = {
  readonly score?: number
  readonly level?: string
  /** Part of the weight whose criteria had a value, 0 … 1. */
  readonly coverage: number
} & { readonly [K in `${string}Contribution`]?: number } & { readonly [K in `${string}Level`]?: string }

export type ScorecardColumns = {
  readonly score: Float64Array
  readonly level: DictionaryColumn
  readonly coverage: Float64Array
} & { readonly [K in `${string}Contribution`]: Float64Array } & { readonly [K in `${string}Level`]: DictionaryColumn }

export interface ScoreRowOptions {
  /** The level held before: it changes only when the score leaves it by the card's margin. Unknown ids count as none. */
  readonly current?: string
}

export interface ScoreTableOptions {
  /** The levels held before, row by row. */
  readonly current?: DictionaryColumn | readonly (string | undefined)[]
}

/**
 * The score of customers, what each criterion contributes to it, and the level.
 *
 *   score = Σ contribution_i, contribution_i = round(w_i · p_i / Σ w)
 *
 * with w_i the weight and p_i the points of criterion i; Σ w runs over the criteria that count: all of them, or without those that are
 * missing and excluded. Each contribution is rounded to the card's `places`, half away from zero, and the score is their sum: as decimals
 * they add up exactly.
 *
 * A missing value does what the criterion declares. No score — and no level — where a criterion that may not be missing is, or where no
 * weight is left.
 *
 * @param subject values by measure, or a table with a numeric column per measure; a measure without a column is missing for everybody
 * @returns row in, row out; table in, table of equal length and order out
 * @throws UsageError `scorecard.definition.unfitted`, `scorecard.measure.not-a-number`
 */
export function scoreScorecard(card: ScorecardDefinition, subject: ScorecardInput, options?: ScoreRowOptions): ScorecardRow
export function scoreScorecard(card: ScorecardDefinition, subject: Table, options?: ScoreTableOptions): Table<ScorecardColumns>
export function scoreScorecard(
  card: ScorecardDefinition,
  subject: ScorecardInput | Table,
  options: ScoreRowOptions | ScoreTableOptions = {},
): ScorecardRow | Table<ScorecardColumns> {
  const compiled = compiledScorecard(card)
  return isTable(subject)
    ? scoreTable(compiled, subject, (options as ScoreTableOptions).current)
    : scoreRow(compiled, subject, (options as ScoreRowOptions).current)
}

function isTable(subject: ScorecardInput | Table): subject is Table {
  return typeof (subject as Table).columns === 'object' && (subject as Table).columns !== null
}

/** What a scored customer's criteria came to, in units; reused from row to row. */
export interface Scored {
  /** In 10^−places; NaN where there is no score. */
  units: number
  coverage: number
  /** −1 for a curve and where the value is missing. */
  readonly bands: Int32Array
  /** In 10^−pointScale; NaN where the criterion does not count. */
  readonly points: Float64Array
  /** In 10^−places. */
  readonly contributions: Float64Array
}

export function emptyScored(card: CompiledScorecard): Scored {
  const n = card.criteria.length
  return { units: Number.NaN, coverage: 0, bands: new Int32Array(n), points: new Float64Array(n), contributions: new Float64Array(n) }
}

export function scoreValues(card: CompiledScorecard, values: ArrayLike<number>, out: Scored): void {
  const { criteria } = card
  let present = 0
  let observed = 0
  let unknown = false
  for (let i = 0; i < criteria.length; i++) {
    const { weight, missing, bandPoints, curve } = criteria[i]
    const band = criteria[i].bandOf(values[i])
    let points = band >= 0 ? bandPoints[band] : curve ? curve(values[i]) : Number.NaN
    if (!Number.isNaN(points)) observed += weight
    else if (missing === 'unknown') unknown = true
    else if (missing !== 'exclude') points = missing
    if (!Number.isNaN(points)) present += weight
    out.bands[i] = band
    out.points[i] = points
  }
  out.coverage = observed / card.total
  out.units = Number.NaN
  out.contributions.fill(Number.NaN)
  if (unknown || present === 0) return
  out.units = 0
  const byBand = card.bandContributions(present)
  for (let i = 0; i < criteria.length; i++) {
    const points = out.points[i]
    if (Number.isNaN(points)) continue
    out.contributions[i] = out.bands[i] >= 0 ? byBand[i][out.bands[i]] : card.contribution(criteria[i].weight, points, present)
    out.units += out.contributions[i]
  }
}

function scoreRow(card: CompiledScorecard, row: ScorecardInput, current: string | undefined): ScorecardRow {
  const { criteria, levels, places } = card
  const values = valuesOf(card, row)
  const scored = emptyScored(card)
  scoreValues(card, values, scored)
  const score = scored.units / TEN[places]
  const level = levelIndex(levels, score, current === undefined ? -1 : levels.ids.indexOf(current))
  const out: Record<string, number | string> = { coverage: scored.coverage }
  if (!Number.isNaN(score)) out.score = score
  if (level >= 0) out.level = levels.ids[level]
  for (let i = 0; i < criteria.length; i++) {
    const contribution = scored.contributions[i] / TEN[places]
    if (!Number.isNaN(contribution)) out[`${criteria[i].id}Contribution`] = contribution
    const label = criteria[i].bandLevels[scored.bands[i]]
    if (label !== undefined) out[`${criteria[i].id}Level`] = label
  }
  return out as unknown as ScorecardRow
}

export function valuesOf({ criteria }: CompiledScorecard, row: ScorecardInput): Float64Array {
  return Float64Array.from(criteria, ({ measure }) => {
    const value = Object.hasOwn(row, measure) ? row[measure] : undefined
    if (value === undefined || value === null) return Number.NaN
    if (typeof value !== 'number') throw new UsageError('scorecard.measure.not-a-number', { measure, type: typeof value })
    return value
  })
}

function scoreTable(card: CompiledScorecard, table: Table, current: ScoreTableOptions['current']): Table<ScorecardColumns> {
  const { criteria, levels, places } = card
  const { length } = table
  const inputs = criteria.map(({ measure }) => numbersOf(table.columns, measure))
  const held = currentLevels(levels.ids, current, length)
  const score = new Float64Array(length)
  const coverage = new Float64Array(length)
  const level = new Int8Array(length)
  const contributions = criteria.map(() => new Float64Array(length))
  const bandLabels = criteria.map(({ bandLevels }) => labelColumn(bandLevels, length))
  const values = new Float64Array(criteria.length)
  const scored = emptyScored(card)
  for (let row = 0; row < length; row++) {
    for (let i = 0; i < criteria.length; i++) {
      const input = inputs[i]
      values[i] = input === undefined ? Number.NaN : input[row]
    }
    scoreValues(card, values, scored)
    score[row] = scored.units / TEN[places]
    coverage[row] = scored.coverage
    level[row] = levelIndex(levels, score[row], held ? held[row] : -1)
    for (let i = 0; i < criteria.length; i++) {
      contributions[i][row] = scored.contributions[i] / TEN[places]
      const labels = bandLabels[i]
      if (labels) labels.codes[row] = labels.codeOfBand[scored.bands[i]] ?? -1
    }
  }
  const columns: Record<string, Float64Array | DictionaryColumn> = { score, level: { codes: level, values: levels.ids }, coverage }
  for (let i = 0; i < criteria.length; i++) {
    columns[`${criteria[i].id}Contribution`] = contributions[i]
    const labels = bandLabels[i]
    if (labels) columns[`${criteria[i].id}Level`] = { codes: labels.codes, values: labels.values }
  }
  return { length, columns: columns as unknown as ScorecardColumns }
}

export function numbersOf(columns: Columns, measure: string): ArrayLike<number> | undefined {
  const column = Object.hasOwn(columns, measure) ? columns[measure] : undefined
  if (column === undefined) return undefined
  if (!ArrayBuffer.isView(column)) throw new UsageError('scorecard.measure.not-a-number', { measure, type: 'column' })
  return column as unknown as ArrayLike<number>
}

interface LabelColumn {
  readonly codes: Int8Array
  readonly values: readonly string[]
  readonly codeOfBand: readonly number[]
}

/** `undefined` where no band has a level. */
function labelColumn(bandLevels: readonly (string | undefined)[], length: number): LabelColumn | undefined {
  const values = [...new Set(bandLevels.filter((label) => label !== undefined))]
  if (values.length === 0) return undefined
  const codeOfBand = bandLevels.map((label) => (label === undefined ? -1 : values.indexOf(label)))
  return { codes: new Int8Array(length), values, codeOfBand }
}

function currentLevels(ids: readonly string[], current: ScoreTableOptions['current'], length: number): Int8Array | undefined {
  if (current === undefined) return undefined
  const isDictionary = 'codes' in current
  if ((isDictionary ? current.codes : current).length !== length)
    throw new UsageError('scorecard.current.length', { expected: length, got: (isDictionary ? current.codes : current).length })
  const known = isDictionary ? current.values.map((id) => ids.indexOf(id)) : []
  return Int8Array.from({ length }, (_, row) => {
    if (!isDictionary) return current[row] === undefined ? -1 : ids.indexOf(current[row])
    const code = current.codes[row]
    return code < 0 ? -1 : known[code]
  })
}
