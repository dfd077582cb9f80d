/** More than a mean: how many purchases with which chance, and when the next one comes. */

import { UsageError } from '../core/errors.js'
import { bracketUp, findRoot } from '../core/math/root.js'
import type { Length } from '../core/time/length.js'
import type { Future } from './future.js'
import { futureOf, type PurchaseModel, pmfOf } from './futures.js'
import type { HistoryRow } from './history.js'
import { periodsOf } from './periods.js'

/** Cuts the list where what is left is below this. */
const TAIL = 1e-12
const LONGEST = 100_000

/** A customer's posterior: the chance to be alive and the parameters if so. A row without a frequency is a new customer, right after the first purchase. */
function customerOf(model: PurchaseModel, customer: HistoryRow | undefined): { future: Future<object>; alive: number; params: object } {
  const future = futureOf(model)
  if (customer === undefined) return { future, ...future.newcomer(baseOf(model, undefined)) }
  const { frequency: x, recency: tx, age: T } = customer
  if (!(x >= 0 && tx >= 0 && tx <= T && T < Number.POSITIVE_INFINITY))
    throw new UsageError('clv.history.invalid', { frequency: x, recency: tx, age: T })
  const base = baseOf(model, customer)
  return { future, alive: future.pAlive(base, x, tx, T), params: future.posterior(base, x, T) }
}

/** The customer's own parameters: moved by covariates if the model has any. */
function baseOf(model: PurchaseModel, customer: HistoryRow | undefined): object {
  const out: Record<string, number> = { ...model.params }
  const names = Object.keys(model.params)
  for (const { column, effect, value } of model.coefficients ?? []) {
    const z = (customer?.[column] as number | undefined) ?? 0
    names.forEach((name, k) => {
      if (effect[k] !== 0) out[name] *= Math.exp(effect[k] * value * z)
    })
  }
  return out
}

/**
 * The chances of 0, 1, 2, … purchases within a horizon: `p[n]`. Ends where less than 1e-12 is left, or at `max`.
 *
 * @param customer a history; undefined for a new customer (BG/BB: the horizon is a number of opportunities)
 * @returns `[1]` for a horizon of 0; sums to 1 within 1e-10 unless cut at `max`
 */
export function purchaseChances(
  model: PurchaseModel,
  customer: HistoryRow | undefined,
  options: { readonly horizon: number | Length; readonly max?: number },
): readonly number[] {
  const { alive, params } = customerOf(model, customer)
  const pmf = pmfOf(model)
  const t = periodsOf(options.horizon, model.period)
  if (t === 0) return [1]
  const max = Math.min(options.max ?? LONGEST, model.kind === 'bgbb' ? t : LONGEST)
  const out: number[] = []
  let total = 0
  for (let n = 0; n <= max; n++) {
    const p = alive * pmf(params, t, n) + (n === 0 ? 1 - alive : 0)
    out.push(p)
    total += p
    if (1 - total < TAIL || (1 - total < 1e-9 && p < TAIL)) break
  }
  return out
}

/** The smallest n such that at most n purchases have at least the chance `p`: the borders of an interval for the count itself. */
export function purchaseQuantile(chances: readonly number[], p: number): number {
  let total = 0
  for (let n = 0; n < chances.length; n++) {
    total += chances[n]
    if (total >= p - 1e-15) return n
  }
  return chances.length - 1
}

export interface NextPurchase {
  /** P(ever buys again): P(alive) under the models in which leaving follows a purchase; smaller under Pareto/NBD. */
  readonly pEver: number
  /** Periods from asOf by which the next purchase has come with the chance `p`; null where it never reaches `p`. */
  readonly within: (p: number) => number | null
  /** P(no purchase within t periods). */
  readonly pNone: (t: number) => number
}

/**
 * When the next purchase comes. Not for BG/BB, whose opportunities are discrete: there use `purchaseChances`.
 * @throws UsageError `clv.model.discrete` for a BG/BB model
 */
export function nextPurchase(model: PurchaseModel, customer: HistoryRow | undefined): NextPurchase {
  if (model.kind === 'bgbb') throw new UsageError('clv.model.discrete', { kind: model.kind })
  const { future, alive, params } = customerOf(model, customer)
  const some = (t: number): number => (t > 0 ? alive * future.anyPurchaseAlive(params, t) : 0)
  const pEver = some(FAR)
  return {
    pEver,
    pNone: (t) => 1 - some(t),
    within: (p) => {
      if (!(p > 0)) return 0
      if (p >= pEver) return null
      const ends = bracketUp((t) => some(t) - p, NEAR)
      return ends === undefined ? null : ends[0] === NEAR && some(NEAR) >= p ? NEAR : findRoot((t) => some(t) - p, ends[0], ends[1], 1e-12)
    },
  }
}

/** In periods: beyond any history, and before any clock. */
const FAR = 1e15
const NEAR = 1e-9
