import { readFacts, rows } from 'tierwise/facts'
import {
  b2bAccountLifecycle,
  fitLifecycle,
  fitStageChain,
  gapTable,
  lifecycleDiagram,
  retailLifecycle,
  type StageChain,
  safeFitLifecycle,
  stageCounts,
  stageFunnel,
  stageMatrix,
  stagePaths,
  stageTable,
  stageValue,
  subscriptionLifecycle,
  timeInStage,
} from 'tierwise/lifecycle'
import { simulateShop } from 'tierwise/simulate'
import { describe, expect, test } from 'vitest'
import { fixtureRows, referenceRows } from '../support/csv.js'
import { factsOf } from '../support/facts.js'

const retail = retailLifecycle({ timeZone: 'UTC', currency: 'CNY' })
const buy = (customerId: string, ...days: readonly string[]) =>
  days.map((day) => ({ id: `${customerId} ${day}`, customerId, type: 'purchase', at: `${day}T10:00:00Z`, amountMinor: 10000 }))

/** Ann buys every ten days and stops, Bo buys once, Cy buys in March. */
const facts = factsOf([
  ...buy('ann', '2026-01-01', '2026-01-11', '2026-01-21', '2026-01-31'),
  ...buy('bo', '2026-01-05'),
  ...buy('cy', '2026-03-01'),
])
const paths = stagePaths(retail, facts, { asOf: '2026-06-30' })

describe('where everybody is', () => {
  test('one row per customer, with since when and when time moves them on', () => {
    const table = stageTable(retail, facts, { asOf: '2026-02-20' })
    // ann: 31 January + 2 × 10 days
    expect([...rows(table)]).toEqual([
      { customerId: 'ann', stage: 'atRisk', strategy: 'retain', since: '2026-02-20', daysInStage: 0, nextDue: '2026-03-02' },
      { customerId: 'bo', stage: 'new', strategy: 'nurture', since: '2026-01-05', daysInStage: 46, nextDue: '2026-03-06' },
      { customerId: 'cy', stage: 'prospect', strategy: 'acquire' },
    ])
  })

  test('every stay, in order, one after the other', () => {
    expect([...rows(paths)].filter(({ customer }) => customer === 0).map(({ stage, by }) => `${by} ${stage}`)).toEqual([
      'start prospect',
      'event new',
      'event repeat',
      'event loyal',
      'time atRisk',
      'time dormant',
      'time churned',
    ])
  })

  test('counts of every date add up to the base', () => {
    const counts = stageCounts(paths, { from: '2025-12-01', to: '2026-06-30', every: 'month' })
    const byDate = new Map<string, Record<string, number>>()
    for (const { date, stage, customers } of rows(counts)) {
      if (customers) byDate.set(date as string, { ...byDate.get(date as string), [stage as string]: customers })
    }
    expect(Object.fromEntries(byDate)).toEqual({
      '2025-12-31': { prospect: 3 },
      '2026-01-31': { prospect: 1, new: 1, loyal: 1 },
      '2026-02-28': { prospect: 1, new: 1, atRisk: 1 }, // ann is at risk from 20 February
      '2026-03-31': { new: 1, atRisk: 1, churned: 1 }, // ann dormant 2 March, churned 22 March; bo at risk 6 March
      '2026-04-30': { atRisk: 2, churned: 1 }, // cy at risk 30 April
      '2026-05-31': { atRisk: 1, dormant: 1, churned: 1 }, // bo dormant 5 May
      '2026-06-30': { dormant: 2, churned: 1 }, // cy dormant 29 June
    })
  })

  test('who went where between two days, with intervals', () => {
    const moved = [...rows(stageMatrix(paths, { from: '2026-01-31', to: '2026-03-31' }))].filter(({ customers }) => customers)
    expect(moved.map(({ from, to, customers, share }) => [from, to, customers, share])).toEqual([
      ['prospect', 'new', 1, 1],
      ['new', 'atRisk', 1, 1],
      ['loyal', 'churned', 1, 1],
    ])
    // Wilson for 1 of 1: low = 1 / (1 + 1.96²) = 0.2065
    expect(moved[0].low).toBeCloseTo(0.2065, 4)
  })

  test('a day after the paths end is a caller’s mistake', () => {
    expect(() => stageCounts(paths, { dates: ['2026-07-01'] })).toThrow('tierwise.lifecycle.after-as-of')
  })

  test('how far each cohort has come', () => {
    const reached = [...rows(stageFunnel(paths))].filter((row) => row.cohort === '2026-01-01')
    expect(reached.map(({ stage, cohortSize, reached: n, meanDays }) => [stage, cohortSize, n, meanDays])).toEqual([
      ['prospect', 2, 0, undefined],
      ['new', 2, 2, 0],
      ['repeat', 2, 1, 10],
      ['loyal', 2, 1, 30],
      ['atRisk', 2, 2, (50 + 60) / 2],
      ['dormant', 2, 2, (60 + 120) / 2],
      ['churned', 2, 1, 80],
      ['wonBack', 2, 0, undefined],
    ])
  })

  test('time in a stage counts stays that last as lasting', () => {
    const time = timeInStage(paths)
    const dormant = [...rows(time)].find(({ stage }) => stage === 'dormant')
    // ann 20 days and over; bo 56 and cy 1 still there: S = 1 on [0, 20), ½ from 20 on (two at risk); mean 20 + 36 · ½
    expect(dormant).toMatchObject({ stays: 3, ended: 1, medianDays: 20, meanDays: 38 })
  })
})

describe('what a stage is worth', () => {
  const chain = (lost: readonly number[]): StageChain => ({
    kind: 'stage-chain',
    format: 1,
    id: 'by-hand',
    step: { n: 1, unit: 'year' },
    stages: ['active', 'lost'],
    gone: ['lost'],
    counts: [[80, 20], lost],
    definition: { id: 'x', hash: 'x' },
    from: '2024-01-01',
    to: '2026-01-01',
  })
  const options = { marginPerStep: { active: 10 }, annualDiscount: '0.25' }

  test('by hand: d = 1 / 1.25 = 0.8, V = 10 / (1 − 0.8 · 0.8), lifetime 1 / 0.2 with standard error 1', () => {
    const [active, lost] = rows(stageValue(chain([0, 50]), options))
    expect(active.value).toBeCloseTo(10 / 0.36, 12)
    expect(active.lifetime).toBeCloseTo(5, 12)
    // dL/dp = 1 / (1 − p)² = 25, se p = √(0.8 · 0.2 / 100) = 0.04
    expect(active.lifetimeHigh).toBeCloseTo(5 + 1.959963985, 8)
    expect(lost).toMatchObject({ value: 0, lifetime: 0 })
  })

  test('customers who come back are worth something: V = 350 / 11', () => {
    // Vₗ = 0.8 (0.1 Vₐ + 0.9 Vₗ) = 2/7 Vₐ, Vₐ = 10 + 0.8 (0.8 Vₐ + 0.2 Vₗ)
    const [active, lost] = rows(stageValue(chain([5, 45]), options))
    expect(active.value).toBeCloseTo(350 / 11, 12)
    expect(lost.value).toBeCloseTo(100 / 11, 12)
  })

  test('a stage nobody was seen in has no answer, nor has one that leads there; the lifetime has', () => {
    const [active, lost] = rows(stageValue(chain([0, 0]), options))
    expect(active.value).toBeUndefined()
    expect(lost.value).toBeUndefined()
    expect(active.lifetime).toBeCloseTo(5, 12)
  })

  test('is counted from paths, step by step', () => {
    const counted = fitStageChain(paths, { from: '2026-01-31', to: '2026-04-30' })
    const count = (from: string, to: string): number => counted.counts[counted.stages.indexOf(from)][counted.stages.indexOf(to)]
    // month ends: 31 Jan → 28 Feb → 31 Mar → 30 Apr; cy is counted from the first day they are known
    expect([
      count('loyal', 'atRisk'),
      count('new', 'new'),
      count('atRisk', 'churned'),
      count('new', 'atRisk'),
      count('churned', 'churned'),
      count('atRisk', 'atRisk'),
    ]).toEqual([1, 1, 1, 2, 1, 1])
    expect(() => fitStageChain(paths, { from: '2026-01-31', to: '2026-02-01' })).toThrow('tierwise.lifecycle.no-step')
  })
})

describe('thresholds from the gaps themselves', () => {
  test('gaps of 1 to 200 days: eight in ten have returned by 160', () => {
    const days = Float64Array.from({ length: 200 }, (_, i) => i + 1)
    const fit = fitLifecycle({
      columns: { customerId: [], days, ended: new Uint8Array(200).fill(1), meanBefore: days.map(() => Number.NaN) },
    })
    // times: 160 / 100.5 = 1.59, 180 / 100.5 = 1.79, 194 / 100.5 = 1.93, rounded up; least 7 · 1.6 = 11.2 …
    expect(fit.thresholds).toEqual({
      atRisk: { times: '1.6', least: { n: 12, unit: 'day' }, otherwise: { n: 160, unit: 'day' } },
      dormant: { times: '1.8', least: { n: 13, unit: 'day' }, otherwise: { n: 180, unit: 'day' } },
      churned: { times: '2.0', least: { n: 14, unit: 'day' }, otherwise: { n: 194, unit: 'day' } },
    })
    expect(fit.reasons[0].code).toBe('lifecycle.gaps.few-rhythms')
    const at90 = fit.tradeOffs.find((one) => one.days === 90)
    expect(at90?.silent).toBeCloseTo(0.55, 12)
    expect(at90?.returned).toBeCloseTo(0.45, 12)
    expect(at90?.comeBack).toBe(1)
  })

  test('too few gaps are a coded answer', () => {
    const result = safeFitLifecycle(gapTable(facts, { asOf: '2026-06-30' }))
    expect(result.success ? '' : result.error.reason.code).toBe('lifecycle.gaps.too-few')
  })

  test('gaps of a customer: ended ones, the one that lasts, and the rhythm before each', () => {
    expect([...rows(gapTable(facts, { asOf: '2026-03-02' }))].filter(({ customerId }) => customerId === 'ann')).toEqual([
      { customerId: 'ann', days: 10, ended: 1 },
      { customerId: 'ann', days: 10, ended: 1 },
      { customerId: 'ann', days: 10, ended: 1, meanBefore: 10 },
      { customerId: 'ann', days: 30, ended: 0, meanBefore: 10 },
    ])
  })
})

describe('on whole bases', () => {
  const own = (): ReturnType<typeof readFacts>['facts'] =>
    readFacts(fixtureRows('own/orders.csv'), {
      order: { id: 'order_id', customer: 'customer_id', at: 'ordered_at', amount: 'amount' },
      currency: 'CNY',
      timeZone: 'UTC',
    }).facts
  const cdnow = referenceRows('cdnow_sample_transactions.csv')
  const shop = simulateShop({ seed: 7, customers: 400, from: '2024-01-01', to: '2025-12-31', timeZone: 'UTC', currency: 'CNY' })
  const bases = {
    own: { facts: own(), from: '2024-01-01', to: '2025-06-30' },
    shop: { facts: readFacts(shop.rows, shop.mapping).facts, from: '2024-01-01', to: '2025-12-31' },
    ...(cdnow === undefined
      ? {}
      : {
          cdnow: {
            facts: readFacts(cdnow, { order: { customer: 'master_id', at: 'date', amount: 'amount' }, currency: 'USD', timeZone: 'UTC' })
              .facts,
            from: '1997-01-01',
            to: '1998-06-30',
          },
        }),
  }
  const zoned = ({ facts: { timeZone, currency } }: (typeof bases)['own']): { timeZone: string; currency: string } => ({
    timeZone,
    currency,
  })
  const presets = Object.entries(bases).flatMap(([name, base]) => [
    {
      name: `${name}, retail by its own rhythm`,
      base,
      machine: retailLifecycle({ ...zoned(base), thresholds: fitLifecycle(gapTable(base.facts, { asOf: base.to })).thresholds }),
    },
    { name: `${name}, retail by default`, base, machine: retailLifecycle(zoned(base)) },
    { name: `${name}, B2B account`, base, machine: b2bAccountLifecycle(zoned(base)) },
    { name: `${name}, subscription`, base, machine: subscriptionLifecycle(zoned(base)) },
  ])
  test.each(presets)('$name: exactly one stage each month, and months that add up', ({ base: { facts: base, from, to }, machine }) => {
    const stays = stagePaths(machine, base, { asOf: to })
    const counts = [...rows(stageCounts(stays, { from, to, every: 'month' }))]
    const dates = [...new Set(counts.map(({ date }) => date as string))]
    expect(dates.length).toBeGreaterThanOrEqual(18)
    const { customer, stage, fromDay, toDay } = stays.columns
    for (const date of dates) {
      const day = Date.parse(date) / 86_400_000
      const held = new Uint8Array(base.customers.ids.length)
      const inStage = stage.values.map(() => 0)
      for (let i = 0; i < stays.length; i++) {
        if (!(fromDay[i] <= day && (Number.isNaN(toDay[i]) || day < toDay[i]))) continue
        held[customer[i]]++
        inStage[stage.codes[i]]++
      }
      // Before the first fact there is no stay, and the customer is where everybody begins.
      inStage[stage.values.indexOf(machine.initial)] += held.filter((times) => times === 0).length
      expect(Math.max(...held)).toBeLessThanOrEqual(1)
      expect(counts.filter((row) => row.date === date).map(({ customers }) => customers)).toEqual(inStage)
      expect(inStage.reduce((sum, customers) => sum + customers, 0)).toBe(base.customers.ids.length)
    }
    const last = stageTable(machine, base, { asOf: to }).columns.stage
    const atEnd = counts.filter(({ date }) => date === to)
    last.values.forEach((name, s) => {
      expect(atEnd.find((row) => row.stage === name)?.customers).toBe(Array.from(last.codes).filter((code) => code === s).length)
    })
  })
})

describe('the diagram', () => {
  /** What Mermaid's stateDiagram-v2 grammar asks of the lines we write: a head, `state "…" as id`, and `id --> id : text`. */
  const parse = (text: string): { names: Map<string, string>; edges: string[][] } => {
    const [head, ...lines] = text.trimEnd().split('\n')
    expect(head).toBe('stateDiagram-v2')
    const names = new Map<string, string>()
    const edges: string[][] = []
    for (const line of lines) {
      const state = /^ {2}state "([^"\n]+)" as (\w+)$/.exec(line)
      const edge = /^ {2}(\w+|\[\*\]) --> (\w+|\[\*\])(?: : ([^:;\n]+))?$/.exec(line)
      if (state) names.set(state[2], state[1])
      else if (edge) edges.push([edge[1], edge[2], edge[3]])
      else throw new Error(`not a line of a state diagram: ${line}`)
    }
    for (const [from, to] of edges) for (const end of [from, to]) expect(end === '[*]' || names.has(end)).toBe(true)
    return { names, edges }
  }

  test('parses, and names every stage and transition', () => {
    const { names, edges } = parse(lifecycleDiagram(retail))
    expect([...names.values()]).toEqual(['prospect', 'new', 'repeat', 'loyal', 'atRisk', 'dormant', 'churned', 'wonBack'])
    expect(edges[0]).toEqual(['[*]', 's0', undefined])
    expect(edges).toContainEqual(['s4', 's3', 'purchase [if]'])
    expect(edges).toContainEqual(['s3', 's4', 'after 2 × rhythm'])
    expect(edges).toHaveLength(1 + 1 + 2 + 2 + 1 + 3 + 3 + 1 + 3)
  })

  test('holds whatever a stage is called', () => {
    const odd = subscriptionLifecycle({ timeZone: 'UTC', currency: 'CNY' })
    const renamed = { ...odd, stages: odd.stages.map((stage, i) => (i === 0 ? { ...stage, name: 'a "b": <c>;\n--> [*] %% d' } : stage)) }
    expect(parse(lifecycleDiagram(renamed)).names.get('s0')).not.toMatch(/["\n;<>]/)
  })
})
