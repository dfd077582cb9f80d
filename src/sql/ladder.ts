/** `evaluateTiers` in SQL: every customer's tier, by the ladder's conditions over figures and the tier held so far. */

import { UsageError } from '../core/errors.js'
import type { Condition } from '../core/language/condition.js'
import { reason } from '../core/reason.js'
import { formatDate } from '../core/time/civil.js'
import type { RuleDefinition } from '../rules/definition.js'
import { dateForm, ladderForm } from '../tiers/form.js'
import type { LadderDefinition } from '../tiers/ladder.js'
import { firstInGrace } from '../tiers/term.js'
import { columns, type Draft, finish, integer, name, step } from './draft.js'
import { type Figures, type FiguresFrom, figuresOf } from './figures.js'
import { FALSE, type Fragment, list, sql, text } from './fragment.js'
import { conditionColumns, earningsOf, tierText, verdict } from './ladder-decision.js'
import { isInexpressible } from './number.js'
import { figuresIn, rowCondition } from './row-language.js'
import { reserve, type TableName, tableOf } from './source.js'
import type { SqlStatement } from './statement.js'

/** The tier every customer holds, as an earlier statement gave it. */
export interface CurrentTiers {
  readonly table: TableName
  readonly customer: string
  readonly tier: string
  /** The last day of the term: a date, or text `YYYY-MM-DD`; `infinity` never ends; NULL is reviewed now. */
  readonly until?: string
}

export interface LadderSqlOptions extends FiguresFrom {
  /** What is held. Without it everybody starts at the base. */
  readonly current?: CurrentTiers | undefined
}

/** `tier`, `outcome` and `until` (`YYYY-MM-DD`, `infinity` for a term without an end, NULL for none) of every customer. */
export function ladderSql(draft: Draft, ladder: LadderDefinition, options: LadderSqlOptions): SqlStatement {
  const { asOf, current } = options
  if (typeof asOf !== 'string') throw new UsageError('sql.option.missing', { option: 'asOf' })
  const { dialect } = draft
  const form = ladderForm(ladder)
  const date = dateForm(form, asOf)
  const { tiers, review, lifetime = [] } = ladder
  const conditions = [...tiers.flatMap(({ enter, keep }) => [enter, keep]), ...lifetime.map(({ when }) => when)]
  const figures = figuresOf(draft, conditions.flatMap(figuresIn), options)
  const { tests, impossible } = testsOf(draft, figures, conditions)
  const held = heldStep(draft, figures, current, form.ids, date.day, review?.grace)
  const tested = step(
    draft,
    'conditions',
    'which conditions hold: enter, keep and lifetime of each tier',
    sql`  SELECT h_.customer AS customer, h_.held AS held, h_.term AS term, h_.until AS until${conditionColumns(tests)}
  FROM ${held} AS h_
  JOIN ${figures.name} AS f_ ON f_.customer = h_.customer`,
  )
  const { earned: highest, floor, kept } = earningsOf(draft, form, sql`c_`, sql`c_.held`)
  const earned = step(
    draft,
    'earned',
    'the highest tier whose condition holds, the lowest that is held for life, and whether the tier held is kept',
    sql`  SELECT c_.customer AS customer, c_.held AS held, c_.term AS term, c_.until AS until,
    ${highest} AS earned,
    ${floor} AS floor,
    ${kept} AS kept
  FROM ${tested} AS c_`,
  )
  const decided = step(
    draft,
    'decided',
    'what the ladder says',
    sql`  SELECT e_.customer AS customer, e_.until AS until,
    ${verdict(draft, form, sql`e_`, (_, tier) => tier)} AS tier_rank,
    ${verdict(draft, form, sql`e_`, text)} AS outcome
  FROM ${earned} AS e_`,
  )
  const end = (last: string | null | undefined): Fragment =>
    last === undefined ? dialect.asText(sql`NULL`) : text(last === null ? 'infinity' : last)
  const nothing = dialect.asText(sql`NULL`)
  const until = sql`CASE WHEN d_.tier_rank = 0 THEN ${nothing} WHEN d_.outcome IN ('entered', 'fell') THEN ${end(date.entered)} WHEN d_.outcome = 'kept' THEN ${end(date.kept)} ELSE d_.until END`
  const silent = (value: Fragment): Fragment => (impossible ? nothing : value)
  const chosen: (readonly [string, Fragment])[] = [
    ['customerId', sql`d_.customer`],
    ['tier', silent(tierText(draft, form.ids, sql`d_.tier_rank`))],
    ['outcome', silent(sql`d_.outcome`)],
    ['until', silent(until)],
  ]
  return finish(draft, 'the tier of every customer', sql`SELECT\n${columns(draft, chosen)}\nFROM ${decided} AS d_`)
}

/** Whether every customer meets a rule: `met`. */
export function ruleSql(draft: Draft, rule: RuleDefinition, options: FiguresFrom): SqlStatement {
  const figures = figuresOf(draft, figuresIn(rule.when), options)
  const { tests, impossible } = testsOf(draft, figures, [rule.when], 'met')
  const chosen: (readonly [string, Fragment])[] = [
    ['customerId', sql`f_.customer`],
    ['met', impossible ? sql`NULL` : (tests[0] as Fragment)],
  ]
  return finish(draft, 'who meets the rule', sql`SELECT\n${columns(draft, chosen)}\nFROM ${figures.name} AS f_`)
}

/** Conditions over the figures `f_`; NULL and noted where one cannot be said. */
export function testsOf(
  draft: Draft,
  figures: Pick<Figures, 'of'>,
  conditions: readonly (Condition | undefined)[],
  column = 'tier',
): { readonly tests: readonly (Fragment | undefined)[]; readonly impossible: boolean } {
  let impossible = false
  const tests = conditions.map((condition) => {
    if (condition === undefined) return undefined
    try {
      return rowCondition(draft, (figure) => figures.of(sql`f_`, figure), condition)
    } catch (error) {
      if (!isInexpressible(error)) throw error
      impossible = true
      draft.notes.push(reason('sql.condition.inexpressible', 'refused', { column, word: String(error.params.word) }))
      return FALSE
    }
  })
  return { tests, impossible }
}

/** A step with customer, held (rank), term and until. */
function heldStep(
  draft: Draft,
  figures: Figures,
  current: CurrentTiers | undefined,
  ids: readonly string[],
  day: number,
  grace: NonNullable<LadderDefinition['review']>['grace'],
): Fragment {
  const { dialect } = draft
  if (current === undefined)
    return step(
      draft,
      'held',
      'nobody holds a tier yet',
      sql`  SELECT f_.customer AS customer, ${integer(draft, 0)} AS held, 'none' AS term, ${dialect.asText(sql`NULL`)} AS until\n  FROM ${figures.name} AS f_`,
    )
  reserve(draft, [current.table])
  const column = (host: string): Fragment => sql`t_.${name(draft, host)}`
  const tier = dialect.asText(column(current.tier))
  const until = current.until === undefined ? dialect.asText(sql`NULL`) : dialect.asText(column(current.until))
  const held = step(
    draft,
    'current',
    'what is held so far',
    sql`  SELECT ${column(current.customer)} AS customer, ${tier} AS tier, ${until} AS until\n  FROM ${tableOf(draft, current.table)} AS t_`,
  )
  const ends = dialect.byBytes(sql`h_.until`)
  const today = text(formatDate(day))
  const first = text(formatDate(firstInGrace(grace, day)))
  const ranks = ids.map((id, r) => sql`WHEN ${text(id)} THEN ${integer(draft, r)}`)
  return step(
    draft,
    'held',
    'the rank held, and how its term stands; a tier the ladder does not have stays without an answer',
    sql`  SELECT f_.customer AS customer, CASE WHEN h_.tier IS NULL THEN ${integer(draft, 0)} ELSE CASE h_.tier ${list(ranks, sql` `)} END END AS held,
    CASE WHEN h_.until IS NULL THEN 'none' WHEN ${ends} >= ${today} THEN 'running' WHEN ${ends} >= ${first} THEN 'grace' ELSE 'over' END AS term, h_.until AS until
  FROM ${figures.name} AS f_
  LEFT JOIN ${held} AS h_ ON h_.customer = f_.customer`,
  )
}
