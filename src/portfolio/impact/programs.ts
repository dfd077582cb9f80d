/** Two programs played over whole histories: any rule may differ. */

import { addExact, compareExact, type Exact, exactText, multiplyExact, readExact, subtractExact } from '../../core/decimal/exact.js'
import { UsageError } from '../../core/errors.js'
import { type Reason, reason } from '../../core/reason.js'
import type { AsOf } from '../../core/time/as-of.js'
import { replayProgram } from '../../program/apply-event.js'
import type { ProgramDefinition } from '../../program/definition.js'
import type { ProgramEvent } from '../../program/event.js'
import { readStanding, type Standing } from '../../program/standing.js'
import { costOfMoves, type ImpactMatrix, type ImpactMove, isLoss, PROGRAM_CHANGES, readWorths, tierMove } from './compare.js'

/** One account with all that happened to it. Any change of rules can be answered from events. */
export interface ImpactMember {
  readonly id: string
  readonly events: Iterable<ProgramEvent>
}

export interface ImpactOptions {
  readonly asOf: AsOf
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

export interface Impact {
  readonly kind: 'impact'
  readonly format: 1
  /** Which changes of rules this can answer. Whole histories were played, so any rule may differ. */
  readonly answers: typeof PROGRAM_CHANGES
  readonly before: { readonly id: string; readonly tiers: readonly string[] }
  readonly after: { readonly id: string; readonly tiers: readonly string[] }
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
}

/**
 * Plays every member's events under both definitions and compares where they stand on one day.
 *
 * Because whole histories are played, any change of rules can be compared: thresholds, windows, expiry, earning, grace. An account that only a
 * snapshot is kept of cannot be: what it would have earned under other rules is not in it.
 *
 * ```ts
 * const { losers, matrix, cost } = programImpact(club, next, members, { asOf: '2026-11-30' })
 * ```
 *
 * @throws UsageError `portfolio.impact.worth` for a cost or worth that is no decimal, `portfolio.impact.member` for an id that comes twice
 */
export function programImpact(
  before: ProgramDefinition,
  after: ProgramDefinition,
  members: Iterable<ImpactMember>,
  options: ImpactOptions,
): Impact {
  const oldTiers = (before.tiers ?? []).map(({ id }) => id)
  const newTiers = (after.tiers ?? []).map(({ id }) => id)
  const benefitCost = readWorths(options.benefitCost)
  const pointWorth = readWorths(options.pointWorth)
  const seen = new Set<string>()
  const matrix: Record<string, Record<string, number>> = {}
  const losers: ImpactChange[] = []
  const winners: ImpactChange[] = []
  const refusals = { before: 0, after: 0 }
  let liability: Exact = 0
  let unchanged = 0
  for (const { id, events } of members) {
    if (seen.has(id)) throw new UsageError('portfolio.impact.member', { member: id })
    seen.add(id)
    const list = [...events]
    const [old, next] = [before, after].map((definition) => {
      const played = replayProgram(definition, list, { account: id, asOf: options.asOf })
      return { standing: readStanding(definition, played.state), refused: played.outcomes.some(({ outcome }) => outcome === 'refused') }
    })
    if (old.refused) refusals.before++
    if (next.refused) refusals.after++
    matrix[old.standing.tier ?? ''] ??= {}
    const row = matrix[old.standing.tier ?? '']
    row[next.standing.tier ?? ''] = (row[next.standing.tier ?? ''] ?? 0) + 1
    const points = pointChanges(old.standing, next.standing)
    for (const [currency, change] of points) liability = addExact(liability, times(change, pointWorth.get(currency)))
    const move = moveOf(old.standing, next.standing, newTiers, oldTiers)
    if (move === 'same' && points.size === 0) {
      unchanged++
      continue
    }
    const change = changeOf(id, move, old.standing, next.standing, points)
    const loses = isLoss(move) || [...points.values()].some((value) => isNegative(value))
    ;(loses ? losers : winners).push(change)
  }
  return {
    kind: 'impact',
    format: 1,
    answers: PROGRAM_CHANGES,
    before: { id: before.id, tiers: oldTiers },
    after: { id: after.id, tiers: newTiers },
    members: seen.size,
    unchanged,
    matrix,
    losers,
    winners,
    cost: { benefits: costOfMoves(matrix, benefitCost), liability: exactText(liability) },
    refusals,
  }
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
