/**
 * Gamma-Gamma spend: a customer's purchases are worth z ~ Gamma(p, rate ν) each, ν ~ Gamma(q, rate v), independent of how often they buy.
 * Symbols follow Fader & Hardie (2013), brucehardie.com/notes/025: x repeat purchases, m their mean value, major units.
 */

import { lbeta } from '../core/math/gamma-ratio.js'
import { digamma, trigamma } from '../core/math/polygamma.js'

export interface GammaGammaParams {
  /** Shape of one purchase: its relative spread within a customer is 1/√p. */
  readonly p: number
  /** Shape of the spread between customers; a mean over all customers exists for q > 1. */
  readonly q: number
  /** Scale, major units. */
  readonly v: number
}

/**
 * ln density of the observed mean m of x purchases:
 *
 *   −ln B(px, q) + px ln[xm/(v + xm)] − q ln(1 + xm/v) − ln m
 *
 * @param x ≥ 1
 * @param m > 0
 * @source note 025, eq. (1)
 */
export function logLikelihood({ p, q, v }: GammaGammaParams, x: number, m: number): number {
  const px = p * x
  const ratio = (x * m) / v
  // for a small ratio px ln m − ln m is formed as one product: at px = 1 it is exactly 0
  if (ratio < 1) return (px - 1) * Math.log(m) + px * Math.log(x / v) - (px + q) * Math.log1p(ratio) - lbeta(px, q)
  return -px * Math.log1p(1 / ratio) - q * Math.log1p(ratio) - Math.log(m) - lbeta(px, q)
}

/**
 * E[mean value of future purchases | x, m] = p (v + xm)/(px + q − 1): the customer's own mean, drawn towards that of all customers, p v/(q − 1).
 *
 * Where px + q ≤ 1 the mean is infinite; the formula's value (negative or infinite) is returned and `predictGammaGamma` reports it.
 *
 * @source note 025, eq. (5)
 */
export function expectedSpend({ p, q, v }: GammaGammaParams, x: number, m: number): number {
  if (x === 0) return q > 1 ? (p * v) / (q - 1) : Number.POSITIVE_INFINITY
  return (p * (v + x * m)) / (p * x + (q - 1))
}

/**
 * Sums that depend on the data only through x are formed once per distinct x; a purchase costs one product and one reciprocal.
 * Writes gradient (3) and Hessian (3 × 3) in p, q, v.
 * @param counts distinct x ascending; `spend[starts[k] … starts[k + 1])` are the means of the customers with `counts[k]`
 * @param logSpend Σ w ln m of those customers, per distinct x
 */
export function spendTerms(
  { p, q, v }: GammaGammaParams,
  counts: Float64Array,
  starts: Int32Array,
  spend: Float64Array,
  weights: Float64Array,
  logSpend: Float64Array,
  gradient: Float64Array,
  hessian: Float64Array,
): number {
  gradient.fill(0)
  hessian.fill(0)
  const psiQ = digamma(q)
  const psi1Q = trigamma(q)
  let value = 0
  for (let k = 0; k < counts.length; k++) {
    const x = counts[k]
    const px = p * x
    let w = 0
    let logRise = 0 // Σ ln(1 + xm/v)
    let inverse = 0 // Σ 1/(v + xm)
    let inverse2 = 0
    for (let i = starts[k]; i < starts[k + 1]; i++) {
      const wi = weights[i]
      const xm = x * spend[i]
      const c = 1 / (v + xm)
      w += wi
      logRise += wi * Math.log1p(xm / v)
      inverse += wi * c
      inverse2 += wi * c * c
    }
    const logM = logSpend[k]
    const logFall = logRise - logM - w * Math.log(x / v) // Σ ln(1 + v/(xm))
    const psi = digamma(px + q)
    const psi1 = trigamma(px + q)
    value -= w * lbeta(px, q) + px * logFall + q * logRise + logM
    gradient[0] += x * (w * (psi - digamma(px)) - logFall)
    gradient[1] += w * (psi - psiQ) - logRise
    gradient[2] += (w * q) / v - (px + q) * inverse
    hessian[0] += w * x * x * (psi1 - trigamma(px))
    hessian[1] += w * x * psi1
    hessian[2] -= x * inverse
    hessian[4] += w * (psi1 - psi1Q)
    hessian[5] += w / v - inverse
    hessian[8] += (-w * q) / (v * v) + (px + q) * inverse2
  }
  hessian[3] = hessian[1]
  hessian[6] = hessian[2]
  hessian[7] = hessian[5]
  return value
}
