/** An event that would raise a measure or set a flag: read off the definition, its size left open. */

import { compareExact, type Exact, exactText, fromUnits, readExact } from '../core/decimal/exact.js'
import type { Condition } from '../core/language/condition.js'
import type { CalendarPart, Value } from '../core/language/value.js'
import { countsFacts } from '../core/measure/definition.js'
import type { ProgramDefinition } from '../program/definition.js'
import { followed, type Named, namedIn } from '../program/named.js'
import type { Need } from './needs.js'

export type Fields = Readonly<Record<string, unknown>>

/**
 * What grows with the size: the fact's amount in minor units, a field, a field of the only element of a list, the number of events,
 * or nothing (the event happens once).
 *
 * Events that count by different values take those in turn: `values` are all that can count, those not counted yet first; without them any text counts
 * that is none of `held`. By a part of the calendar they count on different days.
 */
export type Size =
  | { readonly kind: 'amount' }
  | { readonly kind: 'field'; readonly path: string; readonly list?: string }
  | { readonly kind: 'times'; readonly distinct?: Distinct; readonly calendar?: CalendarPart }
  | { readonly kind: 'once' }

export interface Distinct {
  readonly path: string
  readonly values?: readonly unknown[]
  readonly held: readonly string[]
}

export interface Suggestion {
  readonly type: string
  readonly fields: Fields
  readonly size: Size
}

/**
 * Ways to feed what a need names, the first the most direct. Whether they do is for the engine to say.
 * @param held the values that a count of different ones knows already, the oldest first
 */
export function suggestionsFor(definition: ProgramDefinition, need: Need, held: readonly string[]): Suggestion[] {
  if (need.kind === 'flag') {
    const flag = definition.flags?.[need.id]
    return flag === undefined ? [] : [{ type: flag.on, fields: meeting(flag.where), size: { kind: 'once' } }]
  }
  if (need.kind === 'balance') return earnSuggestions(definition, need.id, undefined)
  const measure = definition.measures?.[need.id]
  if (measure === undefined) return []
  if ('earned' in measure) return earnSuggestions(definition, measure.earned, measure.by)
  const types = typeof measure.from === 'string' ? [measure.from] : measure.from
  const fields = meeting(measure.where)
  if (measure.aggregate === 'distinct') {
    const value = plainValue(definition, measure.value ?? 'amount')
    if (value === 'type') return [{ type: types[0], fields, size: { kind: 'times', distinct: inTurn('type', types, held) } }]
    return types.map((type) => differing(type, measure.where, value, held))
  }
  return types.map((type) => {
    if (countsFacts(measure)) return { type, fields, size: { kind: 'times' } }
    return sized(definition, type, fields, [measure.value ?? 'amount'])
  })
}

/** What a name of the definition stands for; a field by its own name. */
function plainValue(definition: ProgramDefinition, given: Value): Value {
  const { value } = followed(given, namedIn(definition))
  return typeof value === 'object' && 'field' in value && value.else === undefined ? value.field : value
}

function differing(type: string, where: Condition | undefined, value: Value, held: readonly string[]): Suggestion {
  const fields = meeting(where)
  if (typeof value === 'object' && 'calendar' in value) return { type, fields, size: { kind: 'times', calendar: value.calendar } }
  if (typeof value !== 'string') return { type, fields, size: { kind: 'times' } }
  const { [value]: _, ...others } = fields
  return { type, fields: others, size: { kind: 'times', distinct: inTurn(value, choicesOf(where, value), held) } }
}

function inTurn(path: string, choices: readonly unknown[] | undefined, held: readonly string[]): Distinct {
  if (choices === undefined) return { path, held }
  const age = (value: unknown): number => held.indexOf(String(value))
  return { path, held, values: [...new Set(choices)].sort((a, b) => age(a) - age(b)) }
}

/** The only values of a field that meet a condition; `undefined` where it names none. */
function choicesOf(condition: Condition | undefined, path: string): readonly unknown[] | undefined {
  if (condition === undefined) return undefined
  if ('all' in condition) {
    const named = condition.all.map((inner) => choicesOf(inner, path)).filter((one) => one !== undefined)
    return named.length === 0 ? undefined : named.reduce((left, right) => left.filter((value) => right.includes(value)))
  }
  if ('any' in condition) {
    const named = condition.any.map((inner) => choicesOf(inner, path))
    return named.some((one) => one === undefined) ? undefined : named.flatMap((one) => one ?? [])
  }
  if (!('field' in condition) || condition.field !== path) return undefined
  if ('in' in condition) return condition.in
  return 'eq' in condition && typeof condition.eq !== 'object' ? [condition.eq] : undefined
}

/** So many values to take in turn. */
export function valuesOf({ path, values, held }: Distinct, count: number): unknown[] {
  if (values !== undefined) return Array.from({ length: count }, (_, i) => values[Math.min(i, values.length - 1)])
  const made: string[] = []
  for (let n = 1; made.length < count; n++) if (!held.includes(`${path}-${n}`)) made.push(`${path}-${n}`)
  return made
}

function earnSuggestions(definition: ProgramDefinition, currency: string, by: readonly string[] | undefined): Suggestion[] {
  return (definition.earn ?? [])
    .filter((rule) => rule.to === currency && (by === undefined || by.includes(rule.id)))
    .flatMap((rule) => {
      const types = typeof rule.on === 'string' ? [rule.on] : rule.on
      const values = [rule.value ?? 'amount', ...(rule.rate === undefined ? [] : [rule.rate]), ...Object.values(rule.byTier ?? {})]
      return types.map((type) => sized(definition, type, meeting(rule.where), values))
    })
}

/** The size is the amount where the value reads it, else the first field it reads; fields that only choose a rate take the best one. */
function sized(definition: ProgramDefinition, type: string, fields: Fields, values: readonly Value[]): Suggestion {
  const read = readsOf(definition, values)
  const chosen = { ...read.choices, ...fields }
  const path = read.paths.find((name) => name === 'amount') ?? read.paths.find((name) => !Object.hasOwn(fields, name))
  if (path === undefined) {
    const list = read.lists.find(({ of }) => of !== undefined)
    if (list !== undefined)
      return { type, fields: { ...chosen, [list.list]: [list.fields] }, size: { kind: 'field', path: list.of as string, list: list.list } }
    return { type, fields: chosen, size: { kind: 'times' } }
  }
  return { type, fields: chosen, size: path === 'amount' ? { kind: 'amount' } : { kind: 'field', path } }
}

interface Reads {
  readonly paths: string[]
  readonly choices: Record<string, unknown>
  readonly lists: { list: string; of?: string; fields: Fields }[]
}

function readsOf(definition: ProgramDefinition, values: readonly Value[]): Reads {
  const reads: Reads = { paths: [], choices: {}, lists: [] }
  const visit = (given: Value | undefined, among: Named): void => {
    if (given === undefined) return
    const { value, named } = followed(given, among)
    if (typeof value === 'number') return
    if (typeof value === 'string') {
      if (readExact(value) === undefined && !reads.paths.includes(value)) reads.paths.push(value)
      return
    }
    if ('field' in value) {
      // A field with a stand-in changes the size of things, it is not the thing.
      if (value.else === undefined && !reads.paths.includes(value.field)) reads.paths.push(value.field)
      return
    }
    if ('by' in value) {
      const best = bestKey(value.table)
      if (best !== undefined && !Object.hasOwn(reads.choices, value.by)) reads.choices[value.by] = best
      return
    }
    if ('sum' in value) {
      const of = typeof value.of === 'string' && readExact(value.of) === undefined ? value.of : undefined
      reads.lists.push({ list: value.sum, fields: meeting(value.where), ...(of === undefined ? {} : { of }) })
      return
    }
    if ('if' in value) {
      visit(value.then, named)
      visit(value.else, named)
      return
    }
    for (const inner of Object.values(value))
      for (const one of Array.isArray(inner) ? inner : [inner])
        if (typeof one === 'string' || (one !== null && typeof one === 'object')) visitPart(one, value, named)
  }
  const visitPart = (one: unknown, parent: object, named: Named): void => {
    // Names of measures, currencies, parts of the calendar and rounding modes are no fields.
    if (
      typeof one === 'string' &&
      ['measure', 'balance', 'member', 'calendar', 'earned', 'window', 'mode'].some(
        (word) => word in parent && (parent as Fields)[word] === one,
      )
    )
      return
    visit(one as Value, named)
  }
  const all = namedIn(definition)
  for (const value of values) visit(value, all)
  return reads
}

function bestKey(table: Readonly<Record<string, Value>>): string | undefined {
  let best: string | undefined
  let most: Exact | undefined
  for (const [key, cell] of Object.entries(table)) {
    const rate = typeof cell === 'string' || typeof cell === 'number' ? readExact(cell) : undefined
    if (best === undefined || (rate !== undefined && (most === undefined || compareExact(rate, most) > 0))) {
      best = key
      most = rate
    }
  }
  return best
}

/** Fields that meet a condition, as far as fields can; the rest is the account's own affair. */
export function meeting(condition: Condition | undefined): Fields {
  if (condition === undefined) return {}
  if ('all' in condition) return Object.assign({}, ...condition.all.map(meeting)) as Fields
  if ('any' in condition) return meeting(condition.any.find((inner) => Object.keys(meeting(inner)).length > 0))
  if ('of' in condition) return Object.assign({}, ...condition.of.slice(0, condition.atLeast).map(meeting)) as Fields
  if (!('field' in condition) || condition.field === 'type') return {}
  if ('in' in condition) return { [condition.field]: condition.in[0] }
  if ('exists' in condition) return condition.exists ? { [condition.field]: 'x' } : {}
  const bound = 'eq' in condition ? condition.eq : 'gte' in condition ? condition.gte : 'lte' in condition ? condition.lte : undefined
  if (bound !== undefined) return typeof bound === 'object' ? {} : { [condition.field]: bound }
  const [open, by] = 'gt' in condition ? [condition.gt, 1] : ['lt' in condition ? condition.lt : undefined, -1]
  const limit = typeof open === 'object' ? undefined : readExact(open)
  return typeof limit === 'number' ? { [condition.field]: String(limit + by) } : {}
}

/** Plain events of a size; `amount` in minor units, fields in units of 10^−scale. */
export function eventsOf(
  definition: ProgramDefinition,
  { type, fields, size }: Suggestion,
  amount: number,
  scale: number,
): readonly (Fields & { readonly type: string })[] {
  const event = { type, ...unfolded(fields) }
  switch (size.kind) {
    case 'once':
      return [event]
    case 'times':
      return Array.from({ length: amount }, () => event)
    case 'amount': {
      const { amount: _, ...rest } = event as Fields & { readonly type: string }
      return [{ ...rest, type, amountMinor: amount, currency: typeof fields.currency === 'string' ? fields.currency : definition.currency }]
    }
    default: {
      const text = exactText(fromUnits(amount, scale))
      if (size.list === undefined) return [{ ...event, ...unfolded({ ...fields, [size.path]: text }), type }]
      const [element] = (fields[size.list] as readonly Fields[] | undefined) ?? [{}]
      return [{ ...event, [size.list]: [unfolded({ ...element, [size.path]: text })] }]
    }
  }
}

/** `{ 'a.b': 1 }` → `{ a: { b: 1 } }` */
function unfolded(fields: Fields): Fields {
  const made: Record<string, unknown> = {}
  for (const [path, value] of Object.entries(fields)) {
    const keys = path.split('.')
    let here = made
    for (const key of keys.slice(0, -1)) {
      const inner = here[key]
      const next: Record<string, unknown> = inner !== null && typeof inner === 'object' ? { ...(inner as Fields) } : {}
      here[key] = next
      here = next
    }
    here[keys[keys.length - 1]] = value
  }
  return made
}
