/** What the likelihood of a purchase model must offer to be fitted: four positive parameters, exact first and second derivatives. */

/**
 * Terms of one history. Writes 14 numbers for the natural parameters p₀ … p₃ of that customer: the gradient (4), then the upper triangle of the Hessian
 * by rows (00 01 02 03 11 12 13 22 23 33). Returns the value.
 */
export type HistoryKernel = (p: Float64Array, x: number, tx: number, T: number, out: Float64Array) => number

/** Terms that depend on x only; *adds* to the same 14 numbers and returns the value. */
export type CountKernel = (p: Float64Array, x: number, out: Float64Array) => number

export interface NbdKernel {
  readonly names: readonly [string, string, string, string]
  readonly row: HistoryKernel
  readonly count: CountKernel
}

/** The log-likelihood of one customer at given parameters. */
export function logLikelihoodOf(kernel: NbdKernel, params: ArrayLike<number>, x: number, tx: number, T: number): number {
  const p = Float64Array.from(params)
  const out = new Float64Array(14)
  return kernel.row(p, x, tx, T, out) + kernel.count(p, x, out)
}
