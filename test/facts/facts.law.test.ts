import fc from 'fast-check'
import {
  addFact,
  addFacts,
  addToMeasures,
  cohortTable,
  collectFacts,
  emptyPartials,
  type Fact,
  type Facts,
  factsOf,
  finish,
  measureFacts,
  measureOne,
  mergeSummaries,
  type Partials,
  partialIssues,
  partialsOf,
  readFacts,
  readMeasures,
  rows,
  type SummarizeOptions,
  type SummaryFigure,
  startMeasures,
  summarize,
  summarizeOne,
} from 'tierwise/facts'
import { expect, test } from 'vitest'
import { cases } from '../support/cases.js'
import { fixtureRows } from '../support/csv.js'

const DAY = 86_400_000
const START = Date.parse('2024-02-20T00:00:00Z')
const ZONE = 'America/New_York'

interface Row {
  kind: 'order' | 'refund' | 'ticket'
  id: string
  customer: string
  day: number
  amount: number
  order: string
}

/** Few customers, days and ids, so that days, ids and refunds collide often; 25 days around a clock change and a leap day. */
const row: fc.Arbitrary<Row> = fc.record({
  kind: fc.constantFrom('order', 'order', 'order', 'refund', 'ticket'),
  id: fc.integer({ min: 1, max: 40 }).map(String),
  customer: fc.constantFrom('ann', 'bo', '7', '10'),
  day: fc.double({ min: 0, max: 25, noNaN: true }),
  amount: fc.integer({ min: 0, max: 5000 }),
  order: fc.integer({ min: 1, max: 40 }).map(String),
})
const history = fc.array(row, { minLength: 1, maxLength: 40 })
const options: fc.Arbitrary<SummarizeOptions> = fc.record({
  asOf: fc.constantFrom('2024-02-29', '2024-03-10', '2024-03-20', '2024-03-05T15:00:00Z'),
  period: fc.constantFrom('day', 'week', 'month'),
  countBy: fc.constantFrom('order', 'day', 'week', 'month'),
  refundsAt: fc.constantFrom('order', 'refund'),
})

/** Each id belongs to one fact: the last row that claims it. */
function unique(list: readonly Row[]): Row[] {
  return [...new Map(list.map((item) => [`${item.kind} ${item.id}`, item])).values()]
}

function recordsOf(list: readonly Row[]): Fact[] {
  return list.map(({ kind, id, customer, day, amount, order }): Fact => {
    const at = START + Math.floor(day * DAY)
    if (kind === 'order')
      return {
        id,
        customerId: customer,
        type: 'purchase',
        at,
        amountMinor: amount,
        currency: 'USD',
        lines: [{ costMinor: amount % 7 }],
        ...(amount % 2 === 0 ? { attributes: { discountMinor: amount % 4 } } : {}),
      }
    if (kind === 'refund')
      return {
        id,
        customerId: customer,
        type: 'refund',
        at,
        refersTo: order,
        ...(amount % 3 === 0 ? {} : { amountMinor: amount, currency: 'USD' }),
      }
    return { id, customerId: customer, type: 'ticket', at, attributes: { costMinor: amount % 11 } }
  })
}

/** A refund belongs to the customer of its order, as readFacts would have it. */
function consistent(list: readonly Row[]): Row[] {
  const owner = new Map(
    unique(list)
      .filter(({ kind }) => kind === 'order')
      .map(({ id, customer }) => [id, customer]),
  )
  return unique(list).map((item) => (item.kind === 'refund' ? { ...item, customer: owner.get(item.order) ?? item.customer } : item))
}

const where = { timeZone: ZONE, currency: 'USD' }
const facts = (list: readonly Row[]): Facts => collectFacts(recordsOf(list), where)

function read(list: readonly Row[]): ReturnType<typeof readFacts> {
  const of = (kind: Row['kind']) =>
    list.filter((item) => item.kind === kind).map((item) => ({ ...item, at: START + Math.floor(item.day * DAY) }))
  return readFacts(
    { order: of('order'), refund: of('refund'), interaction: of('ticket') },
    {
      order: { id: 'id', customer: 'customer', at: 'at', amount: { column: 'amount', unit: 'minor' } },
      refund: { id: 'id', order: 'order', customer: 'customer', at: 'at', amount: { column: 'amount', unit: 'minor' } },
      interaction: { id: 'id', customer: 'customer', at: 'at', type: { value: 'ticket' } },
      ...where,
    },
  )
}

function permuted<T>(list: readonly T[], seed: number): T[] {
  const copy = [...list]
  let state = seed
  for (let i = copy.length - 1; i > 0; i--) {
    state = (state * 1103515245 + 12345) % 2147483648
    const j = state % (i + 1)
    const kept = copy[i]
    copy[i] = copy[j]
    copy[j] = kept
  }
  return copy
}

test('any order and any duplication of rows gives the same facts', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 1e9 }), (list, seed) => {
      const clean = unique(list)
      const once = read(clean).facts
      const shuffled = permuted([...clean, ...permuted(clean, seed).slice(0, 7)], seed)
      expect(read(shuffled).facts).toEqual(once)
    }),
    { numRuns: cases(200) },
  )
})

test('an id with two contents counts for neither, in any order', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 1e9 }), (list, seed) => {
      expect(read(permuted(list, seed)).facts).toEqual(read(list).facts)
    }),
    { numRuns: cases(200) },
  )
})

test('merging any split equals the whole, duplicates across the parts included', () => {
  const met = { refunds: 0, duplicates: 0, all: 0 }
  fc.assert(
    fc.property(history, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 40, maxLength: 40 }), options, (list, split, opts) => {
      const clean = consistent(list)
      const parts = [0, 1, 2].map((part) => clean.filter((_, i) => split[i % 40] === part))
      met.all++
      if (clean.some(({ kind }) => kind === 'refund')) met.refunds++
      if (parts[0].length > 0) met.duplicates++
      parts[1].push(...parts[0].slice(0, 3)) // delivered to two partitions
      const [a, b, c] = parts.map((part) => partialsOf(facts(part)))
      const whole = summarize(facts(clean), opts)
      expect(finish(mergeSummaries(mergeSummaries(a, b), c), opts)).toEqual(whole)
      expect(finish(mergeSummaries(c, mergeSummaries(b, a)), opts)).toEqual(whole)
    }),
    { numRuns: cases(200) },
  )
  expect(met.refunds / met.all).toBeGreaterThan(0.05)
  expect(met.duplicates / met.all).toBeGreaterThan(0.05)
})

test('a conflict across partitions counts for neither, whichever is merged first', () => {
  const [one, other] = ['100', '200'].map((amount) =>
    partialsOf(facts([{ kind: 'order', id: '1', customer: 'ann', day: 1, amount: Number(amount), order: '' }])),
  )
  const asOf = '2024-03-20'
  for (const merged of [mergeSummaries(one, other), mergeSummaries(mergeSummaries(other, one), one)]) {
    expect([...rows(finish(merged, { asOf }))]).toEqual([{ customerId: 'ann', status: 'prospect' }])
  }
})

test('an id that came with two contents stays contested after a JSON round trip', () => {
  const [one, other, third] = ['100', '200', '300'].map((amount) =>
    partialsOf(facts([{ kind: 'order', id: '1', customer: 'ann', day: 1, amount: Number(amount), order: '' }])),
  )
  const stored = JSON.parse(JSON.stringify(mergeSummaries(one, other)))
  expect([...rows(finish(mergeSummaries(stored, third), { asOf: '2024-03-20' }))]).toEqual([{ customerId: 'ann', status: 'prospect' }])
})

test('facts kept by their ids are short lists: what is missing at the end is left out', () => {
  const partials = emptyPartials(where)
  const fact = { customerId: 'ann', at: 1_700_000_000_000, currency: where.currency }
  addFact(partials, { ...fact, id: '1', type: 'purchase', amountMinor: 2500 })
  addFact(partials, { ...fact, id: '2', type: 'refund', refersTo: '1' })
  addFact(partials, { ...fact, id: '3', type: 'ticket', attributes: { costMinor: 70 } })
  addFact(partials, { ...fact, id: '4', type: 'purchase', amountMinor: 900, attributes: { discountMinor: 100 } })
  addFact(partials, { ...fact, type: 'purchase' })
  const print = expect.any(Number)
  expect(JSON.parse(JSON.stringify(partials)).customers).toEqual([
    {
      id: 'ann',
      facts: [
        [0, fact.at, print, '1', 2500],
        ['refund', fact.at, print, '2', null, '1'],
        ['ticket', fact.at, print, '3', null, null, 70],
        [0, fact.at, print, '4', 900, null, null, 100],
        [0, fact.at, print],
      ],
    },
  ])
})

test('adding facts one by one equals the whole, in any order, with a JSON round trip in between', () => {
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 1e9 }), options, (list, seed, opts) => {
      const clean = consistent(list)
      let partials = emptyPartials(where)
      for (const fact of permuted(recordsOf(clean), seed)) partials = addFact(JSON.parse(JSON.stringify(partials)), fact)
      expect(finish(partials, opts)).toEqual(summarize(facts(clean), opts))
    }),
    { numRuns: cases(100) },
  )
})

test('without ids, day sums give the same table once every fact is in', () => {
  fc.assert(
    fc.property(
      history,
      fc.integer({ min: 0, max: 3 }),
      fc.constantFrom<'day' | 'week' | 'month'>('day', 'week', 'month'),
      fc.constantFrom<'order' | 'refund'>('order', 'refund'),
      (list, parts, countBy, refundsAt) => {
        const clean = consistent(list)
        const opts = { asOf: '2024-03-20', countBy, refundsAt }
        // customers are not split: an order and its refund stay in one part
        const names = ['ann', 'bo', '7', '10']
        const partials = names.map((name) =>
          partialsOf(
            facts(
              clean.filter(
                ({ customer }) => names.indexOf(customer) % (parts + 1) === names.indexOf(name) % (parts + 1) && customer === name,
              ),
            ),
            { ids: 'drop' },
          ),
        )
        expect(finish(partials.reduce(mergeSummaries), opts)).toEqual(summarize(facts(clean), opts))
      },
    ),
    { numRuns: cases(200) },
  )
})

test('day sums of any split of the orders are the same, in whatever order they are merged', () => {
  fc.assert(
    fc.property(history, fc.array(fc.integer({ min: 0, max: 2 }), { minLength: 40, maxLength: 40 }), (list, split) => {
      const orders = consistent(list).filter(({ kind }) => kind !== 'refund')
      const whole = partialsOf(facts(orders), { ids: 'drop' })
      const [a, b, c] = [0, 1, 2].map((part) => partialsOf(facts(orders.filter((_, i) => split[i % 40] === part)), { ids: 'drop' }))
      const shown = (partials: Partials) => partials.customers.map(({ id, days }) => `${id} ${days}`).sort()
      expect(shown(mergeSummaries(mergeSummaries(a, b), c))).toEqual(shown(whole))
      expect(shown(mergeSummaries(c, mergeSummaries(b, a)))).toEqual(shown(whole))
    }),
    { numRuns: cases(200) },
  )
})

/** Forty customers on five days each, in a zone two days of which begin before 00:00 UTC; chunk by chunk at other seconds. */
function chunk(n: number): Facts {
  const orders = Array.from({ length: 200 }, (_, i): Fact => {
    const at = START + Math.floor(i / 40) * DAY + n * 1000 + i
    return { id: `${n}-${i}`, customerId: `c${i % 40}`, type: 'purchase', at, amountMinor: 1000 + ((i * 31 + n) % 500) }
  })
  return collectFacts(orders, { timeZone: 'Asia/Shanghai', currency: 'EUR' })
}

function pushed(chunks: number, ids: 'keep' | 'drop'): Partials {
  const partials = emptyPartials({ timeZone: 'Asia/Shanghai', currency: 'EUR' }, { ids })
  for (let n = 0; n < chunks; n++) addFacts(partials, chunk(n))
  return partials
}

test('a file pushed in chunks takes memory by customer-days, not by orders, and is summarized as if read at once', () => {
  const bytes = (partials: Partials) => JSON.stringify(partials).length
  expect(bytes(pushed(1, 'drop')) / 200).toBeLessThan(186 / 2) // what an object with a name for each number took
  expect(bytes(pushed(60, 'drop'))).toBeLessThan(1.3 * bytes(pushed(1, 'drop'))) // the numbers have more digits
  expect(bytes(pushed(60, 'keep'))).toBeGreaterThan(50 * bytes(pushed(1, 'keep')))
  const all = Array.from({ length: 60 }, (_, n) => [...factsOf(chunk(n))]).flat()
  const whole = collectFacts(all, { timeZone: 'Asia/Shanghai', currency: 'EUR' })
  for (const countBy of ['day', 'week'] as const)
    expect(finish(pushed(60, 'drop'), { asOf: '2024-03-20', countBy })).toEqual(summarize(whole, { asOf: '2024-03-20', countBy }))
})

test('refunds pushed before the orders find them in any later chunk; chunks in another currency or zone are refused', () => {
  const where = { timeZone: 'Asia/Shanghai', currency: 'EUR' }
  const refunds = [50, 2000].map(
    (amountMinor, i): Fact => ({ customerId: `c${i}`, type: 'refund', at: START + 9 * DAY, amountMinor, refersTo: `1-${i}` }),
  )
  const partials = addFacts(emptyPartials(where, { ids: 'drop' }), collectFacts(refunds, where))
  expect(partialIssues(partials)).toHaveLength(2)
  for (const n of [0, 1]) addFacts(partials, chunk(n))
  expect(partialIssues(partials)).toEqual([])
  const whole = collectFacts([...refunds, ...factsOf(chunk(0)), ...factsOf(chunk(1))], where)
  expect(finish(partials, { asOf: '2024-03-20' })).toEqual(summarize(whole, { asOf: '2024-03-20' }))
  for (const other of [
    { timeZone: 'UTC', currency: 'EUR' },
    { timeZone: 'Asia/Shanghai', currency: 'USD' },
  ])
    expect(() => addFacts(partials, collectFacts([], other))).toThrow('facts.partial.different')
})

test('without ids, a refund may wait for its order, and questions that need ids are refused', () => {
  const list: Row[] = [
    { kind: 'order', id: '1', customer: 'ann', day: 1, amount: 1000, order: '' },
    { kind: 'refund', id: 'r', customer: 'ann', day: 2, amount: 400, order: '1' },
  ]
  const [order, refund] = recordsOf(list)
  const partials = addFact(addFact(emptyPartials(where, { ids: 'drop' }), refund), order)
  expect(finish(partials, { asOf: '2024-03-20' })).toEqual(summarize(facts(list), { asOf: '2024-03-20' }))
  expect(() => finish(partials, { asOf: '2024-02-20' })).toThrow(/needs-ids/)
  expect(() => finish(partials, { asOf: '2024-03-20', countBy: 'order' })).toThrow(/needs-ids/)
})

test('figures that are asked for are those of the whole summary, of a table and of one customer', () => {
  const figure = fc.constantFrom<SummaryFigure>(
    ...(['orders', 'revenueMinor', 'refundedMinor', 'contributionMinor', 'firstAt', 'lastAt', 'recencyDays', 'tenureDays'] as const),
    ...(['recency', 'age', 'frequency', 'monetary', 'meanGapDays', 'gapDeviationDays', 'discountShare'] as const),
  )
  const plain = fc.constantFrom<SummaryFigure>('orders', 'revenueMinor', 'recencyDays', 'tenureDays', 'firstAt', 'lastAt', 'recency', 'age')
  const wanted = fc.oneof(fc.uniqueArray(plain), fc.uniqueArray(figure))
  const met = { orders: 0, all: 0 }
  fc.assert(
    fc.property(history, options, wanted, fc.boolean(), (list, opts, figures, onlyOrders) => {
      const all = facts(consistent(list).filter(({ kind }) => !onlyOrders || kind === 'order'))
      const whole = [...rows(summarize(all, opts))]
      const only = (row: (typeof whole)[number]) =>
        Object.fromEntries(Object.entries(row).filter(([name]) => ['customerId', 'status', ...figures].includes(name)))
      met.all++
      if (onlyOrders && whole.length > 0) met.orders++
      const table = summarize(all, { ...opts, figures })
      expect(Object.keys(table.columns)).toEqual(['customerId', 'status', ...figures])
      expect([...rows(table)]).toEqual(whole.map(only))
      const records = [...factsOf(all)]
      for (const row of whole) {
        const id = row.customerId as string
        expect(summarizeOne(all, id, { ...opts, figures })).toEqual(only(row))
        const own = records.filter(({ customerId }) => customerId === id)
        if (own.length > 0) expect(summarizeOne(own, { ...opts, figures, timeZone: ZONE, currency: 'EUR' })).toEqual(only(row))
      }
    }),
    { numRuns: cases(300) },
  )
  expect(met.orders / met.all).toBeGreaterThan(0.2)
  expect(() => summarize(facts([]), { asOf: '2024-03-20', figures: ['spent' as 'orders'] })).toThrow('facts.summary.option')
})

// At 00:01 on 7 November 2010 clocks in St. John's went back to 23:01: the 6th, a minute of the 7th, the 6th again, the 7th.
const BACK = Date.parse('2010-11-07T02:31:00Z')
const minute = fc.oneof(fc.constant(-1), fc.integer({ min: -3, max: 3 }), fc.integer({ min: -90, max: 90 }))
const minutes = fc.array(fc.record({ customer: fc.constantFrom('ann', 'bob'), minute }), {
  maxLength: 8,
})

test('a day that comes back when clocks go back past midnight is one day', () => {
  const where = { timeZone: 'America/St_Johns', currency: 'CAD' }
  const opts = { asOf: '2010-11-20' } as const
  const local = new Intl.DateTimeFormat('sv', { timeZone: where.timeZone })
  let returns = 0
  fc.assert(
    fc.property(minutes, fc.boolean(), fc.array(fc.boolean(), { minLength: 8, maxLength: 8 }), (visits, isLong, split) => {
      const bought = visits.map(
        ({ customer, minute }, i): Fact => ({
          id: `${i}`,
          customerId: customer,
          type: 'purchase',
          at: BACK + minute * 60_000,
          amountMinor: 100 + i,
        }),
      )
      // Many purchases in few days have their offsets looked up at once, few in many one by one.
      if (isLong) bought.push({ id: 'old', customerId: 'ann', type: 'purchase', at: BACK - 900 * DAY, amountMinor: 50 })
      const all = collectFacts(bought, where)
      const table = summarize(all, opts)
      for (const row of rows(table)) {
        const own = bought.filter(({ customerId }) => customerId === row.customerId)
        const days = new Map<string, number>()
        for (const { at, amountMinor = 0 } of own) days.set(local.format(at), (days.get(local.format(at)) ?? 0) + amountMinor)
        const names = [...days.keys()].sort()
        const inOrder = [...own].sort((a, b) => a.at - b.at).map(({ at }) => local.format(at))
        if (inOrder.some((day, i) => i > 0 && day < inOrder[i - 1])) returns++
        const repeat = [...days.values()].reduce((sum, value) => sum + value, 0) - (days.get(names[0]) as number)
        expect(row).toMatchObject({
          frequency: names.length - 1,
          recency: (Date.parse(names[names.length - 1]) - Date.parse(names[0])) / DAY,
          tenureDays: (Date.parse(opts.asOf) - Date.parse(names[0])) / DAY,
          recencyDays: (Date.parse(opts.asOf) - Date.parse(names[names.length - 1])) / DAY,
          ...(names.length > 1 ? { monetary: repeat / 100 / (names.length - 1) } : {}),
          firstAt: Math.min(...own.map(({ at }) => at)),
          lastAt: Math.max(...own.map(({ at }) => at)),
        })
        expect(summarizeOne(own, { ...opts, ...where })).toEqual(row)
        const { customerId, status, recencyDays, recency, age, firstAt, lastAt } = row
        const figures = ['recencyDays', 'recency', 'age', 'firstAt', 'lastAt'] as const
        const plain = { customerId, status, recencyDays, recency, age, firstAt, lastAt }
        expect(summarizeOne(own, { ...opts, ...where, figures })).toEqual(plain)
        expect(summarizeOne(all, customerId as string, { ...opts, figures })).toEqual(plain)
      }
      for (const ids of ['keep', 'drop'] as const) {
        const [a, b] = [true, false].map((part) =>
          partialsOf(
            collectFacts(
              bought.filter((_, i) => split[i % 8] === part),
              where,
            ),
            { ids },
          ),
        )
        expect(finish(mergeSummaries(a, b), opts)).toEqual(table)
      }
    }),
    { numRuns: cases(400) },
  )
  expect(returns).toBeGreaterThan(50)
})

test('a day that comes back is one day in every part of a large base, whenever refunds count', () => {
  const ways = [
    // minutes from the moment clocks go back; days with a purchase after the first; what all but the first are worth, net and gross
    { minutes: [-1, 5], days: 1, net: 7, gross: 10 }, // the 7th (10.00, of which 3.00 came back), then the 6th, which is first
    { minutes: [-1, -0.5], days: 0, net: 2, gross: 2 }, // both on the 7th
    { minutes: [5, 70], days: 1, net: 2, gross: 2 }, // the 6th, and the 7th again
  ]
  const bought = Array.from({ length: 30_000 }, (_, c) =>
    ways[c % 3].minutes.map((minute, i): Fact => {
      const at = BACK + minute * 60_000
      return { id: `${c}-${i}`, customerId: `c${c}`, type: 'purchase', at, amountMinor: i === 0 ? 1000 : 200 }
    }),
  ).flat()
  const back = Array.from({ length: 30_000 }, (_, c): Fact => {
    return { id: `r${c}`, customerId: `c${c}`, type: 'refund', at: BACK + DAY, amountMinor: 300, refersTo: `${c}-0` }
  })
  const all = collectFacts([...bought, ...back], { timeZone: 'America/St_Johns', currency: 'CAD' })
  for (const refundsAt of ['order', 'refund'] as const)
    for (const countBy of ['day', 'order'] as const) {
      const { columns } = summarize(all, { asOf: '2010-11-20', refundsAt, countBy })
      const wrong = columns.customerId.filter((id, i) => {
        const { days, net, gross } = ways[Number(id.slice(1)) % 3]
        const frequency = countBy === 'day' ? days : 1
        const monetary = frequency === 0 ? Number.NaN : refundsAt === 'order' ? net : gross
        return columns.frequency[i] !== frequency || columns.recency[i] !== days || !Object.is(columns.monetary[i], monetary)
      })
      expect(wrong).toEqual([])
    }
})

test('one customer alone equals their row in the table', () => {
  fc.assert(
    fc.property(history, options, (list, opts) => {
      const all = facts(consistent(list))
      const table = [...rows(summarize(all, opts))]
      for (const expected of table) expect(summarizeOne(all, expected.customerId as string, opts)).toEqual(expected)
    }),
    { numRuns: cases(100) },
  )
})

test('measures added fact by fact equal measures of the list, and the table agrees', () => {
  const measures = {
    spend: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 10, unit: 'day' } } },
    orders: { from: 'purchase', aggregate: 'count', window: { fixed: 'month' } },
    mean: { from: 'purchase', aggregate: 'mean' },
  } as const
  fc.assert(
    fc.property(history, fc.integer({ min: 1, max: 1e9 }), (list, seed) => {
      const all = facts(unique(list))
      const asOf = '2024-03-20'
      const table = measureFacts(all, measures, { asOf })
      table.columns.customerId.forEach((customerId, i) => {
        const mine = recordsOf(unique(list)).filter((fact) => fact.customerId === customerId)
        const one = measureOne(mine, measures, { asOf, ...where })
        const running = permuted(mine, seed).reduce(addToMeasures, startMeasures(measures, where))
        expect(readMeasures(running, { asOf })).toEqual(one)
        for (const name of ['spend', 'orders', 'mean'] as const) {
          const text = one[name]
          if (text === undefined) expect(table.columns[name][i]).toBeNaN()
          else expect(table.columns[name][i]).toBeCloseTo(Number(text), 11) // a mean without a finite decimal is written to 12 places
        }
      })
    }),
    { numRuns: cases(60) },
  )
})

test('cohorts count every customer and every order once', () => {
  fc.assert(
    fc.property(history, (list) => {
      const all = facts(consistent(list))
      const asOf = '2024-03-20'
      const summary = summarize(all, { asOf })
      const table = [...rows(cohortTable(all, { asOf, period: 'week' }))]
      const total = (values: readonly (number | undefined)[]): number => values.reduce<number>((sum, value) => sum + (value ?? 0), 0)
      const bought = [...rows(summary)].filter(({ status }) => status === 'customer')
      expect(total(table.filter(({ period }) => period === 0).map(({ customers }) => customers))).toBe(bought.length)
      expect(total(table.map(({ orders }) => orders))).toBe(total(bought.map(({ orders }) => orders)))
      expect(total(table.map(({ revenueMinor }) => revenueMinor))).toBe(total(bought.map(({ revenueMinor }) => revenueMinor)))
      for (const line of table) expect(line.active).toBeLessThanOrEqual(line.customers as number)
    }),
    { numRuns: cases(100) },
  )
})

test('five process time zones agree', () => {
  const before = process.env.TZ
  const orders = fixtureRows('own/orders.csv')
  const clocks = new Set<number>()
  const results = ['UTC', 'Asia/Shanghai', 'America/New_York', 'Pacific/Apia', 'Australia/Lord_Howe'].map((zone) => {
    process.env.TZ = zone
    clocks.add(new Date(0).getHours())
    const { facts: all } = readFacts(orders, {
      order: { id: 'order_id', customer: 'customer_id', at: { column: 'ordered_at', format: "yyyy-MM-dd'T'HH:mm:ss" }, amount: 'amount' },
      currency: 'XXX',
      timeZone: 'Asia/Shanghai',
    })
    return JSON.stringify([...rows(summarize(all, { asOf: '2024-12-31', period: 'month' }))])
  })
  if (before === undefined) delete process.env.TZ
  else process.env.TZ = before
  expect(clocks.size).toBe(5) // the process did change its zone
  expect(new Set(results).size).toBe(1)
})
