/** What time takes is told, not only written down. */

import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { advanceProgram, applyEvent, defineProgram } from 'tierwise/program'
import { describe, expect, test } from 'vitest'

const rules = {
  kind: 'program',
  format: 1,
  id: 'shop',
  timeZone: 'UTC',
  currency: 'EUR',
  currencies: {
    points: { scale: 1, lots: { until: { plus: { n: 1, unit: 'month' }, last: 'sameDate' } } },
    stars: { idle: { after: { n: 2, unit: 'month' } } },
  },
  earn: [
    { id: 'points', on: 'purchase', to: 'points', rate: '0.1' },
    { id: 'stars', on: 'purchase', to: 'stars' },
  ],
}
const order = { id: 'o1', customerId: 'ann', type: 'purchase', at: '2026-01-10T12:00:00Z', amount: '25.00' }

describe('points that end', () => {
  const shop = defineProgram({ ...rules, earn: [rules.earn[0], { ...rules.earn[1], round: 'down' }] })
  const { state } = applyEvent(shop, undefined, order)

  test('come with a reason each, when time passes', () => {
    // 25.00 × 0.1 = 2.5 points, usable through 10 February; 25 stars, idle after 10 March.
    const { reasons, entries } = advanceProgram(shop, state, { asOf: '2026-12-31' })
    expect(entries.map(({ kind, units }) => [kind, units])).toEqual([
      ['expire', -25],
      ['expire', -25],
    ])
    expect(sentences(reasons, en)).toEqual(['2.5 points ended on 2026-02-11', '25 stars ended on 2026-03-11, for want of activity'])
    expect(sentences(reasons, zhCN)).toEqual(['2.5 points 已于 2026-02-11 失效', '25 stars 已于 2026-03-11 失效（长期无活动）'])
  })

  test('and when the next event finds them gone', () => {
    const { reasons } = applyEvent(shop, state, { ...order, id: 'o2', at: '2026-02-20T12:00:00Z' })
    expect(sentences(reasons, en)).toEqual(['2.5 points ended on 2026-02-11'])
  })

  test('asking daily tells the same as asking once', () => {
    let day = state
    const told: string[] = []
    for (let i = 0; i < 120; i++) {
      const advanced = advanceProgram(shop, day, { at: Date.parse('2026-01-11T00:00:00Z') + i * 86_400_000 })
      told.push(...sentences(advanced.reasons, en))
      day = advanced.state
    }
    expect(told).toEqual(sentences(advanceProgram(shop, state, { asOf: '2026-05-01' }).reasons, en))
  })
})
