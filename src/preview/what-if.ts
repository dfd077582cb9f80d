/** What some events would do to an account, without doing it. */

import { type Reason, reason } from '../core/reason.js'
import type { AsOf } from '../core/time/as-of.js'
import { instantOf } from '../core/time/as-of.js'
import { asGiven, formatInstant } from '../core/time/instant.js'
import type { Entry } from '../points/entry.js'
import { balanceOf, EMPTY_PURSE, pendingOf } from '../points/purse.js'
import { advanceProgram, applyEvent, lastInstant } from '../program/apply-event.js'
import type { ProgramDefinition } from '../program/definition.js'
import { programForm } from '../program/form.js'
import type { AccountState, Applied, EventOutcome } from '../program/journal.js'
import type { Effect } from '../program/run.js'
import { readStanding } from '../program/standing.js'
import { type Account, accountAt, accountOf } from './account.js'
import { entryReason } from './entry.js'
import { type SupposedEvent, suppose } from './suppose.js'

/** Units of 10^−scale; what is 0 is left out, except `earned` and `balance`. */
export interface PointsMoved {
  /** By the events and what they set off, pending included. */
  readonly earned: number
  /** Afterwards. */
  readonly balance: number
  /** Afterwards, on hold. */
  readonly pending?: number
  readonly spent?: number
  readonly expired?: number
  readonly reversed?: number
}

export interface WhatIf {
  /** The moment at which both sides are compared: the end of `asOf`, or the last event where that is later. */
  readonly asOf: string
  /** Absent where the program has no tiers. `from` is the tier at that moment without the events. */
  readonly tier?: { readonly from: string; readonly to: string; readonly validUntil: string | null }
  readonly points: Readonly<Record<string, PointsMoved>>
  /** What the host would be asked to do. */
  readonly effects: readonly Effect[]
  readonly entries: readonly Entry[]
  readonly outcomes: readonly EventOutcome[]
  /** What changed and why. */
  readonly reasons: readonly Reason[]
  /** The account afterwards, for another question; nothing has been stored. */
  readonly state: AccountState
}

/**
 * The account with and without the events, at one moment. The state handed in is not changed.
 *
 * @param events in any order; each is applied as `applyEvent` does, refusals and lateness included
 * @throws UsageError when the state was made by another definition
 */
export function whatIf(
  definition: ProgramDefinition,
  state: AccountState,
  events: readonly SupposedEvent[],
  options: { readonly asOf: AsOf },
): WhatIf {
  const program = programForm(definition)
  const here = accountAt(definition, state, options.asOf)
  const dated = events.map((event, i) => suppose(event, i, here.at, state)).sort((a, b) => instantOf(a.at) - instantOf(b.at))
  const last = dated.length === 0 ? here.at : instantOf(dated[dated.length - 1].at)
  const to = Math.max(lastInstant(program, options), here.at, last)
  // A state that is later than asked was taken back: the events then follow on that.
  let after: AccountState = here.at < (state.books.at ?? here.at) ? here.state : state
  const passed = advanceProgram(definition, here.state, { at: asGiven(to) })
  const before = accountOf(definition, passed.state)
  const applied: Applied[] = []
  for (const event of dated) {
    const result = applyEvent(definition, after, event)
    applied.push(result)
    after = result.state
  }
  const rest = advanceProgram(definition, after, { at: asGiven(to) })
  const whole = [...applied, rest]
  const then = accountOf(definition, rest.state)
  const tier = tierOf(before, then)
  const entries = without(
    whole.flatMap((one) => one.entries),
    passed.entries,
  )
  return {
    asOf: formatInstant(to + 1),
    ...(tier === undefined ? {} : { tier }),
    points: pointsOf(before, then),
    effects: without(
      whole.flatMap(({ effects }) => effects),
      passed.effects,
    ),
    entries,
    outcomes: applied.flatMap(({ outcomes }) => outcomes),
    reasons: [
      ...without(
        whole.flatMap(({ reasons }) => reasons),
        passed.reasons,
      ),
      ...changesOf(before, then, entries),
    ],
    state: rest.state,
  }
}

/** What time alone would have brought is not the events' doing. */
function without<T>(all: readonly T[], anyway: readonly T[]): readonly T[] {
  if (anyway.length === 0) return all
  const open = new Map<string, number>()
  for (const one of anyway) open.set(JSON.stringify(one), (open.get(JSON.stringify(one)) ?? 0) + 1)
  return all.filter((one) => {
    const left = open.get(JSON.stringify(one)) ?? 0
    if (left > 0) open.set(JSON.stringify(one), left - 1)
    return left === 0
  })
}

function tierOf(before: Account, after: Account): WhatIf['tier'] {
  const [from, to] = [readStanding(before.definition, before.state), readStanding(after.definition, after.state)]
  const base = after.program.tiers[0]?.id
  if (base === undefined) return undefined
  return { from: from.tier ?? base, to: to.tier ?? base, validUntil: to.tierValidUntil ?? null }
}

/** Every measure and balance that differs, balances with the entries that moved them. */
function changesOf(before: Account, after: Account, entries: readonly Entry[]): Reason[] {
  const [was, is] = [readStanding(before.definition, before.state), readStanding(after.definition, after.state)]
  const changed = (section: 'metrics' | 'balances', path: string): Reason[] =>
    Object.keys({ ...was[section], ...is[section] }).flatMap((id) => {
      const [from, to] = [was[section][id] ?? null, is[section][id] ?? null]
      if (from === to) return []
      const children = entries
        .filter(({ currency }) => section === 'balances' && currency === id)
        .map((entry) => entryReason(after.program, entry))
      return [
        reason(
          'preview.figure.changed',
          'applied',
          { figure: id, was: from, is: to },
          { path: [path, id], actual: to, ...(children.length === 0 ? {} : { children }) },
        ),
      ]
    })
  return [...changed('metrics', 'measures'), ...changed('balances', 'currencies')]
}

function pointsOf(before: Account, after: Account): Record<string, PointsMoved> {
  const points: Record<string, PointsMoved> = {}
  for (const id of Object.keys(after.program.currencies)) {
    const was = before.run.books.purses[id] ?? EMPTY_PURSE
    const is = after.run.books.purses[id] ?? EMPTY_PURSE
    const moved = (part: 'earned' | 'spent' | 'expired' | 'reversed'): number => is[part] - was[part]
    points[id] = {
      earned: moved('earned'),
      balance: balanceOf(is),
      ...some('pending', pendingOf(is)),
      ...some('spent', moved('spent')),
      ...some('expired', moved('expired')),
      ...some('reversed', moved('reversed')),
    }
  }
  return points
}

function some(name: string, units: number): Partial<Record<string, number>> {
  return units === 0 ? {} : { [name]: units }
}
