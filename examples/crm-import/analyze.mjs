/** Facts → everything the terminal and the report show, as plain data. */
import { row, rows, summarize } from 'tierwise/facts'
import { tierTotals } from 'tierwise/portfolio'
import { rfmGrid, safeFitRfm, scoreRfm, segmentSummary, standardSegments } from 'tierwise/rfm'
import { scoreFeedback, scoreSatisfaction, summarizeComplaints, summarizeSurvey } from 'tierwise/satisfaction'
import { actionsOf } from './ahead/actions.mjs'
import { stagesOf } from './ahead/stages.mjs'
import { rangesOf, valueAhead } from './ahead/value.mjs'
import { warningsOf } from './ahead/warnings.mjs'
import { tiersBy } from './method.mjs'
import { placesOf } from './numbers.mjs'

/**
 * @param options `{ asOf, method }`
 * @param progress called with the name of what goes on and its share done
 */
export function analyze(facts, { asOf, method }, progress = () => {}) {
  progress('tiers', 0)
  const summary = summarize(facts, { asOf, period: 'week' })
  const fit = safeFitRfm(summary)
  const scores = fit.success ? scoreRfm(fit.data, summary, { segments: standardSegments }) : undefined
  const tiers = tiersBy(method, facts, summary, { asOf })
  const { table } = tiers
  progress('stages', 0)
  const stages = stagesOf(facts, summary.asOf)
  progress('warnings', 0)
  const warnings = warningsOf(facts, summary)
  const value = { ...valueAhead(facts, summary, progress), places: placesOf(summary.currency) }
  const actions = actionsOf(facts, { summary, table, stages, value }, progress)
  const best = largest(value.columns?.clv ?? [], 10, 0.5 / 10 ** value.places) // nobody at 0.00
  const worried = worriesOf(summary, warnings, value, actions, 12)
  return {
    summary,
    scores,
    segments: scores && segmentSummary(scores, summary),
    grid: scores && rfmGrid(scores, summary),
    tiers,
    table,
    totals: tierTotals(table),
    top: topOf(table, 50),
    voice: voiceOf(facts, table, asOf),
    stages,
    warnings,
    value,
    ranges: value.columns?.clv ? rangesOf(value, summary, [...new Set([...best, ...worried])]) : new Map(),
    best,
    worried,
    actions,
  }
}

/** The customers with the largest figures. */
function largest(column, count, least = 0) {
  return Array.from(column, (value, i) => ({ value, i }))
    .filter(({ value }) => value > least)
    .sort((a, b) => b.value - a.value || a.i - b.i)
    .slice(0, count)
    .map(({ i }) => i)
}

/** Whom to worry about first: of those warned of, the ones with the most to lose. */
function worriesOf(summary, { level, policy }, value, { valueAtRisk }, count) {
  if (!level) return []
  const worth = value.columns?.clv ? valueAtRisk : summary.columns.revenueMinor
  const isWarned = (i) => level.values[level.codes[i]] !== policy.otherwise
  return largest(
    Array.from(worth, (amount, i) => (isWarned(i) ? amount : 0)),
    count,
  )
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
  const score = (survey, by) => Array.from(rows(scoreSatisfaction(summarizeSurvey(facts, { survey, asOf, ...(by ? { by } : {}) }))))
  const [nps, csat, ces] = ['nps', 'csat', 'ces'].map((survey) => score(survey)[0])
  const feedback = row(scoreFeedback(summarizeComplaints(facts, { asOf })), 0)
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
