/** Stripe charges, refunds and disputes. Charges are the one source of sales: invoices and payment intents describe the same money again. */

import { decimalText } from '../core/decimal/decimal.js'
import type { Issue } from '../core/reason.js'
import { type CrmCustomerRow, type CrmOptions, type CrmPreset, presetOf, type RefundRow, readableRefund, type SaleRow } from './preset.js'
import {
  field,
  idOf,
  isRecord,
  type Note,
  noteTo,
  recordsOf,
  textOf,
  type Unwrap,
  type VendorInput,
  type VendorRecord,
  wholeOf,
} from './record.js'
import { countedRecords } from './shop-orders.js'

export interface StripeRecords {
  readonly charges: VendorInput
  /** Without them a charge's `amount_refunded` counts on the day of the charge, with a warning. */
  readonly refunds?: VendorInput
  readonly disputes?: VendorInput
  readonly customers?: VendorInput
}

export interface StripeOptions extends CrmOptions {
  /** Default false: records with `livemode: false` are left aside. */
  readonly testMode?: boolean
  /** Currencies that Stripe counts without decimals. Default: its published list. */
  readonly zeroDecimal?: readonly string[]
  /** Currencies that Stripe counts in thousandths. Default: its published list. */
  readonly threeDecimal?: readonly string[]
}

/** ISK and UGX are zero-decimal by Stripe's pages but sent in hundredths; not settled by what was read, so the lists are options. */
const ZERO_DECIMAL = 'BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF'.split(' ')
const THREE_DECIMAL = 'BHD JOD KWD OMR TND'.split(' ')

/**
 * Stripe objects → rows and mapping for `readFacts`. A sale is what was captured; refunds that succeeded and disputes that were lost take from it.
 *
 * @source Stripe API reference, Charge, Refund, Dispute, currencies; read 2026-11-22
 */
export function fromStripe({ charges, refunds, disputes, customers }: StripeRecords, options: StripeOptions): CrmPreset {
  const issues: Issue[] = []
  const { kept, leftAside, note } = countedRecords(
    charges,
    {
      name: 'charges',
      unwrap: stripeList,
      id: (record) => idOf(record.id),
      changed: () => undefined,
      uncounted: (record) => uncounted(record, options),
    },
    issues,
  )
  const order = kept.map(({ id, record, row }) => saleRow(id, record, options, note, row))
  const known = new Set(kept.map(({ id }) => id))
  const refund: RefundRow[] = []
  const take = (source: string, input: VendorInput, counts: (record: VendorRecord) => boolean): void => {
    const say = noteTo(issues, source)
    recordsOf(input, stripeList, say).forEach((record, i) => {
      if (record === undefined) return
      const charge = idOf(record.charge)
      const order = typeof charge === 'object' ? charge.id : null
      if (!options.testMode && textOf(record.livemode) === 'false')
        say('crm.record.not-counted', 'info', i + 1, { id: textOf(record.id), field: 'livemode', value: 'false' })
      else if (!counts(record))
        say('crm.record.not-counted', 'info', i + 1, { id: textOf(record.id), field: 'status', value: textOf(record.status) })
      else if (order !== null && leftAside.has(order)) say('crm.refund.of-uncounted', 'info', i + 1, { order })
      else refund.push(...refundRow(textOf(record.id), order, record, options, say, i + 1))
    })
  }
  take('refunds', refunds, ({ status }) => status === 'succeeded')
  take('disputes', disputes, ({ status }) => status === 'lost')
  if (refunds === undefined) for (const { id, record, row } of kept) refund.push(...ownRefunds(id, record, row, options, note))
  for (const { order: sale, id } of refund)
    if (sale !== null && !known.has(sale)) note('crm.refund.no-sale', 'warning', undefined, { id, order: sale })
  return presetOf({ order, refund, customer: customerRows(customers, issues) }, options, { id: 'id', attributes: { name: 'name' } }, issues)
}

function uncounted(record: VendorRecord, { testMode = false }: StripeOptions): { field: string; value: string | null } | undefined {
  if (!testMode && textOf(record.livemode) === 'false') return { field: 'livemode', value: 'false' }
  if (record.status !== 'succeeded') return { field: 'status', value: textOf(record.status) }
  return textOf(record.captured) === 'true' ? undefined : { field: 'captured', value: textOf(record.captured) }
}

function saleRow(id: string, record: VendorRecord, options: StripeOptions, note: Note, row: number): SaleRow {
  const money = moneyOf(record, field(record, 'amount_captured') ?? record.amount, options)
  if (money.amount === null) note('crm.amount.unreadable', 'error', row, { id, field: 'amount' })
  const customer = idOf(record.customer)
  return {
    id,
    customer: typeof customer === 'object' ? customer.id : null,
    at: secondsOf(record.created),
    ...money,
    status: textOf(record.status),
    originalAmount: null,
    originalCurrency: null,
    channel: null,
    lines: null,
  }
}

/** The refunds inside a charge, or the sum it names. */
function ownRefunds(id: string, record: VendorRecord, row: number, options: StripeOptions, note: Note): RefundRow[] {
  const inside = recordsOf(record.refunds, stripeList, note).filter((refund) => refund?.status === 'succeeded')
  if (inside.length > 0) return inside.flatMap((refund) => (refund ? refundRow(textOf(refund.id), id, refund, options, note, row) : []))
  const { amount_refunded: given } = record
  if (textOf(given) === null || wholeOf(given) === 0) return []
  if (!((wholeOf(given) ?? 0) > 0)) {
    note('crm.amount.unreadable', 'error', row, { id, field: 'amount_refunded' })
    return []
  }
  note('crm.refund.undated', 'warning', row, { order: id })
  return [{ id: `${id}:refunded`, order: id, at: secondsOf(record.created), ...moneyOf(record, given, options) }]
}

function refundRow(
  id: string | null,
  order: string | null,
  record: VendorRecord,
  options: StripeOptions,
  note: Note,
  row: number,
): readonly RefundRow[] {
  const at = secondsOf(record.created)
  return readableRefund({ id, order, at, ...moneyOf(record, record.amount, options) }, note, row, 'amount')
}

/** Smallest units as Stripe counts them → major units. */
function moneyOf(
  record: VendorRecord,
  amount: unknown,
  { currency: home, zeroDecimal = ZERO_DECIMAL, threeDecimal = THREE_DECIMAL }: StripeOptions,
): { amount: string | null; currency: string } {
  const currency = textOf(record.currency)?.toUpperCase() ?? home
  const isOneOf = (list: readonly string[]): boolean => list.some((one) => one.toUpperCase() === currency)
  const scale = isOneOf(zeroDecimal) ? 0 : isOneOf(threeDecimal) ? 3 : 2
  const units = wholeOf(amount) // a decimal here would be major units, and a hundred times as much
  return { amount: units === undefined ? null : decimalText({ units, scale }), currency }
}

/** Epoch seconds → milliseconds. */
function secondsOf(value: unknown): number | null {
  const seconds = wholeOf(value) ?? value
  return typeof seconds === 'number' && Number.isFinite(seconds) ? seconds * 1000 : null
}

function customerRows(customers: VendorInput, issues: Issue[]): CrmCustomerRow[] {
  return recordsOf(customers, stripeList, noteTo(issues, 'customers'))
    .filter((record) => record !== undefined && record.deleted !== true && textOf(record.id) !== null)
    .map((record) => ({ id: textOf(record?.id), name: textOf(record?.name) }))
}

/** `{ object: 'list', data }` */
export const stripeList: Unwrap = (value) => {
  if (isRecord(value.error)) return { failed: textOf(value.error.code) ?? textOf(value.error.type) ?? 'error' }
  return Array.isArray(value.data) ? value.data : undefined
}
