/** An account at the instant a preview asks about: its state, and a run that only looks. The other files of this room reach the engine through here. */

import { currencyExponent } from '../core/decimal/currency.js'
import { type Exact, fromUnits } from '../core/decimal/exact.js'
import { UsageError } from '../core/errors.js'
import { countsFacts } from '../core/measure/definition.js'
import type { Reason } from '../core/reason.js'
import type { AsOf } from '../core/time/as-of.js'
import { type Day, formatDate } from '../core/time/civil.js'
import { asGiven, formatInstant, type Instant } from '../core/time/instant.js'
import { advanceProgram, lastInstant, replayProgram } from '../program/apply-event.js'
import { spanOf } from '../program/counters.js'
import type { ProgramDefinition } from '../program/definition.js'
import { lookAt } from '../program/due.js'
import { type CounterForm, type Program, programForm } from '../program/form.js'
import { rankOf } from '../program/grants.js'
import { type AccountState, requireOwn } from '../program/journal.js'
import type { Run } from '../program/run.js'
import { runOf } from '../program/standing.js'

export interface Account {
  readonly definition: ProgramDefinition
  readonly program: Program
  readonly state: AccountState
  readonly run: Run
  /** The last instant that is part of `asOf`. */
  readonly at: Instant
  readonly day: Day
  /** Places of the program's own currency. */
  readonly exponent: number
  /** Events that may still be tried one after the other; what is asked for first, the next tier, has them first. */
  readonly tries: { left: number }
}

/** About a hundred milliseconds. */
const TRIES = 3_000

/**
 * The account as of an instant or the end of a day: later than the stored state by letting time pass, earlier as far as the definition's lateness reaches.
 * @throws UsageError `tierwise.program.other-definition`; `tierwise.preview.needs-history` for a time before what the state keeps
 */
export function accountAt(definition: ProgramDefinition, state: AccountState, asOf: AsOf): Account {
  const program = programForm(definition)
  requireOwn(program, state)
  const to = lastInstant(program, { asOf })
  const { at } = state.books
  // An instant that is the state's own: what happened at it has happened.
  if (at === null || to >= at - 1) return accountOf(definition, advanceProgram(definition, state, { at: asGiven(to) }).state)
  if (state.base.at === null || to < state.base.at)
    throw new UsageError('tierwise.preview.needs-history', {
      asOf: formatInstant(to + 1),
      state: state.asOf,
      hint: 'replay the account up to then',
    })
  const then: AccountState = { ...state, books: state.base, facts: [] }
  const facts = state.facts.filter((fact) => fact.at <= to).map((fact) => ({ ...fact, at: asGiven(fact.at) }))
  return accountOf(definition, replayProgram(definition, facts, { from: then, at: asGiven(to) }).state)
}

/** The account at its state's own instant. */
export function accountOf(definition: ProgramDefinition, state: AccountState): Account {
  const program = programForm(definition)
  const run = runOf(program, state)
  return {
    definition,
    program,
    state,
    run,
    at: state.books.at ?? 0,
    day: run.day,
    exponent: currencyExponent(definition.currency) ?? 2,
    tries: { left: TRIES },
  }
}

/** The same books seen at a later instant, before anything due by then has happened. */
export function lookAhead(account: Account, at: Instant): Run {
  const run = runOf(account.program, account.state)
  lookAt(run, at)
  return run
}

export function heldRank({ run }: Account): number {
  return rankOf(run, run.books.tier)
}

/** What people call a tier. */
export function tierName(account: Account, rank: number): string {
  const tier = account.definition.tiers?.[rank]
  return tier?.name ?? tier?.id ?? ''
}

/** The days a measure looks at, the last one inclusive. */
export function windowOf(run: Run, counter: CounterForm, closed: boolean): NonNullable<Reason['window']> {
  const span = spanOf(run, counter, closed && counter.hasClosed && counter.opens.length === 0 ? -1 : 0)
  const state = run.books.counters[counter.id]
  if (counter.streak !== undefined && state !== undefined && span !== undefined) {
    const { from } = counter.streak.read(run, state, closed)
    return { from: formatDate(from ?? span.from), to: formatDate(span.to - 1) }
  }
  const since = state?.since
  const begun = since === undefined ? null : run.program.calendar.dayOf(since + 1)
  if (span === undefined) return { from: null, to: null }
  const from = Number.isFinite(span.from) ? Math.max(span.from, begun ?? span.from) : begun
  return { from: from === null ? null : formatDate(from), to: formatDate(span.to - 1) }
}

/** The smallest step of a measure or balance, for what a strict bound still needs. */
export function stepOf(account: Account, id: string): Exact {
  const unit = unitOf(account, id)
  return unit.kind === 'amount' || unit.kind === 'points' ? fromUnits(1, unit.scale) : 1
}

/**
 * - `amount`: money of a fact, in minor units of the program's currency
 * - `points`: a currency of the program, in 10^−scale
 * - `count`: facts, or different values among them
 * - `number`: something else that facts carry: nights, a score
 */
export type MeasureUnit =
  | { readonly kind: 'amount'; readonly scale: number }
  | { readonly kind: 'points'; readonly scale: number; readonly currency: string }
  | { readonly kind: 'count' }
  | { readonly kind: 'number' }

export function unitOf({ definition, program, exponent }: Account, id: string): MeasureUnit {
  const measure = definition.measures?.[id]
  if (measure === undefined || 'earned' in measure) {
    const currency = measure === undefined ? id : measure.earned
    return { kind: 'points', scale: program.currencies[currency]?.scale ?? 0, currency }
  }
  if (measure.aggregate === 'streak' || countsFacts(measure)) return { kind: 'count' }
  const isAmount = measure.value === undefined || measure.value === 'amount'
  if (isAmount && measure.aggregate !== 'ratio') return { kind: 'amount', scale: exponent }
  return { kind: 'number' }
}
