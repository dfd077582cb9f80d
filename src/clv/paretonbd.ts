/**
 * Pareto/NBD: purchases are Poisson with rate λ ~ Gamma(r, rate α) until an unobserved death after an exponential time with rate μ ~ Gamma(s, rate β).
 * Symbols follow Schmittlein, Morrison & Colombo (1987), Management Science 33, 1–24, and Fader & Hardie (2005), brucehardie.com/notes/009.
 */

import { logPochhammer } from '../core/math/gamma-ratio.js'
import { scaledExpIntegral } from '../core/math/hyperu.js'
import { softplus } from '../core/math/logsum.js'
import { DEPTH, GAUSS_W, GAUSS_X, LONGEST, logIntegral, STEEPEST } from '../core/math/quadrature.js'
import { logNbdPmf } from './beta-geometric.js'
import type { Future } from './future.js'
import type { NbdKernel } from './nbd.js'
import { pochhammerTerms } from './pochhammer.js'

export interface ParetoNbdParams {
  /** Shape and rate of the purchase rates; the mean rate is r / α per period. */
  readonly r: number
  readonly alpha: number
  /** Shape and rate of the death rates; the mean rate is s / β per period. */
  readonly s: number
  readonly beta: number
}

/**
 * The log-likelihood as a mixture over the unseen moment y at which the customer left, tx ≤ y ≤ T, and of not having left:
 *
 *   ln (r)ₓ − r ln(1 + T/α) − x ln(α + T) − s ln(1 + T/β) + ln(1 + J)
 *   J = s ∫ ((α + T)/(α + y))^(r + x) ((β + T)/(β + y))^s dy / (β + y)  over (tx, T): the odds that the customer left
 *
 * J and the moments that gradient and Hessian need are integrated together in ln(y + min(α, β)), where 16 nodes suffice for most histories.
 * Nothing is subtracted: no cancellation when α ≈ β, when tx ≈ T or when x is in the thousands.
 */
export const paretoNbdKernel: NbdKernel = { names: ['r', 'alpha', 's', 'beta'], row: historyTerms, count: countTerms }

/** ln L(r, α, s, β | x, tx, T). */
export function logLikelihood({ r, alpha, s, beta }: ParetoNbdParams, x: number, tx: number, T: number): number {
  // L = 1 − P(any): near certainty the sum of logs would lose it
  if (x === 0) {
    const some = anyPurchaseAlive({ r, alpha, s, beta }, T)
    if (some < 0.5) return Math.log1p(-some)
  }
  const logOdds = leavingMoments(r, alpha, s, beta, x, tx, T)
  // what is likelier, alive or gone, comes first: relative to the other, powers of r in the millions would cancel
  const y = logOdds > 0 ? likeliest : T
  const purchases = logPochhammer(r, x) - r * Math.log1p(y / alpha) - (x === 0 ? 0 : x * Math.log(alpha + y))
  return purchases - s * Math.log1p(y / beta) + (logOdds > 0 ? Math.log(s * mass) - logWidth + softplus(-logOdds) : softplus(logOdds))
}

/**
 * P(alive): the chance that a customer with this history is still buying, 1 / (1 + J).
 * @returns probability in [0, 1]
 */
export function pAlive({ r, alpha, s, beta }: ParetoNbdParams, x: number, tx: number, T: number): number {
  return 1 / (1 + Math.exp(leavingMoments(r, alpha, s, beta, x, tx, T)))
}

/** What is known of a customer who is alive at T: λ ~ Gamma(r + x, α + T), μ ~ Gamma(s, β + T). The future is that of a new customer with these. */
export function posterior({ r, alpha, s, beta }: ParetoNbdParams, x: number, T: number): ParetoNbdParams {
  return { r: r + x, alpha: alpha + T, s, beta: beta + T }
}

/** A new customer is alive. */
export function newcomer(params: ParetoNbdParams): { readonly alive: number; readonly params: ParetoNbdParams } {
  return { alive: 1, params }
}

/**
 * E[purchases in (0, t]] of a customer alive at 0:
 *
 *   (r/α) β [1 − (1 + t/β)^(1 − s)] / (s − 1),   (r/α) β ln(1 + t/β) at s = 1
 *
 * @source Schmittlein, Morrison & Colombo (1987), eq. (17)
 */
export function expectedPurchasesAlive({ r, alpha, s, beta }: ParetoNbdParams, t: number): number {
  if (!(t > 0)) return 0
  const logRise = Math.log1p(t / beta)
  return ((r * beta) / alpha) * (s === 1 ? logRise : -Math.expm1((1 - s) * logRise) / (s - 1))
}

/**
 * P(any purchase in (0, t]) of a customer alive at 0: the first purchase comes at y, before leaving,
 *
 *   ∫ r/(α + y) (1 + y/α)^−r (1 + y/β)^−s dy   over (0, t)
 *
 * which is the integral J with the two sides exchanged.
 *
 * @returns probability in [0, 1], relative error below 1e-11 however small
 */
export function anyPurchaseAlive({ r, alpha, s, beta }: ParetoNbdParams, t: number): number {
  // later than this nobody is both there and waiting, by a factor of e^−1000; and what J takes as a reference, the end, must not be farther off
  const end = Math.min(t, alpha * Math.expm1(1e3 / r), beta * Math.expm1(1e3 / s))
  const log = leavingMoments(s, beta, r, alpha, 0, 0, end) - r * Math.log1p(end / alpha) - s * Math.log1p(end / beta)
  return Math.min(1, Math.exp(log))
}

/**
 * P(n purchases in (0, t]) of a customer alive at 0: not left by t, or left at y < t after n purchases:
 *
 *   P(N_t = n) (1 + t/β)^−s + ∫ P(N_y = n) s β^s (β + y)^(−s−1) dy   over (0, t)
 *
 * integrated in ln y.
 */
export function purchasesPmfAlive({ r, alpha, s, beta }: ParetoNbdParams, t: number, n: number): number {
  if (!(t > 0)) return n === 0 ? 1 : 0
  const alive = Math.exp(logNbdPmf(r, alpha, t, n) - s * Math.log1p(t / beta))
  const logFront = logPochhammer(r, n) - logPochhammer(1, n) + Math.log(s / beta)
  const log = logIntegral(
    {
      f: (u) => {
        const y = Math.exp(u)
        return u - r * Math.log1p(y / alpha) - (n === 0 ? 0 : n * Math.log1p(alpha / y)) - (s + 1) * Math.log1p(y / beta)
      },
      slope: (u) => {
        const y = Math.exp(u)
        return 1 - (r * y) / (alpha + y) + (n * alpha) / (alpha + y) - ((s + 1) * y) / (beta + y)
      },
      slopeLeft: n + 1,
      start: Math.log(Math.min(t, alpha, beta)),
    },
    Number.NEGATIVE_INFINITY,
    Math.log(t),
  )
  return alive + Math.exp(logFront + log)
}

/**
 * E ∫₀^∞ e^(−δu) dN(u): DERT of a customer alive at 0, at the continuous rate δ per period.
 *
 *   (r/α) β ∫ e^(−δβv) (1 + v)^(−s) dv = (r/α) δ^(s−1) β^s U(s, s, δβ)
 *
 * @source Fader, Hardie & Lee (2005), Journal of Marketing Research 42, 415–430, eq. (2)
 */
export function discountedPurchasesAlive({ r, alpha, s, beta }: ParetoNbdParams, delta: number): number {
  if (delta === 0) return s > 1 ? ((r / alpha) * beta) / (s - 1) : Number.POSITIVE_INFINITY
  return ((r * beta) / alpha) * scaledExpIntegral(s, delta * beta)
}

function historyTerms(p: Float64Array, x: number, tx: number, T: number, w: number, sums: Float64Array): number {
  const [r, alpha, s, beta] = p
  const R = r + x
  const iT = 1 / (alpha + T)
  const jT = 1 / (beta + T)
  moments.fill(0)
  const logOdds = leavingMoments(r, alpha, s, beta, x, tx, T, addMoments)
  if (mass > 0) meanMoments(s)
  const g = 1 / (1 + Math.exp(-logOdds))
  const gone = w * g
  const v = gone * g
  const logA = Math.log1p(T / alpha)
  const logB = Math.log1p(T / beta)
  const [m0, m1, m2, m3, m00, m01, m02, m03, m11, m12, m13, m22, m23, m33, c01, c11, c23, c33] = moments
  sums[0] += gone * m0 - w * logA
  sums[1] += w * (r / alpha - R * iT) + gone * m1
  sums[2] += gone * m2 - w * logB
  sums[3] += w * (s / beta - s * jT) + gone * m3
  sums[4] += gone * m00 - v * m0 * m0
  sums[5] += w * (1 / alpha - iT) + gone * (m01 + c01) - v * m0 * m1
  sums[6] += gone * m02 - v * m0 * m2
  sums[7] += gone * m03 - v * m0 * m3
  sums[8] += w * (R * iT * iT - r / (alpha * alpha)) + gone * (m11 + c11) - v * m1 * m1
  sums[9] += gone * m12 - v * m1 * m2
  sums[10] += gone * m13 - v * m1 * m3
  sums[11] += gone * (m22 - 1 / (s * s)) - v * m2 * m2
  sums[12] += w * (1 / beta - jT) + gone * (m23 + c23) - v * m2 * m3
  sums[13] += w * (s * jT * jT - s / (beta * beta)) + gone * (m33 + c33) - v * m3 * m3
  return -r * logA - (x === 0 ? 0 : x * Math.log(alpha + T)) - s * logB + softplus(logOdds)
}

const moments = /* @__PURE__ */ new Float64Array(18)
const rTerms = /* @__PURE__ */ new Float64Array(3)

function countTerms(p: Float64Array, x: number, w: number, sums: Float64Array): number {
  pochhammerTerms(p[0], x, rTerms)
  sums[0] += w * rTerms[1]
  sums[4] += w * rTerms[2]
  return rTerms[0]
}

/** Adds one moment of leaving, with the weight the integrand has there. */
function addMoments(
  weight: number,
  R: number,
  s: number,
  d: number,
  iT: number,
  jT: number,
  iy: number,
  jy: number,
  logA: number,
  logB: number,
): void {
  const out = moments
  const dA = -R * d * iT * iy
  const dB = -s * d * jT * jy - jy
  out[0] += weight * logA
  out[1] += weight * dA
  out[2] += weight * logB // the 1/s of ∂d/∂s is added by meanMoments
  out[3] += weight * dB
  out[4] += weight * logA * logA
  out[5] += weight * logA * dA
  out[6] += weight * logA * logB
  out[7] += weight * logA * dB
  out[8] += weight * dA * dA
  out[9] += weight * dA * logB
  out[10] += weight * dA * dB
  out[11] += weight * logB * logB
  out[12] += weight * logB * dB
  out[13] += weight * dB * dB
  out[14] -= weight * d * iT * iy
  out[15] += weight * R * (iy * iy - iT * iT)
  out[16] -= weight * d * jT * jy
  out[17] += weight * ((s + 1) * jy * jy - s * jT * jT)
}

/** Sums to means, and the 1/s of ∂d/∂s into the mean and the products. */
function meanMoments(s: number): void {
  const out = moments
  for (let k = 0; k < 18; k++) out[k] /= mass
  const i = 1 / s
  out[6] += i * out[0]
  out[9] += i * out[1]
  out[12] += i * out[3]
  out[11] += i * (2 * out[2] + i)
  out[2] += i
}

/** What the last integral came to, relative to its peak, and where that lies: the moment of leaving, and ln[(β + y)/(min(α, β) + y)] there. */
let mass = 0
let likeliest = 0
let logWidth = 0

/**
 * ln J, and on request (`collect`) the sums over the moment of leaving y of the derivatives of
 *
 *   d(y) = ln s + R ln[(α + T)/(α + y)] + s ln[(β + T)/(β + y)] − ln(β + y)
 *
 * in r, α, s, β: four first ones, their ten products, and the second ones in rα, αα, sβ, ββ.
 */
function leavingMoments(
  r: number,
  alpha: number,
  s: number,
  beta: number,
  x: number,
  tx: number,
  T: number,
  collect?: typeof addMoments,
): number {
  mass = 0
  const gap = T - tx
  if (!(gap > 0)) return Number.NEGATIVE_INFINITY
  const R = r + x
  const low = Math.min(alpha, beta)
  const base = low + tx
  const shiftA = alpha - low
  const shiftB = beta - low
  const width = Math.log1p(gap / base)
  const iT = 1 / (alpha + T)
  const jT = 1 / (beta + T)
  const slope = (w: number): number => {
    const m = base * Math.exp(w)
    return 1 - (R * m) / (m + shiftA) - ((s + 1) * m) / (m + shiftB)
  }
  const first = slope(0)
  const final = slope(width)
  // the integrand is log-concave in w: one peak
  let peak = first <= 0 ? 0 : width
  if (first > 0 && final < 0) {
    let left = 0
    let right = width
    for (let i = 0; i < 40; i++) {
      peak = (left + right) / 2
      if (slope(peak) > 0) left = peak
      else right = peak
    }
  }
  const height = (w: number): number => {
    const y = base * Math.expm1(w)
    const d = gap - y // T − y
    const m = base * Math.exp(w)
    return R * Math.log1p(d / (m + shiftA)) + s * Math.log1p(d / (m + shiftB)) - Math.log((m + shiftB) / m)
  }
  const top = height(peak)
  const summit = base * Math.exp(peak)
  logWidth = Math.log((summit + shiftB) / summit)
  // relative to the end, as gradients need them, powers in the millions would be rounded: without gradients they are formed relative to the peak
  const level = collect ? top : -logWidth
  let total = 0
  let from = 0
  let here = first
  while (from < width) {
    let step = Math.min(width - from, LONGEST, STEEPEST / Math.abs(here))
    let there = slope(from + step)
    while (step * Math.abs(there) > STEEPEST) {
      step *= 0.7
      there = slope(from + step)
    }
    let to = from + step
    if (width - to < 1e-12 * width) to = width
    if (!(from < peak && height(Math.min(to, peak)) - top < DEPTH)) {
      const half = (to - from) / 2
      const mid = from + half
      for (let k = 0; k < 16; k++) {
        const w = k < 8 ? mid - half * GAUSS_X[k] : mid + half * GAUSS_X[k - 8]
        const rise = Math.expm1(w)
        const m = base * (1 + rise)
        const d = collect ? gap - base * rise : -summit * Math.expm1(w - peak)
        const iy = 1 / (m + shiftA)
        const jy = 1 / (m + shiftB)
        const logA = Math.log1p(d * iy)
        const logB = Math.log1p(d * jy)
        const weight = half * GAUSS_W[k & 7] * Math.exp(R * logA + s * logB - level) * m * jy
        total += weight
        if (collect) collect(weight, R, s, d, iT, jT, iy, jy, logA, logB)
      }
    }
    from = to
    here = there
    if (from > peak && height(from) - top < DEPTH) break
  }
  mass = total
  likeliest = tx + base * Math.expm1(peak)
  return top + Math.log(s * total)
}

/** What a customer of a Pareto/NBD model does next: what `predictClv` needs of the kind of its model. */
export const paretoNbdFuture: Future<ParetoNbdParams> = {
  kind: 'paretonbd',
  names: ['r', 'alpha', 's', 'beta'],
  pAlive,
  posterior,
  newcomer,
  expectedPurchasesAlive,
  anyPurchaseAlive,
  discountedPurchasesAlive,
}
