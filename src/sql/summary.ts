/** `summarize` in SQL: one row per customer, only the figures that are asked for. */

import { UsageError } from '../core/errors.js'
import { monthsIn, type Unit } from '../core/time/length.js'
import { COUNTS, FIGURES, PERIODS, type SummarizeOptions, type SummaryColumns } from '../facts/summary.js'
import { BOUGHT_NEEDS, bought } from './bought.js'
import { type Draft, double, integer, name, step } from './draft.js'
import { all, type Fragment, list, sql, text } from './fragment.js'
import { tableOf } from './source.js'
import { type FactNeed, isKnown, type WhatHappened } from './what-happened.js'

export type SummaryFigure = Exclude<keyof SummaryColumns, 'customerId'>

export const SUMMARY_FIGURES: readonly SummaryFigure[] = ['status', ...FIGURES]

/** How facts become figures; `asOf` stands with the statement. */
export type SummaryRecipe = Omit<SummarizeOptions, 'asOf'>

export function summaryNeeds(figures: ReadonlySet<SummaryFigure>, { countBy = 'day' }: SummaryRecipe): FactNeed[] {
  const has = (...names: SummaryFigure[]): boolean => names.some((one) => figures.has(one))
  return [
    ...BOUGHT_NEEDS,
    ...(has('contributionMinor') ? (['cost'] as const) : []),
    ...(has('discountShare') ? (['discount'] as const) : []),
    ...(has('monetary') && countBy === 'order' ? (['id'] as const) : []),
  ]
}

/**
 * @returns a step with `customer` and a column per figure; NULL for prospects
 * @throws UsageError `facts.summary.option`
 */
export function summary(draft: Draft, facts: WhatHappened, figures: ReadonlySet<SummaryFigure>, recipe: SummaryRecipe): Fragment {
  const { period = 'day', countBy = 'day', refundsAt = 'order', purchases = ['purchase'] } = recipe
  if (!PERIODS.includes(period))
    throw new UsageError('facts.summary.option', { option: 'period', value: String(period), known: PERIODS.join(', ') })
  if (!COUNTS.includes(countBy))
    throw new UsageError('facts.summary.option', { option: 'countBy', value: String(countBy), known: COUNTS.join(', ') })
  const { dialect } = draft
  const has = (...names: SummaryFigure[]): boolean => names.some((one) => figures.has(one))
  const orders = bought(draft, facts, purchases)
  const e = sql`e_`
  const day = facts.dayOf(sql`e_.at_ms`)
  const needsUnits = has('frequency', 'monetary')
  const needsDays = has('meanGapDays', 'gapDeviationDays')
  const byOrder = countBy === 'order'
  const needsDay = needsDays || (needsUnits && !byOrder) || !facts.ascends
  const unit = countBy === 'week' ? weekOf(draft, sql`p_.day`) : countBy === 'month' ? dialect.monthIndex(sql`p_.day`) : sql`p_.day`
  const refunded = orders.refunded(e)
  const hasCost = has('contributionMinor') && facts.has('cost')
  const hasDiscount = has('discountShare') && facts.has('discount')
  const hasRevenue = has('revenueMinor', 'contributionMinor', 'discountShare')
  const keys = byOrder && has('monetary') ? facts.tieKeys(e) : []
  const purchase: (readonly [string, Fragment] | undefined)[] = [
    ['customer', sql`e_.customer`],
    ['at_ms', sql`e_.at_ms`],
    ['is_bought', orders.isBought(e)],
    hasRevenue ? ['net', orders.net(e)] : undefined,
    has('monetary') ? ['value', refundsAt === 'order' ? orders.net(e) : orders.gross(e)] : undefined,
    needsDay ? ['day', day] : undefined,
    has('refundedMinor') && refunded !== undefined ? ['refunded', refunded] : undefined,
    hasCost
      ? [
          'cost',
          sql`CASE WHEN ${costs(draft, facts, purchases, orders.isBought(e))} THEN COALESCE(${facts.column(e, 'cost')}, 0) ELSE 0 END`,
        ]
      : undefined,
    hasDiscount ? ['discount', facts.column(e, 'discount')] : undefined,
    ...keys.map((key, k) => [`key_${k + 1}`, key] as const),
  ]
  const bargains = step(
    draft,
    'purchases',
    `facts, and whether they are purchases before asOf${needsDay ? '; local days by the offsets of the zone' : ''}`,
    sql`  SELECT ${list(aliased(purchase), sql`,\n    `)}\n  FROM ${orders.name} AS e_`,
  )
  const only = (value: Fragment): Fragment => sql`CASE WHEN p_.is_bought THEN ${value} END`
  const distinct = {
    ...(needsUnits && !byOrder ? { unit } : {}),
    ...(needsDays ? { day: sql`p_.day` } : {}),
  }
  const ranks = dialect.distinct === 'rank' ? Object.entries(distinct) : []
  const ranked =
    ranks.length === 0
      ? bargains
      : step(
          draft,
          'ranked',
          'what a customer is counted by, numbered from the first: the highest number is how many there are',
          sql`  SELECT ${list([
            ...purchase.flatMap((one) => (one === undefined ? [] : [sql`p_.${word(one[0])} AS ${word(one[0])}`])),
            ...ranks.map(
              ([own, value]) =>
                sql`\n    dense_rank() OVER (PARTITION BY p_.customer, p_.is_bought ORDER BY ${value}) AS ${word(`${own}_rank`)}`,
            ),
          ])}\n  FROM ${bargains} AS p_`,
        )
  const countOf = (own: keyof typeof distinct): Fragment =>
    ranks.length > 0 ? sql`max(${only(word(`p_.${own}_rank`))})` : sql`count(DISTINCT ${only(distinct[own] ?? unit)})`
  const totals: (readonly [string, Fragment] | undefined)[] = [
    ['orders', sql`count(${only(sql`1`)})`],
    ['first_at', sql`min(${only(sql`p_.at_ms`)})`],
    ['last_at', sql`max(${only(sql`p_.at_ms`)})`],
    ...(facts.ascends
      ? []
      : [['first_day', sql`min(${only(sql`p_.day`)})`] as const, ['last_day', sql`max(${only(sql`p_.day`)})`] as const]),
    hasRevenue ? ['revenue', dialect.sumIntegers(only(sql`p_.net`))] : undefined,
    needsUnits ? ['units', byOrder ? sql`count(${only(sql`1`)})` : countOf('unit')] : undefined,
    has('monetary') ? ['value', dialect.sumIntegers(only(sql`p_.value`))] : undefined,
    has('monetary')
      ? byOrder
        ? [
            'first_value',
            dialect.firstBy(sql`p_.value`, [
              sql`CASE WHEN p_.is_bought THEN 0 ELSE 1 END`,
              ...(facts.ascends ? [] : [sql`p_.day`]),
              sql`p_.at_ms`,
              ...keys.map((_, k) => word(`p_.key_${k + 1}`)),
              sql`p_.value`,
            ]),
          ]
        : ['first_unit', sql`min(${only(unit)})`]
      : undefined,
    needsDays ? ['days', countOf('day')] : undefined,
    has('refundedMinor') ? ['refunded', refunded === undefined ? integer(draft, 0) : dialect.sumIntegers(sql`p_.refunded`)] : undefined,
    has('contributionMinor') ? ['cost', hasCost ? dialect.sumIntegers(sql`p_.cost`) : integer(draft, 0)] : undefined,
    hasDiscount ? ['discount_recorded', sql`count(${only(sql`p_.discount`)})`] : undefined,
    hasDiscount ? ['discounted', dialect.sumIntegers(sql`CASE WHEN p_.is_bought AND p_.discount > 0 THEN p_.net ELSE 0 END`)] : undefined,
  ]
  const customers = step(
    draft,
    'customers',
    'per customer',
    sql`  SELECT p_.customer AS customer,\n    ${list(aliased(totals), sql`,\n    `)}\n  FROM ${ranked} AS p_\n  GROUP BY p_.customer`,
  )
  const joins: Fragment[] = []
  const needsFirstUnit = has('monetary') && !byOrder
  if (needsFirstUnit) {
    const first = step(
      draft,
      'first_units',
      'what the first purchase was worth; the rest are repeats',
      sql`  SELECT p_.customer AS customer, ${dialect.sumIntegers(sql`p_.value`)} AS first_value
  FROM ${bargains} AS p_
  JOIN ${customers} AS c_ ON c_.customer = p_.customer
  WHERE p_.is_bought AND ${unit} = c_.first_unit
  GROUP BY p_.customer`,
    )
    joins.push(sql`\n  LEFT JOIN ${first} AS u_ ON u_.customer = c_.customer`)
  }
  if (has('gapDeviationDays')) {
    const days = step(
      draft,
      'days',
      'days with a purchase',
      sql`  SELECT DISTINCT p_.customer AS customer, p_.day AS day\n  FROM ${bargains} AS p_\n  WHERE p_.is_bought`,
    )
    const frame = dialect.folds === 'array' ? sql` ROWS BETWEEN 1 PRECEDING AND CURRENT ROW` : sql``
    const before = dialect.folds === 'array' ? sql`lagInFrame(toNullable(d_.day))` : sql`lag(d_.day)`
    const gaps = step(
      draft,
      'gaps',
      'days since the purchase day before',
      sql`  SELECT d_.customer AS customer, d_.day - ${before} OVER (PARTITION BY d_.customer ORDER BY d_.day${frame}) AS gap\n  FROM ${days} AS d_`,
    )
    const squares = step(
      draft,
      'gap_squares',
      'their squares',
      sql`  SELECT g_.customer AS customer, ${dialect.sumIntegers(sql`g_.gap * g_.gap`)} AS squares\n  FROM ${gaps} AS g_\n  WHERE g_.gap IS NOT NULL\n  GROUP BY g_.customer`,
    )
    joins.push(sql`\n  LEFT JOIN ${squares} AS q_ ON q_.customer = c_.customer`)
  }
  const withDays = step(
    draft,
    'dated',
    'first and last day in local time',
    sql`  SELECT ${list(['customer', ...totals.flatMap((total) => (total === undefined ? [] : [total[0]]))].map((own) => sql`c_.${word(own)} AS ${word(own)}`))}${facts.ascends ? sql`,\n    ${facts.dayOf(sql`c_.first_at`)} AS first_day, ${facts.dayOf(sql`c_.last_at`)} AS last_day` : sql``}${needsFirstUnit ? sql`, u_.first_value AS first_value` : sql``}${has('gapDeviationDays') ? sql`, q_.squares AS squares` : sql``}
  FROM ${customers} AS c_${list(joins, sql``)}`,
  )
  const today = integer(draft, facts.day)
  const d = sql`d_`
  const major = double(draft, 10 ** facts.places)
  const figure: Readonly<Record<SummaryFigure, () => Fragment>> = {
    status: () => sql`CASE WHEN d_.orders > 0 THEN ${text('customer')} ELSE ${text('prospect')} END`,
    frequency: () => sql`d_.units - 1`,
    recency: () => unitsBetween(draft, sql`d_.first_day`, sql`d_.last_day`, period),
    age: () => unitsBetween(draft, sql`d_.first_day`, today, period),
    monetary: () =>
      sql`CASE WHEN d_.units > 1 THEN ${dialect.asDouble(sql`d_.value - d_.first_value`)} / ${major} / ${dialect.asDouble(sql`d_.units - 1`)} END`,
    orders: () => sql`d_.orders`,
    revenueMinor: () => sql`d_.revenue`,
    refundedMinor: () => sql`d_.refunded`,
    contributionMinor: () => sql`d_.revenue - d_.cost`,
    firstAt: () => sql`d_.first_at`,
    lastAt: () => sql`d_.last_at`,
    recencyDays: () => sql`${today} - d_.last_day`,
    tenureDays: () => sql`${today} - d_.first_day`,
    meanGapDays: () =>
      sql`CASE WHEN d_.days > 1 THEN ${dialect.asDouble(sql`d_.last_day - d_.first_day`)} / ${dialect.asDouble(sql`d_.days - 1`)} END`,
    gapDeviationDays: () => {
      const n = dialect.asDouble(sql`d_.days - 1`)
      const spread = dialect.asDouble(sql`(d_.days - 1) * d_.squares - (d_.last_day - d_.first_day) * (d_.last_day - d_.first_day)`)
      return sql`CASE WHEN d_.days > 2 THEN sqrt(${spread} / ${n} / (${n} - ${double(draft, 1)})) END`
    },
    discountShare: () =>
      !hasDiscount
        ? dialect.asDouble(sql`NULL`)
        : sql`CASE WHEN d_.discount_recorded > 0 AND d_.revenue > 0 THEN ${dialect.asDouble(sql`d_.discounted`)} / ${dialect.asDouble(sql`d_.revenue`)} END`,
  }
  const known = facts.source.customers === undefined ? undefined : everybody(draft, facts, withDays)
  const chosen = SUMMARY_FIGURES.filter((one) => figures.has(one)).map((one) => {
    const valued = figure[one]()
    return sql`${one === 'status' ? valued : sql`CASE WHEN ${d}.orders > 0 THEN ${valued} END`} AS ${column(draft, one)}`
  })
  return step(
    draft,
    'figures',
    'the figures of every customer; prospects have none',
    known === undefined
      ? sql`  SELECT ${list([sql`d_.customer AS customer`, ...chosen], sql`,\n    `)}\n  FROM ${withDays} AS d_`
      : sql`  SELECT ${list([sql`k_.customer AS customer`, ...chosen], sql`,\n    `)}\n  FROM ${known} AS k_\n  LEFT JOIN ${withDays} AS d_ ON d_.customer = k_.customer`,
  )
}

/** A figure's name, quoted: figures are spelled as in the library. */
export function column({ dialect }: Draft, figure: string): Fragment {
  return { pieces: [`"${dialect.escapeName(figure)}"`] }
}

function aliased(chosen: readonly (readonly [string, Fragment] | undefined)[]): Fragment[] {
  return chosen.filter((one) => one !== undefined).map(([alias, value]) => sql`${value} AS ${word(alias)}`)
}

/** Our own words, which need no quotes. */
function word(own: string): Fragment {
  return { pieces: [own] }
}

function everybody(draft: Draft, facts: WhatHappened, known: Fragment): Fragment {
  const { customers } = facts.source
  if (customers === undefined) return known
  const id = sql`t_.${name(draft, customers.customer)}`
  return step(
    draft,
    'known',
    'everybody known, with or without facts',
    sql`  SELECT ${id} AS customer FROM ${tableOf(draft, customers.table)} AS t_ WHERE ${id} IS NOT NULL\n  UNION DISTINCT\n  SELECT d_.customer AS customer FROM ${known} AS d_`,
  )
}

/** An order that was not refunded in full cost what it cost; so did serving the customer otherwise. */
function costs(draft: Draft, facts: WhatHappened, purchases: readonly string[], is: Fragment): Fragment {
  const e = sql`e_`
  const isPurchase = facts.isType(e, purchases)
  return sql`(${is} OR ${all([sql`NOT (${isPurchase})`, isKnown(draft, facts, e)])})`
}

/** Monday to Sunday, numbered. 1970-01-01 was a Thursday. */
function weekOf(draft: Draft, day: Fragment): Fragment {
  return draft.dialect.asInteger(sql`floor(${draft.dialect.asDouble(sql`${day} + 3`)} / ${double(draft, 7)})`)
}

/** Whole months counted from the first day, then the started month as the share of its own days. */
export function unitsBetween(draft: Draft, from: Fragment, to: Fragment, unit: Unit): Fragment {
  const { dialect } = draft
  const days = dialect.asDouble(sql`${to} - ${from}`)
  if (unit === 'day') return sql`${to} - ${from}`
  if (unit === 'week') return sql`${days} / ${double(draft, 7)}`
  const calendar = sql`(${dialect.monthIndex(to)} - ${dialect.monthIndex(from)})`
  const whole = sql`(${calendar} - CASE WHEN ${dialect.addMonths(from, calendar)} > ${to} THEN 1 ELSE 0 END)`
  const begun = dialect.addMonths(from, whole)
  const months = sql`(${dialect.asDouble(whole)} + ${dialect.asDouble(sql`${to} - ${begun}`)} / ${dialect.asDouble(sql`${dialect.addMonths(from, sql`(${whole} + 1)`)} - ${begun}`)})`
  return sql`${months} / ${double(draft, monthsIn(unit))}`
}
