import fc from 'fast-check'
import { collectFacts, type Fact, type Measure, measureFacts } from 'tierwise/facts'
import { expect, test } from 'vitest'
import { cases } from '../support/cases.js'

const HOUR = 3_600_000
const ASOF = '2011-01-31'

/** Few customers and types in ninety days around one on which the clocks of St. John's go back past midnight (2010-11-07). */
const fact: fc.Arbitrary<Fact> = fc.record(
  {
    customerId: fc.constantFrom('ann', 'bo', '7'),
    type: fc.constantFrom('purchase', 'purchase', 'refund', 'visit', 'enroll'),
    at: fc.oneof(
      fc.integer({ min: 0, max: 90 * 48 }).map((half) => Date.parse('2010-11-05T00:00:00Z') + half * (HOUR / 2)),
      // The hours around the day that comes back.
      fc.integer({ min: -4, max: 4 }).map((half) => Date.parse('2010-11-07T03:00:00Z') + half * (HOUR / 2)),
      // The days on either side of a month's end, where windows begin and end.
      fc.integer({ min: -30, max: 30 }).map((hours) => Date.parse('2011-01-01T00:00:00Z') + hours * HOUR),
    ),
    amountMinor: fc.oneof(fc.integer({ min: 0, max: 90_000 }), fc.constantFrom(0, Number.MAX_SAFE_INTEGER - 1)),
  },
  { requiredKeys: ['customerId', 'type', 'at'] },
)

const window: fc.Arbitrary<Measure['window']> = fc.constantFrom<Measure['window']>(
  undefined,
  'lifetime',
  { fixed: 'month' },
  { fixed: 'month', shift: -1 },
  { rolling: { n: 30, unit: 'day' } },
  { rolling: { n: 2, unit: 'month' }, whole: true },
  { anchored: { n: 1, unit: 'month' }, to: 'enrollment' },
  { anchored: { n: 1, unit: 'month' }, to: 'nothing' },
)

const measure: fc.Arbitrary<Measure> = fc
  .record(
    {
      from: fc.constantFrom<Measure['from']>('purchase', 'visit', ['purchase', 'refund'], 'unheard-of'),
      aggregate: fc.constantFrom<Measure['aggregate']>('sum', 'count', 'mean', 'min', 'max'),
      window,
      cap: fc.constantFrom('3', '120.5'),
      empty: fc.constantFrom<Measure['empty']>('absent', '1.5'),
    },
    { requiredKeys: ['from', 'aggregate'] },
  )
  .map(({ window: when, ...rest }) => (when === undefined ? rest : { ...rest, window: when }))

test('measures that are read from the columns have the same bits as those that look at every fact', () => {
  const met = { value: 0, absent: 0 }
  fc.assert(
    fc.property(
      fc.array(fact, { maxLength: 40 }),
      fc.array(measure, { minLength: 1, maxLength: 4 }),
      fc.constantFrom('UTC', 'America/St_Johns', 'Asia/Shanghai'),
      fc.constantFrom('CNY', 'JPY'),
      // Also the very instant of a fact, and one on the 6th after a fact of the 7th.
      fc.constantFrom(ASOF, ASOF, '2010-11-07T03:00:00Z', '2011-01-01T05:00:00Z'),
      (records, list, timeZone, currency, asOf) => {
        const all = collectFacts(records, { timeZone, currency })
        const measures = Object.fromEntries(list.map((one, i) => [`m${i}`, one]))
        // A condition that always holds makes the library look at facts one by one.
        const looked = Object.fromEntries(list.map((one, i) => [`m${i}`, { ...one, where: { field: 'type', exists: true } as const }]))
        const table = measureFacts(all, measures, { asOf })
        expect(table).toEqual(measureFacts(all, looked, { asOf }))
        for (const name of Object.keys(measures)) for (const value of table.columns[name]) met[Number.isNaN(value) ? 'absent' : 'value']++
      },
    ),
    { numRuns: cases(150) },
  )
  expect(met.value).toBeGreaterThan(50)
  expect(met.absent).toBeGreaterThan(10)
})

test('a base of many blocks of rows counts each in its own window', () => {
  // 12,000 visits, one every ten minutes up to the last minute of January: 30 days have 4,320 of them.
  const end = Date.parse('2011-02-01T00:00:00Z')
  const records = Array.from({ length: 12_000 }, (_, i) => ({ customerId: `c${i % 3}`, type: 'visit', at: end - 600_000 * (i + 1) }))
  for (const timeZone of ['UTC', 'Europe/Berlin']) {
    const all = collectFacts(records, { timeZone, currency: 'EUR' })
    const visits = { from: 'visit', aggregate: 'count', window: { rolling: { n: 30, unit: 'day' } } } as const
    // In Berlin the last hour is of 1 February: 6 visits of 4,320 are not of the 30 days, as 6 of the 2nd of January are that were not.
    const { columns } = measureFacts(all, { visits }, { asOf: ASOF })
    expect([...columns.visits]).toEqual([1440, 1440, 1440])
  }
})

test('a sum beyond the safe integers on its way stays exact', () => {
  const at = Date.parse('2011-01-01T00:00:00Z')
  const amounts = [Number.MAX_SAFE_INTEGER, 1, 1, 1, 1]
  const records = amounts.map((amountMinor, i) => ({ customerId: 'ann', type: 'purchase', at: at + i, amountMinor }))
  const all = collectFacts(records, { timeZone: 'UTC', currency: 'JPY' })
  // 2^53 − 1 + 4 = 2^53 + 3 lies between the doubles 2^53 + 2 and 2^53 + 4, and ties go to the even one; adding doubles would stay at 2^53.
  expect(measureFacts(all, { spend: { from: 'purchase', aggregate: 'sum' } }, { asOf: ASOF }).columns.spend[0]).toBe(2 ** 53 + 4)
})
