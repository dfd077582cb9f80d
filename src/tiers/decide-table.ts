/** The decision of any row of a table of measures, over numbers: what whole-table verbs and previews ask row by row. */

import { type Columns, cell, type DictionaryColumn, row, type Table } from '../core/table.js'
import { MS_PER_DAY, parseDate } from '../core/time/civil.js'
import { decide, rankIn, VERDICTS, verdictOf } from './decide.js'
import { doubleOf } from './flat.js'
import { dateForm, GRACE, ladderForm, RUNNING, rankOf, type TermState } from './form.js'
import type { LadderDefinition } from './ladder.js'

/** What is held, row by row: a table that `evaluateTiers` gave, or columns of the host. */
export interface CurrentTiers {
  readonly tier: DictionaryColumn
  /** The last day of the term as epoch ms of its date at 00:00 UTC; `NaN` is reviewed now, `Infinity` never ends. */
  readonly until?: Float64Array
}

export interface TableDecider {
  /** Lowest first. */
  readonly tiers: readonly string[]
  /** The measures it reads. */
  readonly names: readonly string[]
  /** Whether rows are read as objects too, for words. */
  readonly readsRow: boolean
  /** Where the answer for a last day held can change, epoch ms ascending: the term over, the grace over. */
  readonly turns: readonly number[]
  /** Last days of terms that begin today. */
  readonly ends: { readonly entered: number; readonly kept: number }
  /** The rank held at row `i`, 0 for nobody's tier yet. */
  held(i: number): number
  /** The last day held at row `i`. */
  end(i: number): number
  /** rank · PACK + the verdict's number. */
  decide(i: number): number
  /** The last day that follows from such a decision. */
  until(packed: number, end: number): number
}

export function tableDecider(ladder: LadderDefinition, measures: Table, asOf: string, current?: CurrentTiers): TableDecider {
  const form = ladderForm(ladder)
  const { day, entered, kept, inGrace } = dateForm(form, asOf)
  const { names, values, readsRow } = form.flat
  const columns = names.map((name) => columnOf(measures, name))
  const ranks = current?.tier.values.map((tier) => rankOf(form, tier)) ?? []
  const ends = { entered: msOf(entered), kept: msOf(kept) }
  const today = day * MS_PER_DAY
  const graceFrom = inGrace * MS_PER_DAY
  const held = (i: number): number => {
    const code = current === undefined ? -1 : current.tier.codes[i]
    return code < 0 ? 0 : ranks[code]
  }
  const endAt = (i: number): number => (current?.until === undefined ? Number.NaN : current.until[i])
  return {
    tiers: form.ids,
    names,
    readsRow,
    turns: graceFrom < today ? [graceFrom, today] : [today],
    ends,
    held,
    end: endAt,
    decide: (i) => {
      for (let k = 0; k < columns.length; k++) {
        const column = columns[k]
        const known = column instanceof Float64Array ? column[i] : doubleOf(names[k], cell(column, i))
        values[k] = known - known === 0 ? known : Number.NaN // an infinity is no measure
      }
      const end = endAt(i)
      const term: TermState = end >= today ? RUNNING : end >= graceFrom ? GRACE : end < graceFrom ? 1 : 0
      return decide(form, held(i), term, readsRow ? row(measures, i) : NO_ROW)
    },
    until: (packed, end) => {
      if (rankIn(packed) === 0) return Number.NaN
      const begins = BEGINS[verdictOf(packed)]
      return begins === undefined ? end : ends[begins]
    },
  }
}

/** Which term begins with each verdict. */
export const BEGINS = VERDICTS.map(({ outcome }) =>
  outcome === 'entered' || outcome === 'fell' ? 'entered' : outcome === 'kept' ? 'kept' : undefined,
)

const NO_ROW = {}
const NOTHING: Columns[string] = []

/** Every numeric column as doubles: one kind of read in the loop. */
export function columnOf({ columns }: Table, name: string): Columns[string] {
  const column = Object.hasOwn(columns, name) ? columns[name] : NOTHING
  return ArrayBuffer.isView(column) && !(column instanceof Float64Array) ? Float64Array.from(column as Uint8Array) : column
}

export function msOf(end: string | null | undefined): number {
  return end === undefined ? Number.NaN : end === null ? Number.POSITIVE_INFINITY : parseDate(end) * MS_PER_DAY
}
