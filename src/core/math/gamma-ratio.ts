/** Logs of ratios of gamma functions, formed without subtracting large logs of gamma functions. */

import { lgamma, STIRLING, stirling } from './lgamma.js'

/**
 * ln (a)ₙ = ln Γ(a + n) − ln Γ(a), for a > 0 and any real n with a + n > 0.
 *
 * For small integer n the product itself; otherwise Stirling's series at a + k ≥ 16, taken back by Σ ln(1 + n/(a + j)).
 *
 * @returns absolute error below 1e-15 (1 + |result|), also where a is 1e12 and n is ½; relative below 1e-12 for a tiny n
 */
export function logPochhammer(a: number, n: number): number {
  if (n === 0) return 0
  if (n > 0 && n <= 16 && Number.isInteger(n)) {
    let total = 0
    for (let j = 0; j < n; j++) total += Math.log(a + j)
    return total
  }
  let back = 0
  let z = a
  for (; z < 16 || z + n < 16; z++) {
    const share = n / z
    back += share < 1e300 ? Math.log1p(share) : Math.log(n) - Math.log(z)
  }
  return (z - 0.5) * Math.log1p(n / z) + n * (Math.log(z + n) - 1) - (n / (z + n)) * remainders(z, z / (z + n), 0, 0) - back
}

/**
 * ln B(a, b), for a, b > 0.
 *
 * @returns absolute error below 1e-15 (1 + |result|); no cancellation for a, b up to 1e12
 */
export function lbeta(a: number, b: number): number {
  const small = Math.min(a, b)
  const large = Math.max(a, b)
  if (small < 16) return lgamma(small) - logPochhammer(large, small)
  return (
    (small - 0.5) * Math.log(small / (small + large)) -
    large * Math.log1p(small / large) -
    0.5 * Math.log(large) +
    HALF_LOG_TWO_PI +
    stirling(small) +
    stirling(large) -
    stirling(small + large)
  )
}

/**
 * ln [ Γ(z + p) Γ(z + q) / (Γ(z) Γ(z + p + q)) ] = ln [ B(p, z + q) / B(p, z) ], for z, p, q ≥ 0: the log of the share that survives,
 * E[(1 − θ)^q] for θ ~ Beta(p, z). Never positive.
 *
 * All terms are products with pq, so relative precision is kept where the share is 1 − 1e-15.
 *
 * @returns relative error below 1e-13
 */
export function logBetaShare(p: number, z: number, q: number): number {
  if (p === 0 || q === 0) return 0
  let back = 0
  let y = z
  for (; y < 16; y++) {
    const share = ((p / y) * q) / (y + p + q)
    back -= share < 1e300 ? Math.log1p(share) : Math.log(p) + Math.log(q) - Math.log(y) - Math.log(y + p + q)
  }
  const yp = y + p
  const yq = y + q
  const ypq = y + p + q
  const joint = (p / yp) * (q / yq)
  const logRest = joint < 0.5 ? Math.log1p(-joint) : Math.log((y / yp) * (ypq / yq))
  const leading = (y - 0.5) * logRest + q * Math.log1p(p / yq) + p * Math.log1p(q / yp)
  return back - leading - joint * remainders(y, y / yp, y / yq, y / ypq)
}

/**
 * Stirling's remainder at y + p + q, less those at y + p and y + q, plus that at y, over pq/((y + p)(y + q)). With A = y/(y + p), B = y/(y + q),
 * C = y/(y + p + q), each power of 1/y comes with 1 − Aᵐ − Bᵐ + Cᵐ = (1 − Aᵐ)(1 − Bᵐ) + Cᵐ − AᵐBᵐ, and both parts have 1 − AB/C as a factor.
 * Without q (B = C = 0) it is the remainder at y less that at y + p, over p/(y + p).
 */
function remainders(y: number, A: number, B: number, C: number): number {
  const sigma = C > 0 ? (A / C) * B : 0
  let a = 1
  let b = 1
  let c = 1
  let s = 1
  let sumA = 0
  let sumB = 0
  let sumS = 0
  let power = 1
  let total = 0
  for (let m = 1; m < 12; m++) {
    sumA += a
    sumB += b
    sumS += s
    a *= A
    b *= B
    c *= C
    s *= sigma
    power /= y
    if (m % 2 === 1) total += STIRLING[m >> 1] * power * (sumA * sumB + c * sumS)
  }
  return total
}

const HALF_LOG_TWO_PI = 0.9189385332046727
