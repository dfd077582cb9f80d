/** `asOf`: which facts count, and which day it is. */

import { UsageError } from '../errors.js'
import { type Day, FIRST_DAY, LAST_DAY, MS_PER_DAY, parseDate } from './civil.js'
import { type Instant, mayBeSeconds, parseInstant } from './instant.js'
import { dayAt, startOfDay, type Zone } from './zone.js'

/** A date (`'2026-03-01'`: that whole local day counts) or an instant (ISO text with an offset, or epoch ms: facts before it count). */
export type AsOf = string | number

export interface Moment {
  /** Facts before this instant count. */
  readonly before: Instant
  /** Ages are calendar days to this day: the date itself, or the day of the millisecond before the instant. */
  readonly day: Day
}

/** Most calls ask for the moment of the call before: the beginning of a day in a zone takes as long as ten summaries of one customer. */
let last: { readonly asOf: AsOf; readonly zone: Zone; readonly moment: Moment } | undefined

/** @throws UsageError `tierwise.as-of.unreadable` */
export function momentOf(asOf: AsOf, zone: Zone): Moment {
  if (last !== undefined && last.asOf === asOf && last.zone === zone) return last.moment
  last = { asOf, zone, moment: newMoment(asOf, zone) }
  return last.moment
}

function newMoment(asOf: AsOf, zone: Zone): Moment {
  if (typeof asOf === 'string') {
    const day = parseDate(asOf)
    if (!Number.isNaN(day)) return { before: startOfDay(zone, day + 1), day }
  }
  const before = instantOf(asOf)
  return { before, day: dayAt(zone, before - 1) }
}

/** Local days of instants near these lie outside the years 1 … 9999 only by the zone's offset. */
const FIRST = FIRST_DAY * MS_PER_DAY
const END = (LAST_DAY + 1) * MS_PER_DAY

/**
 * An instant given as ISO text with an offset, or as epoch ms.
 * @throws UsageError `tierwise.as-of.unreadable`, also outside the years 1 … 9999
 */
export function instantOf(at: AsOf): Instant {
  const instant = typeof at === 'number' ? at : typeof at === 'string' ? parseInstant(at) : Number.NaN
  if (!(Number.isSafeInteger(instant) && instant >= FIRST && instant < END) || (instant === at && mayBeSeconds(instant)))
    throw new UsageError('tierwise.as-of.unreadable', {
      asOf: typeof at === 'string' || typeof at === 'number' ? at : (at as unknown) instanceof Date ? 'a Date object' : typeof at,
      hint: 'a date YYYY-MM-DD, toISOString() with its offset, or epoch ms, not seconds',
    })
  return instant
}
