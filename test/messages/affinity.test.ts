import { explainAffinity, fitAffinity, fitRelated, recommend, summarizeChoices } from 'tierwise/affinity'
import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { describe, expect, test } from 'vitest'
import { buys } from '../affinity/buys.js'
import { factsOf, recordOf, type Told } from '../support/facts.js'

const asOf = '2026-03-01'

describe('affinity in words', () => {
  test('a recommendation says why', () => {
    const shop = Array.from({ length: 40 }, (_, c) => [
      ...buys(`a${c}`, '2026-01-01 mat tent'),
      ...buys(`b${c}`, '2026-01-01 novel'),
    ]).flat()
    const model = fitRelated(factsOf(shop), { asOf })
    const { items } = recommend(model, { basket: ['tent'] }, { fill: 'popular', top: 2 })
    const reasons = items.flatMap((item) => item.reasons)
    expect(sentences(reasons, en)).toEqual([
      'mat: bought with tent — 100% of the time, 2× as often as usual (40 times, 40 customers)',
      'novel: popular, in 50% of baskets',
    ])
    expect(sentences(reasons, zhCN)).toEqual([
      'mat：常与tent一起购买——概率 100%，为平时的 2 倍（40 次，40 位客户）',
      'novel：热销，出现在 50% 的购物篮中',
    ])
    const none = recommend(model, { basket: ['lamp'] }).reasons
    expect(sentences(none, en)).toEqual(['nothing to recommend: none of these items is known'])
    expect(sentences(none, zhCN)).toEqual(['暂无推荐：这些商品都不在模型中'])
  })

  test('a preference names its support', () => {
    const told: Told[] = ['2026-01-05', '2026-01-12', '2026-01-19'].map((day) => ({
      customerId: 'a',
      type: 'purchase',
      at: `${day}T19:00:00Z`,
    }))
    const others: Told[] = ['2026-01-06', '2026-01-07', '2026-01-08'].map((day) => ({
      customerId: 'b',
      type: 'purchase',
      at: `${day}T09:00:00Z`,
    }))
    const weekday = fitAffinity(factsOf([...told, ...others]), { asOf, of: 'weekday', strength: 3 })
    // Monday: (3 + 3 · ½) / 6 = 75 %, base 50 %
    const why = explainAffinity(weekday, summarizeChoices(weekday, told.map(recordOf), { asOf }), { top: 1 })
    expect(sentences([why, ...(why.children ?? [])], en)).toEqual([
      'prefers Monday: 75% of choices, 1.5× the base, from 3 purchases’ worth',
      'Monday: 75%, 1.5× the base, from 3 purchases’ worth',
    ])
    expect(sentences([why], zhCN)).toEqual(['偏好周一：占选择的 75%，为整体的 1.5 倍，依据相当于 3 次购买'])
    const hour = fitAffinity(factsOf([...told, ...others]), { asOf, of: 'hour', strength: 3 })
    expect(sentences([explainAffinity(hour, summarizeChoices(hour, told.map(recordOf), { asOf }))], en)[0]).toContain('prefers 19:00–20:00')
    expect(sentences([explainAffinity(hour, summarizeChoices(hour, told.slice(0, 1).map(recordOf), { asOf }))], zhCN)).toEqual([
      '依据不足：只有相当于 1 次购买，需要 3 次',
    ])
    expect(sentences([explainAffinity(hour, summarizeChoices(hour, [], { asOf }))], en)).toEqual(['no choice of an hour yet'])
  })
})
