/**
 * The beta-geometric/NBD family: purchases are Poisson with rate λ ~ Gamma(r, rate α); after certain purchases a customer leaves with probability p ~ Beta(a, b).
 * BG/NBD tosses that coin after each repeat purchase, MBG/NBD also after the first one. Everything else the two share, and it stands here.
 * Symbols follow Fader, Hardie & Lee (2005): x repeat purchases, tx first → last purchase, T first purchase → asOf, in periods.
 */

import { logBetainc } from '../core/math/betainc.js'
import { logPochhammer } from '../core/math/gamma-ratio.js'
import { betaRule, gammaRule } from '../core/math/quadrature.js'
import type { CountKernel, NbdKernel, TableKernel } from './nbd.js'
import { pochhammerTerms } from './pochhammer.js'

export interface BetaGeometricParams {
  /** Shape of the purchase rates. */
  readonly r: number
  /** Rate of the purchase rates, periods; the mean rate is r / α per period. */
  readonly alpha: number
  /** Of the chances to leave; their mean is a / (a + b) per toss. */
  readonly a: number
  readonly b: number
}

/**
 * The log-likelihood of one customer who passed `coins` tosses:
 *
 *   ln (r)ₓ + ln [(b)ₙ / (a + b)ₙ] − r ln(1 + T/α) − x ln(α + T) + ln(1 + e^d),   n = coins,
 *   d = ln [a / (b + n − 1)] + (r + x) ln [(α + T)/(α + tx)]     (no such term for n = 0: nobody leaves before a toss)
 *
 * e^d are the odds that the customer left at tx. Its first and second derivatives are exact.
 */
export function betaGeometricKernel(coins: (x: number) => number): NbdKernel {
  return {
    names: ['r', 'alpha', 'a', 'b'],
    row: (p, x, tx, T, w, sums) => historyTerms(p, x, coins(x), tx, T, w, sums),
    count: countTerms(coins),
    table: tableTerms(coins),
  }
}

/** ln of the odds that the customer left at tx. */
export function logOddsGone({ r, alpha, a, b }: BetaGeometricParams, x: number, coins: number, tx: number, T: number): number {
  return coins === 0 ? Number.NEGATIVE_INFINITY : Math.log(a / (b + (coins - 1))) + (r + x) * Math.log1p((T - tx) / (alpha + tx))
}

function historyTerms(p: Float64Array, x: number, coins: number, tx: number, T: number, w: number, sums: Float64Array): number {
  const r = p[0]
  const alpha = p[1]
  const R = r + x
  const iT = 1 / (alpha + T)
  const ia = 1 / alpha
  const logT = Math.log1p(T * ia)
  sums[0] -= w * logT
  sums[1] += w * (r * ia - R * iT)
  sums[5] += w * (ia - iT)
  sums[8] += w * (R * iT * iT - r * ia * ia)
  if (coins === 0) return -r * logT
  const a = p[2]
  const ib = 1 / (p[3] + (coins - 1)) // the parentheses keep the digits of a tiny b
  const it = 1 / (alpha + tx)
  const L = Math.log1p((T - tx) * it)
  // the odds of having left are q e^(RL); both sides are divided by e^(RL), which may overflow
  const q = a * ib
  const fade = Math.exp(-R * L)
  const i = 1 / (fade + q)
  const gone = w * q * i
  const v = gone * fade * i // gone (1 − gone)
  const dAlpha = R * (iT - it)
  const dA = 1 / a
  sums[0] += gone * L
  sums[1] += gone * dAlpha
  sums[2] += gone * dA
  sums[3] -= gone * ib
  sums[4] += v * L * L
  sums[5] += v * L * dAlpha + gone * (iT - it)
  sums[6] += v * L * dA
  sums[7] -= v * L * ib
  sums[8] += v * dAlpha * dAlpha + gone * R * (it * it - iT * iT)
  sums[9] += v * dAlpha * dA
  sums[10] -= v * dAlpha * ib
  sums[11] += (v - gone) * dA * dA
  sums[12] -= v * dA * ib
  sums[13] += (v + gone) * ib * ib
  // −r ln(1 + T/α) − x ln(α + T) + ln(1 + q e^(RL)), the last as RL + ln(e^(−RL) + q)
  return -r * logT - (x === 0 ? 0 : x * (p[5] + logT)) + R * L + (R * L < 0.5 ? Math.log1p(Math.expm1(-R * L) + q) : Math.log(fade + q))
}

/**
 * `historyTerms` of every row under the same parameters. ln(1 + t/α) and 1/(α + t) are formed once for each level of T and tx, what depends on T alone is added
 * up for each level of it, and what depends on x alone multiplies the sums of its stretch of rows: each row is left with one exponential, one logarithm and one division.
 */
function tableTerms(coins: (x: number) => number): TableKernel {
  return ({ length, weights, columns: [frequency], levels: [, recencies, ages], ranks: [, recency, age] }) => {
    const ageWeights = new Float64Array(ages.length)
    const ageCounts = new Float64Array(ages.length)
    for (let i = 0; i < length; i++) {
      ageWeights[age[i]] += weights[i]
      ageCounts[age[i]] += weights[i] * frequency[i]
    }
    const ofAge = { times: ages, logs: new Float64Array(ages.length), inverses: new Float64Array(ages.length) }
    const ofRecency = { times: recencies, logs: new Float64Array(recencies.length), inverses: new Float64Array(recencies.length) }
    return (p, sums) => {
      timeTerms(p[1], ofAge)
      timeTerms(p[1], ofRecency)
      const value = ageTerms(p, ofAge, ageWeights, ageCounts, sums)
      return value + stretchTerms(p, coins, frequency, weights, recency, age, ofRecency, ofAge, sums)
    }
  }
}

/** ln(1 + t/α) and 1/(α + t) of each level t of a column. */
interface TimeTerms {
  readonly times: Float64Array
  readonly logs: Float64Array
  readonly inverses: Float64Array
}

function timeTerms(alpha: number, { times, logs, inverses }: TimeTerms): void {
  for (let k = 0; k < times.length; k++) {
    logs[k] = Math.log1p(times[k] / alpha)
    inverses[k] = 1 / (alpha + times[k])
  }
}

/** Σ w [−r ln(1 + T/α) − x ln(α + T)]. */
function ageTerms(p: Float64Array, { logs, inverses }: TimeTerms, weights: Float64Array, counts: Float64Array, sums: Float64Array): number {
  const r = p[0]
  const ia = 1 / p[1]
  let value = 0
  for (let k = 0; k < weights.length; k++) {
    const w = weights[k]
    const R = r * w + counts[k]
    const i = inverses[k]
    value -= R * logs[k] + counts[k] * p[5]
    sums[0] -= w * logs[k]
    sums[1] += w * r * ia - R * i
    sums[5] += w * (ia - i)
    sums[8] += R * i * i - w * r * ia * ia
  }
  return value
}

/** Σ w ln(1 + e^d), a stretch of rows of equal count after the other. */
function stretchTerms(
  p: Float64Array,
  coins: (x: number) => number,
  frequency: Float64Array,
  weights: Float64Array,
  recency: Uint32Array,
  age: Uint32Array,
  ofRecency: TimeTerms,
  ofAge: TimeTerms,
  sums: Float64Array,
): number {
  const dA = 1 / p[2]
  let value = 0
  for (let from = 0, end = 0; from < frequency.length; from = end) {
    const x = frequency[from]
    while (end < frequency.length && frequency[end] === x) end++
    const n = coins(x)
    if (n === 0) continue
    const R = p[0] + x
    const ib = 1 / (p[3] + (n - 1))
    value += goneTerms(R, p[2] * ib, from, end, weights, recency, age, ofRecency.logs, ofRecency.inverses, ofAge.logs, ofAge.inverses, gone)
    const g = gone[0]
    const v = gone[4]
    sums[0] += gone[1]
    sums[1] -= R * gone[2]
    sums[2] += g * dA
    sums[3] -= g * ib
    sums[4] += gone[7]
    sums[5] -= R * gone[8] + gone[2]
    sums[6] += gone[5] * dA
    sums[7] -= gone[5] * ib
    sums[8] += R * (R * gone[9] + gone[3])
    sums[9] -= R * gone[6] * dA
    sums[10] += R * gone[6] * ib
    sums[11] += (v - g) * dA * dA
    sums[12] -= v * dA * ib
    sums[13] += (v + g) * ib * ib
  }
  return value
}

const gone = /* @__PURE__ */ new Float64Array(10)

/**
 * Rows of one count: returns Σ w ln(1 + q e^(RL)), and writes Σ g, gL, gd, gd(1/(α + tx) + 1/(α + T)), v, vL, vd, vL², vLd, vd² of g = w P(left), v = g P(still here),
 * d = 1/(α + tx) − 1/(α + T).
 */
function goneTerms(
  R: number,
  q: number,
  from: number,
  end: number,
  weights: Float64Array,
  recency: Uint32Array,
  age: Uint32Array,
  logt: Float64Array,
  it: Float64Array,
  logT: Float64Array,
  iT: Float64Array,
  out: Float64Array,
): number {
  let value = 0
  let lost = 0
  let g = 0
  let gL = 0
  let gd = 0
  let gdd = 0
  let v = 0
  let vL = 0
  let vd = 0
  let vLL = 0
  let vLd = 0
  let vdd = 0
  for (let k = from; k < end; k++) {
    const w = weights[k]
    const t = recency[k]
    const T = age[k]
    const L = logT[T] - logt[t]
    const d = it[t] - iT[T]
    const fade = Math.exp(-R * L)
    const both = fade + q
    const part = 1 / both
    const gi = w * q * part
    const vi = gi * fade * part
    g += gi
    gL += gi * L
    gd += gi * d
    gdd += gi * d * (it[t] + iT[T])
    v += vi
    vL += vi * L
    vd += vi * d
    vLL += vi * L * L
    vLd += vi * L * d
    vdd += vi * d * d
    const term = w * (R * L + Math.log(both))
    const next = value + term
    lost += value >= term ? value - next + term : term - next + value // both are positive
    value = next
  }
  out[0] = g
  out[1] = gL
  out[2] = gd
  out[3] = gdd
  out[4] = v
  out[5] = vL
  out[6] = vd
  out[7] = vLL
  out[8] = vLd
  out[9] = vdd
  return value + lost
}

const rTerms = /* @__PURE__ */ new Float64Array(3)
const bTerms = /* @__PURE__ */ new Float64Array(3)
const abTerms = /* @__PURE__ */ new Float64Array(3)

function countTerms(coins: (x: number) => number): CountKernel {
  return (p, x, w, sums) => {
    const n = coins(x)
    pochhammerTerms(p[0], x, rTerms)
    pochhammerTerms(p[3], n, bTerms)
    pochhammerTerms(p[2] + p[3], n, abTerms)
    sums[0] += w * rTerms[1]
    sums[2] -= w * abTerms[1]
    sums[3] += w * (bTerms[1] - abTerms[1])
    sums[4] += w * rTerms[2]
    sums[11] -= w * abTerms[2]
    sums[12] -= w * abTerms[2]
    sums[13] += w * (bTerms[2] - abTerms[2])
    return rTerms[0] + bTerms[0] - abTerms[0]
  }
}

/**
 * E[purchases in (0, t]] of a customer who is alive at 0 and tosses after every purchase from then on, with λ ~ Gamma(r, α), p ~ Beta(a, b):
 *
 *   E_p[(1 − (1 + pτ)^−r) / p]   = ((a + b − 1)/(a − 1)) [1 − ₂F₁(r, a − 1; a + b − 1; −τ)],   τ = t/α
 *
 * The second form is 0/0 at a = 1 and cancels for small t; with q = a − 1, k = a + b − 1 − r, z = τ/(1 + τ) it is
 *
 *   (a + b − 1) (1 − (1 + τ)^−q)/q − (1 + τ)^−q Σ_{n ≥ 1} (k)ₙ (a)ₙ₋₁ zⁿ / ((a + b)ₙ₋₁ n!)
 *
 * which has no singular point. Where its two parts still cancel (a + b far above r), the first form is integrated.
 *
 * @returns ≥ 0, increasing in t, relative error below 1e-11
 * @source Fader, Hardie & Lee (2005), eq. (9) and (10); the rearrangements are ours
 */
export function expectedPurchasesAlive({ r, alpha, a, b }: BetaGeometricParams, t: number): number {
  if (!(t > 0)) return 0
  const tau = t / alpha
  const q = a - 1
  const k = a + b - 1 - r
  const z = tau / (1 + tau)
  const logRise = Math.log1p(tau)
  const fall = Math.exp(-q * logRise)
  const leading = (a + b - 1) * (q === 0 ? logRise : -Math.expm1(-q * logRise) / q)
  let term = k * z
  let total = term
  let size = Math.abs(term)
  for (let n = 1; n < SERIES_LIMIT; n++) {
    term *= ((k + n) * (a + n - 1) * z) / ((a + b + n - 1) * (n + 1))
    total += term
    size += Math.abs(term)
    if (Math.abs(term) < 1e-17 * size) {
      const value = leading - fall * total
      if (value > CANCELLATION * (Math.abs(leading) + fall * size)) return value
      break
    }
  }
  const { nodes, weights } = betaRule(a, b, (r + 1) * tau)
  let sum = 0
  for (let i = 0; i < nodes.length; i++)
    sum += weights[i] * (nodes[i] > 0 ? -Math.expm1(-r * Math.log1p(nodes[i] * tau)) / nodes[i] : r * tau)
  return sum
}

/** Beyond this the integral is cheaper than the series. */
const SERIES_LIMIT = 600
/** 2⁻⁵³ / 1e-4 leaves twelve digits. */
const CANCELLATION = 1e-4

/** P(any purchase in (0, t]) of the same customer: 1 − (1 + t/α)^−r; leaving comes after a purchase, so it does not matter for the first one. */
export function anyPurchaseAlive({ r, alpha }: BetaGeometricParams, t: number): number {
  return -Math.expm1(-r * Math.log1p(t / alpha))
}

/**
 * P(n purchases in (0, t]) of the same customer:
 *
 *   [B(a, b + n)/B(a, b)] P(N = n)  +  [B(a + 1, b + n − 1)/B(a, b)] P(N ≥ n)   (second part for n > 0),   N ~ NBD(r, α, t)
 *
 * The tail P(N ≥ n) is an incomplete beta function, so that no digits are lost in 1 − Σ.
 *
 * @source Fader, Hardie & Lee (2005), eq. (8)
 */
export function purchasesPmfAlive({ r, alpha, a, b }: BetaGeometricParams, t: number, n: number): number {
  const stay = logPochhammer(b, n) - logPochhammer(a + b, n)
  const pmf = Math.exp(stay + logNbdPmf(r, alpha, t, n))
  if (n === 0) return pmf
  return pmf + Math.exp(stay + Math.log(a / (b + (n - 1))) + logNbdTail(r, alpha, t, n))
}

/** ln P(N = n) for N ~ NBD(r, α) over t: (r)ₙ/n! (α/(α + t))^r (t/(α + t))ⁿ. */
export function logNbdPmf(r: number, alpha: number, t: number, n: number): number {
  const tau = t / alpha
  if (n === 0) return -r * Math.log1p(tau)
  return logPochhammer(r, n) - logPochhammer(1, n) - r * Math.log1p(tau) - n * Math.log1p(1 / tau)
}

/** ln P(N ≥ n) = ln I_{t/(α + t)}(n, r). */
export function logNbdTail(r: number, alpha: number, t: number, n: number): number {
  return n === 0 ? 0 : logBetainc(n, r, t / (alpha + t), alpha / (alpha + t))
}

/**
 * E ∫₀^∞ e^(−δu) dN(u): expected purchases of the same customer, discounted at the continuous rate δ per period.
 *
 *   E[λ / (δ + λp)] = (r/α) E[1 / (δ + λp)],   λ ~ Gamma(r + 1, α) on the right
 *
 * by a product of quadrature rules over λ and p. Falls in δ; at δ = 0 the expected residual lifetime purchases, infinite for a ≤ 1.
 *
 * @source the definition of DERT in Fader, Hardie & Lee (2005), JMR 42, applied to this model
 */
export function discountedPurchasesAlive({ r, alpha, a, b }: BetaGeometricParams, delta: number): number {
  if (delta === 0) return a > 1 ? (a + b - 1) / (a - 1) : Number.POSITIVE_INFINITY
  const rate = 1 / (alpha * delta) // λ in units of δ
  const lambda = gammaRule(r + 1, rate)
  const p = betaRule(a, b, (r + 1 + 12 * Math.sqrt(r + 1) + 40) * rate)
  let sum = 0
  for (let i = 0; i < lambda.nodes.length; i++) {
    const l = lambda.nodes[i] * rate
    let inner = 0
    for (let j = 0; j < p.nodes.length; j++) inner += p.weights[j] / (1 + l * p.nodes[j])
    sum += lambda.weights[i] * inner
  }
  return sum * r * rate
}
