/** What a fitted contract model expects of cohorts and customers. */

import { UsageError } from '../core/errors.js'
import { logBetaShare } from '../core/math/gamma-ratio.js'
import { betaRule } from '../core/math/quadrature.js'
import { type BdwParams, logPmf, logSurvival, retentionRate } from './bdw.js'
import type { BdwModel, SbgModel } from './fit-contract.js'

export type ContractModel = SbgModel | BdwModel

export interface ContractCurve {
  readonly length: number
  readonly columns: {
    /** 0, 1, 2, … renewals */
    readonly renewal: Float64Array
    /** Share still there. */
    readonly survival: Float64Array
    /** Share of those who could that renewed; NaN at 0. */
    readonly retention: Float64Array
    /** Share that left at this renewal; 0 at 0. */
    readonly leaving: Float64Array
  }
}

/** Survival, retention and leaving for renewals 0 … n, observed or far beyond the data. */
export function predictRetention(model: ContractModel, renewals: number): ContractCurve {
  const params = contractParams(model)
  const renewal = Float64Array.from({ length: renewals + 1 }, (_, t) => t)
  return {
    length: renewals + 1,
    columns: {
      renewal,
      survival: renewal.map((t) => Math.exp(logSurvival(params, t))),
      retention: renewal.map((t) => (t === 0 ? Number.NaN : retentionRate(params, t))),
      leaving: renewal.map((t) => (t === 0 ? 0 : Math.exp(logPmf(params, t)))),
    },
  }
}

export interface ContractFuture {
  /** P(makes the next renewal). */
  readonly pRenew: number
  /** P(still there after `horizon` more renewals). */
  readonly pStay: number
  /** Expected renewals among the next `horizon`. */
  readonly expectedRenewals: number
  /** Expected renewals over all time, the first discounted once; null without a discount, and infinite never: at discount 0 it is null where the sum diverges. */
  readonly discountedRenewals: number | null
}

/**
 * The future of a customer who has made `renewals` renewals and is still there.
 *
 * Expected renewals are Σ S(n + k)/S(n) over k = 1 … horizon; discounted ones weigh each by (1 + d)^−k over all k.
 *
 * @param options.discount per renewal period, e.g. 0.10 for yearly contracts at 10 % a year
 * @source Fader & Hardie (2010), Marketing Science 29, 85–93 (discounted expected residual lifetime)
 */
export function predictContract(
  model: ContractModel,
  customer: { readonly renewals: number },
  options: { readonly horizon: number; readonly discount?: number },
): ContractFuture {
  const params = contractParams(model)
  const { renewals: n } = customer
  const { horizon, discount } = options
  if (!(Number.isInteger(n) && n >= 0)) throw new UsageError('clv.contract.row', { renewals: n })
  if (!(Number.isInteger(horizon) && horizon >= 0)) throw new UsageError('clv.horizon.invalid', { periods: horizon })
  if (discount !== undefined && !(discount >= 0 && discount < Number.POSITIVE_INFINITY))
    throw new UsageError('clv.discount.invalid', { discount })
  let expected = 0
  for (let k = 1; k <= horizon; k++) expected += stay(params, n, k)
  return {
    pRenew: stay(params, n, 1),
    pStay: stay(params, n, horizon),
    expectedRenewals: expected,
    discountedRenewals: discount === undefined ? null : discountedStays(params, n, discount),
  }
}

/** sBG is BdW with c = 1. */
export function contractParams(model: ContractModel): BdwParams {
  const { alpha, beta } = model.params
  return { alpha, beta, c: model.kind === 'bdw' ? model.params.c : 1 }
}

/** S(n + k)/S(n). */
function stay({ alpha, beta, c }: BdwParams, n: number, k: number): number {
  const step = n === 0 ? k ** c : n ** c * Math.expm1(c * Math.log1p(k / n))
  return Math.exp(logBetaShare(alpha, beta + n ** c, step))
}

/**
 * Σ_{k ≥ 1} (1 + d)^−k S(n + k)/S(n). For c = 1 it is E[(1 − θ)/(d + θ)] with θ ~ Beta(α, β + n); otherwise summed until what can follow is below 1e-12 of it.
 * @returns null where the sum has no finite value (d = 0 and retention that tends to 1 too fast)
 */
function discountedStays(params: BdwParams, n: number, d: number): number | null {
  const { alpha, beta, c } = params
  if (c === 1) {
    if (d === 0) return alpha > 1 ? (beta + n) / (alpha - 1) : null
    const { nodes, rests, weights } = betaRule(alpha, beta + n, 1 / d)
    let total = 0
    for (let i = 0; i < nodes.length; i++) total += (weights[i] * rests[i]) / (d + nodes[i])
    return total
  }
  if (d === 0 && alpha * c <= 1) return null // S(t) falls like t^(−αc)
  let total = 0
  let weight = 1
  for (let k = 1; k < LONGEST_SUM; k++) {
    weight /= 1 + d
    const term = weight * stay(params, n, k)
    total += term
    // what follows is at most a geometric series, or at d = 0 the integral of t^(−αc)
    const rest = d > 0 ? term / d : (term * (n + k)) / (alpha * c - 1)
    if (rest < 1e-12 * total) break
    if (k === LONGEST_SUM - 1) total += rest
  }
  return total
}

const LONGEST_SUM = 1_000_000
