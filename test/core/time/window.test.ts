import { describe, expect, test } from 'vitest'
import { formatDate, parseDate } from '../../../src/core/time/civil.js'
import { type Window, windowAt } from '../../../src/core/time/window.js'

const ANCHORS = { enrolled: parseDate('2024-01-31'), leapling: parseDate('2024-02-29'), tomorrow: parseDate('2026-03-19') }

describe('the days a window covers', () => {
  // `to` is the last day, inclusive, as a person would say it.
  test.each([
    ['lifetime', '2026-03-18', '', '2026-03-18'],
    [{ fixed: 'year' }, '2026-03-18', '2026-01-01', '2026-12-31'],
    [{ fixed: 'year', shift: -1 }, '2026-03-18', '2025-01-01', '2025-12-31'],
    [{ fixed: 'month', shift: -1 }, '2026-03-31', '2026-02-01', '2026-02-28'],
    [{ fixed: 'year', starts: { month: 4 } }, '2026-03-18', '2025-04-01', '2026-03-31'],
    [{ fixed: 'week', starts: { weekday: 7 } }, '2026-03-18', '2026-03-15', '2026-03-21'],
    // The same date a year ago is outside, today inside.
    [{ rolling: { n: 12, unit: 'month' } }, '2026-03-18', '2025-03-19', '2026-03-18'],
    [{ rolling: { n: 12, unit: 'month' } }, '2028-02-29', '2027-03-01', '2028-02-29'],
    [{ rolling: { n: 12, unit: 'month' } }, '2029-02-28', '2028-02-29', '2029-02-28'],
    [{ rolling: { n: 1, unit: 'month' } }, '2026-03-31', '2026-03-01', '2026-03-31'],
    [{ rolling: { n: 30, unit: 'day' } }, '2026-03-30', '2026-03-01', '2026-03-30'],
    [{ rolling: { n: 30, unit: 'day' }, shift: -1 }, '2026-03-31', '2026-03-01', '2026-03-30'],
    [{ rolling: { n: 3, unit: 'month' }, whole: true }, '2026-03-18', '2025-12-01', '2026-02-28'],
    [{ rolling: { n: 1, unit: 'week' }, whole: true }, '2026-03-18', '2026-03-09', '2026-03-15'],
    // Anchored years keep the anchor's day: 31 January, 29 February.
    [{ anchored: { n: 12, unit: 'month' }, to: 'enrolled' }, '2026-03-18', '2026-01-31', '2027-01-30'],
    [{ anchored: { n: 1, unit: 'month' }, to: 'enrolled' }, '2026-02-28', '2026-02-28', '2026-03-30'],
    [{ anchored: { n: 1, unit: 'month' }, to: 'enrolled' }, '2026-03-30', '2026-02-28', '2026-03-30'],
    [{ anchored: { n: 1, unit: 'month' }, to: 'enrolled' }, '2026-03-31', '2026-03-31', '2026-04-29'],
    [{ anchored: { n: 1, unit: 'year' }, to: 'leapling' }, '2028-02-29', '2028-02-29', '2029-02-27'],
    [{ anchored: { n: 1, unit: 'year' }, to: 'leapling' }, '2028-02-28', '2027-02-28', '2028-02-28'],
    [{ anchored: { n: 400, unit: 'day' }, to: 'enrolled' }, '2024-01-31', '2024-01-31', '2025-03-05'],
    [{ anchored: { n: 400, unit: 'day' }, to: 'enrolled' }, '2025-03-06', '2025-03-06', '2026-04-09'],
    [{ anchored: { n: 12, unit: 'month' }, to: 'enrolled', shift: -1 }, '2026-03-18', '2025-01-31', '2026-01-30'],
    // Before the anchor there are periods too.
    [{ anchored: { n: 1, unit: 'month' }, to: 'tomorrow' }, '2026-03-18', '2026-02-19', '2026-03-18'],
  ] as readonly (readonly [Window, string, string, string])[])('%j on %s is %s … %s', (window, day, from, to) => {
    const span = windowAt(window, parseDate(day), ANCHORS)
    expect(span && (span.from === Number.NEGATIVE_INFINITY ? '' : formatDate(span.from))).toBe(from)
    expect(span && formatDate(span.to - 1)).toBe(to)
  })

  test('an unknown anchor has none', () => {
    expect(windowAt({ anchored: { n: 1, unit: 'year' }, to: 'never' }, 0, ANCHORS)).toBeUndefined()
    expect(windowAt({ anchored: { n: 1, unit: 'year' }, to: 'toString' }, 0, ANCHORS)).toBeUndefined()
  })

  test('anchored periods tile the days, whatever the length', () => {
    for (const [n, unit] of [
      [1, 'month'],
      [5, 'month'],
      [1, 'quarter'],
      [7, 'day'],
      [3, 'week'],
      [1, 'year'],
    ] as const) {
      const window: Window = { anchored: { n, unit }, to: 'enrolled' }
      let end: number | undefined
      for (let day = parseDate('2022-11-01'); day < parseDate('2028-06-01'); day++) {
        const span = windowAt(window, day, ANCHORS)
        if (!span) throw new Error('no span')
        expect(span.from <= day && day < span.to).toBe(true)
        if (end !== undefined && day === end) expect(span.from).toBe(end)
        else if (end !== undefined) expect(span.to).toBe(end)
        end = span.to
      }
    }
  })

  test('a length of nothing is refused instead of searched for', () => {
    for (const n of [0, -1, Number.NaN, 0.5])
      expect(() => windowAt({ anchored: { n, unit: 'month' }, to: 'enrolled' }, parseDate('2026-03-18'), ANCHORS)).toThrow(
        expect.objectContaining({ code: 'tierwise.usage' }),
      )
  })
})
