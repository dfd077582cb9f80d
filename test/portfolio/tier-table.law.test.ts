import fc from 'fast-check'
import { type Fact, readFacts, factsOf as recordsOf, rows } from 'tierwise/facts'
import { nineCriteria, tierTable } from 'tierwise/portfolio'
import { simulateShop } from 'tierwise/simulate'
import { expect, test } from 'vitest'
import { collectFacts } from '../../src/facts/collect-facts.js'
import { cases } from '../support/cases.js'
import { shuffled } from '../support/facts.js'

const asOf = '2026-06-30'
const DAY = 86_400_000

/** Small bases of everything at once: orders with lines, refunds, contacts, visits, program activity, in any order of time. */
const told = fc.array(
  fc.record({
    customer: fc.integer({ min: 1, max: 12 }),
    type: fc.constantFrom('purchase', 'purchase', 'purchase', 'refund', 'ticket', 'visit', 'referral', 'enroll', 'wish', 'feedback'),
    day: fc.integer({ min: 19_700, max: 20_650 }),
    ms: fc.integer({ min: 0, max: DAY - 1 }),
    amountMinor: fc.integer({ min: 0, max: 500_000 }),
    category: fc.constantFrom('tea', 'coffee', 'cups'),
    product: fc.constantFrom('a', 'b', 'c', 'd'),
    payment: fc.constantFrom('card', 'cash'),
    discountMinor: fc.constantFrom(0, 0, 500),
    of: fc.integer({ min: 0, max: 60 }),
  }),
  { minLength: 1, maxLength: 120 },
)
type Told = typeof told extends fc.Arbitrary<infer T> ? T : never

function recordsFrom(list: Told): Fact[] {
  return list.map(({ customer, type, day, ms, amountMinor, category, product, payment, discountMinor, of }, i) => ({
    id: `f${i}`,
    customerId: String(customer),
    type,
    at: day * DAY + ms,
    ...(type === 'purchase' ? { amountMinor, lines: [{ category, product }], attributes: { payment, discountMinor } } : {}),
    ...(type === 'refund' ? { amountMinor: Math.floor(amountMinor / 10), refersTo: `f${of}` } : {}),
  }))
}

const options = { timeZone: 'Asia/Shanghai', currency: 'CNY' }

test('the order of facts changes nothing', () => {
  fc.assert(
    fc.property(told, fc.integer({ min: 1, max: 1e6 }), (list, seed) => {
      const records = recordsFrom(list)
      const one = tierTable(nineCriteria, collectFacts(records, options), { asOf })
      const other = tierTable(nineCriteria, collectFacts(shuffled(records, seed), options), { asOf })
      expect([...rows(other)]).toEqual([...rows(one)])
      expect(other.model).toEqual(one.model)
    }),
    { numRuns: cases(40) },
  )
})

test('every row is whole: contributions add up, levels are the card’s, tiers match the score, prospects are empty', () => {
  const seen = { customers: 0, prospects: 0, unranked: 0 }
  fc.assert(
    fc.property(told, (list) => {
      const table = tierTable(nineCriteria, collectFacts(recordsFrom(list), options), { asOf })
      const { scorecard } = table.model.recipe
      for (const one of rows(table)) {
        if (one.status === 'prospect') {
          seen.prospects++
          expect(one).toEqual({ customerId: one.customerId, status: 'prospect', code: 'portfolio.customer.prospect' })
          continue
        }
        seen.customers++
        const parts = scorecard.criteria.flatMap(({ id }) => one[`${id}Contribution`] ?? [])
        if (one.score === undefined) {
          seen.unranked++
          expect(parts).toEqual([])
        } else expect(parts.reduce((sum, part) => sum + Math.round(part * 100), 0)).toBe(Math.round(one.score * 100))
        const level = [...(scorecard.levels ?? [])]
          .reverse()
          .find(({ gte }) => one.score !== undefined && (gte === undefined || one.score >= Number(gte)))
        expect(one.tier).toBe(level?.id)
        expect(one.code).toBe(one.tier === undefined ? 'portfolio.tier.unknown' : undefined)
        expect(Number.isSafeInteger(one.amountMinor)).toBe(true)
        expect(one.coverage).toBeGreaterThanOrEqual(0)
        expect(one.coverage).toBeLessThanOrEqual(1)
      }
    }),
    { numRuns: cases(60) },
  )
  expect(seen.prospects).toBeGreaterThan(seen.customers / 20)
  expect(seen.unranked).toBeGreaterThan(0)
})

test('asked again with itself as the last table, nothing has moved', () => {
  fc.assert(
    fc.property(told, (list) => {
      const facts = collectFacts(recordsFrom(list), options)
      const before = tierTable(nineCriteria, facts, { asOf })
      const after = tierTable(before.model, facts, { asOf, previous: before })
      for (const one of rows(after)) {
        expect(one.move).toBe('same')
        expect(one.movedBy).toBeUndefined()
        expect(one.scoreChange ?? 0).toBe(0)
      }
    }),
    { numRuns: cases(40) },
  )
})

test('amounts in another unit of money change no level and no tier', () => {
  const shop = simulateShop({ seed: 5, customers: 200, from: '2025-01-01', to: asOf, timeZone: 'UTC', currency: 'CNY' })
  const records = [...recordsOf(readFacts(shop.rows, shop.mapping).facts)]
  const tiers = (factor: number) =>
    Array.from(
      rows(
        tierTable(
          nineCriteria,
          collectFacts(
            records.map((fact) => (fact.amountMinor === undefined ? fact : { ...fact, amountMinor: fact.amountMinor * factor })),
            { timeZone: 'UTC', currency: 'CNY' },
          ),
          { asOf },
        ),
      ),
      ({ tier, score, amountLevel }) => [tier, score, amountLevel],
    )
  expect(tiers(7)).toEqual(tiers(1))
  expect(tiers(1000)).toEqual(tiers(1))
})
