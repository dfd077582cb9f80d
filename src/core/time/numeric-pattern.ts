/** The date patterns made of digits alone, read without the general parser: a file may have millions of dates, and that parser takes 0.1 ms each. */

import { checkedDay } from './civil.js'
import { clockMs, type LocalTime } from './instant.js'

const FIELDS: Readonly<Record<string, string>> = {
  yyyy: 'year',
  yy: 'shortYear',
  M: 'month',
  MM: 'month',
  d: 'day',
  dd: 'day',
  H: 'hour',
  HH: 'hour',
  h: 'hour12',
  hh: 'hour12',
  a: 'half',
  mm: 'minute',
  ss: 'second',
}

/**
 * A reader for `dd/MM/yyyy HH:mm` and the like; `undefined` for a pattern with anything but numbers, marks between them, and AM or PM.
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
    source += field === 'half' ? '([AP]M)' : piece.length === 1 ? '(\\d{1,2})' : `(\\d{${piece.length}})`
  }
  const has = (field: string): boolean => fields.includes(field)
  if (has('year') === has('shortYear') || !has('month') || !has('day')) return undefined
  if (has('hour12') !== has('half') || (has('hour') && has('hour12'))) return undefined
  const form = new RegExp(`^${source}$`, 'i')
  return (text) => {
    const match = form.exec(text)
    if (!match) return undefined
    const at = (field: string): number => (has(field) ? Number(match[fields.indexOf(field) + 1]) : 0)
    const date = checkedDay(has('year') ? at('year') : fullYear(at('shortYear')), at('month'), at('day'))
    const hour = has('half') ? hour24(at('hour12'), /p/i.test(match[fields.indexOf('half') + 1])) : at('hour')
    const msOfDay = clockMs(hour, at('minute'), at('second'), 0)
    return Number.isNaN(date) || Number.isNaN(msOfDay) ? undefined : { day: date, msOfDay }
  }
}

/** 1950 … 2049, as the general parser reads them here. */
function fullYear(short: number): number {
  return short < 50 ? 2000 + short : 1900 + short
}

/** NaN outside 1 … 12; 12 AM is midnight, 12 PM noon. */
function hour24(hour: number, afternoon: boolean): number {
  return hour < 1 || hour > 12 ? Number.NaN : (hour % 12) + (afternoon ? 12 : 0)
}
