/** WooCommerce REST v3 orders. Guests have customer 0; times ending in `_gmt` are UTC without saying so. */

import type { Issue } from '../core/reason.js'
import { readIso } from '../core/time/instant.js'
import { type CrmCustomerRow, type CrmOptions, type CrmPreset, type LineRow, presetOf, type RefundRow, type SaleRow } from './preset.js'
import {
  amountOf,
  field,
  idOf,
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

export interface WooCommerceRecords {
  readonly orders: VendorInput
  readonly customers?: VendorInput
}

export interface WooCommerceOptions extends CrmOptions {
  /** Who an order of a guest belongs to: nobody (an issue), or the address it was billed to. */
  readonly guests: 'skip' | 'email'
  /** Default: completed, processing, refunded. */
  readonly counts?: readonly string[]
}

const COUNTS = ['completed', 'processing', 'refunded']

/**
 * WooCommerce orders → rows and mapping for `readFacts`. An order lists its refunds without their dates, so they count on the day of the order, with a warning.
 *
 * @source WooCommerce REST API v3, Orders; read 2026-11-22
 */
export function fromWooCommerce({ orders, customers }: WooCommerceRecords, options: WooCommerceOptions): CrmPreset {
  const issues: Issue[] = []
  const { counts = COUNTS } = options
  const { kept, note } = countedRecords(
    orders,
    {
      name: 'orders',
      unwrap: wooPage,
      id: (record) => idOf(record.id),
      changed: (record) => utcMs(record.date_modified_gmt),
      uncounted: (record) => {
        const status = textOf(record.status)
        return status !== null && counts.includes(status) ? undefined : { field: 'status', value: status }
      },
    },
    issues,
  )
  const order: SaleRow[] = []
  const refund: RefundRow[] = []
  for (const { id, record, row } of kept) {
    const sale = saleRow(id, record, options)
    order.push(sale)
    if (isEmpty(record.refunds) && textOf(record.status) === 'refunded') note('crm.refund.amount-unknown', 'warning', row, { order: id })
    if (!isEmpty(record.refunds) && !(Array.isArray(record.refunds) && record.refunds.every(isRecord)))
      note('crm.amount.unreadable', 'error', row, { id, field: 'refunds' })
    for (const back of Array.isArray(record.refunds) ? record.refunds.filter(isRecord) : []) {
      const own = textOf(field(back, 'date_created_gmt'))
      if (own === null) note('crm.refund.undated', 'warning', row, { order: id })
      const refundId = idOf(back.id)
      const amount = textOf(back.total)?.replace(/^-/, '') ?? null
      if (amount === null) {
        note('crm.amount.unreadable', 'error', row, { id, field: 'refunds.total' })
        continue
      }
      refund.push({
        id: typeof refundId === 'object' ? refundId.id : null,
        order: id,
        at: own === null ? sale.at : utc(own),
        amount,
        currency: sale.currency,
      })
    }
  }
  return presetOf({ order, refund, customer: customerRows(customers, issues) }, options, { id: 'id', attributes: { name: 'name' } }, issues)
}

function saleRow(id: string, record: VendorRecord, { currency, guests }: WooCommerceOptions): SaleRow {
  const paid = textOf(record.date_paid_gmt) ?? textOf(record.date_created_gmt)
  return {
    id,
    customer: customerOf(record, guests),
    at: paid === null ? (textOf(record.date_paid) ?? textOf(record.date_created)) : utc(paid),
    amount: amountOf(record.total),
    currency: textOf(record.currency)?.toUpperCase() ?? currency,
    status: textOf(record.status),
    originalAmount: null,
    originalCurrency: null,
    channel: textOf(record.created_via),
    lines: Array.isArray(record.line_items) ? record.line_items.filter(isRecord).map(lineRow) : null,
  }
}

function lineRow(item: VendorRecord): LineRow {
  return { product: textOf(item.name), category: null, quantity: amountOf(item.quantity), amount: amountOf(item.total) }
}

function customerOf(record: VendorRecord, guests: 'skip' | 'email'): string | null {
  const id = idOf(record.customer_id)
  if (typeof id === 'object' && id.id !== '0') return id.id
  return guests === 'email' && isRecord(record.billing) ? (textOf(record.billing.email)?.toLowerCase() ?? null) : null
}

function customerRows(customers: VendorInput, issues: Issue[]): CrmCustomerRow[] {
  return recordsOf(customers, wooPage, noteTo(issues, 'customers')).flatMap((record) => {
    const id = record && idOf(record.id)
    if (!record || typeof id !== 'object') return []
    const name = [record.first_name, record.last_name].map(textOf).filter((part) => part !== null)
    return [{ id: id.id, name: name.length > 0 ? name.join(' ') : null }]
  })
}

/** `2026-03-01T04:00:00` in UTC. */
function utc(written: string): string {
  return /[zZ]$|[+-]\d\d:?\d\d$/.test(written) ? written : `${written}Z`
}

function utcMs(value: unknown): number | undefined {
  const written = textOf(value)
  const read = written === null ? undefined : readIso(utc(written))
  return read && 'instant' in read ? read.instant : undefined
}

/** Lists come bare; a refusal is `{ code, message, data: { status } }`. */
const wooPage: Unwrap = (value) =>
  typeof value.code === 'string' && isRecord(value.data) && 'status' in value.data ? { failed: value.code } : undefined
