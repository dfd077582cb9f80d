/** One tier decision after another: terms, keep conditions, grace, falls, floors, overrides; rows and tables agree. */

import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { adoptTiers, defineTiers, evaluateTier, evaluateTiers, explainTierDecision, lintTiers, safeDefineTiers } from 'tierwise/tiers'
import { describe, expect, it } from 'vitest'
import { dictionary } from '../../src/core/table.js'

const config = {
  kind: 'ladder',
  format: 1,
  id: 'club',
  tiers: [
    { id: 'member' },
    { id: 'silver', enter: { measure: 'spend', gte: '1000.00' }, keep: { measure: 'spend', gte: '800.00' } },
    {
      id: 'gold',
      enter: { any: [{ measure: 'spend', gte: '5000' }, { all: [{ measure: 'orders', gt: '12' }, { flag: 'verified' }] }] },
      keep: { measure: 'spend', gte: '4000' },
    },
  ],
  grant: { until: { plus: { n: 12, unit: 'month' }, last: 'dayBefore' } },
  review: { grace: { n: 1, unit: 'month' } },
}
const ladder = defineTiers(config)
const asOf = '2026-03-15'

describe('a decision', () => {
  it('starts at the base and enters the highest tier met, for a year', () => {
    expect(evaluateTier(ladder, { spend: 999.99 }, { asOf })).toEqual({ tier: 'member', outcome: 'base', codes: ['tiers.enter.unmet'] })
    // 15 March 2026 + 12 months = 15 March 2027; the last day is the day before.
    expect(evaluateTier(ladder, { spend: '1000.00' }, { asOf })).toEqual({
      tier: 'silver',
      outcome: 'entered',
      codes: ['tiers.enter.met'],
      until: '2027-03-14',
    })
    expect(evaluateTier(ladder, { orders: 13, verified: true }, { asOf }).tier).toBe('gold')
    expect(evaluateTier(ladder, { orders: 12, verified: true }, { asOf }).tier).toBe('member')
    expect(evaluateTier(ladder, { orders: 13 }, { asOf }).tier).toBe('member')
  })

  it('holds a tier in its term, keeps it by the lower bar, then grants a month of grace, then falls', () => {
    const gold = evaluateTier(ladder, { spend: 5000 }, { asOf })
    expect(evaluateTier(ladder, { spend: 0 }, { asOf: '2027-03-14', current: gold })).toEqual({
      tier: 'gold',
      outcome: 'held',
      codes: ['tiers.term.running'],
      until: '2027-03-14',
    })
    expect(evaluateTier(ladder, { spend: 4000 }, { asOf: '2027-03-15', current: gold })).toEqual({
      tier: 'gold',
      outcome: 'kept',
      codes: ['tiers.keep.met'],
      until: '2028-03-14',
    })
    // The grace runs from 15 March, one month: through 14 April.
    const inGrace = evaluateTier(ladder, { spend: 900 }, { asOf: '2027-04-14', current: gold })
    expect(inGrace).toEqual({
      tier: 'gold',
      outcome: 'grace',
      codes: ['tiers.keep.unmet', 'tiers.grace.running'],
      until: '2027-03-14',
      graceUntil: '2027-04-14',
    })
    // 900 keeps silver but does not enter it: the highest tier earned is the base.
    expect(evaluateTier(ladder, { spend: 900 }, { asOf: '2027-04-15', current: inGrace })).toMatchObject({
      tier: 'member',
      outcome: 'fell',
    })
    expect(evaluateTier(ladder, { spend: 1200 }, { asOf: '2027-04-15', current: inGrace })).toEqual({
      tier: 'silver',
      outcome: 'fell',
      codes: ['tiers.keep.unmet', 'tiers.grace.over', 'tiers.fall.to'],
      until: '2028-04-14',
    })
  })

  it('climbs one rung at a time where the rung below is required, and falls one down', () => {
    const steps = defineTiers({
      ...config,
      tiers: config.tiers.map((tier, i) => (i === 2 ? { ...tier, requires: 'previous' } : tier)),
      review: { else: { to: 'oneDown' } },
    })
    const first = evaluateTier(steps, { spend: 9000 }, { asOf })
    expect(first.tier).toBe('silver')
    const second = evaluateTier(steps, { spend: 9000 }, { asOf, current: first })
    expect(second.tier).toBe('gold')
    expect(evaluateTier(steps, { spend: 0 }, { asOf: '2027-03-15', current: second })).toMatchObject({ tier: 'silver', outcome: 'fell' })
  })

  it('reviews at every evaluation without terms, and never with an endless one', () => {
    const { grant: _, review: __, ...open } = config
    const now = defineTiers(open)
    const gold = evaluateTier(now, { spend: 5000 }, { asOf })
    expect(gold).toEqual({ tier: 'gold', outcome: 'entered', codes: ['tiers.enter.met'] })
    expect(evaluateTier(now, { spend: 4000 }, { asOf, current: gold }).outcome).toBe('kept')
    expect(evaluateTier(now, { spend: 3999.99 }, { asOf, current: gold })).toMatchObject({ tier: 'silver', outcome: 'fell' })
    const life = defineTiers({ ...open, grant: { until: 'never' } })
    expect(evaluateTier(life, {}, { asOf, current: evaluateTier(life, { spend: 5000 }, { asOf }) })).toMatchObject({
      tier: 'gold',
      until: null,
    })
  })

  it('never goes below a tier for life', () => {
    const life = defineTiers({ ...config, lifetime: [{ tier: 'silver', when: { measure: 'total', gte: '20000' } }] })
    expect(evaluateTier(life, { spend: 0, total: 20000 }, { asOf })).toMatchObject({ tier: 'silver', codes: ['tiers.floor.higher'] })
    const current = { tier: 'gold', until: '2025-12-31' }
    expect(evaluateTier(life, { spend: 0, total: 20000 }, { asOf, current })).toMatchObject({ tier: 'silver', outcome: 'fell' })
    expect(evaluateTier(life, { spend: 0, total: 20000 }, { asOf, current: { tier: 'silver', until: '2025-01-31' } })).toMatchObject({
      tier: 'silver',
      outcome: 'held',
      codes: ['tiers.keep.unmet', 'tiers.floor.higher'],
    })
  })

  it('obeys an override through its last day, with the precedence it states', () => {
    const match = { tier: 'gold', reason: 'status match', until: '2026-03-31', wins: 'higher' as const }
    const matched = evaluateTier(ladder, { spend: 0 }, { asOf, current: { tier: 'silver', until: '2026-12-31', override: match } })
    expect(matched).toEqual({
      tier: 'gold',
      outcome: 'overridden',
      codes: ['tiers.override.higher'],
      override: match,
      under: { tier: 'silver', until: '2026-12-31' },
    })
    expect(evaluateTier(ladder, { spend: 0 }, { asOf: '2026-03-31', current: matched }).tier).toBe('gold')
    expect(evaluateTier(ladder, { spend: 0 }, { asOf: '2026-04-01', current: matched })).toEqual({
      tier: 'silver',
      outcome: 'held',
      codes: ['tiers.term.running'],
      until: '2026-12-31',
    })
    // Earned meanwhile, the tier is the customer's own.
    expect(evaluateTier(ladder, { spend: 5000 }, { asOf: '2026-03-20', current: matched })).toMatchObject({
      tier: 'gold',
      outcome: 'entered',
      until: '2027-03-19',
    })
    const down = { tier: 'member', reason: 'fraud', wins: 'always' as const }
    expect(evaluateTier(ladder, { spend: 9000 }, { asOf, current: { tier: 'gold', until: '2026-12-31', override: down } })).toEqual({
      tier: 'member',
      outcome: 'overridden',
      codes: ['tiers.override.always'],
      override: down,
      under: { tier: 'gold', until: '2026-12-31' },
    })
  })

  it('compares exactly what people write', () => {
    const tenth = defineTiers({ ...config, tiers: [{ id: 'a' }, { id: 'b', enter: { measure: 'x', gte: '0.3' } }] })
    const tierOf = (x: unknown) => evaluateTier(tenth, { x }, { asOf }).tier
    expect([0.3, '0.3', 0.1 + 0.2, '0.29999999999999', 0.29999999999999, Number.NaN, Number.POSITIVE_INFINITY, null, 'much'].map(tierOf)).toEqual([
      'b', 'b', 'b', 'a', 'a', 'a', 'a', 'a', 'a',
    ]) // biome-ignore format: one line reads like the inputs
    expect(() => tierOf('900719925474099.1')).toThrow('tiers.measure.digits')
    const top = defineTiers({ ...config, tiers: [{ id: 'a' }, { id: 'b', enter: { measure: 'x', gt: '9007199254740990' } }] })
    expect([9007199254740990, 9007199254740991].map((x) => evaluateTier(top, { x }, { asOf }).tier)).toEqual(['a', 'b'])
  })

  it('refuses what it cannot read', () => {
    expect(() => evaluateTier(ladder, {}, { asOf: '2026-02-30' })).toThrow('tiers.as-of.unreadable')
    expect(() => evaluateTier(ladder, {}, { asOf, current: { tier: 'platinum' } })).toThrow('tiers.tier.unknown')
    expect(() => evaluateTier(ladder, {}, { asOf, current: { tier: 'gold', until: 'soon' } })).toThrow('tiers.until.unreadable')
    expect(() => evaluateTier(config as never, {}, { asOf })).toThrow('not-frozen')
    expect(evaluateTier(adoptTiers(JSON.parse(JSON.stringify(config))), { spend: 5000 }, { asOf }).tier).toBe('gold')
  })
})

describe('defining', () => {
  it('names every problem with its place', () => {
    const bad = safeDefineTiers({
      ...config,
      grant: undefined,
      tiers: [
        { id: 'member', keep: { flag: 'x' } },
        { id: 'gold', enter: { balance: 'points', gte: '1' }, requires: 'bronze' },
        { id: 'gold', enter: { measure: 'spend', gte: { times: ['2', '3'] } }, keep: { measure: 'a', gte: '1234567890123.456' } },
      ],
      lifetime: [{ tier: 'nobody', when: { flag: 'x' } }],
    })
    expect(bad.success).toBe(false)
    if (bad.success) return
    expect(bad.error.issues.map(({ code, path }) => `${path?.join('.')}: ${code}`)).toEqual([
      'tiers.0: tiers.base.conditions',
      'tiers.1.requires: tiers.tier.unknown',
      'tiers.1.enter.balance: tiers.condition.word',
      'tiers.2.id: tiers.tier.twice',
      'tiers.2.enter.gte.times: tiers.condition.word',
      'tiers.2.keep.gte: tiers.measure.digits',
      'lifetime.0.tier: tiers.tier.unknown',
      'review.grace: tiers.grace.no-term',
    ])
  })
})

describe('a table', () => {
  const spend = [0, 999.99, 1000, 4000, 4999.99, 5000, Number.NaN, Number.POSITIVE_INFINITY]
  const tiers = ['member', 'silver', 'gold', undefined]
  const ends = ['2026-03-15', '2026-03-14', '2026-02-15', '2026-02-14', null, undefined]
  const cases = spend.flatMap((value) => tiers.flatMap((tier) => ends.map((until) => ({ value, tier, until }))))

  it('gives what each row gives', () => {
    const current = {
      tier: dictionary(
        cases.map(({ tier }) => tier),
        cases.length,
      ),
      until: Float64Array.from(cases, ({ until }) =>
        until === null ? Number.POSITIVE_INFINITY : until === undefined ? Number.NaN : Date.parse(until),
      ),
    }
    const table = { length: cases.length, columns: { spend: Float64Array.from(cases, ({ value }) => value) } }
    const { columns } = evaluateTiers(ladder, table, { asOf, current })
    cases.forEach(({ value, tier, until }, i) => {
      const decision = evaluateTier(
        ladder,
        { spend: value },
        { asOf, ...(tier === undefined ? {} : { current: { tier, ...(until === undefined ? {} : { until }) } }) },
      )
      const got = {
        tier: columns.tier.values[columns.tier.codes[i]],
        outcome: columns.outcome.values[columns.outcome.codes[i]],
        until: columns.until[i],
      }
      const end =
        decision.until === undefined ? Number.NaN : decision.until === null ? Number.POSITIVE_INFINITY : Date.parse(decision.until)
      expect({ i, ...got }).toEqual({ i, tier: decision.tier, outcome: decision.outcome, until: end })
    })
  })
})

describe('the proof', () => {
  it('shows what is missing to each tier, in both languages', () => {
    const current = { tier: 'gold', until: '2026-01-31' }
    const proof = explainTierDecision(ladder, { spend: '900.50', orders: 3 }, { asOf, current })
    expect(proof.params).toMatchObject({ tier: 'member', held: 'gold', outcome: 'fell' })
    const silver = proof.children?.find(({ code, params }) => code === 'tiers.tier.conditions' && params.tier === 'silver')
    expect(silver?.children?.[0]).toMatchObject({ outcome: 'unmet', actual: '900.5', required: '1000.00', missing: '99.5' })
    expect(sentences(proof.children ?? [], en).slice(0, 3)).toEqual([
      'the measures neither reach nor keep gold',
      'the grace of gold is over',
      'down from gold to member',
    ])
    expect(sentences(proof.children ?? [], zhCN)[2]).toBe('从 gold 降至 member')
  })
})

describe('lint', () => {
  it('finds what can never happen', () => {
    const odd = defineTiers({
      kind: 'ladder',
      format: 1,
      id: 'odd',
      tiers: [
        { id: 'base' },
        { id: 'byHand' },
        { id: 'shadowed', enter: { measure: 'a', gte: '10' } },
        { id: 'real', enter: { measure: 'a', gte: '5' }, keep: { measure: 'a', gte: '6' } },
        {
          id: 'contradictory',
          enter: {
            all: [
              { measure: 'a', gt: '3' },
              { measure: 'a', lt: '3' },
            ],
          },
        },
        { id: 'unreachable', enter: { measure: 'b', gte: '1' }, requires: 'contradictory' },
      ],
    })
    expect(lintTiers(odd).map(({ code, path }) => `${path?.join('.')}: ${code}`)).toEqual([
      'tiers.1: tiers.tier.never-kept',
      'tiers.2.enter: tiers.tier.shadowed',
      'tiers.3.keep: tiers.keep.idle',
      'tiers.4.enter: tiers.tier.contradictory',
      'tiers.5: tiers.tier.unreachable',
    ])
  })
})
