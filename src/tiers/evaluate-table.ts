/** The tiers of a whole base: columns in, columns out, the same decision row by row. */

import { type Columns, type DictionaryColumn, cell as datumAt, row, type Table } from '../core/table.js'
import { MS_PER_DAY } from '../core/time/civil.js'
import { inCell, reaches } from './cells.js'
import { decide, rankIn, VERDICTS, verdictOf } from './decide.js'
import { BEGINS, type CurrentTiers, msOf } from './decide-table.js'
import { doubleOf } from './flat.js'
import { dateForm, ladderForm, rankOf, type TermState } from './form.js'
import type { LadderDefinition, TierOutcome } from './ladder.js'
import { firstInGrace } from './term.js'

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
  const { day, entered, kept } = dateForm(form, asOf)
  const graceFrom = firstInGrace(form.definition.review?.grace, day) * MS_PER_DAY
  const today = day * MS_PER_DAY
  const { length } = measures
  const { cells, flat, ids } = form
  const count = ids.length
  const { values } = flat
  const columns = flat.names.map((name) => doublesOf(measures, name))
  const tier = count > 256 ? new Uint16Array(length) : new Uint8Array(length)
  const outcome = new Uint8Array(length)
  const until = new Float64Array(length)
  // Code −1 is nobody's tier yet.
  const ranks = Int32Array.from([0, ...(current?.tier.values.map((id) => rankOf(form, id)) ?? [])])
  /** By what a verdict begins: no term, one entered, one kept, the one held. */
  const ends = Float64Array.of(Number.NaN, msOf(entered), msOf(kept), Number.NaN)
  const codes = current?.tier.codes ?? new Int8Array(length).fill(-1)
  const lasts = current?.until ?? new Float64Array(length).fill(Number.NaN)
  const decided = cells?.decided ?? UNDECIDED
  const cell = new Int32Array(Math.min(length, BLOCK))

  for (let from = 0; from < length; from += BLOCK) {
    const to = Math.min(from + BLOCK, length)
    if (cells !== undefined) {
      cell.fill(0)
      for (let k = 0; k < columns.length; k++) addReached(cells.bars[k], columns[k], from, to, cell)
    }
    for (let i = from; i < to; i++) {
      const held = ranks[codes[i] + 1]
      const end = lasts[i]
      const term = (reaches(end, Number.NEGATIVE_INFINITY) + reaches(end, graceFrom) + reaches(end, today)) as TermState
      const at = cells === undefined ? 0 : inCell(cell[i - from], count, held, term)
      let packed = decided[at] - 1
      if (packed < 0) {
        for (let k = 0; k < columns.length; k++) values[k] = columns[k][i]
        packed = decide(form, held, term, flat.readsRow ? row(measures, i) : NO_ROW)
        if (cells !== undefined) decided[at] = packed + 1
      }
      const rank = rankIn(packed)
      ends[HELD] = end
      tier[i] = rank
      outcome[i] = OUTCOME_OF[verdictOf(packed)]
      until[i] = ends[rank === 0 ? 0 : BEGINS_OF[verdictOf(packed)]]
    }
  }
  return {
    length,
    columns: { tier: { codes: tier, values: ids }, outcome: { codes: outcome, values: OUTCOMES }, until },
  }
}

/** Rows whose cells fit the nearest cache. */
const BLOCK = 4096
const NO_ROW = {}
const UNDECIDED = new Uint16Array(1)
const OUTCOMES: readonly TierOutcome[] = ['entered', 'held', 'kept', 'grace', 'fell', 'base']
const OUTCOME_OF = Uint8Array.from(VERDICTS, ({ outcome }) => OUTCOMES.indexOf(outcome))
const HELD = 3
const BEGINS_OF = Uint8Array.from(BEGINS, (begins) => (begins === 'entered' ? 1 : begins === 'kept' ? 2 : HELD))

/** One more digit of every row's cell: how many bars its measure reaches. Four bars a pass, so that the column is read less often. */
function addReached(bars: Float64Array, column: Float64Array, from: number, to: number, cell: Int32Array): void {
  for (let b = 0; b < bars.length; b += 4) {
    const factor = b === 0 ? bars.length + 1 : 1
    const [b0, b1, b2, b3] = [barAt(bars, b), barAt(bars, b + 1), barAt(bars, b + 2), barAt(bars, b + 3)]
    for (let i = from; i < to; i++) {
      const value = column[i]
      cell[i - from] = cell[i - from] * factor + reaches(value, b0) + reaches(value, b1) + reaches(value, b2) + reaches(value, b3)
    }
  }
}

/** NaN, which nothing reaches, past the last. */
function barAt(bars: Float64Array, b: number): number {
  return b < bars.length ? bars[b] : Number.NaN
}

/** A column of a measure as the conditions compare it: NaN is absent, and so is an infinity. */
function doublesOf({ columns, length }: Table, name: string): Float64Array {
  const column: Columns[string] = Object.hasOwn(columns, name) ? columns[name] : []
  if (column instanceof Float64Array)
    return hasInfinity(column) ? column.map((value) => (value - value === 0 ? value : Number.NaN)) : column
  if (ArrayBuffer.isView(column)) return new Float64Array(column as Uint8Array)
  return Float64Array.from({ length }, (_, i) => doubleOf(name, datumAt(column, i)))
}
function hasInfinity(column: Float64Array): boolean {
  for (let i = 0; i < column.length; i++) if (column[i] === Number.POSITIVE_INFINITY || column[i] === Number.NEGATIVE_INFINITY) return true
  return false
}
