/** Fits Gamma-Gamma spend, and says when its assumption — that spend does not depend on frequency — looks wrong. */

import { FitError } from '../core/errors.js'
import { maximize, type Objective } from '../core/math/newton.js'
import { twoSidedP } from '../core/math/normal.js'
import { thin } from '../core/math/thin.js'
import { type Reason, reason } from '../core/reason.js'
import type { Result } from '../core/result.js'
import { safely } from '../core/safely.js'
import { estimate } from './estimate.js'
import { spendTerms } from './gamma-gamma.js'
import { type Histories, type HistoryTable, historyTable } from './history.js'
import type { FittedModel } from './model.js'

export type GammaGammaName = 'p' | 'q' | 'v'

export interface GammaGammaModel extends FittedModel<'gammagamma', GammaGammaName> {
  readonly currency: string | null
  /** Correlation of frequency and mean spend among repeat customers, with the p-value of "none" (Fisher's z); null with fewer than four. */
  readonly independence: { readonly correlation: number; readonly pValue: number } | null
}

/**
 * What customers spend per purchase and how much that differs between them, learned from the mean value of their repeat purchases.
 *
 * Customers without a repeat purchase say nothing about it and are passed over; those whose repeat purchases net to zero or less (gift cards, refunds)
 * are left out and counted in a warning `clv.spend.not-positive`. `clv.spend.correlated` warns when frequent customers spend more or less than others
 * by more than chance and by more than a correlation of 0.2; `clv.spend.no-mean` when q ≤ 1, so that the mean over all customers is infinite.
 *
 * @param customers what `summarize` returns, or rows `{ frequency, monetary, … }`
 * @throws FitError with the best point as a model: `clv.data.no-repeat`, `clv.spend.same` (everybody spends alike), `clv.fit.unidentified`, `clv.fit.not-converged`
 * @source Fader & Hardie (2013), brucehardie.com/notes/025; Colombo & Jiang (1999), Journal of Interactive Marketing 13
 */
export function fitGammaGamma(customers: Histories, options: { readonly id?: string } = {}): GammaGammaModel {
  const table = historyTable(customers)
  const { spends, notPositive } = spendsOf(table)
  const warnings: Reason[] = notPositive > 0 ? [reason('clv.spend.not-positive', 'warning', { customers: notPositive })] : []
  const { total, spend, weights } = spends
  if (spend.length === 0) throw new FitError('gammagamma', reason('clv.data.no-repeat', 'refused', { customers: table.length }))
  let mean = 0
  for (let i = 0; i < spend.length; i++) mean += weights[i] * spend[i]
  mean /= total
  let start: ArrayLike<number> = [Math.log(3), Math.log(3), Math.log((2 / 3) * mean)]
  if (spend.length > MANY_ROWS) {
    // a base this large is first fitted to a sample of it: three steps remain where there were eight
    const sample = maximize({ size: 3, evaluate: objective(sampleOf(spends)) }, start)
    if (sample.ended === 'converged') start = sample.point
  }
  const optimum = maximize({ size: 3, evaluate: objective(spends) }, start)
  const { known, logErrors: _, ...figures } = estimate(['p', 'q', 'v'], 3, optimum, { total, length: spend.length })
  const independence = correlationOf(spends)
  if (independence && Math.abs(independence.correlation) > 0.2 && independence.pValue < 0.01)
    warnings.push(reason('clv.spend.correlated', 'warning', { correlation: independence.correlation }))
  if (figures.params.q <= 1) warnings.push(reason('clv.spend.no-mean', 'warning', { q: figures.params.q }))
  const model: GammaGammaModel = {
    kind: 'gammagamma',
    format: 1,
    id: options.id ?? 'gammagamma',
    period: table.period ?? null,
    currency: table.currency ?? null,
    ...figures,
    independence,
    warnings,
  }
  if (known) return model
  const verdict =
    model.params.q > 1e3 || model.params.p > 1e4
      ? reason('clv.spend.same', 'warning', { customers: total })
      : optimum.ended === 'exhausted'
        ? reason('clv.fit.not-converged', 'warning', { evaluations: optimum.evaluations })
        : reason('clv.fit.unidentified', 'warning', { customers: total, distinct: spend.length })
  throw new FitError('gammagamma', verdict, { ...model, warnings: [...warnings, verdict] })
}

/** `fitGammaGamma` that returns its failure instead of throwing it. */
export function safeFitGammaGamma(customers: Histories, options: { readonly id?: string } = {}): Result<GammaGammaModel, FitError> {
  return safely(() => fitGammaGamma(customers, options))
}

/** Mean spends by number of purchases: `spend[starts[k] … starts[k + 1])` are those of customers with `counts[k]`, ascending, each distinct one once. */
interface Spends {
  readonly counts: Float64Array
  readonly starts: Int32Array
  readonly spend: Float64Array
  readonly weights: Float64Array
  readonly total: number
}

function spendsOf({ length, columns }: HistoryTable): { readonly spends: Spends; readonly notPositive: number } {
  const { frequency, monetary = new Float64Array(length).fill(Number.NaN), weight } = columns
  const weightOf = (i: number): number => (weight === undefined ? 1 : weight[i])
  const isRepeat = (i: number): boolean =>
    frequency[i] > 0 && frequency[i] < Number.POSITIVE_INFINITY && weightOf(i) > 0 && !Number.isNaN(monetary[i])
  const isUsed = (i: number): boolean => isRepeat(i) && monetary[i] > 0 && monetary[i] < Number.POSITIVE_INFINITY
  let notPositive = 0
  const sizes = new Map<number, number>()
  const small = new Int32Array(SMALL)
  for (let i = 0; i < length; i++) {
    const x = frequency[i]
    if (!isUsed(i)) {
      if (isRepeat(i)) notPositive++
    } else if (x < SMALL && Math.floor(x) === x) small[x]++
    else sizes.set(x, (sizes.get(x) ?? 0) + 1)
  }
  small.forEach((size, x) => {
    if (size > 0) sizes.set(x, size)
  })
  const counts = Float64Array.from(sizes.keys()).sort()
  const starts = new Int32Array(counts.length + 1)
  counts.forEach((x, k) => {
    starts[k + 1] = starts[k] + (sizes.get(x) ?? 0)
    sizes.set(x, starts[k])
    if (x < SMALL && Math.floor(x) === x) small[x] = starts[k]
  })
  const spend = new Float64Array(starts[counts.length])
  const weights = new Float64Array(spend.length).fill(1)
  for (let i = 0; i < length; i++) {
    if (!isUsed(i)) continue
    const x = frequency[i]
    let at = 0
    if (x < SMALL && Math.floor(x) === x) at = small[x]++
    else {
      at = sizes.get(x) ?? 0
      sizes.set(x, at + 1)
    }
    spend[at] = monetary[i]
    weights[at] = weightOf(i)
  }
  return { spends: distinctSpends(counts, starts, spend, weights, weight !== undefined), notPositive }
}

/** Counts below this are told apart without a map. */
const SMALL = 1024

/** Sorts each stretch, so that sums have the same bits for any order of the customers, and joins what is equal. */
function distinctSpends(counts: Float64Array, from: Int32Array, spend: Float64Array, weights: Float64Array, isWeighted: boolean): Spends {
  const starts = new Int32Array(from.length)
  let length = 0
  let total = 0
  for (let k = 0; k < counts.length; k++) {
    const values = spend.subarray(from[k], from[k + 1])
    if (isWeighted) {
      const order = Array.from(values, (_, i) => from[k] + i).sort((i, j) => spend[i] - spend[j] || weights[i] - weights[j])
      const inOrder = Float64Array.from(order, (i) => weights[i])
      values.set(Float64Array.from(order, (i) => spend[i]))
      weights.set(inOrder, from[k])
    } else values.sort()
    const first = length
    for (let i = from[k]; i < from[k + 1]; i++) {
      const value = spend[i]
      const w = weights[i]
      total += w
      if (length > first && spend[length - 1] === value) weights[length - 1] += w
      else {
        spend[length] = value
        weights[length++] = w
      }
    }
    starts[k + 1] = length
  }
  return { counts, starts, spend: spend.subarray(0, length), weights: weights.subarray(0, length), total }
}

const MANY_ROWS = 20_000
const SAMPLE = 8192

function sampleOf({ counts, starts, spend, weights, total }: Spends): Spends {
  const sample = thin(weights, total, SAMPLE)
  const ends = new Int32Array(starts.length)
  for (let k = 0, i = 0; k < counts.length; k++) {
    while (i < sample.rows.length && sample.rows[i] < starts[k + 1]) i++
    ends[k + 1] = i
  }
  return { counts, starts: ends, spend: Float64Array.from(sample.rows, (i) => spend[i]), weights: sample.weights, total: SAMPLE }
}

/** In logs of p, q, v. */
function objective({ counts, starts, spend, weights }: Spends): Objective['evaluate'] {
  const logSpend = counts.map((_, k) => {
    let total = 0
    for (let i = starts[k]; i < starts[k + 1]; i++) total += weights[i] * Math.log(spend[i])
    return total
  })
  return (point, gradient, hessian) => {
    const natural = Array.from(point, Math.exp)
    const [p, q, v] = natural
    const value = spendTerms({ p, q, v }, counts, starts, spend, weights, logSpend, gradient, hessian)
    for (let i = 0; i < 3; i++) gradient[i] *= natural[i]
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) hessian[i * 3 + j] = hessian[i * 3 + j] * natural[i] * natural[j] + (i === j ? gradient[i] : 0)
    return value
  }
}

/** Pearson's r of count and mean spend; p-value of zero correlation by Fisher's z. */
function correlationOf({
  counts,
  starts,
  spend,
  weights,
  total,
}: Spends): { readonly correlation: number; readonly pValue: number } | null {
  if (total < 4) return null
  let meanX = 0
  let meanM = 0
  const each = (visit: (x: number, m: number, w: number) => void): void => {
    for (let k = 0; k < counts.length; k++) for (let i = starts[k]; i < starts[k + 1]; i++) visit(counts[k], spend[i], weights[i])
  }
  each((x, m, w) => {
    meanX += (w / total) * x
    meanM += (w / total) * m
  })
  let xx = 0
  let mm = 0
  let xm = 0
  each((x, m, w) => {
    xx += w * (x - meanX) ** 2
    mm += w * (m - meanM) ** 2
    xm += w * (x - meanX) * (m - meanM)
  })
  if (!(xx > 0 && mm > 0)) return null
  const correlation = Math.max(-1, Math.min(1, xm / Math.sqrt(xx * mm)))
  const z = Math.abs(Math.atanh(correlation)) * Math.sqrt(total - 3)
  return { correlation, pValue: twoSidedP(z) }
}
