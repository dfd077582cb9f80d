/** Values and conditions in words. */

import { readExact } from '../../core/decimal/exact.js'
import { operatorOf } from '../../core/language/compile-condition.js'
import type { Condition } from '../../core/language/condition.js'
import type { Value } from '../../core/language/value.js'
import type { Reason } from '../../core/reason.js'
import { phrase, tierWords, words } from './phrase.js'

export function valueTerms(value: Value): Reason {
  if (typeof value === 'number') return phrase('value-number', { number: String(value) })
  if (typeof value === 'string')
    return readExact(value) === undefined ? phrase('value-name', {}, { name: words(value) }) : phrase('value-number', { number: value })
  if ('field' in value) return orElse(phrase('value-name', {}, { name: words(value.field) }), value.else)
  if ('measure' in value) return phrase(value.window === 'closed' ? 'measure-closed' : 'measure', {}, { name: words(value.measure) })
  if ('balance' in value) return phrase('value-balance', {}, { currency: words(value.balance) })
  if ('member' in value) return phrase('value-member', {}, { name: words(value.member) })
  if ('calendar' in value) return phrase('value-calendar', { part: value.calendar })
  if ('yearsSince' in value) return phrase('value-years-since', {}, { date: valueTerms(value.yearsSince) })
  if ('earned' in value)
    return phrase('value-earned', { rules: (typeof value.earned === 'string' ? [value.earned] : value.earned).join('\n') })
  if ('plus' in value) return phrase('value-plus', {}, { of: value.plus.map(valueTerms) })
  if ('minus' in value) return phrase('value-minus', {}, { of: value.minus.map(valueTerms) })
  if ('times' in value) return phrase('value-times', {}, { of: value.times.map(valueTerms) })
  if ('over' in value) return phrase('value-over', {}, { of: value.over.map(valueTerms) })
  if ('min' in value) return phrase('value-min', {}, { of: value.min.map(valueTerms) })
  if ('max' in value) return phrase('value-max', {}, { of: value.max.map(valueTerms) })
  if ('round' in value)
    return phrase(
      'value-round',
      { mode: value.mode },
      { of: valueTerms(value.round), to: value.to === undefined ? undefined : valueTerms(value.to) },
    )
  if ('if' in value)
    return phrase(
      'value-if',
      {},
      {
        condition: conditionTerms(value.if),
        result: valueTerms(value.then),
        else: value.else === undefined ? undefined : valueTerms(value.else),
      },
    )
  if ('byTier' in value) return tableTerms('value-by-tier', value.byTier, value.else)
  if ('byEarned' in value) return tableTerms('value-by-earned', value.byEarned, value.else)
  if ('table' in value) return tableTerms('value-table', value.table, value.else, value.by)
  if ('sum' in value)
    return phrase(
      'value-sum',
      {},
      {
        list: words(value.sum),
        of: value.of === undefined ? undefined : valueTerms(value.of),
        where: value.where === undefined ? undefined : conditionTerms(value.where),
      },
    )
  return phrase(
    value.mode === 'whole' ? 'value-ladder-whole' : 'value-ladder-slices',
    {},
    {
      of: valueTerms(value.ladder),
      steps: value.steps.map(({ from, rate }) => phrase('step', {}, { from: valueTerms(from), rate: valueTerms(rate) })),
    },
  )
}

/** Equal values are named once: 1.3 for C, D and J. */
export function tableTerms(word: string, table: Readonly<Record<string, Value>>, otherwise?: Value, by?: string): Reason {
  const keys = new Map<string, string[]>()
  for (const [key, value] of Object.entries(table)) {
    const text = JSON.stringify(value)
    keys.set(text, [...(keys.get(text) ?? []), key])
  }
  return phrase(
    word,
    {},
    {
      by: by === undefined ? undefined : words(by),
      rows: [...keys].map(([text, ids]) =>
        phrase('row', {}, { keys: by === undefined ? tierWords(ids) : words(ids), value: valueTerms(JSON.parse(text) as Value) }),
      ),
      else: otherwise === undefined ? undefined : valueTerms(otherwise),
    },
  )
}

function orElse(value: Reason, otherwise: Value | undefined): Reason {
  return otherwise === undefined ? value : phrase('value-else', {}, { value, else: valueTerms(otherwise) })
}

export function conditionTerms(condition: Condition): Reason {
  if ('all' in condition) return condition.all.length === 1 ? conditionTerms(condition.all[0]) : listed('all', condition.all)
  if ('any' in condition) return condition.any.length === 1 ? conditionTerms(condition.any[0]) : listed('any', condition.any)
  if ('of' in condition)
    return phrase('at-least', { n: condition.atLeast, m: condition.of.length }, { of: condition.of.map(conditionTerms) })
  if ('not' in condition) return negated(condition.not)
  if ('flag' in condition) return phrase('flag', {}, { name: words(condition.flag) })
  if ('tier' in condition) return tierTerms('tier', condition.tier)
  return comparison(condition)
}

/** What is joined inside something joined the other way stands in brackets. */
function listed(word: 'all' | 'any', parts: readonly Condition[]): Reason {
  return phrase(
    word,
    {},
    {
      of: parts.map((part) => {
        const inner = conditionTerms(part)
        return /\.(all|any)$/.test(inner.code) ? phrase('bracketed', {}, { of: inner }) : inner
      }),
    },
  )
}

function negated(condition: Condition): Reason {
  if ('not' in condition) return conditionTerms(condition.not)
  if ('flag' in condition) return phrase('flag-not', {}, { name: words(condition.flag) })
  if ('tier' in condition) return tierTerms('tier-not', condition.tier)
  if ('all' in condition || 'any' in condition || 'of' in condition) return phrase('not', {}, { of: conditionTerms(condition) })
  return comparison(condition, true)
}

function tierTerms(word: 'tier' | 'tier-not', tier: Extract<Condition, { readonly tier: unknown }>['tier']): Reason {
  if (typeof tier === 'object' && 'atLeast' in tier) return phrase(`${word}-up`, {}, { tier: tierWords(tier.atLeast) })
  return phrase(word, {}, { tiers: tierWords(tier) })
}

type Compared = Exclude<
  Condition,
  | { readonly all: unknown }
  | { readonly any: unknown }
  | { readonly of: unknown }
  | { readonly not: unknown }
  | { readonly flag: unknown }
  | { readonly tier: unknown }
>

function comparison(condition: Compared, isNegated = false): Reason {
  const operator = operatorOf(condition as never)
  const bound = (condition as unknown as Readonly<Record<string, unknown>>)[operator]
  const part = 'calendar' in condition ? condition.calendar : undefined
  const isNamed = (Array.isArray(bound) ? bound : [bound]).every((one) => nameOfDay(part, one) !== undefined)
  const literal = (one: unknown): Reason => (isNamed ? nameOfDay(part, one) : undefined) ?? literalTerms(one)
  const gaps = { subject: isNamed && part === 'weekday' ? phrase('weekday-of-day') : subjectTerms(condition) }
  const word = `${isNegated ? 'is-not' : 'is'}-${operator}`
  if (operator === 'exists') return phrase((bound === true) === isNegated ? 'is-absent' : 'is-given', {}, gaps)
  if (typeof bound === 'boolean') return phrase(bound === isNegated ? 'is-no' : 'is-yes', {}, gaps)
  if (operator === 'in') return phrase(word, {}, { ...gaps, bounds: (bound as readonly (string | number | boolean)[]).map(literal) })
  return phrase(word, {}, { ...gaps, bound: typeof bound === 'object' ? valueTerms(bound as Value) : literal(bound) })
}

/** Weekdays and months by their names. */
function nameOfDay(part: string | undefined, literal: unknown): Reason | undefined {
  const n = Number(literal)
  if (typeof literal === 'object' || !Number.isInteger(n) || n < 1) return undefined
  if (part === 'weekday' && n <= 7) return phrase('weekday', { n })
  return part === 'month' && n <= 12 ? phrase('month', { n }) : undefined
}

function literalTerms(literal: unknown): Reason {
  const text = String(literal)
  return readExact(text) === undefined ? phrase('word', { id: text }) : phrase('value-number', { number: text })
}

function subjectTerms(condition: Compared): Reason {
  if ('share' in condition) return phrase('share', {}, { of: words(condition.share.of), in: words(condition.share.in) })
  if ('value' in condition) return valueTerms(condition.value)
  if ('field' in condition) return valueTerms({ field: condition.field })
  if ('measure' in condition) return valueTerms({ measure: condition.measure, ...(condition.window ? { window: condition.window } : {}) })
  if ('balance' in condition) return valueTerms({ balance: condition.balance })
  if ('member' in condition) return valueTerms({ member: condition.member })
  return valueTerms({ calendar: condition.calendar })
}
