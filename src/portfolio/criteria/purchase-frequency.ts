import type { CriterionBase } from './base.js'
import type { CriterionResult } from './parts.js'

/** Purchase frequency (购买频率): orders that were not fully refunded. */
export function purchaseFrequency({ summary }: CriterionBase): CriterionResult {
  return { values: summary.columns.orders, parts: [] }
}
