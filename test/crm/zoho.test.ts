import { fromZoho, toZoho, type ZohoOptions, zohoOutcomes } from 'tierwise/crm'
import { factAt, readFacts, rows, summarize } from 'tierwise/facts'
import { en, sentences } from 'tierwise/messages'
import { describe, expect, test } from 'vitest'

const WON: ZohoOptions['sale'] = {
  from: 'Deals',
  customer: 'Contact_Name',
  at: 'Closing_Date',
  amount: 'Amount',
  counts: { Stage: ['Closed Won'] },
}
const BASE: ZohoOptions = { sale: WON, currency: 'EUR', timeZone: 'Europe/Berlin' }

const deal = (id: string, more: object = {}): object => ({
  id,
  Stage: 'Closed Won',
  Amount: 1250.5,
  Closing_Date: '2026-03-31',
  Contact_Name: { name: 'Ada Moss', id: '4876000000912300007' },
  Account_Name: null,
  Created_Time: '2026-03-30T23:50:00-08:00',
  $currency_symbol: '€',
  ...more,
})
const page = (...data: object[]): object => ({ data, info: { per_page: 200, count: data.length, more_records: false } })

function revenue(records: Parameters<typeof fromZoho>[0], options: ZohoOptions = BASE): Record<string, number | undefined> {
  const preset = fromZoho(records, options)
  const { facts } = readFacts(preset.rows, preset.mapping)
  const table = summarize(facts, { asOf: '2026-12-31' })
  return Object.fromEntries([...rows(table)].map((row) => [row.customerId, row.revenueMinor]))
}
const codes = (records: Parameters<typeof fromZoho>[0], options: ZohoOptions = BASE): string[] =>
  fromZoho(records, options).issues.map(({ code }) => code)

describe('reading Zoho CRM', () => {
  test('takes pages, a missing body and bare records alike', () => {
    const all = { '4876000000912300007': 250100 }
    expect(revenue({ Deals: [page(deal('1')), undefined, page(deal('2')), null, ''] })).toEqual(all)
    expect(revenue({ Deals: [deal('1'), deal('2')] })).toEqual(all)
    expect(revenue({ Deals: page(deal('1'), deal('2')) })).toEqual(all)
  })

  test('keeps 19-digit ids as text, and says so when a parser has rounded them', () => {
    const preset = fromZoho(
      { Deals: [deal('4876000000912345001'), deal('4876000000912345002'), { ...deal('x'), id: Number('4876000000912345003') }] },
      BASE,
    )
    expect(preset.rows.order.map(({ id }) => id)).toEqual(['4876000000912345001', '4876000000912345002'])
    expect(preset.issues).toMatchObject([{ code: 'crm.id.unsafe', source: 'Deals', row: 3 }])
    expect(codes({ Deals: [deal('4.876E+18')] })).toEqual(['crm.id.unsafe'])
  })

  test('counts a deal of a deleted or missing contact against nobody, with an issue', () => {
    const preset = fromZoho({ Deals: [deal('1', { Contact_Name: null }), deal('2')] }, BASE)
    const { issues } = readFacts(preset.rows, preset.mapping)
    expect(issues.map(({ code, row }) => [code, row])).toEqual([['facts.customer.missing', 1]])
    // Our row is of no use to who looks for it in the CRM: the record is named.
    expect(issues[0].params.id).toBe('1')
  })

  test('counts a contact that is on no page of contacts by its id', () => {
    expect(revenue({ Deals: [deal('1')], Contacts: [] })).toEqual({ '4876000000912300007': 125050 })
  })

  test('leaves lost, open and unapproved records aside by name', () => {
    const options = { ...BASE, sale: { ...WON, counts: { Stage: ['Closed Won'], $approval_state: ['approved'] } } }
    const records = [
      deal('1', { $approval_state: 'approved' }),
      deal('2', { Stage: 'Closed Lost', $approval_state: 'approved' }),
      deal('3', { $approval_state: 'review_pending' }),
      deal('4', { Stage: '-None-', $approval_state: 'approved' }),
    ]
    const preset = fromZoho({ Deals: records }, options)
    expect(preset.rows.order.map(({ id }) => id)).toEqual(['1'])
    expect(preset.issues.map(({ code, row, params }) => [code, row, params.field, params.value])).toEqual([
      ['crm.record.not-counted', 2, 'Stage', 'Closed Lost'],
      ['crm.record.not-counted', 3, '$approval_state', 'review_pending'],
      ['crm.record.not-counted', 4, 'Stage', null],
    ])
    expect(sentences(preset.issues, en)[2]).toBe('Deals row 4: 4 does not count: “Stage” is empty')
  })

  test('keeps the later version of a record that came twice while pages were read', () => {
    const older = deal('1', { Amount: 100, Modified_Time: '2026-03-31T10:00:00+02:00' })
    const newer = deal('1', { Amount: 300, Modified_Time: '2026-03-31T09:30:00+01:00' }) // half an hour later
    for (const pages of [
      [page(older), page(newer)],
      [page(newer), page(older)],
    ])
      expect(revenue({ Deals: pages })).toEqual({ '4876000000912300007': 30000 })
    expect(codes({ Deals: [older, newer] })).toEqual(['crm.record.repeated'])
  })

  test('counts neither of two versions that do not say which is later', () => {
    const preset = fromZoho({ Deals: [deal('1', { Amount: 100 }), deal('1', { Amount: 300 }), deal('2'), deal('2')] }, BASE)
    const { facts, issues } = readFacts(preset.rows, preset.mapping)
    expect(facts.length).toBe(1)
    expect(issues.map(({ code }) => code)).toContain('facts.id.conflict')
  })

  test('puts a datetime with an offset on the local day, and a date on that very day', () => {
    const at = (value: string): number => {
      const preset = fromZoho({ Deals: [deal('1', { Closing_Date: value })] }, BASE)
      return factAt(readFacts(preset.rows, preset.mapping).facts, 0).at as number
    }
    expect(at('2026-03-31T23:35:36+05:30')).toBe(Date.UTC(2026, 2, 31, 18, 5, 36))
    expect(at('2026-03-30T23:50:00-08:00')).toBe(Date.UTC(2026, 2, 31, 7, 50)) // already the 31st in Berlin
    expect(at('2026-03-31')).toBe(Date.UTC(2026, 2, 30, 22)) // midnight in Berlin, summer time
  })

  test('converts by the rate of the record only when told which way it goes', () => {
    const records = {
      Deals: [
        deal('1', { Currency: 'USD', Exchange_Rate: 1.25, Amount: 100 }),
        deal('2', { Currency: 'EUR', Exchange_Rate: 1, Amount: 7 }),
      ],
    }
    // 100 ÷ 1.25 = 80, 100 × 1.25 = 125
    expect(revenue(records, { ...BASE, exchangeRate: 'foreignPerHome' })).toEqual({ '4876000000912300007': 8700 })
    expect(revenue(records, { ...BASE, exchangeRate: 'homePerForeign' })).toEqual({ '4876000000912300007': 13200 })
    const undecided = fromZoho(records, BASE)
    expect(readFacts(undecided.rows, undecided.mapping).issues.map(({ code }) => code)).toEqual(['facts.rate.missing'])
    expect(revenue(records, { ...BASE, rates: [{ currency: 'USD', from: '2026-01-01', rate: '0.9' }] })).toEqual({
      '4876000000912300007': 9700,
    })
    const converted = fromZoho(records, { ...BASE, exchangeRate: 'foreignPerHome' })
    expect(factAt(readFacts(converted.rows, converted.mapping).facts, 0).attributes).toMatchObject({
      originalAmount: '100',
      originalCurrency: 'USD',
    })
  })

  test('says that a rate is no rate', () => {
    expect(codes({ Deals: [deal('1', { Currency: 'USD', Exchange_Rate: 0 })] }, { ...BASE, exchangeRate: 'foreignPerHome' })).toEqual([
      'crm.rate.unreadable',
    ])
  })

  test('reads sales from one source and lists the others as unused: a deal, its order and its invoice are one sale', () => {
    const records = {
      Deals: [deal('1')],
      Sales_Orders: [{ id: '9', Grand_Total: 1250.5, Status: 'Approved', Due_Date: '2026-03-31', Contact_Name: { id: '7', name: 'Ada' } }],
      Invoices: [{ id: '10', Grand_Total: 1250.5 }],
    }
    expect(revenue(records)).toEqual({ '4876000000912300007': 125050 })
    expect(fromZoho(records, BASE).issues.map(({ code, source }) => [code, source])).toEqual([
      ['crm.source.unused', 'Sales_Orders'],
      ['crm.source.unused', 'Invoices'],
    ])
  })

  test('says which field no record has: tenants rename them', () => {
    const records = { Deals: [deal('1')] }
    const preset = fromZoho(records, { ...BASE, sale: { ...WON, amount: 'Betrag' } })
    expect(preset.issues).toMatchObject([{ code: 'crm.field.missing', params: { field: 'Betrag' } }])
  })

  test('reads bulk CSV rows: text only, lookup columns as ids, the id heading in any case', () => {
    const csv = [
      {
        Id: '4876000000912345001',
        Stage: 'Closed Won',
        Amount: '1,250.50',
        Closing_Date: '2026-03-31',
        Contact_Name: '4876000000912300007',
        'Contact_Name.Full_Name': 'Ada Moss',
      },
      { Id: '4876000000912345002', Stage: 'Closed Won', Amount: '', Closing_Date: '', Contact_Name: '' },
    ]
    expect(revenue({ Deals: csv })).toEqual({ '4876000000912300007': 125050 })
    const preset = fromZoho({ Deals: csv }, BASE)
    expect(readFacts(preset.rows, preset.mapping).issues.every(({ row }) => row === 2)).toBe(true)
  })

  test('reads orders with their lines, accounts as customers, and refunds of a custom module', () => {
    const records = {
      Sales_Orders: [
        {
          id: 'o1',
          Order_Date: '2026-03-01',
          Grand_Total: 300,
          Status: 'Delivered',
          Account_Name: { id: 'a1', name: 'Moss Ltd' },
          Ordered_Items: [{ id: 'l1', Product_Name: { id: 'p1', name: 'Pump', Product_Code: 'PMP' }, Quantity: 2, Net_Total: 300 }],
        },
        { id: 'o2', Order_Date: '2026-03-02', Grand_Total: 80, Status: 'Cancelled', Account_Name: { id: 'a1', name: 'Moss Ltd' } },
      ],
      Returns: [
        { id: 'r1', Order: { id: 'o1', name: 'SO-1' }, Amount: 50, Date: '2026-03-09', State: 'done' },
        { id: 'r2', Order: { id: 'o2', name: 'SO-2' }, Amount: 80, Date: '2026-03-09', State: 'done' },
        { id: 'r3', Order: { id: 'gone', name: 'SO-3' }, Amount: 999, Date: '2025-03-09', State: 'done' },
      ],
      // The same key is a lookup on an order and plain text on the account itself.
      Accounts: [{ id: 'a1', Account_Name: 'Moss Ltd', Owner: { id: 'u1', name: 'Kim' }, Industry: null }],
    }
    const preset = fromZoho(records, {
      currency: 'EUR',
      timeZone: 'Europe/Berlin',
      sale: {
        from: 'Sales_Orders',
        customer: 'Account_Name',
        at: 'Order_Date',
        amount: 'Grand_Total',
        counts: { Status: ['Approved', 'Delivered'] },
        lines: { in: 'Ordered_Items', product: 'Product_Name.name', quantity: 'Quantity', amount: 'Net_Total' },
      },
      refund: { from: 'Returns', order: 'Order', at: 'Date', amount: 'Amount', counts: { State: ['done'] } },
      customer: { from: 'Accounts', attributes: { name: 'Account_Name', owner: 'Owner.name' } },
    })
    const { facts, issues } = readFacts(preset.rows, preset.mapping)
    const [row] = [...rows(summarize(facts, { asOf: '2026-12-31' }))]
    expect(row).toMatchObject({ customerId: 'a1', orders: 1, revenueMinor: 25000, refundedMinor: 5000 })
    expect(factAt(facts, 0).lines).toEqual([{ product: 'Pump', quantity: 2, amountMinor: 30000 }])
    expect(preset.rows.customer).toEqual([{ id: 'a1', Account_Name: 'Moss Ltd', Owner: 'u1', 'Owner.name': 'Kim', Industry: null }])
    expect(preset.issues.map(({ code }) => code)).toEqual(['crm.record.not-counted', 'crm.refund.of-uncounted'])
    expect(issues.map(({ code }) => code)).toEqual(['facts.refund.no-order']) // r3: before the window of the export
  })

  test('answers a refusal, nonsense and nothing with codes', () => {
    expect(codes({ Deals: { code: 'INVALID_TOKEN', status: 'error', message: '…' } })).toEqual(['crm.response.failed', 'crm.source.empty'])
    expect(codes({ Deals: [deal('1'), 7, 'x', null] })).toEqual(['crm.record.not-an-object', 'crm.record.not-an-object'])
    expect(codes({})).toEqual(['crm.source.empty'])
    expect(codes({ Deals: page() })).toEqual(['crm.source.empty'])
    expect(codes({ Deals: [{ ...deal('1'), id: null }] })).toEqual(['crm.id.missing'])
  })
})

describe('writing to Zoho CRM', () => {
  const fields = { tier: 'Customer_Tier', score: { name: 'RFM_Score', as: 'number' }, at: { name: 'Tiered_At', as: 'instant' } } as const
  const many = Array.from({ length: 230 }, (_, i) => ({ customerId: `c${i}`, tier: 'gold', score: i }))

  test('sends at most 100 records a call, quietly', () => {
    const plan = toZoho(many, { module: 'Contacts', fields })
    expect(plan.requests.map(({ method, path, customerIds }) => [method, path, customerIds.length])).toEqual([
      ['PUT', '/crm/v8/Contacts', 100],
      ['PUT', '/crm/v8/Contacts', 100],
      ['PUT', '/crm/v8/Contacts', 30],
    ])
    expect(plan.requests[2].body).toMatchObject({ trigger: [] })
    expect((plan.requests[0].body.data as object[])[1]).toEqual({ id: 'c1', Customer_Tier: 'gold', RFM_Score: 1 })
  })

  test('writes only what differs, whatever the spelling', () => {
    const current = page(
      { id: 'c1', Customer_Tier: 'gold', RFM_Score: '1.0', Tiered_At: '2026-03-31T23:35:36+05:30' },
      { id: 'c2', Customer_Tier: 'silver', RFM_Score: 2, Tiered_At: null },
    )
    const rows = [
      { customerId: 'c1', tier: 'gold', score: 1, at: '2026-03-31T18:05:36.000Z' },
      { customerId: 'c2', tier: 'gold', score: 2, at: '2026-03-31T18:05:36.000Z' },
    ]
    const plan = toZoho(rows, { module: 'Contacts', fields, current })
    expect(plan.unchanged).toBe(1)
    expect(plan.changes).toEqual([
      {
        customerId: 'c2',
        fields: [
          { name: 'Customer_Tier', from: 'silver', to: 'gold' },
          { name: 'Tiered_At', from: null, to: '2026-03-31T18:05:36+00:00' },
        ],
      },
    ])
  })

  test('writes nothing the second time', () => {
    const first = toZoho(many, { module: 'Contacts', fields })
    const current = first.requests.flatMap(({ body }) => body.data as object[])
    const second = toZoho(many, { module: 'Contacts', fields, current })
    expect([second.requests.length, second.unchanged]).toEqual([0, 230])
    const exported = page(...many.map(({ customerId }) => ({ id: customerId, Customer_Tier: 'silver' })))
    expect(toZoho(many, { module: 'Contacts', fields, current: [exported, current] }).unchanged).toBe(230) // sent lies over exported
  })

  test('upserts by a field of the host', () => {
    const [request] = toZoho([{ customerId: 'shop-7', tier: 'gold' }], {
      module: 'Contacts',
      fields: { tier: 'Tier' },
      upsertBy: 'Shop_Id',
    }).requests
    expect(request).toMatchObject({
      method: 'POST',
      path: '/crm/v8/Contacts/upsert',
      body: { data: [{ Shop_Id: 'shop-7', Tier: 'gold' }], duplicate_check_fields: ['Shop_Id'] },
    })
  })

  test('leaves an absent value as it is, or empties it when asked', () => {
    const current = [{ id: 'c1', Tier: 'gold' }]
    const rows = [{ customerId: 'c1', tier: undefined }]
    expect(toZoho(rows, { module: 'Contacts', fields: { tier: 'Tier' }, current }).requests).toEqual([])
    expect(toZoho(rows, { module: 'Contacts', fields: { tier: 'Tier' }, current, empty: 'clear' }).changes[0].fields).toEqual([
      { name: 'Tier', from: 'gold', to: null },
    ])
  })

  test('says what cannot be written, and writes the rest', () => {
    const rows = [
      { customerId: 'c1', tier: 'gold', reasons: ['a'], note: 'far too long' },
      { customerId: 'c1', tier: 'silver' },
      { tier: 'gold' },
      { customerId: 'c2', tier: 'platinum' },
    ]
    const plan = toZoho(rows, {
      module: 'Contacts',
      fields: { tier: { name: 'Tier', options: { gold: 'G', silver: 'S' } }, reasons: 'Reasons', note: { name: 'Note', lengthMax: 5 } },
    })
    expect(plan.issues.map(({ code, row }) => [code, row])).toEqual([
      ['crm.write.not-scalar', 1],
      ['crm.write.too-long', 1],
      ['crm.write.repeated', 2],
      ['crm.write.customer-missing', 3],
      ['crm.write.option-unknown', 4],
    ])
    expect(plan.requests[0].body.data).toEqual([{ id: 'c1', Tier: 'G' }])
    expect(() => toZoho([], { module: 'Contacts/../Deals', fields: {} })).toThrow('crm.module.name')
  })

  test('reads the answer record by record: HTTP 207 mixes them', () => {
    const [request] = toZoho(
      [
        { customerId: 'a', t: 'x' },
        { customerId: 'b', t: 'x' },
        { customerId: 'c', t: 'x' },
      ],
      { module: 'Contacts', fields: { t: 'T' } },
    ).requests
    const answer = {
      data: [
        { code: 'SUCCESS', status: 'success', action: 'update', details: { id: 'a' } },
        { code: 'INVALID_DATA', status: 'error', details: { api_name: 'T' } },
        { code: 'RECORD_LOCKED', status: 'error', details: {} },
      ],
    }
    expect(zohoOutcomes(request, answer)).toEqual([
      { customerId: 'a', outcome: 'written', code: 'SUCCESS', retry: false },
      { customerId: 'b', outcome: 'refused', code: 'INVALID_DATA', retry: false },
      { customerId: 'c', outcome: 'refused', code: 'RECORD_LOCKED', retry: true },
    ])
    expect(zohoOutcomes(request, undefined).map(({ outcome }) => outcome)).toEqual(['unknown', 'unknown', 'unknown'])
    expect(zohoOutcomes(request, { status: 'error', code: 'LIMIT_EXCEEDED' })[0]).toEqual({
      customerId: 'a',
      outcome: 'refused',
      code: 'LIMIT_EXCEEDED',
      retry: true,
    })
  })
})
