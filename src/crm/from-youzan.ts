/** 有赞 (Youzan) trades, `youzan.trades.sold.get` 4.0.x. Amounts in yuan, times in China without a zone, failures with HTTP 200. */

import type { Issue } from '../core/reason.js'
import { type CrmOptions, type CrmPreset, type LineRow, presetOf, type RefundRow, readableRefund, type SaleRow } from './preset.js'
import { amountOf, field, idOf, isRecord, noteTo, recordsOf, textOf, type Unwrap, type VendorInput, type VendorRecord } from './record.js'
import { countedRecords } from './shop-orders.js'

export interface YouzanRecords {
  readonly trades: VendorInput
  /** Records of refunds with their amounts; a trade itself names none. */
  readonly refunds?: VendorInput
}

/** Fields of a refund record. None of them could be verified, so the host names them. */
export interface YouzanRefundFields {
  readonly id: string
  readonly order: string
  readonly at: string
  readonly amount: string
}

export interface YouzanOptions extends CrmOptions {
  /** Who bought: the shop's own buyer id, or the id that the host gave the buyer. */
  readonly customer: 'buyer_id' | 'outer_user_id'
  /** Values of `order_info.type` that are no retail sales (gift cards, points orders, purchases); not verified, so none is assumed. */
  readonly leaveAsideTypes: readonly string[]
  /** Default: paid trades from waiting for delivery on. */
  readonly counts?: readonly string[]
  readonly refund?: YouzanRefundFields
}

/** `TRADE_PAID` passes within moments into one of these, so it counts too. */
const COUNTS = ['TRADE_PAID', 'WAIT_CONFIRM', 'WAIT_SELLER_SEND_GOODS', 'WAIT_BUYER_CONFIRM_GOODS', 'TRADE_SUCCESS']

/**
 * 有赞 trades → rows and mapping for `readFacts`. `refund_state` says that money went back but not how much: a whole refund is taken,
 * a part of unknown size is a warning unless `refunds` are given.
 *
 * @source Youzan Cloud, youzan.trades.sold.get 4.0; read 2026-11-22
 */
export function fromYouzan({ trades, refunds }: YouzanRecords, options: YouzanOptions): CrmPreset {
  const issues: Issue[] = []
  const { counts = COUNTS, leaveAsideTypes } = options
  const { kept, leftAside, note } = countedRecords(
    trades,
    {
      name: 'trades',
      unwrap: youzanPage,
      id: (record) => idOf(part(record, 'order_info').tid),
      changed: (record) => comparable(part(record, 'order_info').update_time),
      uncounted: (record) => {
        const { status, type } = part(record, 'order_info')
        if (leaveAsideTypes.includes(textOf(type) ?? '')) return { field: 'type', value: textOf(type) }
        return counts.includes(textOf(status) ?? '') ? undefined : { field: 'status', value: textOf(status) }
      },
    },
    issues,
  )
  const order = kept.map(({ id, record, row }) => {
    const customer = idOf(part(record, 'buyer_info')[options.customer])
    if (customer === 'unsafe') note('crm.id.unsafe', 'error', row, { field: options.customer })
    return saleRow(id, record, typeof customer === 'object' && customer.id !== '0' ? customer.id : null, options)
  })
  const refund: RefundRow[] = []
  if (options.refund) refund.push(...refundRows(refunds, options.refund, options.currency, leftAside, issues))
  else
    for (const { id, record, row } of kept) {
      const info = part(record, 'order_info')
      const state = textOf(info.refund_state) ?? '0'
      if (state === '12')
        refund.push({
          id: `${id}:refund`,
          order: id,
          at: textOf(info.update_time) ?? textOf(info.pay_time),
          amount: null,
          currency: options.currency,
        })
      else if (state === '2') note('crm.refund.amount-unknown', 'warning', row, { order: id })
    }
  return presetOf({ order, refund, customer: [] }, options, undefined, issues)
}

function saleRow(id: string, record: VendorRecord, customer: string | null, { currency }: YouzanOptions): SaleRow {
  const info = part(record, 'order_info')
  return {
    id,
    customer,
    at: textOf(info.pay_time) ?? textOf(info.created),
    amount: amountOf(part(record, 'pay_info').payment),
    currency,
    status: textOf(info.status),
    originalAmount: null,
    originalCurrency: null,
    channel: null,
    lines: Array.isArray(record.orders) ? record.orders.filter(isRecord).map(lineRow) : null,
  }
}

function lineRow(item: VendorRecord): LineRow {
  return { product: textOf(item.title), category: null, quantity: amountOf(item.num), amount: amountOf(item.payment) }
}

function refundRows(
  input: VendorInput,
  fields: YouzanRefundFields,
  currency: string,
  leftAside: ReadonlySet<string>,
  issues: Issue[],
): RefundRow[] {
  const note = noteTo(issues, 'refunds')
  return recordsOf(input, youzanPage, note).flatMap((record, i) => {
    if (record === undefined) return []
    const order = textOf(field(record, fields.order))
    if (order !== null && leftAside.has(order)) {
      note('crm.refund.of-uncounted', 'info', i + 1, { order })
      return []
    }
    const id = textOf(field(record, fields.id))
    const at = textOf(field(record, fields.at))
    const amount = amountOf(field(record, fields.amount))
    return readableRefund({ id, order, at, amount, currency }, note, i + 1, fields.amount)
  })
}

function part(record: VendorRecord, name: string): VendorRecord {
  const value = field(record, name)
  return isRecord(value) ? value : {}
}

/** `2026-03-01 12:00:00` sorts as it is; only the order matters here. */
function comparable(value: unknown): number | undefined {
  const digits = textOf(value)?.replace(/\D/g, '')
  return digits && digits.length >= 14 ? Number(digits.slice(0, 14)) : undefined
}

/** `{ success, code, data: { full_order_info_list: [{ full_order_info }] } }` */
const youzanPage: Unwrap = (value) => {
  if (value.success === false) return { failed: textOf(value.code) ?? 'success: false' }
  const inner = field(value, 'full_order_info')
  if (isRecord(inner)) return [inner]
  const list = field(isRecord(value.data) ? value.data : value, 'full_order_info_list')
  if (Array.isArray(list))
    return list.map((item: unknown) => (isRecord(item) && isRecord(item.full_order_info) ? item.full_order_info : item))
  return isRecord(value.data) || Array.isArray(value.data) ? (Array.isArray(value.data) ? value.data : []) : undefined
}
