/** Groups of customers that are alike, found instead of declared (聚类分析法). */

import { FitError, UsageError } from '../core/errors.js'
import { type Reason, reason } from '../core/reason.js'
import { failure, type Result, success } from '../core/result.js'
import { type KMeans, kMeans, labelsOf, nearestCenter, sampleRows } from './k-means.js'
import { type ClusterSubject, featuresOf, type Matrix, matrixOf, transformBack } from './matrix.js'
import type { Cluster, ClusterChoice, ClusterFeature, ClusterModel } from './model.js'
import { adjustedRand, silhouette } from './quality.js'

export interface FitClustersOptions {
  /** Columns to cluster by; each counts alike after standardization. */
  readonly columns: readonly string[]
  /** Of these, the ones whose ratios matter: amounts, counts, days. Default: all. */
  readonly log?: readonly string[]
  /** A safe integer. */
  readonly seed: number
  /** Number of clusters; without it the best of 2 … `kMax`. */
  readonly k?: number
  /** Default 8. */
  readonly kMax?: number
  readonly id?: string
}

/**
 * k-means on standardized columns. Without `k`, each number of clusters is judged on a sample by silhouette and by stability (do two random halves give the
 * same clusters?), and of those with a stability of at least 0.7 the one with the best silhouette is taken. Labels do not depend on the order of rows.
 *
 * @throws FitError `cluster.data.too-few` with fewer complete rows than twice the clusters asked for (at least 10), `cluster.data.constant` when no column varies
 * @throws UsageError `cluster.columns.none`, `cluster.column.not-numbers`, `cluster.k.invalid`
 */
export function fitClusters(subject: ClusterSubject, options: FitClustersOptions): ClusterModel {
  const { columns, log = columns, seed, k, kMax = 8 } = options
  if (columns.length === 0) throw new UsageError('cluster.columns.none', {})
  for (const wanted of [k, kMax])
    if (wanted !== undefined && !(Number.isInteger(wanted) && wanted >= 2 && wanted <= 50))
      throw new UsageError('cluster.k.invalid', { k: wanted })
  const all = featuresOf(subject, columns, new Set(log))
  const features = all.filter((feature) => feature.deviation > 0)
  const matrix = matrixOf(subject, features)
  const needed = Math.max(10, 2 * (k ?? 2))
  if (matrix.rows < needed) throw new FitError('clusters', reason('cluster.data.too-few', 'refused', { customers: matrix.rows, needed }))
  if (features.length === 0) throw new FitError('clusters', reason('cluster.data.constant', 'refused', { customers: matrix.rows }))
  const warnings: Reason[] = all
    .filter((feature) => !(feature.deviation > 0))
    .map((feature) => reason('cluster.column.constant', 'warning', { column: feature.column }))
  const choice = k === undefined ? tryNumbers(matrix, seed, Math.min(kMax, Math.floor(matrix.rows / 5))) : [judge(matrix, k, seed)]
  const stable = choice.filter((one) => one.stability >= STABLE)
  const chosen = (stable.length > 0 ? stable : choice).reduce((best, one) => (one.silhouette > best.silhouette ? one : best))
  if (chosen.stability < STABLE)
    warnings.push(reason('cluster.fit.unstable', 'warning', { k: chosen.k, stability: round(chosen.stability) }))
  if (chosen.silhouette < WEAK) warnings.push(reason('cluster.fit.weak', 'warning', { k: chosen.k, silhouette: round(chosen.silhouette) }))
  const run = kMeans(matrix, chosen.k, seed)
  return {
    kind: 'clusters',
    format: 1,
    id: options.id ?? 'clusters',
    seed,
    features,
    clusters: describe(matrix, run, features),
    choice,
    customers: matrix.rows,
    left: subject.length - matrix.rows,
    warnings,
  }
}

/** `fitClusters` that returns its failure instead of throwing it. */
export function safeFitClusters(subject: ClusterSubject, options: FitClustersOptions): Result<ClusterModel, FitError> {
  try {
    return success(fitClusters(subject, options))
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === 'tierwise.fit') return failure(error as FitError)
    throw error
  }
}

/** Halves agree on at least seven pairs in ten beyond chance. */
const STABLE = 0.7
/** Kaufman & Rousseeuw (1990): below 0.25 no substantial structure. */
const WEAK = 0.25
const SAMPLE = 1200
const HALVES = 3

function tryNumbers(matrix: Matrix, seed: number, kMax: number): ClusterChoice[] {
  return Array.from({ length: Math.max(1, kMax - 1) }, (_, i) => judge(matrix, i + 2, seed))
}

function judge(matrix: Matrix, k: number, seed: number): ClusterChoice {
  const sample = sampleRows(matrix, SAMPLE, seed, 0)
  const { labels, within } = labelsOf(sample, kMeans(sample, k, seed).centers)
  let stability = 0
  for (let half = 0; half < HALVES; half++) {
    const one = kMeans(sampleRows(matrix, Math.min(SAMPLE, Math.ceil(matrix.rows / 2)), seed, 2 * half + 1), k, seed, 2)
    const other = kMeans(sampleRows(matrix, Math.min(SAMPLE, Math.ceil(matrix.rows / 2)), seed, 2 * half + 2), k, seed, 2)
    stability += adjustedRand(labelsBy(sample, one), labelsBy(sample, other)) / HALVES
  }
  let total = 0
  for (let r = 0; r < sample.rows * sample.width; r++) total += sample.values[r] ** 2
  return { k, silhouette: silhouette(sample, labels, k), stability, within: total > 0 ? within / total : 0 }
}

function labelsBy({ rows, width, values }: Matrix, run: KMeans): Uint8Array {
  const centers = centersOf(run, width)
  return Uint8Array.from({ length: rows }, (_, r) => nearestCenter(values, r * width, centers))
}

function centersOf({ k, centers }: KMeans, width: number): number[][] {
  return Array.from({ length: k }, (_, c) => Array.from(centers.subarray(c * width, (c + 1) * width)))
}

function describe(matrix: Matrix, run: KMeans, features: readonly ClusterFeature[]): Cluster[] {
  const counts = Array.from(run.counts)
  const centers = centersOf(run, matrix.width)
  const order = counts.map((_, c) => c).sort((a, b) => counts[b] - counts[a] || compare(centers[a], centers[b]))
  return order.map((c, id): Cluster => {
    const center = centers[c]
    return {
      id,
      customers: counts[c],
      share: counts[c] / matrix.rows,
      center,
      means: Object.fromEntries(
        features.map(({ column, log, mean, deviation }, j) => [column, transformBack(mean + deviation * center[j], log)]),
      ),
      profile: features
        .map(({ column, log, mean, deviation }, j) => ({
          column,
          z: center[j],
          value: transformBack(mean + deviation * center[j], log),
          of: transformBack(mean, log),
        }))
        .filter(({ z }) => Math.abs(z) >= 0.5)
        .sort((a, b) => Math.abs(b.z) - Math.abs(a.z))
        .map(({ column, z, value, of }) =>
          reason(
            Math.abs(z) >= 1.5 ? `cluster.profile.very-${z > 0 ? 'high' : 'low'}` : `cluster.profile.${z > 0 ? 'high' : 'low'}`,
            'info',
            {
              column,
              mean: round(value),
              base: round(of),
            },
          ),
        ),
    }
  })
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let j = 0; j < a.length; j++) if (a[j] !== b[j]) return a[j] - b[j]
  return 0
}

function round(value: number): number {
  return Number(value.toPrecision(3))
}
