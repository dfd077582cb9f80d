import type { FitError } from '../core/errors.js'
import type { Result } from '../core/result.js'
import { bgNbdKernel } from './bgnbd.js'
import { type FitNbdOptions, fitNbd, type NbdFamily, type NbdModel } from './fit-nbd.js'
import type { Histories } from './history.js'
import { safely } from './safely.js'

export type BgNbdName = 'r' | 'alpha' | 'a' | 'b'
export type BgNbdModel = NbdModel<'bgnbd', BgNbdName>

const family: NbdFamily<'bgnbd', BgNbdName> = {
  kind: 'bgnbd',
  names: ['r', 'alpha', 'a', 'b'],
  kernel: bgNbdKernel,
  dropout: [
    ['a', [1, 0]],
    ['b', [0, 1]],
  ],
  start: ({ oldest }) => [0.5, oldest / 4, 1, 2],
  leaving: ([, , a, b]) => a / (a + b),
}

/**
 * How often customers buy and how soon they stop, learned from their histories: the BG/NBD model of non-contractual buying.
 *
 * Choose it when most customers have repeat purchases. It holds P(alive) of every one-time buyer to be 1; where that misleads, `fitMbgNbd` does not.
 *
 * @param customers what `summarize` returns, or rows `{ frequency, recency, age, weight? }`
 * @throws FitError with the best point as a model in `best`: `clv.data.empty`, `clv.data.no-repeat`, `clv.fit.no-dropout` (expected purchases are usable,
 *   P(alive) is 1 for all), `clv.fit.same-rate`, `clv.fit.same-dropout`, `clv.fit.unidentified`, `clv.fit.not-converged`
 * @source Fader, Hardie & Lee (2005), Marketing Science 24, 275–284; covariates: Fader & Hardie (2007), brucehardie.com/notes/019
 */
export function fitBgNbd(customers: Histories, options: FitNbdOptions = {}): BgNbdModel {
  return fitNbd(family, customers, options)
}

export function safeFitBgNbd(customers: Histories, options: FitNbdOptions = {}): Result<BgNbdModel, FitError> {
  return safely(() => fitBgNbd(customers, options))
}
