import fc from 'fast-check'
import { defineScorecard, fitScorecard, scoreScorecard } from 'tierwise/scorecard'
import { expect, test } from 'vitest'
import { cases } from '../support/cases.js'

const points = fc.integer({ min: -1000, max: 1000 }).map((n) => n / 10)
const bands = fc.uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: 1, maxLength: 5 }).chain((edges) =>
  fc.array(points, { minLength: edges.length + 1, maxLength: edges.length + 1 }).map((worth) => {
    const sorted = edges.sort((a, b) => a - b)
    return worth.map((p, j) => ({
      ...(j > 0 ? { gte: sorted[j - 1] } : {}),
      ...(j < sorted.length ? { lt: sorted[j] } : {}),
      points: p,
    }))
  }),
)
const missing = fc.constantFrom('exclude', 'unknown', { points: '12.5' })
const criterion = fc.record({ weight: fc.integer({ min: 0, max: 400 }), bands, missing })
const scorecard = fc
  .array(criterion, { minLength: 1, maxLength: 6 })
  .filter((all) => all.some(({ weight }) => weight > 0))
  .chain((all) =>
    fc.integer({ min: 0, max: 4 }).map((places) =>
      defineScorecard({
        id: 'x',
        places,
        total: all.reduce((sum, { weight }) => sum + weight, 0) / 100,
        criteria: all.map((one, i) => ({ ...one, id: `c${i}`, weight: one.weight / 100 })),
        levels: [{ id: 'low' }, { id: 'high', gte: 10 }],
      }),
    ),
  )
const value = fc.oneof(fc.integer({ min: -60, max: 60 }), fc.double(), fc.constant(Number.NaN))

test('contributions add up to the score as decimals, and lie within half a unit of w · p / Σ w', () => {
  let excluded = 0
  let scored = 0
  fc.assert(
    fc.property(scorecard, fc.array(value, { minLength: 6, maxLength: 6 }), (card, values) => {
      const row = scoreScorecard(card, Object.fromEntries(values.map((v, i) => [`c${i}`, v])))
      const unit = 10 ** card.places
      const parts = card.criteria.flatMap(({ id }) => row[`${id}Contribution`] ?? [])
      if (row.score === undefined) {
        expect(parts).toEqual([])
        return
      }
      scored++
      // whole units of the last place: integers add up without error
      expect(parts.reduce((sum, part) => sum + Math.round(part * unit), 0)).toBe(Math.round(row.score * unit))
      const counted = card.criteria.filter(({ id }) => row[`${id}Contribution`] !== undefined)
      if (counted.length < card.criteria.length) excluded++
      const weights = counted.reduce((sum, one) => sum + Number(one.weight), 0)
      for (const one of counted) {
        const v = values[Number(one.id.slice(1))]
        const band = one.bands?.find((b) => (b.gte === undefined || v >= Number(b.gte)) && (b.lt === undefined || v < Number(b.lt)))
        const p = band ? Number(band.points) : 12.5
        expect(Math.abs((row[`${one.id}Contribution`] as number) - (Number(one.weight) * p) / weights)).toBeLessThanOrEqual(
          0.5 / unit + 1e-9,
        )
      }
    }),
    { numRuns: cases(500) },
  )
  expect(excluded).toBeGreaterThan(scored / 20)
})

test('a table says what its rows say', () => {
  fc.assert(
    fc.property(scorecard, fc.array(fc.array(value, { minLength: 6, maxLength: 6 }), { maxLength: 8 }), (card, base) => {
      const columns = Object.fromEntries(card.criteria.map(({ id }, i) => [id, Float64Array.from(base, (row) => row[i])]))
      const table = scoreScorecard(card, { length: base.length, columns })
      for (const [i, values] of base.entries()) {
        const row = scoreScorecard(card, Object.fromEntries(values.map((v, j) => [`c${j}`, v])))
        expect(table.columns.score[i]).toBe(row.score ?? Number.NaN)
        expect(table.columns.coverage[i]).toBe(row.coverage)
        expect(table.columns.level.values[table.columns.level.codes[i]]).toBe(row.level)
      }
    }),
    { numRuns: cases(200) },
  )
})

test('a higher level is never reached with a lower score, whatever was held', () => {
  const curve = [
    { at: 0, points: 0 },
    { at: 100, points: 100 },
  ]
  const ids = ['a', 'b', 'c', 'd']
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 3, maxLength: 3 }),
      fc.integer({ min: 0, max: 30 }),
      fc.constantFrom(...ids, undefined),
      fc.integer({ min: 0, max: 100 }),
      fc.integer({ min: 0, max: 100 }),
      (edges, margin, current, one, other) => {
        const begins = edges.sort((x, y) => x - y)
        const levels = ids.map((id, j) => (j === 0 ? { id } : { id, gte: begins[j - 1] }))
        const card = defineScorecard({ id: 'x', criteria: [{ id: 's', weight: 1, curve }], levels, margin })
        const rank = (s: number) => ids.indexOf(scoreScorecard(card, { s }, { current }).level as string)
        if (one <= other) expect(rank(one)).toBeLessThanOrEqual(rank(other))
        else expect(rank(other)).toBeLessThanOrEqual(rank(one))
        // what was decided is kept on asking again
        const decided = ids[rank(one)]
        expect(scoreScorecard(card, { s: one }, { current: decided }).level).toBe(decided)
      },
    ),
    { numRuns: cases(500) },
  )
})

test('fitted bands: equal values share a band, every band has somebody, any unit gives the same bands', () => {
  const shares = [0.5, 0.3, 0.2].map((share, j) => ({ share, points: j, level: `l${j}` }))
  const card = defineScorecard({ id: 'x', criteria: [{ id: 'a', weight: 1, shares }], levels: [{ id: 'low' }, { id: 'high', gte: 1 }] })
  const base = fc.array(fc.oneof(fc.integer({ min: 0, max: 6 }), fc.integer({ min: -999_999, max: 999_999 })), {
    minLength: 1,
    maxLength: 40,
  })
  fc.assert(
    fc.property(base, fc.constantFrom(0.001, 7, 1e-6, 123.456, 1e6), (values, factor) => {
      const bandsOf = (list: number[]) => {
        const table = { length: list.length, columns: { a: Float64Array.from(list) } }
        const fitted = fitScorecard(card, table)
        return fitted.criteria[0].idle ? undefined : Array.from(scoreScorecard(fitted, table).columns.aLevel.codes)
      }
      const found = bandsOf(values)
      const distinct = new Set(values).size
      if (distinct === 1) {
        expect(found).toBeUndefined()
        return
      }
      expect(new Set(found).size).toBe(Math.min(3, distinct))
      for (const [i, v] of values.entries()) expect(found?.[values.indexOf(v)]).toBe(found?.[i])
      expect(bandsOf(values.map((v) => v * factor))).toEqual(found)
    }),
    { numRuns: cases(300) },
  )
})
