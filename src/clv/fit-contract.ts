/** Fits sBG and BdW to cohorts or to individual contracts. */

import { FitError, UsageError } from '../core/errors.js'
import { maximize } from '../core/math/newton.js'
import { reason } from '../core/reason.js'
import type { Result } from '../core/result.js'
import { safely } from '../core/safely.js'
import { type BdwParams, contractTerms } from './bdw.js'
import { estimate } from './estimate.js'
import type { FittedModel } from './model.js'

/** One customer (or `weight` customers). */
export interface Contract {
  /** Renewals faced: with `churned` the one at which the customer left (1 = the first), without it how many were made so far. Integer ≥ 0. */
  readonly renewals: number
  readonly churned: boolean
  /** Default 1. */
  readonly weight?: number
}

/** Survivors of one cohort at the start and after each renewal, `[1000, 869, 743, …]`; several cohorts, of any lengths; or contracts. Fractions are weighted contracts. */
export type Contracts = readonly number[] | readonly (readonly number[])[] | readonly Contract[]

export type SbgName = 'alpha' | 'beta'
export type BdwName = 'alpha' | 'beta' | 'c'
export type SbgModel = FittedModel<'sbg', SbgName>
export type BdwModel = FittedModel<'bdw', BdwName>

export interface FitContractOptions {
  readonly id?: string
  /** The unit between renewals, for the record: `'month'`, `'year'`. */
  readonly period?: string
}

/**
 * How customers with contracts leave, when each has a constant chance of their own: the shifted-beta-geometric model. Retention rises with tenure
 * because those who leave easily leave first.
 *
 * @throws FitError with the best point as a model: `clv.data.empty`, `clv.contract.nobody-left`, `clv.contract.nobody-stayed`, `clv.fit.same-dropout`,
 *   `clv.fit.unidentified`, `clv.fit.not-converged`
 * @throws UsageError `clv.contract.survivors` when a cohort grows, or a number in it is negative or not finite
 * @source Fader & Hardie (2007), Journal of Interactive Marketing 21, 76–90
 */
export function fitSbg(contracts: Contracts, options: FitContractOptions = {}): SbgModel {
  return fitContracts('sbg', ['alpha', 'beta'], contracts, options)
}

/**
 * As `fitSbg`, with a chance to leave that also rises (c > 1) or falls (c < 1) with each customer's own tenure: the beta-discrete-Weibull model.
 * @throws as `fitSbg`
 * @source Fader, Hardie, Liu, Davin & Steenburgh (2018), Journal of Interactive Marketing 43, 1–16
 */
export function fitBdw(contracts: Contracts, options: FitContractOptions = {}): BdwModel {
  return fitContracts('bdw', ['alpha', 'beta', 'c'], contracts, options)
}

/** `fitSbg` that returns its failure instead of throwing it. */
export function safeFitSbg(contracts: Contracts, options: FitContractOptions = {}): Result<SbgModel, FitError> {
  return safely(() => fitSbg(contracts, options))
}

/** `fitBdw` that returns its failure instead of throwing it. */
export function safeFitBdw(contracts: Contracts, options: FitContractOptions = {}): Result<BdwModel, FitError> {
  return safely(() => fitBdw(contracts, options))
}

interface Tally {
  /** left[t]: customers who left at renewal t; stayed[t]: who made t renewals and are still there. */
  readonly left: Map<number, number>
  readonly stayed: Map<number, number>
  readonly total: number
}

function fitContracts<Kind extends 'sbg' | 'bdw', Name extends string>(
  kind: Kind,
  names: readonly Name[],
  contracts: Contracts,
  options: FitContractOptions,
): FittedModel<Kind, Name> {
  const { left, stayed, total } = tally(contracts)
  if (total === 0) throw new FitError(kind, reason('clv.data.empty', 'refused', { rows: contracts.length }))
  if (left.size === 0) throw new FitError(kind, reason('clv.contract.nobody-left', 'refused', { customers: total }))
  const known = { left: [...left].sort(byTime), stayed: [...stayed].filter(([t]) => t > 0).sort(byTime) }
  if (known.stayed.length === 0 && known.left.length === 1 && known.left[0][0] === 1)
    throw new FitError(kind, reason('clv.contract.nobody-stayed', 'refused', { customers: total }))
  const size = names.length
  const g = new Float64Array(3)
  const h = new Float64Array(9)
  const evaluate = (point: Float64Array, gradient: Float64Array, hessian: Float64Array): number => {
    const natural = Array.from(point, Math.exp)
    const params: BdwParams = { alpha: natural[0], beta: natural[1], c: natural[2] ?? 1 }
    g.fill(0)
    h.fill(0)
    let value = 0
    for (const [t, w] of known.left) value += contractTerms(params, t, true, w, g, h)
    for (const [t, w] of known.stayed) value += contractTerms(params, t, false, w, g, h)
    for (let i = 0; i < size; i++) gradient[i] = g[i] * natural[i]
    for (let i = 0; i < size; i++)
      for (let j = 0; j < size; j++) hessian[i * size + j] = h[3 * i + j] * natural[i] * natural[j] + (i === j ? gradient[i] : 0)
    return value
  }
  // the geometric share that leaves, as a Beta of mean `share` and moderate spread
  const share = sumOf(known.left, () => 1) / (sumOf(known.left, (t) => t) + sumOf(known.stayed, (t) => t))
  let optimum = maximize({ size, evaluate }, [0, Math.log(Math.max((1 - share) / share, 0.1)), 0].slice(0, size))
  for (const start of RESTARTS) {
    if (optimum.ended === 'converged') break
    const other = maximize({ size, evaluate }, start.slice(0, size))
    if (other.ended === 'converged' || other.value > optimum.value + 1e-9) optimum = other
  }
  const {
    known: determined,
    logErrors,
    ...figures
  } = estimate(names, size, optimum, { total, length: known.left.length + known.stayed.length })
  const model: FittedModel<Kind, Name> = {
    kind,
    format: 1,
    id: options.id ?? kind,
    period: options.period ?? null,
    ...figures,
    warnings: [],
  }
  if (determined) return model
  const even = Math.exp(Math.min(optimum.point[0], optimum.point[1])) > 1e3 && !(logErrors[0] < 15)
  const verdict = even
    ? reason('clv.fit.same-dropout', 'warning', { customers: total })
    : optimum.ended === 'exhausted'
      ? reason('clv.fit.not-converged', 'warning', { evaluations: optimum.evaluations })
      : reason('clv.fit.unidentified', 'warning', { customers: total, distinct: figures.fit.distinct })
  throw new FitError(kind, verdict, { ...model, warnings: [verdict] })
}

const RESTARTS = [
  [-0.7, 0.7, 0.3],
  [1, 2, -0.3],
  [-2, -1, 0.5],
]

function tally(contracts: Contracts): Tally {
  const left = new Map<number, number>()
  const stayed = new Map<number, number>()
  let total = 0
  const add = (map: Map<number, number>, t: number, w: number): void => {
    if (w > 0) map.set(t, (map.get(t) ?? 0) + w)
  }
  const cohort = (survivors: readonly number[], at: number): void => {
    if (survivors.length === 0) return
    survivors.forEach((count, t) => {
      if (!(count >= 0 && count < Number.POSITIVE_INFINITY) || (t > 0 && count > survivors[t - 1]))
        throw new UsageError('clv.contract.survivors', { cohort: at, renewal: t, count })
      if (t > 0) add(left, t, survivors[t - 1] - count)
    })
    add(stayed, survivors.length - 1, survivors[survivors.length - 1])
    total += survivors[0]
  }
  if (contracts.length === 0) return { left, stayed, total }
  if (typeof contracts[0] === 'number') cohort(contracts as readonly number[], 0)
  else if (Array.isArray(contracts[0])) (contracts as readonly (readonly number[])[]).forEach(cohort)
  else
    (contracts as readonly Contract[]).forEach(({ renewals, churned, weight = 1 }, row) => {
      if (!(Number.isInteger(renewals) && renewals >= (churned ? 1 : 0) && weight >= 0 && weight < Number.POSITIVE_INFINITY))
        throw new UsageError('clv.contract.row', { row, renewals })
      add(churned ? left : stayed, renewals, weight)
      total += weight
    })
  return { left, stayed, total }
}

function byTime(a: readonly [number, number], b: readonly [number, number]): number {
  return a[0] - b[0]
}

function sumOf(entries: readonly (readonly [number, number])[], of: (t: number) => number): number {
  return entries.reduce((sum, [t, w]) => sum + w * of(t), 0)
}
