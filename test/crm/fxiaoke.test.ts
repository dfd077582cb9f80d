import { type FxiaokeOptions, fromFxiaoke, fxiaokeOutcomes, toFxiaoke } from 'tierwise/crm'
import { factAt, readFacts, rows, summarize } from 'tierwise/facts'
import { describe, expect, test } from 'vitest'

const BASE: FxiaokeOptions = {
  sale: {
    from: 'SalesOrderObj',
    customer: 'account_id',
    at: 'order_time',
    amount: 'order_amount',
    counts: { life_status: ['normal'] },
  },
  currency: 'CNY',
  timeZone: 'Asia/Shanghai',
}
const order = (id: string, more: object = {}): object => ({
  _id: id,
  name: `SO-${id}`,
  account_id: '60aa00000000000001bb00c1',
  account_id__r: '莫斯贸易',
  order_time: 1517328000000,
  order_amount: '1250.50',
  life_status: 'normal',
  owner: ['1000'],
  last_modified_time: 1517330000000,
  ...more,
})
const answer = (...dataList: object[]): object => ({
  errorCode: 0,
  errorMessage: 'OK',
  data: { dataList, total: 0, offset: 0, limit: 100 },
})

function revenue(records: Parameters<typeof fromFxiaoke>[0], options: FxiaokeOptions = BASE): Record<string, number | undefined> {
  const preset = fromFxiaoke(records, options)
  const { facts } = readFacts(preset.rows, preset.mapping)
  return Object.fromEntries([...rows(summarize(facts, { asOf: '2018-12-31' }))].map((row) => [row.customerId, row.revenueMinor]))
}

describe('reading 纷享销客', () => {
  test('reads amounts written as text and as numbers, and days that are midnight in the tenant’s zone', () => {
    const preset = fromFxiaoke({ SalesOrderObj: [answer(order('1'), order('2', { order_amount: 8 }))] }, BASE)
    const { facts, issues } = readFacts(preset.rows, preset.mapping)
    expect(issues).toEqual([])
    expect([factAt(facts, 0).amountMinor, factAt(facts, 1).amountMinor]).toEqual([125050, 800])
    expect(factAt(facts, 0).at).toBe(Date.UTC(2018, 0, 30, 16)) // 31 January 2018, 00:00 +08:00
  })

  test('takes a list, a bare record and a bare list as data', () => {
    const whole = { '60aa00000000000001bb00c1': 125050 }
    expect(revenue({ SalesOrderObj: answer(order('1')) })).toEqual(whole)
    expect(revenue({ SalesOrderObj: { errorCode: 0, data: order('1') } })).toEqual(whole)
    expect(revenue({ SalesOrderObj: [order('1')] })).toEqual(whole)
    expect(revenue({ SalesOrderObj: [answer(order('1')), { errorCode: 0, data: {} }] })).toEqual(whole)
  })

  test('takes an absent key, null and empty text alike', () => {
    for (const empty of [{ account_id: undefined }, { account_id: null }, { account_id: '' }, { account_id: [] }]) {
      const preset = fromFxiaoke({ SalesOrderObj: [order('1', empty)] }, BASE)
      expect(readFacts(preset.rows, preset.mapping).issues.map(({ code }) => code)).toEqual(['facts.customer.missing'])
    }
  })

  test('counts only the life states it is told to', () => {
    const states = ['normal', 'under_review', 'in_change', 'invalid', 'ineffective']
    const records = states.map((life_status, i) => order(String(i), { life_status, order_amount: String(10 ** i) }))
    expect(revenue({ SalesOrderObj: records })).toEqual({ '60aa00000000000001bb00c1': 100 })
    const both = { ...BASE, sale: { ...BASE.sale, counts: { life_status: ['normal', 'in_change'] } } }
    expect(revenue({ SalesOrderObj: records }, both)).toEqual({ '60aa00000000000001bb00c1': 10100 })
  })

  test('reads ids of 24 and of 32 digits as text', () => {
    const ids = ['60aa00000000000001bb00c1', '5f1d7f3e9b0c4e2d8a6b1c0d9e8f7a6b']
    expect(fromFxiaoke({ SalesOrderObj: ids.map((id) => order(id)) }, BASE).rows.order.map(({ id }) => id)).toEqual(ids)
  })

  test('keeps the later version when an offset shifted between pages', () => {
    const records = [
      answer(order('1', { order_amount: '5.00', last_modified_time: 1 })),
      answer(order('1', { order_amount: '6.00', last_modified_time: 2 })),
    ]
    expect(revenue({ SalesOrderObj: records })).toEqual({ '60aa00000000000001bb00c1': 600 })
  })

  test('takes refunds from one object: goods returned and money returned are one refund', () => {
    const records = {
      SalesOrderObj: [order('1')],
      ReturnedGoodsInvoiceObj: [
        { _id: 'g1', order_id: '1', returned_goods_inv_amount: '250.50', returned_goods_time: 1517400000000, life_status: 'normal' },
      ],
      RefundObj: [{ _id: 'm1', order_id: '1', refunded_amount: '250.50', refunded_time: 1517400000000, life_status: 'normal' }],
    }
    const goods = {
      from: 'ReturnedGoodsInvoiceObj',
      order: 'order_id',
      at: 'returned_goods_time',
      amount: 'returned_goods_inv_amount',
      counts: { life_status: ['normal'] },
    }
    const money = {
      from: 'RefundObj',
      order: 'order_id',
      at: 'refunded_time',
      amount: 'refunded_amount',
      counts: { life_status: ['normal'] },
    }
    for (const refund of [goods, money]) expect(revenue(records, { ...BASE, refund })).toEqual({ '60aa00000000000001bb00c1': 100000 })
    expect(fromFxiaoke(records, { ...BASE, refund: goods }).issues.map(({ code, source }) => [code, source])).toEqual([
      ['crm.source.unused', 'RefundObj'],
    ])
  })

  test('says that a refund names no order', () => {
    const refund = { from: 'RefundObj', order: 'order_id', at: 'refunded_time', amount: 'refunded_amount', counts: {} }
    const preset = fromFxiaoke(
      { SalesOrderObj: [order('1')], RefundObj: [{ _id: 'm1', refunded_amount: '1.00', refunded_time: 1517400000000 }] },
      { ...BASE, refund },
    )
    expect(preset.issues.map(({ code }) => code)).toContain('crm.field.missing')
    expect(readFacts(preset.rows, preset.mapping).issues.map(({ code }) => code)).toContain('facts.refund.order-missing')
  })

  test('reads order lines kept in an object of their own', () => {
    const records = {
      SalesOrderObj: [order('1')],
      SalesOrderProductObj: [
        { _id: 'l1', order_id: '1', product_id: 'p1', product_id__r: '水泵', quantity: '2', subtotal: '1000.00' },
        { _id: 'l2', order_id: '1', product_id: 'p2', product_id__r: '阀门', quantity: '1', subtotal: '250.50' },
      ],
    }
    const lines = { from: 'SalesOrderProductObj', sale: 'order_id', product: 'product_id__r', quantity: 'quantity', amount: 'subtotal' }
    const preset = fromFxiaoke(records, { ...BASE, sale: { ...BASE.sale, lines } })
    expect(factAt(readFacts(preset.rows, preset.mapping).facts, 0).lines).toEqual([
      { product: '水泵', quantity: 2, amountMinor: 100000 },
      { product: '阀门', quantity: 1, amountMinor: 25050 },
    ])
  })

  test('reads payments received instead of orders when told to', () => {
    const records = {
      PaymentObj: [{ _id: 'p', account_id: 'a', payment_time: 1517328000000, payment_amount: '1.00', life_status: 'normal' }],
    }
    const sale = {
      from: 'PaymentObj',
      customer: 'account_id',
      at: 'payment_time',
      amount: 'payment_amount',
      counts: { life_status: ['normal'] },
    }
    expect(revenue(records, { ...BASE, sale })).toEqual({ a: 100 })
  })

  test('takes a failure with HTTP 200 for what it is', () => {
    const preset = fromFxiaoke({ SalesOrderObj: [{ errorCode: 20016, errorMessage: 'token', data: null }] }, BASE)
    expect(preset.issues).toMatchObject([{ code: 'crm.response.failed', params: { problem: '20016' } }, { code: 'crm.source.empty' }])
  })

  test('converts by the record’s own rate only with fields and direction named', () => {
    const foreign = order('1', { order_amount: '100.00', mc_currency: 'USD', mc_exchange_rate: '7.2' })
    const exchange = { currency: 'mc_currency', rate: 'mc_exchange_rate', direction: 'homePerForeign' } as const
    expect(revenue({ SalesOrderObj: [foreign] }, { ...BASE, exchange })).toEqual({ '60aa00000000000001bb00c1': 72000 })
    expect(revenue({ SalesOrderObj: [order('1')] }, { ...BASE, exchange })).toEqual({ '60aa00000000000001bb00c1': 125050 }) // no mc_ fields: one currency
  })
})

describe('writing to 纷享销客', () => {
  const fields = {
    tier: { name: 'account_level', options: { gold: '2', silver: '1' } },
    score: 'rfm_score__c',
    at: { name: 'rfm_at__c', as: 'instant' },
    until: { name: 'tier_until__c', as: 'day' },
  } as const
  const row = { customerId: '60aa00000000000001bb00c2', tier: 'gold', score: 543, at: '2026-03-31T00:00:00.000Z', until: '2027-03-31' }

  test('sends one record a call: numbers as text, times as milliseconds, options as codes, workflows off', () => {
    expect(toFxiaoke([row], { object: 'AccountObj', timeZone: 'Asia/Shanghai', fields }).requests).toEqual([
      {
        method: 'POST',
        path: '/cgi/crm/v2/data/update',
        body: {
          triggerWorkFlow: false,
          triggerApprovalFlow: false,
          data: {
            object_data: {
              _id: '60aa00000000000001bb00c2',
              dataObjectApiName: 'AccountObj',
              account_level: '2',
              rfm_score__c: '543',
              rfm_at__c: 1774915200000,
              tier_until__c: Date.UTC(2027, 2, 30, 16), // midnight in China
            },
          },
        },
        customerIds: ['60aa00000000000001bb00c2'],
      },
    ])
    expect(toFxiaoke([row], { object: 'member__c', timeZone: 'Asia/Shanghai', fields }).requests[0].path).toBe(
      '/cgi/crm/custom/v2/data/update',
    )
  })

  test('writes nothing the second time', () => {
    const current = answer({
      _id: row.customerId,
      account_level: '2',
      rfm_score__c: '543.00',
      rfm_at__c: 1774915200000,
      tier_until__c: Date.UTC(2027, 2, 30, 16),
    })
    expect(toFxiaoke([row], { object: 'AccountObj', timeZone: 'Asia/Shanghai', fields, current })).toMatchObject({
      requests: [],
      unchanged: 1,
    })
  })

  test('reads the outcome from errorCode', () => {
    const [request] = toFxiaoke([row], { object: 'AccountObj', timeZone: 'Asia/Shanghai', fields }).requests
    expect(fxiaokeOutcomes(request, { errorCode: 0 })[0].outcome).toBe('written')
    expect(fxiaokeOutcomes(request, { errorCode: 30004 })[0]).toMatchObject({ outcome: 'refused', code: '30004', retry: true })
    expect(fxiaokeOutcomes(request, { errorCode: 2 })[0]).toMatchObject({ outcome: 'refused', retry: false })
    expect(fxiaokeOutcomes(request, null)[0]).toMatchObject({ outcome: 'unknown', retry: true })
  })
})
