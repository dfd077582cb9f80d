/** From counts of answers to a score with its interval: the kernels under `scoreSatisfaction`, for dashboards that count by themselves. */

import { UsageError } from '../core/errors.js'
import { normalQuantile, studentQuantile, wilson } from '../core/math/normal.js'
import type { Scale } from './scales.js'

/** Answers of one group, counted. */
export interface Tally {
  readonly answers: number
  readonly top: number
  readonly middle: number
  readonly bottom: number
  /** Σ answers and Σ answers². Whole numbers. */
  readonly sum: number
  readonly squares: number
}

/**
 * - `satisfaction.score.scored`
 * - `satisfaction.score.too-few` — fewer answers than `minAnswers`: the score is there, and its interval says how little it means
 * - `satisfaction.score.no-spread` — all answers of a mean are the same: no interval can be told from them
 * - `satisfaction.score.none` — no answer: no score
 */
export type SatisfactionCode = (typeof SATISFACTION_CODES)[number]

export const SATISFACTION_CODES = [
  'satisfaction.score.scored',
  'satisfaction.score.too-few',
  'satisfaction.score.no-spread',
  'satisfaction.score.none',
] as const

export interface Score {
  readonly answers: number
  /** Absent without answers. */
  readonly score?: number
  /** The interval at the confidence asked for; absent where it cannot be told. */
  readonly low?: number
  readonly high?: number
  readonly code: SatisfactionCode
}

export interface ScoreAnswersOptions {
  /** Default 0.95. */
  readonly confidence?: number
  /** Default 10. */
  readonly minAnswers?: number
}

/**
 * Net promoter score, −100 … 100, with the adjusted Wald interval: three imagined answers, ¾ promoters and ¾ detractors, keep it honest in small samples.
 *
 *   n' = n + 3,  p' = (promoters + ¾)/n',  d' = (detractors + ¾)/n'
 *   100 · (p' − d' ± z √((p' + d' − (p' − d')²)/n')), cut at ±100, beyond which no score lies; a single answer's reaches to the answer itself
 *
 * @param counts whole numbers ≥ 0
 * @throws UsageError `tierwise.satisfaction.counts`, `tierwise.satisfaction.confidence`, `tierwise.satisfaction.min-answers`
 * @source B. Rocks (2016), The American Statistician 70, 365–372 (the adjusted Wald interval; variance of a net share)
 * @example
 * scoreNps({ promoters: 40, passives: 30, detractors: 30 })
 */
export function scoreNps(
  counts: { readonly promoters: number; readonly passives: number; readonly detractors: number },
  options: ScoreAnswersOptions = {},
): Score {
  const { promoters, passives, detractors } = counts
  const answers = promoters + passives + detractors
  checkCounts([promoters, passives, detractors])
  return withCode(answers, options, (z) => {
    const n = answers + 3
    const p = (promoters + 0.75) / n
    const d = (detractors + 0.75) / n
    const spread = z * Math.sqrt((p + d - (p - d) ** 2) / n)
    const score = (100 * (promoters - detractors)) / answers
    return {
      score,
      low: Math.min(score, 100 * Math.max(-1, p - d - spread)),
      high: Math.max(score, 100 * Math.min(1, p - d + spread)),
    }
  })
}

/**
 * Share of satisfied, 0 … 1, with Wilson's interval.
 * @throws UsageError as `scoreNps`
 */
export function scoreCsat(counts: { readonly satisfied: number; readonly answers: number }, options: ScoreAnswersOptions = {}): Score {
  const { satisfied, answers } = counts
  checkCounts([satisfied, answers - satisfied])
  return withCode(answers, options, (z) => ({ score: satisfied / answers, ...wilson(satisfied, answers, z) }))
}

/**
 * Mean answer with Student's interval, mean ± t · s/√n, cut at the ends of the scale.
 * @throws UsageError as `scoreNps`
 */
export function scoreCes(
  tally: Pick<Tally, 'answers' | 'sum' | 'squares'>,
  options: ScoreAnswersOptions & { readonly scale?: Pick<Scale, 'lowest' | 'highest'> } = {},
): Score {
  const { answers, sum, squares } = tally
  const { lowest, highest } = options.scale ?? { lowest: 1, highest: 7 }
  return withCode(answers, options, (_, confidence) => {
    const score = sum / answers
    // Σ(x − x̄)² = (n Σx² − (Σx)²)/n: whole numbers until the division, so equal answers have exactly no spread.
    const spread = answers * squares - sum * sum
    if (!(spread > 0)) return { score }
    const error = (studentQuantile(0.5 + confidence / 2, answers - 1) * Math.sqrt(spread / (answers - 1))) / answers
    return { score, low: Math.max(lowest, score - error), high: Math.min(highest, score + error) }
  })
}

/** The score that a scale asks for. */
export function scoreTally(tally: Tally, scale: Scale, options: ScoreAnswersOptions): Score {
  if (scale.score === 'net') return scoreNps({ promoters: tally.top, passives: tally.middle, detractors: tally.bottom }, options)
  if (scale.score === 'share') return scoreCsat({ satisfied: tally.top, answers: tally.answers }, options)
  return scoreCes(tally, { ...options, scale })
}

function withCode(
  answers: number,
  { confidence = 0.95, minAnswers = 10 }: ScoreAnswersOptions,
  score: (z: number, confidence: number) => { score: number; low?: number; high?: number },
): Score {
  if (!(confidence > 0 && confidence < 1)) throw new UsageError('tierwise.satisfaction.confidence', { confidence })
  if (!(minAnswers >= 0 && Number.isFinite(minAnswers))) throw new UsageError('tierwise.satisfaction.min-answers', { minAnswers })
  if (answers === 0) return { answers, code: 'satisfaction.score.none' }
  const scored = score(normalQuantile(0.5 + confidence / 2), confidence)
  const code =
    answers < minAnswers
      ? 'satisfaction.score.too-few'
      : scored.low === undefined
        ? 'satisfaction.score.no-spread'
        : 'satisfaction.score.scored'
  return { answers, ...scored, code }
}

function checkCounts(counts: readonly number[]): void {
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0))
    throw new UsageError('tierwise.satisfaction.counts', { counts: counts.join(', ') })
}
