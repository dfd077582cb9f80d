import { expect, test } from 'vitest'
import { kaplanMeier, restrictedMean, survivalAt, survivalQuantile } from '../../src/core/math/kaplan-meier.js'
import { fixtureRows } from '../support/csv.js'

const durations = fixtureRows('own/km_durations.csv')
const curve = kaplanMeier(
  durations.map((row) => Number(row.duration_days)),
  durations.map((row) => Number(row.event)),
  1.959963984540054,
)

test('agrees with the reference table, row by row', () => {
  const rows = fixtureRows('own/km.csv')
  expect(curve.time).toHaveLength(rows.length)
  rows.forEach((row, i) => {
    expect([curve.time[i], curve.atRisk[i], curve.events[i], curve.censored[i]]).toEqual(
      [row.day, row.at_risk, row.events, row.censored].map(Number),
    )
    expect(curve.survival[i]).toBeCloseTo(Number(row.survival), 12)
    expect(curve.standardError[i]).toBeCloseTo(Number(row.se_greenwood), 12)
    expect(curve.low[i]).toBeCloseTo(Number(row.lower_loglog), 12)
    expect(curve.high[i]).toBeCloseTo(Number(row.upper_loglog), 12)
  })
})

test('quantiles, steps and the restricted mean', () => {
  expect(survivalQuantile(curve, 0.5)).toBe(139)
  expect(survivalQuantile(curve, 0.75)).toBe(31)
  expect(survivalAt(curve, 0.5)).toBe(1)
  expect(survivalAt(curve, 30)).toBeCloseTo(0.755, 12)
  // two durations 1 and 3, both over: S = 1 on [0, 1), ½ on [1, 3), 0 after: 1 + 2 · ½ = 2
  const two = kaplanMeier([3, 1], [1, 1], 1.96)
  expect(restrictedMean(two, 10)).toBe(2)
  expect(restrictedMean(two, 2)).toBe(1.5)
})

test('nothing gives nothing, and a missing duration is left out', () => {
  expect(kaplanMeier([], [], 1.96).time).toHaveLength(0)
  expect(kaplanMeier([Number.NaN, 2], [1, 1], 1.96).atRisk).toEqual(Float64Array.of(1))
})
