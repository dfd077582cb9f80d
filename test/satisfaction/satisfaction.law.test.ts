import {
  scoreFeedback,
  scoreNps,
  scoreSatisfaction,
  summarizeAnswers,
  summarizeComplaints,
  summarizeFeedback,
  summarizeSurvey,
} from 'tierwise/satisfaction'
import { expect, test } from 'vitest'
import { random } from '../../src/core/math/random.js'
import { rows } from '../../src/core/table.js'
import { readFacts } from '../../src/facts/read-facts.js'
import { cases } from '../support/cases.js'
import { factsOf, shuffled, type Told } from '../support/facts.js'

const asOf = '2026-07-01'
const DAY = 86_400_000

function base(seed: number): Told[] {
  const r = random(seed)
  return Array.from({ length: 150 }, (_, i): Told => {
    const at = Date.UTC(2026, 0, 1) + r.below(170) * DAY + r.below(24) * 3_600_000
    const fact = { id: `f${i}`, customerId: `c${r.below(30)}`, at, channel: ['app', 'shop', 'web'][r.below(3)] }
    const kind = r.below(4)
    if (kind === 0) return { ...fact, type: 'purchase', amountMinor: 100 }
    if (kind === 1) {
      const answeredAt = r.uniform() < 0.7 ? new Date(at + r.below(200) * 3_600_000).toISOString() : undefined
      return { ...fact, type: 'feedback', attributes: { complaint: r.uniform() < 0.5, ...(answeredAt ? { answeredAt } : {}) } }
    }
    return { ...fact, type: 'answer', attributes: { survey: 'nps', score: r.below(12) } }
  })
}

test('groups and periods add up to the whole', () => {
  for (let seed = 1; seed <= cases(20); seed++) {
    const facts = factsOf(base(seed))
    const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0)
    const whole = scoreSatisfaction(summarizeSurvey(facts, { survey: 'nps', asOf, answers: 'all' })).columns
    const complaints = scoreFeedback(summarizeComplaints(facts, { asOf })).columns
    for (const split of [{ by: 'channel' }, { period: 'month' }, { by: 'channel', period: 'week' }] as const) {
      const parts = scoreSatisfaction(summarizeSurvey(facts, { survey: 'nps', asOf, answers: 'all', ...split })).columns
      for (const count of ['answers', 'top', 'middle', 'bottom'] as const) expect(sum(parts[count])).toBe(whole[count][0])
      const feedback = scoreFeedback(summarizeComplaints(facts, { asOf, ...split })).columns
      for (const count of ['orders', 'complaints', 'feedback', 'unanswered', 'unsolved'] as const)
        expect(sum(feedback[count])).toBe(complaints[count][0])
    }
    expect(sum(summarizeFeedback(facts, { asOf }).columns.complaints)).toBe(complaints.complaints[0])
    expect(sum(summarizeAnswers(facts, { asOf }).columns.answers)).toBe(whole.answers[0])
    const latest = scoreSatisfaction(summarizeSurvey(facts, { survey: 'nps', asOf })).columns.answers[0]
    expect(latest).toBe(summarizeAnswers(facts, { asOf }).columns.nps.filter((nps) => !Number.isNaN(nps)).length)
  }
})

test('the score lies within its interval, and no figure is NaN but with a code', () => {
  for (let seed = 1; seed <= cases(20); seed++) {
    for (const scored of rows(
      scoreSatisfaction(summarizeSurvey(factsOf(base(seed)), { survey: 'nps', asOf, by: 'channel', period: 'month' })),
    )) {
      if (scored.code === 'satisfaction.score.none') expect(scored.score).toBeUndefined()
      else {
        expect(scored.low).toBeLessThanOrEqual(scored.score as number)
        expect(scored.high).toBeGreaterThanOrEqual(scored.score as number)
      }
    }
  }
})

test('the order of the rows and repeated rows change nothing', () => {
  const mapping = {
    answer: { id: 'id', customer: 'customer', at: 'at', survey: 'survey', score: 'score' },
    currency: 'CNY',
    timeZone: 'UTC',
  } as const
  for (let seed = 1; seed <= cases(10); seed++) {
    const table = base(seed)
      .filter((fact) => fact.type === 'answer')
      .map((fact) => ({
        id: fact.id,
        customer: fact.customerId,
        at: new Date(fact.at).toISOString(),
        survey: 'NPS',
        score: fact.attributes?.score,
      }))
    const results = [table, shuffled(table, seed), [...table, ...shuffled(table, seed + 1).slice(0, 30)]].map((some) => {
      const { facts } = readFacts({ answer: some }, mapping)
      return JSON.stringify([
        scoreSatisfaction(summarizeSurvey(facts, { survey: 'nps', asOf, period: 'month' })),
        [...rows(summarizeAnswers(facts, { asOf }))],
      ])
    })
    expect(results[1]).toBe(results[0])
    expect(results[2]).toBe(results[0])
  }
})

test('another promoter raises the score, and more answers narrow the interval', () => {
  for (let seed = 1; seed <= cases(200); seed++) {
    const r = random(seed)
    const counts = { promoters: r.below(50), passives: r.below(50), detractors: 1 + r.below(50) }
    const scored = scoreNps(counts)
    const better = scoreNps({ ...counts, promoters: counts.promoters + 1 })
    expect(better.score).toBeGreaterThan(scored.score as number)
    expect(better.high).toBeGreaterThan(scored.high as number)
    const tenfold = scoreNps({ promoters: counts.promoters * 10, passives: counts.passives * 10, detractors: counts.detractors * 10 })
    expect(tenfold.score).toBeCloseTo(scored.score as number, 10)
    expect((tenfold.high as number) - (tenfold.low as number)).toBeLessThan((scored.high as number) - (scored.low as number))
  }
})

test('the interval of a net score covers it as often as it says', () => {
  // Rocks (2016) finds the adjusted Wald interval near its nominal level from about ten answers on, where Wald's falls short.
  const runs = cases(4000)
  for (const [n, p, d] of [
    [12, 0.5, 0.2],
    [12, 0.8, 0.05],
    [40, 0.3, 0.3],
  ]) {
    const r = random(n, Math.round(p * 100))
    let covered = 0
    for (let run = 0; run < runs; run++) {
      let promoters = 0
      let detractors = 0
      for (let i = 0; i < n; i++) {
        const u = r.uniform()
        if (u < p) promoters++
        else if (u < p + d) detractors++
      }
      const { low = 0, high = 0 } = scoreNps({ promoters, passives: n - promoters - detractors, detractors })
      if (low <= 100 * (p - d) && 100 * (p - d) <= high) covered++
    }
    expect(covered / runs).toBeGreaterThan(0.93)
    expect(covered / runs).toBeLessThan(0.985)
  }
})
