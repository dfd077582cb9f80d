/** The figures behind the charts: plain arrays, counted once, shown in every language. */
import { rows, rowsByCustomer } from 'tierwise/facts'
import { concentration } from 'tierwise/portfolio'
import { standardSegments } from 'tierwise/rfm'
import { localDays } from '../as-of.mjs'

const DAY = 86_400_000

export function reportData(facts, analysis) {
  const { summary, segments, grid, totals, top, voice, stages, actions, tiers } = analysis
  const { orders, revenueMinor, refundedMinor, recencyDays } = summary.columns
  const buyers = indices(summary.length, (c) => orders[c] > 0)
  const of = (column) => buyers.map((c) => column[c])
  const revenues = of(revenueMinor)
  const dayOf = localDays(summary.timeZone)
  const end = Date.parse(summary.asOf) / DAY
  return {
    asOf: summary.asOf,
    currency: summary.currency,
    timeZone: summary.timeZone,
    customers: summary.length,
    buyers: buyers.length,
    orders: total(of(orders)),
    revenueMinor: total(revenues),
    refundedMinor: total(of(refundedMinor)),
    repeatShare: buyers.length === 0 ? Number.NaN : buyers.filter((c) => orders[c] > 1).length / buyers.length,
    segments: segments ? Array.from(rows(segments)) : [],
    grid: grid ? Array.from(rows(grid)) : [],
    gaps: gapsOf(facts, dayOf, end),
    recency: of(recencyDays),
    lorenz: lorenz(revenues),
    months: monthsOf(facts, dayOf, end),
    top,
    voice,
    stages,
    actions,
    tiers: Array.from(rows(totals)),
    method: tiers,
    ahead: aheadOf(analysis),
  }
}

/** What the report takes of `valueAhead` as it is. */
const TOLD = 'model judged sample spendRefused warnings weeks horizon margin customers alive tracking calibration'.split(' ')

/** What lies ahead: sums, and the customers of the two lists as rows of their own. */
function aheadOf({ summary, table, value, warnings, stages, actions, ranges, best, worried }) {
  const { columns } = value
  const word = ({ codes, values }, i) => (codes[i] < 0 ? undefined : values[codes[i]])
  const customer = (i) => ({
    customerId: table.columns.customerId[i],
    name: table.columns.name?.[i],
    tier: word(table.columns.tier, i),
    stage: word(stages.table.columns.stage, i),
    value: columns?.clv?.[i],
    range: ranges.get(i),
    pAlive: columns?.pAlive[i],
    next: value.nextOrder?.[i],
    risk: actions.valueAtRisk[i],
    level: warnings.level && word(warnings.level, i),
    overdueOn: warnings.rhythm?.columns.overdueOn[i],
    reasons: warnings.reasonsOf?.(i) ?? [],
    action: actions.next[i]?.action,
  })
  const sum = (column) => total(Array.from(column ?? []).filter((each) => !Number.isNaN(each)))
  return {
    value: value.refused
      ? { refused: value.refused, weeks: value.weeks }
      : {
          ...Object.fromEntries(TOLD.map((name) => [name, value[name]])),
          columnsHaveValue: columns.clv !== undefined,
          sum: columns.clv && sum(columns.clv),
          orders: sum(columns.expectedPurchases),
          lorenz: columns.clv && lorenzOf(columns.clv),
        },
    warnings: { refused: warnings.refused, counts: warnings.counts },
    valueAtRisk: sum(actions.valueAtRisk),
    best: best.map(customer),
    worried: worried.map(customer),
    customers: summary.length,
  }
}

/** The curve at every hundredth of the customers. */
function lorenzOf(values) {
  const found = concentration(values)
  if (!found) return undefined
  const { customers, value } = found.curve.columns
  const step = Math.max(1, Math.floor(customers.length / 100))
  const points = Array.from(customers, (x, i) => [x, value[i]]).filter((_, i) => i % step === 0 || i === customers.length - 1)
  return { gini: found.gini, topTenth: found.topTenth, topFifth: found.topFifth, points }
}

function indices(length, keep) {
  return Array.from({ length }, (_, i) => i).filter(keep)
}

export function total(values) {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Days from one purchase day of a customer to the next. */
function gapsOf(facts, dayOf, end) {
  const { starts, rows: order } = rowsByCustomer(facts)
  const { type, at } = facts.columns
  const purchase = type.values.indexOf('purchase')
  const gaps = []
  for (let c = 0; c + 1 < starts.length; c++) {
    let before
    for (let k = starts[c]; k < starts[c + 1]; k++) {
      const i = order[k]
      if (type.codes[i] !== purchase) continue
      const day = dayOf(at[i])
      if (day > end) break
      if (before !== undefined && day > before) gaps.push(day - before)
      before = day
    }
  }
  return gaps
}

/** Revenue and orders of each of the last 24 months, refunds not deducted; months without an order are there too. */
function monthsOf(facts, dayOf, end) {
  const { type, at, amountMinor } = facts.columns
  const purchase = type.values.indexOf('purchase')
  const last = monthOf(end)
  const sums = new Map()
  for (let i = 0; i < facts.length; i++) {
    if (type.codes[i] !== purchase) continue
    const day = dayOf(at[i])
    if (day > end) continue
    const month = monthOf(day)
    const sum = sums.get(month) ?? { revenueMinor: 0, orders: 0 }
    sum.revenueMinor += Number.isNaN(amountMinor[i]) ? 0 : amountMinor[i]
    sum.orders++
    sums.set(month, sum)
  }
  const first = Math.max(last - 23, Math.min(last, ...sums.keys()))
  return Array.from({ length: last - first + 1 }, (_, k) => ({
    month: `${Math.floor((first + k) / 12)}-${String(((first + k) % 12) + 1).padStart(2, '0')}`,
    ...(sums.get(first + k) ?? { revenueMinor: 0, orders: 0 }),
  }))
}

/** Months counted from the year 0. */
function monthOf(day) {
  const date = new Date(day * DAY)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

/**
 * The concentration curve: share of revenue that the lowest share of customers brings, and the Gini coefficient
 * 2 Σ i·x_i / (n Σ x) − (n + 1) / n over amounts in ascending order.
 */
export function lorenz(amounts) {
  const sorted = Float64Array.from(amounts, (amount) => Math.max(0, amount)).sort()
  const n = sorted.length
  const sum = total(sorted)
  if (n === 0 || sum === 0) return undefined
  let running = 0
  let weighted = 0
  const cumulated = new Float64Array(n + 1)
  sorted.forEach((amount, i) => {
    running += amount
    weighted += (i + 1) * amount
    cumulated[i + 1] = running / sum
  })
  const at = (share) => {
    const below = Math.min(n - 1, Math.floor(share * n))
    return cumulated[below] + (share * n - below) * (cumulated[below + 1] - cumulated[below])
  }
  return {
    gini: (2 * weighted) / (n * sum) - (n + 1) / n,
    points: Array.from({ length: 101 }, (_, k) => [k / 100, at(k / 100)]),
    topTenth: 1 - at(0.9),
    topFifth: 1 - at(0.8),
  }
}

/** @param sorted ascending */
export function quantile(sorted, p) {
  const position = (sorted.length - 1) * p
  const below = Math.floor(position)
  return sorted.length === 0 ? Number.NaN : sorted[below] + (position - below) * ((sorted[below + 1] ?? sorted[below]) - sorted[below])
}

const STEPS = [1, 2, 5, 7, 10, 14, 20, 30, 60, 90, 180, 365, 730]

/** Days counted in bins of a round width; the last bin holds everything beyond. */
export function histogram(days, bins = 26) {
  const sorted = Float64Array.from(days).sort()
  if (sorted.length === 0) return undefined
  const reach = quantile(sorted, 0.985)
  const step = STEPS.find((width) => reach / width <= bins) ?? Math.ceil(reach / bins / 365) * 365
  const count = Math.max(1, Math.min(bins, Math.floor(reach / step) + 1))
  const counts = new Array(count).fill(0)
  let beyond = 0
  for (const value of sorted) {
    const bin = Math.floor(value / step)
    if (bin < count) counts[bin]++
    else beyond++
  }
  return { step, counts, beyond, sorted }
}

/** The segment of one cell of the R×F map. */
export function segmentAt(r, f) {
  const holds = ([from, to] = [1, 5], score) => score >= from && score <= to
  return standardSegments.segments.find(({ where }) => holds(where.r, r) && holds(where.f, f))?.id ?? standardSegments.rest
}
