/** What partial summaries keep of a customer where ids are dropped: the sums of each local day, as one flat list of numbers. */

import { type Day, MS_PER_DAY } from '../core/time/civil.js'

/** Ten numbers a day, days ascending; a list of objects would be four times as long as JSON, and as memory too. */
export type DayList = number[]

export const DAY_WIDTH = 10
/** Days since 1970-01-01. */
export const DAY = 0
export const ORDERS = 1
/** Of the day's first order: ms after 00:00 UTC of the day, which in a local day may be below 0 or beyond 24 hours. */
export const FIRST = 2
/** From the day's first order to its last, in ms. */
export const SPAN = 3
export const GROSS = 4
/** Taken back from those orders. */
export const REFUNDED = 5
/** Taken back from orders that were refunded in full and count no more. */
export const CANCELLED = 6
export const COST = 7
/** Orders that record whether they had a discount, and the net value of those that had. */
export const DISCOUNT_RECORDED = 8
export const DISCOUNTED = 9

export interface OrderSums {
  readonly grossMinor: number
  readonly refundedMinor: number
  readonly costMinor: number
  /** Absent where the order records none. */
  readonly discountMinor?: number | undefined
}

export function addOrder(days: DayList, day: Day, at: number, { grossMinor, refundedMinor, costMinor, discountMinor }: OrderSums): void {
  const recorded = discountMinor === undefined ? 0 : 1
  const discounted = discountMinor !== undefined && discountMinor > 0 ? grossMinor - refundedMinor : 0
  addDay(days, [day, 1, at - day * MS_PER_DAY, 0, grossMinor, refundedMinor, 0, costMinor, recorded, discounted], 0)
}

/** A cancelled order is no purchase; only what was refunded is remembered. */
export function addCancelled(days: DayList, day: Day, refundedMinor: number): void {
  addDay(days, [day, 0, 0, 0, 0, 0, refundedMinor, 0, 0, 0], 0)
}

export function addCost(days: DayList, day: Day, costMinor: number): void {
  addDay(days, [day, 0, 0, 0, 0, 0, 0, costMinor, 0, 0], 0)
}

/** Adds all days of one list to another. */
export function addDays(days: DayList, more: readonly number[]): void {
  for (let k = 0; k < more.length; k += DAY_WIDTH) addDay(days, more, k)
}

/** Adds the day that stands at `k` of another list. */
function addDay(days: DayList, more: readonly number[], k: number): void {
  const place = placeOf(days, more[k + DAY])
  if (days[place + DAY] !== more[k + DAY]) {
    if (place === days.length) for (let i = 0; i < DAY_WIDTH; i++) days.push(more[k + i])
    else days.splice(place, 0, ...more.slice(k, k + DAY_WIDTH))
    return
  }
  if (more[k + ORDERS] > 0) {
    const known = days[place + ORDERS] > 0
    const first = known ? Math.min(days[place + FIRST], more[k + FIRST]) : more[k + FIRST]
    const last = more[k + FIRST] + more[k + SPAN]
    days[place + SPAN] = (known ? Math.max(days[place + FIRST] + days[place + SPAN], last) : last) - first
    days[place + FIRST] = first
  }
  days[place + ORDERS] += more[k + ORDERS]
  for (let i = GROSS; i < DAY_WIDTH; i++) days[place + i] += more[k + i]
}

/** Where this day stands, or belongs; orders mostly come in the order of time. */
function placeOf(days: DayList, day: Day): number {
  const last = days.length - DAY_WIDTH
  if (last < 0 || days[last] < day) return days.length
  let low = 0
  let high = last / DAY_WIDTH
  while (low < high) {
    const middle = (low + high) >> 1
    if (days[middle * DAY_WIDTH] < day) low = middle + 1
    else high = middle
  }
  return low * DAY_WIDTH
}
