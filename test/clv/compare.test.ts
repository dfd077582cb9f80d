import {
  clvRange,
  clvSchedule,
  compareClv,
  explainValuePotential,
  fitGammaGamma,
  fitMbgNbd,
  fitResponse,
  frequencyHistogram,
  futureOf,
  judgeForecast,
  likelihoodRatio,
  plainClv,
  predictClv,
  predictResponse,
  responseFeatures,
  validatePurchases,
  valuePotential,
} from 'tierwise/clv'
import { readFacts, splitFacts, summarize } from 'tierwise/facts'
import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { describe, expect, test } from 'vitest'
import { random } from '../../src/core/math/random.js'
import { ridge } from '../../src/core/math/ridge.js'
import { fixtureRows } from '../support/csv.js'

const { facts } = readFacts(fixtureRows('own/orders.csv'), {
  order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount' },
  currency: 'EUR',
  timeZone: 'UTC',
})
const horizon = { n: 26, unit: 'week' } as const
const asOf = '2024-12-30'

describe('compareClv', () => {
  const verdict = compareClv(facts, { holdout: horizon, until: '2025-06-30' })

  test('judges every candidate on what happened after calibration, best first', () => {
    expect(verdict.calibrationEnd).toBe(asOf)
    expect(verdict.candidates.map((candidate) => candidate.id).sort()).toEqual([
      'bgnbd',
      'blend',
      'mbgnbd',
      'mean',
      'paretonbd',
      'rate',
      'recency',
      'ridge',
    ])
    const deviances = verdict.candidates.map((candidate) => candidate.deviance.value)
    expect(deviances).toEqual([...deviances].sort((a, b) => a - b))
    expect(verdict.best).toBe(verdict.candidates[0].id)
    for (const candidate of verdict.candidates) expect(candidate.actual).toBe(verdict.candidates[0].actual)
  })

  test('prefers the models that made the data to the simple rules, beyond chance', () => {
    // simulated from Pareto/NBD: see the fixture's README
    const of = (id: string) => verdict.candidates.find((candidate) => candidate.id === id)
    for (const id of ['rate', 'mean', 'recency']) expect(of(id)?.behind.low).toBeGreaterThan(0)
    expect(of('paretonbd')?.tie || verdict.best === 'paretonbd').toBe(true)
  })

  test('says why in both languages', () => {
    expect(sentences(verdict.why, en)[0]).toMatch(/^.+: lowest deviance out of sample, /)
    expect(sentences(verdict.why, zhCN)[0]).toMatch(/样本外偏差最低/)
  })

  test('takes a choice of candidates', () => {
    expect(
      compareClv(facts, { holdout: horizon, until: '2025-06-30', candidates: ['mbgnbd', 'mean'] }).candidates.map((one) => one.id),
    ).toEqual(['mbgnbd', 'mean'])
  })
})

describe('fitResponse', () => {
  test('forecasts purchases, the chance of any, and spend, with intervals', () => {
    const features = responseFeatures(facts, { asOf, horizon })
    const actual = splitFacts(facts, { asOf, until: '2025-06-30' }).holdout.columns
    const purchases = predictResponse(fitResponse(facts, { asOf, horizon, outcome: 'purchases' }), features, { interval: 0.8 }).columns
    const judged = judgeForecast(actual.purchases, purchases.expected)
    const base = judgeForecast(actual.purchases, new Float64Array(600).fill(judged.actual / 600))
    expect(judged.deviance.high).toBeLessThan(base.deviance.low)
    for (let i = 0; i < 600; i++) {
      expect((purchases.expectedLow as Float64Array)[i]).toBeLessThanOrEqual(purchases.expected[i])
      expect((purchases.expectedHigh as Float64Array)[i]).toBeGreaterThanOrEqual(purchases.expected[i])
    }
    const any = predictResponse(fitResponse(facts, { asOf, horizon, outcome: 'any' }), features).columns.expected
    for (const p of any) expect(p > 0 && p < 1).toBe(true)
    expect(judgeForecast(actual.purchases, any, any).brier).toBeLessThan(0.12)
    for (const spread of ['gamma', 'lognormal'] as const) {
      const model = fitResponse(facts, { asOf, horizon, outcome: 'spend', spread })
      const { expected } = predictResponse(model, features).columns
      expect(expected.every((value) => value > 0 && value < 5000)).toBe(true)
      expect(model.coefficients.length).toBeGreaterThan(4)
    }
  })

  test('is JSON, and forgets nothing on the way', () => {
    const model = fitResponse(facts, { asOf, horizon, outcome: 'purchases' })
    expect(JSON.parse(JSON.stringify(model))).toEqual(model)
  })

  test('refuses to learn from too few or from one outcome', () => {
    const few = readFacts(fixtureRows('own/orders.csv').slice(0, 12), {
      order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount' },
      currency: 'EUR',
      timeZone: 'UTC',
    }).facts
    expect(() => fitResponse(few, { asOf, horizon, outcome: 'purchases' })).toThrow('clv.response.too-few')
  })
})

describe('ridge', () => {
  test('without a penalty finds the coefficients of simulated counts', () => {
    const chance = random(11)
    const x = Float64Array.from({ length: 20_000 }, () => chance.normal())
    const y = x.map((value) => chance.poisson(Math.exp(0.3 + 0.5 * value)))
    const { coefficients, covariance } = ridge('poisson', [x], y, 0, new Float64Array(x.length))
    expect(Math.abs(coefficients[0] - 0.3)).toBeLessThan(4 * Math.sqrt(covariance[0]))
    expect(Math.abs(coefficients[1] - 0.5)).toBeLessThan(4 * Math.sqrt(covariance[3]))
  })

  test('least squares by hand: y = 1, 2, 4 at x = −1, 0, 1 and λ = 1', () => {
    // slope Σxy/(Σx² + λ) = 3/3 = 1; intercept the mean 7/3
    const { coefficients } = ridge('normal', [Float64Array.of(-1, 0, 1)], Float64Array.of(1, 2, 4), 1, new Float64Array(3))
    expect(coefficients[0]).toBeCloseTo(7 / 3, 10)
    expect(coefficients[1]).toBeCloseTo(1, 12)
  })
})

describe('check oneself', () => {
  const table = summarize(facts, { asOf: '2024-12-31', period: 'week' })
  const model = fitMbgNbd(table)
  const models = { purchases: model, spend: fitGammaGamma(table) }

  test('the histogram of the fit adds up to all customers', () => {
    const { actual, expected } = frequencyHistogram(model, table).columns
    expect(actual.reduce((sum, n) => sum + n, 0)).toBe(600)
    expect(expected.reduce((sum, n) => sum + n, 0)).toBeCloseTo(600, 8)
  })

  test('validation groups add up to what happened', () => {
    const { purchases } = splitFacts(facts, { asOf: '2024-12-31', until: '2025-06-30' }).holdout.columns
    const { byFrequency, bySilence, actual, expected } = validatePurchases(model, table, purchases, { horizon: 181 / 7 })
    for (const groups of [byFrequency, bySilence]) {
      expect(groups.reduce((sum, group) => sum + group.customers, 0)).toBe(600)
      expect(groups.reduce((sum, group) => sum + group.customers * group.actual, 0)).toBeCloseTo(actual, 8)
      expect(groups.reduce((sum, group) => sum + group.customers * group.expected, 0)).toBeCloseTo(expected, 8)
    }
    expect(actual).toBe(420) // total x_star of the fixture
  })

  test('the schedule of a base adds up to its value over the same time', () => {
    const schedule = clvSchedule(models, table, { step: { n: 1, unit: 'month' }, steps: 12 })
    const whole = predictClv(models, table, { future: futureOf(models.purchases), horizon: { n: 12, unit: 'month' } }).columns.clv.reduce(
      (sum, value) => sum + value,
      0,
    )
    expect(schedule.columns.value.reduce((sum, value) => sum + value, 0)).toBeCloseTo(whole, 6)
    expect(schedule.columns.cumulative[11]).toBeCloseTo(whole, 6)
  })

  test('the range of one customer has the expected value as its mean, within the error of its draws', () => {
    const customer = { frequency: 12, recency: 48, age: 50, monetary: 25 }
    const { clv = 0 } = predictClv(models, customer, { future: futureOf(models.purchases), horizon: 52 })
    const range = clvRange(models, customer, { horizon: 52, interval: 0.8, seed: 1, draws: 4000 })
    expect(range).toEqual(clvRange(models, customer, { horizon: 52, interval: 0.8, seed: 1, draws: 4000 }))
    expect(Math.abs(range.mean / clv - 1)).toBeLessThan(0.06)
    expect(range.low).toBeLessThan(clv)
    expect(range.high).toBeGreaterThan(clv)
    // one chance in five beyond an 80 % interval; 1 − P(alive) of it is "none"
    expect(range.pNone).toBeGreaterThan(0)
  })

  test('the likelihood-ratio test of the fixture’s covariates', () => {
    const covariates = fixtureRows('own/covariates.csv')
    const rows = fixtureRows('own/summary.csv').map((row, i) => ({
      frequency: Number(row.x),
      recency: Number(row.t_x),
      age: Number(row.T),
      online: Number(covariates[i].online),
      engagement: Number(covariates[i].engagement),
    }))
    const larger = fitMbgNbd(rows, { covariates: { purchase: ['online', 'engagement'], dropout: ['online', 'engagement'] } })
    // 2 (4534.234169430 − 4460.885927606) from own.mbgnbd.json and own.mbgnbd_cov.json
    const { statistic, degrees, pValue } = likelihoodRatio(fitMbgNbd(rows), larger)
    expect(statistic).toBeCloseTo(146.696483648, 6)
    expect(degrees).toBe(6)
    expect(pValue).toBeLessThan(1e-25)
  })
})

test('value × potential crosses what was with what will be', () => {
  const current = [100, 90, 10, 5, Number.NaN]
  const expected = [80, 1, 70, 2, 50]
  const table = valuePotential(current, expected, { borders: { current: 50, expected: 50 } })
  const { codes, values } = table.columns.cell
  expect([...codes].map((code) => (code < 0 ? undefined : values[code]))).toEqual(['high', 'fading', 'potential', 'ordinary', undefined])
  expect(table.cells[2]).toEqual({ cell: 'potential', customers: 1, current: 10, expected: 70 })
  expect(explainValuePotential(table, 2, 10, 70)).toMatchObject({ code: 'clv.potential.potential', actual: 70, required: 50 })
  // the top fifth of five known customers is one on each axis
  const shares = valuePotential([5, 4, 3, 2, 1], [1, 2, 3, 4, 5], { share: 0.2 })
  expect(shares.cells.map((cell) => cell.customers)).toEqual([0, 1, 1, 3])
  expect(shares.warnings).toEqual([])
})

test('value × potential calls nobody high who is among the lowest', () => {
  // nine of ten spent nothing: the 80th percentile is 0, and 0 is not high
  const zeros = valuePotential([0, 0, 0, 0, 0, 0, 0, 0, 0, 7], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  expect(zeros.borders.current).toBe(7)
  expect(zeros.cells.map((cell) => cell.customers)).toEqual([1, 0, 1, 8])
  const alike = valuePotential([3, 3, 3], [1, 2, 3])
  expect(alike.borders.current).toBeNull()
  expect(alike.warnings).toMatchObject([{ code: 'clv.potential.ties', params: { axis: 'current', high: 0, customers: 3 } }])
  expect(JSON.parse(JSON.stringify(explainValuePotential(alike, 2, 3, 3)))).toMatchObject({ code: 'clv.potential.potential' })
  expect(valuePotential([1, 5, 5, 5, 5], [1, 2, 3, 4, 5]).warnings).toMatchObject([{ params: { axis: 'current', high: 4, customers: 5 } }])
  expect(valuePotential([], []).borders).toEqual({ current: null, expected: null })
})

test('the plain formula multiplies, and refuses nonsense', () => {
  expect(plainClv({ orderValue: 50, ordersPerYear: 4, margin: 0.3, lifespanYears: 3 })).toBeCloseTo(180, 12)
  expect(() => plainClv({ orderValue: -1, ordersPerYear: 4, margin: 0.3, lifespanYears: 3 })).toThrow('clv.plain.invalid')
})

test('a figure that nothing can be said of is NaN, the others stand', () => {
  const nobody = judgeForecast([0, 0, 0, 0], [0.1, 0.2, 0.3, 0.4])
  expect([nobody.calibrationSlope, nobody.gini, nobody.auc, nobody.brier]).toEqual([Number.NaN, Number.NaN, Number.NaN, Number.NaN])
  // rmse: sqrt((0.01 + 0.04 + 0.09 + 0.16) / 4)
  expect(nobody.rmse).toBeCloseTo(Math.sqrt(0.075), 12)
  const everybody = judgeForecast([1, 2, 1, 1], [1, 2, 3, 4])
  expect(everybody.auc).toBeNaN()
  const alike = judgeForecast([0, 2, 1, 0], [0.5, 0.5, 0.5, 0.5])
  expect(alike.calibrationSlope).toBeNaN()
  expect(alike.auc).toBe(0.5)
})
