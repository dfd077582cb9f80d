/** What the likelihood of a purchase model must offer to be fitted: four positive parameters, exact first and second derivatives. */

import type { Distinct } from './distinct-histories.js'

/**
 * Terms of one history. `p` are the four natural parameters of that customer, then their logs. *Adds* `w` times 14 numbers, derivatives in the natural parameters: the gradient (4), then the upper triangle of the
 * Hessian by rows (00 01 02 03 11 12 13 22 23 33). Returns the value, not weighted.
 */
export type HistoryKernel = (p: Float64Array, x: number, tx: number, T: number, w: number, sums: Float64Array) => number

/** Terms that depend on x only; otherwise the same. */
export type CountKernel = (p: Float64Array, x: number, w: number, sums: Float64Array) => number

/** The weighted sum of `row` over a whole table, made ready once: under parameters that all customers share, what depends on one level alone is computed once for it. */
export type TableKernel = (data: Distinct) => (p: Float64Array, sums: Float64Array) => number

export interface NbdKernel {
  readonly names: readonly [string, string, string, string]
  readonly row: HistoryKernel
  readonly count: CountKernel
  /** Absent where `row` for each is as good. */
  readonly table?: TableKernel
}

/** The log-likelihood of one customer at given parameters. */
export function logLikelihoodOf(kernel: NbdKernel, params: ArrayLike<number>, x: number, tx: number, T: number): number {
  const natural = Array.from(params)
  const p = Float64Array.from([...natural, ...natural.map(Math.log)])
  const sums = new Float64Array(14)
  return kernel.row(p, x, tx, T, 1, sums) + kernel.count(p, x, 1, sums)
}
