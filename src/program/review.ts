/** Reviews: at the end of a status or at dates, kept, failed, in grace, or fallen. */

import { reason } from '../core/reason.js'
import { civilOfDay, formatDate } from '../core/time/civil.js'
import type { TierForm } from './form.js'
import { addGrant, isOverride, isRunning, mayFall, rankOf, renewTier, settleTier, startBase, statusOf } from './grants.js'
import type { Run } from './run.js'
import type { GrantState } from './state.js'

/** The effective status ended yesterday: base terms begin again, the others are reviewed. */
export function reviewEnds(run: Run): void {
  const { books } = run
  const status = statusOf(run)
  if (status === null) return
  const base = books.grants.find((grant) => grant.reason === 'base')
  if (base?.to !== undefined && base.to !== null && base.to < run.day && rankOf(run, status) === 0) {
    startBase(run, base.anchorDay)
    renewTier(run, status)
  }
  const held = run.program.tiers[rankOf(run, status)]
  if (held === undefined || held.rank === 0 || books.grace !== null) return
  const own = books.grants.filter((grant) => !isOverride(run, grant))
  if (own.some((grant) => rankOf(run, grant.tier) >= held.rank && isRunning(run, grant))) return
  const last = own.filter((grant) => grant.tier === held.id && grant.to !== null && grant.to < run.day)
  if (last.length === 0) return
  // What a subscription or a trial gave ends as it was sold; only earned statuses are reviewed.
  const ended = last.reduce((a, b) => ((b.to ?? 0) > (a.to ?? 0) ? b : a))
  if (held.review?.at === 'end' && isReviewed(ended)) reviewHeld(run, held, ended)
}

function isReviewed(grant: GrantState): boolean {
  if (grant.reason === 'subscription') return false
  return grant.state === undefined
}

/** Reviews that fall on this date. */
export function reviewDated(run: Run, key: string): void {
  const { books } = run
  const status = statusOf(run)
  if (status === null) return
  const held = run.program.tiers[rankOf(run, status)]
  if (held === undefined || held.rank === 0 || held.review?.at !== key || books.grace !== null) return
  reviewHeld(run, held, undefined)
}

function reviewHeld(run: Run, held: TierForm, ended: GrantState | undefined): void {
  const { books } = run
  const { review } = held
  if (review === undefined) return
  if (keeps(run, held)) {
    books.failures = 0
    keep(run, held, run.day, ended?.anchorDay)
    return
  }
  const safe = books.grants.some((grant) => grant.tier === held.id && grant.safeUntil !== undefined && grant.safeUntil >= run.day)
  if (safe) return
  books.failures++
  run.reasons.push(
    reason('program.review.failed', 'applied', { tier: held.id, failures: books.failures, needed: review.rule.failures ?? 1 }),
  )
  if (books.failures < (review.rule.failures ?? 1)) {
    if (ended !== undefined) extend(run, held)
    return
  }
  if (!mayFall(run, held)) return
  const graceEnd = review.graceEnd?.(run.day)
  if (graceEnd !== undefined) {
    books.grace = { tier: held.id, review: run.day, until: graceEnd }
    run.reasons.push(reason('program.grace.began', 'applied', { tier: held.id, until: formatDate(graceEnd) }))
    return
  }
  fall(run, held)
}

export function keeps(run: Run, tier: TierForm): boolean {
  const { closed } = run
  run.closed = tier.review?.rule.windows === 'closed'
  const met = tier.keep === undefined ? tier.ways.some((way) => way.when(run)) : tier.keep(run)
  run.closed = closed
  return met
}

/** The status goes on from `from`; an open one has nothing to prolong. */
function keep(run: Run, held: TierForm, from: number, anchorDay = civilOfDay(from).day): void {
  const end = held.review?.until ?? held.until
  const to = end(run, from, anchorDay)
  const isOpen = run.books.grants.some((grant) => grant.tier === held.id && grant.to === null && isRunning(run, grant))
  if (isOpen && to === null) return
  run.books.grants = run.books.grants.filter((grant) => grant.tier !== held.id || grant.to === null || grant.to >= run.day)
  addGrant(run, { tier: held.id, from, to, reason: 'kept', decided: run.day, anchorDay })
  renewTier(run, held.id)
}

/** A failure that does not yet cost the tier: it runs on to the next review. */
function extend(run: Run, held: TierForm): void {
  addGrant(run, { tier: held.id, from: run.day, to: held.until(run, run.day), reason: 'kept', decided: run.day })
}

export function fall(run: Run, held: TierForm): void {
  const { books, program } = run
  const to = held.review?.rule.else?.to ?? 'earned'
  books.failures = 0
  books.grants = books.grants.filter(
    (grant) =>
      grant.tier !== held.id ||
      (grant.to === null && grant.reason === 'lifetime') ||
      grant.reason === 'subscription' ||
      isOverride(run, grant),
  )
  const target = to === 'oneDown' ? program.tiers[held.rank - 1] : to === 'supported' ? supportedBelow(run, held) : undefined
  if (target !== undefined && target.rank > 0) {
    const end = held.review?.fallUntil ?? target.until
    addGrant(run, { tier: target.id, from: run.day, to: end(run, run.day), reason: 'fallen', decided: run.day })
  }
  settleTier(run, false)
}

function supportedBelow(run: Run, held: TierForm): TierForm | undefined {
  for (let rank = held.rank; rank > 0; rank--) {
    const tier = run.program.tiers[rank]
    if (keepsNow(run, tier)) return tier
  }
  return undefined
}

function keepsNow(run: Run, tier: TierForm): boolean {
  const { closed } = run
  run.closed = tier.review?.rule.windows === 'closed'
  const met = tier.ways.some((way) => way.when(run))
  run.closed = closed
  return met
}

/** In grace: a condition met again rescues the status. */
export function retestGrace(run: Run, key: string): void {
  const { grace } = run.books
  if (grace === null) return
  const held = run.program.tiers[rankOf(run, grace.tier)]
  const { review } = held
  if (review === undefined || review.retest !== key || !keeps(run, held)) return
  run.books.grace = null
  run.books.failures = 0
  keep(run, held, review.rule.grace?.rescuedFrom === 'review' ? grace.review : run.day)
  settleTier(run, false)
}

export function endGrace(run: Run): void {
  const { grace } = run.books
  if (grace === null || grace.until >= run.day) return
  const held = run.program.tiers[rankOf(run, grace.tier)]
  run.books.grace = null
  fall(run, held)
}
