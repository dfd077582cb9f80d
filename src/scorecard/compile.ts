/** A scorecard as integers: weights and points in units of one scale each, so that contributions are exact before their one rounding. */

import { compiledForm } from '../core/compiled.js'
import { decimal, multiplyDivide, TEN, toUnits, toUnitsExact } from '../core/decimal/decimal.js'
import { UsageError } from '../core/errors.js'
import type { DecimalInput, ScoreCurvePoint, ScorecardCriterion, ScorecardDefinition } from './definition.js'
import { compareStarts, edge, intervalOf } from './interval.js'
import { compileLevels, type LevelScale } from './levels.js'

export interface CompiledCriterion {
  readonly id: string
  readonly measure: string
  /** In units of 10^−weightScale. */
  readonly weight: number
  readonly missing: 'exclude' | 'unknown' | number
  /** −1 for a value no band holds: NaN, or any value of a curve. */
  bandOf(value: number): number
  /** By band, in units of 10^−pointScale. */
  readonly bandPoints: Float64Array
  /** In the same units; NaN for NaN. */
  readonly curve?: (value: number) => number
  /** By band, as listed in the definition. */
  readonly bandLevels: readonly (string | undefined)[]
}

export interface CompiledScorecard {
  readonly criteria: readonly CompiledCriterion[]
  readonly total: number
  readonly places: number
  readonly pointScale: number
  readonly levels: LevelScale
  /** Rounded half up to 10^−places; `present` is the sum of the weights that count. */
  contribution(weight: number, points: number, present: number): number
  /** What each band of each criterion contributes. Few sets of criteria are missing together, so these are worth keeping. */
  bandContributions(present: number): readonly Float64Array[]
}

/** @throws UsageError `scorecard.definition.unfitted` where a criterion has shares and no bands yet */
export const compiledScorecard = compiledForm('scorecard', compileScorecard)

function compileScorecard(card: ScorecardDefinition): CompiledScorecard {
  for (const { id, shares, bands, idle } of card.criteria)
    if (shares && !bands && !idle)
      throw new UsageError('scorecard.definition.unfitted', { criterion: id, hint: 'pass it through fitScorecard first' })
  if (!card.levels)
    throw new UsageError('scorecard.definition.unfitted', { criterion: 'levels', hint: 'pass it through fitScorecard first' })
  const { pointScale, weightScale } = scalesOf(card)
  const down = TEN[pointScale - card.places]
  const criteria = card.criteria.map((criterion) => compileCriterion(criterion, weightScale, pointScale))
  const contribution = (weight: number, points: number, present: number): number => multiplyDivide(weight, points, present * down, 'halfUp')
  const kept = new Map<number, readonly Float64Array[]>()
  return {
    criteria,
    total: toUnits(decimal(card.total), weightScale, 'halfUp'),
    places: card.places,
    pointScale,
    levels: compileLevels(card.levels, card.margin),
    contribution,
    bandContributions(present) {
      const known = kept.get(present)
      if (known) return known
      if (kept.size >= MOST_KEPT) kept.clear()
      const made = criteria.map(({ weight, bandPoints }) => bandPoints.map((points) => contribution(weight, points, present)))
      kept.set(present, made)
      return made
    },
  }
}

/** Twenty criteria could be missing in a million ways. */
const MOST_KEPT = 1024

/** The scales at which weights and points are integers, and whether all of them fit. */
export function scalesOf(card: ScorecardDefinition): { readonly weightScale: number; readonly pointScale: number; readonly fits: boolean } {
  const weights = [card.total, ...card.criteria.map((criterion) => criterion.weight)]
  const points = card.criteria.flatMap(pointsIn)
  const weightScale = Math.max(...weights.map(scaleOf))
  // Two places more than the score has for what is read off a curve.
  const curvePlaces = card.criteria.some((criterion) => criterion.curve) ? 2 : 0
  const pointScale = Math.max(card.places + curvePlaces, ...points.map(scaleOf))
  const total = toUnitsExact(decimal(card.total), weightScale)
  const fits =
    points.every((value) => toUnitsExact(decimal(value), pointScale) !== undefined) &&
    total !== undefined &&
    Number.isSafeInteger(total * TEN[pointScale - card.places])
  return { weightScale, pointScale, fits }
}

function pointsIn({ bands = [], curve = [], shares = [], missing }: ScorecardCriterion): DecimalInput[] {
  return [...[...bands, ...curve, ...shares].map(({ points }) => points), ...(typeof missing === 'object' ? [missing.points] : [])]
}

function scaleOf(value: DecimalInput): number {
  return decimal(value).scale
}

function compileCriterion(criterion: ScorecardCriterion, weightScale: number, pointScale: number): CompiledCriterion {
  const { id, measure, weight, missing, bands = [], curve } = criterion
  const units = (points: DecimalInput): number => toUnits(decimal(points), pointScale, 'halfUp')
  return {
    id,
    measure,
    weight: toUnits(decimal(weight), weightScale, 'halfUp'),
    missing: typeof missing === 'object' ? units(missing.points) : missing,
    bandOf: compileBands(criterion),
    bandPoints: Float64Array.from(bands, ({ points }) => units(points)),
    ...(curve ? { curve: compileCurve(curve, TEN[pointScale]) } : {}),
    bandLevels: bands.map((band) => band.level),
  }
}

/** Bands are few: a walk over upper edges. */
function compileBands({ bands = [] }: ScorecardCriterion): (value: number) => number {
  const order = bands.map((band, j) => ({ j, ...intervalOf(band) })).sort(compareStarts)
  const highs = order.map(({ high }) => high)
  const included = order.map(({ highIncluded }) => highIncluded)
  const index = order.map(({ j }) => j)
  return (value) => {
    for (let k = 0; k < highs.length; k++) if (value < highs[k] || (value === highs[k] && included[k])) return index[k]
    return -1
  }
}

function compileCurve(curve: readonly ScoreCurvePoint[], unit: number): (value: number) => number {
  const xs = curve.map(({ at }) => edge(at))
  const ys = curve.map(({ points }) => edge(points))
  const last = xs.length - 1
  return (value) => {
    if (Number.isNaN(value)) return Number.NaN
    if (value <= xs[0]) return Math.round(ys[0] * unit)
    if (value >= xs[last]) return Math.round(ys[last] * unit)
    let k = 1
    while (value > xs[k]) k++
    const share = (value - xs[k - 1]) / (xs[k] - xs[k - 1])
    return Math.round((ys[k - 1] + share * (ys[k] - ys[k - 1])) * unit)
  }
}
