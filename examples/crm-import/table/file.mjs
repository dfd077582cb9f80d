/** A file of records: opened and looked at; a CSV of any size is read record by record without holding it in memory. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'
import { basename } from 'node:path'
import Papa from 'papaparse'
import { listed, Problem } from '../problem.mjs'
import { BLANKS, dialectOf, filled, spaced } from './dialect.mjs'
import { encodingOf, isAscii } from './encoding.mjs'
import { isJson, jsonTable } from './json.mjs'

const PIECE = 1 << 20
const HEAD = 1 << 18
/** What a spreadsheet can hold; a table of orders has a few dozen. */
const MOST_COLUMNS = 16_384
const LONGEST_HEAD = 1 << 24
/** No honest record is longer; a quote that is never closed is. */
const LONGEST_RECORD = 1 << 20

/**
 * Looks at a file: its encoding, its delimiter, its headings and some of its records.
 * @throws Problem with a code that says what is the matter
 */
export function openTable(path) {
  const size = sizeOf(path)
  const head = headOf(path, size)
  const { encoding, bom, binary } = encodingOf(head, isAscii(head) ? firstBeyondAscii(path, size) : head)
  if (binary) throw new Problem('file.binary', { path, kind: binary })
  const text = decoded(head, encoding)
  if (text.trim() === '') throw new Problem('file.empty', { path })
  const about = { path, name: basename(path), size, encoding: bom ? `${encoding} (BOM)` : encoding }
  if (isJson(text)) return jsonFile(about, jsonTable(path, encoding))
  const { delimiter, skip, hasHeadings, first, width } = dialectOf(text)
  if (first.length > MOST_COLUMNS) throw new Problem('file.wide', { path, columns: first.length, most: MOST_COLUMNS })
  const headings = namesOf(hasHeadings ? first : Array.from({ length: width }, (_, i) => `column ${i + 1}`))
  const file = {
    ...about,
    delimiter,
    headings,
    hasHeadings,
    /** Spreadsheet rows above the first record. */
    above: skip + (hasHeadings ? 1 : 0),
  }
  const samples = sampleOf(file, encoding, text, head.length)
  if (samples.length === 0) throw new Problem('file.no-records', { path, headings: listed(headings) })
  return { ...file, samples, records: (progress) => recordsOf(file, encoding, progress) }
}

/** A record's row is its place in the file. */
function jsonFile(about, { headings, rows }) {
  const whole = rows.filter(({ isBroken }) => !isBroken)
  if (whole.length === 0) throw new Problem('file.no-objects', { path: about.path })
  return {
    ...about,
    delimiter: 'json',
    headings,
    hasHeadings: true,
    samples: whole.slice(0, 1500).map(({ cells }) => cells),
    *records(progress) {
      for (const [i, { cells, isBroken }] of rows.entries()) yield { cells, row: i + 1, problem: isBroken ? 'object' : undefined }
      progress?.(about.size)
    },
  }
}

function sizeOf(path) {
  try {
    const fd = openSync(path, 'r')
    try {
      const stats = fstatSync(fd)
      if (stats.isDirectory()) throw new Problem('file.directory', { path })
      if (!stats.isFile()) throw new Problem('file.special', { path })
      if (stats.size === 0) throw new Problem('file.empty', { path })
      return stats.size
    } finally {
      closeSync(fd)
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    const code = { ENOENT: 'file.missing', EISDIR: 'file.directory', EACCES: 'file.forbidden', EPERM: 'file.forbidden' }[error.code]
    throw new Problem(code ?? 'file.unreadable', { path, system: error.code ?? error.message })
  }
}

function readAt(path, position, length) {
  const fd = openSync(path, 'r')
  try {
    const bytes = Buffer.alloc(length)
    return bytes.subarray(0, readSync(fd, bytes, 0, length, position))
  } finally {
    closeSync(fd)
  }
}

/** The beginning of the file: more where the line of headings alone is longer, and some records are to be seen under it. */
function headOf(path, size) {
  let head = readAt(path, 0, Math.min(size, HEAD))
  while (head.length < size && head.length < LONGEST_HEAD && head.lastIndexOf(10, head.length / 2) < 0)
    head = readAt(path, 0, Math.min(size, head.length * 4))
  return head
}

/** Many exports are ASCII until the first name: the piece that tells the encoding may come late. */
function firstBeyondAscii(path, size) {
  for (let at = 0; at < size; at += PIECE) {
    const piece = readAt(path, at, Math.min(PIECE, size - at))
    if (!isAscii(piece)) return piece
  }
  return Buffer.alloc(0)
}

function decoded(bytes, encoding) {
  return new TextDecoder(encoding).decode(bytes, { stream: true })
}

/** `="12345678901234567"`: how exports keep a spreadsheet from rounding an id. */
function unwrapped(cell) {
  const text = widthless(cell.charCodeAt(0)) || widthless(cell.charCodeAt(cell.length - 1)) ? cell.replace(WIDTHLESS_ENDS, '') : cell
  return text.startsWith('="') && text.endsWith('"') && text.length > 2 ? text.slice(2, -1) : text
}

/** Marks that show nothing, left at the ends of what was copied from a page or a chat. */
const WIDTHLESS_ENDS = /^[\u200b-\u200f\u2060\ufeff]+|[\u200b-\u200f\u2060\ufeff]+$/g
const widthless = (unit) => (unit >= 0x200b && unit <= 0x200f) || unit === 0x2060 || unit === 0xfeff

/** Every column needs a name of its own. */
function namesOf(cells) {
  const seen = new Map()
  return cells.map((cell, i) => {
    const name = unwrapped(cell.trim()).trim() || `column ${i + 1}`
    const times = (seen.get(name) ?? 0) + 1
    seen.set(name, times)
    return times === 1 ? name : `${name} (${times})`
  })
}

/**
 * Records from the beginning and from places all over the file: exports are sorted by date, so the first thousand rows
 * of a large one may all lie on one day, and say nothing about which number of 12/1/2010 is the month.
 */
function sampleOf(file, encoding, head, headBytes) {
  const rows = parsed(head, file.delimiter).slice(file.above, file.above + 1500)
  if (file.size > headBytes) {
    rows.pop() // cut off
    for (let k = 1; k <= 24; k++) {
      const at = Math.floor(((file.size - (1 << 14)) * k) / 24)
      const text = decoded(readAt(file.path, at - (at % 4), 1 << 14), encoding)
      rows.push(...parsed(text, file.delimiter).slice(1, -1))
    }
  }
  const width = file.headings.length
  return rows
    .filter((cells) => filled(cells) > 0 && filled(cells.slice(width)) === 0)
    .map((cells) => file.headings.map((_, i) => unwrapped(cells[i] ?? '')))
}

function parsed(text, delimiter) {
  if (delimiter === BLANKS) return parsed(spaced(text), '\t')
  return Papa.parse(text, { delimiter }).data
}

/**
 * Every record as `{ cells, row, problem }`; `row` is its row in a spreadsheet. Blank rows are passed over. A quote that is never
 * closed would swallow the rest of the file: such a line is a record by itself, with the problem `quote`.
 * @param progress called with the bytes read so far
 */
function* recordsOf(file, encoding, progress) {
  const delimiter = file.delimiter === BLANKS ? '\t' : file.delimiter
  const parser = new Papa.Parser({ delimiter, newline: '\n' })
  const literal = new Papa.Parser({ delimiter, newline: '\n', quoteChar: '\0' })
  let rest = ''
  let row = 0
  const numbered = (cells, problem) => (++row > file.above && filled(cells) > 0 ? [{ cells: cells.map(unwrapped), row, problem }] : [])
  for (const { text, bytes, last } of piecesOf(file.path, encoding, file.delimiter === BLANKS)) {
    rest += file.delimiter === BLANKS ? spaced(text) : text
    while (rest !== '') {
      const whole = parser.parse(rest, 0, true)
      for (const cells of whole.data) yield* numbered(cells)
      rest = rest.slice(whole.meta.cursor)
      if (rest === '' || (!last && rest.length < LONGEST_RECORD)) break
      const end = last ? parser.parse(rest, 0, false) : undefined
      if (end?.errors.every(({ code }) => code !== 'MissingQuotes')) {
        for (const cells of end.data) yield* numbered(cells)
        rest = ''
      } else {
        // Never closed: the record ends with its line.
        const line = rest.indexOf('\n')
        if (line < 0 && !last) break
        yield* numbered(literal.parse(line < 0 ? rest : rest.slice(0, line), 0, false).data[0] ?? [], 'quote')
        rest = line < 0 ? '' : rest.slice(line + 1)
      }
    }
    progress?.(bytes)
  }
}

/** The file as text, piece by piece, with one kind of line end; in whole lines if asked. */
function* piecesOf(path, encoding, byLine) {
  const decoder = new TextDecoder(encoding)
  const fd = openSync(path, 'r')
  try {
    const buffer = Buffer.alloc(PIECE)
    let bytes = 0
    let held = ''
    for (;;) {
      const got = readSync(fd, buffer, 0, PIECE, null)
      const last = got === 0
      bytes += got
      let text = held + decoder.decode(buffer.subarray(0, got), { stream: !last })
      const whole = last ? text.length : byLine ? text.lastIndexOf('\n') + 1 : text.endsWith('\r') ? text.length - 1 : text.length
      held = text.slice(whole)
      text = text.slice(0, whole)
      yield { text: text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text, bytes, last }
      if (last) return
    }
  } finally {
    closeSync(fd)
  }
}
