/** Shopify orders, REST (`total_price`) and GraphQL Admin (`totalPriceSet`) alike. */

import { decimalText, multiplyDecimals, readDecimal } from '../core/decimal/decimal.js'
import type { Issue } from '../core/reason.js'
import { readIso } from '../core/time/instant.js'
import { type CrmCustomerRow, type CrmOptions, type CrmPreset, type LineRow, presetOf, type RefundRow, type SaleRow } from './preset.js'
import {
  amountOf,
  field,
  isEmpty,
  isRecord,
  noteTo,
  recordsOf,
  textOf,
  type Unwrap,
  type VendorInput,
  type VendorRecord,
} from './record.js'
import { countedRecords } from './shop-orders.js'

export interface ShopifyOptions extends CrmOptions {
  /**
   * `total`: what was paid, taxes and shipping included; refunds are the money that went back.
   * `subtotal`: goods after discounts; refunds are the goods that came back.
   */
  readonly amount: 'total' | 'subtotal'
  /** In the shop's currency or in the buyer's. */
  readonly money: 'shop' | 'presentment'
  /** Who an order without a customer belongs to: nobody (an issue), or the address it was placed with. */
  readonly guests: 'skip' | 'email'
  /** Default: paid, partially paid, partially refunded, refunded. */
  readonly counts?: readonly string[]
  /** Default false: orders marked as tests are left aside. */
  readonly testOrders?: boolean
}

/** Shopify's enum of financial states, in lower case. */
const COUNTS = ['paid', 'partially_paid', 'partially_refunded', 'refunded']

export interface ShopifyRecords {
  readonly orders: VendorInput
  readonly customers?: VendorInput
}

/**
 * Shopify orders → rows and mapping for `readFacts`. Canceled, test and unpaid orders are left aside by name.
 * Ids are the digits of REST ids and of `gid://shopify/Order/…`, so that both describe the same order.
 *
 * @source Shopify Admin REST and GraphQL, Order, Refund, OrderTransaction; read 2026-11-22
 */
export function fromShopify({ orders, customers }: ShopifyRecords, options: ShopifyOptions): CrmPreset {
  const issues: Issue[] = []
  const { kept, note } = countedRecords(
    orders,
    {
      name: 'orders',
      unwrap: pageOf('orders'),
      id: (record) => shopifyId(record),
      changed: (record) => instantOf(of(record, 'updated_at', 'updatedAt')),
      uncounted: (record) => uncounted(record, options),
    },
    issues,
  )
  const order: SaleRow[] = []
  const refund: RefundRow[] = []
  for (const { id, record, row } of kept) {
    const customer = customerOf(record, options)
    if (customer === 'unsafe') note('crm.id.unsafe', 'error', row, { field: 'customer' })
    order.push(saleRow(id, record, customer === 'unsafe' ? null : customer, options))
    if (!isListOfRecords(record.refunds)) note('crm.amount.unreadable', 'error', row, { id, field: 'refunds' })
    for (const back of refundsOf(record)) {
      const found = refundRow(id, back, options)
      if (found === 'pending') note('crm.refund.not-counted', 'info', row, { order: id })
      else if (found === 'unreadable') note('crm.amount.unreadable', 'error', row, { id, field: 'refunds' })
      else refund.push(found)
    }
    const state = textOf(of(record, 'financial_status', 'displayFinancialStatus'))?.toLowerCase()
    if (isEmpty(record.refunds) && (state === 'refunded' || state === 'partially_refunded'))
      note('crm.refund.amount-unknown', 'warning', row, { order: id })
  }
  return presetOf({ order, refund, customer: customerRows(customers, issues) }, options, { id: 'id', attributes: { name: 'name' } }, issues)
}

function uncounted(
  record: VendorRecord,
  { counts = COUNTS, testOrders = false }: ShopifyOptions,
): { field: string; value: string | null } | undefined {
  const canceled = textOf(of(record, 'cancelled_at', 'cancelledAt'))
  if (canceled !== null) return { field: 'cancelled_at', value: canceled }
  if (!testOrders && record.test === true) return { field: 'test', value: 'true' }
  const state = textOf(of(record, 'financial_status', 'displayFinancialStatus'))
  return state !== null && counts.includes(state.toLowerCase()) ? undefined : { field: 'financial_status', value: state }
}

function saleRow(id: string, record: VendorRecord, customer: string | null, options: ShopifyOptions): SaleRow {
  const { amount, currency } =
    options.amount === 'total'
      ? moneyOf(record, 'total_price', 'totalPrice', options)
      : moneyOf(record, 'subtotal_price', 'subtotalPrice', options)
  return {
    id,
    customer,
    at: textOf(of(record, 'processed_at', 'processedAt')) ?? textOf(of(record, 'created_at', 'createdAt')),
    amount,
    currency,
    status: textOf(of(record, 'financial_status', 'displayFinancialStatus'))?.toLowerCase() ?? null,
    originalAmount: null,
    originalCurrency: null,
    channel: textOf(of(record, 'source_name', 'sourceName')),
    lines: nodesOf(of(record, 'line_items', 'lineItems')).map(lineRow),
  }
}

/** A price each, times the quantity; exact. */
function lineRow(item: VendorRecord): LineRow {
  const price = readDecimal(amountOf(item.price))
  const quantity = readDecimal(amountOf(item.quantity))
  return {
    product: textOf(item.title) ?? textOf(item.name),
    category: textOf(of(item, 'product_type', 'productType')),
    quantity: amountOf(item.quantity),
    amount: price && quantity ? decimalText(multiplyDecimals(price, quantity)) : null,
  }
}

/** Money that went back: successful refund transactions, or the goods' part of the refund. */
function refundRow(order: string, refund: VendorRecord, options: ShopifyOptions): RefundRow | 'pending' | 'unreadable' {
  const id = shopifyId(refund)
  const parts =
    options.amount === 'total'
      ? nodesOf(refund.transactions)
          .filter(
            (transaction) =>
              textOf(transaction.kind)?.toLowerCase() === 'refund' &&
              textOf(transaction.status)?.toLowerCase() === 'success' &&
              (options.testOrders === true || transaction.test !== true),
          )
          .map((transaction) => moneyOf(transaction, 'amount', 'amount', options))
      : nodesOf(of(refund, 'refund_line_items', 'refundLineItems')).map((line) => moneyOf(line, 'subtotal', 'subtotal', options))
  const total = sumOf(parts)
  if (typeof total === 'string') return total
  return {
    id: typeof id === 'object' ? id.id : null,
    order,
    at: textOf(of(refund, 'processed_at', 'processedAt')) ?? textOf(of(refund, 'created_at', 'createdAt')),
    ...total,
  }
}

interface Money {
  readonly amount: string | null
  readonly currency: string
}

/** Nothing that has gone back yet, or amounts that cannot be added: unreadable, or of several currencies. */
function sumOf(parts: readonly Money[]): Money | 'pending' | 'unreadable' {
  const amounts = parts.map(({ amount }) => readDecimal(amount))
  if (amounts.length === 0) return 'pending'
  if (amounts.includes(undefined) || parts.some(({ currency }) => currency !== parts[0].currency)) return 'unreadable'
  let units = 0n
  for (const amount of amounts) if (amount) units += BigInt(amount.units) * 10n ** BigInt(15 - amount.scale)
  if (units === 0n) return 'pending'
  const text = `${units / 10n ** 15n}.${String(units % 10n ** 15n).padStart(15, '0')}`.replace(/\.?0+$/, '')
  return { amount: text, currency: parts[0].currency }
}

/** `total_price`, `total_price_set.shop_money`, `totalPriceSet.presentmentMoney`: the set wins, as it names its currency. */
function moneyOf(record: VendorRecord, rest: string, graph: string, { money, currency: home }: ShopifyOptions): Money {
  const set = of(record, `${rest}_set`, `${graph}Set`)
  const inner = isRecord(set) ? of(set, `${money}_money`, `${money}Money`) : undefined
  if (isRecord(inner)) return { amount: text(inner.amount), currency: textOf(of(inner, 'currency_code', 'currencyCode')) ?? home }
  const currency = money === 'shop' ? textOf(record.currency) : (textOf(record.presentment_currency) ?? textOf(record.currency))
  return { amount: text(field(record, rest) ?? field(record, graph)), currency: currency ?? home }
}

function text(value: unknown): string | null {
  const amount = amountOf(value)
  return amount === null ? null : String(amount)
}

function customerOf(record: VendorRecord, { guests }: ShopifyOptions): string | 'unsafe' | null {
  const { customer } = record
  const id = isRecord(customer) ? shopifyId(customer) : undefined
  if (id === 'unsafe') return 'unsafe'
  if (id !== undefined) return id.id
  return guests === 'email' ? (textOf(record.email)?.toLowerCase() ?? null) : null
}

function customerRows(customers: VendorInput, issues: Issue[]): CrmCustomerRow[] {
  const rows: CrmCustomerRow[] = []
  for (const record of recordsOf(customers, pageOf('customers'), noteTo(issues, 'customers'))) {
    const id = record && shopifyId(record)
    if (!record || typeof id !== 'object') continue
    const name = [of(record, 'first_name', 'firstName'), of(record, 'last_name', 'lastName')].map(textOf).filter((part) => part !== null)
    rows.push({ id: id.id, name: name.length > 0 ? name.join(' ') : null })
  }
  return rows
}

const GID = /^gid:\/\/shopify\/\w+\/(\d+)(\?.*)?$/

/** `450789469` and `gid://shopify/Order/450789469` are one id. */
function shopifyId(record: VendorRecord): { readonly id: string } | 'unsafe' | undefined {
  for (const value of [of(record, 'admin_graphql_api_id', 'legacyResourceId'), record.id]) {
    if (typeof value === 'number') return Number.isSafeInteger(value) ? { id: String(value) } : 'unsafe'
    const written = textOf(value)
    if (written !== null) return { id: GID.exec(written)?.[1] ?? written }
  }
  return undefined
}

function refundsOf(record: VendorRecord): readonly VendorRecord[] {
  return nodesOf(record.refunds)
}

/** Whether a list can be read to its last record; an empty value is a list of none. */
function isListOfRecords(value: unknown): boolean {
  return isEmpty(value) || (listOf(value)?.every(isRecord) ?? false)
}

/** A list, `{ nodes }` or `{ edges: [{ node }] }`. */
function nodesOf(value: unknown): readonly VendorRecord[] {
  return (listOf(value) ?? []).filter(isRecord)
}

function listOf(value: unknown): readonly unknown[] | undefined {
  if (Array.isArray(value)) return value
  if (!isRecord(value)) return undefined
  if (Array.isArray(value.nodes)) return value.nodes
  return Array.isArray(value.edges) ? value.edges.map((edge: unknown) => (isRecord(edge) ? edge.node : edge)) : undefined
}

export function pageOf(name: string): Unwrap {
  return (value) => {
    if (Array.isArray(value.errors) && value.data === undefined) return { failed: 'errors' }
    const data = isRecord(value.data) ? value.data : value
    return listOf(field(data, name)) ?? listOf(data)
  }
}

function of(record: VendorRecord, rest: string, graph: string): unknown {
  return field(record, rest) ?? field(record, graph)
}

function instantOf(value: unknown): number | undefined {
  const written = textOf(value)
  const read = written === null ? undefined : readIso(written)
  return read && 'instant' in read ? read.instant : undefined
}
