/** The tiers of a whole base: columns in, columns out, the same decision row by row. */

import { type Columns, cell, type DictionaryColumn, row, type Table } from '../core/table.js'
import { MS_PER_DAY, parseDate } from '../core/time/civil.js'
import { dateForm, ladderForm, rankOf } from './compile.js'
import { decide, PACK, type TermState, VERDICTS } from './decide.js'
import { doubleOf } from './flat.js'
import type { LadderDefinition, TierOutcome } from './ladder.js'
import { endOfGrace } from './term.js'

export type EvaluatedTiers = Table<{
  readonly tier: DictionaryColumn
  readonly outcome: DictionaryColumn<TierOutcome>
  readonly until: Float64Array
}>

export interface EvaluateTiersOptions {
  /** `YYYY-MM-DD`. */
  readonly asOf: string
  /**
   * What is held, row by row: a table this verb gave, or columns of the host. `until` is the last day of the term as epoch ms of its date at 00:00 UTC,
   * `NaN` reviewed now, `Infinity` never ends.
   */
  readonly current?: { readonly tier: DictionaryColumn; readonly until?: Float64Array }
}

/**
 * The tier of every row of a table of measures, as `evaluateTier` would give it.
 * @returns `tier`, `outcome`, and `until` as epoch ms (`NaN`: no term, `Infinity`: never ends)
 */
export function evaluateTiers(ladder: LadderDefinition, measures: Table, { asOf, current }: EvaluateTiersOptions): EvaluatedTiers {
  const form = ladderForm(ladder)
  const { day, entered, kept } = dateForm(form, asOf)
  const { length } = measures
  const { names, values, readsRow } = form.flat
  const columns = names.map((name) => columnOf(measures, name))
  const tiers = new Uint8Array(length)
  const outcomes = new Uint8Array(length)
  const until = new Float64Array(length)
  const ends = { entered: msOf(entered), kept: msOf(kept) }
  const held = current?.tier.values.map((tier) => rankOf(form, tier)) ?? []
  const today = day * MS_PER_DAY
  const graceFrom = firstInGrace(form.definition.review?.grace, day) * MS_PER_DAY

  for (let i = 0; i < length; i++) {
    for (let k = 0; k < columns.length; k++) {
      const column = columns[k]
      const known = column instanceof Float64Array ? column[i] : doubleOf(names[k], cell(column, i))
      values[k] = known - known === 0 ? known : Number.NaN // an infinity is no measure
    }
    const code = current === undefined ? -1 : current.tier.codes[i]
    const rank = code < 0 ? 0 : held[code]
    const end = current?.until === undefined ? Number.NaN : current.until[i]
    const term: TermState = end >= today ? 'running' : end >= graceFrom ? 'grace' : end < graceFrom ? 'over' : 'none'
    const packed = decide(form, rank, term, readsRow ? row(measures, i) : NO_ROW)
    const verdict = packed % PACK
    const decided = (packed - verdict) / PACK
    const { begins } = VERDICTS[verdict]
    tiers[i] = decided
    outcomes[i] = OUTCOME_OF[verdict]
    until[i] = decided === 0 ? Number.NaN : begins === undefined ? end : ends[begins]
  }
  return {
    length,
    columns: { tier: { codes: tiers, values: form.ids }, outcome: { codes: outcomes, values: OUTCOMES }, until },
  }
}

const NO_ROW = {}
const OUTCOMES: readonly TierOutcome[] = ['entered', 'held', 'kept', 'grace', 'fell', 'base']
const OUTCOME_OF = Uint8Array.from(VERDICTS, ({ outcome }) => OUTCOMES.indexOf(outcome))
const NOTHING: Columns[string] = []

function columnOf({ columns }: Table, name: string): Columns[string] {
  const column = Object.hasOwn(columns, name) ? columns[name] : NOTHING
  // Every numeric column as doubles: one kind of read in the loop.
  return ArrayBuffer.isView(column) && !(column instanceof Float64Array) ? Float64Array.from(column as Uint8Array) : column
}

function msOf(end: string | null | undefined): number {
  return end === undefined ? Number.NaN : end === null ? Number.POSITIVE_INFINITY : parseDate(end) * MS_PER_DAY
}

/** The earliest last day of a term whose grace reaches this day; a longer term never has a shorter grace. */
function firstInGrace(grace: Parameters<typeof endOfGrace>[0], day: number): number {
  let low = day - 1
  for (let step = 1; endOfGrace(grace, low) >= day; step *= 2) low -= step
  let high = day
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (endOfGrace(grace, middle) >= day) high = middle
    else low = middle
  }
  return high
}
