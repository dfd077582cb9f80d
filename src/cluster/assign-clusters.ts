import { UsageError } from '../core/errors.js'
import type { Table } from '../core/table.js'
import { nearestCenter } from './k-means.js'
import { type ClusterSubject, matrixOf } from './matrix.js'
import type { ClusterModel } from './model.js'

export interface ClusterTable extends Table<{ readonly cluster: Int32Array; readonly distance: Float64Array }> {
  readonly kind: 'clustertable'
  readonly format: 1
  readonly model: { readonly kind: string; readonly id: string }
}

/**
 * The cluster of each customer, also of customers the model has not seen: the one with the nearest center.
 *
 * @returns `cluster` 0 … k − 1, −1 where a figure is missing; `distance` to its center in standard deviations
 */
export function assignClusters(model: ClusterModel, subject: ClusterSubject): ClusterTable {
  const centers = model.clusters.map((cluster) => cluster.center)
  const { rows, width, values, index } = matrixOf(subject, model.features)
  const cluster = new Int32Array(subject.length).fill(-1)
  const distance = new Float64Array(subject.length).fill(Number.NaN)
  for (let r = 0; r < rows; r++) {
    const c = nearestCenter(values, r * width, centers)
    let d = 0
    for (let j = 0; j < width; j++) d += (values[r * width + j] - centers[c][j]) ** 2
    cluster[index[r]] = c
    distance[index[r]] = Math.sqrt(d)
  }
  return {
    kind: 'clustertable',
    format: 1,
    model: { kind: model.kind, id: model.id },
    length: subject.length,
    columns: { cluster, distance },
  }
}

/** One customer's cluster; undefined where a figure is missing. */
export function assignCluster(model: ClusterModel, customer: Readonly<Record<string, unknown>>): number | undefined {
  const columns: Record<string, Float64Array> = {}
  for (const { column } of model.features) {
    const value = customer[column]
    if (value !== undefined && typeof value !== 'number') throw new UsageError('cluster.column.not-numbers', { column })
    columns[column] = Float64Array.of(value ?? Number.NaN)
  }
  const [cluster] = assignClusters(model, { length: 1, columns }).columns.cluster
  return cluster < 0 ? undefined : cluster
}
