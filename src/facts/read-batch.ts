/** One entry of a mapping over one source → a batch of facts. */

import { formatInstant } from '../core/time/instant.js'
import { type Batch, type Dictionary, NO_COLUMN, NO_RECORD, SKIPPED, USED } from './batch.js'
import type { AttributeValue, FactLine } from './fact.js'
import type { IssueCollector } from './issues.js'
import type { AmountField, AttributeField, Field, LinesMapping, SourceKind, Sources, TimeField, Where } from './mapping.js'
import {
  type Amounts,
  attributeReader,
  columnOf,
  flagOf,
  isRoundedId,
  type Problem,
  type ReadContext,
  readAmounts,
  readCodes,
  readTimes,
  textOf,
  textReader,
  wholeNumbersOf,
} from './read-values.js'
import { type RawTable, rawTable, type Source } from './source.js'

/** All that the entries of a mapping can say about a fact; each kind uses its own. */
interface Entry {
  readonly id?: Field
  readonly customer?: Field
  readonly at: TimeField
  readonly channel?: Field
  readonly amount?: AmountField
  readonly currency?: Field
  readonly type?: Field
  readonly types?: Readonly<Record<string, string>>
  readonly refersTo?: Field
  readonly order?: Field
  readonly product?: Field
  readonly category?: Field
  readonly quantity?: string
  readonly cost?: AmountField
  readonly lines?: 'rows' | LinesMapping
  readonly line?: string
  readonly negative?: 'refund'
  readonly topic?: Field
  readonly answered?: TimeField
  readonly solved?: TimeField
  readonly complaint?: string
  readonly survey?: Field
  readonly score?: string
  readonly where?: Where
  readonly attributes?: Readonly<Record<string, AttributeField>>
}

/** The type of a kind of row that names none, and which fields a row of that kind cannot do without. */
const KINDS: Readonly<Record<Exclude<SourceKind, 'customer' | 'link'>, { type: string; needs: readonly (keyof Entry)[] }>> = {
  order: { type: 'purchase', needs: ['customer', 'at', 'amount'] },
  refund: { type: 'refund', needs: ['order', 'at'] },
  interaction: { type: 'interaction', needs: ['customer', 'at', 'type'] },
  feedback: { type: 'feedback', needs: ['customer', 'at'] },
  answer: { type: 'answer', needs: ['customer', 'at', 'survey', 'score'] },
  enroll: { type: 'enroll', needs: ['customer', 'at'] },
  event: { type: 'event', needs: ['customer', 'at', 'type'] },
}

export interface BatchContext extends ReadContext {
  readonly customers: Dictionary
  readonly types: Dictionary
  readonly issues: IssueCollector
  /** Customers who are whole numbers need no codes: nothing else is read that could name them. */
  readonly numbers: boolean
}

export interface RowCount {
  readonly rows: number
  /** Rows that this entry's `where` chose; all rows without one. */
  readonly chosen: Uint8Array | undefined
}

export function readBatch(
  kind: Exclude<SourceKind, 'customer' | 'link'>,
  mapping: NonNullable<Sources[typeof kind]>,
  source: Source,
  context: BatchContext,
): { batch: Batch; count: RowCount } {
  const entry = mapping as Entry
  const { issues } = context
  const table = rawTable(source, columnsOf(entry))
  const n = table.length
  const struck = new Uint8Array(n)
  const chosen = chooseRows(table, entry.where)
  const outside = (i: number): boolean => chosen !== undefined && chosen[i] === 0
  if (chosen) for (let i = 0; i < n; i++) struck[i] = chosen[i] ? USED : SKIPPED
  for (let i = 0; i < n && !table.whole; i++) {
    if (!table.valid(i) && !outside(i)) {
      struck[i] = NO_RECORD
      issues.add('facts.row.not-an-object', 'error', kind, i + 1)
    }
  }
  const problem: Problem = (i, code, column, params) => {
    if (outside(i) || struck[i] === NO_RECORD) return
    if (code === 'facts.amount.rounded' || code === 'facts.attribute.unreadable')
      issues.add(code, code.endsWith('rounded') ? 'info' : 'warning', kind, i + 1, { column, ...params })
    else {
      if (struck[i] !== NO_COLUMN) issues.add(code, 'error', kind, i + 1, { column, ...params })
      struck[i] = SKIPPED
    }
  }
  const { type, needs } = KINDS[kind]
  if (n > 0) strikeMissingColumns(table, entry, needs, kind, issues, struck)

  const text = (field: Field | undefined): ((i: number) => string | undefined) | undefined => {
    if (field === undefined) return undefined
    const read = textReader(table, field)
    return (i) => read(i) ?? undefined
  }

  const at = readTimes(table, entry.at, context, 'at', problem)
  const numbers = context.numbers && entry.customer !== undefined ? wholeNumbersOf(table, entry.customer) : undefined
  const customer =
    numbers ??
    (entry.customer === undefined ? new Int32Array(n).fill(-1) : readCodes(table, entry.customer, context.customers, 'customer', problem))
  const amounts: Amounts =
    entry.amount === undefined
      ? { minor: new Float64Array(n).fill(Number.NaN) }
      : readAmounts(table, entry.amount, entry.currency, at, context, problem, kind === 'refund' || kind === 'event')
  const types = new Int32Array(n)
  if (entry.type === undefined) {
    const code = context.types.code(type)
    if (code > 0) types.fill(code)
  } else {
    const read = textReader(table, entry.type)
    for (let i = 0; i < n; i++) {
      const word = read(i)
      if (word) types[i] = context.types.code(entry.types && Object.hasOwn(entry.types, word) ? entry.types[word] : word)
      else problem(i, 'facts.type.missing', columnOf(entry.type) ?? '')
    }
  }
  const batch: Batch = { kind, length: n, struck, customer, type: types, at, amountMinor: amounts.minor }
  if (numbers) batch.numbered = true
  if (amounts.original) batch.original = amounts.original

  const put = <T>(values: (i: number) => T | undefined): (T | undefined)[] => {
    const column: (T | undefined)[] = new Array(n)
    for (let i = 0; i < n; i++) column[i] = struck[i] ? undefined : values(i)
    return column
  }

  if (entry.id !== undefined) {
    const read = textReader(table, entry.id)
    const column = columnOf(entry.id) ?? ''
    const ids: (string | undefined)[] = new Array(n)
    for (let i = 0; i < n; i++) {
      const id = read(i)
      if (id && isRoundedId(id)) problem(i, 'facts.id.rounded', column)
      else if (id) ids[i] = id
      else problem(i, id === null ? 'facts.id.unreadable' : 'facts.id.missing', column)
    }
    batch.id = ids
  } else if (n > 0) issues.add('facts.id.absent', 'info', kind, undefined)

  const refersTo = text(kind === 'refund' ? entry.order : entry.refersTo)
  if (refersTo) batch.refersTo = put(refersTo)
  if (kind === 'refund' && refersTo)
    for (let i = 0; i < n; i++)
      if (!struck[i] && batch.refersTo?.[i] === undefined) problem(i, 'facts.refund.order-missing', columnOf(entry.order as Field) ?? '')
  const channel = text(entry.channel)
  if (channel) batch.channel = put(channel)

  if (amounts.hasNegative !== false) {
    if (amounts.isHosts) batch.amountMinor = amounts.minor.slice()
    handleSigns(kind, entry, table, batch, context, problem)
  }
  const lines = lineReader(table, entry, batch.amountMinor, at, context, problem)
  if (lines) batch.lines = put(lines)
  const attributes = attributesReader(table, kind, entry, at, context, problem)
  if (attributes) batch.attributes = put(attributes)
  return { batch, count: { rows: n, chosen } }
}

function chooseRows(table: RawTable, where: Where | undefined): Uint8Array | undefined {
  if (where === undefined) return undefined
  const chosen = new Uint8Array(table.length).fill(1)
  for (const [column, wanted] of Object.entries(where)) {
    const get = table.get(column)
    const words = new Set(typeof wanted === 'string' ? [wanted] : wanted)
    for (let i = 0; i < table.length; i++) if (!words.has(textOf(get(i)) ?? '')) chosen[i] = 0
  }
  return chosen
}

/** A column that the mapping needs and no row has is said once, not once per row. */
function strikeMissingColumns(
  table: RawTable,
  entry: Entry,
  needs: readonly (keyof Entry)[],
  kind: SourceKind,
  issues: IssueCollector,
  struck: Uint8Array,
): void {
  for (const name of needs) {
    const column = entry[name] === undefined ? undefined : columnOf(entry[name] as Field)
    if (column !== undefined && !table.has(column)) {
      issues.add('facts.column.missing', 'error', kind, undefined, { column })
      struck.fill(NO_COLUMN)
    }
  }
}

/** Orders and refunds are not negative: a refund written as −12, among the events too, is a refund of 12, an order of −12 is one only if the mapping says so. */
function handleSigns(kind: SourceKind, entry: Entry, table: RawTable, batch: Batch, context: BatchContext, problem: Problem): void {
  const { amountMinor, struck, type } = batch
  const told = [entry.product, entry.category, entry.line].flatMap((field) => (field === undefined ? [] : [textReader(table, field)]))
  const refund = context.types.values.indexOf('refund')
  for (let i = 0; i < batch.length; i++) {
    if (struck[i] || !(amountMinor[i] < 0)) continue
    if (kind === 'refund' || type[i] === refund) amountMinor[i] = -amountMinor[i]
    else if (kind === 'order' && entry.negative === 'refund') {
      amountMinor[i] = -amountMinor[i]
      type[i] = context.types.code('refund')
      batch.refersTo ??= new Array(batch.length)
      batch.refersTo[i] = batch.id?.[i]
      // Its own id is that of the order: what tells it from another refund of that order is its content, so that a row that comes twice counts once.
      if (batch.id?.[i] !== undefined)
        batch.id[i] = [batch.id[i], batch.at[i], amountMinor[i], ...told.map((read) => read(i) ?? '')].join(' ')
    } else if (kind === 'order') problem(i, 'facts.amount.negative', columnOf(entry.amount as AmountField) ?? '')
  }
}

function lineReader(
  table: RawTable,
  entry: Entry,
  orderMinor: Float64Array,
  at: Float64Array,
  context: BatchContext,
  problem: Problem,
): ((i: number) => readonly FactLine[] | undefined) | undefined {
  if (entry.lines !== undefined && entry.lines !== 'rows') return nestedLines(table, entry.lines, at, context, problem)
  const { product, category, quantity, cost } = entry
  if (product === undefined && category === undefined && quantity === undefined && cost === undefined) return undefined
  if (entry.survey !== undefined) return undefined
  const read = {
    product: product === undefined ? undefined : textReader(table, product),
    category: category === undefined ? undefined : textReader(table, category),
    quantity: quantity === undefined ? undefined : table.get(quantity),
  }
  const isOrder = entry.amount !== undefined
  const costs = isOrder && cost !== undefined ? readAmounts(table, cost, entry.currency, at, context, problem, true).minor : undefined
  return (i) => {
    const count = read.quantity === undefined ? undefined : quantityOf(read.quantity(i))
    if (count === null) problem(i, 'facts.line.quantity', quantity as string)
    const line: FactLine = {
      ...optional('product', read.product?.(i)),
      ...optional('category', read.category?.(i)),
      ...optional('quantity', count),
      ...(isOrder && !Number.isNaN(orderMinor[i]) ? { amountMinor: orderMinor[i] } : {}),
      ...(costs && !Number.isNaN(costs[i]) ? { costMinor: costs[i] } : {}),
    }
    return line.product === undefined && line.category === undefined && line.costMinor === undefined && line.quantity === undefined
      ? undefined
      : [line]
  }
}

function nestedLines(
  table: RawTable,
  mapping: LinesMapping,
  at: Float64Array,
  context: BatchContext,
  problem: Problem,
): (i: number) => readonly FactLine[] | undefined {
  const get = table.get(mapping.in)
  return (i) => {
    const value = get(i)
    if (value === undefined || value === null) return undefined
    const items = parsedLines(value)
    if (!items) {
      problem(i, 'facts.line.unreadable', mapping.in)
      return undefined
    }
    const inner = rawTable(
      items,
      [
        mapping.product,
        mapping.category,
        mapping.quantity,
        mapping.amount && columnOf(mapping.amount),
        mapping.cost && columnOf(mapping.cost),
      ].filter((name) => name !== undefined),
    )
    const days = new Float64Array(inner.length).fill(at[i])
    const report: Problem = (_, code, column, params) =>
      problem(i, code.replace('facts.amount', 'facts.line.amount'), `${mapping.in}.${column}`, params)
    const amounts =
      mapping.amount === undefined ? undefined : readAmounts(inner, mapping.amount, undefined, days, context, report, true).minor
    const costs = mapping.cost === undefined ? undefined : readAmounts(inner, mapping.cost, undefined, days, context, report, true).minor
    const lines: FactLine[] = []
    for (let k = 0; k < inner.length; k++) {
      const count = mapping.quantity === undefined ? undefined : quantityOf(inner.get(mapping.quantity)(k))
      if (count === null) problem(i, 'facts.line.quantity', `${mapping.in}.${mapping.quantity}`)
      lines.push({
        ...optional('product', mapping.product === undefined ? undefined : textOf(inner.get(mapping.product)(k))),
        ...optional('category', mapping.category === undefined ? undefined : textOf(inner.get(mapping.category)(k))),
        ...optional('quantity', count),
        ...(amounts && !Number.isNaN(amounts[k]) ? { amountMinor: amounts[k] } : {}),
        ...(costs && !Number.isNaN(costs[k]) ? { costMinor: costs[k] } : {}),
      })
    }
    return lines.length > 0 ? lines : undefined
  }
}

/** An array, or its JSON text as CSV exports carry it. */
function parsedLines(value: unknown): unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (typeof value !== 'string') return undefined
  try {
    const parsed: unknown = JSON.parse(value)
    return Array.isArray(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function quantityOf(value: unknown): number | undefined | null {
  const text = textOf(value)
  if (!text) return text as undefined | null
  const count = Number(text)
  return Number.isFinite(count) ? count : null
}

function optional<K extends string, V>(key: K, value: V | undefined | null): { [P in K]?: V } {
  return value === undefined || value === null ? {} : ({ [key]: value } as { [P in K]: V })
}

/** The mapping's own attributes and those that a kind of row has by nature: a ticket's cost, a feedback's answer, a survey's score. */
function attributesReader(
  table: RawTable,
  kind: SourceKind,
  entry: Entry,
  at: Float64Array,
  context: BatchContext,
  problem: Problem,
): ((i: number) => Record<string, AttributeValue> | undefined) | undefined {
  const readers: [string, (i: number) => AttributeValue | undefined][] = Object.entries(entry.attributes ?? {}).map(([name, field]) => [
    name,
    attributeReader(table, name, field, context, problem),
  ])
  const add = (name: string, field: Field | undefined): void => {
    if (field === undefined) return
    const read = textReader(table, field)
    readers.push([name, (i) => read(i) ?? undefined])
  }
  if (kind === 'interaction') {
    add('product', entry.product)
    add('category', entry.category)
    if (entry.cost !== undefined) {
      const costs = readAmounts(table, entry.cost, undefined, at, context, problem, true).minor
      readers.push(['costMinor', (i) => (Number.isNaN(costs[i]) ? undefined : costs[i])])
    }
  }
  if (kind === 'feedback') {
    add('topic', entry.topic)
    for (const [name, field] of [
      ['answeredAt', entry.answered],
      ['solvedAt', entry.solved],
    ] as const) {
      if (field === undefined) continue
      const times = readTimes(
        table,
        field,
        context,
        'attribute',
        (i, _, column) => problem(i, 'facts.attribute.unreadable', column, { attribute: name, expected: 'instant' }),
        true,
      )
      readers.push([name, (i) => (Number.isNaN(times[i]) ? undefined : formatInstant(times[i]))])
    }
    if (entry.complaint !== undefined) {
      const get = table.get(entry.complaint)
      const column = entry.complaint
      readers.push([
        'complaint',
        (i) => {
          const flag = flagOf(get(i))
          if (flag === null) problem(i, 'facts.attribute.unreadable', column, { attribute: 'complaint', expected: 'flag' })
          return flag ?? undefined
        },
      ])
    }
  }
  if (kind === 'answer') {
    const survey = textReader(table, entry.survey as Field)
    readers.push([
      'survey',
      (i) => {
        const word = survey(i)
        if (!word) problem(i, 'facts.answer.survey', columnOf(entry.survey as Field) ?? '')
        return word?.toLowerCase()
      },
    ])
    const score = table.get(entry.score as string)
    readers.push([
      'score',
      (i) => {
        const value = quantityOf(score(i))
        if (typeof value !== 'number') problem(i, 'facts.answer.score', entry.score as string)
        return value ?? undefined
      },
    ])
  }
  if (readers.length === 0) return undefined
  return (i) => {
    let attributes: Record<string, AttributeValue> | undefined
    for (const [name, read] of readers) {
      const value = read(i)
      if (value !== undefined) {
        attributes ??= {}
        attributes[name] = value
      }
    }
    return attributes
  }
}

/** Every column the entry names, so that rows are walked once. */
function columnsOf(entry: Entry): string[] {
  const columns = new Set<string>()
  const addField = (value: unknown): void => {
    if (typeof value === 'string') columns.add(value)
    else if (value !== null && typeof value === 'object' && 'column' in value) columns.add(value.column as string)
    else if (value !== null && typeof value === 'object' && 'in' in value) columns.add(value.in as string)
  }
  for (const [key, value] of Object.entries(entry)) {
    if (key === 'attributes') for (const field of Object.values(value as object)) addField(field)
    else if (key === 'where') for (const column of Object.keys(value as object)) columns.add(column)
    else if (key !== 'types' && key !== 'negative' && !(key === 'lines' && value === 'rows')) addField(value)
  }
  return [...columns]
}
