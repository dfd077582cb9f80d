/** Local days in SQL: the zone's offsets as a CASE, so that every engine counts the days this library counts, whatever tz database it has. */

import { reason } from '../core/reason.js'
import { type AsOf, type Moment, momentOf } from '../core/time/as-of.js'
import { dayOfCivil, formatDate, MS_PER_DAY } from '../core/time/civil.js'
import { daysAscend, startOfDay, type ZoneTable, zoneOf, zoneTable } from '../core/time/zone.js'
import { type Draft, double, integer, steps } from './draft.js'
import { type Fragment, sql } from './fragment.js'

export interface LocalDays extends Moment {
  /** How often the zone changes its offset before `asOf`. */
  readonly changes: number
  /** Whether a later instant is never of an earlier day. Clocks that go back past midnight make it so. */
  readonly ascends: boolean
  /** The local day of an instant in epoch ms, as days since 1970-01-01. */
  dayOf(at: Fragment): Fragment
  /** Local time − UTC, ms. */
  offsetAt(at: Fragment): Fragment
  /** The instant at which a day begins, where no offset changes near it: only then is `at ≥ instant` the same as `day ≥ that day`. */
  beginsAt(day: number): number | undefined
}

export function localDays(draft: Draft, timeZone: string, asOf: AsOf, zones: readonly ZoneTable[] | undefined): LocalDays {
  const moment = momentOf(asOf, zoneOf(timeZone, zones))
  const table = zones?.find((candidate) => candidate.timeZone === timeZone) ?? tableFor(timeZone, moment.before)
  const changes = table.from.slice(1).filter((from) => from < moment.before)
  const offsets = table.offsets.slice(0, changes.length + 1)
  const since = formatDate(Math.floor(table.from[0] / MS_PER_DAY))
  draft.notes.push(reason('sql.zone.used', 'info', { timeZone, tzdata: table.tzdata, changes: changes.length, since }))
  const offsetAt = (at: Fragment): Fragment =>
    steps(
      at,
      changes.map((change) => integer(draft, change)),
      offsets.map((offset) => integer(draft, offset)),
    )
  return {
    ...moment,
    changes: changes.length,
    ascends: daysAscend({ from: [table.from[0], ...changes], offsets }),
    offsetAt,
    dayOf: (at) => {
      const local = offsets.every((offset) => offset === 0) ? at : sql`${at} + ${offsetAt(at)}`
      return draft.dialect.asInteger(sql`floor(${draft.dialect.asDouble(local)} / ${double(draft, MS_PER_DAY)})`)
    },
    beginsAt: (day) => {
      const near = day * MS_PER_DAY
      const changesNear = table.from.some((from, k) => k > 0 && Math.abs(from - near) < NEAR)
      if (changesNear || near < table.from[0] + NEAR || near > table.until - NEAR) return undefined
      return startOfDay(zoneOf(timeZone, [table]), day)
    },
  }
}

/** Twice the widest offset and a day. */
const NEAR = 3 * MS_PER_DAY
/** Orders are younger. Instants before are read with the offset of that day, which the note says. */
const SINCE = dayOfCivil(1970, 1, 1) * MS_PER_DAY

/** `Intl` is asked once per zone and year. */
const made = new Map<string, ZoneTable>()

function tableFor(timeZone: string, before: number): ZoneTable {
  const known = made.get(timeZone)
  if (known !== undefined && known.until > before) return known
  const table = zoneTable(timeZone, SINCE, Math.max(before, SINCE) + 366 * MS_PER_DAY)
  made.set(timeZone, table)
  return table
}
