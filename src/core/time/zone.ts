/** Time zones: the one function that gives offsets. `Intl` (through @date-fns/tz) or a table the host carries along. */

import { tzOffset } from '@date-fns/tz/tzOffset'
import { UsageError } from '../errors.js'
import { type Day, MS_PER_DAY } from './civil.js'
import { type Instant, offsetMs } from './instant.js'

/** A zone as JSON: for engines without `Intl`, for warehouses, and to pin the tz database version. */
export interface ZoneTable {
  readonly kind: 'zone-table'
  readonly format: 1
  readonly timeZone: string
  /** IANA version, `'unknown'` where the engine does not tell. */
  readonly tzdata: string
  /** Instants (epoch ms) from which `offsets[i]` (ms) holds; the first is the table's beginning. */
  readonly from: readonly Instant[]
  readonly offsets: readonly number[]
  /** The table says nothing at or after this instant. */
  readonly until: Instant
}

export interface Zone {
  readonly name: string
  /** Where it is the same at every instant. */
  readonly fixed?: number
  /** Local time − UTC, in ms, at this instant. */
  offsetAt(instant: Instant): number
}

/** The offsets of a zone over a span of time: `offsets[i]` holds from `from[i]` on, until `from[i + 1]`. */
export interface ZoneOffsets {
  readonly from: readonly Instant[]
  readonly offsets: readonly number[]
}

const zones = new Map<string, Zone>()
/** Most calls ask for the zone of the call before. */
let last: Zone | undefined

/**
 * @param timeZone IANA name, `UTC`, or a fixed offset `+08:00`
 * @param tables tables that replace `Intl` for the zones they name
 * @throws UsageError `tierwise.zone.unknown`
 */
export function zoneOf(timeZone: string, tables?: readonly ZoneTable[]): Zone {
  const table = tables?.find((candidate) => candidate.timeZone === timeZone)
  if (table) return tableZone(table)
  if (last !== undefined && last.name === timeZone) return last
  last = zones.get(timeZone) ?? newZone(timeZone)
  return last
}

function newZone(timeZone: string): Zone {
  if (!isTimeZone(timeZone))
    throw new UsageError('tierwise.zone.unknown', { timeZone: typeof timeZone === 'string' ? timeZone : typeof timeZone })
  const zone =
    timeZone === 'UTC' ? fixedZone('UTC', 0) : FIXED.test(timeZone) ? fixedZone(timeZone, offsetMs(timeZone)) : intlZone(timeZone)
  zones.set(timeZone, zone)
  return zone
}

const FIXED = /^[+-]\d{2}:\d{2}$/

/** A name that has a comma, a newline or two thousand letters is not asked of `Intl`. */
const NAME = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+){0,2}$/

export function isTimeZone(timeZone: unknown): timeZone is string {
  if (typeof timeZone !== 'string') return false
  if (FIXED.test(timeZone)) return !Number.isNaN(offsetMs(timeZone))
  return timeZone === 'UTC' || (timeZone.length <= 64 && NAME.test(timeZone) && isKnownToIntl(timeZone))
}

function isKnownToIntl(timeZone: string): boolean {
  try {
    longOffset(timeZone)
    return true
  } catch {
    return false
  }
}

/** The local civil day that holds this instant. */
export function dayAt(zone: Zone, instant: Instant): Day {
  return Math.floor((instant + (zone.fixed ?? zone.offsetAt(instant))) / MS_PER_DAY)
}

/** Milliseconds since local midnight by the wall clock. */
export function msOfDayAt(zone: Zone, instant: Instant): number {
  const local = instant + zone.offsetAt(instant)
  return local - Math.floor(local / MS_PER_DAY) * MS_PER_DAY
}

/**
 * The instant of a wall-clock time. A time that happens twice (clocks set back) is the first; one that does not exist (clocks set
 * forward) is read with the offset before the change, so 02:30 becomes 03:30 — as Temporal's `compatible` does.
 */
export function instantAt(zone: Zone, day: Day, msOfDay = 0): Instant {
  const local = day * MS_PER_DAY + msOfDay
  if (zone.fixed !== undefined) return local - zone.fixed
  // Offsets lie within ±18 h, so these two stand on either side of any change near the wall-clock time.
  const before = zone.offsetAt(local - MS_PER_DAY)
  const after = zone.offsetAt(local + MS_PER_DAY)
  if (before === after && zone.offsetAt(local - before) === before) return local - before
  for (const offset of [before, zone.offsetAt(local - before), after]) {
    if (zone.offsetAt(local - offset) === offset) return local - offset
  }
  return local - before
}

/** The first instant of a local day: 00:00 where it exists, else the end of the gap (São Paulo's 01:00, Samoa's next day). */
export function startOfDay(zone: Zone, day: Day): Instant {
  if (zone.fixed !== undefined) return instantAt(zone, day)
  const midnight = instantAt(zone, day)
  if (dayAt(zone, midnight - 1) < day) return firstAtOrAfter(zone, day, midnight)
  return firstAtOrAfter(zone, day, midnight - 36 * 3_600_000)
}

/** Bisects for the first instant ≥ `low` whose local day is ≥ `day`. */
function firstAtOrAfter(zone: Zone, day: Day, low: Instant): Instant {
  if (dayAt(zone, low) >= day) return low
  let before = low
  let after = low + 3 * MS_PER_DAY
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (dayAt(zone, middle) >= day) after = middle
    else before = middle
  }
  return after
}

/** Reading a wall-clock time or the beginning of a day looks at the offsets up to 36 hours around it. */
const MARGIN = 2 * MS_PER_DAY

/**
 * The offsets of a zone over `[from, to)` as plain JSON, with two days of margin on either side, so that every day of the span can be asked for.
 * @param tzdata the version to note, e.g. `process.versions.tz` on Node
 */
export function zoneTable(timeZone: string, from: Instant, to: Instant, tzdata = 'unknown'): ZoneTable {
  return {
    kind: 'zone-table',
    format: 1,
    timeZone,
    tzdata,
    ...offsetsFrom(zoneOf(timeZone), from - MARGIN, to + MARGIN),
    until: to + MARGIN,
  }
}

/** The zone is asked once a day, so these pay for many instants: `undefined` where `questions` of them are fewer than the days. */
export function offsetsBetween(zone: Zone, first: Instant, last: Instant, questions: number): ZoneOffsets | undefined {
  if (zone.fixed !== undefined) return { from: [first], offsets: [zone.fixed] }
  return (last - first) / MS_PER_DAY < questions ? offsetsFrom(zone, first, last + 1) : undefined
}

/** At an instant that is neither before the first nor after the last they were asked for. */
export function offsetWithin({ from, offsets }: ZoneOffsets, instant: Instant): number {
  return offsets[lastAtOrBefore(from, instant)]
}

/** The local day of an instant, by the offsets around it where they are known. */
export function dayWithin(zone: Zone, offsets: ZoneOffsets | undefined, instant: Instant): Day {
  return Math.floor((instant + (offsets ? offsetWithin(offsets, instant) : zone.offsetAt(instant))) / MS_PER_DAY)
}

/** Whether a later instant is never of an earlier local day. Only clocks that go back past midnight make it so (St. John's, 1987 to 2011). */
export function daysAscend({ from, offsets }: ZoneOffsets): boolean {
  return from.every((at, k) => k === 0 || Math.floor((at + offsets[k]) / MS_PER_DAY) >= Math.floor((at - 1 + offsets[k - 1]) / MS_PER_DAY))
}

function offsetsFrom(zone: Zone, first: Instant, until: Instant): ZoneOffsets {
  const from: Instant[] = [first]
  const offsets = [zone.offsetAt(first)]
  for (let at = first; at < until - 1; ) {
    const next = Math.min(at + MS_PER_DAY, until - 1)
    if (zone.offsetAt(next) === offsets[offsets.length - 1]) at = next
    else {
      at = firstChange(zone, at, next)
      from.push(at)
      offsets.push(zone.offsetAt(at))
    }
  }
  return { from, offsets }
}

/** `from` ascending, its first not after the instant. */
function lastAtOrBefore(from: readonly Instant[], instant: Instant): number {
  let low = 0
  let high = from.length
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (from[middle] <= instant) low = middle
    else high = middle
  }
  return low
}

function firstChange(zone: Zone, from: Instant, to: Instant): Instant {
  const offset = zone.offsetAt(from)
  let before = from
  let after = to
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (zone.offsetAt(middle) === offset) before = middle
    else after = middle
  }
  return after
}

function tableZone(table: ZoneTable): Zone {
  const { from, offsets, until } = table
  return {
    name: table.timeZone,
    offsetAt(instant) {
      if (!(instant >= from[0] && instant < until)) {
        throw new UsageError('tierwise.zone.outside-table', { timeZone: table.timeZone, instant })
      }
      return offsets[lastAtOrBefore(from, instant)]
    },
  }
}

function fixedZone(name: string, offset: number): Zone {
  return { name, fixed: offset, offsetAt: () => offset }
}

function longOffset(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: 'longOffset' })
}

/** `Intl` takes about a microsecond per question; offsets change twice a year. Each UTC day is asked once, at both ends: no zone has ever changed twice within two days. */
function intlZone(name: string): Zone {
  const byDay = new Map<number, number>()
  const format = longOffset(name)
  let lastDay = Number.NaN
  let lastOffset = 0
  const ask = (instant: Instant): number => {
    const date = new Date(instant)
    const offset = Math.round(tzOffset(name, date) * 60_000)
    // @date-fns/tz 1.5 loses the sign of −00:44:30 (Monrovia until 1972): an hour of zero has none.
    return offset !== 0 && Math.abs(offset) < 3_600_000 ? Math.abs(offset) * (format.format(date).includes('GMT-') ? -1 : 1) : offset
  }
  return {
    name,
    offsetAt(instant) {
      const day = Math.floor(instant / MS_PER_DAY)
      if (day !== lastDay) {
        let offset = byDay.get(day)
        if (offset === undefined) {
          const first = ask(day * MS_PER_DAY)
          offset = first === ask((day + 1) * MS_PER_DAY - 1) ? first : Number.NaN // NaN: it changes within the day
          byDay.set(day, offset)
        }
        lastDay = day
        lastOffset = offset
      }
      return Number.isNaN(lastOffset) ? ask(instant) : lastOffset
    },
  }
}
