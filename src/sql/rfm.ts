/** RFM in SQL: scores by a stored model, the cut points of a new one, or both in one statement. */

import { DefinitionError, UsageError } from '../core/errors.js'
import { reason } from '../core/reason.js'
import { compiledRfm } from '../rfm/levels.js'
import type { RfmModel } from '../rfm/model.js'
import { checkOptions, type FitRfmOptions, type RecipeMeasure, recipeOf } from '../rfm/recipe.js'
import { type RfmSegments, stridesFor } from '../rfm/segments.js'
import { columns, type Draft, double, finish, integer, step } from './draft.js'
import { type Figures, type FiguresFrom, figuresOf } from './figures.js'
import { all, any, FALSE, type Fragment, list, sql, text } from './fragment.js'
import { cutRow, cutSteps } from './rfm-fit.js'
import type { SqlStatement } from './statement.js'
import { column } from './summary.js'

/** The question that `fitRfm` answers: a row per cut point, or with `score` every customer scored by them in the same statement. */
export interface RfmFit extends FitRfmOptions {
  readonly kind: 'rfm-fit'
  readonly score?: boolean
}

export interface RfmSqlOptions extends FiguresFrom {
  readonly segments?: RfmSegments | undefined
}

/** The scores that `scoreRfm` gives: a row per customer with a score per measure, `score`, `cell`, `segment` and `unscored`. */
export function rfmSql(draft: Draft, model: RfmModel, options: RfmSqlOptions): SqlStatement {
  const figures = figuresOf(
    draft,
    model.measures.map(({ column }) => column),
    { ...options, asOf: options.asOf ?? model.provenance?.asOf ?? undefined, summary: { ...periodOf(model), ...options.summary } },
  )
  const levels = rfmLevels(draft, model, figures, undefined)
  return finish(draft, 'RFM scores by a stored model', rfmSelect(draft, model, levels, options.segments))
}

/** Cut points as rows (measure, cut, value), or scores. */
export function rfmFitSql(draft: Draft, { kind, score, ...given }: RfmFit, options: RfmSqlOptions): SqlStatement {
  const issues = checkOptions(given)
  const recipe = recipeOf(given)
  for (const [i, { bins }] of recipe.measures.entries())
    if (!(Number.isInteger(bins) && bins >= 2 && bins <= 9))
      issues.push(reason('definition.value.too-big', 'error', { maximum: 9 }, { path: ['measures', i, 'bins'] }))
  if (issues.length > 0) throw new DefinitionError(kind, issues)
  const figures = figuresOf(
    draft,
    recipe.measures.map(({ column }) => column),
    options,
  )
  const cuts = cutSteps(draft, recipe.measures, recipe.method, figures)
  const nested = recipe.binning === 'nested' && recipe.measures.length > 1
  if (nested)
    draft.notes.push(
      reason('sql.rfm.nested-fit', 'refused', {
        measures: recipe.measures
          .slice(1)
          .map(({ id }) => id)
          .join(', '),
      }),
    )
  if (score === true) {
    const model = unfitted(recipe.measures, recipe)
    const levels = rfmLevels(draft, model, figures, cuts, nested)
    return finish(draft, 'RFM: cut points of this base, and the scores by them', rfmSelect(draft, model, levels, options.segments))
  }
  const row = (id: string, cut: Fragment, value: Fragment): Fragment =>
    columns(draft, [
      ['measure', text(id)],
      ['cut', cut],
      ['value', value],
    ])
  const rows = recipe.measures.flatMap(({ id, cutPoints, bins }, j) => {
    const cut = cuts[j]
    const missing = nested && j > 0 && cutPoints === undefined
    if (cut !== undefined && !missing) return [sql`SELECT\n${row(id, sql`c_.cut`, sql`c_.value`)}\nFROM ${cut} AS c_`]
    return Array.from({ length: bins - 1 }, (_, k) => {
      const value = missing ? draft.dialect.asDouble(sql`NULL`) : double(draft, (cutPoints ?? [])[k])
      return sql`SELECT\n${row(id, integer(draft, k + 1), value)}`
    })
  })
  return finish(draft, 'RFM cut points', list(rows, sql`\nUNION ALL\n`))
}

function periodOf({ provenance }: RfmModel): object {
  return provenance?.period ? { period: provenance.period } : {}
}

/** A model whose cut points stand in steps. */
function unfitted(
  measures: readonly RecipeMeasure[],
  { id, method, binning, onCut }: Pick<RfmModel, 'id' | 'method' | 'binning' | 'onCut'>,
): RfmModel {
  const whole = measures.map(({ cutPoints, ...measure }) => ({
    ...measure,
    fixed: cutPoints !== undefined,
    cutPoints: cutPoints ?? Array.from({ length: measure.bins - 1 }, (_, k) => k),
    counts: null,
    range: null,
  }))
  return Object.freeze({ kind: 'rfm', format: 1, id, method, binning, onCut, measures: whole, provenance: null, findings: [] } as RfmModel)
}

interface Levels {
  readonly name: Fragment
  readonly unscored: boolean
}

/** A step with customer, `l1` … `ln` (scores) and `problem`: 0 scored, 1 a value is missing, 2 one is not a finite number. */
function rfmLevels(
  draft: Draft,
  model: RfmModel,
  figures: Figures,
  cuts: readonly (Fragment | undefined)[] | undefined,
  silent = false,
): Levels {
  const { dialect } = draft
  const f = sql`f_`
  const foreign = figures.facts === undefined
  const values = model.measures.map(({ column }) => dialect.asDouble(figures.of(f, column)))
  const missing = (value: Fragment): Fragment => (foreign ? sql`(${value} IS NULL OR ${dialect.isNaN(value)})` : sql`${value} IS NULL`)
  const unreadable = foreign ? any(values.map((value) => sql`(NOT ${missing(value)} AND NOT ${dialect.isFinite(value)})`)) : FALSE
  const lacking = any(values.flatMap((value, j) => (model.measures[j].missing === 'unscored' ? [missing(value)] : [])))
  const problem = sql`CASE ${unreadable === FALSE ? sql`` : sql`WHEN ${unreadable} THEN 2 `}WHEN ${lacking} THEN 1 ELSE 0 END`
  const passes = (value: Fragment, cut: Fragment): Fragment =>
    sql`CASE WHEN ${value} ${model.onCut === 'above' ? sql`>=` : sql`>`} ${cut} THEN 1 ELSE 0 END`
  const scored = (j: number, value: Fragment, cutPoints: readonly Fragment[]): Fragment => {
    const { better, bins } = model.measures[j]
    const passed = list(
      cutPoints.map((cut) => passes(value, cut)),
      sql` + `,
    )
    const level = better === 'low' ? sql`${integer(draft, bins)} - (${passed})` : sql`${integer(draft, 1)} + ${passed}`
    return sql`CASE WHEN ${missing(value)} THEN 1 ELSE ${level} END`
  }
  const literal = (cutPoints: readonly number[]): Fragment[] => cutPoints.map((cut) => double(draft, cut))
  if (!model.measures.some(({ nested }) => nested)) {
    const joins: Fragment[] = []
    const levels = values.map((value, j) => {
      const cut = cuts?.[j]
      if (cut === undefined) return scored(j, value, literal(model.measures[j].cutPoints))
      const alias: Fragment = { pieces: [`k${j + 1}_`] }
      joins.push(sql`\n  CROSS JOIN ${cutRow(draft, cut, model.measures[j].bins, j)} AS ${alias}`)
      return scored(
        j,
        value,
        model.measures[j].cutPoints.map((_, k) => sql`${alias}.cut_${own(k + 1)}`),
      )
    })
    const body = sql`  SELECT f_.customer AS customer, ${silent ? sql`1` : problem} AS problem,\n    ${list(
      levels.map((level, j) => sql`${level} AS l${own(j + 1)}`),
      sql`,\n    `,
    )}\n  FROM ${figures.name} AS f_${list(joins, sql``)}`
    return { name: step(draft, 'levels', 'a score per measure: how many cut points the value passes', body), unscored: true }
  }
  // Nested: each measure is cut anew within every combination of the scores before it.
  let source = figures.name
  const done: number[] = []
  model.measures.forEach((measure, j) => {
    const before = list(
      done.map((k) => sql`, f_.l${own(k + 1)} AS l${own(k + 1)}`),
      sql``,
    )
    const plain = scored(j, values[j], literal(measure.cutPoints))
    const contexts = measure.nested ?? []
    const whens = contexts.flatMap((own, context) =>
      own === null ? [] : [sql`WHEN ${integer(draft, context)} THEN ${scored(j, values[j], literal(own))}`],
    )
    const cell = done.reduce<Fragment>(
      (sum, k) => sql`(${sum} * ${integer(draft, model.measures[k].bins)} + f_.l${own(k + 1)} - 1)`,
      integer(draft, 0),
    )
    const level = whens.length === 0 ? plain : sql`CASE ${cell}\n      ${list(whens, sql`\n      `)}\n      ELSE ${plain} END`
    const keeps = list(
      [...new Set(model.measures.map(({ column }) => column))].map((figure) => sql`, ${figures.of(f, figure)} AS ${column(draft, figure)}`),
      sql``,
    )
    const body = sql`  SELECT f_.customer AS customer${keeps}${before}, ${level} AS l${own(j + 1)}${j === 0 ? sql`, ${problem} AS problem` : sql`, f_.problem AS problem`}\n  FROM ${source} AS f_`
    source = step(draft, `levels_${j + 1}`, 'a score within each combination of those before it', body)
    done.push(j)
  })
  return { name: source, unscored: true }
}

function rfmSelect(draft: Draft, model: RfmModel, { name }: Levels, segments: RfmSegments | undefined): Fragment {
  const { dialect } = draft
  const { scales, divisor } = compiledRfm(model)
  const level = (j: number): Fragment => sql`l_.l${own(j + 1)}`
  const is = sql`l_.problem = 0`
  const only = (value: Fragment): Fragment => sql`CASE WHEN ${is} THEN ${value} END`
  const total = list(
    scales.map(({ units }, j) => sql`${integer(draft, units)} * ${level(j)}`),
    sql` + `,
  )
  const cell = list(
    model.measures.map((_, j) => dialect.asText(level(j))),
    sql` || `,
  )
  const chosen: (readonly [string, Fragment])[] = [
    ['customerId', sql`l_.customer`],
    ...model.measures.map(({ id }, j) => [id, only(level(j))] as const),
    ['score', only(sql`${dialect.asDouble(sql`(${total})`)} / ${double(draft, divisor)}`)],
    ['cell', only(cell)],
    ...(segments ? [['segment', segmentOf(draft, model, segments, level, is)] as const] : []),
    ['unscored', sql`CASE l_.problem WHEN 1 THEN ${text('rfm.value.missing')} WHEN 2 THEN ${text('rfm.value.unreadable')} END`],
  ]
  return sql`SELECT\n${columns(draft, chosen)}\nFROM ${name} AS l_`
}

/** The first segment whose intervals hold the scores. */
function segmentOf(draft: Draft, model: RfmModel, segments: RfmSegments, level: (j: number) => Fragment, is: Fragment): Fragment {
  stridesFor(model, segments) // refuses a table that the model does not fit
  const whens = segments.segments.map(({ id, where }) => {
    const tests = Object.entries(where).map(([measure, [from, to]]) => {
      const j = model.measures.findIndex((candidate) => candidate.id === measure)
      if (j < 0)
        throw new UsageError('rfm.segments.mismatch', { segments: segments.id, measure, expected: segments.bins[measure], got: null })
      return from === to
        ? sql`${level(j)} = ${integer(draft, from)}`
        : sql`${level(j)} BETWEEN ${integer(draft, from)} AND ${integer(draft, to)}`
    })
    return sql`\n    WHEN ${all(tests)} THEN ${text(id)}`
  })
  const rest = segments.rest === null ? draft.dialect.asText(sql`NULL`) : text(segments.rest)
  return sql`CASE WHEN NOT (${is}) THEN ${draft.dialect.asText(sql`NULL`)}${list(whens, sql``)}\n    ELSE ${rest} END`
}

function own(k: number): Fragment {
  return { pieces: [String(k)] }
}
