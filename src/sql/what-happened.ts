/** The first step of every statement over facts: the host's tables as one, with the columns that are needed and no others. */

import { currencyExponent } from '../core/decimal/currency.js'
import { UsageError } from '../core/errors.js'
import { reason } from '../core/reason.js'
import type { AsOf } from '../core/time/as-of.js'
import type { ZoneTable } from '../core/time/zone.js'
import { type Draft, integer, name, step } from './draft.js'
import { FALSE, type Fragment, list, sql, TRUE, text } from './fragment.js'
import { type LocalDays, localDays } from './local-day.js'
import { type AttributeForm, type FactSource, type FactTable, reserve, tableOf } from './source.js'

/** What a step may ask of the facts besides customer, time and type. */
export type FactNeed = 'amount' | 'id' | 'refersTo' | 'channel' | 'cost' | 'discount' | `attribute ${string}`

export interface WhatHappened extends LocalDays {
  readonly source: FactSource
  /** Places of the currency. */
  readonly places: number
  /** The step's name. Its columns: customer, at (epoch ms), and those that were needed, by `column`. */
  readonly name: Fragment
  /** The names of those columns. */
  readonly columns: readonly Fragment[]
  /** Whether a row is of one of these types. */
  isType(row: Fragment, types: readonly string[]): Fragment
  /** The type as text. */
  typeOf(row: Fragment): Fragment
  has(need: FactNeed): boolean
  column(row: Fragment, need: FactNeed): Fragment
  formOf(attribute: string): AttributeForm | undefined
  /** Keys that order facts of one instant: type, then id. */
  tieKeys(row: Fragment): readonly Fragment[]
}

/** @throws UsageError `sql.source.missing`, `sql.source.form`, and those of an unknown zone or currency */
export function whatHappened(
  draft: Draft,
  source: FactSource,
  needs: ReadonlySet<FactNeed>,
  { asOf, zones }: { readonly asOf?: AsOf | undefined; readonly zones?: readonly ZoneTable[] | undefined },
): WhatHappened {
  if (asOf === undefined) throw new UsageError('sql.option.missing', { option: 'asOf' })
  if (source.timeZone === undefined) throw new UsageError('sql.source.missing', { key: 'timeZone' })
  const { dialect } = draft
  const tables = [source, ...(source.also ?? [])]
  reserve(draft, [...tables.map(({ table }) => table), ...(source.customers ? [source.customers.table] : [])])
  const places = currencyExponent(source.currency ?? 'XXX')
  if (places === undefined) throw new UsageError('sql.source.form', { key: 'currency', got: String(source.currency) })
  const days = localDays(draft, source.timeZone, asOf, zones)
  const asked = [...needs].filter((need) => tables.some((table) => columnOf(table, need) !== undefined))
  const attributes = asked.filter((need) => need.startsWith('attribute '))
  const aliasOf = (need: FactNeed): Fragment =>
    need.startsWith('attribute ') ? { pieces: [`a${attributes.indexOf(need) + 1}`] } : { pieces: [ALIASES[need as keyof typeof ALIASES]] }
  // One word for all rows need not stand in every row.
  const words = new Set(tables.map(({ type = 'purchase' }) => (typeof type === 'string' ? type : undefined)))
  const only = words.size === 1 ? [...words][0] : undefined

  const bodies = tables.map((table) => {
    const t = sql`t_`
    const column = (host: string): Fragment => sql`${t}.${name(draft, host)}`
    const at = typeof table.at === 'string' ? { column: table.at, as: 'timestamp' as const } : table.at
    if (typeof table.customer !== 'string') throw new UsageError('sql.source.missing', { key: 'customer' })
    const { type = 'purchase' } = table
    const chosen = [
      sql`${column(table.customer)} AS customer`,
      sql`${dialect.epochMs(column(at.column), at.as)} AS at_ms`,
      ...(only === undefined ? [sql`${typeof type === 'string' ? text(type) : dialect.asText(column(type.column))} AS type`] : []),
      ...asked.map((need) => sql`${read(draft, table, need, column, places, formIn(tables, need))} AS ${aliasOf(need)}`),
    ]
    return sql`  SELECT ${list(chosen, sql`,\n    `)}\n  FROM ${tableOf(draft, table.table)} AS t_\n  WHERE ${column(table.customer)} IS NOT NULL AND ${column(at.column)} IS NOT NULL`
  })
  const facts = step(draft, 'facts', 'what happened', list(bodies, sql`\n  UNION ALL\n`))
  if (asked.includes('id') === false && needs.has('id')) draft.notes.push(reason('sql.source.no-id', 'info'))
  return {
    ...days,
    source,
    places,
    name: facts,
    columns: [sql`customer`, sql`at_ms`, ...(only === undefined ? [sql`type`] : []), ...asked.map(aliasOf)],
    isType: (row, types) => {
      if (only !== undefined) return types.includes(only) ? TRUE : FALSE
      return types.length === 0 ? FALSE : sql`${row}.type IN (${list(types.map(text))})`
    },
    typeOf: (row) => (only === undefined ? sql`${row}.type` : text(only)),
    has: (need) => asked.includes(need),
    column: (row, need) => sql`${row}.${aliasOf(need)}`,
    formOf: (attribute) => formIn(tables, `attribute ${attribute}`),
    tieKeys: (row) => [
      ...(only === undefined ? [dialect.byBytes(sql`${row}.type`)] : []),
      ...(asked.includes('id') ? idKeys(draft, sql`${row}.id`) : []),
    ],
  }
}

const ALIASES = { amount: 'amount', id: 'id', refersTo: 'refers_to', channel: 'channel', cost: 'cost', discount: 'discount' }

/** Whole numbers ascending first, then other ids by their bytes; a missing id first of all. */
export function idKeys({ dialect }: Draft, id: Fragment): readonly Fragment[] {
  const known = sql`COALESCE(${id}, '')`
  const whole = dialect.isWhole(known)
  return [sql`CASE WHEN ${whole} THEN 0 ELSE 1 END`, sql`CASE WHEN ${whole} THEN length(${known}) ELSE 0 END`, dialect.byBytes(known)]
}

/** The name of the column that answers a need. */
function columnOf(table: FactTable, need: FactNeed): string | undefined {
  switch (need) {
    case 'amount':
      return table.amountMinor ?? table.amount
    case 'cost':
      return table.costMinor
    case 'discount':
      return table.discountMinor
    case 'id':
    case 'refersTo':
    case 'channel':
      return table[need]
    default: {
      const attribute = need.slice('attribute '.length)
      return table.attributes !== undefined && Object.hasOwn(table.attributes, attribute) ? table.attributes[attribute].column : undefined
    }
  }
}

function formIn(tables: readonly FactTable[], need: FactNeed): AttributeForm | undefined {
  const attribute = need.slice('attribute '.length)
  const forms = tables.flatMap(({ attributes }) =>
    attributes !== undefined && Object.hasOwn(attributes, attribute) ? [attributes[attribute].as] : [],
  )
  const places = (form: AttributeForm): string => (typeof form === 'object' ? `decimal ${form.decimal}` : form)
  if (forms.some((form) => places(form) !== places(forms[0])))
    throw new UsageError('sql.source.form', { key: attribute, got: forms.map(places).join(', ') })
  const form = forms[0]
  if (typeof form === 'object' && !(Number.isInteger(form.decimal) && form.decimal >= 0 && form.decimal <= 12))
    throw new UsageError('sql.source.form', { key: attribute, got: String(form.decimal) })
  return form
}

function read(
  draft: Draft,
  table: FactTable,
  need: FactNeed,
  column: (host: string) => Fragment,
  places: number,
  form: AttributeForm | undefined,
): Fragment {
  const { dialect } = draft
  const host = columnOf(table, need)
  const isText = need === 'id' || need === 'refersTo' || need === 'channel' || form === 'text'
  if (host === undefined) return isText ? dialect.asText(sql`NULL`) : form === 'boolean' ? sql`NULL` : dialect.asInteger(sql`NULL`)
  const value = column(host)
  if (isText) return dialect.asText(value)
  if (need === 'amount') return table.amountMinor === undefined ? dialect.asUnits(value, places) : dialect.asInteger(value)
  if (form === 'boolean') return value
  return typeof form === 'object' ? dialect.asUnits(value, form.decimal) : dialect.asInteger(value)
}

/** The facts that had happened by `asOf`. */
export function isKnown(draft: Draft, facts: WhatHappened, row: Fragment): Fragment {
  return sql`${row}.at_ms < ${integer(draft, facts.before)}`
}
