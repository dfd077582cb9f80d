/** Why this balance: the lots it is made of, where everything earned went, and the entries that led here. */

import { exactText, fromUnits } from '../core/decimal/exact.js'
import { UsageError } from '../core/errors.js'
import { type Reason, reason } from '../core/reason.js'
import type { AsOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import { asGiven } from '../core/time/instant.js'
import type { Entry } from '../points/entry.js'
import { balanceOf, EMPTY_PURSE, lotsOf, type Purse, pendingOf } from '../points/purse.js'
import { advanceProgram, replayProgram } from '../program/apply-event.js'
import type { ProgramDefinition } from '../program/definition.js'
import type { AccountState } from '../program/journal.js'
import { type Account, accountAt } from './account.js'
import { entryReason, movedBy } from './entry.js'

export interface ExplainBalanceOptions {
  /** A day (to its end) or an instant. */
  readonly asOf: AsOf
  /** An id of the definition's `currencies`. */
  readonly currency: string
  /** The account's ledger as the host keeps it, for a proof from the first entry on; without it the proof begins at what the state keeps: `asOf − lateness`. */
  readonly entries?: readonly Entry[]
}

/**
 * The balance of one currency with its proof, three ways that each give the same figure:
 *
 *   balance = Σ lots − debt
 *   balance = earned − pending − spent − expired − reversed
 *   balance = opening balance + Σ entries (a hold or a cancelled hold moves no balance)
 *
 * Amounts are decimal text in the currency's own unit.
 *
 * @throws UsageError `tierwise.preview.currency`, and as `explainTier`
 */
export function explainBalance(definition: ProgramDefinition, state: AccountState, options: ExplainBalanceOptions): Reason {
  const { asOf, currency } = options
  const account = accountAt(definition, state, asOf)
  const form = Object.hasOwn(account.program.currencies, currency) ? account.program.currencies[currency] : undefined
  if (form === undefined)
    throw new UsageError('tierwise.preview.currency', { currency, known: Object.keys(account.program.currencies).join(', ') })
  const purse = account.run.books.purses[currency] ?? EMPTY_PURSE
  const text = (units: number): string => exactText(fromUnits(units, form.scale))
  const name = form.definition.name ?? currency
  return reason(
    'preview.balance.held',
    'info',
    { currency: name, amount: text(balanceOf(purse)), asOf: formatDate(account.day) },
    {
      path: ['currencies', currency],
      actual: text(balanceOf(purse)),
      children: [lotsProof(purse, name, text), totalsProof(purse, name, text), entriesProof(account, state, options, name, text)],
    },
  )
}

type Text = (units: number) => string

function lotsProof(purse: Purse, name: string, text: Text): Reason {
  const lots = lotsOf(purse).map((lot) => {
    const earned = formatDate(lot.day)
    const until = lot.until === null ? null : formatDate(lot.until)
    const usableFrom = lot.usableFrom === undefined ? null : formatDate(lot.usableFrom)
    return reason(
      usableFrom === null ? 'preview.balance.lot' : 'preview.balance.lot-later',
      'info',
      { amount: text(lot.left), earned, until, ...(usableFrom === null ? {} : { usableFrom }) },
      { actual: text(lot.left), window: { from: usableFrom ?? earned, to: until } },
    )
  })
  const debt = purse.debt === 0 ? [] : [reason('preview.balance.debt', 'info', { amount: text(purse.debt) }, { actual: text(-purse.debt) })]
  const total = text(lotsOf(purse).reduce((sum, lot) => sum + lot.left, -purse.debt))
  return reason(
    'preview.balance.lots',
    'info',
    { currency: name, lots: lots.length, amount: total },
    { actual: total, children: [...lots, ...debt] },
  )
}

/** Where everything earned went. */
function totalsProof(purse: Purse, name: string, text: Text): Reason {
  const lost: readonly (readonly [string, number])[] = [
    ['preview.balance.pending', pendingOf(purse)],
    ['preview.balance.spent', purse.spent],
    ['preview.balance.expired', purse.expired],
    ['preview.balance.reversed', purse.reversed],
  ]
  const earned = reason('preview.balance.earned', 'info', { amount: text(purse.earned) }, { actual: text(purse.earned) })
  const parts = lost
    .filter(([, units]) => units !== 0)
    .map(([code, units]) => reason(code, 'info', { amount: text(units) }, { actual: text(-units) }))
  return reason(
    'preview.balance.totals',
    'info',
    { currency: name, amount: text(balanceOf(purse)) },
    { actual: text(balanceOf(purse)), children: [earned, ...parts] },
  )
}

function entriesProof(account: Account, state: AccountState, options: ExplainBalanceOptions, name: string, text: Text): Reason {
  const { run, at, program } = account
  const { currency } = options
  const known = options.entries !== undefined
  const entries = (options.entries ?? entriesSince(account, state)).filter((entry) => entry.currency === currency && entry.at <= at)
  const before = known ? 0 : balanceOf(state.base.purses[currency] ?? EMPTY_PURSE)
  const from = known || state.base.at === null ? null : formatDate(program.calendar.dayOf(state.base.at))
  const lines = entries.map((entry) => entryReason(program, entry))
  const opening =
    from === null ? [] : [reason('preview.balance.brought', 'info', { on: from, amount: text(before) }, { actual: text(before) })]
  const total = entries.reduce((sum, entry) => sum + movedBy(entry), before)
  const balance = balanceOf(run.books.purses[currency] ?? EMPTY_PURSE)
  return reason(
    'preview.balance.entries',
    total === balance ? 'info' : 'warning',
    { currency: name, entries: lines.length, amount: text(total) },
    {
      actual: text(total),
      ...(total === balance ? {} : { required: text(balance), missing: text(balance - total) }),
      children: [...opening, ...lines],
    },
  )
}

/** What the state's own facts bring, played from its base. */
function entriesSince({ definition, at, state: now }: Account, state: AccountState): readonly Entry[] {
  const facts = state.facts.filter((fact) => fact.at <= at).map((fact) => ({ ...fact, at: asGiven(fact.at) }))
  if (state.base.at === null && facts.length === 0) return []
  const start: AccountState = { ...state, books: state.base, facts: [] }
  if (state.base.at !== null && facts.length === 0) return advanceProgram(definition, start, { at: asGiven(at) }).entries
  return replayProgram(definition, facts, { from: start, account: now.account, at: asGiven(at) }).entries
}
