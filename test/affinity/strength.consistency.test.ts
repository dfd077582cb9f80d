import { fitAffinity, fitNextChoice, rankAffinity, summarizeChoices } from 'tierwise/affinity'
import { expect, test } from 'vitest'
import { random } from '../../src/core/math/random.js'
import { rows } from '../../src/core/table.js'
import { cases } from '../support/cases.js'
import { factsOf, type Told } from '../support/facts.js'

// The same figures from plain objects and the formulas of the docs, without columns, hashing or running sums.

const DAY = 86_400_000
const WORDS = ['a', 'b', 'c', 'd']
const FADE_WEEKS = 5
const LAST_DAY = Date.UTC(2026, 5, 30) / DAY

interface Basket {
  readonly day: number
  readonly bought: readonly string[]
  readonly looked: readonly string[]
}

/** A base as baskets by customer, one per day. */
function baskets(seed: number): Map<string, Basket[]> {
  const r = random(seed)
  const words = (most: number): string[] => WORDS.filter(() => r.uniform() < most / WORDS.length)
  return new Map(
    Array.from({ length: 25 }, (_, c) => {
      const days = [...new Set(Array.from({ length: r.below(8) }, () => LAST_DAY - r.below(150)))].sort((a, b) => a - b)
      return [`c${c}`, days.map((day) => ({ day, bought: words(1.4), looked: words(0.8) }))]
    }),
  )
}

function factsOfBaskets(base: ReadonlyMap<string, readonly Basket[]>) {
  return factsOf(
    [...base].flatMap(([customerId, own]) =>
      own.flatMap(({ day, bought, looked }): Told[] => [
        { customerId, type: 'purchase', at: day * DAY + 3_600_000, lines: bought.map((category) => ({ category })) },
        ...looked.flatMap((category) =>
          [1, 2].map((hour) => ({ customerId, type: 'view', at: day * DAY + hour * 3_600_000, attributes: { category } })),
        ),
      ]),
    ),
  )
}

const VIEW = 0.3
const options = {
  asOf: '2026-06-30',
  halfLife: { n: FADE_WEEKS, unit: 'week' },
  signals: { view: { weight: VIEW, halfLife: { n: 9, unit: 'day' } } },
} as const

function evidence(own: readonly Basket[], word: string | undefined, day: number): number {
  let sum = 0
  for (const basket of own) {
    if (basket.day >= day + 1) continue
    const count = (words: readonly string[]): number => (word === undefined ? words.length : Number(words.includes(word)))
    sum +=
      count(basket.bought) * 2 ** (-(day - basket.day) / (7 * FADE_WEEKS)) + VIEW * count(basket.looked) * 2 ** (-(day - basket.day) / 9)
  }
  return sum
}

function expectHighest(value: number, likelihood: (S: number) => number): void {
  const penalized = (S: number): number => likelihood(S) + Math.log(S) - 2 * Math.log(1 + S)
  const top = penalized(value)
  for (let u = -10; u <= 10; u += 0.1) expect(penalized(Math.exp(u))).toBeLessThanOrEqual(top + 1e-9)
}

test('evidence is the faded sum of what was bought and looked at', () => {
  for (let seed = 1; seed <= cases(10); seed++) {
    const base = baskets(seed)
    const facts = factsOfBaskets(base)
    const model = fitAffinity(facts, options)
    for (const { customerId = '', value, evidence: found } of rows(
      rankAffinity(model, summarizeChoices(model, facts, { asOf: options.asOf }), { top: Number.POSITIVE_INFINITY }),
    )) {
      expect(found).toBeCloseTo(evidence(base.get(customerId) ?? [], value, LAST_DAY), 12)
    }
    const total = WORDS.reduce((sum, word) => sum + bought(base, word), 0)
    model.values.forEach((word, k) => {
      expect(model.baseShares[k]).toBeCloseTo(bought(base, word) / total, 12)
    })
  }
})

function bought(base: ReadonlyMap<string, readonly Basket[]>, word: string): number {
  return [...base.values()]
    .flat()
    .reduce((sum, basket) => sum + Number(basket.bought.includes(word)) * 2 ** (-(LAST_DAY - basket.day) / (7 * FADE_WEEKS)), 0)
}

test('the strength of preferences makes every choice least surprising, seen from the days before', () => {
  for (let seed = 1; seed <= cases(5); seed++) {
    const base = baskets(seed)
    const { strength, values, baseShares } = fitAffinity(factsOfBaskets(base), options)
    expectHighest(strength.value, (S) => {
      let sum = 0
      for (const own of base.values()) {
        own.forEach(({ day, bought: words }, i) => {
          const before = own.slice(0, i)
          for (const word of words) {
            if (before.every((basket) => basket.bought.length + basket.looked.length === 0)) continue
            sum += Math.log((evidence(before, word, day) + S * baseShares[values.indexOf(word)]) / (evidence(before, undefined, day) + S))
          }
        })
      }
      return sum
    })
  }
})

test('the strengths of the next choice leave each choice out of what foretells it', () => {
  for (let seed = 1; seed <= cases(5); seed++) {
    const base = baskets(seed)
    const model = fitNextChoice(factsOfBaskets(base), options)
    const share = (word: string): number => model.baseShares[model.values.indexOf(word)]
    const steps = [...base.values()].flatMap((own) => {
      const purchases = own.filter(({ bought: words }) => words.length > 0)
      return purchases.slice(1).map((basket, k) => ({ own, basket, before: purchases[k].bought }))
    })
    const count = (from: string, to?: string): number =>
      steps.reduce(
        (sum, { before, basket }) =>
          sum + (before.includes(from) ? (to === undefined ? basket.bought.length : Number(basket.bought.includes(to))) : 0),
        0,
      )

    expectHighest(model.transitionStrength.value, (S) =>
      WORDS.reduce(
        (sum, from) =>
          sum +
          WORDS.reduce(
            (row, to) =>
              count(from, to) > 0 && count(from) > 1
                ? row + count(from, to) * Math.log((count(from, to) - 1 + S * share(to)) / (count(from) - 1 + S))
                : row,
            0,
          ),
        0,
      ),
    )
    const ST = model.transitionStrength.value
    expectHighest(model.ownStrength.value, (S) => {
      let sum = 0
      for (const { own, basket, before } of steps) {
        const past = own.filter(({ day }) => day < basket.day)
        for (const word of basket.bought) {
          const prior =
            before.reduce((total, from) => total + (count(from, word) - 1 + ST * share(word)) / (count(from) - 1 + ST), 0) / before.length
          sum += Math.log((evidence(past, word, basket.day) + S * prior) / (evidence(past, undefined, basket.day) + S))
        }
      }
      return sum
    })
  }
})
