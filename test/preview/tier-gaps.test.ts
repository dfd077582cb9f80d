import { expect, it } from 'vitest'
import { tierGaps, tierGapTable } from '../../src/preview/index.js'
import { defineTiers, evaluateTier } from '../../src/tiers/index.js'

const ladder = defineTiers({
  kind: 'ladder',
  format: 1,
  id: 'ladder',
  tiers: [
    { id: 'base' },
    { id: 'silver', enter: { any: [{ measure: 'spend', gte: '1000' }, { all: [{ measure: 'orders', gt: '5' }, { flag: 'card' }] }] } },
    { id: 'gold', enter: { measure: 'spend', gt: '5000' } },
  ],
})
const asOf = '2026-11-01'
const steps = { spend: '0.01' }

it('lists every way, the easiest of each tier first; one step less is not enough', () => {
  const measures = { spend: '680.50', orders: 3, card: false }
  const gaps = tierGaps(ladder, measures, { asOf, steps })
  // 1,000 − 680.50; more than 5 orders are 6; more than 5,000 is 5,000.01.
  expect(gaps).toEqual([
    { to: 'silver', missing: [{ measure: 'spend', amount: '319.5' }] },
    { to: 'silver', missing: [{ measure: 'orders', amount: '3' }, { flag: 'card' }] },
    { to: 'gold', missing: [{ measure: 'spend', amount: '4319.51' }] },
  ])
  expect(evaluateTier(ladder, { ...measures, spend: '1000' }, { asOf }).tier).toBe('silver')
  expect(evaluateTier(ladder, { ...measures, spend: '999.99' }, { asOf }).tier).toBe('base')
  expect(evaluateTier(ladder, { ...measures, orders: 6, card: true }, { asOf }).tier).toBe('silver')
  expect(evaluateTier(ladder, { ...measures, orders: 5, card: true }, { asOf }).tier).toBe('base')
  expect(evaluateTier(ladder, { ...measures, spend: '5000.01' }, { asOf }).tier).toBe('gold')
  expect(evaluateTier(ladder, { ...measures, spend: '5000' }, { asOf }).tier).toBe('silver')
})

it('gives a table the first way of each row', () => {
  const table = { length: 3, columns: { spend: Float64Array.of(680.5, 1200, 9000), orders: Float64Array.of(3, 3, 3) } }
  const { columns } = tierGapTable(ladder, table, { asOf, steps })
  expect([...columns.to.codes].map((code) => columns.to.values[code])).toEqual(['silver', 'gold', undefined])
  expect([...columns.missing]).toEqual([319.5, 3800.01, Number.NaN])
})
