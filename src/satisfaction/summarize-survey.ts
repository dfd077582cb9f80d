/** How many customers answered what: the counts under a satisfaction score, of a base or its groups, period by period. */

import { UsageError } from '../core/errors.js'
import type { Issue } from '../core/reason.js'
import type { DictionaryColumn, NumberColumn, Table } from '../core/table.js'
import { momentOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { answersTo, surveyName } from './answers.js'
import { type GroupOptions, groupsOf } from './groups.js'
import { isScale, type Scale, standardScales } from './scales.js'

export interface SummarizeSurveyOptions extends GroupOptions {
  /** The survey's name in the answers: `'nps'`, `'csat'`, `'ces'` or the host's own. */
  readonly survey: string
  /** Needed for a survey of the host's own; replaces the standard one otherwise. */
  readonly scale?: Scale
  /** Default `'latest'`: one answer per customer (and period), so that who answers often does not weigh more. The intervals take answers as independent, which `'all'` stretches. */
  readonly answers?: 'latest' | 'all'
}

export type SurveyColumns = {
  /** Missing for those without a group, and when the base is one group. */
  readonly group: DictionaryColumn
  /** First day of the period, `YYYY-MM-DD`; missing when all time is one. */
  readonly period: readonly (string | undefined)[]
  readonly answers: NumberColumn
  /** Promoters, satisfied, easy. */
  readonly top: NumberColumn
  readonly middle: NumberColumn
  /** Detractors, dissatisfied, hard. */
  readonly bottom: NumberColumn
  /** Σ answers and Σ answers²: what a mean and its interval need. */
  readonly sum: NumberColumn
  readonly squares: NumberColumn
}

export interface SurveySummary extends Table<SurveyColumns> {
  readonly kind: 'survey-summary'
  readonly format: 1
  readonly survey: string
  readonly scale: Scale
  readonly asOf: string
  /** Answers that could not be counted, by kind. */
  readonly issues: readonly Issue[]
}

/**
 * Answers counted by group and period, ready to be scored by `scoreSatisfaction`. A warehouse that counts by itself can make the same columns.
 *
 * Answers off the scale, between its steps or unreadable are left out and reported in `issues`. Without any answer there is one row of zeros.
 *
 * @throws UsageError `tierwise.satisfaction.scale` for a survey without a scale, or one whose ends or cuts are in disorder; and those of the groups
 */
export function summarizeSurvey(facts: Facts, options: SummarizeSurveyOptions): SurveySummary {
  const survey = surveyName(options.survey)
  const scale = options.scale ?? (Object.hasOwn(standardScales, survey) ? standardScales[survey as 'nps'] : undefined)
  if (scale === undefined || !isScale(scale)) throw new UsageError('tierwise.satisfaction.scale', { survey: options.survey })
  const { before, day } = momentOf(options.asOf, zoneOf(facts.timeZone, facts.zones))
  const counted = answersTo(facts, survey, scale, before)
  const groups = groupsOf(facts, options, (i) => !Number.isNaN(counted.score[i]))

  const chosen = options.answers === 'all' ? undefined : latestOf(facts, counted.score, groups.periodOf)
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
  return {
    kind: 'survey-summary',
    format: 1,
    survey,
    scale,
    asOf: formatDate(day),
    issues: counted.issues,
    length: groups.length,
    columns: { group: groups.group, period: groups.period, answers, top, middle, bottom, sum, squares },
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
