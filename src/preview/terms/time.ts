/** Lengths, windows, ends and schedules in words. */

import { readExact } from '../../core/decimal/exact.js'
import type { EndRule } from '../../core/language/end.js'
import type { Reason } from '../../core/reason.js'
import { parseDate } from '../../core/time/civil.js'
import type { Length } from '../../core/time/length.js'
import type { Window } from '../../core/time/window.js'
import type { Schedule } from '../../tiers/definition.js'
import { phrase, words } from './phrase.js'
import { conditionTerms, valueTerms } from './value.js'

export function lengthTerms({ n, unit }: Length): Reason {
  return phrase('length', { n, unit })
}

export function windowTerms(window: Window): Reason {
  if (window === 'lifetime') return phrase('window-lifetime')
  const { shift } = window
  if ('fixed' in window) {
    const { month, day, weekday } = window.starts ?? {}
    return phrase('window-fixed', { unit: window.fixed, shift: shift ?? 0, month, day, weekday })
  }
  if ('rolling' in window)
    return phrase(window.whole ? 'window-whole' : 'window-rolling', {
      ...window.rolling,
      shift: shift ?? 0,
      first: window.first,
    })
  return phrase('window-anchored', { ...window.anchored, shift: shift ?? 0 }, { to: words(window.to) })
}

/** Windows one after the other: `calendar weeks from Sunday`. */
export function periodTerms(window: Window): Reason {
  if (window === 'lifetime' || 'rolling' in window) return windowTerms(window)
  if ('anchored' in window) return phrase('periods-anchored', {}, { length: lengthTerms(window.anchored), to: words(window.to) })
  const { month, day, weekday } = window.starts ?? {}
  return phrase('periods-fixed', { unit: window.fixed, month, day, weekday })
}

export function endTerms(rule: EndRule): Reason {
  if (rule === 'never') return phrase('end-never')
  if (isList(rule)) {
    return phrase(
      'end-choice',
      {},
      {
        of: rule.map(({ when, until }) =>
          when === undefined
            ? phrase('choice-else', {}, { end: endTerms(until) })
            : phrase('choice', {}, { condition: conditionTerms(when), end: endTerms(until) }),
        ),
      },
    )
  }
  if ('while' in rule)
    return phrase(
      'end-while',
      {},
      { condition: conditionTerms(rule.while), until: rule.until === undefined ? undefined : endTerms(rule.until) },
    )
  if ('date' in rule)
    return Number.isNaN(parseDate(rule.date))
      ? phrase('end-date-field', {}, { field: words(rule.date) })
      : phrase('end-date', { date: rule.date })
  if ('plus' in rule) {
    const { n, unit } = rule.plus
    const exact = readExact(n)
    const length = typeof exact === 'number' ? phrase('length', { n: exact, unit }) : phrase('length-value', { unit }, { n: valueTerms(n) })
    if (rule.align !== undefined) return phrase('end-aligned', { align: rule.align }, { length })
    return phrase(rule.last === 'sameDate' ? 'end-same-date' : 'end-day-before', {}, { length })
  }
  if (rule.endOf === 'term') return phrase('end-term')
  const { ahead = 0, through } = rule
  const window = windowTerms(rule.endOf)
  const end = phrase('end-window', { ahead }, { window })
  return through === undefined ? end : phrase('end-through', { month: through.month, day: through.day }, { end })
}

export function scheduleTerms(schedule: Schedule): Reason {
  const { time } = schedule
  if ('yearly' in schedule) return phrase('schedule-yearly', { dates: schedule.yearly.join(' '), time })
  if ('monthly' in schedule) return phrase('schedule-monthly', { day: schedule.monthly, time })
  if ('weekly' in schedule) return phrase('schedule-weekly', { weekday: schedule.weekly, time })
  if ('daily' in schedule) return phrase('schedule-daily', { time })
  const { each, after, offset } = schedule
  return phrase(
    'schedule-each',
    { time, before: offset !== undefined && offset.n < 0 },
    {
      each: lengthTerms(each),
      after: words(after),
      offset: offset === undefined ? undefined : lengthTerms({ n: Math.abs(offset.n), unit: offset.unit }),
    },
  )
}

function isList(rule: EndRule): rule is Extract<EndRule, readonly unknown[]> {
  return Array.isArray(rule)
}
