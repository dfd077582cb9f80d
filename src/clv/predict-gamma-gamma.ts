import { type Reason, reason } from '../core/reason.js'
import type { GammaGammaModel } from './fit-gamma-gamma.js'
import { expectedSpend } from './gamma-gamma.js'
import type { HistoryRow, HistoryTable } from './history.js'

export interface SpendPrediction {
  readonly kind: 'spendprediction'
  readonly format: 1
  readonly model: { readonly kind: string; readonly id: string }
  readonly length: number
  /** Mean value of a future purchase, major units; NaN for prospects and where no finite mean exists. */
  readonly columns: { readonly expectedSpend: Float64Array }
  readonly issues: readonly Reason[]
}

/**
 * What the next purchases of each customer will be worth on average: their own mean so far, drawn towards that of all customers, the more so the fewer they made.
 *
 * A customer without a usable own mean (no repeat purchase, or repeat purchases that net to zero or less) gets the mean over all customers. Where that or
 * the customer's own mean is infinite (q ≤ 1, px + q ≤ 1) the figure is missing, with an issue `clv.spend.no-mean`.
 *
 * @param subject a table as `summarize` makes it (→ a table of equal length and order), or one row (→ a row)
 */
export function predictGammaGamma(model: GammaGammaModel, subject: HistoryTable): SpendPrediction
export function predictGammaGamma(model: GammaGammaModel, subject: HistoryRow): { readonly expectedSpend?: number }
export function predictGammaGamma(
  model: GammaGammaModel,
  subject: HistoryTable | HistoryRow,
): SpendPrediction | { readonly expectedSpend?: number } {
  if (!('columns' in subject)) {
    const row = subject as HistoryRow
    const value = spendOf(model, row.frequency, row.monetary ?? Number.NaN)
    return Number.isNaN(value) ? {} : { expectedSpend: value }
  }
  const { length, columns } = subject as HistoryTable
  const out = new Float64Array(length)
  let missing = 0
  for (let i = 0; i < length; i++) {
    out[i] = spendOf(model, columns.frequency[i], columns.monetary === undefined ? Number.NaN : columns.monetary[i])
    if (Number.isNaN(out[i]) && columns.frequency[i] >= 0) missing++
  }
  return {
    kind: 'spendprediction',
    format: 1,
    model: { kind: model.kind, id: model.id },
    length,
    columns: { expectedSpend: out },
    issues: missing > 0 ? [reason('clv.spend.no-mean', 'warning', { q: model.params.q, customers: missing })] : [],
  }
}

function spendOf({ params }: GammaGammaModel, x: number, m: number): number {
  if (!(x >= 0)) return Number.NaN
  const own = x > 0 && m > 0 && m < Number.POSITIVE_INFINITY
  const value = own ? expectedSpend(params, x, m) : expectedSpend(params, 0, 0)
  return value > 0 && value < Number.POSITIVE_INFINITY ? value : Number.NaN
}
