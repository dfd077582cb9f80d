/** How many customers stand on which tier, date after date: does the top grow, or only the base? */

import { UsageError } from '../core/errors.js'
import { type Column, cell, type DictionaryColumn, dictionary, type Table } from '../core/table.js'
import { neededColumn } from './needed-column.js'

/** A tier table, a stage table, or `{ asOf, ...table }` of the host's own. */
export interface DatedTable extends Table {
  /** The day it was made for, `YYYY-MM-DD`. */
  readonly asOf: string
}

export interface TierPyramidOptions {
  /** Lowest first. Default: the order of the latest table's column, below it the tiers only earlier ones have. */
  readonly tiers?: readonly string[]
  /** Column of the tier. Default `'tier'`. */
  readonly column?: string
}

export type TierPyramidColumns = {
  /** Oldest first. */
  readonly date: readonly string[]
  /** Highest first; `unranked` for customers without one, `prospect` for those who have not bought; both on every date where any date has them. */
  readonly tier: DictionaryColumn
  readonly customers: Float64Array
  /** Of the date's customers, 0 … 1; prospects are none, and have no share. */
  readonly share: Float64Array
  /** Customers more than on the date before; NaN on the first. */
  readonly change: Float64Array
}

export interface TierPyramid extends Table<TierPyramidColumns> {
  readonly kind: 'tier-pyramid'
  readonly format: 1
  readonly dates: readonly string[]
}

/**
 * One row per date and tier, empty tiers included, so that the rows of a date add up to the rows of its table.
 *
 * ```ts
 * tierPyramid(tierTables(nineCriteria, facts, { dates: ['2025-12-31', '2026-03-31', '2026-06-30'] }))
 * ```
 *
 * @throws UsageError `portfolio.column.needed` for a table without the column, `portfolio.migration.unknown-tier` for a tier that `tiers` does not list, `portfolio.pyramid.date` for a date that comes twice
 */
export function tierPyramid(tables: Iterable<DatedTable>, { tiers, column = 'tier' }: TierPyramidOptions = {}): TierPyramid {
  const dated = [...tables].sort((a, b) => (a.asOf < b.asOf ? -1 : 1))
  const dates = dated.map(({ asOf }) => asOf)
  const again = dates.find((date, i) => dates[i - 1] === date)
  if (again !== undefined) throw new UsageError('portfolio.pyramid.date', { date: again })
  const counts = dated.map((table) => countsOf(table, column))
  const order = tiers ?? orderOf(dated, column)
  for (const { byTier } of counts)
    for (const tier of byTier.keys()) if (!order.includes(tier)) throw new UsageError('portfolio.migration.unknown-tier', { tier })
  const steps = [
    ...[...order].reverse().map((tier) => ({ name: tier, of: ({ byTier }: Counts) => byTier.get(tier) ?? 0, counted: true })),
    ...(counts.some(({ unranked }) => unranked > 0) ? [{ name: 'unranked', of: ({ unranked }: Counts) => unranked, counted: true }] : []),
    ...(counts.some(({ prospects }) => prospects > 0)
      ? [{ name: 'prospect', of: ({ prospects }: Counts) => prospects, counted: false }]
      : []),
  ]
  const rows = counts.flatMap((now, d) => {
    const customers = dated[d].length - now.prospects
    return steps.map(({ name, of, counted }) => ({
      date: dates[d],
      tier: name,
      customers: of(now),
      share: counted && customers > 0 ? of(now) / customers : Number.NaN,
      change: d === 0 ? Number.NaN : of(now) - of(counts[d - 1]),
    }))
  })
  return {
    kind: 'tier-pyramid',
    format: 1,
    dates,
    length: rows.length,
    columns: {
      date: rows.map(({ date }) => date),
      tier: dictionary(
        rows.map(({ tier }) => tier),
        rows.length,
      ),
      customers: Float64Array.from(rows, (row) => row.customers),
      share: Float64Array.from(rows, (row) => row.share),
      change: Float64Array.from(rows, (row) => row.change),
    },
  }
}

interface Counts {
  readonly byTier: ReadonlyMap<string, number>
  readonly unranked: number
  readonly prospects: number
}

function countsOf(table: DatedTable, name: string): Counts {
  const { columns, length } = table
  const tiers = neededColumn(table, name)
  const status: Column | undefined = Object.hasOwn(columns, 'status') ? columns.status : undefined
  const byTier = new Map<string, number>()
  let unranked = 0
  let prospects = 0
  for (let i = 0; i < length; i++) {
    const tier = cell(tiers, i)
    if (tier !== undefined) byTier.set(String(tier), (byTier.get(String(tier)) ?? 0) + 1)
    else if (status !== undefined && cell(status, i) === 'prospect') prospects++
    else unranked++
  }
  return { byTier, unranked, prospects }
}

/** Tiers that only earlier tables have go below those of the latest. */
function orderOf(dated: readonly DatedTable[], name: string): string[] {
  const order: string[] = []
  for (const { columns, length } of [...dated].reverse()) {
    const column = columns[name]
    const words = 'codes' in column ? column.values : Array.from({ length }, (_, i) => cell(column, i)).filter((word) => word !== undefined)
    order.unshift(...[...new Set(words.map(String))].filter((word) => !order.includes(word)))
  }
  return order
}
