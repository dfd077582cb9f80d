/** Complaint rate, time to answer, and what is still open: of a base or its groups. */

import { UsageError } from '../core/errors.js'
import { normalQuantile, wilson } from '../core/math/normal.js'
import { median } from '../core/math/quantile.js'
import type { Issue } from '../core/reason.js'
import type { DictionaryColumn, Row, Table } from '../core/table.js'
import { momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { feedbackOf } from './feedback.js'
import { type GroupOptions, groupsOf } from './groups.js'

export interface ScoreFeedbackOptions extends GroupOptions {
  /** Fact types that are feedback. Default `['feedback']`. */
  readonly types?: readonly string[]
  /** Fact types that are orders. Default `['purchase']`. */
  readonly purchases?: readonly string[]
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

export type FeedbackScoreColumns = {
  readonly group: DictionaryColumn
  readonly period: readonly (string | undefined)[]
  /** Customers who bought or complained, and those of them who complained. */
  readonly customers: Float64Array
  readonly complainers: Float64Array
  /** complainers / customers with Wilson's interval, 0 … 1. */
  readonly complaintRate: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  readonly orders: Float64Array
  readonly complaints: Float64Array
  /** Complaints per order, refunded or not; may pass 1. */
  readonly complaintsPerOrder: Float64Array
  /** All feedback, complaints among it. */
  readonly feedback: Float64Array
  /** Without an answer as of `asOf`. */
  readonly unanswered: Float64Array
  /** Complaints without a solution as of `asOf`. */
  readonly unsolved: Float64Array
  /** Median hours from opening to answer, of what was answered. */
  readonly answerHours: Float64Array
  /** Median hours from opening to solution, of complaints that were solved. */
  readonly solveHours: Float64Array
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
 * How often customers complain, how soon they are answered, how much is left open. Feedback counts on the day it was opened; whether it is
 * answered or solved is judged as of `asOf`, so a past month's figures improve as its complaints are solved.
 *
 * @throws UsageError `tierwise.satisfaction.confidence`, `tierwise.satisfaction.min-customers` and those of the groups
 */
export function scoreFeedback(facts: Facts, options: ScoreFeedbackOptions): FeedbackScoreTable {
  const { types = ['feedback'], purchases = ['purchase'], confidence = 0.95, minCustomers = 10 } = options
  if (!(confidence > 0 && confidence < 1)) throw new UsageError('tierwise.satisfaction.confidence', { confidence })
  if (!(minCustomers >= 0 && Number.isFinite(minCustomers))) throw new UsageError('tierwise.satisfaction.min-customers', { minCustomers })
  const moment = momentOf(options.asOf, zoneOf(facts.timeZone, facts.zones))
  const { customer, type } = facts.columns
  const isPurchase = type.values.map((value) => purchases.includes(value))
  const isCounted = type.values.map((value) => purchases.includes(value) || types.includes(value))
  const groups = groupsOf(facts, options, (i) => isCounted[type.codes[i]])
  const given = feedbackOf(facts, types, moment.before)

  const column = (): Float64Array => new Float64Array(groups.length)
  const [orders, complaints, feedback, unanswered, unsolved] = [column(), column(), column(), column(), column()]
  const active = Array.from({ length: groups.length }, () => new Set<number>())
  const complained = Array.from({ length: groups.length }, () => new Set<number>())
  const answerTimes = Array.from({ length: groups.length }, (): number[] => [])
  const solveTimes = Array.from({ length: groups.length }, (): number[] => [])
  for (let i = 0; i < facts.length; i++) {
    if (!isPurchase[type.codes[i]]) continue
    const r = groups.rowOf(i)
    if (r < 0) continue
    orders[r]++
    active[r].add(customer[i])
  }
  for (let k = 0; k < given.length; k++) {
    const r = groups.rowOf(given.fact[k])
    if (r < 0) continue
    feedback[r]++
    if (Number.isNaN(given.answerHours[k])) unanswered[r]++
    else answerTimes[r].push(given.answerHours[k])
    if (!given.isComplaint[k]) continue
    complaints[r]++
    active[r].add(customer[given.fact[k]])
    complained[r].add(customer[given.fact[k]])
    if (Number.isNaN(given.solveHours[k])) unsolved[r]++
    else solveTimes[r].push(given.solveHours[k])
  }

  const z = normalQuantile(0.5 + confidence / 2)
  const [complaintRate, low, high, complaintsPerOrder] = [column(), column(), column(), column()]
  const code = new Uint8Array(groups.length)
  for (let r = 0; r < groups.length; r++) {
    const [k, n] = [complained[r].size, active[r].size]
    const interval = n > 0 ? wilson(k, n, z) : { low: Number.NaN, high: Number.NaN }
    complaintRate[r] = n > 0 ? k / n : Number.NaN
    low[r] = interval.low
    high[r] = interval.high
    complaintsPerOrder[r] = orders[r] > 0 ? complaints[r] / orders[r] : Number.NaN
    code[r] = n === 0 ? 3 : n < minCustomers ? 2 : unanswered[r] > answerTimes[r].length ? 1 : 0
  }
  return {
    kind: 'feedback-scores',
    format: 1,
    asOf: formatDate(moment.day),
    confidence,
    issues: given.issues,
    length: groups.length,
    columns: {
      group: groups.group,
      period: groups.period,
      customers: Float64Array.from(active, (set) => set.size),
      complainers: Float64Array.from(complained, (set) => set.size),
      complaintRate,
      low,
      high,
      orders,
      complaints,
      complaintsPerOrder,
      feedback,
      unanswered,
      unsolved,
      answerHours: Float64Array.from(answerTimes, median),
      solveHours: Float64Array.from(solveTimes, median),
      code: { codes: code, values: FEEDBACK_CODES },
    },
  }
}
