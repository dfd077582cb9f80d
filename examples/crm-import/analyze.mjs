/** Facts → everything the terminal and the report show, as plain data. */
import { row, rows, summarize } from 'tierwise/facts'
import { gapTable, retailLifecycle, safeFitLifecycle, stageCounts, stagePaths, timeInStage } from 'tierwise/lifecycle'
import { nineCriteria, tierTable, tierTotals } from 'tierwise/portfolio'
import { rfmGrid, safeFitRfm, scoreRfm, segmentSummary, standardSegments } from 'tierwise/rfm'
import { scoreFeedback, scoreSatisfaction } from 'tierwise/satisfaction'

export function analyze(facts, asOf) {
  const summary = summarize(facts, { asOf })
  const fit = safeFitRfm(summary)
  const scores = fit.success ? scoreRfm(fit.data, summary, { segments: standardSegments }) : undefined
  const table = tierTable(nineCriteria, facts, { asOf })
  return {
    summary,
    scores,
    segments: scores && segmentSummary(scores, summary),
    grid: scores && rfmGrid(scores, summary),
    table,
    totals: tierTotals(table),
    top: topOf(table, 50),
    voice: voiceOf(facts, table, asOf),
    stages: stagesOf(facts, asOf),
  }
}

/** Who is where in the lifecycle; silence is measured by the base's own gaps where there are enough of them. */
function stagesOf(facts, asOf) {
  const fit = safeFitLifecycle(gapTable(facts, { asOf }))
  const thresholds = fit.success ? fit.data.thresholds : undefined
  const machine = retailLifecycle({ timeZone: facts.timeZone, currency: facts.currency, ...(thresholds ? { thresholds } : {}) })
  const paths = stagePaths(machine, facts, { asOf })
  const time = Array.from(rows(timeInStage(paths)))
  const ever = new Map(machine.stages.map(({ id }) => [id, new Set()]))
  for (const { customer, stage } of rows(paths)) ever.get(stage).add(customer)
  return {
    isFitted: fit.success,
    thresholds: thresholds ?? { atRisk: {}, churned: {} },
    rows: Array.from(rows(stageCounts(paths, { dates: [paths.asOf] })), ({ stage, customers, share }) => ({
      stage,
      customers,
      share,
      ever: ever.get(stage).size,
      medianDays: time.find((one) => one.stage === stage)?.medianDays,
    })),
  }
}

/** The first rows by score; among equals by amount, then in the order of the table. */
function topOf(table, count) {
  const { score, amountMinor } = table.columns
  const order = Array.from({ length: table.length }, (_, i) => i).filter((i) => !Number.isNaN(score[i]))
  order.sort((a, b) => score[b] - score[a] || amountMinor[b] - amountMinor[a] || a - b)
  return order.slice(0, count).map((i) => row(table, i))
}

/** What customers said, as far as the files hold answers and feedback. */
function voiceOf(facts, { columns: { customerId, tier } }, asOf) {
  const score = (survey, by) => Array.from(rows(scoreSatisfaction(facts, { survey, asOf, ...(by ? { by } : {}) })))
  const [nps, csat, ces] = ['nps', 'csat', 'ces'].map((survey) => score(survey)[0])
  const feedback = row(scoreFeedback(facts, { asOf }), 0)
  const answered = (each) => (each.answers > 0 ? each : undefined)
  return {
    nps: answered(nps) && [
      nps,
      ...score('nps', { customerId, groups: tier })
        .filter(({ group }) => group !== undefined)
        .reverse(),
    ],
    csat: answered(csat),
    ces: answered(ces),
    feedback: feedback.feedback > 0 ? feedback : undefined,
  }
}
