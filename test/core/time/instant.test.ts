import { describe, expect, test } from 'vitest'
import { formatInstant, parseInstant, readIso } from '../../../src/core/time/instant.js'

describe('instants', () => {
  test.each([
    ['2026-03-01T04:00:00.000Z', 1772337600000],
    ['2026-03-01T12:00:00+08:00', 1772337600000],
    ['2026-03-01T12:00:00+0800', 1772337600000],
    ['2026-03-01T12+08:00', undefined],
    ['2026-03-01 12:00+08', 1772337600000],
    ['2026-03-01 12:00:00 +08:00', 1772337600000],
    ['2026-02-28T23:30:00-04:30', 1772337600000],
    ['2026-03-01T04:00:00.123456789Z', 1772337600123], // cut, not rounded
    ['2026-03-01T04:00:00,5Z', 1772337600500],
    ['1970-01-01T00:00:00Z', 0],
    ['1969-12-31T23:59:59.999Z', -1],
    ['2026-03-01T04:00:00', undefined], // no zone said
    ['2026-03-01', undefined],
    ['2026-02-29T00:00:00Z', undefined],
    ['2026-03-01T24:00:00Z', undefined],
    ['2026-03-01T23:60:00Z', undefined],
    ['2026-03-01T23:59:60Z', undefined],
    ['2026-03-01T00:00:00+19:00', undefined],
    ['2026-03-01T00:00:00+08:75', undefined],
    ['2026-03-01T00:00:00ZZ', undefined],
    ['+002026-03-01T00:00:00Z', undefined],
  ])('%s is %s', (text, instant) => {
    expect(parseInstant(text)).toBe(instant ?? Number.NaN)
  })

  test('are written as Date writes them', () => {
    for (let instant = Date.UTC(1900, 0, 1); instant < Date.UTC(2100, 0, 1); instant += 987_654_321)
      expect(formatInstant(instant)).toBe(new Date(instant).toISOString())
    for (let year = 1; year < 10_000; year += 111) {
      const date = new Date(0)
      date.setUTCFullYear(year, 1, 28)
      expect(formatInstant(date.getTime())).toBe(date.toISOString())
    }
  })

  test('come back from their text', () => {
    for (const instant of [0, -1, 1, 999, 1000, Date.UTC(2026, 1, 28, 23, 59, 59, 999), -62135596800000, 253402300799999])
      expect(parseInstant(formatInstant(instant))).toBe(instant)
  })
})

test('a local time keeps its day and time of day, a date says that it is one', () => {
  expect(readIso('1970-01-02 03:04:05')).toEqual({ day: 1, msOfDay: 11_045_000, dateOnly: false })
  expect(readIso('1970-01-02')).toEqual({ day: 1, msOfDay: 0, dateOnly: true })
  expect(readIso('2 January 1970')).toBeUndefined()
})
