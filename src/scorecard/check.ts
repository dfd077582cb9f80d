/** What a schema cannot say about a scorecard: weights that must sum, bands that must meet, levels that must rise. */

import { addDecimals, compareDecimals, decimal, decimalText } from '../core/decimal/decimal.js'
import { type Reason, reason } from '../core/reason.js'
import { scalesOf } from './compile.js'
import type { BandShare, DecimalInput, ScorecardCriterion, ScorecardDefinition, ScoreLevelShare } from './definition.js'
import { compareStarts, edge, intervalOf, isEmpty, joint } from './interval.js'

type Path = readonly (string | number)[]

export function checkScorecard(card: ScorecardDefinition): readonly Reason[] {
  return [...checkCriteria(card), ...checkLevels(card)]
}

function checkCriteria(card: ScorecardDefinition): Reason[] {
  const { criteria, total } = card
  const issues: Reason[] = []
  const seen = new Set<string>()
  for (const [i, criterion] of criteria.entries()) {
    const path = ['criteria', i]
    if (seen.has(criterion.id)) issues.push(error('scorecard.criterion.duplicate', [...path, 'id'], { id: criterion.id }))
    seen.add(criterion.id)
    if (isBelowZero(criterion.weight)) issues.push(error('scorecard.weight.negative', [...path, 'weight']))
    issues.push(...checkForm(criterion, path), ...checkBands(criterion, path), ...checkCurve(criterion, path))
    if (criterion.shares) issues.push(...checkShares(criterion.shares, [...path, 'shares']))
  }
  if (compareDecimals(decimal(total), ZERO) <= 0) issues.push(error('scorecard.total.not-positive', ['total']))
  const sum = sumOf(criteria.map((criterion) => criterion.weight))
  if (sum === undefined || !scalesOf(card).fits) issues.push(error('scorecard.numbers.too-precise', ['criteria']))
  else if (compareDecimals(sum, decimal(total)) !== 0)
    issues.push(error('scorecard.weights.sum', ['criteria'], { sum: decimalText(sum), total: decimalText(decimal(total)) }))
  return issues
}

/** One way from value to points; bands may stand beside the shares they were fitted to, and `idle` only there. */
function checkForm({ bands, curve, shares, idle }: ScorecardCriterion, path: Path): Reason[] {
  const ways = [bands && !shares, curve, shares].filter(Boolean).length
  if (ways !== 1 || (idle && (!shares || bands))) return [error('scorecard.criterion.form', path)]
  return []
}

function checkBands({ bands }: ScorecardCriterion, path: Path): Reason[] {
  if (!bands) return []
  const at = [...path, 'bands']
  if (bands.length === 0) return [error('scorecard.bands.none', at)]
  const issues: Reason[] = []
  for (const [j, band] of bands.entries()) {
    if (band.gte !== undefined && band.gt !== undefined) issues.push(error('scorecard.band.two-edges', [...at, j], { edges: 'gte, gt' }))
    if (band.lte !== undefined && band.lt !== undefined) issues.push(error('scorecard.band.two-edges', [...at, j], { edges: 'lte, lt' }))
    if (isEmpty(intervalOf(band))) issues.push(error('scorecard.band.empty', [...at, j]))
  }
  if (issues.length > 0) return issues
  const order = bands.map((band, j) => ({ j, interval: intervalOf(band) })).sort((a, b) => compareStarts(a.interval, b.interval))
  const first = order[0]
  const last = order[order.length - 1]
  if (first.interval.low !== Number.NEGATIVE_INFINITY)
    issues.push(error('scorecard.band.gap', [...at, first.j], { below: String(first.interval.low) }))
  // The band that reaches furthest so far: a later one can lie wholly inside an earlier one.
  let reach = first
  for (const next of order.slice(1)) {
    const how = joint(reach.interval, next.interval)
    if (how === 'overlap') issues.push(error('scorecard.band.overlap', [...at, next.j], { with: reach.j }))
    if (how === 'gap')
      issues.push(error('scorecard.band.gap', [...at, next.j], { from: String(reach.interval.high), to: String(next.interval.low) }))
    if (next.interval.high > reach.interval.high || (next.interval.high === reach.interval.high && next.interval.highIncluded)) reach = next
  }
  if (reach.interval.high !== Number.POSITIVE_INFINITY)
    issues.push(error('scorecard.band.gap', [...at, last === reach ? last.j : reach.j], { above: String(reach.interval.high) }))
  return issues
}

function checkCurve({ curve }: ScorecardCriterion, path: Path): Reason[] {
  if (!curve) return []
  if (curve.length < 2) return [error('scorecard.curve.short', [...path, 'curve'])]
  return curve.flatMap((point, j) =>
    j > 0 && edge(point.at) <= edge(curve[j - 1].at) ? [error('scorecard.curve.order', [...path, 'curve', j, 'at'])] : [],
  )
}

function checkShares(shares: readonly (BandShare | ScoreLevelShare)[], path: Path): Reason[] {
  const issues = shares.flatMap(({ share }, j) =>
    compareDecimals(decimal(share), ZERO) > 0 ? [] : [error('scorecard.share.not-positive', [...path, j, 'share'])],
  )
  if (shares.length < 2) issues.push(error('scorecard.shares.short', path))
  const sum = sumOf(shares.map(({ share }) => share))
  if (sum === undefined || compareDecimals(sum, ONE) !== 0)
    issues.push(error('scorecard.shares.sum', path, { sum: sum ? decimalText(sum) : '' }))
  return issues
}

/** Levels that rise, of a scorecard or of any ladder; paths start at the object that holds them. */
export function checkLevels({ levels, levelShares, margin }: Pick<ScorecardDefinition, 'levels' | 'levelShares' | 'margin'>): Reason[] {
  const issues: Reason[] = []
  if (isBelowZero(margin)) issues.push(error('scorecard.margin.negative', ['margin']))
  if (levelShares) issues.push(...checkShares(levelShares, ['levelShares']), ...checkIds(levelShares, 'levelShares'))
  if (!levels) return levelShares ? issues : [...issues, error('scorecard.levels.none', ['levels'])]
  if (levels.length === 0 && !levelShares) issues.push(error('scorecard.levels.none', ['levels']))
  issues.push(...checkIds(levels, 'levels'))
  for (const [j, { gte }] of levels.entries()) {
    const before = levels[j - 1]?.gte
    if (j === 0 && gte !== undefined) issues.push(error('scorecard.level.first', ['levels', 0, 'gte']))
    else if (j > 0 && gte === undefined) issues.push(error('scorecard.level.edge', ['levels', j]))
    else if (gte !== undefined && sumOf([gte, margin]) === undefined)
      issues.push(error('scorecard.numbers.too-precise', ['levels', j, 'gte']))
    else if (gte !== undefined && before !== undefined && compareDecimals(decimal(gte), decimal(before)) <= 0)
      issues.push(error('scorecard.level.order', ['levels', j, 'gte']))
  }
  return issues
}

function checkIds(levels: readonly { readonly id: string }[], key: string): Reason[] {
  return levels.flatMap(({ id }, j) =>
    levels.findIndex((level) => level.id === id) < j ? [error('scorecard.level.duplicate', [key, j, 'id'], { id })] : [],
  )
}

const ZERO = decimal(0)
const ONE = decimal(1)

function isBelowZero(value: DecimalInput): boolean {
  return compareDecimals(decimal(value), ZERO) < 0
}

/** `undefined` where the sum leaves the exact range. */
function sumOf(values: readonly DecimalInput[]): ReturnType<typeof decimal> | undefined {
  try {
    return values.reduce((sum, value) => addDecimals(sum, decimal(value)), ZERO)
  } catch {
    return undefined
  }
}

function error(code: string, path: Path, params: Reason['params'] = {}): Reason {
  return reason(code, 'error', params, { path })
}
