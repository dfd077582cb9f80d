import type { FitError } from '../core/errors.js'
import { reason } from '../core/reason.js'
import type { Result } from '../core/result.js'
import { safely } from '../core/safely.js'
import { bgNbdKernel } from './bgnbd.js'
import { type FitNbdOptions, fitNbd, type NbdFamily, type NbdModel } from './fit-nbd.js'
import type { Histories } from './history.js'

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
  notice: (data) => {
    const [frequency] = data.columns
    let once = 0
    for (let i = 0; i < data.length; i++) if (frequency[i] === 0) once += data.weights[i]
    const share = Math.round((100 * once) / data.total)
    return share >= MANY ? [reason('clv.bgnbd.one-time-buyers', 'warning', { share })] : []
  },
}

/** Per cent of one-time buyers from which "all of them are alive" misleads; the field's data sets have 40 to 80. */
const MANY = 30

/**
 * How often customers buy and how soon they stop, learned from their histories: the BG/NBD model of non-contractual buying.
 *
 * Choose it when most customers have repeat purchases. It holds P(alive) of every one-time buyer to be 1; with many of them the model carries a warning
 * `clv.bgnbd.one-time-buyers`, and `fitMbgNbd` is the better choice. Expected purchases are good either way.
 *
 * @param customers what `summarize` returns, or rows `{ frequency, recency, age, weight? }`
 * @throws FitError with the best point as a model in `best`: `clv.data.empty`, `clv.data.no-repeat`, `clv.fit.no-dropout` (expected purchases are usable,
 *   P(alive) is 1 for all), `clv.fit.same-rate`, `clv.fit.same-dropout`, `clv.fit.unidentified`, `clv.fit.not-converged`
 * @source Fader, Hardie & Lee (2005), Marketing Science 24, 275–284; covariates: Fader & Hardie (2007), brucehardie.com/notes/019
 */
export function fitBgNbd(customers: Histories, options: FitNbdOptions = {}): BgNbdModel {
  return fitNbd(family, customers, options)
}

/** `fitBgNbd` that returns its failure instead of throwing it. */
export function safeFitBgNbd(customers: Histories, options: FitNbdOptions = {}): Result<BgNbdModel, FitError> {
  return safely(() => fitBgNbd(customers, options))
}
