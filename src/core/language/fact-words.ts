/** The words of values that look at one fact and its account: the calendar, lists, tiers, what was earned. */

import { addExact, type Exact } from '../decimal/exact.js'
import { addMonths, parseDate } from '../time/civil.js'
import { arithmetic } from './arithmetic.js'
import { compileCondition } from './compile-condition.js'
import { absent, compileDatum, compileElse, compileValue } from './compile-value.js'
import { type NumberGetter, numberOf, type Scope } from './scope.js'
import type { Value } from './value.js'

/** All words of the language, arithmetic included. */
export function factWords<E>(value: Exclude<Value, string | number>, scope: Scope<E>): NumberGetter<E> | undefined {
  if ('calendar' in value) {
    const get = scope.calendar?.(value.calendar) ?? absent
    return (env) => numberOf(get(env))
  }
  if ('yearsSince' in value) return compileYearsSince(value.yearsSince, scope)
  if ('earned' in value) return scope.earned?.(typeof value.earned === 'string' ? [value.earned] : value.earned)
  if ('byTier' in value) return compileByRank(value.byTier, compileElse(value, scope), scope, scope.tierRank)
  if ('byEarned' in value) return compileByRank(value.byEarned, compileElse(value, scope), scope, scope.earnedRank)
  if ('sum' in value) return compileSum(value, scope)
  return arithmetic(value, scope)
}

function compileByRank<E>(
  table: Readonly<Record<string, Value>>,
  otherwise: NumberGetter<E>,
  scope: Scope<E>,
  rank: ((env: E) => number) | undefined,
): NumberGetter<E> {
  const cells: NumberGetter<E>[] = []
  for (const [tier, cell] of Object.entries(table)) {
    const index = scope.rankOf?.(tier) ?? -1
    if (index >= 0) cells[index] = compileValue(cell, scope)
  }
  if (!rank) return otherwise
  return (env) => (cells[rank(env)] ?? otherwise)(env)
}

function compileSum<E>(value: Extract<Value, { sum: string }>, scope: Scope<E>): NumberGetter<E> {
  if (!scope.each) return absent
  const of = compileValue(value.of ?? 'it', scope)
  const test = value.where === undefined ? () => true : compileCondition(value.where, scope)
  let total: Exact = 0
  const run = scope.each(value.sum, (env) => {
    if (test(env)) total = addExact(total, of(env) ?? 0)
  })
  return (env) => {
    const outer = total
    total = 0
    run(env)
    const result = total
    total = outer
    return result
  }
}

function compileYearsSince<E>(value: Value, scope: Scope<E>): NumberGetter<E> {
  const date = compileDatum(value, scope)
  const { day } = scope
  if (!day) return absent
  return (env) => {
    const born = date(env)
    if (typeof born !== 'string') return undefined
    const from = parseDate(born)
    if (Number.isNaN(from)) return undefined
    const today = day(env)
    let years = Math.floor((today - from) / 365.2425) - 1
    while (addMonths(from, 12 * (years + 1)) <= today) years++
    return years
  }
}
