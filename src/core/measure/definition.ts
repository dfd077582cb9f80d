/** A measure: one number about one customer, a pure function of their facts and a day. */

import type { Condition } from '../language/condition.js'
import type { Value } from '../language/value.js'
import type { Unit } from '../time/length.js'
import type { Window } from '../time/window.js'

/**
 * - `sum`, `count`, `distinct`, `mean`, `min`, `max` over the facts in the window; `latest` is the newest one's value
 * - `ratio` is Σ `value` / Σ `by`
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
  | {
      /** The sum divided by the calendar units of the window. */
      readonly mean: Unit
    }

export interface Measure {
  /** The fact types it reads. */
  readonly from: string | readonly string[]
  /** Only facts that meet this count. */
  readonly where?: Condition
  /** What is added up, compared or counted; default `amount` (major units). `count` needs none; `distinct` reads it as text. A fact without the value is skipped. */
  readonly value?: Value
  /** The divisor of a `ratio`. */
  readonly by?: Value
  /** What is made of their values. */
  readonly aggregate: Aggregate
  /** Default `lifetime`. */
  readonly window?: Window
  /** The most it can be: a score that counts visits up to ten. */
  readonly cap?: string | number
  /** What it is when no fact counts: a number, or absent. Default 0 for `sum`, `count` and `distinct`, absent for the others. */
  readonly empty?: string | number | 'absent'
}
