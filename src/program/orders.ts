/** The orders that may still be reversed, by id, in buckets: one is found and added without looking at the others. */

import type { Day } from '../core/time/civil.js'
import { addLength, type Length } from '../core/time/length.js'
import type { OrderState } from './state.js'

/** Empty, or a fixed number of buckets; inside a bucket, in the order they came. */
export type OrderTable = readonly (readonly OrderState[])[]

const BUCKETS = 32
const NONE: readonly OrderState[] = []

/** The order of this id if it may still be reversed on `day`. */
export function findOrder(table: OrderTable, id: string, day: Day, reversibleFor: Length): OrderState | undefined {
  if (table.length === 0) return undefined
  const bucket = table[bucketOf(id)]
  for (let i = 0; i < bucket.length; i++) if (bucket[i].id === id) return isOver(bucket[i], day, reversibleFor) ? undefined : bucket[i]
  return undefined
}

/** Puts an order in the place of the one with its id, or at the end; what can no longer be reversed goes. */
export function withOrder(table: OrderTable, order: OrderState, day: Day, reversibleFor: Length): OrderTable {
  const next = table.length === 0 ? Array.from({ length: BUCKETS }, () => NONE) : table.slice()
  const b = bucketOf(order.id)
  const bucket = next[b].slice()
  while (bucket.length > 0 && isOver(bucket[0], day, reversibleFor)) bucket.shift()
  const i = bucket.findIndex(({ id }) => id === order.id)
  if (i < 0) bucket.push(order)
  else bucket[i] = order
  next[b] = bucket
  return next
}

/** Every order that may still be reversed, in time. */
export function openOrders(table: OrderTable, day: Day, reversibleFor: Length): OrderState[] {
  return table
    .flatMap((bucket) => bucket.filter((order) => !isOver(order, day, reversibleFor)))
    .sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

function isOver(order: OrderState, day: Day, reversibleFor: Length): boolean {
  return addLength(order.day, reversibleFor) < day
}

/** FNV-1a over the code units. */
function bucketOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1)
}
