/** A measure: one number about one customer, a pure function of their facts and a day. */

import type { Condition } from '../language/condition.js'
import type { Value } from '../language/value.js'
import type { Unit } from '../time/length.js'
import type { Window } from '../time/window.js'

/**
 * - `sum`, `count`, `distinct`, `mean`, `min`, `max` over the facts in the window; `latest` is the newest one's value
 * - `ratio` is Σ `value` / Σ `by`
 * - `streak` is how many windows in a row, up to the running one, come to `least`; the running one counts once it does, and breaks nothing before
 * - `{ mean: 'month' }` divides the sum by the calendar units of the window, so that a month without a fact counts as 0
 */
export type Aggregate =
  | 'sum'
  | 'count'
  | 'distinct'
  | 'latest'
  | 'mean'
  | 'min'
  | 'max'
  | 'ratio'
  | 'streak'
  | {
      /** The sum divided by the calendar units of the window. */
      readonly mean: Unit
    }

export interface Measure {
  /** The fact types it reads. */
  readonly from: string | readonly string[]
  /** Only facts that meet this count. */
  readonly where?: Condition
  /** What is added up, compared or counted; default `amount` (major units). `count` needs none, nor does a `streak` of facts; `distinct` reads it as text. A fact without the value is skipped. */
  readonly value?: Value
  /** The divisor of a `ratio`. */
  readonly by?: Value
  /** What each window of a `streak` must come to: so many facts, or so much of `value`; default 1. */
  readonly least?: string | number
  /** What is made of their values. */
  readonly aggregate: Aggregate
  /** Default `lifetime`. A `streak` counts windows of this kind, one after the other: `fixed` or `anchored` ones. */
  readonly window?: Window
  /** The most it can be: a score that counts visits up to ten. */
  readonly cap?: string | number
  /** What it is when no fact counts: a number, or absent. Default 0 for `sum`, `count`, `distinct` and `streak`, absent for the others. */
  readonly empty?: string | number | 'absent'
}

/** It counts facts: each is one, whatever its amount. */
export function countsFacts({ aggregate, value }: Pick<Measure, 'aggregate' | 'value'>): boolean {
  return aggregate === 'count' || aggregate === 'distinct' || (aggregate === 'streak' && value === undefined)
}

/** A streak needs windows that follow one another, and only a streak has a `least`. */
export function streakProblem({ aggregate, window, least }: Measure): 'window' | 'least' | undefined {
  if (aggregate !== 'streak') return least === undefined ? undefined : 'least'
  return typeof window === 'object' && !('rolling' in window) && (window.shift ?? 0) === 0 ? undefined : 'window'
}
