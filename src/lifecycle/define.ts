/** Strangers' JSON → a frozen lifecycle: every name it uses exists, every word is one it can answer. */

import { currencyExponent } from '../core/decimal/currency.js'
import { compareExact, type Exact, readExact } from '../core/decimal/exact.js'
import { type DefineOptions, define, safeDefine } from '../core/define.js'
import type { DefinitionError } from '../core/errors.js'
import { streakProblem } from '../core/measure/definition.js'
import { type Reason, reason } from '../core/reason.js'
import type { Result } from '../core/result.js'
import { checkedDay, parseDate } from '../core/time/civil.js'
import { isTimeZone } from '../core/time/zone.js'
import { readyLifecycle, SINCE } from './compile.js'
import type { LifecycleDefinition, Transition } from './definition.js'
import { lifecycleSchema } from './schema.js'
import { wordsOf } from './words.js'

const options: DefineOptions<LifecycleDefinition> = { kind: 'lifecycle', schema: lifecycleSchema, check: checkLifecycle }

/**
 * A frozen lifecycle from plain JSON. What is well-formed but unwise (unreachable stages, traps, timers that never fire) is for `lintLifecycle` to say.
 * @throws DefinitionError with every issue and its path
 */
export function defineLifecycle(config: unknown): LifecycleDefinition {
  return readyLifecycle(define(options, config))
}

/** `defineLifecycle` that returns its failure instead of throwing it. */
export function safeDefineLifecycle(config: unknown): Result<LifecycleDefinition, DefinitionError> {
  const result = safeDefine(options, config)
  if (result.success) readyLifecycle(result.data)
  return result
}

type Path = readonly (string | number)[]

/** What a schema cannot say of a lifecycle; a program that carries one asks too. */
export function checkLifecycle(definition: LifecycleDefinition): Reason[] {
  const { measures = {}, flags = {}, stages, initial, everywhere = [], rhythm } = definition
  const issues: Reason[] = []
  const report = (code: string, path: Path, params: Reason['params'] = {}): void => {
    issues.push(reason(code, 'error', params, { path }))
  }
  if (!isTimeZone(definition.timeZone)) report('lifecycle.zone.unknown', ['timeZone'], { timeZone: definition.timeZone })
  if (currencyExponent(definition.currency) === undefined)
    report('lifecycle.currency.unknown', ['currency'], { currency: definition.currency })

  const ids = new Set(stages.map(({ id }) => id))
  if (!ids.has(initial)) report('lifecycle.stage.unknown', ['initial'], { stage: initial })
  stages.forEach(({ id, final, transitions = [] }, i) => {
    if (stages.findIndex((other) => other.id === id) < i) report('lifecycle.stage.duplicate', ['stages', i, 'id'], { stage: id })
    if (final === true && transitions.length > 0) report('lifecycle.stage.final-with-exit', ['stages', i, 'transitions'], { stage: id })
    transitions.forEach((rule, k) => {
      checkTransition(rule, ['stages', i, 'transitions', k])
    })
  })
  everywhere.forEach((rule, k) => {
    checkTransition(rule, ['everywhere', k])
  })
  for (const [id, measure] of Object.entries(measures)) {
    const path = ['measures', id]
    const { window } = measure
    if (typeof window === 'object' && 'anchored' in window && window.to !== 'enrollment' && window.to !== 'stage')
      report('lifecycle.anchor.unknown', [...path, 'window', 'to'], { anchor: window.to })
    if (typeof measure.aggregate === 'object' && (window === undefined || window === 'lifetime'))
      report('lifecycle.measure.no-window', [...path, 'window'], { measure: id })
    const streak = streakProblem(measure)
    if (streak !== undefined) report(`lifecycle.streak.${streak}`, [...path, streak], { measure: id })
    if (measure.aggregate === 'ratio' && measure.by === undefined) report('lifecycle.measure.no-divisor', path, { measure: id })
    checkWords(measure.where, [...path, 'where'], false)
    checkWords({ value: measure.value }, path, false)
    checkWords({ by: undefined, value: measure.by }, path, false)
  }
  for (const [id, flag] of Object.entries(flags)) {
    checkWords(flag.where, ['flags', id, 'where'], true)
    if (flag.on === flag.off) report('lifecycle.flag.undecided', ['flags', id, 'off'], { flag: id })
  }
  if (rhythm !== undefined) checkWords(rhythm.where, ['rhythm', 'where'], true)
  return issues

  function checkTransition(rule: Transition, path: Path): void {
    if (!ids.has(rule.to)) report('lifecycle.stage.unknown', [...path, 'to'], { stage: rule.to })
    const isTimer = !('on' in rule)
    checkWords(rule.when, [...path, 'when'], true, isTimer)
    if ('after' in rule && 'rhythm' in rule.after) {
      const times = readExact(rule.after.rhythm) as Exact
      if (rhythm === undefined) report('lifecycle.rhythm.undeclared', [...path, 'after'], {})
      if (compareExact(times, 0) <= 0)
        report('lifecycle.rhythm.not-positive', [...path, 'after', 'rhythm'], { rhythm: String(rule.after.rhythm) })
      if (typeof times === 'object' && typeof times.n === 'bigint')
        report('lifecycle.rhythm.not-positive', [...path, 'after', 'rhythm'], { rhythm: String(rule.after.rhythm) })
    }
    if ('at' in rule) {
      const { at } = rule
      if (typeof at === 'string' && Number.isNaN(parseDate(at))) report('lifecycle.date.unreal', [...path, 'at'], { date: at })
      // 2024 has a 29 February.
      if (
        typeof at === 'object' &&
        'yearly' in at &&
        Number.isNaN(checkedDay(2024, Number(at.yearly.slice(0, 2)), Number(at.yearly.slice(3))))
      )
        report('lifecycle.date.unreal', [...path, 'at', 'yearly'], { date: at.yearly })
    }
  }

  function checkWords(node: unknown, path: Path, mayMeasure: boolean, isTimer = false): void {
    for (const word of wordsOf(node)) {
      const at = [...path, ...word.path]
      if (word.kind === 'other' || (word.kind === 'measure' && !mayMeasure))
        report('lifecycle.word.unavailable', at, { word: word.kind === 'measure' ? 'measure' : word.name })
      else if (word.kind === 'measure' && !Object.hasOwn(measures, word.name))
        report('lifecycle.measure.unknown', at, { measure: word.name })
      else if (word.kind === 'flag' && (!mayMeasure || !Object.hasOwn(flags, word.name)))
        report('lifecycle.flag.unknown', at, { flag: word.name })
      else if (isTimer && (word.kind === 'field' || (word.kind === 'value' && !isNamed(word.name))))
        report('lifecycle.timer.no-event', at, { field: word.name })
      else if (word.kind === 'value' && RHYTHM.has(word.name) && rhythm === undefined) report('lifecycle.rhythm.undeclared', at, {})
    }
  }
}

const RHYTHM = new Set(['beats', 'meanGapDays'])

function isNamed(name: string): boolean {
  return name === 'daysInStage' || RHYTHM.has(name) || name.startsWith(SINCE)
}
