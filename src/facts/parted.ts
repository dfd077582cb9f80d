/** Purchases part by part: customers whose figures fit into a processor's cache together, each with their purchases in time order. */

import { distinctIntegers } from '../core/math/distinct-integers.js'
import { numberParts, type Ranges, rangesOf } from '../core/math/integer-parts.js'
import type { Purchases } from './purchases.js'

/** Columns that a summary needs on its way and the next one can use again. What lies in them is nobody's concern. */
export interface SummaryWorkspace {
  customer: Int32Array
  at: Float64Array
  netMinor: Float64Array
  grossMinor: Float64Array
}

/** An empty workspace: `summarize(facts, { asOf, workspace })`, base after base. */
export function newSummaryWorkspace(): SummaryWorkspace {
  return { customer: new Int32Array(0), at: new Float64Array(0), netMinor: new Float64Array(0), grossMinor: new Float64Array(0) }
}

export interface Parted extends Purchases {
  /** Of the earliest and the latest purchase. */
  readonly firstAt: number
  readonly lastAt: number
  readonly count: number
  /** Purchases `starts[p]` to `starts[p + 1] − 1` are of part p. */
  readonly starts: Int32Array
  /** Customers `first[p]` to `first[p + 1] − 1` of the base are in part p. */
  readonly first: Int32Array
  /** The code of customer 0; another than 0 where these parts are some of a base. */
  readonly firstCode: number
  /** Where customers went by whole numbers: these, ascending. */
  readonly ids?: Int32Array
  /** Where `customer` counts the ids of its part in the order of arrival: beside each id its number there. Without them `customer` are codes. */
  readonly slots?: Int32Array
}

/** Customers whose figures fit into a core's second-level cache together (128 bytes each, 1–2 MB). */
const GROUP_BITS = 13

/**
 * @param purchases in time order
 * @param customers how many codes there are; not asked where purchases go by numbers
 */
export function parted(purchases: Purchases, customers: () => number, workspace: SummaryWorkspace): Parted {
  return purchases.numbered ? byNumber(purchases, workspace) : byCode(purchases, customers(), workspace)
}

/** A base that fits into the cache is one part, as it stands. */
function byCode(purchases: Purchases, customers: number, workspace: SummaryWorkspace): Parted {
  const parts = (customers >> GROUP_BITS) + 1
  if (parts < 4) return onePart(purchases, customers)
  const { length, customer } = purchases
  const starts = new Int32Array(parts + 1)
  for (let i = 0; i < length; i++) starts[(customer[i] >> GROUP_BITS) + 1]++
  for (let p = 1; p <= parts; p++) starts[p] += starts[p - 1]
  const ranges = { parts, low: 0, shift: GROUP_BITS, partOf: Uint16Array.from({ length: parts }, (_, p) => p), starts, most: length }
  const first = Int32Array.from({ length: parts + 1 }, (_, p) => Math.min(customers, p << GROUP_BITS))
  return { ...scattered(purchases, ranges, workspace), ...spanOf(purchases), count: parts, starts, first, firstCode: 0 }
}

/** As they stand. @param purchases by code */
export function onePart(purchases: Purchases, customers: number): Parted {
  const bounds = { starts: Int32Array.of(0, purchases.length), first: Int32Array.of(0, customers) }
  return { ...purchases, ...spanOf(purchases), count: 1, ...bounds, firstCode: 0 }
}

export function spanOf({ length, at }: Purchases): { firstAt: number; lastAt: number } {
  return { firstAt: at[0], lastAt: at[length - 1] }
}

function byNumber(purchases: Purchases, workspace: SummaryWorkspace): Parted {
  const { length } = purchases
  const customer = purchases.customer.subarray(0, length)
  const ranges = rangesOf(customer)
  const { parts, starts } = ranges
  if (isCrowded(ranges, length)) {
    const { distinct, codes } = distinctIntegers(customer)
    return { ...byCode({ ...purchases, customer: codes }, distinct.length, workspace), ids: Int32Array.from(distinct) }
  }
  const placed = parts === 1 ? { ...purchases, customer: customer.slice() } : scattered(purchases, ranges, workspace)
  return { ...placed, ...spanOf(purchases), count: parts, starts, firstCode: 0, ...numberParts(placed.customer, starts) }
}

/** So many share a range of numbers that parting by it would not help: ids in two far clusters, or a million behind one outlier. */
export function isCrowded({ parts, most }: Ranges, length: number): boolean {
  return most > MOST_ROWS && most > (4 * length) / parts
}

/** A part with more rows than this may outgrow the cache. */
const MOST_ROWS = 1 << 18

/** Those of one part together, in their order. */
function scattered(purchases: Purchases, ranges: Ranges, workspace: SummaryWorkspace): Purchases {
  const out = room(workspace, purchases)
  scatter(purchases, ranges, ranges.starts, out)
  return { ...purchases, ...out }
}

export type PurchaseColumns = Pick<Purchases, 'customer' | 'at' | 'netMinor' | 'grossMinor'>

/** @param starts where the first purchase of each part belongs */
export function scatter(
  { length, customer, at, netMinor, grossMinor }: Omit<Purchases, 'numbered'>,
  { low, shift, partOf }: Pick<Ranges, 'low' | 'shift' | 'partOf'>,
  starts: Int32Array,
  to: PurchaseColumns,
): void {
  const put = (amount: Float64Array, toAmount: Float64Array): void =>
    scatterAmounts(customer, at, amount, length, low, shift, partOf, starts.slice(), to.customer, to.at, toAmount)
  put(netMinor, to.netMinor)
  if (grossMinor !== netMinor) put(grossMinor, to.grossMinor)
}

function scatterAmounts(
  customer: Int32Array,
  at: Float64Array,
  amount: Float64Array,
  length: number,
  low: number,
  shift: number,
  partOf: Uint16Array,
  next: Int32Array,
  toCustomer: Int32Array,
  toAt: Float64Array,
  toAmount: Float64Array,
): void {
  for (let i = 0; i < length; i++) {
    const id = customer[i]
    const place = next[partOf[(id - low) >>> shift]]++
    toCustomer[place] = id
    toAt[place] = at[i]
    toAmount[place] = amount[i]
  }
}

/** What columns are made of; `undefined` for the thread's own. */
export type Memory = ((bytes: number) => ArrayBufferLike) | undefined

/** The workspace's columns, made anew where they are too short, or not of the memory that is asked for. */
export function room(workspace: SummaryWorkspace, { length, netMinor, grossMinor }: Purchases, memory?: Memory): PurchaseColumns {
  const fits = ({ length: has, buffer }: Int32Array | Float64Array): boolean =>
    has >= length && (!memory || Object.getPrototypeOf(buffer) === Object.getPrototypeOf(memory(0)))
  if (!fits(workspace.customer)) {
    workspace.customer = memory ? new Int32Array(memory(4 * length)) : new Int32Array(length)
    workspace.at = amounts(length, memory)
    workspace.netMinor = amounts(length, memory)
  }
  if (grossMinor !== netMinor && !fits(workspace.grossMinor)) workspace.grossMinor = amounts(length, memory)
  const { customer, at, netMinor: net } = workspace
  return { customer, at, netMinor: net, grossMinor: grossMinor === netMinor ? net : workspace.grossMinor }
}

function amounts(length: number, memory: Memory): Float64Array {
  return memory ? new Float64Array(memory(8 * length)) : new Float64Array(length)
}
