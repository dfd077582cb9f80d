/** Why a customer has these scores: every value with the bounds it fell between. */

import { type Reason, reason } from '../core/reason.js'
import { numberOf } from './column.js'
import { compiledRfm, levelOf } from './levels.js'
import type { RfmModel } from './model.js'
import { type RfmRow, type ScoreRfmOptions, scoreRfm } from './score.js'

/**
 * The proof of `scoreRfm(model, row)`: one child per measure, `rfm.measure.scored` with the value (`actual`), its score and the cut points
 * it lies between (`null` at the ends), or the reason why it has none. Contributions (weight · score) add up to the total.
 */
export function explainRfm(model: RfmModel, row: RfmRow, options: ScoreRfmOptions = {}): Reason {
  const score = scoreRfm(model, row, options)
  let context = 0
  const { scales, divisor } = compiledRfm(model)
  const children = scales.map((scale): Reason => {
    const { id, column, bins, cutPoints, nested, weight, better } = scale.measure
    const value = numberOf(row[column])
    const level = levelOf(scale, context, value)
    const cuts = nested?.[context] ?? cutPoints
    context = context * bins + level - 1
    const path = [column]
    if (Number.isNaN(value)) return reason('rfm.value.missing', scale.needed ? 'unknown' : 'info', { measure: id, column }, { path })
    if (!Number.isFinite(value)) return reason('rfm.value.unreadable', 'unknown', { measure: id, column }, { path })
    const passed = better === 'low' ? bins - level : level - 1
    const params = {
      measure: id,
      column,
      value,
      score: level,
      bins,
      from: passed === 0 ? null : cuts[passed - 1],
      to: passed === cuts.length ? null : cuts[passed],
      onCut: model.onCut,
      weight,
      contribution: (scale.units * level) / divisor,
    }
    return reason('rfm.measure.scored', 'info', params, { path, actual: value })
  })
  if (score.unscored !== undefined) return reason('rfm.customer.unscored', 'unknown', { because: score.unscored }, { children })
  const params = { cell: score.cell ?? '', score: score.score ?? null, ...(score.segment === undefined ? {} : { segment: score.segment }) }
  return reason('rfm.customer.scored', 'info', params, { children })
}
