/** A value becomes a closure over its scope: no tree is walked and no code is generated at run time. Here are constants and names; other words come from the scope. */

import { type Exact, readExact } from '../decimal/exact.js'
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
    const otherwise = compileElse(value, scope)
    return (env) => numberOf(get(env)) ?? otherwise(env)
  }
  if ('measure' in value) return scope.measure?.(value.measure, value.window === 'closed') ?? absent
  if ('balance' in value) return scope.balance?.(value.balance) ?? absent
  if ('member' in value) {
    const get = scope.member?.(value.member) ?? absent
    return (env) => numberOf(get(env))
  }
  return scope.words?.(value, scope) ?? compileElse(value, scope)
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

/** What a value is when nothing else applies. */
export function compileElse<E>(value: object, scope: Scope<E>): (env: E) => Exact | undefined {
  const { else: otherwise } = value as { readonly else?: Value }
  return otherwise === undefined ? absent : compileValue(otherwise, scope)
}

export const absent = (): undefined => undefined
