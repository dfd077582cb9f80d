/**
 * What was decided before. A decision depends on which bars a row's measures reach, on the rank held and on the term: rows that agree in all of them stand in one cell,
 * and a cell is decided once. Counting bars takes no branches, where deciding takes one for every comparison.
 */

import { compiledForm } from '../core/compiled.js'
import { ladderForm } from './compile.js'
import type { LadderDefinition } from './ladder.js'

export interface Cells {
  /** By measure, the values that make a difference, ascending. */
  readonly bars: readonly Float64Array[]
  /** By cell, 1 + the decision; 0 is not yet decided. */
  readonly decided: Int32Array
}

/** Larger ladders are decided row by row: a megabyte of memory should be enough for one. */
const CELLS_MAX = 1 << 18

/** The number of states a term can be in. */
const TERMS = 4

/** `undefined` where the row itself is looked at, where measures are compared with each other, and where there are too many cells. */
export const cellsForm = compiledForm('ladder', (ladder: LadderDefinition): { readonly cells: Cells | undefined } => {
  const { flat, ids } = ladderForm(ladder)
  const { names, steps, readsRow } = flat
  if (readsRow || steps.some(({ left, right }) => typeof left === 'string' && typeof right === 'string')) return { cells: undefined }
  const bars = names.map((name) => {
    // Every number reaches −∞ and an absent one does not: that matters where a number may be too high.
    const own = steps.flatMap(({ left, right }) =>
      left === name ? [right as number] : right === name ? [Number.NEGATIVE_INFINITY, nextDouble(left as number)] : [],
    )
    return Float64Array.from(new Set(own)).sort()
  })
  const size = bars.reduce((product, { length }) => product * (length + 1), ids.length * TERMS)
  return { cells: size > CELLS_MAX ? undefined : { bars, decided: new Int32Array(size) } }
})

/** @param cell of the measures: a digit per measure, the number of bars it reaches */
export function inCell(cell: number, ranks: number, held: number, term: number): number {
  return (cell * ranks + held) * TERMS + term
}

/** 1 or 0. A comparison that becomes a number costs a sixth of one that decides where to go on. */
export function reaches(value: number, bar: number): number {
  return ((value >= bar) as unknown as number) | 0
}

const double = new Float64Array(1)
const bits = new BigInt64Array(double.buffer)

/** The least double above: doubles of one sign are in the order of their bits. */
function nextDouble(x: number): number {
  if (x === 0) return Number.MIN_VALUE
  double[0] = x
  bits[0] += x > 0 ? 1n : -1n
  return double[0]
}
