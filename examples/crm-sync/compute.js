/** Facts → one row per customer: tier, points, RFM, stage. Put your own columns here; `config/*.json` says which field each goes to. */
const { factAt, rows, rowsByCustomer, summarize } = require('tierwise/facts')
const { gapTable, retailLifecycle, safeFitLifecycle, stageTable } = require('tierwise/lifecycle')
const { readStanding, replayProgram } = require('tierwise/program')
const { fitRfm, scoreRfm, standardSegments } = require('tierwise/rfm')

function computeRows(facts, club, asOf) {
  const customers = summarize(facts, { asOf })
  const scores = new Map()
  for (const row of rows(scoreRfm(fitRfm(customers), customers, { segments: standardSegments }))) scores.set(row.customerId, row)
  const stages = new Map()
  for (const { customerId, stage } of rows(stageTable(lifecycleOf(facts, asOf), facts, { asOf }))) stages.set(customerId, stage)
  return [...histories(facts)].map(([customerId, history]) => {
    const score = scores.get(customerId)
    return {
      customerId,
      ...standingOf(club, customerId, history, asOf),
      rfmScore: score?.cell,
      segment: score?.segment,
      stage: stages.get(customerId),
    }
  })
}

/** Thresholds from this base's own gaps; the preset's where it is too small for that. */
function lifecycleOf(facts, asOf) {
  const fit = safeFitLifecycle(gapTable(facts, { asOf }))
  const base = { timeZone: facts.timeZone, currency: facts.currency }
  return retailLifecycle(fit.success ? { ...base, thresholds: fit.data.thresholds } : base)
}

/** Whoever bought is taken as enrolled on the day of their first order. */
function standingOf(club, customerId, history, asOf) {
  if (history.length === 0) return {}
  const joined = { id: `enroll-${customerId}`, customerId, type: 'enroll', at: history[0].at }
  const { state } = replayProgram(club, [joined, ...history], { asOf })
  const { tier, tierValidUntil, balances } = readStanding(club, state)
  return { tier, tierUntil: tierValidUntil ?? undefined, points: balances.points }
}

function* histories(facts) {
  const { starts, rows: order } = rowsByCustomer(facts)
  for (let c = 0; c < facts.customers.ids.length; c++)
    yield [facts.customers.ids[c], Array.from(order.subarray(starts[c], starts[c + 1]), (i) => factAt(facts, i))]
}

module.exports = { computeRows }
