/** Which of two fits of the same data the data prefer. */

import { UsageError } from '../core/errors.js'
import { chiSquareTail } from '../core/math/normal.js'
import type { FitFigures } from './model.js'

export interface LikelihoodRatio {
  /** 2 (ln L₁ − ln L₀) */
  readonly statistic: number
  /** Extra parameters of the larger model. */
  readonly degrees: number
  /** P(a statistic this large | the smaller model is true). */
  readonly pValue: number
}

/**
 * Tests a model against a larger one that contains it: without and with covariates, sBG and BdW.
 * @throws UsageError `clv.models.not-nested` unless both speak for the same customers and the second has more parameters
 */
export function likelihoodRatio(smaller: { readonly fit: FitFigures }, larger: { readonly fit: FitFigures }): LikelihoodRatio {
  const degrees = larger.fit.parameters - smaller.fit.parameters
  if (!(degrees > 0) || larger.fit.customers !== smaller.fit.customers)
    throw new UsageError('clv.models.not-nested', { degrees, customers: smaller.fit.customers, others: larger.fit.customers })
  const statistic = Math.max(0, 2 * (larger.fit.logLikelihood - smaller.fit.logLikelihood))
  return { statistic, degrees, pValue: chiSquareTail(statistic, degrees) }
}
