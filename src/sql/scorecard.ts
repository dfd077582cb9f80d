/** `scoreScorecard` in SQL: points are integers, and contributions are rounded once, as in the library. */

import { TEN } from '../core/decimal/decimal.js'
import { compiledScorecard } from '../scorecard/compile.js'
import type { ScorecardCriterion, ScorecardDefinition } from '../scorecard/definition.js'
import { compareStarts, edge, intervalOf } from '../scorecard/interval.js'
import { columns, type Draft, double, finish, integer, step } from './draft.js'
import { type FiguresFrom, figuresOf } from './figures.js'
import { any, type Fragment, list, sql, text } from './fragment.js'
import { divided } from './number.js'
import type { SqlStatement } from './statement.js'

/** `score`, `level`, `coverage`, and per criterion `<id>Contribution` and `<id>Level`. */
export function scorecardSql(draft: Draft, card: ScorecardDefinition, options: FiguresFrom): SqlStatement {
  const { dialect } = draft
  const compiled = compiledScorecard(card)
  const figures = figuresOf(
    draft,
    card.criteria.map(({ measure }) => measure),
    options,
  )
  const f = sql`f_`
  const nothing = dialect.asInteger(sql`NULL`)
  const valued = step(
    draft,
    'values',
    'the values of the criteria; what is not a number is missing',
    sql`  SELECT f_.customer AS customer${list(
      card.criteria.map(({ measure }, i) => {
        const value = dialect.asDouble(figures.of(f, measure))
        const read = figures.facts === undefined ? sql`CASE WHEN NOT ${dialect.isNaN(value)} THEN ${value} END` : value
        return sql`, ${read} AS ${word(`v${i + 1}`)}`
      }),
      sql``,
    )}\n  FROM ${figures.name} AS f_`,
  )
  const points = step(
    draft,
    'points',
    'points by band or curve, as integers',
    sql`  SELECT v_.customer AS customer${list(
      card.criteria.map((criterion, i) => {
        const v = sql`v_.${word(`v${i + 1}`)}`
        const own = pointsOf(draft, criterion, compiled.criteria[i].bandPoints, v, TEN[compiled.pointScale]) ?? nothing
        return sql`,\n    ${own} AS ${word(`p${i + 1}`)}${labelled(criterion) ? sql`, ${labelOf(draft, criterion, v)} AS ${word(`b${i + 1}`)}` : sql``}`
      }),
      sql``,
    )}\n  FROM ${valued} AS v_`,
  )
  const weights = compiled.criteria.map(({ weight }) => integer(draft, weight))
  const own = (i: number): Fragment => sql`p_.${word(`p${i + 1}`)}`
  const filled = (i: number): Fragment => {
    const { missing } = compiled.criteria[i]
    return typeof missing === 'number' ? sql`COALESCE(${own(i)}, ${integer(draft, missing)})` : own(i)
  }
  const sum = (test: (i: number) => Fragment): Fragment =>
    list(
      weights.map((weight, i) => sql`CASE WHEN ${test(i)} THEN ${weight} ELSE 0 END`),
      sql` + `,
    )
  const unknown = compiled.criteria.flatMap(({ missing }, i) => (missing === 'unknown' ? [sql`${own(i)} IS NULL`] : []))
  const present = step(
    draft,
    'present',
    'the weights of the criteria that count',
    sql`  SELECT p_.customer AS customer, ${sum((i) => sql`${own(i)} IS NOT NULL`)} AS observed,
    ${unknown.length === 0 ? sql`` : sql`CASE WHEN NOT ${any(unknown)} THEN `}${sum((i) => sql`${filled(i)} IS NOT NULL`)}${unknown.length === 0 ? sql`` : sql` ELSE 0 END`} AS present${list(
      card.criteria.map(
        (criterion, i) =>
          sql`,\n    ${filled(i)} AS ${word(`p${i + 1}`)}${labelled(criterion) ? sql`, p_.${word(`b${i + 1}`)} AS ${word(`b${i + 1}`)}` : sql``}`,
      ),
      sql``,
    )}\n  FROM ${points} AS p_`,
  )
  const down = integer(draft, TEN[compiled.pointScale - compiled.places])
  const contributed = step(
    draft,
    'contributions',
    'weight × points / weights that count, rounded half up',
    sql`  SELECT c_.customer AS customer, c_.observed AS observed${list(
      card.criteria.map((criterion, i) => {
        const p = sql`c_.${word(`p${i + 1}`)}`
        const share = divided(draft, sql`(${dialect.wide(weights[i])} * ${p})`, sql`(${dialect.wide(sql`c_.present`)} * ${down})`, 'halfUp')
        return sql`,\n    CASE WHEN c_.present > 0 AND ${p} IS NOT NULL THEN ${dialect.asInteger(share)} END AS ${word(`k${i + 1}`)}${labelled(criterion) ? sql`, c_.${word(`b${i + 1}`)} AS ${word(`b${i + 1}`)}` : sql``}`
      }),
      sql``,
    )},\n    c_.present AS present\n  FROM ${present} AS c_`,
  )
  const unit = double(draft, TEN[compiled.places])
  const part = (i: number): Fragment => sql`s_.${word(`k${i + 1}`)}`
  const total = list(
    card.criteria.map((_, i) => sql`COALESCE(${part(i)}, 0)`),
    sql` + `,
  )
  const scored = step(
    draft,
    'scored',
    'the sum of the contributions',
    sql`  SELECT s_.customer AS customer, ${dialect.asDouble(sql`s_.observed`)} / ${double(draft, compiled.total)} AS coverage,
    CASE WHEN s_.present > 0 THEN ${dialect.asDouble(sql`(${total})`)} / ${unit} END AS score${list(
      card.criteria.map(
        (criterion, i) =>
          sql`,\n    ${dialect.asDouble(part(i))} / ${unit} AS ${word(`k${i + 1}`)}${labelled(criterion) ? sql`, s_.${word(`b${i + 1}`)} AS ${word(`b${i + 1}`)}` : sql``}`,
      ),
      sql``,
    )}\n  FROM ${contributed} AS s_`,
  )
  const { ids, begins } = compiled.levels
  const levels = ids
    .map((id, k) => (k === 0 ? sql`ELSE ${text(id)}` : sql`WHEN r_.score >= ${double(draft, begins[k])} THEN ${text(id)}`))
    .reverse()
  const level = ids.length === 0 ? dialect.asText(sql`NULL`) : sql`CASE WHEN r_.score IS NULL THEN NULL ${list(levels, sql` `)} END`
  const chosen: (readonly [string, Fragment])[] = [
    ['customerId', sql`r_.customer`],
    ['score', sql`r_.score`],
    ['level', level],
    ['coverage', sql`r_.coverage`],
    ...card.criteria.flatMap((criterion, i): (readonly [string, Fragment])[] => [
      [`${criterion.id}Contribution`, sql`r_.${word(`k${i + 1}`)}`],
      ...(labelled(criterion) ? [[`${criterion.id}Level`, sql`r_.${word(`b${i + 1}`)}`] as const] : []),
    ]),
  ]
  return finish(draft, 'scores by a scorecard', sql`SELECT\n${columns(draft, chosen)}\nFROM ${scored} AS r_`)
}

function labelled({ bands = [] }: ScorecardCriterion): boolean {
  return bands.some(({ level }) => level !== undefined)
}

/** The bands in ascending order, as tests of the upper edge; the last is open. */
function banded(draft: Draft, { bands = [] }: ScorecardCriterion, v: Fragment, result: (j: number) => Fragment): Fragment | undefined {
  if (bands.length === 0) return undefined
  const order = bands.map((band, j) => ({ j, ...intervalOf(band) })).sort(compareStarts)
  const whens = order.flatMap(({ j, high, highIncluded }) =>
    high === Number.POSITIVE_INFINITY ? [] : [sql` WHEN ${v} ${highIncluded ? sql`<=` : sql`<`} ${double(draft, high)} THEN ${result(j)}`],
  )
  const last = order[order.length - 1]
  return sql`CASE WHEN ${v} IS NULL THEN NULL${list(whens, sql``)} ELSE ${result(last.j)} END`
}

function labelOf(draft: Draft, criterion: ScorecardCriterion, v: Fragment): Fragment {
  const { bands = [] } = criterion
  const nothing = draft.dialect.asText(sql`NULL`)
  return banded(draft, criterion, v, (j) => (bands[j].level === undefined ? nothing : text(bands[j].level as string))) ?? nothing
}

function pointsOf(draft: Draft, criterion: ScorecardCriterion, bandPoints: Float64Array, v: Fragment, unit: number): Fragment | undefined {
  const bands = banded(draft, criterion, v, (j) => integer(draft, bandPoints[j]))
  if (bands !== undefined) return bands
  const { curve } = criterion
  if (curve === undefined) return undefined
  const xs = curve.map(({ at }) => edge(at))
  const ys = curve.map(({ points }) => edge(points))
  const last = xs.length - 1
  const pieces = xs.slice(1).map((x, k) => {
    const share = sql`(${v} - ${double(draft, xs[k])}) / ${double(draft, x - xs[k])}`
    const y = sql`((${double(draft, ys[k])} + ${share} * ${double(draft, ys[k + 1] - ys[k])}) * ${double(draft, unit)})`
    return sql` WHEN ${v} <= ${double(draft, x)} THEN ${nearest(draft, y)}`
  })
  return sql`CASE WHEN ${v} IS NULL THEN NULL WHEN ${v} <= ${double(draft, xs[0])} THEN ${integer(draft, Math.round(ys[0] * unit))} WHEN ${v} >= ${double(draft, xs[last])} THEN ${integer(draft, Math.round(ys[last] * unit))}${list(pieces, sql``)} END`
}

/** Ties upward, without adding ½ to a number that is just below it. */
function nearest(draft: Draft, y: Fragment): Fragment {
  return draft.dialect.asInteger(
    sql`(floor(${y}) + CASE WHEN ${y} - floor(${y}) >= ${double(draft, 0.5)} THEN ${double(draft, 1)} ELSE ${double(draft, 0)} END)`,
  )
}

function word(own: string): Fragment {
  return { pieces: [own] }
}
