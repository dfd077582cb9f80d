/** A record with an exchange rate of its own, converted exactly; which way the rate goes is for the host to say. */

import { currencyExponent } from '../core/decimal/currency.js'
import { fixedText } from '../core/decimal/decimal.js'
import { compareExact, divideExact, exactUnits, multiplyExact, readExact } from '../core/decimal/exact.js'
import type { Rounding } from '../core/decimal/rounding.js'

/** `foreignPerHome`: home = amount ÷ rate. `homePerForeign`: home = amount × rate. */
export type RateDirection = 'foreignPerHome' | 'homePerForeign'

/** `undefined` if the amount or the rate is no positive decimal, or the result is too large to be exact. */
export function convertByRate(
  amount: unknown,
  rate: unknown,
  direction: RateDirection,
  home: string,
  rounding: Rounding = 'halfEven',
): string | undefined {
  const exactAmount = readExact(amount)
  const exactRate = readExact(rate)
  const exponent = currencyExponent(home)
  if (exactAmount === undefined || exactRate === undefined || exponent === undefined || compareExact(exactRate, 0) <= 0) return undefined
  const converted = direction === 'homePerForeign' ? multiplyExact(exactAmount, exactRate) : divideExact(exactAmount, exactRate)
  try {
    return converted === undefined ? undefined : fixedText(exactUnits(converted, exponent, rounding), exponent)
  } catch {
    return undefined // beyond the safe range
  }
}
