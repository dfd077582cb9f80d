/** The purchase histories a model is fitted to: checked, and each distinct one kept once with its weight, in an order of their own. */

import { sum } from '../core/math/sum.js'
import { type Reason, reason } from '../core/reason.js'
import type { NumberColumn } from '../core/table.js'
import type { HistoryTable } from './history.js'

/** Distinct rows of the given columns, with the summed weight of each, in ascending order of the first column, then of the second, and so on. */
export interface Distinct {
  readonly length: number
  readonly columns: readonly Float64Array[]
  readonly weights: Float64Array
  /** Sum of the weights. */
  readonly total: number
  /** The distinct values of each column, ascending. */
  readonly levels: readonly Float64Array[]
  /** Which of its column's levels each row has. */
  readonly ranks: readonly Uint32Array[]
  readonly issues: readonly Reason[]
}

/**
 * Histories that can be used, each distinct one once. A prospect (frequency NaN) is no history and is passed over in silence; an impossible one
 * (negative, t_x > T, fractional frequency, a purchase after none, not finite) is left out and counted in an issue. The same bits for any order of the customers.
 */
export function distinctHistories(table: HistoryTable, covariates: readonly string[] = []): Distinct {
  const { frequency, recency, age, weight } = table.columns
  const columns = [frequency, recency, age, ...covariates.map((name) => table.columns[name] as NumberColumn)].map(doubles)
  const weighted = weight === undefined ? undefined : doubles(weight)
  const hashes = hashHistories(columns[0], columns[1], columns[2], table.length)
  for (const column of columns.slice(3)) hashFurther(column, hashes)
  const issues = issuesOf(columns[0], weighted, hashes)
  const { first, of } = grouped(hashes, columns)
  const found: Levels[] = []
  for (const column of columns) found.push(levelsOf(picked(column, first)))
  const order = ascendingRows(found, first.length)
  const weights = picked(weightsOf(of, first.length, weighted), order)
  const sorted: Float64Array[] = []
  const levels: Float64Array[] = []
  const ranks: Uint32Array[] = []
  for (const column of found) {
    const mine = pickedRanks(column.ranks, order)
    sorted.push(picked(column.values, mine))
    levels.push(column.values)
    ranks.push(mine)
  }
  return { length: order.length, columns: sorted, weights, total: sum(weights), levels, ranks, issues }
}

function doubles(column: NumberColumn): Float64Array {
  return column instanceof Float64Array ? column : Float64Array.from(column)
}

/** A number per history, the same for equal ones and never 0; 0 where there is none. Signs are left out, so that −0 is 0. */
function hashHistories(x: Float64Array, tx: Float64Array, T: Float64Array, length: number): Int32Array {
  const hashes = new Int32Array(length)
  const xWords = wordsOf(x)
  const txWords = wordsOf(tx)
  const TWords = wordsOf(T)
  for (let i = 0, at = 0; i < length; i++, at += 2) {
    const count = x[i]
    const last = tx[i]
    if (!(count >= 0 && last >= 0 && last <= T[i] && T[i] < Number.POSITIVE_INFINITY && (count > 0 || last === 0))) continue
    if (Math.floor(count) !== count || count === Number.POSITIVE_INFINITY) continue
    let hash = Math.imul(xWords[at] ^ (xWords[at + 1] << 1), 0x9e3779b1)
    hash = Math.imul(hash ^ (hash >>> 15) ^ (txWords[at + 1] << 1), 0x85ebca6b) ^ txWords[at]
    hash = Math.imul(hash ^ (hash >>> 13) ^ (TWords[at + 1] << 1), 0xc2b2ae35) ^ TWords[at]
    hash = Math.imul(hash ^ (hash >>> 16), 0x2c1b3c6d)
    hashes[i] = hash ^ (hash >>> 15) || 1
  }
  return hashes
}

function hashFurther(column: Float64Array, hashes: Int32Array): void {
  const words = wordsOf(column)
  for (let i = 0; i < hashes.length; i++) {
    if (hashes[i] === 0) continue
    let hash = Math.imul(hashes[i] ^ (words[2 * i + 1] << 1), 0x85ebca6b) ^ words[2 * i]
    hash = Math.imul(hash ^ (hash >>> 15), 0xc2b2ae35)
    hashes[i] = Number.isFinite(column[i]) ? hash ^ (hash >>> 16) || 1 : 0
  }
}

function wordsOf(column: Float64Array): Int32Array {
  return new Int32Array(column.buffer, column.byteOffset, 2 * column.length)
}

/** What is left out without being a prospect. A weight that is no number is impossible too; a weight of 0 is nobody. */
function issuesOf(frequency: Float64Array, weight: Float64Array | undefined, hashes: Int32Array): readonly Reason[] {
  let rows = 0
  let first = 0
  for (let i = 0; i < hashes.length; i++) {
    if (weight !== undefined && !(weight[i] >= 0 && weight[i] < Number.POSITIVE_INFINITY)) hashes[i] = 0
    if (hashes[i] === 0 && !Number.isNaN(frequency[i]) && rows++ === 0) first = i + 1
    if (weight !== undefined && weight[i] === 0) hashes[i] = 0
  }
  return rows > 0 ? [reason('clv.history.invalid', 'warning', { rows, first })] : []
}

/** Rows that are equal in all columns: the first row of each group, and the group of every row, −1 for those left out. */
function grouped(hashes: Int32Array, columns: readonly Float64Array[]): { readonly first: Int32Array; readonly of: Int32Array } {
  const of = new Int32Array(hashes.length).fill(-1)
  const further = columns.slice(3)
  let first = new Int32Array(1024)
  let count = 0
  let row = 0
  for (;;) {
    const slots = slotsOf(first, count, hashes)
    count = groupFrom(row, hashes, columns[0], columns[1] ?? columns[0], columns[2] ?? columns[0], further, first, count, slots, of)
    if (count < first.length) return { first: first.subarray(0, count), of }
    row = first[count - 1] + 1
    first = grown(first)
  }
}

/** Goes on at a row until all are done or `first` is full; open addressing. Nothing but the loop, so that it is compiled once for all sizes. */
function groupFrom(
  from: number,
  hashes: Int32Array,
  a: Float64Array,
  b: Float64Array,
  c: Float64Array,
  further: readonly Float64Array[],
  first: Int32Array,
  groups: number,
  slots: Int32Array,
  of: Int32Array,
): number {
  const mask = slots.length - 1
  let count = groups
  for (let i = from; i < hashes.length && count < first.length; i++) {
    const hash = hashes[i]
    if (hash === 0) continue
    let slot = hash & mask
    let found = slots[slot]
    while (found !== 0) {
      const row = first[found - 1]
      if (a[row] === a[i] && b[row] === b[i] && c[row] === c[i] && (further.length === 0 || areEqual(further, row, i))) break
      slot = (slot + 1) & mask
      found = slots[slot]
    }
    if (found === 0) {
      first[count++] = i
      found = count
      slots[slot] = count
    }
    of[i] = found - 1
  }
  return count
}

function areEqual(columns: readonly Float64Array[], row: number, other: number): boolean {
  for (const column of columns) if (column[row] !== column[other]) return false
  return true
}

function grown(first: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * first.length)
  larger.set(first)
  return larger
}

function slotsOf(first: Int32Array, count: number, hashes: Int32Array): Int32Array<ArrayBuffer> {
  const slots = new Int32Array(4 * first.length)
  for (let group = 0; group < count; group++) {
    let slot = hashes[first[group]] & (slots.length - 1)
    while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
    slots[slot] = group + 1
  }
  return slots
}

/** The weight of each group. Weights with fractions are added in ascending order: their sums would depend on that of the customers. */
function weightsOf(of: Int32Array, groups: number, weight: Float64Array | undefined): Float64Array {
  const out = new Float64Array(groups)
  if (weight === undefined) {
    for (let i = 0; i < of.length; i++) if (of[i] >= 0) out[of[i]]++
    return out
  }
  const order = weight.every(Number.isInteger) ? of.keys() : Array.from(of.keys()).sort((i, j) => weight[i] - weight[j])
  for (const i of order) if (of[i] >= 0) out[of[i]] += weight[i]
  return out
}

interface Levels {
  readonly values: Float64Array
  readonly ranks: Uint32Array
}

/** The distinct values of a column in ascending order, and the place of each row's value among them. */
function levelsOf(column: Float64Array): Levels {
  const hashes = new Int32Array(column.length).fill(1)
  hashFurther(column, hashes)
  const { first, of } = grouped(hashes, [column])
  const found = picked(column, first)
  const values = found.slice().sort()
  const rank = new Uint32Array(found.length)
  for (let k = 0; k < rank.length; k++) rank[k] = placeIn(values, found[k])
  return { values, ranks: pickedRanks(rank, of) }
}

/** By halving. */
function placeIn(ascending: Float64Array, value: number): number {
  let low = 0
  let high = ascending.length - 1
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}

/** By the ranks of the first column, then of the second, and so on: a counting sort for each, the last column first. */
function ascendingRows(levels: readonly Levels[], length: number): Uint32Array {
  let order = new Uint32Array(length)
  let next = new Uint32Array(length)
  for (let i = 0; i < length; i++) order[i] = i
  for (const { values, ranks } of [...levels].reverse()) {
    const starts = new Uint32Array(values.length + 1)
    for (let i = 0; i < length; i++) starts[ranks[i] + 1]++
    for (let k = 0; k < values.length; k++) starts[k + 1] += starts[k]
    for (let i = 0; i < length; i++) next[starts[ranks[order[i]]]++] = order[i]
    ;[order, next] = [next, order]
  }
  return order
}

export function picked(column: Float64Array, rows: ArrayLike<number>): Float64Array {
  const out = new Float64Array(rows.length)
  for (let i = 0; i < out.length; i++) out[i] = column[rows[i]]
  return out
}

export function pickedRanks(column: Uint32Array, rows: ArrayLike<number>): Uint32Array {
  const out = new Uint32Array(rows.length)
  for (let i = 0; i < out.length; i++) out[i] = column[rows[i]]
  return out
}
