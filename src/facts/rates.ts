/** Dated exchange rates: the rate of a day is the last one stated on or before it. */

import { currencyExponent } from '../core/decimal/currency.js'
import { decimal, multiplyDivide, readDecimal, TEN } from '../core/decimal/decimal.js'
import type { Rounding } from '../core/decimal/rounding.js'
import { UsageError } from '../core/errors.js'
import { type Day, parseDate } from '../core/time/civil.js'
import type { ExchangeRate } from './mapping.js'

/** Minor units of the facts' currency; `undefined` where no rate covers that day, NaN where they are more than a safe integer. */
export type Converter = (minor: number, currency: string, day: Day) => number | undefined

/** @throws UsageError `facts.rate.invalid` */
export function converter(rates: readonly ExchangeRate[] = [], to: string, rounding: Rounding = 'halfEven'): Converter {
  const byCurrency = new Map<string, { from: Day; rate: string }[]>()
  for (const { currency, from, rate } of rates) {
    const day = parseDate(from)
    const value = readDecimal(rate)
    if (Number.isNaN(day) || value === undefined || value.units <= 0 || currencyExponent(currency) === undefined) {
      throw new UsageError('facts.rate.invalid', { currency, from, rate })
    }
    const list = byCurrency.get(currency) ?? []
    list.push({ from: day, rate })
    byCurrency.set(currency, list)
  }
  for (const list of byCurrency.values()) list.sort((a, b) => a.from - b.from)
  return (minor, currency, day) => {
    const list = byCurrency.get(currency)
    let found: { from: Day; rate: string } | undefined
    for (const entry of list ?? []) if (entry.from <= day) found = entry
    return found && convertMinor(minor, found.rate, currency, to, rounding)
  }
}

/** A little below the largest safe integer, so that this can be told in floating point. */
const LARGEST = 9e15

/** Exact before the one rounding; `rate` is units of `toCurrency` for one unit of `fromCurrency`. */
function convertMinor(minor: number, rate: string, fromCurrency: string, toCurrency: string, rounding: Rounding): number {
  const { units, scale } = decimal(rate)
  const places = (currencyExponent(fromCurrency) as number) + scale - (currencyExponent(toCurrency) as number)
  if ((Math.abs(minor) * units) / 10 ** places > LARGEST) return Number.NaN
  return places >= 0 ? multiplyDivide(minor, units, TEN[places], rounding) : multiplyDivide(minor, units * TEN[-places], 1, rounding)
}
