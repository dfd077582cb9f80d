import { describe, expect, test } from 'vitest'
import { formatDate, parseDate } from '../../../src/core/time/civil.js'
import {
  addLength,
  type CalendarStart,
  endOfUnit,
  lastDayOfMonth,
  nextUnit,
  startOfUnit,
  UNITS,
  type Unit,
  unitsBetween,
} from '../../../src/core/time/length.js'

describe('a length added to a date', () => {
  test.each([
    ['2026-01-31', 1, 'month', '2026-02-28'],
    ['2026-01-31', 1, 'quarter', '2026-04-30'],
    ['2026-08-31', 1, 'halfYear', '2027-02-28'],
    ['2028-02-29', 1, 'year', '2029-02-28'],
    ['2026-12-31', 1, 'day', '2027-01-01'],
    ['2026-12-31', 2, 'week', '2027-01-14'],
    ['2026-03-31', -1, 'month', '2026-02-28'],
  ] as readonly (readonly [string, number, Unit, string])[])('%s + %d %s is %s', (from, n, unit, to) => {
    expect(formatDate(addLength(parseDate(from), { n, unit }))).toBe(to)
  })
})

describe('the calendar unit that holds a date', () => {
  test.each([
    ['2026-03-18', 'day', {}, '2026-03-18', '2026-03-18'],
    ['2026-03-18', 'week', {}, '2026-03-16', '2026-03-22'], // a Wednesday
    ['2026-03-16', 'week', {}, '2026-03-16', '2026-03-22'],
    ['2026-03-15', 'week', {}, '2026-03-09', '2026-03-15'],
    ['2026-03-15', 'week', { weekday: 7 }, '2026-03-15', '2026-03-21'],
    ['2026-03-18', 'month', {}, '2026-03-01', '2026-03-31'],
    ['2026-03-18', 'quarter', {}, '2026-01-01', '2026-03-31'],
    ['2026-03-18', 'halfYear', {}, '2026-01-01', '2026-06-30'],
    ['2026-03-18', 'year', {}, '2026-01-01', '2026-12-31'],
    ['2026-03-18', 'year', { month: 4 }, '2025-04-01', '2026-03-31'], // a fiscal year
    ['2026-04-01', 'year', { month: 4 }, '2026-04-01', '2027-03-31'],
    ['2026-04-05', 'year', { month: 4, day: 6 }, '2025-04-06', '2026-04-05'], // the British tax year
    ['2026-04-06', 'year', { month: 4, day: 6 }, '2026-04-06', '2027-04-05'],
    ['2026-01-10', 'quarter', { month: 2 }, '2025-11-01', '2026-01-31'],
    ['2026-03-24', 'month', { day: 25 }, '2026-02-25', '2026-03-24'],
    ['2026-03-30', 'month', { day: 31 }, '2026-02-28', '2026-03-30'],
    ['2026-03-31', 'month', { day: 31 }, '2026-03-31', '2026-04-29'],
    ['2028-02-29', 'year', { month: 2, day: 29 }, '2028-02-29', '2029-02-27'],
    ['2029-02-28', 'year', { month: 2, day: 29 }, '2029-02-28', '2030-02-27'],
    ['2026-01-01', 'halfYear', { month: 9 }, '2025-09-01', '2026-02-28'],
  ] as readonly (readonly [string, Unit, CalendarStart, string, string])[])(
    '%s by %s %j runs %s … %s',
    (date, unit, starts, first, last) => {
      expect(formatDate(startOfUnit(parseDate(date), unit, starts))).toBe(first)
      expect(formatDate(endOfUnit(parseDate(date), unit, starts))).toBe(last)
    },
  )

  test('follows the one before without gap or overlap, for every unit and start', () => {
    const starts: readonly CalendarStart[] = [{}, { month: 4, day: 6 }, { month: 11, day: 31 }, { weekday: 7 }, { month: 2, day: 29 }]
    for (const unit of UNITS) {
      for (const start of starts) {
        let first = startOfUnit(parseDate('2023-06-15'), unit, start)
        for (let date = first; date < parseDate('2029-01-01'); date++) {
          const own = startOfUnit(date, unit, start)
          const next = nextUnit(first, unit, 1, start)
          if (date === next) first = next
          expect([unit, start, formatDate(date), formatDate(own)]).toEqual([unit, start, formatDate(date), formatDate(first)])
        }
      }
    }
  })

  test('ends with its last day', () => {
    expect(formatDate(lastDayOfMonth(2028, 2))).toBe('2028-02-29')
  })
})

describe('units between two days', () => {
  test.each([
    ['2026-01-01', '2026-01-15', 'week', 2],
    ['2026-01-01', '2026-01-05', 'week', 4 / 7],
    ['2026-01-15', '2026-02-15', 'month', 1],
    ['2026-01-31', '2026-02-28', 'month', 1],
    ['2026-01-31', '2026-03-01', 'month', 1 + 1 / 31], // 28 February → 31 March is the second month
    ['2026-01-01', '2026-01-16', 'month', 15 / 31],
    ['2024-02-29', '2025-02-28', 'year', 1],
    ['2024-01-01', '2026-07-01', 'year', 2.5],
    ['2026-01-01', '2026-10-01', 'quarter', 3],
    ['2026-05-05', '2026-05-05', 'year', 0],
  ] as readonly (readonly [string, string, Unit, number])[])('%s … %s is %s × %d', (from, to, unit, n) => {
    expect(unitsBetween(parseDate(from), parseDate(to), unit)).toBeCloseTo(n, 12)
  })

  test('never shrink as time goes on', () => {
    for (const unit of UNITS) {
      for (const from of ['2024-01-31', '2024-02-29', '2023-12-15']) {
        let before = 0
        for (let to = parseDate(from); to < parseDate('2027-03-02'); to++) {
          const now = unitsBetween(parseDate(from), to, unit)
          expect(now).toBeGreaterThanOrEqual(before)
          before = now
        }
      }
    }
  })
})
