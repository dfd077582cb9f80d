import {
  calibrateChurn,
  chooseThreshold,
  defineChurnPolicy,
  evaluateChurn,
  evaluateChurnTable,
  explainRhythm,
  fitRhythm,
  judgeRisk,
  retentionCurve,
  safeDefineChurnPolicy,
  safeFitRhythm,
  scoreBadExperience,
  scoreDecline,
  scoreRhythm,
  standardChurnPolicy,
  summarizeWindows,
} from 'tierwise/churn'
import { collectFacts, readFacts, summarize } from 'tierwise/facts'
import { en, sentence } from 'tierwise/messages'
import { describe, expect, test } from 'vitest'
import { fixtureRows } from '../support/csv.js'

const order = { id: 'id', customer: 'customer', at: 'at', amount: 'amount' }
const world = { currency: 'EUR', timeZone: 'UTC' }

/** Orders of 10 on the given days of 2025. */
function shop(days: Readonly<Record<string, readonly string[]>>) {
  const rows = Object.entries(days).flatMap(([customer, dates]) =>
    dates.map((date, i) => ({ id: `${customer}${i}`, customer, at: `2025-${date}`, amount: 10 })),
  )
  return readFacts(rows, { order, ...world }).facts
}

describe('rhythm', () => {
  const weekly = ['01-01', '01-08', '01-15', '01-22', '01-29', '02-05', '02-12']
  const monthly = ['01-01', '01-31', '03-02', '04-01']

  test('expects of each customer their own gap, drawn to the base’s', () => {
    const facts = shop({ a: weekly, b: monthly, c: ['01-01'] })
    const model = fitRhythm(facts, { asOf: '2025-04-01' })
    // nine gaps ended: six of 7 days and three of 30: 132 / 9
    expect(model.meanGapDays).toBeCloseTo(132 / 9, 12)
    expect(model.gaps).toBe(9)
    const { columns } = scoreRhythm(model, summarize(facts, { asOf: '2025-04-01' }))
    const prior = model.priorGaps * model.meanGapDays
    expect(columns.expectedGapDays[0]).toBeCloseTo((prior + 42) / (model.priorGaps + 6), 12)
    expect(columns.expectedGapDays[1]).toBeCloseTo((prior + 90) / (model.priorGaps + 3), 12)
    expect(columns.expectedGapDays[2]).toBeCloseTo(model.meanGapDays, 12)
    expect(columns.silenceDays[0]).toBe(48) // 12 February → 1 April
    expect(columns.overdueRatio[0]).toBeGreaterThan(columns.overdueRatio[1])
  })

  test('names the day on which a customer becomes overdue, and the day does not move as time passes', () => {
    const facts = readFacts(fixtureRows('own/orders.csv'), {
      order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount' },
      ...world,
    }).facts
    const model = fitRhythm(facts, { asOf: '2024-12-31' })
    const today = scoreRhythm(model, summarize(facts, { asOf: '2024-12-31' }))
    const quiet = readFacts(
      fixtureRows('own/orders.csv').filter((row) => row.ordered_at < '2025'),
      { order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount' }, ...world },
    ).facts
    const later = scoreRhythm(model, summarize(quiet, { asOf: '2025-03-01' }))
    expect(later.columns.overdueOn).toEqual(today.columns.overdueOn)
    for (let i = 0; i < today.length; i++) {
      expect(later.columns.percentile[i]).toBeGreaterThanOrEqual(today.columns.percentile[i])
      expect(later.columns.daysToOverdue[i]).toBe(today.columns.daysToOverdue[i] - 60)
      const why = explainRhythm(today, i)
      expect(why?.code).toBe(today.columns.daysToOverdue[i] <= 0 ? 'churn.rhythm.overdue' : 'churn.rhythm.on-time')
      expect(sentence(why as NonNullable<typeof why>, en)).toMatch(/overdue|expected/)
    }
  })

  test('one-time buyers are riskier the longer they stay away', () => {
    const facts = readFacts(fixtureRows('own/orders.csv'), {
      order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount' },
      ...world,
    }).facts
    const model = fitRhythm(facts, { asOf: '2024-12-31' })
    const silences = [1, 30, 90, 180, 300]
    const subject = {
      length: silences.length,
      asOf: '2024-12-31',
      columns: { frequency: silences.map(() => 0), recencyDays: silences, tenureDays: silences },
    }
    const { percentile, risk } = scoreRhythm(model, subject, { horizonDays: 30 }).columns
    for (let i = 1; i < silences.length; i++) expect(percentile[i]).toBeGreaterThan(percentile[i - 1])
    expect(risk[4]).toBeGreaterThan(risk[0])
    expect(risk[0]).toBeGreaterThan(0)
  })

  test('says when nobody bought twice, and when the rhythm rests on little', () => {
    const once = safeFitRhythm(shop({ a: ['01-01'], b: ['02-01'] }), { asOf: '2025-03-01' })
    expect(!once.success && once.error.reason.code).toBe('churn.rhythm.no-gaps')
    expect(fitRhythm(shop({ a: weekly }), { asOf: '2025-03-01' }).warnings).toMatchObject([
      { code: 'churn.rhythm.few-gaps', params: { gaps: 6 } },
    ])
  })

  test('leaves prospects missing', () => {
    const facts = shop({ a: weekly, late: ['12-01'] })
    const { columns } = scoreRhythm(fitRhythm(facts, { asOf: '2025-03-01' }), summarize(facts, { asOf: '2025-03-01' }))
    expect(columns.risk[1]).toBeNaN()
    expect(columns.overdueOn[1]).toBeUndefined()
  })
})

test('decline compares two windows of the same length, for customers who were there before both', () => {
  const facts = shop({ less: ['01-05', '02-03', '02-10', '02-17', '03-10'], young: ['02-15', '03-20'], gone: ['01-02', '02-20'] })
  const { columns } = scoreDecline(summarizeWindows(facts, { asOf: '2025-03-31', window: { n: 1, unit: 'month' } }))
  // the windows are 1 – 31 March and, the month before that ending on 28 February, 1 – 28 February
  const [gone, less, young] = ['gone', 'less', 'young'].map((id) => columns.customerId.indexOf(id))
  expect([columns.recentPurchases[less], columns.earlierPurchases[less]]).toEqual([1, 3])
  expect(columns.frequencyChange[less]).toBeCloseTo(1 / 3 - 1, 12)
  expect(columns.frequencyChange[gone]).toBe(-1)
  expect(columns.frequencyChange[young]).toBeNaN()
  expect(columns.surprise[less]).toBeCloseTo((Math.sqrt(1.375) - Math.sqrt(3.375)) * Math.SQRT2, 12)
})

test('silence after a bad experience ends with the next purchase', () => {
  const at = (date: string): number => Date.parse(`2025-${date}T12:00:00Z`)
  const facts = collectFacts(
    [
      { customerId: 'a', type: 'purchase', at: at('01-01'), amountMinor: 1000 },
      { customerId: 'b', type: 'purchase', at: at('01-01'), amountMinor: 1000 },
      { customerId: 'a', type: 'answer', at: at('01-10'), attributes: { score: 3 } },
      { customerId: 'b', type: 'complaint', at: at('01-10') },
      { customerId: 'b', type: 'answer', at: at('01-20'), attributes: { score: 9 } },
      { customerId: 'b', type: 'purchase', at: at('02-01'), amountMinor: 1000 },
      { customerId: 'c', type: 'purchase', at: at('02-02'), amountMinor: 1000 },
    ],
    { timeZone: 'UTC', currency: 'EUR' },
  )
  const { columns } = scoreBadExperience(facts, {
    asOf: '2025-02-09',
    experiences: [{ type: 'complaint' }, { type: 'answer', score: { attribute: 'score', atMost: 6 } }],
  })
  expect(columns.on).toEqual(['2025-01-10', '2025-01-10', undefined])
  expect([...columns.silentDays]).toEqual([30, Number.NaN, Number.NaN])
  expect([...columns.purchasesSince]).toEqual([0, 1, Number.NaN])
})

describe('policy', () => {
  test('gives the worst level reached, with the signs behind it', () => {
    const policy = defineChurnPolicy({
      id: 'mine',
      levels: [
        { id: 'high', any: [{ indicator: 'percentile', gte: 0.9 }], all: [{ indicator: 'value', gte: 100 }] },
        { id: 'low', any: [{ indicator: 'percentile', gte: 0.5 }] },
      ],
    })
    expect(evaluateChurn(policy, { percentile: 0.95, value: 500 })).toMatchObject({
      level: 'high',
      reasons: [
        { code: 'churn.sign.reached', actual: 0.95, required: 0.9 },
        { code: 'churn.sign.reached', actual: 500, required: 100 },
      ],
    })
    expect(evaluateChurn(policy, { percentile: 0.95, value: 5 }).level).toBe('low')
    expect(evaluateChurn(policy, { percentile: undefined, value: 500 })).toEqual({ level: 'none', reasons: [] })
    const table = evaluateChurnTable(
      policy,
      { percentile: Float64Array.of(0.95, 0.6, Number.NaN), value: Float64Array.of(200, 200, 200) },
      3,
    )
    expect([...table.columns.level.codes].map((code) => table.columns.level.values[code])).toEqual(['high', 'low', 'none'])
    expect(() => evaluateChurnTable(policy, { percentile: Float64Array.of(1) }, 1)).toThrow('churn.indicator.missing')
  })

  test('is checked whole, and only frozen definitions are taken', () => {
    const bad = safeDefineChurnPolicy({ id: 'x', levels: [{ id: 'none', any: [{ indicator: 'a', gte: 1 }] }, { id: 'b' }] })
    expect(bad.success).toBe(false)
    expect(() => evaluateChurn({ ...standardChurnPolicy }, {})).toThrow('tierwise.definition.not-frozen')
    expect(evaluateChurn(standardChurnPolicy, { percentile: 0.92 }).level).toBe('at-risk')
  })
})

describe('judging', () => {
  test('counts by hand: AUC, lift, precision and Brier of eight customers', () => {
    const risk = [0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1]
    const left = [1, 1, 0, 1, 0, 0, 1, 0]
    const judged = judgeRisk(risk, left)
    // pairs (left, stayed) ranked right: 4 + 4 + 3 + 1 = 12 of 16
    expect(judged.auc).toBeCloseTo(12 / 16, 12)
    expect(judged.base).toBe(0.5)
    // Σ (risk − left)²: .01 + .04 + .49 + .16 + .16 + .09 + .64 + .01 = 1.6
    expect(judged.brier).toBeCloseTo(0.2, 12)
    expect(judged.cuts[3]).toMatchObject({ customers: 2, precision: 1, lift: 2, recall: 0.5 })
  })

  test('the threshold is that of the highest gain among all thresholds', () => {
    const risk = [0.9, 0.8, 0.7, 0.6, 0.4, 0.3, 0.2, 0.1]
    const left = [1, 1, 0, 1, 0, 0, 1, 0]
    const costs = { action: 2, value: 10, success: 0.5 }
    // each warned customer costs 2; one who would have left is worth 5: gains 3, 6, 4, 7, 5, 3, 6, 4
    expect(chooseThreshold(risk, left, costs)).toEqual({ threshold: 0.6, warned: 4, gain: 7, breakEven: 0.4 })
    expect(chooseThreshold(risk, left, { ...costs, action: 100 })).toMatchObject({ threshold: null, warned: 0, gain: 0 })
    // an action that keeps nobody pays at no risk, and the answer can be stored as JSON
    const useless = chooseThreshold(risk, left, { ...costs, success: 0 })
    expect(JSON.parse(JSON.stringify(useless))).toEqual({ threshold: null, warned: 0, gain: 0, breakEven: null })
  })

  test('rolling origins tell how good warnings would have been', () => {
    const facts = readFacts(fixtureRows('own/orders.csv'), {
      order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount' },
      ...world,
    }).facts
    const calibration = calibrateChurn(facts, {
      asOf: '2025-06-30',
      horizon: { n: 3, unit: 'month' },
      scores: { coin: (customers) => new Float64Array(customers.length).fill(0.5) },
      costs: { action: 1, value: 30, success: 0.2 },
    })
    expect(calibration.origins).toEqual(['2024-09-30', '2024-12-30', '2025-03-30'])
    const of = (id: string) => calibration.scores.find((score) => score.id === id)
    expect(of('rhythm')?.auc).toBeGreaterThan(0.8)
    expect(of('coin')?.auc).toBe(0.5)
    expect(of('rhythm')?.brier).toBeLessThan(of('rhythm')?.brierOfBase as number)
    expect(calibration.why[0].code).toBe('churn.calibrate.best')
  })
})

test('retention of contracts still running is no underestimate', () => {
  // by hand: at 1 month 1 of 4 leaves, at 2 one is cut off, at 3 one of 2 leaves: S = 3/4, 3/4, 3/8
  const curve = retentionCurve([
    { duration: 1, ended: true },
    { duration: 2, ended: false },
    { duration: 3, ended: true },
    { duration: 5, ended: false },
  ])
  expect([...curve.columns.survival]).toEqual([0.75, 0.75, 0.375, 0.375])
  expect(curve.median).toBe(3)
})
