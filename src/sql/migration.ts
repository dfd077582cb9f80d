/** `migration` in SQL: how many customers went from which tier to which. */

import { UsageError } from '../core/errors.js'
import { columns, type Draft, finish, name, step } from './draft.js'
import { type Fragment, sql } from './fragment.js'
import { reserve, type TableName, tableOf } from './source.js'
import type { SqlStatement } from './statement.js'

export interface MigrationQuestion {
  readonly kind: 'migration'
}

/** A table of tiers, one row per customer. */
export interface TierTable {
  readonly table: TableName
  readonly customer: string
  readonly tier: string
}

export interface MigrationSource {
  readonly before: TierTable
  readonly after: TierTable
}

/** Rows `from`, `to`, `customers`: the cells of the matrix that are not 0. `from` NULL came in, `to` NULL left. */
export function migrationSql(draft: Draft, { before, after }: MigrationSource): SqlStatement {
  for (const [key, table] of Object.entries({ before, after })) if (table === undefined) throw new UsageError('sql.source.missing', { key })
  reserve(draft, [before.table, after.table])
  const read = (suffix: string, { table, customer, tier }: TierTable): Fragment =>
    step(
      draft,
      suffix,
      `the tiers ${suffix}`,
      sql`  SELECT t_.${name(draft, customer)} AS customer, ${draft.dialect.asText(sql`t_.${name(draft, tier)}`)} AS tier
  FROM ${tableOf(draft, table)} AS t_
  WHERE t_.${name(draft, customer)} IS NOT NULL AND t_.${name(draft, tier)} IS NOT NULL`,
    )
  const was = read('before', before)
  const is = read('after', after)
  const chosen = columns(draft, [
    ['from', sql`b_.tier`],
    ['to', sql`a_.tier`],
    ['customers', sql`count(*)`],
  ])
  return finish(
    draft,
    'who moved between two tables of tiers',
    sql`SELECT\n${chosen}\nFROM ${was} AS b_\nFULL OUTER JOIN ${is} AS a_ ON a_.customer = b_.customer\nGROUP BY b_.tier, a_.tier`,
  )
}
