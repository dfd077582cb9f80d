import { describe, expect, test } from 'vitest'
import { minorUnits, readAmountText } from '../../../src/core/decimal/amount.js'

describe('a written amount', () => {
  test.each([
    // plain
    ['12', '12'],
    ['12.50', '12.50'],
    ['0.5', '0.5'],
    ['.5', '0.5'],
    ['5.', '5'],
    ['  12  ', '12'],
    ['+12', '12'],
    ['-12.5', '-12.5'],
    ['007.10', '007.10'],
    // a minus by other names
    ['(12.00)', '-12.00'],
    ['( 12.00 )', '-12.00'],
    ['12.00-', '-12.00'],
    ['−12', '-12'],
    ['–12', '-12'],
    ['- 12', '-12'],
    // thousands
    ['1,234', '1234'],
    ['1,234.50', '1234.50'],
    ['1,234,567.89', '1234567.89'],
    ['12,34,567.89', '1234567.89'], // Indian
    ['1.234.567', '1234567'],
    ['1.234,50', '1234.50'],
    ['1 234,50', '1234.50'],
    ['1 234 567', '1234567'],
    ['1\u00a0234,50', '1234.50'],
    ['1\u202f234,50', '1234.50'],
    ["1'234.50", '1234.50'],
    ['1’234’567.50', '1234567.50'],
    // one separator
    ['1.234', '1.234'],
    ['1,23', '1.23'],
    ['1,5', '1.5'],
    ['1234,5', '1234.5'],
    ['1234,567', '1234.567'],
    [',5', '0.5'],
    // full width
    ['１２３．４５', '123.45'],
    ['１，２３４', '1234'],
    ['－１２', '-12'],
    ['　12　', '12'],
    // signs that name no currency
    ['¥1,234.50', '1234.50'],
    ['￥1,234.50', '1234.50'],
    ['$ 12', '12'],
    ['-$12', '-12'],
    ['$-12', '-12'],
    ['($12)', '-12'],
    ['12 $', '12'],
    ['12.00$-', '-12.00'],
  ])('%j is %s', (text, decimal) => {
    expect(readAmountText(text)).toEqual({ decimal })
  })

  test.each([
    ['€12', '12', 'EUR'],
    ['1.234,50 €', '1234.50', 'EUR'],
    ['£12', '12', 'GBP'],
    ['₹12,34,567', '1234567', 'INR'],
    ['₩12,000', '12000', 'KRW'],
    ['12 ₽', '12', 'RUB'],
    ['12元', '12', 'CNY'],
    ['RMB 12', '12', 'CNY'],
    ['人民币12元', '12', 'CNY'],
    ['1,200円', '1200', 'JPY'],
    ['US$12.50', '12.50', 'USD'],
    ['HK$ 1,200', '1200', 'HKD'],
    ['NT$1,200', '1200', 'TWD'],
    ['R$ 1.234,50', '1234.50', 'BRL'],
    ['A$12', '12', 'AUD'],
    ['CA$12', '12', 'CAD'],
    ['S$12', '12', 'SGD'],
    ['CN¥12', '12', 'CNY'],
    ['JP¥1200', '1200', 'JPY'],
    ['฿12', '12', 'THB'],
    ['₫12.000', '12.000', 'VND'],
    ['12,50 zł', '12.50', 'PLN'],
    ['₺12', '12', 'TRY'],
    ['CNY 12', '12', 'CNY'],
    ['12 USD', '12', 'USD'],
    ['-12 USD', '-12', 'USD'],
    ['EUR 1.234,50-', '-1234.50', 'EUR'],
    ['CNY 12 CNY', '12', 'CNY'],
    ['¥12元', '12', 'CNY'],
    ['$12.50 USD', '12.50', 'USD'],
  ])('%j is %s %s', (text, decimal, currency) => {
    expect(readAmountText(text)).toEqual({ decimal, currency })
  })

  test.each([
    ['1.234', '1234'],
    ['1,234', '1.234'],
    ['1,23', '1.23'],
    ['12.34', '12.34'], // no group of three
    ['1.234.567,89', '1234567.89'],
  ])('with a decimal comma %j is %s', (text, decimal) => {
    expect(readAmountText(text, true)).toEqual({ decimal })
  })

  test.each([
    '',
    ' ',
    '-',
    '¥',
    'CNY',
    'abc',
    'n/a',
    'NaN',
    'Infinity',
    'null',
    '1e3',
    '0x10',
    '--5',
    '-5-',
    '(-5)',
    '(5',
    '5)',
    '1,2,3',
    '1.2.3',
    '1,23,45',
    '1.234,567,89',
    '1,234.567,89',
    '12,3456.78',
    '1 2 3',
    '12 34',
    "1'2",
    '2024 01 15',
    '1 234 56',
    '5²',
    '①',
    '½',
    '5%',
    '5 kg',
    '$5 €',
    '¥5 USD',
    'CNY 12 USD',
    'usd',
    '12:30',
    '2024-01-15',
    '١٢',
    '1,234 567',
    '1\n2',
  ])('%j is none', (text) => {
    expect(readAmountText(text)).toBeUndefined()
  })

  test('of a million blanks or digits is refused at once', () => {
    const begun = process.cpuUsage()
    for (const text of [`1${' '.repeat(1e6)}x`, `+${' '.repeat(1e6)}x`, '1'.repeat(1e6), `${'1,'.repeat(5e5)}x`, '('.repeat(1e6)])
      expect(readAmountText(text)).toBeUndefined()
    expect(process.cpuUsage(begun).user / 1000).toBeLessThan(1000) // quadratic backtracking would take an hour
  })
})

describe('minor units', () => {
  test.each([
    ['12.50', 'major', 'CNY', { minor: 1250 }],
    [12.5, 'major', 'CNY', { minor: 1250 }],
    [0.1, 'major', 'CNY', { minor: 10 }],
    [268.28, 'major', 'CNY', { minor: 26828 }],
    [5n, 'major', 'CNY', { minor: 500 }],
    ['1250', 'minor', 'CNY', { minor: 1250 }],
    [1250, 'minor', 'CNY', { minor: 1250 }],
    ['1250.00', 'minor', 'CNY', { minor: 1250 }],
    ['1200', 'major', 'JPY', { minor: 1200 }],
    ['1.234', 'major', 'KWD', { minor: 1234 }],
    ['1.2345', 'major', 'CLF', { minor: 12345 }],
    ['12.50', 'major', 'XXX', { minor: 1250 }],
    ['12.500', 'major', 'CNY', { minor: 1250 }],
    ['-12.50', 'major', 'CNY', { minor: -1250 }],
    ['€12.50', 'major', 'CNY', { minor: 1250, currency: 'EUR' }],
    ['JPY 1200', 'major', 'CNY', { minor: 1200, currency: 'JPY' }],
    ['90071992547409.91', 'major', 'CNY', { minor: 9007199254740991 }],
    // not rounded but reported
    ['12.505', 'major', 'CNY', 'too-precise'],
    ['12.5', 'major', 'JPY', 'too-precise'],
    ['12.5', 'minor', 'CNY', 'too-precise'],
    [268.28000000000003, 'major', 'CNY', 'too-precise'],
    [0.1 + 0.2, 'major', 'CNY', 'too-precise'],
    [1e-20, 'major', 'CNY', 'too-precise'],
    ['12.3456789012345678', 'major', 'CNY', 'too-precise'],
    ['90071992547409.92', 'major', 'CNY', 'unsafe'],
    ['900719925474099.1', 'major', 'CNY', 'unsafe'],
    ['99999999999999999999', 'major', 'CNY', 'unsafe'],
    [1e21, 'major', 'CNY', 'unsafe'],
    [2 ** 53, 'minor', 'CNY', 'unsafe'],
    [Number.NaN, 'major', 'CNY', 'not-finite'],
    [Number.NEGATIVE_INFINITY, 'major', 'CNY', 'not-finite'],
    ['12', 'major', 'ABC', 'unknown-currency'],
    ['ABC 12', 'major', 'CNY', 'unknown-currency'],
    ['', 'major', 'CNY', 'unreadable'],
    ['twelve', 'major', 'CNY', 'unreadable'],
    [null, 'major', 'CNY', 'unreadable'],
    [undefined, 'major', 'CNY', 'unreadable'],
    [true, 'major', 'CNY', 'unreadable'],
    [{ valueOf: () => 12 }, 'major', 'CNY', 'unreadable'],
    [[12], 'major', 'CNY', 'unreadable'],
  ] as readonly (readonly [unknown, 'major' | 'minor', string, unknown])[])('%s in %s units of %s', (value, unit, currency, expected) => {
    expect(minorUnits(value, unit, currency)).toEqual(expected)
  })
})
