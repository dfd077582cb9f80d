/** The language of measures over one fact, in SQL: values are exact integers, conditions are true or false and never NULL. */

import { decimalText } from '../core/decimal/decimal.js'
import { readExact } from '../core/decimal/exact.js'
import { operatorOf } from '../core/language/compile-condition.js'
import type { Bound, Comparison, Condition, Subject } from '../core/language/condition.js'
import type { CalendarPart, Value } from '../core/language/value.js'
import { type Draft, double, integer } from './draft.js'
import { all, any, FALSE, type Fragment, list, numeral, sql, TRUE, text } from './fragment.js'
import { aligned, constant, extreme, inexpressible, minus, plus, rescaled, rounded, type SqlNumber, times } from './number.js'
import type { FactNeed, WhatHappened } from './what-happened.js'

type Datum =
  | { readonly is: 'number'; readonly number: SqlNumber }
  | { readonly is: 'text'; readonly value: Fragment }
  | { readonly is: 'boolean'; readonly value: Fragment }
  | { readonly is: 'absent' }

const ABSENT: Datum = { is: 'absent' }

/** The facts' columns that a part of a definition names. */
export function needsOf(node: unknown): FactNeed[] {
  if (typeof node === 'string') return needOf(node)
  if (node === null || typeof node !== 'object') return []
  if (Array.isArray(node)) return node.flatMap(needsOf)
  return Object.entries(node).flatMap(([key, inner]) => [
    ...needsOf(inner),
    ...(key === 'by' && typeof inner === 'string' ? needOf(inner) : []),
  ])
}

function needOf(word: string): FactNeed[] {
  if (word === 'amount' || word === 'channel' || word === 'id' || word === 'refersTo') return [word]
  return [`attribute ${word}`]
}

export function numberOf(draft: Draft, facts: WhatHappened, row: Fragment, value: Value): SqlNumber | undefined {
  if (typeof value === 'number' || typeof value === 'string') return constant(draft, value) ?? numberIn(field(facts, row, value as string))
  if ('field' in value) {
    const own = numberIn(field(facts, row, value.field))
    if (value.else === undefined) return own
    const otherwise = numberOf(draft, facts, row, value.else)
    return own === undefined ? otherwise : otherwise === undefined ? own : coalesced(draft, own, otherwise)
  }
  const inner = (one: Value): SqlNumber | undefined => numberOf(draft, facts, row, one)
  const present = (values: readonly Value[]): SqlNumber[] => values.map(inner).filter((one) => one !== undefined)
  if ('plus' in value) return some(present(value.plus), (numbers) => plus(draft, numbers))
  if ('min' in value) return some(present(value.min), (numbers) => extreme(draft, numbers, 'min'))
  if ('max' in value) return some(present(value.max), (numbers) => extreme(draft, numbers, 'max'))
  if ('times' in value) {
    const factors = value.times.map(inner)
    return factors.includes(undefined) ? undefined : factors.length === 0 ? constant(draft, 1) : times(factors as SqlNumber[])
  }
  if ('minus' in value) {
    const [a, b] = value.minus.map(inner)
    return a === undefined || b === undefined ? undefined : minus(draft, a, b)
  }
  if ('round' in value) {
    const x = inner(value.round)
    const to = inner(value.to ?? 1)
    return x === undefined || to === undefined ? undefined : rounded(draft, x, to, value.mode)
  }
  if ('if' in value)
    return chosen(
      draft,
      [[conditionOf(draft, facts, row, value.if), inner(value.then)]],
      value.else === undefined ? undefined : inner(value.else),
    )
  if ('by' in value && 'table' in value) {
    const key = field(facts, row, value.by)
    if (key.is === 'number') inexpressible('a table by a number')
    const otherwise = value.else === undefined ? undefined : inner(value.else)
    if (key.is === 'absent') return Object.hasOwn(value.table, '') ? inner(value.table['']) : otherwise
    const word =
      key.is === 'text'
        ? sql`COALESCE(${key.value}, '')`
        : sql`CASE WHEN ${key.value} THEN 'true' WHEN NOT ${key.value} THEN 'false' ELSE '' END`
    return chosen(
      draft,
      Object.entries(value.table).map(([name, cell]) => [sql`${word} = ${text(name)}`, inner(cell)] as const),
      otherwise,
    )
  }
  if ('calendar' in value) return numberIn(calendar(draft, facts, row, value.calendar))
  if ('member' in value || 'measure' in value || 'balance' in value) return undefined
  return inexpressible(Object.keys(value)[0])
}

function some(numbers: readonly SqlNumber[], combine: (numbers: readonly SqlNumber[]) => SqlNumber): SqlNumber | undefined {
  return numbers.length === 0 ? undefined : numbers.length === 1 ? numbers[0] : combine(numbers)
}

function coalesced(draft: Draft, a: SqlNumber, b: SqlNumber): SqlNumber {
  const { units, scale } = aligned(draft, [a, b])
  return { units: sql`COALESCE(${units[0]}, ${units[1]})`, scale }
}

/** The first whose test holds. */
function chosen(
  draft: Draft,
  ways: readonly (readonly [Fragment, SqlNumber | undefined])[],
  otherwise: SqlNumber | undefined,
): SqlNumber | undefined {
  const numbers = [...ways.map(([, number]) => number), otherwise].filter((one) => one !== undefined)
  if (numbers.length === 0) return undefined
  const scale = Math.max(...numbers.map((one) => one.scale))
  const nothing = draft.dialect.asInteger(sql`NULL`)
  const units = (one: SqlNumber | undefined): Fragment => (one === undefined ? nothing : rescaled(draft, one, scale).units)
  const whens = ways.map(([test, number]) => sql`WHEN ${test} THEN ${units(number)}`)
  return { units: whens.length === 0 ? units(otherwise) : sql`CASE ${list(whens, sql` `)} ELSE ${units(otherwise)} END`, scale }
}

/** Text that is a number counts as one; that is for conditions to read, not for sums. */
function numberIn(datum: Datum): SqlNumber | undefined {
  if (datum.is === 'number') return datum.number
  if (datum.is === 'text') inexpressible('text in place of a number')
  return undefined
}

export function field(facts: WhatHappened, row: Fragment, name: string): Datum {
  switch (name) {
    case 'amount':
      return facts.has('amount') ? { is: 'number', number: { units: facts.column(row, 'amount'), scale: facts.places } } : ABSENT
    case 'type':
      return { is: 'text', value: facts.typeOf(row) }
    case 'channel':
    case 'id':
    case 'refersTo':
      return facts.has(name) ? { is: 'text', value: facts.column(row, name) } : ABSENT
    case 'currency':
    case 'lines':
      return inexpressible(name)
    default: {
      const need: FactNeed = `attribute ${name}`
      const form = facts.formOf(name)
      if (form === undefined || !facts.has(need)) return ABSENT
      const value = facts.column(row, need)
      if (form === 'text' || form === 'boolean') return form === 'text' ? { is: 'text', value } : { is: 'boolean', value }
      return { is: 'number', number: { units: value, scale: typeof form === 'object' ? form.decimal : 0 } }
    }
  }
}

function calendar(draft: Draft, facts: WhatHappened, row: Fragment, part: CalendarPart): Datum {
  const { dialect } = draft
  const at = sql`${row}.at_ms`
  const day = facts.dayOf(at)
  const month = dialect.monthIndex(day)
  const whole = (units: Fragment): Datum => ({ is: 'number', number: { units, scale: 0 } })
  const rest = (x: Fragment, n: number): Fragment =>
    sql`(${x} - ${integer(draft, n)} * ${dialect.asInteger(sql`floor(${dialect.asDouble(x)} / ${double(draft, n)})`)})`
  switch (part) {
    case 'date':
      return { is: 'text', value: dialect.dateText(day) }
    case 'year':
      return whole(dialect.quotient(month, integer(draft, 12)))
    case 'month':
      return whole(sql`(${rest(month, 12)} + 1)`)
    case 'monthOfQuarter':
      return whole(sql`(${rest(month, 3)} + 1)`)
    case 'weekday':
      return whole(sql`(${rest(sql`(${day} + 3)`, 7)} + 1)`)
    case 'day':
      return whole(sql`(${day} - ${firstOfMonth(draft, day)} + 1)`)
    case 'hour':
      return whole(
        dialect.asInteger(
          sql`floor(${dialect.asDouble(rest(sql`(${at} + ${facts.offsetAt(at)})`, 86_400_000))} / ${double(draft, 3_600_000)})`,
        ),
      )
    case 'quarter':
      return {
        is: 'text',
        value: sql`${dialect.asText(dialect.quotient(month, integer(draft, 12)))} || 'Q' || ${dialect.asText(sql`(${dialect.quotient(rest(month, 12), integer(draft, 3))} + 1)`)}`,
      }
  }
}

/** Months counted from January 1970 are exact from its first day. */
function firstOfMonth({ dialect }: Draft, day: Fragment): Fragment {
  return dialect.addMonths(sql`0`, sql`(${dialect.monthIndex(day)} - 23640)`)
}

export function conditionOf(draft: Draft, facts: WhatHappened, row: Fragment, condition: Condition): Fragment {
  const inner = (one: Condition): Fragment => conditionOf(draft, facts, row, one)
  if ('all' in condition) return all(condition.all.map(inner))
  if ('any' in condition) return any(condition.any.map(inner))
  if ('of' in condition) {
    const met = condition.of.map((one) => sql`CASE WHEN ${inner(one)} THEN 1 ELSE 0 END`)
    return condition.atLeast <= 0 ? TRUE : met.length === 0 ? FALSE : sql`(${list(met, sql` + `)} >= ${integer(draft, condition.atLeast)})`
  }
  if ('not' in condition) {
    const test = inner(condition.not)
    return test === TRUE ? FALSE : test === FALSE ? TRUE : sql`NOT (${test})`
  }
  if ('flag' in condition || 'tier' in condition || 'share' in condition) return FALSE
  return comparison(draft, datumOf(draft, facts, row, condition), condition, (bound) => datumOf(draft, facts, row, { value: bound }))
}

function datumOf(draft: Draft, facts: WhatHappened, row: Fragment, subject: Subject): Datum {
  if ('field' in subject) return field(facts, row, subject.field)
  if ('calendar' in subject) return calendar(draft, facts, row, subject.calendar)
  if (!('value' in subject)) return ABSENT
  const { value } = subject
  if (typeof value === 'string' && readExact(value) === undefined) return field(facts, row, value)
  if (typeof value === 'object') {
    if ('calendar' in value) return calendar(draft, facts, row, value.calendar)
    if ('member' in value) return ABSENT
    if ('field' in value && value.else === undefined) return field(facts, row, value.field)
  }
  const number = numberOf(draft, facts, row, value)
  return number === undefined ? ABSENT : { is: 'number', number }
}

const SIGNS = { gte: sql`>=`, gt: sql`>`, lte: sql`<=`, lt: sql`<`, eq: sql`=` }

function comparison(draft: Draft, datum: Datum, compared: Comparison, read: (bound: Value) => Datum): Fragment {
  const operator = operatorOf(compared)
  if (operator === 'exists') {
    const { exists } = compared as { readonly exists: boolean }
    if (datum.is === 'absent') return exists ? FALSE : TRUE
    const value = datum.is === 'number' ? datum.number.units : datum.value
    return exists ? sql`${value} IS NOT NULL` : sql`${value} IS NULL`
  }
  if (datum.is === 'absent') return FALSE
  if (operator === 'in')
    return any((compared as { readonly in: readonly (string | number | boolean)[] }).in.map((one) => equals(draft, datum, one)))
  const bound = (compared as unknown as Readonly<Record<string, Bound>>)[operator]
  if (typeof bound === 'object') return againstValue(draft, datum, operator, read(bound as Value))
  if (operator === 'eq') return equals(draft, datum, bound)
  const limit = typeof bound === 'boolean' ? undefined : constant(draft, bound)
  if (limit === undefined) {
    // dates as YYYY-MM-DD order as text
    if (datum.is !== 'text') return FALSE
    return known(sql`${draft.dialect.byBytes(datum.value)} ${SIGNS[operator]} ${text(String(bound))}`)
  }
  if (datum.is === 'boolean') return FALSE
  if (datum.is === 'text') return known(sql`${draft.dialect.numberIn(datum.value)} ${SIGNS[operator]} ${asNumber(draft, limit)}`)
  const { units } = aligned(draft, [datum.number, limit])
  return known(sql`${units[0]} ${SIGNS[operator]} ${units[1]}`)
}

/** Numbers by value (`'1.50'` is 1.5), everything else by identity of text or truth. */
function equals(draft: Draft, datum: Exclude<Datum, { is: 'absent' }>, literal: string | number | boolean): Fragment {
  if (datum.is === 'boolean') return typeof literal === 'boolean' ? known(literal ? datum.value : sql`NOT ${datum.value}`) : FALSE
  if (typeof literal === 'boolean') return FALSE
  const number = constant(draft, literal)
  if (datum.is === 'number') {
    if (number === undefined) return FALSE
    const { units } = aligned(draft, [datum.number, number])
    return known(sql`${units[0]} = ${units[1]}`)
  }
  const same = typeof literal === 'string' ? [known(sql`${datum.value} = ${text(literal)}`)] : []
  return any([...same, ...(number === undefined ? [] : [known(sql`${draft.dialect.numberIn(datum.value)} = ${asNumber(draft, number)}`)])])
}

function againstValue(
  draft: Draft,
  datum: Exclude<Datum, { is: 'absent' }>,
  operator: 'gte' | 'gt' | 'lte' | 'lt' | 'eq',
  other: Datum,
): Fragment {
  if (other.is === 'absent') return FALSE
  if (datum.is === 'number' && other.is === 'number') {
    const { units } = aligned(draft, [datum.number, other.number])
    return known(sql`${units[0]} ${SIGNS[operator]} ${units[1]}`)
  }
  if (datum.is === 'boolean' && other.is === 'boolean') return operator === 'eq' ? known(sql`${datum.value} = ${other.value}`) : FALSE
  if (datum.is === 'boolean' || other.is === 'boolean') return FALSE
  return inexpressible('text compared with another value')
}

function asNumber({ dialect }: Draft, { constant: units = 0, scale }: SqlNumber): Fragment {
  return dialect.decimal(numeral(decimalText({ units, scale })))
}

/** NULL meets nothing. */
function known(test: Fragment): Fragment {
  return sql`COALESCE(${test}, FALSE)`
}
