import {
  type AffinityModel,
  explainAffinity,
  fitAffinity,
  rankAffinity,
  safeFitAffinity,
  scoreAffinity,
  summarizeChoices,
} from 'tierwise/affinity'
import { describe, expect, test } from 'vitest'
import { deepFreeze } from '../../src/core/freeze.js'
import { row, rows } from '../../src/core/table.js'
import { factsOf, recordOf, type Told } from '../support/facts.js'
import { buys } from './buys.js'

const asOf = '2026-02-01'

// Base: tea 5, mugs 3, cups 2 of 10.
const base = [
  ...buys('ann', '2026-01-01 tea', '2026-01-02 tea', '2026-01-03 tea'),
  ...buys('ben', '2026-01-01 mugs', '2026-01-02 mugs', '2026-01-03 tea'),
  ...buys('cyd', '2026-01-01 cups', '2026-01-05 cups', '2026-01-09 mugs', '2026-01-10 tea'),
]

describe('scoreAffinity', () => {
  const model = fitAffinity(factsOf(base), { asOf, strength: 2 })

  test('shrinks own shares to the base by the strength', () => {
    expect(model.values).toEqual(['cups', 'mugs', 'tea'])
    expect(model.baseShares).toEqual([0.2, 0.3, 0.5])
    // ann: (3 + 2 · 0.5) / (3 + 2) = 0.8, lift 0.8 / 0.5 = 1.6
    const ann = row(scoreAffinity(model, summarizeChoices(model, factsOf(base), { asOf })), 0)
    expect(ann).toMatchObject({
      customerId: 'ann',
      preferred: 'tea',
      evidence: 3,
      purchases: 3,
      code: 'affinity.preference.found',
      leaning: 'tea',
    })
    expect(ann.share).toBeCloseTo(0.8, 14)
    expect(ann.lift).toBeCloseTo(1.6, 14)
    expect(ann.leaningLift).toBeCloseTo(1.6, 14)
    // α = (0.4, 0.6, 4), A = 5: E Σ p² = (0.4·1.4 + 0.6·1.6 + 4·5) / (5·6) = 21.52 / 30
    expect(ann.concentration).toBeCloseTo(21.52 / 30, 14)
    // shares 0.08, 0.12, 0.8: 0.08 · 2.525729 + 0.12 · 2.120264 + 0.8 · 0.223144
    expect(ann.entropy).toBeCloseTo(0.635005, 5)
  })

  test('prefers the largest share and leans to the largest gain over the base', () => {
    // cyd: cups (2 + 0.4) / 6 = 0.4, mugs (1 + 0.6) / 6, tea (1 + 1) / 6
    const cyd = row(scoreAffinity(model, summarizeChoices(model, factsOf(base), { asOf })), 2)
    expect(cyd).toMatchObject({ preferred: 'cups', leaning: 'cups' })
    expect(cyd.lift).toBeCloseTo(2, 14)
    // dee: tea (2 + 1) / 6 = 0.5, as the base; cups (2 + 0.4) / 6 = 0.4 against 0.2
    const dee = scoreAffinity(
      model,
      summarizeChoices(model, buys('dee', '2026-01-01 tea', '2026-01-02 tea', '2026-01-03 cups', '2026-01-04 cups').map(recordOf), {
        asOf,
      }),
    )
    expect(dee).toMatchObject({ preferred: 'tea', leaning: 'cups', code: 'affinity.preference.unclear' })
    expect(dee.leaningLift).toBeCloseTo(2, 14)
  })

  test('says too few below the evidence asked for, and nothing without any', () => {
    const one = scoreAffinity(model, summarizeChoices(model, buys('eve', '2026-01-01 cups').map(recordOf), { asOf }))
    expect(one).toMatchObject({ preferred: 'cups', evidence: 1, code: 'affinity.preference.too-few' })
    const listed = factsOf([], { customers: [{ id: 'fay' }] })
    expect([...rows(scoreAffinity(model, summarizeChoices(model, listed, { asOf })))]).toEqual([
      { customerId: 'fay', evidence: 0, purchases: 0, code: 'affinity.preference.none' },
    ])
    expect(scoreAffinity(model, summarizeChoices(model, [], { asOf }))).toEqual({
      evidence: 0,
      purchases: 0,
      code: 'affinity.preference.none',
    })
  })

  test('breaks ties by id', () => {
    const even = fitAffinity(factsOf([...buys('a', '2026-01-01 10 9'), ...buys('b', '2026-01-01 9 10')]), { asOf, strength: 1 })
    expect(even.values).toEqual(['9', '10'])
    expect(row(scoreAffinity(even, summarizeChoices(even, factsOf(buys('a', '2026-01-02 10 9')), { asOf })), 0).preferred).toBe('9')
  })

  test('counts a value once per day, or per order', () => {
    const twice: Told[] = [
      { id: '1', customerId: 'a', type: 'purchase', at: '2026-01-01T09:00:00Z', lines: [{ category: 'tea' }, { category: 'tea' }] },
      { id: '2', customerId: 'a', type: 'purchase', at: '2026-01-01T18:00:00Z', lines: [{ category: 'tea' }] },
    ]
    expect(row(scoreAffinity(model, summarizeChoices(model, factsOf(twice), { asOf })), 0).purchases).toBe(1)
    const perOrder = fitAffinity(factsOf(base), { asOf, strength: 2, countBy: 'order' })
    expect(row(scoreAffinity(perOrder, summarizeChoices(perOrder, factsOf(twice), { asOf })), 0).purchases).toBe(2)
  })

  test('leaves out what was refunded whole, and lines that came back', () => {
    const facts = factsOf([
      { id: 'o1', customerId: 'a', type: 'purchase', at: '2026-01-01T09:00:00Z', amountMinor: 500, lines: [{ category: 'tea' }] },
      {
        id: 'o2',
        customerId: 'a',
        type: 'purchase',
        at: '2026-01-02T09:00:00Z',
        amountMinor: 900,
        lines: [{ category: 'mugs' }, { category: 'cups', quantity: 2 }],
      },
      { id: 'r1', customerId: 'a', type: 'refund', at: '2026-01-03T09:00:00Z', amountMinor: 500, refersTo: 'o1' },
      {
        id: 'r2',
        customerId: 'a',
        type: 'refund',
        at: '2026-01-04T09:00:00Z',
        amountMinor: 300,
        refersTo: 'o2',
        lines: [{ category: 'mugs' }, { category: 'cups', quantity: 1 }],
      },
    ])
    const ranked = [...rows(rankAffinity(model, summarizeChoices(model, facts, { asOf })))].filter((ranked) => (ranked.evidence ?? 0) > 0)
    expect(ranked.map((ranked) => ranked.value)).toEqual(['cups']) // one of two cups stayed
    const before = [...rows(rankAffinity(model, summarizeChoices(model, facts, { asOf: '2026-01-02' })))].filter(
      (ranked) => (ranked.evidence ?? 0) > 0,
    )
    expect(before.map((ranked) => ranked.value)).toEqual(['tea', 'mugs', 'cups'])
  })

  test('reads facts before asOf only', () => {
    expect(row(scoreAffinity(model, summarizeChoices(model, factsOf(base), { asOf: '2026-01-02' })), 0).purchases).toBe(2)
  })

  test('gives one customer alone the row they have in the table', () => {
    const table = [...rows(scoreAffinity(model, summarizeChoices(model, factsOf(base), { asOf })))]
    for (const customer of table) {
      expect(
        scoreAffinity(
          model,
          summarizeChoices(model, base.filter((fact) => fact.customerId === customer.customerId).map(recordOf), { asOf }),
        ),
      ).toEqual(customer)
    }
  })
})

describe('evidence', () => {
  const signals = { view: { weight: 0.25 }, click: { weight: 0.5, halfLife: { n: 1, unit: 'week' as const } } }

  test('counts views and clicks by their weight, once a day', () => {
    const model = fitAffinity(factsOf(base), { asOf, strength: 2, signals: { view: { weight: 0.25 } } })
    const views: Told[] = ['09', '10'].map((hour) => ({
      customerId: 'a',
      type: 'view',
      at: `2026-01-05T${hour}:00:00Z`,
      attributes: { category: 'cups' },
    }))
    const scored = row(scoreAffinity(model, summarizeChoices(model, factsOf(views), { asOf })), 0)
    expect(scored).toMatchObject({ evidence: 0.25, purchases: 0, preferred: 'tea', leaning: 'cups', code: 'affinity.preference.too-few' })
  })

  test('halves with every half-life, each signal by its own', () => {
    const model = fitAffinity(factsOf(base), { asOf, strength: 2, signals, halfLife: { n: 2, unit: 'month' } })
    const history: Told[] = [
      ...buys('a', '2025-12-01 tea'), // two months before 1 February: ½
      { customerId: 'a', type: 'view', at: '2025-12-01T12:00:00Z', attributes: { category: 'mugs' } }, // 0.25 · ½
      { customerId: 'a', type: 'click', at: '2026-01-18T12:00:00Z', attributes: { category: 'cups' } }, // 14 days, two weeks: 0.5 · ¼
    ]
    const evidence = Object.fromEntries(
      [...rows(rankAffinity(model, summarizeChoices(model, factsOf(history), { asOf })))].map((ranked) => [ranked.value, ranked.evidence]),
    )
    expect(evidence.tea).toBeCloseTo(0.5, 14)
    expect(evidence.mugs).toBeCloseTo(0.125, 14)
    expect(evidence.cups).toBeCloseTo(0.125, 14)
  })

  test('fades the base with the same half-life', () => {
    const facts = factsOf([...buys('a', '2026-01-25 tea'), ...buys('b', '2026-02-01 mugs')])
    // tea ½, mugs 1
    expect(fitAffinity(facts, { asOf, halfLife: { n: 1, unit: 'week' } }).baseShares).toEqual([1 / 1.5, 0.5 / 1.5])
  })
})

describe('fitAffinity', () => {
  test('learns the strength from who repeats', () => {
    // 100 customers buy twice, of two equally popular categories; 60 repeat. With r = 1/(1+S) the chance to repeat is (1 + r)/2, so
    // 60 ln(1 + r) + 40 ln(1 − r) + ln r + ln(1 − r) is greatest where −102 r² + 19 r + 1 = 0: r = (19 + √769) / 204, S = 3.365406…
    const facts = factsOf(
      Array.from({ length: 100 }, (_, c) => {
        const first = c % 2 === 0 ? 'tea' : 'mugs'
        const other = c % 2 === 0 ? 'mugs' : 'tea'
        return buys(String(c), `2026-01-01 ${first}`, `2026-01-02 ${c < 60 ? first : other}`)
      }).flat(),
    )
    const { strength, baseShares, findings } = fitAffinity(facts, { asOf })
    expect(baseShares).toEqual([0.5, 0.5])
    const r = (19 + Math.sqrt(769)) / 204
    expect(strength.value).toBeCloseTo(1 / r - 1, 10)
    expect(strength.choices).toBe(100)
    // −d²L/dr² = 60/(1+r)² + 41/(1−r)² + 1/r²; dr/du = −r(1 − r), and the slope is 0 at the top
    const information = (60 / (1 + r) ** 2 + 41 / (1 - r) ** 2 + 1 / r ** 2) * (r * (1 - r)) ** 2
    expect(strength.logStandardError).toBeCloseTo(1 / Math.sqrt(information), 10)
    expect(findings).toEqual([])
  })

  test('says that strength was learned from too little', () => {
    const { strength, findings } = fitAffinity(factsOf([...buys('a', '2026-01-01 tea'), ...buys('b', '2026-01-01 mugs')]), { asOf })
    expect(strength.value).toBeCloseTo(1, 12) // no repeated choice: only the imagined two customers speak, r = ½
    expect(findings.map((finding) => finding.code)).toEqual(['affinity.strength.too-few'])
  })

  test('has a code for a base without a choice', () => {
    const without = factsOf([{ customerId: 'a', type: 'purchase', at: '2026-01-01T00:00:00Z' }])
    for (const facts of [without, factsOf([])]) {
      const result = safeFitAffinity(facts, { asOf })
      expect(result.success ? undefined : result.error.reason.code).toBe('affinity.choices.none')
      expect(() => fitAffinity(facts, { asOf })).toThrow('affinity.choices.none')
    }
  })

  test('fits one category, one customer, one day without a NaN', () => {
    for (const facts of [
      factsOf(buys('a', '2026-01-01 tea')),
      factsOf(buys('a', '2026-01-01 tea mugs', '2026-01-02 tea')),
      factsOf([...buys('a', '2026-01-01 tea mugs'), ...buys('b', '2026-01-01 mugs')]),
    ]) {
      const model = fitAffinity(facts, { asOf })
      expect(JSON.parse(JSON.stringify(model))).toEqual(model) // a NaN would come back as null
      for (const scored of rows(scoreAffinity(model, summarizeChoices(model, facts, { asOf }))))
        expect(Object.keys(scored)).toEqual(expect.arrayContaining(['share', 'lift', 'concentration', 'entropy', 'code']))
    }
    expect(fitAffinity(factsOf(buys('a', '2026-01-01 tea')), { asOf }).findings.map((finding) => finding.code)).toEqual([
      'affinity.values.single',
    ])
  })

  test('refuses options that cannot be meant', () => {
    const facts = factsOf(base)
    expect(() => fitAffinity(facts, { asOf, strength: 0 })).toThrow('tierwise.affinity.strength')
    expect(() => fitAffinity(facts, { asOf, halfLife: { n: 0, unit: 'day' } })).toThrow('tierwise.affinity.half-life')
    expect(() => fitAffinity(facts, { asOf, signals: { view: { weight: -1 } } })).toThrow('tierwise.affinity.signal')
    expect(() => fitAffinity(facts, { asOf, signals: { purchase: { weight: 1 } } })).toThrow('tierwise.affinity.signal')
    expect(() => fitAffinity(facts, { asOf, of: 'mood' as 'hour' })).toThrow('tierwise.affinity.of')
    expect(() =>
      scoreAffinity(
        fitAffinity(facts, { asOf }),
        summarizeChoices(fitAffinity(facts, { asOf }), factsOf(base, { timeZone: 'Asia/Shanghai' }), { asOf }),
      ),
    ).toThrow('tierwise.affinity.zone')
    expect(() =>
      scoreAffinity(fitAffinity(facts, { asOf }), summarizeChoices(fitAffinity(facts, { asOf }), base.map(recordOf), { asOf })),
    ).toThrow('tierwise.affinity.one-customer')
  })
})

describe('summarizeChoices', () => {
  const told = [
    ...buys('ann', '2026-01-01 tea', '2026-01-02 cups'),
    { customerId: 'ann', type: 'view', at: '2026-01-03T09:00:00Z', attributes: { category: 'tea' } },
    { customerId: 'ann', type: 'click', at: '2026-01-04T09:00:00Z', attributes: { category: 'kettles' } },
  ]
  const signals = { view: { weight: 0.1 }, click: { weight: 0.5 } }
  const model = fitAffinity(factsOf(buys('x', '2026-01-01 tea', '2026-01-02 cups')), { asOf, signals, strength: 1 })

  test('gives one customer’s choices as JSON, which score as they are', () => {
    const choices = summarizeChoices(model, told.map(recordOf), { asOf })
    // 2026-01-01 is day 20,454 from 1970: 56 years of 365 days and 14 leap days
    expect(choices).toEqual({
      kind: 'customer-choices',
      format: 1,
      of: 'category',
      signals: ['view', 'click'],
      asOf,
      asOfDay: Date.parse(asOf) / 86_400_000,
      customers: ['ann'],
      values: ['cups', 'kettles', 'tea'],
      starts: [0, 4],
      occasion: [20_454, 20_455, 20_456, 20_457],
      day: [20_454, 20_455, 20_456, 20_457],
      value: [2, 0, 2, 1],
      source: [0, 0, 1, 2],
    })
    expect(scoreAffinity(model, JSON.parse(JSON.stringify(choices)))).toEqual(scoreAffinity(model, choices))
    // 1 + 1 + 0.1 + 0.5
    expect(scoreAffinity(model, choices).evidence).toBeCloseTo(2.6, 14)
  })

  test('keeps the signals apart by name: a store that sorts the keys of the model changes nothing', () => {
    const sorted = { ...model, signals: { click: signals.click, view: signals.view } } as AffinityModel
    const choices = summarizeChoices(model, told.map(recordOf), { asOf })
    expect(scoreAffinity(deepFreeze(sorted), choices)).toEqual(scoreAffinity(model, choices))
  })

  test('is refused by a model of another dimension, or one that does not know the signals', () => {
    const facts = factsOf(told)
    const weekday = fitAffinity(facts, { asOf, of: 'weekday' })
    const plain = fitAffinity(facts, { asOf })
    const choices = summarizeChoices(model, facts, { asOf })
    expect(() => scoreAffinity(weekday, choices)).toThrow('tierwise.affinity.choices')
    expect(() => rankAffinity(plain, choices)).toThrow('tierwise.affinity.choices')
    expect(scoreAffinity(model, summarizeChoices(plain, facts, { asOf })).columns.evidence[0]).toBe(2)
  })
})

describe('habits', () => {
  // 23:30 on a Sunday in UTC is 07:30 on Monday in Shanghai.
  const visits: Told[] = ['2026-01-04', '2026-01-11', '2026-01-18'].map((day) => ({
    customerId: 'a',
    type: 'purchase',
    at: `${day}T23:30:00Z`,
    channel: 'app',
    attributes: { payment: 'alipay' },
  }))
  const others: Told[] = [
    { customerId: 'b', type: 'purchase', at: '2026-01-07T04:00:00Z', channel: 'shop', attributes: { payment: 'cash' } },
    { customerId: 'c', type: 'purchase', at: '2026-01-08T12:00:00Z', attributes: { payment: ['cash', 'points'] } },
  ]
  const facts = factsOf([...visits, ...others], { timeZone: 'Asia/Shanghai' })

  test.each([
    ['weekday', '1', 3],
    ['hour', '7', 3],
    ['channel', 'app', 3],
    [{ attribute: 'payment' }, 'alipay', 3],
  ] as const)('finds the %s in local time', (of, value, purchases) => {
    const model: AffinityModel = fitAffinity(facts, { asOf, of })
    expect(row(scoreAffinity(model, summarizeChoices(model, facts, { asOf })), 0)).toMatchObject({
      preferred: value,
      purchases,
      code: 'affinity.preference.found',
    })
  })

  test('has none for a customer whose purchases name no channel', () => {
    const model = fitAffinity(facts, { asOf, of: 'channel' })
    expect(row(scoreAffinity(model, summarizeChoices(model, facts, { asOf })), 2)).toEqual({
      customerId: 'c',
      evidence: 0,
      purchases: 0,
      code: 'affinity.preference.none',
    })
  })

  test('moves with the clocks: the same local hour before and after a change', () => {
    const berlin = factsOf(
      [
        { customerId: 'a', type: 'purchase', at: '2026-03-28T17:10:00Z' }, // 18:10 in winter time
        { customerId: 'a', type: 'purchase', at: '2026-03-29T16:10:00Z' }, // 18:10 in summer time
      ],
      { timeZone: 'Europe/Berlin' },
    )
    expect(fitAffinity(berlin, { asOf: '2026-04-01', of: 'hour' }).values).toEqual(['18'])
  })
})

test('explains a preference with its support', () => {
  const model = fitAffinity(factsOf(base), { asOf, strength: 2 })
  const why = explainAffinity(model, summarizeChoices(model, base.slice(0, 3).map(recordOf), { asOf }), { top: 2 })
  expect(why).toMatchObject({
    code: 'affinity.preference.found',
    outcome: 'met',
    actual: 3,
    required: 3,
    params: { of: 'category', value: 'tea' },
  })
  expect(why.children?.map((child) => child.params.value)).toEqual(['tea', 'mugs'])
  expect(explainAffinity(model, summarizeChoices(model, [], { asOf }))).toMatchObject({
    code: 'affinity.preference.none',
    outcome: 'unknown',
    missing: 3,
    children: [],
  })
})
