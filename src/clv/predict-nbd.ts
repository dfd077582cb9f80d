/** Predictions from a fitted purchase model: table in, table out; row in, row out. */

import { UsageError } from '../core/errors.js'
import { normalQuantile } from '../core/math/normal.js'
import { type Reason, reason } from '../core/reason.js'
import type { NumberColumn } from '../core/table.js'
import type { Length } from '../core/time/length.js'
import type { NbdModel } from './fit-nbd.js'
import type { Future } from './future.js'
import type { HistoryRow, HistoryTable } from './history.js'
import { periodsOf, ratePerPeriod } from './periods.js'

export interface PredictPurchasesOptions {
  /** How far ahead: periods of the model, or a length. Adds `expectedPurchases` and `pAny`. */
  readonly horizon?: number | Length
  /** Effective annual discount, `'0.10'`. Adds `discountedPurchases`, over an infinite horizon. Needs a model with a period. */
  readonly annualDiscount?: number | string
  /** Or the continuous rate per period itself (BG/BB: the rate per opportunity). */
  readonly discountRate?: number
  /** Confidence of the intervals, e.g. 0.8: adds `…Low` and `…High`, what the uncertainty of the parameters makes of each figure (delta method). */
  readonly interval?: number
}

/** NaN in a column (absent in a row) for prospects and for impossible histories. */
export type PurchaseColumns = {
  /** P(still a customer) at asOf. */
  readonly pAlive: Float64Array
  /** Expected purchases within the horizon. */
  readonly expectedPurchases?: Float64Array
  /** P(any purchase within the horizon): the better ranking of who is at risk. */
  readonly pAny?: Float64Array
  /** Expected purchases over all time, discounted (DERT). */
  readonly discountedPurchases?: Float64Array
  readonly pAliveLow?: Float64Array
  readonly pAliveHigh?: Float64Array
  readonly expectedPurchasesLow?: Float64Array
  readonly expectedPurchasesHigh?: Float64Array
  readonly pAnyLow?: Float64Array
  readonly pAnyHigh?: Float64Array
  readonly discountedPurchasesLow?: Float64Array
  readonly discountedPurchasesHigh?: Float64Array
}

export interface PurchasePrediction {
  readonly kind: 'purchaseprediction'
  readonly format: 1
  readonly model: { readonly kind: string; readonly id: string }
  readonly length: number
  readonly columns: PurchaseColumns
  readonly issues: readonly Reason[]
}

export type PurchaseRow = { readonly [K in keyof PurchaseColumns]?: number }

type Quantity = 'pAlive' | 'expectedPurchases' | 'pAny' | 'discountedPurchases'

export function predictNbd<P>(
  future: Future<P>,
  model: NbdModel<string, keyof P & string>,
  subject: HistoryTable,
  options: PredictPurchasesOptions,
): PurchasePrediction {
  const quantities = quantitiesOf(future, model, options)
  const n = subject.length
  const columns: Record<string, Float64Array> = {}
  const make = (name: string): void => {
    columns[name] = new Float64Array(n).fill(Number.NaN)
  }
  for (const { name } of quantities) make(name)
  const spread = options.interval === undefined ? undefined : spreadOf(model, options.interval)
  if (spread)
    for (const { name } of quantities) {
      make(`${name}Low`)
      make(`${name}High`)
    }
  const { frequency, recency, age } = subject.columns
  const base = model.params as unknown as P
  const covariates = (model.coefficients ?? []).length > 0
  const outputs = quantities.map((quantity) => columns[quantity.name])
  // Of the figures only P(alive) depends on tx: the rest is remembered per (x, T)
  const stride = 2 + quantities.length
  const slots = covariates ? 1 : Math.min(CACHE, 2 ** Math.ceil(Math.log2(2 * n + 1)))
  const memory = new Float64Array(stride * slots).fill(Number.NaN)
  let invalid = 0
  let first = 0
  for (let i = 0; i < n; i++) {
    const x = frequency[i]
    const tx = recency[i]
    const T = age[i]
    if (!(x >= 0 && tx >= 0 && tx <= T && x + T < Number.POSITIVE_INFINITY && (x > 0 || tx === 0))) {
      if (!Number.isNaN(x) && invalid++ === 0) first = i + 1
      continue
    }
    const params = covariates ? paramsAt(future, model, subject, i) : base
    const slot = stride * (slotOf(x, T) & (slots - 1))
    if (covariates || memory[slot] !== x || memory[slot + 1] !== T) {
      const posterior = future.posterior(params, x, T)
      memory[slot] = x
      memory[slot + 1] = T
      for (let k = 0; k < quantities.length; k++) memory[slot + 2 + k] = quantities[k].ofAlive(posterior)
    }
    const alive = future.pAlive(params, x, tx, T)
    // 0 · ∞ is 0 here: nobody is left to buy
    for (let k = 0; k < outputs.length; k++) outputs[k][i] = alive === 0 ? 0 : alive * memory[slot + 2 + k]
    if (spread) intervals(future, model, subject, quantities, spread, columns, i, x, tx, T)
  }
  const issues = invalid > 0 ? [reason('clv.history.invalid', 'warning', { rows: invalid, first })] : []
  return {
    kind: 'purchaseprediction',
    format: 1,
    model: { kind: model.kind, id: model.id },
    length: n,
    columns: columns as unknown as PurchaseColumns,
    issues,
  }
}

/** One customer, as a record without the figures that are missing. */
export function predictNbdRow<P>(
  future: Future<P>,
  model: NbdModel<string, keyof P & string>,
  customer: HistoryRow,
  options: PredictPurchasesOptions,
): PurchaseRow {
  const columns: Record<string, Float64Array> = {}
  for (const key of Object.keys(customer)) if (typeof customer[key] === 'number') columns[key] = Float64Array.of(customer[key] as number)
  const table = predictNbd(future, model, { length: 1, columns: columns as unknown as HistoryTable['columns'] }, options)
  const out: Record<string, number> = {}
  for (const [key, column] of Object.entries(table.columns)) if (!Number.isNaN(column[0])) out[key] = column[0]
  return out
}

interface QuantityOf<P> {
  readonly name: Quantity
  /** Of a living customer with the posterior parameters; the prediction is P(alive) times it. */
  readonly ofAlive: (posterior: P) => number
  /** `logit` for probabilities, `log` for expectations: intervals stay inside their range. */
  readonly scale: 'logit' | 'log'
}

function quantitiesOf<P>(future: Future<P>, model: NbdModel<string, keyof P & string>, options: PredictPurchasesOptions): QuantityOf<P>[] {
  const out: QuantityOf<P>[] = [{ name: 'pAlive', ofAlive: () => 1, scale: 'logit' }]
  if (options.horizon !== undefined) {
    const t = periodsOf(options.horizon, model.period)
    out.push(
      { name: 'expectedPurchases', ofAlive: (p) => future.expectedPurchasesAlive(p, t), scale: 'log' },
      { name: 'pAny', ofAlive: (p) => future.anyPurchaseAlive(p, t), scale: 'logit' },
    )
  }
  const rate =
    options.discountRate ?? (options.annualDiscount === undefined ? undefined : ratePerPeriod(options.annualDiscount, model.period))
  if (rate !== undefined) {
    if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY)) throw new UsageError('clv.discount.invalid', { discount: rate })
    out.push({ name: 'discountedPurchases', ofAlive: (p) => future.discountedPurchasesAlive(p, rate), scale: 'log' })
  }
  return out
}

/** Entries of a direct-mapped memory of (x, T) → value: bases counted in days have a few thousand distinct pairs, others lose only the look-up. */
const CACHE = 1 << 13

/** A number of 16 bits that spreads well. */
function slotOf(x: number, T: number): number {
  bits[0] = T
  return (Math.imul(halves[0] ^ Math.imul(x, 0x9e3779b1), 0x85ebca6b) ^ Math.imul(halves[1], 0xc2b2ae35)) >>> 16
}

const bits = /* @__PURE__ */ new Float64Array(1)
const halves = /* @__PURE__ */ new Int32Array(bits.buffer)

/** The parameters of the customer in row i: the base ones, moved by the coefficients. */
function paramsAt<P>(
  future: Future<P>,
  model: NbdModel<string, keyof P & string>,
  subject: HistoryTable,
  i: number,
  theta?: Float64Array,
): P {
  const out: Record<string, number> = {}
  future.names.forEach((name, k) => {
    out[name] = theta ? Math.exp(theta[k]) : model.params[name]
  })
  ;(model.coefficients ?? []).forEach(({ column, effect, value }, c) => {
    const z = subject.columns[column] as NumberColumn | undefined
    if (z === undefined) throw new UsageError('clv.covariate.missing', { column })
    const coefficient = theta ? theta[4 + c] : value
    future.names.forEach((name, k) => {
      if (effect[k] !== 0) out[name] *= Math.exp(effect[k] * coefficient * z[i])
    })
  })
  return out as unknown as P
}

interface Spread {
  /** log-parameters, then coefficients */
  readonly theta: Float64Array
  readonly covariance: readonly (readonly number[])[]
  readonly z: number
}

function spreadOf(model: NbdModel<string, string>, interval: number): Spread | undefined {
  if (!(interval > 0 && interval < 1)) throw new UsageError('clv.interval.invalid', { interval })
  const { covariance } = model
  if (covariance === null) return undefined
  const natural = Object.values(model.params)
  const coefficients = (model.coefficients ?? []).map(({ value }) => value)
  const theta = Float64Array.from([...natural.map(Math.log), ...coefficients])
  const scale = [...natural, ...coefficients.map(() => 1)]
  return {
    theta,
    covariance: covariance.map((row, i) => row.map((value, j) => value / (scale[i] * scale[j]))),
    z: normalQuantile(0.5 + interval / 2),
  }
}

/** Delta method on the logit (probabilities) or log (expectations) scale, with central differences in the log-parameters. */
function intervals<P>(
  future: Future<P>,
  model: NbdModel<string, keyof P & string>,
  subject: HistoryTable,
  quantities: readonly QuantityOf<P>[],
  { theta, covariance, z }: Spread,
  columns: Readonly<Record<string, Float64Array>>,
  i: number,
  x: number,
  tx: number,
  T: number,
): void {
  const size = theta.length
  const slopes = quantities.map(() => new Float64Array(size))
  for (let k = 0; k < size; k++) {
    for (const side of [1, -1]) {
      const moved = theta.slice()
      moved[k] += side * STEP
      const params = paramsAt(future, model, subject, i, moved)
      const alive = future.pAlive(params, x, tx, T)
      const posterior = future.posterior(params, x, T)
      quantities.forEach((quantity, q) => {
        slopes[q][k] += (side * onScale(quantity.scale, alive * quantity.ofAlive(posterior))) / (2 * STEP)
      })
    }
  }
  quantities.forEach(({ name, scale }, q) => {
    let variance = 0
    for (let k = 0; k < size; k++) for (let l = 0; l < size; l++) variance += slopes[q][k] * covariance[k][l] * slopes[q][l]
    const centre = columns[name][i]
    const width = z * Math.sqrt(Math.max(0, variance))
    const middle = onScale(scale, centre)
    const certain = !Number.isFinite(middle) || !Number.isFinite(width) // P(alive) = 1 for one-time buyers under BG/NBD, whatever the parameters
    columns[`${name}Low`][i] = certain ? centre : offScale(scale, middle - width)
    columns[`${name}High`][i] = certain ? centre : offScale(scale, middle + width)
  })
}

/** Central differences in a log: error about STEP² = 1e-8 of the slope. */
const STEP = 1e-4

function onScale(scale: 'logit' | 'log', value: number): number {
  return Math.log(value) - (scale === 'log' ? 0 : Math.log1p(-value))
}

function offScale(scale: 'logit' | 'log', value: number): number {
  return scale === 'log' ? Math.exp(value) : 1 / (1 + Math.exp(-value))
}
