/** How long until it happens, when for some it has not happened yet. */

import { UsageError } from '../errors.js'

export interface SurvivalCurve {
  readonly length: number
  readonly columns: {
    /** Distinct durations, ascending: those of events and of censorings. */
    readonly time: Float64Array
    /** Subjects still without the event just before `time`. */
    readonly atRisk: Float64Array
    readonly events: Float64Array
    readonly censored: Float64Array
    /** S(time): share without the event up to and including `time`. */
    readonly survival: Float64Array
    /** Greenwood's standard error of `survival`. */
    readonly standardError: Float64Array
  }
}

/**
 * The Kaplan–Meier (product-limit) estimate S(t) = Π (1 − d/n) over times with d events among n at risk. At a tie events precede censorings. Se² = S² Σ d/(n(n − d)).
 *
 * @param durations ≥ 0
 * @param happened 1 where the duration ended with the event, 0 where it was cut off before
 * @param weights default 1 each
 * @throws UsageError `tierwise.survival.duration` for a negative or missing duration
 * @source E. Kaplan & P. Meier (1958), JASA 53, 457–481; M. Greenwood (1926)
 */
export function kaplanMeier(durations: ArrayLike<number>, happened: ArrayLike<number>, weights?: ArrayLike<number>): SurvivalCurve {
  const n = durations.length
  const order = new Uint32Array(n)
  let atRisk = 0
  for (let i = 0; i < n; i++) {
    if (!(durations[i] >= 0)) throw new UsageError('tierwise.survival.duration', { index: i, duration: durations[i] })
    order[i] = i
    atRisk += weights === undefined ? 1 : weights[i]
  }
  order.sort((i, j) => durations[i] - durations[j])
  const rows: number[][] = []
  let survival = 1
  let greenwood = 0
  for (let i = 0; i < n; ) {
    const time = durations[order[i]]
    let events = 0
    let censored = 0
    for (; i < n && durations[order[i]] === time; i++) {
      const w = weights === undefined ? 1 : weights[order[i]]
      if (happened[order[i]] > 0) events += w
      else censored += w
    }
    if (events > 0) {
      survival *= 1 - events / atRisk
      greenwood += events / (atRisk * (atRisk - events))
    }
    rows.push([time, atRisk, events, censored, survival, survival === 0 ? 0 : survival * Math.sqrt(greenwood)])
    atRisk -= events + censored
  }
  const column = (k: number): Float64Array => Float64Array.from(rows, (row) => row[k])
  return {
    length: rows.length,
    columns: { time: column(0), atRisk: column(1), events: column(2), censored: column(3), survival: column(4), standardError: column(5) },
  }
}

/** S(t): 1 before the first time, flat after the last. */
export function survivalAt({ length, columns: { time, survival } }: SurvivalCurve, t: number): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (time[middle] <= t) low = middle + 1
    else high = middle
  }
  return low === 0 ? 1 : survival[low - 1]
}

/** The first time at which S ≤ 1 − p: the median for p = 0.5. Null where the curve does not come down so far. */
export function survivalQuantile({ columns: { time, survival } }: SurvivalCurve, p: number): number | null {
  // 1e-12: a share of 139/278 is a half, whatever the product of its factors rounds to
  const k = survival.findIndex((s) => s <= 1 - p + 1e-12)
  return k < 0 ? null : time[k]
}

/** Mean duration, each counted up to `limit`: the area under S to there. */
export function restrictedMean({ length, columns: { time, survival } }: SurvivalCurve, limit: number): number {
  let area = 0
  let from = 0
  let height = 1
  for (let i = 0; i < length && time[i] < limit; i++) {
    area += height * (time[i] - from)
    from = time[i]
    height = survival[i]
  }
  return area + height * (limit - from)
}

/** Limits of S from its standard error: `plain` clipped to [0, 1]; `loglog` S^exp(±w), w = z se / (S |ln S|), which stays inside by itself. */
export function survivalLimits(
  survival: number,
  standardError: number,
  z: number,
  scale: 'plain' | 'loglog',
): readonly [low: number, high: number] {
  if (scale === 'plain') return [Math.max(0, survival - z * standardError), Math.min(1, survival + z * standardError)]
  if (survival <= 0 || survival >= 1) return [survival, survival]
  const w = (z * standardError) / (survival * -Math.log(survival))
  return [survival ** Math.exp(w), survival ** Math.exp(-w)]
}
