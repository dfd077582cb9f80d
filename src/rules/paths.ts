/** Ways to meet a condition from here: each a set of things still missing, zeros included, so that a progress bar can show every alternative. */

import { compareExact, type Exact, readExact } from '../core/decimal/exact.js'
import { compileCondition, compileSubject, operatorOf } from '../core/language/compile-condition.js'
import { compileValue } from '../core/language/compile-value.js'
import type { Condition } from '../core/language/condition.js'
import { numberOf, type Scope } from '../core/language/scope.js'
import { missingOf } from './trace.js'

/** By the name of a measure, balance or flag: how much more, or `true` for a flag that must be set. */
export type MissingPath = Readonly<Record<string, Exact | true>>

/** More alternatives than this are of no use to a reader, and a hostile condition could have 2^n. */
const PATHS_MAX = 64

/**
 * - `all` needs everything together, `any` is one path each, `at least n of` lists only what is unmet, in its smallest sufficient sets;
 * - a flag is listed only while it is missing; an upper bound that is exceeded has no path.
 * @param step the smallest step of a measure, for strict bounds
 */
export function missingPaths<E>(condition: Condition, scope: Scope<E>, env: E, step: (id: string) => Exact = () => 1): MissingPath[] {
  if ('all' in condition) return together(condition.all.map((inner) => missingPaths(inner, scope, env, step)))
  if ('any' in condition) return distinct(condition.any.flatMap((inner) => missingPaths(inner, scope, env, step)))
  if ('of' in condition) {
    const unmet = condition.of.filter((inner) => !compileCondition(inner, scope)(env))
    const needed = condition.atLeast - (condition.of.length - unmet.length)
    if (needed <= 0) return [{}]
    return distinct(combinations(unmet, needed).flatMap((chosen) => together(chosen.map((inner) => missingPaths(inner, scope, env, step)))))
  }
  if ('flag' in condition) return [compileCondition(condition, scope)(env) ? {} : { [condition.flag]: true }]
  if ('measure' in condition || 'balance' in condition) {
    const id = 'measure' in condition ? condition.measure : condition.balance
    const operator = operatorOf(condition)
    if (operator === 'gte' || operator === 'gt') {
      const bound = (condition as unknown as Readonly<Record<string, unknown>>)[operator]
      const required = typeof bound === 'object' ? compileValue(bound as never, scope)(env) : readExact(bound)
      const missing = missingOf(operator, numberOf(compileSubject(condition, scope)(env)), required, step(id))
      return missing === undefined ? [] : [{ [id]: missing }]
    }
  }
  return compileCondition(condition, scope)(env) ? [{}] : []
}

/** Every choice of one path from each; what two of them ask of one measure is the larger. */
function together(alternatives: readonly (readonly MissingPath[])[]): MissingPath[] {
  let paths: MissingPath[] = [{}]
  for (const choices of alternatives) {
    paths = paths.flatMap((path) => choices.map((choice) => merge(path, choice))).slice(0, PATHS_MAX)
  }
  return distinct(paths)
}

function merge(a: MissingPath, b: MissingPath): MissingPath {
  const merged: Record<string, Exact | true> = { ...a }
  for (const [id, need] of Object.entries(b)) {
    const known = merged[id]
    merged[id] = need === true || known === true ? true : known === undefined || compareExact(need, known) > 0 ? need : known
  }
  return merged
}

function distinct(paths: readonly MissingPath[]): MissingPath[] {
  const seen = new Set<string>()
  return paths
    .filter((path) => {
      const key = JSON.stringify(
        Object.entries(path).map(([id, need]) => [
          id,
          need === true ? true : String(typeof need === 'number' ? need : `${need.n}/${need.d}`),
        ]),
      )
      return seen.has(key) ? false : seen.add(key)
    })
    .slice(0, PATHS_MAX)
}

function combinations<T>(items: readonly T[], n: number): T[][] {
  if (n === 0) return [[]]
  if (items.length < n) return []
  const [first, ...rest] = items
  return [...combinations(rest, n - 1).map((chosen) => [first, ...chosen]), ...combinations(rest, n)].slice(0, PATHS_MAX)
}
