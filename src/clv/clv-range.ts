/** The spread around one customer's expected value: what is not known about the parameters, about the customer, and about luck. */

import { UsageError } from '../core/errors.js'
import { cholesky } from '../core/math/cholesky.js'
import { quantile } from '../core/math/quantile.js'
import { type Random, random } from '../core/math/random.js'
import type { Length } from '../core/time/length.js'
import { futureOf, type PurchaseModel } from './futures.js'
import type { HistoryRow } from './history.js'
import { periodsOf, ratePerPeriod } from './periods.js'
import type { ClvModels } from './predict-clv.js'

export interface ClvRangeOptions {
  readonly horizon: number | Length
  /** Share of futures inside the interval, e.g. 0.8. */
  readonly interval: number
  /** A safe integer; the same seed gives the same range. */
  readonly seed: number
  /** Simulated futures. Default 2,000: the ends are then known to about 3 % of the interval. */
  readonly draws?: number
  readonly annualDiscount?: number | string
  readonly margin?: number
}

export interface ClvRange {
  /** Mean over the futures. */
  readonly mean: number
  readonly low: number
  readonly median: number
  readonly high: number
  /** Share of futures without any purchase. */
  readonly pNone: number
  /** Purchases: the same interval. */
  readonly purchases: { readonly low: number; readonly median: number; readonly high: number }
}

/**
 * What this customer's purchases within the horizon may come to: "between 0 and 360, 8 times in 10".
 *
 * Each draw takes parameters from their sampling distribution (log-normal around the estimates), then the customer's own rates given the history, then a
 * future of purchases and their values. `predictClv` gives the mean of this distribution without simulation, and the part of the spread that is due to
 * the parameters alone.
 *
 * @throws UsageError `clv.model.discrete` for BG/BB, `clv.interval.invalid`, `clv.horizon.invalid`
 */
export function clvRange({ purchases, spend }: ClvModels, customer: HistoryRow, options: ClvRangeOptions): ClvRange {
  const { interval, seed, draws = 2000, margin = 1 } = options
  if (purchases.kind === 'bgbb') throw new UsageError('clv.model.discrete', { kind: purchases.kind })
  if (!(interval > 0 && interval < 1)) throw new UsageError('clv.interval.invalid', { interval })
  const { frequency: x, recency: tx, age: T, monetary = Number.NaN } = customer
  if (!(x >= 0 && tx >= 0 && tx <= T)) throw new UsageError('clv.history.invalid', { frequency: x, recency: tx, age: T })
  const horizon = periodsOf(options.horizon, purchases.period)
  const rate = options.annualDiscount === undefined ? 0 : ratePerPeriod(options.annualDiscount, purchases.period)
  const chance = random(seed)
  const drawPurchases = sampler(purchases, customer)
  const drawSpend = sampler(spend, customer)
  const future = futureOf(purchases)
  const values = new Float64Array(draws)
  const counts = new Float64Array(draws)
  for (let d = 0; d < draws; d++) {
    const params = drawPurchases(chance)
    const { p, q, v } = drawSpend(chance) as unknown as { p: number; q: number; v: number }
    if (chance.uniform() >= future.pAlive(params, x, tx, T)) continue
    const own = x > 0 && monetary > 0
    const spendRate = chance.gamma(q + (own ? p * x : 0), v + (own ? x * monetary : 0))
    for (const time of timesOf(purchases.kind, future.posterior(params, x, T), horizon, chance)) {
      counts[d]++
      values[d] += margin * chance.gamma(p, spendRate) * Math.exp(-rate * time)
    }
  }
  const mean = values.reduce((sum, value) => sum + value, 0) / draws
  const sorted = values.slice().sort()
  const sortedCounts = counts.slice().sort()
  const at = (column: Float64Array, p: number): number => quantile(column, p)
  return {
    mean,
    low: at(sorted, (1 - interval) / 2),
    median: at(sorted, 0.5),
    high: at(sorted, (1 + interval) / 2),
    pNone: counts.reduce((none, count) => none + (count === 0 ? 1 : 0), 0) / draws,
    purchases: {
      low: Math.floor(at(sortedCounts, (1 - interval) / 2)),
      median: Math.round(at(sortedCounts, 0.5)),
      high: Math.ceil(at(sortedCounts, (1 + interval) / 2)),
    },
  }
}

/** Draws parameters: logs normal around the estimates, moved by the customer's covariates. Without a covariance the estimates themselves. */
function sampler(model: PurchaseModel | ClvModels['spend'], customer: HistoryRow): (chance: Random) => Record<string, number> {
  const names = Object.keys(model.params)
  const natural = Object.values(model.params) as number[]
  const coefficients = 'coefficients' in model ? (model.coefficients ?? []) : []
  const centre = [...natural.map(Math.log), ...coefficients.map(({ value }) => value)]
  const size = centre.length
  const scale = (i: number): number => (i < natural.length ? natural[i] : 1)
  const covariance = model.covariance
  const root =
    covariance === null
      ? undefined
      : cholesky(
          covariance.flatMap((row, i) => row.map((value, j) => value / (scale(i) * scale(j)))),
          size,
        )
  return (chance) => {
    const point = centre.slice()
    if (root) {
      const z = centre.map(() => chance.normal())
      for (let i = 0; i < size; i++) for (let j = 0; j <= i; j++) point[i] += root[i * size + j] * z[j]
    }
    const out: Record<string, number> = {}
    names.forEach((name, k) => {
      let log = point[k]
      coefficients.forEach(({ column, effect }, c) => {
        log += effect[k] * point[natural.length + c] * ((customer[column] as number | undefined) ?? 0)
      })
      out[name] = Math.exp(log)
    })
    return out
  }
}

/** Times of purchase of a living customer with the given posterior, up to the horizon. */
function timesOf(kind: 'bgnbd' | 'mbgnbd' | 'paretonbd', posterior: object, horizon: number, chance: Random): number[] {
  const out: number[] = []
  if (kind === 'paretonbd') {
    const { r, alpha, s, beta } = posterior as { r: number; alpha: number; s: number; beta: number }
    const rate = chance.gamma(r, alpha)
    const end = Math.min(horizon, chance.exponential(chance.gamma(s, beta)))
    for (let t = chance.exponential(rate); t <= end; t += chance.exponential(rate)) out.push(t)
    return out
  }
  const { r, alpha, a, b } = posterior as { r: number; alpha: number; a: number; b: number }
  const rate = chance.gamma(r, alpha)
  const leave = chance.beta(a, b)
  for (let t = chance.exponential(rate); t <= horizon; t += chance.exponential(rate)) {
    out.push(t)
    if (chance.uniform() < leave) break
  }
  return out
}
