/** Survival from durations of which some are not over yet. */

export interface SurvivalCurve {
  /** Distinct durations, ascending. */
  readonly time: Float64Array
  readonly atRisk: Float64Array
  readonly events: Float64Array
  readonly censored: Float64Array
  /** P(duration > time). */
  readonly survival: Float64Array
  readonly standardError: Float64Array
  /** Log-log limits, which stay within 0 … 1. */
  readonly low: Float64Array
  readonly high: Float64Array
}

/**
 * The product-limit estimate.
 *
 *   S(t) = Π_{tᵢ ≤ t} (1 − dᵢ / nᵢ),   se = S √Σ dᵢ / (nᵢ(nᵢ − dᵢ)),   limits S^exp(±w) with w = z √Σ / |ln S|
 *
 * @param durations ≥ 0; NaN is left out
 * @param ended 1 where the duration is over, 0 where it still runs. At a tie ends come first.
 * @param z the normal quantile of the limits, 1.96 for 95 %
 * @source Kaplan & Meier (1958), JASA 53; variance Greenwood (1926); limits Kalbfleisch & Prentice (1980)
 */
export function kaplanMeier(durations: ArrayLike<number>, ended: ArrayLike<number>, z: number): SurvivalCurve {
  const order: number[] = []
  for (let i = 0; i < durations.length; i++) if (!Number.isNaN(durations[i])) order.push(i)
  order.sort((a, b) => durations[a] - durations[b])
  const columns: Record<keyof SurvivalCurve, number[]> = {
    time: [],
    atRisk: [],
    events: [],
    censored: [],
    survival: [],
    standardError: [],
    low: [],
    high: [],
  }
  let survival = 1
  let greenwood = 0
  for (let i = 0; i < order.length; ) {
    const time = durations[order[i]]
    const atRisk = order.length - i
    let events = 0
    let all = 0
    for (; i < order.length && durations[order[i]] === time; i++) {
      all++
      if (ended[order[i]]) events++
    }
    survival *= (atRisk - events) / atRisk
    if (events > 0 && events < atRisk) greenwood += events / (atRisk * (atRisk - events))
    const w = (z * Math.sqrt(greenwood)) / Math.abs(Math.log(survival))
    const bounded = survival > 0 && survival < 1
    columns.time.push(time)
    columns.atRisk.push(atRisk)
    columns.events.push(events)
    columns.censored.push(all - events)
    columns.survival.push(survival)
    columns.standardError.push(survival * Math.sqrt(greenwood))
    columns.low.push(bounded ? survival ** Math.exp(w) : survival)
    columns.high.push(bounded ? survival ** Math.exp(-w) : survival)
  }
  return Object.fromEntries(Object.entries(columns).map(([key, values]) => [key, Float64Array.from(values)])) as unknown as SurvivalCurve
}

/** The first time at which no more than `share` is left; NaN if the curve never falls that low. */
export function survivalQuantile({ time, survival }: Pick<SurvivalCurve, 'time' | 'survival'>, share: number): number {
  for (let i = 0; i < time.length; i++) if (survival[i] <= share) return time[i]
  return Number.NaN
}

/** S(t): the last step at or before `t`, 1 before the first. */
export function survivalAt({ time, survival }: Pick<SurvivalCurve, 'time' | 'survival'>, t: number): number {
  let low = 0
  let high = time.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (time[middle] <= t) low = middle + 1
    else high = middle
  }
  return low === 0 ? 1 : survival[low - 1]
}

/** ∫₀ᵗ S: the mean duration, counting no more than `t`. */
export function restrictedMean({ time, survival }: Pick<SurvivalCurve, 'time' | 'survival'>, t: number): number {
  let area = 0
  let from = 0
  let level = 1
  for (let i = 0; i < time.length && time[i] < t; i++) {
    area += level * (time[i] - from)
    from = time[i]
    level = survival[i]
  }
  return area + level * (t - from)
}
