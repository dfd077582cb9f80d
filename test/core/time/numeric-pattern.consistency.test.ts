import { tz } from '@date-fns/tz/tz'
import { parse } from 'date-fns/parse'
import { describe, expect, it } from 'vitest'
import { numericPattern } from '../../../src/core/time/numeric-pattern.js'

const PATTERNS = [
  'dd/MM/yyyy',
  'd/M/yyyy',
  'M/d/yyyy H:mm',
  'dd.MM.yyyy HH:mm:ss',
  'yyyyMMdd',
  'yyyy-MM-dd HH:mm',
  'd.M.yyyy',
  'MM-dd-yyyy',
]

describe('numericPattern', () => {
  it.each(PATTERNS)('reads %s as date-fns does, wherever it reads', (pattern) => {
    const read = numericPattern(pattern)
    expect(read).toBeDefined()
    let agreed = 0
    // 0 … 32 of a month, 0 … 13 of a year, 23 … 25 of a day, 59 and 60 of an hour: real ones and others.
    for (let day = 0; day <= 32; day++)
      for (const month of [0, 1, 2, 9, 12, 13])
        for (const hour of [0, 1, 11, 12, 23, 24])
          for (const minute of [0, 59, 60]) {
            const two = (n: number) => String(n).padStart(2, '0')
            const text = pattern.replace(/yyyy|yy|MM|M|dd|d|HH|H|hh|h|mm|ss|a/g, (token) => {
              if (token === 'a') return minute === 0 ? 'AM' : 'pm'
              const value = { y: 2024, M: month, d: day, H: hour, h: hour, m: minute, s: 7 }[token[0]] as number
              if (token.startsWith('y')) return String(day % 2 === 0 ? 2024 : 1988).slice(-token.length)
              return token.length === 2 ? two(value) : String(value)
            })
            const mine = read?.(text)
            const theirs = parse(text, pattern, new Date(Date.UTC(2000, 0, 1)), { in: tz('UTC') }).getTime()
            expect(mine ? mine.day * 86_400_000 + mine.msOfDay : Number.NaN, text).toBe(theirs)
            if (mine) agreed++
          }
    expect(agreed).toBeGreaterThan(100)
  })

  it.each([
    'd MMM yyyy',
    'yyyy-MM-dd h:mm',
    'H:mm a d/M/yyyy',
    'd/M/yy yyyy',
    'X',
    "yyyy'y'MM",
    'MM/yyyy',
    'd/d/yyyy',
    'dMyyyy',
    'yyyyMd',
    '',
    'PPP',
  ])('leaves %j to the general parser', (pattern) => {
    expect(numericPattern(pattern)).toBeUndefined()
  })
})
