/** Tiers over time: the table of one date after the other, each beginning where the last one stood. */

import type { AsOf } from '../core/time/as-of.js'
import type { Facts } from '../facts/facts.js'
import type { TierTableRecipe } from './definition.js'
import type { TierTableModel } from './model.js'
import { type TierTable, type TierTableOptions, tierTable } from './tier-table.js'

export interface TierTablesOptions extends Pick<TierTableOptions, 'inputs'> {
  /** In the order they are to be played: earliest first. */
  readonly dates: readonly AsOf[]
  /** The table before the first date, where the host has one stored. */
  readonly previous?: TierTableOptions['previous']
}

/**
 * One table per date. A recipe is fitted to the base of the first date and stays the standard for all others, so that who moves has changed, not the yardstick;
 * the levels' margin holds from each date to the next, so that nobody flickers between two tiers.
 *
 * ```ts
 * const [winter, spring] = tierTables(nineCriteria, facts, { dates: ['2025-12-31', '2026-03-31'] })
 * migration(winter, spring)
 * ```
 *
 * @throws UsageError those of `tierTable`
 */
export function tierTables(
  standard: TierTableRecipe | TierTableModel,
  facts: Facts,
  { dates, previous, inputs }: TierTablesOptions,
): TierTable[] {
  const tables: TierTable[] = []
  for (const asOf of dates) {
    const last = tables[tables.length - 1]
    const before = last ?? previous
    tables.push(
      tierTable(last?.model ?? standard, facts, {
        asOf,
        ...(before === undefined ? {} : { previous: before }),
        ...(inputs === undefined ? {} : { inputs }),
      }),
    )
  }
  return tables
}
