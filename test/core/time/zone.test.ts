import { tzOffset } from '@date-fns/tz/tzOffset'
import { describe, expect, test } from 'vitest'
import { MS_PER_DAY, parseDate } from '../../../src/core/time/civil.js'
import { formatInstant, parseInstant } from '../../../src/core/time/instant.js'
import { dayAt, instantAt, isTimeZone, msOfDayAt, startOfDay, zoneOf, zoneTable } from '../../../src/core/time/zone.js'

const HOUR = 3_600_000

describe('offsets', () => {
  // tz database: africa, europe, asia, australasia; the second column is its own "until" and "STDOFF" columns read by hand.
  const table: readonly (readonly [zone: string, at: string, seconds: number])[] = [
    ['UTC', '2026-01-01T00:00:00Z', 0],
    ['Asia/Shanghai', '2026-01-01T00:00:00Z', 8 * 3600],
    ['Asia/Shanghai', '1988-07-01T00:00:00Z', 9 * 3600], // summer time 1986–1991
    ['Asia/Kathmandu', '1980-01-01T00:00:00Z', 5.5 * 3600],
    ['Asia/Kathmandu', '2026-01-01T00:00:00Z', 5.75 * 3600],
    ['Australia/Lord_Howe', '2026-01-01T00:00:00Z', 11 * 3600],
    ['Australia/Lord_Howe', '2026-07-01T00:00:00Z', 10.5 * 3600], // half an hour of summer time
    ['America/St_Johns', '2026-01-01T00:00:00Z', -3.5 * 3600],
    ['America/New_York', '1850-01-01T00:00:00Z', -(4 * 3600 + 56 * 60 + 2)],
    ['Europe/Amsterdam', '1880-01-01T00:00:00Z', 17 * 60 + 30], // Brussels' local mean time
    ['Pacific/Apia', '2011-12-30T09:59:59.999Z', -10 * 3600],
    ['Pacific/Apia', '2011-12-30T10:00:00.000Z', 14 * 3600],
    // West of Greenwich by less than an hour: the sign must survive an hour of zero.
    ['Africa/Monrovia', '1960-01-01T00:00:00Z', -(44 * 60 + 30)],
    ['Europe/Dublin', '1900-01-01T00:00:00Z', -(25 * 60 + 21)],
    ['Europe/London', '1840-01-01T00:00:00Z', -75],
    ['+08:00', '2026-01-01T00:00:00Z', 8 * 3600],
    ['-03:30', '2026-01-01T00:00:00Z', -3.5 * 3600],
    ['-00:30', '2026-01-01T00:00:00Z', -1800],
    ['+00:00', '2026-01-01T00:00:00Z', 0],
  ]
  test.each(table)('of %s at %s is %d s', (name, at, seconds) => {
    expect(zoneOf(name).offsetAt(parseInstant(at)) / 1000).toBe(seconds)
  })

  test('are those of Intl, hour by hour around every change of ten years, in every kind of zone', () => {
    const wrong: string[] = []
    for (const name of ZONES) {
      const zone = zoneOf(name)
      const byIntl = intlOffset(name)
      for (let at = Date.UTC(2010, 0, 1); at < Date.UTC(2020, 0, 1); at += MS_PER_DAY) {
        if (byIntl(at) === byIntl(at + MS_PER_DAY)) continue
        for (let h = -2; h <= 26; h++) {
          for (const instant of [at + h * HOUR - 1, at + h * HOUR]) {
            if (zone.offsetAt(instant) !== byIntl(instant)) wrong.push(`${name} ${formatInstant(instant)}`)
          }
        }
      }
    }
    expect(wrong).toEqual([])
  })

  test('are the same whatever was asked before', () => {
    const [year, day] = [Date.UTC(2026, 2, 29), Date.UTC(2026, 2, 30)]
    const fresh = zoneOf('Europe/Paris')
    const forward = [year, year + HOUR - 1, year + HOUR, day].map((at) => fresh.offsetAt(at) / HOUR)
    const backward = [day, year + HOUR, year + HOUR - 1, year].map((at) => fresh.offsetAt(at) / HOUR)
    expect(forward).toEqual([1, 1, 2, 2])
    expect(backward).toEqual([2, 2, 1, 1])
  })
})

describe('zone names', () => {
  test.each(['UTC', 'Asia/Shanghai', 'America/Argentina/Buenos_Aires', 'Etc/GMT+8', 'US/Eastern', '+08:00', '-00:30'])(
    '%s is one',
    (name) => {
      expect(isTimeZone(name)).toBe(true)
    },
  )
  test.each([
    '',
    'Nowhere/Place',
    'Nowhere/Place+08',
    'Junk-0800',
    'GMT+08:00',
    '+8',
    '+25:00',
    '+08:60',
    'Asia/Shanghai\n',
    ' UTC',
    'A'.repeat(2000),
    'constructor',
    '__proto__',
  ])('%j is none', (name) => {
    expect(isTimeZone(name)).toBe(false)
    expect(() => zoneOf(name)).toThrow(expect.objectContaining({ code: 'tierwise.usage', problem: 'tierwise.zone.unknown' }))
  })
  test('what is no text is none either', () => {
    for (const name of [null, undefined, 8, {}, { toString: 1 }, ['UTC']]) {
      expect(isTimeZone(name)).toBe(false)
      expect(() => zoneOf(name as unknown as string)).toThrow(expect.objectContaining({ code: 'tierwise.usage' }))
    }
  })
})

describe('wall-clock times', () => {
  // Wall time → instant. Expected values by hand from the tz database's rules.
  const table: readonly (readonly [zone: string, day: string, ms: number, instant: string, why: string])[] = [
    ['Asia/Shanghai', '2026-03-01', 0, '2026-02-28T16:00:00.000Z', 'plain'],
    ['Europe/Paris', '2026-03-29', 2.5 * HOUR, '2026-03-29T01:30:00.000Z', 'does not exist: read as 03:30'],
    ['Europe/Paris', '2026-10-25', 2.5 * HOUR, '2026-10-25T00:30:00.000Z', 'exists twice: the first'],
    ['America/New_York', '2026-03-08', 2 * HOUR, '2026-03-08T07:00:00.000Z', 'the first missing minute: read as 03:00'],
    ['America/New_York', '2026-11-01', HOUR, '2026-11-01T05:00:00.000Z', 'the first repeated minute: summer time'],
    ['Australia/Lord_Howe', '2026-10-04', 2.25 * HOUR, '2026-10-03T15:45:00.000Z', 'half-hour gap: read as 02:45'],
    ['Australia/Lord_Howe', '2026-04-05', 1.75 * HOUR, '2026-04-04T14:45:00.000Z', 'repeated half hour: the first'],
    ['Pacific/Apia', '2011-12-30', 12 * HOUR, '2011-12-30T22:00:00.000Z', 'the day that never was: read as the 31st'],
    ['Pacific/Apia', '2011-12-29', 23 * HOUR, '2011-12-30T09:00:00.000Z', 'its eve'],
    ['Pacific/Apia', '2011-12-31', 0, '2011-12-30T10:00:00.000Z', 'its morrow'],
    ['America/Sao_Paulo', '2018-11-04', 0, '2018-11-04T03:00:00.000Z', 'midnight is missing: read as 01:00'],
    ['America/New_York', '1850-06-01', 0, '1850-06-01T04:56:02.000Z', 'local mean time has seconds'],
  ]
  test.each(table)('%s %s +%d ms is %s (%s)', (name, day, ms, instant) => {
    expect(formatInstant(instantAt(zoneOf(name), parseDate(day), ms))).toBe(instant)
  })

  test('go there and back, hour by hour, wherever they exist', () => {
    for (const name of ZONES) {
      const zone = zoneOf(name)
      for (let instant = Date.UTC(2011, 11, 25); instant < Date.UTC(2012, 0, 5); instant += HOUR / 2) roundTrip(zone, instant)
      for (let instant = Date.UTC(2018, 9, 20); instant < Date.UTC(2018, 10, 20); instant += HOUR / 2) roundTrip(zone, instant)
      for (let instant = Date.UTC(2026, 2, 25); instant < Date.UTC(2026, 3, 8); instant += HOUR / 2) roundTrip(zone, instant)
    }
  })

  function roundTrip(zone: ReturnType<typeof zoneOf>, instant: number): void {
    const day = dayAt(zone, instant)
    const ms = msOfDayAt(zone, instant)
    const back = instantAt(zone, day, ms)
    // Of two instants with one wall time the earlier is meant.
    if (back !== instant && !(back < instant && dayAt(zone, back) === day && msOfDayAt(zone, back) === ms))
      throw new Error(`${zone.name}: ${formatInstant(instant)} came back as ${formatInstant(back)}`)
  }
})

describe('the first instant of a day', () => {
  const table: readonly (readonly [zone: string, day: string, instant: string])[] = [
    ['UTC', '2026-03-01', '2026-03-01T00:00:00.000Z'],
    ['America/Sao_Paulo', '2018-11-04', '2018-11-04T03:00:00.000Z'], // 00:00 → 01:00
    ['America/Sao_Paulo', '2018-02-18', '2018-02-18T03:00:00.000Z'], // the evening before had 25 hours
    ['Pacific/Apia', '2011-12-30', '2011-12-30T10:00:00.000Z'], // no such day: the next one's beginning
    ['Pacific/Apia', '2011-12-31', '2011-12-30T10:00:00.000Z'],
    ['America/Havana', '2026-11-01', '2026-11-01T04:00:00.000Z'], // 01:00 → 00:00: midnight comes twice
    ['Asia/Beirut', '2022-03-27', '2022-03-26T22:00:00.000Z'], // 00:00 → 01:00
  ]
  test.each(table)('%s %s begins at %s', (name, day, instant) => {
    expect(formatInstant(startOfDay(zoneOf(name), parseDate(day)))).toBe(instant)
  })

  test('belongs to the day, and the millisecond before to an earlier one', () => {
    for (const name of ZONES) {
      const zone = zoneOf(name)
      for (const [from, to] of [
        ['2011-06-01', '2012-07-01'], // Apia skips a day
        ['2018-01-01', '2019-03-01'], // São Paulo's last missing midnights
        ['2026-01-01', '2027-01-01'],
      ])
        for (let day = parseDate(from); day < parseDate(to); day++) beginsItself(zone, day)
    }
  })

  function beginsItself(zone: ReturnType<typeof zoneOf>, day: number): void {
    const start = startOfDay(zone, day)
    if (dayAt(zone, start) < day || dayAt(zone, start - 1) >= day) throw new Error(`${zone.name} ${day} ${formatInstant(start)}`)
  }
})

describe('a zone as a table', () => {
  test.each(['Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia', 'America/Sao_Paulo', 'UTC', '+05:30'])(
    'says of %s what Intl says, before and after JSON',
    (name) => {
      const [from, to] = [Date.UTC(2005, 0, 1), Date.UTC(2027, 0, 1)]
      const table = JSON.parse(JSON.stringify(zoneTable(name, from, to, process.versions.tz)))
      const zone = zoneOf(name, [table])
      const plain = zoneOf(name)
      const wrong: string[] = []
      for (let at = from; at < to; at += 45 * 60_000 * 7) if (zone.offsetAt(at) !== plain.offsetAt(at)) wrong.push(formatInstant(at))
      expect(wrong).toEqual([])
      for (const at of table.from) expect(zone.offsetAt(at)).toBe(plain.offsetAt(at))
      for (const at of table.from.slice(1)) expect(zone.offsetAt(at - 1)).toBe(plain.offsetAt(at - 1))
      expect(table.tzdata).toBe(process.versions.tz)
    },
  )

  test('answers for wall-clock times and days of its whole span, edges included', () => {
    const [from, to] = [parseInstant('2026-01-01T00:00:00Z'), parseInstant('2026-02-01T00:00:00Z')]
    const zone = zoneOf('Asia/Shanghai', [zoneTable('Asia/Shanghai', from, to)])
    expect(instantAt(zone, parseDate('2026-01-01'), 8 * HOUR)).toBe(from)
    expect(formatInstant(startOfDay(zone, parseDate('2026-02-01')))).toBe('2026-01-31T16:00:00.000Z')
    expect(dayAt(zone, to - 1)).toBe(parseDate('2026-02-01'))
  })

  test('refuses instants far outside it instead of guessing', () => {
    const zone = zoneOf('Asia/Shanghai', [zoneTable('Asia/Shanghai', Date.UTC(2026, 0, 1), Date.UTC(2027, 0, 1))])
    for (const at of [Date.UTC(2025, 0, 1), Date.UTC(2028, 0, 1), Number.NaN])
      expect(() => zone.offsetAt(at)).toThrow(expect.objectContaining({ problem: 'tierwise.zone.outside-table' }))
  })
})

/** Whole hours, halves, quarters; north and south; midnight changes; days skipped; changes of mind. */
const ZONES: readonly string[] =
  'UTC Asia/Shanghai Asia/Kathmandu Asia/Tehran Asia/Beirut Asia/Gaza Asia/Amman Africa/Casablanca Africa/Cairo America/New_York America/St_Johns America/Sao_Paulo America/Havana America/Asuncion America/Santiago America/Caracas America/Scoresbysund Antarctica/Troll Australia/Lord_Howe Australia/Sydney Europe/London Europe/Istanbul Europe/Moscow Pacific/Apia Pacific/Chatham Pacific/Kiritimati Pacific/Norfolk'.split(
    ' ',
  )

/** Local minus UTC as the clock face of Intl shows it: another road than the one under test. */
function intlOffset(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (instant) => {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, Number(value)]))
    const second = Math.floor(instant / 1000)
    return Date.UTC(part.year, part.month - 1, part.day, part.hour, part.minute, part.second) - second * 1000
  }
}

test('the bug of @date-fns/tz that zone.ts mends is still there', () => {
  // When this fails, the mending can go.
  expect(tzOffset('Africa/Monrovia', new Date('1960-01-01T00:00:00Z'))).toBe(44.5)
})
