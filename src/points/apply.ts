/** The verbs of a ledger. Each is pure: definition, state and move in; new state, entries and one outcome out. */

import { canonicalJson } from '../core/canonical-json.js'
import { decimalText } from '../core/decimal/decimal.js'
import { UsageError } from '../core/errors.js'
import { agedCount, factOf, folded, isNext, type Played, play } from '../core/journal.js'
import { type Reason, reason } from '../core/reason.js'
import { findRecent } from '../core/recent.js'
import { type AsOf, instantOf, momentOf } from '../core/time/as-of.js'
import { formatInstant, type Instant } from '../core/time/instant.js'
import { type PointsForm, pointsForm } from './compile.js'
import { compensations } from './corrections.js'
import type { Entry, MoveOutcome } from './entry.js'
import type { PointsDefinition } from './ledger-definition.js'
import {
  type AdjustMove,
  type ConvertMove,
  compareMoves,
  type EarnMove,
  type ExpireMove,
  type HoldMove,
  type MoveFact,
  type MoveProblem,
  type PointsMove,
  type RedeemMove,
  type ReleaseMove,
  type ReverseMove,
  readMove,
} from './move.js'
import { balanceOf, EMPTY_PURSE } from './purse.js'
import { newPoints, type PointsBooks, type PointsState } from './state.js'
import { PLAYER, type PointsRun, type Stepped } from './step.js'

export interface Moved {
  readonly state: PointsState
  /** New lines for the host's own ledger table; an issued one is never edited. */
  readonly entries: readonly Entry[]
  readonly outcomes: readonly MoveOutcome[]
  /** What a late move changed: each balance and each outcome, old and new. */
  readonly reasons: readonly Reason[]
}

/** An account without points. */
export function openPoints(definition: PointsDefinition, account: string): PointsState {
  return newPoints(pointsForm(definition), account)
}

/**
 * One move of any type into an account; the same move again changes nothing.
 * @throws UsageError when the state was made by another definition
 */
export function movePoints(definition: PointsDefinition, state: PointsState, move: PointsMove): Moved {
  return moveAs(definition, state, move)
}

/** Points that are usable at once. */
export function earnPoints(definition: PointsDefinition, state: PointsState, move: Omit<EarnMove, 'type'>): Moved {
  return moveAs(definition, state, move, 'earn')
}

/** Points that are earned and not usable yet: until a day, or until they are released. */
export function holdPoints(definition: PointsDefinition, state: PointsState, move: Omit<HoldMove, 'type'>): Moved {
  return moveAs(definition, state, move, 'hold')
}

/** Makes a hold usable. */
export function releasePoints(definition: PointsDefinition, state: PointsState, move: Omit<ReleaseMove, 'type'>): Moved {
  return moveAs(definition, state, move, 'release')
}

/** Points spent, from the lots the currency says; refused when too few are usable. */
export function redeemPoints(definition: PointsDefinition, state: PointsState, move: Omit<RedeemMove, 'type'>): Moved {
  return moveAs(definition, state, move, 'redeem')
}

/** A correction by hand, in or out. */
export function adjustPoints(definition: PointsDefinition, state: PointsState, move: Omit<AdjustMove, 'type'>): Moved {
  return moveAs(definition, state, move, 'adjust')
}

/** Ends a balance before its time. What ends by itself needs no call: see `advancePoints`. */
export function expirePoints(definition: PointsDefinition, state: PointsState, move: Omit<ExpireMove, 'type'>): Moved {
  return moveAs(definition, state, move, 'expire')
}

/** Whole steps of one currency become another. */
export function convertPoints(definition: PointsDefinition, state: PointsState, move: Omit<ConvertMove, 'type'>): Moved {
  return moveAs(definition, state, move, 'convert')
}

/** Undoes a move or a part of it: what was earned is taken back, what was redeemed comes home with its old end. */
export function reversePoints(definition: PointsDefinition, state: PointsState, move: Omit<ReverseMove, 'type'>): Moved {
  return moveAs(definition, state, move, 'reverse')
}

/** Which instant is meant: `asOf` a day (to its end) or an instant (what is due before it), or `at` a moment that has been reached. */
export type PointsUntil = { readonly asOf: AsOf } | { readonly at: AsOf }

/** Lets time pass: lots and idle balances end, holds are released. Asking once a year gives the same as asking every day. */
export function advancePoints(definition: PointsDefinition, state: PointsState, until: PointsUntil): Moved {
  const form = pointsForm(definition)
  requireOwn(form, state)
  const to = lastInstant(form, until)
  if (state.books.at === null || to <= state.books.at) return { state, entries: [], outcomes: [], reasons: [] }
  const run = PLAYER.open(form, state.books)
  PLAYER.advance(run, to)
  return { state: moved(form, state, run.books, undefined), entries: run.entries, outcomes: [], reasons: [] }
}

/**
 * An account from its moves, in any order, with duplicates; the way to resolve `needs-history`. `outcomes` has one for every move that was not
 * simply applied.
 * @param options.from a snapshot to start from: moves older than its `asOf` less the lateness are taken as already in it
 */
export function replayPoints(
  definition: PointsDefinition,
  moves: Iterable<PointsMove>,
  options: { readonly from?: PointsState; readonly account?: string } & Partial<{ readonly asOf: AsOf; readonly at: AsOf }> = {},
): Moved {
  const form = pointsForm(definition)
  const { from } = options
  if (from !== undefined) requireOwn(form, from)
  const start = from ?? newPoints(form, options.account ?? '')
  const facts = new Map<string, MoveFact>()
  for (const fact of start.facts) facts.set(fact.id, fact)
  const outcomes: MoveOutcome[] = []
  for (const move of moves) {
    const fact = readMove(form, move)
    if ('problem' in fact) {
      outcomes.push(invalid(move, fact))
      continue
    }
    const known = facts.get(fact.id)
    if (known === undefined) facts.set(fact.id, fact)
    else if (canonicalJson(known) !== canonicalJson(fact)) outcomes.push(unapplied(fact, 'conflict'))
    else if (!start.facts.includes(known)) outcomes.push(unapplied(fact, 'duplicate'))
  }
  const cutoff = PLAYER.cutoff(form, start.books.at)
  const ordered = [...facts.values()].filter(({ at }) => at >= cutoff).sort(compareMoves)
  const last = ordered[ordered.length - 1]?.at ?? start.books.at ?? 0
  const { asOf, at } = options
  const asked = asOf !== undefined ? lastInstant(form, { asOf }) : at !== undefined ? instantOf(at) : last
  const { run, refusals } = play(PLAYER, form, start.base, ordered, Math.max(last, asked, start.books.at ?? last))
  for (const fact of ordered) {
    const stepped = refusals.get(fact.id)
    if (stepped !== undefined && !start.facts.includes(fact)) outcomes.push(replayed(outcomeOf(fact, stepped, false), from))
  }
  return { state: settled(form, start, run.books, ordered), entries: run.entries, outcomes, reasons: [] }
}

/** In a whole history, the move that another names is not somewhere else: it is nowhere. */
function replayed(outcome: MoveOutcome, from: PointsState | undefined): MoveOutcome {
  if (outcome.outcome !== 'needs-history' || from !== undefined) return outcome
  const params = { ...outcome.reason.params, refusal: 'unknown-move' }
  return { ...outcome, outcome: 'refused', refusal: 'unknown-move', reason: reason('points.move.nowhere', 'refused', params) }
}

/** @throws UsageError `tierwise.points.other-definition` */
export function requireOwn({ definition, hash }: PointsForm, state: PointsState): void {
  if (state.definition.hash === hash) return
  throw new UsageError('tierwise.points.other-definition', {
    state: `${state.definition.id} ${state.definition.hash.slice(0, 12)}`,
    definition: `${definition.id} ${hash.slice(0, 12)}`,
    hint: 'replay the account’s moves under the new definition',
  })
}

export function lastInstant({ calendar }: PointsForm, until: PointsUntil): Instant {
  if ('at' in until) return instantOf(until.at)
  const { before, day } = momentOf(until.asOf, calendar.zone)
  return (typeof until.asOf === 'string' && until.asOf.length === 10 ? calendar.startOf(day + 1) : before) - 1
}

function moveAs(definition: PointsDefinition, state: PointsState, move: object, type?: PointsMove['type']): Moved {
  const form = pointsForm(definition)
  requireOwn(form, state)
  const fact = readMove(form, move, type)
  if ('problem' in fact) return unchanged(state, invalid(move, fact))
  const { at, id } = fact
  const known = factOf(state, id)
  if (known !== undefined) return unchanged(state, unapplied(fact, canonicalJson(known) === canonicalJson(fact) ? 'duplicate' : 'conflict'))
  const { books } = state
  const old = books.moves.length === 0 ? undefined : findRecent(books.moves, id, form.calendar.dayOf(at), form.reversibleFor)
  if (old !== undefined) {
    const isSame = old.at === at && old.type === fact.type && (fact.units === undefined || old.units === fact.units)
    return unchanged(state, unapplied(fact, isSame ? 'duplicate' : 'conflict'))
  }
  if (at < PLAYER.cutoff(form, books.at)) return unchanged(state, { ...unapplied(fact, 'needs-history'), from: formatInstant(at) })
  return isNext(state, fact, compareMoves) ? moveNext(form, state, fact) : moveLate(form, state, fact)
}

function moveNext(form: PointsForm, state: PointsState, fact: MoveFact): Moved {
  const run = PLAYER.open(form, state.books)
  const said = PLAYER.step(run, fact)
  return { state: moved(form, state, run.books, fact), entries: run.entries, outcomes: [outcomeOf(fact, said, false)], reasons: [] }
}

function moveLate(form: PointsForm, state: PointsState, fact: MoveFact): Moved {
  const at = state.books.at ?? fact.at
  const facts = [...state.facts, fact].sort(compareMoves)
  const before = play(PLAYER, form, state.base, state.facts, at)
  const after = play(PLAYER, form, state.base, facts, Math.max(at, fact.at), fact.id)
  return {
    state: settled(form, state, after.run.books, facts),
    entries: compensations(before.run.entries, after.run.entries, fact.id),
    outcomes: [outcomeOf(fact, after.watched ?? {}, true)],
    reasons: corrections(form, before, after, fact.id),
  }
}

/** The state after a move in order; what has grown older than the lateness is folded into the base. */
function moved(form: PointsForm, state: PointsState, books: PointsBooks, fact: MoveFact | undefined): PointsState {
  const { facts } = state
  const old = agedCount(facts, PLAYER.cutoff(form, books.at))
  let { base } = state
  // Usually all of them are old and nothing has happened since: then what the account was is the base, without playing it again.
  if (old > 0) base = old === facts.length && state.books.at === facts[old - 1].at ? state.books : folded(PLAYER, form, base, facts, old)
  const young = old === 0 ? facts : facts.slice(old)
  return {
    format: 1,
    definition: state.definition,
    account: state.account,
    asOf: formatInstant((books.at ?? -1) + 1),
    base,
    facts: fact === undefined ? young : [...young, fact],
    books,
  }
}

/** The state after other moves than those it had: the base is played anew. */
function settled(form: PointsForm, state: PointsState, books: PointsBooks, facts: readonly MoveFact[]): PointsState {
  const old = agedCount(facts, PLAYER.cutoff(form, books.at))
  const base = old === 0 ? state.base : folded(PLAYER, form, state.base, facts, old)
  return { ...state, asOf: formatInstant((books.at ?? -1) + 1), base, facts: facts.slice(old), books }
}

function corrections(form: PointsForm, before: Played<PointsRun, Stepped>, after: Played<PointsRun, Stepped>, cause: string): Reason[] {
  const reasons: Reason[] = []
  for (const { id, scale } of form.currencyList) {
    const balance = ({ run }: Played<PointsRun, Stepped>): string =>
      decimalText({ units: balanceOf(run.books.purses[id] ?? EMPTY_PURSE), scale })
    const [was, is] = [balance(before), balance(after)]
    if (was !== is) reasons.push(reason('points.balance.corrected', 'applied', { currency: id, was, is, cause }))
  }
  for (const move of new Set([...before.refusals.keys(), ...after.refusals.keys()])) {
    const was = before.refusals.get(move)?.refused?.refusal ?? 'applied'
    const is = after.refusals.get(move)?.refused?.refusal ?? 'applied'
    if (move !== cause && was !== is) reasons.push(reason('points.outcome.corrected', 'applied', { move, was, is, cause }))
  }
  return reasons
}

function unchanged(state: PointsState, one: MoveOutcome): Moved {
  return { state, entries: [], outcomes: [one], reasons: [] }
}

function outcomeOf({ id }: MoveFact, { refused }: Stepped, late: boolean): MoveOutcome {
  const lateness = late ? { late: true } : {}
  if (refused === undefined)
    return { fact: id, outcome: 'applied', reason: { code: 'points.move.applied', outcome: 'applied', params: { move: id } }, ...lateness }
  const { refusal, code, params } = refused
  const outcome = refusal === 'needs-history' ? 'needs-history' : 'refused'
  return { fact: id, outcome, reason: reason(code, 'refused', { ...params, refusal }), refusal, ...lateness }
}

function unapplied({ id, at }: MoveFact, outcome: 'duplicate' | 'conflict' | 'needs-history'): MoveOutcome {
  return { fact: id, outcome, reason: reason(`points.move.${outcome}`, 'refused', { move: id, at: formatInstant(at) }) }
}

function invalid(move: unknown, { problem, field, given }: MoveProblem): MoveOutcome {
  const own: unknown = move !== null && typeof move === 'object' ? Object.getOwnPropertyDescriptor(move, 'id')?.value : undefined
  const id = typeof own === 'string' ? own : ''
  const params: Reason['params'] = given === undefined ? { move: id, problem, field } : { move: id, problem, field, given }
  return { fact: id, outcome: 'invalid', reason: reason('points.move.invalid', 'refused', params) }
}
