/**
 * What was decided before. A decision depends on which bars a row's measures reach, on the rank held and on the term: rows that agree in all of them stand in one cell,
 * and a cell is decided once. Counting bars takes no branches, where deciding takes one for every comparison.
 */

import type { Flat } from './flat.js'

export interface Cells {
  /** By measure, the values that make a difference, ascending. */
  readonly bars: readonly Float64Array[]
  /** The same in one row, `width` places a measure, for finding a place by halving: the first is free, infinity fills the rest. */
  readonly marks: Float64Array
  /** A power of two. */
  readonly width: number
  /** What a place among the marks adds to the number of the cell. */
  readonly steps: Int32Array
  /** By cell, 1 + the decision; 0 is not yet decided. */
  readonly decided: Uint16Array
}

/** Larger ladders are decided row by row: half a megabyte of memory should be enough for one. */
const CELLS_MAX = 1 << 18
/** As many as fit a decision in sixteen bits. */
const RANKS_MAX = 4095

/** The number of states a term can be in. */
const TERMS = 4

/** `undefined` where the row itself is looked at, where measures are compared with each other, and where there are too many cells. */
export function cellsOf({ names, steps: tests, readsRow }: Flat, ranks: number): Cells | undefined {
  if (readsRow || tests.some(({ left, right }) => typeof left === 'string' && typeof right === 'string')) return undefined
  const bars = names.map((name) => {
    // Every number reaches −∞ and an absent one does not: that matters where a number may be too high.
    const own = tests.flatMap(({ left, right }) =>
      left === name ? [right as number] : right === name ? [Number.NEGATIVE_INFINITY, nextDouble(left as number)] : [],
    )
    return Float64Array.from(new Set(own)).sort()
  })
  const size = bars.reduce((product, { length }) => product * (length + 1), ranks * TERMS)
  if (size > CELLS_MAX || ranks > RANKS_MAX) return undefined
  let width = 16
  while (bars.some(({ length }) => length >= width)) width *= 2
  const marks = new Float64Array(width * names.length).fill(Number.POSITIVE_INFINITY)
  const steps = new Int32Array(marks.length)
  let step = size
  bars.forEach((own, k) => {
    marks.set(own, k * width + 1)
    step /= own.length + 1
    for (let place = 1; place <= own.length; place++) steps[k * width + place] = place * step
  })
  return { bars, marks, width, steps, decided: new Uint16Array(size) }
}

/** @param cell of the measures: a digit per measure, the number of bars it reaches */
export function inCell(cell: number, ranks: number, held: number, term: number): number {
  return (Math.imul(Math.imul(cell, ranks) + held, TERMS) + term) | 0
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
