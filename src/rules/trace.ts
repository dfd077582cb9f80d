/** The proof of a condition: one node per condition, with what it is, what it needs, what is missing. A reader can re-check it without the engine. */

import {
  addExact,
  compareExact,
  type Exact,
  exactText,
  multiplyExact,
  readExact,
  roundExact,
  subtractExact,
} from '../core/decimal/exact.js'
import { compileCondition, compileSubject, operatorOf } from '../core/language/compile-condition.js'
import { compileDatum } from '../core/language/compile-value.js'
import type { Condition } from '../core/language/condition.js'
import { type Datum, numberOf, type Scope } from '../core/language/scope.js'
import { type Outcome, type Reason, reason, type Scalar } from '../core/reason.js'

export interface TraceOptions<E> {
  /** The days a measure looks at, for the proof's reader. */
  window?(measure: string, env: E, closed: boolean): Reason['window']
  /** The smallest step of a measure, for what a strict bound still needs; default 1. */
  step?(measure: string): Exact
  /** What people call a measure or a currency, where it is not its id. */
  name?(measure: string): string | undefined
}

/** The whole tree, also below a node that is already decided. */
export function traceCondition<E>(condition: Condition, scope: Scope<E>, env: E, options: TraceOptions<E> = {}): Reason {
  const trace = (inner: Condition): Reason => traceCondition(inner, scope, env, options)
  if ('all' in condition) return group('rules.group.all', condition.all.map(trace), condition.all.length)
  if ('any' in condition) return group('rules.group.any', condition.any.map(trace), 1)
  if ('of' in condition) return group('rules.group.at-least', condition.of.map(trace), condition.atLeast)
  if ('not' in condition) {
    const child = trace(condition.not)
    return reason('rules.group.not', flip(child.outcome), {}, { children: [child] })
  }
  if ('flag' in condition) {
    const held = scope.flag?.(condition.flag)(env) ?? false
    return reason('rules.flag.set', held ? 'met' : 'unmet', { flag: condition.flag }, { actual: held, required: true })
  }
  const met = compileCondition(condition, scope)(env)
  if ('tier' in condition) {
    const wanted = condition.tier
    const tiers = typeof wanted === 'string' ? wanted : 'atLeast' in wanted ? wanted.atLeast : (wanted as readonly string[]).join(', ')
    const mode = typeof wanted === 'object' && 'atLeast' in wanted ? 'atLeast' : 'in'
    const ranks = (
      typeof wanted === 'object' && 'atLeast' in wanted ? [wanted.atLeast] : typeof wanted === 'string' ? [wanted] : wanted
    ).map((tier) => scope.rankOf?.(tier) ?? -1)
    const held = scope.tierRank?.(env) ?? null
    return reason(
      'rules.tier.held',
      met ? 'met' : 'unmet',
      { tiers, mode },
      { actual: held, required: ranks.length === 1 ? ranks[0] : ranks.join(', ') },
    )
  }
  return traceComparison(condition, scope, env, met, options)
}

function traceComparison<E>(
  condition: Exclude<
    Condition,
    { all: unknown } | { any: unknown } | { of: unknown } | { not: unknown } | { flag: unknown } | { tier: unknown }
  >,
  scope: Scope<E>,
  env: E,
  met: boolean,
  options: TraceOptions<E>,
): Reason {
  const operator = operatorOf(condition)
  const [code, about] = subjectOf(condition)
  const params: Record<string, Scalar> = { ...about, operator }
  const bound = (condition as unknown as Readonly<Record<string, unknown>>)[operator]
  let actual: Datum
  let required: Datum
  if ('share' in condition) {
    const part = scope.measure?.(condition.share.of, false)(env)
    const whole = scope.measure?.(condition.share.in, false)(env)
    const share = typeof bound === 'object' && !Array.isArray(bound) ? numberOf(compileDatum(bound as never, scope)(env)) : readExact(bound)
    actual = part
    required = whole === undefined || share === undefined ? undefined : multiplyExact(share, whole)
    params.whole = whole === undefined ? null : scalarOf(whole) // of nothing, no part is enough
  } else {
    actual = compileSubject(condition, scope)(env)
    required = typeof bound === 'object' && !Array.isArray(bound) ? compileDatum(bound as never, scope)(env) : (bound as Datum)
  }
  const outcome: Outcome = met ? 'met' : actual === undefined && operator !== 'exists' ? 'unknown' : 'unmet'
  const subject = String(about.measure ?? about.balance ?? '')
  const name = options.name?.(subject)
  if (name !== undefined) params.name = name
  const step = options.step?.(subject) ?? 1
  const gap = met ? undefined : missingOf(operator, numberOf(actual), numberOf(required), step)
  if (gap !== undefined && operator === 'gt') params.step = scalarOf(step)
  const window = 'measure' in condition ? options.window?.(condition.measure, env, 'window' in condition) : undefined
  return reason(code, outcome, params, {
    ...(actual === undefined ? {} : { actual: scalarOf(actual) }),
    ...(required === undefined ? {} : { required: scalarOf(required) }),
    ...(gap === undefined ? {} : { missing: exactText(gap) }),
    ...(window === undefined ? {} : { window }),
  })
}

/** How much more is needed: up to the bound, or one step beyond a strict one. */
export function missingOf(operator: string, actual: Exact | undefined, required: Exact | undefined, step: Exact): Exact | undefined {
  if (required === undefined || (operator !== 'gte' && operator !== 'gt')) return undefined
  const gap = subtractExact(required, actual ?? 0)
  const needed = operator === 'gt' ? strictGap(gap, step) : gap
  return compareExact(needed, 0) > 0 ? needed : 0
}

/** The smallest multiple of `step` above `gap`. */
function strictGap(gap: Exact, step: Exact): Exact {
  if (compareExact(gap, 0) < 0) return 0
  return addExact(roundExact(gap, step, 'down'), step)
}

function subjectOf(condition: object): [string, Record<string, Scalar>] {
  if ('measure' in condition) {
    const params: Record<string, Scalar> = { measure: String(condition.measure) }
    if ('window' in condition) params.window = 'closed'
    return ['rules.measure.compared', params]
  }
  if ('balance' in condition) return ['rules.balance.compared', { balance: String(condition.balance) }]
  if ('field' in condition) return ['rules.field.compared', { field: String(condition.field) }]
  if ('member' in condition) return ['rules.member.compared', { member: String(condition.member) }]
  if ('calendar' in condition) return ['rules.calendar.compared', { calendar: String(condition.calendar) }]
  if ('share' in condition) {
    const { share } = condition as { share: { of: string; in: string } }
    return ['rules.share.compared', { of: share.of, in: share.in }]
  }
  return ['rules.value.compared', {}]
}

/** `met` of `needed`: enough met decides, else what is unknown could still decide. */
function group(code: string, children: readonly Reason[], needed: number): Reason {
  const met = children.filter((child) => child.outcome === 'met').length
  const unknown = children.filter((child) => child.outcome === 'unknown').length
  const outcome: Outcome = met >= needed ? 'met' : met + unknown >= needed ? 'unknown' : 'unmet'
  return reason(code, outcome, { met, needed, of: children.length }, { children })
}

function flip(outcome: Outcome): Outcome {
  return outcome === 'met' ? 'unmet' : 'met' // an absent subject meets nothing, so its negation holds
}

function scalarOf(datum: Datum): Scalar {
  if (typeof datum === 'string' || typeof datum === 'boolean' || datum === null) return datum
  if (Array.isArray(datum)) return datum.join(', ')
  const number = numberOf(datum)
  return number === undefined ? null : typeof number === 'number' ? number : exactText(number)
}
