/** Fits Gamma-Gamma spend, and says when its assumption — that spend does not depend on frequency — looks wrong. */

import { FitError } from '../core/errors.js'
import { maximize } from '../core/math/newton.js'
import { twoSidedP } from '../core/math/normal.js'
import { type Reason, reason } from '../core/reason.js'
import type { Result } from '../core/result.js'
import { safely } from '../core/safely.js'
import { estimate } from './estimate.js'
import { spendTerms } from './gamma-gamma.js'
import { type Histories, historyTable } from './history.js'
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
  const { frequency, monetary, weight } = table.columns
  const used: number[] = []
  let total = 0
  let notPositive = 0
  for (let i = 0; i < table.length; i++) {
    const w = weight === undefined ? 1 : weight[i]
    if (!(frequency[i] > 0 && frequency[i] < Number.POSITIVE_INFINITY && w > 0) || monetary === undefined || Number.isNaN(monetary[i]))
      continue
    if (!(monetary[i] > 0 && monetary[i] < Number.POSITIVE_INFINITY)) notPositive++
    else {
      used.push(i)
      total += w
    }
  }
  const warnings: Reason[] = notPositive > 0 ? [reason('clv.spend.not-positive', 'warning', { customers: notPositive })] : []
  if (used.length === 0) throw new FitError('gammagamma', reason('clv.data.no-repeat', 'refused', { customers: table.length }))
  used.sort((i, j) => frequency[i] - frequency[j] || (monetary as ArrayLike<number>)[i] - (monetary as ArrayLike<number>)[j])
  const spend = Float64Array.from(used, (i) => (monetary as ArrayLike<number>)[i])
  const weights = Float64Array.from(used, (i) => (weight === undefined ? 1 : weight[i]))
  const counts: number[] = []
  const starts: number[] = []
  used.forEach((i, k) => {
    if (counts[counts.length - 1] !== frequency[i]) {
      counts.push(frequency[i])
      starts.push(k)
    }
  })
  starts.push(used.length)
  const xs = Float64Array.from(counts)
  const ends = Int32Array.from(starts)
  const logSpend = xs.map((_, k) => {
    let total = 0
    for (let i = starts[k]; i < starts[k + 1]; i++) total += weights[i] * Math.log(spend[i])
    return total
  })
  let mean = 0
  for (let i = 0; i < spend.length; i++) mean += weights[i] * spend[i]
  mean /= total
  const evaluate = (point: Float64Array, gradient: Float64Array, hessian: Float64Array): number => {
    const natural = Array.from(point, Math.exp)
    const [p, q, v] = natural
    const value = spendTerms({ p, q, v }, xs, ends, spend, weights, logSpend, gradient, hessian)
    for (let i = 0; i < 3; i++) gradient[i] *= natural[i]
    for (let i = 0; i < 3; i++)
      for (let j = 0; j < 3; j++) hessian[i * 3 + j] = hessian[i * 3 + j] * natural[i] * natural[j] + (i === j ? gradient[i] : 0)
    return value
  }
  const optimum = maximize({ size: 3, evaluate }, [Math.log(3), Math.log(3), Math.log((2 / 3) * mean)])
  const { known, logErrors: _, ...figures } = estimate(['p', 'q', 'v'], 3, optimum, { total, length: used.length })
  const independence = correlationOf(used, frequency, monetary as ArrayLike<number>)
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
        : reason('clv.fit.unidentified', 'warning', { customers: total, distinct: used.length })
  throw new FitError('gammagamma', verdict, { ...model, warnings: [...warnings, verdict] })
}

/** `fitGammaGamma` that returns its failure instead of throwing it. */
export function safeFitGammaGamma(customers: Histories, options: { readonly id?: string } = {}): Result<GammaGammaModel, FitError> {
  return safely(() => fitGammaGamma(customers, options))
}

/** Pearson's r; p-value of zero correlation by Fisher's z. */
function correlationOf(
  used: readonly number[],
  x: ArrayLike<number>,
  m: ArrayLike<number>,
): { readonly correlation: number; readonly pValue: number } | null {
  const n = used.length
  if (n < 4) return null
  let meanX = 0
  let meanM = 0
  for (const i of used) {
    meanX += x[i] / n
    meanM += m[i] / n
  }
  let xx = 0
  let mm = 0
  let xm = 0
  for (const i of used) {
    xx += (x[i] - meanX) ** 2
    mm += (m[i] - meanM) ** 2
    xm += (x[i] - meanX) * (m[i] - meanM)
  }
  if (!(xx > 0 && mm > 0)) return null
  const correlation = Math.max(-1, Math.min(1, xm / Math.sqrt(xx * mm)))
  const z = Math.abs(Math.atanh(correlation)) * Math.sqrt(n - 3)
  return { correlation, pValue: twoSidedP(z) }
}
