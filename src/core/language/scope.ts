/** What the words of a condition mean where it is evaluated: a row of measures, one fact, or a program's account. */

import type { Exact } from '../decimal/exact.js'
import { exactOfDouble, readExact } from '../decimal/exact.js'
import type { Subject } from './condition.js'
import type { CalendarPart, Value } from './value.js'

/** What a name can stand for. `undefined` is absent. */
export type Datum = Exact | string | boolean | null | undefined | readonly unknown[] | { readonly [key: string]: unknown }

export type Getter<E> = (env: E) => Datum
export type NumberGetter<E> = (env: E) => Exact | undefined
export type Test<E> = (env: E) => boolean
export type LimitOperator = 'gte' | 'gt' | 'lte' | 'lt'

/** A host of the language says how to read each word; a word it does not offer is absent there, and its `check` refuses definitions that use it. */
export interface Scope<E> {
  field(name: string): Getter<E>
  measure?(id: string, closed: boolean): NumberGetter<E>
  balance?(id: string): NumberGetter<E>
  member?(name: string): Getter<E>
  flag?(id: string): Test<E>
  /** Local day number and milliseconds of the fact. */
  day?(env: E): number
  calendar?(part: CalendarPart): Getter<E>
  earned?(rules: readonly string[]): NumberGetter<E>
  /** Rank in the ladder, 0 the lowest; −1 for an unknown id. */
  rankOf?(tier: string): number
  tierRank?(env: E): number
  earnedRank?(env: E): number
  /** A value named by the definition. */
  named?(name: string): NumberGetter<E> | undefined
  /** Words of values beyond constants and names; one that is not offered is absent. */
  words?(value: Exclude<Value, string | number>, scope: Scope<E>): NumberGetter<E> | undefined
  /** A quicker way to the answer of `exact`, which compares a subject with a constant, where the host knows one. */
  limit?(subject: Subject, operator: LimitOperator, limit: Exact, exact: Test<E>): Test<E> | undefined
  /** Runs `body` for each element of a list field with names meaning the element's. */
  each?(name: string, body: (env: E) => void): (env: E) => void
}

/** A datum as a number: decimal strings count, other text does not. */
export function numberOf(datum: Datum): Exact | undefined {
  if (typeof datum === 'number') return Number.isSafeInteger(datum) ? datum : exactOfDouble(datum)
  if (typeof datum === 'string') return readExact(datum)
  if (datum !== null && typeof datum === 'object' && 'n' in datum && 'd' in datum) return datum as Exact
  return undefined
}
