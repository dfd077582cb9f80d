/** What is at stake: the value that may be lost, customer by customer, and where most of it is. */

import { UsageError } from '../core/errors.js'
import { normalQuantile } from '../core/math/normal.js'
import { sum } from '../core/math/sum.js'
import { cell, type DictionaryColumn, dictionary, type Table } from '../core/table.js'
import { neededColumn } from './needed-column.js'

export type ValueAtRiskOptions = {
  /** Column of what a customer is expected to bring, in any unit of money; figures come out in the same. */
  readonly value: string
  /** Column to tell the groups by: tier, stage, segment. */
  readonly by?: string
  /** Default 0.95. */
  readonly confidence?: number
  /** Below so many customers a group has no interval. Default 30. */
  readonly minCustomers?: number
} & (
  | {
      /** Column of the chance to lose the customer, 0 … 1. */
      readonly risk: string
    }
  | {
      /** Column of the chance that the customer is still there, 0 … 1. */
      readonly pAlive: string
    }
)

/**
 * - `portfolio.risk.told`
 * - `portfolio.risk.too-few` — the figure is there, without an interval
 * - `portfolio.risk.none` — nobody whose value and chance are known
 */
export type ValueAtRiskCode = (typeof CODES)[number]
const CODES = ['portfolio.risk.told', 'portfolio.risk.too-few', 'portfolio.risk.none'] as const

export type ValueAtRiskColumns = {
  /** `all` first, then the groups by what they have at risk, the largest first. */
  readonly group: DictionaryColumn
  /** Customers whose value and chance are known, and those left out because they are not. */
  readonly customers: Float64Array
  readonly unknown: Float64Array
  /** Σ value. */
  readonly value: Float64Array
  /** Σ value × chance. */
  readonly atRisk: Float64Array
  /** atRisk / value; NaN where the group is worth nothing. */
  readonly share: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
  readonly code: DictionaryColumn<ValueAtRiskCode>
}

export interface ValueAtRisk extends Table<ValueAtRiskColumns> {
  readonly kind: 'value-at-risk'
  readonly format: 1
  /** Value × chance for every row of the table it was asked of; NaN where either is unknown. */
  readonly perRow: Float64Array
}

/**
 * Value at risk = value × the chance to lose the customer, for each and for every group.
 *
 * A contract's price is a value if the customer stays: times the chance to lose them it is the loss to expect. The expected value of a purchase model counts
 * that chance already: times 1 − P(alive) it is greatest halfway and small for those who are almost surely gone, which is what an action can still save.
 *
 * The interval says how far the loss may fall from its expectation when each customer goes or stays by their own chance:
 * Σ v r ± z √(Σ v² r (1 − r)). How sure the model is of the chances themselves is not in it.
 *
 * ```ts
 * valueAtRisk(table, { value: 'clv', pAlive: 'pAlive', by: 'tier' })
 * ```
 *
 * @throws UsageError `portfolio.column.needed` for a column that is not there, `portfolio.risk.chance` for a chance outside 0 … 1, such as a percentage
 */
export function valueAtRisk(table: Table, options: ValueAtRiskOptions): ValueAtRisk {
  const { confidence = 0.95, minCustomers = 30 } = options
  const value = numbersOf(table, options.value)
  const risk = chancesOf(table, options)
  const by = options.by === undefined ? undefined : neededColumn(table, options.by)
  const perRow = Float64Array.from(value, (v, i) => v * risk[i])
  const groups = new Map<string, number[]>()
  for (let i = 0; by !== undefined && i < table.length; i++) {
    const name = cell(by, i)
    if (name === undefined) continue
    const members = groups.get(String(name))
    if (members === undefined) groups.set(String(name), [i])
    else members.push(i)
  }
  const everybody = Array.from({ length: table.length }, (_, i) => i)
  const z = normalQuantile((1 + confidence) / 2)
  const told = (group: string, members: readonly number[]) => {
    const known = members.filter((i) => !Number.isNaN(perRow[i]))
    const all = sum(known.map((i) => value[i]))
    const atRisk = sum(known.map((i) => perRow[i]))
    const enough = known.length >= Math.max(1, minCustomers)
    const half = enough ? z * Math.sqrt(sum(known.map((i) => value[i] ** 2 * risk[i] * (1 - risk[i])))) : Number.NaN
    return {
      group,
      customers: known.length,
      unknown: members.length - known.length,
      value: all,
      atRisk,
      share: all > 0 ? atRisk / all : Number.NaN,
      low: atRisk - half,
      high: atRisk + half,
      code: known.length === 0 ? 2 : enough ? 0 : 1,
    }
  }
  const rows = [
    told('all', everybody),
    ...[...groups].map(([group, members]) => told(group, members)).sort((a, b) => b.atRisk - a.atRisk || (a.group < b.group ? -1 : 1)),
  ]
  const column = (read: (row: (typeof rows)[number]) => number): Float64Array => Float64Array.from(rows, read)
  return {
    kind: 'value-at-risk',
    format: 1,
    perRow,
    length: rows.length,
    columns: {
      group: dictionary(
        rows.map(({ group }) => group),
        rows.length,
      ),
      customers: column((row) => row.customers),
      unknown: column((row) => row.unknown),
      value: column((row) => row.value),
      atRisk: column((row) => row.atRisk),
      share: column((row) => row.share),
      low: column((row) => row.low),
      high: column((row) => row.high),
      code: { codes: Int8Array.from(rows, ({ code }) => code), values: CODES },
    },
  }
}

function chancesOf(table: Table, options: ValueAtRiskOptions): Float64Array {
  const name = 'risk' in options ? options.risk : options.pAlive
  const chances = numbersOf(table, name)
  const wrong = chances.findIndex((chance) => chance < 0 || chance > 1)
  if (wrong >= 0) throw new UsageError('portfolio.risk.chance', { column: name, row: wrong, chance: chances[wrong] })
  return 'risk' in options ? chances : chances.map((chance) => 1 - chance)
}

/** What is no finite number is unknown. */
function numbersOf(table: Table, name: string): Float64Array {
  const column = neededColumn(table, name)
  return Float64Array.from({ length: table.length }, (_, i) => {
    const value = cell(column, i)
    return typeof value === 'number' && Number.isFinite(value) ? value : Number.NaN
  })
}
