/** Segments: an ordered table of intervals over scores. The first that matches wins; the rest is said. */

import { compiledForm } from '../core/compiled.js'
import { UsageError } from '../core/errors.js'
import type { RfmModel } from './model.js'

/** A table of segments. */
export interface RfmSegments {
  readonly kind: 'rfm-segments'
  readonly format: 1
  readonly id: string
  /** The measures the table reads and how many scores each has: `{ r: 5, f: 5 }`. A model must agree with it. */
  readonly bins: Readonly<Record<string, number>>
  /** In the order in which they are tried. */
  readonly segments: readonly RfmSegment[]
  /** The name of everything no segment matches; `null` leaves it without one. */
  readonly rest: string | null
}

/** One segment: intervals of scores, all of which must hold. */
export interface RfmSegment {
  /** Also its name where no catalogue has one: `champions`, `Can't Lose Them`, `重要价值客户`. */
  readonly id: string
  /** Lowest and highest score, both inclusive, per measure; a measure not named may have any. */
  readonly where: Readonly<Record<string, readonly [number, number]>>
}

/** A segment table with its cells numbered: which segment each combination of scores falls to. */
export interface CompiledSegments {
  /** Measures in the order of `bins`. */
  readonly axes: readonly SegmentAxis[]
  readonly cells: number
  /** Per cell the first matching segment, by position in `names`; −1 where nothing matches and there is no rest. */
  readonly winners: Int16Array
  readonly names: readonly string[]
}

export interface SegmentAxis {
  readonly measure: string
  readonly bins: number
  /** cell = Σ stride · (score − 1) */
  readonly stride: number
}

export const compiledSegments = compiledForm('rfm-segments', compile)

function compile(table: RfmSegments): CompiledSegments {
  const axes = axesOf(table)
  const cells = axes.reduce((product, axis) => product * axis.bins, 1)
  const winners = new Int16Array(cells).fill(table.rest === null ? -1 : table.segments.length)
  for (let s = table.segments.length - 1; s >= 0; s--) for (const cell of cellsIn(axes, table.segments[s])) winners[cell] = s
  const names = table.segments.map((segment) => segment.id)
  return { axes, cells, winners, names: table.rest === null ? names : [...names, table.rest] }
}

/** The last measure runs fastest, so that cells are in the order of their names. */
export function axesOf(table: RfmSegments): SegmentAxis[] {
  const axes: SegmentAxis[] = []
  let stride = 1
  for (const [measure, bins] of Object.entries(table.bins).reverse()) {
    axes.unshift({ measure, bins, stride })
    stride *= bins
  }
  return axes
}

/** The numbers of the cells a segment's intervals hold. */
export function cellsIn(axes: readonly SegmentAxis[], segment: RfmSegment): number[] {
  let cells = [0]
  for (const { measure, bins, stride } of axes) {
    const [from, to] = Object.hasOwn(segment.where, measure) ? segment.where[measure] : [1, bins]
    cells = cells.flatMap((cell) => Array.from({ length: to - from + 1 }, (_, i) => cell + stride * (from - 1 + i)))
  }
  return cells
}

/** `'543'`: the scores of a cell, one digit per measure. */
export function cellName(axes: readonly SegmentAxis[], cell: number): string {
  return axes.map(({ bins, stride }) => (Math.floor(cell / stride) % bins) + 1).join('')
}

/**
 * For each measure of the model, how far one more score moves within the segment table's cells.
 * @throws UsageError `rfm.segments.mismatch` when the table reads a measure the model lacks or cuts otherwise
 */
export function stridesFor(model: RfmModel, table: RfmSegments): number[] {
  const { axes } = compiledSegments(table)
  for (const { measure, bins } of axes) {
    const found = model.measures.find(({ id }) => id === measure)
    if (found?.bins !== bins)
      throw new UsageError('rfm.segments.mismatch', { segments: table.id, measure, expected: bins, got: found?.bins ?? null })
  }
  return model.measures.map(({ id }) => axes.find(({ measure }) => measure === id)?.stride ?? 0)
}
