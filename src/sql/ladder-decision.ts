/** What a ladder says of a row, in SQL: the order of `tiers/decide`, over conditions that are columns already. */

import type { LadderForm } from '../tiers/form.js'
import { type Draft, integer } from './draft.js'
import { all, FALSE, type Fragment, list, sql, text } from './fragment.js'

/** The conditions of a ladder as columns `c1, c2, …`: enter and keep of each tier in turn, then the lifetime ones. */
export function conditionColumns(tests: readonly (Fragment | undefined)[]): Fragment {
  return list(
    tests.flatMap((test, i) => (test === undefined ? [] : [sql`,\n    ${test} AS ${conditionColumn(i)}`])),
    sql``,
  )
}

function conditionColumn(i: number): Fragment {
  return { pieces: [`c${i + 1}`] }
}

export interface Earnings {
  /** The highest rank whose condition holds and that is open to the one held. */
  readonly earned: Fragment
  /** The highest rank held for life. */
  readonly floor: Fragment
  readonly kept: Fragment
}

/** @param held the rank held so far */
export function earningsOf(draft: Draft, form: LadderForm, row: Fragment, held: Fragment): Earnings {
  const { tiers, lifetime = [] } = form.definition
  const rank = (value: number): Fragment => integer(draft, value)
  const holds = (i: number): Fragment => sql`${row}.${conditionColumn(i)}`
  const ways = tiers.flatMap(({ enter }, r) => {
    if (r === 0 || enter === undefined) return []
    const required = form.requires[r]
    const open = required < 0 ? [] : [sql`(${held} >= ${rank(r)} OR ${held} = ${rank(required)})`]
    return [sql`WHEN ${all([holds(2 * r), ...open])} THEN ${rank(r)}`]
  })
  const floors = lifetime
    .map((_, i) => ({ rank: form.lifetime[i].rank, i: 2 * tiers.length + i }))
    .sort((a, b) => b.rank - a.rank)
    .map(({ rank: r, i }) => sql`WHEN ${holds(i)} THEN ${rank(r)}`)
  const keeps = tiers.flatMap(({ keep }, r) => (keep === undefined ? [] : [sql`WHEN ${held} = ${rank(r)} THEN ${holds(2 * r + 1)}`]))
  return { earned: caseOf(ways.reverse(), rank(0)), floor: caseOf(floors, rank(0)), kept: caseOf(keeps, FALSE) }
}

/**
 * @param row its columns: held, term, earned, floor, kept
 * @param pick what is wanted of the outcome and the rank it leads to
 */
export function verdict(draft: Draft, form: LadderForm, row: Fragment, pick: (outcome: string, rank: Fragment) => Fragment): Fragment {
  const held = sql`${row}.held`
  const to = form.definition.review?.else?.to
  const base = integer(draft, 0)
  const landing = to === 'oneDown' ? sql`${held} - 1` : to === 'base' ? base : sql`${row}.earned`
  return sql`CASE
      WHEN ${held} IS NULL THEN NULL
      WHEN ${row}.earned > ${held} AND ${row}.earned >= ${row}.floor THEN ${pick('entered', sql`${row}.earned`)}
      WHEN ${row}.floor > ${held} THEN ${pick('entered', sql`${row}.floor`)}
      WHEN ${held} = 0 THEN ${pick('base', base)}
      WHEN ${row}.term = 'running' THEN ${pick('held', held)}
      WHEN ${row}.earned = ${held} THEN ${pick('kept', held)}
      WHEN ${row}.kept THEN ${pick('kept', held)}
      WHEN ${row}.floor = ${held} THEN ${pick('held', held)}
      WHEN ${row}.term = 'grace' THEN ${pick('grace', held)}
      ELSE ${pick('fell', sql`CASE WHEN ${landing} > ${row}.floor THEN ${landing} ELSE ${row}.floor END`)} END`
}

export function tierText(draft: Draft, ids: readonly string[], rank: Fragment): Fragment {
  return sql`CASE ${rank} ${list(
    ids.map((id, r) => sql`WHEN ${integer(draft, r)} THEN ${text(id)}`),
    sql` `,
  )} END`
}

function caseOf(whens: readonly Fragment[], otherwise: Fragment): Fragment {
  return whens.length === 0 ? otherwise : sql`CASE ${list(whens, sql` `)} ELSE ${otherwise} END`
}
