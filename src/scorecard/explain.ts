/** Why a score is what it is: each criterion's value, band, points and contribution, and what the level hangs on. */

import { TEN } from '../core/decimal/decimal.js'
import { type Reason, reason, type Scalar } from '../core/reason.js'
import { type CompiledScorecard, compiledScorecard } from './compile.js'
import type { ScoreBand, ScorecardCriterion, ScorecardDefinition, ScorecardInput } from './definition.js'
import { levelIndex } from './levels.js'
import { emptyScored, type Scored, type ScoreRowOptions, scoreValues, valuesOf } from './score.js'

export interface ScorecardExplanation {
  readonly score?: number
  readonly level?: string
  readonly coverage: number
  /**
   * One reason per criterion, in the order of the card, then one for the level.
   * `scorecard.criterion.scored`: `actual` is the value; params carry the edges of the band, points, weight, and contribution, which add up to the score.
   */
  readonly reasons: readonly Reason[]
}

/** The proof of `scoreScorecard` on the same inputs. */
export function explainScorecard(card: ScorecardDefinition, row: ScorecardInput, options: ScoreRowOptions = {}): ScorecardExplanation {
  const compiled = compiledScorecard(card)
  const values = valuesOf(compiled, row)
  const scored = emptyScored(compiled)
  scoreValues(compiled, values, scored)
  const score = scored.units / TEN[compiled.places]
  const held = options.current === undefined ? -1 : compiled.levels.ids.indexOf(options.current)
  const level = levelIndex(compiled.levels, score, held)
  return {
    ...(Number.isNaN(score) ? {} : { score }),
    ...(level < 0 ? {} : { level: compiled.levels.ids[level] }),
    coverage: scored.coverage,
    reasons: [
      ...card.criteria.map((criterion, i) => criterionReason(compiled, criterion, i, values[i], scored)),
      levelReason(compiled, scored, level, held >= 0),
    ],
  }
}

function criterionReason(card: CompiledScorecard, criterion: ScorecardCriterion, i: number, value: number, scored: Scored): Reason {
  const { id, measure, weight, missing, idle } = criterion
  const compiled = card.criteria[i]
  const path = ['criteria', i]
  const contribution = scored.contributions[i] / TEN[card.places]
  const counts: Record<string, Scalar> = Number.isNaN(contribution) ? {} : { points: scored.points[i] / TEN[card.pointScale], contribution }
  const band = scored.bands[i]
  if (band < 0 && (compiled.curve === undefined || Number.isNaN(value))) {
    const policy = typeof missing === 'object' ? 'points' : missing
    return reason(`scorecard.criterion.${idle ?? 'missing'}`, 'unknown', { criterion: id, measure, weight, policy, ...counts }, { path })
  }
  const bandParams = criterion.bands && band >= 0 ? bandEdges(criterion.bands[band]) : {}
  return reason('scorecard.criterion.scored', 'info', { criterion: id, measure, weight, ...bandParams, ...counts }, { path, actual: value })
}

function bandEdges({ points: _, ...band }: ScoreBand): Record<string, Scalar> {
  return { ...band }
}

function levelReason(card: CompiledScorecard, scored: Scored, level: number, isHeld: boolean): Reason {
  const { levels, places } = card
  if (Number.isNaN(scored.units)) return reason('scorecard.score.unknown', 'unknown', { coverage: scored.coverage })
  const score = scored.units / TEN[places]
  if (level < 0) return reason('scorecard.level.none', 'unknown', {}, { actual: score })
  const plain = levelIndex(levels, score)
  // Whoever holds a level must clear the next one by the margin.
  const next = level + 1 < levels.ids.length ? (isHeld ? levels.left[level] : levels.begins[level + 1]) : undefined
  const upward = next === undefined || score >= next ? {} : { required: next, missing: Number((next - score).toFixed(12)) }
  if (plain !== level)
    return reason('scorecard.level.held', 'info', { level: levels.ids[level], without: levels.ids[plain] }, { actual: score, ...upward })
  const params: Record<string, Scalar> = { level: levels.ids[level] }
  if (level + 1 < levels.ids.length) params.next = levels.ids[level + 1]
  return reason('scorecard.level.reached', 'met', params, { actual: score, ...upward })
}
