import { play } from '../core/journal.js'
import { reason } from '../core/reason.js'
import { type AsOf, instantOf, momentOf } from '../core/time/as-of.js'
import type { Instant } from '../core/time/instant.js'
import type { ProgramDefinition } from './definition.js'
import { compareFacts, type ProgramEvent, readEvent } from './event.js'
import { type Program, programForm } from './form.js'
import {
  type AccountState,
  type Applied,
  advanceState,
  applyFact,
  cutoffOf,
  type EventOutcome,
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
 *
 * @param state the account as stored, or `undefined` for a new one
 * @returns the new state; `entries` for the ledger; `effects` for the host; one outcome; reasons that name what changed
 * @throws UsageError when the state was made by another definition
 */
export function applyEvent(definition: ProgramDefinition, state: AccountState | undefined, event: ProgramEvent): Applied {
  const program = programForm(definition)
  const fact = readEvent(event, definition.currency)
  if ('problem' in fact) return invalid(program, state, event, fact.problem, fact.field)
  const account = state ?? newState(program, fact.customerId)
  requireOwn(program, account)
  const applied = applyFact(program, account, fact)
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
 * An account from its facts, in any order, with duplicates; the way to resolve `needs-history`. Its outcomes are those of facts that were not
 * applied: refused, invalid, in conflict, or the same again.
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
  for (const event of events) {
    const fact = readEvent(event, definition.currency)
    if ('problem' in fact) {
      outcomes.push(...invalid(program, start, event, fact.problem, fact.field).outcomes)
      continue
    }
    const known = facts.get(fact.id)
    if (known === undefined) facts.set(fact.id, fact)
    else if (!sameFact(known, fact)) outcomes.push(unapplied(fact.id, 'conflict'))
    else if (!start.facts.includes(known)) outcomes.push(unapplied(fact.id, 'duplicate'))
  }
  const cutoff = cutoffOf(program, start.books.at) // what is older is in the snapshot's base
  const ordered = [...facts.values()].filter((fact) => fact.at >= cutoff).sort(compareFacts)
  const account = start.account === '' ? (ordered[0]?.customerId ?? '') : start.account
  const last = ordered[ordered.length - 1]?.at ?? start.books.at ?? 0
  const asked =
    'asOf' in options && options.asOf !== undefined
      ? lastInstant(program, { asOf: options.asOf })
      : options.at === undefined
        ? last
        : instantOf(options.at)
  const to = Math.max(last, asked, start.books.at ?? last)
  const { run, refusals } = play(PLAYER, program, start.base, ordered, to)
  for (const fact of ordered) {
    const said = refusals.get(fact.id)
    if (said !== undefined && !start.facts.includes(fact)) outcomes.push(outcomeOf(fact, said, false))
  }
  const replayed: Applied = {
    state: settled(program, { ...start, account }, run.books, ordered),
    entries: run.entries,
    effects: run.effects,
    outcomes,
    reasons: run.reasons,
  }
  if (program.stage === undefined) return replayed
  const moving = ordered.filter(({ id }) => !refusals.has(id))
  return program.stage.replay(replayed, start.lifecycle, moving, to)
}

function unapplied(fact: string, kind: 'duplicate' | 'conflict'): EventOutcome {
  return { fact, outcome: kind, reason: reason(`program.event.${kind}`, 'refused', { fact }) }
}

function invalid(program: Program, state: AccountState | undefined, event: unknown, problem: string, field: string): Applied {
  // Looked at, not read: a getter is code of the stranger's.
  const given: unknown = event !== null && typeof event === 'object' ? Object.getOwnPropertyDescriptor(event, 'id')?.value : undefined
  const id = typeof given === 'string' ? given : ''
  return {
    state: state ?? newState(program, ''),
    entries: [],
    effects: [],
    outcomes: [{ fact: id, outcome: 'invalid', reason: reason('program.event.invalid', 'refused', { fact: id, problem, field }) }],
    reasons: [],
  }
}
