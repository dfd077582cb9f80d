import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  addExact,
  compareExact,
  divideExact,
  type Exact,
  exactNumber,
  exactOfDouble,
  exactText,
  exactUnits,
  exactUnitsOnly,
  fraction,
  multiplyExact,
  negateExact,
  readExact,
  roundExact,
  subtractExact,
} from '../../../src/core/decimal/exact.js'
import { divideRoundedBig, ROUNDINGS } from '../../../src/core/decimal/rounding.js'
import { cases } from '../../support/cases.js'

/** The reference: a plain fraction of big integers, never reduced. */
type Ratio = readonly [n: bigint, d: bigint]

const ratio = (a: Exact): Ratio => (typeof a === 'number' ? [BigInt(a), 1n] : [BigInt(a.n), BigInt(a.d)])
const equal = ([an, ad]: Ratio, [bn, bd]: Ratio): boolean => an * bd === bn * ad

const integer = fc.oneof(
  fc.maxSafeInteger(),
  fc.integer({ min: -20, max: 20 }),
  fc.constantFrom(Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER),
)
const whole = integer.filter((d) => d !== 0)
const simple = fc.oneof(
  integer,
  fc.tuple(integer, whole).map(([n, d]) => fraction(n, d)),
  fc.tuple(fc.integer({ min: -100, max: 100 }), fc.integer({ min: 1, max: 12 })).map(([n, d]) => fraction(n, d)),
)
/** Also values whose parts no longer fit a number. */
const exact = fc.oneof(
  simple,
  fc.tuple(simple, simple).map(([a, b]) => multiplyExact(a, b)),
  fc.tuple(simple, simple).map(([a, b]) => addExact(a, b)),
)

describe('exact arithmetic is that of fractions', () => {
  property.prop([exact, exact], { numRuns: cases(3000) })('sums, differences, products, quotients, order', (a, b) => {
    const [an, ad] = ratio(a)
    const [bn, bd] = ratio(b)
    isReduced(addExact(a, b), [an * bd + bn * ad, ad * bd])
    isReduced(subtractExact(a, b), [an * bd - bn * ad, ad * bd])
    isReduced(multiplyExact(a, b), [an * bn, ad * bd])
    isReduced(negateExact(a), [-an, ad])
    const quotient = divideExact(a, b)
    if (bn === 0n) expect(quotient).toBeUndefined()
    else isReduced(quotient as Exact, bn < 0n ? [-an * bd, -ad * bn] : [an * bd, ad * bn])
    const [left, right] = [an * bd, bn * ad]
    expect(Math.sign(compareExact(a, b))).toBe(left < right ? -1 : left > right ? 1 : 0)
    expect(compareExact(a, a)).toBe(0)
  })

  property.prop([exact, fc.integer({ min: 0, max: 6 }), fc.constantFrom(...ROUNDINGS)], { numRuns: cases(2000) })(
    'rounding happens once',
    (a, scale, rounding) => {
      const [n, d] = ratio(a)
      const expected = divideRoundedBig(n * 10n ** BigInt(scale), d, rounding)
      const isSafe = expected >= BigInt(Number.MIN_SAFE_INTEGER) && expected <= BigInt(Number.MAX_SAFE_INTEGER)
      if (isSafe) expect(BigInt(exactUnits(a, scale, rounding))).toBe(expected)
      else expect(() => exactUnits(a, scale, rounding)).toThrow(expect.objectContaining({ problem: 'tierwise.decimal.unsafe' }))
      const only = exactUnitsOnly(a, scale)
      if ((n * 10n ** BigInt(scale)) % d === 0n && isSafe) expect(BigInt(only as number)).toBe(expected)
      else expect(only).toBeUndefined()
    },
  )

  property.prop([fc.double({ noNaN: true, noDefaultInfinity: true })], { numRuns: cases(2000) })(
    'doubles are taken as written, or as they are',
    (x) => {
      const read = exactOfDouble(x) as Exact
      // The shortest decimal form reads back as the same double; a binary value is the double.
      if (typeof read === 'number' || typeof read.n === 'number') expect(exactNumber(read)).toBe(x + 0)
      else {
        const [n, d] = ratio(read)
        expect(d > 0n && (d & (d - 1n)) === 0n).toBe(true)
        if (Math.abs(x) > 1e-290) expect(Number(n) / Number(d)).toBe(x)
      }
    },
  )

  property.prop([fc.maxSafeInteger(), fc.integer({ min: 0, max: 12 })], { numRuns: cases(500) })(
    'text of a decimal reads back',
    (units, scale) => {
      const a = readExact(`${units < 0 ? '-' : ''}${digits(units, scale)}`) as Exact
      expect(compareExact(readExact(exactText(a)) as Exact, a)).toBe(0)
    },
  )
})

test.each([
  [fraction(1, 3), '0.333333333333'],
  [fraction(-2, 3), '-0.666666666666'],
  [fraction(5, 4), '1.25'],
  [fraction(10, -4), '-2.5'],
  [7, '7'],
  [multiplyExact(Number.MAX_SAFE_INTEGER, 10), '90071992547409910'],
  [multiplyExact(fraction(Number.MAX_SAFE_INTEGER, 2), 10), '45035996273704955'],
])('%o is written %s', (a, text) => {
  expect(exactText(a)).toBe(text)
})

test('a value is rounded to the step it is nearest to', () => {
  const quarter = readExact('0.25') as Exact
  expect(exactText(roundExact(readExact('1.3') as Exact, quarter, 'halfUp'))).toBe('1.25')
  expect(exactText(roundExact(readExact('1.3') as Exact, quarter, 'up'))).toBe('1.5')
  expect(exactText(roundExact(readExact('-1.3') as Exact, quarter, 'floor'))).toBe('-1.5')
  expect(roundExact(997, 10, 'halfUp')).toBe(1000)
  expect(roundExact(995, 10, 'halfDown')).toBe(990)
})

test('what is no decimal is none', () => {
  for (const value of ['', 'x', '1/3', null, undefined, {}, Number.NaN, 2 ** 53]) expect(readExact(value)).toBeUndefined()
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(exactOfDouble(value)).toBeUndefined()
})

function isReduced(a: Exact, expected: Ratio): void {
  const [n, d] = ratio(a)
  if (!equal([n, d], expected)) throw new Error(`${n}/${d} instead of ${expected.join('/')}`)
  expect(d > 0n).toBe(true)
  expect(gcd(n < 0n ? -n : n, d)).toBe(1n)
  if (typeof a === 'number') expect(Object.is(a, -0)).toBe(false)
  // One value has one form: numbers wherever they fit.
  else if (typeof a.n === 'bigint') expect(Number.isSafeInteger(Number(a.n)) && Number.isSafeInteger(Number(a.d))).toBe(false)
  else expect(a.d).toBeGreaterThan(1)
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b)
}

function digits(units: number, scale: number): string {
  const text = String(Math.abs(units)).padStart(scale + 1, '0')
  return scale === 0 ? text : `${text.slice(0, -scale)}.${text.slice(-scale)}`
}
