/** A value becomes a closure over its scope: no tree is walked and no code is generated at run time. */

import { addExact, compareExact, divideExact, type Exact, multiplyExact, readExact, roundExact, subtractExact } from '../decimal/exact.js'
import { addMonths, parseDate } from '../time/civil.js'
import { compileCondition } from './compile-condition.js'
import { type Datum, type NumberGetter, numberOf, type Scope } from './scope.js'
import type { Value } from './value.js'

/** @returns a getter that is `undefined` where the value is absent */
export function compileValue<E>(value: Value, scope: Scope<E>): NumberGetter<E> {
  if (typeof value === 'number' || typeof value === 'string') {
    const constant = readExact(value)
    if (constant !== undefined) return () => constant
    const named = scope.named?.(value as string)
    if (named) return named
    const get = scope.field(value as string)
    return (env) => numberOf(get(env))
  }
  if ('field' in value) {
    const get = scope.field(value.field)
    const otherwise = value.else === undefined ? absent : compileValue(value.else, scope)
    return (env) => numberOf(get(env)) ?? otherwise(env)
  }
  if ('measure' in value) return scope.measure?.(value.measure, value.window === 'closed') ?? absent
  if ('balance' in value) return scope.balance?.(value.balance) ?? absent
  if ('member' in value) {
    const get = scope.member?.(value.member) ?? absent
    return (env) => numberOf(get(env))
  }
  if ('calendar' in value) {
    const get = scope.calendar?.(value.calendar) ?? absent
    return (env) => numberOf(get(env))
  }
  if ('yearsSince' in value) return compileYearsSince(value.yearsSince, scope)
  if ('earned' in value) return scope.earned?.(typeof value.earned === 'string' ? [value.earned] : value.earned) ?? absent
  if ('plus' in value) return fold(value.plus, scope, addExact)
  if ('min' in value) return fold(value.min, scope, (a, b) => (compareExact(b, a) < 0 ? b : a))
  if ('max' in value) return fold(value.max, scope, (a, b) => (compareExact(b, a) > 0 ? b : a))
  if ('times' in value) return compileTimes(value.times, scope)
  if ('minus' in value) return pair(value.minus, scope, subtractExact)
  if ('over' in value) return pair(value.over, scope, divideExact)
  if ('round' in value) {
    const inner = compileValue(value.round, scope)
    const step = value.to === undefined ? () => 1 : compileValue(value.to, scope)
    const { mode } = value
    return (env) => {
      const x = inner(env)
      const to = step(env)
      return x === undefined || to === undefined || to === 0 ? undefined : roundExact(x, to, mode)
    }
  }
  if ('if' in value) {
    const test = compileCondition(value.if, scope)
    const then = compileValue(value.then, scope)
    const otherwise = value.else === undefined ? absent : compileValue(value.else, scope)
    return (env) => (test(env) ? then(env) : otherwise(env))
  }
  if ('byTier' in value) return compileByRank(value.byTier, value.else, scope, scope.tierRank)
  if ('byEarned' in value) return compileByRank(value.byEarned, value.else, scope, scope.earnedRank)
  if ('by' in value) {
    const key = scope.field(value.by)
    const table = new Map(Object.entries(value.table).map(([name, cell]) => [name, compileValue(cell, scope)]))
    const otherwise = value.else === undefined ? absent : compileValue(value.else, scope)
    return (env) => (table.get(textOf(key(env))) ?? otherwise)(env)
  }
  if ('sum' in value) return compileSum(value, scope)
  return compileLadder(value, scope)
}

/** A value that may also be text, a flag or a list: for comparisons and for what an outcome carries. */
export function compileDatum<E>(value: Value, scope: Scope<E>): (env: E) => Datum {
  if (typeof value === 'string' && readExact(value) === undefined && !scope.named?.(value)) return scope.field(value)
  if (typeof value === 'object') {
    if ('calendar' in value) return scope.calendar?.(value.calendar) ?? absent
    if ('member' in value) return scope.member?.(value.member) ?? absent
    if ('field' in value && value.else === undefined) return scope.field(value.field)
  }
  return compileValue(value, scope)
}

const absent = (): undefined => undefined

function textOf(datum: Datum): string {
  return typeof datum === 'string' ? datum : typeof datum === 'number' || typeof datum === 'boolean' ? String(datum) : ''
}

function fold<E>(values: readonly Value[], scope: Scope<E>, combine: (a: Exact, b: Exact) => Exact): NumberGetter<E> {
  const terms = values.map((term) => compileValue(term, scope))
  return (env) => {
    let total: Exact | undefined
    for (const term of terms) {
      const x = term(env)
      if (x !== undefined) total = total === undefined ? x : combine(total, x)
    }
    return total
  }
}

function compileTimes<E>(values: readonly Value[], scope: Scope<E>): NumberGetter<E> {
  const factors = values.map((factor) => compileValue(factor, scope))
  return (env) => {
    let product: Exact = 1
    for (const factor of factors) {
      const x = factor(env)
      if (x === undefined) return undefined
      product = multiplyExact(product, x)
    }
    return product
  }
}

function pair<E>(values: readonly [Value, Value], scope: Scope<E>, combine: (a: Exact, b: Exact) => Exact | undefined): NumberGetter<E> {
  const left = compileValue(values[0], scope)
  const right = compileValue(values[1], scope)
  return (env) => {
    const a = left(env)
    const b = right(env)
    return a === undefined || b === undefined ? undefined : combine(a, b)
  }
}

function compileByRank<E>(
  table: Readonly<Record<string, Value>>,
  other: Value | undefined,
  scope: Scope<E>,
  rank: ((env: E) => number) | undefined,
): NumberGetter<E> {
  const cells: NumberGetter<E>[] = []
  for (const [tier, cell] of Object.entries(table)) {
    const index = scope.rankOf?.(tier) ?? -1
    if (index >= 0) cells[index] = compileValue(cell, scope)
  }
  const otherwise = other === undefined ? absent : compileValue(other, scope)
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

function compileLadder<E>(value: Extract<Value, { ladder: Value }>, scope: Scope<E>): NumberGetter<E> {
  const amount = compileValue(value.ladder, scope)
  const steps = value.steps.map((step) => ({ from: compileValue(step.from, scope), rate: compileValue(step.rate, scope) }))
  const whole = value.mode === 'whole'
  return (env) => {
    const x = amount(env)
    if (x === undefined) return undefined
    let result: Exact = 0
    for (let i = 0; i < steps.length; i++) {
      const from = steps[i].from(env) ?? 0
      if (compareExact(x, from) < 0) break
      const rate = steps[i].rate(env) ?? 0
      if (whole) result = multiplyExact(x, rate)
      else {
        const next = i + 1 < steps.length ? (steps[i + 1].from(env) ?? x) : x
        const to = compareExact(x, next) < 0 ? x : next
        result = addExact(result, multiplyExact(subtractExact(to, from), rate))
      }
    }
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
