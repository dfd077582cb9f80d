/** Recognized files → the columns and the mapping that `readFacts` takes, and where in which file each row stood. */

import { kindOfType, meaningOf } from './recognize/events.mjs'
import { isCancelled } from './recognize/orders.mjs'
import { codeOf } from './recognize/values.mjs'
import { growingColumn } from './table/column.mjs'
import { filled } from './table/dialect.mjs'
import { product } from './table/product.mjs'

/** Fields of a part that are attributes of the fact or of the customer, and what each is. */
const ATTRIBUTES = {
  payment: { name: 'payment', as: 'category' },
  discount: { name: 'discountMinor', as: 'amount' },
  name: { as: 'category' },
  region: { as: 'category' },
  birthYear: { as: 'number' },
  age: { as: 'number' },
  ageBand: { as: 'category' },
  gender: { as: 'category' },
  incomeBand: { as: 'category' },
  interests: { as: 'set' },
  acquisitionChannel: { as: 'category' },
  joinedOn: { as: 'date' },
}

/**
 * Reads every record of every file once.
 * @param files `[{ file, parts }]`: opened and recognized
 * @param settings `{ currency, timeZone, asOf?, progress? }`
 * @returns `sources` and `mapping` for `readFacts`; `places[kind](row)` → `{ file, row }` in the spreadsheet; records that were `dropped`;
 *   orders left out as `cancelled`, per file and word
 */
export function collect(files, settings) {
  const kinds = new Map()
  const dropped = []
  const cancelled = new Map()
  for (const { file, parts } of files) {
    cancelled.set(file.name, { left: new Map(), kept: new Set() })
    const takers = parts.map((part) => {
      const kind = kinds.get(part.kind) ?? newKind(part)
      kinds.set(part.kind, kind)
      return takerOf(kind, part, file, cancelled.get(file.name))
    })
    const isUnheardOf = unheardOf(parts, file)
    const oddityOf = oddities(parts, file)
    for (const { cells, row, problem: broken } of file.records((bytes) => settings.progress?.(file, bytes))) {
      const problem = broken ?? (filled(cells.slice(file.headings.length)) > 0 ? 'cells' : oddityOf(cells))
      if (problem) {
        dropped.push({ problem, file: file.name, row })
        continue
      }
      let taken = false
      for (const take of takers) taken = take(cells, row) || taken
      if (!taken && isUnheardOf(cells)) dropped.push({ problem: 'type', file: file.name, row })
    }
  }
  return {
    sources: Object.fromEntries([...kinds].map(([kind, { length, columns }]) => [kind, { length, columns: columnsOf(columns) }])),
    mapping: mappingOf(kinds, settings),
    places: Object.fromEntries([...kinds].map(([kind, { rows, starts }]) => [kind, (row) => placeOf(rows, starts, row)])),
    dropped,
    cancelled,
  }
}

/** A type of event that the sample did not show and no part takes; those left out on purpose are said elsewhere. */
function unheardOf([{ typed }], file) {
  if (!typed) return () => false
  const i = file.headings.indexOf(typed.heading)
  return (cells) => !typed.leftOut.includes((cells[i] ?? '').trim())
}

/** What a spreadsheet adds to its rows: a line of totals, a date that stands for none. */
function oddities(parts, file) {
  const columns = (names) =>
    [
      ...new Set(
        parts.flatMap(({ kind, fields }) =>
          kind === 'order' || kind === 'refund' ? names.map((name) => file.headings.indexOf(fields[name])) : [],
        ),
      ),
    ].filter((i) => i >= 0)
  const named = columns(['customer', 'id', 'order'])
  const dated = columns(['at'])
  return (cells) => {
    if (named.some((i) => TOTALS.test((cells[i] ?? '').trim()))) return 'totals'
    if (dated.some((i) => NO_DATE.test((cells[i] ?? '').trim()))) return 'placeholder'
    return undefined
  }
}

const TOTALS =
  /^(?:(?:grand|sub|page|report)[\s-]*)?totals?\s*[:：]?$|^(?:sum|gesamt(?:summe)?|summe|zwischensumme|total général|sous-total|suma|合计|总计|小计|共计|総計|小計|合計)\s*[:：]?$/i
/** The first day of a calendar or of a computer's clock: what systems write where they know no date. */
const NO_DATE =
  /^(?:0000|0001|1899|1900|1970)[-/.年]0?1[-/.月]0?[01](?!\d)|^0?[01][-/.]0?1[-/.](?:0000|0001|1900|1970)(?!\d)|^(?:0000-00-00|1899-12-3[01]|30\.12\.1899|12\/30\/1899)/

/** The first file of a kind gives the columns their names; the next ones are read into the same columns. */
function newKind(part) {
  return { part, length: 0, columns: new Map(), rows: [], starts: [] }
}

function takerOf(kind, part, file, cancelled) {
  const at = (heading) => file.headings.indexOf(heading)
  if (kind.part !== part) kind.part = joined(kind.part, part)
  const pulls = Object.entries(part.fields).map(([field, heading]) => {
    const read = readerOf(part, field, at(heading))
    return {
      column: columnOf(kind, kind.part.fields[field]),
      read: field === 'amount' && part.totalRepeats ? once(read, at(part.fields.id)) : read,
    }
  })
  const passes = filterOf(part, at, cancelled)
  kind.starts.push({ from: kind.length, file: file.name })
  let absent = []
  let known = 0
  return (cells, row) => {
    if (!passes(cells)) return false
    for (const { column, read } of pulls) column.push(read(cells))
    // A column that this file lacks stays empty for its rows.
    if (known !== kind.columns.size) {
      absent = [...kind.columns.values()].filter((column) => !pulls.some((pull) => pull.column === column))
      known = kind.columns.size
    }
    for (const column of absent) column.push(undefined)
    kind.rows.push(row)
    kind.length++
    return true
  }

  function readerOf({ constants, product: factors }, field, i) {
    if (constants && field in constants) return () => constants[field]
    if (field === 'amount' && factors) {
      const [price, quantity] = factors.map(at)
      return (cells) => product(cells[price], cells[quantity])
    }
    if (part.times[field]?.first) return (cells) => decided(cells[i], part.times[field].first)
    if (field === 'currency') return (cells) => codeOf(cells[i]) ?? cells[i]
    if (field === 'type') return (cells) => meaningOf((cells[i] ?? '').trim()) ?? cells[i]
    return (cells) => cells[i]
  }
}

/** What two files of one kind know together; where both have a field, the first one's name for it stays. */
function joined(first, next) {
  return { ...next, ...first, fields: { ...next.fields, ...first.fields }, times: { ...next.times, ...first.times } }
}

function columnOf(kind, heading) {
  const known = kind.columns.get(heading)
  if (known) return known
  const column = growingColumn()
  for (let i = 0; i < kind.length; i++) column.push(undefined)
  kind.columns.set(heading, column)
  return column
}

function columnsOf(columns) {
  return Object.fromEntries([...columns].map(([heading, column]) => [heading, column.column()]))
}

/** The total of an order that stands on each of its lines counts on the first. */
function once(read, id) {
  const seen = new Set()
  return (cells) => {
    if (seen.has(cells[id])) return '0'
    seen.add(cells[id])
    return read(cells)
  }
}

/** Which rows of a file a part takes. */
function filterOf({ kind, typed, status, ifAmount, ifScore, fields }, at, cancelled) {
  const cell = (heading) => {
    const i = at(heading)
    return (cells) => (cells[i] ?? '').trim()
  }
  const tests = []
  if (typed) {
    const type = cell(typed.heading)
    tests.push((cells) => kindOfType(type(cells)) === kind)
  }
  if (status) {
    const state = cell(status)
    tests.push((cells) => {
      const word = state(cells)
      if (!isCancelled(word)) {
        if (kind === 'order' && cancelled.kept.size < 100) cancelled.kept.add(word)
        return true
      }
      if (kind === 'order') cancelled.left.set(word, (cancelled.left.get(word) ?? 0) + 1)
      return false
    })
  }
  if (ifAmount) {
    const amount = cell(fields.amount)
    tests.push((cells) => !/^[\s0.,\-–—¥￥$€£]*$/.test(amount(cells)))
  }
  if (ifScore) {
    const score = cell(fields.score)
    tests.push((cells) => score(cells) !== '')
  }
  return (cells) => tests.every((test) => test(cells))
}

function placeOf(rows, starts, row) {
  const i = row - 1
  const start = starts.findLast(({ from }) => from <= i)
  return { file: start?.file, row: rows[i] }
}

function mappingOf(kinds, { currency, timeZone, asOf }) {
  const parts = [...kinds.values()].map(({ part }) => part)
  const money = parts.filter(({ fields }) => fields.amount)
  return {
    currency,
    timeZone,
    ...Object.fromEntries([...kinds].map(([kind, { part }]) => [kind, entryOf(part)])),
    ...(money.some(({ decimalComma }) => decimalComma) ? { decimalComma: true } : {}),
    round: 'halfEven', // each rounded row is noted by the reader
    ...(asOf === undefined ? {} : { asOf }),
    issueLimit: 1000,
  }
}

function entryOf({ kind, fields, times, lines, negative, minor }) {
  const entry = {}
  const attributes = {}
  for (const [field, heading] of Object.entries(fields)) {
    const attribute = ATTRIBUTES[field]
    if (attribute)
      attributes[attribute.name ?? field] = {
        column: heading,
        as: attribute.as,
        ...(minor && attribute.as === 'amount' ? { unit: 'minor' } : {}),
      }
    else if (times[field] && !times[field].first && Object.keys(times[field]).length > 0)
      entry[field] = { column: heading, ...withoutDoubt(times[field]) }
    else if (field === 'amount' && minor) entry[field] = { column: heading, unit: 'minor' }
    else entry[field] = heading
  }
  if (kind === 'customer') {
    entry.id = entry.customer
    delete entry.customer
  }
  return {
    ...entry,
    ...(lines ? { lines: 'rows' } : {}),
    ...(negative ? { negative: 'refund' } : {}),
    ...(Object.keys(attributes).length > 0 ? { attributes } : {}),
  }
}

/**
 * Dates of one column written in several ways, as ISO dates. In a column of both orders 31/1/2024 and 1/31/2024 say themselves which is the month;
 * 3/4/2024 is left for the reader to name.
 */
function decided(cell, first) {
  const match = /^\s*(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(.*)$/.exec(cell ?? '')
  if (!match) return cell
  const [a, b] = [Number(match[1]), Number(match[3])]
  if (first === 'either' && a > 12 === b > 12 && a !== b) return cell
  const isDayFirst = first === 'either' ? a > 12 : first === 'd'
  const [day, month] = isDayFirst ? [a, b] : [b, a]
  return `${match[4]}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}${match[5]}`
}

function withoutDoubt({ assumed, ...time }) {
  return time
}
