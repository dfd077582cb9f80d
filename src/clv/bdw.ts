/**
 * Contracts: at each renewal t = 1, 2, … a customer may leave. sBG (c = 1): everybody has a constant chance θ ~ Beta(α, β); BdW: that chance also changes
 * with tenure, by the exponent c of a discrete Weibull (c > 1: it rises with time, c < 1: it falls). α, β are γ, δ in the papers.
 */

import { logBetaShare } from '../core/math/gamma-ratio.js'
import { log1mexp } from '../core/math/logsum.js'
import { digamma, trigamma } from '../core/math/polygamma.js'

export interface BdwParams {
  readonly alpha: number
  readonly beta: number
  /** 1 in the sBG model. */
  readonly c: number
}

/**
 * ln S(t), S(t) = B(α, β + t^c)/B(α, β): the share of customers still there after t renewals.
 * @source Fader & Hardie (2007), Journal of Interactive Marketing 21, 76–90, eq. (6); Fader, Hardie, Liu, Davin & Steenburgh (2018), 43, 1–16
 */
export function logSurvival({ alpha, beta, c }: BdwParams, t: number): number {
  return logBetaShare(alpha, beta, t ** c)
}

/** S(t)/S(t − 1): the share that renews at t, of those who could. Rises with t even when nobody's own chance changes. */
export function retentionRate(params: BdwParams, t: number): number {
  return Math.exp(logRetention(params, t))
}

/** ln P(leaves at t) = ln[S(t − 1) − S(t)]. */
export function logPmf(params: BdwParams, t: number): number {
  return logSurvival(params, t - 1) + log1mexp(logRetention(params, t))
}

function logRetention({ alpha, beta, c }: BdwParams, t: number): number {
  return logBetaShare(alpha, beta + (t - 1) ** c, powerStep(t, c))
}

/** t^c − (t − 1)^c without cancellation. */
function powerStep(t: number, c: number): number {
  return t <= 1 ? t ** c : (t - 1) ** c * Math.expm1(c * Math.log1p(1 / (t - 1)))
}

/** Adds w × the derivatives of ln S(t) (or, with `leaves`, of ln P(leaves at t)) in α, β, c: gradient (3) and Hessian (3 × 3). Returns the value. */
export function contractTerms(
  params: BdwParams,
  t: number,
  leaves: boolean,
  w: number,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  survivalTerms(params, t, late)
  if (!leaves) {
    for (let i = 0; i < 3; i++) gradient[i] += w * late[i]
    for (let i = 0; i < 9; i++) hessian[i] += w * late[3 + i]
    return w * logSurvival(params, t)
  }
  survivalTerms(params, t - 1, early)
  // ln(S₀ − S₁): weights S₀/(S₀ − S₁) and −S₁/(S₀ − S₁)
  const w0 = -1 / Math.expm1(logRetention(params, t))
  const w1 = w0 - 1
  for (let i = 0; i < 3; i++) mixed[i] = w0 * early[i] - w1 * late[i]
  for (let i = 0; i < 3; i++) {
    gradient[i] += w * mixed[i]
    for (let j = 0; j < 3; j++) {
      const k = 3 * i + j
      hessian[k] += w * (w0 * (early[3 + k] + early[i] * early[j]) - w1 * (late[3 + k] + late[i] * late[j]) - mixed[i] * mixed[j])
    }
  }
  return w * logPmf(params, t)
}

const early = /* @__PURE__ */ new Float64Array(12)
const late = /* @__PURE__ */ new Float64Array(12)
const mixed = /* @__PURE__ */ new Float64Array(3)

function survivalTerms({ alpha, beta, c }: BdwParams, t: number, out: Float64Array): void {
  out.fill(0)
  if (t === 0) return
  const tau = t ** c
  const log = Math.log(t)
  const dTau = tau * log // dτ/dc
  const ab = alpha + beta
  const psiAB = digamma(ab) - digamma(ab + tau)
  const psiB = digamma(beta + tau) - digamma(beta)
  const psi1AB = trigamma(ab) - trigamma(ab + tau)
  const psi1B = trigamma(beta + tau) - trigamma(beta)
  const byTau = digamma(beta + tau) - digamma(ab + tau)
  const byTau2 = trigamma(beta + tau) - trigamma(ab + tau)
  out[0] = psiAB
  out[1] = psiAB + psiB
  out[2] = byTau * dTau
  out[3] = psi1AB
  out[4] = psi1AB
  out[5] = -trigamma(ab + tau) * dTau
  out[6] = psi1AB
  out[7] = psi1AB + psi1B
  out[8] = byTau2 * dTau
  out[9] = out[5]
  out[10] = out[8]
  out[11] = byTau2 * dTau * dTau + byTau * dTau * log
}
