/** How long customers stay, where leaving is known: contracts, memberships, subscriptions. */

import { normalQuantile } from '../core/math/normal.js'
import { kaplanMeier, restrictedMean, survivalLimits, survivalQuantile } from '../core/math/survival.js'

export interface Tenure {
  /** How long so far, or until leaving; any unit. */
  readonly duration: number
  /** Whether it has ended. */
  readonly ended: boolean
  readonly weight?: number
}

export interface RetentionCurve {
  readonly kind: 'retentioncurve'
  readonly format: 1
  readonly length: number
  readonly columns: {
    readonly time: Float64Array
    readonly atRisk: Float64Array
    readonly ended: Float64Array
    readonly censored: Float64Array
    /** Share still there. */
    readonly survival: Float64Array
    readonly standardError: Float64Array
    readonly low: Float64Array
    readonly high: Float64Array
  }
  /** Time by which half have left; null if fewer than half have. */
  readonly median: number | null
  /** Mean tenure within the time observed. */
  readonly restrictedMean: number
}

/**
 * Kaplan–Meier: the share still there after each duration, with log-log limits, however many are still there today.
 * @param options.interval confidence of the limits, default 0.95
 */
export function retentionCurve(tenures: readonly Tenure[], options: { readonly interval?: number } = {}): RetentionCurve {
  const curve = kaplanMeier(
    tenures.map((tenure) => tenure.duration),
    tenures.map((tenure) => (tenure.ended ? 1 : 0)),
    tenures.map((tenure) => tenure.weight ?? 1),
  )
  const { time, atRisk, events, censored, survival, standardError } = curve.columns
  const z = normalQuantile(0.5 + (options.interval ?? 0.95) / 2)
  const limits = Array.from(survival, (s, i) => survivalLimits(s, standardError[i], z, 'loglog'))
  return {
    kind: 'retentioncurve',
    format: 1,
    length: curve.length,
    columns: {
      time,
      atRisk,
      ended: events,
      censored,
      survival,
      standardError,
      low: Float64Array.from(limits, ([low]) => low),
      high: Float64Array.from(limits, ([, high]) => high),
    },
    median: survivalQuantile(curve, 0.5),
    restrictedMean: curve.length > 0 ? restrictedMean(curve, time[curve.length - 1]) : Number.NaN,
  }
}
