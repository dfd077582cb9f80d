/** From the optimum of a log-likelihood to estimates: natural parameters, standard errors, covariance, and whether the data determine them. */

import { cholesky, invertCholesky } from '../core/math/cholesky.js'
import type { Optimum } from '../core/math/newton.js'
import type { FitFigures } from './model.js'

/** A log-parameter with a standard error of 15 lies within a factor of a million: the data do not know it. */
export const UNKNOWN = 15

export interface Estimate<Name extends string> {
  readonly params: Record<Name, number>
  readonly standardErrors: Record<Name, number | null>
  /** Natural parameters first (in the order of `names`), then the rest of the point as it is; null unless all are known. */
  readonly covariance: readonly (readonly number[])[] | null
  readonly fit: FitFigures
  /** Standard errors on the scale of the optimizer; +∞ for a singular Hessian. */
  readonly logErrors: readonly number[]
  readonly known: boolean
}

/**
 * The first `names.length` entries of the point are logs. Covariance of natural parameters = D (−H)⁻¹ D with D = diag(parameter): at the optimum the
 * delta method and the observed information of the natural parameters are the same matrix.
 */
export function estimate<Name extends string>(
  names: readonly Name[],
  size: number,
  optimum: Optimum,
  data: { readonly total: number; readonly length: number },
): Estimate<Name> {
  const { point, hessian, gradient, value, evaluations, ended } = optimum
  const scale = Array.from(point, (v, i) => (i < names.length ? Math.exp(v) : 1)) // d natural / d log
  const factor = cholesky(
    hessian.map((v) => -v),
    size,
    1e-12,
  )
  const inverse = factor && invertCholesky(factor, size)
  const logErrors = Array.from(point, (_, i) => (inverse ? Math.sqrt(inverse[i * size + i]) : Number.POSITIVE_INFINITY))
  const known = ended === 'converged' && inverse !== undefined && logErrors.every((error) => error < UNKNOWN)
  return {
    params: Object.fromEntries(names.map((name, i) => [name, scale[i]])) as Record<Name, number>,
    standardErrors: Object.fromEntries(names.map((name, i) => [name, logErrors[i] < UNKNOWN ? scale[i] * logErrors[i] : null])) as Record<
      Name,
      number | null
    >,
    covariance: known && inverse ? scale.map((si, i) => scale.map((sj, j) => si * sj * inverse[i * size + j])) : null,
    fit: {
      logLikelihood: value,
      parameters: size,
      customers: data.total,
      distinct: data.length,
      evaluations,
      gradientMax: gradient.reduce((high, g) => Math.max(high, Math.abs(g)), 0) / data.total,
      aic: 2 * size - 2 * value,
      bic: size * Math.log(data.total) - 2 * value,
    },
    logErrors,
    known,
  }
}
