/** The purchase histories a model is fitted to: checked, and each distinct one kept once with its weight. */

import { UsageError } from '../core/errors.js'
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

/**
 * Rows as a table; a missing number is NaN.
 * @throws UsageError `clv.column.missing`
 */
export function historyTable(subject: Histories): HistoryTable {
  if (!Array.isArray(subject)) {
    for (const name of ['frequency', 'recency', 'age'])
      if (!ArrayBuffer.isView((subject as HistoryTable).columns[name])) throw new UsageError('clv.column.missing', { column: name })
    return subject as HistoryTable
  }
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
    const tx = recency[i]
    const T = age[i]
    if (
      !(
        x >= 0 &&
        tx >= 0 &&
        tx <= T &&
        T < Number.POSITIVE_INFINITY &&
        (x > 0 || tx === 0) &&
        Math.floor(x) === x &&
        x < Number.POSITIVE_INFINITY
      )
    )
      return Number.isNaN(x) ? undefined : false
    if (weight !== undefined && !(weight[i] >= 0 && weight[i] < Number.POSITIVE_INFINITY)) return false
    for (const column of extra) if (!Number.isFinite(column[i])) return false
    return true
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
  const values = source.map((column) => (column instanceof Float64Array ? column : Float64Array.from(column)))
  const words = values.map((column) => new Int32Array(column.buffer, column.byteOffset, 2 * column.length))
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
      const word = words[c]
      hash = Math.imul(hash ^ word[2 * i], 0x85ebca6b)
      hash = Math.imul(hash ^ (hash >>> 15) ^ word[2 * i + 1], 0xc2b2ae35)
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x2c1b3c6d)
    hash ^= hash >>> 15
    let slot = hash & (slots.length - 1)
    let found = 0
    for (;;) {
      found = slots[slot]
      if (found === 0) break
      let same = true
      for (let c = 0; c < k && same; c++) same = columns[c][found - 1] === values[c][i]
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
    for (let c = 0; c < k; c++) columns[c][count] = values[c][i]
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

/**
 * In the order of the columns' bits, so that sums do not depend on the order of the customers: the same bits for any permutation. Equal frequencies stand
 * together. Radix sort by 11 bits at a time, least significant first, over the last column first; digits that all rows share are skipped.
 */
function inOrder(rows: Distinct): Distinct {
  const { columns, length } = rows
  let order = new Uint32Array(length)
  let next = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  const starts = new Uint32Array(2048)
  for (let c = columns.length - 1; c >= 0; c--) {
    const words = new Uint32Array(Float64Array.from(columns[c]).buffer)
    for (let half = 0; half < 2; half++) {
      for (let shift = 0; shift < 32; shift += 11) {
        starts.fill(0)
        for (let i = 0; i < length; i++) starts[(words[2 * i + half] >>> shift) & 2047]++
        if (length > 0 && starts[(words[half] >>> shift) & 2047] === length) continue
        for (let digit = 0, total = 0; digit < 2048; digit++) {
          const count = starts[digit]
          starts[digit] = total
          total += count
        }
        for (let k = 0; k < length; k++) next[starts[(words[2 * order[k] + half] >>> shift) & 2047]++] = order[k]
        ;[order, next] = [next, order]
      }
    }
  }
  const pick = (column: Float64Array): Float64Array => {
    const out = new Float64Array(length)
    for (let k = 0; k < length; k++) out[k] = column[order[k]]
    return out
  }
  return { ...rows, columns: columns.map(pick), weights: pick(rows.weights) }
}

function grown(column: Float64Array, length: number): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(length)
  larger.set(column)
  return larger
}
