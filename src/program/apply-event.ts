import { play } from '../core/journal.js'
import { type Reason, reason } from '../core/reason.js'
import { type AsOf, instantOf, momentOf } from '../core/time/as-of.js'
import type { Instant } from '../core/time/instant.js'
import type { ProgramDefinition } from './definition.js'
import { compareFacts, type EventProblem, type ProgramEvent, readEvent } from './event.js'
import { type Program, programForm } from './form.js'
import {
  type AccountState,
  type Applied,
  advanceState,
  applyFact,
  cutoffOf,
  type EventOutcome,
  foreign,
  isForeign,
  newState,
  outcomeOf,
  PLAYER,
  requireOwn,
  sameFact,
  settled,
} from './journal.js'
import type { ProgramFact } from './state.js'

/**
 * One event into an account: points, tier, what changed and why. Pure and synchronous; the same event again changes nothing.
 * An event that cannot be read is `invalid`, with what is wrong with it, and leaves the state as it was: mended, it may come again under its id.
 *
 * @param state the account as stored, or `undefined` for a new one
 * @returns the new state; `entries` for the ledger; `effects` for the host; one outcome; reasons that name what changed
 * @throws UsageError when the state was made by another definition
 */
export function applyEvent(definition: ProgramDefinition, state: AccountState | undefined, event: ProgramEvent): Applied {
  const program = programForm(definition)
  const fact = readEvent(event, program)
  if ('problem' in fact) return { ...nothing(state ?? newState(program, '')), outcomes: [invalid(event, fact)] }
  const account = state?.account ? state : named(program, state, fact)
  requireOwn(program, account)
  const applied = account.account === '' ? unnamed(applyFact(program, account, fact)) : applyFact(program, account, fact)
  return program.stage === undefined ? applied : program.stage.step(applied, fact)
}

/** A new account: a fact of type `enroll`. */
export function enroll(definition: ProgramDefinition, event: Omit<ProgramEvent, 'type'>): Applied {
  return applyEvent(definition, undefined, { ...event, type: 'enroll' } as ProgramEvent)
}

/** Which instant is meant: `asOf` a day (to its end) or an instant (what is due before it), or `at` a moment that has been reached. */
export type Until = { readonly asOf: AsOf } | { readonly at: AsOf }

/** Lets time pass: expiry, reviews, downgrades, awards. Asking once a year gives the same as asking every day. */
export function advanceProgram(definition: ProgramDefinition, state: AccountState, until: Until): Applied {
  const program = programForm(definition)
  requireOwn(program, state)
  const to = lastInstant(program, until)
  const advanced = advanceState(program, state, to)
  return program.stage === undefined ? advanced : program.stage.advance(advanced, to)
}

export function lastInstant({ calendar }: Program, until: Until): Instant {
  if ('at' in until) return instantOf(until.at)
  const { before, day } = momentOf(until.asOf, calendar.zone)
  const isDate = typeof until.asOf === 'string' && until.asOf.length === 10
  return (isDate ? calendar.startOf(day + 1) : before) - 1
}

/**
 * An account from its facts, in any order, with duplicates; the way to resolve `needs-history`. `outcomes` has one for every event that was not
 * simply applied.
 * @param options.from a snapshot to start from: facts older than its `asOf` less the lateness are taken as already in it
 */
export function replayProgram(
  definition: ProgramDefinition,
  events: Iterable<ProgramEvent>,
  options: { readonly from?: AccountState; readonly account?: string } & Partial<{ readonly asOf: AsOf; readonly at: AsOf }> = {},
): Applied {
  const program = programForm(definition)
  const { from } = options
  if (from !== undefined) requireOwn(program, from)
  const start = from ?? newState(program, options.account ?? '')
  const facts = new Map<string, ProgramFact>()
  const outcomes: EventOutcome[] = []
  for (const fact of start.facts) facts.set(fact.id, fact)
  const read: ProgramFact[] = []
  for (const event of events) {
    const fact = readEvent(event, program)
    if ('problem' in fact) outcomes.push(invalid(event, fact))
    else read.push(fact)
  }
  const account = start.account === '' ? ownerOf(read) : start.account
  for (const fact of read) {
    const known = facts.get(fact.id)
    if (isForeign(program, account, fact)) outcomes.push(foreign(fact))
    else if (known === undefined) facts.set(fact.id, fact)
    else if (!sameFact(known, fact)) outcomes.push(unapplied(fact.id, 'conflict'))
    else if (!start.facts.includes(known)) outcomes.push(unapplied(fact.id, 'duplicate'))
  }
  const cutoff = cutoffOf(program, start.books.at) // what is older is in the snapshot's base
  const ordered = [...facts.values()].filter((fact) => fact.at >= cutoff).sort(compareFacts)
  const last = ordered[ordered.length - 1]?.at ?? start.books.at ?? 0
  const asked =
    'asOf' in options && options.asOf !== undefined
      ? lastInstant(program, { asOf: options.asOf })
      : options.at === undefined
        ? last
        : instantOf(options.at)
  const to = Math.max(last, asked, start.books.at ?? last)
  const { run, refusals, notes } = play(PLAYER, program, start.base, ordered, to)
  if (account === '' && ordered.length > 0) outcomes.push(nameless(ordered[0].id))
  for (const fact of ordered) {
    const said = refusals.get(fact.id) ?? notes.get(fact.id)
    if (said !== undefined && !start.facts.includes(fact)) outcomes.push(replayed(outcomeOf(fact, said, false), from))
  }
  const applied: Applied = {
    state: settled(program, { ...start, account }, run.books, ordered),
    entries: run.entries,
    effects: run.effects,
    outcomes,
    reasons: run.reasons,
  }
  if (program.stage === undefined) return applied
  const moving = ordered.filter(({ id }) => !refusals.has(id))
  return program.stage.replay(applied, start.lifecycle, moving, to)
}

function unapplied(fact: string, kind: 'duplicate' | 'conflict'): EventOutcome {
  return { fact, outcome: kind, reason: reason(`program.event.${kind}`, 'refused', { fact }) }
}

/** The customer of the earliest fact that names one. */
function ownerOf(facts: readonly ProgramFact[]): string {
  let first: ProgramFact | undefined
  for (const fact of facts) if (fact.customerId !== '' && (first === undefined || compareFacts(fact, first) < 0)) first = fact
  return first?.customerId ?? ''
}

/** In a whole history, what a fact refers to is not somewhere else: it is nowhere. */
function replayed(outcome: EventOutcome, from: AccountState | undefined): EventOutcome {
  if (outcome.outcome !== 'needs-history' || from !== undefined) return outcome
  const { from: _, ...params } = outcome.reason.params
  return {
    ...outcome,
    outcome: 'refused',
    refusal: 'unknown-order',
    reason: reason('program.reversal.nowhere', 'refused', { ...params, refusal: 'unknown-order' }),
  }
}

/** An account takes its name from the first fact that says whose it is. */
function named(program: Program, state: AccountState | undefined, { customerId }: ProgramFact): AccountState {
  return state ? { ...state, account: customerId } : newState(program, customerId)
}

/** An account without a name cannot tell whose events are its own. */
function unnamed(applied: Applied): Applied {
  const [{ fact, reason: said, ...rest }] = applied.outcomes
  return said.code === 'program.event.applied' ? { ...applied, outcomes: [{ ...rest, ...nameless(fact) }] } : applied
}

function nameless(fact: string): EventOutcome {
  return { fact, outcome: 'applied', reason: reason('program.event.nameless', 'applied', { fact }) }
}

function nothing(state: AccountState): Omit<Applied, 'outcomes'> {
  return { state, entries: [], effects: [], reasons: [] }
}

function invalid(event: unknown, { problem, field, given }: EventProblem): EventOutcome {
  // Looked at, not read: a getter is code of the stranger's.
  const own: unknown = event !== null && typeof event === 'object' ? Object.getOwnPropertyDescriptor(event, 'id')?.value : undefined
  const fact = typeof own === 'string' ? own : ''
  const params: Reason['params'] = given === undefined ? { fact, problem, field } : { fact, problem, field, given }
  return { fact, outcome: 'invalid', reason: reason('program.event.invalid', 'refused', params) }
}
