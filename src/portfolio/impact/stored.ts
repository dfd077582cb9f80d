/** New rules that begin on a day: one account played under the old ones up to there, and carried over. */

import { UsageError } from '../../core/errors.js'
import { type Reason, reason } from '../../core/reason.js'
import { type AsOf, momentOf } from '../../core/time/as-of.js'
import { asGiven, formatInstant, type Instant, parseInstant } from '../../core/time/instant.js'
import { lastInstant, replayProgram } from '../../program/apply-event.js'
import { carryOver, historyNeeded, missingPlan } from '../../program/carry-over.js'
import type { ProgramDefinition } from '../../program/definition.js'
import type { ProgramEvent } from '../../program/event.js'
import { type Program, programForm } from '../../program/form.js'
import type { AccountState, Applied } from '../../program/journal.js'
import type { ImpactOptions } from './programs.js'

/** Two sets of rules, and from when on the new ones would hold. */
export interface Begun {
  readonly before: ProgramDefinition
  readonly after: ProgramDefinition
  readonly asOf: ImpactOptions['asOf']
  /** The day asked for, as an instant. */
  readonly asked: Instant
  /** The last instant of the old rules; absent: each stored account's own. */
  readonly cut: Instant | undefined
  /** What no stored account can answer. */
  readonly needs: readonly Reason[]
}

/** @throws UsageError `portfolio.impact.from` for rules that begin after the day asked for */
export function storedRules(before: ProgramDefinition, after: ProgramDefinition, { asOf, from }: ImpactOptions): Begun {
  const program = programForm(before)
  const asked = lastInstant(program, { asOf })
  const cut = from === undefined ? undefined : firstInstant(program.calendar, from) - 1
  if (cut !== undefined && cut >= asked) throw new UsageError('portfolio.impact.from', { from: String(from), asOf: String(asOf) })
  const needs = historyNeeded(before, after).map((path) => reason('portfolio.impact.needs-history', 'refused', { path }))
  return { before, after, asOf, asked, cut, needs }
}

function firstInstant({ zone, startOf }: Program['calendar'], from: AsOf): Instant {
  const { day, before } = momentOf(from, zone)
  return typeof from === 'string' && from.length === 10 ? startOf(day) : before
}

/** One account under both rules, or why that cannot be said. */
export function playFrom(
  { before, after, asOf, asked, cut, needs }: Begun,
  account: string,
  state: AccountState | undefined,
  events: Iterable<ProgramEvent>,
): readonly [Applied, Applied] | { readonly reasons: readonly Reason[] } {
  if (needs.length > 0) return { reasons: needs }
  if (state !== undefined && state.definition.hash !== programForm(before).hash)
    return unanswered('other-definition', { member: account, state: state.definition.id, definition: before.id })
  const stored = state?.books.at ?? null
  const last = cut ?? stored ?? Number.NEGATIVE_INFINITY
  if (stored !== null && stored > Math.min(last, asked)) return unanswered('state-later', { member: account, state: formatInstant(stored) })
  const [early, late] = splitAfter(eventsUntil(events, asked), last)
  const options = { ...(state === undefined ? {} : { from: state }), account }
  const old = replayProgram(before, [...early, ...late], { ...options, asOf })
  const snapshot = Number.isFinite(last) ? replayProgram(before, early, { ...options, at: asGiven(last) }) : undefined
  if (snapshot === undefined) return [old, replayProgram(after, late, { account, asOf })]
  const plan = missingPlan(after, snapshot.state)
  if (plan !== undefined) return unanswered('plan-missing', { member: account, plan })
  const next = replayProgram(after, late, { from: carryOver(before, after, snapshot.state), account, asOf })
  return [old, { ...next, outcomes: [...snapshot.outcomes, ...next.outcomes] }] // what was refused before was refused under both
}

function unanswered(what: string, params: Reason['params']): { readonly reasons: readonly Reason[] } {
  return { reasons: [reason(`portfolio.impact.${what}`, 'refused', params)] }
}

/** What happened up to an instant; an event whose instant cannot be read stays, to be refused by name. */
export function eventsUntil(events: Iterable<ProgramEvent>, last: Instant): ProgramEvent[] {
  return [...events].filter((event) => !(instantOfEvent(event) > last))
}

function splitAfter(events: readonly ProgramEvent[], last: Instant): readonly [ProgramEvent[], ProgramEvent[]] {
  const isEarly = (event: ProgramEvent): boolean => instantOfEvent(event) <= last
  return [events.filter(isEarly), events.filter((event) => !isEarly(event))]
}

function instantOfEvent(event: ProgramEvent): Instant {
  const at: unknown = event?.at
  return typeof at === 'string' ? parseInstant(at) : typeof at === 'number' ? at : Number.NaN
}
