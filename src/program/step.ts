/**
 * One fact, in order. Inside a transaction: refusals → enrolling → flags and windows → what the fact asks for (opening, plans, grants,
 * redemptions, reversals) → earning at the tier held before → measures → awards → tier → conversions → suspensions.
 */

import { addMonths } from '../core/time/civil.js'
import { awardReached, skipReached } from './award.js'
import { countFact, openWindows } from './counters.js'
import { advanceTo, lookAt, nextDue } from './due.js'
import { earn, isRefused, type Refused, refused } from './earn.js'
import { decideAsked, decideLifetime, decideTiers, grantByEvent, rankOf, settleTier, startBase, startTerm } from './grants.js'
import { markActivity, releaseHolds, watchSuspensions } from './ledger.js'
import { open } from './opening.js'
import { reverse } from './reverse.js'
import { retestGrace } from './review.js'
import type { OrderDraft, Run } from './run.js'
import { convertAsked, convertReached, type Redemption, redeem } from './spend.js'
import type { Books, ProgramFact } from './state.js'
import { subscribe } from './subscribe.js'

export interface Stepped {
  readonly refused?: Refused
  readonly redemptions: readonly Redemption[]
}

/** Applies a fact at its own instant, after everything due before it. A refusal changes nothing but the time. */
export function step(run: Run, fact: ProgramFact): Stepped {
  const { books } = run
  if (books.at === null) books.at = fact.at - 1
  advanceTo(run, fact.at)
  lookAt(run, fact.at)
  run.fact = fact
  run.cause = fact.id
  run.element = undefined
  run.earned.clear()
  run.seq = 0
  const before: Books = { ...books }
  const mark = { entries: run.entries.length, effects: run.effects.length, reasons: run.reasons.length }
  try {
    const redemptions = transact(run)
    books.due = nextDue(run)
    return { redemptions }
  } catch (error) {
    if (!isRefused(error)) throw error
    Object.assign(books, before)
    run.entries.length = mark.entries
    run.effects.length = mark.effects
    run.reasons.length = mark.reasons
    run.order = undefined
    run.redeemed = undefined
    run.closed = false
    books.due = nextDue(run)
    return { refused: error, redemptions: [] }
  }
}

function transact(run: Run): readonly Redemption[] {
  const { program, books, fact } = run
  const firstEntry = run.entries.length
  run.rank = rankOf(run, books.tier)
  run.closed = false
  run.order = program.reversible.has(fact.type) ? newOrder(run) : undefined

  for (const rule of program.refuseByType.get(fact.type) ?? [])
    if (rule.when(run)) throw refused(rule.refusal, 'program.event.refused', { refusal: rule.refusal })
  enroll(run)
  if (program.anchorTypes.has(fact.type)) books.anchors = { ...books.anchors, [fact.type]: run.day }
  setFlags(run)
  openWindows(run)
  if (fact.type === 'opening') open(run)
  subscribe(run)
  grantByEvent(run)
  convertAsked(run)
  const redemptions = redeem(run)
  reverse(run)
  earn(run)
  countFact(run)
  decideAsked(run)
  if (fact.type === 'opening') skipReached(run)
  awardReached(run)
  decideTiers(run, 'event')
  decideLifetime(run)
  settleTier(run, true)
  releaseHolds(run)
  retestGrace(run, 'event')
  convertReached(run)
  watchSuspensions(run)
  markActivity(run, firstEntry)
  if (program.definition.closure?.activity.includes(fact.type) || (books.active === null && program.definition.closure))
    books.active = run.day
  if (run.order !== undefined) books.orders = { ...books.orders, [fact.id]: run.order }
  run.order = undefined
  return redemptions
}

function newOrder(run: Run): OrderDraft {
  const { fact, program } = run
  const amount = program.scope.field('amount')(run)
  const exact = typeof amount === 'object' || typeof amount === 'number' ? (amount as OrderDraft['amount']) : undefined
  const shared: Record<string, string> = {}
  for (const field of program.sharedFields) {
    const value = program.scope.field(field)(run)
    if (typeof value === 'string' || typeof value === 'number') shared[field] = String(value)
  }
  return {
    at: fact.at,
    day: run.day,
    type: fact.type,
    ...(exact === undefined ? {} : { amount: exact }),
    reversed: 0,
    ...(program.sharedFields.length > 0 ? { shared } : {}),
    counters: [],
    earned: [],
    redeemed: [],
    buckets: [],
  }
}

/** Joining is a fact of type `enroll`; unless the program asks for it, the first fact joins. */
function enroll(run: Run): void {
  const { program, books, fact } = run
  const rules = program.definition.enrollment
  const isEnroll = fact.type === 'enroll'
  if (isEnroll) {
    if (program.enrollWhen !== undefined && !program.enrollWhen(run))
      throw refused(rules?.refusal ?? 'not-eligible', 'program.enrollment.refused', {})
    remember(run)
  }
  if (books.tier === null && program.tiers.length > 0) books.tier = program.tiers[0].id
  if (books.enrolled !== null || (rules?.required && !isEnroll && fact.type !== 'opening')) return
  books.enrolled = run.day
  books.anchors = { ...books.anchors, enrollment: run.day, enrollmentMonth: addMonths(run.day, 0, 1) }
  if (fact.type !== 'opening') {
    startBase(run)
    startTerm(run)
  }
}

/** Only what the definition reads is kept of what the member said. */
function remember(run: Run): void {
  const { fact, books, program } = run
  const member: Record<string, unknown> = { ...books.member }
  for (const name of program.memberNames) {
    const said = fact.attributes !== undefined && Object.hasOwn(fact.attributes, name) ? fact.attributes[name] : undefined
    if (said !== undefined) member[name] = said
  }
  books.member = member
}

function setFlags(run: Run): void {
  const { program, books, fact } = run
  for (const form of program.flagsByType.get(fact.type) ?? []) {
    if (!form.where(run)) continue
    if (form.sets) {
      const until = form.until?.(run, run.day) ?? null
      books.flags = { ...books.flags, [form.id]: { on: run.day, until } }
    } else if (books.flags[form.id] !== undefined) {
      const { [form.id]: _, ...rest } = books.flags
      books.flags = rest
    }
  }
}
