import type { FitError } from '../core/errors.js'
import type { Result } from '../core/result.js'
import { safely } from '../core/safely.js'
import { bgBbKernel } from './bgbb.js'
import { fitNbd, type NbdFamily, type NbdModel } from './fit-nbd.js'
import type { Histories } from './history.js'

export type BgBbName = 'alpha' | 'beta' | 'gamma' | 'delta'
export type BgBbModel = NbdModel<'bgbb', BgBbName>

const family: NbdFamily<'bgbb', BgBbName> = {
  kind: 'bgbb',
  names: ['alpha', 'beta', 'gamma', 'delta'],
  kernel: bgBbKernel,
  dropout: [],
  start: () => [1, 1, 0.5, 3],
  leaving: ([, , gamma, delta]) => gamma / (gamma + delta),
}

/**
 * Buying at fixed opportunities — a yearly appeal, a weekly market, a monthly box — learned from who bought at how many and when last: the BG/BB model.
 *
 * @param customers rows or a table with `frequency` (opportunities used), `recency` (number of the last one used, 0 if none), `age` (opportunities so far)
 *   and, for tables of patterns, `weight` (customers with that pattern)
 * @throws FitError as `fitBgNbd`
 * @source Fader, Hardie & Shang (2010), Marketing Science 29, 1086–1108
 */
export function fitBgBb(customers: Histories, options: { readonly id?: string } = {}): BgBbModel {
  return fitNbd(family, customers, options)
}

/** `fitBgBb` that returns its failure instead of throwing it. */
export function safeFitBgBb(customers: Histories, options: { readonly id?: string } = {}): Result<BgBbModel, FitError> {
  return safely(() => fitBgBb(customers, options))
}
