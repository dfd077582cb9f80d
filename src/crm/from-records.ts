/**
 * Records of any source whose fields the host names: the ground of the presets whose tenants rename everything (Zoho CRM, 纷享销客),
 * and by itself the preset for any CSV or JSON export.
 */

import type { Issue } from '../core/reason.js'
import { readIso } from '../core/time/instant.js'
import type { AttributeField, CustomerMapping } from '../facts/mapping.js'
import { convertByRate, type RateDirection } from './convert.js'
import { type Kept, latestOf } from './latest.js'
import {
  type CrmCustomerRow,
  type CrmOptions,
  type CrmPreset,
  type LineRow,
  presetOf,
  type RefundRow,
  readableRefund,
  type SaleRow,
} from './preset.js'
import {
  amountOf,
  field,
  flatRecord,
  idOf,
  isEmpty,
  isRecord,
  type Note,
  noteTo,
  recordsOf,
  textOf,
  type Unwrap,
  type VendorInput,
  type VendorRecord,
} from './record.js'

/** Only records whose field has one of these values count; the others are listed as `crm.record.not-counted`. */
export type CountedValues = Readonly<Record<string, readonly string[]>>

/** Where sales are written. One source only: a deal, its sales order and its invoice are the same sale three times. */
export interface SaleSource {
  /** Key of the records: a module (`'Deals'`), an object (`'SalesOrderObj'`), a file. */
  readonly from: string
  /** Field of the customer; of a lookup its id is taken. */
  readonly customer: string
  readonly at: string
  /** Field of the amount, major units: gross, net or received is the host's choice. */
  readonly amount: string
  readonly counts: CountedValues
  readonly channel?: string
  /** A subform inside the record (`in`), or records of their own (`from`) that name their sale (`sale`). Of a lookup, `Product_Name.name` is its name. */
  readonly lines?: LineSource
}

export type LineSource = LineFields & ({ readonly in: string } | { readonly from: string; readonly sale: string })

interface LineFields {
  readonly product?: string
  readonly category?: string
  readonly quantity?: string
  readonly amount?: string
}

/** Where money given back is written. One source only: goods returned and money returned are the same refund twice. */
export interface RefundSource {
  readonly from: string
  /** Field that names the sale. */
  readonly order: string
  readonly at: string
  /** Left out where a refund is always the whole sale. */
  readonly amount?: string
  readonly counts: CountedValues
}

export interface CustomerSource {
  readonly from: string
  /** Our attribute → the vendor's field: `{ name: 'Full_Name', owner: 'Owner.name', tags: { column: 'Tag', as: 'set' } }`. */
  readonly attributes?: Readonly<Record<string, AttributeField>>
}

/** A rate on the record itself. Without this, amounts in other currencies need dated `rates`. */
export interface RecordRate {
  readonly currency: string
  readonly rate: string
  /** Which way the rate goes; no vendor page read says so, hence no default. */
  readonly direction: RateDirection
}

export interface RecordsOptions extends CrmOptions {
  readonly sale: SaleSource
  readonly refund?: RefundSource
  readonly customer?: CustomerSource
  /** Field of a record's ISO currency code. Without it every amount is in `currency`. */
  readonly currencyField?: string
  readonly exchange?: RecordRate
  /** Field of a record's id. Default `'id'`. */
  readonly id?: string
  /** Field that says when a record was last changed, to keep the later of two versions. */
  readonly changed?: string
}

/** Sources by name: `{ orders: csvRows, refunds: moreRows }`. */
export type SourceRecords = Readonly<Record<string, VendorInput>>

/** Any export whose fields the host names → rows and mapping for `readFacts`. Total on data: what cannot be used is in `issues`. */
export function fromRecords(records: SourceRecords, options: RecordsOptions): CrmPreset {
  return recordPreset(records, options, () => undefined)
}

export function recordPreset(records: SourceRecords, options: RecordsOptions, unwrap: Unwrap): CrmPreset {
  const issues: Issue[] = []
  const reader = readerOf(records, options, unwrap, issues)
  const { sale, refund, customer } = options
  const lines = sale.lines && linesReader(sale.lines, reader)
  const order = reader
    .kept(sale.from, [sale.customer, sale.at, sale.amount], sale.counts)
    .map((kept) => saleRow(kept, options, lines, reader))
  const wanted = new Set(order.map(({ id }) => id))
  const refunds = refund === undefined ? [] : reader.kept(refund.from, [refund.order, refund.at, refund.amount], refund.counts)
  const used = [sale.from, refund?.from, customer?.from, sale.lines && 'from' in sale.lines ? sale.lines.from : undefined]
  for (const source of Object.keys(records)) if (!used.includes(source)) noteTo(issues, source)('crm.source.unused', 'info', undefined)
  return presetOf(
    {
      order,
      refund: refunds
        .filter((kept) => reader.isOfSale(kept, wanted))
        .flatMap((kept) => refundRow(kept, refund as RefundSource, options, reader)),
      customer:
        customer === undefined
          ? []
          : reader.kept(customer.from, [], {}).map(({ id, record }): CrmCustomerRow => ({ ...flatRecord(record), id })),
    },
    options,
    customer && customerMapping(customer),
    issues,
  )
}

function customerMapping({ attributes = {} }: CustomerSource): CustomerMapping {
  return { id: 'id', attributes }
}

function saleRow({ id, record, row }: Kept, options: RecordsOptions, lines: LinesOf | undefined, reader: Reader): SaleRow {
  const { sale } = options
  const note = reader.note(sale.from)
  const counted = Object.keys(sale.counts)[0]
  const money = moneyOf(record, sale.amount, options, note, row)
  return {
    id,
    customer: lookupId(field(record, sale.customer), note, row, sale.customer),
    at: timeOf(field(record, sale.at)),
    ...money,
    status: counted === undefined ? null : textOf(field(record, counted)),
    channel: sale.channel === undefined ? null : textOf(field(record, sale.channel)),
    lines: lines?.(id, record) ?? null,
  }
}

function refundRow({ id, record, row }: Kept, refund: RefundSource, options: RecordsOptions, reader: Reader): readonly RefundRow[] {
  const note = reader.note(refund.from)
  const order = lookupId(field(record, refund.order), note, row, refund.order)
  const at = timeOf(field(record, refund.at))
  if (refund.amount === undefined) return [{ id, order, at, amount: null, currency: options.currency }]
  const { amount, currency } = moneyOf(record, refund.amount, options, note, row)
  return readableRefund({ id, order, at, amount, currency }, note, row, refund.amount)
}

type Money = Pick<SaleRow, 'amount' | 'currency' | 'originalAmount' | 'originalCurrency'>

function moneyOf(record: VendorRecord, name: string, options: RecordsOptions, note: Note, row: number): Money {
  const { currency: home, exchange, convertRound } = options
  const amount = amountOf(field(record, name))
  const currencyField = exchange?.currency ?? options.currencyField
  const own = (currencyField === undefined ? null : textOf(field(record, currencyField)))?.toUpperCase() ?? home
  const asWritten: Money = { amount, currency: own, originalAmount: null, originalCurrency: null }
  if (own === home || exchange === undefined || amount === null) return asWritten
  const rate = amountOf(field(record, exchange.rate))
  const converted = convertByRate(amount, rate, exchange.direction, home, convertRound)
  if (converted === undefined) {
    note('crm.rate.unreadable', 'warning', row, { field: exchange.rate, currency: own })
    return asWritten // readFacts then looks for a dated rate
  }
  return { amount: converted, currency: home, originalAmount: String(amount), originalCurrency: own }
}

function lookupId(value: unknown, note: Note, row: number, name: string): string | null {
  const found = idOf(value)
  if (found === 'unsafe') note('crm.id.unsafe', 'error', row, { field: name })
  return typeof found === 'object' ? found.id : null
}

const EPOCH_MS = /^-?\d{12,13}$/

/** Epoch milliseconds may come as text. */
function timeOf(value: unknown): string | number | null {
  const text = amountOf(value)
  return typeof text === 'string' && EPOCH_MS.test(text) ? Number(text) : text
}

type LinesOf = (sale: string, record: VendorRecord) => readonly LineRow[] | null

function linesReader(source: LineSource, reader: Reader): LinesOf {
  if ('in' in source)
    return (_, record) => {
      const items = field(record, source.in)
      return Array.isArray(items) ? items.filter(isRecord).map((item) => lineRow(item, source)) : null
    }
  const bySale = new Map<string, LineRow[]>()
  for (const { record } of reader.kept(source.from, [source.sale], {})) {
    const sale = idOf(field(record, source.sale))
    if (typeof sale !== 'object') continue
    const lines = bySale.get(sale.id)
    if (lines) lines.push(lineRow(record, source))
    else bySale.set(sale.id, [lineRow(record, source)])
  }
  return (id) => bySale.get(id) ?? null
}

function lineRow(item: VendorRecord, { product, category, quantity, amount }: LineFields): LineRow {
  const flat = flatRecord(item)
  const cell = (name: string | undefined): unknown => (name === undefined ? null : field(flat, name))
  return {
    product: textOf(cell(product)),
    category: textOf(cell(category)),
    quantity: amountOf(cell(quantity)),
    amount: amountOf(cell(amount)),
  }
}

interface Reader {
  note(source: string): Note
  /** Records of a source with an id, one version each, those that count. */
  kept(source: string, needed: readonly (string | undefined)[], counts: CountedValues): readonly Kept[]
  /** Whether a refund belongs to a sale that counts; a refund of a sale left aside takes nothing away. */
  isOfSale(refund: Kept, sales: ReadonlySet<string | null>): boolean
}

function readerOf(
  records: SourceRecords,
  { id: idField = 'id', changed: changedField, refund }: RecordsOptions,
  unwrap: Unwrap,
  issues: Issue[],
): Reader {
  const leftAside = new Set<string>()
  const note = (source: string): Note => noteTo(issues, source)
  const changedAt = (record: VendorRecord): number | undefined =>
    changedField === undefined ? undefined : instantIn(field(record, changedField))
  return {
    note,
    kept(source, needed, counts) {
      const say = note(source)
      const all = recordsOf(Object.hasOwn(records, source) ? records[source] : undefined, unwrap, say)
      if (all.length === 0) {
        say('crm.source.empty', 'warning', undefined)
        return []
      }
      for (const name of new Set([...needed, ...Object.keys(counts)]))
        if (name !== undefined && !all.some((record) => record && Object.hasOwn(record, name)))
          say('crm.field.missing', 'error', undefined, { field: name })
      const found: Kept[] = []
      all.forEach((record, i) => {
        if (record === undefined) return
        const id = idOf(idCell(record, idField))
        if (id === 'unsafe') say('crm.id.unsafe', 'error', i + 1, { field: idField })
        else if (id === undefined) say('crm.id.missing', 'error', i + 1, { field: idField })
        else found.push({ id: id.id, record, row: i + 1 })
      })
      return latestOf(found, changedAt, say).filter(({ id, record, row }) => {
        for (const [name, wanted] of Object.entries(counts)) {
          const value = textOf(field(record, name))
          if (value !== null && wanted.includes(value)) continue
          say('crm.record.not-counted', 'info', row, { id, field: name, value })
          leftAside.add(id)
          return false
        }
        return true
      })
    },
    isOfSale({ record, row }, sales) {
      const { from, order } = refund as RefundSource
      const sale = idOf(field(record, order))
      if (typeof sale !== 'object' || sales.has(sale.id) || !leftAside.has(sale.id)) return true
      note(from)('crm.refund.of-uncounted', 'info', row, { order: sale.id })
      return false
    },
  }
}

/** Bulk exports write the heading of the id in any case. */
function idCell(record: VendorRecord, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name]
  const other = Object.keys(record).find((key) => key.toLowerCase() === name.toLowerCase())
  return other === undefined ? undefined : record[other]
}

/** Epoch ms, or an instant with an offset. */
function instantIn(value: unknown): number | undefined {
  if (isEmpty(value)) return undefined
  const time = timeOf(value)
  if (typeof time === 'number') return time
  const read = time === null ? undefined : readIso(time)
  return read && 'instant' in read ? read.instant : undefined
}
