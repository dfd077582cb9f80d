/** A measure, ready to read facts: which count, and what each adds. */

import type { Exact } from '../decimal/exact.js'
import { readExact } from '../decimal/exact.js'
import { compileCondition } from '../language/compile-condition.js'
import { compileDatum, compileValue } from '../language/compile-value.js'
import type { FactEnv } from '../language/fact-scope.js'
import type { NumberGetter, Scope, Test } from '../language/scope.js'
import type { Window } from '../time/window.js'
import { countsFacts, type Measure } from './definition.js'

export interface MeasureReader<E extends FactEnv> {
  readonly types: ReadonlySet<string>
  readonly counts: Test<E>
  /** Absent: the fact is skipped. 1 for `count`. */
  readonly value: NumberGetter<E>
  readonly by: NumberGetter<E>
  /** It counts facts, each once. */
  readonly tallies: boolean
  /** What `distinct` counts. */
  readonly key: (env: E) => string | undefined
  readonly window: Window
  /** Of a streak, what each window must come to. */
  readonly least: Exact
  readonly cap: Exact | undefined
  readonly empty: Exact | undefined
}

export function measureReader<E extends FactEnv>(measure: Measure, scope: Scope<E>): MeasureReader<E> {
  const { aggregate } = measure
  const datum = compileDatum(measure.value ?? 'amount', scope)
  const counted =
    aggregate === 'sum' || aggregate === 'count' || aggregate === 'distinct' || aggregate === 'streak' || typeof aggregate === 'object'
  return {
    types: new Set(typeof measure.from === 'string' ? [measure.from] : measure.from),
    counts: measure.where === undefined ? () => true : compileCondition(measure.where, scope),
    tallies: countsFacts(measure),
    value: countsFacts(measure) ? () => 1 : compileValue(measure.value ?? 'amount', scope),
    by: measure.by === undefined ? () => 1 : compileValue(measure.by, scope),
    key: (env) => {
      const value = datum(env)
      return value === undefined || value === null || typeof value === 'object' ? undefined : String(value)
    },
    window: measure.window ?? 'lifetime',
    least: readExact(measure.least ?? 1) ?? 1,
    cap: measure.cap === undefined ? undefined : readExact(measure.cap),
    empty: measure.empty === 'absent' ? undefined : measure.empty === undefined ? (counted ? 0 : undefined) : readExact(measure.empty),
  }
}
