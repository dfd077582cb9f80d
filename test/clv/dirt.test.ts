/** Everyday dirt, on every fit and every prediction: a defined answer or a coded outcome, never NaN, never a crash. */

import {
  calibrateChurn,
  evaluateChurnTable,
  fitRhythm,
  scoreBadExperience,
  scoreDecline,
  scoreRhythm,
  standardChurnPolicy,
  summarizeWindows,
} from 'tierwise/churn'
import { assignClusters, type ClusterModel, clusterRules, fitClusters } from 'tierwise/cluster'
import {
  type BdwModel,
  type BgBbModel,
  type ClvModels,
  type Contracts,
  clvRange,
  clvSchedule,
  compareClv,
  fitResponse,
  frequencyHistogram,
  futureOf,
  type GammaGammaModel,
  type HistoryRow,
  type HistoryTable,
  historicValue,
  nextPurchase,
  type PurchaseModel,
  parameterIntervals,
  predictBgBb,
  predictBgNbd,
  predictClv,
  predictContract,
  predictGammaGamma,
  predictMbgNbd,
  predictParetoNbd,
  predictResponse,
  predictRetention,
  purchaseChances,
  responseFeatures,
  type SbgModel,
  safeFitBdw,
  safeFitBgBb,
  safeFitBgNbd,
  safeFitGammaGamma,
  safeFitMbgNbd,
  safeFitParetoNbd,
  safeFitSbg,
  trackPurchases,
  valuePotential,
} from 'tierwise/clv'
import { readFacts, summarize } from 'tierwise/facts'
import { en } from 'tierwise/messages'
import { fitScorecard } from 'tierwise/scorecard'
import { simulateBgBb, simulateMbgNbd } from 'tierwise/simulate'
import { describe, expect, test } from 'vitest'
import { random } from '../../src/core/math/random.js'

const N = Number.NaN
const many = (n: number, of: (i: number) => HistoryRow): HistoryRow[] => Array.from({ length: n }, (_, i) => of(i))
const chance = random(1)

/** Histories as hosts have them. */
const BASES: Readonly<Record<string, readonly HistoryRow[]>> = {
  nobody: [],
  'one customer': [{ frequency: 3, recency: 10, age: 20, monetary: 12 }],
  'one customer without a repeat': [{ frequency: 0, recency: 0, age: 20, monetary: N }],
  'identical customers': many(40, () => ({ frequency: 2, recency: 10, age: 20, monetary: 30 })),
  'customers without a repeat': many(50, (i) => ({ frequency: 0, recency: 0, age: 10 + i, monetary: N })),
  'one repeat among many': many(60, (i) => ({ frequency: i === 0 ? 1 : 0, recency: i === 0 ? 5 : 0, age: 30, monetary: i === 0 ? 9 : N })),
  'fractional periods': many(60, (i) => ({
    frequency: i % 4,
    recency: i % 4 ? 0.123 * (1 + i) : 0,
    age: 10.987 + i / 7,
    monetary: 10 + i / 3,
  })),
  'huge counts': many(30, (i) => ({ frequency: 1000 * (i + 1) ** 3, recency: 300 - i, age: 300 + i, monetary: 5 })),
  'times in seconds': many(40, (i) => ({ frequency: i % 5, recency: i % 5 ? 1e7 + 12_345 * i : 0, age: 4e7 + 1e5 * i, monetary: 20 + i })),
  'times in centuries': many(40, (i) => ({
    frequency: i % 5,
    recency: i % 5 ? 0.0001 * (i + 1) : 0,
    age: 0.01 + 0.0001 * i,
    monetary: 20 + i,
  })),
  'came today': many(30, () => ({ frequency: 0, recency: 0, age: 0, monetary: N })),
  'several orders in one instant': many(30, (i) => ({ frequency: 1 + (i % 3), recency: 0, age: i % 2 ? 10 : 0, monetary: 5 + i })),
  'last seen today': many(40, (i) => ({ frequency: 1 + (i % 6), recency: 20 + i, age: 20 + i, monetary: 7 + i })),
  'gift cards at zero': many(40, (i) => ({ frequency: 1 + (i % 3), recency: 5 + (i % 9), age: 30, monetary: 0 })),
  'refunded below zero': many(40, (i) => ({ frequency: 1 + (i % 3), recency: 5 + (i % 9), age: 30, monetary: i % 2 ? -20 : 20 + i })),
  'weekly grid with ties': many(300, (i) => ({
    frequency: i % 7 === 0 ? 3 : i % 3 === 0 ? 1 : 0,
    recency: i % 7 === 0 ? 12 : i % 3 === 0 ? 4 : 0,
    age: 26,
    monetary: 10,
  })),
  'prospects only': many(10, () => ({ frequency: N, recency: N, age: N, monetary: N })),
  'impossible histories': [
    { frequency: 2, recency: 30, age: 20, monetary: 5 },
    { frequency: -1, recency: 0, age: 20, monetary: 5 },
    { frequency: 1.5, recency: 3, age: 20, monetary: 5 },
    { frequency: 0, recency: 4, age: 20, monetary: 5 },
    { frequency: Number.POSITIVE_INFINITY, recency: 4, age: 20, monetary: 5 },
    { frequency: 1, recency: 4, age: Number.POSITIVE_INFINITY, monetary: 5 },
    { frequency: 1, recency: N, age: 20, monetary: 5 },
    { frequency: 1, recency: -4, age: 20, monetary: Number.POSITIVE_INFINITY },
  ],
  'good ones among prospects and impossible ones': [
    ...many(80, (i) => ({ frequency: i % 4, recency: i % 4 ? 1 + (i % 17) : 0, age: 18 + (i % 9), monetary: 10 + (i % 5) })),
    { frequency: N, recency: N, age: N, monetary: N },
    { frequency: 3, recency: 50, age: 20, monetary: 5 },
  ],
  'weights of zero': many(20, (i) => ({ frequency: i % 3, recency: i % 3 ? 4 : 0, age: 20, monetary: 5, weight: 0 })),
  'five random customers': many(5, () => {
    const frequency = chance.below(4)
    return { frequency, recency: frequency ? 10 * chance.uniform() : 0, age: 12, monetary: 20 * chance.uniform() }
  }),
}

const tableOf = (rows: readonly HistoryRow[]): HistoryTable => ({
  length: rows.length,
  period: 'week',
  columns: {
    frequency: Float64Array.from(rows, (row) => row.frequency),
    recency: Float64Array.from(rows, (row) => row.recency),
    age: Float64Array.from(rows, (row) => row.age),
    monetary: Float64Array.from(rows, (row) => row.monetary ?? N),
    ...(rows.some((row) => row.weight !== undefined) ? { weight: Float64Array.from(rows, (row) => row.weight ?? 1) } : {}),
  },
})

/** A history that can have happened; prediction also takes fractional counts, which expectations are. */
const possible = ({ frequency: x, recency: tx, age: T }: HistoryRow): boolean =>
  x >= 0 && tx >= 0 && tx <= T && T < Number.POSITIVE_INFINITY && x < Number.POSITIVE_INFINITY && (x > 0 || tx === 0)

/** A model is JSON; a NaN or an infinity would come back as null. */
function expectJson(model: unknown, where: string): void {
  expect(JSON.parse(JSON.stringify(model)), where).toEqual(model)
}

/** What is refused has a sentence. */
function expectCoded(code: string, where: string): void {
  expect(Object.hasOwn(en, code), `${where}: ${code} has no sentence`).toBe(true)
}

function expectColumns(columns: object, rows: readonly HistoryRow[], where: string, may: readonly string[] = []): void {
  for (const [name, column] of Object.entries(columns) as [string, Float64Array][])
    for (const [i, row] of rows.entries()) {
      if (may.includes(name)) continue
      const value = column[i]
      const good = possible(row) ? Number.isFinite(value) && value >= 0 : Number.isNaN(value)
      expect(good, `${where}: ${name} of ${JSON.stringify(row)} is ${value}`).toBe(true)
      if (/^p[A-Z]/.test(name) && possible(row)) expect(value, `${where}: ${name}`).toBeLessThanOrEqual(1)
    }
}

const simulated = simulateMbgNbd({ r: 0.6, alpha: 5, a: 0.8, b: 2.2 }, { customers: 1000, seed: 3, age: [30, 60] }).columns
const healthy = many(1000, (i) => ({
  frequency: simulated.frequency[i],
  recency: simulated.recency[i],
  age: simulated.age[i],
  monetary: simulated.frequency[i] > 0 ? 10 + (i % 13) : N,
}))

type Fit = (rows: HistoryTable) => ReturnType<typeof safeFitBgNbd>
const MODELS: readonly (readonly [string, Fit, (model: never, table: HistoryTable, options: object) => { columns: object }])[] = [
  ['BG/NBD', safeFitBgNbd, predictBgNbd],
  ['MBG/NBD', safeFitMbgNbd as unknown as Fit, predictMbgNbd],
  ['Pareto/NBD', safeFitParetoNbd as unknown as Fit, predictParetoNbd],
]

const options = { horizon: 52, annualDiscount: '0.1', interval: 0.8 }

describe.each(MODELS)('%s', (kind, estimate, predict) => {
  const good = estimate(tableOf(healthy))
  const spend = safeFitGammaGamma(healthy)

  test.each(Object.entries(BASES))('fits and predicts: %s', (name, rows) => {
    const table = tableOf(rows)
    const fitted = estimate(table)
    const where = `${kind} of ${name}`
    if (!fitted.success) expectCoded(fitted.error.reason.code, where)
    const own = fitted.success ? fitted.data : (fitted.error.best as PurchaseModel | null)
    if (own) {
      expectJson(own, where)
      for (const value of Object.values(own.params)) expect(value > 0 && value < Number.POSITIVE_INFINITY, where).toBe(true)
      for (const warning of own.warnings) expectCoded(warning.code, where)
      parameterIntervals<string>(own, 0.9)
    }
    if (!good.success || !spend.success) throw new Error('the healthy base must fit')
    for (const model of own ? [good.data, own as typeof good.data] : [good.data]) {
      const label = `${where} by ${model === own ? 'its own' : 'a healthy'} model`
      expectColumns(predict(model as never, table, options).columns, rows, label)
      const models: ClvModels = { purchases: model, spend: spend.data }
      expectColumns(predictClv(models, table, { future: futureOf(models.purchases), ...options }).columns, rows, label, [
        'clvLow',
        'clvHigh',
      ])
      const schedule = clvSchedule(models, table, { step: { n: 1, unit: 'month' }, steps: 3 })
      expect([...schedule.columns.cumulative].every(Number.isFinite), label).toBe(true)
      const { actual, expected } = frequencyHistogram(model, table).columns
      expect(
        [...actual, ...expected].every((value) => value >= 0 && Number.isFinite(value)),
        label,
      ).toBe(true)
      for (const row of rows.filter(possible).slice(0, 3)) {
        const chances = purchaseChances(model, row, { horizon: 4, max: 50 })
        expect(
          chances.every((p) => p >= 0 && p <= 1 + 1e-12),
          `${label}: chances`,
        ).toBe(true)
        const next = nextPurchase(model, row)
        expect(next.pEver >= 0 && next.pEver <= 1 && next.pNone(4) >= 0 && next.pNone(4) <= 1, `${label}: next`).toBe(true)
        const within = next.within(0.5)
        expect(within === null || Number.isFinite(within), `${label}: within ${within}`).toBe(true)
        if (row.frequency < 1000 && model === good.data) {
          const range = clvRange(models, row, { horizon: 4, interval: 0.8, seed: 1, draws: 50 })
          expect([range.mean, range.low, range.median, range.high].every(Number.isFinite), `${label}: range`).toBe(true)
        }
      }
    }
  })
})

test.each(Object.entries(BASES))('Gamma-Gamma fits and predicts: %s', (name, rows) => {
  const table = tableOf(rows)
  const fitted = safeFitGammaGamma(table)
  if (!fitted.success) expectCoded(fitted.error.reason.code, name)
  const own = fitted.success ? fitted.data : (fitted.error.best as GammaGammaModel | null)
  if (own) expectJson(own, name)
  const good = safeFitGammaGamma(healthy)
  if (!good.success) throw new Error('the healthy base must fit')
  for (const model of own ? [good.data, own] : [good.data]) {
    const { columns, issues } = predictGammaGamma(model, table)
    for (const issue of issues) expectCoded(issue.code, name)
    for (const [i, row] of rows.entries()) {
      const value = columns.expectedSpend[i]
      // a customer without own figures has the mean of all, where that exists; otherwise it is missing, and an issue says so
      const ok = Number.isFinite(value) ? value > 0 : Number.isNaN(value) && (!possible(row) || issues.length > 0)
      expect(ok, `${name}: ${JSON.stringify(row)} is ${value}`).toBe(true)
    }
  }
})

test.each(Object.entries(BASES))('BG/BB fits and predicts: %s', (name, all) => {
  const rows = all
    .filter((row) => !(row.frequency > 1000 || row.age > 1000))
    .map((row) => ({
      ...row,
      recency: Math.ceil(row.recency),
      age: Math.ceil(row.age),
      frequency: Math.min(row.frequency, Math.ceil(row.recency)),
    }))
  const fitted = safeFitBgBb(tableOf(rows))
  if (!fitted.success) expectCoded(fitted.error.reason.code, name)
  const own = fitted.success ? fitted.data : (fitted.error.best as BgBbModel | null)
  const good = safeFitBgBb(simulateBgBb({ alpha: 1.3, beta: 0.8, gamma: 0.6, delta: 3 }, { customers: 1000, seed: 1, age: 12 }))
  if (!good.success) throw new Error('the healthy base must fit')
  if (own) expectJson(own, name)
  for (const model of own ? [good.data, own] : [good.data])
    expectColumns(predictBgBb(model, tableOf(rows), { horizon: 12, discountRate: 0.01, interval: 0.8 }).columns, rows, name)
})

const CONTRACTS: Readonly<Record<string, Contracts>> = {
  nothing: [],
  'an empty cohort': [[]],
  'a cohort of nobody': [0, 0, 0],
  'one customer who stays': [1, 1, 1],
  'one customer who leaves': [1, 0],
  'everybody leaves at once': [500, 0, 0],
  'one renewal': [500, 400],
  'nobody leaves': [500, 500, 500],
  'the same share leaves': [1000, 500, 250, 125],
  'cohorts of different lengths': [[100, 80], [100, 80, 70], [50]],
  'identical contracts': Array.from({ length: 30 }, () => ({ renewals: 3, churned: true })),
  'contracts without weight': [{ renewals: 3, churned: true, weight: 0 }],
  'very long ones': [
    { renewals: 100_000, churned: false },
    { renewals: 2, churned: true, weight: 5 },
    { renewals: 50, churned: true, weight: 2 },
  ],
  'huge cohorts': [1e12, 9e11, 8.5e11, 8.2e11],
}

test.each(Object.entries(CONTRACTS))('contracts: %s', (name, contracts) => {
  for (const estimate of [safeFitSbg, safeFitBdw] as const) {
    const fitted = estimate(contracts)
    if (!fitted.success) expectCoded(fitted.error.reason.code, name)
    const model = fitted.success ? fitted.data : (fitted.error.best as SbgModel | BdwModel | null)
    if (model === null) continue
    expectJson(model, name)
    const curve = predictRetention(model, 12).columns
    for (const [t, survival] of curve.survival.entries()) {
      expect(survival >= 0 && survival <= 1, `${name}: S(${t}) is ${survival}`).toBe(true)
      if (t > 0) expect(curve.retention[t] >= 0 && curve.retention[t] <= 1 && curve.leaving[t] >= 0, `${name}: at ${t}`).toBe(true)
    }
    for (const renewals of [0, 3, 1000]) {
      const { pRenew, pStay, expectedRenewals, discountedRenewals } = predictContract(model, { renewals }, { horizon: 12, discount: 0.1 })
      const figures = [pRenew, pStay, expectedRenewals, discountedRenewals as number]
      expect(
        figures.every((value) => Number.isFinite(value) && value >= 0),
        `${name}: ${figures}`,
      ).toBe(true)
    }
  }
})

function expectTracking(columns: object): void {
  for (const [name, values] of Object.entries(columns) as [string, Float64Array][])
    if (name.startsWith('expected'))
      expect(
        [...values].every((value) => value >= 0 && Number.isFinite(value)),
        name,
      ).toBe(true)
}

type Row = Readonly<Record<string, string | number | undefined>>
const order = (id: number, customer: string, at: string, amount: string | number | undefined): Row => ({ id, customer, at, amount })
const day = (n: number): string => new Date(Date.UTC(2024, 0, 1 + n, 10)).toISOString()
const shopOf = (n: number, amount: (i: number) => string | number | undefined): Row[] =>
  Array.from({ length: n }, (_, i) => order(i, `c${i % 40}`, day((i * 37) % 500), amount(i)))

/** Exports as hosts have them; all end before the last day of June 2025. */
const EXPORTS: Readonly<Record<string, readonly Row[]>> = {
  'no rows': [],
  'one order': [order(1, 'a', day(0), '10.00')],
  'two orders of one customer': [order(1, 'a', day(0), '10.00'), order(2, 'a', day(90), '12.00')],
  'only refunds': shopOf(60, () => '-5.00'),
  'refunds among orders': shopOf(300, (i) => (i % 5 === 0 ? '-5.00' : `${10 + (i % 9)}.50`)),
  'gift cards at zero': shopOf(200, () => '0.00'),
  'twenty orders in one day': Array.from({ length: 60 }, (_, i) =>
    order(i, `c${i % 3}`, `2024-03-01T${String(i % 24).padStart(2, '0')}:00:00Z`, '3.00'),
  ),
  'amounts that are no numbers': shopOf(200, (i) => (i % 3 === 0 ? 'n/a' : i % 3 === 1 ? undefined : '9.99')),
  'customers who are all alike': Array.from({ length: 200 }, (_, i) => order(i, `c${i % 50}`, day(100 * Math.floor(i / 50)), '10.00')),
  'one day of history': Array.from({ length: 100 }, (_, i) => order(i, `c${i}`, day(0), `${1 + i}.00`)),
  'one customer who buys every day': Array.from({ length: 500 }, (_, i) => order(i, 'a', day(i), '1.00')),
  'nobody comes back': Array.from({ length: 120 }, (_, i) => order(i, `c${i}`, day((i * 17) % 480), '25.00')),
  'amounts near the largest': shopOf(200, (i) => 9_000_000_000 + i),
  'a normal shop': shopOf(700, (i) => `${5 + (i % 23)}.00`),
}

describe.each(Object.entries(EXPORTS))('facts: %s', (name, rows) => {
  const { facts, issues } = readFacts(rows, {
    order: { id: 'id', customer: 'customer', at: 'at', amount: 'amount', negative: 'refund' },
    currency: 'EUR',
    timeZone: 'UTC',
  })
  const asOf = '2025-06-30'
  const horizon = { n: 3, unit: 'month' } as const
  const customers = summarize(facts, { asOf, period: 'week' })

  /** Runs it; a refusal must be one of ours. */
  function attempt<T>(what: string, run: () => T): T | undefined {
    try {
      return run()
    } catch (error) {
      const { code, reason, problem } = error as { code?: string; reason?: { code: string }; problem?: string }
      if (code === 'tierwise.fit' && reason) expectCoded(reason.code, `${what} of ${name}`)
      else if (code === 'tierwise.usage') expect(problem, `${what} of ${name}`).toMatch(/^[a-z]+\.[a-z-]+/)
      else throw error
      return undefined
    }
  }

  test('reads with coded issues', () => {
    for (const issue of issues) expectCoded(issue.code, name)
    expect(historicValue(customers as never).length).toBe(customers.length)
  })

  test('value', () => {
    const comparison = attempt('compareClv', () => compareClv(facts, { holdout: horizon, until: asOf }))
    for (const { deviance, rmse, mae, behind } of comparison?.candidates ?? [])
      expect([deviance.value, rmse, mae, behind.value].every(Number.isFinite), `compareClv of ${name}`).toBe(true)
    // Of one customer alone nothing is known about the spread.
    for (const { deviance } of comparison?.candidates ?? []) expect(Number.isNaN(deviance.low), name).toBe(comparison?.customers === 1)
    for (const one of [...(comparison?.why ?? []), ...(comparison?.left.map(({ reason }) => reason) ?? [])]) expectCoded(one.code, name)
    for (const outcome of ['purchases', 'any', 'spend'] as const) {
      const model = attempt(`fitResponse ${outcome}`, () => fitResponse(facts, { asOf, horizon, outcome }))
      if (!model) continue
      expectJson(model, `fitResponse ${outcome} of ${name}`)
      const { expected } = predictResponse(model, responseFeatures(facts, { asOf, horizon })).columns
      for (let i = 0; i < customers.length; i++)
        expect(
          customers.columns.frequency[i] >= 0 ? Number.isFinite(expected[i]) : Number.isNaN(expected[i]),
          `${outcome} of ${name}`,
        ).toBe(true)
    }
    for (const estimate of [safeFitBgNbd, safeFitMbgNbd, safeFitParetoNbd]) {
      const fitted = estimate(customers)
      if (fitted.success) expectTracking(trackPurchases(fitted.data as never, customers, { periods: 20 }).columns)
    }
    const { columns } = customers
    const potential = attempt('valuePotential', () => valuePotential(columns.revenueMinor, columns.revenueMinor))
    if (potential) expectJson(potential.cells, `valuePotential of ${name}`)
  })

  test('churn', () => {
    const rhythm = attempt('fitRhythm', () => fitRhythm(facts, { asOf }))
    const decline = scoreDecline(summarizeWindows(facts, { asOf, window: horizon }))
    const bad = scoreBadExperience(facts, { asOf, experiences: [{ type: 'complaint' }] })
    if (rhythm) {
      expectJson(rhythm, `fitRhythm of ${name}`)
      const table = scoreRhythm(rhythm, customers, { horizonDays: 30 })
      for (const [column, values] of Object.entries(table.columns) as [string, ArrayLike<number>][])
        for (let i = 0; i < customers.length; i++)
          if (
            customers.columns.frequency[i] >= 0 &&
            ArrayBuffer.isView(values) &&
            !(column === 'daysToOverdue' && table.columns.overdueOn[i] === undefined)
          )
            expect(Number.isFinite(values[i]), `scoreRhythm of ${name}: ${column} is ${values[i]}`).toBe(true)
      evaluateChurnTable(standardChurnPolicy, { ...table.columns, ...decline.columns, ...bad.columns } as never, customers.length)
    }
    const calibration = attempt('calibrateChurn', () =>
      calibrateChurn(facts, { asOf, horizon, costs: { action: 1, value: 20, success: 0.2 } }),
    )
    for (const { brier, threshold } of calibration?.scores ?? []) {
      expect(Number.isFinite(brier), `calibrateChurn of ${name}`).toBe(true)
      expectJson(threshold, `calibrateChurn of ${name}`)
    }
    for (const one of calibration?.why ?? []) {
      expectCoded(one.code, name)
      expectJson(one, `calibrateChurn of ${name}`)
    }
  })

  test('clusters and scorecards', () => {
    const model = attempt('fitClusters', () =>
      fitClusters(customers as never, { columns: ['recencyDays', 'orders', 'revenueMinor'], seed: 1, kMax: 4 }),
    ) as ClusterModel | undefined
    if (model) {
      expectJson(model, `fitClusters of ${name}`)
      assignClusters(model, customers as never)
      expectJson(clusterRules(model, customers as never).rules, `clusterRules of ${name}`)
    }
    for (const outcome of ['purchases', 'any', 'revenue'] as const) {
      const proposal = attempt(`fitScorecard ${outcome}`, () => fitScorecard(facts, { asOf, horizon: { n: 6, unit: 'month' }, outcome }))
      if (proposal) expectJson(proposal, `fitScorecard ${outcome} of ${name}`)
    }
  })
})
