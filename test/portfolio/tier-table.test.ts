import { readFacts, factsOf as recordsOf, row, rows } from 'tierwise/facts'
import {
  adoptTierTable,
  adoptTierTableModel,
  defineTierTable,
  fitTierTable,
  nineCriteria,
  safeDefineTierTable,
  type TierTable,
  tierTable,
  tierTotals,
} from 'tierwise/portfolio'
import { simulateShop } from 'tierwise/simulate'
import { describe, expect, test } from 'vitest'
import { collectFacts } from '../../src/facts/collect-facts.js'
import { factsOf } from '../support/facts.js'
import { ownFacts } from '../support/own.js'

const own = ownFacts().facts
const asOf = '2025-06-30'

const tiersOf = (table: TierTable) => Object.fromEntries(Array.from(rows(table), ({ customerId, tier }) => [customerId, tier]))

describe('by', () => {
  const spent = (customerId: string, amount: number, at = '2026-01-01T00:00:00Z') => ({
    customerId,
    type: 'purchase',
    at,
    amountMinor: amount * 100,
  })

  test('a ladder over a measure of the host’s own, with literal edges', () => {
    const recipe = defineTierTable({
      id: 'spend',
      measures: { spend12: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 12, unit: 'month' } } } },
      by: { measure: 'spend12', ladder: { levels: [{ id: 'member' }, { id: 'silver', gte: '1000' }, { id: 'gold', gte: '5000' }] } },
      columns: ['customerId', 'tier', 'spend12', 'amountMinor'],
    })
    const facts = factsOf([
      spent('a', 999.99),
      spent('b', 1000),
      spent('c', 5000),
      spent('d', 5000, '2024-01-01T00:00:00Z'), // outside the window
      spent('d', 10),
    ])
    const table = tierTable(recipe, facts, { asOf: '2026-06-30' })
    expect(Object.keys(table.columns)).toEqual(['customerId', 'tier', 'spend12', 'amountMinor', 'status', 'code'])
    expect(tiersOf(table)).toEqual({ a: 'member', b: 'silver', c: 'gold', d: 'member' })
    expect(row(table, 3)).toMatchObject({ spend12: 10, amountMinor: 5010_00 })
  })

  test('RFM by shares of the base', () => {
    const table = tierTable(
      defineTierTable({ id: 'rfm', by: 'rfm', columns: ['customerId', 'tier', 'rfmScore', 'segment', 'amountMinor'] }),
      own,
      { asOf },
    )
    const scores = { low: [] as number[], medium: [] as number[], high: [] as number[] }
    for (const one of rows(table)) scores[one.tier as keyof typeof scores].push((one as Record<string, unknown>).rfmScore as number)
    expect(Math.max(...scores.low)).toBeLessThan(Math.min(...scores.medium))
    expect(Math.max(...scores.medium)).toBeLessThan(Math.min(...scores.high))
    expect(scores.low.length / 600).toBeCloseTo(0.5, 1)
    expect(scores.high.length / 600).toBeCloseTo(0.2, 1)
  })

  test('a number handed over with the call: a lifetime value from another model', () => {
    const recipe = defineTierTable({
      id: 'clv',
      inputs: ['clv'],
      by: { measure: 'clv', ladder: { levels: [{ id: 'low' }, { id: 'high', gte: 100 }] } },
      columns: ['customerId', 'tier', 'clv'],
    })
    const facts = factsOf([spent('a', 1), spent('b', 1), spent('c', 1), { customerId: 'p', type: 'visit', at: 0 }])
    const inputs = { length: 3, columns: { customerId: ['p', 'b', 'a'], clv: new Float64Array([900, 99, 100]) } }
    const table = tierTable(recipe, facts, { asOf: '2026-06-30', inputs })
    expect(tiersOf(table)).toEqual({ a: 'high', b: 'low', c: undefined, p: undefined }) // whatever is said of a prospect
    expect(() => tierTable(recipe, facts, { asOf: '2026-06-30' })).toThrow('portfolio.input.missing')
  })
})

describe('defineTierTable', () => {
  const codesOf = (config: unknown) => {
    const result = safeDefineTierTable(config)
    return result.success ? [] : result.error.issues.map(({ path, code }) => `${path?.join('.')} ${code}`)
  }

  test('names what does not exist and what is taken, with the scorecard’s issues in their place', () => {
    expect(
      codesOf({
        id: 'x',
        by: { measure: 'lifetime', ladder: { levels: [{ id: 'low', gte: 1 }] } },
        columns: ['customerId', 'shoeSize', 'amountContribution', 'shoeContribution'],
        measures: { amount: { from: 'purchase', aggregate: 'sum' } },
        inputs: ['tier'],
        scorecard: {
          id: 'c',
          criteria: [{ id: 'amount', measure: 'money', weight: '0.9', bands: [{ points: 1 }] }],
          levels: [{ id: 'low' }],
        },
      }).sort(),
    ).toEqual([
      'by.ladder.levels.0.gte scorecard.level.first',
      'by.measure portfolio.measure.unknown',
      'columns.1 portfolio.column.unknown',
      'columns.3 portfolio.column.unknown',
      'inputs.0 portfolio.measure.taken',
      'measures.amount portfolio.measure.taken',
      'scorecard.criteria scorecard.weights.sum',
      'scorecard.criteria.0.measure portfolio.measure.unknown',
    ])
    expect(codesOf({ id: 'x', by: 'astrology' })).not.toEqual([])
    expect(codesOf(null)).not.toEqual([])
  })

  test('fills in the preset, freezes, and survives JSON', () => {
    const recipe = defineTierTable({ id: 'mine', kinds: { service: ['工单'] } })
    expect(recipe.scorecard).toEqual(nineCriteria.scorecard)
    expect(recipe.kinds).toEqual({ ...nineCriteria.kinds, service: ['工单'] })
    expect(Object.isFrozen(recipe)).toBe(true)
    const stored = JSON.parse(JSON.stringify(recipe))
    expect(defineTierTable(stored)).toEqual(recipe)
    expect(adoptTierTable(stored)).toEqual(recipe)
    expect(() => tierTable({ ...recipe }, own, { asOf })).toThrow('not-frozen')
  })
})

describe('a fitted standard', () => {
  const model = fitTierTable(nineCriteria, own, { asOf: '2024-12-31' })

  test('is JSON that gives the same table after storing', () => {
    const stored = adoptTierTableModel(JSON.parse(JSON.stringify(model)))
    expect(stored).toEqual(model)
    expect([...rows(tierTable(stored, own, { asOf: '2024-12-31' }))]).toEqual([
      ...rows(tierTable(nineCriteria, own, { asOf: '2024-12-31' })),
    ])
  })

  test('stays where it is while the base moves on', () => {
    const later = tierTable(model, own, { asOf })
    expect(later.model).toBe(model)
    expect(model.provenance).toEqual({ asOf: '2024-12-31', currency: 'EUR', timeZone: 'UTC', customers: 600, prospects: 0 })
    const refitted = tierTable(nineCriteria, own, { asOf })
    const amountEdge = (table: TierTable) => table.model.recipe.scorecard.criteria[0].bands?.at(-1)?.gte
    expect(amountEdge(later)).toBe(model.recipe.scorecard.criteria[0].bands?.at(-1)?.gte)
    expect(Number(amountEdge(refitted))).toBeGreaterThan(Number(amountEdge(later))) // half a year more of spending
  })

  test('refuses facts in another currency or zone', () => {
    const euro = [...recordsOf(own)].slice(0, 10)
    const dollars = collectFacts(
      euro.map((fact) => ({ ...fact, currency: 'USD' })),
      { timeZone: 'UTC', currency: 'USD' },
    )
    expect(() => tierTable(model, dollars, { asOf })).toThrow('portfolio.model.currency')
    expect(() => tierTable(model, collectFacts(euro, { timeZone: 'Asia/Shanghai', currency: 'EUR' }), { asOf })).toThrow(
      'portfolio.model.zone',
    )
  })

  test('scores one customer alone as in the table', () => {
    const table = tierTable(model, own, { asOf })
    for (const c of [0, 17, 599]) {
      const id = table.columns.customerId[c]
      const alone = collectFacts(
        [...recordsOf(own)].filter(({ customerId }) => customerId === id),
        { timeZone: 'UTC', currency: 'EUR' },
      )
      expect(row(tierTable(model, alone, { asOf }), 0)).toEqual(row(table, c))
    }
  })
})

describe('what moved since the last table', () => {
  const model = fitTierTable(nineCriteria, own, { asOf: '2024-12-31' })
  const before = tierTable(model, own, { asOf: '2024-12-31' })
  const after = tierTable(model, own, { asOf, previous: before })

  test('says from where, which way and by which criteria', () => {
    const plain = tierTable(model, own, { asOf })
    let held = 0
    let moved = 0
    for (const [c, one] of [...rows(after)].entries()) {
      const was = row(before, c)
      const unheld = row(plain, c)
      expect(one.tierBefore).toBe(was.tier)
      expect(one.scoreChange).toBeCloseTo((one.score as number) - (was.score as number), 9)
      const order = ['low', 'medium', 'high']
      const step = order.indexOf(one.tier as string) - order.indexOf(was.tier as string)
      expect(one.move).toBe(step > 0 ? 'up' : step < 0 ? 'down' : 'same')
      if (one.tier !== unheld.tier) {
        held++
        expect(one.tier).toBe(was.tier) // the margin only ever keeps
      }
      if (step !== 0) moved++
      const changed = ['amount', 'frequency', 'cycle', 'productPreference'].filter((id) => {
        const [from, to] = [was[`${id}Level` as 'amountLevel'], one[`${id}Level` as 'amountLevel']]
        return from !== undefined && to !== undefined && from !== to
      })
      for (const id of changed) expect(one.movedBy).toContain(`${id}: ${was[`${id}Level` as 'amountLevel']} → `)
      if (one.movedBy === undefined) expect(changed).toEqual([])
    }
    expect(held).toBeGreaterThan(0)
    expect(moved).toBeGreaterThan(0)
  })

  test('reads stored rows as well as a table', () => {
    const stored = JSON.parse(JSON.stringify([...rows(before)]))
    expect([...rows(tierTable(model, own, { asOf, previous: stored }))]).toEqual([...rows(after)])
  })

  test('knows newcomers, leavers, and tiers of a scale that is no more', () => {
    const table = tierTable(model, own, {
      asOf,
      previous: [{ customerId: '1', tier: 'platinum' }, { customerId: '2' }, { customerId: 'gone', tier: 'high' }],
    })
    expect([row(table, 0).move, row(table, 1).move, row(table, 2).move]).toEqual(['ranked', 'ranked', 'new'])
    expect(row(table, 0).tierBefore).toBe('platinum')
    expect(table.removed).toEqual(['gone'])
    expect(Object.keys(tierTable(model, own, { asOf }).columns)).not.toContain('move')
  })
})

describe('tierTotals', () => {
  test('adds up to the table, to the cent', () => {
    const shop = simulateShop({ seed: 3, customers: 300, from: '2025-01-01', to: '2026-06-30', timeZone: 'Asia/Shanghai', currency: 'CNY' })
    const table = tierTable(nineCriteria, readFacts(shop.rows, shop.mapping).facts, { asOf: '2026-06-30' })
    const totals = [...rows(tierTotals(table))]
    expect(totals.map(({ tier }) => tier)).toEqual(['high', 'medium', 'low', 'prospect'])
    expect(totals.reduce((sum, one) => sum + (one.customers as number), 0)).toBe(table.length)
    const revenue = table.columns.amountMinor?.reduce((sum, minor) => sum + (Number.isNaN(minor) ? 0 : minor), 0)
    expect(totals.reduce((sum, one) => sum + (one.revenueMinor ?? 0), 0)).toBe(revenue)
    expect(totals.reduce((sum, one) => sum + (one.customerShare ?? 0), 0)).toBeCloseTo(1, 12)
    expect(totals.reduce((sum, one) => sum + (one.revenueShare ?? 0), 0)).toBeCloseTo(1, 12)
  })

  test('needs amounts', () => {
    const table = tierTable(defineTierTable({ id: 'x', columns: ['tier'] }), own, { asOf })
    expect(() => tierTotals(table)).toThrow('portfolio.column.needed')
  })

  test('counts those without a tier apart', () => {
    const table = tierTable(nineCriteria, factsOf([{ customerId: 'a', type: 'purchase', at: 0, amountMinor: 100 }]), { asOf })
    expect([...rows(tierTotals(table))]).toEqual([
      { tier: 'unranked', customers: 1, customerShare: 1, revenueMinor: 100, revenueShare: 1, medianMinor: 100 },
    ])
  })
})
