import type { FitError } from '../core/errors.js'
import type { Result } from '../core/result.js'
import { safely } from '../core/safely.js'
import { type FitNbdOptions, fitNbd, type NbdFamily, type NbdModel } from './fit-nbd.js'
import type { Histories } from './history.js'
import { paretoNbdKernel } from './paretonbd.js'

export type ParetoNbdName = 'r' | 'alpha' | 's' | 'beta'
export type ParetoNbdModel = NbdModel<'paretonbd', ParetoNbdName>

const family: NbdFamily<'paretonbd', ParetoNbdName> = {
  kind: 'paretonbd',
  names: ['r', 'alpha', 's', 'beta'],
  kernel: paretoNbdKernel,
  dropout: [['dropout', [0, -1]]],
  start: ({ oldest }) => [0.5, oldest / 4, 0.5, oldest / 4],
  leaving: ([, , s, beta], meanAge) => s * Math.log1p(meanAge / beta),
}

/**
 * How often customers buy and how soon they stop, with leaving possible at any moment, not only after a purchase: the Pareto/NBD model.
 *
 * @param customers what `summarize` returns, or rows `{ frequency, recency, age, weight? }`
 * @throws FitError as `fitBgNbd`
 * @source Schmittlein, Morrison & Colombo (1987), Management Science 33, 1–24; covariates: Fader & Hardie (2007), brucehardie.com/notes/019
 */
export function fitParetoNbd(customers: Histories, options: FitNbdOptions = {}): ParetoNbdModel {
  return fitNbd(family, customers, options)
}

/** `fitParetoNbd` that returns its failure instead of throwing it. */
export function safeFitParetoNbd(customers: Histories, options: FitNbdOptions = {}): Result<ParetoNbdModel, FitError> {
  return safely(() => fitParetoNbd(customers, options))
}
