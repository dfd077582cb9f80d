import { fitRelated, type RelatedModel, recommend, safeFitRelated, summarizeChoices } from 'tierwise/affinity'
import { describe, expect, test } from 'vitest'
import { rows } from '../../src/core/table.js'
import { factsOf, recordOf, type Told } from '../support/facts.js'
import { buys } from './buys.js'

const asOf = '2026-03-01'

function pairs(model: RelatedModel, kind: 'with' | 'next'): string[] {
  return model[kind].from.map((from, i) => `${model.items[from]} ${model.items[model[kind].to[i]]} ${model[kind].both[i]}`)
}

/** Forty customers camp (tent and mat together, a stove a week later), forty read, forty do either without a pattern. */
const shop: Told[] = Array.from({ length: 40 }, (_, c) => [
  ...buys(`camper${c}`, '2026-01-01 mat tent', '2026-01-08 stove'),
  ...buys(`reader${c}`, '2026-01-01 novel', `2026-01-09 ${c % 2 ? 'novel2' : 'lamp'}`),
  ...buys(`other${c}`, `2026-01-02 ${['tent', 'novel', 'lamp', 'stove', 'mat'][c % 5]}`),
]).flat()

describe('fitRelated', () => {
  test('finds what is bought together and what is bought next', () => {
    const model = fitRelated(factsOf(shop), { asOf })
    expect(pairs(model, 'with')).toEqual(['mat tent 40', 'tent mat 40'])
    expect(pairs(model, 'next')).toEqual(['mat stove 40', 'novel lamp 20', 'novel novel2 20', 'tent stove 40'])
    expect(model.with.customers).toEqual([40, 40])
    // 200 baskets: 40 campers' two, 40 readers' two, 40 single ones
    expect([model.baskets, model.steps]).toEqual([200, 80])
  })

  test('gives the published figures of a rule', () => {
    // Groceries (Hahsler, Hornik & Reutterer 2006): of 9835 baskets 1903 hold other vegetables, 2513 whole milk, 736 both:
    // support 0.07483477, confidence 0.3867578, lift 1.5136341
    const told: Told[] = Array.from({ length: 9835 }, (_, i) => {
      const basket = i < 736 ? 'milk vegetables' : i < 1903 ? 'vegetables' : i < 1903 + 2513 - 736 ? 'milk' : 'bags'
      return buys(`c${i}`, `2026-01-01 ${basket}`)
    }).flat()
    const [first] = recommend(fitRelated(factsOf(told), { asOf }), { basket: ['vegetables'] }).items
    expect(first.item).toBe('milk')
    const { support, confidence, lift } = first.reasons[0].params as Record<string, number>
    expect(support).toBeCloseTo(0.07483477, 8)
    expect(confidence).toBeCloseTo(0.3867578, 7)
    expect(lift).toBeCloseTo(1.5136341, 7)
  })

  test('keeps no pair of one household', () => {
    const household = buys('a', ...Array.from({ length: 28 }, (_, i) => `2026-01-${String(i + 1).padStart(2, '0')} ink paper`))
    const rest = Array.from({ length: 60 }, (_, c) => buys(`c${c}`, `2026-01-01 ${['ink', 'paper', 'glue'][c % 3]}`)).flat()
    expect(pairs(fitRelated(factsOf([...household, ...rest]), { asOf }), 'with')).toEqual([])
  })

  test('takes a basket as an order, a day, or all a customer ever bought', () => {
    const told = Array.from({ length: 20 }, (_, c) => [
      ...buys(`a${c}`, '2026-01-01 tent', '2026-01-20 mat'),
      ...buys(`b${c}`, '2026-01-01 novel'),
    ]).flat()
    expect(pairs(fitRelated(factsOf(told), { asOf }), 'with')).toEqual([])
    expect(pairs(fitRelated(factsOf(told), { asOf, basket: 'customer' }), 'with')).toEqual(['mat tent 20', 'tent mat 20'])
    const split = told.map((fact) => ({ ...fact, at: '2026-01-01T12:00:00Z' }))
    expect(pairs(fitRelated(factsOf(split), { asOf, basket: 'day' }), 'with')).toEqual(['mat tent 20', 'tent mat 20'])
    expect(pairs(fitRelated(factsOf(split), { asOf, basket: 'order' }), 'with')).toEqual([])
  })

  test('leaves out baskets that hold everything, and says so', () => {
    const wholesale = Array.from({ length: 20 }, (_, c) => buys(`w${c}`, '2026-01-01 a b c d e f')).flat()
    const model = fitRelated(factsOf([...wholesale, ...shop]), { asOf, maxBasket: 5 })
    expect(pairs(model, 'with')).toEqual(['mat tent 40', 'tent mat 40'])
    expect(model.findings).toMatchObject([{ code: 'affinity.baskets.too-large', params: { baskets: 20, maxBasket: 5 } }])
  })

  test('says when nothing belongs together', () => {
    const model = fitRelated(factsOf(buys('a', '2026-01-01 tea mugs')), { asOf })
    expect(model.findings.map((finding) => finding.code)).toEqual(['affinity.pairs.none'])
    const nothing = safeFitRelated(factsOf([]), { asOf })
    expect(nothing.success ? undefined : nothing.error.reason.code).toBe('affinity.choices.none')
    expect(() => fitRelated(factsOf(shop), { asOf, minCustomers: 0 })).toThrow('tierwise.affinity.count')
    expect(() => fitRelated(factsOf(shop), { asOf, maxFalse: 0 })).toThrow('tierwise.affinity.max-false')
  })
})

describe('recommend', () => {
  const model = fitRelated(factsOf(shop), { asOf })

  test('shows what goes with the basket, with the reason', () => {
    const { items, reasons } = recommend(model, { basket: ['tent'] })
    expect(items.map(({ item }) => item)).toEqual(['mat'])
    // tent: 40 campers and 8 others; mat likewise. confidence 40/48, lift 40 · 200 / 48², support 40/200
    expect(items[0].reasons).toMatchObject([
      {
        code: 'affinity.recommendation.bought-with',
        params: { item: 'mat', because: 'tent', both: 40, customers: 40, support: 0.2, confidence: 40 / 48 },
      },
    ])
    expect(items[0].reasons[0].params.lift).toBeCloseTo((40 * 200) / 48 ** 2, 12)
    // Wilson's lower end of 40/48 is 0.7042 (z = 1.96), over 48/200
    expect(items[0].score).toBeCloseTo(0.7042 / 0.24, 2)
    expect(reasons).toEqual([])
  })

  test('shows what comes next after the last basket, and not what was bought already', () => {
    const camper = buys('x', '2026-01-01 tent mat').map(recordOf)
    const next = recommend(model, { history: summarizeChoices(model, camper, { asOf }) })
    expect(next.items.map(({ item }) => item)).toEqual(['stove'])
    expect(next.items[0].reasons.map(({ code, params }) => `${code} ${params.because}`)).toEqual([
      'affinity.recommendation.bought-next mat',
      'affinity.recommendation.bought-next tent',
    ])
    const done = summarizeChoices(model, buys('x', '2026-01-01 stove', '2026-01-02 tent mat').map(recordOf), { asOf })
    expect(recommend(model, { history: done }).items).toEqual([])
    expect(recommend(model, { history: done }, { again: true }).items.map(({ item }) => item)).toEqual(['mat', 'tent', 'stove'])
  })

  test('shows what runs out again, and says so', () => {
    // twenty customers who buy filters month after month; the shop’s others keep the pair from being what everybody does
    const regulars = Array.from({ length: 20 }, (_, k) => buys(`f${k}`, '2026-01-05 filters', '2026-02-05 filters')).flat()
    const once = Array.from({ length: 60 }, (_, k) => buys(`o${k}`, '2026-01-06 lamp', '2026-02-06 novel')).flat()
    const consumables = fitRelated(factsOf([...regulars, ...once]), { asOf })
    const history = summarizeChoices(consumables, buys('x', '2026-01-01 filters').map(recordOf), { asOf })
    expect(recommend(consumables, { history }).items).toEqual([])
    const [again] = recommend(consumables, { history }, { again: true }).items
    expect(again).toMatchObject({
      item: 'filters',
      reasons: [{ code: 'affinity.recommendation.bought-again', params: { because: 'filters' } }],
    })
    // 20 of the 20 steps out of filters lead to filters; 20 of all 80 steps do: lift 1 / 0.25
    expect(again.reasons[0].params).toMatchObject({ both: 20, customers: 20, confidence: 1, lift: 4 })
  })

  test('lets looks since the last purchase speak', () => {
    const told: Told[] = [
      { customerId: 'x', type: 'view', at: '2026-01-01T09:00:00Z', attributes: { product: 'novel' } },
      ...buys('x', '2026-01-01 lamp'),
      { customerId: 'x', type: 'view', at: '2026-01-02T09:00:00Z', attributes: { product: 'tent' } },
    ]
    const { items } = recommend(model, { history: summarizeChoices(model, told.map(recordOf), { asOf }) })
    expect(items).toMatchObject([{ item: 'mat', reasons: [{ code: 'affinity.recommendation.viewed', params: { because: 'tent' } }] }])
  })

  test('says why there is nothing to show, or shows what is popular when asked', () => {
    expect(recommend(model, { basket: ['lamp'] })).toMatchObject({
      items: [],
      reasons: [{ code: 'affinity.recommendation.none', params: { known: 1 } }],
    })
    expect(recommend(model, { basket: ['unheard of'] })).toMatchObject({ items: [], reasons: [{ params: { known: 0 } }] })
    // in baskets: mat, novel, stove and tent 48 each (40 + 8), lamp 28, novel2 20; equal ones by id
    expect(recommend(model, {}, { fill: 'popular', top: 4, exclude: ['novel'] }).items.map(({ item }) => item)).toEqual([
      'mat',
      'stove',
      'tent',
      'lamp',
    ])
  })

  test('gives a base the same items as each customer alone', () => {
    const facts = factsOf(shop)
    const table = [...rows(recommend(model, summarizeChoices(model, facts, { asOf }), { top: 2 }))]
    for (const customer of ['camper3', 'reader1', 'other1']) {
      const history = summarizeChoices(model, shop.filter((fact) => fact.customerId === customer).map(recordOf), { asOf })
      const alone = recommend(model, { history }, { top: 2 })
      expect(table.filter((shown) => shown.customerId === customer).map(({ item, score, because }) => ({ item, score, because }))).toEqual(
        alone.items.map(({ item, score, reasons }) => ({ item, score, because: reasons[0].params.because })),
      )
    }
  })

  test('counts as looks what the host calls so, and refuses choices of another dimension', () => {
    const told: Told[] = [
      ...buys('x', '2026-01-01 lamp'),
      { customerId: 'x', type: 'wish', at: '2026-01-02T09:00:00Z', attributes: { product: 'tent' } },
    ]
    const history = summarizeChoices(model, told.map(recordOf), { asOf, views: ['wish'] })
    expect(recommend(model, { history }).items.map(({ item }) => item)).toEqual(['mat'])
    expect(recommend(model, { history: JSON.parse(JSON.stringify(history)) })).toEqual(recommend(model, { history }))
    expect(() => recommend(model, { history: { ...history, of: 'category' } })).toThrow('tierwise.affinity.choices')
  })
})
