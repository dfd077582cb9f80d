/** `fitRfm` in SQL: exact cut points, by ranks over distinct values. */

import type { RfmModel } from '../rfm/model.js'
import type { RecipeMeasure } from '../rfm/recipe.js'
import { type Draft, double, integer, step } from './draft.js'
import type { Figures } from './figures.js'
import { all, type Fragment, list, sql } from './fragment.js'

/**
 * Cut point k of b is the R type-7 quantile at k / b over the customers that have every measure, interpolated as `core/math/cut-points` does.
 * Values are counted first: a base has few distinct recencies and frequencies, and sorting those is nothing.
 * @returns per measure a step with a row (cut, value) per cut point; `undefined` where cut points are fixed
 */
export function cutSteps(
  draft: Draft,
  measures: readonly RecipeMeasure[],
  method: RfmModel['method'],
  figures: Figures,
): (Fragment | undefined)[] {
  const { dialect } = draft
  const f = sql`f_`
  const complete = all(
    measures.flatMap(({ column: figure, missing }) => (missing === 'unscored' ? [sql`${figures.of(f, figure)} IS NOT NULL`] : [])),
  )
  return measures.map((measure, j) => {
    if (measure.cutPoints !== undefined) return undefined
    const value = dialect.asDouble(figures.of(f, measure.column))
    const known = all([complete, ...(measure.missing === 'lowest' ? [sql`${value} IS NOT NULL`] : [])])
    const counts = step(
      draft,
      `counts_${j + 1}`,
      'how many customers have which value, and how many have no more',
      sql`  SELECT v_.value AS value, sum(v_.customers) OVER (ORDER BY v_.value ROWS UNBOUNDED PRECEDING) AS upto
  FROM (SELECT ${value} AS value, count(*) AS customers FROM ${figures.name} AS f_ WHERE ${known} GROUP BY ${value}) AS v_`,
    )
    const bins = integer(draft, measure.bins)
    const cuts = list(
      Array.from({ length: measure.bins - 1 }, (_, k) => sql`SELECT ${integer(draft, k + 1)} AS cut`),
      sql` UNION ALL `,
    )
    const ranks = step(
      draft,
      `ranks_${j + 1}`,
      'each cut lies between two ranks: the lower one, and the share of the way to the next',
      sql`  SELECT r_.cut AS cut, r_.lower_rank AS lower_rank, CASE WHEN r_.lower_rank + 1 < r_.customers THEN r_.lower_rank + 1 ELSE r_.lower_rank END AS upper_rank,
    ${dialect.asDouble(sql`r_.place - r_.lower_rank * ${bins}`)} / ${dialect.asDouble(bins)} AS share
  FROM (
    SELECT p_.cut AS cut, p_.customers AS customers, p_.place AS place, ${dialect.asInteger(dialect.quotient(sql`p_.place`, bins))} AS lower_rank
    FROM (
      SELECT k_.cut AS cut, n_.customers AS customers, (n_.customers - 1) * k_.cut AS place
      FROM (${cuts}) AS k_
      CROSS JOIN (SELECT ${dialect.asInteger(sql`max(c_.upto)`)} AS customers FROM ${counts} AS c_) AS n_
    ) AS p_
  ) AS r_`,
    )
    const cut = sql`b_.low + b_.share * (b_.high - b_.low)`
    return step(
      draft,
      `cuts_${j + 1}`,
      'cut points; rounding must not lift one onto the value above it',
      sql`  SELECT b_.cut AS cut, CASE WHEN ${cut} < b_.high THEN ${cut} ELSE b_.low END${method === 'r-rfm' ? sql` + ${double(draft, 1)}` : sql``} AS value
  FROM (
    SELECT r_.cut AS cut, r_.share AS share, min(CASE WHEN c_.upto > r_.lower_rank THEN c_.value END) AS low, min(CASE WHEN c_.upto > r_.upper_rank THEN c_.value END) AS high
    FROM ${ranks} AS r_
    CROSS JOIN ${counts} AS c_
    GROUP BY r_.cut, r_.share
  ) AS b_`,
    )
  })
}

/** The cut points of a step side by side: cut_1, cut_2, … */
export function cutRow(draft: Draft, cuts: Fragment, bins: number, j: number): Fragment {
  const columns = Array.from({ length: bins - 1 }, (_, k) => {
    const alias: Fragment = { pieces: [`cut_${k + 1}`] }
    return sql`max(CASE WHEN c_.cut = ${integer(draft, k + 1)} THEN c_.value END) AS ${alias}`
  })
  return step(draft, `cut_row_${j + 1}`, 'the same in one row', sql`  SELECT ${list(columns)}\n  FROM ${cuts} AS c_`)
}
