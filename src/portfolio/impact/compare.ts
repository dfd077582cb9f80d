/** What two sets of rules make of a base, compared: direction of a move, cost of benefits. */

import { addExact, type Exact, exactText, multiplyExact, readExact, subtractExact } from '../../core/decimal/exact.js'
import { UsageError } from '../../core/errors.js'

/** Changes of a ladder that a table of measures can answer: the measures themselves are as the host computed them. */
export const LADDER_CHANGES = ['thresholds', 'conditions', 'tiers', 'terms', 'reviews', 'lifetime'] as const

/** What whole histories can answer besides. */
export const PROGRAM_CHANGES = [...LADDER_CHANGES, 'measures', 'windows', 'earning', 'expiry', 'grants'] as const

/** What stored accounts can answer: rules that hold from the stored instant on. What was measured and given before stays as it was. */
export const STATE_CHANGES = [...LADDER_CHANGES, 'earning', 'expiry', 'grants'] as const

/**
 * - `up`, `down`: another rung, by the order of the new definition's tiers (of the old one's, where only that knows both)
 * - `changed`: another tier that neither order compares
 * - `sooner`, `later`: the same tier, ending earlier or later
 * - `same`
 */
export type ImpactMove = 'up' | 'down' | 'changed' | 'sooner' | 'later' | 'same'

export const MOVES: readonly ImpactMove[] = ['up', 'down', 'changed', 'sooner', 'later', 'same']

/** @param until last days, no end is `Infinity` */
export function compareEnds(before: number, after: number): 'sooner' | 'later' | 'same' {
  return after < before ? 'sooner' : after > before ? 'later' : 'same'
}

/** Who loses: a lower tier, one that ends sooner, or one that cannot be compared. */
export function isLoss(move: ImpactMove): boolean {
  return move === 'down' || move === 'sooner' || move === 'changed'
}

/** `matrix[from][to]`: members by tier now and then. */
export type ImpactMatrix = Readonly<Record<string, Readonly<Record<string, number>>>>

/** @param from, to tiers; undefined is no tier, below every tier */
export function tierMove(
  from: string | undefined,
  to: string | undefined,
  newTiers: readonly string[],
  oldTiers: readonly string[],
): 'up' | 'down' | 'changed' | 'same' {
  if (from === to) return 'same'
  const order = [newTiers, oldTiers].find((tiers) => [from, to].every((tier) => tier === undefined || tiers.includes(tier)))
  if (!order) return 'changed'
  const rank = (tier: string | undefined): number => (tier === undefined ? -1 : order.indexOf(tier))
  return rank(to) > rank(from) ? 'up' : 'down'
}

/** @throws UsageError `portfolio.impact.worth` for a cost or worth that is no decimal */
export function readWorths(worths: Readonly<Record<string, string>> = {}): Map<string, Exact> {
  return new Map(
    Object.entries(worths).map(([id, text]) => {
      const value = readExact(text)
      if (value === undefined) throw new UsageError('portfolio.impact.worth', { id, value: String(text) })
      return [id, value]
    }),
  )
}

/** What the new tiers cost more than the old ones, decimal text in major units. */
export function costOfMoves(matrix: ImpactMatrix, benefitCost: ReadonlyMap<string, Exact>): string {
  let cost: Exact = 0
  for (const [from, row] of Object.entries(matrix)) {
    for (const [to, members] of Object.entries(row)) {
      const more = subtractExact(benefitCost.get(to) ?? 0, benefitCost.get(from) ?? 0)
      cost = addExact(cost, multiplyExact(more, members))
    }
  }
  return exactText(cost)
}
