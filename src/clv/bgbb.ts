/**
 * BG/BB: buying at discrete opportunities (a yearly appeal, a weekly market). While alive a customer buys at each opportunity with chance p ~ Beta(α, β)
 * and leaves before each with chance θ ~ Beta(γ, δ). Symbols follow Fader, Hardie & Shang (2010), Marketing Science 29, 1086–1108:
 * x purchases, tx the last opportunity with one (0 if none), n opportunities.
 */

import { logBetaShare, logPochhammer } from '../core/math/gamma-ratio.js'
import { betaRule } from '../core/math/quadrature.js'
import type { Future } from './future.js'
import type { NbdKernel } from './nbd.js'
import { pochhammerTerms } from './pochhammer.js'

export interface BgBbParams {
  /** Of the chances to buy at an opportunity; their mean is α / (α + β). */
  readonly alpha: number
  readonly beta: number
  /** Of the chances to leave before an opportunity; their mean is γ / (γ + δ). */
  readonly gamma: number
  readonly delta: number
}

/**
 * The likelihood as a sum over what may have happened after the last purchase:
 *
 *   (α)ₓ (β)ₙ₋ₓ/(α + β)ₙ · S(n)  +  Σ_{k = tx}^{n − 1} (α)ₓ (β)ₖ₋ₓ/(α + β)ₖ · S(k) γ/(γ + δ + k),   S(k) = (δ)ₖ/(γ + δ)ₖ
 *
 * All terms are positive and their ratios rational: no beta function is evaluated twice, and nothing is subtracted. Gradient and Hessian are those of a
 * mixture, accumulated over the same terms.
 *
 * @source eq. (5)
 */
export const bgBbKernel: NbdKernel = { names: ['alpha', 'beta', 'gamma', 'delta'], row: historyTerms, count: () => 0 }

/** ln L(α, β, γ, δ | x, tx, n). */
export function logLikelihood(params: BgBbParams, x: number, tx: number, n: number): number {
  const { alpha, beta } = params
  if (x === 0) {
    // 1 − L is the chance of some purchase: near certainty its sum keeps the digits
    const some = somePurchase(params, n)
    if (some < 0.5) return Math.log1p(-some)
  }
  // (α)ₓ(β)ₘ/(α + β)ₓ₊ₘ as two shares, neither of which cancels where it is close to 1
  const first = logBetaShare(beta, alpha, x) + logBetaShare(alpha + x, beta, tx - x)
  return first + logStay(params, tx) + Math.log(later(params, x, tx, n))
}

/**
 * P(alive at opportunity n + m): 0 for "just after the last opportunity", 1 for "will be there at the next one", as the paper's tables have it.
 * @returns probability in [0, 1]
 * @source eq. (6)
 */
export function pAlive(params: BgBbParams, x: number, tx: number, n: number, m = 0): number {
  const { alpha, beta, gamma, delta } = params
  const stillThere =
    logStay(params, n) - logStay(params, tx) + logPochhammer(beta + (tx - x), n - tx) - logPochhammer(alpha + beta + tx, n - tx)
  const rest = later(params, x, tx, n)
  return Math.min(1, Math.exp(stillThere + logBetaShare(gamma, delta + n, m)) / rest)
}

/** What is known of a customer alive at n: p ~ Beta(α + x, β + n − x), θ ~ Beta(γ, δ + n). The future is that of a new customer with these. */
export function posterior({ alpha, beta, gamma, delta }: BgBbParams, x: number, n: number): BgBbParams {
  return { alpha: alpha + x, beta: beta + (n - x), gamma, delta: delta + n }
}

/** A new customer is alive. */
export function newcomer(params: BgBbParams): { readonly alive: number; readonly params: BgBbParams } {
  return { alive: 1, params }
}

/**
 * E[purchases at the next m opportunities] of a customer alive before them: α/(α + β) Σ_{k = 1}^m S(k).
 * @source eq. (8); summed up to 4,096 terms, beyond that E[(1 − θ)(1 − (1 − θ)^m)/θ] by quadrature
 */
export function expectedPurchasesAlive({ alpha, beta, gamma, delta }: BgBbParams, m: number): number {
  return (alpha / (alpha + beta)) * meanStays(gamma, delta, m)
}

function meanStays(gamma: number, delta: number, m: number): number {
  if (m > LONGEST_SUM) {
    const { nodes, rests, weights } = betaRule(gamma, delta, m)
    let total = 0
    for (let i = 0; i < nodes.length; i++)
      total += weights[i] * (nodes[i] > 0 ? (rests[i] * -Math.expm1(m * Math.log1p(-nodes[i]))) / nodes[i] : m)
    return total
  }
  let stay = 1
  let total = 0
  for (let k = 0; k < m; k++) {
    stay *= (delta + k) / (gamma + delta + k)
    total += stay
  }
  return total
}

const LONGEST_SUM = 4096

/**
 * P(k purchases at the next m opportunities) of a customer alive before them.
 * @source eq. (7)
 */
export function purchasesPmfAlive(params: BgBbParams, m: number, k: number): number {
  if (k > m) return 0
  const { alpha, beta, gamma, delta } = params
  // C(i, k) B(α + k, β + i − k)/B(α, β) for i = k, then by its ratio, relative to where it began: that may lie below the smallest number
  let log = logPochhammer(alpha, k) - logPochhammer(alpha + beta, k) + logBetaShare(gamma, delta, k)
  let choose = 1
  let total = 0
  for (let i = k; i < m; i++) {
    total += choose * (gamma / (gamma + delta + i))
    choose *= ((i + 1) / (i + 1 - k)) * ((beta + (i - k)) / (alpha + beta + i)) * ((delta + i) / (gamma + delta + i))
    if (choose > 1e200) {
      choose *= 1e-200
      total *= 1e-200
      log += 200 * Math.LN10
    }
  }
  return Math.exp(log + Math.log(total + choose))
}

/**
 * Expected purchases of a customer alive now over all future opportunities, the first discounted once, at the rate d per opportunity:
 *
 *   α/(α + β) Σ_{k ≥ 1} S(k) (1 + d)^−k = α/(α + β) E[(1 − θ)/(d + θ)]
 *
 * @source eq. (14)
 */
export function discountedPurchasesAlive({ alpha, beta, gamma, delta }: BgBbParams, d: number): number {
  const buy = alpha / (alpha + beta)
  if (d === 0) return gamma > 1 ? (buy * delta) / (gamma - 1) : Number.POSITIVE_INFINITY
  const { nodes, rests, weights } = betaRule(gamma, delta, 1 / d)
  let total = 0
  for (let i = 0; i < nodes.length; i++) total += (weights[i] * rests[i]) / (d + nodes[i])
  return buy * total
}

/** ln S(k) = ln (δ)ₖ/(γ + δ)ₖ: the chance to be alive at opportunity k. */
function logStay({ gamma, delta }: BgBbParams, k: number): number {
  return logBetaShare(gamma, delta, k)
}

/** The bracket of the likelihood relative to its terms at tx: 1·γ/(γ + δ + tx) + …, all positive. */
function later({ alpha, beta, gamma, delta }: BgBbParams, x: number, tx: number, n: number): number {
  let ratio = 1
  let total = 0
  for (let k = tx; k < n; k++) {
    total += ratio * (gamma / (gamma + delta + k))
    ratio *= ((beta + (k - x)) / (alpha + beta + k)) * ((delta + k) / (gamma + delta + k))
  }
  return total + ratio
}

/** P(x > 0 after n opportunities) = Σ_k P(alive at k, first purchase at k). */
function somePurchase({ alpha, beta, gamma, delta }: BgBbParams, n: number): number {
  let none = 1
  let total = 0
  for (let k = 0; k < n; k++) {
    none *= (delta + k) / (gamma + delta + k)
    total += none * (alpha / (alpha + beta + k))
    none *= (beta + k) / (alpha + beta + k)
  }
  return total
}

const terms = /* @__PURE__ */ new Float64Array(3)
const own = /* @__PURE__ */ new Float64Array(14)

function historyTerms(p: Float64Array, x: number, tx: number, n: number, w: number, sums: Float64Array): number {
  const out = own
  const [alpha, beta, gamma, delta] = p
  const ab = alpha + beta
  const gd = gamma + delta
  pochhammerTerms(alpha, x, terms)
  const [a0, a1, a2] = terms
  // sums at k = tx: of β over k − x, of α + β, of δ and of γ + δ over k
  pochhammerTerms(beta, tx - x, terms)
  let [b0, b1, b2] = terms
  pochhammerTerms(ab, tx, terms)
  let [ab0, ab1, ab2] = terms
  pochhammerTerms(delta, tx, terms)
  let [d0, d1, d2] = terms
  pochhammerTerms(gd, tx, terms)
  let [gd0, gd1, gd2] = terms
  const base = a0 + b0 - ab0 + d0 - gd0
  let total = 0
  out.fill(0)
  for (let k = tx; k <= n; k++) {
    const left = k < n ? 1 / (gd + k) : 0 // γ/(γ + δ + k) of having left before k + 1
    const weight = Math.exp(b0 - ab0 + d0 - gd0 + a0 - base) * (k < n ? gamma * left : 1)
    total += weight
    const gA = a1 - ab1
    const gB = b1 - ab1
    const gG = (k < n ? 1 / gamma - left : 0) - gd1
    const gD = d1 - gd1 - left
    const hGD = -gd2 + left * left
    out[0] += weight * gA
    out[1] += weight * gB
    out[2] += weight * gG
    out[3] += weight * gD
    out[4] += weight * (gA * gA + a2 - ab2)
    out[5] += weight * (gA * gB - ab2)
    out[6] += weight * gA * gG
    out[7] += weight * gA * gD
    out[8] += weight * (gB * gB + b2 - ab2)
    out[9] += weight * gB * gG
    out[10] += weight * gB * gD
    out[11] += weight * (gG * gG + hGD - (k < n ? 1 / (gamma * gamma) : 0))
    out[12] += weight * (gG * gD + hGD)
    out[13] += weight * (gD * gD + d2 + hGD)
    const iB = 1 / (beta + (k - x))
    const iAB = 1 / (ab + k)
    const iD = 1 / (delta + k)
    const iGD = 1 / (gd + k)
    b0 -= Math.log(iB)
    b1 += iB
    b2 -= iB * iB
    ab0 -= Math.log(iAB)
    ab1 += iAB
    ab2 -= iAB * iAB
    d0 -= Math.log(iD)
    d1 += iD
    d2 -= iD * iD
    gd0 -= Math.log(iGD)
    gd1 += iGD
    gd2 -= iGD * iGD
  }
  for (let i = 0; i < 14; i++) out[i] /= total
  for (let i = 0, k = 4; i < 4; i++) for (let j = i; j < 4; j++, k++) out[k] -= out[i] * out[j]
  for (let i = 0; i < 14; i++) sums[i] += w * out[i]
  return base + Math.log(total)
}

/** What a customer of a BG/BB model does next: what `predictClv` needs of the kind of its model. */
export const bgBbFuture: Future<BgBbParams> = {
  kind: 'bgbb',
  names: ['alpha', 'beta', 'gamma', 'delta'],
  pAlive,
  posterior,
  newcomer,
  expectedPurchasesAlive,
  anyPurchaseAlive: somePurchase,
  discountedPurchasesAlive,
}
