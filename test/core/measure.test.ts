import { describe, expect, it } from 'vitest'
import { readExact } from '../../src/core/decimal/exact.js'
import type { Measure } from '../../src/core/measure/definition.js'
import { evaluateMeasures } from '../../src/core/measure/evaluate.js'
import { measureTable } from '../../src/core/measure/table.js'
import { parseDate } from '../../src/core/time/civil.js'
import { parseInstant } from '../../src/core/time/instant.js'
import { zoneOf } from '../../src/core/time/zone.js'

const zone = zoneOf('Asia/Shanghai')
const options = { zone, currency: 'CNY' }
const noon = (date: string): number => parseInstant(`${date}T12:00:00+08:00`)
const purchase = (id: string, date: string, amountMinor: number, attributes: Record<string, unknown> = {}) => ({
  id,
  type: 'purchase',
  at: noon(date),
  amountMinor,
  currency: 'CNY',
  attributes,
})
const one = (measure: Measure, facts: readonly ReturnType<typeof purchase>[], asOf: string, anchors = {}) =>
  evaluateMeasures({ m: measure }, facts, { ...options, asOf, anchors }).m

const facts = [
  purchase('a', '2024-12-31', 1000_00, { shop: 'x', nights: '2.5' }),
  purchase('b', '2025-01-01', 30, { shop: 'y' }),
  purchase('c', '2025-02-28', 60, { shop: 'x', nights: 1 }),
]

describe('measures', () => {
  it('sums a calendar year exactly', () => {
    // 0.30 + 0.60 = 0.90; binary floats give 0.8999999999999999
    expect(one({ from: 'purchase', aggregate: 'sum', window: { fixed: 'year' } }, facts, '2025-03-01')).toEqual(readExact('0.9'))
  })

  it('rolls by days after the same date', () => {
    const year: Measure = { from: 'purchase', aggregate: 'count', window: { rolling: { n: 12, unit: 'month' } } }
    expect(one(year, facts, '2025-12-30')).toBe(3) // days after 30 December 2024: 31 December is still in
    expect(one(year, facts, '2025-12-31')).toBe(2)
  })

  it('counts a certificate through its anniversary when the same date belongs to the window', () => {
    const valid: Measure = { from: 'purchase', aggregate: 'count', window: { rolling: { n: 1, unit: 'year' }, first: 'sameDate' } }
    expect(one(valid, facts.slice(0, 1), '2025-12-31')).toBe(1)
    expect(one(valid, facts.slice(0, 1), '2026-01-01')).toBe(0)
  })

  it('gives the mean per calendar month, a month without a fact counting as 0', () => {
    const mean: Measure = { from: 'purchase', aggregate: { mean: 'month' }, window: { rolling: { n: 3, unit: 'month' }, whole: true } }
    // January 0.30, February 0.60, March nothing: 0.90 / 3
    expect(one(mean, facts, '2025-03-31')).toEqual(readExact('0.3'))
    expect(one(mean, facts, '2025-03-30')).toEqual({ n: 10009, d: 30 }) // December 1000, January .30, February .60: 1000.90 / 3
  })

  it('skips facts without the value and takes the newest one that has it', () => {
    expect(one({ from: 'purchase', value: 'nights', aggregate: 'latest' }, facts, '2025-03-01')).toBe(1)
    expect(one({ from: 'purchase', value: 'nights', aggregate: 'sum' }, facts, '2025-03-01')).toEqual(readExact('3.5'))
  })

  it('counts distinct texts', () => {
    expect(one({ from: 'purchase', value: 'shop', aggregate: 'distinct' }, facts, '2025-03-01')).toBe(2)
  })

  it('is absent or the stated number when no fact counts', () => {
    expect(one({ from: 'visit', aggregate: 'latest', value: 'score' }, facts, '2025-03-01')).toBeUndefined()
    expect(one({ from: 'visit', aggregate: 'latest', value: 'score', empty: '7' }, facts, '2025-03-01')).toBe(7)
    expect(one({ from: 'visit', aggregate: 'sum', empty: 'absent' }, facts, '2025-03-01')).toBeUndefined()
  })

  it('keeps a ratio exact and caps a score', () => {
    const perNight: Measure = { from: 'purchase', where: { field: 'nights', exists: true }, aggregate: 'ratio', by: 'nights' }
    expect(one(perNight, facts, '2025-03-01')).toEqual({ n: 10006, d: 35 }) // 1000.60 / 3.5
    expect(one({ from: 'purchase', aggregate: 'count', cap: '2' }, facts, '2025-03-01')).toBe(2)
  })

  it('counts from an anchor and is empty without one', () => {
    const term: Measure = { from: 'purchase', aggregate: 'count', window: { anchored: { n: 3, unit: 'month' }, to: 'enrollment' } }
    expect(one(term, facts, '2025-02-28', { enrollment: parseDate('2024-11-30') })).toBe(1) // 28 February starts the second block: clamped anchor
    expect(one(term, facts, '2025-02-27', { enrollment: parseDate('2024-11-30') })).toBe(2)
    expect(one(term, facts, '2025-02-28')).toBe(0)
  })

  it('reads the purchase at 23:59 local into its own day', () => {
    const late = { id: 'z', type: 'purchase', at: parseInstant('2024-12-31T15:59:59.999Z'), amountMinor: 1 }
    const year: Measure = { from: 'purchase', aggregate: 'count', window: { fixed: 'year' } }
    expect(evaluateMeasures({ m: year }, [late], { ...options, asOf: '2024-12-31' }).m).toBe(1)
    expect(evaluateMeasures({ m: year }, [late], { ...options, asOf: '2025-01-01' }).m).toBe(0)
  })

  it('gives the same row alone and in a table, and does not mind the order of facts', () => {
    const measures: Record<string, Measure> = {
      spend: { from: 'purchase', aggregate: 'sum' },
      last: { from: 'purchase', value: 'nights', aggregate: 'latest' },
    }
    const table = measureTable(
      measures,
      [
        { customerId: 'c', facts },
        { customerId: 'd', facts: [...facts].reverse() },
      ],
      { ...options, asOf: '2025-03-01' },
    )
    expect([...(table.columns.spend as Float64Array)]).toEqual([1000.9, 1000.9])
    expect([...(table.columns.last as Float64Array)]).toEqual([1, 1])
  })
})
