/** Vendors' records with every field broken in every way: a right fact or a coded issue, never a crash and never a silent loss. */

import { type CrmPreset, fromFxiaoke, fromShopify, fromStripe, fromWooCommerce, fromYouzan, fromZoho } from 'tierwise/crm'
import { readFacts, rows, summarize } from 'tierwise/facts'
import { en, sentences } from 'tierwise/messages'
import { describe, expect, test } from 'vitest'

type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json }

interface Vendor {
  readonly name: string
  /** A record of one sale of 100, 30 of which came back. */
  readonly record: Json
  readonly refund?: Json
  read(records: readonly unknown[], refunds: readonly unknown[]): CrmPreset
  /** Fields that decide nothing here, or whose absence means what their usual value means. */
  readonly spare: RegExp
}

const home = { currency: 'EUR', timeZone: 'Europe/Berlin' } as const
const VENDORS: readonly Vendor[] = [
  {
    name: 'Zoho CRM',
    record: {
      id: '4876000000912345001',
      Status: 'Delivered',
      Grand_Total: 100,
      Ordered: '2026-03-31T23:35:36+05:30',
      Contact_Name: { name: 'Ada', id: '4876000000912300007' },
      Currency: 'EUR',
      Exchange_Rate: 1,
      Modified_Time: '2026-04-01T00:00:00+02:00',
      Ordered_Items: [{ Product_Name: { name: 'Tea', id: '1' }, Quantity: 2, Net_Total: 50 }],
    },
    refund: {
      id: '2',
      Sales_Order: { id: '4876000000912345001' },
      On: '2026-04-05',
      Amount: 30,
      Status: 'done',
      Currency: 'EUR',
      Exchange_Rate: 1,
    },
    read: (Sales_Orders, Credits) =>
      fromZoho(
        { Sales_Orders, Credits },
        {
          ...home,
          exchangeRate: 'foreignPerHome',
          sale: {
            from: 'Sales_Orders',
            customer: 'Contact_Name',
            at: 'Ordered',
            amount: 'Grand_Total',
            counts: { Status: ['Delivered'] },
            lines: { in: 'Ordered_Items', product: 'Product_Name.name', quantity: 'Quantity', amount: 'Net_Total' },
          },
          refund: { from: 'Credits', order: 'Sales_Order', at: 'On', amount: 'Amount', counts: { Status: ['done'] } },
        },
      ),
    spare: /Modified_Time|Ordered_Items|Exchange_Rate|Currency|\.name$/,
  },
  {
    name: '纷享销客',
    record: {
      _id: '60aa00000000000001bb00c1',
      account_id: '60aa00000000000001bb00a1',
      order_time: 1774915200000,
      order_amount: '100.00',
      life_status: 'normal',
      last_modified_time: 1774915300000,
    },
    refund: {
      _id: 'r1',
      order_id: '60aa00000000000001bb00c1',
      refunded_time: 1775174400000,
      refunded_amount: '30.00',
      life_status: 'normal',
    },
    read: (SalesOrderObj, RefundObj) =>
      fromFxiaoke(
        { SalesOrderObj, RefundObj },
        {
          ...home,
          sale: {
            from: 'SalesOrderObj',
            customer: 'account_id',
            at: 'order_time',
            amount: 'order_amount',
            counts: { life_status: ['normal'] },
          },
          refund: {
            from: 'RefundObj',
            order: 'order_id',
            at: 'refunded_time',
            amount: 'refunded_amount',
            counts: { life_status: ['normal'] },
          },
        },
      ),
    spare: /last_modified_time/,
  },
  {
    name: 'Shopify',
    record: {
      id: 450789469,
      processed_at: '2026-03-01T10:00:00+01:00',
      created_at: '2026-03-01T10:00:00+01:00',
      updated_at: '2026-03-05T10:00:00+01:00',
      cancelled_at: null,
      test: false,
      currency: 'EUR',
      total_price: '100.00',
      total_price_set: {
        shop_money: { amount: '100.00', currency_code: 'EUR' },
        presentment_money: { amount: '110.00', currency_code: 'USD' },
      },
      financial_status: 'partially_refunded',
      customer: { id: 7 },
      line_items: [{ title: 'Tea', quantity: 2, price: '50.00' }],
      refunds: [
        {
          id: 1,
          created_at: '2026-03-10T10:00:00+01:00',
          transactions: [{ kind: 'refund', status: 'success', amount: '30.00', currency: 'EUR' }],
        },
      ],
    },
    read: (orders) => fromShopify({ orders }, { ...home, amount: 'total', money: 'shop', guests: 'skip' }),
    spare:
      /updated_at|created_at|^total_price$|^currency$|presentment_money|line_items|^test$|cancelled_at|total_price_set|transactions\.0\.currency|currency_code/,
  },
  {
    name: 'Stripe',
    record: {
      id: 'ch_1',
      object: 'charge',
      amount: 10000,
      amount_captured: 10000,
      amount_refunded: 3000,
      captured: true,
      created: 1774915200,
      currency: 'eur',
      customer: 'cus_1',
      livemode: true,
      status: 'succeeded',
    },
    refund: { id: 're_1', charge: 'ch_1', amount: 3000, currency: 'eur', created: 1775174400, status: 'succeeded' },
    read: (charges, refunds) => fromStripe({ charges, refunds }, home),
    spare: /object|^amount$|^amount_captured$|amount_refunded|livemode|currency/,
  },
  {
    name: 'WooCommerce',
    record: {
      id: 727,
      status: 'completed',
      currency: 'EUR',
      total: '100.00',
      customer_id: 25,
      date_created: '2026-03-01T12:00:00',
      date_created_gmt: '2026-03-01T11:00:00',
      date_paid_gmt: '2026-03-01T11:00:00',
      refunds: [{ id: 9, reason: '', total: '-30.00' }],
      line_items: [{ name: 'Tea', quantity: 2, total: '100.00' }],
    },
    read: (orders) => fromWooCommerce({ orders }, { ...home, guests: 'skip' }),
    spare: /date_created|date_paid_gmt|line_items|reason|currency/,
  },
  {
    name: '有赞',
    record: {
      full_order_info: {
        order_info: {
          tid: 'E20260301',
          status: 'TRADE_SUCCESS',
          type: 0,
          refund_state: 0,
          pay_time: '2026-03-01 12:00:00',
          created: '2026-03-01 11:00:00',
          update_time: '2026-03-02 12:00:00',
        },
        pay_info: { payment: '100.00' },
        buyer_info: { buyer_id: 4711 },
        orders: [{ title: 'Tea', num: 2, payment: '100.00' }],
      },
    },
    refund: { refund_id: 'R1', tid: 'E20260301', at: '2026-03-05 12:00:00', fee: '30.00' },
    read: (trades, refunds) =>
      fromYouzan(
        { trades, refunds },
        { ...home, customer: 'buyer_id', leaveAsideTypes: ['75'], refund: { id: 'refund_id', order: 'tid', at: 'at', amount: 'fee' } },
      ),
    spare: /created|update_time|refund_state|orders|type|pay_time/,
  },
]

/** Read as the other amounts they are; refunds may be written negative. */
const AMOUNTS: readonly unknown[] = [0, -1, 0.1, '-5', '1,250.50', '1.250,50', '－１', '¥5']
const GONE = Symbol('gone')
const JUNK: readonly unknown[] = [
  GONE,
  null,
  '',
  '   ',
  [],
  {},
  [null],
  [[]],
  { id: null },
  { name: 'x' },
  true,
  false,
  0,
  -1,
  0.1,
  1e21,
  Number.MAX_SAFE_INTEGER + 2,
  'abc',
  '-5',
  '1,250.50',
  '1.250,50',
  '0x10',
  '1e400',
  '9'.repeat(400),
  '2026-02-30',
  '0000-00-00 00:00:00',
  '9999-99-99',
  '\u0000',
  '－１',
  '¥5',
  'NaN',
  '__proto__',
  'toString',
  [1, 2],
  { amount: { amount: {} } },
]

/** No refunds at all, which a record may well have. */
function isNone(junk: unknown): boolean {
  return junk === GONE || junk === null || (typeof junk === 'string' && junk.trim() === '') || (Array.isArray(junk) && junk.length === 0)
}

function isAmount(place: string): boolean {
  return /amount|total|payment|fee/i.test(place)
}

/** Every place in a record, objects inside included. */
function placesOf(value: Json, path: readonly (string | number)[] = []): (readonly (string | number)[])[] {
  if (value === null || typeof value !== 'object') return [path]
  return [
    ...(path.length === 0 ? [] : [path]),
    ...Object.entries(value).flatMap(([key, inner]) => placesOf(inner, [...path, Array.isArray(value) ? Number(key) : key])),
  ]
}

function changed(value: unknown, [key, ...rest]: readonly (string | number)[], to: unknown): unknown {
  const copy: Record<string | number, unknown> = Array.isArray(value) ? ([...value] as never) : { ...(value as object) }
  if (rest.length > 0) copy[key] = changed(copy[key], rest, to)
  else if (to === GONE) delete copy[key]
  else copy[key] = to
  return copy
}

function outcomeOf(preset: CrmPreset): { readonly issues: readonly string[]; readonly revenue: number } {
  const read = readFacts(preset.rows, preset.mapping)
  const issues = [...preset.issues, ...read.issues]
  for (const said of sentences(issues, en)) expect(said).not.toMatch(/undefined|\[object|crm\.|facts\./)
  const table = summarize(read.facts, { asOf: '2026-12-31' })
  return { issues: issues.map(({ code }) => code), revenue: [...rows(table)].reduce((sum, { revenueMinor = 0 }) => sum + revenueMinor, 0) }
}

describe.each(VENDORS)('$name', ({ record, refund, read, spare }) => {
  const refunds = refund === undefined ? [] : [refund]

  test('reads the sale and what came back', () => {
    expect(outcomeOf(read([record], refunds)).revenue).toBe(7000)
  })

  test('says what is wrong with any broken field, or reads it rightly', () => {
    const silent: string[] = []
    const both: readonly (readonly [Json, (broken: unknown) => CrmPreset])[] = [
      [record, (broken) => read([broken], refunds)],
      ...(refund === undefined ? [] : [[refund, (broken: unknown) => read([record], [broken])] as const]),
    ]
    for (const [whole, presetOf] of both)
      for (const path of placesOf(whole))
        for (const junk of JUNK) {
          const { issues, revenue } = outcomeOf(presetOf(changed(whole, path, junk)))
          const where = path.filter((key) => key !== 'full_order_info').join('.')
          if (/^refunds(\.0)?$/.test(where) && isNone(junk)) continue
          if (issues.length === 0 && revenue !== 7000 && !spare.test(where) && !(isAmount(where) && AMOUNTS.includes(junk)))
            silent.push(`${where} = ${String(junk === GONE ? 'gone' : JSON.stringify(junk))}: ${revenue}`)
        }
    expect(silent).toEqual([])
  })

  test('takes pages of anything without falling over', () => {
    for (const junk of JUNK.filter((one) => one !== GONE)) {
      expect(() => outcomeOf(read([junk, record], [junk, ...refunds]))).not.toThrow()
      expect(() => outcomeOf(read(junk as never, junk as never))).not.toThrow()
    }
  })

  test('counts a page that came twice once', () => {
    expect(outcomeOf(read([record, record], [...refunds, ...refunds])).revenue).toBe(7000)
  })
})
