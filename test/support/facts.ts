import { type CollectOptions, collectFacts } from '../../src/facts/collect-facts.js'
import type { Fact } from '../../src/facts/fact.js'
import type { Facts } from '../../src/facts/facts.js'

/** A fact as a test writes it: `at` as ISO text with an offset, or as epoch ms. */
export type Told = Omit<Fact, 'at'> & { readonly at: string | number }

/** Facts by hand, without host rows or mapping. UTC and CNY unless said otherwise. */
export function factsOf(told: readonly Told[], options: Partial<CollectOptions> = {}): Facts {
  return collectFacts(told.map(recordOf), { timeZone: 'UTC', currency: 'CNY', ...options })
}

export function recordOf(fact: Told): Fact {
  return { ...fact, at: typeof fact.at === 'number' ? fact.at : Date.parse(fact.at) }
}

/** Any order of the rows, from a seeded permutation. */
export function shuffled<T>(items: readonly T[], seed: number): T[] {
  const copy = [...items]
  let state = (seed * 2654435761) >>> 0 || 1
  for (let i = copy.length - 1; i > 0; i--) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    const j = Math.floor((state / 4294967296) * (i + 1))
    ;[copy[i], copy[j]] = [copy[j], copy[i]]
  }
  return copy
}
