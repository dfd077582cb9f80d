/** Low, medium, high, where a card names no levels of its own. */

import type { ScorecardCriterion, ScorecardDefinition } from './definition.js'
import { edge } from './interval.js'

/** Of the way from the lowest to the highest possible score. Where to cut is the host's decision; these leave the top to customers who do well on most criteria. */
const MEDIUM = 0.4
const HIGH = 0.7

export function withDefaultLevels(card: ScorecardDefinition): ScorecardDefinition {
  if (card.levels || card.levelShares) return card
  const lowest = possible(card, Math.min)
  const span = possible(card, Math.max) - lowest
  const gte = (share: number): string => (lowest + share * span).toFixed(card.places)
  if (!(span > 0) || !Number.isFinite(span) || gte(MEDIUM) === gte(HIGH)) return card
  return { ...card, levels: [{ id: 'low' }, { id: 'medium', gte: gte(MEDIUM) }, { id: 'high', gte: gte(HIGH) }] }
}

function possible(card: ScorecardDefinition, pick: (...points: number[]) => number): number {
  let sum = 0
  for (const criterion of card.criteria) sum += edge(criterion.weight) * pick(...pointsOf(criterion))
  return sum / edge(card.total)
}

function pointsOf({ bands, curve, shares, missing }: ScorecardCriterion): number[] {
  const listed = [...(bands ?? []), ...(curve ?? []), ...(shares ?? [])].map(({ points }) => edge(points))
  return typeof missing === 'object' ? [...listed, edge(missing.points)] : listed
}
