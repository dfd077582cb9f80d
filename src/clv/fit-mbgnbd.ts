import type { FitError } from '../core/errors.js'
import type { Result } from '../core/result.js'
import { safely } from '../core/safely.js'
import { type FitNbdOptions, fitNbd, type NbdFamily, type NbdModel } from './fit-nbd.js'
import type { Histories } from './history.js'
import { mbgNbdKernel } from './mbgnbd.js'

export type MbgNbdName = 'r' | 'alpha' | 'a' | 'b'
export type MbgNbdModel = NbdModel<'mbgnbd', MbgNbdName>

const family: NbdFamily<'mbgnbd', MbgNbdName> = {
  kind: 'mbgnbd',
  names: ['r', 'alpha', 'a', 'b'],
  kernel: mbgNbdKernel,
  dropout: [
    ['a', [1, 0]],
    ['b', [0, 1]],
  ],
  start: ({ oldest }) => [0.5, oldest / 4, 1, 2],
  leaving: ([, , a, b]) => a / (a + b),
}

/**
 * How often customers buy and how soon they stop: BG/NBD with the chance to leave already after the first purchase, so that one-time buyers are not all taken for alive.
 *
 * The usual first choice for shops, where many customers buy once.
 *
 * @param customers what `summarize` returns, or rows `{ frequency, recency, age, weight? }`
 * @throws FitError as `fitBgNbd`
 * @source Batislam, Denizel & Filiztekin (2007), International Journal of Research in Marketing 24, 201–209
 */
export function fitMbgNbd(customers: Histories, options: FitNbdOptions = {}): MbgNbdModel {
  return fitNbd(family, customers, options)
}

/** `fitMbgNbd` that returns its failure instead of throwing it. */
export function safeFitMbgNbd(customers: Histories, options: FitNbdOptions = {}): Result<MbgNbdModel, FitError> {
  return safely(() => fitMbgNbd(customers, options))
}
