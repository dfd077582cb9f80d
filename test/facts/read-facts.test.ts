import { factAt, factsOf, type Mapping, readFacts } from 'tierwise/facts'
import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { describe, expect, test } from 'vitest'

const orders: Mapping = { order: { id: 'id', customer: 'c', at: 'd', amount: 'a' }, currency: 'CNY', timeZone: 'Asia/Shanghai' }
const codes = (rows: readonly unknown[], mapping: Mapping = orders) => readFacts(rows, mapping).issues.map(({ row, code }) => [row, code])
const good = { id: '1', c: 'ann', d: '2026-03-01', a: '12.50' }

test('reads the columns of the north-star example', () => {
  const { facts, issues } = readFacts(
    [{ 订单编号: 'A-1', 客户编号: 'c7', 下单时间: '2024年3月5日 14:05', 金额: '¥1,234.50', 品类: '图书' }],
    {
      order: { id: '订单编号', customer: '客户编号', at: '下单时间', amount: '金额', category: '品类' },
      currency: 'CNY',
      timeZone: 'Asia/Shanghai',
    },
  )
  expect(issues).toEqual([])
  expect([...factsOf(facts)]).toEqual([
    {
      id: 'A-1',
      customerId: 'c7',
      type: 'purchase',
      at: Date.parse('2024-03-05T06:05:00Z'),
      amountMinor: 123450,
      currency: 'CNY',
      lines: [{ category: '图书', amountMinor: 123450 }],
    },
  ])
})

describe('a row that cannot be used is an issue with its code and row, and the rest is read', () => {
  test.each<[string, Record<string, unknown> | null | number, string]>([
    ['no customer', { ...good, id: '2', c: '' }, 'facts.customer.missing'],
    ['a customer that is an object', { ...good, id: '2', c: {} }, 'facts.customer.unreadable'],
    ['no id', { ...good, id: ' ' }, 'facts.id.missing'],
    ['no date', { ...good, id: '2', d: '' }, 'facts.at.missing'],
    ['a word for a date', { ...good, id: '2', d: 'yesterday' }, 'facts.at.unreadable'],
    ['30 February', { ...good, id: '2', d: '2026-02-30' }, 'facts.at.unreadable'],
    ['a date of two readings', { ...good, id: '2', d: '03/04/2026' }, 'facts.at.ambiguous'],
    ['seconds or milliseconds', { ...good, id: '2', d: 1767225600 }, 'facts.at.ambiguous'],
    ['an infinite date', { ...good, id: '2', d: Number.POSITIVE_INFINITY }, 'facts.at.unreadable'],
    ['no amount', { ...good, id: '2', a: '' }, 'facts.amount.missing'],
    ['a word for an amount', { ...good, id: '2', a: 'twelve' }, 'facts.amount.unreadable'],
    ['a negative amount', { ...good, id: '2', a: '-1.00' }, 'facts.amount.negative'],
    ['an infinite amount', { ...good, id: '2', a: Number.POSITIVE_INFINITY }, 'facts.amount.not-finite'],
    ['NaN', { ...good, id: '2', a: Number.NaN }, 'facts.amount.not-finite'],
    ['a tenth of a cent', { ...good, id: '2', a: '12.505' }, 'facts.amount.too-precise'],
    ['more than a safe integer of cents', { ...good, id: '2', a: '123456789012345678' }, 'facts.amount.unsafe'],
    ['a sign of another currency without a rate', { ...good, id: '2', a: '€5' }, 'facts.rate.missing'],
    ['no record', null, 'facts.row.not-an-object'],
    ['a number', 7, 'facts.row.not-an-object'],
  ])('%s', (_, row, code) => {
    const { facts, issues, report } = readFacts([good, row], orders)
    expect(issues.map((issue) => [issue.source, issue.row, issue.code, issue.outcome])).toEqual([['order', 2, code, 'error']])
    expect(facts.length).toBe(1)
    expect(report.sources).toEqual([{ source: 'order', rows: 2, used: 1, skipped: 1 }])
  })

  test('an unknown currency column', () => {
    const mapping: Mapping = { ...orders, order: { id: 'id', customer: 'c', at: 'd', amount: 'a', currency: 'cur' } }
    expect(
      codes(
        [
          { ...good, cur: 'CNY' },
          { ...good, id: '2', cur: 'ZZZ' },
        ],
        mapping,
      ),
    ).toEqual([[2, 'facts.currency.unknown']])
  })

  test('everything wrong with a row is said', () => {
    expect(codes([{ id: '', c: '', d: 'x', a: 'y' }]).map(([, code]) => code)).toEqual([
      'facts.amount.unreadable',
      'facts.at.unreadable',
      'facts.customer.missing',
      'facts.id.missing',
    ])
  })
})

describe('ids', () => {
  test('the same row twice counts once', () => {
    const { facts, issues } = readFacts([good, { ...good }], orders)
    expect(facts.length).toBe(1)
    expect(issues).toMatchObject([{ row: 2, code: 'facts.id.duplicate', outcome: 'info', params: { firstRow: 1 } }])
  })

  test('one id with two contents counts for neither, however often it comes', () => {
    const { facts, issues } = readFacts([good, { ...good, a: '13' }, good, { ...good, id: '2' }], orders)
    expect([...factsOf(facts)].map((fact) => fact.id)).toEqual(['2'])
    expect(issues.map(({ row, code }) => [row, code])).toEqual([
      [1, 'facts.id.conflict'],
      [2, 'facts.id.conflict'],
      [3, 'facts.id.conflict'],
    ])
  })

  test('without an id column each row is its own, said once', () => {
    const { facts, issues } = readFacts([good, good], { ...orders, order: { customer: 'c', at: 'd', amount: 'a' } })
    expect(facts.length).toBe(2)
    expect(issues).toMatchObject([{ code: 'facts.id.absent', outcome: 'info', source: 'order' }])
  })

  test('an order and a refund may share a number', () => {
    const { facts, issues } = readFacts(
      { order: [good], refund: [{ id: '1', order: '1', d: '2026-03-02', a: '2.50' }] },
      { ...orders, refund: { id: 'id', order: 'order', at: 'd', amount: 'a' } },
    )
    expect(issues).toEqual([])
    expect([...factsOf(facts)].map(({ type, id, customerId, amountMinor }) => [type, id, customerId, amountMinor])).toEqual([
      ['purchase', '1', 'ann', 1250],
      ['refund', '1', 'ann', 250],
    ])
  })
})

describe('refunds', () => {
  const mapping: Mapping = { ...orders, refund: { id: 'id', order: 'o', customer: 'c', at: 'd', amount: 'a' } }
  const refund = { id: 'r', o: '1', c: 'ann', d: '2026-03-02', a: '5' }
  test.each<[string, Record<string, unknown>, string, string]>([
    ['without its order', { ...refund, o: '9' }, 'facts.refund.no-order', 'warning'],
    ['above its order', { ...refund, a: '12.51' }, 'facts.refund.above-order', 'warning'],
    ['before its order', { ...refund, d: '2026-02-02' }, 'facts.refund.before-order', 'warning'],
    ['naming no order', { ...refund, o: '' }, 'facts.refund.order-missing', 'error'],
  ])('%s', (_, row, code, outcome) => {
    const { issues } = readFacts({ order: [good], refund: [row] }, mapping)
    expect(issues.map((issue) => [issue.source, issue.row, issue.code, issue.outcome])).toEqual([['refund', 1, code, outcome]])
  })

  test('nobody knows whose a refund without order and customer is', () => {
    const { issues, facts } = readFacts(
      { order: [good], refund: [{ ...refund, o: '9' }] },
      { ...orders, refund: { id: 'id', order: 'o', at: 'd', amount: 'a' } },
    )
    expect(issues.map(({ code, outcome }) => [code, outcome])).toEqual([['facts.refund.no-order', 'error']])
    expect(facts.length).toBe(1)
  })

  test('an empty amount is the whole order; a negative one is its size', () => {
    const { facts } = readFacts(
      {
        order: [good],
        refund: [
          { ...refund, a: '' },
          { ...refund, id: 's', a: '-5' },
        ],
      },
      mapping,
    )
    expect([...factsOf(facts)].slice(1).map(({ amountMinor }) => amountMinor)).toEqual([undefined, 500])
  })

  test('negative rows of an order file are refunds where the mapping says so', () => {
    const rows = [good, { ...good, a: '-2.50', d: '2026-03-03' }]
    const { facts, issues } = readFacts(rows, { ...orders, order: { id: 'id', customer: 'c', at: 'd', amount: 'a', negative: 'refund' } })
    expect(issues).toEqual([])
    expect(factAt(facts, 1)).toMatchObject({ type: 'refund', refersTo: '1', amountMinor: 250 })
  })
})

test('a refund among the events written with a minus takes its amount back, not twice', () => {
  const mapping: Mapping = {
    order: { id: 'id', customer: 'c', at: 'd', amount: 'a', where: { type: 'order' } },
    event: { id: 'id', customer: 'c', at: 'd', amount: 'a', type: 'type', refersTo: 'of', where: { type: ['refund', 'voucher'] } },
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
  }
  const rows = [
    { ...good, type: 'order' },
    { ...good, type: 'refund', id: 'r', a: '-2.50', of: '1' },
    { ...good, type: 'voucher', id: 'v', a: '-1.00' },
  ]
  expect([...factsOf(readFacts(rows, mapping).facts)].map(({ type, amountMinor }) => [type, amountMinor])).toEqual([
    ['purchase', 12_50],
    ['refund', 2_50],
    ['voucher', -1_00],
  ])
})

describe('dates', () => {
  const shanghai = (value: unknown, field: object = {}): string => {
    const { facts, issues } = readFacts([{ ...good, d: value }], {
      ...orders,
      order: { id: 'id', customer: 'c', amount: 'a', at: { column: 'd', ...field } },
    })
    return facts.length === 1 ? new Date(facts.columns.at[0]).toISOString() : issues.map((issue) => issue.code).join()
  }
  test.each<[unknown, string]>([
    ['2026-03-01', '2026-02-28T16:00:00.000Z'],
    ['2026-03-01 08:30', '2026-03-01T00:30:00.000Z'],
    ['2026-03-01T08:30:15', '2026-03-01T00:30:15.000Z'],
    ['2026-03-01T08:30:15.123456Z', '2026-03-01T08:30:15.123Z'],
    ['2026-03-01T08:30:15+08:00', '2026-03-01T00:30:15.000Z'],
    ['2026-03-01T08:30:15-0500', '2026-03-01T13:30:15.000Z'],
    ['2026/3/1 8:05', '2026-03-01T00:05:00.000Z'],
    ['2026.03.01', '2026-02-28T16:00:00.000Z'],
    ['20260301', '2026-02-28T16:00:00.000Z'],
    ['20260301083015', '2026-03-01T00:30:15.000Z'],
    ['2026年3月1日', '2026-02-28T16:00:00.000Z'],
    ['2026年03月01日 上午8时05分', '2026-03-01T00:05:00.000Z'],
    ['2026年3月1日下午8:05:09', '2026-03-01T12:05:09.000Z'],
    ['２０２６年３月１日', '2026-02-28T16:00:00.000Z'],
    ['1 Mar 2026', '2026-02-28T16:00:00.000Z'],
    ['March 1st, 2026 8:05 PM', '2026-03-01T12:05:00.000Z'],
    [new Date('2026-03-01T04:00:00Z'), '2026-03-01T04:00:00.000Z'],
    [1772337600000, '2026-03-01T04:00:00.000Z'],
    ['1772337600000', '2026-03-01T04:00:00.000Z'],
    ['1772337600', 'facts.at.ambiguous'],
    ['0000-01-01', 'facts.at.unreadable'],
    ['2026-03-01T24:00:00Z', 'facts.at.unreadable'],
    ['2026-13-01', 'facts.at.unreadable'],
    [true, 'facts.at.unreadable'],
  ])('%s', (value, expected) => {
    expect(shanghai(value)).toBe(expected)
  })
  test('a declared format, epoch or Excel day', () => {
    expect(shanghai('01/03/2026 08:30', { format: 'dd/MM/yyyy HH:mm' })).toBe('2026-03-01T00:30:00.000Z')
    expect(shanghai('03/01/2026', { format: 'MM/dd/yyyy' })).toBe('2026-02-28T16:00:00.000Z')
    expect(shanghai('31/02/2026', { format: 'dd/MM/yyyy' })).toBe('facts.at.unreadable')
    expect(shanghai('1772337600', { epoch: 's' })).toBe('2026-03-01T04:00:00.000Z')
    expect(shanghai(46082.5, { epoch: 'excel' })).toBe('2026-03-01T04:00:00.000Z') // 46082 is 2026-03-01 in a spreadsheet
  })
  test('a wall clock that shows a time twice means the first, one that skips it the later', () => {
    const newYork = (d: string): string => {
      const { facts } = readFacts([{ ...good, d }], { ...orders, timeZone: 'America/New_York' })
      return new Date(facts.columns.at[0]).toISOString()
    }
    expect(newYork('2026-11-01 01:30')).toBe('2026-11-01T05:30:00.000Z') // EDT
    expect(newYork('2026-03-08 02:30')).toBe('2026-03-08T07:30:00.000Z') // 03:30 EDT
  })
})

describe('money', () => {
  test('other currencies are converted by the rate of their day, and the original is kept', () => {
    const mapping: Mapping = {
      ...orders,
      order: { id: 'id', customer: 'c', at: 'd', amount: 'a', currency: 'cur' },
      rates: [
        { currency: 'USD', from: '2026-01-01', rate: '7.10' },
        { currency: 'USD', from: '2026-03-01', rate: '7.25' },
        { currency: 'JPY', from: '2026-01-01', rate: '0.0475' },
      ],
    }
    const { facts, issues } = readFacts(
      [
        { ...good, id: '1', a: '10.01', cur: 'USD', d: '2026-02-28' },
        { ...good, id: '2', a: '10.01', cur: 'usd', d: '2026-03-01' },
        { ...good, id: '3', a: '1001', cur: 'JPY', d: '2026-03-02' },
        { ...good, id: '4', a: '1', cur: 'USD', d: '2025-12-31' },
      ],
      mapping,
    )
    // 10.01 × 7.10 = 71.071; 10.01 × 7.25 = 72.5725; 1001 × 0.0475 = 47.5475, half to even after two places
    expect([...facts.columns.amountMinor]).toEqual([7107, 7257, 4755])
    expect(facts.columns.original).toEqual([
      { amountMinor: 1001, currency: 'USD' },
      { amountMinor: 1001, currency: 'USD' },
      { amountMinor: 1001, currency: 'JPY' },
    ])
    expect(issues).toMatchObject([{ row: 4, code: 'facts.rate.missing', params: { currency: 'USD' } }])
  })

  test.each<[string, string, unknown, number]>([
    ['JPY', 'major', '1,234', 1234],
    ['KWD', 'major', '1.234', 1234],
    ['CNY', 'major', '(12.50)', -1250],
    ['CNY', 'major', 12.5, 1250],
    ['CNY', 'major', 0.1, 10],
    ['CNY', 'minor', 1250, 1250],
    ['CNY', 'minor', '1250', 1250],
    ['CNY', 'major', '１２．５０元', 1250],
    ['EUR', 'major', '1 234.50 €', 123450],
  ])('%s %s %s', (currency, unit, a, expected) => {
    const { facts, issues } = readFacts([{ ...good, a }], {
      event: { id: 'id', customer: 'c', at: 'd', type: { value: 'e' }, amount: { column: 'a', unit: unit as 'major' } },
      currency,
      timeZone: 'UTC',
    })
    expect(issues).toEqual([])
    expect(facts.columns.amountMinor[0]).toBe(expected)
  })

  test('decimal commas and rounding only when declared', () => {
    expect(readFacts([{ ...good, a: '1.234,50' }], { ...orders, decimalComma: true }).facts.columns.amountMinor[0]).toBe(123450)
    expect(readFacts([{ ...good, a: '1.234' }], { ...orders, decimalComma: true }).facts.columns.amountMinor[0]).toBe(123400)
    const rounded = readFacts([{ ...good, a: 12.505 }], { ...orders, round: 'halfEven' })
    expect(rounded.facts.columns.amountMinor[0]).toBe(1250)
    expect(rounded.issues).toMatchObject([{ code: 'facts.amount.rounded', outcome: 'info' }])
  })
})

describe('identity links', () => {
  const mapping: Mapping = { ...orders, link: { alias: 'alias', customer: 'customer', from: 'from', until: 'until' } }
  const order = (id: string, c: string, d: string) => ({ id, c, d, a: '1' })
  const read = (link: readonly Record<string, string>[], ...order: readonly Record<string, string>[]) => readFacts({ order, link }, mapping)

  test('shop, app and till become one customer, and the facts remember where they came from', () => {
    const { facts, issues } = read(
      [
        { alias: 'till-9', customer: 'app-3' },
        { alias: 'app-3', customer: 'ann' },
      ],
      order('1', 'till-9', '2026-01-01'),
      order('2', 'app-3', '2026-01-02'),
      order('3', 'ann', '2026-01-03'),
    )
    expect(issues).toEqual([])
    expect(facts.customers.ids).toEqual(['ann'])
    expect(facts.columns.alias).toEqual(['till-9', 'app-3', undefined])
  })

  test('the fact’s own date decides, so that a phone number can change hands', () => {
    const { facts } = read(
      [
        { alias: '139', customer: 'ann', until: '2026-02-01' },
        { alias: '139', customer: 'bo', from: '2026-02-01' },
      ],
      order('1', '139', '2026-01-31'),
      order('2', '139', '2026-02-01'),
    )
    expect([...factsOf(facts)].map(({ customerId }) => customerId)).toEqual(['ann', 'bo'])
  })

  test('cycles and two owners at one time hold for nobody', () => {
    const cycle = read(
      [
        { alias: 'a', customer: 'b' },
        { alias: 'b', customer: 'c' },
        { alias: 'c', customer: 'a' },
        { alias: 'x', customer: 'a' },
      ],
      order('1', 'a', '2026-01-01'),
      order('2', 'x', '2026-01-01'),
    )
    expect(cycle.issues.map(({ row, code }) => [row, code])).toEqual([1, 2, 3].map((row) => [row, 'facts.link.cycle']))
    expect(cycle.facts.customers.ids).toEqual(['a'])
    const contested = read(
      [
        { alias: 'a', customer: 'b' },
        { alias: 'a', customer: 'c', from: '2026-01-01' },
      ],
      order('1', 'a', '2026-01-01'),
    )
    expect(contested.issues.map(({ code }) => code)).toEqual(['facts.link.overlap', 'facts.link.overlap'])
    expect(contested.facts.customers.ids).toEqual(['a'])
  })
})

describe('lines', () => {
  test('rows of one order add up', () => {
    const rows = [
      { id: '1', c: 'ann', d: '2026-01-01', a: '10', p: 'pen', q: '2', k: '4' },
      { id: '1', c: 'ann', d: '2026-01-01', a: '5.50', p: 'ink', q: '1', k: '3' },
      { id: '2', c: 'bo', d: '2026-01-02', a: '1', p: 'pen', q: '1', k: '' },
    ]
    const { facts, issues, report } = readFacts(rows, {
      ...orders,
      order: { id: 'id', customer: 'c', at: 'd', amount: 'a', lines: 'rows', product: 'p', quantity: 'q', cost: 'k' },
    })
    expect(issues).toEqual([])
    expect(report.sources[0]).toEqual({ source: 'order', rows: 3, used: 3, skipped: 0 })
    expect(factAt(facts, 0)).toMatchObject({
      id: '1',
      amountMinor: 1550,
      lines: [
        { product: 'pen', quantity: 2, amountMinor: 1000, costMinor: 400 },
        { product: 'ink', quantity: 1, amountMinor: 550, costMinor: 300 },
      ],
    })
  })

  test('a line delivered twice counts once where lines have ids, and two customers are a conflict', () => {
    const line = { id: '1', n: '1', c: 'ann', d: '2026-01-01', a: '10' }
    const mapping: Mapping = { ...orders, order: { id: 'id', customer: 'c', at: 'd', amount: 'a', lines: 'rows', line: 'n' } }
    const twice = readFacts([line, line, { ...line, n: '2', a: '5' }], mapping)
    expect(twice.facts.columns.amountMinor[0]).toBe(1500)
    expect(twice.issues.map(({ code }) => code)).toEqual(['facts.line.duplicate'])
    expect(codes([line, { ...line, n: '2', c: 'bo' }], mapping).map(([, code]) => code)).toEqual(['facts.id.conflict', 'facts.id.conflict'])
  })

  test('arrays of line objects, or their JSON', () => {
    const items = [{ sku: 'pen', qty: 2, price: '9.90' }]
    const mapping: Mapping = {
      ...orders,
      order: { id: 'id', customer: 'c', at: 'd', amount: 'a', lines: { in: 'items', product: 'sku', quantity: 'qty', amount: 'price' } },
    }
    for (const value of [items, JSON.stringify(items)]) {
      expect(factAt(readFacts([{ ...good, items: value }], mapping).facts, 0).lines).toEqual([
        { product: 'pen', quantity: 2, amountMinor: 990 },
      ])
    }
    expect(codes([{ ...good, items: '{broken' }], mapping)).toEqual([[1, 'facts.line.unreadable']])
  })
})

describe('everything else a customer does', () => {
  test('interactions, feedback, answers, enrollments and customers', () => {
    const { facts, issues } = readFacts(
      {
        interaction: [{ id: 'i', c: 'ann', d: '2026-01-01', t: '工单', cost: '3.50', ch: 'phone' }],
        feedback: [{ id: 'f', c: 'ann', d: '2026-01-02', topic: 'delivery', done: '2026-01-03 10:00', bad: '是' }],
        answer: [{ id: 'n', c: 'ann', d: '2026-01-04', s: 'NPS', v: '9' }],
        enroll: [{ c: 'ann', d: '2026-01-05' }],
        customer: [
          { id: 'ann', name: '安', born: '1990', vip: 'yes', likes: 'tea；books', region: '华东' },
          { id: 'bo', name: '博', born: 'long ago', vip: '', likes: '', region: '' },
        ],
      },
      {
        interaction: { id: 'id', customer: 'c', at: 'd', type: 't', types: { 工单: 'ticket' }, cost: 'cost', channel: 'ch' },
        feedback: { id: 'id', customer: 'c', at: 'd', topic: 'topic', solved: 'done', complaint: 'bad' },
        answer: { id: 'id', customer: 'c', at: 'd', survey: 's', score: 'v' },
        enroll: { customer: 'c', at: 'd' },
        customer: {
          id: 'id',
          attributes: {
            name: 'name',
            birthYear: { column: 'born', as: 'number' },
            vip: { column: 'vip', as: 'flag' },
            interests: { column: 'likes', as: 'set' },
            region: 'region',
          },
        },
        currency: 'CNY',
        timeZone: 'UTC',
      },
    )
    expect([...factsOf(facts)].map(({ type, attributes, channel }) => [type, channel, attributes])).toEqual([
      ['ticket', 'phone', { costMinor: 350 }],
      ['feedback', undefined, { topic: 'delivery', solvedAt: '2026-01-03T10:00:00.000Z', complaint: true }],
      ['answer', undefined, { survey: 'nps', score: 9 }],
      ['enroll', undefined, undefined],
    ])
    expect(facts.customers).toEqual({
      ids: ['ann', 'bo'],
      attributes: [{ name: '安', birthYear: 1990, vip: true, interests: ['books', 'tea'], region: '华东' }, { name: '博' }],
    })
    expect(issues.map(({ source, row, code }) => [source, row, code])).toEqual([
      ['enroll', undefined, 'facts.id.absent'],
      ['customer', 2, 'facts.attribute.unreadable'],
    ])
  })

  test('an attribute that two rows state differently is left empty', () => {
    const { facts, issues } = readFacts(
      {
        customer: [
          { id: 'ann', r: 'N', g: 'f' },
          { id: 'ann', r: 'S', g: 'f' },
        ],
      },
      { customer: { id: 'id', attributes: { region: 'r', gender: 'g' } }, currency: 'CNY', timeZone: 'UTC' },
    )
    expect(facts.customers.attributes).toEqual([{ gender: 'f' }])
    expect(issues).toMatchObject([{ code: 'facts.customer.conflict', row: 2, params: { attribute: 'region' } }])
  })

  test('one file of mixed rows is told apart by a column, and rows nobody chose are said', () => {
    const rows = [
      { ...good, kind: 'sale' },
      { id: '2', c: 'ann', d: '2026-03-04', a: '', o: '1', kind: 'return' },
      { ...good, id: '3', kind: 'draft' },
    ]
    const { facts, issues } = readFacts(rows, {
      order: { where: { kind: 'sale' }, id: 'id', customer: 'c', at: 'd', amount: 'a' },
      refund: { where: { kind: ['return', 'void'] }, id: 'id', order: 'o', at: 'd', amount: 'a' },
      currency: 'CNY',
      timeZone: 'UTC',
    })
    expect([...factsOf(facts)].map(({ type }) => type)).toEqual(['purchase', 'refund'])
    expect(issues.map(({ row, code }) => [row, code])).toEqual([[3, 'facts.row.unclaimed']])
  })
})

describe('columns', () => {
  test('typed arrays and dictionary codes give the same facts as rows', () => {
    const at = Date.parse('2026-03-01T00:00:00Z')
    const rows = [
      { c: 7, d: at, a: 100, ch: 'app' },
      { c: 3, d: at + 1000, a: 250, ch: 'web' },
      { c: 7, d: at + 2000, a: 50, ch: 'app' },
    ]
    const mapping: Mapping = {
      order: { customer: 'c', at: 'd', amount: { column: 'a', unit: 'minor' }, channel: 'ch' },
      currency: 'CNY',
      timeZone: 'UTC',
    }
    const columns = {
      c: Int32Array.of(7, 3, 7),
      d: Float64Array.of(at, at + 1000, at + 2000),
      a: Float64Array.of(100, 250, 50),
      ch: { codes: Uint8Array.of(0, 1, 0), values: ['app', 'web'] },
    }
    expect(readFacts({ length: 3, columns }, mapping)).toEqual(readFacts(rows, mapping))
  })

  test('columns of different lengths are a caller’s mistake', () => {
    const columns = { c: [1, 2], d: ['2026-01-01'], a: [1, 2] }
    expect(() =>
      readFacts({ length: 2, columns }, { order: { customer: 'c', at: 'd', amount: 'a' }, currency: 'CNY', timeZone: 'UTC' }),
    ).toThrow(/column-length/)
  })
})

describe('mistakes in the mapping', () => {
  test('a column that is not there is said once', () => {
    const { facts, issues, report } = readFacts([good, good, good], {
      ...orders,
      order: { id: 'id', customer: 'customer_id', at: 'd', amount: 'a' },
    })
    expect(issues.filter(({ outcome }) => outcome === 'error')).toMatchObject([
      { code: 'facts.column.missing', params: { column: 'customer_id' } },
    ])
    expect(facts.length).toBe(0)
    expect(report.sources[0]).toMatchObject({ rows: 3, used: 0, skipped: 3 })
  })

  test.each<[string, Mapping, RegExp]>([
    ['no zone of that name', { ...orders, timeZone: 'Mars/Olympus' }, /tierwise.zone.unknown/],
    ['no currency of that code', { ...orders, currency: 'RMB' }, /facts.currency.unknown/],
    ['nothing mapped', { currency: 'CNY', timeZone: 'UTC' }, /facts.mapping.empty/],
    ['a misspelled kind', { ...orders, oders: {} } as Mapping, /facts.mapping.unknown-key/],
    ['a rate of nothing', { ...orders, rates: [{ currency: 'USD', from: '2026-01-01', rate: '0' }] }, /facts.rate.invalid/],
  ])('%s', (_, mapping, message) => {
    expect(() => readFacts([good], mapping)).toThrow(message)
  })

  test('a source of no known kind', () => {
    expect(() => readFacts({ orders: [good] } as object, orders)).toThrow(/facts.input.unknown-source/)
  })
})

describe('refunds in the currency of an order that was converted', () => {
  const mapping: Mapping = {
    order: { id: 'id', customer: 'c', at: 'd', amount: 'a', currency: 'cur' },
    refund: { id: 'id', order: 'o', at: 'd', amount: 'a', currency: 'cur' },
    rates: [
      { currency: 'USD', from: '2026-01-01', rate: '7' },
      { currency: 'USD', from: '2026-02-01', rate: '7.1' },
      { currency: 'USD', from: '2026-03-01', rate: '6.9' },
    ],
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
  }
  const order = { id: '1', c: 'ann', d: '2026-01-05', a: '100', cur: 'USD' }
  const refund = { o: '1', cur: 'USD' }
  const amounts = (refunds: readonly object[], orderRow: object = order) => {
    const { facts, issues } = readFacts({ order: [orderRow], refund: refunds }, mapping)
    return [issues.map(({ code }) => code), [...factsOf(facts)].map(({ amountMinor }) => amountMinor)]
  }

  // USD 100 at 7 is CNY 700, and so is all of it back, whatever a dollar costs on that day
  test.each(['2026-02-03', '2026-03-03'])('all of it back on %s leaves nothing', (d) => {
    expect(amounts([{ ...refund, id: 'r', d, a: '100' }])).toEqual([[], [700_00, 700_00]])
  })

  test('parts add up to the order to the last fen', () => {
    const parts = ['33.33', '33.33', '33.34'].map((a, i) => ({ ...refund, id: `r${i}`, d: `2026-03-0${i + 1}`, a }))
    // 33.33 × 7 = 233.31, 66.66 × 7 = 466.62, 100 × 7 = 700
    expect(amounts(parts)).toEqual([[], [700_00, 233_31, 233_31, 233_38]])
  })

  test('more than the order is above it, and does not count with the parts after it', () => {
    const parts = [
      { ...refund, id: 'r1', d: '2026-03-01', a: '40' },
      { ...refund, id: 'r2', d: '2026-03-02', a: '61' },
      { ...refund, id: 'r3', d: '2026-03-03', a: '60' },
    ]
    // what is above stays at its own day's rate: 61 × 6.9 = 420.90
    expect(amounts(parts)).toEqual([['facts.refund.above-order'], [700_00, 280_00, 420_90, 420_00]])
  })

  test('parts of a yen add up where each alone would be rounded', () => {
    // JPY 3 at 0.05 is 15 fen; at 0.045, JPY 1 alone is 4.5 fen → 4, three times 12, but JPY 3 is 13.5 → 14
    const { facts } = readFacts(
      {
        order: [{ id: '1', c: 'ann', d: '2026-01-05', a: '3', cur: 'JPY' }],
        refund: [1, 2, 3].map((k) => ({ id: `r${k}`, o: '1', d: `2026-01-0${5 + k}`, a: '1', cur: 'JPY' })),
      },
      { ...mapping, rates: [{ currency: 'JPY', from: '2026-01-01', rate: '0.045' }] },
    )
    // 14/3 = 4.67 → 5, 28/3 = 9.33 → 9, 14
    expect([...factsOf(facts)].map(({ amountMinor }) => amountMinor)).toEqual([14, 5, 4, 5])
  })

  test('the original of an order of several lines is that of the whole order', () => {
    const { facts, issues } = readFacts(
      { order: [order, { ...order, a: '50' }], refund: [{ ...refund, id: 'r', d: '2026-02-03', a: '150' }] },
      { ...mapping, order: { id: 'id', customer: 'c', at: 'd', amount: 'a', currency: 'cur', lines: 'rows' } },
    )
    expect(issues).toEqual([])
    expect(facts.columns.original?.[0]).toEqual({ amountMinor: 150_00, currency: 'USD' })
    expect([...factsOf(facts)].map(({ amountMinor }) => amountMinor)).toEqual([1050_00, 1050_00])
  })
})

test('sums and conversions beyond a safe integer are issues, not errors', () => {
  const large = '80000000000000'
  const mapping: Mapping = {
    order: { id: 'id', customer: 'c', at: 'd', amount: 'a', currency: 'cur', product: 'p', lines: 'rows' },
    rates: [{ currency: 'USD', from: '2026-01-01', rate: '7' }],
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
  }
  const rows = [
    { ...good, a: large, cur: 'USD' },
    { ...good, id: '2', a: large, p: 'x' },
    { ...good, id: '2', a: large, p: 'y' },
    { ...good, id: '3', a: '1' },
  ]
  expect(codes(rows, mapping)).toEqual([
    [1, 'facts.amount.unsafe'],
    [2, 'facts.amount.unsafe'],
    [3, 'facts.amount.unsafe'],
  ])
  expect(readFacts(rows, mapping).facts.length).toBe(1)
})

test('attributes may be called like what every object has', () => {
  const { facts, issues } = readFacts(
    { order: [good], customer: [{ c: 'ann', x: 'a', y: 'b' }] },
    { ...orders, customer: { id: 'c', attributes: { constructor: 'x', toString: 'y' } as Record<string, string> } },
  )
  expect(issues).toEqual([])
  expect(facts.customers.attributes).toEqual([{ constructor: 'a', toString: 'b' }])
})

test('a stream that can be walked once serves every entry of the mapping', () => {
  function* rows() {
    yield { kind: 'sale', id: '1', c: 'ann', d: '2026-03-01', a: '100', line: '1' }
    yield { kind: 'sale', id: '1', c: 'ann', d: '2026-03-01', a: '100', line: '1' }
    yield { kind: 'return', id: 'r', c: 'ann', d: '2026-03-02', a: '40', of: '1' }
  }
  const mapping: Mapping = {
    order: { id: 'id', customer: 'c', at: 'd', amount: 'a', lines: 'rows', line: 'line', where: { kind: 'sale' } },
    refund: { id: 'id', order: 'of', at: 'd', amount: 'a', where: { kind: 'return' } },
    currency: 'CNY',
    timeZone: 'Asia/Shanghai',
  }
  expect(readFacts(rows(), mapping)).toEqual(readFacts([...rows()], mapping))
  expect(
    [...factsOf(readFacts({ order: rows(), refund: rows() }, mapping).facts)].map(({ type, amountMinor }) => [type, amountMinor]),
  ).toEqual([
    ['purchase', 100_00],
    ['refund', 40_00],
  ])
})

test('facts after asOf are noted and kept', () => {
  const { facts, issues } = readFacts([good], { ...orders, asOf: '2026-02-28' })
  expect(facts.length).toBe(1)
  expect(issues).toMatchObject([{ code: 'facts.at.after-as-of', outcome: 'warning', row: 1 }])
})

test('the report counts what the list no longer shows', () => {
  const rows = Array.from({ length: 50 }, (_, i) => ({ ...good, id: String(i), a: 'x' }))
  const { issues, report } = readFacts(rows, { ...orders, issueLimit: 10 })
  expect(issues.length).toBe(10)
  expect(report.counts).toMatchObject([{ code: 'facts.amount.unreadable', count: 50 }])
  expect(report.counts[0].examples.length).toBe(3)
})

test('issues read well in both languages', () => {
  const { issues } = readFacts([good, { ...good, id: '2', a: 'x' }], orders)
  expect(sentences(issues, en)).toEqual(['Orders row 2: “a” is not an amount (skipped)'])
  expect(sentences(issues, zhCN)).toEqual(['订单第 2 行：“a”不是金额（已跳过）'])
})

test('the input is not changed', () => {
  const rows = Object.freeze([Object.freeze({ ...good }), Object.freeze({ ...good, id: '0', d: '2025-01-01' })])
  expect(readFacts(rows, Object.freeze(orders)).facts.length).toBe(2)
})
