import { collectFacts, type Fact } from 'tierwise/facts'
import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { adoptScorecard, defineScorecard, fitScorecard, safeFitScorecard, scoreScorecard } from 'tierwise/scorecard'
import { describe, expect, test } from 'vitest'
import { random } from '../../src/core/math/random.js'

const DAY = 86_400_000
const start = Date.parse('2025-01-01T12:00:00Z')
const asOf = '2025-12-26' // four periods of 90 days
const horizon = { n: 90, unit: 'day' } as const

interface World {
  readonly customers: number
  readonly seed: number
  /** Effects on the log of the rate of three figures that are uniform on 0 … 1. */
  readonly effects: readonly [number, number, number]
}

/** Everybody buys on the first day and then at random, at a rate that their figures decide. */
function world({ customers, seed, effects }: World) {
  const chance = random(seed)
  const figures = [0, 1, 2].map(() => new Float64Array(customers))
  const facts: Fact[] = []
  for (let c = 0; c < customers; c++) {
    const customerId = String(c)
    for (const figure of figures) figure[c] = chance.uniform()
    const rate = Math.exp(-1 + effects.reduce((sum, effect, k) => sum + effect * figures[k][c], 0)) / 90
    facts.push({ customerId, type: 'purchase', at: start, amountMinor: 1000 })
    for (let t = chance.exponential(rate); t < 359; t += chance.exponential(rate))
      facts.push({ customerId, type: 'purchase', at: start + Math.floor(t) * DAY, amountMinor: 1000 })
  }
  const [u, v, w] = figures
  const table = () => ({ length: customers, columns: { u, v, w } })
  return { facts: collectFacts(facts, { timeZone: 'UTC', currency: 'EUR' }), table, measures: ['u', 'v', 'w'], figures }
}

const options = { asOf, horizon, outcome: 'purchases' } as const
const even = (...ids: string[]) =>
  defineScorecard({
    id: 'even',
    total: ids.length,
    criteria: ids.map((id) => ({
      id,
      weight: 1,
      curve: [
        { at: 0, points: 0 },
        { at: 1, points: 100 },
      ],
    })),
  })

describe('fitScorecard from an outcome', () => {
  test('weighs the figures as they work', () => {
    // over the whole range 2 and 1 in the log; by fifths both lose the same part, so that 2 : 1 remains; the third does nothing
    const { facts, table, measures } = world({ customers: 3000, seed: 1, effects: [2, -1, 0] })
    const { card, customers } = fitScorecard(facts, { ...options, table, measures })
    const weight = (id: string) => Number(card.criteria.find((one) => one.id === id)?.weight ?? 0)
    expect(customers).toEqual({ learned: 3000, judged: 3000 })
    expect(Math.abs(weight('u') - 67)).toBeLessThan(6)
    expect(Math.abs(weight('v') - 33)).toBeLessThan(6)
    expect(weight('w')).toBeLessThan(4)
    expect(weight('u') + weight('v') + weight('w')).toBe(100)
    // u raises, v lowers
    const ends = (id: string) => {
      const { bands = [] } = card.criteria.find((one) => one.id === id) ?? {}
      return [bands[0].points, bands[bands.length - 1].points]
    }
    expect([ends('u'), ends('v')]).toEqual([
      [0, 100],
      [100, 0],
    ])
  })

  test('beats a card that weighs by feeling, and says so in both languages', () => {
    const { facts, table, measures } = world({ customers: 2000, seed: 2, effects: [2, 0, 0] })
    const proposal = fitScorecard(facts, { ...options, table, measures, card: even('u', 'v', 'w') })
    expect(proposal.noise).toBe(false)
    expect(proposal.gain.low).toBeGreaterThan(0)
    expect(proposal.proposed.gini).toBeGreaterThan(proposal.host?.gini as number)
    expect(proposal.proposed.deviance).toBeLessThan(proposal.none.deviance)
    expect(sentences(proposal.why, en)[0]).toMatch(
      /^The proposal ranks customers better than your card on a period not used to find it: deviance gained 0\./,
    )
    expect(sentences(proposal.why, zhCN)[0]).toMatch(/排序优于您的评分卡/)
  })

  test('calls it noise where the host’s card was already right', () => {
    const { facts, table, measures } = world({ customers: 1000, seed: 3, effects: [1.5, 0, 0] })
    const proposal = fitScorecard(facts, { ...options, table, measures, card: even('u') })
    expect(proposal.noise).toBe(true)
    expect(proposal.why[0].code).toBe('scorecard.outcome.noise')
    // a card is as good as itself, exactly
    const again = fitScorecard(facts, { ...options, table, measures, card: proposal.card })
    expect(again.gain).toEqual({ value: 0, low: 0, high: 0 })
  })

  test('keeps the host’s card where measures it may not use know more', () => {
    const { facts, table } = world({ customers: 2000, seed: 4, effects: [2, 0.5, 0] })
    const proposal = fitScorecard(facts, { ...options, table, measures: ['v'], card: even('u') })
    expect(proposal.gain.high).toBeLessThan(0)
    expect(proposal.why[0].code).toBe('scorecard.outcome.worse')
  })

  test('does not count twice what two columns say alike', () => {
    const { facts, table, measures } = world({ customers: 1500, seed: 5, effects: [1, 1, 0] })
    const twice = () => ({ length: 1500, columns: { ...table().columns, copy: table().columns.u } })
    const { card } = fitScorecard(facts, { ...options, table: twice, measures: [...measures, 'copy'] })
    const single = fitScorecard(facts, { ...options, table, measures }).card
    const weight = (of: typeof card, id: string) => Number(of.criteria.find((one) => one.id === id)?.weight ?? 0)
    expect(Math.abs(weight(card, 'u') + weight(card, 'copy') - weight(single, 'u'))).toBeLessThan(5)
  })

  test('does not look at the period that judges', () => {
    const { facts, table, measures } = world({ customers: 800, seed: 6, effects: [1, 0.5, 0] })
    const cut = Date.parse('2025-09-28T00:00:00Z') // the end of the day 90 days before the last one
    const known: Fact[] = []
    for (let i = 0; i < facts.length; i++)
      known.push({
        customerId: facts.customers.ids[facts.columns.customer[i]],
        type: 'purchase',
        at: facts.columns.at[i],
        amountMinor: 1000,
      })
    const other = collectFacts(
      [...known.filter(({ at }) => (at as number) < cut), { customerId: '0', type: 'purchase', at: cut + 5 * DAY, amountMinor: 99 }],
      { timeZone: 'UTC', currency: 'EUR' },
    )
    expect(fitScorecard(other, { ...options, table, measures }).card).toEqual(fitScorecard(facts, { ...options, table, measures }).card)
  })

  test('takes the summary’s columns by default, for every outcome, and gives a card like any other', () => {
    const { facts } = world({ customers: 1200, seed: 7, effects: [2, 0, 0] })
    for (const outcome of ['purchases', 'any', 'revenue'] as const) {
      const proposal = fitScorecard(facts, { ...options, outcome })
      expect(proposal.host).toBeNull()
      expect(proposal.gain.low, outcome).toBeGreaterThan(0)
      const stored = JSON.parse(JSON.stringify(proposal.card))
      expect(adoptScorecard(stored)).toEqual(proposal.card)
      expect(defineScorecard(stored)).toEqual(proposal.card)
      const { score } = scoreScorecard(proposal.card, {
        length: 1,
        columns: { recencyDays: Float64Array.of(1), orders: Float64Array.of(30) },
      }).columns
      expect(score[0] >= 0 && score[0] <= 100).toBe(true)
    }
  })

  test('says when there is too little, one outcome, or nothing to find', () => {
    const code = (result: ReturnType<typeof safeFitScorecard>) => (result.success ? 'found' : result.error.reason.code)
    const few = world({ customers: 20, seed: 8, effects: [1, 0, 0] })
    expect(code(safeFitScorecard(few.facts, options))).toBe('scorecard.outcome.too-few')
    const silent = collectFacts(
      Array.from({ length: 80 }, (_, c) => ({ customerId: String(c), type: 'purchase', at: start, amountMinor: 1000 })),
      { timeZone: 'UTC', currency: 'EUR' },
    )
    expect(code(safeFitScorecard(silent, options))).toBe('scorecard.outcome.one-outcome')
    const alike = world({ customers: 300, seed: 9, effects: [0, 0, 0] })
    const same = () => ({ length: 300, columns: { u: new Float64Array(300).fill(1) } })
    expect(code(safeFitScorecard(alike.facts, { ...options, table: same, measures: ['u'] }))).toBe('scorecard.outcome.nothing-found')
    expect(() => fitScorecard(alike.facts, { ...options, measures: ['shoeSize'] })).toThrow('scorecard.outcome.measures')
    expect(() => fitScorecard(alike.facts, { ...options, horizon: { n: 0, unit: 'day' } })).toThrow('scorecard.outcome.horizon')
    const short = () => ({ length: 1, columns: { u: Float64Array.of(1) } })
    expect(() => fitScorecard(alike.facts, { ...options, table: short })).toThrow('scorecard.outcome.length')
  })
})

test('figures without any effect are called noise nineteen times in twenty', () => {
  // 20 worlds in which nothing matters: the 95 % interval should leave out 0 about once; nothing found counts as noise
  let claimed = 0
  for (let seed = 1; seed <= 20; seed++) {
    const { facts, table, measures } = world({ customers: 300, seed: 100 + seed, effects: [0, 0, 0] })
    const result = safeFitScorecard(facts, { ...options, table, measures })
    if (result.success && result.data.gain.low > 0) claimed++
  }
  expect(claimed).toBeLessThanOrEqual(2)
})
