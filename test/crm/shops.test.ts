import {
  type CrmPreset,
  fromRecords,
  fromShopify,
  fromStripe,
  fromWooCommerce,
  fromYouzan,
  shopifyOutcomes,
  toShopify,
  toStripe,
  toWooCommerce,
} from 'tierwise/crm'
import { factAt, readFacts, rows, summarize } from 'tierwise/facts'
import { describe, expect, test } from 'vitest'

const net = (preset: CrmPreset): Record<string, number | undefined> =>
  Object.fromEntries(
    [...rows(summarize(readFacts(preset.rows, preset.mapping).facts, { asOf: '2026-12-31' }))].map((row) => [
      row.customerId,
      row.revenueMinor,
    ]),
  )
const codes = ({ issues }: CrmPreset): string[] => issues.map(({ code }) => code)

describe('Shopify', () => {
  const options = { currency: 'EUR', timeZone: 'Europe/Berlin', amount: 'total', money: 'shop', guests: 'skip' } as const
  const money = (shop: string, buyer: string): object => ({
    shop_money: { amount: shop, currency_code: 'EUR' },
    presentment_money: { amount: buyer, currency_code: 'USD' },
  })
  const order = (id: number, more: object = {}): object => ({
    id,
    admin_graphql_api_id: `gid://shopify/Order/${id}`,
    created_at: '2026-03-05T10:00:00+01:00',
    processed_at: '2026-03-01T10:00:00+01:00',
    updated_at: '2026-03-05T10:00:00+01:00',
    cancelled_at: null,
    test: false,
    currency: 'EUR',
    presentment_currency: 'USD',
    total_price: '100.00',
    total_price_set: money('100.00', '110.00'),
    subtotal_price: '80.00',
    subtotal_price_set: money('80.00', '88.00'),
    financial_status: 'paid',
    customer: { id: 7, email: 'ada@example.com' },
    email: 'Ada@Example.com',
    line_items: [{ title: 'Tea', quantity: 2, price: '40.05' }],
    refunds: [],
    ...more,
  })
  const refund = (...transactions: object[]): object => ({
    id: 1,
    created_at: '2026-03-10T10:00:00+01:00',
    refund_line_items: [{ line_item_id: 1, quantity: 1, subtotal: 40, total_tax: 4, subtotal_set: money('40.00', '44.00') }],
    transactions,
  })
  const paidBack = (amount: string, more: object = {}): object => ({ kind: 'refund', status: 'success', amount, currency: 'EUR', ...more })

  test('reads the day of the sale, not of its import, and lines with exact amounts', () => {
    const preset = fromShopify({ orders: { orders: [order(1)] } }, options)
    const { facts } = readFacts(preset.rows, preset.mapping)
    expect(factAt(facts, 0)).toMatchObject({
      id: '1',
      at: Date.UTC(2026, 2, 1, 9),
      lines: [{ product: 'Tea', quantity: 2, amountMinor: 8010 }],
    })
  })

  test('takes back what went back: several refunds, shipping included, pending and failed ones not', () => {
    const refunds = [
      refund(paidBack('30.00'), paidBack('4.90')),
      { ...refund(paidBack('5.00', { status: 'pending' })), id: 2 },
      { ...refund(paidBack('9.00', { status: 'failure' })), id: 3 },
    ]
    const preset = fromShopify({ orders: [order(1, { financial_status: 'partially_refunded', refunds })] }, options)
    expect(net(preset)).toEqual({ '7': 6510 }) // 100.00 − 34.90
    expect(codes(preset)).toEqual(['crm.refund.not-counted', 'crm.refund.not-counted'])
  })

  test('counts goods only, and in the buyer’s currency, when told to', () => {
    const orders = [order(1, { refunds: [refund(paidBack('44.00'))] })]
    expect(net(fromShopify({ orders }, { ...options, amount: 'subtotal' }))).toEqual({ '7': 4000 })
    const buyer = fromShopify({ orders: [order(1)] }, { ...options, currency: 'USD', money: 'presentment' })
    expect(net(buyer)).toEqual({ '7': 11000 })
  })

  test('says that a refund is larger than its order', () => {
    const preset = fromShopify({ orders: [order(1, { refunds: [refund(paidBack('150.00'))] })] }, options)
    expect(readFacts(preset.rows, preset.mapping).issues.map(({ code }) => code)).toEqual(['facts.refund.above-order'])
  })

  test('leaves canceled, test, voided and unpaid orders aside', () => {
    const orders = [
      order(1, { cancelled_at: '2026-03-02T00:00:00Z' }),
      order(2, { test: true }),
      order(3, { financial_status: 'voided' }),
      order(4, { financial_status: 'pending' }),
      order(5, { total_price: '0.00', total_price_set: money('0.00', '0.00') }), // a discount of 100 %
    ]
    const preset = fromShopify({ orders }, options)
    expect(preset.issues.map(({ params }) => [params.id, params.field])).toEqual([
      ['1', 'cancelled_at'],
      ['2', 'test'],
      ['3', 'financial_status'],
      ['4', 'financial_status'],
    ])
    expect(net(preset)).toEqual({ '7': 0 })
  })

  test('gives a guest’s order to nobody, or to the address it came from', () => {
    const orders = [order(1, { customer: null })]
    const nobody = fromShopify({ orders }, options)
    expect(readFacts(nobody.rows, nobody.mapping).issues.map(({ code }) => code)).toEqual(['facts.customer.missing'])
    expect(net(fromShopify({ orders }, { ...options, guests: 'email' }))).toEqual({ 'ada@example.com': 10000 })
  })

  test('reads GraphQL edges and nodes as the same orders', () => {
    const node = {
      id: 'gid://shopify/Order/1',
      legacyResourceId: '1',
      processedAt: '2026-03-01T09:00:00Z',
      createdAt: '2026-03-05T09:00:00Z',
      updatedAt: '2026-03-05T09:00:00Z',
      cancelledAt: null,
      displayFinancialStatus: 'PARTIALLY_REFUNDED',
      totalPriceSet: { shopMoney: { amount: '100.0', currencyCode: 'EUR' }, presentmentMoney: { amount: '110.0', currencyCode: 'USD' } },
      customer: { id: 'gid://shopify/Customer/7' },
      refunds: [
        {
          id: 'gid://shopify/Refund/9',
          createdAt: '2026-03-10T09:00:00Z',
          transactions: {
            nodes: [{ kind: 'REFUND', status: 'SUCCESS', amountSet: { shopMoney: { amount: '34.9', currencyCode: 'EUR' } } }],
          },
        },
      ],
    }
    for (const orders of [{ data: { orders: { edges: [{ node }] } } }, { orders: { nodes: [node] } }, [node]])
      expect(net(fromShopify({ orders }, options))).toEqual({ '7': 6510 })
  })

  test('keeps the version updated last', () => {
    const orders = [order(1, { updated_at: '2026-03-06T00:00:00Z', total_price_set: money('90.00', '99.00') }), order(1)]
    expect(net(fromShopify({ orders }, options))).toEqual({ '7': 9000 })
  })

  test('writes at most 25 metafields a call, a customer’s together, and only what differs', () => {
    const fields = { tier: 'tier', score: { name: 'score', as: 'number' } } as const
    const table = Array.from({ length: 13 }, (_, i) => ({ customerId: String(i + 1), tier: 'gold', score: i }))
    const plan = toShopify(table, { namespace: 'tierwise', fields })
    expect(plan.requests.map(({ customerIds }) => customerIds.length)).toEqual([12, 1])
    expect((plan.requests[1].body.variables as { metafields: object[] }).metafields).toEqual([
      { ownerId: 'gid://shopify/Customer/13', namespace: 'tierwise', key: 'tier', type: 'single_line_text_field', value: 'gold' },
      { ownerId: 'gid://shopify/Customer/13', namespace: 'tierwise', key: 'score', type: 'number_decimal', value: '12' },
    ])
    const current = [
      {
        id: 'gid://shopify/Customer/1',
        metafields: {
          nodes: [
            { namespace: 'tierwise', key: 'tier', value: 'gold' },
            { namespace: 'other', key: 'score', value: '0' },
            { namespace: 'tierwise', key: 'score', value: '0.0' },
          ],
        },
      },
    ]
    expect(toShopify(table.slice(0, 1), { namespace: 'tierwise', fields, current })).toMatchObject({ requests: [], unchanged: 1 })
    expect(
      shopifyOutcomes(plan.requests[1], { data: { metafieldsSet: { metafields: [], userErrors: [{ code: 'INVALID_VALUE' }] } } }),
    ).toEqual([{ customerId: '13', outcome: 'refused', code: 'INVALID_VALUE', retry: false }])
    expect(shopifyOutcomes(plan.requests[1], { data: { metafieldsSet: { userErrors: [] } } })[0].outcome).toBe('written')
    expect(shopifyOutcomes(plan.requests[1], { errors: [] })[0].outcome).toBe('unknown')
  })
})

describe('Stripe', () => {
  const options = { currency: 'USD', timeZone: 'UTC' }
  const charge = (id: string, more: object = {}): object => ({
    id,
    object: 'charge',
    amount: 5000,
    amount_captured: 5000,
    amount_refunded: 0,
    captured: true,
    refunded: false,
    status: 'succeeded',
    currency: 'usd',
    created: 1772359200, // 2026-03-01T10:00:00Z, in seconds
    livemode: true,
    customer: 'cus_1',
    ...more,
  })
  const list = (...data: object[]): object => ({ object: 'list', url: '/v1/x', has_more: false, data })

  test('reads smallest units by Stripe’s own tables, and seconds as seconds', () => {
    const preset = fromStripe({ charges: list(charge('ch_1')) }, options)
    const { facts } = readFacts(preset.rows, preset.mapping)
    expect(factAt(facts, 0)).toMatchObject({ at: Date.UTC(2026, 2, 1, 10), amountMinor: 5000 })
    const of = (currency: string, home: string): number | undefined =>
      net(fromStripe({ charges: [charge('c', { currency })] }, { ...options, currency: home })).cus_1
    expect(of('jpy', 'JPY')).toBe(5000) // no decimals: 5,000 yen
    expect(of('kwd', 'KWD')).toBe(5000) // thousandths: 5.000 dinars
    expect(of('mga', 'MGA')).toBe(500000) // Stripe counts whole ariary where ISO 4217 has two places
  })

  test('counts what was captured and is live', () => {
    const charges = [
      charge('ch_1', { amount_captured: 3000 }),
      charge('ch_2', { captured: false, amount_captured: 0 }),
      charge('ch_3', { status: 'failed' }),
      charge('ch_4', { livemode: false }),
    ]
    const preset = fromStripe({ charges }, options)
    expect(net(preset)).toEqual({ cus_1: 3000 })
    expect(preset.issues.map(({ params }) => params.field)).toEqual(['captured', 'status', 'livemode'])
    expect(net(fromStripe({ charges: [charges[3]] }, { ...options, testMode: true }))).toEqual({ cus_1: 5000 })
  })

  test('takes refunds that succeeded and disputes that were lost, both on one charge', () => {
    const refund = (id: string, status: string, amount: number): object => ({
      id,
      object: 'refund',
      amount,
      charge: 'ch_1',
      created: 1772500000,
      currency: 'usd',
      status,
    })
    const dispute = (id: string, status: string): object => ({
      id,
      object: 'dispute',
      amount: id === 'dp_1' ? 1000 : 300,
      charge: 'ch_1',
      created: 1772600000,
      currency: 'usd',
      status,
    })
    const preset = fromStripe(
      {
        charges: [charge('ch_1', { amount_refunded: 1500 })],
        refunds: list(refund('re_1', 'succeeded', 1500), refund('re_2', 'failed', 700), refund('re_3', 'pending', 800)),
        disputes: list(dispute('dp_1', 'lost'), dispute('dp_2', 'won'), dispute('dp_3', 'under_review')),
      },
      options,
    )
    expect(net(preset)).toEqual({ cus_1: 2500 }) // 50.00 − 15.00 − 10.00
    expect(codes(preset).filter((code) => code === 'crm.record.not-counted')).toHaveLength(4)
  })

  test('without a list of refunds takes the charge’s own sum, and says that its day is a guess', () => {
    const partly = fromStripe({ charges: [charge('ch_1', { amount_refunded: 1500 })] }, options)
    expect(net(partly)).toEqual({ cus_1: 3500 })
    expect(codes(partly)).toEqual(['crm.refund.undated'])
    const inside = charge('ch_1', {
      amount_refunded: 1500,
      refunds: list({ id: 're_1', amount: 1500, status: 'succeeded', created: 1772500000, currency: 'usd' }),
    })
    expect(codes(fromStripe({ charges: [inside] }, options))).toEqual([])
  })

  test('reads a customer as an id, an object or a deleted stub; nobody is an issue', () => {
    const charges = [
      charge('1', { customer: { id: 'cus_1', object: 'customer' } }),
      charge('2', { customer: { id: 'cus_2', object: 'customer', deleted: true } }),
      charge('3', { customer: null }),
    ]
    const preset = fromStripe({ charges, customers: list({ id: 'cus_1', name: 'Ada' }, { id: 'cus_2', deleted: true }) }, options)
    expect(net(preset)).toEqual({ cus_1: 5000, cus_2: 5000 })
    expect(readFacts(preset.rows, preset.mapping).issues.map(({ code }) => code)).toEqual(['facts.customer.missing'])
  })

  test('counts an item once that a cursor repeated', () => {
    expect(net(fromStripe({ charges: [list(charge('ch_1')), list(charge('ch_1'))] }, options))).toEqual({ cus_1: 5000 })
  })

  test('writes metadata within Stripe’s limits', () => {
    const plan = toStripe([{ customerId: 'cus/1', tier: 'gold', note: 'x'.repeat(501), bad: 'y' }], {
      fields: { tier: 'tierwise_tier', note: 'tierwise_note', bad: 'a[b]' },
    })
    expect(plan.requests).toEqual([
      { method: 'POST', path: '/v1/customers/cus%2F1', body: { metadata: { tierwise_tier: 'gold' } }, customerIds: ['cus/1'] },
    ])
    expect(plan.issues.map(({ code }) => code)).toEqual(['crm.write.field-refused', 'crm.write.too-long'])
    const current = list({ id: 'cus/1', metadata: { tierwise_tier: 'gold' } })
    expect(toStripe([{ customerId: 'cus/1', tier: 'gold' }], { fields: { tier: 'tierwise_tier' }, current })).toMatchObject({
      requests: [],
      unchanged: 1,
    })
    expect(toStripe([{ customerId: 'cus/1' }], { fields: { tier: 'tierwise_tier' }, current, empty: 'clear' }).requests[0].body).toEqual({
      metadata: { tierwise_tier: '' },
    })
  })
})

describe('WooCommerce', () => {
  const options = { currency: 'EUR', timeZone: 'Europe/Berlin', guests: 'email' } as const
  const order = (id: number, more: object = {}): object => ({
    id,
    status: 'completed',
    currency: 'EUR',
    total: '50.00',
    date_created: '2026-03-01T00:30:00',
    date_created_gmt: '2026-02-28T23:30:00',
    date_paid_gmt: '2026-02-28T23:31:00',
    customer_id: 3,
    billing: { email: 'Ada@Example.com' },
    line_items: [{ name: 'Tea', quantity: 2, total: '50.00' }],
    refunds: [],
    ...more,
  })

  test('reads times without an offset as the UTC they are', () => {
    const preset = fromWooCommerce({ orders: [order(1)] }, options)
    expect(factAt(readFacts(preset.rows, preset.mapping).facts, 0).at).toBe(Date.UTC(2026, 1, 28, 23, 31))
  })

  test('reads refunds written with a minus; their day is the sale’s, with a warning', () => {
    const preset = fromWooCommerce(
      {
        orders: [
          order(1, { refunds: [{ id: 11, reason: '', total: '-5.00' }] }),
          order(2, { status: 'refunded', refunds: [{ id: 12, total: '-50.00' }] }),
        ],
      },
      options,
    )
    expect(net(preset)).toEqual({ '3': 4500 })
    expect(codes(preset)).toEqual(['crm.refund.undated', 'crm.refund.undated'])
  })

  test('gives guests their address, and leaves failed, trashed and unpaid orders aside', () => {
    const statuses = ['pending', 'on-hold', 'cancelled', 'failed', 'trash', 'checkout-draft']
    const preset = fromWooCommerce(
      { orders: [order(1, { customer_id: 0 }), ...statuses.map((status, i) => order(i + 2, { status }))] },
      options,
    )
    expect(net(preset)).toEqual({ 'ada@example.com': 5000 })
    expect(codes(preset)).toEqual(statuses.map(() => 'crm.record.not-counted'))
    const nobody = fromWooCommerce({ orders: [order(1, { customer_id: 0 })] }, { ...options, guests: 'skip' })
    expect(readFacts(nobody.rows, nobody.mapping).issues.map(({ code }) => code)).toEqual(['facts.customer.missing'])
  })

  test('writes meta data under the id it has, to members only', () => {
    const current = [{ id: 3, meta_data: [{ id: 77, key: 'tier', value: 'silver' }] }]
    const plan = toWooCommerce(
      [
        { customerId: '3', tier: 'gold' },
        { customerId: 'ada@example.com', tier: 'gold' },
      ],
      { fields: { tier: 'tier' }, current },
    )
    expect(plan.requests).toEqual([
      {
        method: 'PUT',
        path: '/wp-json/wc/v3/customers/3',
        body: { meta_data: [{ id: 77, key: 'tier', value: 'gold' }] },
        customerIds: ['3'],
      },
    ])
    expect(plan.issues.map(({ code }) => code)).toEqual(['crm.write.guest'])
  })
})

describe('有赞', () => {
  const options = { currency: 'CNY', timeZone: 'Asia/Shanghai', customer: 'buyer_id', leaveAsideTypes: ['75'] } as const
  const trade = (tid: string, info: object = {}, more: object = {}): object => ({
    full_order_info: {
      order_info: {
        tid,
        status: 'TRADE_SUCCESS',
        type: 0,
        refund_state: 0,
        created: '2026-03-01 09:00:00',
        pay_time: '2026-03-01 09:01:00',
        update_time: '2026-03-02 09:00:00',
        ...info,
      },
      pay_info: { total_fee: '105.00', post_fee: '5.00', payment: '100.00' },
      buyer_info: { buyer_id: 8812345678, buyer_phone: '$xyz$1$', outer_user_id: '' },
      orders: [
        { oid: '1', title: '乌龙茶', num: 2, price: '50.00', payment: '100.00', is_present: false },
        { oid: '2', title: '赠品', num: 1, price: '0.00', payment: 0, is_present: true },
      ],
      ...more,
    },
  })
  const page = (...full_order_info_list: object[]): object => ({
    code: 200,
    success: true,
    data: { full_order_info_list, total_results: 9 },
  })

  test('reads yuan and Chinese time, gifts at zero included', () => {
    const preset = fromYouzan({ trades: [page(trade('E1'))] }, options)
    const { facts, issues } = readFacts(preset.rows, preset.mapping)
    expect(issues).toEqual([])
    expect(factAt(facts, 0)).toMatchObject({ customerId: '8812345678', amountMinor: 10000, at: Date.UTC(2026, 2, 1, 1, 1) })
    expect(factAt(facts, 0).lines?.[1]).toEqual({ product: '赠品', quantity: 1, amountMinor: 0 })
  })

  test('keeps the later state of a trade that came twice', () => {
    const preset = fromYouzan(
      {
        trades: [
          page(trade('E1', { status: 'TRADE_SUCCESS', update_time: '2026-03-05 00:00:00' })),
          page(trade('E1', { status: 'TRADE_PAID' })),
        ],
      },
      options,
    )
    expect(preset.rows.order.map(({ status }) => status)).toEqual(['TRADE_SUCCESS'])
  })

  test('leaves unpaid, closed and other trades aside, and buyers without an id to nobody', () => {
    const trades = [
      trade('E1', { status: 'WAIT_BUYER_PAY' }),
      trade('E2', { status: 'TRADE_CLOSED' }),
      trade('E3', { type: 75 }),
      trade('E4', {}, { buyer_info: { buyer_id: 0 } }),
    ]
    const preset = fromYouzan({ trades: page(...trades) }, options)
    expect(preset.issues.map(({ params }) => [params.id, params.field])).toEqual([
      ['E1', 'status'],
      ['E2', 'status'],
      ['E3', 'type'],
    ])
    expect(readFacts(preset.rows, preset.mapping).issues.map(({ code }) => code)).toEqual(['facts.customer.missing'])
  })

  test('takes a whole refund whole, and says that a part has no size', () => {
    const preset = fromYouzan({ trades: page(trade('E1', { refund_state: 12 }), trade('E2', { refund_state: 2 }), trade('E3')) }, options)
    expect(net(preset)).toEqual({ '8812345678': 20000 })
    expect(codes(preset)).toEqual(['crm.refund.amount-unknown'])
    const refunds = [{ refund_id: 'R1', tid: 'E2', refund_fee: '30.00', success_time: '2026-03-06 10:00:00' }]
    const known = fromYouzan(
      { trades: page(trade('E1'), trade('E2', { refund_state: 2 })), refunds },
      { ...options, refund: { id: 'refund_id', order: 'tid', at: 'success_time', amount: 'refund_fee' } },
    )
    expect(net(known)).toEqual({ '8812345678': 17000 })
  })

  test('takes success: false with HTTP 200 for a refusal', () => {
    expect(codes(fromYouzan({ trades: { success: false, code: 1000, message: '…' } }, options))).toEqual(['crm.response.failed'])
  })
})

describe('any export whose fields the host names', () => {
  test('reads sales, refunds and customers', () => {
    const preset = fromRecords(
      {
        bills: [
          { bill: 'B1', member: 'ann', day: '2026-03-01', sum: '12,50', state: 'ok' },
          { bill: 'B2', member: 'bo', day: '2026-03-02', sum: '9,00', state: 'void' },
        ],
        returns: [{ bill: 'R1', of: 'B1', day: '2026-03-03', sum: '2,50' }],
        members: [{ bill: 'ann', full: 'Ann' }],
      },
      {
        id: 'bill',
        currency: 'EUR',
        timeZone: 'Europe/Berlin',
        sale: { from: 'bills', customer: 'member', at: 'day', amount: 'sum', counts: { state: ['ok'] } },
        refund: { from: 'returns', order: 'of', at: 'day', amount: 'sum', counts: {} },
        customer: { from: 'members', attributes: { name: 'full' } },
      },
    )
    const { facts } = readFacts(preset.rows, { ...preset.mapping, decimalComma: true })
    expect([...rows(summarize(facts, { asOf: '2026-12-31' }))].map(({ customerId, revenueMinor }) => [customerId, revenueMinor])).toEqual([
      ['ann', 1000],
    ])
  })
})

describe('amounts that only look right', () => {
  const stripe = { currency: 'EUR', timeZone: 'UTC' } as const
  const charge = {
    id: 'ch_1',
    amount: '5000',
    captured: 'true',
    created: '1774915200',
    currency: 'eur',
    customer: 'cus_1',
    livemode: 'true',
    status: 'succeeded',
  }

  test('Stripe’s smallest units stay smallest units when a CSV wrote them as text', () => {
    expect(net(fromStripe({ charges: [{ ...charge, amount_refunded: '1500' }] }, stripe))).toEqual({ cus_1: 3500 })
    // 50.00 would be major units, a hundred times as much: not guessed.
    expect(codes(fromStripe({ charges: [{ ...charge, amount: '50.00' }] }, stripe))).toEqual(['crm.amount.unreadable'])
    expect(codes(fromStripe({ charges: [{ ...charge, livemode: 'false' }] }, stripe))).toEqual(['crm.record.not-counted'])
    expect(net(fromStripe({ charges: [{ ...charge, currency: 'jpy' }] }, { ...stripe, currency: 'JPY', zeroDecimal: ['jpy'] }))).toEqual({
      cus_1: 5000,
    })
  })

  test('a refund whose amount is missing is not the whole sale', () => {
    const options = {
      ...stripe,
      sale: { from: 'o', customer: 'who', at: 'on', amount: 'total', counts: {} },
      refund: { from: 'r', order: 'of', at: 'on', amount: 'back', counts: {} },
    } as const
    const o = [{ id: '1', who: 'ann', on: '2026-03-01', total: '100' }]
    const preset = fromRecords({ o, r: [{ id: '2', of: '1', on: '2026-03-02', back: '' }] }, options)
    expect(preset.issues).toMatchObject([{ code: 'crm.amount.unreadable', source: 'r', row: 1, params: { id: '2', field: 'back' } }])
    expect(net(preset)).toEqual({ ann: 10000 })
    const shop = {
      id: 1,
      status: 'completed',
      currency: 'eur',
      total: '100',
      customer_id: 5,
      date_paid_gmt: '2026-03-01T11:00:00',
      refunds: [{ id: 2 }],
    }
    const woo = fromWooCommerce({ orders: [shop] }, { ...stripe, guests: 'skip' })
    expect(codes(woo)).toContain('crm.amount.unreadable')
    expect(net(woo)).toEqual({ 5: 10000 })
  })

  test('a state that says refunded without a refund is a doubt, not a sale like any other', () => {
    const order = {
      id: 1,
      processed_at: '2026-03-01T10:00:00Z',
      currency: 'EUR',
      total_price: '100',
      financial_status: 'refunded',
      customer: { id: 7 },
    }
    expect(codes(fromShopify({ orders: [order] }, { ...stripe, amount: 'total', money: 'shop', guests: 'skip' }))).toEqual([
      'crm.refund.amount-unknown',
    ])
  })

  test('refund transactions of two currencies are not added up', () => {
    const back = (amount: string, currency: string): object => ({ kind: 'refund', status: 'success', amount, currency })
    const order = {
      id: 1,
      processed_at: '2026-03-01T10:00:00Z',
      currency: 'EUR',
      total_price: '100',
      financial_status: 'partially_refunded',
      customer: { id: 7 },
    }
    const refunds = [{ id: 2, created_at: '2026-03-02T10:00:00Z', transactions: [back('10', 'EUR'), back('10', 'USD')] }]
    const preset = fromShopify({ orders: [{ ...order, refunds }] }, { ...stripe, amount: 'total', money: 'shop', guests: 'skip' })
    expect(codes(preset)).toEqual(['crm.amount.unreadable'])
    expect(net(preset)).toEqual({ 7: 10000 })
  })
})
