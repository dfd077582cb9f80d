import { describe, expect, test } from 'vitest'
import { formatInstant } from '../../../src/core/time/instant.js'
import { type TimeFormat, type TimeProblem, timeReader } from '../../../src/core/time/read-time.js'
import { zoneOf } from '../../../src/core/time/zone.js'

function read(value: unknown, format?: TimeFormat, zone = 'Asia/Shanghai'): string | TimeProblem {
  const instant = timeReader(zoneOf(zone), format)(value)
  return typeof instant === 'number' ? formatInstant(instant) : instant
}

describe('a written time, in Shanghai (+08:00)', () => {
  test.each([
    // with an offset: an instant wherever it is read
    ['2026-03-08T02:30:00Z', '2026-03-08T02:30:00.000Z'],
    ['2026-03-08T02:30:00+05:30', '2026-03-07T21:00:00.000Z'],
    ['2026-03-08 02:30:00.123456 +0000', '2026-03-08T02:30:00.123Z'],
    ['2026-03-08 02:30:00 UTC', '2026-03-08T02:30:00.000Z'], // a warehouse's export
    // without: local
    ['2026-03-08', '2026-03-07T16:00:00.000Z'],
    ['2026-03-08T02:30', '2026-03-07T18:30:00.000Z'],
    ['2026-03-08 02:30:15', '2026-03-07T18:30:15.000Z'],
    ['2026/3/8', '2026-03-07T16:00:00.000Z'],
    ['2026/03/08 2:05', '2026-03-07T18:05:00.000Z'],
    ['2026.3.8 14:05:06', '2026-03-08T06:05:06.000Z'],
    ['2026-3-8 2:05:06.5', '2026-03-07T18:05:06.500Z'],
    ['2026-03-08 02:30 PM', '2026-03-08T06:30:00.000Z'],
    ['2026-03-08 12:30 am', '2026-03-07T16:30:00.000Z'],
    ['2026-03-08 12:30 pm', '2026-03-08T04:30:00.000Z'],
    ['2026年3月8日', '2026-03-07T16:00:00.000Z'],
    ['2026年3月8日 14时05分', '2026-03-08T06:05:00.000Z'],
    ['2026年3月8日14时05分06秒', '2026-03-08T06:05:06.000Z'],
    ['2026年03月08日 14:05', '2026-03-08T06:05:00.000Z'],
    ['2026年3月8日 下午2:05', '2026-03-08T06:05:00.000Z'],
    ['2026年3月8日上午12点', '2026-03-07T16:00:00.000Z'],
    ['２０２６年３月８日', '2026-03-07T16:00:00.000Z'],
    ['20260308', '2026-03-07T16:00:00.000Z'],
    ['20260308140506', '2026-03-08T06:05:06.000Z'],
    ['20260308T1405', '2026-03-08T06:05:00.000Z'],
    ['8 Mar 2026', '2026-03-07T16:00:00.000Z'],
    ['8-Mar-2026', '2026-03-07T16:00:00.000Z'],
    ['March 8, 2026', '2026-03-07T16:00:00.000Z'],
    ['Sept 8, 2026 2:05 PM', '2026-09-08T06:05:00.000Z'],
    ['Sun, 8th March 2026 14:05', '2026-03-08T06:05:00.000Z'],
    ['  2026-03-08  ', '2026-03-07T16:00:00.000Z'],
    ['2024-02-29', '2024-02-28T16:00:00.000Z'],
    ['1772951400000', '2026-03-08T06:30:00.000Z'],
    // nobody can tell
    ['03/04/2026', 'ambiguous'],
    ['3.4.26', 'ambiguous'],
    ['03-04-2026 12:00', 'ambiguous'],
    ['1772951400', 'ambiguous'],
    // no time at all
    ['', 'missing'],
    ['   ', 'missing'],
    ['2026-02-29', 'unreadable'],
    ['2026-13-01', 'unreadable'],
    ['2026-03-08T25:00', 'unreadable'],
    ['2026-03-08 13:00 PM', 'unreadable'],
    ['2026-03-08 0:30 am', 'unreadable'],
    ['2026年2月30日', 'unreadable'],
    ['20260230', 'unreadable'],
    ['8 Foo 2026', 'unreadable'],
    ['8 Maybe 2026', 'unreadable'],
    ['8 Ma 2026', 'unreadable'],
    ['Sun Mar 08 2026 02:30:00 GMT+0800', 'unreadable'],
    ['yesterday', 'unreadable'],
    ['NaN', 'unreadable'],
    ['0000-00-00', 'unreadable'],
    ['0000-00-00 00:00:00', 'unreadable'],
  ])('%j is %s', (text, expected) => {
    expect(read(text)).toBe(expected)
  })

  test('of another kind', () => {
    expect(read(new Date(Date.UTC(2026, 2, 8, 6, 30)))).toBe('2026-03-08T06:30:00.000Z')
    expect(read(1772951400000)).toBe('2026-03-08T06:30:00.000Z')
    expect(read(1772951400000n)).toBe('2026-03-08T06:30:00.000Z')
    expect(read(1772951400)).toBe('ambiguous')
    expect(read(new Date(Number.NaN))).toBe('unreadable')
    expect(read(Number.POSITIVE_INFINITY)).toBe('unreadable')
    expect(read(9e15)).toBe('unreadable')
    for (const nothing of [undefined, null, Number.NaN]) expect(read(nothing)).toBe('missing')
    for (const wrong of [true, {}, [], { getTime: () => 0 }, Symbol('s')]) expect(read(wrong)).toBe('unreadable')
  })
})

describe('a declared form', () => {
  test.each([
    [1772951400, { epoch: 's' }, '2026-03-08T06:30:00.000Z'],
    [1772951400.5, { epoch: 's' }, '2026-03-08T06:30:00.500Z'],
    ['1772951400', { epoch: 's' }, '2026-03-08T06:30:00.000Z'],
    [5, { epoch: 'ms' }, '1970-01-01T00:00:00.005Z'],
    [-1, { epoch: 'ms' }, '1969-12-31T23:59:59.999Z'],
    [46089, { epoch: 'excel' }, '2026-03-07T16:00:00.000Z'], // 46089 is 2026-03-08 in a sheet
    [46089.5, { epoch: 'excel' }, '2026-03-08T04:00:00.000Z'],
    ['46089', { epoch: 'excel' }, '2026-03-07T16:00:00.000Z'],
    ['03/04/2026', { format: 'dd/MM/yyyy' }, '2026-04-02T16:00:00.000Z'],
    ['03/04/2026', { format: 'MM/dd/yyyy' }, '2026-03-03T16:00:00.000Z'],
    ['3.4.26 2:05', { format: 'd.M.yy H:mm' }, '2026-04-02T18:05:00.000Z'],
    ['03/04/2026 02:30 -07:00', { format: 'dd/MM/yyyy HH:mm xxx' }, '2026-04-03T09:30:00.000Z'],
    ['3.4.50', { format: 'd.M.yy' }, '1950-04-02T16:00:00.000Z'],
    ['3.4.49', { format: 'd.M.yy' }, '2049-04-02T16:00:00.000Z'],
    ['2026-03-08', { format: 'dd/MM/yyyy' }, 'unreadable'],
    ['31/02/2026', { format: 'dd/MM/yyyy' }, 'unreadable'],
  ] as readonly (readonly [unknown, TimeFormat, string])[])('%j as %j is %s', (value, format, expected) => {
    expect(read(value, format)).toBe(expected)
  })
})

test('a wall-clock time that the clocks skipped or repeated is settled as Temporal does', () => {
  expect(read('2026-03-08 02:30', undefined, 'America/New_York')).toBe('2026-03-08T07:30:00.000Z')
  expect(read('2026-11-01 01:30', undefined, 'America/New_York')).toBe('2026-11-01T05:30:00.000Z')
  expect(read('2018-11-04', undefined, 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z')
  expect(read('03/08/2026 02:30', { format: 'MM/dd/yyyy HH:mm' }, 'America/New_York')).toBe('2026-03-08T07:30:00.000Z')
})

test('a million characters are refused at once', () => {
  const begun = process.cpuUsage()
  for (const text of [
    `2024-1-1${' '.repeat(1e6)}x\ny`,
    `8 Mar${' '.repeat(1e6)}x`,
    `2024-1-1 1:${' '.repeat(1e6)}x`,
    '1'.repeat(1e6),
    `Sun${' '.repeat(1e6)}8`,
  ]) {
    expect(read(text)).toBe('unreadable')
    expect(read(text, { format: 'dd/MM/yyyy' })).toBe('unreadable')
  }
  expect(process.cpuUsage(begun).user / 1000).toBeLessThan(1000) // quadratic backtracking would take minutes
})
