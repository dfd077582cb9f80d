/** The figures a customer team is asked for, over a span of days, with their intervals, against the span before and against the host's goals. */

import { currencyExponent } from '../core/decimal/currency.js'
import { TEN } from '../core/decimal/decimal.js'
import { UsageError } from '../core/errors.js'
import { normalQuantile, studentQuantile, wilson } from '../core/math/normal.js'
import { cell, type DictionaryColumn, dictionary, type Table } from '../core/table.js'
import { formatDate, parseDate } from '../core/time/civil.js'
import { startOfDay, zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { netOrders } from '../facts/net.js'
import { scoreCsat, scoreNps } from '../satisfaction/score-answers.js'
import { neededColumn } from './needed-column.js'

/**
 * - `repeatRate` — of the customers who bought in the span, the share that bought on more than one day of it
 * - `frequency` — purchase days per customer who bought
 * - `meanOrder` — revenue per order, major units
 * - `conversion` — of the customers known before the span's end who had never bought before it, the share that bought in it
 * - `retention` — of the customers who bought in the span before, the share that bought in this one
 * - `complaintRate` — of the customers who bought, the share that complained
 * - `referralRate` — of the customers who bought, the share that referred somebody
 * - `nps` (−100 … 100), `csat` (share satisfied) — latest answer of each customer in the span, on the usual scales 0 … 10 and 1 … 5
 * - `margin` — contribution / revenue; only where orders carry costs
 */
export type Metric = (typeof METRICS)[number]

/** What a scoreboard can count. */
export const METRICS = [
  'repeatRate',
  'frequency',
  'meanOrder',
  'conversion',
  'retention',
  'complaintRate',
  'referralRate',
  'nps',
  'csat',
  'margin',
] as const

/**
 * - `portfolio.metric.told`
 * - `portfolio.metric.too-few` — the figure is there, and rests on fewer than `minCustomers`
 * - `portfolio.metric.none` — nobody to tell it of
 */
export type MetricCode = (typeof METRIC_CODES)[number]
const METRIC_CODES = ['portfolio.metric.told', 'portfolio.metric.too-few', 'portfolio.metric.none'] as const

export interface ScoreboardOptions {
  /** First and last day, `YYYY-MM-DD`, both inclusive. The span before is the same number of days up to the day before. */
  readonly from: string
  readonly to: string
  /** A table with `customerId` and a column to tell figures by: tier, stage, segment. */
  readonly by?: { readonly table: Table; readonly column: string }
  /** What the host wants: `{ repeatRate: 0.35 }`. */
  readonly goals?: Readonly<Partial<Record<Metric, number>>>
  /** Default 0.95. */
  readonly confidence?: number
  /** Default 30. */
  readonly minCustomers?: number
  readonly purchases?: readonly string[]
}

export type ScoreboardColumns = {
  /** Value of the `by` column; `all` for everybody. */
  readonly group: DictionaryColumn
  readonly metric: DictionaryColumn<Metric>
  /** NaN where nobody can be told of. */
  readonly value: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  /** Customers (answers, for nps and csat) it rests on. */
  readonly customers: Float64Array
  /** In the span before, and how much it rose since. */
  readonly before: Float64Array
  readonly change: Float64Array
  /** NaN where the host declared none; `gap` = value − goal. */
  readonly goal: Float64Array
  readonly gap: Float64Array
  readonly code: DictionaryColumn<MetricCode>
}

export interface Scoreboard extends Table<ScoreboardColumns> {
  readonly kind: 'scoreboard'
  readonly format: 1
  readonly from: string
  readonly to: string
  readonly currency: string
}

/**
 * One row per group and metric; `all` first, then the groups in order.
 *
 * Shares have Wilson intervals, means Student's, ratios of sums (mean order, margin) the linearized interval with the customer as the unit.
 * @throws UsageError `portfolio.scoreboard.span` for dates that cannot be read or are in the wrong order, `portfolio.column.needed` for a `by` table without its columns
 */
export function scoreboard(facts: Facts, options: ScoreboardOptions): Scoreboard {
  const { goals = {}, confidence = 0.95, minCustomers = 30 } = options
  const [first, last] = [parseDate(options.from), parseDate(options.to)]
  if (!(first <= last)) throw new UsageError('portfolio.scoreboard.span', { from: options.from, to: options.to })
  const days = last - first + 1
  const groupOf = groupsOf(facts, options.by)
  const now = activityOf(facts, first, last, options.purchases)
  const before = activityOf(facts, first - days, first - 1, options.purchases)
  const earlier = activityOf(facts, first - 2 * days, first - days - 1, options.purchases)
  const major = TEN[currencyExponent(facts.currency) as number]
  const names = ['all', ...[...new Set(groupOf.filter((name) => name !== undefined))].sort()]
  const rows = names.flatMap((group) => {
    const members = facts.customers.ids.map((_, c) => c).filter((c) => group === 'all' || groupOf[c] === group)
    return METRICS.map((metric) => ({
      group,
      metric,
      figure: figureOf(metric, members, now, before, { confidence, major, hasCosts: now.hasCosts }),
      past: figureOf(metric, members, before, earlier, { confidence, major, hasCosts: before.hasCosts }),
      goal: goals[metric] ?? Number.NaN,
    }))
  })
  const column = (value: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, value)
  return {
    kind: 'scoreboard',
    format: 1,
    from: formatDate(first),
    to: formatDate(last),
    currency: facts.currency,
    length: rows.length,
    columns: {
      group: dictionary(
        rows.map(({ group }) => group),
        rows.length,
      ),
      metric: { codes: Int8Array.from(rows, ({ metric }) => METRICS.indexOf(metric)), values: METRICS },
      value: column(({ figure }) => figure.value),
      low: column(({ figure }) => figure.low),
      high: column(({ figure }) => figure.high),
      customers: column(({ figure }) => figure.customers),
      before: column(({ past }) => past.value),
      change: column(({ figure, past }) => figure.value - past.value),
      goal: column(({ goal }) => goal),
      gap: column(({ figure, goal }) => figure.value - goal),
      code: {
        codes: Int8Array.from(rows, ({ figure }) => (Number.isNaN(figure.value) ? 2 : figure.customers < minCustomers ? 1 : 0)),
        values: METRIC_CODES,
      },
    },
  }
}

function groupsOf(facts: Facts, by: ScoreboardOptions['by']): readonly (string | undefined)[] {
  if (!by) return facts.customers.ids.map(() => undefined)
  const ids = neededColumn(by.table, 'customerId')
  const column = neededColumn(by.table, by.column)
  const groups = new Map<string, string>()
  for (let i = 0; i < by.table.length; i++) {
    const group = cell(column, i)
    if (group !== undefined) groups.set(String(cell(ids, i)), String(group))
  }
  return facts.customers.ids.map((id) => groups.get(id))
}

/** What each customer did in a span of days. */
interface Activity {
  readonly days: Float64Array
  readonly orders: Float64Array
  readonly revenue: Float64Array
  readonly contribution: Float64Array
  readonly complaints: Uint8Array
  readonly referrals: Uint8Array
  /** Bought before the span. */
  readonly boughtBefore: Uint8Array
  /** Known before the span ended: by any fact, or as a listed customer without facts. */
  readonly known: Uint8Array
  readonly nps: Float64Array
  readonly csat: Float64Array
  readonly hasCosts: boolean
}

function activityOf(facts: Facts, first: number, last: number, purchases: readonly string[] = ['purchase']): Activity {
  const zone = zoneOf(facts.timeZone, facts.zones)
  const [from, until] = [startOfDay(zone, first), startOfDay(zone, last + 1)]
  const n = facts.customers.ids.length
  const { customer, type, at, amountMinor, lines, attributes } = facts.columns
  const { refundedMinor, cancelled } = netOrders(facts, until, purchases)
  const a = {
    days: new Float64Array(n),
    orders: new Float64Array(n),
    revenue: new Float64Array(n),
    contribution: new Float64Array(n),
    complaints: new Uint8Array(n),
    referrals: new Uint8Array(n),
    boughtBefore: new Uint8Array(n),
    known: new Uint8Array(n).fill(1),
    nps: new Float64Array(n).fill(Number.NaN),
    csat: new Float64Array(n).fill(Number.NaN),
  }
  const lastDay = new Float64Array(n).fill(Number.NaN)
  let hasCosts = false
  for (let i = 0; i < facts.length; i++) if (at[i] >= until) a.known[customer[i]] = 0
  for (let i = 0; i < facts.length && at[i] < until; i++) {
    const c = customer[i]
    a.known[c] = 1
    const word = type.values[type.codes[i]]
    if (purchases.includes(word)) {
      if (cancelled?.[i]) continue
      if (at[i] < from) {
        a.boughtBefore[c] = 1
        continue
      }
      const day = Math.floor((at[i] + zone.offsetAt(at[i])) / 86_400_000)
      if (day !== lastDay[c]) a.days[c]++
      lastDay[c] = day
      const net = (Number.isNaN(amountMinor[i]) ? 0 : amountMinor[i]) - (refundedMinor ? refundedMinor[i] : 0)
      a.orders[c]++
      a.revenue[c] += net
      a.contribution[c] += net
      for (const { costMinor } of lines?.[i] ?? []) {
        if (costMinor === undefined) continue
        hasCosts = true
        a.contribution[c] -= costMinor
      }
      continue
    }
    if (at[i] < from) continue
    const given = attributes?.[i]
    if (typeof given?.costMinor === 'number') a.contribution[c] -= given.costMinor
    if (word === 'feedback' && given?.complaint === true) a.complaints[c] = 1
    else if (word === 'referral') a.referrals[c] = 1
    else if (word === 'answer' && typeof given?.score === 'number') {
      if (given.survey === 'nps') a.nps[c] = given.score
      else if (given.survey === 'csat') a.csat[c] = given.score
    }
  }
  return { ...a, hasCosts }
}

interface Figure {
  readonly value: number
  readonly low: number
  readonly high: number
  readonly customers: number
}

const NOTHING: Figure = { value: Number.NaN, low: Number.NaN, high: Number.NaN, customers: 0 }

function figureOf(
  metric: Metric,
  members: readonly number[],
  now: Activity,
  before: Activity,
  { confidence, major, hasCosts }: { confidence: number; major: number; hasCosts: boolean },
): Figure {
  const z = normalQuantile((1 + confidence) / 2)
  const buyers = members.filter((c) => now.orders[c] > 0)
  const share = (base: readonly number[], has: (c: number) => boolean): Figure => {
    const k = base.filter(has).length
    return base.length === 0 ? NOTHING : { value: k / base.length, ...wilson(k, base.length, z), customers: base.length }
  }
  switch (metric) {
    case 'repeatRate':
      return share(buyers, (c) => now.days[c] > 1)
    case 'frequency':
      return meanOf(
        buyers.map((c) => now.days[c]),
        confidence,
      )
    case 'meanOrder':
      return scaled(ratioOf(buyers, now.revenue, now.orders, confidence), 1 / major)
    case 'conversion':
      return share(
        members.filter((c) => now.known[c] && !now.boughtBefore[c]),
        (c) => now.orders[c] > 0,
      )
    case 'retention':
      return share(
        members.filter((c) => before.orders[c] > 0),
        (c) => now.orders[c] > 0,
      )
    case 'complaintRate':
      return share(buyers, (c) => now.complaints[c] === 1)
    case 'referralRate':
      return share(buyers, (c) => now.referrals[c] === 1)
    case 'nps': {
      const answers = members.map((c) => now.nps[c]).filter((score) => score >= 0 && score <= 10)
      const promoters = answers.filter((score) => score >= 9).length
      const detractors = answers.filter((score) => score <= 6).length
      return scoreFigure(scoreNps({ promoters, passives: answers.length - promoters - detractors, detractors }, { confidence }))
    }
    case 'csat': {
      const answers = members.map((c) => now.csat[c]).filter((score) => score >= 1 && score <= 5)
      return scoreFigure(scoreCsat({ satisfied: answers.filter((score) => score >= 4).length, answers: answers.length }, { confidence }))
    }
    case 'margin':
      return hasCosts ? ratioOf(buyers, now.contribution, now.revenue, confidence) : NOTHING
  }
}

function scaled(figure: Figure, by: number): Figure {
  return { ...figure, value: figure.value * by, low: figure.low * by, high: figure.high * by }
}

function scoreFigure({ answers, score, low, high }: { answers: number; score?: number; low?: number; high?: number }): Figure {
  return { value: score ?? Number.NaN, low: low ?? Number.NaN, high: high ?? Number.NaN, customers: answers }
}

function meanOf(values: readonly number[], confidence: number): Figure {
  const n = values.length
  if (n === 0) return NOTHING
  const mean = values.reduce((sum, value) => sum + value, 0) / n
  if (n === 1) return { value: mean, low: Number.NaN, high: Number.NaN, customers: 1 }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1)
  const half = studentQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(variance / n)
  return { value: mean, low: mean - half, high: mean + half, customers: n }
}

/**
 * Σy / Σx with the customer as the unit: r ± t √(n/(n − 1) Σ(y − r x)²) / Σx.
 * @source W. G. Cochran (1977), Sampling Techniques, 6.4
 */
function ratioOf(members: readonly number[], y: Float64Array, x: Float64Array, confidence: number): Figure {
  const n = members.length
  const sumX = members.reduce((sum, c) => sum + x[c], 0)
  if (n === 0 || sumX === 0) return NOTHING
  const value = members.reduce((sum, c) => sum + y[c], 0) / sumX
  if (n === 1) return { value, low: Number.NaN, high: Number.NaN, customers: 1 }
  const squares = members.reduce((sum, c) => sum + (y[c] - value * x[c]) ** 2, 0)
  const half = (studentQuantile((1 + confidence) / 2, n - 1) * Math.sqrt((n / (n - 1)) * squares)) / Math.abs(sumX)
  return { value, low: value - half, high: value + half, customers: n }
}
