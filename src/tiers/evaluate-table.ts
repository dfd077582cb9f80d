/** The tiers of a whole base: columns in, columns out, the same decision row by row. */

import { type Column, type DictionaryColumn, cell as datumAt, row, type Table } from '../core/table.js'
import { MS_PER_DAY } from '../core/time/civil.js'
import { type Cells, reaches, slotOf } from './cells.js'
import { decide, HELD, VERDICTS } from './decide.js'
import { type CurrentTiers, msOf } from './decide-table.js'
import { doubleOf, uppersOf } from './flat.js'
import { dateForm, ladderForm, rankOf, type TermState } from './form.js'
import type { LadderDefinition, TierOutcome } from './ladder.js'

export type EvaluatedTiers = Table<{
  readonly tier: DictionaryColumn
  readonly outcome: DictionaryColumn<TierOutcome>
  readonly until: Float64Array
}>

export interface EvaluateTiersOptions {
  /** `YYYY-MM-DD`. */
  readonly asOf: string
  readonly current?: CurrentTiers
}

/**
 * The tier of every row of a table of measures, as `evaluateTier` would give it.
 * @returns `tier`, `outcome`, and `until` as epoch ms (`NaN`: no term, `Infinity`: never ends)
 */
export function evaluateTiers(ladder: LadderDefinition, measures: Table, { asOf, current }: EvaluateTiersOptions): EvaluatedTiers {
  const form = ladderForm(ladder)
  const { day, entered, kept, inGrace } = dateForm(form, asOf)
  const graceFrom = inGrace * MS_PER_DAY
  const today = day * MS_PER_DAY
  const { length } = measures
  const { cells, flat, ids } = form
  const { names, readsRow } = flat
  const columns = names.map((name) => (Object.hasOwn(measures.columns, name) ? measures.columns[name] : []))
  const tier = ids.length > 256 ? new Uint16Array(length) : new Uint8Array(length)
  const outcome = new Uint8Array(length)
  const until = new Float64Array(length)
  // Code −1 is nobody's tier yet.
  const ranks = Int32Array.from([0, ...(current?.tier.values.map((id) => rankOf(form, id)) ?? [])])
  const codes = current?.tier.codes ?? new Int8Array(length).fill(-1)
  const lasts = current?.until ?? new Float64Array(length).fill(Number.NaN)
  // By `ENTERED`, `KEPT` and `HELD`.
  const ends = Float64Array.of(Number.NaN, msOf(entered), msOf(kept), 0)
  const block = Math.min(length, BLOCK)
  const cell = new Int32Array(block)
  const values = new Float64Array(block)
  const uppers = uppersOf(values)
  // Without cells to remember, every row of a block is a cell of its own.
  const decided = cells?.decided ?? new Uint32Array(block)

  /** @param state 4 · the rank held + the state of its term */
  const decideAt = (i: number, state: number): number => {
    for (let k = 0; k < columns.length; k++) flat.values[k] = doubleOf(names[k], datumAt(columns[k], i))
    return decide(form, state >> 2, (state & 3) as TermState, readsRow ? row(measures, i) : {})
  }

  for (let from = 0; from < length; from += BLOCK) {
    const to = Math.min(from + BLOCK, length)
    placeHeld(codes, ranks, lasts, graceFrom, today, from, to, cell)
    if (cells === undefined) {
      for (let at = 0; at < to - from; at++) {
        decided[at] = 1 + decideAt(from + at, cell[at])
        cell[at] = at
      }
    } else {
      for (let k = 0; k < columns.length; k++) {
        read(names[k], columns[k], from, to, values)
        addSteps(cells, k, values, uppers, to - from, cell)
      }
    }
    for (let i = from; i < to; ) {
      i = answer(i, from, to, cell, decided, lasts, ends, tier, outcome, until)
      // A cell ends with what is held.
      if (i < to) decided[cell[i - from]] = 1 + decideAt(i, cell[i - from] % (4 * ids.length))
    }
  }
  return {
    length,
    columns: { tier: { codes: tier, values: ids }, outcome: { codes: outcome, values: OUTCOMES }, until },
  }
}

/** Rows whose cells fit the nearest cache. */
const BLOCK = 2048

// The loops over rows are functions of their own, over typed arrays alone: they are compiled in a moment and once.

/** Begins every row's cell with what is held: 4 · its rank + the state of its term. */
function placeHeld(
  codes: DictionaryColumn['codes'],
  ranks: Int32Array,
  lasts: Float64Array,
  graceFrom: number,
  today: number,
  from: number,
  to: number,
  cell: Int32Array,
): void {
  for (let i = from; i < to; i++) {
    const last = lasts[i]
    cell[i - from] = 4 * ranks[codes[i] + 1] + reaches(last, Number.NEGATIVE_INFINITY) + reaches(last, graceFrom) + reaches(last, today)
  }
}

/** A block of a column as doubles. */
function read(name: string, column: Column, from: number, to: number, values: Float64Array): void {
  if (ArrayBuffer.isView(column)) {
    // One that is too short goes on without values.
    if (column.length < to) values.fill(Number.NaN)
    values.set((column as Float64Array).subarray(from, to))
  } else {
    for (let i = from; i < to; i++) values[i - from] = doubleOf(name, datumAt(column, i))
  }
}

/** Adds to every row's cell what its measure reaches. */
function addSteps(
  { pages, marks, steps }: Cells,
  k: number,
  values: Float64Array,
  uppers: Uint32Array,
  count: number,
  cell: Int32Array,
): void {
  for (let at = 0; at < count; at++) cell[at] += steps[slotOf(pages, marks, k, values, uppers, at)]
}

/** Writes the answers of rows from `i` on. @returns the first whose cell is not yet decided, else `to` */
function answer(
  i: number,
  from: number,
  to: number,
  cell: Int32Array,
  decided: Uint16Array | Uint32Array,
  lasts: Float64Array,
  ends: Float64Array,
  tier: Uint8Array | Uint16Array,
  outcome: Uint8Array,
  until: Float64Array,
): number {
  for (; i < to; i++) {
    const packed = decided[cell[i - from]] - 1
    if (packed < 0) return i
    // As in `decide.ts`: the rank, then the verdict in four bits.
    const verdict = packed & 15
    tier[i] = packed >> 4
    outcome[i] = OUTCOME_OF[verdict]
    ends[3] = lasts[i]
    // The first is that of the base, which has none.
    until[i] = ends[END_OF[verdict] & -reaches(packed, 16)]
  }
  return to
}

const OUTCOMES: readonly TierOutcome[] = ['entered', 'held', 'kept', 'grace', 'fell', 'base']
const OUTCOME_OF = Uint8Array.from(VERDICTS, ({ outcome }) => OUTCOMES.indexOf(outcome))
/** Which last day follows: of a tier entered, of one kept, or the one held. */
const END_OF = Uint8Array.from(VERDICTS, ({ term }) => Math.min(term, HELD))
