/** `asOf`: which facts count, and which day it is. */

import { UsageError } from '../errors.js'
import { type Day, parseDate } from './civil.js'
import { type Instant, parseInstant } from './instant.js'
import { dayAt, startOfDay, type Zone } from './zone.js'

/** A date (`'2026-03-01'`: that whole local day counts) or an instant (ISO text with an offset, or epoch ms: facts before it count). */
export type AsOf = string | number

export interface Moment {
  /** Facts before this instant count. */
  readonly before: Instant
  /** Ages are calendar days to this day: the date itself, or the day of the millisecond before the instant. */
  readonly day: Day
}

/** @throws UsageError `tierwise.as-of.unreadable` */
export function momentOf(asOf: AsOf, zone: Zone): Moment {
  if (typeof asOf === 'string') {
    const day = parseDate(asOf)
    if (!Number.isNaN(day)) return { before: startOfDay(zone, day + 1), day }
  }
  const before = instantOf(asOf)
  return { before, day: dayAt(zone, before - 1) }
}

/**
 * An instant given as ISO text with an offset, or as epoch ms.
 * @throws UsageError `tierwise.as-of.unreadable`
 */
export function instantOf(at: AsOf): Instant {
  const instant = typeof at === 'number' ? at : typeof at === 'string' ? parseInstant(at) : Number.NaN
  if (!Number.isSafeInteger(instant))
    throw new UsageError('tierwise.as-of.unreadable', {
      asOf: String(at),
      hint: 'a date YYYY-MM-DD, an ISO instant with an offset, or epoch ms',
    })
  return instant
}
