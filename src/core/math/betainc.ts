/** Regularized incomplete beta and gamma functions: tails of the beta, binomial, negative binomial, gamma and Poisson distributions. */

import { lbeta } from './gamma-ratio.js'
import { lgamma, stirling } from './lgamma.js'

/**
 * I_x(a, b) = P(p ≤ x) for p ~ Beta(a, b), by the continued fraction on the side where it converges fast.
 * @returns in [0, 1], relative error below 1e-12
 * @source Abramowitz & Stegun (1964), 26.5.8; Lentz's evaluation
 */
export function betainc(a: number, b: number, x: number): number {
  return Math.exp(logBetainc(a, b, x))
}

/**
 * ln I_x(a, b), precise in both tails.
 * @param rest 1 − x, where the caller knows it better than the difference does
 */
export function logBetainc(a: number, b: number, x: number, rest = 1 - x): number {
  if (!(x > 0)) return Number.NEGATIVE_INFINITY
  if (!(rest > 0)) return 0
  const front = logBetaFront(a, b, x, rest)
  if (x < (a + 1) / (a + b + 2)) return front - Math.log(a) + Math.log(betaFraction(a, b, x))
  const other = Math.exp(front - Math.log(b) + Math.log(betaFraction(b, a, rest)))
  if (other < 0.999) return Math.log1p(-other)
  // b is tiny: nearly all lies at 1, and what is asked for is the little before it. The fraction is slower here, but keeps its digits
  return front - Math.log(a) + Math.log(betaFraction(a, b, x))
}

/** ln [x^a (1 − x)^b / B(a, b)]. For large a and b about the mean a/(a + b), where the three parts would cancel to the last digits of numbers in the millions. */
function logBetaFront(a: number, b: number, x: number, rest: number): number {
  if (a < 16 || b < 16)
    return a * (x < 0.5 ? Math.log(x) : Math.log1p(-rest)) + b * (x < 0.5 ? Math.log1p(-x) : Math.log(rest)) - lbeta(a, b)
  const off = b * x - a * rest
  const spread = 0.5 * Math.log((a / (a + b)) * b) - HALF_LOG_TWO_PI
  const powers = a * lessLog(off / a, x * (1 + b / a)) + b * lessLog(-off / b, rest * (1 + a / b))
  return spread - powers - stirling(a) - stirling(b) + stirling(a + b)
}

/** d − ln(1 + d), never negative, `one` being 1 + d. Near 0 by ln(1 + d) = 2 artanh s = 2(s + s³/3 + …) with s = d/(2 + d), as d − 2s = ds. */
function lessLog(d: number, one: number): number {
  if (Math.abs(d) > 0.3) return d - Math.log(one)
  const s = d / (2 + d)
  let power = s * s * s
  let total = 0
  for (let k = 3; k < 21; k += 2) {
    total += power / k
    power *= s * s
  }
  return d * s - 2 * total
}

function betaFraction(a: number, b: number, x: number): number {
  let c = 1
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1))
  let h = d
  for (let m = 1; m < 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / nonZero(1 + even * d)
    c = nonZero(1 + even / c)
    h *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonZero(1 + odd * d)
    c = nonZero(1 + odd / c)
    h *= d * c
    if (Math.abs(d * c - 1) < 3e-16) break
  }
  return h
}

/**
 * Q(a, x) = Γ(a, x) / Γ(a) = P(G > x) for G ~ Gamma(a, 1): the series below x < a + 1, the continued fraction above.
 * @returns in [0, 1]
 * @source Abramowitz & Stegun (1964), 6.5.29, 6.5.31
 */
export function gammaincUpper(a: number, x: number): number {
  if (!(x > 0)) return 1
  return x < a + 1 ? 1 - gammaSeries(a, x) : gammaFraction(a, x)
}

/** P(a, x) = 1 − Q(a, x). */
export function gammaincLower(a: number, x: number): number {
  if (!(x > 0)) return 0
  return x < a + 1 ? gammaSeries(a, x) : 1 - gammaFraction(a, x)
}

function gammaSeries(a: number, x: number): number {
  let term = 1 / a
  let total = term
  for (let n = 1; n < 100_000; n++) {
    term *= x / (a + n)
    total += term
    if (term < 1e-17 * total) break
  }
  return total * Math.exp(logGammaFront(a, x))
}

function gammaFraction(a: number, x: number): number {
  let b = x + 1 - a
  let c = 1e300
  let d = 1 / nonZero(b)
  let h = d
  for (let n = 1; n < 100_000; n++) {
    const an = -n * (n - a)
    b += 2
    d = 1 / nonZero(an * d + b)
    c = nonZero(b + an / c)
    h *= d * c
    if (Math.abs(d * c - 1) < 3e-16) break
  }
  return h * Math.exp(logGammaFront(a, x))
}

/** ln [x^a e^−x / Γ(a)], about x = a where a is large. */
function logGammaFront(a: number, x: number): number {
  if (a < 16) return a * Math.log(x) - x - lgamma(a)
  return 0.5 * Math.log(a) - HALF_LOG_TWO_PI - a * lessLog((x - a) / a, x / a) - stirling(a)
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}

const HALF_LOG_TWO_PI = 0.9189385332046727
