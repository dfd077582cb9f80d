import { describe, expect, it } from 'vitest'
import { addFact, collectFacts, emptyPartials, factsOf, readFacts, summarize } from '../../src/facts/index.js'

const order = { id: 'id', customer: 'who', at: 'at', amount: 'paid' } as const
const settings = { currency: 'EUR', timeZone: 'UTC' } as const
const row = (id: string, who: string, paid: string, at = '2026-01-10') => ({ id, who, at, paid })

describe('a sign of another currency', () => {
  it('is no amount of this one: a dollar sign among euros is not counted as euros', () => {
    const { facts, issues } = readFacts([row('1', 'a', '€10.00'), row('2', 'a', '$20.00')], { order, ...settings })
    expect([...factsOf(facts)].map(({ id, amountMinor }) => [id, amountMinor])).toEqual([['1', 1000]])
    expect(issues.map(({ code, row: at, params }) => [code, at, params.currency])).toEqual([['facts.currency.mismatch', 2, 'EUR']])
  })

  it.each([
    ['USD', '$20.00', 2000],
    ['CAD', '$20.00', 2000],
    ['JPY', '¥20', 20],
    ['XXX', '$20.00', 2000],
  ])('is one that %s may be written with', (currency, paid, minor) => {
    const { facts } = readFacts([row('1', 'a', paid)], { order, timeZone: 'UTC', currency })
    expect(facts.columns.amountMinor[0]).toBe(minor)
  })
})

describe('ids', () => {
  it('that a spreadsheet rounded make no customer of many', () => {
    const { facts, issues } = readFacts(
      [row('1', '1.23E+15', '1'), row('2', '1.23E+15', '2'), row('3', '00123', '3'), row('2.02401E+15', 'a', '4')],
      { order, ...settings },
    )
    expect([...factsOf(facts)].map(({ customerId }) => customerId)).toEqual(['00123'])
    expect(issues.map(({ code, row: at }) => [code, at])).toEqual([
      ['facts.id.rounded', 1],
      ['facts.id.rounded', 2],
      ['facts.id.rounded', 4],
    ])
  })

  it('that look like it and are none stay', () => {
    const { facts } = readFacts([row('E+1', '1E5', '1'), row('12E+', 'A+B', '2'), row('3', '1.5', '3')], { order, ...settings })
    expect(facts.customers.ids).toEqual(['1.5', '1E5', 'A+B'])
  })

  it('with characters of no width at their ends are the ids without them', () => {
    const { facts } = readFacts([row('1', 'anna', '1'), row('\u200b2', 'anna\u200b', '2'), row('3', '\u2060anna \u200f', '3')], {
      order,
      ...settings,
    })
    expect(facts.customers.ids).toEqual(['anna'])
    expect(facts.columns.id).toEqual(['1', '2', '3'])
  })
})

describe('negative rows as refunds', () => {
  const mapping = { order: { ...order, product: 'what', negative: 'refund' }, ...settings } as const

  it('refund once when they come twice', () => {
    const back = { ...row('1', 'a', '-4.00', '2026-01-12'), what: 'tea' }
    const { facts, issues } = readFacts([{ ...row('1', 'a', '10.00'), what: 'tea' }, back, { ...back }], mapping)
    expect(summarize(facts, { asOf: '2026-02-01' }).columns.revenueMinor[0]).toBe(600) // 10 − 4, not 10 − 8
    expect(issues.map(({ code, row: at }) => [code, at])).toEqual([['facts.id.duplicate', 3]])
  })

  it('are two refunds when they take back two things', () => {
    const back = (what: string) => ({ ...row('1', 'a', '-4.00', '2026-01-12'), what })
    const { facts, issues } = readFacts([{ ...row('1', 'a', '10.00'), what: 'tea' }, back('tea'), back('cup')], mapping)
    expect(summarize(facts, { asOf: '2026-02-01' }).columns.revenueMinor[0]).toBe(200) // 10 − 4 − 4
    expect(issues).toEqual([])
  })

  it('whose order is not here are reported, and deducted from nobody', () => {
    const { facts, issues } = readFacts([row('1', 'a', '10.00'), row('C9', 'a', '-4.00')], mapping)
    expect(summarize(facts, { asOf: '2026-02-01' }).columns.revenueMinor[0]).toBe(1000)
    expect(issues.map(({ code }) => code)).toEqual(['facts.refund.no-order'])
  })
})

describe('refunds without a currency', () => {
  const orders = [
    { ...row('1', 'a', '10.00'), cur: 'EUR' },
    { ...row('2', 'a', '10.00'), cur: 'USD' },
  ]
  const refunds = [{ id: 'r', order: '1', at: '2026-01-11', back: '5.00' }]
  const refund = { id: 'id', order: 'order', at: 'at', amount: 'back' } as const
  const rates = [{ currency: 'USD', from: '2026-01-01', rate: '0.9' }]

  it('are said to be taken in the currency of the facts where orders are in several', () => {
    const { issues } = readFacts({ order: orders, refund: refunds }, { order: { ...order, currency: 'cur' }, refund, rates, ...settings })
    expect(issues.map(({ code, outcome, source }) => [code, outcome, source])).toEqual([
      ['facts.refund.currency-assumed', 'warning', 'refund'],
    ])
  })

  it('need no word where all orders are in one', () => {
    const { issues } = readFacts(
      { order: orders.slice(0, 1), refund: refunds },
      { order: { ...order, currency: 'cur' }, refund, ...settings },
    )
    expect(issues).toEqual([])
  })
})

describe('a mapping', () => {
  it('cannot ask for an attribute that no object can have', () => {
    const attributes = JSON.parse('{"__proto__": "what"}') as Record<string, string>
    expect(() => readFacts([row('1', 'a', '1')], { order: { ...order, attributes }, ...settings })).toThrow(
      expect.objectContaining({ problem: 'facts.mapping.unknown-key', params: { key: 'order.attributes.__proto__' } }),
    )
  })
})

describe('records that are no facts', () => {
  const fact = { customerId: 'a', type: 'purchase', at: Date.parse('2026-01-10') }
  it.each([
    ['a fractional amount', { ...fact, amountMinor: 10.5 }, 'facts.record.amount'],
    ['an amount beyond safe integers', { ...fact, amountMinor: 2 ** 53 }, 'facts.record.amount'],
    ['an amount that is no number', { ...fact, amountMinor: Number.NaN }, 'facts.record.amount'],
    ['a refund below 0', { ...fact, type: 'refund', refersTo: '1', amountMinor: -100 }, 'facts.record.amount'],
    ['a time that is none', { ...fact, at: Number.NaN }, 'facts.record.at'],
  ])('%s', (_, record, problem) => {
    expect(() => collectFacts([record], settings)).toThrow(expect.objectContaining({ problem }))
    expect(() => addFact(emptyPartials(settings), record)).toThrow(expect.objectContaining({ problem }))
  })
})
