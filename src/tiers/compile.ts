/** A ladder as the evaluators read it: ranks, one jump program of all its conditions, what was decided before, and what a date changes. */

import { compiledForm } from '../core/compiled.js'
import { UsageError } from '../core/errors.js'
import { type Day, formatDate, parseDate } from '../core/time/civil.js'
import { compileFlat, type Flat } from './flat.js'
import type { LadderDefinition } from './ladder.js'
import { endOfGrace, endOfTerm } from './term.js'

export interface LadderForm {
  readonly definition: LadderDefinition
  readonly ids: readonly string[]
  readonly flat: Flat
  /** By rank, where the condition starts; `NONE` there is none. */
  readonly enter: readonly number[]
  readonly keep: readonly number[]
  /** By rank, the rank that must be held; −1 any. */
  readonly requires: readonly number[]
  readonly lifetime: readonly { readonly rank: number; readonly when: number }[]
  date: DateForm | undefined
}

/** What depends on the date alone. */
export interface DateForm {
  readonly asOf: string
  readonly day: Day
  /** The term of a tier entered, kept, or fallen to today. */
  readonly entered: string | null | undefined
  readonly kept: string | null | undefined
  /** What was seen of terms on this date, by their last day. */
  readonly terms: Map<string, Term>
}

export interface Term {
  readonly state: TermState
  readonly graceUntil?: string
}

/** Of the term held: 0 there is none, so it is reviewed now; 1 it is over, its grace too. */
export type TermState = 0 | 1 | typeof GRACE | typeof RUNNING
export const GRACE = 2
export const RUNNING = 3

/** Not a start of the program. */
export const NONE = -3

const IN_TERM: Term = { state: RUNNING }
const OVER: Term = { state: 1 }
/** A date sees few distinct ends; a host that sends many does not fill the memory with them. */
const TERMS_MAX = 10_000

export const ladderForm = compiledForm('ladder', (definition: LadderDefinition): LadderForm => {
  const { tiers, lifetime = [] } = definition
  const ids = tiers.map(({ id }) => id)
  const given = [...tiers.flatMap(({ enter, keep }) => [enter, keep]), ...lifetime.map(({ when }) => when)]
  const flat = compileFlat(given.filter((condition) => condition !== undefined))
  let next = 0
  const starts = given.map((condition) => (condition === undefined ? NONE : flat.starts[next++]))
  return {
    definition,
    ids,
    flat,
    enter: tiers.map((_, rank) => starts[2 * rank]),
    keep: tiers.map((_, rank) => starts[2 * rank + 1]),
    requires: tiers.map(({ requires }, rank) => (requires === 'previous' ? rank - 1 : ids.indexOf(requires ?? ''))),
    lifetime: lifetime.map(({ tier }, i) => ({ rank: ids.indexOf(tier), when: starts[2 * tiers.length + i] })),
    date: undefined,
  }
})

/** @throws UsageError `tiers.as-of.unreadable` */
export function dateForm(form: LadderForm, asOf: string): DateForm {
  if (form.date?.asOf === asOf) return form.date
  const day = dayOf(asOf, 'tiers.as-of.unreadable')
  const { grant, review } = form.definition
  const entered = grant && endText(endOfTerm(grant.until, day))
  const kept = review?.until === undefined ? entered : endText(endOfTerm(review.until, day))
  form.date = { asOf, day, entered, kept, terms: new Map() }
  return form.date
}

/** How a term that ends on a day stands on this date. @throws UsageError `tiers.until.unreadable` */
export function termOf(form: LadderForm, date: DateForm, until: string): Term {
  const known = date.terms.get(until)
  if (known !== undefined) return known
  const end = dayOf(until, 'tiers.until.unreadable')
  const last = endOfGrace(form.definition.review?.grace, end)
  const term: Term = end >= date.day ? IN_TERM : last >= date.day ? { state: GRACE, graceUntil: formatDate(last) } : OVER
  if (date.terms.size < TERMS_MAX) date.terms.set(until, term)
  return term
}

/** @throws UsageError `tiers.tier.unknown` for a tier the ladder does not have */
export function rankOf(form: LadderForm, tier: string): number {
  const rank = form.ids.indexOf(tier)
  if (rank < 0) throw new UsageError('tiers.tier.unknown', { tier: String(tier), ladder: form.definition.id })
  return rank
}

export function dayOf(text: string, problem: string): Day {
  const day = typeof text === 'string' ? parseDate(text) : Number.NaN
  if (Number.isNaN(day)) throw new UsageError(problem, { got: String(text), hint: 'a date YYYY-MM-DD' })
  return day
}

function endText(day: Day | null): string | null {
  return day === null ? null : formatDate(day)
}
