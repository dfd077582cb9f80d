/** Who is where in the lifecycle, month by month; silence is measured by the base's own gaps where there are enough of them. */
import { rows } from 'tierwise/facts'
import {
  gapTable,
  retailLifecycle,
  safeFitLifecycle,
  stageCounts,
  stageFunnel,
  stagePaths,
  stageTable,
  timeInStage,
} from 'tierwise/lifecycle'
import { dateOf, dayOf } from './dates.mjs'

/** As many months and cohorts as a chart can show. */
const MONTHS = 24
const COHORTS = 9

export function stagesOf(facts, asOf) {
  const fit = safeFitLifecycle(gapTable(facts, { asOf }))
  const thresholds = fit.success ? fit.data.thresholds : undefined
  const machine = retailLifecycle({ timeZone: facts.timeZone, currency: facts.currency, ...(thresholds ? { thresholds } : {}) })
  const paths = stagePaths(machine, facts, { asOf })
  const time = Array.from(rows(timeInStage(paths)))
  const ever = new Map(machine.stages.map(({ id }) => [id, new Set()]))
  for (const { customer, stage } of rows(paths)) ever.get(stage).add(customer)
  return {
    machine,
    refused: fit.success ? undefined : fit.error.reason,
    thresholds,
    table: stageTable(machine, facts, { asOf }),
    rows: Array.from(rows(stageCounts(paths, { dates: [paths.asOf] })), ({ stage, customers, share }) => ({
      stage,
      customers,
      share,
      ever: ever.get(stage).size,
      medianDays: time.find((one) => one.stage === stage)?.medianDays,
    })),
    months: monthsOf(paths),
    cohorts: cohortsOf(paths),
  }
}

/** One row per month end: customers of each stage; every customer is in exactly one. */
function monthsOf(paths) {
  const first = firstDay(paths)
  const end = new Date(`${paths.asOf}T00:00:00Z`)
  const earliest = Date.UTC(end.getUTCFullYear(), end.getUTCMonth() - MONTHS + 1, 1) / 86_400_000
  const months = new Map()
  for (const { date, stage, customers } of rows(
    stageCounts(paths, { from: dateOf(Math.max(first, earliest)), to: paths.asOf, every: 'month' }),
  )) {
    if (!months.has(date)) months.set(date, { date, counts: {} })
    months.get(date).counts[stage] = customers
  }
  return [...months.values()]
}

function firstDay({ asOf, columns: { fromDay } }) {
  return fromDay.reduce((least, day) => (day < least ? day : least), dayOf(asOf))
}

/** How far the customers of each quarter (of each month, in a young base) have come. */
function cohortsOf(paths) {
  const by = dayOf(paths.asOf) - firstDay(paths) > 300 ? 'quarter' : 'month'
  const cohorts = new Map()
  for (const { cohort, stage, cohortSize, share, low, high } of rows(stageFunnel(paths, { by }))) {
    if (!cohorts.has(cohort)) cohorts.set(cohort, { cohort, size: cohortSize, shares: {} })
    cohorts.get(cohort).shares[stage] = { share, low, high }
  }
  return { by, rows: [...cohorts.values()].slice(-COHORTS) }
}
