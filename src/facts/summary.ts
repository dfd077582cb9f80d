/** The customer summary: the literature's CBS (customer-by-sufficient-statistic) table and the plain figures people expect. */

import type { DictionaryColumn, Row, Table } from '../core/table.js'
import type { AsOf } from '../core/time/as-of.js'
import type { SummaryWorkspace } from './parted.js'

export type Period = 'day' | 'week' | 'month' | 'quarter' | 'year'
export const PERIODS: readonly Period[] = ['day', 'week', 'month', 'quarter', 'year']

/** In which unit several orders of one customer count once. */
export type CountBy = 'order' | 'day' | 'week' | 'month'
export const COUNTS: readonly CountBy[] = ['order', 'day', 'week', 'month']

export interface SummarizeOptions {
  /** A date (that whole local day counts) or an instant (facts before it count). */
  readonly asOf: AsOf
  /** Unit of `recency` and `age`; calendar-true. Default `'day'`. */
  readonly period?: Period
  /** Default `'day'`: two orders on one local day are one purchase. */
  readonly countBy?: CountBy
  /** Revenue counts a refund on the day of its order (default) or on its own day. */
  readonly refundsAt?: 'order' | 'refund'
  /** Fact types that are purchases. Default `['purchase']`. */
  readonly purchases?: readonly string[]
  /** Of `newSummaryWorkspace()`: columns that the next summary can use again. Without one they are made anew. */
  readonly workspace?: SummaryWorkspace
}

/** `customer` has a purchase before asOf; `prospect` has none, and no value either. */
export type SummaryStatus = 'customer' | 'prospect'

export type SummaryColumns = {
  readonly customerId: readonly string[]
  readonly status: DictionaryColumn<SummaryStatus>
  /** x: repeat purchases, in the unit of `countBy`; first purchase not counted. NaN for prospects, as in all columns below. */
  readonly frequency: Float64Array
  /** t_x: first → last purchase, in periods; 0 when frequency is 0. */
  readonly recency: Float64Array
  /** T: first purchase → asOf, in periods. */
  readonly age: Float64Array
  /** m̄: mean value of a repeat purchase net of refunds, major units; NaN when frequency is 0. */
  readonly monetary: Float64Array
  /** Purchases that were not fully refunded, each order counted. */
  readonly orders: Float64Array
  /** Net of refunds. */
  readonly revenueMinor: Float64Array
  readonly refundedMinor: Float64Array
  /** Revenue − cost of lines − service cost of interactions. */
  readonly contributionMinor: Float64Array
  /** Epoch ms of the first and last purchase. */
  readonly firstAt: Float64Array
  readonly lastAt: Float64Array
  /** Calendar days from the last purchase to asOf (RFM's recency). */
  readonly recencyDays: Float64Array
  /** Calendar days from the first purchase to asOf. */
  readonly tenureDays: Float64Array
  /** Mean days between successive purchase days; NaN with fewer than two. */
  readonly meanGapDays: Float64Array
  /** Sample standard deviation of those gaps; NaN with fewer than three purchase days. */
  readonly gapDeviationDays: Float64Array
  /** Share of the revenue that came with a discount (orders whose `discountMinor` is above 0); NaN where no order records one. */
  readonly discountShare: Float64Array
}

/** What a summary says of each customer beside whether they are one. */
export type SummaryFigure = Exclude<keyof SummaryColumns, 'customerId' | 'status'>

export const FIGURES: readonly SummaryFigure[] = [
  'frequency',
  'recency',
  'age',
  'monetary',
  'orders',
  'revenueMinor',
  'refundedMinor',
  'contributionMinor',
  'firstAt',
  'lastAt',
  'recencyDays',
  'tenureDays',
  'meanGapDays',
  'gapDeviationDays',
  'discountShare',
]

/** Only some figures, in the order they are asked for: the others are absent, and the time they take is spared. */
export interface SummarizeFiguresOptions<F extends SummaryFigure> extends SummarizeOptions {
  readonly figures: readonly F[]
}

export interface SummaryTable<F extends SummaryFigure = SummaryFigure> extends Table<Pick<SummaryColumns, 'customerId' | 'status' | F>> {
  readonly kind: 'summary'
  readonly format: 1
  readonly currency: string
  readonly timeZone: string
  /** The day ages run to, `YYYY-MM-DD`. */
  readonly asOf: string
  readonly period: Period
  readonly countBy: CountBy
}

export type SummaryRow<F extends SummaryFigure = SummaryFigure> = Row<Pick<SummaryColumns, 'customerId' | 'status' | F>>
