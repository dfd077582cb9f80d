/** Exact decimals: an integer and a power of ten. Definitions and hosts write them as strings; numbers are read by their shortest decimal form. */

import { UsageError } from '../errors.js'
import { divideRounded, divideRoundedBig, type Rounding } from './rounding.js'

/** `units · 10^−scale`; `units` a safe integer, `scale` an integer in 0 … 15. */
export interface Decimal {
  readonly units: number
  readonly scale: number
}

const FORM = /^([+-]?)(\d{1,40})(?:\.(\d{1,40}))?(?:[eE]([+-]?\d{1,3}))?$/

/**
 * Reads `'12.50'`, `-3`, `0.1`, `'1e-3'`. Trailing zeros after the point are dropped, so equal values are equal objects.
 * @returns `undefined` for anything else: empty or blank text, separators, NaN, infinities, values outside the safe range or beyond 15 places.
 */
export function readDecimal(value: unknown): Decimal | undefined {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return { units: value + 0, scale: 0 }
    return Number.isFinite(value) ? readDecimal(String(value)) : undefined
  }
  if (typeof value !== 'string') return undefined
  const match = FORM.exec(value)
  if (!match) return undefined
  const [, sign, whole, fraction = '', exponent = '0'] = match
  let digits = whole + fraction
  let scale = fraction.length - Number(exponent)
  while (scale > 0 && digits.endsWith('0')) {
    digits = digits.slice(0, -1)
    scale--
  }
  digits = digits.replace(/^0+(?=.)/, '')
  if (digits === '0' || digits === '') return { units: 0, scale: 0 }
  if (scale < 0) {
    if (digits.length - scale > 17) return undefined
    digits += '0'.repeat(-scale)
    scale = 0
  }
  const units = Number(digits)
  if (!Number.isSafeInteger(units) || scale > 15) return undefined
  return { units: sign === '-' ? -units + 0 : units, scale }
}

/** @throws UsageError `tierwise.decimal.unreadable` */
export function decimal(value: string | number): Decimal {
  const read = readDecimal(value)
  if (!read) throw new UsageError('tierwise.decimal.unreadable', { value: String(value) })
  return read
}

/** Shortest text: `{ units: 1250, scale: 2 }` → `'12.5'`. */
export function decimalText(value: Decimal): string {
  return fixedText(value.units, value.scale)
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')
}

/** All places: `fixedText(1250, 2)` → `'12.50'`. */
export function fixedText(units: number, scale: number): string {
  const digits = String(Math.abs(units)).padStart(scale + 1, '0')
  const whole = digits.slice(0, digits.length - scale)
  const sign = units < 0 ? '-' : ''
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`
}

/** −1, 0 or 1; exact at any scales. */
export function compareDecimals(a: Decimal, b: Decimal): -1 | 0 | 1 {
  const difference = a.scale === b.scale ? a.units - b.units : Number(BigInt(a.units) * bigTen(b.scale) - BigInt(b.units) * bigTen(a.scale))
  return difference < 0 ? -1 : difference > 0 ? 1 : 0
}

/** @throws UsageError `tierwise.decimal.unsafe` when the sum leaves the safe range or needs more than 15 places */
export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale)
  return fromBig(BigInt(a.units) * bigTen(scale - a.scale) + BigInt(b.units) * bigTen(scale - b.scale), scale)
}

/** @throws UsageError `tierwise.decimal.unsafe` as above */
export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return fromBig(BigInt(a.units) * BigInt(b.units), a.scale + b.scale)
}

/** The integer count of 10^−scale nearest to `value` under `rounding`: `toUnits(decimal('1.005'), 2, 'halfUp')` → 101. */
export function toUnits(value: Decimal, scale: number, rounding: Rounding): number {
  if (scale >= value.scale) return safe(value.units * TEN[scale - value.scale])
  return divideRounded(value.units, TEN[value.scale - scale], rounding)
}

/** Exact when the value has no more than `scale` places; otherwise `undefined`. */
export function toUnitsExact(value: Decimal, scale: number): number | undefined {
  if (scale < value.scale) return undefined
  const units = value.units * TEN[scale - value.scale]
  return Number.isSafeInteger(units) ? units : undefined
}

/**
 * `a · b / c` to an integer, exact before the one rounding. a, b, c safe integers.
 * @throws UsageError `tierwise.decimal.zero-divisor`, `tierwise.decimal.unsafe`
 */
export function multiplyDivide(a: number, b: number, c: number, rounding: Rounding): number {
  if (c === 0) throw new UsageError('tierwise.decimal.zero-divisor')
  const product = a * b
  if (Number.isSafeInteger(product)) return safe(divideRounded(product, c, rounding))
  return safe(Number(divideRoundedBig(BigInt(a) * BigInt(b), BigInt(c), rounding)))
}

/** The value as a double, for means and scores only. */
export function toNumber(value: Decimal): number {
  return value.units / TEN[value.scale]
}

/** 10^0 … 10^15: every power that is exact and leaves room for a digit. */
export const TEN: readonly number[] = Array.from({ length: 16 }, (_, k) => Number(`1e${k}`))

function bigTen(k: number): bigint {
  return 10n ** BigInt(k)
}

function fromBig(units: bigint, scale: number): Decimal {
  let u = units
  let s = scale
  while (s > 0 && u % 10n === 0n) {
    u /= 10n
    s--
  }
  if (s > 15) throw new UsageError('tierwise.decimal.unsafe', { units: String(u), scale: s })
  return { units: safe(Number(u)), scale: s }
}

/** @throws UsageError `tierwise.decimal.unsafe` */
export function safe(units: number): number {
  if (!Number.isSafeInteger(units)) throw new UsageError('tierwise.decimal.unsafe', { units: String(units) })
  return units + 0
}
