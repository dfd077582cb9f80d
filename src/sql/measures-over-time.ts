/** Measures as they stood at the end of many days: one pass with window functions, each over the days its window reached back. */

import type { Measure } from '../core/measure/definition.js'
import { reason } from '../core/reason.js'
import { civilOfDay, type Day, dayOfCivil } from '../core/time/civil.js'
import { monthsIn } from '../core/time/length.js'
import { type Draft, double, integer, name, step } from './draft.js'
import { FALSE, type Fragment, list, numeral, sql, TRUE } from './fragment.js'
import { finished, partsOf } from './measures.js'
import { inexpressible, isInexpressible } from './number.js'
import { tableOf } from './source.js'
import { column } from './summary.js'
import { isKnown, type WhatHappened } from './what-happened.js'

/** Every day on which a customer had a fact of these types, or the same days for everybody. */
export type Moments = { readonly on: readonly string[]; readonly from: Day } | { readonly days: readonly Day[] }

/** @returns a step with `customer`, `day` and a column of doubles per measure */
export function measuresOverTime(
  draft: Draft,
  facts: WhatHappened,
  measures: Readonly<Record<string, Measure>>,
  moments: Moments,
): Fragment {
  const { dialect } = draft
  const ids = Object.keys(measures)
  const here = calendared(draft, facts, moments)
  // a day that is only asked about is no fact
  const isFact = 'days' in moments ? sql`f_.is_asked = 0` : TRUE
  const parts = ids.map((id) => {
    try {
      return partsOf(draft, here, sql`f_`, measures[id], {
        holds: isFact,
        over: frameOf(draft, measures[id].window ?? 'lifetime'),
        units: () => inexpressible('a mean per unit over time'),
      })
    } catch (error) {
      if (!isInexpressible(error)) throw error
      draft.notes.push(reason('sql.measure.inexpressible', 'refused', { measure: id, word: String(error.params.word) }))
      return undefined
    }
  })
  const totals = parts.flatMap((part, i) =>
    part === undefined ? [] : part.totals.map(([alias, total]) => sql`,\n    ${total} AS ${word(`m${i + 1}_${alias}`)}`),
  )
  const running = step(
    draft,
    'running',
    'what counts for each measure at the end of each day',
    sql`  SELECT f_.customer AS customer, f_.day AS day, f_.is_asked AS is_asked${list(totals, sql``)}\n  FROM ${here.name} AS f_`,
  )
  const chosen = ids.map((id, i) => {
    const part = parts[i]
    if (part === undefined) return sql`,\n    ${dialect.asDouble(sql`NULL`)} AS ${column(draft, id)}`
    const of = (alias: string): Fragment => sql`s_.${word(`m${i + 1}_${alias}`)}`
    return sql`,\n    ${finished(draft, measures[id], part.value(of), of('n'))} AS ${column(draft, id)}`
  })
  return step(
    draft,
    'measures',
    'the measures as doubles, once a day',
    sql`  SELECT DISTINCT s_.customer AS customer, s_.day AS day${list(chosen, sql``)}\n  FROM ${running} AS s_\n  WHERE s_.is_asked = 1`,
  )
}

/**
 * The rows before a row that its window reaches, by numbers alone. `monthDay` counts a month as 32 days: the days after the same date n months earlier are
 * those above `monthDay − 32 n`, also where that month is too short to have the date.
 */
function frameOf(draft: Draft, window: NonNullable<Measure['window']>): Fragment {
  const whole = (n: number): Fragment => numeral(String(n))
  const over = (by: Fragment, order: Fragment, reach: Fragment): Fragment =>
    sql` OVER (PARTITION BY f_.customer${by} ORDER BY ${order} RANGE BETWEEN ${reach} PRECEDING AND CURRENT ROW)`
  const all = sql`UNBOUNDED`
  if (window === 'lifetime') return over(sql``, sql`f_.day`, all)
  if ('anchored' in window) return inexpressible('an anchored window over time')
  if (window.shift !== undefined && window.shift !== 0) return inexpressible('a shifted window over time')
  if ('rolling' in window) {
    const { rolling, whole: isWhole, first } = window
    if (isWhole) return inexpressible('whole units over time')
    const months = rolling.n * monthsIn(rolling.unit)
    if (months === 0) {
      const days = rolling.n * (rolling.unit === 'week' ? 7 : 1) - (first === 'sameDate' ? 0 : 1)
      return over(sql``, sql`f_.day`, whole(days))
    }
    if (first === 'sameDate') return inexpressible('months that include the same date, over time')
    return over(sql``, sql`f_.month_day`, whole(MONTH * months - 1))
  }
  const { fixed, starts = {} } = window
  const { dialect } = draft
  const unit = (x: Fragment, size: number): Fragment => dialect.asInteger(sql`floor(${dialect.asDouble(x)} / ${double(draft, size)})`)
  if (fixed === 'day') return over(sql`, f_.day`, sql`f_.day`, all)
  // 1970-01-01 was a Thursday
  if (fixed === 'week') return over(sql`, ${unit(sql`f_.day + ${integer(draft, 4 - (starts.weekday ?? 1))}`, 7)}`, sql`f_.day`, all)
  if ((starts.day ?? 1) !== 1) return inexpressible('units that start within a month, over time')
  return over(sql`, ${unit(sql`f_.month - ${integer(draft, (starts.month ?? 1) - 1)}`, monthsIn(fixed))}`, sql`f_.day`, all)
}

const MONTH = 32

/** Facts that are known with their local day, and the days that are asked about. */
function calendared(draft: Draft, facts: WhatHappened, moments: Moments): WhatHappened {
  const { dialect } = draft
  const at = sql`f_.at_ms`
  const own = (row: Fragment): Fragment => list(facts.columns.map((one) => sql`${row}.${one} AS ${one}`))
  const isAsked =
    'days' in moments
      ? sql`0`
      : sql`CASE WHEN ${facts.isType(sql`f_`, moments.on)} AND ${facts.dayOf(at)} >= ${integer(draft, moments.from)} THEN 1 ELSE 0 END`
  // COALESCE says that there are no NULLs: ClickHouse orders frames by nothing else.
  const dated = step(
    draft,
    'dated',
    'facts with their local day',
    sql`  SELECT ${own(sql`f_`)},\n    COALESCE(${facts.dayOf(at)}, 0) AS day, ${facts.offsetAt(at)} AS offset_ms, ${isAsked} AS is_asked
  FROM ${facts.name} AS f_
  WHERE ${isKnown(draft, facts, sql`f_`)}`,
  )
  const asked = 'days' in moments ? withDays(draft, facts, dated, moments.days) : dated
  const monthed = step(
    draft,
    'monthed',
    'with their month',
    sql`  SELECT ${own(sql`d_`)}, d_.day AS day, d_.offset_ms AS offset_ms, d_.is_asked AS is_asked, ${dialect.monthIndex(sql`d_.day`)} AS month\n  FROM ${asked} AS d_`,
  )
  const firstOfMonth = dialect.addMonths(integer(draft, 0), sql`(d_.month - ${integer(draft, 12 * 1970)})`)
  const calendar = step(
    draft,
    'calendar',
    'and with a count of days in which every month has 32, so that a year back is a number',
    sql`  SELECT ${own(sql`d_`)}, d_.day AS day, d_.offset_ms AS offset_ms, d_.is_asked AS is_asked, d_.month AS month,
    d_.month * ${integer(draft, MONTH)} + d_.day - ${firstOfMonth} AS month_day\n  FROM ${monthed} AS d_`,
  )
  return { ...facts, name: calendar, dayOf: () => sql`f_.day`, offsetAt: () => sql`f_.offset_ms` }
}

/** The same days for everybody known, as rows without a fact. */
function withDays(draft: Draft, facts: WhatHappened, dated: Fragment, days: readonly Day[]): Fragment {
  const { customers } = facts.source
  const listed =
    customers === undefined
      ? sql``
      : sql`\n  UNION DISTINCT\n  SELECT t_.${name(draft, customers.customer)} AS customer FROM ${tableOf(draft, customers.table)} AS t_ WHERE t_.${name(draft, customers.customer)} IS NOT NULL`
  const everybody = step(
    draft,
    'everybody',
    'everybody known',
    sql`  SELECT f_.customer AS customer FROM ${facts.name} AS f_ GROUP BY f_.customer${listed}`,
  )
  const dates = step(
    draft,
    'days',
    'the days that are asked about',
    days.length === 0
      ? sql`  SELECT ${integer(draft, 0)} AS day WHERE ${FALSE}`
      : list(
          days.map((day) => sql`  SELECT ${integer(draft, day)} AS day`),
          sql` UNION ALL\n`,
        ),
  )
  const rest = facts.columns.slice(1).map((one) => sql`NULL AS ${one}`)
  return step(
    draft,
    'moments',
    'facts and days',
    sql`  SELECT ${list(facts.columns.map((one) => sql`d_.${one} AS ${one}`))}, d_.day AS day, d_.offset_ms AS offset_ms, d_.is_asked AS is_asked\n  FROM ${dated} AS d_
  UNION ALL
  SELECT e_.customer AS customer, ${list(rest)}, a_.day AS day, NULL AS offset_ms, 1 AS is_asked\n  FROM ${everybody} AS e_ CROSS JOIN ${dates} AS a_`,
  )
}

/** The last days of the months from one day to another, both included. */
export function monthEnds(from: Day, to: Day): Day[] {
  const days: Day[] = []
  const { year, month } = civilOfDay(from)
  for (let m = year * 12 + month; ; m++) {
    const day = dayOfCivil(Math.floor(m / 12), (m % 12) + 1, 1) - 1
    if (day > to) return days
    days.push(day)
  }
}

function word(own: string): Fragment {
  return { pieces: [own] }
}
