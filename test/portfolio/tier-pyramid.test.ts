import { readFacts, rows } from 'tierwise/facts'
import { retailLifecycle, stageTable } from 'tierwise/lifecycle'
import { migration, nineCriteria, type TierTable, tierPyramid, tierTable, tierTables } from 'tierwise/portfolio'
import { simulateShop } from 'tierwise/simulate'
import { describe, expect, test } from 'vitest'

const tableOf = (asOf: string, tiers: Readonly<Record<string, string | undefined>>) => ({
  asOf,
  length: Object.keys(tiers).length,
  columns: { customerId: Object.keys(tiers), tier: Object.values(tiers) },
})
const spring = tableOf('2026-03-31', { a: 'base', b: 'base', c: 'silver', d: 'gold', e: undefined })
const summer = tableOf('2026-06-30', { a: 'silver', b: 'gold', c: 'silver', d: 'gold', e: 'base', f: 'base' })

describe('the pyramid', () => {
  test('highest first, date after date, with what changed', () => {
    const pyramid = tierPyramid([summer, spring], { tiers: ['base', 'silver', 'gold'] })
    expect([...rows(pyramid)].map(({ date, tier, customers, share, change }) => [date, tier, customers, share, change])).toEqual([
      ['2026-03-31', 'gold', 1, 1 / 5, undefined],
      ['2026-03-31', 'silver', 1, 1 / 5, undefined],
      ['2026-03-31', 'base', 2, 2 / 5, undefined],
      ['2026-03-31', 'unranked', 1, 1 / 5, undefined],
      ['2026-06-30', 'gold', 2, 2 / 6, 1],
      ['2026-06-30', 'silver', 2, 2 / 6, 1],
      ['2026-06-30', 'base', 2, 2 / 6, 0],
      ['2026-06-30', 'unranked', 0, 0, -1],
    ])
  })

  test('no dates, an empty base', () => {
    expect(tierPyramid([])).toMatchObject({ length: 0, dates: [] })
    expect([...rows(tierPyramid([tableOf('2026-01-01', {})], { tiers: ['base'] }))]).toEqual([
      { date: '2026-01-01', tier: 'base', customers: 0 },
    ])
  })

  test('levels as numbers, one customer without', () => {
    const levels = { asOf: '2026-03-31', length: 3, columns: { customerId: ['a', 'b', 'c'], tier: Float64Array.of(1, 2, Number.NaN) } }
    const told = [...rows(tierPyramid([levels]))].map(({ tier, customers }) => [tier, customers])
    expect(told).toEqual([
      ['2', 1],
      ['1', 1],
      ['unranked', 1],
    ])
  })

  test('mistakes of the caller', () => {
    expect(() => tierPyramid([spring], { tiers: ['base'] })).toThrow(/portfolio.migration.unknown-tier/)
    expect(() => tierPyramid([spring, spring])).toThrow(/portfolio.pyramid.date/)
    expect(() => tierPyramid([spring], { column: 'stage' })).toThrow(/portfolio.column.needed/)
  })
})

describe('on a base', () => {
  const shop = simulateShop({ seed: 11, customers: 300, from: '2024-07-01', to: '2026-06-30', timeZone: 'UTC', currency: 'CNY' })
  const { facts } = readFacts(shop.rows, shop.mapping)
  const dates = ['2025-12-31', '2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30']
  const tables = tierTables(nineCriteria, facts, { dates })
  const movesTold = (list: readonly TierTable[]): number =>
    list.slice(1).reduce((sum, table) => sum + [...rows(table)].filter(({ move }) => move === 'up' || move === 'down').length, 0)

  test('every date adds up to the base, and its changes are those of the migration', () => {
    const pyramid = [...rows(tierPyramid(tables))]
    for (const date of dates) {
      const own = pyramid.filter((row) => row.date === date)
      expect(own.reduce((sum, { customers }) => sum + (customers as number), 0)).toBe(facts.customers.ids.length)
      expect(own.reduce((sum, { share }) => sum + (share ?? 0), 0)).toBeCloseTo(1, 12)
    }
    const flows = migration(tables[5], tables[6]).flows
    for (const { tier, opening, closing } of flows)
      expect(pyramid.find((row) => row.date === '2026-06-30' && row.tier === tier)).toMatchObject({
        customers: closing,
        change: closing - opening,
      })
  })

  test('one standard for all dates, and its margin keeps customers from flickering', () => {
    for (const { model } of tables) expect(model).toEqual(tables[0].model)
    const fresh = dates.map((asOf) => tierTable(tables[0].model, facts, { asOf }))
    const moved = (list: readonly TierTable[]): number =>
      list.slice(1).reduce((sum, table, t) => {
        const { up, down } = migration(list[t], table)
        return sum + up + down
      }, 0)
    expect(moved(tables)).toBeGreaterThan(0)
    expect(moved(tables)).toBeLessThan(moved(fresh))
    expect(movesTold(tables)).toBe(moved(tables))
  })

  test('stages have a pyramid too', () => {
    const machine = retailLifecycle({ timeZone: 'UTC', currency: 'CNY' })
    const stages = dates.slice(0, 2).map((asOf) => stageTable(machine, facts, { asOf }))
    const pyramid = [...rows(tierPyramid(stages, { column: 'stage' }))]
    expect(pyramid.filter(({ date }) => date === dates[1]).reduce((sum, { customers }) => sum + (customers as number), 0)).toBe(300)
  })
})
