/** What a condition still needs: every way to meet it, each a set of measures, balances and flags that have to rise or be set. */

import { compareExact, type Exact, readExact, subtractExact } from '../core/decimal/exact.js'
import { compileCondition, compileSubject, operatorOf } from '../core/language/compile-condition.js'
import { compileValue } from '../core/language/compile-value.js'
import type { Condition } from '../core/language/condition.js'
import { numberOf, type Scope } from '../core/language/scope.js'

/**
 * One thing that is missing. `gap` is how much more closes it (`strict`: more than that); absent where no closed form exists and only trying tells:
 * a computed value, a share, a mean.
 */
export interface Need {
  readonly kind: 'measure' | 'balance' | 'flag'
  readonly id: string
  /** Whose figure it is, where members are counted apart. */
  readonly member?: string
  readonly actual?: Exact
  readonly required?: Exact
  readonly gap?: Exact
  readonly strict?: boolean
}

export type NeedPath = readonly Need[]

/** More alternatives than this are of no use to a reader, and a hostile condition could have 2^n. */
export const PATHS_MAX = 64

/**
 * Every path, without what is met already; `[[]]` when nothing is missing, `[]` when nothing a member does can meet it.
 * `all` needs a path of each part, `any` is one path per part, `at least n of` the smallest sufficient sets of what is unmet.
 */
export function needPaths<E>(condition: Condition, scope: Scope<E>, env: E, negated = false): NeedPath[] {
  if ('not' in condition) return needPaths(condition.not, scope, env, !negated)
  if (compileCondition(condition, scope)(env) !== negated) return [[]]
  const paths = (inner: Condition): NeedPath[] => needPaths(inner, scope, env, negated)
  if ('all' in condition) return negated ? distinct(condition.all.flatMap(paths)) : together(condition.all.map(paths))
  if ('any' in condition) return negated ? together(condition.any.map(paths)) : distinct(condition.any.flatMap(paths))
  if ('of' in condition) {
    // Not at least n of m: at least m − n + 1 of their negations.
    const wanted = negated ? condition.of.length - condition.atLeast + 1 : condition.atLeast
    const unmet = condition.of.filter((inner) => compileCondition(inner, scope)(env) === negated)
    const missing = wanted - (condition.of.length - unmet.length)
    return distinct(combinations(unmet, missing).flatMap((chosen) => together(chosen.map(paths))))
  }
  if ('flag' in condition) return negated ? [] : [[{ kind: 'flag', id: condition.flag }]]
  if ('tier' in condition) return []
  return comparisonPaths(condition, scope, env, negated)
}

type Compared = Exclude<
  Condition,
  { all: unknown } | { any: unknown } | { of: unknown } | { not: unknown } | { flag: unknown } | { tier: unknown }
>

/** Operators under which more is better, and whether just reaching the bound is not enough. */
const RISING: Readonly<Record<string, boolean>> = { gte: false, gt: true, eq: false }
const RISING_NEGATED: Readonly<Record<string, boolean>> = { lt: false, lte: true }

function comparisonPaths<E>(condition: Compared, scope: Scope<E>, env: E, negated: boolean): NeedPath[] {
  const operator = operatorOf(condition)
  const strict = (negated ? RISING_NEGATED : RISING)[operator]
  if (strict === undefined) return []
  const bound = (condition as unknown as Readonly<Record<string, unknown>>)[operator]
  if ('measure' in condition || 'balance' in condition) {
    const kind = 'measure' in condition ? 'measure' : 'balance'
    const id = 'measure' in condition ? condition.measure : (condition as { balance: string }).balance
    const required = typeof bound === 'object' ? compileValue(bound as never, scope)(env) : readExact(bound)
    if (required === undefined) return []
    const actual = numberOf(compileSubject(condition, scope)(env))
    const gap = subtractExact(required, actual ?? 0)
    if (compareExact(gap, 0) < 0) return [] // equal to less than there is
    return [[{ kind, id, ...(actual === undefined ? {} : { actual }), required, gap, strict }]]
  }
  if ('share' in condition) return [[{ kind: 'measure', id: condition.share.of }]]
  if ('value' in condition) return operandsOf(condition.value).map((need) => [need])
  return []
}

/** The measures and balances a computed value reads: each may be the one to raise. */
function operandsOf(value: unknown): Need[] {
  if (value === null || typeof value !== 'object') return []
  const object = value as Readonly<Record<string, unknown>>
  const found: Need[] = []
  if (typeof object.measure === 'string') found.push({ kind: 'measure', id: object.measure })
  if (typeof object.balance === 'string') found.push({ kind: 'balance', id: object.balance })
  for (const inner of Object.values(object)) found.push(...operandsOf(inner))
  return found.filter((need, i) => found.findIndex((other) => keyOf(other) === keyOf(need)) === i)
}

function keyOf({ kind, id }: Need): string {
  return `${kind} ${id}`
}

/** Every choice of one path from each; what two of them ask of one measure is the larger. */
function together(alternatives: readonly (readonly NeedPath[])[]): NeedPath[] {
  let paths: NeedPath[] = [[]]
  for (const choices of alternatives) paths = paths.flatMap((path) => choices.map((choice) => merged(path, choice))).slice(0, PATHS_MAX)
  return distinct(paths)
}

function merged(a: NeedPath, b: NeedPath): NeedPath {
  const needs = [...a]
  for (const need of b) {
    const i = needs.findIndex((known) => keyOf(known) === keyOf(need))
    if (i < 0) needs.push(need)
    else if (isMore(need, needs[i])) needs[i] = need
  }
  return needs
}

function isMore(a: Need, b: Need): boolean {
  if (a.gap === undefined || b.gap === undefined) return b.gap !== undefined // what only trying tells covers both
  const order = compareExact(a.gap, b.gap)
  return order > 0 || (order === 0 && a.strict === true)
}

function distinct(paths: readonly NeedPath[]): NeedPath[] {
  const seen = new Set<string>()
  return paths
    .filter((path) => {
      const key = JSON.stringify(path, (_, value) => (typeof value === 'bigint' ? String(value) : value))
      return seen.has(key) ? false : seen.add(key)
    })
    .slice(0, PATHS_MAX)
}

function combinations<T>(items: readonly T[], n: number): T[][] {
  if (n <= 0) return [[]]
  if (items.length < n) return []
  const [first, ...rest] = items
  return [...combinations(rest, n - 1).map((chosen) => [first, ...chosen]), ...combinations(rest, n)].slice(0, PATHS_MAX)
}
