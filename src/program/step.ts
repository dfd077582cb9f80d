/**
 * One fact, in order. Inside a transaction: refusals → enrolling → flags and windows → what the fact asks for (opening, plans, grants,
 * redemptions, reversals, vouchers) → the definition's pipeline: earning at the tier held before → measures → awards → tier, unless it says
 * otherwise → conversions → suspensions.
 */

import { withRecent } from '../core/recent.js'
import { addMonths } from '../core/time/civil.js'
import { asRefused, type Refused, refused } from '../points/refusal.js'
import { advanceTo, lookAt, nextDue } from './due.js'
import { formFor } from './form.js'
import { rankOf, startBase, startTerm } from './grants.js'
import type { OrderDraft, Run } from './run.js'
import type { Redemption } from './spend.js'
import { type Books, draftOf, type ProgramFact } from './state.js'

export interface Stepped {
  readonly refused?: Refused
  /** Of what was applied and did not do what one would expect of it. */
  readonly note?: Refused
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
    const { note } = run
    return note === undefined ? { redemptions } : { redemptions, note }
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
  run.note = undefined
  if (run.earned.size > 0) run.earned.clear()
  run.seq = 0
}

const NONE: readonly never[] = []

function transact(run: Run): readonly Redemption[] {
  const { program, books, fact, form } = run
  run.firstEntry = run.entries.length
  run.rank = rankOf(run, books.tier)
  run.closed = false
  run.redemptions = NONE
  run.order = form.reversible ? newOrder(run) : undefined

  for (let i = 0; i < form.refuse.length; i++) {
    const { when, refusal } = form.refuse[i]
    if (when(run)) throw refused(refusal, 'program.event.refused', { refusal })
  }
  if (form === program.noForm) run.note = unheard(run)
  enroll(run)
  program.belong?.(run)
  if (form.isAnchor) books.anchors = { ...books.anchors, [fact.type]: run.day }
  for (let i = 0; i < form.asks.length; i++) form.asks[i](run)
  const { effectsOfFacts } = program
  for (let i = 0; i < effectsOfFacts.length; i++) effectsOfFacts[i](run)
  if (form.keepsOpen || (books.active === null && program.definition.closure !== undefined)) books.active = run.day
  if (run.order !== undefined) books.orders = withRecent(books.orders, run.order, run.day, program.reversibleFor)
  run.order = undefined
  return run.redemptions
}

/** Legitimate, as hosts send programs all that happens; or a slip of the pen, as `Purchase`. */
function unheard({ program, fact }: Run): Refused | undefined {
  if (program.stage?.hears(fact.type)) return undefined
  const known = [...program.types.keys()].slice(0, KNOWN_MAX).join(', ')
  return { refusal: 'none', code: 'program.event.unheard', params: { fact: fact.id, type: fact.type.slice(0, 64), known } }
}

/** Enough to see what was meant. */
const KNOWN_MAX = 12

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
