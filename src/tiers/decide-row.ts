/** The decision of one row of measures: looked up where a row that agrees with it was decided before. */

import { slotOf } from './cells.js'
import { decide } from './decide.js'
import { gather } from './flat.js'
import type { LadderForm, TermState } from './form.js'
import type { Measures } from './ladder.js'

/** @throws UsageError `tiers.measure.digits` */
export function decideRow(form: LadderForm, held: number, term: TermState, row: Measures): number {
  const { cells, flat } = form
  const { names, values, uppers } = flat
  gather(flat, row)
  if (cells === undefined) return decide(form, held, term, row)
  const { decided, marks, pages, steps } = cells
  let cell = 4 * held + term
  for (let k = 0; k < names.length; k++) cell += steps[slotOf(pages, marks, k, values, uppers, k)]
  const before = decided[cell]
  if (before > 0) return before - 1
  const packed = decide(form, held, term, row)
  decided[cell] = packed + 1
  return packed
}
