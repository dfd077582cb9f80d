/** What each customer said last: one row per customer, ready to stand beside other measures. */

import type { Issue } from '../core/reason.js'
import type { DictionaryColumn, Row, Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { dayAt, zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { answersTo } from './answers.js'
import { standardScales } from './scales.js'

export type NpsGroup = 'promoter' | 'passive' | 'detractor'

export type AnswersColumns = {
  readonly customerId: readonly string[]
  /** The latest answer, 0 … 10; NaN without one, as in the columns below. */
  readonly nps: Float64Array
  readonly npsGroup: DictionaryColumn<NpsGroup>
  /** 1 … 5 */
  readonly csat: Float64Array
  /** 1 … 7 */
  readonly ces: Float64Array
  /** Answers to the three that count. */
  readonly answers: Float64Array
  /** Epoch ms of the latest of them. */
  readonly answeredAt: Float64Array
  /** Calendar days from it to asOf. */
  readonly answeredDays: Float64Array
}

export interface AnswersTable extends Table<AnswersColumns> {
  readonly kind: 'answers'
  readonly format: 1
  readonly asOf: string
  readonly issues: readonly Issue[]
}

export type AnswersRow = Row<AnswersColumns>

export interface SummarizeAnswersOptions {
  readonly asOf: AsOf
}

/** Latest answers to NPS, CSAT and CES of every listed customer, in their order. Answers off the scale are left out and reported. */
export function summarizeAnswers(facts: Facts, options: SummarizeAnswersOptions): AnswersTable {
  const zone = zoneOf(facts.timeZone, facts.zones)
  const moment = momentOf(options.asOf, zone)
  const length = facts.customers.ids.length
  const column = (): Float64Array => new Float64Array(length).fill(Number.NaN)
  const latest = { nps: column(), csat: column(), ces: column() }
  const answeredAt = column()
  const answers = new Float64Array(length)
  const issues: Issue[] = []
  for (const survey of ['nps', 'csat', 'ces'] as const) {
    const { score, issues: found } = answersTo(facts, survey, standardScales[survey], moment.before)
    issues.push(...found)
    for (let i = 0; i < facts.length; i++) {
      if (Number.isNaN(score[i])) continue
      const c = facts.columns.customer[i]
      latest[survey][c] = score[i] // facts are in time order
      answers[c]++
      answeredAt[c] = Number.isNaN(answeredAt[c]) ? facts.columns.at[i] : Math.max(answeredAt[c], facts.columns.at[i])
    }
  }
  const { topFrom, bottomTo } = standardScales.nps
  return {
    kind: 'answers',
    format: 1,
    asOf: formatDate(moment.day),
    issues,
    length,
    columns: {
      customerId: facts.customers.ids,
      nps: latest.nps,
      npsGroup: {
        codes: Int8Array.from(latest.nps, (nps) => (Number.isNaN(nps) ? -1 : nps >= topFrom ? 0 : nps > bottomTo ? 1 : 2)),
        values: ['promoter', 'passive', 'detractor'],
      },
      csat: latest.csat,
      ces: latest.ces,
      answers,
      answeredAt,
      answeredDays: answeredAt.map((at) => (Number.isNaN(at) ? at : moment.day - dayAt(zone, at))),
    },
  }
}
