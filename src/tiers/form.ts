/** A ladder as the evaluators read it: ranks, one jump program of all its conditions, what was decided before, and what a date changes. `compile.ts` makes it. */

import { attachedForm } from '../core/compiled.js'
import { UsageError } from '../core/errors.js'
import { type Day, dateNumber, dayOfCivil, formatDate, parseDate } from '../core/time/civil.js'
import type { Cells } from './cells.js'
import type { Flat } from './flat.js'
import type { LadderDefinition, TierDecision } from './ladder.js'
import { endOfGrace, endOfTerm, firstInGrace } from './term.js'

export interface LadderForm {
  readonly definition: LadderDefinition
  readonly ids: readonly string[]
  readonly flat: Flat
  /** `undefined`: rows are decided one by one. */
  readonly cells: Cells | undefined
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
  /** The first last day of a term whose grace has not ended. */
  readonly inGrace: Day
  /** The same two as numbers. */
  readonly today: number
  readonly graceFrom: number
  /** By packed decision, what is the same in all that are decided so on this date; made when one first is. */
  readonly answers: (Answer | undefined)[]
  /** By last day as a number, what was seen of graces; no more than a grace has days. */
  readonly graces: Map<number, string>
}

export interface Answer extends Pick<TierDecision, 'tier' | 'outcome' | 'codes'> {
  /** Whether the term ends on a day of its own, `end`; otherwise the one held goes on. */
  readonly ends: boolean
  readonly end: string | null | undefined
  readonly graced: boolean
}

/** Of the term held: 0 there is none, so it is reviewed now; 1 it is over, its grace too. */
export type TermState = 0 | 1 | typeof GRACE | typeof RUNNING
export const GRACE = 2
export const RUNNING = 3

/** Not a start of the program. */
export const NONE = -3

/** What `defineTiers` and `adoptTiers` attach. */
const attached = attachedForm<LadderDefinition, LadderForm>('ladder')

/** @throws UsageError `tierwise.definition.not-adopted` */
export const ladderForm = attached.of

export const attachLadder = attached.attach

/** @throws UsageError `tiers.as-of.unreadable` */
export function dateForm(form: LadderForm, asOf: string): DateForm {
  if (form.date?.asOf === asOf) return form.date
  const day = dayOf(asOf, 'tiers.as-of.unreadable')
  const { grant, review } = form.definition
  const entered = grant && endText(endOfTerm(grant.until, day))
  const kept = review?.until === undefined ? entered : endText(endOfTerm(review.until, day))
  const inGrace = firstInGrace(review?.grace, day)
  form.date = {
    asOf,
    day,
    entered,
    kept,
    today: dateNumber(asOf),
    inGrace,
    graceFrom: dateNumber(formatDate(inGrace)),
    answers: [],
    graces: new Map(),
  }
  return form.date
}

/** A last day as a number. @throws UsageError `tiers.until.unreadable` */
export function lastOf(until: string): number {
  const last = dateNumber(until)
  if (last === 0) throw unreadable(until, 'tiers.until.unreadable')
  return last
}

/** How a term with this last day stands on this date. */
export function termOf({ today, graceFrom }: DateForm, last: number): TermState {
  return last >= today ? RUNNING : last >= graceFrom ? GRACE : 1
}

/** The last day of the grace that runs after a term. */
export function graceEnd({ definition }: LadderForm, { graces }: DateForm, last: number): string {
  let end = graces.get(last)
  if (end === undefined) {
    const day = dayOfCivil(Math.floor(last / 10_000), Math.floor(last / 100) % 100, last % 100)
    end = formatDate(endOfGrace(definition.review?.grace, day))
    graces.set(last, end)
  }
  return end
}

/** @throws UsageError `tiers.tier.unknown` for a tier the ladder does not have */
export function rankOf(form: LadderForm, tier: string): number {
  const { ids } = form
  for (let rank = 0; rank < ids.length; rank++) if (ids[rank] === tier) return rank
  throw new UsageError('tiers.tier.unknown', { tier: String(tier), ladder: form.definition.id })
}

export function dayOf(text: string, problem: string): Day {
  const day = typeof text === 'string' ? parseDate(text) : Number.NaN
  if (Number.isNaN(day)) throw unreadable(text, problem)
  return day
}

function unreadable(text: string, problem: string): UsageError {
  return new UsageError(problem, { got: String(text), hint: 'a date YYYY-MM-DD' })
}

function endText(day: Day | null): string | null {
  return day === null ? null : formatDate(day)
}
