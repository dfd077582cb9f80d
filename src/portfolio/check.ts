/** What a schema cannot say about a recipe: names that must exist, and be nobody else's. */

import { type Reason, reason } from '../core/reason.js'
import { checkLevels, checkScorecard } from '../scorecard/check.js'
import { isColumn } from './columns.js'
import type { TierTableRecipe } from './definition.js'
import { isNine, isPlainMeasure } from './figures.js'

export function checkTierTable(recipe: TierTableRecipe): readonly Reason[] {
  const { by, scorecard, columns, measures, inputs } = recipe
  const own = [...Object.keys(measures).map((id) => ['measures', id]), ...inputs.map((_, i) => ['inputs', i])]
  const ownNames = [...Object.keys(measures), ...inputs]
  const isMeasure = (name: string): boolean => isNine(name) || isPlainMeasure(name) || ownNames.includes(name)
  const issues = checkScorecard(scorecard).map((issue) => under(['scorecard'], issue))
  if (typeof by === 'object') {
    const [path, ladder] = 'rfm' in by ? [['by', 'rfm'], by.rfm] : [['by', 'ladder'], by.ladder]
    issues.push(...checkLevels(ladder).map((issue) => under(path, issue)))
    if ('measure' in by && !isMeasure(by.measure)) issues.push(unknown(['by', 'measure'], by.measure))
  }
  for (const [i, { measure }] of scorecard.criteria.entries())
    if (!isMeasure(measure)) issues.push(unknown(['scorecard', 'criteria', i, 'measure'], measure))
  for (const [i, name] of columns.entries())
    if (!isColumn(recipe, name, isMeasure))
      issues.push(reason('portfolio.column.unknown', 'error', { column: name }, { path: ['columns', i] }))
  for (const [i, name] of ownNames.entries()) {
    const taken = isNine(name) || isPlainMeasure(name) || ownNames.indexOf(name) < i || isColumn(recipe, name, () => false)
    if (taken) issues.push(reason('portfolio.measure.taken', 'error', { measure: name }, { path: own[i] }))
  }
  return issues
}

function unknown(path: readonly (string | number)[], measure: string): Reason {
  return reason('portfolio.measure.unknown', 'error', { measure }, { path })
}

function under(path: readonly (string | number)[], issue: Reason): Reason {
  return { ...issue, path: [...path, ...(issue.path ?? [])] }
}
