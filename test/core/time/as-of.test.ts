import { describe, expect, test } from 'vitest'
import { type AsOf, instantOf, momentOf } from '../../../src/core/time/as-of.js'
import { formatDate } from '../../../src/core/time/civil.js'
import { formatInstant } from '../../../src/core/time/instant.js'
import { zoneOf } from '../../../src/core/time/zone.js'

describe('asOf', () => {
  test.each([
    // A date: all of that local day counts.
    ['Asia/Shanghai', '2026-03-01', '2026-03-01T16:00:00.000Z', '2026-03-01'],
    ['America/New_York', '2026-03-08', '2026-03-09T04:00:00.000Z', '2026-03-08'], // a day of 23 hours
    ['America/New_York', '2026-11-01', '2026-11-02T05:00:00.000Z', '2026-11-01'], // a day of 25 hours
    ['America/Sao_Paulo', '2018-11-03', '2018-11-04T03:00:00.000Z', '2018-11-03'], // tomorrow begins at 01:00
    ['Pacific/Apia', '2011-12-29', '2011-12-30T10:00:00.000Z', '2011-12-29'],
    ['UTC', '9999-12-31', '+010000', '9999-12-31'],
    // An instant: facts before it count; its day is that of the millisecond before.
    ['Asia/Shanghai', '2026-03-01T00:00:00+08:00', '2026-02-28T16:00:00.000Z', '2026-02-28'],
    ['Asia/Shanghai', '2026-03-01T00:00:00.001+08:00', '2026-02-28T16:00:00.001Z', '2026-03-01'],
    ['UTC', 0, '1970-01-01T00:00:00.000Z', '1969-12-31'],
    ['UTC', '1970-01-01T00:00:00Z', '1970-01-01T00:00:00.000Z', '1969-12-31'],
  ] as readonly (readonly [string, AsOf, string, string])[])(
    'in %s, %s: facts before %s count, the day is %s',
    (zone, asOf, before, day) => {
      const moment = momentOf(asOf, zoneOf(zone))
      if (before === '+010000') expect(moment.before).toBe(253402300800000)
      else expect(formatInstant(moment.before)).toBe(before)
      expect(formatDate(moment.day)).toBe(day)
    },
  )

  test.each([
    '',
    'today',
    '2026-02-30',
    '2026-03-01T00:00:00',
    '2026-3-1',
    Number.NaN,
    Number.POSITIVE_INFINITY,
    1.5,
    9e15,
    -9e15,
    8.64e15,
  ])('%j is a bug of the caller', (asOf) => {
    expect(() => momentOf(asOf, zoneOf('Asia/Shanghai'))).toThrow(
      expect.objectContaining({ code: 'tierwise.usage', problem: 'tierwise.as-of.unreadable' }),
    )
  })

  test('a value of another kind is named, not converted', () => {
    for (const asOf of [null, undefined, {}, { toString: 1 }, new Date(0), 5n])
      expect(() => instantOf(asOf as unknown as AsOf)).toThrow(expect.objectContaining({ problem: 'tierwise.as-of.unreadable' }))
  })
})
