/** Survey answers among the facts: which count, and what is wrong with the others. */

import { type Issue, reason } from '../core/reason.js'
import type { Instant } from '../core/time/instant.js'
import type { Facts } from '../facts/facts.js'
import type { Scale } from './scales.js'

export interface Answers {
  /** The answer of a fact; NaN for a fact that is none, or none that can be counted. */
  readonly score: Float64Array
  /** One per kind of problem, with its count and the id of the first such answer. */
  readonly issues: readonly Issue[]
}

/** The answers to one survey before an instant. Facts of type `answer` carry `survey` and `score`; case and spaces around the survey's name do not matter. */
export function answersTo(facts: Facts, survey: string, scale: Scale, before: Instant): Answers {
  const { type, at, attributes, id } = facts.columns
  const answer = type.values.indexOf('answer')
  const name = surveyName(survey)
  const score = new Float64Array(facts.length).fill(Number.NaN)
  const problems = new Map<string, { count: number; first: string | undefined }>()
  for (let i = 0; i < facts.length && at[i] < before; i++) {
    const given = attributes?.[i]
    if (type.codes[i] !== answer || given === undefined || surveyName(given.survey) !== name) continue
    const value = numberOf(given.score)
    const code = Number.isNaN(value)
      ? 'satisfaction.answer.unreadable'
      : value < scale.lowest || value > scale.highest
        ? 'satisfaction.answer.off-scale'
        : Number.isInteger(value)
          ? undefined
          : 'satisfaction.answer.not-whole'
    if (code === undefined) score[i] = value
    else {
      const problem = problems.get(code) ?? { count: 0, first: id?.[i] }
      problem.count++
      problems.set(code, problem)
    }
  }
  const issues = [...problems]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([code, { count, first }]) =>
      reason(code, 'warning', { survey: name, count, lowest: scale.lowest, highest: scale.highest, first: first ?? null }),
    )
  return { score, issues }
}

export function surveyName(survey: unknown): string {
  return typeof survey === 'string' ? survey.trim().toLowerCase() : ''
}

/** Scores come as numbers or as their decimal text. */
function numberOf(value: unknown): number {
  if (typeof value === 'number') return value
  return typeof value === 'string' && /^-?\d{1,15}(?:\.\d{1,15})?$/.test(value.trim()) ? Number(value) : Number.NaN
}
