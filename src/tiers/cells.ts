/**
 * What was decided before. A decision depends on which bars a row's measures reach, on the rank held and on the term: rows that agree in all of them stand in one cell,
 * and a cell is decided once. Where a value stands among the bars is read off its own bits: comparing it with every bar takes longer, and halving is guessed wrong.
 */

import type { Flat } from './flat.js'

export interface Cells {
  /**
   * In two steps from the bits of a value to the last slot that all values beginning with them have reached: by measure and by the twelve bits of sign and
   * exponent to a page, on it by six bits of the fraction. Slot 0 is no number, whatever the measure.
   */
  readonly pages: Uint16Array
  /** By slot, the bar of the next one; NaN behind the last of a measure. */
  readonly marks: Float64Array
  /** By slot, what it adds to the number of the cell. */
  readonly steps: Int32Array
  /** By cell, 1 + the decision; 0 is not yet decided. The number of a cell ends with the rank held and the state of the term, in two bits. */
  readonly decided: Uint16Array
}

/** Larger ladders are decided row by row: half a megabyte of memory should be enough for one. */
const CELLS_MAX = 1 << 18
/** As many as fit a decision in sixteen bits. */
const RANKS_MAX = 4095
/** As many as sixteen bits can tell apart. */
const PAGES_MAX = 1 << 16

/** The number of states a term can be in. */
const TERMS = 4

/** Of twelve bits of sign and exponent: the upper half is negative, the last of each half is no number. */
const EXPONENTS = 1 << 12
const NEGATIVE = EXPONENTS / 2
const NO_NUMBER = NEGATIVE - 1
/** Of six bits of the fraction: values that share them lie within a hundredth or two of each other, so that a bar is seldom between them. */
const FRACTIONS = 1 << 6

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

  const pages: number[] = new Array(EXPONENTS * names.length + FRACTIONS).fill(EXPONENTS * names.length).fill(0, EXPONENTS * names.length)
  const marks = [Number.NaN]
  const steps = [0]
  let step = size
  bars.forEach((own, k) => {
    const first = marks.length
    step /= own.length + 1
    marks.push(...own, Number.NaN)
    for (let place = 0; place <= own.length; place++) steps.push(place * step)
    const buckets = Array.from(own, bucketOf)
    /** Writes the page of an exponent that begins with `reached` bars and ends with `end`. */
    const page = (exponent: number, reached: number, end: number): number => {
      for (let bucket = exponent * FRACTIONS; bucket < (exponent + 1) * FRACTIONS; bucket++) {
        while (reached < end && buckets[reached] <= bucket) reached++
        pages.push(first + reached)
      }
      return pages.length - FRACTIONS
    }
    const from = k * EXPONENTS
    const absent = pages[from + NO_NUMBER]
    const fill = (reached: number, exponent: number, end: number): unknown =>
      pages.fill(page(0, reached, reached), from + exponent, from + end)
    // Below zero the bars are walked from the lowest.
    fill(own[0] === Number.NEGATIVE_INFINITY ? 1 : 0, NEGATIVE, EXPONENTS - 1)
    let reached = own.filter((bar) => bar < 0).length
    fill(reached, 0, NO_NUMBER)
    while (reached < own.length) {
      const exponent = Math.floor(buckets[reached] / FRACTIONS)
      let end = reached
      while (end < own.length && buckets[end] < (exponent + 1) * FRACTIONS) end++
      pages[from + exponent] = page(exponent, reached, end)
      fill(end, exponent + 1, NO_NUMBER)
      reached = end
    }
    pages[from + NO_NUMBER] = absent
  })
  if (pages.length > PAGES_MAX) return undefined
  return {
    pages: Uint16Array.from(pages),
    marks: Float64Array.from(marks),
    steps: Int32Array.from(steps),
    decided: new Uint16Array(size),
  }
}

/**
 * The last slot that the value at `i` of a measure reaches. The constants are written out, because an imported one is looked up at every use.
 * @param uppers as `uppersOf` gives them for these values
 */
export function slotOf(pages: Uint16Array, marks: Float64Array, k: number, values: Float64Array, uppers: Uint32Array, i: number): number {
  const upper = uppers[i << 1]
  let slot = pages[pages[(k << 12) | (upper >>> 20)] + ((upper >>> 14) & 63)]
  while (values[i] >= marks[slot]) slot++
  return slot
}

/** 1 or 0. A comparison that becomes a number costs a sixth of one that decides where to go on. */
export function reaches(value: number, bar: number): number {
  return ((value >= bar) as unknown as number) | 0
}

/** Of a bar ≥ 0, the first bits whose values all reach it. */
function bucketOf(bar: number): number {
  const [bits] = new BigInt64Array(Float64Array.of(bar).buffer)
  return Number((bits + (1n << 46n) - 1n) >> 46n)
}

/** The least double above: doubles of one sign are in the order of their bits. */
function nextDouble(x: number): number {
  if (x === 0) return Number.MIN_VALUE
  const next = Float64Array.of(x)
  new BigInt64Array(next.buffer)[0] += x > 0 ? 1n : -1n
  return next[0]
}
