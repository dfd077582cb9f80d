/** Regularized incomplete beta and gamma functions: tails of the beta, binomial, negative binomial, gamma and Poisson distributions. */

import { lbeta } from './gamma-ratio.js'
import { lgamma } from './lgamma.js'

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
  const front = a * (x < 0.5 ? Math.log(x) : Math.log1p(-rest)) + b * (x < 0.5 ? Math.log1p(-x) : Math.log(rest)) - lbeta(a, b)
  if (x < (a + 1) / (a + b + 2)) return front - Math.log(a) + Math.log(betaFraction(a, b, x))
  return Math.log1p(-Math.exp(front - Math.log(b) + Math.log(betaFraction(b, a, rest))))
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
  return total * Math.exp(a * Math.log(x) - x - lgamma(a))
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
  return h * Math.exp(a * Math.log(x) - x - lgamma(a))
}

function nonZero(value: number): number {
  return Math.abs(value) < 1e-300 ? 1e-300 : value
}
