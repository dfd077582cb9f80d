/**
 * Summaries in the making: what has been seen of each customer, so that facts can be added one by one and partitions merged.
 * Plain JSON, to be stored between runs. The one accumulator of the library: `addFact` changes the partials it is given.
 */

import { canonicalJson } from '../core/canonical-json.js'
import { UsageError } from '../core/errors.js'
import { compareIds } from '../core/id-order.js'
import { type Issue, reason } from '../core/reason.js'
import { momentOf } from '../core/time/as-of.js'
import { type Day, MS_PER_DAY } from '../core/time/civil.js'
import { startOfUnit } from '../core/time/length.js'
import { dayWithin, offsetsBetween, zoneOf } from '../core/time/zone.js'
import { checkRecord } from './check-record.js'
import { collectFacts } from './collect-facts.js'
import { newCosts, putCosts } from './costs.js'
import {
  addCancelled,
  addCost,
  addDays,
  addOrder,
  CANCELLED,
  COST,
  DAY,
  DAY_WIDTH,
  DISCOUNT_RECORDED,
  DISCOUNTED,
  FIRST,
  GROSS,
  ORDERS,
  REFUNDED,
  SPAN,
} from './day-sums.js'
import type { Fact } from './fact.js'
import { typeCodes } from './fact-types.js'
import { type Facts, factAt } from './facts.js'
import { fingerprint } from './fingerprint.js'
import { addInUnit, addOnDay, newFigures, newHistories, STRIDE, type SummaryFigures, tableOf } from './histories.js'
import { netOrders } from './net.js'
import { settle } from './refunds.js'
import { summarize } from './summarize.js'
import type { SummarizeOptions, SummaryTable } from './summary.js'
import { writeFigures } from './write-figures.js'

export interface PartialOptions {
  /**
   * `'keep'` (default): every order, refund and cost is kept by its id. Exact for any split of the facts, duplicates and conflicts across partitions included. Memory grows with the facts, as JSON about 50 bytes each.
   * `'drop'`: only sums per customer and day are kept, and refunds whose order has not come yet. Memory grows with customer-days. An order and its refund must come in one batch, or the refund first; facts must not come twice; `asOf` must not lie before the last fact.
   */
  readonly ids?: 'keep' | 'drop'
  readonly purchases?: readonly string[]
}

/** One order, refund or cost, by its id. A list in which what is missing at the end is left out, and is `null` elsewhere: an object would be twice as long as JSON. */
export type KeptFact = [
  /** 0: the first of `purchases`. */
  type: string | 0,
  /** Epoch ms. */
  at: number,
  /** Of the whole content: tells a duplicate from a conflict. `null`: another fact had this id and other content; neither counts, and this remembers it. */
  print: number | null,
  id?: string | null,
  amountMinor?: number | null,
  refersTo?: string | null,
  costMinor?: number | null,
  /** Of an order that records one. */
  discountMinor?: number | null,
]

export interface OpenRefund {
  readonly order: string
  /** Absent: the whole order. */
  readonly amountMinor?: number
}

export interface CustomerPartial {
  readonly id: string
  /** With `ids: 'keep'`. */
  readonly facts?: KeptFact[]
  /**
   * With `ids: 'drop'`: ten numbers a day, days ascending: the local day since 1970-01-01; orders; the first one in ms after 00:00 UTC of the day,
   * ms from it to the last one; gross amount, refunded of it, refunded of orders that were cancelled by it, cost; orders that record a discount,
   * net amount of the discounted ones.
   */
  readonly days?: number[]
  /** Those whose order has not come yet; absent where there was none. */
  refunds?: OpenRefund[]
}

export interface Partials {
  readonly kind: 'partials'
  readonly format: 1
  readonly timeZone: string
  readonly currency: string
  readonly ids: 'keep' | 'drop'
  readonly purchases: readonly string[]
  /** The latest fact seen, epoch ms; absent before the first. */
  lastAt?: number
  readonly customers: CustomerPartial[]
}

/** Facts → partials. With `ids: 'drop'` refunds are taken from their orders here, so orders and refunds belong in one batch. */
export function partialsOf(facts: Facts, options: PartialOptions = {}): Partials {
  return addFacts(emptyPartials(facts, options), facts)
}

/**
 * Adds a chunk of facts to the partials it is given, and returns them: a file larger than memory is read chunk by chunk.
 * With `ids: 'drop'` memory then grows with customer-days alone, and refunds come first or in the chunk of their order.
 *
 * ```ts
 * const partials = emptyPartials({ timeZone: 'UTC', currency: 'EUR' }, { ids: 'drop' })
 * for (const chunk of chunks) addFacts(partials, readFacts(chunk, mapping).facts)
 * const customers = finish(partials, { asOf: '2026-03-01' })
 * ```
 *
 * @throws UsageError `facts.partial.different` if zone or currency differ
 */
export function addFacts(partials: Partials, facts: Facts): Partials {
  checkSame(partials, facts, ['timeZone', 'currency'])
  const chunk = facts.customers.ids.map((id) => customerOf(partials, id))
  if (partials.ids === 'keep') for (let i = 0; i < facts.length; i++) addFact(partials, factAt(facts, i))
  else addToDays(partials, facts, chunk)
  return partials
}

/** Refunds whose orders are in the chunk are taken from them; a plain order, as most are, is added without a record being made of it. */
function addToDays(partials: Partials, facts: Facts, customers: readonly CustomerPartial[]): void {
  const { customer, type, at, amountMinor, id, refersTo, lines, attributes } = facts.columns
  const isPurchase = typeCodes(facts, partials.purchases)
  const { refundedMinor, cancelled } = netOrders(facts, Number.POSITIVE_INFINITY, partials.purchases)
  const orders = new Set<string | undefined>()
  if (refersTo) for (let i = 0; i < facts.length; i++) if (isPurchase[type.codes[i]]) orders.add(id?.[i])
  const dayAt = dayIn(partials, facts)
  for (let i = 0; i < facts.length; i++) {
    const one = customers[customer[i]]
    const refunded = refundedMinor ? refundedMinor[i] : 0
    if (refunded > 0 || cancelled?.[i]) {
      seeAt(partials, at[i])
      addSettled(one, dayAt(at[i]), factAt(facts, i), refunded, cancelled?.[i] === 1)
    } else if (isPurchase[type.codes[i]] && !one.refunds && !lines?.[i] && !attributes?.[i]) {
      seeAt(partials, at[i])
      addOrder(one.days as number[], dayAt(at[i]), at[i], {
        grossMinor: Number.isNaN(amountMinor[i]) ? 0 : amountMinor[i],
        refundedMinor: 0,
        costMinor: 0,
      })
    } else if (refersTo && type.values[type.codes[i]] === 'refund' && orders.has(refersTo[i])) seeAt(partials, at[i])
    else addFact(partials, factAt(facts, i))
  }
}

/** Partials that have seen nothing yet. */
export function emptyPartials(
  where: { readonly timeZone: string; readonly currency: string },
  { ids = 'keep', purchases = ['purchase'] }: PartialOptions = {},
): Partials {
  return { kind: 'partials', format: 1, timeZone: where.timeZone, currency: where.currency, ids, purchases, customers: [] }
}

/**
 * Adds one fact to the partials it is given, and returns them. A fact in order of time costs O(1), a late one O(log n) comparisons in its customer's history.
 * @throws UsageError `facts.partial.currency` if the fact is in another currency; `facts.record.amount` for a fractional amount or a refund below 0, `facts.record.at`
 */
export function addFact(partials: Partials, fact: Fact): Partials {
  if (fact.currency !== undefined && fact.currency !== partials.currency)
    throw new UsageError('facts.partial.currency', { expected: partials.currency, got: fact.currency })
  checkRecord(fact)
  const isPurchase = partials.purchases.includes(fact.type)
  seeAt(partials, fact.at)
  if (partials.ids === 'keep') {
    customerOf(partials, fact.customerId)
    const costMinor = isPurchase ? linesCost(fact) : costOf(fact)
    if (isPurchase || fact.type === 'refund' || costMinor !== 0) keep(partials, fact.customerId, kept(fact, costMinor, partials))
    return partials
  }
  const customer = customerOf(partials, fact.customerId)
  if (fact.type === 'refund') {
    if (fact.refersTo !== undefined)
      awaitOrder(customer, { order: fact.refersTo, ...(fact.amountMinor === undefined ? {} : { amountMinor: fact.amountMinor }) })
  } else if (isPurchase) {
    const { refundedMinor, full } = settleOpen(customer, fact)
    addSettled(customer, dayIn(partials)(fact.at), fact, refundedMinor, full)
  } else if (costOf(fact) !== 0) addCost(customer.days as number[], dayIn(partials)(fact.at), costOf(fact))
  return partials
}

/**
 * Two partitions as one; neither argument is changed.
 * @throws UsageError `facts.partial.different` if zone, currency, ids or purchases differ
 */
export function mergeSummaries(a: Partials, b: Partials): Partials {
  checkSame(a, b, ['timeZone', 'currency', 'ids'])
  if (a.purchases.join() !== b.purchases.join())
    throw new UsageError('facts.partial.different', { key: 'purchases', a: a.purchases.join(), b: b.purchases.join() })
  const merged = emptyPartials(a, a)
  for (const side of [a, b]) {
    if (side.lastAt !== undefined) seeAt(merged, side.lastAt)
    for (const customer of side.customers) {
      const target = customerOf(merged, customer.id)
      for (const fact of customer.facts ?? []) keep(merged, customer.id, [...fact])
      addDays(target.days ?? [], customer.days ?? [])
      for (const refund of customer.refunds ?? []) awaitOrder(target, refund)
    }
  }
  return merged
}

function checkSame<K extends string>(a: Readonly<Record<K, string>>, b: Readonly<Record<K, string>>, keys: readonly K[]): void {
  for (const key of keys) if (a[key] !== b[key]) throw new UsageError('facts.partial.different', { key, a: a[key], b: b[key] })
}

/**
 * The finished table; the same as `summarize` of all the facts seen.
 * @throws UsageError `facts.partial.needs-ids` for a question that day sums cannot answer: an `asOf` before the last fact, `countBy: 'order'`
 */
export function finish(partials: Partials, options: SummarizeOptions): SummaryTable {
  if (partials.ids === 'keep') {
    const records = partials.customers.flatMap((customer) =>
      (customer.facts ?? []).filter((fact) => !isContested(fact)).map((fact) => recordOf(customer.id, fact, partials)),
    )
    return summarize(collectFacts(records, { ...partials, customers: partials.customers.map(({ id }) => ({ id })) }), {
      ...options,
      purchases: partials.purchases,
    })
  }
  const { period = 'day', countBy = 'day', refundsAt = 'order' } = options
  const { before, day: today } = momentOf(options.asOf, zoneOf(partials.timeZone))
  if ((partials.lastAt ?? Number.NEGATIVE_INFINITY) >= before)
    throw new UsageError('facts.partial.needs-ids', { problem: 'asOf before the last fact' })
  if (countBy === 'order') throw new UsageError('facts.partial.needs-ids', { problem: 'countBy order' })
  const customers = [...partials.customers].sort((a, b) => compareIds(a.id, b.id))
  const histories = newHistories(customers.length)
  const costs = newCosts(customers.length)
  customers.forEach(({ days = [] }, c) => {
    for (let k = 0; k < days.length; k += DAY_WIDTH) {
      costs.refundedMinor[c] += days[k + REFUNDED] + days[k + CANCELLED]
      costs.costMinor[c] += days[k + COST]
      costs.discountRecorded[c] += days[k + DISCOUNT_RECORDED]
      costs.discountedMinor[c] += days[k + DISCOUNTED]
      const orders = days[k + ORDERS]
      if (orders === 0) continue
      const day = days[k + DAY]
      const firstAt = day * MS_PER_DAY + days[k + FIRST]
      const lastAt = firstAt + days[k + SPAN]
      const net = days[k + GROSS] - days[k + REFUNDED]
      const value = refundsAt === 'order' ? net : days[k + GROSS]
      if (countBy === 'day') addOnDay(histories, c, day, orders, firstAt, lastAt, net, value)
      else addInUnit(histories, c, day, startOfUnit(day, countBy), orders, firstAt, lastAt, net, value)
    }
  })
  const meta = { currency: partials.currency, timeZone: partials.timeZone, today, period, countBy }
  const figures = newFigures(customers.length) as SummaryFigures // all
  const places = Int32Array.from(customers, (_, c) => c)
  writeFigures(figures, places, histories, STRIDE, meta)
  putCosts(figures, costs)
  return tableOf(customers.length, { customerId: customers.map(({ id }) => id), ...figures }, meta)
}

/** What the partials could not count: ids with two contents, refunds without their order. */
export function partialIssues(partials: Partials): Issue[] {
  const issues: Issue[] = []
  for (const customer of partials.customers) {
    for (const fact of customer.facts ?? [])
      if (isContested(fact)) issues.push(reason('facts.partial.conflict', 'error', { customerId: customer.id, id: fact[ID] ?? null }))
    for (const { order } of customer.refunds ?? [])
      issues.push(reason('facts.partial.open-refund', 'warning', { customerId: customer.id, order }))
  }
  return issues
}

// Indices are rebuilt from the partials themselves, so that stored JSON needs none.
interface Index {
  readonly customers: Map<string, CustomerPartial>
  readonly facts: Map<string, KeptFact>
}

const indices = new WeakMap<Partials, Index>()

function indexOf(partials: Partials): Index {
  let index = indices.get(partials)
  if (!index) {
    index = { customers: new Map(), facts: new Map() }
    for (const customer of partials.customers) {
      index.customers.set(customer.id, customer)
      for (const fact of customer.facts ?? []) if (hasId(fact)) index.facts.set(keyOf(fact, partials), fact)
    }
    indices.set(partials, index)
  }
  return index
}

function customerOf(partials: Partials, id: string): CustomerPartial {
  const { customers } = indexOf(partials)
  let customer = customers.get(id)
  if (!customer) {
    customer = partials.ids === 'keep' ? { id, facts: [] } : { id, days: [] }
    customers.set(id, customer)
    partials.customers.push(customer)
  }
  return customer
}

function seeAt(partials: Partials, at: number): void {
  if (partials.lastAt === undefined || at > partials.lastAt) partials.lastAt = at
}

function keep(partials: Partials, customerId: string, fact: KeptFact): void {
  if (hasId(fact)) {
    const { facts } = indexOf(partials)
    const known = facts.get(keyOf(fact, partials))
    if (known) {
      if (known[PRINT] !== fact[PRINT]) known[PRINT] = null
      return
    }
    facts.set(keyOf(fact, partials), fact)
  }
  insert(customerOf(partials, customerId).facts as KeptFact[], fact, (a, b) => a[AT] - b[AT])
}

const AT = 1
const PRINT = 2
const ID = 3

function hasId(fact: KeptFact): boolean {
  return typeof fact[ID] === 'string'
}

function isContested(fact: KeptFact): boolean {
  return fact[PRINT] === null
}

function keyOf(fact: KeptFact, partials: Partials): string {
  return `${typeOf(fact, partials)}\u0000${fact[ID]}`
}

function typeOf([type]: KeptFact, { purchases }: Partials): string {
  return type === 0 ? purchases[0] : type
}

function kept(fact: Fact, costMinor: number, { purchases }: Partials): KeptFact {
  const { type, id = null, at, amountMinor = null, refersTo = null } = fact
  const discount = fact.attributes?.discountMinor
  const row: KeptFact = [
    type === purchases[0] ? 0 : type,
    at,
    fingerprint(canonicalJson(fact)),
    id,
    amountMinor,
    refersTo,
    costMinor || null,
    typeof discount === 'number' ? discount : null,
  ]
  while (row[row.length - 1] === null) row.pop()
  return row
}

function recordOf(customerId: string, fact: KeptFact, partials: Partials): Fact {
  const [, at, , id, amountMinor, refersTo, costMinor, discountMinor] = fact
  const type = typeOf(fact, partials)
  const isPurchase = partials.purchases.includes(type)
  return {
    customerId,
    type,
    at,
    ...(id == null ? {} : { id }),
    ...(amountMinor == null ? {} : { amountMinor }),
    ...(refersTo == null ? {} : { refersTo }),
    ...(costMinor == null ? {} : isPurchase ? { lines: [{ costMinor }] } : { attributes: { costMinor } }),
    ...(discountMinor == null || !isPurchase ? {} : { attributes: { discountMinor } }),
  }
}

/** @param facts all that will be asked about, where they are known: their zone's clock changes are then looked up once */
function dayIn({ timeZone }: Partials, facts?: Facts): (at: number) => Day {
  const zone = zoneOf(timeZone, facts?.zones)
  const at = facts?.columns.at
  const offsets = at && at.length > 0 ? offsetsBetween(zone, at[0], at[at.length - 1], at.length) : undefined
  return (instant) => dayWithin(zone, offsets, instant)
}

function addSettled({ days = [] }: CustomerPartial, day: Day, fact: Fact, refundedMinor: number, full: boolean): void {
  if (full) addCancelled(days, day, refundedMinor)
  else {
    const discount = fact.attributes?.discountMinor
    addOrder(days, day, fact.at, {
      grossMinor: fact.amountMinor ?? 0,
      refundedMinor,
      costMinor: linesCost(fact),
      discountMinor: typeof discount === 'number' ? discount : undefined,
    })
  }
}

function awaitOrder(customer: CustomerPartial, refund: OpenRefund): void {
  if (customer.refunds) customer.refunds.push(refund)
  else customer.refunds = [refund]
}

/** Takes the open refunds of this order, if any came before it. */
function settleOpen(customer: CustomerPartial, fact: Fact): { refundedMinor: number; full: boolean } {
  const { refunds } = customer
  const mine = refunds?.filter(({ order }) => order === fact.id) ?? []
  if (!refunds || mine.length === 0) return { refundedMinor: 0, full: false }
  if (mine.length === refunds.length) delete customer.refunds
  else customer.refunds = refunds.filter(({ order }) => order !== fact.id)
  return settle(
    fact.amountMinor ?? 0,
    mine.map(({ amountMinor = Number.NaN }) => ({ amountMinor })),
  )
}

function linesCost(fact: Fact): number {
  return (fact.lines ?? []).reduce((sum, line) => sum + (line.costMinor ?? 0), 0)
}

function costOf(fact: Fact): number {
  const cost = fact.attributes?.costMinor
  return typeof cost === 'number' ? cost : 0
}

function insert<T>(sorted: T[], item: T, compare: (a: T, b: T) => number): void {
  const place = placeOf(sorted, item, compare)
  if (place === sorted.length) sorted.push(item)
  else sorted.splice(place, 0, item)
}

/** Behind the last one that is not greater; facts mostly arrive at the end. */
function placeOf<T>(sorted: readonly T[], item: T, compare: (a: T, b: T) => number): number {
  if (sorted.length === 0 || compare(sorted[sorted.length - 1], item) <= 0) return sorted.length
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (compare(sorted[middle], item) <= 0) low = middle + 1
    else high = middle
  }
  return low
}
