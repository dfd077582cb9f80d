/** One row for every defect the catalogue has a sentence for: no code without a file that brings it about, and the rest of that file is read. */

import {
  addFact,
  collectFacts,
  emptyPartials,
  type Fact,
  finish,
  type Mapping,
  mergeSummaries,
  partialIssues,
  partialsOf,
  readFacts,
} from 'tierwise/facts'
import { en } from 'tierwise/messages'
import { describe, expect, test } from 'vitest'

const base: Mapping = { order: { id: 'id', customer: 'c', at: 'd', amount: 'a' }, currency: 'CNY', timeZone: 'Asia/Shanghai' }
const good = { id: '1', c: 'ann', d: '2026-03-01', a: '12.50' }
const next = { ...good, id: '2' }
const lines = { product: 'sku', quantity: 'qty', amount: 'price' } as const
const with_ = (order: object): Mapping => ({ ...base, order: { ...base.order, ...order } as Mapping['order'] })
const nested: Mapping = with_({ lines: { in: 'items', ...lines } })
const refunds: Mapping = { ...base, refund: { id: 'id', order: 'o', customer: 'c', at: 'd', amount: 'a' } }
const refund = { id: 'r', o: '1', c: 'ann', d: '2026-03-02', a: '5' }
const links: Mapping = { ...base, link: { alias: 'x', customer: 'y', from: 'from', until: 'until' } }
const answers: Mapping = { ...base, answer: { id: 'id', customer: 'c', at: 'd', survey: 's', score: 'v' } }
const answer = { id: 'n', c: 'ann', d: '2026-03-02', s: 'nps', v: '9' }
const visits: Mapping = { ...base, interaction: { id: 'id', customer: 'c', at: 'd', type: 't' } }
const customers: Mapping = { ...base, customer: { id: 'id', attributes: { born: { column: 'born', as: 'number' } } } }

/** `[what is wrong with it, input, mapping, codes]`; every input holds the good order, which counts. */
const defects: readonly [code: string, input: object, mapping: Mapping][] = [
  ['facts.row.not-an-object', [good, 7], base],
  [
    'facts.row.unclaimed',
    [
      { ...good, k: 'sale' },
      { ...next, k: 'draft' },
    ],
    with_({ where: { k: 'sale' } }),
  ],
  ['facts.column.missing', { order: [good], refund: [{ id: 'r' }] }, refunds],
  ['facts.customer.missing', [good, { ...next, c: '' }], base],
  ['facts.customer.unreadable', [good, { ...next, c: {} }], base],
  [
    'facts.customer.conflict',
    {
      order: [good],
      customer: [
        { id: 'ann', born: 1990 },
        { id: 'ann', born: 1991 },
      ],
    },
    customers,
  ],
  ['facts.id.missing', [good, { ...next, id: '' }], base],
  ['facts.id.unreadable', [good, { ...next, id: {} }], base],
  ['facts.id.rounded', [good, { ...next, c: '1.38E+10' }], base],
  ['facts.id.absent', [good], { ...base, order: { customer: 'c', at: 'd', amount: 'a' } }],
  ['facts.id.duplicate', [good, good], base],
  ['facts.id.conflict', [good, next, { ...next, a: '1' }], base],
  ['facts.at.missing', [good, { ...next, d: '' }], base],
  ['facts.at.unreadable', [good, { ...next, d: '2026-02-30' }], base],
  ['facts.at.ambiguous', [good, { ...next, d: '03/04/2026' }], base],
  ['facts.at.after-as-of', [good, { ...next, d: '2026-03-02' }], { ...base, asOf: '2026-03-01' }],
  ['facts.amount.missing', [good, { ...next, a: '' }], base],
  ['facts.amount.unreadable', [good, { ...next, a: 'twelve' }], base],
  ['facts.amount.not-finite', [good, { ...next, a: Number.POSITIVE_INFINITY }], base],
  ['facts.amount.negative', [good, { ...next, a: '-1' }], base],
  ['facts.amount.too-precise', [good, { ...next, a: '1.005' }], base],
  ['facts.amount.rounded', [good, { ...next, a: '1.005' }], { ...base, round: 'halfEven' }],
  ['facts.amount.unsafe', [good, { ...next, a: '123456789012345678' }], base],
  [
    'facts.currency.mismatch',
    [
      { ...good, cur: 'CNY' },
      { ...next, a: '$5', cur: 'EUR' },
    ],
    { ...with_({ currency: 'cur' }), rates: [{ currency: 'EUR', from: '2026-01-01', rate: '8' }] },
  ],
  [
    'facts.refund.currency-assumed',
    {
      order: [
        { ...good, cur: 'CNY' },
        { ...next, cur: 'USD' },
      ],
      refund: [refund],
    },
    {
      ...refunds,
      ...with_({ currency: 'cur' }),
      refund: refunds.refund as object as Mapping['refund'],
      rates: [{ currency: 'USD', from: '2026-01-01', rate: '7' }],
    } as Mapping,
  ],
  [
    'facts.currency.unknown',
    [
      { ...good, cur: 'CNY' },
      { ...next, cur: 'ZZZ' },
    ],
    with_({ currency: 'cur' }),
  ],
  ['facts.rate.missing', [good, { ...next, a: '€5' }], base],
  ['facts.type.missing', { order: [good], interaction: [{ id: 'v', c: 'ann', d: '2026-03-02', t: '' }] }, visits],
  ['facts.refund.order-missing', { order: [good], refund: [{ ...refund, o: '' }] }, refunds],
  ['facts.refund.no-order', { order: [good], refund: [{ ...refund, o: '9' }] }, refunds],
  ['facts.refund.above-order', { order: [good], refund: [{ ...refund, a: '12.51' }] }, refunds],
  ['facts.refund.before-order', { order: [good], refund: [{ ...refund, d: '2026-02-01' }] }, refunds],
  ['facts.line.quantity', [good, { ...next, q: 'two' }], with_({ quantity: 'q' })],
  ['facts.line.unreadable', [good, { ...next, items: '{broken' }], nested],
  [
    'facts.line.duplicate',
    [
      { ...good, n: '1' },
      { ...good, n: '1' },
    ],
    with_({ lines: 'rows', line: 'n' }),
  ],
  ['facts.line.amount.unreadable', [good, { ...next, items: [{ price: 'x' }] }], nested],
  ['facts.line.amount.not-finite', [good, { ...next, items: [{ price: Number.NaN }] }], nested],
  ['facts.line.amount.too-precise', [good, { ...next, items: [{ price: '1.005' }] }], nested],
  ['facts.line.amount.rounded', [good, { ...next, items: [{ price: '1.005' }] }], { ...nested, round: 'up' }],
  ['facts.line.amount.unsafe', [good, { ...next, items: [{ price: '123456789012345678' }] }], nested],
  ['facts.attribute.unreadable', { order: [good], customer: [{ id: 'ann', born: 'long ago' }] }, customers],
  ['facts.answer.survey', { order: [good], answer: [{ ...answer, s: '' }] }, answers],
  ['facts.answer.score', { order: [good], answer: [{ ...answer, v: 'good' }] }, answers],
  ['facts.link.id-missing', { order: [good], link: [{ x: 'app-1', y: '' }] }, links],
  ['facts.link.at-unreadable', { order: [good], link: [{ x: 'app-1', y: 'ann', from: 'spring' }] }, links],
  ['facts.link.empty', { order: [good], link: [{ x: 'app-1', y: 'ann', from: '2026-02-01', until: '2026-02-01' }] }, links],
  [
    'facts.link.cycle',
    {
      order: [good],
      link: [
        { x: 'app-1', y: 'app-2' },
        { x: 'app-2', y: 'app-1' },
      ],
    },
    links,
  ],
  [
    'facts.link.overlap',
    {
      order: [good],
      link: [
        { x: 'app-1', y: 'ann' },
        { x: 'app-1', y: 'bo' },
      ],
    },
    links,
  ],
]

describe('a defect is said, and the rest is read', () => {
  test.each(defects)('%s', (code, input, mapping) => {
    const { facts, issues, report } = readFacts(input as never, mapping)
    expect([...new Set(issues.map((issue) => issue.code))]).toContain(code)
    const i = facts.columns.id?.indexOf('1') ?? 0
    expect([facts.customers.ids[facts.columns.customer[Math.max(0, i)]], facts.columns.amountMinor[Math.max(0, i)]]).toEqual(['ann', 1250])
    expect(report.counts.find((counted) => counted.code === code)?.count).toBe(issues.filter((issue) => issue.code === code).length)
    // No personal data: of the row's values none but what the host's own mapping names is told.
    for (const { params } of issues) expect(Object.values(params)).not.toContain('ann')
  })
})

test('partials say what they cannot count', () => {
  const where = { timeZone: 'UTC', currency: 'CNY' }
  const order = (amountMinor: number): Fact => ({ id: '1', customerId: 'ann', type: 'purchase', at: 0, amountMinor, currency: 'CNY' })
  const of = (...facts: Fact[]) => partialsOf(collectFacts(facts, where))
  expect(partialIssues(mergeSummaries(of(order(100)), of(order(200)))).map(({ code }) => code)).toEqual(['facts.partial.conflict'])
  const early = addFact(emptyPartials(where, { ids: 'drop' }), {
    id: 'r',
    customerId: 'ann',
    type: 'refund',
    at: 1,
    amountMinor: 5,
    refersTo: '1',
  })
  expect(partialIssues(early).map(({ code }) => code)).toEqual(['facts.partial.open-refund'])
  const whole = addFact(early, order(100))
  expect(partialIssues(whole)).toEqual([])
  expect(finish(whole, { asOf: '2026-01-01' }).columns.revenueMinor[0]).toBe(95)
  for (const other of [
    { timeZone: 'Asia/Shanghai', currency: 'CNY' },
    { timeZone: 'UTC', currency: 'EUR' },
  ])
    expect(() => mergeSummaries(emptyPartials(where), emptyPartials(other))).toThrow('facts.partial.different')
})

test('every code of the catalogue stands above', () => {
  const told = new Set([...defects.map(([code]) => code), 'facts.partial.conflict', 'facts.partial.open-refund'])
  expect(Object.keys(en).filter((code) => code.startsWith('facts.') && !told.has(code))).toEqual([])
})

test('identity links are reversible: taken out or ended, everybody is who they were', () => {
  const order = [good, { ...next, c: 'app-1' }, { ...next, id: '3', c: 'app-1', d: '2026-04-01' }]
  const owners = (link: readonly object[]) => {
    const { facts } = readFacts({ order, link }, links)
    return Array.from(facts.columns.customer, (c) => facts.customers.ids[c])
  }
  expect(owners([{ x: 'app-1', y: 'ann' }])).toEqual(['ann', 'ann', 'ann'])
  expect(owners([{ x: 'app-1', y: 'ann', until: '2026-04-01' }])).toEqual(['ann', 'ann', 'app-1'])
  expect(owners([])).toEqual(['ann', 'app-1', 'app-1'])
})
