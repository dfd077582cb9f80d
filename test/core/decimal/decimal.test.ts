import { fc, test as property } from '@fast-check/vitest'
import { describe, expect, test } from 'vitest'
import {
  addDecimals,
  compareDecimals,
  type Decimal,
  decimal,
  decimalText,
  fixedText,
  multiplyDecimals,
  multiplyDivide,
  readDecimal,
  toNumber,
  toUnits,
  toUnitsExact,
} from '../../../src/core/decimal/decimal.js'
import { divideRoundedBig, ROUNDINGS, type Rounding } from '../../../src/core/decimal/rounding.js'
import { cases } from '../../support/cases.js'

const units = (units: number, scale: number): Decimal => ({ units, scale })

describe('reading', () => {
  test.each([
    ['0', units(0, 0)],
    ['-0', units(0, 0)],
    ['-0.00', units(0, 0)],
    ['0e999', units(0, 0)],
    ['12.50', units(125, 1)],
    ['+12.5', units(125, 1)],
    ['-3', units(-3, 0)],
    ['007', units(7, 0)],
    ['0.1', units(1, 1)],
    ['1e-3', units(1, 3)],
    ['1.5e3', units(1500, 0)],
    ['1.5E+1', units(15, 0)],
    ['100e-2', units(1, 0)],
    ['9007199254740991', units(9007199254740991, 0)],
    ['9.007199254740991', units(9007199254740991, 15)],
    ['1.0000000000000000000000000000', units(1, 0)],
    ['0.000000000000001', units(1, 15)],
    [0.1, units(1, 1)],
    [1e-7, units(1, 7)],
    [-0, units(0, 0)],
    [1e15, units(1e15, 0)],
    [268.28, units(26828, 2)],
  ] as readonly (readonly [string | number, Decimal])[])('%s', (value, expected) => {
    const read = readDecimal(value)
    expect(read).toEqual(expected)
    expect(Object.is(read?.units, -0)).toBe(false)
  })

  test.each([
    '',
    ' ',
    ' 1',
    '1 ',
    '1,5',
    '1.',
    '.5',
    '+',
    '-',
    'e5',
    '1e',
    '1e5.5',
    '0x10',
    '1_000',
    'NaN',
    'Infinity',
    '١',
    '１',
    '9007199254740992',
    '0.0000000000000001',
    '1e400',
    '1e-400',
    '1'.repeat(41),
    '1\n',
  ])('%j is none', (text) => {
    expect(readDecimal(text)).toBeUndefined()
    expect(() => decimal(text)).toThrow(expect.objectContaining({ code: 'tierwise.usage', problem: 'tierwise.decimal.unreadable' }))
  })

  test('numbers without a short exact form are none', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, -(2 ** 53), 1e21, 1e-16, 0.1 + 0.2])
      expect(readDecimal(value)).toBeUndefined()
  })

  test('other kinds are none', () => {
    for (const value of [null, undefined, true, 5n, {}, [], ['1'], { toString: () => '1' }, new Date(0)])
      expect(readDecimal(value)).toBeUndefined()
  })
})

describe('text', () => {
  test.each([
    [1250, 2, '12.50', '12.5'],
    [5, 3, '0.005', '0.005'],
    [-5, 3, '-0.005', '-0.005'],
    [0, 2, '0.00', '0'],
    [100, 0, '100', '100'],
    [-100, 2, '-1.00', '-1'],
    [9007199254740991, 15, '9.007199254740991', '9.007199254740991'],
  ])('of %d at %d places', (n, scale, fixed, shortest) => {
    expect(fixedText(n, scale)).toBe(fixed)
    expect(decimalText(units(n, scale))).toBe(shortest)
  })
})

describe('the cases that floats get wrong', () => {
  test('267.39 + 0.89 = 268.28', () => {
    expect(decimalText(addDecimals(decimal('267.39'), decimal('0.89')))).toBe('268.28')
    expect(decimalText(addDecimals(decimal(267.39), decimal(0.89)))).toBe('268.28')
  })
  test('290 × 0.1 = 29', () => {
    expect(decimalText(multiplyDecimals(decimal('290'), decimal('0.1')))).toBe('29')
    expect(multiplyDivide(290, 1, 10, 'down')).toBe(29)
  })
  test('3030 points × 0.03 = 90.90 and back', () => {
    expect(decimalText(multiplyDecimals(decimal(3030), decimal('0.03')))).toBe('90.9')
    expect(multiplyDivide(9090, 1, 3, 'down')).toBe(3030)
  })
  test('196000 / 1000 = 196', () => {
    expect(multiplyDivide(196_000, 1, 1000, 'down')).toBe(196)
  })
  test('0.1 + 0.2 = 0.3', () => {
    expect(compareDecimals(addDecimals(decimal(0.1), decimal(0.2)), decimal('0.3'))).toBe(0)
  })
  test('0.7 + 0.1 + 0.2 − 1 = 0, not −1e-16', () => {
    expect(addDecimals(addDecimals(addDecimals(decimal('0.7'), decimal('0.1')), decimal('0.2')), decimal('-1'))).toEqual(units(0, 0))
  })
  test('1.005 to cents: a half is a half', () => {
    expect(ROUNDINGS.map((rounding) => toUnits(decimal('1.005'), 2, rounding))).toEqual([100, 101, 100, 101, 101, 100, 100])
    expect(ROUNDINGS.map((rounding) => toUnits(decimal('-1.005'), 2, rounding))).toEqual([-100, -101, -101, -100, -101, -100, -100])
    expect(ROUNDINGS.map((rounding) => toUnits(decimal('1.015'), 2, rounding))).toEqual([101, 102, 101, 102, 102, 101, 102])
  })
})

describe('arithmetic', () => {
  const anyDecimal = fc
    .tuple(fc.maxSafeInteger(), fc.integer({ min: 0, max: 15 }))
    .map(([n, scale]) => readDecimal(fixedText(n, scale)) as Decimal)
  const exact = ({ units, scale }: Decimal): bigint => BigInt(units) * 10n ** BigInt(30 - scale)

  property.prop([anyDecimal], { numRuns: cases(1000) })('text reads back as the same value, in lowest terms', (a) => {
    expect(readDecimal(decimalText(a))).toEqual(a)
    expect(readDecimal(fixedText(a.units, a.scale))).toEqual(a)
    if (a.scale > 0) expect(a.units % 10).not.toBe(0)
  })

  property.prop([anyDecimal, anyDecimal], { numRuns: cases(1000) })('compares as the exact values do', (a, b) => {
    const [x, y] = [exact(a), exact(b)]
    expect(compareDecimals(a, b)).toBe(x < y ? -1 : x > y ? 1 : 0)
    expect(compareDecimals(a, a)).toBe(0)
  })

  property.prop([anyDecimal, anyDecimal], { numRuns: cases(1000) })('adds and multiplies exactly, or says that it cannot', (a, b) => {
    const sum = exactOrRefused(() => addDecimals(a, b))
    if (sum) expect(exact(sum)).toBe(exact(a) + exact(b))
    const product = exactOrRefused(() => multiplyDecimals(a, b))
    if (product)
      expect(BigInt(product.units) * 10n ** BigInt(30 - product.scale)).toBe(
        BigInt(a.units) * BigInt(b.units) * 10n ** BigInt(30 - a.scale - b.scale),
      )
  })

  property.prop([anyDecimal, fc.integer({ min: 0, max: 15 }), fc.constantFrom(...ROUNDINGS)], { numRuns: cases(1000) })(
    'converts to units with one rounding',
    (a, scale, rounding) => {
      const expected = divideRoundedBig(BigInt(a.units) * 10n ** BigInt(scale), 10n ** BigInt(a.scale), rounding)
      const isSafe = expected >= BigInt(Number.MIN_SAFE_INTEGER) && expected <= BigInt(Number.MAX_SAFE_INTEGER)
      if (!isSafe) expect(() => toUnits(a, scale, rounding)).toThrow(expect.objectContaining({ problem: 'tierwise.decimal.unsafe' }))
      else expect(BigInt(toUnits(a, scale, rounding))).toBe(expected)
      const whole = toUnitsExact(a, scale)
      if (scale >= a.scale && isSafe) expect(BigInt(whole as number)).toBe(expected)
      else expect(whole).toBeUndefined()
    },
  )

  property.prop(
    [fc.maxSafeInteger(), fc.maxSafeInteger(), fc.maxSafeInteger().filter((c) => c !== 0), fc.constantFrom<Rounding>(...ROUNDINGS)],
    { numRuns: cases(2000) },
  )('a · b / c rounds once', (a, b, c, rounding) => {
    const expected = divideRoundedBig(BigInt(a) * BigInt(b), BigInt(c), rounding)
    if (expected < BigInt(Number.MIN_SAFE_INTEGER) || expected > BigInt(Number.MAX_SAFE_INTEGER))
      expect(() => multiplyDivide(a, b, c, rounding)).toThrow(expect.objectContaining({ problem: 'tierwise.decimal.unsafe' }))
    else expect(BigInt(multiplyDivide(a, b, c, rounding))).toBe(expected)
  })

  property.prop([fc.double({ noNaN: true, noDefaultInfinity: true })], { numRuns: cases(1000) })(
    'numbers are read by their shortest form',
    (x) => {
      const read = readDecimal(x)
      if (read) expect(toNumber(read)).toBe(x + 0)
    },
  )

  test('dividing by nothing is a bug of the caller', () => {
    for (const [a, b] of [
      [1, 1],
      [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
    ])
      expect(() => multiplyDivide(a, b, 0, 'down')).toThrow(expect.objectContaining({ code: 'tierwise.usage' }))
  })
})

/** Results are decimals of their own: lowest terms, no more than 15 places. */
function exactOrRefused(make: () => Decimal): Decimal | undefined {
  try {
    const made = make()
    expect(made.scale).toBeLessThanOrEqual(15)
    expect(readDecimal(decimalText(made))).toEqual(made)
    return made
  } catch (error) {
    if (error instanceof Error && 'problem' in error && error.problem === 'tierwise.decimal.unsafe') return undefined
    throw error
  }
}
