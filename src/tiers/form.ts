/** A ladder as the evaluators read it: ranks, one jump program of all its conditions, what was decided before, and what a date changes. `compile.ts` makes it. */

import { attachedForm } from '../core/compiled.js'
import { UsageError } from '../core/errors.js'
import { type Day, dateNumber, formatDate, parseDate } from '../core/time/civil.js'
import type { Cells } from './cells.js'
import type { Flat } from './flat.js'
import type { LadderDefinition } from './ladder.js'
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
  /** As a number, and the first last day of a term whose grace has not ended. */
  readonly today: number
  readonly graceFrom: number
  /** By last day, what was seen of graces; no more than a grace has days. */
  readonly graces: Map<string, string>
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
  const graceFrom = dateNumber(formatDate(firstInGrace(review?.grace, day)))
  form.date = { asOf, day, entered, kept, today: dateNumber(asOf), graceFrom, graces: new Map() }
  return form.date
}

/** How a term that ends on a day stands on this date. @throws UsageError `tiers.until.unreadable` */
export function termOf({ today, graceFrom }: DateForm, until: string): TermState {
  const end = dateNumber(until)
  if (end === 0) throw unreadable(until, 'tiers.until.unreadable')
  return end >= today ? RUNNING : end >= graceFrom ? GRACE : 1
}

/** The last day of the grace that runs after a term. */
export function graceEnd({ definition }: LadderForm, { graces }: DateForm, until: string): string {
  let end = graces.get(until)
  if (end === undefined) {
    end = formatDate(endOfGrace(definition.review?.grace, parseDate(until)))
    graces.set(until, end)
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
