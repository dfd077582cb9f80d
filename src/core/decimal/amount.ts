/** Reading money as people write it. */

import { currencyExponent } from './currency.js'
import { readDecimal, TEN, toUnitsExact } from './decimal.js'

export interface WrittenAmount {
  /** Plain decimal text, `-1234.5`. */
  readonly decimal: string
  /** ISO 4217 code if a sign or code was written. */
  readonly currency?: string
}

/** Which currencies a sign may stand for. Where it is several, the file's own currency decides and the sign names none. */
const SIGNS: Readonly<Record<string, string>> = {
  '¥': 'CNY JPY',
  $: 'USD AUD BBD BMD BND BSD BZD CAD CLP COP FJD GYD HKD JMD KYD LRD MXN NAD NZD SBD SGD SRD TTD TWD USN UYU XCD ARS',
  US$: 'USD',
  HK$: 'HKD',
  NT$: 'TWD',
  CA$: 'CAD',
  NZ$: 'NZD',
  MX$: 'MXN',
  A$: 'AUD',
  R$: 'BRL',
  S$: 'SGD',
  'CN¥': 'CNY',
  'JP¥': 'JPY',
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  '₫': 'VND',
  '฿': 'THB',
  '₺': 'TRY',
  '₱': 'PHP',
  '₴': 'UAH',
  '₪': 'ILS',
  zł: 'PLN',
  元: 'CNY',
  人民币: 'CNY',
  RMB: 'CNY',
  円: 'JPY',
  원: 'KRW',
}

const MARK = `(${Object.keys(SIGNS)
  .sort((a, b) => b.length - a.length)
  .map((sign) => sign.replace('$', '\\$'))
  .join('|')}|[A-Z]{3})?`

const SHAPE = new RegExp(`^([+-]?) ?${MARK} ?([+-]?) ?(\\d[\\d.,'’ ]*|[.,]\\d+)${MARK}(-?)$`)

/** The longest amount worth reading; a cell of a million blanks is none. */
const TEXT_LENGTH = 100

/**
 * Understands `¥1,234.50`, `1.234,50 €`, `(12.00)`, `12.00-`, `1 234,5`, full-width digits, `CNY 12`, `12元`, `US$5`.
 * One separator followed by exactly three digits (`1,234`) is read as thousands when it is a comma and as the decimal point when it is a point, unless `decimalComma`.
 * @returns `undefined` if it is not an amount
 */
export function readAmountText(text: string, decimalComma = false): WrittenAmount | undefined {
  const read = readMarked(text, decimalComma)
  return read && { decimal: read.decimal, ...(read.currencies?.length === 1 ? { currency: read.currencies[0] } : {}) }
}

/** With all currencies that what was written beside the digits may stand for. */
function readMarked(
  text: string,
  decimalComma: boolean,
): { readonly decimal: string; readonly currencies?: readonly string[] } | undefined {
  if (text.length > TEXT_LENGTH) return undefined
  let s = narrow(text.trim())
  let negative = false
  if (s.startsWith('(') && s.endsWith(')')) {
    negative = true
    s = s.slice(1, -1).trim()
  }
  const match = SHAPE.exec(s)
  if (!match) return undefined
  const [, signA, before, signB, digits, after, signC] = match
  if ((signA ? 1 : 0) + (signB ? 1 : 0) + (signC ? 1 : 0) + (negative ? 1 : 0) > 1) return undefined
  const currencies = currenciesOf(before, after)
  if (currencies?.length === 0) return undefined
  const plain = plainDigits(digits.trimEnd(), decimalComma)
  if (plain === undefined) return undefined
  const minus = negative || signA === '-' || signB === '-' || signC === '-'
  return { decimal: minus ? `-${plain}` : plain, ...(currencies ? { currencies } : {}) }
}

/** Full-width forms, kinds of space and kinds of minus as their ASCII selves. */
function narrow(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\u00a0\u2007\u2009\u202f\u3000]/g, ' ')
    .replace(/[−–]/g, '-')
    .replace(/￥/g, '¥')
}

/** What the marks on both sides agree on; `undefined` without a mark. */
function currenciesOf(before: string | undefined, after: string | undefined): readonly string[] | undefined {
  const [first, second] = [before, after].map((mark) => (mark === undefined ? undefined : (SIGNS[mark] ?? mark).split(' ')))
  return first && second ? first.filter((currency) => second.includes(currency)) : (first ?? second)
}

/** `1,234,567`; the Indian `12,34,567`; `1.234.567`; `1 234 567`; `1'234'567`. */
const GROUPED = /^(?:\d{1,3}(?:(?:,\d{3})+|(?:\.\d{3})+|(?: \d{3})+|(?:['’]\d{3})+)|\d{1,2}(?:,\d{2})+,\d{3})$/

function plainDigits(digits: string, decimalComma: boolean): string | undefined {
  const point = decimalMark(digits, decimalComma)
  const cut = point === undefined ? digits.length : digits.lastIndexOf(point)
  const whole = digits.slice(0, cut)
  const fraction = digits.slice(cut + 1)
  if (!/^\d*$/.test(fraction) || !(/^\d*$/.test(whole) || GROUPED.test(whole))) return undefined
  const joined = whole.replace(/\D/g, '') || '0'
  return fraction ? `${joined}.${fraction}` : joined
}

/** Of two kinds of separator the later is the point; of one kind it is the point if it stands alone and marks no thousands. */
function decimalMark(digits: string, decimalComma: boolean): ',' | '.' | undefined {
  const comma = digits.lastIndexOf(',')
  const point = digits.lastIndexOf('.')
  if (comma >= 0 && point >= 0) return comma > point ? ',' : '.'
  if (comma >= 0) return digits.indexOf(',') === comma && (decimalComma || !GROUPED.test(digits)) ? ',' : undefined
  if (point >= 0) return digits.indexOf('.') === point && !(decimalComma && GROUPED.test(digits)) ? '.' : undefined
  return undefined
}

/** Why an amount could not become minor units. `currency-mismatch`: a sign that stands for several currencies, but not for the one that was named. */
export type AmountProblem = 'unreadable' | 'not-finite' | 'too-precise' | 'unsafe' | 'unknown-currency' | 'currency-mismatch'

/**
 * A host's amount in minor units of `currency`.
 * Numbers in major units are read by their shortest decimal form (0.1 is a tenth). More places than the currency has are not rounded but reported.
 */
export function minorUnits(
  value: unknown,
  unit: 'major' | 'minor',
  currency: string,
  decimalComma = false,
): { readonly minor: number; readonly currency?: string } | AmountProblem {
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not-finite'
  const written = typeof value === 'string' ? readMarked(value, decimalComma) : undefined
  const own = written?.currencies?.length === 1 ? written.currencies[0] : undefined
  const amount = typeof value === 'bigint' ? value.toString() : typeof value === 'number' ? value : written?.decimal
  if (amount === undefined) return 'unreadable'
  if (own === undefined && written?.currencies && currency !== 'XXX' && !written.currencies.includes(currency)) return 'currency-mismatch'
  const exponent = currencyExponent(own ?? currency)
  if (exponent === undefined) return 'unknown-currency'
  const places = unit === 'major' ? exponent : 0
  const read = readDecimal(amount)
  const minor = read && toUnitsExact(read, places)
  if (minor === undefined) return Math.abs(Number(amount)) * TEN[places] > Number.MAX_SAFE_INTEGER ? 'unsafe' : 'too-precise'
  return own === undefined ? { minor } : { minor, currency: own }
}
