/** What each customer chose, when: the one reading of facts under all preference models. A choice is a value (a category, a channel, an hour) on an occasion (a day, an order). */

import { compareIds } from '../core/id-order.js'
import { type Day, MS_PER_DAY, weekdayOf } from '../core/time/civil.js'
import type { Instant } from '../core/time/instant.js'
import { type Length, startOfUnit } from '../core/time/length.js'
import { zoneOf } from '../core/time/zone.js'
import type { AttributeValue, FactLine } from '../facts/fact.js'
import type { Facts } from '../facts/facts.js'
import { type RefundOf, settle } from '../facts/refunds.js'
import type { CountBy } from '../facts/summary.js'

/**
 * What is preferred: a word of the order's lines, the channel, the local weekday (`'1'` Monday … `'7'`) or hour (`'0'` … `'23'`),
 * or any attribute of the fact (`{ attribute: 'payment' }`).
 */
export type AffinityOf = 'category' | 'product' | 'channel' | 'weekday' | 'hour' | { readonly attribute: string }

/** What a view or a click is worth. */
export interface Signal {
  /** In purchases: 0.05 says that twenty views tell as much as one purchase. */
  readonly weight: number
  /** Default: that of the purchases. */
  readonly halfLife?: Length
}

export interface ChoiceOptions {
  readonly of: AffinityOf
  /** In which unit the same choice counts once. */
  readonly countBy: CountBy
  /** Fact types that are purchases. */
  readonly purchases: readonly string[]
  /** Other fact types that tell something about preference, by type. */
  readonly signals: Readonly<Record<string, Signal>>
}

/** Grouped by customer, in time order: those of customer `c` are `starts[c] … starts[c + 1] − 1`. A value counts once per occasion and source. */
export interface ChoiceColumns {
  /** In the order of ids. */
  readonly values: readonly string[]
  readonly starts: ArrayLike<number>
  /** Equal for the choices of one occasion; never descends within a customer. */
  readonly occasion: ArrayLike<number>
  /** The local day, counted from 1970-01-01. */
  readonly day: ArrayLike<number>
  /** Codes into `values`. */
  readonly value: ArrayLike<number>
  /** 0: a purchase; k: the k-th signal. */
  readonly source: ArrayLike<number>
}

/** As they are counted from the facts. */
export interface Choices extends ChoiceColumns {
  readonly starts: Int32Array
  readonly occasion: Int32Array
  readonly day: Int32Array
  readonly value: Int32Array
  readonly source: Uint8Array
}

export function choicesOf(facts: Facts, options: ChoiceOptions, before: Instant): Choices {
  const { columns } = facts
  const sourceOfType = sourcesByType(columns.type.values, options)
  const zone = zoneOf(facts.timeZone, facts.zones)
  const returned = returnsOf(facts, before)
  const values: string[] = []
  const codes = new Map<string, number>()
  const valuesAt = reader(facts, options.of)

  const found = { customer: [] as number[], occasion: [] as number[], day: [] as number[], value: [] as number[], source: [] as number[] }
  let today = Number.NaN
  let unitStart = 0
  for (let i = 0; i < facts.length && columns.at[i] < before; i++) {
    const source = sourceOfType[columns.type.codes[i]]
    if (source < 0) continue
    const local = columns.at[i] + zone.offsetAt(columns.at[i])
    const day = Math.floor(local / MS_PER_DAY)
    if (day !== today) {
      today = day
      unitStart = options.countBy === 'order' ? 0 : startOfUnit(day, options.countBy)
    }
    const back = source === 0 && returned ? returned.get(columns.id?.[i] ?? '') : undefined
    if (back && settle(Number.isNaN(columns.amountMinor[i]) ? 0 : columns.amountMinor[i], back.refunds).full) continue
    for (const value of valuesAt(i, local)) {
      if (back && isReturned(value, columns.lines?.[i], back.lines, options.of)) continue
      let code = codes.get(value)
      if (code === undefined) {
        code = values.length
        values.push(value)
        codes.set(value, code)
      }
      found.customer.push(columns.customer[i])
      found.occasion.push(options.countBy === 'order' ? i : unitStart)
      found.day.push(day)
      found.value.push(code)
      found.source.push(source)
    }
  }
  return grouped(found, values, facts.customers.ids.length, 1 + Object.keys(options.signals).length)
}

function sourcesByType(types: readonly string[], options: ChoiceOptions): Int8Array {
  const signals = Object.keys(options.signals)
  return Int8Array.from(types, (type) => (options.purchases.includes(type) ? 0 : signals.indexOf(type) + 1 || -1))
}

/** The values a fact carries. Lines speak for categories and products; a fact without lines may name them as attributes. */
function reader(facts: Facts, of: AffinityOf): (i: number, local: number) => readonly string[] {
  const { channel, lines, attributes } = facts.columns
  if (of === 'weekday') return (_, local) => WEEKDAYS[weekdayOf(Math.floor(local / MS_PER_DAY)) - 1]
  if (of === 'hour') return (_, local) => HOURS[Math.floor((local - Math.floor(local / MS_PER_DAY) * MS_PER_DAY) / MS_PER_HOUR)]
  if (of === 'channel') {
    const single = channel?.values.map((value) => [value]) ?? []
    return (i) => (channel && channel.codes[i] >= 0 ? single[channel.codes[i]] : NOTHING)
  }
  if (typeof of === 'object') return (i) => wordsOf(attributes?.[i], of.attribute)
  return (i) => {
    const ofLines = lines?.[i]
    if (ofLines === undefined || ofLines.length === 0) return wordsOf(attributes?.[i], of)
    if (ofLines.length === 1) return ofLines[0][of] ? [ofLines[0][of]] : NOTHING
    return ofLines.flatMap((line) => line[of] || [])
  }
}

const MS_PER_HOUR = 3_600_000
const NOTHING: readonly string[] = []
const WEEKDAYS = Array.from({ length: 7 }, (_, i) => [String(i + 1)])
const HOURS = Array.from({ length: 24 }, (_, i) => [String(i)])

function wordsOf(attributes: Readonly<Record<string, AttributeValue>> | undefined, name: string): readonly string[] {
  if (attributes === undefined || !Object.hasOwn(attributes, name)) return NOTHING
  const value = attributes[name]
  if (value === null || value === '') return NOTHING
  return Array.isArray(value) ? value.filter((word) => word !== '') : [String(value)]
}

interface Returned {
  readonly refunds: RefundOf[]
  readonly lines: FactLine[]
}

/** What came back, by order; undefined when nothing did. */
function returnsOf(facts: Facts, before: Instant): ReadonlyMap<string, Returned> | undefined {
  const { type, at, refersTo, amountMinor, lines } = facts.columns
  const refund = type.values.indexOf('refund')
  if (refund < 0 || !refersTo) return undefined
  const byOrder = new Map<string, Returned>()
  for (let i = 0; i < facts.length && at[i] < before; i++) {
    const order = refersTo[i]
    if (type.codes[i] !== refund || order === undefined) continue
    const known = byOrder.get(order) ?? { refunds: [], lines: [] }
    known.refunds.push({ amountMinor: amountMinor[i] })
    known.lines.push(...(lines?.[i] ?? []))
    byOrder.set(order, known)
  }
  return byOrder
}

/** All pieces of this category or product came back. */
function isReturned(value: string, bought: readonly FactLine[] | undefined, back: readonly FactLine[], of: AffinityOf): boolean {
  if (back.length === 0 || (of !== 'category' && of !== 'product')) return false
  const pieces = (lines: readonly FactLine[]): number =>
    lines.reduce((total, line) => (line[of] === value ? total + (line.quantity ?? 1) : total), 0)
  const cameBack = pieces(back)
  return cameBack > 0 && cameBack >= pieces(bought ?? [])
}

type Found = { readonly [K in 'customer' | 'occasion' | 'day' | 'value' | 'source']: readonly number[] }

/** By customer (counting sort: time order stays), codes in the order of ids, repetitions within an occasion struck. */
function grouped(found: Found, values: readonly string[], customers: number, sources: number): Choices {
  const order = [...values].sort(compareIds)
  const rank = new Map(order.map((value, i) => [value, i]))
  const recode = Int32Array.from(values, (value) => rank.get(value) as number)

  const next = new Int32Array(customers + 1)
  for (const customer of found.customer) next[customer + 1]++
  for (let c = 1; c <= customers; c++) next[c] += next[c - 1]
  const rows = new Int32Array(found.customer.length)
  for (let i = 0; i < rows.length; i++) rows[next[found.customer[i]]++] = i

  const starts = new Int32Array(customers + 1)
  const occasion = new Int32Array(rows.length)
  const day = new Int32Array(rows.length)
  const value = new Int32Array(rows.length)
  const source = new Uint8Array(rows.length)
  const lastSeen = new Int32Array(values.length * sources).fill(-1)
  let length = 0
  let run = -1
  for (let k = 0; k < rows.length; k++) {
    const i = rows[k]
    const first = k === 0 || found.customer[i] !== found.customer[rows[k - 1]]
    // A clock set back over midnight would repeat a day that is over; it stays in the later one.
    const at = first ? found.occasion[i] : Math.max(found.occasion[i], occasion[length - 1])
    if (first || at !== occasion[length - 1]) run++
    const code = recode[found.value[i]]
    const cell = code * sources + found.source[i]
    if (lastSeen[cell] === run) continue
    lastSeen[cell] = run
    occasion[length] = at
    day[length] = found.day[i]
    value[length] = code
    source[length] = found.source[i]
    starts[found.customer[i] + 1] = ++length
  }
  for (let c = 1; c <= customers; c++) if (starts[c] < starts[c - 1]) starts[c] = starts[c - 1]
  return {
    values: order,
    starts,
    occasion: occasion.subarray(0, length),
    day: day.subarray(0, length),
    value: value.subarray(0, length),
    source: source.subarray(0, length),
  }
}

/** The days choices were made on, first and last; undefined without choices. */
export function daySpan(choices: Choices): { readonly first: Day; readonly last: Day } | undefined {
  if (choices.day.length === 0) return undefined
  let first = choices.day[0]
  let last = first
  for (const day of choices.day) {
    if (day < first) first = day
    if (day > last) last = day
  }
  return { first, last }
}
