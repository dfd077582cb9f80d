/**
 * End rules: the last day on which something holds. The same words end a status, a lot of points, a flag, a campaign.
 * A stated last day is inclusive; the thing is gone at 00:00 of the next day.
 */

import { exactNumber } from '../decimal/exact.js'
import { type Day, parseDate } from '../time/civil.js'
import { addUnits, endOfUnit, monthsIn, type Unit } from '../time/length.js'
import { type Window, windowAt } from '../time/window.js'
import { compileCondition } from './compile-condition.js'
import { compileDatum, compileValue } from './compile-value.js'
import type { Condition } from './condition.js'
import type { FactEnv } from './fact-scope.js'
import { ALIGNED, type Align, type MonthDay, nextMonthDay } from './month-day.js'
import type { Scope } from './scope.js'
import type { Value } from './value.js'

export type { Align, MonthDay } from './month-day.js'
export { nextMonthDay } from './month-day.js'

export type EndRule =
  | 'never'
  /** The end of the window that holds the day, `ahead` windows on; `through` runs on to the first such date from there. */
  | { readonly endOf: Window; readonly ahead?: number; readonly through?: MonthDay }
  /** The end of the tier's running term. */
  | { readonly endOf: 'term' }
  /** Some time on. Without `align` it says which day is the last: programs differ. */
  | {
      readonly plus: {
        /** How many; a value, so that it may depend on the tier. */
        readonly n: Value
        /** Calendar units. */
        readonly unit: Unit
      }
      readonly last?: 'dayBefore' | 'sameDate'
      readonly align?: Align
    }
  /** `2023-11-24`, or the date in a field of the event. */
  | { readonly date: string }
  /** It holds while the condition does, and once that has ceased no more; with `until` no longer than that. */
  | { readonly while: Condition; readonly until?: EndRule }
  /** The first whose condition holds; one without `when` always does. */
  | readonly {
      /** The choice counts where this holds. */
      readonly when?: Condition
      /** Its end rule. */
      readonly until: EndRule
    }[]

/** What an end rule may look at besides the fact. */
export interface EndContext {
  readonly anchors: Readonly<Record<string, Day | undefined>>
  readonly termEnd: Day | null
}

/** `null` never ends by itself. */
export type EndGetter<E> = (env: E, from: Day, anchorDay?: number) => Day | null

export function compileEnd<E extends FactEnv>(rule: EndRule, scope: Scope<E>, context: (env: E) => EndContext): EndGetter<E> {
  if (rule === 'never') return () => null
  if (isList(rule)) {
    const choices = rule.map((choice) => ({
      test: choice.when === undefined ? () => true : compileCondition(choice.when, scope),
      end: compileEnd(choice.until, scope, context),
    }))
    return (env, from, anchorDay) => {
      for (const { test, end } of choices) if (test(env)) return end(env, from, anchorDay)
      return null
    }
  }
  if ('while' in rule) return rule.until === undefined ? () => null : compileEnd(rule.until, scope, context)
  if ('date' in rule) {
    const fixed = parseDate(rule.date)
    if (!Number.isNaN(fixed)) return () => fixed
    const field = compileDatum(rule.date, scope)
    return (env) => {
      const text = field(env)
      const day = typeof text === 'string' ? parseDate(text) : Number.NaN
      return Number.isNaN(day) ? null : day
    }
  }
  if ('plus' in rule) {
    const { unit } = rule.plus
    const n = compileValue(rule.plus.n, scope)
    const back = rule.last === 'sameDate' || rule.align !== undefined ? 0 : 1
    const align = rule.align === undefined ? undefined : ALIGNED[rule.align]
    // What one day brings mostly ends on one day: the calendar is asked once.
    const last: { from?: Day; count?: number; anchor?: number | undefined; end: Day } = { end: 0 }
    return (env, from, anchorDay) => {
      const units = n(env)
      if (units === undefined) return null
      const count = Math.trunc(exactNumber(units))
      const anchor = monthsIn(unit) > 0 ? anchorDay : undefined
      if (from !== last.from || count !== last.count || anchor !== last.anchor) {
        const day = addUnits(from, count, unit, anchor) - back
        last.end = align === undefined ? day : endOfUnit(day, align)
        last.from = from
        last.count = count
        last.anchor = anchor
      }
      return last.end
    }
  }
  if (rule.endOf === 'term') return (env) => context(env).termEnd
  const { endOf, ahead = 0, through } = rule
  return (env, from) => {
    const span = windowAt(shifted(endOf, ahead), from, context(env).anchors)
    if (span === undefined) return null
    const end = span.to - 1
    return through === undefined ? end : nextMonthDay(end, through)
  }
}

/**
 * The condition under which an end rule stays open, if any of its forms is `while`. Of a list it is that of the choice whose own condition
 * holds; a choice without `while` stays open by itself.
 */
export function whileOf(rule: EndRule): Condition | undefined {
  if (rule === 'never' || typeof rule !== 'object') return undefined
  if (!isList(rule)) return 'while' in rule ? rule.while : undefined
  const inner = rule.map(({ until }) => whileOf(until))
  if (inner.every((condition) => condition === undefined)) return undefined
  const others: Condition[] = []
  const ways: Condition[] = []
  rule.forEach(({ when }, i) => {
    const own: Condition = when ?? ALWAYS
    ways.push({ all: [...others, own, inner[i] ?? ALWAYS] })
    others.push({ not: own })
  })
  return { any: [...ways, { all: others }] }
}

const ALWAYS: Condition = { all: [] }

/** `readonly` arrays are not narrowed by `Array.isArray`. */
function isList(rule: EndRule): rule is readonly { readonly when?: Condition; readonly until: EndRule }[] {
  return Array.isArray(rule)
}

function shifted(window: Window, ahead: number): Window {
  if (window === 'lifetime' || ahead === 0) return window
  return { ...window, shift: (window.shift ?? 0) + ahead }
}
