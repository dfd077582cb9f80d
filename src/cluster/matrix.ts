/** A host's columns as one matrix on a common scale. */

import { UsageError } from '../core/errors.js'
import { sortedNumbers } from '../core/math/quantile.js'
import { sum } from '../core/math/sum.js'
import type { ClusterFeature } from './model.js'

export interface ClusterSubject {
  readonly length: number
  readonly columns: Readonly<Record<string, unknown>>
}

export interface Matrix {
  readonly rows: number
  readonly width: number
  /** Row-major. Values are multiples of 2⁻²⁰, so that sums of them are exact in any order and no label depends on the order of rows. */
  readonly values: Float64Array
  /** Which row of the subject each is. */
  readonly index: Int32Array
}

const GRID = 2 ** 20

/** Mean and deviation of each (logged) column, over rows that have all figures. */
export function featuresOf(subject: ClusterSubject, columns: readonly string[], logs: ReadonlySet<string>): readonly ClusterFeature[] {
  const index = completeRows(subject, columns)
  return columns.map((column) => {
    const source = numbers(subject, column)
    const log = logs.has(column)
    // sorted first: the same sums for the same customers in any order
    const values = sortedNumbers(Float64Array.from(index, (i) => transform(source[i], log)))
    const mean = values.length > 0 ? sum(values) / values.length : 0
    const deviation = Math.sqrt(sum(values.map((value) => (value - mean) ** 2)) / Math.max(1, values.length))
    return { column, log, mean, deviation }
  })
}

export function matrixOf(subject: ClusterSubject, features: readonly ClusterFeature[]): Matrix {
  const index = completeRows(
    subject,
    features.map((feature) => feature.column),
  )
  const width = features.length
  const values = new Float64Array(index.length * width)
  features.forEach(({ column, log, mean, deviation }, j) => {
    const source = numbers(subject, column)
    for (let r = 0; r < index.length; r++) {
      const z = deviation > 0 ? (transform(source[index[r]], log) - mean) / deviation : 0
      // a figure 30 deviations out says no more than one 30 out
      values[r * width + j] = Math.round(Math.max(-30, Math.min(30, z)) * GRID) / GRID
    }
  })
  return { rows: index.length, width, values, index }
}

export function transform(value: number, log: boolean): number {
  return log ? Math.sign(value) * Math.log1p(Math.abs(value)) : value
}

export function transformBack(value: number, log: boolean): number {
  return log ? Math.sign(value) * Math.expm1(Math.abs(value)) : value
}

function completeRows(subject: ClusterSubject, columns: readonly string[]): Int32Array {
  const sources = columns.map((column) => numbers(subject, column))
  const out = new Int32Array(subject.length)
  let n = 0
  for (let i = 0; i < subject.length; i++) if (sources.every((source) => Number.isFinite(source[i]))) out[n++] = i
  return out.subarray(0, n)
}

function numbers(subject: ClusterSubject, column: string): ArrayLike<number> {
  const source = subject.columns[column]
  if (!ArrayBuffer.isView(source)) throw new UsageError('cluster.column.not-numbers', { column })
  return source as unknown as ArrayLike<number>
}
