/** Lengths of calendar time in the unit of a model. Rates are continuous, so a month is a twelfth of the mean Gregorian year here, never "30 days". */

import { UsageError } from '../core/errors.js'
import type { Length } from '../core/time/length.js'

const DAYS: Readonly<Record<string, number>> = {
  day: 1,
  week: 7,
  month: 365.2425 / 12,
  quarter: 365.2425 / 4,
  halfYear: 365.2425 / 2,
  year: 365.2425,
}

/**
 * A horizon in periods: a bare number is a count of the model's periods, `{ n, unit }` is converted.
 * @throws UsageError `clv.horizon.invalid` below 0 or not finite; `clv.period.unknown` for a length when the model's period is not known
 */
export function periodsOf(horizon: number | Length, period: string | null): number {
  const periods = typeof horizon === 'number' ? horizon : (horizon.n * DAYS[horizon.unit]) / daysIn(period)
  if (!(periods >= 0 && periods < Number.POSITIVE_INFINITY)) throw new UsageError('clv.horizon.invalid', { periods })
  return periods
}

/**
 * The continuous rate per period of an effective annual discount: ln(1 + d) · period / year.
 * @throws UsageError `clv.discount.invalid` below 0; `clv.period.unknown`
 */
export function ratePerPeriod(annualDiscount: number | string, period: string | null): number {
  const annual = typeof annualDiscount === 'number' ? annualDiscount : Number(annualDiscount)
  if (!(annual >= 0 && annual < Number.POSITIVE_INFINITY))
    throw new UsageError('clv.discount.invalid', { discount: String(annualDiscount) })
  return (Math.log1p(annual) * daysIn(period)) / DAYS.year
}

function daysIn(period: string | null): number {
  const days = period === null ? undefined : DAYS[period]
  if (days === undefined) throw new UsageError('clv.period.unknown', { period: period ?? '' })
  return days
}
