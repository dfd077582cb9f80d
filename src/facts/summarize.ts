/** Facts → one row per customer, in one walk: facts are in time order, so a customer's history arrives in order too. */

import { UsageError } from '../core/errors.js'
import { withLazy } from '../core/lazy.js'
import { row } from '../core/table.js'
import { momentOf } from '../core/time/as-of.js'
import { zoneOf } from '../core/time/zone.js'
import { type CollectOptions, collectFacts } from './collect-facts.js'
import { type Costs, costsOf, putCosts } from './costs.js'
import type { Fact } from './fact.js'
import type { Facts } from './facts.js'
import { type FigureRules, type Figures, figuresOf } from './figures.js'
import { onlyWanted, type SummaryFigures, tableOf } from './histories.js'
import { netOrders } from './net.js'
import { onlyCustomer } from './only-customer.js'
import { newSummaryWorkspace, onePart, parted } from './parted.js'
import { type Purchases, purchasesOf } from './purchases.js'
import { plainRow, purchaseRow } from './summarize-records.js'
import {
  COUNTS,
  FIGURES,
  PERIODS,
  type SummarizeFiguresOptions,
  type SummarizeOptions,
  type SummaryColumns,
  type SummaryFigure,
  type SummaryRow,
  type SummaryTable,
} from './summary.js'

/**
 * What each customer bought, how often and when: frequency, recency, age and monetary value as the customer-value models use them, and the plain figures.
 *
 * - Purchases of one `countBy` unit (default: local day) count once; frequency counts the repeats.
 * - A fully refunded order is no purchase. Revenue is net of refunds made before `asOf`; the monetary value of an order is too, unless `refundsAt: 'refund'`.
 * - Everyone known is a row; a customer without a purchase before `asOf` is a `prospect` whose figures are missing.
 *
 * ```ts
 * const customers = summarize(facts, { asOf: '2026-03-01', period: 'week' })
 * ```
 *
 * `figures: ['orders', 'revenueMinor', 'recencyDays']` makes these columns only: less memory and, where none of them counts days, less time.
 *
 * @throws UsageError `facts.summary.option` for an unknown period, countBy or figure; `tierwise.as-of.unreadable`; `tierwise.decimal.unsafe` when a customer's revenue leaves the safe integers
 */
export function summarize<const F extends SummaryFigure>(facts: Facts, options: SummarizeFiguresOptions<F>): SummaryTable<F>
export function summarize(facts: Facts, options: SummarizeOptions): SummaryTable
export function summarize(facts: Facts, options: MaybeFigures): SummaryTable {
  const plan = planSummary(facts, options)
  const parts = parted(plan.bought, () => facts.customers.ids.length, options.workspace ?? newSummaryWorkspace())
  return finishSummary(facts, plan, figuresOf(parts, plan.rules))
}

export type MaybeFigures = SummarizeOptions & { readonly figures?: readonly SummaryFigure[] }

/** What there is to be walked, and by which rules. */
export interface SummaryPlan {
  readonly bought: Purchases
  readonly rules: FigureRules
  /** What the figures get beside their purchases. */
  readonly costs: Costs | undefined
  /** Absent: all. */
  readonly wanted: readonly SummaryFigure[] | undefined
}

export function planSummary(facts: Facts, options: MaybeFigures): SummaryPlan {
  const { period = 'day', countBy = 'day', refundsAt = 'order', purchases = ['purchase'], figures: wanted } = options
  checkOption('period', period, PERIODS)
  checkOption('countBy', countBy, COUNTS)
  for (const figure of wanted ?? []) checkOption('figures', figure, FIGURES)
  const { currency, timeZone, zones } = facts
  const { before, day: today } = momentOf(options.asOf, zoneOf(timeZone, zones))
  const orders = netOrders(facts, before, purchases)
  const costs = costsOf(facts, before, purchases, orders)
  return {
    bought: purchasesOf(facts, before, purchases, orders),
    // Costs are put into figures that were not all asked for.
    rules: { timeZone, zones, currency, today, period, countBy, refundsAt, wanted: costs ? undefined : wanted },
    costs,
    wanted,
  }
}

export function finishSummary(facts: Facts, { rules, costs, wanted }: SummaryPlan, { customers, numbers, figures }: Figures): SummaryTable {
  if (costs) putCosts(figures as SummaryFigures, costs) // all were made
  const ids = withLazy({}, 'customerId', () => (numbers ? Array.from(numbers, String) : facts.customers.ids))
  return tableOf(customers, Object.assign(ids, onlyWanted(figures, wanted)) as SummaryColumns, rules) // those that were asked for
}

/** A misspelled unit would otherwise be a column of NaN. */
function checkOption(option: string, value: string, known: readonly string[]): void {
  if (!known.includes(value)) throw new UsageError('facts.summary.option', { option, value: String(value), known: known.join(', ') })
}

/** What facts carry with them and bare records do not. */
export interface SummarizeRecordsOptions extends SummarizeOptions, Omit<CollectOptions, 'customers'> {}

const PURCHASES: readonly string[] = ['purchase']

/**
 * One customer's row; the same as that row of `summarize`. `undefined` for an unknown customer, and where there are no records.
 *
 * Inside a request the customer's own records do: no facts are made of ten purchases.
 *
 * ```ts
 * const customer = summarizeOne(orders, { asOf: '2026-03-01', timeZone: 'Asia/Shanghai', currency: 'CNY' })
 * ```
 *
 * Records are taken at their word, as by `collectFacts`: nothing is checked or deduplicated.
 * @throws UsageError those of `summarize`; `facts.summary.customers` for records of more than one customer
 */
export function summarizeOne<const F extends SummaryFigure>(
  facts: Facts,
  customerId: string,
  options: SummarizeFiguresOptions<F>,
): SummaryRow<F> | undefined
export function summarizeOne(facts: Facts, customerId: string, options: SummarizeOptions): SummaryRow | undefined
export function summarizeOne<const F extends SummaryFigure>(
  records: readonly Fact[],
  options: SummarizeRecordsOptions & { readonly figures: readonly F[] },
): SummaryRow<F> | undefined
export function summarizeOne(records: readonly Fact[], options: SummarizeRecordsOptions): SummaryRow | undefined
export function summarizeOne(
  subject: Facts | readonly Fact[],
  second: string | (SummarizeRecordsOptions & MaybeFigures),
  third?: MaybeFigures,
): object | undefined {
  if (typeof second !== 'string') return summarizeRecords(subject as readonly Fact[], second)
  const facts = subject as Facts
  const c = facts.customers.ids.indexOf(second)
  return c < 0 ? undefined : onlyRow(onlyCustomer(facts, c), third as SummarizeOptions) // the overloads require it
}

function summarizeRecords(records: readonly Fact[], options: SummarizeRecordsOptions & MaybeFigures): SummaryRow | undefined {
  const { period = 'day', countBy = 'day', currency = records[0]?.currency ?? 'XXX', figures, purchases = PURCHASES } = options
  if (period !== 'day') checkOption('period', period, PERIODS)
  if (countBy !== 'day') checkOption('countBy', countBy, COUNTS)
  if (figures || countBy === 'day') {
    const zone = zoneOf(options.timeZone, options.zones)
    const moment = momentOf(options.asOf, zone)
    const known = figures
      ? plainRow(records, moment, zone, period, purchases, figures)
      : purchaseRow(records, moment, zone, currency, period, purchases)
    if (known) return known
  }
  const facts = collectFacts(records, options)
  const { ids } = facts.customers
  if (ids.length > 1)
    throw new UsageError('facts.summary.customers', { record: records.findIndex((one) => one.customerId !== records[0].customerId) })
  return ids.length === 0 ? undefined : onlyRow(facts, options)
}

/** Of facts of one customer under a code, without what it takes to part a base. */
function onlyRow(facts: Facts, options: MaybeFigures): SummaryRow {
  const plan = planSummary(facts, options)
  return row(finishSummary(facts, plan, figuresOf(onePart(plan.bought, 1), plan.rules)), 0)
}
