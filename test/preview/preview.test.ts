import { describe, expect, it } from 'vitest'
import { en, sentences } from '../../src/messages/index.js'
import { zhCN } from '../../src/messages/zh-CN.js'
import { explainBalance, goalSeek, whatIf } from '../../src/preview/index.js'
import { type AccountState, applyEvent, defineProgram, type ProgramEvent } from '../../src/program/index.js'

const club = defineProgram({
  kind: 'program',
  format: 1,
  id: 'star-club',
  timeZone: 'Asia/Shanghai',
  currency: 'CNY',
  measures: { spend: { from: 'purchase', aggregate: 'sum', window: { rolling: { n: 12, unit: 'month' } } } },
  tiers: [
    { id: 'member' },
    { id: 'silver', name: '银卡', enter: { measure: 'spend', gte: '1000' } },
    { id: 'gold', name: '金卡', enter: { measure: 'spend', gte: '5000' }, keep: { measure: 'spend', gte: '4000' } },
  ],
  grant: { until: { plus: { n: 12, unit: 'month' }, last: 'dayBefore' } },
  review: { else: { to: 'oneDown' }, grace: { n: 3, unit: 'month' } },
  currencies: { stars: { lots: { until: { plus: { n: 24, unit: 'month' }, align: 'monthEnd' } }, consume: 'soonestEnd' } },
  earn: [{ id: 'purchase', on: 'purchase', to: 'stars', byTier: { silver: '1.25', gold: '1.5' }, rate: '1', round: 'down' }],
  redeem: [{ id: 'gift', on: 'redeem', from: 'stars', amount: 'points' }],
})

function play(...events: readonly (Omit<ProgramEvent, 'id'> & { at: string; type: string })[]): AccountState {
  let state: AccountState | undefined
  for (const [i, event] of events.entries())
    state = applyEvent(club, state, { id: `e${i}`, customerId: 'c', ...event } as ProgramEvent).state
  return state as AccountState
}

// 1,200 stars at member, then 3,480 × 1.25 = 4,350 at silver, less 3,870 redeemed: 1,680 are left.
const state = play(
  { type: 'enroll', at: '2026-01-01T10:00:00+08:00' },
  { type: 'purchase', at: '2026-01-01T12:00:00+08:00', amount: '1200' },
  { type: 'purchase', at: '2026-06-01T12:00:00+08:00', amount: '3480' },
  { type: 'redeem', at: '2026-06-02T12:00:00+08:00', points: '3870' },
)
const at = '2026-11-01T12:00:00+08:00'

describe('a progress bar', () => {
  it('shows what a basket would do', () => {
    const after = whatIf(club, state, [{ type: 'purchase', at, amountMinor: 300_00, currency: 'CNY' }], { asOf: at })
    expect(after.tier).toEqual({ from: 'silver', to: 'silver', validUntil: '2026-12-31' })
    expect(after.points).toEqual({ stars: { earned: 375, balance: 2_055 } })
    expect(sentences(after.reasons, en)).toEqual(['spend goes from 4680 to 4980', 'stars goes from 1680 to 2055'])
  })

  it('names the smallest amount and the last day of the easiest way', () => {
    const [easiest] = goalSeek(club, state, { asOf: at })
    // 5,000 − 1,200 − 3,480 = 320; the purchase of 1 January is in the last twelve months through 31 December.
    expect(easiest).toMatchObject({ goal: 'reach', to: 'gold', by: '2026-12-31', missing: [{ measure: 'spend', amountMinor: 320_00 }] })
    expect(sentences(easiest.reasons, zhCN)).toEqual(['2026-12-31 前再消费 ¥320 即可升级为金卡'])
    expect(sentences(easiest.reasons, en)).toEqual(['Spend ¥320 more by 2026-12-31 to reach 金卡'])
    expect(whatIf(club, state, easiest.events, { asOf: at }).tier?.to).toBe('gold')
    expect(whatIf(club, state, [{ ...easiest.events[0], amountMinor: 319_99 }], { asOf: at }).tier?.to).toBe('silver')
  })

  it('names the amount behind a value that is called so', () => {
    const doubled = defineProgram({
      kind: 'program',
      format: 1,
      id: 'doubled',
      timeZone: 'UTC',
      currency: 'EUR',
      values: { amount: { times: ['amount', '2'] } },
      currencies: { stars: {} },
      tiers: [{ id: 'base' }, { id: 'gold', enter: { balance: 'stars', gte: '500' } }],
      earn: [{ id: 'base', on: 'purchase', to: 'stars', value: 'amount', round: 'down' }],
    })
    const { state } = applyEvent(doubled, undefined, { id: 'o1', customerId: 'ann', type: 'purchase', at, amount: '1' })
    // 1 euro is 2 stars; the other 498 are 249 euros.
    expect(goalSeek(doubled, state, { asOf: at })[0]?.events).toMatchObject([{ type: 'purchase', amountMinor: 249_00 }])
  })

  it('projects the tier at its end and what keeps it', () => {
    // Gold from 1 June 2026 through 31 May 2027. On 1 June 2027 the last twelve months begin on 2 June 2026: nothing of it is left.
    const gold = play(
      { type: 'purchase', at: '2026-06-01T12:00:00+08:00', amount: '5000' },
      { type: 'purchase', at: '2026-08-01T12:00:00+08:00', amount: '1000' },
    )
    const keep = goalSeek(club, gold, { asOf: '2026-12-01' }).find(({ goal }) => goal === 'keep')
    // 4,000 − 1,000 = 3,000; after the failed review a grace runs through 31 August 2027, but the 1,000 of 1 August count only through 31 July.
    expect(keep).toMatchObject({
      to: 'gold',
      missing: [{ measure: 'spend', amountMinor: 3_000_00 }],
      otherwise: { tier: 'silver', on: '2027-09-01' },
    })
    expect(keep?.by).toBe('2027-07-31')
  })
})

describe('a balance', () => {
  it('is its lots, its totals and its entries', () => {
    const proof = explainBalance(club, state, { asOf: at, currency: 'stars' })
    expect(proof.actual).toBe('1680')
    expect(proof.children?.map(({ actual }) => actual)).toEqual(['1680', '1680', '1680'])
  })
})

it('refuses a time before what the state keeps', () => {
  expect(() => goalSeek(club, state, { asOf: '2026-03-01' })).toThrow('tierwise.preview.needs-history')
})
