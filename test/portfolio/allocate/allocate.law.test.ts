import fc from 'fast-check'
import { type AllocateOptions, type Allocation, type AllocationSubject, allocate } from 'tierwise/portfolio'
import { expect, test } from 'vitest'
import { cases } from '../../support/cases.js'

const subjects = fc.array(
  fc.record({
    group: fc.constantFrom('gold', 'silver'),
    options: fc.array(fc.record({ cost: fc.integer({ min: 0, max: 6 }), value: fc.integer({ min: -3, max: 20 }) }), { maxLength: 3 }),
  }),
  { maxLength: 6 },
)
const named = (list: readonly { group: string; options: readonly { cost: number; value: number }[] }[]): AllocationSubject[] =>
  list.map(({ group, options }, i) => ({ id: `c${i}`, group, options: options.map((option, k) => ({ id: `o${k}`, ...option })) }))
const limits = fc.record({
  budget: fc.integer({ min: 6, max: 20 }),
  floors: fc.record({ gold: fc.integer({ min: 0, max: 3 }), silver: fc.integer({ min: 0, max: 3 }) }),
  caps: fc.record({ gold: fc.integer({ min: 3, max: 20 }), silver: fc.integer({ min: 3, max: 20 }) }),
})

/** Every plan there is. */
function bruteForce(list: readonly AllocationSubject[], { budget, floors = {}, caps = {} }: AllocateOptions): number | undefined {
  let best: number | undefined
  const walk = (i: number, value: number, spent: Record<string, number>): void => {
    if (i === list.length) {
      const all = Object.values(spent).reduce((sum, one) => sum + one, 0)
      const kept = ['gold', 'silver'].every(
        (group) => (spent[group] ?? 0) >= (floors[group] ?? 0) && (spent[group] ?? 0) <= (caps[group] ?? Number.POSITIVE_INFINITY),
      )
      if (all <= budget && kept && (best === undefined || value > best)) best = value
      return
    }
    const { group = '', options } = list[i]
    walk(i + 1, value, spent)
    for (const option of options) walk(i + 1, value + option.value, { ...spent, [group]: (spent[group] ?? 0) + option.cost })
  }
  walk(0, 0, {})
  return best
}

function checkKept(plan: Allocation, list: readonly AllocationSubject[], { budget, caps = {} }: AllocateOptions): void {
  expect(plan.spent).toBeLessThanOrEqual(budget)
  for (const { group, spent } of plan.groups) expect(spent).toBeLessThanOrEqual(caps[group] ?? Number.POSITIVE_INFINITY)
  expect(new Set(plan.chosen.map(({ id }) => id)).size).toBe(plan.chosen.length)
  for (const { id, option, cost, value } of plan.chosen) {
    expect(list.find((subject) => subject.id === id)?.options.find((one) => one.id === option)).toMatchObject({ cost, value })
  }
  expect(plan.groups.reduce((sum, { value }) => sum + value, 0)).toBeCloseTo(plan.value, 9)
}

test('no plan brings more than the exact one', () => {
  let withFloors = 0
  fc.assert(
    fc.property(subjects, limits, (raw, options) => {
      const list = named(raw)
      const best = bruteForce(list, options)
      const plan = allocate(list, options)
      checkKept(plan, list, options)
      if (best === undefined) return
      if (options.floors.gold + options.floors.silver > 0) withFloors++
      expect(plan.exact).toBe(true)
      expect(plan.value).toBe(best)
      expect(plan.bound).toBeGreaterThanOrEqual(best - 1e-9)
    }),
    { numRuns: cases(500) },
  )
  expect(withFloors).toBeGreaterThan(50)
})

test('the greedy plan keeps every limit, and the bound holds', () => {
  fc.assert(
    fc.property(subjects, limits, (raw, { budget, caps }) => {
      const list = named(raw)
      const best = bruteForce(list, { budget, caps }) as number
      const plan = allocate(list, { budget, caps, exactSteps: 0 })
      checkKept(plan, list, { budget, caps })
      expect(plan.exact).toBe(false)
      expect(plan.value).toBeLessThanOrEqual(best)
      expect(plan.bound).toBeGreaterThanOrEqual(best - 1e-9)
      // the textbook guarantee: what is missing is less than the best single option
      const single = Math.max(0, ...list.flatMap(({ options }) => options.map(({ value }) => value)))
      expect(plan.value).toBeGreaterThanOrEqual(plan.bound - 2 * single - 1e-9)
    }),
    { numRuns: cases(500) },
  )
})

test('more budget never brings less', () => {
  fc.assert(
    fc.property(subjects, fc.integer({ min: 0, max: 20 }), (raw, budget) => {
      const list = named(raw)
      expect(allocate(list, { budget: budget + 1 }).value).toBeGreaterThanOrEqual(allocate(list, { budget }).value)
    }),
    { numRuns: cases(200) },
  )
})

test('the shadow price lies between what the last unit brought to the relaxation and what the next would', () => {
  let scarce = 0
  fc.assert(
    fc.property(subjects, fc.integer({ min: 1, max: 20 }), (raw, budget) => {
      const list = named(raw)
      const [less, now, more] = [budget - 1, budget, budget + 1].map((one) => allocate(list, { budget: one, exactSteps: 0 }))
      if (now.shadowPrice > 0) scarce++
      expect(now.shadowPrice).toBeGreaterThanOrEqual(more.bound - now.bound - 1e-9)
      expect(now.shadowPrice).toBeLessThanOrEqual(now.bound - less.bound + 1e-9)
    }),
    { numRuns: cases(300) },
  )
  expect(scarce).toBeGreaterThan(cases(300) / 10)
})
