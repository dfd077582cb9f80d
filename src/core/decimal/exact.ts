/**
 * Exact numbers for rates, shares and means: a safe integer as it is, anything else as a reduced fraction.
 * Most values of a program are integers, so most arithmetic allocates nothing. Rounding happens once, by name, in `roundExact` or `exactUnits`.
 */

import { UsageError } from '../errors.js'
import { type Decimal, decimalText, readDecimal, safe, TEN } from './decimal.js'
import { divideRounded, divideRoundedBig, type Rounding } from './rounding.js'

/** A safe integer, or a fraction in lowest terms with a denominator above 1. */
export type Exact = number | Fraction

/** Small: both safe integers. Big: both bigint. `d` > 0. */
export type Fraction = { readonly n: number; readonly d: number } | { readonly n: bigint; readonly d: bigint }

/** `'1.25'` → 5/4; `undefined` for what is not a decimal. */
export function readExact(value: unknown): Exact | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value + 0
  const read = readDecimal(value)
  return read && exactOf(read)
}

export function exactOf(value: Decimal): Exact {
  return fromUnits(value.units, value.scale)
}

/**
 * A double as it was written: by its shortest decimal form, and where that has too many places (a fitted score, a sum of tenths) by its exact binary value.
 * `undefined` for NaN and infinities.
 */
export function exactOfDouble(value: number): Exact | undefined {
  if (!Number.isFinite(value)) return undefined
  const read = readExact(value)
  if (read !== undefined) return read
  let n = value
  let d = 1n
  for (; !Number.isInteger(n); d *= 2n) n *= 2 // at most 1074 halvings
  return bigFraction(BigInt(n), d)
}

/** `units · 10^−scale` */
export function fromUnits(units: number, scale: number): Exact {
  return scale === 0 ? units : fraction(units, TEN[scale])
}

/** `n / d`, reduced. Safe integers, d ≠ 0. */
export function fraction(n: number, d: number): Exact {
  if (d === 1) return n
  if (n % d === 0) return n / d + 0
  const divisor = gcd(Math.abs(n), Math.abs(d))
  const sign = d < 0 ? -1 : 1
  return { n: (sign * n) / divisor, d: Math.abs(d) / divisor }
}

export function addExact(a: Exact, b: Exact): Exact {
  if (typeof a === 'number' && typeof b === 'number') {
    const sum = a + b
    if (Number.isSafeInteger(sum)) return sum
  } else {
    const an = typeof a === 'number' ? a : a.n
    const ad = typeof a === 'number' ? 1 : a.d
    const bn = typeof b === 'number' ? b : b.n
    const bd = typeof b === 'number' ? 1 : b.d
    if (typeof an === 'number' && typeof ad === 'number' && typeof bn === 'number' && typeof bd === 'number') {
      const left = an * bd
      const right = bn * ad
      const d = ad * bd
      const n = left + right
      if (Number.isSafeInteger(left) && Number.isSafeInteger(right) && Number.isSafeInteger(d) && Number.isSafeInteger(n))
        return fraction(n, d)
    }
  }
  const [an, ad] = bigParts(a)
  const [bn, bd] = bigParts(b)
  return bigFraction(an * bd + bn * ad, ad * bd)
}

/** A number that JSON can hold. @throws UsageError `tierwise.decimal.unsafe` for a fraction of more places than that */
export function storable(a: Exact): Exact {
  if (typeof a === 'object' && typeof a.n === 'bigint') throw new UsageError('tierwise.decimal.unsafe', { units: `${a.n}/${a.d}` })
  return a
}

export function negateExact(a: Exact): Exact {
  if (typeof a === 'number') return -a + 0
  return (typeof a.n === 'number' ? { n: -a.n, d: a.d } : { n: -a.n, d: a.d }) as Fraction
}

export function subtractExact(a: Exact, b: Exact): Exact {
  if (typeof a === 'number' && typeof b === 'number') {
    const difference = a - b
    if (Number.isSafeInteger(difference)) return difference
  }
  return addExact(a, negateExact(b))
}

export function multiplyExact(a: Exact, b: Exact): Exact {
  if (a === 1) return b
  if (b === 1) return a
  if (typeof a === 'number' && typeof b === 'number') {
    const product = a * b
    if (Number.isSafeInteger(product)) return product + 0
  } else {
    const an = typeof a === 'number' ? a : a.n
    const ad = typeof a === 'number' ? 1 : a.d
    const bn = typeof b === 'number' ? b : b.n
    const bd = typeof b === 'number' ? 1 : b.d
    if (typeof an === 'number' && typeof ad === 'number' && typeof bn === 'number' && typeof bd === 'number') {
      const n = an * bn
      const d = ad * bd
      if (Number.isSafeInteger(n) && Number.isSafeInteger(d)) return fraction(n, d)
    }
  }
  const [an, ad] = bigParts(a)
  const [bn, bd] = bigParts(b)
  return bigFraction(an * bn, ad * bd)
}

/** `undefined` when `b` is 0. */
export function divideExact(a: Exact, b: Exact): Exact | undefined {
  if (b === 0) return undefined
  if (b === 1) return a
  if (typeof b === 'number') {
    if (typeof a === 'number') return fraction(a, b)
    return multiplyExact(a, b === -1 ? -1 : b < 0 ? { n: -1, d: -b } : { n: 1, d: b })
  }
  const [n, d] = bigParts(b)
  return multiplyExact(a, bigFraction(n < 0n ? -d : d, n < 0n ? -n : n))
}

/** Negative, 0 or positive; by cross-multiplication, so a mean is compared without ever being divided. */
export function compareExact(a: Exact, b: Exact): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const an = typeof a === 'number' ? a : a.n
  const ad = typeof a === 'number' ? 1 : a.d
  const bn = typeof b === 'number' ? b : b.n
  const bd = typeof b === 'number' ? 1 : b.d
  if (typeof an === 'number' && typeof ad === 'number' && typeof bn === 'number' && typeof bd === 'number') {
    const left = an * bd
    const right = bn * ad
    if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left - right
  }
  const [p, q] = bigParts(a)
  const [r, s] = bigParts(b)
  const left = p * s
  const right = r * q
  return left < right ? -1 : left > right ? 1 : 0
}

/** The count of 10^−scale nearest to `a`; a safe integer or an error. */
export function exactUnits(a: Exact, scale: number, rounding: Rounding): number {
  if (typeof a === 'number') return safe(a * TEN[scale])
  if (typeof a.n === 'number') {
    const n = a.n * TEN[scale]
    if (Number.isSafeInteger(n)) return divideRounded(n, a.d as number, rounding)
  }
  const [n, d] = bigParts(a)
  return safe(Number(divideRoundedBig(n * 10n ** BigInt(scale), d, rounding)))
}

/** The multiple of `step` nearest to `a`. */
export function roundExact(a: Exact, step: Exact, rounding: Rounding): Exact {
  if (step === 1) return typeof a === 'number' ? a : exactUnits(a, 0, rounding)
  return multiplyExact(exactUnits(divideExact(a, step) ?? 0, 0, rounding), step)
}

/** Exact if the value has at most `scale` places, otherwise `undefined`. */
export function exactUnitsOnly(a: Exact, scale: number): number | undefined {
  const scaled = multiplyExact(a, TEN[scale])
  return typeof scaled === 'number' ? scaled : undefined
}

/** Shortest decimal text; a value that has none (1/3) is cut at 12 places. */
export function exactText(a: Exact): string {
  if (typeof a === 'number') return String(a)
  const [n, d] = bigParts(a)
  for (let scale = 0; scale <= 12; scale++) {
    const scaled = n * 10n ** BigInt(scale)
    if (scaled % d === 0n) {
      const units = Number(scaled / d)
      return Number.isSafeInteger(units) ? decimalText({ units, scale }) : bigText(scaled / d, scale)
    }
  }
  return bigText((n * 10n ** 12n) / d, 12)
}

/** As a double, for columns and charts; decisions never use it. */
export function exactNumber(a: Exact): number {
  return typeof a === 'number' ? a : Number(a.n) / Number(a.d)
}

function bigText(units: bigint, scale: number): string {
  const sign = units < 0n ? '-' : ''
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0')
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`
}

function bigParts(a: Exact): readonly [bigint, bigint] {
  return typeof a === 'number' ? [BigInt(a), 1n] : [BigInt(a.n), BigInt(a.d)]
}

function bigFraction(n: bigint, d: bigint): Exact {
  let x = n < 0n ? -n : n
  let y = d
  while (y !== 0n) [x, y] = [y, x % y]
  const divisor = x === 0n ? 1n : x
  const rn = n / divisor
  const rd = d / divisor
  const sn = Number(rn)
  const sd = Number(rd)
  if (Number.isSafeInteger(sn) && Number.isSafeInteger(sd)) return sd === 1 ? sn : { n: sn, d: sd }
  return { n: rn, d: rd }
}

function gcd(a: number, b: number): number {
  let x = a
  let y = b
  while (y !== 0) [x, y] = [y, x % y]
  return x
}
