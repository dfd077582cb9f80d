/** What `fitRfm` finds and `scoreRfm` reads: plain JSON, to be stored and to score tomorrow's customer with. */

import type { Reason } from '../core/reason.js'

/** A fitted or hand-written RFM model. */
export interface RfmModel {
  readonly kind: 'rfm'
  readonly format: 1
  readonly id: string
  /** `quantile` is tie-safe and free of units; `r-rfm` raises every quantile by 1 and scores `lower ≤ value < upper`, as the R package rfm does. */
  readonly method: RfmMethod
  /** `independent`: one set of cut points per measure. `nested`: each measure is cut anew within every combination of the scores before it. */
  readonly binning: 'independent' | 'nested'
  /** Whether a value on a cut point belongs to the bin below it or above it. */
  readonly onCut: 'below' | 'above'
  /** In the order in which they are nested and stand in the cell. */
  readonly measures: readonly RfmMeasure[]
  /** `null` for a model written by hand. */
  readonly provenance: RfmProvenance | null
  /** What the fit noticed: scores that no customer got, too few customers. */
  readonly findings: readonly Reason[]
}

/** How cut points are found. */
export type RfmMethod = 'quantile' | 'r-rfm'

/** One measure of a model: what it reads, and where its scores begin. */
export interface RfmMeasure {
  /** Names the column of scores: `r`, `f`, `m`, … or the host's own word. */
  readonly id: string
  /** The column or key that is read. */
  readonly column: string
  /** Which end of the column earns the highest score. */
  readonly better: 'low' | 'high'
  /** How many scores there are, 2 … 9; the best is `bins`. */
  readonly bins: number
  /** Exact decimal, ≥ 0: the total is Σ weight · score. */
  readonly weight: string
  /** What a customer without a value gets: no score at all, or the lowest of this measure. */
  readonly missing: 'unscored' | 'lowest'
  /** Given by the host; refitting leaves them alone. */
  readonly fixed: boolean
  /** `bins − 1` values, ascending, in the unit of the column. */
  readonly cutPoints: readonly number[]
  /**
   * Nested binning: cut points by combination of the scores before this measure, in mixed radix with score 1 first (`'11'`, `'12'`, …).
   * `null` where the fit met no customer; the pooled `cutPoints` serve there.
   */
  readonly nested?: readonly (readonly number[] | null)[]
  /** Customers per score at the fit, score 1 first; `null` for a model written by hand. */
  readonly counts: readonly number[] | null
  /** Least and greatest value at the fit. */
  readonly range: readonly [number, number] | null
}

/** What a model was fitted on. */
export interface RfmProvenance {
  /** The day the ages of the fitted table run to, as the host gave it. */
  readonly asOf: string | null
  /** ISO 4217; a table in another currency is refused. */
  readonly currency: string | null
  /** Unit of the summary's `recency` and `age`. */
  readonly period: string | null
  /** Customers the cut points were fitted on. */
  readonly customers: number
  /** Customers left out because a measure had no value. */
  readonly unscored: number
}
