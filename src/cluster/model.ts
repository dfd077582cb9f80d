/** What a clustering is: centers on a common scale, and how to get there from a host's columns. */

import type { Reason } from '../core/reason.js'

export interface ClusterFeature {
  /** Name of the column. */
  readonly column: string
  /** Taken as sign(x) ln(1 + |x|): for amounts and counts, whose differences matter as ratios. */
  readonly log: boolean
  /** Of the (logged) values; a feature is centered and divided by these. */
  readonly mean: number
  readonly deviation: number
}

export interface Cluster {
  /** 0 … k − 1, largest cluster first. */
  readonly id: number
  readonly customers: number
  readonly share: number
  /** On the standardized scale, in the order of `features`. */
  readonly center: readonly number[]
  /** Means in the host's own units (for logged features: of the logs, taken back). */
  readonly means: Readonly<Record<string, number>>
  /** What sets it apart: features at least half a standard deviation from the base, strongest first. */
  readonly profile: readonly Reason[]
}

export interface ClusterChoice {
  readonly k: number
  /** Mean silhouette on a sample, −1 … 1: how much nearer customers are to their own cluster than to the next. */
  readonly silhouette: number
  /** Mean adjusted Rand index of clusterings of random halves, 0 chance … 1: whether another sample would give the same clusters. */
  readonly stability: number
  /** Within-cluster sum of squares, as a share of the total. */
  readonly within: number
}

export interface ClusterModel {
  readonly kind: 'clusters'
  readonly format: 1
  readonly id: string
  readonly seed: number
  readonly features: readonly ClusterFeature[]
  readonly clusters: readonly Cluster[]
  /** What was tried; one entry when k was given. */
  readonly choice: readonly ClusterChoice[]
  /** Customers that were clustered, and those left out for a missing figure. */
  readonly customers: number
  readonly left: number
  readonly warnings: readonly Reason[]
}
