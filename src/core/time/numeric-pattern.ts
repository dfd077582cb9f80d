/** The date patterns made of digits alone, read without the general parser: a file may have millions of dates, and that parser takes 0.1 ms each. */

import { checkedDay } from './civil.js'
import { clockMs, type LocalTime } from './instant.js'

const FIELDS: Readonly<Record<string, 'year' | 'month' | 'day' | 'hour' | 'minute' | 'second'>> = {
  yyyy: 'year',
  M: 'month',
  MM: 'month',
  d: 'day',
  dd: 'day',
  H: 'hour',
  HH: 'hour',
  mm: 'minute',
  ss: 'second',
}

/**
 * A reader for `dd/MM/yyyy HH:mm` and the like; `undefined` for a pattern with anything but four-digit years, numbers and marks between them.
 * The reader is strict (`dd` is two digits) and knows only real dates: what it does not know may still be one for the general parser.
 */
export function numericPattern(pattern: string): ((text: string) => LocalTime | undefined) | undefined {
  const fields: string[] = []
  let source = ''
  for (const [piece, letter] of pattern.matchAll(/([A-Za-z])\1*|[^A-Za-z]/g)) {
    if (letter === undefined) {
      if (!/[\s/.:,-]/.test(piece)) return undefined
      source += `\\${piece}`
      continue
    }
    const field = Object.hasOwn(FIELDS, piece) ? FIELDS[piece] : undefined
    if (field === undefined || fields.includes(field)) return undefined
    // One or two digits, and no mark before the next: where is the cut?
    if (source.endsWith(')') && (piece.length === 1 || source.endsWith('1,2})'))) return undefined
    fields.push(field)
    source += piece.length === 1 ? '(\\d{1,2})' : `(\\d{${piece.length}})`
  }
  const [year, month, day, hour, minute, second] = ['year', 'month', 'day', 'hour', 'minute', 'second'].map(
    (field) => fields.indexOf(field) + 1,
  )
  if (year === 0 || month === 0 || day === 0) return undefined
  const form = new RegExp(`^${source}$`)
  return (text) => {
    const match = form.exec(text)
    if (!match) return undefined
    const at = (group: number): number => (group === 0 ? 0 : Number(match[group]))
    const date = checkedDay(at(year), at(month), at(day))
    const msOfDay = clockMs(at(hour), at(minute), at(second), 0)
    return Number.isNaN(date) || Number.isNaN(msOfDay) ? undefined : { day: date, msOfDay }
  }
}
