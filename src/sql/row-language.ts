/** Conditions over a customer's figures, in SQL: what `evaluateRule` and the ladders read from a row of measures. */

import { readDecimal, TEN } from '../core/decimal/decimal.js'
import { operatorOf } from '../core/language/compile-condition.js'
import type { Condition } from '../core/language/condition.js'
import { type Draft, double, integer } from './draft.js'
import { all, any, FALSE, type Fragment, list, sql, TRUE, text } from './fragment.js'
import { inexpressible } from './number.js'

/** The figures a condition names. */
export function figuresIn(node: unknown): string[] {
  if (node === null || typeof node !== 'object') return []
  if (Array.isArray(node)) return node.flatMap(figuresIn)
  return Object.entries(node).flatMap(([key, inner]) =>
    (key === 'measure' || key === 'field' || key === 'flag' || key === 'member' || key === 'balance') && typeof inner === 'string'
      ? [inner]
      : figuresIn(inner),
  )
}

const SIGNS = { gte: sql`>=`, gt: sql`>`, lte: sql`<=`, lt: sql`<`, eq: sql`=` }

/** True or false, never NULL: a figure that is missing meets nothing. */
export function rowCondition(draft: Draft, figure: (name: string) => Fragment, condition: Condition): Fragment {
  const { dialect } = draft
  const inner = (one: Condition): Fragment => rowCondition(draft, figure, one)
  if ('all' in condition) return all(condition.all.map(inner))
  if ('any' in condition) return any(condition.any.map(inner))
  if ('of' in condition) {
    const met = condition.of.map((one) => sql`CASE WHEN ${inner(one)} THEN 1 ELSE 0 END`)
    return met.length === 0
      ? condition.atLeast <= 0
        ? TRUE
        : FALSE
      : sql`(${list(met, sql` + `)} >= ${integer(draft, condition.atLeast)})`
  }
  if ('not' in condition) return sql`NOT (${inner(condition.not)})`
  if ('flag' in condition) return known(sql`${dialect.asText(figure(condition.flag))} IN ('true', '1')`)
  if ('tier' in condition) return inexpressible('tier')
  const { measure, field, member, balance } = condition as Readonly<Record<string, string | undefined>>
  const name = measure ?? field ?? member ?? balance
  if (name === undefined) return inexpressible(Object.keys(condition)[0])
  const value = figure(name)
  const operator = operatorOf(condition)
  if (operator === 'exists') return (condition as { readonly exists: boolean }).exists ? sql`${value} IS NOT NULL` : sql`${value} IS NULL`
  const same = (literal: unknown): Fragment => {
    const number = numberOf(literal)
    if (number !== undefined) return known(sql`${dialect.asDouble(value)} = ${double(draft, number)}`)
    return known(sql`${dialect.asText(value)} = ${text(String(literal))}`)
  }
  if (operator === 'in') return any((condition as { readonly in: readonly unknown[] }).in.map(same))
  const bound = (condition as unknown as Readonly<Record<string, unknown>>)[operator]
  if (bound !== null && typeof bound === 'object') {
    const other = Object.entries(bound)
    if (other.length !== 1 || (other[0][0] !== 'measure' && other[0][0] !== 'field')) return inexpressible(other[0][0])
    return known(sql`${dialect.asDouble(value)} ${SIGNS[operator]} ${dialect.asDouble(figure(String(other[0][1])))}`)
  }
  if (operator === 'eq') return same(bound)
  const number = numberOf(bound)
  if (number === undefined) return known(sql`${dialect.byBytes(dialect.asText(value))} ${SIGNS[operator]} ${text(String(bound))}`)
  return known(sql`${dialect.asDouble(value)} ${SIGNS[operator]} ${double(draft, number)}`)
}

/** As the ladder's jump program reads it. */
function numberOf(literal: unknown): number | undefined {
  if (typeof literal === 'boolean') return undefined
  const read = readDecimal(literal)
  return read && read.units / TEN[read.scale]
}

function known(test: Fragment): Fragment {
  return sql`COALESCE(${test}, FALSE)`
}
