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
import { zoneOf } from '../core/time/zone.js'
import { checkRecord } from './check-record.js'
import { collectFacts } from './collect-facts.js'
import { newCosts, putCosts } from './costs.js'
import type { Fact } from './fact.js'
import { type Facts, factAt } from './facts.js'
import { fingerprint } from './fingerprint.js'
import { addInUnit, addOnDay, newFigures, newHistories, rowWriter, tableOf } from './histories.js'
import { netOrders } from './net.js'
import { settle } from './refunds.js'
import { summarize } from './summarize.js'
import type { SummarizeOptions, SummaryTable } from './summary.js'

export interface PartialOptions {
  /**
   * `'keep'` (default): every order, refund and cost is kept by its id. Exact for any split of the facts, duplicates and conflicts across partitions included. Memory grows with the facts, about 100 bytes each.
   * `'drop'`: only sums per customer and day are kept, and refunds whose order has not come yet. Memory grows with customer-days. An order and its refund must come in one batch, or the refund first; facts must not come twice; `asOf` must not lie before the last fact.
   */
  readonly ids?: 'keep' | 'drop'
  readonly purchases?: readonly string[]
}

/** One order, refund or cost, by its id. */
export interface KeptFact {
  readonly type: string
  readonly id?: string
  readonly at: number
  readonly amountMinor?: number
  readonly refersTo?: string
  readonly costMinor?: number
  /** Of an order that records one. */
  readonly discountMinor?: number
  /** Of the whole content: tells a duplicate from a conflict. */
  readonly print: number
  /** Another fact had this id and other content: neither counts, and this remembers it. */
  conflict?: true
}

/** Sums of one local day. */
export interface DayBucket {
  readonly day: Day
  orders: number
  firstAt: number
  lastAt: number
  grossMinor: number
  /** Taken back from those orders. */
  refundedMinor: number
  /** Taken back from orders that were refunded in full and count no more. */
  cancelledMinor: number
  costMinor: number
  /** Orders that record whether they had a discount, and the net value of those that had. */
  discountRecorded: number
  discountedMinor: number
}

export interface OpenRefund {
  readonly order: string
  /** Absent: the whole order. */
  readonly amountMinor?: number
}

export interface CustomerPartial {
  readonly id: string
  /** With `ids: 'keep'`. */
  readonly facts?: KeptFact[]
  /** With `ids: 'drop'`: ascending days. */
  readonly days?: DayBucket[]
  readonly refunds?: OpenRefund[]
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
  const partials = emptyPartials(facts, options)
  for (const id of facts.customers.ids) customerOf(partials, id)
  if (partials.ids === 'keep') {
    for (let i = 0; i < facts.length; i++) addFact(partials, factAt(facts, i))
    return partials
  }
  const { columns, customers } = facts
  const { refundedMinor, cancelled } = netOrders(facts, Number.POSITIVE_INFINITY, partials.purchases)
  const orders = new Set<string | undefined>()
  if (columns.refersTo)
    for (let i = 0; i < facts.length; i++)
      if (partials.purchases.includes(columns.type.values[columns.type.codes[i]])) orders.add(columns.id?.[i])
  for (let i = 0; i < facts.length; i++) {
    const type = columns.type.values[columns.type.codes[i]]
    if (type === 'refund' && orders.has(columns.refersTo?.[i])) seeAt(partials, columns.at[i])
    else if (refundedMinor && (refundedMinor[i] > 0 || cancelled?.[i]))
      addToDay(
        partials,
        customers.ids[columns.customer[i]],
        columns.at[i],
        orderSums(factAt(facts, i), refundedMinor[i]),
        cancelled?.[i] === 1,
      )
    else addFact(partials, factAt(facts, i))
  }
  return partials
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
    if (isPurchase || fact.type === 'refund' || costMinor !== 0) keep(partials, fact.customerId, kept(fact, costMinor))
    return partials
  }
  const customer = customerOf(partials, fact.customerId)
  if (fact.type === 'refund') {
    if (fact.refersTo !== undefined)
      customer.refunds?.push({ order: fact.refersTo, ...(fact.amountMinor === undefined ? {} : { amountMinor: fact.amountMinor }) })
  } else if (isPurchase) {
    const { refundedMinor, full } = settleOpen(customer, fact)
    addToDay(partials, fact.customerId, fact.at, orderSums(fact, refundedMinor), full)
  } else if (costOf(fact) !== 0) addToDay(partials, fact.customerId, fact.at, { ...NO_ORDER, costMinor: costOf(fact) }, false)
  return partials
}

/**
 * Two partitions as one; neither argument is changed.
 * @throws UsageError `facts.partial.different` if zone, currency, ids or purchases differ
 */
export function mergeSummaries(a: Partials, b: Partials): Partials {
  for (const key of ['timeZone', 'currency', 'ids'] as const)
    if (a[key] !== b[key]) throw new UsageError('facts.partial.different', { key, a: a[key], b: b[key] })
  if (a.purchases.join() !== b.purchases.join())
    throw new UsageError('facts.partial.different', { key: 'purchases', a: a.purchases.join(), b: b.purchases.join() })
  const merged = emptyPartials(a, a)
  for (const side of [a, b]) {
    if (side.lastAt !== undefined) seeAt(merged, side.lastAt)
    for (const customer of side.customers) {
      const target = customerOf(merged, customer.id)
      for (const fact of customer.facts ?? []) keep(merged, customer.id, { ...fact })
      for (const bucket of customer.days ?? []) mergeBucket(target.days as DayBucket[], { ...bucket })
      target.refunds?.push(...(customer.refunds ?? []))
    }
  }
  return merged
}

/**
 * The finished table; the same as `summarize` of all the facts seen.
 * @throws UsageError `facts.partial.needs-ids` for a question that day sums cannot answer: an `asOf` before the last fact, `countBy: 'order'`
 */
export function finish(partials: Partials, options: SummarizeOptions): SummaryTable {
  if (partials.ids === 'keep') {
    const records = partials.customers.flatMap((customer) =>
      (customer.facts ?? []).filter((fact) => !fact.conflict).map((fact) => recordOf(customer.id, fact, partials)),
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
  customers.forEach((partial, c) => {
    for (const bucket of partial.days ?? []) {
      costs.refundedMinor[c] += bucket.refundedMinor + bucket.cancelledMinor
      costs.costMinor[c] += bucket.costMinor
      costs.discountRecorded[c] += bucket.discountRecorded
      costs.discountedMinor[c] += bucket.discountedMinor
      if (bucket.orders === 0) continue
      const { day, orders, firstAt, lastAt } = bucket
      const net = bucket.grossMinor - bucket.refundedMinor
      const value = refundsAt === 'order' ? net : bucket.grossMinor
      if (countBy === 'day') addOnDay(histories, c, day, orders, firstAt, lastAt, net, value)
      else addInUnit(histories, c, day, startOfUnit(day, countBy), orders, firstAt, lastAt, net, value)
    }
  })
  const meta = { currency: partials.currency, timeZone: partials.timeZone, today, period, countBy }
  const figures = newFigures(customers.length)
  const write = rowWriter(figures, meta)
  for (let c = 0; c < customers.length; c++) write(c, histories, c)
  putCosts(figures, costs)
  return tableOf(customers.length, { customerId: customers.map(({ id }) => id), ...figures }, meta)
}

/** What the partials could not count: ids with two contents, refunds without their order. */
export function partialIssues(partials: Partials): Issue[] {
  const issues: Issue[] = []
  for (const customer of partials.customers) {
    for (const fact of customer.facts ?? [])
      if (fact.conflict) issues.push(reason('facts.partial.conflict', 'error', { customerId: customer.id, id: fact.id ?? null }))
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
      for (const fact of customer.facts ?? []) if (fact.id !== undefined) index.facts.set(keyOf(fact), fact)
    }
    indices.set(partials, index)
  }
  return index
}

function customerOf(partials: Partials, id: string): CustomerPartial {
  const { customers } = indexOf(partials)
  let customer = customers.get(id)
  if (!customer) {
    customer = partials.ids === 'keep' ? { id, facts: [] } : { id, days: [], refunds: [] }
    customers.set(id, customer)
    partials.customers.push(customer)
  }
  return customer
}

function seeAt(partials: Partials, at: number): void {
  if (partials.lastAt === undefined || at > partials.lastAt) partials.lastAt = at
}

function keep(partials: Partials, customerId: string, fact: KeptFact): void {
  if (fact.id !== undefined) {
    const { facts } = indexOf(partials)
    const known = facts.get(keyOf(fact))
    if (known) {
      if (known.print !== fact.print || fact.conflict) known.conflict = true
      return
    }
    facts.set(keyOf(fact), fact)
  }
  insert(customerOf(partials, customerId).facts as KeptFact[], fact, (a, b) => a.at - b.at)
}

function keyOf(fact: KeptFact): string {
  return `${fact.type}\u0000${fact.id}`
}

function kept(fact: Fact, costMinor: number): KeptFact {
  const { type, id, at, amountMinor, refersTo } = fact
  return {
    type,
    ...(id === undefined ? {} : { id }),
    at,
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(refersTo === undefined ? {} : { refersTo }),
    ...(costMinor === 0 ? {} : { costMinor }),
    ...(typeof fact.attributes?.discountMinor === 'number' ? { discountMinor: fact.attributes.discountMinor } : {}),
    print: fingerprint(canonicalJson(fact)),
  }
}

function recordOf(
  customerId: string,
  { type, id, at, amountMinor, refersTo, costMinor, discountMinor }: KeptFact,
  { purchases }: Partials,
): Fact {
  return {
    customerId,
    type,
    at,
    ...(id === undefined ? {} : { id }),
    ...(amountMinor === undefined ? {} : { amountMinor }),
    ...(refersTo === undefined ? {} : { refersTo }),
    ...(purchases.includes(type)
      ? {
          ...(costMinor === undefined ? {} : { lines: [{ costMinor }] }),
          ...(discountMinor === undefined ? {} : { attributes: { discountMinor } }),
        }
      : costMinor === undefined
        ? {}
        : { attributes: { costMinor } }),
  }
}

type DaySums = Omit<DayBucket, 'day' | 'firstAt' | 'lastAt' | 'cancelledMinor'>

const NO_ORDER: DaySums = { orders: 0, grossMinor: 0, refundedMinor: 0, costMinor: 0, discountRecorded: 0, discountedMinor: 0 }

function addToDay(partials: Partials, customerId: string, at: number, sums: DaySums, cancelled: boolean): void {
  seeAt(partials, at)
  const zone = zoneOf(partials.timeZone)
  const day = Math.floor((at + zone.offsetAt(at)) / MS_PER_DAY)
  // A cancelled order is no purchase; only what was refunded is remembered.
  const bucket: DayBucket = cancelled
    ? { day, firstAt: at, lastAt: at, ...NO_ORDER, cancelledMinor: sums.refundedMinor }
    : { day, firstAt: at, lastAt: at, cancelledMinor: 0, ...sums }
  mergeBucket(customerOf(partials, customerId).days as DayBucket[], bucket)
}

function orderSums(fact: Fact, refundedMinor: number): DaySums {
  const grossMinor = fact.amountMinor ?? 0
  const discount = fact.attributes?.discountMinor
  return {
    orders: 1,
    grossMinor,
    refundedMinor,
    costMinor: linesCost(fact),
    discountRecorded: typeof discount === 'number' ? 1 : 0,
    discountedMinor: typeof discount === 'number' && discount > 0 ? grossMinor - refundedMinor : 0,
  }
}

function mergeBucket(days: DayBucket[], bucket: DayBucket): void {
  const place = placeOf(days, bucket, (a, b) => a.day - b.day)
  const known = days[place - 1]
  if (known?.day !== bucket.day) {
    days.splice(place, 0, bucket)
    return
  }
  if (bucket.orders > 0) {
    known.firstAt = known.orders > 0 ? Math.min(known.firstAt, bucket.firstAt) : bucket.firstAt
    known.lastAt = known.orders > 0 ? Math.max(known.lastAt, bucket.lastAt) : bucket.lastAt
  }
  known.orders += bucket.orders
  known.grossMinor += bucket.grossMinor
  known.refundedMinor += bucket.refundedMinor
  known.cancelledMinor += bucket.cancelledMinor
  known.costMinor += bucket.costMinor
  known.discountRecorded += bucket.discountRecorded
  known.discountedMinor += bucket.discountedMinor
}

/** Takes the open refunds of this order, if any came before it. */
function settleOpen(customer: CustomerPartial, fact: Fact): { refundedMinor: number; full: boolean } {
  const refunds = customer.refunds ?? []
  const mine = refunds.filter(({ order }) => order === fact.id)
  if (mine.length === 0) return { refundedMinor: 0, full: false }
  refunds.splice(0, refunds.length, ...refunds.filter(({ order }) => order !== fact.id))
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
