/** Churn heuristics in SQL: silence against the customer's own rhythm, decline, and the levels of a policy. */

import type { ChurnPolicy } from '../churn/definition.js'
import type { RhythmModel, StepCurve } from '../churn/fit-rhythm.js'
import { UsageError } from '../core/errors.js'
import { momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { addLength, type Length } from '../core/time/length.js'
import { zoneOf } from '../core/time/zone.js'
import { BOUGHT_NEEDS, bought } from './bought.js'
import { columns, type Draft, double, finish, integer, step, steps } from './draft.js'
import { type FiguresFrom, figuresOf } from './figures.js'
import { all, any, type Fragment, list, sql, TRUE, text } from './fragment.js'
import { type FactSource, isFactSource } from './source.js'
import type { SqlStatement } from './statement.js'
import { whatHappened } from './what-happened.js'

/** The question that `scoreDecline` answers. */
export interface DeclineQuestion {
  readonly kind: 'decline'
  readonly window: Length
}

export interface RhythmSqlOptions extends FiguresFrom {
  readonly horizonDays?: number | undefined
  readonly overdueShare?: number | undefined
}

/** The columns of `scoreRhythm`. */
export function rhythmSql(draft: Draft, model: RhythmModel, options: RhythmSqlOptions): SqlStatement {
  const { overdueShare = 0.8, horizonDays = 2 * model.meanGapDays, asOf } = options
  if (!(overdueShare > 0 && overdueShare < 1) || !(horizonDays >= 0))
    throw new UsageError('churn.rhythm.option', { overdueShare, horizonDays })
  const { dialect } = draft
  const figures = figuresOf(draft, ['frequency', 'recencyDays', 'tenureDays'], options)
  const f = sql`f_`
  if (figures.facts === undefined && typeof asOf !== 'string') throw new UsageError('sql.option.missing', { option: 'asOf' })
  const today = figures.facts?.day ?? momentOf(asOf as string, zoneOf('UTC')).day
  const n = dialect.asDouble(figures.of(f, 'frequency'))
  const silence = dialect.asDouble(figures.of(f, 'recencyDays'))
  const tenure = dialect.asDouble(figures.of(f, 'tenureDays'))
  const prior = double(draft, model.priorGaps)
  const silent = step(
    draft,
    'silence',
    'silence, and the gap to expect: the customer\u0027s own mean drawn to that of the base',
    sql`  SELECT f_.customer AS customer, ${n} AS n, ${silence} AS silence, (${double(draft, model.priorGaps * model.meanGapDays)} + (${tenure} - ${silence})) / (${prior} + ${n}) AS expected
  FROM ${figures.name} AS f_`,
  )
  const one = double(draft, 1)
  const isFirst = sql`s_.n = ${double(draft, 0)}`
  const unit = sql`CASE WHEN ${isFirst} THEN ${one} ELSE s_.expected END`
  const survived = (at: Fragment): Fragment =>
    sql`CASE WHEN ${isFirst} THEN ${curveAt(draft, model.first, at)} ELSE ${curveAt(draft, model.later, at)} END`
  const now = step(
    draft,
    'survival',
    'how many of the base had not come back after such a silence, now and at the horizon',
    sql`  SELECT s_.customer AS customer, s_.n AS n, s_.silence AS silence, s_.expected AS expected, ${unit} AS unit,
    ${survived(sql`s_.silence / (${unit})`)} AS now,
    ${survived(sql`(s_.silence + ${double(draft, horizonDays)}) / (${unit})`)} AS later
  FROM ${silent} AS s_
  WHERE s_.n >= ${double(draft, 0)}`,
  )
  const ended = ({ survival }: StepCurve): Fragment => {
    const never = survival.length > 0 ? survival[survival.length - 1] : 1
    return never < 1 ? sql`(${one} - r_.now) / ${double(draft, 1 - never)}` : double(draft, 0)
  }
  const limit = (curve: StepCurve): number | undefined => {
    const never = curve.survival.length > 0 ? curve.survival[curve.survival.length - 1] : 1
    return curve.time.find((_, k) => (never < 1 ? (1 - curve.survival[k]) / (1 - never) : 0) >= overdueShare - 1e-12)
  }
  const due = (curve: StepCurve): Fragment => {
    const at = limit(curve)
    return at === undefined ? dialect.asInteger(sql`NULL`) : dialect.asInteger(sql`ceil(${double(draft, at)} * r_.unit)`)
  }
  const first = sql`r_.n = ${double(draft, 0)}`
  const returns = sql`CASE WHEN r_.now > ${double(draft, 0)} THEN ${one} - r_.later / r_.now ELSE ${double(draft, 0)} END`
  const dated = step(
    draft,
    'rhythm',
    'when the customer becomes overdue',
    sql`  SELECT r_.customer AS customer, r_.silence AS silence, r_.expected AS expected,
    CASE WHEN ${first} THEN ${ended(model.first)} ELSE ${ended(model.later)} END AS percentile,
    ${returns} AS p_return,
    CASE WHEN ${first} THEN ${due(model.first)} ELSE ${due(model.later)} END AS due
  FROM ${now} AS r_`,
  )
  const on = sql`${integer(draft, today)} - ${dialect.asInteger(sql`d_.silence`)} + d_.due`
  const chosen: (readonly [string, Fragment])[] = [
    ['customerId', sql`f_.customer`],
    ['expectedGapDays', sql`d_.expected`],
    ['silenceDays', sql`d_.silence`],
    ['overdueRatio', sql`d_.silence / d_.expected`],
    ['percentile', sql`d_.percentile`],
    ['pReturn', sql`d_.p_return`],
    ['risk', sql`${one} - d_.p_return`],
    ['overdueOn', sql`CASE WHEN d_.due IS NOT NULL THEN ${dialect.dateText(sql`(${on})`)} END`],
    ['daysToOverdue', sql`d_.due - d_.silence`],
  ]
  return finish(
    draft,
    'silence against the rhythm of each customer',
    sql`SELECT\n${columns(draft, chosen)}\nFROM ${figures.name} AS f_\nLEFT JOIN ${dated} AS d_ ON d_.customer = f_.customer`,
  )
}

function curveAt(draft: Draft, { time, survival }: StepCurve, at: Fragment): Fragment {
  return steps(
    at,
    time.map((t) => double(draft, t)),
    [1, ...survival].map((s) => double(draft, s)),
  )
}

/** `level` of every customer by a policy's signs. */
export function policySql(draft: Draft, policy: ChurnPolicy, options: FiguresFrom): SqlStatement {
  const signs = policy.levels.flatMap(({ any: some = [], all: every = [] }) => [...some, ...every])
  const figures = figuresOf(
    draft,
    signs.map(({ indicator }) => indicator),
    options,
  )
  const { dialect } = draft
  const holds = ({ indicator, gte, lte }: (typeof signs)[number]): Fragment => {
    const value = dialect.asDouble(figures.of(sql`f_`, indicator))
    const present = figures.facts === undefined ? sql`NOT ${dialect.isNaN(value)}` : TRUE
    const tests = [
      ...(gte === undefined ? [] : [sql`${value} >= ${double(draft, gte)}`]),
      ...(lte === undefined ? [] : [sql`${value} <= ${double(draft, lte)}`]),
    ]
    return sql`COALESCE(${all([present, ...(tests.length === 0 ? [sql`${value} IS NOT NULL`] : tests)])}, FALSE)`
  }
  const whens = policy.levels.map(({ id, any: some, all: every }) => {
    const test = all([...(some === undefined ? [] : [any(some.map(holds))]), ...(every === undefined ? [] : [all(every.map(holds))])])
    return sql`\n    WHEN ${test} THEN ${text(id)}`
  })
  const level = whens.length === 0 ? text(policy.otherwise) : sql`CASE${list(whens, sql``)}\n    ELSE ${text(policy.otherwise)} END`
  return finish(
    draft,
    'the warning level of every customer',
    sql`SELECT\n${columns(draft, [
      ['customerId', sql`f_.customer`],
      ['level', level],
    ])}\nFROM ${figures.name} AS f_`,
  )
}

/** The columns of `scoreDecline`: two windows of equal length beside each other. */
export function declineSql(draft: Draft, { window }: DeclineQuestion, options: FiguresFrom): SqlStatement {
  const { source } = options
  if (!(Number.isInteger(window.n) && window.n > 0)) throw new UsageError('churn.decline.window', { n: window.n, unit: window.unit })
  if (!isFactSource(source)) throw new UsageError('sql.source.missing', { key: 'at' })
  const { dialect } = draft
  const facts = whatHappened(draft, source as FactSource, new Set(BOUGHT_NEEDS), options)
  const zone = zoneOf(source.timeZone, options.zones)
  const begins = [1, 2].map((k) => momentOf(formatDate(addLength(facts.day, { n: -k * window.n, unit: window.unit })), zone).before)
  const side = (suffix: string, from: number | undefined, before: number): Fragment => {
    const orders = bought(draft, facts, ['purchase'], before, suffix)
    const e = sql`e_`
    const is = all([orders.isBought(e), ...(from === undefined ? [] : [sql`e_.at_ms >= ${integer(draft, from)}`])])
    return step(
      draft,
      `window${suffix}`,
      from === undefined ? 'who bought before both windows' : 'days with a purchase and their revenue, in one window',
      sql`  SELECT e_.customer AS customer, count(DISTINCT CASE WHEN ${is} THEN ${facts.dayOf(sql`e_.at_ms`)} END) AS purchases,
    COALESCE(${dialect.sumIntegers(sql`CASE WHEN ${is} THEN ${orders.net(e)} END`)}, 0) AS revenue
  FROM ${orders.name} AS e_
  GROUP BY e_.customer`,
    )
  }
  const recent = side('_recent', begins[0], facts.before)
  const earlier = side('_earlier', begins[1], begins[0])
  const old = side('_old', undefined, begins[1])
  const known = source.customers === undefined ? undefined : figuresOf(draft, [], options)
  const zero = sql`COALESCE`
  const count = (alias: Fragment, what: Fragment): Fragment => dialect.asDouble(sql`${zero}(${alias}.${what}, 0)`)
  const now = count(sql`n_`, sql`purchases`)
  const then = count(sql`t_`, sql`purchases`)
  const wasThere = sql`COALESCE(o_.purchases, 0) > 0`
  const change = (a: Fragment, b: Fragment): Fragment =>
    sql`CASE WHEN ${b} > ${double(draft, 0)} AND ${wasThere} THEN ${a} / ${b} - ${double(draft, 1)} END`
  const revenueNow = count(sql`n_`, sql`revenue`)
  const revenueThen = count(sql`t_`, sql`revenue`)
  const root = (x: Fragment): Fragment => sql`sqrt(${x} + ${double(draft, 0.375)})`
  const base = known === undefined ? recent : known.name
  const chosen: (readonly [string, Fragment])[] = [
    ['customerId', sql`k_.customer`],
    ['recentPurchases', now],
    ['earlierPurchases', then],
    ['recentRevenueMinor', revenueNow],
    ['earlierRevenueMinor', revenueThen],
    ['frequencyChange', change(now, then)],
    ['valueChange', change(revenueNow, revenueThen)],
    ['surprise', sql`CASE WHEN ${wasThere} THEN (${root(now)} - ${root(then)}) * ${double(draft, Math.SQRT2)} END`],
  ]
  return finish(
    draft,
    'the last window against the one before',
    sql`SELECT\n${columns(draft, chosen)}\nFROM ${base} AS k_\nLEFT JOIN ${recent} AS n_ ON n_.customer = k_.customer\nLEFT JOIN ${earlier} AS t_ ON t_.customer = k_.customer\nLEFT JOIN ${old} AS o_ ON o_.customer = k_.customer`,
  )
}
