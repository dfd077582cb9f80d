/** When the tier held is next looked at. */

import type { Day } from '../core/time/civil.js'
import { parseDate } from '../core/time/civil.js'
import { readStanding } from '../program/standing.js'
import { type Account, heldRank } from './account.js'

/** The day of the next review, `undefined` where none comes: no review, or a status without an end. */
export function nextReview(account: Account): Day | undefined {
  const { definition, program, state, run, at } = account
  const tier = program.tiers[heldRank(account)]
  const { review } = tier
  if (tier.rank === 0 || review === undefined || run.books.grace !== null) return undefined
  if (review.at !== 'end') {
    const next = program.schedules.find(({ key }) => key === review.at)?.next(at, run.books.anchors) ?? null
    return next === null ? undefined : program.calendar.dayOf(next)
  }
  const { tierValidUntil } = readStanding(definition, state)
  return typeof tierValidUntil === 'string' ? parseDate(tierValidUntil) + 1 : undefined
}
