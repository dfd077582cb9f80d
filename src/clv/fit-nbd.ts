/** Fits BG/NBD, MBG/NBD and Pareto/NBD: one driver for three likelihoods, with covariates, weights and coded outcomes. */

import { FitError, UsageError } from '../core/errors.js'
import { maximize, type Optimum } from '../core/math/newton.js'
import { thin } from '../core/math/thin.js'
import { type Reason, reason } from '../core/reason.js'
import { type Distinct, distinctHistories, picked, pickedRanks } from './distinct-histories.js'
import { estimate, UNKNOWN } from './estimate.js'
import { type Histories, historyTable } from './history.js'
import type { FittedModel } from './model.js'
import type { NbdKernel, TableKernel } from './nbd.js'

/** Which columns of the table explain differences between customers. No intercept: the base parameters are those of a customer with zeros. */
export interface NbdCovariates {
  /** α_i = α exp(−γ · z_i): a positive coefficient buys more often. */
  readonly purchase?: readonly string[]
  /**
   * Leaving. Pareto/NBD: β_i = β exp(−γ · z_i). BG/NBD and MBG/NBD: a_i = a exp(γ_a · z_i), b_i = b exp(γ_b · z_i), with coefficients of their own for a
   * and b unless `dropoutShared`.
   */
  readonly dropout?: readonly string[]
  /** One coefficient for both a and b: the column changes how alike customers are in leaving, not how often they leave on average. Default false. */
  readonly dropoutShared?: boolean
  /** Columns whose purchase and dropout coefficients are held equal; they must be in both lists. */
  readonly equal?: readonly string[]
}

export interface FitNbdOptions {
  /** Name of the model in stores and reports. Default: its kind. */
  readonly id?: string
  readonly covariates?: NbdCovariates
  /** Ridge: `penalty` × Σ coefficient² is subtracted from the log-likelihood. Default 0. */
  readonly penalty?: number
}

/** A coefficient: which column, and with which sign it enters the log of each of the four parameters. */
export interface Coefficient {
  /** `purchase.<column>`, `dropout.<column>`, `a.<column>`, `b.<column>`, or `equal.<column>` */
  readonly name: string
  readonly column: string
  readonly effect: readonly [number, number, number, number]
}

/** What a fitted NBD-family model carries beside its parameters. */
export interface NbdModel<Kind extends string, Name extends string> extends FittedModel<Kind, Name> {
  /** Absent without covariates. */
  readonly coefficients?: readonly (Coefficient & { readonly value: number; readonly standardError: number | null })[]
}

/** The likelihood of one kind, its start, and what its borders mean. */
export interface NbdFamily<Kind extends string, Name extends string> {
  readonly kind: Kind
  readonly names: readonly [Name, Name, Name, Name]
  readonly kernel: NbdKernel
  /** Signs with which a dropout column enters ln p₂ and ln p₃. */
  readonly dropout: readonly (readonly [suffix: string, effect: readonly [number, number]])[]
  readonly start: (figures: { readonly repeats: number; readonly ages: number; readonly oldest: number }) => readonly number[]
  /** The chance, or the rate per the mean age, at which customers leave at these parameters: below `1e-4` the data show no dropout. */
  readonly leaving: (params: readonly number[], meanAge: number) => number
  /** What should be said about these data under this model. */
  readonly notice?: (data: Distinct) => readonly Reason[]
}

/**
 * The maximum-likelihood estimate, by damped Newton steps on log-parameters.
 * @throws FitError with the best point as a model: `clv.data.empty`, `clv.data.no-repeat`, `clv.fit.no-dropout`, `clv.fit.same-rate`, `clv.fit.same-dropout`, `clv.fit.unidentified`, `clv.fit.not-converged`
 */
export function fitNbd<Kind extends string, Name extends string>(
  family: NbdFamily<Kind, Name>,
  subject: Histories,
  options: FitNbdOptions,
): NbdModel<Kind, Name> {
  const table = historyTable(subject)
  const coefficients = coefficientsOf(family, options.covariates)
  const columns = [...new Set(coefficients.map((coefficient) => coefficient.column))]
  for (const name of columns)
    if (!ArrayBuffer.isView(table.columns[name])) throw new UsageError('clv.covariate.not-a-number-column', { column: name })
  const data = distinctHistories(table, columns)
  const [frequency, , age] = data.columns
  const repeats = weighted(data, frequency)
  const ages = weighted(data, age)
  if (data.length === 0) throw new FitError(family.kind, reason('clv.data.empty', 'refused', { rows: table.length }))
  if (repeats === 0) throw new FitError(family.kind, reason('clv.data.no-repeat', 'refused', { customers: data.total }))
  const size = 4 + coefficients.length
  const objective = (rows: Distinct): Evaluate =>
    coefficients.length === 0
      ? plainObjective(family.kernel, rows)
      : covariateObjective(family.kernel, rows, coefficients, columns, options.penalty ?? 0)
  const evaluate = objective(data)
  const oldest = data.levels[2][data.levels[2].length - 1]
  const start = new Float64Array(size)
  family.start({ repeats: repeats / data.total, ages: ages / data.total, oldest }).forEach((value, i) => {
    start[i] = Math.log(value)
  })
  if (data.length > MANY_ROWS) {
    // a table this large is first fitted to a sample of it: half the steps remain
    const sample = maximize({ size, evaluate: objective(sampleOf(data)) }, start)
    if (sample.ended === 'converged') start.set(sample.point)
  }
  let best = maximize({ size, evaluate }, start)
  if (best.ended !== 'converged') {
    // another basin before a verdict: more even customers, and quicker leaving
    // a runaway is nearly always what the data say; one other start is enough to doubt it
    for (const shift of best.ended === 'runaway' ? RESTARTS.slice(0, 1) : RESTARTS) {
      const other = maximize(
        { size, evaluate },
        start.map((value, i) => value + (shift[i] ?? 0)),
      )
      if (other.ended === 'converged' || other.value > best.value + 1e-9) best = other
      if (best.ended === 'converged') break
    }
  }
  return finish(family, data, table.period ?? null, coefficients, best, options.id ?? family.kind, ages / data.total)
}

const MANY_ROWS = 1500

/** An eighth, which costs an eighth. */
function sampleOf(data: Distinct): Distinct {
  const { rows, weights } = thin(data.weights, data.total, Math.min(8192, data.length >> 3))
  return {
    ...data,
    length: rows.length,
    columns: data.columns.map((column) => picked(column, rows)),
    ranks: data.ranks.map((ranks) => pickedRanks(ranks, rows)),
    weights,
  }
}

const RESTARTS = [
  [1.5, 1.5, 0, 0],
  [0, 0, 1.5, 1.5],
  [-1.5, -1.5, -1.5, -1.5],
]

function finish<Kind extends string, Name extends string>(
  family: NbdFamily<Kind, Name>,
  data: Distinct,
  period: string | null,
  coefficients: readonly Coefficient[],
  optimum: Optimum,
  id: string,
  meanAge: number,
): NbdModel<Kind, Name> {
  const { point } = optimum
  const { params, standardErrors, covariance, fit, logErrors, known } = estimate(family.names, point.length, optimum, data)
  const errors = logErrors.slice(4)
  const model: NbdModel<Kind, Name> = {
    kind: family.kind,
    format: 1,
    id,
    period,
    params,
    standardErrors,
    covariance,
    ...(coefficients.length > 0
      ? {
          coefficients: coefficients.map((coefficient, k) => ({
            ...coefficient,
            value: point[4 + k],
            standardError: errors[k] < UNKNOWN ? errors[k] : null,
          })),
        }
      : {}),
    fit,
    warnings: [...data.issues, ...fewOf(data), ...(family.notice?.(data) ?? [])],
  }
  if (known) return model
  const verdict = borderOf(family, model, logErrors, optimum.ended, meanAge)
  throw new FitError(family.kind, verdict, { ...model, warnings: [...model.warnings, verdict] })
}

/** Below these a fit is possible, and its figures of single customers are guesses. */
export const FEW_CUSTOMERS = 100
export const FEW_RETURNED = 30

function fewOf({ columns, weights, length, total }: Distinct): readonly Reason[] {
  let returned = 0
  for (let i = 0; i < length; i++) if (columns[0][i] > 0) returned += weights[i]
  if (total >= FEW_CUSTOMERS && returned >= FEW_RETURNED) return []
  return [reason('clv.fit.few', 'warning', { customers: total, returned, needed: FEW_CUSTOMERS, neededReturned: FEW_RETURNED })]
}

/** What a runaway or flat direction means for the user. */
function borderOf<Kind extends string, Name extends string>(
  family: NbdFamily<Kind, Name>,
  model: NbdModel<Kind, Name>,
  logErrors: readonly number[],
  ended: Optimum['ended'],
  meanAge: number,
): Reason {
  const values = family.names.map((name) => model.params[name])
  const [p0, , p2, p3] = values
  if (family.leaving(values, meanAge) < 1e-4) return reason('clv.fit.no-dropout', 'warning', { customers: model.fit.customers })
  if (p0 > LARGE && !(logErrors[0] < UNKNOWN)) return reason('clv.fit.same-rate', 'warning', { customers: model.fit.customers })
  if (Math.max(p2, p3) > LARGE && !(logErrors[2] < UNKNOWN && logErrors[3] < UNKNOWN))
    return reason('clv.fit.same-dropout', 'warning', { customers: model.fit.customers })
  if (ended === 'exhausted') return reason('clv.fit.not-converged', 'warning', { evaluations: model.fit.evaluations })
  return reason('clv.fit.unidentified', 'warning', { customers: model.fit.customers, distinct: model.fit.distinct })
}

const LARGE = 1e3

function weighted(data: Distinct, column: Float64Array): number {
  let total = 0
  for (let i = 0; i < data.length; i++) total += data.weights[i] * column[i]
  return total
}

type Evaluate = (point: Float64Array, gradient: Float64Array, hessian: Float64Array) => number

/** Same parameters for all: sums of natural derivatives, turned into those of logs once; terms of the count alone once per distinct count. */
function plainObjective(kernel: NbdKernel, data: Distinct): Evaluate {
  const { length, weights } = data
  const [counts] = data.levels
  const countWeights = new Float64Array(counts.length)
  for (let i = 0; i < length; i++) countWeights[data.ranks[0][i]] += weights[i]
  const table = kernel.table?.(data) ?? eachRow(kernel, data)
  const sums = new Float64Array(14)
  const p = new Float64Array(8)
  return (point, gradient, hessian) => {
    logsAndNaturals(point, p)
    sums.fill(0)
    const value = table(p, sums) + countTerms(kernel, p, counts, countWeights, sums)
    ofLogs(p, sums, gradient, hessian)
    return value
  }
}

function logsAndNaturals(point: Float64Array, p: Float64Array): void {
  for (let k = 0; k < 4; k++) {
    p[k] = Math.exp(point[k])
    p[4 + k] = point[k]
  }
}

function countTerms({ count }: NbdKernel, p: Float64Array, counts: Float64Array, weights: Float64Array, sums: Float64Array): number {
  let value = 0
  for (let i = 0; i < counts.length; i++) if (weights[i] > 0) value += weights[i] * count(p, counts[i], weights[i], sums)
  return value
}

/** Derivatives in the logs of the parameters, from those in the parameters. */
function ofLogs(p: Float64Array, sums: Float64Array, gradient: Float64Array, hessian: Float64Array): void {
  for (let i = 0, k = 4; i < 4; i++) {
    gradient[i] = sums[i] * p[i]
    for (let j = i; j < 4; j++, k++) {
      const h = sums[k] * p[i] * p[j] + (i === j ? gradient[i] : 0)
      hessian[i * 4 + j] = h
      hessian[j * 4 + i] = h
    }
  }
}

function eachRow({ row }: NbdKernel, { length, weights, columns: [frequency, recency, age] }: Distinct): ReturnType<TableKernel> {
  return (p, sums) => {
    let value = 0
    let lost = 0
    for (let i = 0; i < length; i++) {
      const w = weights[i]
      const term = w * row(p, frequency[i], recency[i], age[i], w, sums)
      const next = value + term
      lost += Math.abs(value) >= Math.abs(term) ? value - next + term : term - next + value
      value = next
    }
    return value + lost
  }
}

/** Parameters of their own for each history: ln p_k = θ_k + Σ effect · coefficient · z, linear in θ, so derivatives carry over by that linear map. */
function covariateObjective(
  kernel: NbdKernel,
  data: Distinct,
  coefficients: readonly Coefficient[],
  columns: readonly string[],
  penalty: number,
): Evaluate {
  const { length, weights } = data
  const [frequency, recency, age, ...z] = data.columns
  const size = 4 + coefficients.length
  const source = coefficients.map((coefficient) => z[columns.indexOf(coefficient.column)])
  const out = new Float64Array(14)
  const p = new Float64Array(8)
  // rows of the linear map: how θ enters ln p_k for this history
  const map = [0, 1, 2, 3].map((k) => Float64Array.from({ length: size }, (_, i) => (i === k ? 1 : 0)))
  return (point, gradient, hessian) => {
    gradient.fill(0)
    hessian.fill(0)
    let value = 0
    for (let i = 0; i < length; i++) {
      for (let k = 0; k < 4; k++) {
        let log = point[k]
        for (let c = 0; c < coefficients.length; c++) {
          const entry = coefficients[c].effect[k] * source[c][i]
          map[k][4 + c] = entry
          log += entry * point[4 + c]
        }
        p[k] = Math.exp(log)
        p[4 + k] = log
      }
      const w = weights[i]
      out.fill(0)
      value += w * (kernel.row(p, frequency[i], recency[i], age[i], 1, out) + kernel.count(p, frequency[i], 1, out))
      for (let k = 0, at = 4; k < 4; k++) {
        const g = out[k] * p[k]
        for (let u = 0; u < size; u++) gradient[u] += w * g * map[k][u]
        for (let l = k; l < 4; l++, at++) {
          const h = w * (out[at] * p[k] * p[l] + (k === l ? g : 0))
          if (h === 0) continue
          for (let u = 0; u < size; u++) {
            for (let v = 0; v < size; v++) {
              hessian[u * size + v] += h * map[k][u] * map[l][v]
              if (k !== l) hessian[u * size + v] += h * map[l][u] * map[k][v]
            }
          }
        }
      }
    }
    for (let c = 4; c < size; c++) {
      value -= penalty * point[c] * point[c]
      gradient[c] -= 2 * penalty * point[c]
      hessian[c * size + c] -= 2 * penalty
    }
    return value
  }
}

function coefficientsOf<Kind extends string, Name extends string>(
  family: NbdFamily<Kind, Name>,
  covariates: NbdCovariates | undefined,
): readonly Coefficient[] {
  if (covariates === undefined) return []
  const { purchase = [], dropout = [], dropoutShared = false, equal = [] } = covariates
  for (const column of equal)
    if (!purchase.includes(column) || !dropout.includes(column)) throw new UsageError('clv.covariate.equal-needs-both', { column })
  const sides = dropoutShared || equal.length > 0 ? sharedSide(family.dropout) : family.dropout
  const out: Coefficient[] = []
  for (const column of purchase) {
    if (equal.includes(column)) {
      const [, [e2, e3]] = sharedSide(family.dropout)[0]
      out.push({ name: `equal.${column}`, column, effect: [0, -1, e2, e3] })
    } else out.push({ name: `purchase.${column}`, column, effect: [0, -1, 0, 0] })
  }
  for (const [suffix, [e2, e3]] of sides)
    for (const column of dropout) if (!equal.includes(column)) out.push({ name: `${suffix}.${column}`, column, effect: [0, 0, e2, e3] })
  return out
}

function sharedSide(dropout: NbdFamily<string, string>['dropout']): NbdFamily<string, string>['dropout'] {
  if (dropout.length === 1) return dropout
  return [['dropout', [dropout.reduce((sum, [, [e2]]) => sum + e2, 0), dropout.reduce((sum, [, [, e3]]) => sum + e3, 0)]]]
}
