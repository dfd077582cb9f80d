/** Ridge-penalized generalized linear models: Poisson and Gamma with a log link, logistic, and least squares. */

import { cholesky, invertCholesky, solveCholesky } from './cholesky.js'

export type RidgeFamily = 'poisson' | 'logistic' | 'gamma' | 'normal'

export interface RidgeFit {
  /** Intercept, then one per column. */
  readonly coefficients: Float64Array
  /** Inverse of the penalized information, row-major. */
  readonly covariance: Float64Array
  readonly iterations: number
}

/**
 * Newton's method on the penalized log-likelihood; the intercept is not penalized. Columns should be standardized, so that one penalty means the same to all.
 * @param columns each of length n
 * @param offset added to the linear predictor: what the answer is without the columns
 * @param penalty λ: λ/2 Σ coefficient² is subtracted
 */
export function ridge(
  family: RidgeFamily,
  columns: readonly Float64Array[],
  y: Float64Array,
  penalty: number,
  offset: Float64Array,
): RidgeFit {
  const k = columns.length + 1
  const n = y.length
  const beta = new Float64Array(k)
  const z = new Float64Array(k)
  const gradient = new Float64Array(k)
  const information = new Float64Array(k * k)
  let factor: Float64Array | undefined
  let iterations = 0
  for (; iterations < 100; iterations++) {
    gradient.fill(0)
    information.fill(0)
    for (let i = 0; i < n; i++) {
      z[0] = 1
      let eta = beta[0] + offset[i]
      for (let c = 1; c < k; c++) {
        z[c] = columns[c - 1][i]
        eta += beta[c] * z[c]
      }
      const { error, weight } = residual(family, y[i], eta)
      for (let u = 0; u < k; u++) {
        gradient[u] += error * z[u]
        const wz = weight * z[u]
        for (let v = 0; v <= u; v++) information[u * k + v] += wz * z[v]
      }
    }
    for (let u = 0; u < k; u++) {
      for (let v = 0; v < u; v++) information[v * k + u] = information[u * k + v]
      if (u > 0) {
        gradient[u] -= penalty * beta[u]
        information[u * k + u] += penalty
      } else information[0] += 1e-12 * n
    }
    factor = cholesky(information, k, 1e-14)
    if (factor === undefined) break
    const step = solveCholesky(factor, k, gradient)
    const longest = step.reduce((high, value) => Math.max(high, Math.abs(value)), 0)
    const scale = family === 'normal' || longest < 2 ? 1 : 2 / longest
    for (let u = 0; u < k; u++) beta[u] += scale * step[u]
    if (longest < 1e-10) break
  }
  return { coefficients: beta, covariance: factor ? invertCholesky(factor, k) : new Float64Array(k * k).fill(Number.NaN), iterations }
}

/** Score and weight of one observation in the linear predictor. */
function residual(family: RidgeFamily, y: number, eta: number): { error: number; weight: number } {
  switch (family) {
    case 'poisson': {
      const mu = Math.exp(Math.min(eta, 50))
      return { error: y - mu, weight: mu }
    }
    case 'logistic': {
      const p = 1 / (1 + Math.exp(-eta))
      return { error: y - p, weight: Math.max(p * (1 - p), 1e-12) }
    }
    case 'gamma': {
      const share = y * Math.exp(-Math.max(eta, -50)) // log link: score y/μ − 1, observed information y/μ, expected 1
      return { error: share - 1, weight: 1 }
    }
    case 'normal':
      return { error: y - eta, weight: 1 }
  }
}

/** Deviance of one observation at a linear predictor. */
export function ridgeDeviance(family: RidgeFamily, y: number, eta: number): number {
  switch (family) {
    case 'poisson': {
      const mu = Math.exp(Math.min(eta, 50))
      return 2 * ((y > 0 ? y * (Math.log(y) - eta) : 0) - (y - mu))
    }
    case 'logistic':
      return 2 * (eta > 0 ? (1 - y) * eta + Math.log1p(Math.exp(-eta)) : -y * eta + Math.log1p(Math.exp(eta)))
    case 'gamma':
      return 2 * (y * Math.exp(-eta) - 1 - Math.log(y) + eta)
    case 'normal':
      return (y - eta) ** 2
  }
}
