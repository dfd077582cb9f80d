/** The tier of every customer on many days, each decided from the one before: `evaluateTiers` day after day, in one statement. */

import { UsageError } from '../core/errors.js'
import { ALIGNED } from '../core/language/month-day.js'
import { reason } from '../core/reason.js'
import { type Day, parseDate } from '../core/time/civil.js'
import { type Length, monthsIn } from '../core/time/length.js'
import { type LadderForm, ladderForm } from '../tiers/form.js'
import type { LadderDefinition, TermRule } from '../tiers/ladder.js'
import { columns, type Draft, double, finish, integer, step, stepName } from './draft.js'
import type { FiguresFrom } from './figures.js'
import { type Fragment, sql, text } from './fragment.js'
import { type LadderSqlOptions, testsOf } from './ladder.js'
import { conditionColumns, earningsOf, tierText, verdict } from './ladder-decision.js'
import { measureNeeds } from './measures.js'
import { type Moments, measuresOverTime, monthEnds } from './measures-over-time.js'
import { inexpressible, isInexpressible } from './number.js'
import { figuresIn } from './row-language.js'
import { isFactSource } from './source.js'
import type { SqlStatement } from './statement.js'
import { column } from './summary.js'
import { whatHappened } from './what-happened.js'

/** On which days the tiers are asked for, up to `asOf`. Before the first of them everybody is at the base. */
export type TierHistory =
  /** The last day of every month, for everybody. `from` is `YYYY-MM-DD`. */
  | { readonly every: 'monthEnd'; readonly from: string }
  /** Every local day on which a customer had a fact of these types. */
  | { readonly on: string | readonly string[]; readonly from?: string }

/** `day`, `tier`, `outcome` and `until` of every customer on every day. Figures are measures: a summary has no history. */
export function historySql(
  draft: Draft,
  ladder: LadderDefinition,
  options: LadderSqlOptions & FiguresFrom,
  history: TierHistory,
): SqlStatement {
  const { source, measures = {}, current } = options
  if (!isFactSource(source)) throw new UsageError('sql.source.missing', { key: 'at' })
  if (current !== undefined) throw new UsageError('sql.history.current')
  const { dialect } = draft
  const form = ladderForm(ladder)
  const { tiers, lifetime = [] } = ladder
  const conditions = [...tiers.flatMap(({ enter, keep }) => [enter, keep]), ...lifetime.map(({ when }) => when)]
  const named = [...new Set(conditions.flatMap(figuresIn))]
  const unknown = named.find((figure) => !Object.hasOwn(measures, figure))
  if (unknown !== undefined)
    throw new UsageError('sql.figure.unknown', { figure: unknown, known: Object.keys(measures).slice(0, 40).join(', ') })
  const chosen = Object.fromEntries(named.map((figure) => [figure, measures[figure]]))
  const facts = whatHappened(draft, source, new Set(measureNeeds(chosen)), options)
  const measured = measuresOverTime(draft, facts, chosen, momentsOf(history, facts.day))
  const { tests, impossible } = testsOf(draft, { of: (row, figure) => sql`${row}.${column(draft, figure)}` }, conditions)
  const { ends, isSaid } = termEnds(draft, form)
  const tested = step(
    draft,
    'conditions',
    'which conditions hold: enter, keep and lifetime of each tier; and when a term that begins on the day would end',
    sql`  SELECT f_.customer AS customer, f_.day AS day, ${dialect.asInteger(sql`row_number() OVER (PARTITION BY f_.customer ORDER BY f_.day)`)} AS turn,
    ${ends.entered(sql`f_.day`)} AS entered_until, ${ends.kept(sql`f_.day`)} AS kept_until${conditionColumns(tests)}
  FROM ${measured} AS f_`,
  )
  const decided = looksBack(ladder) ? inTurn(draft, form, tested) : atOnce(draft, form, tested)
  const nothing = dialect.asText(sql`NULL`)
  const silent = (value: Fragment): Fragment => (impossible || !isSaid ? nothing : value)
  const until = sql`CASE WHEN d_.until = ${integer(draft, FOREVER)} THEN 'infinity' WHEN d_.until IS NOT NULL THEN ${dialect.dateText(sql`d_.until`)} END`
  return finish(
    draft,
    'the tier of every customer on many days',
    sql`SELECT\n${columns(draft, [
      ['customerId', sql`d_.customer`],
      ['day', dialect.dateText(sql`d_.day`)],
      ['tier', silent(tierText(draft, form.ids, sql`d_.tier_rank`))],
      ['outcome', silent(sql`d_.outcome`)],
      ['until', silent(until)],
    ])}\nFROM ${decided} AS d_`,
  )
}

/** Later than every date; still a date to an engine that looks at both sides of a CASE. */
const FOREVER = 2_000_000

/** @throws UsageError `tiers.as-of.unreadable` */
function momentsOf(history: TierHistory, to: Day): Moments {
  const from = history.from === undefined ? Number.NEGATIVE_INFINITY : parseDate(history.from)
  if (Number.isNaN(from)) throw new UsageError('tiers.as-of.unreadable', { got: String(history.from), hint: 'a date YYYY-MM-DD' })
  if ('on' in history) return { on: typeof history.on === 'string' ? [history.on] : history.on, from: Math.max(from, -FOREVER) }
  if (history.every !== 'monthEnd' || history.from === undefined) throw new UsageError('sql.option.missing', { option: 'history.from' })
  return { days: monthEnds(from, to) }
}

/** Whether more of the day before counts than its rank: its term, or the rank in what is open and kept. */
function looksBack({ tiers, grant, review }: LadderDefinition): boolean {
  const to = review?.else?.to
  return (
    grant !== undefined ||
    review?.until !== undefined ||
    (to !== undefined && to !== 'earned') ||
    tiers.some(({ keep, requires }) => keep !== undefined || requires !== undefined)
  )
}

/** Without terms and keep conditions a day's tier is what the day earns: the day before only gives the outcome its name. */
function atOnce(draft: Draft, form: LadderForm, tested: Fragment): Fragment {
  const { earned, floor } = earningsOf(draft, form, sql`c_`, integer(draft, 0))
  const reached = step(
    draft,
    'earned',
    'the highest tier whose condition holds, and the highest that is held for life',
    sql`  SELECT c_.customer AS customer, c_.day AS day, c_.turn AS turn,\n    ${earned} AS earned,\n    ${floor} AS floor\n  FROM ${tested} AS c_`,
  )
  const follows = step(
    draft,
    'follows',
    'and the rank of the day before',
    sql`  SELECT r_.customer AS customer, r_.day AS day, r_.earned AS earned, r_.floor AS floor, FALSE AS kept, 'none' AS term,
    COALESCE(max(CASE WHEN r_.earned > r_.floor THEN r_.earned ELSE r_.floor END) OVER (PARTITION BY r_.customer ORDER BY r_.turn ROWS BETWEEN 1 PRECEDING AND 1 PRECEDING), 0) AS held
  FROM ${reached} AS r_`,
  )
  // where no row is before, ClickHouse gives 0, as it should be
  return step(
    draft,
    'decided',
    'what the ladder says',
    sql`  SELECT e_.customer AS customer, e_.day AS day, ${draft.dialect.asInteger(sql`NULL`)} AS until,
    ${verdict(draft, form, sql`e_`, (_, rank) => rank)} AS tier_rank,
    ${verdict(draft, form, sql`e_`, text)} AS outcome
  FROM ${follows} AS e_`,
  )
}

/** Day after day, from the tier and the term of the day before. */
function inTurn(draft: Draft, form: LadderForm, tested: Fragment): Fragment {
  const { dialect } = draft
  draft.isRecursive = true
  const nothing = dialect.asInteger(sql`NULL`)
  const rank = (value: number): Fragment => integer(draft, value)
  const { earned, floor, kept } = earningsOf(draft, form, sql`c_`, sql`t_.tier_rank`)
  const graceEnd = lengthAfter(draft, form.definition.review?.grace)
  const term = sql`CASE WHEN t_.until IS NULL THEN 'none' WHEN t_.until >= c_.day THEN 'running'${
    graceEnd === undefined ? sql`` : sql` WHEN ${graceEnd(sql`t_.until`)} >= c_.day THEN 'grace'`
  } ELSE 'over' END`
  const turns = stepName(draft, 'turns')
  draft.steps.push({
    name: turns,
    says: 'day after day: the tier held so far, what the day earns, and what the ladder says',
    body: sql`  SELECT c_.customer AS customer, ${rank(0)} AS turn, ${rank(0)} AS day, ${rank(0)} AS tier_rank, ${dialect.asText(sql`'base'`)} AS outcome, ${nothing} AS until
  FROM ${tested} AS c_
  WHERE c_.turn = 1
  UNION ALL
  SELECT d_.customer, d_.turn, d_.day, d_.tier_rank, d_.outcome,
    CASE WHEN d_.tier_rank = 0 THEN ${nothing} WHEN d_.outcome IN ('entered', 'fell') THEN d_.entered_until WHEN d_.outcome = 'kept' THEN d_.kept_until ELSE d_.until END
  FROM (
    SELECT e_.customer AS customer, e_.turn AS turn, e_.day AS day, e_.entered_until AS entered_until, e_.kept_until AS kept_until, e_.until AS until,
    ${verdict(draft, form, sql`e_`, (_, to) => to)} AS tier_rank,
    ${verdict(draft, form, sql`e_`, text)} AS outcome
    FROM (
      SELECT c_.customer AS customer, c_.turn AS turn, c_.day AS day, c_.entered_until AS entered_until, c_.kept_until AS kept_until,
        t_.until AS until, t_.tier_rank AS held,
        ${term} AS term,
        ${earned} AS earned,
        ${floor} AS floor,
        ${kept} AS kept
      FROM ${turns} AS t_
      JOIN ${tested} AS c_ ON c_.customer = t_.customer AND c_.turn = t_.turn + 1
    ) AS e_
  ) AS d_`,
  })
  return step(
    draft,
    'decided',
    'without the beginning',
    sql`  SELECT t_.customer AS customer, t_.day AS day, t_.tier_rank AS tier_rank, t_.outcome AS outcome, t_.until AS until\n  FROM ${turns} AS t_\n  WHERE t_.turn > 0`,
  )
}

type EndOf = (day: Fragment) => Fragment

/** The last day of a term that begins on a day, as `tiers/term` counts it. */
function termEnds(draft: Draft, { definition: { grant, review } }: LadderForm): { ends: { entered: EndOf; kept: EndOf }; isSaid: boolean } {
  const none: EndOf = () => draft.dialect.asInteger(sql`NULL`)
  try {
    const entered = grant === undefined ? none : endOf(draft, grant.until)
    return { ends: { entered, kept: review?.until === undefined ? entered : endOf(draft, review.until) }, isSaid: true }
  } catch (error) {
    if (!isInexpressible(error)) throw error
    draft.notes.push(reason('sql.condition.inexpressible', 'refused', { column: 'tier', word: String(error.params.word) }))
    return { ends: { entered: none, kept: none }, isSaid: false }
  }
}

function endOf(draft: Draft, rule: TermRule): EndOf {
  if (rule === 'never') return () => integer(draft, FOREVER)
  const { dialect } = draft
  if ('plus' in rule) {
    const later: EndOf = (day) => added(draft, day, rule.plus)
    if (rule.align === undefined) return (day) => (rule.last === 'sameDate' ? later(day) : sql`${later(day)} - 1`)
    const unit = ALIGNED[rule.align]
    if (monthsIn(unit) === 0) return inexpressible('a term to the end of a week, over time')
    return (day) => lastDayOf(draft, lastMonth(draft, dialect.monthIndex(later(day)), monthsIn(unit), 0, 0))
  }
  const { ahead = 0, through } = rule
  const { fixed, starts = {} } = rule.endOf
  if (monthsIn(fixed) === 0 || (starts.day ?? 1) !== 1) return inexpressible('a term to the end of days or weeks, over time')
  if (through !== undefined && through.day !== 'last') return inexpressible('a term through a day within a month, over time')
  return (day) => {
    const end = lastMonth(draft, dialect.monthIndex(day), monthsIn(fixed), (starts.month ?? 1) - 1, ahead)
    if (through === undefined) return lastDayOf(draft, end)
    const more = sql`((${integer(draft, through.month + 11)} - ${end} % ${integer(draft, 12)}) % ${integer(draft, 12)})`
    return lastDayOf(draft, sql`${end} + ${more}`)
  }
}

/** The last month of the unit that holds a month, or of one ahead of it. Months are counted from year 0. */
function lastMonth(draft: Draft, month: Fragment, size: number, first: number, ahead: number): Fragment {
  const { dialect } = draft
  const unit = dialect.asInteger(sql`floor(${dialect.asDouble(sql`(${month} - ${integer(draft, first)})`)} / ${double(draft, size)})`)
  return sql`((${unit} + ${integer(draft, ahead + 1)}) * ${integer(draft, size)} + ${integer(draft, first - 1)})`
}

function lastDayOf(draft: Draft, month: Fragment): Fragment {
  return sql`${draft.dialect.addMonths(integer(draft, 0), sql`(${month} - ${integer(draft, 12 * 1970 - 1)})`)} - 1`
}

function added(draft: Draft, day: Fragment, { n, unit }: Length): Fragment {
  const months = monthsIn(unit)
  if (months > 0) return draft.dialect.addMonths(day, integer(draft, n * months))
  return sql`(${day} + ${integer(draft, n * (unit === 'week' ? 7 : 1))})`
}

/** The grace begins the day after the term. */
function lengthAfter(draft: Draft, grace: NonNullable<LadderDefinition['review']>['grace']): EndOf | undefined {
  if (grace === undefined) return undefined
  return (until) => {
    const end = added(draft, sql`(${until} + 1)`, grace)
    return grace.last === 'sameDate' ? end : sql`${end} - 1`
  }
}
