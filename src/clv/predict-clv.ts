/** What customers are worth from now on: expected purchases times expected spend, over any horizon, discounted as told. */

import { UsageError } from '../core/errors.js'
import { normalQuantile } from '../core/math/normal.js'
import { GAUSS_W, GAUSS_X } from '../core/math/quadrature.js'
import { type Reason, reason } from '../core/reason.js'
import type { Length } from '../core/time/length.js'
import type { GammaGammaModel } from './fit-gamma-gamma.js'
import type { Future } from './future.js'
import { futureOf, type PurchaseFuture, type PurchaseModel } from './futures.js'
import { expectedSpend } from './gamma-gamma.js'
import type { HistoryRow, HistoryTable } from './history.js'
import { periodsOf, ratePerPeriod } from './periods.js'
import { predictGammaGamma } from './predict-gamma-gamma.js'

export interface ClvModels {
  readonly purchases: PurchaseModel
  readonly spend: GammaGammaModel
}

export interface PredictClvOptions {
  /** The arithmetic of the purchase model's kind: `bgNbdFuture`, `mbgNbdFuture`, `paretoNbdFuture`, `bgBbFuture`; `futureOf(model)` where any may come. */
  readonly future: PurchaseFuture
  /** How far ahead. Without it: over all time, which needs a discount. */
  readonly horizon?: number | Length
  /** Effective annual discount `'0.10'`, applied continuously. */
  readonly annualDiscount?: number | string
  /** Or the continuous rate per period. */
  readonly discountRate?: number
  /** Or per step: purchases of the i-th step count 1 / (1 + rate)^i. Needs a horizon. */
  readonly stepDiscount?: { readonly step: number | Length; readonly rate: number }
  /** Share of revenue that is profit, 0 … 1. Default 1: the value is revenue. */
  readonly margin?: number
  /** Confidence, e.g. 0.8: adds `clvLow` and `clvHigh`, what the uncertainty of all parameters makes of the expected value. For a single customer's own luck see `clvRange`. */
  readonly interval?: number
}

export type ClvColumns = {
  readonly pAlive: Float64Array
  /** Within the horizon, not discounted; NaN for an infinite horizon. */
  readonly expectedPurchases: Float64Array
  /** As the discount counts them: what is multiplied by spend. */
  readonly discountedPurchases: Float64Array
  /** Per purchase, major units. */
  readonly expectedSpend: Float64Array
  /** margin × discountedPurchases × expectedSpend, major units. */
  readonly clv: Float64Array
  readonly clvLow?: Float64Array
  readonly clvHigh?: Float64Array
}

export interface ClvPrediction {
  readonly kind: 'clvprediction'
  readonly format: 1
  readonly models: { readonly purchases: string; readonly spend: string }
  readonly currency: string | null
  readonly length: number
  readonly columns: ClvColumns
  readonly issues: readonly Reason[]
}

export type ClvRow = { readonly [K in keyof ClvColumns]?: number }

/**
 * The expected value of each customer from asOf on.
 *
 *   clv = margin · E[spend per purchase | x, m̄] · Σ or ∫ of expected purchases, discounted
 *
 * Purchases and spend are independent in these models, so expectations multiply. Future purchases only: what was already bought is `historicValue`.
 *
 * @param subject a table as `summarize` makes it (→ a table of equal length and order), or one row (→ a row)
 * @throws UsageError `clv.horizon.missing` without a horizon and without a discount; `clv.horizon.invalid`, `clv.discount.invalid`, `clv.period.unknown`,
 *   `clv.margin.invalid`, `clv.interval.invalid`, `clv.model.other` when `future` is not that of the purchase model
 */
export function predictClv(models: ClvModels, subject: HistoryTable, options: PredictClvOptions): ClvPrediction
export function predictClv(models: ClvModels, subject: HistoryRow, options: PredictClvOptions): ClvRow
export function predictClv(models: ClvModels, subject: HistoryTable | HistoryRow, options: PredictClvOptions): ClvPrediction | ClvRow {
  if ('columns' in subject) return predictTable(models, subject as HistoryTable, options)
  const row = subject as HistoryRow
  const columns: Record<string, Float64Array> = {}
  for (const key of Object.keys(row)) if (typeof row[key] === 'number') columns[key] = Float64Array.of(row[key] as number)
  const table = predictTable(models, { length: 1, columns: columns as unknown as HistoryTable['columns'] }, options)
  const out: Record<string, number> = {}
  for (const [key, column] of Object.entries(table.columns)) if (!Number.isNaN(column[0])) out[key] = column[0]
  return out
}

function predictTable({ purchases, spend }: ClvModels, subject: HistoryTable, options: PredictClvOptions): ClvPrediction {
  const margin = options.margin ?? 1
  if (!(margin >= 0 && margin <= 1)) throw new UsageError('clv.margin.invalid', { margin })
  const future = options.future as Future<object>
  if (future.kind !== purchases.kind) throw new UsageError('clv.model.other', { model: purchases.kind, future: future.kind })
  const names = Object.keys(purchases.params)
  const coefficients = purchases.coefficients ?? []
  const horizon = options.horizon === undefined ? undefined : periodsOf(options.horizon, purchases.period)
  const counted = discounting(future, purchases.period, horizon, options)
  const n = subject.length
  const make = (): Float64Array => new Float64Array(n).fill(Number.NaN)
  const columns = { pAlive: make(), expectedPurchases: make(), discountedPurchases: make(), expectedSpend: make(), clv: make() }
  const { frequency, recency, age, monetary } = subject.columns
  const spending = predictGammaGamma(spend, subject)
  const natural = names.map((name) => purchases.params[name as keyof PurchaseModel['params']] as number)
  const theta = [...natural.map(Math.log), ...coefficients.map(({ value }) => value)]
  const paramsOf = (i: number, point: readonly number[]): object => {
    const out: Record<string, number> = {}
    names.forEach((name, k) => {
      let log = point[k]
      coefficients.forEach(({ column, effect }, c) => {
        const z = subject.columns[column] as ArrayLike<number> | undefined
        if (z === undefined) throw new UsageError('clv.covariate.missing', { column })
        log += effect[k] * point[4 + c] * z[i]
      })
      out[name] = Math.exp(log)
    })
    return out
  }
  const exact = coefficients.length === 0 ? (purchases.params as object) : undefined
  const memory = new Map<number, Map<number, readonly [number, number]>>()
  const alivePart = (i: number, params: object): readonly [number, number] => {
    const posterior = future.posterior(params, frequency[i], age[i])
    const plain = horizon === undefined ? Number.NaN : future.expectedPurchasesAlive(posterior, horizon)
    return [plain, counted(posterior, plain)]
  }
  const bounds = options.interval === undefined ? undefined : { low: make(), high: make(), ...spreads(purchases, spend, options.interval) }
  let invalid = 0
  let first = 0
  for (let i = 0; i < n; i++) {
    const x = frequency[i]
    const tx = recency[i]
    const T = age[i]
    if (!(x >= 0 && tx >= 0 && tx <= T && x + T < Number.POSITIVE_INFINITY && (x > 0 || tx === 0))) {
      if (!Number.isNaN(x) && invalid++ === 0) first = i + 1
      continue
    }
    const params = exact ?? paramsOf(i, theta)
    const alive = future.pAlive(params, x, tx, T)
    let pair: readonly [number, number] | undefined
    if (exact) {
      const byAge = memory.get(x) ?? new Map<number, readonly [number, number]>()
      memory.set(x, byAge)
      pair = byAge.get(T) ?? alivePart(i, params)
      byAge.set(T, pair)
    } else pair = alivePart(i, params)
    columns.pAlive[i] = alive
    columns.expectedPurchases[i] = alive * pair[0]
    columns.discountedPurchases[i] = alive * pair[1]
    columns.expectedSpend[i] = spending.columns.expectedSpend[i]
    columns.clv[i] = margin * columns.discountedPurchases[i] * columns.expectedSpend[i]
    if (bounds) {
      // ln clv = ln purchases(θ) + ln spend(φ); the two fits are independent, so variances add
      const value = (point: readonly number[]): number => {
        const moved = paramsOf(i, point)
        return Math.log(future.pAlive(moved, x, tx, T) * alivePart(i, moved)[1])
      }
      const own = monetary !== undefined && x > 0 && monetary[i] > 0
      const spendAt = (point: readonly number[]): number => {
        const [p, q, v] = point.map(Math.exp)
        return Math.log(expectedSpend({ p, q, v }, own ? x : 0, own ? monetary[i] : 0))
      }
      const variance = deltaVariance(value, theta, bounds.purchases) + deltaVariance(spendAt, bounds.spendTheta, bounds.spend)
      const width = bounds.z * Math.sqrt(variance)
      if (Number.isFinite(width)) {
        bounds.low[i] = columns.clv[i] * Math.exp(-width)
        bounds.high[i] = columns.clv[i] * Math.exp(width)
      } else if (columns.clv[i] === 0) bounds.low[i] = bounds.high[i] = 0
    }
  }
  const issues: Reason[] = [...spending.issues]
  if (invalid > 0) issues.push(reason('clv.history.invalid', 'warning', { rows: invalid, first }))
  return {
    kind: 'clvprediction',
    format: 1,
    models: { purchases: purchases.id, spend: spend.id },
    currency: spend.currency,
    length: n,
    columns: { ...columns, ...(bounds ? { clvLow: bounds.low, clvHigh: bounds.high } : {}) },
    issues,
  }
}

/** How the purchases of a living customer are counted: plain, discounted continuously to a horizon or for ever, or per step. */
function discounting(
  future: Future<object>,
  period: string | null,
  horizon: number | undefined,
  options: PredictClvOptions,
): (posterior: object, plain: number) => number {
  const { stepDiscount } = options
  if (stepDiscount !== undefined) {
    const step = periodsOf(stepDiscount.step, period)
    if (horizon === undefined) throw new UsageError('clv.horizon.missing', {})
    if (!(step > 0)) throw new UsageError('clv.horizon.invalid', { periods: step })
    if (!(stepDiscount.rate >= 0 && stepDiscount.rate < Number.POSITIVE_INFINITY))
      throw new UsageError('clv.discount.invalid', { discount: stepDiscount.rate })
    return (posterior) => perStep((t) => future.expectedPurchasesAlive(posterior, t), horizon, step, stepDiscount.rate)
  }
  const rate = options.discountRate ?? (options.annualDiscount === undefined ? 0 : ratePerPeriod(options.annualDiscount, period))
  if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY)) throw new UsageError('clv.discount.invalid', { discount: rate })
  if (horizon === undefined) {
    if (rate === 0) throw new UsageError('clv.horizon.missing', {})
    return (posterior) => future.discountedPurchasesAlive(posterior, rate)
  }
  if (rate === 0) return (_, plain) => plain
  return (posterior, plain) => discountedTo(future, posterior, horizon, rate, plain)
}

/** Σ_i [E(i s) − E((i − 1) s)] / (1 + rate)^i, the last step cut at the horizon. */
function perStep(expected: (t: number) => number, horizon: number, step: number, rate: number): number {
  let total = 0
  let before = 0
  let weight = 1
  // a horizon of 12 steps is 12 steps also where 12 × step rounds below it
  const steps = Math.ceil(horizon / step - 1e-9)
  for (let i = 1; i <= steps; i++) {
    weight /= 1 + rate
    const now = expected(Math.min(i * step, horizon))
    total += weight * (now - before)
    before = now
  }
  return total
}

/**
 * ∫₀ʰ e^(−δu) dE(u) = e^(−δh) E(h) + δ ∫₀ʰ e^(−δu) E(u) du, by Gauss–Legendre panels in ln(1 + u/A), A the time scale of the customer (α + T), on which
 * E is smooth however long the horizon.
 */
function discountedTo(future: Future<object>, posterior: object, h: number, delta: number, plain: number): number {
  const { alpha } = posterior as { alpha: number }
  const scale = Math.max(alpha, h * 1e-6)
  const end = Math.log1p(h / scale)
  const panels = Math.max(1, Math.ceil(end), Math.ceil((delta * h) / 8))
  let integral = 0
  for (let k = 0; k < panels; k++) {
    const half = end / panels / 2
    const mid = (2 * k + 1) * half
    for (let j = 0; j < 16; j++) {
      const w = j < 8 ? mid - half * GAUSS_X[j] : mid + half * GAUSS_X[j - 8]
      const u = scale * Math.expm1(w)
      integral += half * GAUSS_W[j & 7] * (scale + u) * Math.exp(-delta * u) * future.expectedPurchasesAlive(posterior, u)
    }
  }
  return Math.exp(-delta * h) * plain + delta * integral
}

interface Covariances {
  readonly purchases: readonly (readonly number[])[] | null
  readonly spend: readonly (readonly number[])[] | null
  readonly spendTheta: readonly number[]
  readonly z: number
}

/** Covariances on the scale of the logs. */
function spreads(purchases: PurchaseModel, spend: GammaGammaModel, interval: number): Covariances {
  if (!(interval > 0 && interval < 1)) throw new UsageError('clv.interval.invalid', { interval })
  const onLogs = (covariance: readonly (readonly number[])[] | null, params: readonly number[]): readonly (readonly number[])[] | null => {
    const scale = (i: number): number => (i < params.length ? params[i] : 1)
    return (covariance ?? []).length === 0
      ? null
      : (covariance as readonly (readonly number[])[]).map((row, i) => row.map((value, j) => value / (scale(i) * scale(j))))
  }
  const spendParams = Object.values(spend.params)
  return {
    purchases: onLogs(purchases.covariance, Object.values(purchases.params)),
    spend: onLogs(spend.covariance, spendParams),
    spendTheta: spendParams.map(Math.log),
    z: normalQuantile(0.5 + interval / 2),
  }
}

function deltaVariance(
  f: (point: readonly number[]) => number,
  at: readonly number[],
  covariance: readonly (readonly number[])[] | null,
): number {
  if (covariance === null) return Number.NaN
  const slopes = at.map((_, k) => {
    const moved = (side: number): number => f(at.map((v, i) => (i === k ? v + side * 1e-4 : v)))
    return (moved(1) - moved(-1)) / 2e-4
  })
  let variance = 0
  for (let i = 0; i < slopes.length; i++) for (let j = 0; j < slopes.length; j++) variance += slopes[i] * covariance[i][j] * slopes[j]
  return Math.max(0, variance)
}

export interface ClvSchedule {
  readonly length: number
  readonly columns: {
    /** End of the step, in periods from asOf. */
    readonly end: Float64Array
    readonly purchases: Float64Array
    /** margin × purchases × spend of the step, not discounted. */
    readonly value: Float64Array
    /** Discounted to asOf, at the middle of the step for a continuous rate. */
    readonly discounted: Float64Array
    readonly cumulative: Float64Array
  }
}

/**
 * The value of a base (or of one customer, as a table of one row) in money per step: what a forecast of revenue from today's customers looks like.
 *
 * @param options.step length of a step; `steps` their number
 */
export function clvSchedule(
  { purchases, spend }: ClvModels,
  subject: HistoryTable,
  options: {
    readonly step: number | Length
    readonly steps: number
    readonly annualDiscount?: number | string
    readonly discountRate?: number
    readonly margin?: number
  },
): ClvSchedule {
  const { steps, margin = 1, annualDiscount, discountRate } = options
  const step = periodsOf(options.step, purchases.period)
  const rate = discountRate ?? (annualDiscount === undefined ? 0 : ratePerPeriod(annualDiscount, purchases.period))
  const columns = {
    end: Float64Array.from({ length: steps }, (_, i) => (i + 1) * step),
    purchases: new Float64Array(steps),
    value: new Float64Array(steps),
    discounted: new Float64Array(steps),
    cumulative: new Float64Array(steps),
  }
  let before: Float64Array | undefined
  let running = 0
  for (let i = 0; i < steps; i++) {
    const { expectedPurchases, expectedSpend: perPurchase } = predictClv({ purchases, spend }, subject, {
      future: futureOf(purchases),
      horizon: columns.end[i],
    }).columns
    for (let c = 0; c < subject.length; c++) {
      const more = expectedPurchases[c] - (before ? before[c] : 0)
      if (Number.isNaN(more)) continue
      columns.purchases[i] += more
      if (!Number.isNaN(perPurchase[c])) columns.value[i] += margin * more * perPurchase[c]
    }
    before = expectedPurchases
    columns.discounted[i] = columns.value[i] * Math.exp(-rate * (columns.end[i] - step / 2))
    running += columns.discounted[i]
    columns.cumulative[i] = running
  }
  return { length: steps, columns }
}
