/** Two programs played over what happened: over whole histories any rule may differ, over stored accounts those that hold from then on. */

import { addExact, compareExact, type Exact, exactText, multiplyExact, readExact, subtractExact } from '../../core/decimal/exact.js'
import { UsageError } from '../../core/errors.js'
import { type Reason, reason } from '../../core/reason.js'
import type { AsOf } from '../../core/time/as-of.js'
import { lastInstant, replayProgram } from '../../program/apply-event.js'
import type { ProgramDefinition } from '../../program/definition.js'
import type { ProgramEvent } from '../../program/event.js'
import { programForm } from '../../program/form.js'
import type { AccountState, Applied } from '../../program/journal.js'
import { readStanding, type Standing } from '../../program/standing.js'
import { costOfMoves, type ImpactMatrix, type ImpactMove, isLoss, PROGRAM_CHANGES, readWorths, STATE_CHANGES, tierMove } from './compare.js'
import { type Begun, eventsUntil, playFrom, storedRules } from './stored.js'

/** One account with all that happened to it. Any change of rules can be answered from events. */
export interface ImpactMember {
  readonly id: string
  readonly events: Iterable<ProgramEvent>
}

/** One account as it is stored, under the rules as they are, with what happened since. */
export interface StoredMember {
  readonly state: AccountState
  /** Since the state; what is in it already may come again. */
  readonly events: Iterable<ProgramEvent>
}

export interface ImpactOptions {
  readonly asOf: AsOf
  /**
   * From when on the new rules would hold; before it, everybody is played under those as they are. Absent: always have, for whole histories; from
   * each stored instant on, for stored accounts.
   */
  readonly from?: AsOf
  /** What a member of a tier costs the host per year, decimal text in major units: `{ gold: '120' }`. For the cost. */
  readonly benefitCost?: Readonly<Record<string, string>>
  /** What one unit of a currency is worth, decimal text in major units: `{ stars: '0.01' }`. For the liability. */
  readonly pointWorth?: Readonly<Record<string, string>>
}

export interface ImpactChange {
  readonly id: string
  readonly move: ImpactMove
  readonly from?: string
  readonly to?: string
  readonly validUntilBefore?: string | null
  readonly validUntilAfter?: string | null
  /** New balance − old, decimal text, for currencies that differ. */
  readonly points: Readonly<Record<string, string>>
  readonly reasons: readonly Reason[]
}

/** A member whose answer would be a guess, and why. */
export interface ImpactUnanswered {
  readonly id: string
  readonly reasons: readonly Reason[]
}

/** New rules that begin somewhere: from a day or a stored instant on. */
export type ImpactFrom = Impact<typeof STATE_CHANGES>

export interface Impact<Answers extends typeof PROGRAM_CHANGES | typeof STATE_CHANGES = typeof PROGRAM_CHANGES> {
  readonly kind: 'impact'
  readonly format: 1
  /** Which changes of rules this can answer. Where whole histories were played any rule may differ; who cannot be answered is in `unanswered`. */
  readonly answers: Answers
  readonly before: { readonly id: string; readonly tiers: readonly string[] }
  readonly after: { readonly id: string; readonly tiers: readonly string[] }
  /** Who was compared; those unanswered are not among them. */
  readonly members: number
  readonly unchanged: number
  /** `matrix[from][to]`: members by tier now and then; `''` is no tier. */
  readonly matrix: ImpactMatrix
  /** Whose tier falls or ends sooner, or who has fewer points; in the order of the members. */
  readonly losers: readonly ImpactChange[]
  /** Whose tier rises or ends later, or who has more points, and who loses nothing. */
  readonly winners: readonly ImpactChange[]
  /** Major units as decimal text. Absent parts of the options cost nothing here. */
  readonly cost: { readonly benefits: string; readonly liability: string }
  /** Events that one definition takes and the other refuses are a difference too: how many members have one. */
  readonly refusals: { readonly before: number; readonly after: number }
  /** In the order of the members. Nobody, where whole histories were played under rules that have always been so. */
  readonly unanswered: readonly ImpactUnanswered[]
}

/**
 * Plays every member's events under both definitions and compares where they stand on one day.
 *
 * Whole histories answer any change of rules: thresholds, windows, expiry, earning, grace. Stored accounts answer what would be if the new rules held
 * from the stored instant on: tiers run to the ends they were given with, measures go on from where they are. A change that rests on what happened
 * before (another measure, a longer window) leaves them in `unanswered`, with the place in the definition.
 *
 * ```ts
 * const { losers, matrix, cost } = programImpact(club, next, members, { asOf: '2026-11-30' })
 * ```
 *
 * @throws UsageError `portfolio.impact.worth` for a cost or worth that is no decimal, `portfolio.impact.member` for an id that comes twice,
 * `portfolio.impact.subjects` for whole histories beside stored accounts without a day on which the new rules begin
 */
export function programImpact(
  before: ProgramDefinition,
  after: ProgramDefinition,
  members: Iterable<ImpactMember>,
  options: ImpactOptions & { readonly from?: undefined },
): Impact
export function programImpact(
  before: ProgramDefinition,
  after: ProgramDefinition,
  members: Iterable<ImpactMember | StoredMember>,
  options: ImpactOptions,
): ImpactFrom
export function programImpact(
  before: ProgramDefinition,
  after: ProgramDefinition,
  members: Iterable<ImpactMember | StoredMember>,
  options: ImpactOptions,
): Impact | ImpactFrom {
  const oldTiers = (before.tiers ?? []).map(({ id }) => id)
  const newTiers = (after.tiers ?? []).map(({ id }) => id)
  const benefitCost = readWorths(options.benefitCost)
  const pointWorth = readWorths(options.pointWorth)
  const seen = new Set<string>()
  const matrix: Record<string, Record<string, number>> = {}
  const losers: ImpactChange[] = []
  const winners: ImpactChange[] = []
  const unanswered: ImpactUnanswered[] = []
  const refusals = { before: 0, after: 0 }
  const { asOf, from } = options
  let begun: Begun | undefined = from === undefined ? undefined : storedRules(before, after, options)
  let liability: Exact = 0
  let unchanged = 0
  for (const member of members) {
    const isStored = 'state' in member
    const id = isStored ? member.state.account : member.id
    if (seen.has(id)) throw new UsageError('portfolio.impact.member', { member: id })
    if (from === undefined && seen.size > 0 && isStored !== (begun !== undefined))
      throw new UsageError('portfolio.impact.subjects', { member: id })
    seen.add(id)
    if (isStored) begun ??= storedRules(before, after, options)
    const both =
      begun === undefined
        ? playBoth(before, after, id, member.events, asOf)
        : playFrom(begun, id, isStored ? member.state : undefined, member.events)
    if ('reasons' in both) {
      unanswered.push({ id, reasons: both.reasons })
      continue
    }
    const [old, next] = both.map(({ state }, i) => readStanding(i === 0 ? before : after, state))
    const [oldRefused, nextRefused] = both.map(({ outcomes }) => outcomes.some(({ outcome }) => outcome === 'refused'))
    if (oldRefused) refusals.before++
    if (nextRefused) refusals.after++
    matrix[old.tier ?? ''] ??= {}
    const row = matrix[old.tier ?? '']
    row[next.tier ?? ''] = (row[next.tier ?? ''] ?? 0) + 1
    const points = pointChanges(old, next)
    for (const [currency, change] of points) liability = addExact(liability, times(change, pointWorth.get(currency)))
    const move = moveOf(old, next, newTiers, oldTiers)
    if (move === 'same' && points.size === 0) {
      unchanged++
      continue
    }
    const change = changeOf(id, move, old, next, points)
    const loses = isLoss(move) || [...points.values()].some((value) => isNegative(value))
    ;(loses ? losers : winners).push(change)
  }
  return {
    kind: 'impact',
    format: 1,
    answers: begun === undefined ? PROGRAM_CHANGES : STATE_CHANGES,
    before: { id: before.id, tiers: oldTiers },
    after: { id: after.id, tiers: newTiers },
    members: seen.size - unanswered.length,
    unchanged,
    matrix,
    losers,
    winners,
    cost: { benefits: costOfMoves(matrix, benefitCost), liability: exactText(liability) },
    refusals,
    unanswered,
  } as Impact | ImpactFrom // `answers` is the one or the other
}

/** A whole history under both rules; what comes after the day asked for does not count. */
function playBoth(
  before: ProgramDefinition,
  after: ProgramDefinition,
  account: string,
  events: Iterable<ProgramEvent>,
  asOf: AsOf,
): readonly [Applied, Applied] {
  const [old, next] = [before, after].map((definition) => lastInstant(programForm(definition), { asOf }))
  const list = [...events]
  return [
    replayProgram(before, eventsUntil(list, old), { account, asOf }),
    replayProgram(after, eventsUntil(list, next), { account, asOf }),
  ]
}

function pointChanges(old: Standing, next: Standing): Map<string, Exact> {
  const changes = new Map<string, Exact>()
  for (const currency of new Set([...Object.keys(old.balances), ...Object.keys(next.balances)])) {
    const change = subtractExact(readExact(next.balances[currency] ?? '0') ?? 0, readExact(old.balances[currency] ?? '0') ?? 0)
    if (exactText(change) !== '0') changes.set(currency, change)
  }
  return changes
}

function moveOf(old: Standing, next: Standing, newTiers: readonly string[], oldTiers: readonly string[]): ImpactMove {
  const move = tierMove(old.tier, next.tier, newTiers, oldTiers)
  if (move !== 'same') return move
  const [was, is] = [old.tierValidUntil, next.tierValidUntil].map((until) => until ?? '9999-12-31') // null: no end
  return is < was ? 'sooner' : is > was ? 'later' : 'same'
}

function changeOf(id: string, move: ImpactMove, old: Standing, next: Standing, points: ReadonlyMap<string, Exact>): ImpactChange {
  const reasons: Reason[] = []
  const untilBefore = old.tierValidUntil ?? null
  const untilAfter = next.tierValidUntil ?? null
  if (move === 'sooner' || move === 'later') {
    reasons.push(reason(`portfolio.impact.${move}`, 'info', { member: id, tier: old.tier ?? null, before: untilBefore, after: untilAfter }))
  } else if (move !== 'same') {
    reasons.push(reason(`portfolio.impact.${move}`, 'info', { member: id, from: old.tier ?? null, to: next.tier ?? null }))
  }
  for (const [currency, change] of points) {
    reasons.push(
      reason('portfolio.impact.points', 'info', {
        member: id,
        currency,
        before: old.balances[currency] ?? '0',
        after: next.balances[currency] ?? '0',
        change: exactText(change),
      }),
    )
  }
  return {
    id,
    move,
    ...(old.tier === undefined ? {} : { from: old.tier }),
    ...(next.tier === undefined ? {} : { to: next.tier }),
    ...(old.tierValidUntil === undefined ? {} : { validUntilBefore: old.tierValidUntil }),
    ...(next.tierValidUntil === undefined ? {} : { validUntilAfter: next.tierValidUntil }),
    points: Object.fromEntries([...points].map(([currency, change]) => [currency, exactText(change)])),
    reasons,
  }
}

function times(change: Exact, worth: Exact | undefined): Exact {
  return worth === undefined ? 0 : multiplyExact(change, worth)
}

function isNegative(value: Exact): boolean {
  return compareExact(value, 0) < 0
}
