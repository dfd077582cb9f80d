/** Everyday dirt: each has a defined answer or a code that says what is missing. */

import {
  type BgNbdModel,
  bgNbdFuture,
  fitBdw,
  fitBgNbd,
  fitGammaGamma,
  fitMbgNbd,
  fitParetoNbd,
  fitSbg,
  futureOf,
  type HistoryRow,
  type MbgNbdModel,
  mbgNbdFuture,
  nextPurchase,
  predictBgNbd,
  predictClv,
  predictGammaGamma,
  predictMbgNbd,
  purchaseChances,
  safeFitBgNbd,
  safeFitGammaGamma,
  safeFitMbgNbd,
  safeFitParetoNbd,
  safeFitSbg,
} from 'tierwise/clv'
import { en, sentence } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { simulateMbgNbd } from 'tierwise/simulate'
import { describe, expect, test } from 'vitest'
import { fixtureRows } from '../support/csv.js'

const own: HistoryRow[] = fixtureRows('own/summary.csv').map((row) => ({
  frequency: Number(row.x),
  recency: Number(row.t_x),
  age: Number(row.T),
  monetary: Number(row.x) > 0 ? Number(row.m_x) : Number.NaN,
}))
const FITS = [
  ['BG/NBD', safeFitBgNbd],
  ['MBG/NBD', safeFitMbgNbd],
  ['Pareto/NBD', safeFitParetoNbd],
] as const

describe.each(FITS)('%s', (_, attempt) => {
  const codeOf = (rows: readonly HistoryRow[]): string => {
    const result = attempt(rows)
    if (result.success) return 'fitted'
    const { reason, best } = result.error
    for (const catalogue of [en, zhCN]) expect(sentence(reason, catalogue)).not.toContain('undefined')
    if (best !== null) {
      // the best point is a model: finite, storable, and usable for predictions
      const model = best as BgNbdModel
      expect(JSON.parse(JSON.stringify(model))).toEqual(model)
      for (const value of Object.values(model.params)) expect(Number.isFinite(value)).toBe(true)
    }
    return reason.code
  }

  test('says when there is nothing to learn from', () => {
    expect(codeOf([])).toBe('clv.data.empty')
    expect(codeOf([{ frequency: Number.NaN, recency: Number.NaN, age: Number.NaN }])).toBe('clv.data.empty')
    expect(codeOf([{ frequency: 0, recency: 0, age: 3 }])).toBe('clv.data.no-repeat')
  })

  test('says when nobody leaves', () => {
    const regulars = Array.from({ length: 200 }, (_, i) => ({ frequency: 10 + ((i * 7) % 25), recency: 100 - (i % 3) / 10, age: 100 }))
    expect(codeOf(regulars)).toBe('clv.fit.no-dropout')
  })

  test('one customer and identical customers give a coded outcome with a usable best point', () => {
    for (const rows of [
      [{ frequency: 3, recency: 20, age: 30 }],
      Array.from({ length: 50 }, () => ({ frequency: 3, recency: 20, age: 30 })),
    ]) {
      const result = attempt(rows)
      expect(result.success).toBe(false)
      if (!result.success) expect(result.error.reason.code).toMatch(/^clv\.fit\.(no-dropout|same-rate|same-dropout|unidentified)$/)
    }
  })

  test('leaves impossible histories out and counts them', () => {
    const dirty = [
      ...own,
      { frequency: 2, recency: 40, age: 30 },
      { frequency: -1, recency: 0, age: 30 },
      { frequency: 1.5, recency: 3, age: 30 },
      { frequency: 0, recency: 3, age: 30 },
      { frequency: 1, recency: 3, age: Number.POSITIVE_INFINITY },
    ]
    const result = attempt(dirty)
    expect(result.success && result.data.params).toEqual((attempt(own) as { data: { params: object } }).data.params)
    expect(result.success && result.data.warnings[0]).toMatchObject({ code: 'clv.history.invalid', params: { rows: 5, first: 601 } })
  })

  test('takes huge counts, fractional periods and purchases on the first instant', () => {
    const odd = [
      ...own,
      { frequency: 5000, recency: 40, age: 40 },
      { frequency: 3, recency: 0, age: 0.001 },
      { frequency: 1, recency: 1e-9, age: 51.3 },
    ]
    const result = attempt(odd)
    const model = result.success ? result.data : (result.error.best as BgNbdModel)
    for (const row of odd)
      expect(Object.values(predictBgNbd({ ...(model as BgNbdModel) }, row, { horizon: 1 })).every(Number.isFinite)).toBe(true)
  })
})

test('a model of one-time buyers under BG/NBD suggests MBG/NBD, which does not hold them all for alive', () => {
  const model = fitBgNbd(own)
  expect(model.warnings.map((warning) => warning.code)).toEqual(['clv.bgnbd.one-time-buyers'])
  const once = { frequency: 0, recency: 0, age: 50 }
  expect(predictBgNbd(model, once).pAlive).toBe(1)
  expect(predictMbgNbd(fitMbgNbd(own), once).pAlive).toBeLessThan(0.2)
})

test('prospects and impossible histories are missing in predictions, never NaN in a row', () => {
  const model = fitMbgNbd(own)
  const table = {
    length: 3,
    columns: {
      frequency: Float64Array.of(Number.NaN, 2, 1),
      recency: Float64Array.of(Number.NaN, 9, 5),
      age: Float64Array.of(Number.NaN, 4, 9),
    },
  }
  const { columns, issues } = predictMbgNbd(model, table, { horizon: 4 })
  expect([...columns.pAlive].map(Number.isNaN)).toEqual([true, true, false])
  expect(issues).toMatchObject([{ code: 'clv.history.invalid', params: { rows: 1, first: 2 } }])
  expect(predictMbgNbd(model, { frequency: 2, recency: 9, age: 4 }, { horizon: 4 })).toEqual({})
})

describe('spend', () => {
  test('gift cards at zero and refunds beyond the purchases are left out of the fit and get the mean of all', () => {
    const model = fitGammaGamma([
      ...own,
      { frequency: 3, recency: 9, age: 12, monetary: 0 },
      { frequency: 1, recency: 9, age: 12, monetary: -5 },
    ])
    expect(model.params).toEqual(fitGammaGamma(own).params)
    expect(model.warnings).toMatchObject([{ code: 'clv.spend.not-positive', params: { customers: 2 } }])
    const mean = predictGammaGamma(model, { frequency: 0, recency: 0, age: 1 }).expectedSpend
    expect(predictGammaGamma(model, { frequency: 3, recency: 9, age: 12, monetary: 0 }).expectedSpend).toBe(mean)
  })

  test('customers without a repeat purchase say nothing about it', () => {
    const result = safeFitGammaGamma([{ frequency: 0, recency: 0, age: 9 }])
    expect(!result.success && result.error.reason.code).toBe('clv.data.no-repeat')
  })

  test('everybody spending alike is said, with the mean usable', () => {
    const result = safeFitGammaGamma(Array.from({ length: 60 }, (_, i) => ({ frequency: 1 + (i % 4), recency: 5, age: 9, monetary: 20 })))
    expect(result.success).toBe(false)
    if (!result.success) {
      expect(result.error.reason.code).toMatch(/^clv\.(spend\.same|fit\.unidentified)$/)
      const { p, q, v } = (result.error.best as ReturnType<typeof fitGammaGamma>).params
      expect((p * v) / (q - 1)).toBeCloseTo(20, 4)
    }
  })

  test('an infinite mean is missing with an issue, not a negative value', () => {
    const model = { ...fitGammaGamma(own), params: { p: 0.001, q: 0.5, v: 1e5 } }
    const table = {
      length: 1,
      columns: { frequency: Float64Array.of(1), recency: Float64Array.of(1), age: Float64Array.of(2), monetary: Float64Array.of(20) },
    }
    const { columns, issues } = predictGammaGamma(model, table)
    expect(columns.expectedSpend[0]).toBeNaN()
    expect(issues).toMatchObject([{ code: 'clv.spend.no-mean' }])
  })
})

describe('contracts', () => {
  test('nobody left, all left at once, and growing cohorts', () => {
    const code = (survivors: readonly number[]): string | false => {
      const result = safeFitSbg(survivors)
      return !result.success && result.error.reason.code
    }
    expect(code([100, 100, 100])).toBe('clv.contract.nobody-left')
    expect(code([100, 0])).toBe('clv.contract.nobody-stayed')
    expect(code([])).toBe('clv.data.empty')
    expect(() => fitSbg([100, 120])).toThrow('clv.contract.survivors')
  })

  test('individual contracts and their cohort table are one fit', () => {
    const survivors = [60, 40, 30, 24]
    const contracts = [
      ...Array.from({ length: 20 }, () => ({ renewals: 1, churned: true })),
      { renewals: 2, churned: true, weight: 10 },
      { renewals: 3, churned: true, weight: 6 },
      { renewals: 3, churned: false, weight: 24 },
    ]
    expect(fitSbg(contracts).params).toEqual(fitSbg(survivors).params)
    expect(fitBdw(contracts).fit.logLikelihood).toBe(fitBdw(survivors).fit.logLikelihood)
  })
})

describe('value', () => {
  const models = { purchases: fitMbgNbd({ ...tableOf(own), period: 'week' }), spend: fitGammaGamma(own) }
  const future = mbgNbdFuture

  test('is purchases times spend, rises with the horizon, falls with the discount', () => {
    const row = own[0]
    const { clv, expectedPurchases, expectedSpend } = predictClv(models, row, { future, horizon: 52 })
    expect(clv).toBeCloseTo((expectedPurchases as number) * (expectedSpend as number), 12)
    const at = (options: Omit<Parameters<typeof predictClv>[2], 'future'>): number =>
      predictClv(models, row, { future, ...options }).clv as number
    expect(at({ horizon: 104 })).toBeGreaterThan(clv as number)
    expect(at({ horizon: 52, annualDiscount: '0.10' })).toBeLessThan(clv as number)
    expect(at({ annualDiscount: '0.20' })).toBeLessThan(at({ annualDiscount: '0.10' }))
    expect(at({ horizon: { n: 12, unit: 'month' } })).toBeCloseTo(at({ horizon: 365.2425 / 7 }), 12)
    expect(() => predictClv(models, row, { future })).toThrow('clv.horizon.missing')
    expect(() => predictClv(models, row, { future: bgNbdFuture, horizon: 52 })).toThrow('clv.model.other')
    expect(predictClv(models, row, { future: futureOf(models.purchases), horizon: 52 }).clv).toBe(clv)
  })

  test('discounted to a far horizon is the infinite one', () => {
    const row = own[0]
    const far = predictClv(models, row, { future, horizon: 52 * 400, annualDiscount: 0.1 }).clv as number
    expect(far / (predictClv(models, row, { future, annualDiscount: 0.1 }).clv as number)).toBeCloseTo(1, 9)
  })

  test('its interval holds the value and grows with the confidence', () => {
    const narrow = predictClv(models, own[0], { future, horizon: 52, interval: 0.5 })
    const wide = predictClv(models, own[0], { future, horizon: 52, interval: 0.95 })
    expect(wide.clvLow as number).toBeLessThan(narrow.clvLow as number)
    expect(narrow.clvLow as number).toBeLessThan(narrow.clv as number)
    expect(narrow.clvHigh as number).toBeGreaterThan(narrow.clv as number)
  })
})

test('the delta-method interval of P(alive) covers the truth as often as it says', () => {
  // 60 simulated bases; the same customer is asked in each: 90 % intervals should hold the true value about 54 times (binomial sd 2.3)
  const truth = { r: 0.6, alpha: 5, a: 0.8, b: 2.2 }
  const customer = { frequency: 3, recency: 20, age: 40 }
  const exact = 1 / (1 + (0.8 / (2.2 + 3)) * (45 / 25) ** 3.6)
  let inside = 0
  for (let seed = 1; seed <= 60; seed++) {
    const { pAliveLow = 1, pAliveHigh = 0 } = predictMbgNbd(
      fitMbgNbd(simulateMbgNbd(truth, { customers: 1500, seed, age: [20, 60] })),
      customer,
      { interval: 0.9 },
    )
    if (exact >= pAliveLow && exact <= pAliveHigh) inside++
  }
  expect(inside).toBeGreaterThanOrEqual(47)
})

test('the next purchase: its chance and its quantiles agree with the chances of none', () => {
  const model = fitParetoNbd(own)
  const customer = { frequency: 6, recency: 40, age: 45 }
  const next = nextPurchase(model, customer)
  const half = next.within(0.5) as number
  expect(1 - next.pNone(half)).toBeCloseTo(0.5, 9)
  expect(purchaseChances(model, customer, { horizon: half })[0]).toBeCloseTo(0.5, 9)
  expect(next.within(0.9999)).toBeNull()
})

function tableOf(rows: readonly HistoryRow[]) {
  const column = (name: 'frequency' | 'recency' | 'age' | 'monetary'): Float64Array => Float64Array.from(rows, (row) => row[name] as number)
  return {
    length: rows.length,
    columns: { frequency: column('frequency'), recency: column('recency'), age: column('age'), monetary: column('monetary') },
  }
}

test('a model of few customers says so, and one of enough does not', () => {
  const few = fitted(12)
  expect(few.warnings).toContainEqual(
    expect.objectContaining({ code: 'clv.fit.few', params: { customers: 12, returned: 8, needed: 100, neededReturned: 30 } }),
  )
  expect(sentence(few.warnings[0], en)).toContain('12 customers, of whom 8 bought again')
  expect(fitted(100).warnings.map(({ code }) => code)).not.toContain('clv.fit.few')

  function fitted(customers: number) {
    const rows = Array.from({ length: customers }, (_, i) => {
      const frequency = i % 3 === 0 ? 0 : 1 + ((i * 7) % 6)
      return { frequency, recency: frequency === 0 ? 0 : 5 + ((i * 11) % 25), age: 40 + (i % 5) }
    })
    const result = safeFitMbgNbd(rows)
    const model = result.success ? result.data : result.error.best
    return model as MbgNbdModel
  }
})
