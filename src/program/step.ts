/**
 * One fact, in order. Inside a transaction: refusals → enrolling → flags and windows → what the fact asks for (opening, plans, grants,
 * redemptions, reversals, vouchers) → the definition's pipeline: earning at the tier held before → measures → awards → tier, unless it says
 * otherwise → conversions → suspensions.
 */

import { withRecent } from '../core/recent.js'
import { addMonths } from '../core/time/civil.js'
import { asRefused, type Refused, refused } from '../points/refusal.js'
import { awardReached, skipReached } from './award.js'
import { formFor } from './compile.js'
import { countFact, openWindows } from './counters.js'
import type { PipelineStep } from './definition.js'
import { advanceTo, lookAt, nextDue } from './due.js'
import { earn } from './earn.js'
import { decideAsked, decideLifetime, decideTiers, grantByEvent, rankOf, settleTier, startBase, startTerm } from './grants.js'
import { markActivity, releaseHolds, watchSuspensions } from './ledger.js'
import { belong, memberOf } from './members.js'
import { open } from './opening.js'
import { reverse } from './reverse.js'
import { retestGrace } from './review.js'
import type { OrderDraft, Run } from './run.js'
import { convertAsked, convertReached, type Redemption, redeem } from './spend.js'
import { type Books, draftOf, type ProgramFact } from './state.js'
import { subscribe } from './subscribe.js'
import { transfer } from './transfer.js'
import { issueVouchers, useVouchers } from './vouchers.js'

export interface Stepped {
  readonly refused?: Refused
  readonly redemptions: readonly Redemption[]
}

/** Applies a fact at its own instant, after everything due before it. A refusal changes nothing but the time. */
export function step(run: Run, fact: ProgramFact): Stepped {
  prepare(run, fact)
  const before: Books = run.books
  const { length: entries } = run.entries
  const { length: effects } = run.effects
  const { length: reasons } = run.reasons
  run.books = draftOf(before)
  run.books.at = fact.at
  try {
    const redemptions = transact(run)
    run.books.due = nextDue(run)
    return { redemptions }
  } catch (error) {
    const refusal = asRefused(error)
    run.books = draftOf(before)
    run.books.at = fact.at
    run.entries.length = entries
    run.effects.length = effects
    run.reasons.length = reasons
    run.order = undefined
    run.redeemed = undefined
    run.closed = false
    run.books.due = nextDue(run)
    return { refused: refusal, redemptions: NONE }
  }
}

/** Brings the run to the instant of a fact, and points it at the fact. */
export function prepare(run: Run, fact: ProgramFact): void {
  const { due } = run.books
  if (due !== null && due <= fact.at) {
    run.books = draftOf(run.books)
    advanceTo(run, fact.at)
  }
  lookAt(run, fact.at)
  run.fact = fact
  run.form = formFor(run.program, fact.type)
  run.cause = fact.id
  run.element = undefined
  run.member = undefined
  if (run.earned.size > 0) run.earned.clear()
  run.seq = 0
}

const NONE: readonly never[] = []

function transact(run: Run): readonly Redemption[] {
  const { program, books, fact, form } = run
  const firstEntry = run.entries.length
  run.rank = rankOf(run, books.tier)
  run.closed = false
  run.order = form.reversible ? newOrder(run) : undefined

  for (let i = 0; i < form.refuse.length; i++) {
    const { when, refusal } = form.refuse[i]
    if (when(run)) throw refused(refusal, 'program.event.refused', { refusal })
  }
  enroll(run)
  run.member = memberOf(run)
  belong(run)
  if (form.isAnchor) books.anchors = { ...books.anchors, [fact.type]: run.day }
  if (form.flags.length > 0) setFlags(run)
  if (form.openers.length > 0) openWindows(run)
  if (fact.type === 'opening') open(run)
  if (form.subscribes) subscribe(run)
  if (form.grants.length > 0) grantByEvent(run)
  if (form.conversions.length > 0) convertAsked(run)
  if (form.transfers.length > 0) transfer(run)
  if (form.usesVouchers) useVouchers(run)
  const redemptions = form.redeem.length > 0 ? redeem(run) : NONE
  if (form.reverse.length > 0) reverse(run)
  if (form.vouchers.length > 0) issueVouchers(run)
  const { pipeline } = program
  for (let i = 0; i < pipeline.length; i++) EFFECTS[pipeline[i]](run)
  releaseHolds(run)
  retestGrace(run, 'event')
  convertReached(run)
  watchSuspensions(run)
  if (program.idle.length > 0) markActivity(run, firstEntry)
  if (form.keepsOpen || (books.active === null && program.definition.closure !== undefined)) books.active = run.day
  if (run.order !== undefined) books.orders = withRecent(books.orders, run.order, run.day, program.reversibleFor)
  run.order = undefined
  return redemptions
}

/** What a fact does, by the word of the pipeline. */
const EFFECTS: Readonly<Record<PipelineStep, (run: Run) => void>> = {
  earn(run) {
    if (run.form.earn.length > 0) earn(run)
  },
  count(run) {
    if (run.form.counters.length > 0) countFact(run)
  },
  award(run) {
    if (run.fact.type === 'opening') skipReached(run)
    awardReached(run)
  },
  tier(run) {
    if (run.form.asked.length > 0) decideAsked(run)
    decideTiers(run, 'event')
    decideLifetime(run)
    settleTier(run, true)
  },
}

function newOrder(run: Run): OrderDraft {
  const { fact, program } = run
  const amount = program.amount(run)
  const exact = typeof amount === 'object' || typeof amount === 'number' ? (amount as OrderDraft['amount']) : undefined
  const shared: Record<string, string> = {}
  for (const { field, get } of program.sharedFields) {
    const value = get(run)
    if (typeof value === 'string' || typeof value === 'number') shared[field] = String(value)
  }
  return {
    id: fact.id,
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
  const { books } = run
  for (const form of run.form.flags) {
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
