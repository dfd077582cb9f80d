/** From a score to its level, and when a level held before gives way. */

import { addDecimals, decimal, toNumber } from '../core/decimal/decimal.js'
import type { DecimalInput, ScoreLevel } from './definition.js'

export interface LevelScale {
  readonly ids: readonly string[]
  /** Where each level begins; −Infinity for the lowest. */
  readonly begins: readonly number[]
  /** Below this a level held is lost: its beginning less the margin. */
  readonly lost: readonly number[]
  /** From here a level held is left upwards: the beginning of the next plus the margin; +Infinity for the highest. */
  readonly left: readonly number[]
}

/** Edges and margin are added as decimals, then become the nearest doubles, as scores are. */
export function compileLevels(levels: readonly ScoreLevel[], margin: DecimalInput): LevelScale {
  const by = decimal(margin)
  const less = { units: -by.units + 0, scale: by.scale }
  return {
    ids: levels.map(({ id }) => id),
    begins: levels.map(({ gte }) => (gte === undefined ? Number.NEGATIVE_INFINITY : toNumber(decimal(gte)))),
    lost: levels.map(({ gte }) => (gte === undefined ? Number.NEGATIVE_INFINITY : toNumber(addDecimals(decimal(gte), less)))),
    left: levels.map((_, j) => {
      const next = levels[j + 1]?.gte
      return next === undefined ? Number.POSITIVE_INFINITY : toNumber(addDecimals(decimal(next), by))
    }),
  }
}

/**
 * The level of a score. A level is the half-open band [gte, next gte); one held before (`current`) is kept while
 * gte − margin ≤ score < next gte + margin, so that a score that wavers around an edge does not move the customer to and fro.
 *
 * @param current −1 for none
 * @returns index of the level; −1 for a score of NaN or a scale without levels
 */
export function levelIndex(scale: LevelScale, score: number, current = -1): number {
  if (Number.isNaN(score)) return -1
  if (current >= 0 && score >= scale.lost[current] && score < scale.left[current]) return current
  let level = scale.begins.length - 1
  while (level > 0 && score < scale.begins[level]) level--
  return level
}
