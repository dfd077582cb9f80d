import fc from 'fast-check'
import { concentration, migration } from 'tierwise/portfolio'
import { describe, expect, test } from 'vitest'
import { cases } from '../support/cases.js'

const tableOf = (tiers: Readonly<Record<string, string | undefined>>) => ({
  length: Object.keys(tiers).length,
  columns: { customerId: Object.keys(tiers), tier: Object.values(tiers) },
})
const ORDER = ['base', 'silver', 'gold']

describe('migration', () => {
  const spring = tableOf({ a: 'base', b: 'base', c: 'silver', d: 'gold', e: 'gold', f: undefined })
  const summer = tableOf({ a: 'silver', b: 'gold', c: 'silver', d: 'silver', f: 'base', g: 'base' })
  const moved = migration(spring, summer, { tiers: ORDER })

  test('says who went where', () => {
    expect(moved.matrix).toEqual([
      [0, 1, 1],
      [0, 1, 0],
      [0, 1, 0],
    ])
    expect(moved).toMatchObject({ up: 2, same: 1, down: 1, entered: 2, left: 1 })
  })

  test('opening and added are removed and closing', () => {
    expect(moved.flows[1]).toMatchObject({
      tier: 'silver',
      opening: 1,
      added: { up: 1, down: 1, entered: 0 },
      removed: { up: 0, down: 0, left: 0 },
      closing: 3,
    })
    expect(moved.flows[2]).toMatchObject({
      opening: 2,
      added: { up: 1, down: 0, entered: 0 },
      removed: { up: 0, down: 1, left: 1 },
      closing: 1,
    })
  })

  test('rates are of those who are in both tables, with intervals', () => {
    // Wilson, 2 of 2, 95 %: 0.3424 … 1 (z² / (2 + z²) below)
    expect(moved.flows[0].upgraded).toMatchObject({ share: 1, high: 1 })
    expect(moved.flows[0].upgraded?.low).toBeCloseTo(2 / (2 + 1.959963984540054 ** 2), 10)
    expect(moved.flows[2].dropped?.share).toBe(1)
  })

  test('a tier nobody listed is a mistake, not a new rung', () => {
    expect(() => migration(spring, tableOf({ a: 'platinum' }), { tiers: ORDER })).toThrow(/unknown-tier/)
    expect(() => migration(spring, { length: 0, columns: {} })).toThrow(/portfolio.column.needed/)
  })

  test('every customer is counted once, whatever the tables', () => {
    const tiers = fc.dictionary(
      fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
      fc.option(fc.constantFrom(...ORDER), { nil: undefined }),
    )
    fc.assert(
      fc.property(tiers, tiers, (one, two) => {
        const all = migration(tableOf(one), tableOf(two), { tiers: ORDER })
        for (const { opening, added, removed, closing } of all.flows) {
          expect(opening + added.up + added.down + added.entered).toBe(closing + removed.up + removed.down + removed.left)
        }
        const ranked = (side: Readonly<Record<string, string | undefined>>): number =>
          Object.values(side).filter((tier) => tier !== undefined).length
        expect(all.flows.reduce((sum, { opening }) => sum + opening, 0)).toBe(ranked(one))
        expect(all.flows.reduce((sum, { closing }) => sum + closing, 0)).toBe(ranked(two))
        expect(all.up + all.same + all.down + all.left).toBe(ranked(one))
      }),
      { numRuns: cases(200) },
    )
  })
})

describe('concentration', () => {
  test('of 1, 2, 3, 4, 5 the Gini coefficient is 4/15', () => {
    // 2 · (1·1 + 2·2 + 3·3 + 4·4 + 5·5) / (5 · 15) − 6/5 = 110/75 − 90/75
    const got = concentration([5, 3, 1, 4, 2])
    expect(got?.gini).toBeCloseTo(4 / 15, 14)
    expect(got).toMatchObject({ customers: 5, total: 15, customersForFourFifths: 3 / 5 }) // 5 + 4 + 3 = 12 = 80 %
    expect(got?.topFifth).toBeCloseTo(5 / 15, 14)
    expect(Array.from(got?.curve.columns.value ?? [])).toEqual([0, 1 / 15, 3 / 15, 6 / 15, 10 / 15, 1])
  })

  test('all alike, one for all, nobody at all', () => {
    expect(concentration([7, 7, 7, 7])?.gini).toBeCloseTo(0, 14)
    expect(concentration([0, 0, 0, 9])?.gini).toBeCloseTo(3 / 4, 14)
    expect(concentration([])).toBeUndefined()
    expect(concentration([0, -3, Number.NaN])).toBeUndefined()
  })

  test('the curve lies below the diagonal and rises to one', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 3000 }), (values) => {
        const got = concentration(values)
        if (!got) return
        const { customers, value } = got.curve.columns
        for (let i = 1; i < value.length; i++) {
          expect(value[i]).toBeGreaterThanOrEqual(value[i - 1])
          expect(value[i]).toBeLessThanOrEqual(customers[i] + 1e-12)
        }
        expect(value[value.length - 1]).toBe(1)
        expect(got.gini).toBeGreaterThanOrEqual(-1e-12)
      }),
      { numRuns: cases(50) },
    )
  })
})
