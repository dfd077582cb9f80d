import {
  adoptNextChoice,
  fitNextChoice,
  type NextChoiceModel,
  predictNextChoice,
  rankNextChoice,
  safeFitNextChoice,
  summarizeChoices,
} from 'tierwise/affinity'
import { describe, expect, test } from 'vitest'
import { row, rows } from '../../src/core/table.js'
import { factsOf, recordOf } from '../support/facts.js'
import { buys } from './buys.js'

const asOf = '2026-02-01'

/** After tea, 6 of 8 went on to mugs and 2 to tea; S_T = 2, S_P = 1. */
const byHand: NextChoiceModel = adoptNextChoice({
  ...fitNextChoice(factsOf(buys('a', '2026-01-01 tea mugs cups')), { asOf }),
  values: ['cups', 'mugs', 'tea'],
  baseShares: [0.2, 0.3, 0.5],
  transitions: { from: [2, 2], to: [1, 2], count: [6, 2] },
  transitionStrength: { value: 2, logStandardError: 0, choices: 8 },
  ownStrength: { value: 1, logStandardError: 0, choices: 8 },
  minTransitions: 5,
})

function shares(...baskets: string[]): Record<string, number> {
  const ranked = rankNextChoice(byHand, summarizeChoices(byHand, factsOf(buys('x', ...baskets)), { asOf }), {
    top: Number.POSITIVE_INFINITY,
  })
  return Object.fromEntries([...rows(ranked)].map(({ value, probability }) => [value, probability]))
}

describe('predictNextChoice', () => {
  test('shrinks transitions to the base, and the customer to the transitions', () => {
    // T(mugs | tea) = (6 + 2 · 0.3) / 10 = 0.66, T(tea | tea) = (2 + 2 · 0.5) / 10 = 0.3, T(cups | tea) = 0.4 / 10 = 0.04
    const once = shares('2026-01-01 tea') // n = 1: (n_k + T) / 2
    expect(once.mugs).toBeCloseTo(0.33, 14)
    expect(once.tea).toBeCloseTo(0.65, 14)
    expect(once.cups).toBeCloseTo(0.02, 14)
    const mugsFirst = shares('2026-01-01 mugs', '2026-01-05 mugs', '2026-01-09 tea') // (n_k + T) / 4
    expect(mugsFirst.mugs).toBeCloseTo(2.66 / 4, 14)
    expect(mugsFirst.tea).toBeCloseTo(1.3 / 4, 14)
  })

  test('averages over the last basket; a value without transitions speaks for the base', () => {
    const { mugs } = shares('2026-01-01 cups tea') // T = (0.66 + 0.3) / 2, n = 2: T / 3
    expect(mugs).toBeCloseTo(0.48 / 3, 14)
  })

  test('names what the prediction rests on', () => {
    const facts = factsOf([...buys('a', '2026-01-01 mugs', '2026-01-05 mugs', '2026-01-09 tea'), ...buys('b', '2026-01-01 cups')], {
      customers: [{ id: 'c' }],
    })
    const table = [...rows(predictNextChoice(byHand, summarizeChoices(byHand, facts, { asOf })))]
    expect(table[0]).toMatchObject({ next: 'mugs', after: 'tea', transitions: 8, evidence: 3, code: 'affinity.next.predicted' })
    expect(table[0].lift).toBeCloseTo(2.66 / 4 / 0.3, 14)
    expect(table[1]).toMatchObject({ next: 'cups', after: 'cups', transitions: 0, evidence: 1, code: 'affinity.next.too-few' })
    expect(table[2]).toEqual({
      customerId: 'c',
      next: 'tea',
      probability: 0.5,
      lift: 1,
      transitions: 0,
      evidence: 0,
      code: 'affinity.next.none',
    })
    expect(predictNextChoice(byHand, summarizeChoices(byHand, [], { asOf }))).toEqual({
      next: 'tea',
      probability: 0.5,
      lift: 1,
      transitions: 0,
      evidence: 0,
      code: 'affinity.next.none',
    })
  })

  test('gives one customer alone the row they have in the table', () => {
    const told = [...buys('a', '2026-01-01 mugs', '2026-01-09 tea cups'), ...buys('b', '2026-01-01 tea')]
    for (const customer of rows(predictNextChoice(byHand, summarizeChoices(byHand, factsOf(told), { asOf })))) {
      expect(
        predictNextChoice(
          byHand,
          summarizeChoices(byHand, told.filter((fact) => fact.customerId === customer.customerId).map(recordOf), { asOf }),
        ),
      ).toEqual(customer)
    }
  })
})

describe('fitNextChoice', () => {
  test('counts what followed on the next occasion, not on the same day', () => {
    const { values, transitions } = fitNextChoice(factsOf(buys('a', '2026-01-01 tea mugs', '2026-01-02 cups', '2026-01-05 cups tea')), {
      asOf,
    })
    const named = transitions.from.map((from, i) => [values[from], values[transitions.to[i]], transitions.count[i]])
    expect(named).toEqual([
      ['cups', 'cups', 1],
      ['cups', 'tea', 1],
      ['mugs', 'cups', 1],
      ['tea', 'cups', 1],
    ])
  })

  test('believes the sequence where all follow it, and the customer where each has a taste', () => {
    const days = Array.from({ length: 12 }, (_, day) => `2026-01-${String(day + 1).padStart(2, '0')}`)
    const wheel = ['tea', 'mugs', 'cups']
    const sequence = factsOf(
      Array.from({ length: 30 }, (_, c) => buys(`c${c}`, ...days.map((day, k) => `${day} ${wheel[(c + k) % 3]}`))).flat(),
    )
    const tastes = factsOf(Array.from({ length: 30 }, (_, c) => buys(`c${c}`, ...days.map((day) => `${day} ${wheel[c % 3]}`))).flat())
    const bySequence = fitNextChoice(sequence, { asOf })
    const byTaste = fitNextChoice(tastes, { asOf })
    expect(bySequence.ownStrength.value).toBeGreaterThan(100)
    // Every transition foretold from 109 like it: 330 ln[(109 + S/3)/(109 + S)] + ln S − 2 ln(1 + S) is greatest near 1/S = 2/(1 + S) + 220/109
    expect(bySequence.transitionStrength.value).toBeCloseTo(0.28, 2)
    const afterTea = row(
      predictNextChoice(bySequence, summarizeChoices(bySequence, factsOf(buys('x', '2026-01-01 cups', '2026-01-02 tea')), { asOf })),
      0,
    )
    expect(afterTea.next).toBe('mugs')
    expect(afterTea.probability).toBeGreaterThan(0.95)
    const toTaste = row(
      predictNextChoice(byTaste, summarizeChoices(byTaste, factsOf(buys('x', '2026-01-01 tea', '2026-01-02 tea')), { asOf })),
      0,
    )
    expect(toTaste.next).toBe('tea')
  })

  test('fits degenerate bases with a code instead of a NaN', () => {
    const onlyOnce = fitNextChoice(factsOf([...buys('a', '2026-01-01 tea'), ...buys('b', '2026-01-01 mugs')]), { asOf })
    expect(onlyOnce.transitions.count).toEqual([])
    expect(onlyOnce.findings.map((finding) => finding.code)).toEqual(['affinity.transitions.too-few'])
    expect(JSON.parse(JSON.stringify(onlyOnce))).toEqual(onlyOnce)
    const nothing = safeFitNextChoice(factsOf([]), { asOf })
    expect(nothing.success ? undefined : nothing.error.reason.code).toBe('affinity.choices.none')
  })
})
