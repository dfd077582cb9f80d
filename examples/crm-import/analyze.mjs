/** Facts → everything the terminal and the report show, as plain data. */
import { summarize } from 'tierwise/facts'
import { rfmGrid, safeFitRfm, scoreRfm, segmentSummary, standardSegments } from 'tierwise/rfm'

export function analyze(facts, asOf) {
  const summary = summarize(facts, { asOf })
  const fit = safeFitRfm(summary)
  const rfm = fit.success ? fit.data : undefined
  const scores = rfm && scoreRfm(rfm, summary, { segments: standardSegments })
  return {
    summary,
    rfm,
    scores,
    segments: scores && segmentSummary(scores, summary),
    grid: scores && rfmGrid(scores, summary),
  }
}
