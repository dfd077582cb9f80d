import { collectFacts, type Fact, readFacts, row, rows, summarize, summarizeOne } from 'tierwise/facts'
import { describe, expect, test } from 'vitest'

const at = (text: string): number => Date.parse(text)
const bought = (id: string, day: string, amountMinor: number, more: Partial<Fact> = {}): Fact => ({
  id,
  customerId: 'ann',
  type: 'purchase',
  at: at(day),
  amountMinor,
  currency: 'CNY',
  ...more,
})
const refund = (id: string, refersTo: string, day: string, amountMinor?: number): Fact => ({
  id,
  customerId: 'ann',
  type: 'refund',
  at: at(day),
  refersTo,
  ...(amountMinor === undefined ? {} : { amountMinor }),
})
const facts = (...list: Fact[]) => collectFacts(list, { timeZone: 'UTC', currency: 'CNY' })

test('counts repeat purchase days, not orders', () => {
  const table = summarize(
    facts(bought('1', '2026-01-01T09:00Z', 1000), bought('2', '2026-01-01T18:00Z', 500), bought('3', '2026-01-11T09:00Z', 800)),
    {
      asOf: '2026-01-31',
    },
  )
  // first day 15.00 in two orders; one repeat day of 8.00, ten days later; twenty more to the 31st
  expect(row(table, 0)).toEqual({
    customerId: 'ann',
    status: 'customer',
    frequency: 1,
    recency: 10,
    age: 30,
    monetary: 8,
    orders: 3,
    revenueMinor: 2300,
    refundedMinor: 0,
    contributionMinor: 2300,
    firstAt: at('2026-01-01T09:00Z'),
    lastAt: at('2026-01-11T09:00Z'),
    recencyDays: 20,
    tenureDays: 30,
    meanGapDays: 10,
  })
})

test('counts orders, weeks or months when asked to', () => {
  const three = facts(bought('1', '2026-01-01T09:00Z', 1000), bought('2', '2026-01-01T18:00Z', 500), bought('3', '2026-01-04T09:00Z', 800))
  // 1 January 2026 is a Thursday, 4 January the Sunday of the same week
  expect(summarizeOne(three, 'ann', { asOf: '2026-01-31', countBy: 'order' })).toMatchObject({ frequency: 2, monetary: 6.5 })
  expect(summarizeOne(three, 'ann', { asOf: '2026-01-31', countBy: 'day' })).toMatchObject({ frequency: 1, monetary: 8 })
  expect(summarizeOne(three, 'ann', { asOf: '2026-01-31', countBy: 'week' })).toMatchObject({ frequency: 0 })
  expect(summarizeOne(three, 'ann', { asOf: '2026-01-31', countBy: 'month' })).toMatchObject({ frequency: 0 })
})

test('a full refund undoes the purchase, a partial one lowers it, a later one has not happened yet', () => {
  const list = [
    bought('1', '2026-01-01T09:00Z', 1000),
    bought('2', '2026-01-11T09:00Z', 800),
    bought('3', '2026-01-21T09:00Z', 700),
    refund('r1', '2', '2026-01-15T00:00Z'),
    refund('r2', '3', '2026-02-02T00:00Z', 200),
  ]
  expect(summarizeOne(facts(...list), 'ann', { asOf: '2026-01-31' })).toMatchObject({
    frequency: 1,
    recency: 20,
    monetary: 7,
    orders: 2,
    revenueMinor: 1700,
    refundedMinor: 800,
  })
  expect(summarizeOne(facts(...list), 'ann', { asOf: '2026-02-28' })).toMatchObject({
    frequency: 1,
    monetary: 5,
    revenueMinor: 1500,
    refundedMinor: 1000,
  })
  expect(summarizeOne(facts(...list), 'ann', { asOf: '2026-02-28', refundsAt: 'refund' })).toMatchObject({
    monetary: 7,
    revenueMinor: 1500,
  })
  expect(summarizeOne(facts(...list), 'ann', { asOf: '2026-01-12' })).toMatchObject({ frequency: 1, revenueMinor: 1800 })
})

test('a refund above what is left takes nothing', () => {
  const list = [
    bought('1', '2026-01-01T09:00Z', 1000),
    refund('a', '1', '2026-01-02T00:00Z', 600),
    refund('b', '1', '2026-01-03T00:00Z', 600),
  ]
  expect(summarizeOne(facts(...list), 'ann', { asOf: '2026-01-31' })).toMatchObject({ orders: 1, revenueMinor: 400, refundedMinor: 600 })
})

test('a customer without a purchase is a prospect with nothing in the columns', () => {
  const table = summarize(facts({ customerId: 'bo', type: 'visit', at: at('2026-01-01T00:00Z') }, bought('1', '2026-03-01T00:00Z', 100)), {
    asOf: '2026-02-01',
  })
  expect([...rows(table)]).toEqual([
    { customerId: 'ann', status: 'prospect' },
    { customerId: 'bo', status: 'prospect' },
  ])
  expect(table.columns.revenueMinor).toEqual(Float64Array.of(Number.NaN, Number.NaN))
})

test('an order at 23:30 belongs to that local day', () => {
  const late = bought('1', '2026-03-01T15:30:00Z', 100) // 23:30 in Shanghai
  const next = bought('2', '2026-03-01T16:30:00Z', 100) // 00:30 on 2 March
  const table = summarize(collectFacts([late, next], { timeZone: 'Asia/Shanghai', currency: 'CNY' }), { asOf: '2026-03-02' })
  expect(row(table, 0)).toMatchObject({ frequency: 1, recency: 1, recencyDays: 0 })
  expect(summarizeOne(facts(late, next), 'ann', { asOf: '2026-03-02' })).toMatchObject({ frequency: 0, recencyDays: 1 })
})

test('a date counts its whole day, an instant only what came before it', () => {
  const list = facts(bought('1', '2026-03-01T00:00Z', 100), bought('2', '2026-03-02T00:00Z', 100))
  expect(summarizeOne(list, 'ann', { asOf: '2026-03-01' })).toMatchObject({ orders: 1, tenureDays: 0 })
  expect(summarizeOne(list, 'ann', { asOf: '2026-03-02T00:00:00Z' })).toMatchObject({ orders: 1, tenureDays: 0 })
  expect(summarizeOne(list, 'ann', { asOf: '2026-03-02T00:00:00.001Z' })).toMatchObject({ orders: 2, tenureDays: 1 })
})

test('months are calendar months, the started one as the share of its own days', () => {
  const list = facts(bought('1', '2024-01-31T12:00Z', 100), bought('2', '2024-02-29T12:00Z', 100))
  // 31 January + 1 month is 29 February (clamped); 31 March is two months; 15 March lies 15 of 31 days behind the first of them
  expect(summarizeOne(list, 'ann', { asOf: '2024-03-31', period: 'month' })).toMatchObject({ recency: 1, age: 2 })
  expect(summarizeOne(list, 'ann', { asOf: '2024-03-15', period: 'month' })?.age).toBeCloseTo(1 + 15 / 31, 12)
  expect(summarizeOne(list, 'ann', { asOf: '2024-03-31', period: 'quarter' })?.age).toBeCloseTo(2 / 3, 12)
})

test('gaps have a mean and a deviation', () => {
  // gaps of 10, 20 and 3 days: mean 11, squared deviations 1 + 81 + 64 = 146, variance 73
  const list = facts(...['2026-01-01', '2026-01-11', '2026-01-31', '2026-02-03'].map((day, i) => bought(String(i), `${day}T12:00Z`, 100)))
  const one = summarizeOne(list, 'ann', { asOf: '2026-03-01' })
  expect(one?.meanGapDays).toBe(11)
  expect(one?.gapDeviationDays).toBeCloseTo(Math.sqrt(73), 12)
})

test('contribution is what remains after the cost of lines and of service', () => {
  const list = facts(
    bought('1', '2026-01-01T12:00Z', 1000, { lines: [{ costMinor: 300 }, { costMinor: 100 }] }),
    { customerId: 'ann', type: 'ticket', at: at('2026-01-02T12:00Z'), attributes: { costMinor: 50 } },
    { customerId: 'ann', type: 'visit', at: at('2026-03-02T12:00Z'), attributes: { costMinor: 70 } },
  )
  expect(summarizeOne(list, 'ann', { asOf: '2026-02-01' })).toMatchObject({ revenueMinor: 1000, contributionMinor: 550 })
})

test('the discount share is of the revenue, where orders record their discounts', () => {
  const list = [
    bought('1', '2026-01-01T12:00Z', 1000, { attributes: { discountMinor: 200 } }),
    bought('2', '2026-01-02T12:00Z', 3000, { attributes: { discountMinor: 0 } }),
    bought('3', '2026-01-03T12:00Z', 1000),
  ]
  expect(summarizeOne(facts(...list), 'ann', { asOf: '2026-02-01' })?.discountShare).toBe(1000 / 5000)
  expect(summarizeOne(facts(list[2]), 'ann', { asOf: '2026-02-01' })?.discountShare).toBeUndefined()
})

test('a misspelled unit is a mistake, not a column of nothing', () => {
  const one = facts(bought('1', '2026-01-01T12:00Z', 1000))
  expect(() => summarize(one, { asOf: '2026-02-01', period: 'weeks' as 'week' })).toThrow(/facts.summary.option/)
  expect(() => summarize(one, { asOf: '2026-02-01', countBy: 'days' as 'day' })).toThrow(/facts.summary.option/)
})

test('sums beyond the safe integers are an error, not a wrong figure', () => {
  const list = facts(bought('1', '2026-01-01T12:00Z', Number.MAX_SAFE_INTEGER), bought('2', '2026-01-02T12:00Z', 1))
  expect(() => summarize(list, { asOf: '2026-02-01' })).toThrow(/tierwise.decimal.unsafe/)
})

test('an empty base is an empty table', () => {
  const { facts: none } = readFacts([], { order: { customer: 'c', at: 'd', amount: 'a' }, currency: 'CNY', timeZone: 'UTC' })
  expect(summarize(none, { asOf: '2026-01-01' }).length).toBe(0)
})

test('customers are whole numbers ascending, then other ids', () => {
  const table = summarize(
    facts(...['10', '9', 'b', 'a', '007'].map((customerId, i) => bought(String(i), '2026-01-01T12:00Z', 1, { customerId }))),
    { asOf: '2026-02-01' },
  )
  expect(table.columns.customerId).toEqual(['9', '10', '007', 'a', 'b'])
})

describe('one customer’s own records', () => {
  const moment = (day: string, time = '12:00') => Date.parse(`${day}T${time}:00Z`)
  const record = (day: string, amountMinor?: number, more: Partial<Fact> = {}): Fact => ({
    customerId: 'c1',
    type: 'purchase',
    at: moment(day),
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...more,
  })
  const options = { asOf: '2026-03-01', timeZone: 'Asia/Shanghai', currency: 'CNY' } as const

  test.each<[string, readonly Fact[]]>([
    ['one purchase', [record('2026-01-05', 500)]],
    ['two on one day', [record('2026-01-05', 500), record('2026-01-05', 300)]],
    ['two days, latest first', [record('2026-02-05', 500), record('2026-01-05', 300)]],
    ['in no order', [record('2026-02-05', 500), record('2026-01-05', 300), record('2026-01-25', 200), record('2026-02-05', 100)]],
    ['without an amount', [record('2026-01-05'), record('2026-01-09', 200)]],
    ['one after asOf', [record('2026-01-05', 100), record('2026-03-09', 200)]],
    ['only after asOf', [record('2026-03-09', 200)]],
    ['a refund', [record('2026-01-05', 900, { id: 'a' }), record('2026-01-06', 400, { type: 'refund', refersTo: 'a' })]],
    ['a visit', [record('2026-01-05', 900), record('2026-01-06', undefined, { type: 'visit', attributes: { costMinor: 50 } })]],
    ['lines', [record('2026-01-05', 900, { lines: [{ product: 'tea', costMinor: 300 }] })]],
    [
      'across local midnight',
      [record('2026-01-05', 900, { at: moment('2026-01-05', '15:59') }), record('2026-01-05', 1, { at: moment('2026-01-05', '16:00') })],
    ],
    [
      'very many',
      Array.from({ length: 300 }, (_, i) => record('2026-01-05', i, { at: moment('2026-01-05') - ((i * 7919) % 300) * 3_600_000 })),
    ],
  ])('make the same row as facts do: %s', (_, records) => {
    for (const more of [{}, { period: 'week' }, { countBy: 'order' }, { asOf: moment('2026-02-01') }] as const)
      expect(summarizeOne(records, { ...options, ...more })).toEqual(
        summarizeOne(collectFacts(records, options), 'c1', { ...options, ...more }),
      )
  })

  test('of two customers are refused', () => {
    const records = [record('2026-01-05', 100), { ...record('2026-01-06', 100), customerId: 'c2' }]
    expect(() => summarizeOne(records, options)).toThrow('facts.summary.customers (record 1)')
    expect(() => summarizeOne(records, { ...options, countBy: 'week' })).toThrow('facts.summary.customers (record 1)')
  })

  test('make no row where there are none', () => {
    expect(summarizeOne([], options)).toBeUndefined()
  })
})
