/** What every preset makes of a vendor's records: plain rows, and the mapping with which `readFacts` reads them. */

import type { Issue } from '../core/reason.js'
import type { CustomerMapping, Mapping, OrderMapping, RefundMapping } from '../facts/mapping.js'
import type { Note } from './record.js'

/** One sale. `null` is a field that the vendor left empty; `readFacts` then says what is missing. */
export interface SaleRow {
  readonly id: string | null
  readonly customer: string | null
  /** Epoch milliseconds, or text as the vendor wrote it. */
  readonly at: string | number | null
  /** Major units of `currency`. */
  readonly amount: string | number | null
  readonly currency: string
  /** The vendor's own word for how far the sale is. */
  readonly status: string | null
  /** What the record said before it was converted by a rate of its own. */
  readonly originalAmount: string | null
  readonly originalCurrency: string | null
  readonly channel: string | null
  readonly lines: readonly LineRow[] | null
}

export interface LineRow {
  readonly product: string | null
  readonly category: string | null
  readonly quantity: string | number | null
  readonly amount: string | number | null
}

/** Money given back for one sale. Without an amount it is the whole sale. */
export interface RefundRow {
  readonly id: string | null
  readonly order: string | null
  readonly at: string | number | null
  readonly amount: string | number | null
  readonly currency: string
}

export type CrmCustomerRow = Readonly<Record<string, unknown>>

export interface CrmRows {
  readonly order: readonly SaleRow[]
  readonly refund: readonly RefundRow[]
  readonly customer: readonly CrmCustomerRow[]
}

/** `const { rows, mapping, issues } = fromX(…)`, then `readFacts(rows, mapping)`. The mapping is plain data: spread it to add rates or attributes. */
export interface CrmPreset {
  readonly rows: CrmRows
  readonly mapping: Mapping
  /** What the preset itself left aside or doubts, by the vendor's source and record; `readFacts` adds what is wrong with the rows. */
  readonly issues: readonly Issue[]
}

/** What every preset must be told: nothing in a vendor's records says it surely. */
export interface CrmOptions extends Pick<Mapping, 'rates' | 'convertRound' | 'asOf'> {
  /** ISO 4217: what amounts are counted in. Records in another currency need `rates` or a rate of their own. */
  readonly currency: string
  /** IANA zone: local times are read and days are cut in it. */
  readonly timeZone: string
}

const ORDER: OrderMapping = {
  id: 'id',
  customer: 'customer',
  at: 'at',
  amount: 'amount',
  currency: 'currency',
  channel: 'channel',
  lines: { in: 'lines', product: 'product', category: 'category', quantity: 'quantity', amount: 'amount' },
  attributes: { status: 'status', originalAmount: 'originalAmount', originalCurrency: 'originalCurrency' },
}

const REFUND: RefundMapping = { id: 'id', order: 'order', at: 'at', amount: 'amount', currency: 'currency' }

export function presetOf(rows: CrmRows, options: CrmOptions, customer: CustomerMapping | undefined, issues: readonly Issue[]): CrmPreset {
  const { currency, timeZone, rates, convertRound, asOf } = options
  return {
    rows,
    mapping: {
      order: ORDER,
      refund: REFUND,
      ...(customer && { customer }),
      currency,
      timeZone,
      ...(rates && { rates }),
      ...(convertRound && { convertRound }),
      ...(asOf !== undefined && { asOf }),
      issueIds: true,
    },
    issues,
  }
}

/** Of a source whose refunds have amounts: the refund itself, or none. Without a readable amount it is left out and told, because it would be the whole sale. */
export function readableRefund(refund: RefundRow, note: Note, row: number, field: string): readonly RefundRow[] {
  if (refund.amount !== null) return [refund]
  note('crm.amount.unreadable', 'error', row, { id: refund.id, field })
  return []
}
