import { bgNbdFuture } from './bgnbd.js'
import type { BgNbdModel } from './fit-bgnbd.js'
import type { HistoryRow, HistoryTable } from './history.js'
import { type PredictPurchasesOptions, type PurchasePrediction, type PurchaseRow, predictNbd, predictNbdRow } from './predict-nbd.js'

/**
 * How likely each customer is still one, and what to expect of them, by a fitted BG/NBD model.
 *
 * @param subject a table as `summarize` makes it (→ a table of equal length and order), or one row (→ a row)
 * @returns `pAlive`; with `horizon` also `expectedPurchases` and `pAny`; with a discount `discountedPurchases`; with `interval` `…Low` and `…High` of each
 * @throws UsageError `clv.horizon.invalid`, `clv.discount.invalid`, `clv.interval.invalid`, `clv.period.unknown`, `clv.covariate.missing`
 */
export function predictBgNbd(model: BgNbdModel, subject: HistoryTable, options?: PredictPurchasesOptions): PurchasePrediction
export function predictBgNbd(model: BgNbdModel, subject: HistoryRow, options?: PredictPurchasesOptions): PurchaseRow
export function predictBgNbd(
  model: BgNbdModel,
  subject: HistoryTable | HistoryRow,
  options: PredictPurchasesOptions = {},
): PurchasePrediction | PurchaseRow {
  return 'columns' in subject
    ? predictNbd(bgNbdFuture, model, subject as HistoryTable, options)
    : predictNbdRow(bgNbdFuture, model, subject as HistoryRow, options)
}
