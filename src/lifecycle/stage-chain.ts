/** The movement between stages as a Markov chain: expected remaining lifetime, and what a customer in each stage is worth. */

import { UsageError } from '../core/errors.js'
import { hashOf } from '../core/hash.js'
import { normalQuantile } from '../core/math/normal.js'
import { solve } from '../core/math/solve.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import { addLength, type Length, monthsIn } from '../core/time/length.js'
import { dayOf } from './stage-counts.js'
import { type StagePaths, stagesOn } from './stage-paths.js'

export interface StageChain {
  readonly kind: 'stage-chain'
  readonly format: 1
  readonly id: string
  readonly step: Length
  readonly stages: readonly string[]
  readonly gone: readonly string[]
  /** Customers seen in stage i at the beginning of a step and in stage j at its end, row by row. */
  readonly counts: readonly (readonly number[])[]
  readonly definition: { readonly id: string; readonly hash: string }
  readonly from: string
  readonly to: string
}

export interface FitStageChainOptions {
  /** The days the first step begins and the last may end with, `YYYY-MM-DD`. */
  readonly from: string
  readonly to: string
  /** Default one month. */
  readonly step?: Length
  /** Stages that count as gone; default the lost and final ones of the definition. */
  readonly gone?: readonly string[]
}

/**
 * Counts the moves over successive steps of equal length, all pooled: the chain has no memory and does not change over the time it was counted in.
 * Customers before their first fact are not counted.
 * @throws UsageError `tierwise.lifecycle.no-step` when not one step fits
 */
export function fitStageChain(
  paths: StagePaths,
  { from, to, step = { n: 1, unit: 'month' }, gone = paths.gone }: FitStageChainOptions,
): StageChain {
  const { values } = paths.columns.stage
  const counts = values.map(() => values.map(() => 0))
  const first = firstDays(paths)
  const start = dayOf(from)
  const end = dayOf(to)
  let steps = 0
  for (let k = 0; addLength(start, { n: step.n * (k + 1), unit: step.unit }) <= end && step.n > 0; k++) {
    const begin = addLength(start, { n: step.n * k, unit: step.unit })
    const before = stagesOn(paths, begin)
    const after = stagesOn(paths, addLength(start, { n: step.n * (k + 1), unit: step.unit }))
    for (let c = 0; c < before.length; c++) if (first[c] <= begin) counts[before[c]][after[c]]++
    steps++
  }
  if (steps === 0) throw new UsageError('tierwise.lifecycle.no-step', { from, to, n: step.n, unit: step.unit })
  const made = {
    kind: 'stage-chain',
    format: 1,
    step,
    stages: [...values],
    gone: [...gone],
    counts,
    definition: paths.definition,
    from,
    to,
  } as const
  return { ...made, id: `${paths.definition.id}-${hashOf(made).slice(0, 12)}` }
}

function firstDays({ columns: { customer, fromDay }, customers, length }: StagePaths): Float64Array {
  const first = new Float64Array(customers.length).fill(Number.POSITIVE_INFINITY)
  for (let i = length - 1; i >= 0; i--) if (!Number.isNaN(fromDay[i])) first[customer[i]] = fromDay[i]
  return first
}

export type StageValueColumns = {
  readonly stage: DictionaryColumn
  /** Customers seen at the beginning of a step; what is known of a stage rests on them. */
  readonly observed: Float64Array
  /** Expected steps until the customer is gone; NaN where that cannot be said. With limits. */
  readonly lifetime: Float64Array
  readonly lifetimeLow: Float64Array
  readonly lifetimeHigh: Float64Array
  /** Expected discounted value of all steps to come, returns from `gone` included. With limits. */
  readonly value: Float64Array
  readonly valueLow: Float64Array
  readonly valueHigh: Float64Array
}

export interface StageValueOptions {
  /** Margin of one step spent in the stage, in the host's unit of money; absent is 0. */
  readonly marginPerStep: Readonly<Record<string, number>>
  /** `'0.10'` or 0.1, above 0. */
  readonly annualDiscount: string | number
  /** Of the limits, which know the sampling error of the chain only; default 0.95. */
  readonly confidence?: number
}

/**
 * What a customer in each stage is still worth, and how many steps they will stay.
 *
 *   V = (I − d P)⁻¹ m,   d = (1 + annual)^(−step in years)
 *   lifetime = (I − Q)⁻¹ 1,   Q = P among the stages that are not gone
 *   Var Vᵢ = d² Σₖ Mᵢₖ² (Σⱼ Pₖⱼ Vⱼ² − (Σⱼ Pₖⱼ Vⱼ)²) / nₖ,   M = (I − d P)⁻¹
 *
 * The margin of a step is due at its beginning. Stages nobody was seen in, and those that lead there, have no answer: NaN.
 * @throws UsageError `tierwise.lifecycle.discount`
 * @source Pfeifer & Carraway (2000), Journal of Interactive Marketing 14, eq. 5; variance by the delta method over multinomial rows
 */
export function stageValue(
  chain: StageChain,
  { marginPerStep, annualDiscount, confidence = 0.95 }: StageValueOptions,
): Table<StageValueColumns> {
  const annual = Number(annualDiscount)
  if (!(annual > 0 && annual < 10)) throw new UsageError('tierwise.lifecycle.discount', { annualDiscount: String(annualDiscount) })
  const discount = (1 + annual) ** -yearsOf(chain.step)
  const n = chain.stages.length
  const observed = chain.counts.map((row) => row.reduce((a, b) => a + b, 0))
  const isGone = chain.stages.map((stage) => chain.gone.includes(stage))
  const known = answerable(
    chain.counts,
    observed.map((count) => count > 0),
  )
  const share = chain.counts.map((row, i) => row.map((count) => (observed[i] === 0 ? 0 : count / observed[i])))
  const z = normalQuantile(0.5 + confidence / 2)
  const margins = chain.stages.map((stage) => marginPerStep[stage] ?? 0)
  const all = chain.stages.map((_, i) => i).filter((i) => known[i])
  const value = estimate(share, observed, all, discount, margins, z)
  const lasting = answerable(
    chain.counts,
    observed.map((count, i) => count > 0 || isGone[i]),
  )
  const staying = chain.stages.map((_, i) => i).filter((i) => lasting[i] && !isGone[i])
  const lifetime = estimate(
    share,
    observed,
    staying,
    1,
    chain.stages.map(() => 1),
    z,
  )
  for (let i = 0; i < n; i++) if (isGone[i]) for (const column of lifetime) column[i] = 0
  return {
    length: n,
    columns: {
      stage: { codes: Uint8Array.from({ length: n }, (_, i) => i), values: chain.stages },
      observed: Float64Array.from(observed),
      lifetime: lifetime[0],
      lifetimeLow: lifetime[1],
      lifetimeHigh: lifetime[2],
      value: value[0],
      valueLow: value[1],
      valueHigh: value[2],
    },
  }
}

/** x = (I − d P)⁻¹ m among some stages, with its limits. */
function estimate(
  share: readonly (readonly number[])[],
  observed: readonly number[],
  among: readonly number[],
  d: number,
  margins: readonly number[],
  z: number,
): readonly [Float64Array, Float64Array, Float64Array] {
  const k = among.length
  const a = new Float64Array(k * k)
  const identity = new Float64Array(k * k)
  for (let i = 0; i < k; i++) {
    identity[i * k + i] = 1
    for (let j = 0; j < k; j++) a[i * k + j] = (i === j ? 1 : 0) - d * share[among[i]][among[j]]
  }
  const inverse = solve(a, k, identity, k)
  const [x, low, high] = [0, 1, 2].map(() => new Float64Array(share.length).fill(Number.NaN))
  if (inverse === undefined) return [x, low, high]
  const v = among.map((_, i) => among.reduce((total, stage, j) => total + inverse[i * k + j] * margins[stage], 0))
  const spread = among.map((stage) => {
    const mean = among.reduce((total, to, j) => total + share[stage][to] * v[j], 0)
    const square = among.reduce((total, to, j) => total + share[stage][to] * v[j] * v[j], 0)
    return Math.max(0, square - mean * mean) / observed[stage]
  })
  among.forEach((stage, i) => {
    const error = Math.sqrt(spread.reduce((total, variance, j) => total + (d * inverse[i * k + j]) ** 2 * variance, 0))
    x[stage] = v[i]
    low[stage] = v[i] - z * error
    high[stage] = v[i] + z * error
  })
  return [x, low, high]
}

/** Of the stages something is known of, those from which no other can be reached. */
function answerable(counts: readonly (readonly number[])[], about: readonly boolean[]): boolean[] {
  const known = [...about]
  for (let changed = true; changed; ) {
    changed = false
    counts.forEach((row, i) => {
      if (known[i] && row.some((count, j) => count > 0 && !known[j])) {
        known[i] = false
        changed = true
      }
    })
  }
  return known
}

/** 365.2425 days to the year. */
function yearsOf({ n, unit }: Length): number {
  const months = monthsIn(unit)
  return months > 0 ? (n * months) / 12 : (n * (unit === 'week' ? 7 : 1)) / 365.2425
}
