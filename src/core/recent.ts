/** What may still be asked for by its id, for a time: in buckets, so that one is found and added without looking at the others. */

import type { Day } from './time/civil.js'
import { addLength, type Length, leastDays } from './time/length.js'

export interface Dated {
  readonly id: string
  readonly at: number
  readonly day: Day
}

/** Empty, or a fixed number of buckets; inside a bucket, in the order they came. */
export type RecentTable<T extends Dated> = readonly (readonly T[])[]

const BUCKETS = 32
const NONE: readonly never[] = []

/** The one of this id, if on `day` its time is not over. */
export function findRecent<T extends Dated>(table: RecentTable<T>, id: string, day: Day, length: Length): T | undefined {
  if (table.length === 0) return undefined
  const bucket = table[bucketOf(id)]
  for (let i = 0; i < bucket.length; i++) if (bucket[i].id === id) return isOver(bucket[i], day, length) ? undefined : bucket[i]
  return undefined
}

/** Puts one in the place of that with its id, or at the end; what is over goes. */
export function withRecent<T extends Dated>(table: RecentTable<T>, one: T, day: Day, length: Length): RecentTable<T> {
  const next: (readonly T[])[] = table.length === 0 ? Array.from({ length: BUCKETS }, () => NONE) : table.slice()
  const b = bucketOf(one.id)
  const bucket = next[b].slice()
  while (bucket.length > 0 && isOver(bucket[0], day, length)) bucket.shift()
  const i = bucket.findIndex(({ id }) => id === one.id)
  if (i < 0) bucket.push(one)
  else bucket[i] = one
  next[b] = bucket
  return next
}

/** All whose time is not over, in order. */
export function allRecent<T extends Dated>(table: RecentTable<T>, day: Day, length: Length): T[] {
  return table.flatMap((bucket) => bucket.filter((one) => !isOver(one, day, length))).sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))
}

function isOver({ day: from }: Dated, day: Day, length: Length): boolean {
  return day - from > leastDays(length) && addLength(from, length) < day
}

/** FNV-1a over the code units. */
function bucketOf(id: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < id.length; i++) hash = Math.imul(hash ^ id.charCodeAt(i), 0x01000193)
  return (hash ^ (hash >>> 15)) & (BUCKETS - 1)
}
