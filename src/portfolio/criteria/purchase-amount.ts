import { currencyExponent } from '../../core/decimal/currency.js'
import { TEN } from '../../core/decimal/decimal.js'
import type { CriterionBase } from './base.js'
import type { CriterionResult } from './parts.js'

/** Purchase amount (购买金额): revenue net of refunds, in major units of the facts' currency. */
export function purchaseAmount({ summary }: CriterionBase): CriterionResult {
  const unit = TEN[currencyExponent(summary.currency) ?? 2]
  return { values: summary.columns.revenueMinor.map((minor) => minor / unit), parts: [] }
}
