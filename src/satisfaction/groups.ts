/** Whom a figure is about: all, a group of customers, a channel; over all time or period by period. */

import { UsageError } from '../core/errors.js'
import { compareIds } from '../core/id-order.js'
import { type DictionaryColumn, dictionary } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { type Day, formatDate, parseDate } from '../core/time/civil.js'
import { nextUnit, startOfUnit, UNITS, type Unit } from '../core/time/length.js'
import { dayAt, zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'

/**
 * - `{ attribute: 'region' }` — an attribute of the customer
 * - `{ customerId, groups }` — a column of any table, such as the tier of a tier table; groups without facts have rows too
 * - `'channel'` — the channel of the fact itself
 */
export type GroupBy =
  | 'channel'
  | { readonly attribute: string }
  | { readonly customerId: readonly string[]; readonly groups: DictionaryColumn | readonly (string | undefined)[] }

export interface GroupOptions {
  /** Facts before it count. */
  readonly asOf: AsOf
  /** First local day that counts, `YYYY-MM-DD`. Default: all. */
  readonly from?: string
  /** Default: one group of all. */
  readonly by?: GroupBy
  /** One row per calendar unit, from the first fact to the last. Default: one row for all time. */
  readonly period?: Unit
}

export interface Groups {
  /** Rows of the result: group by group, in each the periods in order. */
  readonly length: number
  /** Missing for those without a group, who come last. */
  readonly group: DictionaryColumn
  /** First day of the period, `YYYY-MM-DD`; missing without periods. */
  readonly period: readonly (string | undefined)[]
  /** The row a fact belongs to; −1 outside the time asked for. */
  rowOf(fact: number): number
  /** The period of a fact, counted from 0. */
  periodOf(fact: number): number
}

/**
 * @param counts whether a fact is one the figure is made of: these span the periods, and those without a group make the last group
 * @throws UsageError `tierwise.satisfaction.from`, `tierwise.satisfaction.period`, `tierwise.satisfaction.groups`
 */
export function groupsOf(facts: Facts, options: GroupOptions, counts: (fact: number) => boolean): Groups {
  const { by, period } = options
  if (period !== undefined && !UNITS.includes(period)) throw new UsageError('tierwise.satisfaction.period', { period })
  const zone = zoneOf(facts.timeZone, facts.zones)
  const moment = momentOf(options.asOf, zone)
  const from = options.from === undefined ? Number.NEGATIVE_INFINITY : parseDate(options.from)
  if (Number.isNaN(from)) throw new UsageError('tierwise.satisfaction.from', { from: String(options.from) })

  const { values, codeOf } = membership(facts, by)
  const starts = new Map<Day, number>()
  const periodOfFact = new Int32Array(facts.length).fill(-1)
  let isAnyWithout = values.length === 0
  let previousDay = Number.NaN
  let start = 0
  let last = 0
  for (let i = 0; i < facts.length && facts.columns.at[i] < moment.before; i++) {
    if (!counts(i)) continue
    const day = dayAt(zone, facts.columns.at[i])
    if (day < from) continue
    if (day !== previousDay) start = period === undefined ? 0 : startOfUnit(day, period)
    previousDay = day
    if (starts.size === 0) {
      last = start
      starts.set(last, 0)
    }
    // An empty month of a trend is a row too: periods are filled in up to this one.
    while (last < start) {
      last = nextUnit(last, period as Unit)
      starts.set(last, starts.size)
    }
    periodOfFact[i] = starts.get(start) as number
    if (codeOf(i) < 0) isAnyWithout = true
  }
  const periods = starts.size === 0 ? [undefined] : [...starts.keys()].map((day) => (period === undefined ? undefined : formatDate(day)))
  const groupCount = values.length + (isAnyWithout ? 1 : 0)
  const length = groupCount * periods.length
  return {
    length,
    group: { codes: Int32Array.from({ length }, (_, r) => groupCode(Math.floor(r / periods.length), values.length)), values },
    period: Array.from({ length }, (_, r) => periods[r % periods.length]),
    rowOf(fact) {
      if (periodOfFact[fact] < 0) return -1
      const code = codeOf(fact)
      return (code < 0 ? values.length : code) * periods.length + periodOfFact[fact]
    },
    periodOf: (fact) => periodOfFact[fact],
  }
}

function groupCode(group: number, named: number): number {
  return group < named ? group : -1
}

function membership(facts: Facts, by: GroupBy | undefined): { values: readonly string[]; codeOf: (fact: number) => number } {
  const { customer, channel } = facts.columns
  if (by === undefined) return { values: [], codeOf: () => -1 }
  if (by === 'channel') {
    if (!channel) return { values: [], codeOf: () => -1 }
    const values = [...channel.values].sort(compareIds)
    const recode = channel.values.map((value) => values.indexOf(value))
    return { values, codeOf: (fact) => recode[channel.codes[fact]] ?? -1 }
  }
  if ('attribute' in by) {
    const texts = facts.customers.ids.map((_, c) => {
      const attributes = facts.customers.attributes?.[c]
      const value = attributes && Object.hasOwn(attributes, by.attribute) ? attributes[by.attribute] : undefined
      return value === undefined || value === null || typeof value === 'object' ? undefined : String(value)
    })
    const column = sortedDictionary(texts)
    return { values: column.values, codeOf: (fact) => column.codes[customer[fact]] }
  }
  const column = 'codes' in by.groups ? by.groups : sortedDictionary(by.groups)
  if (column.codes.length !== by.customerId.length)
    throw new UsageError('tierwise.satisfaction.groups', { customers: by.customerId.length, groups: column.codes.length })
  const codeOfId = new Map(by.customerId.map((id, i) => [id, column.codes[i]]))
  const codes = facts.customers.ids.map((id) => codeOfId.get(id) ?? -1)
  return { values: column.values, codeOf: (fact) => codes[customer[fact]] }
}

function sortedDictionary(texts: readonly (string | undefined)[]): DictionaryColumn {
  const { codes, values } = dictionary(texts, texts.length)
  const order = [...values].sort(compareIds)
  const rank = values.map((value) => order.indexOf(value))
  return { codes: Int32Array.from(codes, (code) => rank[code] ?? -1), values: order }
}
