/**
 * An account's journal: a base as of `asOf − lateness`, the facts since (refused ones too), and the books as of now.
 * Facts in order go straight into the books. A late one is put in its place and the days since the base are played again; what had been
 * issued by then is compensated, never edited.
 */

import { canonicalJson } from '../core/canonical-json.js'
import { exactText } from '../core/decimal/exact.js'
import { UsageError } from '../core/errors.js'
import { agedCount, factOf, folded, isNext, type Player, play } from '../core/journal.js'
import { type Reason, reason } from '../core/reason.js'
import { findRecent } from '../core/recent.js'
import { formatInstant, type Instant } from '../core/time/instant.js'
import { addLength } from '../core/time/length.js'
import type { LifecycleState } from '../lifecycle/state.js'
import { compensations, newEffects } from '../points/corrections.js'
import type { Entry, MoveOutcome } from '../points/entry.js'
import { correctionReasons } from './corrections.js'
import { advanceTo } from './due.js'
import { compareFacts } from './event.js'
import type { Program } from './form.js'
import { type Effect, newRun, type Run, readyRun } from './run.js'
import { type Books, draftOf, EMPTY_BOOKS, type ProgramFact } from './state.js'
import { type Stepped, step } from './step.js'

export interface AccountState {
  readonly format: 1
  readonly definition: { readonly id: string; readonly hash: string }
  readonly account: string
  /** Everything due before this instant has happened. */
  readonly asOf: string
  /** As of `asOf` less the definition's lateness: facts before it need the history. */
  readonly base: Books
  /** The facts since, in order. */
  readonly facts: readonly ProgramFact[]
  readonly books: Books
  /** The account's stage and what it rests on, where the program has a lifecycle. */
  readonly lifecycle: LifecycleState | null
}

export interface EventOutcome extends MoveOutcome {
  /** What a redemption gives, by rule. */
  readonly redemptions?: readonly { readonly rule: string; readonly currency: string; readonly units: number; readonly value?: string }[]
}

export interface Applied {
  readonly state: AccountState
  readonly entries: readonly Entry[]
  readonly effects: readonly Effect[]
  readonly outcomes: readonly EventOutcome[]
  readonly reasons: readonly Reason[]
}

export function newState(program: Program, account: string): AccountState {
  return {
    format: 1,
    definition: { id: program.definition.id, hash: program.hash },
    account,
    asOf: formatInstant(0),
    base: EMPTY_BOOKS,
    facts: [],
    books: EMPTY_BOOKS,
    lifecycle: null,
  }
}

/** @throws UsageError `tierwise.program.other-definition`, or `tierwise.program.not-a-state` for what no verb gave */
export function requireOwn(program: Program, state: AccountState): void {
  if (state?.definition?.hash === program.hash && state.books) return
  if (typeof state?.definition?.hash !== 'string' || !state.books)
    throw new UsageError('tierwise.program.not-a-state', {
      hint: 'pass the state of the last call, parsed from the JSON that was stored, or undefined',
    })
  throw new UsageError('tierwise.program.other-definition', {
    state: `${state.definition.id} ${state.definition.hash.slice(0, 12)}`,
    definition: `${program.definition.id} ${program.hash.slice(0, 12)}`,
    hint: 'replay the account’s facts under the new definition',
  })
}

export function applyFact(program: Program, state: AccountState, fact: ProgramFact): Applied {
  if (isForeign(program, state.account, fact)) return unchanged(state, foreign(fact))
  const known = factOf(state, fact.id)
  if (known !== undefined) return unchanged(state, sameFact(known, fact) ? outcome(fact, 'duplicate') : outcome(fact, 'conflict'))
  const { orders } = state.books
  const order = orders.length === 0 ? undefined : findRecent(orders, fact.id, program.calendar.dayOf(fact.at), program.reversibleFor)
  if (order !== undefined)
    return unchanged(state, order.at === fact.at && order.type === fact.type ? outcome(fact, 'duplicate') : outcome(fact, 'conflict'))
  if (fact.at < cutoffOf(program, state.books.at))
    return unchanged(state, {
      ...outcome(fact, 'needs-history', { from: formatInstant(fact.at) }),
      from: formatInstant(fact.at),
    })
  return isNext(state, fact, compareFacts) ? applyNext(program, state, fact) : applyLate(program, state, fact)
}

/** Whether a fact is about somebody else; an account of several people knows its members itself. */
export function isForeign({ belong }: Program, account: string, { customerId }: ProgramFact): boolean {
  return customerId !== account && customerId !== '' && account !== '' && belong === undefined
}

export function foreign(fact: ProgramFact): EventOutcome {
  return { ...outcome(fact, 'refused', {}, 'other-account'), refusal: 'other-account' }
}

/** Facts before this instant cannot be put in their place any more. */
export function cutoffOf(program: Program, at: Instant | null): Instant {
  if (at === null) return Number.NEGATIVE_INFINITY
  const { lateness } = program
  if (lateness.n === 0) return at
  const { calendar } = program
  return calendar.startOf(addLength(calendar.dayOf(at), { n: -lateness.n, unit: lateness.unit }))
}

function applyNext(program: Program, state: AccountState, fact: ProgramFact): Applied {
  const run = readyRun(program, state.books)
  const stepped = step(run, fact)
  return {
    state: moved(program, state, run.books, fact),
    entries: run.entries,
    effects: run.effects,
    outcomes: [outcomeOf(fact, stepped, false)],
    reasons: run.reasons,
  }
}

/** The state after facts in order; what has grown older than the lateness is folded into the base. */
function moved(program: Program, state: AccountState, books: Books, fact: ProgramFact | undefined): AccountState {
  const { facts } = state
  const cutoff = cutoffOf(program, books.at)
  const old = agedCount(facts, cutoff)
  let { base } = state
  // Usually all of them are old and nothing has happened since: then what the account was is the base, without playing it again.
  if (old > 0) base = old === facts.length && state.books.at === facts[old - 1].at ? state.books : folded(PLAYER, program, base, facts, old)
  const young = old === 0 ? facts : old === facts.length ? NONE : facts.slice(old)
  return {
    format: 1,
    definition: state.definition,
    account: state.account,
    asOf: formatInstant((books.at ?? -1) + 1),
    base,
    facts: fact === undefined ? young : young.length === 0 ? [fact] : [...young, fact],
    books,
    lifecycle: state.lifecycle,
  }
}

const NONE: readonly never[] = Object.freeze([])

function applyLate(program: Program, state: AccountState, fact: ProgramFact): Applied {
  const at = state.books.at ?? fact.at
  const facts = [...state.facts, fact].sort(compareFacts)
  const before = play(PLAYER, program, state.base, state.facts, at)
  const after = play(PLAYER, program, state.base, facts, Math.max(at, fact.at), fact.id)
  return {
    state: settled(program, state, after.run.books, facts),
    entries: compensations(before.run.entries, after.run.entries, fact.id),
    effects: newEffects(before.run.effects, after.run.effects),
    outcomes: [outcomeOf(fact, after.watched ?? { redemptions: [] }, true)],
    reasons: correctionReasons(before, after, fact.id),
  }
}

/** How a program plays its facts. */
export const PLAYER: Player<Program, Books, ProgramFact, Run, Stepped> = {
  open: (program, books) => newRun(program, draftOf(books)),
  step,
  advance: advanceTo,
  cutoff: cutoffOf,
  compare: compareFacts,
}

/** The state after other facts than those it had: the base is played anew. */
export function settled(program: Program, state: AccountState, books: Books, facts: readonly ProgramFact[]): AccountState {
  const next = { ...state, books, asOf: formatInstant((books.at ?? -1) + 1) }
  const old = agedCount(facts, cutoffOf(program, books.at))
  return old === 0 ? { ...next, facts } : { ...next, base: folded(PLAYER, program, state.base, facts, old), facts: facts.slice(old) }
}

export function advanceState(program: Program, state: AccountState, to: Instant): Applied {
  if (state.books.at === null || to <= state.books.at) return { state, entries: [], effects: [], outcomes: [], reasons: [] }
  const run = newRun(program, draftOf(state.books))
  advanceTo(run, to)
  return {
    state: moved(program, state, run.books, undefined),
    entries: run.entries,
    effects: run.effects,
    outcomes: [],
    reasons: run.reasons,
  }
}

export function sameFact(a: ProgramFact, b: ProgramFact): boolean {
  return canonicalJson(a) === canonicalJson(b)
}

function unchanged(state: AccountState, one: EventOutcome): Applied {
  return { state, entries: [], effects: [], outcomes: [one], reasons: [] }
}

function outcome(fact: ProgramFact, kind: EventOutcome['outcome'], params: Reason['params'] = {}, problem: string = kind): EventOutcome {
  return {
    fact: fact.id,
    outcome: kind,
    reason: reason(`program.event.${problem}`, kind === 'applied' ? 'applied' : 'refused', { fact: fact.id, ...params }),
  }
}

export function outcomeOf(fact: ProgramFact, { refused, note, redemptions }: Stepped, late: boolean): EventOutcome {
  const lateness = late ? { late: true } : {}
  if (refused !== undefined) {
    const kind = refused.refusal === 'needs-history' ? 'needs-history' : 'refused'
    return {
      fact: fact.id,
      outcome: kind,
      reason: reason(refused.code, 'refused', { ...refused.params, refusal: refused.refusal }),
      refusal: refused.refusal,
      ...lateness,
    }
  }
  const { id } = fact
  const one: { -readonly [K in keyof EventOutcome]: EventOutcome[K] } = {
    fact: id,
    outcome: 'applied',
    reason:
      note === undefined
        ? { code: 'program.event.applied', outcome: 'applied', params: { fact: id } }
        : { code: note.code, outcome: 'applied', params: note.params },
  }
  if (late) one.late = true
  if (redemptions.length > 0)
    one.redemptions = redemptions.map(({ rule, currency, units, value }) =>
      value === undefined ? { rule, currency, units } : { rule, currency, units, value: exactText(value) },
    )
  return one
}
