/** NPS, CSAT, CES: scores of a base or its groups, with intervals. */

import { UsageError } from '../core/errors.js'
import type { Issue } from '../core/reason.js'
import type { DictionaryColumn, Row, Table } from '../core/table.js'
import { momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { answersTo, surveyName } from './answers.js'
import { type GroupOptions, groupsOf } from './groups.js'
import { type Scale, standardScales } from './scales.js'
import { SATISFACTION_CODES, type SatisfactionCode, type ScoreAnswersOptions, scoreTally } from './score-answers.js'

export interface ScoreSatisfactionOptions extends GroupOptions, ScoreAnswersOptions {
  /** The survey's name in the answers: `'nps'`, `'csat'`, `'ces'` or the host's own. */
  readonly survey: string
  /** Needed for a survey of the host's own; replaces the standard one otherwise. */
  readonly scale?: Scale
  /** Default `'latest'`: one answer per customer (and period), so that who answers often does not weigh more. The intervals take answers as independent, which `'all'` stretches. */
  readonly answers?: 'latest' | 'all'
}

export type SatisfactionColumns = {
  /** Missing for those without a group, and when the base is one group. */
  readonly group: DictionaryColumn
  /** First day of the period, `YYYY-MM-DD`; missing when all time is one. */
  readonly period: readonly (string | undefined)[]
  readonly answers: Float64Array
  /** Promoters, satisfied, easy. */
  readonly top: Float64Array
  readonly middle: Float64Array
  /** Detractors, dissatisfied, hard. */
  readonly bottom: Float64Array
  /** In the unit of the scale's score: −100 … 100, a share, or a mean. */
  readonly score: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  readonly code: DictionaryColumn<SatisfactionCode>
}

export interface SatisfactionTable extends Table<SatisfactionColumns> {
  readonly kind: 'satisfaction'
  readonly format: 1
  readonly survey: string
  readonly scale: Scale
  readonly asOf: string
  readonly confidence: number
  /** Answers that could not be counted, by kind. */
  readonly issues: readonly Issue[]
}

export type SatisfactionRow = Row<SatisfactionColumns>

/**
 * How satisfied customers are, how sure that is, and where answers are too few to say. Formulas: `scoreNps`, `scoreCsat`, `scoreCes`.
 *
 * Answers off the scale, between its steps or unreadable are left out and reported in `issues`. A table without answers has one row, with code
 * `satisfaction.score.none`.
 *
 * @throws UsageError `tierwise.satisfaction.scale` for a survey without a scale, or one whose ends or cuts are in disorder; and those of the options
 */
export function scoreSatisfaction(facts: Facts, options: ScoreSatisfactionOptions): SatisfactionTable {
  const survey = surveyName(options.survey)
  const scale = options.scale ?? (Object.hasOwn(standardScales, survey) ? standardScales[survey as 'nps'] : undefined)
  if (scale === undefined || !isOrdered(scale)) throw new UsageError('tierwise.satisfaction.scale', { survey: options.survey })
  const { confidence = 0.95, answers: which = 'latest' } = options
  const { before, day } = momentOf(options.asOf, zoneOf(facts.timeZone, facts.zones))
  const counted = answersTo(facts, survey, scale, before)
  const groups = groupsOf(facts, options, (i) => !Number.isNaN(counted.score[i]))

  const chosen = which === 'all' ? undefined : latestOf(facts, counted.score, groups.periodOf)
  const column = (): Float64Array => new Float64Array(groups.length)
  const [answers, top, middle, bottom, sum, squares] = [column(), column(), column(), column(), column(), column()]
  for (let i = 0; i < facts.length; i++) {
    const r = groups.rowOf(i)
    if (r < 0 || (chosen && !chosen.has(i))) continue
    const value = counted.score[i]
    answers[r]++
    sum[r] += value
    squares[r] += value * value
    if (value >= scale.topFrom) top[r]++
    else if (value <= scale.bottomTo) bottom[r]++
    else middle[r]++
  }

  const [score, low, high] = [column(), column(), column()]
  const code = new Uint8Array(groups.length)
  for (let r = 0; r < groups.length; r++) {
    const tally = { answers: answers[r], top: top[r], middle: middle[r], bottom: bottom[r], sum: sum[r], squares: squares[r] }
    const scored = scoreTally(tally, scale, options)
    score[r] = scored.score ?? Number.NaN
    low[r] = scored.low ?? Number.NaN
    high[r] = scored.high ?? Number.NaN
    code[r] = SATISFACTION_CODES.indexOf(scored.code)
  }
  return {
    kind: 'satisfaction',
    format: 1,
    survey,
    scale,
    asOf: formatDate(day),
    confidence,
    issues: counted.issues,
    length: groups.length,
    columns: {
      group: groups.group,
      period: groups.period,
      answers,
      top,
      middle,
      bottom,
      score,
      low,
      high,
      code: { codes: code, values: SATISFACTION_CODES },
    },
  }
}

/** Each customer's last answer in each period. */
function latestOf(facts: Facts, score: Float64Array, periodOf: (fact: number) => number): Set<number> {
  const last = new Map<number, number>()
  const customers = facts.customers.ids.length
  for (let i = 0; i < facts.length; i++) {
    const period = periodOf(i)
    if (period >= 0 && !Number.isNaN(score[i])) last.set(period * customers + facts.columns.customer[i], i)
  }
  return new Set(last.values())
}

function isOrdered({ lowest, highest, topFrom, bottomTo }: Scale): boolean {
  return lowest < highest && lowest <= bottomTo && bottomTo < topFrom && topFrom <= highest
}
