/** Reading money as people write it. */

import { currencyExponent } from './currency.js'
import { readDecimal, toUnitsExact } from './decimal.js'

export interface WrittenAmount {
  /** Plain decimal text, `-1234.5`. */
  readonly decimal: string
  /** ISO 4217 code if a sign or code was written. */
  readonly currency?: string
}

/** A `¥` is CNY or JPY and a `$` many dollars: the file's own currency decides, so these signs name none. */
const SIGNS: Readonly<Record<string, string | undefined>> = {
  '€': 'EUR',
  '£': 'GBP',
  '₹': 'INR',
  '₩': 'KRW',
  '₽': 'RUB',
  元: 'CNY',
  RMB: 'CNY',
  人民币: 'CNY',
}

const SHAPE =
  /^([+-]?)\s*(?:([A-Z]{3}|[$€£¥￥₹₩₽]|RMB|人民币)\s*)?([+-]?)\s*(\d[\d.,'’\s]*|[.,]\d+)\s*(?:([A-Z]{3}|[$€£¥￥₹₩₽元]|RMB))?(-?)$/

/**
 * Understands `¥1,234.50`, `1.234,50 €`, `(12.00)`, `12.00-`, `1 234,5`, full-width digits, `CNY 12`, `12元`.
 * One separator followed by exactly three digits (`1,234`) is read as thousands when it is a comma and as the decimal point when it is a point, unless `decimalComma`.
 * @returns `undefined` if it is not an amount
 */
export function readAmountText(text: string, decimalComma = false): WrittenAmount | undefined {
  let s = text.normalize('NFKC').trim()
  let negative = false
  if (s.startsWith('(') && s.endsWith(')')) {
    negative = true
    s = s.slice(1, -1).trim()
  }
  s = s.replace(/[−–]/g, '-')
  const match = SHAPE.exec(s)
  if (!match) return undefined
  const [, signA, before, signB, digits, after, signC] = match
  if ((signA ? 1 : 0) + (signB ? 1 : 0) + (signC ? 1 : 0) + (negative ? 1 : 0) > 1) return undefined
  if (before && after && before !== after) return undefined
  const plain = plainDigits(digits.replace(/[\s'’]/g, ''), decimalComma)
  if (plain === undefined) return undefined
  const minus = negative || signA === '-' || signB === '-' || signC === '-'
  const mark = before ?? after
  const currency = mark === undefined ? undefined : (SIGNS[mark] ?? (/^[A-Z]{3}$/.test(mark) ? mark : undefined))
  return { decimal: minus ? `-${plain}` : plain, ...(currency ? { currency } : {}) }
}

function plainDigits(digits: string, decimalComma: boolean): string | undefined {
  const lastComma = digits.lastIndexOf(',')
  const lastPoint = digits.lastIndexOf('.')
  let point: ',' | '.' | undefined
  if (lastComma >= 0 && lastPoint >= 0) point = lastComma > lastPoint ? ',' : '.'
  else if (lastComma >= 0) point = isGrouped(digits, ',') && !decimalComma ? undefined : digits.indexOf(',') === lastComma ? ',' : undefined
  else if (lastPoint >= 0) point = digits.indexOf('.') === lastPoint && !(decimalComma && isGrouped(digits, '.')) ? '.' : undefined
  const cut = point === undefined ? digits.length : digits.lastIndexOf(point)
  const whole = digits.slice(0, cut)
  const fraction = digits.slice(cut + 1)
  const thousands = point === ',' ? '.' : point === '.' ? ',' : lastComma >= 0 ? ',' : '.'
  if (/[.,]/.test(fraction)) return undefined
  if (/[.,]/.test(whole) && !isGrouped(whole, thousands)) return undefined
  const joined = whole.replace(/[.,]/g, '') || '0'
  return fraction ? `${joined}.${fraction}` : joined
}

/** `1,234,567`; also the Indian `12,34,567` — groups of two or three, the last of three. */
function isGrouped(digits: string, separator: ',' | '.'): boolean {
  return separator === ',' ? /^\d{1,3}(,\d{2,3})*,\d{3}$/.test(digits) : /^\d{1,3}(\.\d{3})+$/.test(digits)
}

/** Why an amount could not become minor units. */
export type AmountProblem = 'unreadable' | 'not-finite' | 'too-precise' | 'unsafe' | 'unknown-currency'

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
  let written: WrittenAmount | undefined
  let amount = value
  if (typeof value === 'bigint') amount = value.toString()
  if (typeof value === 'number' && !Number.isFinite(value)) return 'not-finite'
  if (typeof amount === 'string') {
    written = readAmountText(amount, decimalComma)
    if (!written) return 'unreadable'
    amount = written.decimal
  } else if (typeof amount !== 'number') return 'unreadable'
  const effective = written?.currency ?? currency
  const exponent = currencyExponent(effective)
  if (exponent === undefined) return 'unknown-currency'
  const read = readDecimal(amount)
  if (!read) return typeof amount === 'number' ? 'unsafe' : digitsOf(amount as string) > 15 ? 'unsafe' : 'unreadable'
  const minor = toUnitsExact(read, unit === 'major' ? exponent : 0)
  if (minor === undefined) return read.scale > (unit === 'major' ? exponent : 0) ? 'too-precise' : 'unsafe'
  return written?.currency ? { minor, currency: written.currency } : { minor }
}

function digitsOf(text: string): number {
  return text.replace(/\D/g, '').length
}
