import { UTCDate } from '@date-fns/utc'
import { addMonths as addMonthsFns, differenceInCalendarDays, getDaysInMonth, getISODay, isLeapYear } from 'date-fns'
import { describe, expect, test } from 'vitest'
import {
  addMonths,
  checkedDay,
  civilOfDay,
  clampedDay,
  dayOfCivil,
  daysInMonth,
  FIRST_DAY,
  formatDate,
  LAST_DAY,
  MS_PER_DAY,
  parseDate,
  weekdayOf,
} from '../../../src/core/time/civil.js'

/** A UTC midnight; `new Date(99, …)` would mean 1999. */
function utc(year: number, month: number, day: number): UTCDate {
  const date = new UTCDate(2000, 0, 1)
  date.setFullYear(year, month - 1, day)
  return date
}

describe('days and dates', () => {
  test('agree with date-fns over the years 1 to 9999', () => {
    const epoch = utc(1970, 1, 1)
    for (let date = FIRST_DAY; date <= LAST_DAY; date += 97) {
      const civil = civilOfDay(date)
      const there = utc(civil.year, civil.month, civil.day)
      expect(there.getTime()).toBe(date * MS_PER_DAY)
      expect(differenceInCalendarDays(there, epoch)).toBe(date)
      expect(dayOfCivil(civil.year, civil.month, civil.day)).toBe(date)
      expect(weekdayOf(date)).toBe(getISODay(there))
      expect(daysInMonth(civil.year, civil.month)).toBe(getDaysInMonth(there))
      expect(daysInMonth(civil.year, 2) === 29).toBe(isLeapYear(there))
      expect(parseDate(formatDate(date))).toBe(date)
      expect(formatDate(date)).toBe(there.toISOString().slice(0, 10))
    }
  })

  test('are read only from digits and dashes in their places', () => {
    const pattern = /^\d{4}-\d{2}-\d{2}$/
    for (let at = 0; at < 10; at++) {
      for (const code of [...Array(256).keys(), 0x2013, 0x2212, 0xff10, 0xff19, 0x0661]) {
        const text = `2011-11-11`.slice(0, at) + String.fromCharCode(code) + `2011-11-11`.slice(at + 1)
        const real = pattern.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text)
        expect([text, parseDate(text)]).toEqual([text, real ? Date.parse(text) / MS_PER_DAY : Number.NaN])
      }
    }
  })

  test('begin and end where YYYY-MM-DD does', () => {
    expect(formatDate(FIRST_DAY)).toBe('0001-01-01')
    expect(formatDate(LAST_DAY)).toBe('9999-12-31')
    expect(formatDate(0)).toBe('1970-01-01')
    expect(formatDate(-1)).toBe('1969-12-31')
  })

  test.each([
    [1900, 28],
    [2000, 29],
    [2024, 29],
    [2025, 28],
    [2100, 28],
    [2400, 29],
  ])('February %d has %d days', (year, days) => {
    expect(daysInMonth(year, 2)).toBe(days)
    expect(parseDate(`${year}-02-29`)).toBe(days === 29 ? dayOfCivil(year, 2, 29) : Number.NaN)
  })

  test.each([
    '2026-02-30',
    '2026-13-01',
    '2026-00-10',
    '2026-01-00',
    '0000-01-01',
    '2026-1-1',
    '26-01-01',
    '2026-01-01T00:00',
    ' 2026-01-01',
    '2026-01-01\n',
    '２０２６-01-01',
    '',
  ])('%j is no date', (text) => {
    expect(parseDate(text)).toBeNaN()
  })

  test('a month and day out of range is no date either', () => {
    expect(checkedDay(10_000, 1, 1)).toBeNaN()
    expect(checkedDay(2026, 4, 31)).toBeNaN()
    expect(checkedDay(2026, 4, 30)).toBe(dayOfCivil(2026, 4, 30))
  })
})

describe('months', () => {
  test('added agree with date-fns, clamped to the month', () => {
    for (let date = parseDate('1999-12-25'); date < parseDate('2005-01-05'); date++) {
      const { year, month, day } = civilOfDay(date)
      for (const months of [-25, -13, -12, -3, -1, 0, 1, 2, 3, 6, 11, 12, 13, 48])
        expect(addMonths(date, months) * MS_PER_DAY).toBe(addMonthsFns(utc(year, month, day), months).getTime())
    }
  })

  test.each([
    ['2026-01-31', 1, undefined, '2026-02-28'],
    ['2028-01-31', 1, undefined, '2028-02-29'],
    ['2028-02-29', 12, undefined, '2029-02-28'],
    ['2028-02-29', 48, undefined, '2032-02-29'],
    ['2028-02-29', -1, undefined, '2028-01-29'],
    ['2026-02-28', 1, 31, '2026-03-31'], // the series began on the 31st and does not decay
    ['2026-02-28', 2, 30, '2026-04-30'],
    ['2026-01-15', -13, undefined, '2024-12-15'],
  ])('%s + %d months (series of the %s) is %s', (from, months, anchor, to) => {
    expect(formatDate(addMonths(parseDate(from), months, anchor))).toBe(to)
  })

  test('clamp to their last day', () => {
    expect(formatDate(clampedDay(2026, 2, 31))).toBe('2026-02-28')
    expect(formatDate(clampedDay(2026, 4, 31))).toBe('2026-04-30')
  })
})
