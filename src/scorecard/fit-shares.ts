/** Bands and levels from the base's own distribution: shares become literal edges, readable and storable. */

import { deepFreeze } from '../core/freeze.js'
import { sortedNumbers } from '../core/math/quantile.js'
import type { Table } from '../core/table.js'
import type { BandShare, ScoreBand, ScorecardCriterion, ScorecardDefinition, ScoreLevel, ScoreLevelShare } from './definition.js'
import { numbersOf, scoreScorecard } from './score.js'
import { shareEdges } from './share-edges.js'

/** Shares of criteria become bands, shares of levels become levels; see `fitScorecard`. */
export function fitShares(card: ScorecardDefinition, table: Table): ScorecardDefinition {
  const criteria = card.criteria.map((criterion) => (criterion.shares ? fitCriterion(criterion, criterion.shares, table) : criterion))
  const { levelShares } = card
  if (!levelShares) return deepFreeze({ ...card, criteria })
  const { score, coverage } = scoreScorecard(deepFreeze({ ...card, criteria, levels: [] }), table).columns
  // Of whom nothing is known may still have a score, by points for missing values; they are no part of the base.
  const known = score.filter((_, i) => coverage[i] > 0)
  return deepFreeze({ ...card, criteria, levels: fitLevels(levelShares, known) })
}

function fitCriterion(
  { bands: _, idle: __, ...criterion }: ScorecardCriterion,
  shares: readonly BandShare[],
  table: Table,
): ScorecardCriterion {
  const values = sortedNumbers(numbersOf(table.columns, criterion.measure) ?? [])
  if (values.length === 0) return { ...criterion, idle: 'not-observed' }
  const edges = shareEdges(values, shares)
  if (edges.length === 0) return { ...criterion, idle: 'constant' }
  const bands: ScoreBand[] = [{ lt: edges[0].edge, ...worth(shares[0]) }]
  for (const [k, { edge, to }] of edges.entries()) {
    const next = edges[k + 1]
    bands.push({ gte: edge, ...(next ? { lt: next.edge } : {}), ...worth(shares[to]) })
  }
  return { ...criterion, bands }
}

function worth({ points, level }: BandShare): Pick<ScoreBand, 'points' | 'level'> {
  return { points, ...(level === undefined ? {} : { level }) }
}

/** No levels where all scores are the same: a base that cannot be told apart has no top. */
export function fitLevels(shares: readonly ScoreLevelShare[], score: Float64Array): ScoreLevel[] {
  const edges = shareEdges(sortedNumbers(score), shares)
  if (edges.length === 0) return []
  return [{ id: shares[0].id }, ...edges.map(({ edge, to }) => ({ id: shares[to].id, gte: edge }))]
}
