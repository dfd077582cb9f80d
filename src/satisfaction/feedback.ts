/** Feedback among the facts: complaints, and when they were answered and solved — as known on a given day. */

import { type Issue, reason } from '../core/reason.js'
import { type Instant, parseInstant } from '../core/time/instant.js'
import type { Facts } from '../facts/facts.js'

/** One entry per feedback before the instant, in time order. */
export interface Feedback {
  readonly length: number
  /** Row of the fact. */
  readonly fact: Int32Array
  readonly isComplaint: Uint8Array
  /** Hours from opening to answer and to solution; NaN while open. An answer that only solved counts as answered. */
  readonly answerHours: Float64Array
  readonly solveHours: Float64Array
  readonly issues: readonly Issue[]
}

const MS_PER_HOUR = 3_600_000

/** Feedback of the given types. `answeredAt` and `solvedAt` are ISO instants; what lies at or after `before` has not happened yet. */
export function feedbackOf(facts: Facts, types: readonly string[], before: Instant): Feedback {
  const { type, at, attributes, id } = facts.columns
  const isFeedback = type.values.map((value) => types.includes(value))
  const fact: number[] = []
  const isComplaint: number[] = []
  const answerHours: number[] = []
  const solveHours: number[] = []
  const problems = new Map<string, { attribute: string; count: number; first: string | undefined }>()
  const hoursTo = (i: number, attribute: 'answeredAt' | 'solvedAt'): number => {
    const given = attributes?.[i]?.[attribute]
    if (given === undefined || given === null || given === '') return Number.NaN
    const then = typeof given === 'string' ? parseInstant(given) : typeof given === 'number' ? given : Number.NaN
    if (then >= before) return Number.NaN
    if (then >= at[i]) return (then - at[i]) / MS_PER_HOUR
    const code = Number.isNaN(then) ? 'satisfaction.time.unreadable' : 'satisfaction.time.before-opened'
    const problem = problems.get(`${code} ${attribute}`) ?? { attribute, count: 0, first: id?.[i] }
    problem.count++
    problems.set(`${code} ${attribute}`, problem)
    return Number.NaN
  }
  for (let i = 0; i < facts.length && at[i] < before; i++) {
    if (!isFeedback[type.codes[i]]) continue
    const answered = hoursTo(i, 'answeredAt')
    const solved = hoursTo(i, 'solvedAt')
    fact.push(i)
    isComplaint.push(isTrue(attributes?.[i]?.complaint) ? 1 : 0)
    answerHours.push(Number.isNaN(answered) ? solved : answered)
    solveHours.push(solved)
  }
  const issues = [...problems]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, { attribute, count, first }]) => reason(key.split(' ')[0], 'warning', { attribute, count, first: first ?? null }))
  return {
    length: fact.length,
    fact: Int32Array.from(fact),
    isComplaint: Uint8Array.from(isComplaint),
    answerHours: Float64Array.from(answerHours),
    solveHours: Float64Array.from(solveHours),
    issues,
  }
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}
