/** How good a risk score is: do the warned customers leave, and do those who leave get warned? */

import { UsageError } from '../core/errors.js'
import { areaUnderCurve, brier } from '../core/math/forecast-error.js'
import { wilson } from '../core/math/normal.js'

export interface RiskBin {
  /** Mean risk said, share that left, with Wilson's 95 % interval. */
  readonly said: number
  readonly left: number
  readonly low: number
  readonly high: number
  readonly customers: number
}

export interface RiskCut {
  /** Share of the base that is warned, highest risk first. */
  readonly share: number
  readonly customers: number
  readonly threshold: number
  /** Share of the warned that left, and how many times the base's share that is. */
  readonly precision: number
  readonly lift: number
  /** Share of those who left that were warned. */
  readonly recall: number
}

export interface RiskJudgement {
  readonly customers: number
  /** Share that left. */
  readonly base: number
  readonly brier: number
  /** Brier score of telling everybody the base's share; a score above it is worse than that. */
  readonly brierOfBase: number
  /** With its 95 % interval; 0.5 is no ranking at all, NaN where nobody left or everybody did. */
  readonly auc: number
  readonly aucLow: number
  readonly aucHigh: number
  /** Ten bins of equal size, lowest risk first. */
  readonly reliability: readonly RiskBin[]
  /** The highest 5, 10, 20 and 30 % of the base. */
  readonly cuts: readonly RiskCut[]
}

/**
 * How far chances of leaving can be trusted, once it is known who left: calibration, ranking, and what the riskiest share would have caught.
 *
 * @param risk said chance of leaving, 0 … 1; NaN rows are passed over
 * @param left 1 where the customer left (bought nothing in the time meant), else 0
 */
export function judgeRisk(risk: ArrayLike<number>, left: ArrayLike<number>): RiskJudgement {
  if (risk.length !== left.length) throw new UsageError('churn.risk.length', { risk: risk.length, left: left.length })
  const rows: number[] = []
  for (let i = 0; i < risk.length; i++) if (!Number.isNaN(risk[i])) rows.push(i)
  rows.sort((i, j) => risk[i] - risk[j] || i - j)
  const said = Float64Array.from(rows, (i) => risk[i])
  const gone = Float64Array.from(rows, (i) => (left[i] > 0 ? 1 : 0))
  const n = rows.length
  const total = gone.reduce((sum, value) => sum + value, 0)
  const base = total / n
  const { area, error } = areaUnderCurve(gone, said)
  const reliability = Array.from({ length: Math.min(10, n) }, (_, k, bins = Math.min(10, n)): RiskBin => {
    const from = Math.floor((k * n) / bins)
    const to = Math.floor(((k + 1) * n) / bins)
    const size = to - from
    const count = gone.subarray(from, to).reduce((sum, value) => sum + value, 0)
    return {
      said: said.subarray(from, to).reduce((sum, value) => sum + value, 0) / size,
      left: count / size,
      ...wilson(count, size, 1.96),
      customers: size,
    }
  })
  const cuts = [0.05, 0.1, 0.2, 0.3].map((share): RiskCut => {
    const size = Math.max(1, Math.round(share * n))
    const count = gone.subarray(n - size).reduce((sum, value) => sum + value, 0)
    return { share, customers: size, threshold: said[n - size], precision: count / size, lift: count / size / base, recall: count / total }
  })
  return {
    customers: n,
    base,
    brier: brier(gone, said),
    brierOfBase: base * (1 - base),
    auc: area,
    aucLow: Math.max(0, area - 1.96 * error),
    aucHigh: Math.min(1, area + 1.96 * error),
    reliability,
    cuts: n > 0 ? cuts : [],
  }
}

/** What acting on a warning costs and is worth, in the same money. */
export interface WarningCosts {
  /** Of acting on one customer. */
  readonly action: number
  /** What a customer who would have left is worth if kept. */
  readonly value: number
  /** Chance that the action keeps one who would have left, 0 … 1. */
  readonly success: number
}

export interface WarningThreshold {
  /** Warn from this risk on; null: at no risk does it pay. */
  readonly threshold: number | null
  readonly warned: number
  /** Expected gain over doing nothing, on the history it was chosen on. */
  readonly gain: number
  /** The risk from which it would pay if risks meant exactly what they say: action / (success · value); null where acting saves nothing (success or value 0). */
  readonly breakEven: number | null
}

/**
 * The threshold that would have gained most: every customer above it is acted upon; those who would have left are kept with the chance of success.
 * @throws UsageError `churn.costs.invalid`
 */
export function chooseThreshold(risk: ArrayLike<number>, left: ArrayLike<number>, costs: WarningCosts): WarningThreshold {
  const { action, value, success } = costs
  if (!(action >= 0 && value >= 0 && success >= 0 && success <= 1)) throw new UsageError('churn.costs.invalid', { action, value, success })
  const rows: number[] = []
  for (let i = 0; i < risk.length; i++) if (!Number.isNaN(risk[i])) rows.push(i)
  rows.sort((i, j) => risk[j] - risk[i] || i - j)
  let running = 0
  let best = { threshold: null as number | null, warned: 0, gain: 0 }
  rows.forEach((i, k) => {
    running += (left[i] > 0 ? success * value : 0) - action
    // equal risks are warned together or not at all
    if (running > best.gain && (k + 1 === rows.length || risk[rows[k + 1]] < risk[i]))
      best = { threshold: risk[i], warned: k + 1, gain: running }
  })
  return { ...best, breakEven: success * value > 0 ? action / (success * value) : null }
}
