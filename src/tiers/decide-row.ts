/** The decision of one row of measures: looked up where a row that agrees with it was decided before. */

import { reaches } from './cells.js'
import { decide } from './decide.js'
import { gather, known } from './flat.js'
import type { LadderForm, TermState } from './form.js'
import type { Measures } from './ladder.js'

/** @throws UsageError `tiers.measure.digits` */
export function decideRow(form: LadderForm, held: number, term: TermState, row: Measures): number {
  const { cells, flat } = form
  if (cells === undefined) {
    gather(flat, row)
    return decide(form, held, term, row)
  }
  const { decided, marks, steps, width } = cells
  const { names } = flat
  const { length } = names
  let cell = 4 * held + term
  // Written out as in `gather`, for the same reason.
  if (length > 0) cell += steps[place(marks, width, 0, known(row[names[0]], names[0], row))]
  if (length > 1) cell += steps[place(marks, width, width, known(row[names[1]], names[1], row))]
  if (length > 2) cell += steps[place(marks, width, 2 * width, known(row[names[2]], names[2], row))]
  if (length > 3) cell += steps[place(marks, width, 3 * width, known(row[names[3]], names[3], row))]
  if (length > 4) cell += steps[place(marks, width, 4 * width, known(row[names[4]], names[4], row))]
  for (let k = 5; k < length; k++) cell += steps[place(marks, width, k * width, known(row[names[k]], names[k], row))]
  const before = decided[cell]
  if (before > 0) return before - 1
  gather(flat, row)
  const packed = decide(form, held, term, row)
  decided[cell] = packed + 1
  return packed
}

/**
 * The last of a measure's marks that the value reaches. Which quarter of sixteen, then which of four, by comparisons that become numbers:
 * one that decides where to go on costs six of them when it is guessed wrong.
 */
function place(marks: Float64Array, width: number, from: number, value: number): number {
  let at = from
  for (let half = width >> 1; half > 8; half >>= 1) if (value >= marks[at | half]) at |= half
  at += 4 * (reaches(value, marks[at | 4]) + reaches(value, marks[at | 8]) + reaches(value, marks[at | 12]))
  return at + reaches(value, marks[at | 1]) + reaches(value, marks[at | 2]) + reaches(value, marks[at | 3])
}
