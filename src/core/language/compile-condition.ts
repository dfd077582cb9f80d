/** A condition becomes a test over its scope. An absent subject meets nothing but `exists: false`. */

import { compareExact, type Exact, exactNumber, exactOfDouble, multiplyExact, readExact } from '../decimal/exact.js'
import { absent, compileDatum, compileValue } from './compile-value.js'
import type { Bound, Comparison, Condition, Subject } from './condition.js'
import { type Datum, type LimitOperator, type NumberGetter, numberOf, type Scope, type Test } from './scope.js'

export function compileCondition<E>(condition: Condition, scope: Scope<E>): Test<E> {
  if ('all' in condition) {
    const tests = condition.all.map((inner) => compileCondition(inner, scope))
    return (env) => {
      for (const test of tests) if (!test(env)) return false
      return true
    }
  }
  if ('any' in condition) {
    const tests = condition.any.map((inner) => compileCondition(inner, scope))
    return (env) => {
      for (const test of tests) if (test(env)) return true
      return false
    }
  }
  if ('of' in condition) {
    const tests = condition.of.map((inner) => compileCondition(inner, scope))
    const { atLeast } = condition
    return (env) => {
      let met = 0
      for (const test of tests) if (test(env) && ++met >= atLeast) return true
      return met >= atLeast
    }
  }
  if ('not' in condition) {
    const test = compileCondition(condition.not, scope)
    return (env) => !test(env)
  }
  if ('flag' in condition) return scope.flag?.(condition.flag) ?? (() => false)
  if ('tier' in condition) return compileTier(condition.tier, scope)
  if ('share' in condition) return compileShare(condition, scope)
  return compileComparison(condition, scope)
}

/** What stands on the left of a comparison. */
export function compileSubject<E>(subject: Subject, scope: Scope<E>): (env: E) => Datum {
  if ('measure' in subject || 'balance' in subject) return compileValue(subject, scope)
  if ('field' in subject) return scope.field(subject.field)
  if ('value' in subject) return compileDatum(subject.value, scope)
  if ('share' in subject) return () => undefined
  return compileDatum(subject, scope)
}

function compileTier<E>(wanted: string | readonly string[] | { readonly atLeast: string }, scope: Scope<E>): Test<E> {
  const { tierRank, rankOf } = scope
  if (!tierRank || !rankOf) return () => false
  if (typeof wanted === 'object' && 'atLeast' in wanted) {
    const lowest = rankOf(wanted.atLeast)
    return (env) => tierRank(env) >= lowest
  }
  const ranks = new Set((typeof wanted === 'string' ? [wanted] : wanted).map((tier) => rankOf(tier)))
  return (env) => ranks.has(tierRank(env))
}

type Order = LimitOperator | 'eq'
/** A comparison by any of these. */
type Bounds = { readonly [O in Order]?: Bound } & { readonly in?: readonly Bound[] }

const HOLDS: Readonly<Record<Order, (order: number) => boolean>> = {
  eq: (order) => order === 0,
  gte: (order) => order >= 0,
  gt: (order) => order > 0,
  lte: (order) => order <= 0,
  lt: (order) => order < 0,
}

/** The operator of a comparison and its bound. */
export function operatorOf(comparison: Comparison): LimitOperator | 'eq' | 'in' | 'exists' {
  for (const operator of ['gte', 'gt', 'lte', 'lt', 'eq', 'in', 'exists'] as const) if (operator in comparison) return operator
  return 'exists'
}

function compileComparison<E>(comparison: Subject & Comparison, scope: Scope<E>): Test<E> {
  const subject = compileSubject(comparison, scope)
  if ('exists' in comparison) {
    const { exists } = comparison
    return (env) => (subject(env) !== undefined) === exists
  }
  if ('in' in comparison) {
    const wanted = comparison.in
    return (env) => {
      const datum = subject(env)
      return wanted.some((one) => sameDatum(datum, one))
    }
  }
  if ('eq' in comparison) {
    const right = compileBound(comparison.eq, scope)
    return (env) => sameDatum(subject(env), right(env))
  }
  const operator = operatorOf(comparison) as LimitOperator
  const bounds: Bounds = comparison
  const bound = bounds[operator]
  const holds = HOLDS[operator]
  if (typeof bound !== 'object') {
    const limit = readExact(bound)
    if (limit !== undefined) {
      const exact = compileLimit(subject, operator, limit)
      return scope.limit?.(comparison, operator, limit, exact) ?? exact
    }
    // Dates as YYYY-MM-DD order as text.
    return (env) => {
      const datum = subject(env)
      return typeof datum === 'string' && holds(datum < String(bound) ? -1 : datum > String(bound) ? 1 : 0)
    }
  }
  const right = compileValue(bound, scope)
  return (env) => {
    const a = numberOf(subject(env))
    const b = right(env)
    return a !== undefined && b !== undefined && holds(compareExact(a, b))
  }
}

/** The usual case, a number against a constant: where a double says the constant exactly, doubles are compared. */
function compileLimit<E>(subject: (env: E) => Datum, operator: LimitOperator, limit: Exact): Test<E> {
  const strict = operator === 'gt' || operator === 'lt'
  const sign = operator === 'gte' || operator === 'gt' ? 1 : -1
  const double = doubleOf(limit)
  return (env) => {
    const datum = subject(env)
    let order: number
    if (typeof datum === 'number' && double !== undefined) order = sign * (datum - double)
    else {
      const x = numberOf(datum)
      if (x === undefined) return false
      order = sign * compareExact(x, limit)
    }
    return strict ? order > 0 : order >= 0
  }
}

/**
 * The double whose shortest decimal form is this number, if there is one. Reading doubles by that form keeps their order,
 * so comparing with this double is comparing with the number.
 */
export function doubleOf(exact: Exact): number | undefined {
  const double = exactNumber(exact)
  const read = exactOfDouble(double)
  return read !== undefined && compareExact(read, exact) === 0 ? double : undefined
}

function compileBound<E>(bound: Bound, scope: Scope<E>): (env: E) => Datum {
  return typeof bound === 'object' ? compileDatum(bound, scope) : () => bound
}

/** Numbers by value (`'1.50'` is 1.5), everything else by identity of text or truth. */
export function sameDatum(a: Datum, b: Datum): boolean {
  if (a === b) return a !== undefined
  const x = numberOf(a)
  const y = x === undefined ? undefined : numberOf(b)
  return x !== undefined && y !== undefined && compareExact(x, y) === 0
}

/** `of ≥ share · in`, so that no quotient is formed; with nothing in the whole, there is no share. */
function compileShare<E>(condition: Subject & Comparison & { share: { of: string; in: string } }, scope: Scope<E>): Test<E> {
  const part: NumberGetter<E> = scope.measure?.(condition.share.of, false) ?? absent
  const whole: NumberGetter<E> = scope.measure?.(condition.share.in, false) ?? absent
  /** Below 0 where the part is below this share of the whole; NaN where there is none. */
  const against = (share: Exact | undefined, env: E): number => {
    const a = part(env)
    const b = whole(env)
    return a === undefined || b === undefined || b === 0 || share === undefined ? Number.NaN : compareExact(a, multiplyExact(share, b))
  }
  if ('exists' in condition) {
    const { exists } = condition
    return (env) => !Number.isNaN(against(0, env)) === exists
  }
  const bounds: Bounds = condition
  const operator = bounds.in ? 'eq' : (operatorOf(condition) as Order)
  const shares = (bounds.in ?? [bounds[operator]]).map((bound) =>
    typeof bound === 'object' ? compileValue(bound, scope) : () => readExact(bound),
  )
  return (env) => shares.some((share) => HOLDS[operator](against(share(env), env)))
}
