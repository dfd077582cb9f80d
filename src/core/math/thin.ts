/** A small picture of a large table, to start a fit from. */

export interface Thinned {
  /** Which rows, ascending. */
  readonly rows: Int32Array
  /** How many units of weight each stands for, in units of its own. */
  readonly weights: Float64Array
}

/**
 * Cuts the summed weight of rows in their order into `parts` equal stretches and takes the row at each end: systematic sampling in proportion to weight. Heavy rows
 * keep their share exactly enough, sorted rows are sampled evenly over every column they are sorted by, and nothing is left to chance.
 */
export function thin(weights: Float64Array, total: number, parts: number): Thinned {
  const rows: number[] = []
  const taken: number[] = []
  const step = total / parts
  let sum = 0
  let before = 0
  for (let i = 0; i < weights.length; i++) {
    sum += weights[i]
    const after = Math.floor(sum / step + 0.5)
    if (after > before) {
      rows.push(i)
      taken.push(after - before)
      before = after
    }
  }
  return { rows: Int32Array.from(rows), weights: Float64Array.from(taken) }
}
