import { en, sentences } from 'tierwise/messages'
import { zhCN } from 'tierwise/messages/zh-CN'
import { allocate } from 'tierwise/portfolio'
import { expect, test } from 'vitest'

test('forty account managers go to the customers with most at stake', () => {
  const customers = Array.from({ length: 100 }, (_, i) => ({ id: `c${i}`, options: [{ id: 'manager', cost: 1, value: (i * 37) % 100 }] }))
  const plan = allocate(customers, { budget: 40 })
  // the forty largest of 0 … 99: 60 + … + 99 = 3180; the next one would bring 59
  expect(plan).toMatchObject({ exact: true, spent: 40, value: 3180, shadowPrice: 59 })
})

test('the dearest option is not the best mix', () => {
  // 10 buys either one visit (60) or two calls (2 × 35)
  const plan = allocate(
    [
      {
        id: 'ann',
        options: [
          { id: 'call', cost: 5, value: 35 },
          { id: 'visit', cost: 10, value: 60 },
        ],
      },
      { id: 'bo', options: [{ id: 'call', cost: 5, value: 35 }] },
    ],
    { budget: 10 },
  )
  expect(plan.chosen.map(({ id, option }) => [id, option])).toEqual([
    ['ann', 'call'],
    ['bo', 'call'],
  ])
})

test('a floor gives a tier its share though it brings less', () => {
  const subjects = ['gold', 'gold', 'silver', 'silver'].map((group, i) => ({
    id: `c${i}`,
    group,
    options: [{ id: 'gift', cost: 10, value: group === 'gold' ? 50 : 20 }],
  }))
  expect(allocate(subjects, { budget: 20 }).groups.map(({ group, spent }) => [group, spent])).toEqual([
    ['gold', 20],
    ['silver', 0],
  ])
  const fair = allocate(subjects, { budget: 20, floors: { silver: 10 } })
  expect(fair.groups.map(({ group, spent }) => [group, spent])).toEqual([
    ['gold', 10],
    ['silver', 10],
  ])
})

test('a floor that a group cannot take is said', () => {
  const plan = allocate([{ id: 'a', group: 'silver', options: [{ id: 'gift', cost: 4, value: 1 }] }], {
    budget: 20,
    floors: { silver: 10 },
  })
  expect(plan.spent).toBe(4)
  expect(plan.reasons.map(({ code }) => code)).toContain('portfolio.allocation.floor-unreached')
})

test('a hundred thousand customers are planned greedily, with what could be missing at most', () => {
  const subjects = Array.from({ length: 100_000 }, (_, i) => ({
    id: `c${i}`,
    options: [
      { id: 'mail', cost: 1 + (i % 3), value: (i * 7919) % 101 },
      { id: 'call', cost: 5 + (i % 7), value: 50 + ((i * 104_729) % 211) },
    ],
  }))
  const plan = allocate(subjects, { budget: 120_000 })
  expect(plan.exact).toBe(false)
  expect(plan.spent).toBeLessThanOrEqual(120_000)
  expect(plan.value / plan.bound).toBeGreaterThan(0.9999)
})

test('nothing to give, nobody to give to', () => {
  expect(allocate([], { budget: 10 })).toMatchObject({ chosen: [], value: 0, exact: true })
  expect(allocate([{ id: 'a', options: [{ id: 'gift', cost: 1, value: 1 }] }], { budget: 0 })).toMatchObject({ chosen: [], value: 0 })
})

test.each([
  [[{ id: 'a', options: [{ id: 'x', cost: 1.5, value: 1 }] }], { budget: 1 }],
  [[{ id: 'a', options: [{ id: 'x', cost: 1, value: Number.NaN }] }], { budget: 1 }],
  [
    [
      { id: 'a', options: [] },
      { id: 'a', options: [] },
    ],
    { budget: 1 },
  ],
  [[], { budget: -1 }],
  [[], { budget: 5, floors: { gold: 6 } }],
  [[], { budget: 5, floors: { gold: 3 }, caps: { gold: 2 } }],
])('a plan that cannot be meant is refused', (subjects, options) => {
  expect(() => allocate(subjects, options)).toThrow(/portfolio.allocation.invalid/)
})

test('the reasons read well in both languages', () => {
  const subjects = [
    { id: 'a', group: 'silver', options: [{ id: 'gift', cost: 4, value: 1 }] },
    { id: 'b', group: 'gold', options: [{ id: 'gift', cost: 9, value: 9 }] },
  ]
  const reasons = [allocate(subjects, { budget: 11, floors: { silver: 5 } }), allocate(subjects, { budget: 3, exactSteps: 0 })].flatMap(
    (plan) => plan.reasons,
  )
  for (const catalogue of [en, zhCN])
    for (const said of sentences(reasons, catalogue)) expect(said).not.toMatch(/undefined|NaN|portfolio\./)
})
