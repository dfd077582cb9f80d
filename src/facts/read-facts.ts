/** The first verb of everything: a host's rows → facts, and what was wrong with the rest. */

import { currencyExponent } from '../core/decimal/currency.js'
import { UsageError } from '../core/errors.js'
import type { Issue } from '../core/reason.js'
import { instantOf, momentOf } from '../core/time/as-of.js'
import { zoneOf } from '../core/time/zone.js'
import { assembleNumbered } from './assemble-numbered.js'
import { type Batch, isComplete, JOINED, newDictionary, SKIPPED, USED } from './batch.js'
import { readCustomers } from './customers.js'
import type { Facts } from './facts.js'
import { strikeDuplicates } from './identify.js'
import { collectIssues, type IssueCollector, type QualityReport, type SourceQuality } from './issues.js'
import { joinLines } from './join-lines.js'
import { type Resolve, resolver } from './links.js'
import { type Mapping, SOURCE_KINDS } from './mapping.js'
import { converter } from './rates.js'
import { type BatchContext, type RowCount, readBatch } from './read-batch.js'
import { readLinks } from './read-links.js'
import { columnOf, textReader } from './read-values.js'
import { matchRefunds } from './refunds.js'
import { type Input, isSingleSource, rawTable, rereadable, sourceOf } from './source.js'

export interface ReadResult {
  readonly facts: Facts
  /** One per problem, in order of source and row. */
  readonly issues: readonly Issue[]
  readonly report: QualityReport
}

/** How many examples of a code the report shows. */
const EXAMPLES = 3

/**
 * Reads orders, refunds, interactions, feedback, answers, enrollments, events, customers and identity links into facts.
 *
 * Rows that cannot be used are never repaired and never thrown: each is an issue with its code, source and row (1-based).
 * The order of rows does not matter, and a row that comes twice with the same id and content counts once.
 *
 * ```ts
 * const { facts, issues } = readFacts(rows, {
 *   order: { id: '订单编号', customer: '客户编号', at: '下单时间', amount: '金额', category: '品类' },
 *   currency: 'CNY', timeZone: 'Asia/Shanghai',
 * })
 * ```
 *
 * @param input rows (any iterable of objects), columns (`{ length, columns }`), or one of these per kind: `{ order: …, refund: … }`
 * @throws UsageError for mistakes in the mapping itself: `facts.currency.unknown`, `tierwise.zone.unknown`, `facts.rate.invalid`, `facts.mapping.unknown-key`, `facts.mapping.empty`
 */
export function readFacts(input: Input, mapping: Mapping): ReadResult {
  checkMapping(mapping)
  return read(isReadTwice(mapping) ? rereadable(input) : input, mapping)
}

function read(input: Input, mapping: Mapping): ReadResult {
  const zone = zoneOf(mapping.timeZone, mapping.zones)
  const issues = collectIssues(SOURCE_KINDS, mapping.issueLimit ?? Number.POSITIVE_INFINITY)
  const context: BatchContext = {
    zone,
    currency: mapping.currency,
    decimalComma: mapping.decimalComma ?? false,
    round: mapping.round,
    convert: converter(mapping.rates, mapping.currency, mapping.convertRound),
    customers: newDictionary(),
    types: newDictionary(),
    issues,
    numbers: mapping.order !== undefined && SOURCE_KINDS.filter((kind) => mapping[kind]).length === 1,
  }

  const batches: Batch[] = []
  const counts: SourceQuality[] = []
  const rowCounts: RowCount[] = []
  for (const kind of SOURCE_KINDS) {
    if (kind === 'customer' || kind === 'link') continue
    const entry = mapping[kind]
    const source = entry && sourceOf(input, kind)
    if (!entry || !source) continue
    const { batch, count } = readBatch(kind, entry, source, context)
    rowCounts.push(count)
    if (kind === 'order' && mapping.order?.lines === 'rows')
      joinLines(batch, lineIds(source, mapping.order.line), columnOf(mapping.order.amount) ?? '', issues)
    batches.push(batch)
  }
  reportAssumedCurrency(batches, mapping, issues)
  const links = mapping.link ? readLinks(mapping.link, sourceOf(input, 'link'), context) : undefined
  const resolve = links && resolver(links.links, issues)
  if (resolve) resolveAliases(batches, context, resolve)

  strikeDuplicates(batches, issues)
  giveRefundsCustomers(batches, issues)
  matchRefunds(batches, context.types, mapping.convertRound ?? 'halfEven', issues)
  if (mapping.asOf !== undefined) reportAfter(batches, momentOf(mapping.asOf, zone).before, issues)

  const known = mapping.customer ? readCustomers(mapping.customer, sourceOf(input, 'customer'), context, resolve) : undefined
  const facts = assembleNumbered(batches, context.customers, context.types, known?.attributes, {
    timeZone: mapping.timeZone,
    currency: mapping.currency,
    ...(mapping.zones ? { zones: mapping.zones } : {}),
  })

  for (const batch of batches) counts.push(countRows(batch))
  if (known) counts.push(known.count)
  if (links) counts.push(links.count)
  if (isSingleSource(input)) reportUnclaimed(rowCounts, issues, batches)
  if (mapping.issueIds) issues.name((kind, row) => batches.find((batch) => batch.kind === kind)?.id?.[row - 1])
  return { facts, issues: issues.list(), report: { sources: counts, counts: issues.counts(EXAMPLES) } }
}

/** Refunds that name no currency, beside orders that name several, may well be in those. */
function reportAssumedCurrency(batches: readonly Batch[], { refund, currency }: Mapping, issues: IssueCollector): void {
  const converted = batches.some((batch) => batch.kind === 'order' && batch.original !== undefined)
  if (converted && refund?.amount !== undefined && refund.currency === undefined)
    issues.add('facts.refund.currency-assumed', 'warning', 'refund', undefined, { currency })
}

const OPTIONS = ['currency', 'timeZone', 'zones', 'rates', 'convertRound', 'decimalComma', 'round', 'asOf', 'issueLimit', 'issueIds']

function checkMapping(mapping: Mapping): void {
  for (const key of Object.keys(mapping)) {
    if (!OPTIONS.includes(key) && !(SOURCE_KINDS as readonly string[]).includes(key))
      throw new UsageError('facts.mapping.unknown-key', { key })
  }
  for (const kind of SOURCE_KINDS) {
    const attributes = (mapping[kind] as { readonly attributes?: object } | undefined)?.attributes
    // An object cannot be asked for an attribute of this name.
    if (attributes && Object.hasOwn(attributes, '__proto__'))
      throw new UsageError('facts.mapping.unknown-key', { key: `${kind}.attributes.__proto__` })
  }
  if (!SOURCE_KINDS.some((kind) => mapping[kind])) throw new UsageError('facts.mapping.empty', { kinds: SOURCE_KINDS.join(', ') })
  if (currencyExponent(mapping.currency) === undefined)
    throw new UsageError('facts.currency.unknown', { currency: String(mapping.currency) })
  if (typeof mapping.asOf === 'number') instantOf(mapping.asOf)
}

function isReadTwice(mapping: Mapping): boolean {
  return mapping.order?.line !== undefined || SOURCE_KINDS.filter((kind) => mapping[kind]).length > 1
}

function lineIds(source: Parameters<typeof rawTable>[0], line: string | undefined): ((i: number) => string | undefined) | undefined {
  if (line === undefined) return undefined
  const read = textReader(rawTable(source, [line]), line)
  return (i) => read(i) ?? undefined
}

function resolveAliases(batches: readonly Batch[], { customers }: BatchContext, resolve: Resolve): void {
  for (const batch of batches) {
    for (let i = 0; i < batch.length; i++) {
      if (batch.struck[i] || batch.customer[i] < 0) continue
      const id = customers.values[batch.customer[i]]
      const customer = resolve(id, batch.at[i])
      if (customer === id) continue
      batch.alias ??= new Array(batch.length)
      batch.alias[i] = id
      batch.customer[i] = customers.code(customer)
    }
  }
}

/** A refund that names no customer belongs to the customer of its order; without the order nobody knows whose it is. */
function giveRefundsCustomers(batches: readonly Batch[], issues: IssueCollector): void {
  const open: { batch: Batch; i: number }[] = []
  for (const batch of batches) {
    if (batch.kind === 'order' && !batch.refersTo) continue
    for (let i = 0; i < batch.length; i++) if (!batch.struck[i] && batch.customer[i] < 0) open.push({ batch, i })
  }
  if (open.length === 0) return
  const wanted = new Set(open.map(({ batch, i }) => batch.refersTo?.[i]))
  const owners = new Map<string, number>()
  for (const batch of batches) {
    if (batch.kind !== 'order' || !batch.id) continue
    for (let i = 0; i < batch.length; i++) {
      const id = batch.id[i]
      if (!batch.struck[i] && id !== undefined && wanted.has(id)) owners.set(id, batch.customer[i])
    }
  }
  for (const { batch, i } of open) {
    const owner = owners.get(batch.refersTo?.[i] as string)
    if (owner === undefined) {
      batch.struck[i] = SKIPPED
      issues.add('facts.refund.no-order', 'error', batch.kind, i + 1)
    } else batch.customer[i] = owner
  }
}

function reportAfter(batches: readonly Batch[], before: number, issues: IssueCollector): void {
  for (const batch of batches) {
    for (let i = 0; i < batch.length; i++)
      if (!batch.struck[i] && batch.at[i] >= before) issues.add('facts.at.after-as-of', 'warning', batch.kind, i + 1)
  }
}

function countRows(batch: Batch): SourceQuality {
  let skipped = 0
  if (!isComplete(batch.struck))
    for (let i = 0; i < batch.length; i++) if (batch.struck[i] !== USED && batch.struck[i] !== JOINED) skipped++
  return { source: batch.kind, rows: batch.length, used: batch.length - skipped, skipped }
}

/** One file read by several entries: rows that none of them chose are said, not lost. */
function reportUnclaimed(counts: readonly RowCount[], issues: IssueCollector, batches: readonly Batch[]): void {
  if (counts.length === 0 || counts.some(({ chosen }) => chosen === undefined)) return
  for (let i = 0; i < counts[0].rows; i++) {
    if (counts.every(({ chosen }) => chosen?.[i] === 0)) issues.add('facts.row.unclaimed', 'warning', batches[0].kind, i + 1)
  }
}
