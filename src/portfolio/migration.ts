/** 层级变动表: who moved between two tables, and why each tier is larger or smaller than it was. */

import { UsageError } from '../core/errors.js'
import { type Interval, normalQuantile, wilson } from '../core/math/normal.js'
import { type Column, cell, type Table } from '../core/table.js'
import { neededColumn } from './needed-column.js'

export interface MigrationOptions {
  /** Lowest tier first. Default: the order of the second table's tier column, then tiers only the first has. */
  readonly tiers?: readonly string[]
  /** Column of the tier. Default `'tier'`. */
  readonly column?: string
  /** Confidence of the rates' intervals. Default 0.95. */
  readonly confidence?: number
}

/** Opening + added = removed + closing, customer by customer. */
export interface TierFlow {
  readonly tier: string
  readonly opening: number
  /** `entered`: not in the table before, or without a tier there. */
  readonly added: { readonly up: number; readonly down: number; readonly entered: number }
  /** `left`: not in the table now, or without a tier. */
  readonly removed: { readonly up: number; readonly down: number; readonly left: number }
  readonly closing: number
  /** Shares of the opening customers who are still there, one of these each; absent where the tier was empty. */
  readonly upgraded?: MigrationRate
  readonly kept?: MigrationRate
  readonly dropped?: MigrationRate
}

export interface MigrationRate extends Interval {
  readonly share: number
}

export interface Migration {
  readonly kind: 'migration'
  readonly format: 1
  readonly tiers: readonly string[]
  /** `matrix[i][j]`: customers who went from tier i to tier j. */
  readonly matrix: readonly (readonly number[])[]
  readonly flows: readonly TierFlow[]
  /** All tiers together. */
  readonly up: number
  readonly same: number
  readonly down: number
  readonly entered: number
  readonly left: number
}

/**
 * From one tier table to a later one: the matrix of moves, the flows of each tier (opening, added, removed, closing), and the rates of upgrading, keeping and
 * dropping with Wilson intervals. Rates are of customers who are in both tables; who left is counted apart.
 *
 * ```ts
 * const { flows } = migration(lastQuarter, thisQuarter)
 * ```
 *
 * @throws UsageError `portfolio.column.needed` for a table without `customerId` or the tier column; `portfolio.migration.unknown-tier` for a tier that `tiers` does not list
 */
export function migration(before: Table, after: Table, options: MigrationOptions = {}): Migration {
  const { column = 'tier', confidence = 0.95 } = options
  const was = tiersById(before, column)
  const is = tiersById(after, column)
  const tiers = options.tiers ?? [...new Set([...wordsOf(after.columns[column]), ...wordsOf(before.columns[column])])]
  const rank = new Map(tiers.map((tier, i) => [tier, i]))
  const rankOf = (tier: string | undefined): number | undefined => {
    if (tier === undefined) return undefined
    const found = rank.get(tier)
    if (found === undefined) throw new UsageError('portfolio.migration.unknown-tier', { tier })
    return found
  }
  const matrix = tiers.map(() => tiers.map(() => 0))
  const entered = tiers.map(() => 0)
  const left = tiers.map(() => 0)
  for (const id of new Set([...was.keys(), ...is.keys()])) {
    const from = rankOf(was.get(id))
    const to = rankOf(is.get(id))
    if (from !== undefined && to !== undefined) matrix[from][to]++
    else if (to !== undefined) entered[to]++
    else if (from !== undefined) left[from]++
  }
  const z = normalQuantile((1 + confidence) / 2)
  const flows = tiers.map((tier, t): TierFlow => {
    const total = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0)
    const out = { up: total(matrix[t].slice(t + 1)), down: total(matrix[t].slice(0, t)), left: left[t] }
    const into = matrix.map((row) => row[t])
    const added = { up: total(into.slice(0, t)), down: total(into.slice(t + 1)), entered: entered[t] }
    const stayed = matrix[t][t]
    const known = out.up + out.down + stayed
    const rate = (k: number): MigrationRate => ({ share: k / known, ...wilson(k, known, z) })
    return {
      tier,
      opening: known + out.left,
      added,
      removed: out,
      closing: stayed + added.up + added.down + added.entered,
      ...(known > 0 ? { upgraded: rate(out.up), kept: rate(stayed), dropped: rate(out.down) } : {}),
    }
  })
  const sumOf = (value: (flow: TierFlow) => number): number => flows.reduce((sum, flow) => sum + value(flow), 0)
  return {
    kind: 'migration',
    format: 1,
    tiers,
    matrix,
    flows,
    up: sumOf(({ removed }) => removed.up),
    same: matrix.reduce((sum, row, t) => sum + row[t], 0),
    down: sumOf(({ removed }) => removed.down),
    entered: sumOf(({ added }) => added.entered),
    left: sumOf(({ removed }) => removed.left),
  }
}

/** The tier of each customer; `undefined` for one without. */
function tiersById(table: Table, column: string): Map<string, string | undefined> {
  const ids = neededColumn(table, 'customerId')
  const tiers = neededColumn(table, column)
  const byId = new Map<string, string | undefined>()
  for (let i = 0; i < table.length; i++) {
    const tier = cell(tiers, i)
    byId.set(String(cell(ids, i)), tier === undefined ? undefined : String(tier))
  }
  return byId
}

function wordsOf(column: Column): readonly string[] {
  if ('codes' in column) return column.values
  return [...new Set(Array.from(column as ArrayLike<unknown>).filter((value) => value !== undefined && !Number.isNaN(value)))]
    .map(String)
    .sort()
}
