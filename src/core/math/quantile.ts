/** Quantiles by linear interpolation between order statistics (R type 7, the default of R, NumPy and spreadsheets). */

/**
 * @param sorted ascending, no NaN
 * @param p 0 … 1
 * @returns NaN for an empty list. Between two equal values exactly that value: interpolating `(1 − g)a + gb` would let rounding move a cut point off a tie.
 * @source R. Hyndman & Y. Fan (1996), The American Statistician 50, definition 7
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  return quantileAt(sorted, (sorted.length - 1) * p)
}

function quantileAt(sorted: ArrayLike<number>, position: number): number {
  if (sorted.length === 0) return Number.NaN
  const below = Math.floor(position)
  const low = sorted[below]
  const share = position - below
  if (share === 0) return low
  const high = sorted[below + 1]
  return low === high ? low : low + share * (high - low)
}

/** A sorted copy without NaN. */
export function sortedNumbers(values: ArrayLike<number>): Float64Array {
  return Float64Array.from(values as ArrayLike<number>)
    .filter((value) => !Number.isNaN(value))
    .sort()
}

export function median(values: ArrayLike<number>): number {
  return quantile(sortedNumbers(values), 0.5)
}
