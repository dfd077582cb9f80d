/** What a fitted model is: plain JSON that can be stored tonight and used tomorrow. */

import type { Reason } from '../core/reason.js'

/** Facts about a fit that every model carries. */
export interface FitFigures {
  readonly logLikelihood: number
  /** Number of estimated parameters, coefficients included. */
  readonly parameters: number
  /** Sum of the weights: customers the fit speaks for. */
  readonly customers: number
  /** Distinct histories among them; the likelihood is evaluated once for each. */
  readonly distinct: number
  /** Evaluations of the likelihood over all of them. A base of more than 1,500 distinct histories (20,000 of spend) is first fitted to a sample of at most 8,192 units, which is not counted. */
  readonly evaluations: number
  /** Largest derivative of the mean log-likelihood in a log-parameter, at the estimate. */
  readonly gradientMax: number
  readonly aic: number
  readonly bic: number
}

/** A fitted model. `Name` are its parameters in the papers' symbols. */
export interface FittedModel<Kind extends string, Name extends string> {
  readonly kind: Kind
  readonly format: 1
  readonly id: string
  /** The unit in which rates are expressed; null if the input did not say. */
  readonly period: string | null
  readonly params: Readonly<Record<Name, number>>
  /** Null where the data do not determine a parameter. */
  readonly standardErrors: Readonly<Record<Name, number | null>>
  /** Inverse observed information of the natural parameters (and coefficients, which follow), in the order of `params`; null if singular. */
  readonly covariance: readonly (readonly number[])[] | null
  readonly fit: FitFigures
  /** What was noticed: rows left out, assumptions that look wrong, weakly determined parameters. */
  readonly warnings: readonly Reason[]
}
