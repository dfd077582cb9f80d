/** Who is about to leave, since when or from when, and by which sign. */
import {
  evaluateChurn,
  evaluateChurnTable,
  explainRhythm,
  fitRhythm,
  scoreBadExperience,
  scoreDecline,
  scoreRhythm,
  standardChurnPolicy,
  summarizeWindows,
} from 'tierwise/churn'

/** @returns `{ refused: Reason }` where nobody bought twice; else a level per customer, and `reasonsOf(i)` */
export function warningsOf(facts, summary) {
  const { asOf } = summary
  let model
  try {
    model = fitRhythm(facts, { asOf })
  } catch (error) {
    if (error.code !== 'tierwise.fit') throw error
    return { refused: error.reason }
  }
  const rhythm = scoreRhythm(model, summary)
  const decline = scoreDecline(summarizeWindows(facts, { asOf, window: { n: 6, unit: 'month' } }))
  const experience = scoreBadExperience(facts, {
    asOf,
    experiences: [
      { type: 'feedback', where: { complaint: true } },
      { type: 'answer', where: { survey: 'nps' }, score: { attribute: 'score', atMost: 6 } },
    ],
  })
  const indicators = { ...rhythm.columns, ...decline.columns, ...experience.columns }
  const { level } = evaluateChurnTable(standardChurnPolicy, indicators, summary.length).columns
  return {
    policy: standardChurnPolicy,
    rhythm,
    warnings: model.warnings,
    level,
    counts: [...standardChurnPolicy.levels.map(({ id }) => id), standardChurnPolicy.otherwise].map((id) => ({
      level: id,
      customers: count(level, summary.columns.frequency, id),
    })),
    /** The silence in words with its date, and the other signs that were reached. */
    reasonsOf(i) {
      const figures = Object.fromEntries(
        Object.entries(indicators).flatMap(([name, column]) => (ArrayBuffer.isView(column) ? [[name, column[i]]] : [])),
      )
      const silence = explainRhythm(rhythm, i)
      const signs = evaluateChurn(standardChurnPolicy, figures)
        .reasons.filter(({ params }) => params.indicator !== 'percentile')
        .map(({ params, actual }) => ({ code: `sign.${params.indicator}`, params: { actual } }))
      return [...(silence ? [silence] : []), ...signs]
    },
  }
}

function count({ codes, values }, frequency, id) {
  const code = values.indexOf(id)
  let customers = 0
  for (let i = 0; i < codes.length; i++) if (codes[i] === code && frequency[i] >= 0) customers++
  return customers
}
