/** Complaint rate, time to answer, and what is still open: of a base or its groups. */

import { UsageError } from '../core/errors.js'
import { normalQuantile, wilson } from '../core/math/normal.js'
import type { Issue } from '../core/reason.js'
import type { DictionaryColumn, Row, Table } from '../core/table.js'
import type { ComplaintColumns, ComplaintSummary } from './summarize-complaints.js'

export interface ScoreFeedbackOptions {
  /** Default 0.95. */
  readonly confidence?: number
  /** Fewer customers than this and the complaint rate is `too-few`. Default 10. */
  readonly minCustomers?: number
}

/**
 * - `satisfaction.feedback.scored`
 * - `satisfaction.feedback.mostly-open` — more feedback waits for an answer than has one: the median of the answered flatters
 * - `satisfaction.feedback.too-few` — too few customers for a rate
 * - `satisfaction.feedback.none` — no customer bought or complained
 */
export type FeedbackCode = (typeof FEEDBACK_CODES)[number]

export const FEEDBACK_CODES = [
  'satisfaction.feedback.scored',
  'satisfaction.feedback.mostly-open',
  'satisfaction.feedback.too-few',
  'satisfaction.feedback.none',
] as const

export type FeedbackScoreColumns = ComplaintColumns & {
  /** complainers / customers with Wilson's interval, 0 … 1. */
  readonly complaintRate: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  /** Complaints per order, refunded or not; may pass 1. */
  readonly complaintsPerOrder: Float64Array
  readonly code: DictionaryColumn<FeedbackCode>
}

export interface FeedbackScoreTable extends Table<FeedbackScoreColumns> {
  readonly kind: 'feedback-scores'
  readonly format: 1
  readonly asOf: string
  readonly confidence: number
  /** Times that could not be used, by kind; such feedback counts as open. */
  readonly issues: readonly Issue[]
}

export type FeedbackScoreRow = Row<FeedbackScoreColumns>

/**
 * How often customers complain, how soon they are answered, how much is left open, and how far to trust that.
 *
 * @param summary as `summarizeComplaints` makes it, or counted in a warehouse
 * @throws UsageError `tierwise.satisfaction.confidence`, `tierwise.satisfaction.min-customers`
 */
export function scoreFeedback(summary: ComplaintSummary, options: ScoreFeedbackOptions = {}): FeedbackScoreTable {
  const { confidence = 0.95, minCustomers = 10 } = options
  if (!(confidence > 0 && confidence < 1)) throw new UsageError('tierwise.satisfaction.confidence', { confidence })
  if (!(minCustomers >= 0 && Number.isFinite(minCustomers))) throw new UsageError('tierwise.satisfaction.min-customers', { minCustomers })
  const { length, columns } = summary
  const { customers, complainers, orders, complaints, feedback, unanswered } = columns
  const z = normalQuantile(0.5 + confidence / 2)
  const column = (): Float64Array => new Float64Array(length).fill(Number.NaN)
  const [complaintRate, low, high, complaintsPerOrder] = [column(), column(), column(), column()]
  const code = new Uint8Array(length)
  for (let r = 0; r < length; r++) {
    const [k, n] = [complainers[r], customers[r]]
    if (n > 0) {
      complaintRate[r] = k / n
      const interval = wilson(k, n, z)
      low[r] = interval.low
      high[r] = interval.high
    }
    if (orders[r] > 0) complaintsPerOrder[r] = complaints[r] / orders[r]
    code[r] = n === 0 ? 3 : n < minCustomers ? 2 : 2 * unanswered[r] > feedback[r] ? 1 : 0
  }
  return {
    ...summary,
    kind: 'feedback-scores',
    confidence,
    columns: { ...columns, complaintRate, low, high, complaintsPerOrder, code: { codes: code, values: FEEDBACK_CODES } },
  }
}
