/** Item to item: what is bought together and what is bought next, with enough behind every pair to say so aloud. */

import { FitError, UsageError } from '../core/errors.js'
import { deepFreeze } from '../core/freeze.js'
import { wilson } from '../core/math/normal.js'
import { type Reason, reason } from '../core/reason.js'
import { failure, type Result, success } from '../core/result.js'
import type { AsOf } from '../core/time/as-of.js'
import type { Facts } from '../facts/facts.js'
import type { CountBy } from '../facts/summary.js'
import { choicesOf } from './choices.js'
import { countRelated } from './count-related.js'
import type { PairCounts } from './pairs.js'
import { dimensionName, preferenceOptions } from './preference.js'
import { discoveryThreshold, togetherByChance } from './significance.js'

export interface FitRelatedOptions {
  /** Facts before it count. */
  readonly asOf: AsOf
  /** Default `'product'`. */
  readonly of?: 'product' | 'category' | { readonly attribute: string }
  /** What one basket is: an order, all of a customer's day (default), week or month — or all they ever bought ("customers who bought this also bought"). */
  readonly basket?: CountBy | 'customer'
  /** Fact types that are purchases. Default `['purchase']`. */
  readonly purchases?: readonly string[]
  /** No pair rests on fewer customers. Default 5; it also keeps one household's habits out of everybody's recommendations. */
  readonly minCustomers?: number
  /** At most this share of the pairs found is there by chance, on average. Default 0.05. */
  readonly maxFalse?: number
  /** Pairs kept per item and kind. Default 20. */
  readonly perItem?: number
  /** Larger baskets (a wholesaler's) say nothing about what belongs together and are left out of the pairs. Default 100 items. */
  readonly maxBasket?: number
  readonly id?: string
}

/** Pairs in columns, strongest first within each `from`. Codes into `items`. */
export interface RelatedPairs {
  readonly from: readonly number[]
  readonly to: readonly number[]
  /** Baskets with both; for `next`, steps from a basket with `from` to one with `to`. */
  readonly both: readonly number[]
  /** Different customers among them. */
  readonly customers: readonly number[]
  /** `togetherByChance`. */
  readonly pValue: readonly number[]
}

export interface RelatedModel {
  readonly kind: 'related'
  readonly format: 1
  readonly id: string
  readonly of: NonNullable<FitRelatedOptions['of']>
  /** Local day, `YYYY-MM-DD`. */
  readonly asOf: string
  readonly timeZone: string
  readonly basket: CountBy | 'customer'
  readonly purchases: readonly string[]
  /** In the order of ids. */
  readonly items: readonly string[]
  /** All baskets but the too large, and per item those that hold it. */
  readonly baskets: number
  readonly basketsWith: readonly number[]
  /** Steps from one basket to the customer's next, and per item those out of it and into it. */
  readonly steps: number
  readonly stepsFrom: readonly number[]
  readonly stepsTo: readonly number[]
  /** Bought with: both directions are listed. */
  readonly with: RelatedPairs
  /** Bought next; an item after itself is bought again. */
  readonly next: RelatedPairs
  readonly provenance: {
    readonly customers: number
    /** Left out for their size. */
    readonly largeBaskets: number
    /** Pairs that could have been found: of items with `minCustomers` customers each. */
    readonly testedWith: number
    readonly testedNext: number
    /** Largest p-value that counted as found; −1 where none did. */
    readonly thresholdWith: number
    readonly thresholdNext: number
  }
  readonly findings: readonly Reason[]
}

/**
 * Counts which items are bought together and which one after the other, and keeps the pairs that are no coincidence.
 *
 *   support(a, b)    = n_ab / N               share of baskets with both
 *   confidence(a→b)  = n_ab / n_a             share of the baskets with a that have b too
 *   lift(a→b)        = confidence · N / n_b   how many times as often as in any basket
 *
 * For `bought next`, N counts steps from one basket to the customer's next, n_a those out of a basket with a, n_b those into one with b.
 * A pair is kept when it has `minCustomers` customers, lift above 1, and a p-value of Fisher's exact test within the bound that
 * Benjamini and Hochberg give for `maxFalse` over all pairs of items that have `minCustomers` customers. The test takes baskets as independent;
 * where few customers make most baskets, `basket: 'customer'` counts each customer once.
 *
 * @throws FitError `affinity.choices.none` when no purchase before `asOf` names an item
 * @throws UsageError for options that cannot be meant
 * @source R. Agrawal, T. Imieliński & A. Swami (1993), SIGMOD, 207–216 (support, confidence); G. Linden, B. Smith & J. York (2003), IEEE Internet Computing 7(1), 76–80 (item to item)
 */
export function fitRelated(facts: Facts, options: FitRelatedOptions): RelatedModel {
  const result = safeFitRelated(facts, options)
  if (result.success) return result.data
  throw result.error
}

/** `fitRelated` that returns its failure instead of throwing it. */
export function safeFitRelated(facts: Facts, options: FitRelatedOptions): Result<RelatedModel, FitError> {
  const {
    of = 'product',
    basket = 'day',
    minCustomers = 5,
    maxFalse = 0.05,
    perItem = 20,
    maxBasket = 100,
    id = 'related',
    ...rest
  } = options
  for (const [name, value] of Object.entries({ minCustomers, perItem, maxBasket })) {
    if (!(Number.isInteger(value) && value >= 1)) throw new UsageError('tierwise.affinity.count', { name, value })
  }
  if (!(maxFalse > 0 && maxFalse <= 1)) throw new UsageError('tierwise.affinity.max-false', { maxFalse })
  const { moment, ...how } = preferenceOptions(facts, { ...rest, of, countBy: basket === 'customer' ? 'day' : basket }, 'related')
  const choices = choicesOf(facts, how, moment.before)
  if (choices.value.length === 0)
    return failure(new FitError('related', reason('affinity.choices.none', 'error', { of: dimensionName(of) })))

  const counted = countRelated(choices, basket === 'customer', minCustomers, maxBasket)
  const keep = { maxFalse, perItem }
  const frequent = counted.customersOf.filter((customers) => customers >= minCustomers).length
  const testedWith = (frequent * (frequent - 1)) / 2
  const testedNext = frequent * frequent
  const together = found(counted.together, counted.basketsWith, counted.basketsWith, counted.baskets, testedWith, keep, true)
  const next = found(counted.next, counted.stepsFrom, counted.stepsTo, counted.steps, testedNext, keep, false)
  const findings: Reason[] = []
  if (counted.largeBaskets > 0) findings.push(reason('affinity.baskets.too-large', 'info', { baskets: counted.largeBaskets, maxBasket }))
  if (together.pairs.from.length + next.pairs.from.length === 0)
    findings.push(reason('affinity.pairs.none', 'warning', { minCustomers, items: frequent }))
  return success(
    deepFreeze({
      kind: 'related',
      format: 1,
      id,
      of,
      asOf: how.asOf,
      timeZone: how.timeZone,
      basket,
      purchases: how.purchases,
      items: choices.values,
      baskets: counted.baskets,
      basketsWith: [...counted.basketsWith],
      steps: counted.steps,
      stepsFrom: [...counted.stepsFrom],
      stepsTo: [...counted.stepsTo],
      with: together.pairs,
      next: next.pairs,
      provenance: {
        customers: counted.customers,
        largeBaskets: counted.largeBaskets,
        testedWith,
        testedNext,
        thresholdWith: together.threshold,
        thresholdNext: next.threshold,
      },
      findings,
    }),
  )
}

interface Keep {
  readonly maxFalse: number
  readonly perItem: number
}

function found(
  pairs: PairCounts,
  withFrom: Int32Array,
  withTo: Int32Array,
  total: number,
  tests: number,
  keep: Keep,
  symmetric: boolean,
): { pairs: RelatedPairs; threshold: number } {
  const tested: number[] = []
  for (let i = 0; i < pairs.length; i++) {
    const expected = (withFrom[pairs.from[i]] * withTo[pairs.to[i]]) / total
    if (pairs.count[i] > expected) tested.push(i)
  }
  const pValue = tested.map((i) => togetherByChance(pairs.count[i], withFrom[pairs.from[i]], withTo[pairs.to[i]], total))
  const threshold = discoveryThreshold(pValue, tests, keep.maxFalse)
  const byFrom = new Map<number, Directed[]>()
  const add = (from: number, to: number, k: number): void => {
    const i = tested[k]
    const atLeast = liftAtLeast(pairs.count[i], withFrom[from], withTo[to], total)
    const pair = { from, to, i, pValue: pValue[k], atLeast }
    const known = byFrom.get(from)
    if (known) known.push(pair)
    else byFrom.set(from, [pair])
  }
  for (let k = 0; k < tested.length; k++) {
    if (pValue[k] > threshold) continue
    add(pairs.from[tested[k]], pairs.to[tested[k]], k)
    if (symmetric) add(pairs.to[tested[k]], pairs.from[tested[k]], k)
  }
  const kept = [...byFrom.keys()]
    .sort((a, b) => a - b)
    .flatMap((from) => (byFrom.get(from) as Directed[]).sort((a, b) => b.atLeast - a.atLeast || a.to - b.to).slice(0, keep.perItem))
  return {
    pairs: {
      from: kept.map((pair) => pair.from),
      to: kept.map((pair) => pair.to),
      both: kept.map((pair) => pairs.count[pair.i]),
      customers: kept.map((pair) => pairs.customers[pair.i]),
      pValue: kept.map((pair) => pair.pValue),
    },
    threshold,
  }
}

interface Directed {
  readonly from: number
  readonly to: number
  readonly i: number
  readonly pValue: number
  readonly atLeast: number
}

/**
 * The lift that can be vouched for: the lower end of Wilson's 95 % interval of the confidence, over the share of b. Ranking by it, three
 * lucky baskets do not pass three hundred.
 */
export function liftAtLeast(both: number, withFrom: number, withTo: number, total: number): number {
  return (wilson(both, withFrom, Z95).low * total) / withTo
}

const Z95 = 1.959963984540054
