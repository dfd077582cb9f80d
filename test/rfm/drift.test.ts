import { en, sentences } from 'tierwise/messages'
import { driftRfm, fitRfm, standardSegments } from 'tierwise/rfm'
import { describe, expect, test } from 'vitest'

const days = (ages: readonly number[], customerId?: readonly string[]) => ({
  length: ages.length,
  columns: { ...(customerId ? { customerId } : {}), recencyDays: ages, orders: ages.map((_, i) => 1 + (i % 4)), revenueMinor: ages },
})
const ages = Array.from({ length: 100 }, (_, i) => i + 1)
const model = fitRfm(days(ages), { measures: ['r'] })

describe('drift', () => {
  test('of the same table is none', () => {
    const drift = driftRfm(model, days(ages))
    expect(drift.measures[0]).toMatchObject({ measure: 'r', apart: 0, lower: 0, higher: 0, shift: 0 })
    expect(drift.findings).toEqual([])
  })

  test('of a base where nobody buys any more is seen by stored cut points only', () => {
    // cut points at 20.8, 40.6, 60.4, 80.2; twenty days on, each fifth has moved down one score, and the last fifth has no lower one
    const drift = driftRfm(model, days(ages.map((age) => age + 20)), { before: days(ages) })
    expect(drift.measures[0]).toMatchObject({
      counts: { fitted: [20, 20, 20, 20, 20], frozen: [40, 20, 20, 20, 0], refitted: [20, 20, 20, 20, 20] },
      apart: 80,
      changed: { frozen: 80, refitted: 0 },
      lower: 80,
      higher: 0,
    })
    expect(drift.measures[0].shift).toBeCloseTo(0.2, 12)
    expect(drift.findings).toEqual([
      { code: 'rfm.drift.hidden-decline', outcome: 'warning', params: { measure: 'r', lower: 80, higher: 0, customers: 100 } },
    ])
    expect(sentences(drift.findings, en)).toEqual([
      'refitting hides a decline: by the stored cut points 80 of 100 customers score lower for “r”',
    ])
  })

  test('upward is growth', () => {
    const drift = driftRfm(model, days(ages.map((age) => age / 2)))
    expect(drift.findings.map(({ code }) => code)).toEqual(['rfm.drift.hidden-growth'])
  })

  test('below the tolerance is not worth a word', () => {
    const moved = days(ages.map((age) => age + 1)) // one customer passes each of the four cut points
    expect(driftRfm(model, moved).findings).toEqual([])
    expect(driftRfm(model, moved, { tolerance: 0.03 }).findings).toHaveLength(1)
  })

  test('compares those who were there before, by id', () => {
    const before = days([10, 50, 90], ['a', 'b', 'c'])
    const now = days([95, 11, 51, 500], ['c', 'a', 'b', 'new'])
    const drift = driftRfm(model, now, { before })
    expect(drift.compared).toBe(3)
    expect(drift.measures[0].changed?.frozen).toBe(0)
    expect(() => driftRfm(model, days([1, 2]), { before })).toThrow('rfm.drift.no-ids')
  })

  test('counts segments too', () => {
    const full = fitRfm(days(ages))
    const drift = driftRfm(full, days(ages.map((age) => age + 20)), { before: days(ages), segments: standardSegments })
    expect(drift.segments?.changed?.refitted).toBe(0)
    expect(drift.segments?.changed?.frozen).toBe(drift.segments?.apart)
    expect(drift.segments?.apart).toBeGreaterThan(0)
  })

  test('leaves fixed cut points alone', () => {
    const fixed = fitRfm(days(ages), { measures: [{ id: 'r', cutPoints: [50] }] })
    expect(driftRfm(fixed, days(ages.map((age) => age + 20))).measures[0]).toMatchObject({
      apart: 0,
      cutPoints: { frozen: [50], refitted: [50] },
      shift: 0.2,
    })
  })
})
