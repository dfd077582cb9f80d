/** How often customers complained, how soon they were answered, how much is open: the counts under a feedback score, of a base or its groups. */

import { median } from '../core/math/quantile.js'
import type { Issue } from '../core/reason.js'
import type { DictionaryColumn, NumberColumn, Table } from '../core/table.js'
import { momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { feedbackOf } from './feedback.js'
import { type GroupOptions, groupsOf } from './groups.js'

export interface SummarizeComplaintsOptions extends GroupOptions {
  /** Fact types that are feedback. Default `['feedback']`. */
  readonly types?: readonly string[]
  /** Fact types that are orders. Default `['purchase']`. */
  readonly purchases?: readonly string[]
}

export type ComplaintColumns = {
  readonly group: DictionaryColumn
  readonly period: readonly (string | undefined)[]
  /** Customers who bought or complained, and those of them who complained. */
  readonly customers: NumberColumn
  readonly complainers: NumberColumn
  readonly orders: NumberColumn
  readonly complaints: NumberColumn
  /** All feedback, complaints among it. */
  readonly feedback: NumberColumn
  /** Without an answer as of `asOf`. */
  readonly unanswered: NumberColumn
  /** Complaints without a solution as of `asOf`. */
  readonly unsolved: NumberColumn
  /** Median hours from opening to answer, of what was answered. */
  readonly answerHours: NumberColumn
  /** Median hours from opening to solution, of complaints that were solved. */
  readonly solveHours: NumberColumn
}

export interface ComplaintSummary extends Table<ComplaintColumns> {
  readonly kind: 'complaint-summary'
  readonly format: 1
  readonly asOf: string
  /** Times that could not be used, by kind; such feedback counts as open. */
  readonly issues: readonly Issue[]
}

/**
 * Feedback counts on the day it was opened; whether it is answered or solved is judged as of `asOf`, so a past month's figures improve as its
 * complaints are solved.
 *
 * @throws UsageError those of the groups
 */
export function summarizeComplaints(facts: Facts, options: SummarizeComplaintsOptions): ComplaintSummary {
  const { types = ['feedback'], purchases = ['purchase'] } = options
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
  return {
    kind: 'complaint-summary',
    format: 1,
    asOf: formatDate(moment.day),
    issues: given.issues,
    length: groups.length,
    columns: {
      group: groups.group,
      period: groups.period,
      customers: Float64Array.from(active, (set) => set.size),
      complainers: Float64Array.from(complained, (set) => set.size),
      orders,
      complaints,
      feedback,
      unanswered,
      unsolved,
      answerHours: Float64Array.from(answerTimes, median),
      solveHours: Float64Array.from(solveTimes, median),
    },
  }
}
