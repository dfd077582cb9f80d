/** NPS, CSAT, CES: scores of a base or its groups, with intervals. */

import type { Issue } from '../core/reason.js'
import type { DictionaryColumn, Row, Table } from '../core/table.js'
import type { Scale } from './scales.js'
import { SATISFACTION_CODES, type SatisfactionCode, type ScoreAnswersOptions, scoreTally } from './score-answers.js'
import type { SurveyColumns, SurveySummary } from './summarize-survey.js'

export type SatisfactionColumns = Omit<SurveyColumns, 'sum' | 'squares'> & {
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
 * Rows are those of the summary. One without answers has the code `satisfaction.score.none` and no score.
 *
 * @param summary as `summarizeSurvey` makes it, or counted in a warehouse
 * @throws UsageError `tierwise.satisfaction.counts`, `tierwise.satisfaction.confidence`, `tierwise.satisfaction.min-answers`
 */
export function scoreSatisfaction(summary: SurveySummary, options: ScoreAnswersOptions = {}): SatisfactionTable {
  const { kind: _, length, scale, columns, ...about } = summary
  const { sum, squares, ...kept } = columns
  const column = (): Float64Array => new Float64Array(length).fill(Number.NaN)
  const [score, low, high] = [column(), column(), column()]
  const code = new Uint8Array(length)
  for (let r = 0; r < length; r++) {
    const scored = scoreTally(
      {
        answers: columns.answers[r],
        top: columns.top[r],
        middle: columns.middle[r],
        bottom: columns.bottom[r],
        sum: sum[r],
        squares: squares[r],
      },
      scale,
      options,
    )
    score[r] = scored.score ?? Number.NaN
    low[r] = scored.low ?? Number.NaN
    high[r] = scored.high ?? Number.NaN
    code[r] = SATISFACTION_CODES.indexOf(scored.code)
  }
  return {
    ...about,
    kind: 'satisfaction',
    scale,
    confidence: options.confidence ?? 0.95,
    length,
    columns: { ...kept, score, low, high, code: { codes: code, values: SATISFACTION_CODES } },
  }
}
