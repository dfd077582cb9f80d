/** Columns of a source → typed columns: ids, texts, instants, amounts, attributes. Each tells its problems by row. */

import { minorUnits } from '../core/decimal/amount.js'
import { currencyExponent } from '../core/decimal/currency.js'
import { readDecimal, toUnits } from '../core/decimal/decimal.js'
import type { Rounding } from '../core/decimal/rounding.js'
import { formatDate } from '../core/time/civil.js'
import { formatInstant, plainInstant } from '../core/time/instant.js'
import { type TimeReader, timeReader } from '../core/time/read-time.js'
import { dayAt, type Zone } from '../core/time/zone.js'
import type { Dictionary } from './batch.js'
import { codeIntegers } from './code-integers.js'
import type { AttributeValue } from './fact.js'
import type { OriginalAmount } from './facts.js'
import type { AmountField, AttributeField, Field, TimeField } from './mapping.js'
import type { Converter } from './rates.js'
import type { RawTable } from './source.js'
import { codeTexts } from './text-codes.js'

/** `problem(row, code, column)`; the caller decides whether the row is struck. */
export type Problem = (i: number, code: string, column: string, params?: Readonly<Record<string, string | number>>) => void

export interface ReadContext {
  readonly zone: Zone
  readonly currency: string
  readonly decimalComma: boolean
  readonly round: Rounding | undefined
  readonly convert: Converter
}

export function columnOf(field: Field | TimeField | AmountField | AttributeField): string | undefined {
  return typeof field === 'string' ? field : 'column' in field ? field.column : undefined
}

/** Text of a cell: numbers as written, blanks around it dropped; `undefined` where empty; `null` where it is no text. */
export function textOf(value: unknown): string | undefined | null {
  if (typeof value === 'string') {
    const text = bare(value.trim())
    return text === '' ? undefined : text
  }
  if (value === undefined || value === null) return undefined
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : Number.isNaN(value) ? undefined : null
  if (typeof value === 'bigint' || typeof value === 'boolean') return String(value)
  return null
}

/** Without the characters of no width that web pages and messengers leave at the ends of what is copied: an id with one is the same id. */
function bare(text: string): string {
  return isWidthless(text.charCodeAt(0)) || isWidthless(text.charCodeAt(text.length - 1))
    ? text.replace(/^[\s\u200b-\u200f\u2060\ufeff]+|[\s\u200b-\u200f\u2060\ufeff]+$/g, '')
    : text
}

function isWidthless(unit: number): boolean {
  return unit >= 0x200b && (unit <= 0x200f || unit === 0x2060)
}

/** `1.23457E+15`: what a spreadsheet leaves of a long number. The digits are gone, and with them whose row it is. */
export function isRoundedId(text: string): boolean {
  return text.length > 4 && text.includes('+') && /^\d(?:[.,]\d+)?E\+\d{2}$/i.test(text)
}

export function textReader(table: RawTable, field: Field): (i: number) => string | undefined | null {
  if (typeof field !== 'string' && 'value' in field) return () => field.value
  const get = table.get(columnOf(field) as string)
  return (i) => textOf(get(i))
}

/** Customer (or type) codes; −1 where missing. Integer columns and dictionary codes are coded without making a string per row. */
export function readCodes(table: RawTable, field: Field, dictionary: Dictionary, what: string, problem: Problem): Int32Array {
  const codes = new Int32Array(table.length)
  const column = columnOf(field) ?? ''
  const raw = column === '' ? undefined : table.raw(column)
  if (raw !== undefined && 'codes' in raw) {
    const known = raw.values.map((value) => {
      const text = textOf(value)
      return !text ? -1 : isRoundedId(text) ? ROUNDED : dictionary.code(text)
    })
    for (let i = 0; i < table.length; i++) {
      codes[i] = known[raw.codes[i]] ?? -1
      if (codes[i] === ROUNDED) problem(i, 'facts.id.rounded', column)
      else if (codes[i] < 0) problem(i, `facts.${what}.missing`, column)
    }
    return codes
  }
  if (raw instanceof Int32Array || raw instanceof Uint32Array) {
    codeIntegers(raw, codes, dictionary)
    return codes
  }
  const text = textReader(table, field)
  const codeAt = (i: number): number => {
    const value = text(i)
    if (value && !isRoundedId(value)) return dictionary.code(value)
    problem(i, value ? 'facts.id.rounded' : value === null ? `facts.${what}.unreadable` : `facts.${what}.missing`, column)
    return -1
  }
  const values = column === '' ? undefined : table.list(column)
  if (values) codeTexts(values, codes, dictionary, codeAt)
  else for (let i = 0; i < codes.length; i++) codes[i] = codeAt(i)
  return codes
}

const ROUNDED = -2

/** A column of whole numbers that serve as they are. */
export function wholeNumbersOf(table: RawTable, field: Field): Int32Array | undefined {
  const column = columnOf(field)
  const raw = column === undefined ? undefined : table.raw(column)
  return raw instanceof Int32Array && isNatural(raw) ? raw : undefined
}

function isNatural(values: Int32Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] < 0) return false
  return true
}

export function timeReaderOf(context: ReadContext, field: TimeField): TimeReader {
  return timeReader(context.zone, typeof field === 'string' ? {} : field)
}

/** Instants; NaN with a problem where unreadable. `what` names the code: `facts.<what>.missing`. */
export function readTimes(
  table: RawTable,
  field: TimeField,
  context: ReadContext,
  what: string,
  problem: Problem,
  optional = false,
): Float64Array {
  const column = columnOf(field) as string
  const get = table.get(column)
  const read = timeReaderOf(context, field)
  const raw = table.raw(column)
  if (raw instanceof Float64Array && (typeof field === 'string' || (field.epoch ?? 'ms') === 'ms') && isPlainMs(raw)) return raw
  const times = new Float64Array(table.length)
  const list = typeof field === 'string' || field.format === undefined ? table.list(column) : undefined
  if (list) plainTimes(list, times)
  for (let i = 0; i < table.length; i++) {
    if (list && !Number.isNaN(times[i])) continue
    const instant = read(get(i))
    if (typeof instant === 'number') times[i] = instant
    else {
      times[i] = Number.NaN
      if (!(optional && instant === 'missing')) problem(i, `facts.${what}.${instant}`, column)
    }
  }
  return times
}

/** What is an ISO instant at first sight; NaN where a second one is needed. */
function plainTimes(values: readonly unknown[], times: Float64Array): void {
  for (let i = 0; i < times.length; i++) {
    const value = values[i]
    times[i] = typeof value === 'string' ? plainInstant(value) : Number.NaN
  }
}

/** Whole epoch ms that nothing can be wrong with: the column is taken as it is. */
function isPlainMs(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++)
    if (!(values[i] >= 1e11 && values[i] < 2.5e14) || Math.floor(values[i]) !== values[i]) return false
  return true
}

export interface Amounts {
  /** The host's own column where it is one of minor units: not to be written to. */
  readonly minor: Float64Array
  readonly isHosts?: boolean
  readonly hasNegative?: boolean
  readonly original?: (OriginalAmount | undefined)[]
}

/** Amounts in minor units of the facts' currency; NaN with a problem where unreadable, NaN without one where empty and `optional`. */
export function readAmounts(
  table: RawTable,
  field: AmountField,
  currencyField: Field | undefined,
  at: Float64Array,
  context: ReadContext,
  problem: Problem,
  optional = false,
): Amounts {
  const column = columnOf(field) as string
  const get = table.get(column)
  const unit = typeof field === 'string' ? 'major' : (field.unit ?? 'major')
  const currencyOf = currencyField === undefined ? undefined : textReader(table, currencyField)
  const raw = unit === 'minor' && currencyOf === undefined ? table.raw(column) : undefined
  if (raw instanceof Int32Array) return { minor: Float64Array.from(raw) }
  if (raw instanceof Float64Array) {
    const least = leastSafeInteger(raw)
    if (!Number.isNaN(least)) return { minor: raw, isHosts: true, hasNegative: least < 0 }
  }
  const minor = new Float64Array(table.length)
  let original: (OriginalAmount | undefined)[] | undefined
  for (let i = 0; i < table.length; i++) {
    const value = get(i)
    minor[i] = Number.NaN
    if (value === undefined || value === null || value === '' || (typeof value === 'string' && value.trim() === '')) {
      if (!optional) problem(i, 'facts.amount.missing', column)
      continue
    }
    const declared = currencyOf?.(i)?.toUpperCase()
    if (unit === 'minor' && declared === undefined && typeof value === 'number' && Number.isSafeInteger(value)) {
      minor[i] = value
      continue
    }
    const amount = readAmount(value, unit, declared ?? context.currency, context)
    if (typeof amount === 'string') {
      if (amount === 'currency-mismatch') problem(i, 'facts.currency.mismatch', column, { currency: declared ?? context.currency })
      else problem(i, `facts.${amount === 'unknown-currency' ? 'currency.unknown' : `amount.${amount}`}`, column)
      continue
    }
    if (amount.rounded) problem(i, 'facts.amount.rounded', column)
    if (amount.currency === context.currency) {
      minor[i] = amount.minor
      continue
    }
    const converted = Number.isNaN(at[i]) ? undefined : context.convert(amount.minor, amount.currency, dayAt(context.zone, at[i]))
    if (converted === undefined) {
      if (!Number.isNaN(at[i])) problem(i, 'facts.rate.missing', column, { currency: amount.currency })
      continue
    }
    if (Number.isNaN(converted)) {
      problem(i, 'facts.amount.unsafe', column)
      continue
    }
    minor[i] = converted
    original ??= new Array(table.length)
    original[i] = { amountMinor: amount.minor, currency: amount.currency }
  }
  return original ? { minor, original } : { minor }
}

/** NaN where one of the values is something else. */
function leastSafeInteger(values: Float64Array): number {
  let least = Number.POSITIVE_INFINITY
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (!(Math.abs(value) <= Number.MAX_SAFE_INTEGER) || Math.floor(value) !== value) return Number.NaN
    if (value < least) least = value
  }
  return least
}

/** One amount with its currency. A sign written in the cell must agree with the declared currency. */
function readAmount(
  value: unknown,
  unit: 'major' | 'minor',
  currency: string,
  { decimalComma, round }: ReadContext,
): { minor: number; currency: string; rounded: boolean } | string {
  const read = minorUnits(value, unit, currency, decimalComma)
  if (typeof read !== 'string') return { minor: read.minor, currency: read.currency ?? currency, rounded: false }
  if (read !== 'too-precise' || round === undefined) return read
  const exact = readDecimal(typeof value === 'number' ? value : String(value).replace(/[^\d.+-]/g, ''))
  return exact
    ? { minor: toUnits(exact, unit === 'major' ? (currencyExponent(currency) as number) : 0, round), currency, rounded: true }
    : read
}

const TRUE = new Set(['true', '1', 'yes', 'y', 't', 'on', '是', '有', '真'])
const FALSE = new Set(['false', '0', 'no', 'n', 'f', 'off', '否', '无', '假'])

export function flagOf(value: unknown): boolean | undefined | null {
  if (typeof value === 'boolean') return value
  const text = textOf(value)
  if (!text) return text as undefined | null
  const word = text.toLowerCase()
  return TRUE.has(word) ? true : FALSE.has(word) ? false : null
}

/** One typed attribute per row; absent where empty, absent with a problem where unreadable. */
export function attributeReader(
  table: RawTable,
  name: string,
  field: AttributeField,
  context: ReadContext,
  problem: Problem,
): (i: number) => AttributeValue | undefined {
  const column = columnOf(field) as string
  const get = table.get(column)
  const {
    as = 'category',
    separator = /[,;|、，；]/,
    unit = 'major',
  } = typeof field === 'string' ? {} : (field as Exclude<AttributeField, string>)
  const time = as === 'date' || as === 'instant' ? timeReader(context.zone) : undefined
  const unreadable = (i: number): undefined => {
    problem(i, 'facts.attribute.unreadable', column, { attribute: name, expected: as })
    return undefined
  }
  return (i) => {
    const value = get(i)
    if (as === 'set') {
      const items = Array.isArray(value) ? value.map(textOf) : (textOf(value)?.split(separator).map(textOf) ?? [])
      const texts = items.filter((item): item is string => !!item)
      return texts.length === 0 ? undefined : [...new Set(texts)].sort()
    }
    const text = textOf(value)
    if (text === undefined && !(value instanceof Date)) return undefined
    if (time) {
      const instant = time(value)
      if (typeof instant !== 'number') return unreadable(i)
      return as === 'instant' ? formatInstant(instant) : formatDate(dayAt(context.zone, instant))
    }
    if (as === 'flag') return flagOf(value) ?? unreadable(i)
    if (as === 'amount') {
      const amount = readAmount(value, unit, context.currency, context)
      return typeof amount === 'string' || amount.currency !== context.currency ? unreadable(i) : amount.minor
    }
    if (text === null || text === undefined) return unreadable(i)
    if (as === 'category') return text
    const number =
      typeof value === 'number' ? value : readDecimal(text.replace(/,/g, '')) === undefined ? Number.NaN : Number(text.replace(/,/g, ''))
    return Number.isFinite(number) ? number : unreadable(i)
  }
}
