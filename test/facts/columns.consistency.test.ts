import { describe, expect, test } from 'vitest'
import { rangesOf } from '../../src/core/math/integer-parts.js'
import { random as seeded } from '../../src/core/math/random.js'
import { newSummaryWorkspace, readFacts, rows, type SummaryTable, summarize } from '../../src/facts/index.js'
import { fitRfm, scoreRfm } from '../../src/rfm/index.js'

const DAY = 86_400_000
const START = Date.UTC(2024, 0, 1)
const order = { customer: 'id', at: { column: 'at', epoch: 'ms' }, amount: { column: 'cents', unit: 'minor' } } as const

interface Log {
  readonly id: Int32Array
  readonly at: Float64Array
  readonly cents: Float64Array
}

/** Ascending instants; several orders on one day and at one instant happen. */
function logOf(length: number, idOf: (u: number) => number, days = 500): Log {
  const source = seeded(7)
  const random = (): number => source.uniform()
  const id = Int32Array.from({ length }, () => idOf(random()))
  const at = Float64Array.from({ length }, (_, i) => START + Math.floor((i * days * DAY) / length / 5000) * 5000)
  const cents = Float64Array.from({ length }, () => Math.floor(random() * 10_000))
  return { id, at, cents }
}

/** As an application would count it: a Map, in UTC, purchases of a day once. */
function byHand({ id, at, cents }: Log, asOf: number) {
  const customers = new Map<number, { days: Set<number>; orders: number; revenue: number; first: number; last: number }>()
  for (let i = 0; i < id.length; i++) {
    const day = Math.floor(at[i] / DAY)
    const one = customers.get(id[i]) ?? { days: new Set(), orders: 0, revenue: 0, first: at[i], last: at[i] }
    customers.set(id[i], one)
    one.days.add(day)
    one.orders++
    one.revenue += cents[i]
    one.last = at[i]
  }
  return [...customers]
    .sort(([a], [b]) => a - b)
    .map(([customerId, { days, orders, revenue, first, last }]) => ({
      customerId: String(customerId),
      frequency: days.size - 1,
      orders,
      revenueMinor: revenue,
      firstAt: first,
      lastAt: last,
      recencyDays: Math.floor((asOf - 1) / DAY) - Math.floor(last / DAY),
    }))
}

const figures = (table: SummaryTable) =>
  [...rows(table)].map(({ customerId, frequency, orders, revenueMinor, firstAt, lastAt, recencyDays }) => ({
    customerId,
    frequency,
    orders,
    revenueMinor,
    firstAt,
    lastAt,
    recencyDays,
  }))

const read = (log: Log, timeZone = 'UTC') =>
  readFacts({ length: log.id.length, columns: { ...log } }, { order, currency: 'EUR', timeZone }).facts
const readAsTexts = ({ id, at, cents }: Log, timeZone = 'UTC') =>
  readFacts({ length: id.length, columns: { id: Array.from(id, String), at, cents } }, { order, currency: 'EUR', timeZone }).facts

const spreads: Readonly<Record<string, (u: number) => number>> = {
  'next to each other': (u) => Math.floor(u * 40_000),
  'far apart': (u) => Math.imul(Math.floor(u * 40_000) + 1, 0x9e3779b1) >>> 1,
  'in two clusters': (u) => (u < 0.5 ? Math.floor(u * 40_000) : 2_000_000_000 + Math.floor(u * 40_000)),
  'crowded at the beginning': (u) => Math.floor(2 ** (31 * u ** 4)) - 1,
  'all the same': () => 5,
}

describe('a summary of whole numbers', () => {
  test.each(Object.entries(spreads))('is what counting by hand gives: ids %s', (name, idOf) => {
    // More than 2¹⁸ rows in one range of ids are coded instead.
    for (const length of [0, 1, 60_000, name === 'in two clusters' ? 550_000 : 200_000]) {
      const log = logOf(length, idOf)
      const asOf = START + 501 * DAY
      expect(figures(summarize(read(log), { asOf }))).toEqual(byHand(log, asOf))
    }
  })

  test.each(['UTC', '+08:00', 'America/New_York', 'Asia/Shanghai'])('equals that of the same ids as texts, in %s', (timeZone) => {
    const log = logOf(140_000, spreads['far apart'])
    for (const options of [{}, { countBy: 'week', period: 'month' }, { countBy: 'order' }] as const)
      for (const asOf of ['2026-01-01', '2024-06-30']) {
        const numbers = summarize(read(log, timeZone), { asOf, ...options })
        expect(JSON.stringify(numbers)).toBe(JSON.stringify(summarize(readAsTexts(log, timeZone), { asOf, ...options })))
      }
  })

  test('leaves the facts as they would be from texts', () => {
    const log = logOf(5000, spreads['far apart'])
    log.at.reverse()
    const { columns, customers, ...rest } = read(log)
    expect({ ...rest, columns: { ...columns }, customers: { ...customers } }).toEqual(readAsTexts(log))
  })

  test('comes out the same from a workspace that served another base', () => {
    const workspace = newSummaryWorkspace()
    const [large, small] = [300_000, 140_000].map((length) => read(logOf(length, spreads['far apart'])))
    const alone = summarize(small, { asOf: '2026-01-01' })
    summarize(large, { asOf: '2026-01-01', workspace })
    const kept = summarize(small, { asOf: '2026-01-01', workspace })
    summarize(large, { asOf: '2026-01-01', workspace })
    expect(JSON.stringify(kept)).toBe(JSON.stringify(alone))
  })

  test('hands its ids on to the scores, made when they are read', () => {
    const customers = summarize(read(logOf(2000, spreads['far apart'])), { asOf: '2026-01-01' })
    const scores = scoreRfm(fitRfm(customers), customers)
    expect(scores.columns.customerId).toEqual([...(customers.columns.customerId as readonly string[])])
    expect(Object.keys(scores.columns)[0]).toBe('customerId')
  })
})

test('the host’s columns stay as they were, negative amounts too', () => {
  const log = { id: Int32Array.of(1, 1, 2), at: Float64Array.of(START, START + 1, START + 2), cents: Float64Array.of(500, -200, 300) }
  const { facts } = readFacts(
    { length: 3, columns: { ...log } },
    { order: { ...order, negative: 'refund' }, currency: 'EUR', timeZone: 'UTC' },
  )
  expect([...facts.columns.amountMinor]).toEqual([500, 200, 300])
  expect([...log.cents]).toEqual([500, -200, 300])
})

test('parts hold about equally many rows', () => {
  for (const name of ['next to each other', 'far apart']) {
    const { parts, most } = rangesOf(logOf(500_000, spreads[name]).id)
    expect(most).toBeLessThan((1.5 * 500_000) / parts)
  }
})
