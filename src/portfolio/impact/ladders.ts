/** Two ladders over one table of measures: every customer decided under both. */

import type { Column, DictionaryColumn, Table } from '../../core/table.js'
import { PACK } from '../../tiers/decide.js'
import { type CurrentTiers, type TableDecider, tableDecider } from '../../tiers/decide-table.js'
import type { LadderDefinition } from '../../tiers/ladder.js'
import {
  compareEnds,
  costOfMoves,
  type ImpactMatrix,
  type ImpactMove,
  isLoss,
  LADDER_CHANGES,
  MOVES,
  readWorths,
  tierMove,
} from './compare.js'

export interface LadderImpactOptions {
  /** The local date on which both ladders are asked, `YYYY-MM-DD`. */
  readonly asOf: string
  /** What is held, row by row. Absent: nobody holds a tier yet, so the measures alone decide. */
  readonly current?: CurrentTiers
  /** What a member of a tier costs the host per year, decimal text in major units: `{ gold: '120' }`. */
  readonly benefitCost?: Readonly<Record<string, string>>
}

/** Customers who move, in columns. */
export type ImpactRows = Table<{
  /** The row of the table of measures. */
  readonly row: Uint32Array
  /** As in the table of measures, where it has such a column. */
  readonly customerId: Column
  readonly move: DictionaryColumn<ImpactMove>
  readonly from: DictionaryColumn
  readonly to: DictionaryColumn
  /** The last day of the term, epoch ms of its date at 00:00 UTC; `NaN` no term, `Infinity` no end. */
  readonly untilBefore: Float64Array
  readonly untilAfter: Float64Array
}>

/** Who moves, counted. */
export interface ImpactCounts {
  readonly before: { readonly id: string; readonly tiers: readonly string[] }
  readonly after: { readonly id: string; readonly tiers: readonly string[] }
  readonly members: number
  readonly unchanged: number
  readonly moves: Readonly<Record<ImpactMove, number>>
  /** `matrix[from][to]`: members by tier now and then, every tier named. */
  readonly matrix: ImpactMatrix
  /** What the new tiers cost more than the old ones: major units as decimal text. */
  readonly cost: { readonly benefits: string }
}

export interface LadderImpact extends ImpactCounts {
  readonly kind: 'impact'
  readonly format: 1
  /** Which changes of rules this can answer. What the measures mean (windows, refunds) is the host's and the same on both sides. */
  readonly answers: typeof LADDER_CHANGES
  /** Whose tier falls or ends sooner, in the order of the table. */
  readonly losers: ImpactRows
  /** Whose tier rises or ends later. */
  readonly winners: ImpactRows
}

/**
 * Every customer of a table decided under both ladders on one day, as `evaluateTiers` would, and compared. Why one of them moves says `explainImpact`;
 * a slider over one threshold has `thresholdImpact`.
 *
 * ```ts
 * const { losers, matrix, cost } = ladderImpact(club, next, measures, { asOf: '2026-11-30', benefitCost: { gold: '120' } })
 * ```
 *
 * @throws UsageError `portfolio.impact.worth` for a cost that is no decimal, `tiers.tier.unknown` for a tier held that one of the ladders does not have
 */
export function ladderImpact(
  before: LadderDefinition,
  after: LadderDefinition,
  measures: Table,
  options: LadderImpactOptions,
): LadderImpact {
  const { asOf, current } = options
  const old = tableDecider(before, measures, asOf, current)
  const next = tableDecider(after, measures, asOf, current)
  const tally = moveTally(before, after, options)
  const losers: MovedRow[] = []
  const winners: MovedRow[] = []
  for (let i = 0; i < measures.length; i++) {
    const was = old.decide(i)
    const is = next.decide(i)
    const move = tally.add(Math.floor(was / PACK), Math.floor(is / PACK), endsOf(old, was, next, is, old.end(i)), 1)
    if (move === 'same') continue
    const list = isLoss(move) ? losers : winners
    list.push({ row: i, move, was, is })
  }
  return {
    kind: 'impact',
    format: 1,
    answers: LADDER_CHANGES,
    ...tally.counts(),
    losers: impactRows(losers, measures, old, next),
    winners: impactRows(winners, measures, old, next),
  }
}

/** Whether the same tier would end sooner or later; no term and a term without an end both have no end. */
export function endsOf(old: TableDecider, was: number, next: TableDecider, is: number, end: number): 'sooner' | 'later' | 'same' {
  return compareEnds(endless(old.until(was, end)), endless(next.until(is, end)))
}

function endless(until: number): number {
  return Number.isNaN(until) ? Number.POSITIVE_INFINITY : until
}

export interface MoveTally {
  /** Counts members who go from one rank to another, and says how they move. */
  add(from: number, to: number, ends: 'sooner' | 'later' | 'same', members: number): ImpactMove
  counts(): ImpactCounts
}

export function moveTally(
  before: LadderDefinition,
  after: LadderDefinition,
  { benefitCost }: Pick<LadderImpactOptions, 'benefitCost'>,
): MoveTally {
  const costs = readWorths(benefitCost)
  const oldTiers = before.tiers.map(({ id }) => id)
  const newTiers = after.tiers.map(({ id }) => id)
  const moveOf = oldTiers.map((from) => newTiers.map((to) => tierMove(from, to, newTiers, oldTiers)))
  const cells = oldTiers.map(() => new Float64Array(newTiers.length))
  const moves: Record<ImpactMove, number> = { up: 0, down: 0, changed: 0, sooner: 0, later: 0, same: 0 }
  return {
    add: (from, to, ends, members) => {
      const tier = moveOf[from][to]
      const move = tier === 'same' ? ends : tier
      cells[from][to] += members
      moves[move] += members
      return move
    },
    counts: () => {
      const matrix = Object.fromEntries(oldTiers.map((from, f) => [from, Object.fromEntries(newTiers.map((to, t) => [to, cells[f][t]]))]))
      return {
        before: { id: before.id, tiers: oldTiers },
        after: { id: after.id, tiers: newTiers },
        members: MOVES.reduce((sum, move) => sum + moves[move], 0),
        unchanged: moves.same,
        moves,
        matrix,
        cost: { benefits: costOfMoves(matrix, costs) },
      }
    },
  }
}

/** A customer who moves, by the packed decisions of both ladders. */
export interface MovedRow {
  readonly row: number
  readonly move: ImpactMove
  readonly was: number
  readonly is: number
}

export function impactRows(moved: readonly MovedRow[], measures: Table, old: TableDecider, next: TableDecider): ImpactRows {
  const ids: Column | undefined = measures.columns.customerId
  return {
    length: moved.length,
    columns: {
      row: Uint32Array.from(moved, ({ row }) => row),
      customerId: ids === undefined ? moved.map(() => undefined) : pick(ids, moved),
      move: { codes: Uint8Array.from(moved, ({ move }) => MOVES.indexOf(move)), values: MOVES },
      from: { codes: Uint8Array.from(moved, ({ was }) => was / PACK), values: old.tiers },
      to: { codes: Uint8Array.from(moved, ({ is }) => is / PACK), values: next.tiers },
      untilBefore: Float64Array.from(moved, ({ row, was }) => old.until(was, old.end(row))),
      untilAfter: Float64Array.from(moved, ({ row, is }) => next.until(is, next.end(row))),
    },
  }
}

function pick(column: Column, moved: readonly MovedRow[]): Column {
  if (ArrayBuffer.isView(column)) return Float64Array.from(moved, ({ row }) => (column as Float64Array)[row])
  if (Array.isArray(column)) return moved.map(({ row }) => column[row])
  const { codes, values } = column as DictionaryColumn
  return { codes: Int32Array.from(moved, ({ row }) => codes[row]), values }
}
