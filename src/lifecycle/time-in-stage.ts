import { kaplanMeier, restrictedMean, type SurvivalCurve, survivalQuantile } from '../core/math/kaplan-meier.js'
import { normalQuantile } from '../core/math/normal.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import type { StagePaths } from './stage-paths.js'

export type TimeInStageColumns = {
  readonly stage: DictionaryColumn
  readonly stays: Float64Array
  /** Stays that are over; the others are counted as lasting at least until today. */
  readonly ended: Float64Array
  /** Days after which half have left; NaN while more than half are still there. With limits. */
  readonly medianDays: Float64Array
  readonly medianLow: Float64Array
  readonly medianHigh: Float64Array
  /** Mean days within the longest stay seen. */
  readonly meanDays: Float64Array
}

export interface TimeInStage extends Table<TimeInStageColumns> {
  /** The survival curve of each stage, in the order of the rows; times in days. */
  readonly curves: readonly SurvivalCurve[]
}

/**
 * How long customers stay in each stage, by Kaplan–Meier: stays that still last are not taken for ended ones. Stays of customers without a fact have no beginning and are left out.
 * The limits of the median are the days where the limits of the curve cross one half.
 * @source Brookmeyer & Crowley (1982), Biometrics 38
 */
export function timeInStage(paths: StagePaths, { confidence = 0.95 }: { readonly confidence?: number } = {}): TimeInStage {
  const { stage, fromDay, toDay } = paths.columns
  const { values } = stage
  const durations: number[][] = values.map(() => [])
  const ended: number[][] = values.map(() => [])
  for (let i = 0; i < paths.length; i++) {
    if (Number.isNaN(fromDay[i])) continue
    const over = !Number.isNaN(toDay[i])
    durations[stage.codes[i]].push((over ? toDay[i] : paths.asOfDay) - fromDay[i])
    ended[stage.codes[i]].push(over ? 1 : 0)
  }
  const z = normalQuantile(0.5 + confidence / 2)
  const curves = values.map((_, s) => kaplanMeier(durations[s], ended[s], z))
  const column = (of: (curve: SurvivalCurve, s: number) => number): Float64Array => Float64Array.from(curves, of)
  return {
    length: values.length,
    curves,
    columns: {
      stage: { codes: Uint8Array.from(values, (_, s) => s), values },
      stays: column((_, s) => durations[s].length),
      ended: column((_, s) => ended[s].reduce((a, b) => a + b, 0)),
      medianDays: column((curve) => survivalQuantile(curve, 0.5)),
      medianLow: column(({ time, low }) => survivalQuantile({ time, survival: low }, 0.5)),
      medianHigh: column(({ time, high }) => survivalQuantile({ time, survival: high }, 0.5)),
      meanDays: column((curve) => (curve.time.length === 0 ? Number.NaN : restrictedMean(curve, curve.time[curve.time.length - 1]))),
    },
  }
}
