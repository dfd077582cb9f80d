import type { CriterionBase } from './base.js'
import type { CriterionResult } from './parts.js'

/** Purchase cycle (购买周期): mean days between successive purchase days, (last − first) / (days − 1). None for a single purchase day. */
export function purchaseCycle({ summary }: CriterionBase): CriterionResult {
  return { values: summary.columns.meanGapDays, parts: [] }
}
