/** Records as systems hand them out: a JSON array of objects, one object a line, or a page of an answer such as `{ "orders": […] }`. */
import { readFileSync } from 'node:fs'

/** Whether a text begins like JSON rather than like headings. */
export function isJson(text) {
  return /^\s*(?:\{\s*"|\[\s*[{\]])/.test(text)
}

/**
 * @returns the records as rows under the headings they have together; a field of a field is `customer.id`. What is no object is a row that `isBroken`
 */
export function jsonTable(path, encoding) {
  const records = recordsIn(new TextDecoder(encoding).decode(readFileSync(path)))
  const rows = records.map((record) => (isObject(record) ? flat(record) : undefined))
  const headings = new Set()
  for (const row of rows) if (row) for (const key of row.keys()) headings.add(key)
  return { headings: [...headings], rows: rows.map((row) => ({ cells: [...headings].map((key) => row?.get(key) ?? ''), isBroken: !row })) }
}

/** The array of the text, the longest array in its one object, or its lines. */
function recordsIn(text) {
  const whole = parsed(text)
  if (Array.isArray(whole)) return whole
  if (isObject(whole)) {
    const arrays = Object.values(whole).filter((value) => Array.isArray(value) && value.some(isObject))
    return arrays.sort((a, b) => b.length - a.length)[0] ?? [whole]
  }
  return text
    .split(/\r\n?|\n/)
    .filter((line) => line.trim() !== '')
    .map(parsed)
}

function parsed(text) {
  try {
    return JSON.parse(text.trim())
  } catch {
    return undefined
  }
}

const isObject = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

function flat(record, prefix = '', into = new Map()) {
  for (const [key, value] of Object.entries(record)) {
    if (isObject(value)) flat(value, `${prefix}${key}.`, into)
    else into.set(`${prefix}${key}`, textOf(value))
  }
  return into
}

/** Lists of words stay readable; lists of records have no place in a cell. */
function textOf(value) {
  if (value === null) return ''
  if (!Array.isArray(value)) return String(value)
  return value.some((item) => typeof item === 'object' && item !== null) ? '' : value.join(', ')
}
