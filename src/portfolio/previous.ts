/** What moved since the last table. */

import { type Column, cell, type DictionaryColumn, type Table } from '../core/table.js'
import type { ScorecardDefinition } from '../scorecard/definition.js'
import type { ScorecardColumns } from '../scorecard/score.js'
import { criterionColumn, NOT_OBSERVED, TIER_MOVES, type TierMove } from './columns.js'
import { rowsById } from './figures.js'

/** A tier table, or its rows as the host stored them: `customerId`, `tier`, and if it has them `score` and the levels. */
export type PreviousTiers = Table | Iterable<PreviousTierRow>

export interface PreviousTierRow {
  readonly customerId?: string
  readonly tier?: string
  readonly score?: number
  readonly [column: string]: unknown
}

/** The last table, in the order of this one's customers. */
export interface Before {
  readonly known: readonly boolean[]
  readonly tiers: readonly (string | undefined)[]
  readonly removed: readonly string[]
  /** A cell of the last table by this table's row. */
  cell(row: number, column: string): unknown
}

export function readPrevious(previous: PreviousTiers, ids: readonly string[]): Before {
  const last = 'columns' in previous ? lastTable(previous as Table) : lastRows(previous as Iterable<PreviousTierRow>)
  const now = new Set(ids)
  const at = Int32Array.from(ids, (id) => last.rowOf(id) ?? -1)
  const cellOf = (row: number, column: string): unknown => (at[row] < 0 ? undefined : last.cell(at[row], column))
  return {
    known: Array.from(at, (row) => row >= 0),
    tiers: ids.map((_, row) => text(cellOf(row, 'tier'))),
    removed: last.ids.filter((id) => !now.has(id)),
    cell: cellOf,
  }
}

interface Last {
  readonly ids: readonly string[]
  rowOf(id: string): number | undefined
  cell(row: number, column: string): unknown
}

function lastTable(table: Table): Last {
  const ids = Array.from({ length: table.length }, (_, i) => cell(table.columns.customerId as Column, i)).filter(
    (id) => typeof id === 'string',
  )
  return {
    ids,
    rowOf: rowsById(table),
    cell: (row, column) => (Object.hasOwn(table.columns, column) ? cell(table.columns[column], row) : undefined),
  }
}

function lastRows(rows: Iterable<PreviousTierRow>): Last {
  const list = [...rows]
  const byId = new Map(list.flatMap(({ customerId }, i) => (customerId === undefined ? [] : [[String(customerId), i] as const])))
  return {
    ids: [...byId.keys()],
    rowOf: (id) => byId.get(id),
    cell: (row, column) => (Object.hasOwn(list[row], column) ? list[row][column] : undefined),
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

export interface Changes {
  readonly tierBefore: DictionaryColumn
  readonly move: DictionaryColumn<TierMove>
  readonly scoreChange: Float64Array
  readonly movedBy: readonly (string | undefined)[]
  readonly [column: string]: Column
}

export function changesSince(before: Before, tier: DictionaryColumn, scored: ScorecardColumns, card: ScorecardDefinition): Changes {
  const length = tier.codes.length
  const words = [...new Set([...tier.values, ...before.tiers.filter((word) => word !== undefined)])]
  const levels = card.criteria.map(({ id }) => ({
    id,
    now: scored[`${id}Level`] as DictionaryColumn | undefined,
    names: levelColumns(card, id),
  }))
  return {
    tierBefore: { codes: Int16Array.from(before.tiers, (word) => (word === undefined ? -1 : words.indexOf(word))), values: words },
    move: { codes: Int8Array.from({ length }, (_, c) => TIER_MOVES.indexOf(moveOf(before, tier, c))), values: TIER_MOVES },
    scoreChange: Float64Array.from({ length }, (_, c) => {
      const last = before.cell(c, 'score')
      return typeof last === 'number' ? Number((scored.score[c] - last).toFixed(card.places)) : Number.NaN
    }),
    movedBy: Array.from({ length }, (_, c) => {
      if (!before.known[c]) return undefined
      const moved = levels.flatMap(({ id, now, names }) => {
        const from = text(names.map((name) => before.cell(c, name)).find((word) => word !== undefined))
        const to = now && text(cell(now, c))
        return from !== undefined && to !== undefined && from !== NOT_OBSERVED && from !== to ? [`${id}: ${from} → ${to}`] : []
      })
      return moved.length > 0 ? moved.join('; ') : undefined
    }),
  }
}

/** The names under which a table may show a criterion's level. */
function levelColumns(card: ScorecardDefinition, id: string): string[] {
  return [`${id}Level`, id].filter((name) => criterionColumn(card, name)?.of === 'Level')
}

/** A tier the scale does not know any more counts as none: which way such a customer moved, nobody can say. */
function moveOf(before: Before, tier: DictionaryColumn, c: number): TierMove {
  if (!before.known[c]) return 'new'
  const last = before.tiers[c]
  const from = last === undefined ? -1 : tier.values.indexOf(last)
  const to = tier.codes[c]
  if (from === to) return 'same'
  if (from < 0) return 'ranked'
  if (to < 0) return 'unranked'
  return to > from ? 'up' : 'down'
}
