/** The purchase histories a model is fitted to: checked, and each distinct one kept once with its weight. */

import { type Reason, reason } from '../core/reason.js'
import type { NumberColumn } from '../core/table.js'

/** What every purchase model reads of a customer: the columns of `summarize`, or plain rows of the same names. */
export interface HistoryRow {
  /** x: repeat purchases, integer ≥ 0 */
  readonly frequency: number
  /** t_x: first → last purchase, periods, 0 ≤ t_x ≤ T */
  readonly recency: number
  /** T: first purchase → asOf, periods */
  readonly age: number
  /** m̄: mean value of a repeat purchase, major units */
  readonly monetary?: number
  /** How many customers this row stands for; 1 unless given. */
  readonly weight?: number
  /** Covariates by name. */
  readonly [covariate: string]: unknown
}

/** A table with at least these columns; `summarize` makes it. */
export interface HistoryTable {
  readonly length: number
  readonly columns: {
    readonly frequency: NumberColumn
    readonly recency: NumberColumn
    readonly age: NumberColumn
    readonly monetary?: NumberColumn
    readonly weight?: NumberColumn
    readonly [column: string]: unknown
  }
  /** The unit of recency and age. */
  readonly period?: string
  readonly currency?: string
}

export type Histories = HistoryTable | readonly HistoryRow[]

/** Rows as a table; a missing number is NaN. */
export function historyTable(subject: Histories): HistoryTable {
  if (!Array.isArray(subject)) return subject as HistoryTable
  const rows = subject as readonly HistoryRow[]
  const names = new Set(['frequency', 'recency', 'age', 'monetary'])
  for (const row of rows) for (const key of Object.keys(row)) if (typeof row[key] === 'number') names.add(key)
  const columns: Record<string, Float64Array> = {}
  for (const name of names) {
    const missing = name === 'weight' ? 1 : Number.NaN
    columns[name] = Float64Array.from(rows, (row) => (row[name] as number | undefined) ?? missing)
  }
  return { length: rows.length, columns: columns as unknown as HistoryTable['columns'] }
}

/** Distinct rows of the given columns, with the summed weight of each. */
export interface Distinct {
  readonly length: number
  readonly columns: readonly Float64Array[]
  readonly weights: Float64Array
  /** Sum of the weights. */
  readonly total: number
  readonly issues: readonly Reason[]
}

/**
 * Histories that can be used, each distinct one once. A prospect (frequency NaN) is no history and is passed over in silence; an impossible one
 * (negative, t_x > T, fractional frequency, a purchase after none, not finite) is left out and counted in an issue.
 */
export function distinctHistories(table: HistoryTable, covariates: readonly string[] = []): Distinct {
  const { frequency, recency, age, weight } = table.columns
  const extra = covariates.map((name) => table.columns[name] as NumberColumn)
  const usable = (i: number): boolean | undefined => {
    const x = frequency[i]
    if (Number.isNaN(x)) return undefined
    const tx = recency[i]
    const T = age[i]
    const w = weight === undefined ? 1 : weight[i]
    return (
      x >= 0 &&
      Number.isInteger(x) &&
      tx >= 0 &&
      tx <= T &&
      T < Number.POSITIVE_INFINITY &&
      (x > 0 || tx === 0) &&
      w >= 0 &&
      w < Number.POSITIVE_INFINITY &&
      extra.every((column) => Number.isFinite(column[i]))
    )
  }
  return distinctRows([frequency, recency, age, ...extra], weight, table.length, usable)
}

/** @param usable true, false (an issue), or undefined (not a subject at all) */
export function distinctRows(
  source: readonly ArrayLike<number>[],
  weight: ArrayLike<number> | undefined,
  length: number,
  usable: (i: number) => boolean | undefined,
): Distinct {
  const k = source.length
  let capacity = 1024
  let columns = source.map(() => new Float64Array(capacity))
  let weights = new Float64Array(capacity)
  let hashes = new Int32Array(capacity)
  let slots = new Int32Array(4 * capacity)
  let count = 0
  let total = 0
  let invalid = 0
  let firstInvalid = 0
  for (let i = 0; i < length; i++) {
    const use = usable(i)
    if (use !== true) {
      if (use === false && invalid++ === 0) firstInvalid = i
      continue
    }
    const w = weight === undefined ? 1 : weight[i]
    if (w === 0) continue
    total += w
    let hash = 0
    for (let c = 0; c < k; c++) {
      bits[0] = source[c][i] + 0 // −0 and 0 are one value
      hash = Math.imul(hash ^ halves[0], 0x85ebca6b)
      hash = Math.imul(hash ^ (hash >>> 15) ^ halves[1], 0xc2b2ae35)
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x2c1b3c6d)
    hash ^= hash >>> 15
    let slot = hash & (slots.length - 1)
    let found = 0
    for (;;) {
      found = slots[slot]
      if (found === 0) break
      let same = true
      for (let c = 0; c < k && same; c++) same = columns[c][found - 1] === source[c][i]
      if (same) break
      slot = (slot + 1) & (slots.length - 1)
    }
    if (found > 0) {
      weights[found - 1] += w
      continue
    }
    if (count === capacity) {
      capacity *= 2
      columns = columns.map((column) => grown(column, capacity))
      weights = grown(weights, capacity)
      const larger = new Int32Array(capacity)
      larger.set(hashes)
      hashes = larger
      slots = new Int32Array(4 * capacity)
      for (let row = 0; row < count; row++) {
        let at = hashes[row] & (slots.length - 1)
        while (slots[at] !== 0) at = (at + 1) & (slots.length - 1)
        slots[at] = row + 1
      }
      slot = hash & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
    }
    hashes[count] = hash
    weights[count] = w
    for (let c = 0; c < k; c++) columns[c][count] = source[c][i]
    slots[slot] = ++count
  }
  const issues = invalid > 0 ? [reason('clv.history.invalid', 'warning', { rows: invalid, first: firstInvalid + 1 })] : []
  return inOrder({
    length: count,
    columns: columns.map((column) => column.subarray(0, count)),
    weights: weights.subarray(0, count),
    total,
    issues,
  })
}

/** Sorted by the columns, so that sums do not depend on the order of the customers: the same bits for any permutation. */
function inOrder(rows: Distinct): Distinct {
  const { columns, length } = rows
  const order = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  order.sort((i, j) => {
    for (const column of columns) {
      const difference = column[i] - column[j]
      if (difference !== 0) return difference
    }
    return 0
  })
  const pick = (column: Float64Array): Float64Array => Float64Array.from(order, (i) => column[i])
  return { ...rows, columns: columns.map(pick), weights: pick(rows.weights) }
}

function grown(column: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length)
  larger.set(column)
  return larger
}

const bits = /* @__PURE__ */ new Float64Array(1)
const halves = /* @__PURE__ */ new Int32Array(bits.buffer)
