/** The arithmetic of values, for scopes that offer it. Everything is exact; only `round` rounds. */

import { addExact, compareExact, divideExact, type Exact, multiplyExact, roundExact, subtractExact } from '../decimal/exact.js'
import { compileCondition } from './compile-condition.js'
import { compileElse, compileValue } from './compile-value.js'
import type { Datum, NumberGetter, Scope } from './scope.js'
import type { Value } from './value.js'

/** @returns `undefined` for a word that is not arithmetic */
export function arithmetic<E>(value: Exclude<Value, string | number>, scope: Scope<E>): NumberGetter<E> | undefined {
  if ('plus' in value) return fold(value.plus, scope, addExact)
  if ('min' in value) return fold(value.min, scope, (a, b) => (compareExact(b, a) < 0 ? b : a))
  if ('max' in value) return fold(value.max, scope, (a, b) => (compareExact(b, a) > 0 ? b : a))
  if ('times' in value) return compileTimes(value.times, scope)
  if ('minus' in value) return pair(value.minus, scope, subtractExact)
  if ('over' in value) return pair(value.over, scope, divideExact)
  if ('round' in value) {
    const inner = compileValue(value.round, scope)
    const step = compileValue(value.to ?? 1, scope)
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
    const otherwise = compileElse(value, scope)
    return (env) => (test(env) ? then(env) : otherwise(env))
  }
  if ('by' in value) {
    const key = scope.field(value.by)
    const table = new Map(Object.entries(value.table).map(([name, cell]) => [name, compileValue(cell, scope)]))
    const otherwise = compileElse(value, scope)
    return (env) => (table.get(textOf(key(env))) ?? otherwise)(env)
  }
  if ('ladder' in value) return compileLadder(value, scope)
  return undefined
}

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
