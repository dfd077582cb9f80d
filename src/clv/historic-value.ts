/** The honest baselines: what customers have been worth, and the formula on every whiteboard. */

import { UsageError } from '../core/errors.js'
import type { HistoryRow, HistoryTable } from './history.js'

/**
 * What each customer has brought so far: revenue net of refunds (column `revenueMinor`), times a margin, in minor units as a double.
 * @returns NaN for prospects
 */
export function historicValue(
  customers: { readonly length: number; readonly columns: { readonly revenueMinor: ArrayLike<number> } },
  options: { readonly margin?: number } = {},
): Float64Array {
  const margin = options.margin ?? 1
  if (!(margin >= 0 && margin <= 1)) throw new UsageError('clv.margin.invalid', { margin })
  return Float64Array.from({ length: customers.length }, (_, i) => margin * customers.columns.revenueMinor[i])
}

export interface PlainClv {
  /** Mean value of an order, major units. */
  readonly orderValue: number
  /** Orders per customer and year. */
  readonly ordersPerYear: number
  /** 0 … 1 */
  readonly margin: number
  /** How long a customer stays one, years. */
  readonly lifespanYears: number
}

/**
 * order value × frequency × margin × lifespan. One number for everybody, no uncertainty, no discount; useful to see what a model adds.
 * @throws UsageError `clv.plain.invalid` for a negative or missing factor, `clv.margin.invalid`
 */
export function plainClv({ orderValue, ordersPerYear, margin, lifespanYears }: PlainClv): number {
  if (!(margin >= 0 && margin <= 1)) throw new UsageError('clv.margin.invalid', { margin })
  for (const [factor, value] of Object.entries({ orderValue, ordersPerYear, lifespanYears }))
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY)) throw new UsageError('clv.plain.invalid', { factor })
  return orderValue * ordersPerYear * margin * lifespanYears
}

/** The simple rule many shops use: a customer goes on at the rate so far. Expected purchases in a horizon = (x + 1)/(T + one period) × horizon. */
export function rateSoFar(customer: HistoryTable | HistoryRow, horizonPeriods: number): Float64Array | number {
  const rate = (x: number, T: number): number => ((x + 1) / (T + 1)) * horizonPeriods
  if (!('columns' in customer)) return rate((customer as HistoryRow).frequency, (customer as HistoryRow).age)
  const { length, columns } = customer as HistoryTable
  return Float64Array.from({ length }, (_, i) => rate(columns.frequency[i], columns.age[i]))
}
