/** Reading dates and times as people and systems write them. */

import { tz } from '@date-fns/tz/tz'
import { parse } from 'date-fns/parse'
import { checkedDay, FIRST_DAY, LAST_DAY, MS_PER_DAY } from './civil.js'
import { clockMs, type Instant, plainInstant, readIso } from './instant.js'
import { numericPattern } from './numeric-pattern.js'
import { instantAt, startOfDay, type Zone } from './zone.js'

/** `ambiguous`: a number that could be seconds or milliseconds, or 03/04/2024; the host must say which. */
export type TimeProblem = 'missing' | 'unreadable' | 'ambiguous'

export interface TimeFormat {
  /** A date-fns pattern such as `dd/MM/yyyy HH:mm`, for text that is not ISO or Chinese. `yy` means 1950 … 2049. */
  readonly format?: string
  /** What a number counts: milliseconds or seconds since 1970, or Excel's days since 1900. */
  readonly epoch?: 'ms' | 's' | 'excel'
}

export type TimeReader = (value: unknown) => Instant | TimeProblem

/** The longest text worth reading as a time. */
const TEXT_LENGTH = 200

/** Two-digit years are 1950 … 2049, today and in thirty years: a moving century would move old dates. */
const PATTERN_REFERENCE = Date.UTC(2000, 0, 1)

/** Numbers below this are 1970–1973 as milliseconds and 1970–5138 as seconds: nobody can tell. */
const SMALLEST_PLAIN_MS = 1e11

const EXCEL_EPOCH_DAY = -25_569 // 1899-12-30: Excel's day 1 is 1900-01-01 and it believes in 29 February 1900

/**
 * Reads instants: ISO text with or without offset, `2024/3/5 8:05`, `2024年3月5日 14时05分`, `20240305`, `5 Mar 2024`, Date objects, epoch numbers.
 * Local times are read in `zone`; a date alone is the start of that local day.
 */
export function timeReader(zone: Zone, { format, epoch }: TimeFormat = {}): TimeReader {
  const local = (day: number, msOfDay: number): Instant => (msOfDay === 0 ? startOfDay(zone, day) : instantAt(zone, day, msOfDay))

  const numeric = format === undefined ? undefined : numericPattern(format)

  const fromNumber = (value: number): Instant | TimeProblem => {
    if (!Number.isFinite(value)) return 'unreadable'
    if (epoch === 'excel') {
      const ms = Math.round(value * MS_PER_DAY)
      return bounded(local(Math.floor(ms / MS_PER_DAY) + EXCEL_EPOCH_DAY, ((ms % MS_PER_DAY) + MS_PER_DAY) % MS_PER_DAY))
    }
    if (epoch === undefined && Math.abs(value) < SMALLEST_PLAIN_MS) return 'ambiguous'
    return bounded(epoch === 's' ? Math.floor(value * 1000) : Math.floor(value))
  }

  const fromText = (raw: string): Instant | TimeProblem => {
    const plain = format === undefined ? plainInstant(raw) : Number.NaN
    if (!Number.isNaN(plain)) return plain
    if (raw.length > TEXT_LENGTH) return 'unreadable'
    const text = raw.normalize('NFKC').trim()
    if (text === '') return 'missing'
    if (format !== undefined) {
      const known = numeric?.(text)
      if (known) return bounded(local(known.day, known.msOfDay))
      const parsed = parse(text, format, new Date(PATTERN_REFERENCE), { in: tz('UTC') }).getTime()
      if (Number.isNaN(parsed)) return 'unreadable'
      if (/[Xx]/.test(format)) return parsed
      const day = Math.floor(parsed / MS_PER_DAY)
      return bounded(local(day, parsed - day * MS_PER_DAY))
    }
    if (epoch !== undefined && /^[+-]?\d+(\.\d+)?$/.test(text)) return fromNumber(Number(text))
    const iso = readIso(text) ?? (/ (UTC|GMT)$/.test(text) ? readIso(`${text.slice(0, -4)}Z`) : undefined)
    if (iso) return 'instant' in iso ? iso.instant : local(iso.day, iso.msOfDay)
    const written = readWritten(text)
    if (written === undefined)
      return AMBIGUOUS.test(text) || /^\d{9,10}$/.test(text)
        ? 'ambiguous'
        : /^\d{12,14}$/.test(text)
          ? fromNumber(Number(text))
          : 'unreadable'
    return local(written.day, written.msOfDay)
  }

  // Exports are sorted by time and dates repeat: the last text is often the next one.
  let lastText: string | undefined
  let lastInstant: Instant | TimeProblem = 'missing'
  return (value) => {
    if (typeof value === 'string') {
      if (value !== lastText) {
        lastInstant = fromText(value)
        lastText = value
      }
      return lastInstant
    }
    if (value === undefined || value === null) return 'missing'
    if (typeof value === 'number') return Number.isNaN(value) ? 'missing' : fromNumber(value)
    if (typeof value === 'bigint') return fromNumber(Number(value))
    if (Object.prototype.toString.call(value) === '[object Date]') {
      const ms = (value as Date).getTime()
      return Number.isNaN(ms) ? 'unreadable' : bounded(ms)
    }
    return 'unreadable'
  }
}

/** Years 0001 … 9999: what ISO text can say back. */
function bounded(instant: Instant): Instant | TimeProblem {
  return instant >= FIRST_DAY * MS_PER_DAY && instant < (LAST_DAY + 1) * MS_PER_DAY ? instant : 'unreadable'
}

/** Day and month in either order. */
const AMBIGUOUS = /^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(\s|$)/

const YEAR_FIRST = /^(\d{4})(?:[-/.]|年)(\d{1,2})(?:[-/.]|月)(\d{1,2})日?(?:[T\s]*(.+))?$/
const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?)?$/
const CLOCK =
  /^(上午|下午|AM|PM)?\s*(\d{1,2})(?::|时|點|点)(?:(\d{1,2})(?::|分)?)?(?:(\d{1,2})(?:[.,](\d{1,3}))?秒?)?\s*(AM|PM|上午|下午)?$/i
const MONTH_NAME =
  /^(?:[A-Za-z]{3,9},?\s+)?(?:(\d{1,2})(?:st|nd|rd|th)?[\s-]+([A-Za-z]{3,9})\.?,?|([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?)[\s-]+(\d{4})(?:,?\s+(.+))?$/
const MONTHS = 'january february march april may june july august september october november december'.split(' ')

function readWritten(text: string): { day: number; msOfDay: number } | undefined {
  let match = YEAR_FIRST.exec(text)
  if (match) return timed(checkedDay(Number(match[1]), Number(match[2]), Number(match[3])), match[4])
  match = COMPACT.exec(text)
  if (match) {
    const clock = match[4] === undefined ? undefined : `${match[4]}:${match[5]}:${match[6] ?? '00'}`
    return timed(checkedDay(Number(match[1]), Number(match[2]), Number(match[3])), clock)
  }
  match = MONTH_NAME.exec(text)
  if (match) {
    const name = (match[2] ?? match[3]).toLowerCase() // three letters or more of it: Mar, Sept, March
    const month = MONTHS.findIndex((one) => one.startsWith(name)) + 1
    if (month > 0) return timed(checkedDay(Number(match[5]), month, Number(match[1] ?? match[4])), match[6])
  }
  return undefined
}

function timed(day: number, clock: string | undefined): { day: number; msOfDay: number } | undefined {
  if (Number.isNaN(day)) return undefined
  const text = clock?.trim()
  if (!text) return { day, msOfDay: 0 }
  const match = CLOCK.exec(text)
  if (!match) return undefined
  const half = (match[1] ?? match[6])?.toUpperCase()
  let hour = Number(match[2])
  if (half !== undefined) {
    if (hour < 1 || hour > 12) return undefined
    hour = (hour % 12) + (half === 'PM' || half === '下午' ? 12 : 0)
  }
  const msOfDay = clockMs(hour, Number(match[3] ?? 0), Number(match[4] ?? 0), Number((match[5] ?? '').padEnd(3, '0')))
  return Number.isNaN(msOfDay) ? undefined : { day, msOfDay }
}
