import { FitError } from '../core/errors.js'
import { kaplanMeier, type SurvivalCurve, survivalAt } from '../core/math/kaplan-meier.js'
import { normalQuantile } from '../core/math/normal.js'
import { type Reason, reason } from '../core/reason.js'
import { failure, type Result, success } from '../core/result.js'
import type { Table } from '../core/table.js'
import type { GapColumns } from './gaps.js'
import type { SilenceThresholds } from './retail.js'

export interface FitLifecycleOptions {
  /** What is still called a return: later purchases are another customer's life; default 730 days, or the longest gap seen if that is shorter. */
  readonly horizonDays?: number
  /** Share of the returns that have happened by then; defaults 0.8, 0.9 and 0.97. */
  readonly atRisk?: number
  readonly dormant?: number
  readonly churned?: number
  readonly confidence?: number
}

/** One possible threshold, and what it costs on either side. */
export interface SilenceTradeOff {
  readonly days: number
  /** Share of all gaps that last longer. With limits. */
  readonly silent: number
  readonly silentLow: number
  readonly silentHigh: number
  /** Of the customers who return within the horizon, the share that has returned by now: one minus the false alarms. */
  readonly returned: number
  /** Of those silent this long, the share that still returns within the horizon: who is given up too early. */
  readonly comeBack: number
}

export interface LifecycleFit {
  readonly kind: 'lifecycle-fit'
  readonly format: 1
  readonly horizonDays: number
  readonly gaps: number
  readonly ended: number
  /** For `retailLifecycle({ thresholds })`: multiples of the own rhythm, and days for those without one. */
  readonly thresholds: SilenceThresholds
  readonly tradeOffs: readonly SilenceTradeOff[]
  readonly reasons: readonly Reason[]
}

const STAGES = ['atRisk', 'dormant', 'churned'] as const

/** Days. */
const FASTEST = 7

/** With fewer ended gaps the 97th percentile rests on nobody. */
const LEAST_GAPS = 100

/**
 * Thresholds from the base's own gaps instead of 30 / 60 / 90: a stage of silence begins when all but a share of the customers who will return have returned.
 *
 *   returned(t) = (1 − S(t)) / (1 − S(h)),   comeBack(t) = 1 − S(h) / S(t),   S by Kaplan–Meier over the gaps, lasting ones censored
 *
 * The same is done on gap ÷ mean of the gaps before for the multiples, rounded up to a tenth; a mean of less than a week counts as a week,
 * because a few purchases in a row are a spree and no rhythm.
 * @throws FitError `lifecycle.gaps.too-few`
 */
export function fitLifecycle(gaps: Pick<Table<GapColumns>, 'columns'>, options: FitLifecycleOptions = {}): LifecycleFit {
  const result = safeFitLifecycle(gaps, options)
  if (result.success) return result.data
  throw result.error
}

/** `fitLifecycle` that returns its failure instead of throwing it. */
export function safeFitLifecycle(
  { columns }: Pick<Table<GapColumns>, 'columns'>,
  options: FitLifecycleOptions = {},
): Result<LifecycleFit, FitError> {
  const { days, ended, meanBefore } = columns
  const z = normalQuantile(0.5 + (options.confidence ?? 0.95) / 2)
  const count = ended.reduce((total, one) => total + one, 0)
  if (count < LEAST_GAPS)
    return failure(new FitError('lifecycle', reason('lifecycle.gaps.too-few', 'error', { ended: count, required: LEAST_GAPS })))
  const curve = kaplanMeier(days, ended, z)
  const longest = lastEvent(curve)
  const horizonDays = Math.min(options.horizonDays ?? 730, longest)
  const shares = [options.atRisk ?? 0.8, options.dormant ?? 0.9, options.churned ?? 0.97]
  const dayThresholds = increasing(shares.map((share) => returnedBy(curve, horizonDays, share)))

  const reasons: Reason[] = []
  const ratios = days.map((gap, i) => gap / Math.max(meanBefore[i], FASTEST))
  const rhythmic = ended.filter((over, i) => over === 1 && !Number.isNaN(ratios[i])).length
  let times: readonly number[]
  if (rhythmic >= LEAST_GAPS) {
    const own = kaplanMeier(ratios, ended, z)
    times = shares.map((share) => Math.ceil(returnedBy(own, lastEvent(own), share) * 10) / 10)
  } else {
    const mean = days.reduce((total, gap, i) => total + gap * ended[i], 0) / count
    times = dayThresholds.map((threshold) => Math.ceil((threshold / mean) * 10) / 10)
    reasons.push(reason('lifecycle.gaps.few-rhythms', 'warning', { rhythmic, required: LEAST_GAPS }))
  }
  const steps = increasing(times.map((one) => Math.round(one * 10)))
  const thresholds = Object.fromEntries(
    STAGES.map((stage, i) => [
      stage,
      {
        times: (steps[i] / 10).toFixed(1),
        least: { n: Math.ceil((steps[i] * FASTEST) / 10), unit: 'day' },
        otherwise: { n: dayThresholds[i], unit: 'day' },
      },
    ]),
  ) as unknown as SilenceThresholds
  const tradeDays = [...new Set([7, 14, 30, 45, 60, 90, 120, 180, 270, 365, 545, ...dayThresholds])]
    .filter((day) => day <= horizonDays)
    .sort((a, b) => a - b)
  return success({
    kind: 'lifecycle-fit',
    format: 1,
    horizonDays,
    gaps: days.length,
    ended: count,
    thresholds,
    tradeOffs: tradeDays.map((day) => tradeOff(curve, horizonDays, day)),
    reasons,
  })
}

function tradeOff(curve: SurvivalCurve, horizon: number, days: number): SilenceTradeOff {
  const silent = survivalAt(curve, days)
  const left = survivalAt(curve, horizon)
  return {
    days,
    silent,
    silentLow: survivalAt({ time: curve.time, survival: curve.low }, days),
    silentHigh: survivalAt({ time: curve.time, survival: curve.high }, days),
    returned: (1 - silent) / (1 - left),
    comeBack: silent === 0 ? 0 : Math.max(0, 1 - left / silent),
  }
}

/** The first time by which this share of the returns within the horizon has happened. */
function returnedBy(curve: SurvivalCurve, horizon: number, share: number): number {
  const all = 1 - survivalAt(curve, horizon)
  for (let i = 0; i < curve.time.length; i++) if (1 - curve.survival[i] >= share * all) return curve.time[i]
  return horizon
}

function lastEvent({ time, events }: SurvivalCurve): number {
  for (let i = time.length - 1; i >= 0; i--) if (events[i] > 0) return time[i]
  return Number.NaN
}

/** Each at least one above the one before. */
function increasing(values: readonly number[]): number[] {
  const out: number[] = []
  for (const value of values) out.push(out.length === 0 ? value : Math.max(value, out[out.length - 1] + 1))
  return out
}
