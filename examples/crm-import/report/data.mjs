/** The figures behind the charts: plain arrays, counted once, shown in every language. */
import { rows, rowsByCustomer } from 'tierwise/facts'
import { standardSegments } from 'tierwise/rfm'

const DAY = 86_400_000

export function reportData(facts, { summary, segments, grid, totals, top }) {
  const { orders, revenueMinor, refundedMinor, recencyDays } = summary.columns
  const buyers = indices(summary.length, (c) => orders[c] > 0)
  const of = (column) => buyers.map((c) => column[c])
  const revenues = of(revenueMinor)
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
    tiers: Array.from(rows(totals)),
    segments: segments ? Array.from(rows(segments)) : [],
    grid: grid ? Array.from(rows(grid)) : [],
    gaps: gapsOf(facts),
    recency: of(recencyDays),
    lorenz: lorenz(revenues),
    months: monthsOf(facts, summary.asOf),
    top,
  }
}

function indices(length, keep) {
  return Array.from({ length }, (_, i) => i).filter(keep)
}

export function total(values) {
  return values.reduce((sum, value) => sum + value, 0)
}

/** Whole days that passed from one purchase of a customer to the next; several within half a day are one occasion. */
function gapsOf(facts) {
  const { starts, rows: order } = rowsByCustomer(facts)
  const { type, at } = facts.columns
  const purchase = type.values.indexOf('purchase')
  const gaps = []
  for (let c = 0; c + 1 < starts.length; c++) {
    let before = Number.NaN
    for (let k = starts[c]; k < starts[c + 1]; k++) {
      const i = order[k]
      if (type.codes[i] !== purchase) continue
      const days = Math.round((at[i] - before) / DAY)
      if (days > 0) gaps.push(days)
      before = at[i]
    }
  }
  return gaps
}

/** Revenue and orders of each of the last 24 months, refunds not deducted. */
function monthsOf(facts, asOf) {
  const { type, at, amountMinor } = facts.columns
  const purchase = type.values.indexOf('purchase')
  const months = new Map()
  const end = Date.parse(asOf) + 2 * DAY
  for (let i = 0; i < facts.length && at[i] < end; i++) {
    if (type.codes[i] !== purchase) continue
    const month = new Date(at[i]).toISOString().slice(0, 7)
    const sums = months.get(month) ?? { revenueMinor: 0, orders: 0 }
    sums.revenueMinor += amountMinor[i]
    sums.orders++
    months.set(month, sums)
  }
  return [...months].slice(-24).map(([month, sums]) => ({ month, ...sums }))
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
  const at = (share) => cumulated[Math.round(share * n)]
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
