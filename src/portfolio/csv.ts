/** Tables as CSV that a spreadsheet opens without questions, in the reader's language. */

import { currencyExponent } from '../core/decimal/currency.js'
import { fixedText, TEN } from '../core/decimal/decimal.js'
import { type Reason, reason, type Scalar } from '../core/reason.js'
import { type Column, cell, type Table } from '../core/table.js'

/** A message catalogue: `en` of `tierwise/messages`, `zhCN` of `tierwise/messages/zh-CN`, or the host's own. */
export type CsvLabels = Readonly<Record<string, (reason: Reason) => string>>

export interface CsvOptions {
  /** Headings, levels, tiers, segments and codes in words. Without it they stay as they are in the table. */
  readonly labels?: CsvLabels
  /**
   * Text that a spreadsheet could run as a formula — beginning with `=`, `+`, `-`, `@`, a tab or a line break — gets an apostrophe before it. Default true;
   * false for files that only programs read. Numbers are never touched.
   */
  readonly guardFormulas?: boolean
}

/**
 * The whole table as one text: byte-order mark, so that Excel reads Chinese; CRLF; cells with commas, quotes or breaks quoted. Amounts (columns in
 * `…Minor`) are in major units with all their places, and so are called by their names without `Minor`; other numbers have at most six. Missing is empty.
 */
export function toCsv(table: Table & { readonly currency?: string }, options: CsvOptions = {}): string {
  return `\uFEFF${Array.from(csvLines(table, options), (line) => `${line}\r\n`).join('')}`
}

/** The same line by line, heading first, without byte-order mark and line ends: for tables too large for one string. */
export function* csvLines(table: Table & { readonly currency?: string }, options: CsvOptions = {}): Generator<string> {
  const { labels = {}, guardFormulas = true } = options
  const names = Object.keys(table.columns)
  const safe = (text: string): string => quoted(guardFormulas && FORMULA.test(text) ? `'${text}` : text)
  yield names.map((name) => safe(heading(name, labels, table.currency) ?? inMajor(name, names))).join(',')
  const writers = names.map((name) => writer(name, table.columns[name], labels, table.currency, safe))
  for (let i = 0; i < table.length; i++) yield writers.map((write) => write(i)).join(',')
}

/** Full-width signs are formulas in East Asian editions. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/

function quoted(text: string): string {
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replace(/"/g, '""')}"` : text
}

/** `amountContribution` → the catalogue's own word, or its word for the contribution of `amount`. */
function heading(name: string, labels: CsvLabels, currency = ''): string | undefined {
  const own = said(`portfolio.column.${kebab(name)}`, labels, { currency })
  if (own !== undefined) return own
  for (const of of ['Contribution', 'Level', 'Value']) {
    if (!name.endsWith(of)) continue
    const criterion = word('portfolio.column', name.slice(0, -of.length), labels)
    return said(`portfolio.column.${of.toLowerCase()}`, labels, { criterion })
  }
  return undefined
}

/** `amount` for `amountMinor`, unless the table has a column of that name. */
function inMajor(name: string, names: readonly string[]): string {
  const major = name.replace(/Minor$/, '')
  return major === name || !names.includes(major) ? major : `${major}Major`
}

/** Where the words of a column are found. */
const WORDS: Readonly<Record<string, string>> = { status: 'portfolio.status', move: 'portfolio.move', segment: 'rfm.segment' }

function writer(
  name: string,
  column: Column,
  labels: CsvLabels,
  currency: string | undefined,
  safe: (text: string) => string,
): (i: number) => string {
  if (ArrayBuffer.isView(column)) {
    const numbers = column as unknown as ArrayLike<number>
    const exponent = name.endsWith('Minor') && currency !== undefined ? (currencyExponent(currency) ?? 2) : undefined
    return (i) => (Number.isNaN(numbers[i]) ? '' : numberText(numbers[i], exponent))
  }
  if ('codes' in column) {
    const texts = column.values.map((value) => safe(wordOf(name, value, labels)))
    return (i) => (column.codes[i] < 0 ? '' : texts[column.codes[i]])
  }
  const write = name === 'movedBy' ? (text: string) => changes(text, labels) : (text: string) => text
  return (i) => safe(write((cell(column, i) as string | undefined) ?? ''))
}

function numberText(value: number, exponent: number | undefined): string {
  if (exponent === undefined) return String(Number(value.toFixed(6)))
  // A median between two amounts can be half a minor unit.
  return Number.isSafeInteger(value) ? fixedText(value, exponent) : String(Number((value / TEN[exponent]).toFixed(6)))
}

function wordOf(column: string, value: string, labels: CsvLabels): string {
  if (column === 'code') return said(value, labels) ?? value
  return word(WORDS[column] ?? 'portfolio.level', value, labels)
}

/** `frequency: low → medium; cycle: high → low`, said. */
function changes(text: string, labels: CsvLabels): string {
  return text
    .split('; ')
    .map((change) => {
      const [, id, from, to] = CHANGE.exec(change) ?? []
      if (id === undefined) return change
      const params = {
        criterion: word('portfolio.column', id, labels),
        from: word('portfolio.level', from, labels),
        to: word('portfolio.level', to, labels),
      }
      return said('portfolio.change.level', labels, params) ?? change
    })
    .join('; ')
}

const CHANGE = /^(.*?): (.*) → (.*)$/

function word(noun: string, id: string, labels: CsvLabels): string {
  return said(`${noun}.${kebab(id)}`, labels) ?? id
}

function said(code: string, labels: CsvLabels, params: Readonly<Record<string, Scalar>> = {}): string | undefined {
  return Object.hasOwn(labels, code) ? labels[code](reason(code, 'info', params)) : undefined
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
}
