/** Value × potential (潜力客户): who is worth much today, and who is on the way. */

import { UsageError } from '../core/errors.js'
import { quantile, sortedNumbers } from '../core/math/quantile.js'
import { type Reason, reason } from '../core/reason.js'
import type { DictionaryColumn, Table } from '../core/table.js'

/**
 * `high` — high value today and to come; `fading` — high today, not to come; `potential` — not high today, high to come; `ordinary` — neither.
 */
export type ValueCell = 'high' | 'fading' | 'potential' | 'ordinary'

export interface ValuePotentialOptions {
  /** Share of the base that counts as high, 0 … 1, on each axis. Default 0.2. Equal values stand or fall together, and the lowest value is never high. */
  readonly share?: number
  /** Or literal borders, in the units of the columns: values at or above are high. */
  readonly borders?: { readonly current: number; readonly expected: number }
  /** What the second axis is, for the reasons: `'clv'`, or the name of a proxy when data are few. Default `'clv'`. */
  readonly expectedBy?: string
}

export interface ValuePotentialTable extends Table<{ readonly cell: DictionaryColumn<ValueCell> }> {
  readonly kind: 'valuepotential'
  readonly format: 1
  /** null: all values are equal, so that nobody is high on this axis. */
  readonly borders: { readonly current: number | null; readonly expected: number | null }
  readonly expectedBy: string
  /** Customers and sums per cell: the size of each group and what is at stake in it. */
  readonly cells: readonly { readonly cell: ValueCell; readonly customers: number; readonly current: number; readonly expected: number }[]
  /** `clv.potential.ties`: so many values are equal that none, or more than twice the share asked for, count as high on an axis. */
  readonly warnings: readonly Reason[]
}

/**
 * Crosses what customers have brought with what they are expected to bring.
 *
 * @param current value so far: revenue or contribution of the last year, say
 * @param expected value to come: `predictClv(…).columns.clv`; or, when data are too few for a model, a declared proxy such as the revenue of the last quarter × 4
 * @returns one row per customer; a missing figure has no cell
 * @throws UsageError `clv.potential.length`, `clv.potential.share`
 */
export function valuePotential(
  current: ArrayLike<number>,
  expected: ArrayLike<number>,
  options: ValuePotentialOptions = {},
): ValuePotentialTable {
  const { share = 0.2, expectedBy = 'clv' } = options
  if (current.length !== expected.length)
    throw new UsageError('clv.potential.length', { current: current.length, expected: expected.length })
  if (!(share > 0 && share < 1)) throw new UsageError('clv.potential.share', { share })
  const { length } = current
  const known = (i: number): boolean => !Number.isNaN(current[i]) && !Number.isNaN(expected[i])
  const warnings: Reason[] = []
  const border = (axis: 'current' | 'expected', column: ArrayLike<number>): number | null => {
    const sorted = sortedNumbers(Float64Array.from({ length }, (_, i) => (known(i) ? column[i] : Number.NaN)))
    const at = quantile(sorted, 1 - share)
    const high = at > sorted[0] ? at : sorted.find((value) => value > sorted[0])
    const customers = sorted.filter((value) => value >= (high ?? Number.POSITIVE_INFINITY)).length
    if (sorted.length > 1 && (customers === 0 || customers > 2 * Math.max(1, share * sorted.length)))
      warnings.push(reason('clv.potential.ties', 'warning', { axis, high: customers, customers: sorted.length }))
    return high ?? null
  }
  const borders = options.borders ?? { current: border('current', current), expected: border('expected', expected) }
  const codes = new Int8Array(length).fill(-1)
  const cells = CELLS.map((cell) => ({ cell, customers: 0, current: 0, expected: 0 }))
  for (let i = 0; i < length; i++) {
    if (!known(i)) continue
    const now = borders.current !== null && current[i] >= borders.current
    const then = borders.expected !== null && expected[i] >= borders.expected
    codes[i] = now ? (then ? 0 : 1) : then ? 2 : 3
    const cell = cells[codes[i]]
    cell.customers++
    cell.current += current[i]
    cell.expected += expected[i]
  }
  return { kind: 'valuepotential', format: 1, borders, expectedBy, cells, warnings, length, columns: { cell: { codes, values: CELLS } } }
}

/** Why a customer is in a cell: both figures against both borders. */
export function explainValuePotential(table: ValuePotentialTable, i: number, current: number, expected: number): Reason | undefined {
  const code = table.columns.cell.codes[i]
  if (code === undefined || code < 0) return undefined
  const params = {
    current: round(current),
    currentBorder: table.borders.current === null ? null : round(table.borders.current),
    expected: round(expected),
    expectedBorder: table.borders.expected === null ? null : round(table.borders.expected),
    by: table.expectedBy,
  }
  return reason(`clv.potential.${CELLS[code]}`, 'info', params, {
    actual: expected,
    ...(table.borders.expected === null ? {} : { required: table.borders.expected }),
  })
}

const CELLS: readonly ValueCell[] = ['high', 'fading', 'potential', 'ordinary']

function round(value: number): number {
  return Math.round(100 * value) / 100
}
