/** The last day of a term, and of the grace after it. */

import { ALIGNED, nextMonthDay } from '../core/language/month-day.js'
import type { Day } from '../core/time/civil.js'
import { addUnits, endOfUnit, nextUnit, startOfUnit } from '../core/time/length.js'
import type { LadderReview, TermRule } from './ladder.js'

/** `null` never ends. */
export function endOfTerm(rule: TermRule, from: Day): Day | null {
  if (rule === 'never') return null
  if ('plus' in rule) {
    const day = addUnits(from, rule.plus.n, rule.plus.unit)
    if (rule.align !== undefined) return endOfUnit(day, ALIGNED[rule.align])
    return rule.last === 'sameDate' ? day : day - 1
  }
  const { endOf, ahead = 0, through } = rule
  const end = nextUnit(startOfUnit(from, endOf.fixed, endOf.starts), endOf.fixed, ahead + 1, endOf.starts) - 1
  return through === undefined ? end : nextMonthDay(end, through)
}

/** The grace begins the day after the term; without one it is over before it begins. */
export function endOfGrace(grace: LadderReview['grace'], termEnd: Day): Day {
  if (grace === undefined) return termEnd
  const day = addUnits(termEnd + 1, grace.n, grace.unit)
  return grace.last === 'sameDate' ? day : day - 1
}

/** The earliest last day of a term whose grace reaches this day; a longer term never has a shorter grace. */
export function firstInGrace(grace: LadderReview['grace'], day: Day): Day {
  let low = day - 1
  for (let step = 1; endOfGrace(grace, low) >= day; step *= 2) low -= step
  let high = day
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (endOfGrace(grace, middle) >= day) high = middle
    else low = middle
  }
  return high
}
