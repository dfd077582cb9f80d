/** The tier table's bottom line: how many customers each tier has, and what they bring. */

import { UsageError } from '../core/errors.js'
import { median } from '../core/math/quantile.js'
import { sum } from '../core/math/sum.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import type { TierTable } from './tier-table.js'

export type TierTotalColumns = {
  /** Highest tier first, then `unranked` customers if there are any, then `prospect`s. */
  readonly tier: DictionaryColumn
  readonly customers: Float64Array
  /** Of all customers, 0 … 1; prospects are none, and have no share. */
  readonly customerShare: Float64Array
  /** Net of refunds. */
  readonly revenueMinor: Float64Array
  /** Of all revenue; NaN where there is none to share. */
  readonly revenueShare: Float64Array
  /** Median revenue of a customer of the tier; NaN where it is empty. */
  readonly medianMinor: Float64Array
}

export interface TierTotals extends Table<TierTotalColumns> {
  readonly kind: 'tier-totals'
  readonly format: 1
  readonly currency: string
}

/**
 * One row per tier. Customers and revenue add up to those of the table.
 * @throws UsageError `portfolio.column.needed` for a table without `amountMinor`
 */
export function tierTotals(table: TierTable): TierTotals {
  const { tier, status, amountMinor } = table.columns
  if (!amountMinor) throw new UsageError('portfolio.column.needed', { column: 'amountMinor' })
  const isProspect = (c: number): boolean => status.values[status.codes[c]] === 'prospect'
  const groups: { readonly name: string; readonly amounts: number[] }[] = tier.values.map((name) => ({ name, amounts: [] })).reverse()
  const unranked: number[] = []
  let prospects = 0
  for (let c = 0; c < table.length; c++) {
    if (isProspect(c)) prospects++
    else (tier.codes[c] < 0 ? unranked : groups[tier.values.length - 1 - tier.codes[c]].amounts).push(amountMinor[c])
  }
  const rows = unranked.length > 0 ? [...groups, { name: 'unranked', amounts: unranked }] : groups
  const customers = rows.map(({ amounts }) => amounts.length)
  const revenue = rows.map(({ amounts }) => sum(amounts))
  const [allCustomers, allRevenue] = [sum(customers), sum(revenue)]
  const withProspects = (values: readonly number[], ofProspects: number): Float64Array =>
    Float64Array.from(prospects > 0 ? [...values, ofProspects] : values)
  const names = [...rows.map(({ name }) => name), ...(prospects > 0 ? ['prospect'] : [])]
  return {
    kind: 'tier-totals',
    format: 1,
    currency: table.currency,
    length: names.length,
    columns: {
      tier: { codes: Int8Array.from(names, (_, i) => i), values: names },
      customers: withProspects(customers, prospects),
      customerShare: withProspects(
        customers.map((count) => count / allCustomers),
        Number.NaN,
      ),
      revenueMinor: withProspects(revenue, Number.NaN),
      revenueShare: withProspects(
        revenue.map((minor) => (allRevenue > 0 ? minor / allRevenue : Number.NaN)),
        Number.NaN,
      ),
      medianMinor: withProspects(
        rows.map(({ amounts }) => median(amounts)),
        Number.NaN,
      ),
    },
  }
}
