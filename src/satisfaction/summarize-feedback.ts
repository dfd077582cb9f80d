/** What each customer complained about and how they were served: one row per customer, ready to stand beside other measures. */

import { median } from '../core/math/quantile.js'
import type { Issue } from '../core/reason.js'
import type { Row, Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { dayAt, zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { feedbackOf } from './feedback.js'

export type FeedbackColumns = {
  readonly customerId: readonly string[]
  readonly feedback: Float64Array
  readonly complaints: Float64Array
  /** Feedback without an answer as of `asOf`. */
  readonly unanswered: Float64Array
  /** Complaints without a solution as of `asOf`. */
  readonly unsolved: Float64Array
  /** Median hours to an answer, of what was answered; NaN without any, as in the columns below. */
  readonly answerHours: Float64Array
  /** Calendar days from the last complaint to asOf. */
  readonly complaintDays: Float64Array
}

export interface FeedbackTable extends Table<FeedbackColumns> {
  readonly kind: 'feedback'
  readonly format: 1
  readonly asOf: string
  readonly issues: readonly Issue[]
}

export type FeedbackRow = Row<FeedbackColumns>

export interface SummarizeFeedbackOptions {
  readonly asOf: AsOf
  /** Fact types that are feedback. Default `['feedback']`. */
  readonly types?: readonly string[]
}

/** Complaints, answers and what is open, of every listed customer in their order. */
export function summarizeFeedback(facts: Facts, options: SummarizeFeedbackOptions): FeedbackTable {
  const zone = zoneOf(facts.timeZone, facts.zones)
  const moment = momentOf(options.asOf, zone)
  const given = feedbackOf(facts, options.types ?? ['feedback'], moment.before)
  const length = facts.customers.ids.length
  const column = (): Float64Array => new Float64Array(length)
  const [feedback, complaints, unanswered, unsolved] = [column(), column(), column(), column()]
  const answerHours = column().fill(Number.NaN)
  const complaintDays = column().fill(Number.NaN)
  const times = new Map<number, number[]>()
  for (let k = 0; k < given.length; k++) {
    const c = facts.columns.customer[given.fact[k]]
    feedback[c]++
    if (Number.isNaN(given.answerHours[k])) unanswered[c]++
    else times.set(c, [...(times.get(c) ?? []), given.answerHours[k]])
    if (!given.isComplaint[k]) continue
    complaints[c]++
    if (Number.isNaN(given.solveHours[k])) unsolved[c]++
    complaintDays[c] = moment.day - dayAt(zone, facts.columns.at[given.fact[k]])
  }
  for (const [c, hours] of times) answerHours[c] = median(hours)
  return {
    kind: 'feedback',
    format: 1,
    asOf: formatDate(moment.day),
    issues: given.issues,
    length,
    columns: { customerId: facts.customers.ids, feedback, complaints, unanswered, unsolved, answerHours, complaintDays },
  }
}
