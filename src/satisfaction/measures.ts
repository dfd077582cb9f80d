/** Satisfaction as measures: definitions that a rule, a program or a measure table can read, batch or incremental. */

import type { Measure } from '../core/measure/definition.js'

/**
 * The latest answer to each standard survey, and complaints by number, by what is unsolved and per order. Copy, and give them a window:
 * `{ ...satisfactionMeasures.complaints, window: { rolling: { n: 12, unit: 'month' } } }`.
 *
 * `unsolvedComplaints` counts complaints that name no solution at all; a `solvedAt` after the day asked about counts as solved already.
 * `summarizeFeedback` judges as of a day.
 */
export const satisfactionMeasures = {
  nps: { from: 'answer', where: { field: 'survey', eq: 'nps' }, value: 'score', aggregate: 'latest' },
  csat: { from: 'answer', where: { field: 'survey', eq: 'csat' }, value: 'score', aggregate: 'latest' },
  ces: { from: 'answer', where: { field: 'survey', eq: 'ces' }, value: 'score', aggregate: 'latest' },
  complaints: { from: 'feedback', where: { field: 'complaint', eq: true }, aggregate: 'count' },
  unsolvedComplaints: {
    from: 'feedback',
    where: {
      all: [
        { field: 'complaint', eq: true },
        { field: 'solvedAt', exists: false },
      ],
    },
    aggregate: 'count',
  },
  complaintsPerOrder: {
    from: ['feedback', 'purchase'],
    // biome-ignore lint/suspicious/noThenProperty: a word of the language of values
    value: { if: { field: 'complaint', eq: true }, then: 1, else: 0 },
    // biome-ignore lint/suspicious/noThenProperty: the same
    by: { if: { field: 'type', eq: 'purchase' }, then: 1, else: 0 },
    aggregate: 'ratio',
  },
} as const satisfies Readonly<Record<string, Measure>>
