/** What a ladder can never do. Measures are taken as any numbers, so a finding holds whatever the host computes. */

import type { Condition } from '../core/language/condition.js'
import { type Reason, reason } from '../core/reason.js'
import { canHold, implies, lintCondition } from '../rules/lint.js'
import type { LadderDefinition } from './ladder.js'

/**
 * Findings: `tiers.tier.contradictory` (its condition cannot hold), `tiers.tier.shadowed` (whoever meets it meets a higher tier too),
 * `tiers.tier.unreachable` (the tier it requires is never held), `tiers.tier.never-kept`, `tiers.keep.idle` (what keeps it also enters it),
 * and those of each condition by itself. A tier without a condition to enter is given by hand and counts as reachable.
 */
export function lintTiers(ladder: LadderDefinition): Reason[] {
  const { tiers } = ladder
  const findings: Reason[] = []
  const reached = reachable(ladder)
  tiers.forEach(({ id, enter, keep }, rank) => {
    if (rank === 0) return
    const path = ['tiers', rank]
    if (enter !== undefined)
      findings.push(...lintCondition(enter, [...path, 'enter']).filter(({ path: at }) => reached.has(rank) || at?.length !== 3))
    if (keep !== undefined) findings.push(...lintCondition(keep, [...path, 'keep']))
    if (!reached.has(rank)) {
      const code = enter !== undefined && !canHold(enter) ? 'contradictory' : isShadowed(ladder, rank) ? 'shadowed' : 'unreachable'
      findings.push(reason(`tiers.tier.${code}`, 'warning', { tier: id }, { path: code === 'unreachable' ? path : [...path, 'enter'] }))
    }
    const ways = [enter, keep].filter((way) => way !== undefined)
    if (reached.has(rank) && ladder.grant?.until !== 'never') {
      const stays: Condition[] = ways.length === 0 ? [] : [{ any: ways }]
      if (stays.length === 0 || !canHold({ all: [...stays, ...noneAbove(ladder, rank, rank, true)] }))
        findings.push(reason('tiers.tier.never-kept', 'warning', { tier: id }, { path }))
    }
    if (enter !== undefined && keep !== undefined && canHold(keep) && implies(keep, enter))
      findings.push(reason('tiers.keep.idle', 'warning', { tier: id }, { path: [...path, 'keep'] }))
  })
  return findings
}

/** Whoever meets it meets a higher tier that is open from everywhere. */
function isShadowed(ladder: LadderDefinition, rank: number): boolean {
  return !canHold({ all: [ladder.tiers[rank].enter ?? ALWAYS, ...noneAbove(ladder, 0, rank, false)] })
}

/** From the base upwards by conditions, by hand, for life, and down by one. */
function reachable(ladder: LadderDefinition): ReadonlySet<number> {
  const { tiers, lifetime = [], review } = ladder
  const reached = new Set([0])
  tiers.forEach(({ enter }, rank) => {
    if (rank > 0 && enter === undefined) reached.add(rank)
  })
  for (const { tier, when } of lifetime) if (canHold(when)) reached.add(tiers.findIndex(({ id }) => id === tier))
  for (let before = 0; before !== reached.size; ) {
    before = reached.size
    for (const held of reached) {
      tiers.forEach(({ enter }, rank) => {
        if (enter === undefined || rank === 0) return
        const open: Condition[] = [enter, ...noneAbove(ladder, held, Math.max(rank, held), true)]
        if (rank > held) {
          if (eligible(ladder, held, rank) && canHold({ all: [enter, ...noneAbove(ladder, held, rank, true)] })) reached.add(rank)
        } else if (rank < held && (review?.else?.to ?? 'earned') === 'earned') {
          const between = tiers
            .slice(rank + 1, held)
            .flatMap((tier): Condition[] => (tier.enter === undefined ? [] : [{ not: tier.enter }]))
          if (canFall(ladder, held, [...open, ...between])) reached.add(rank)
        }
      })
      if (held > 0 && review?.else?.to === 'oneDown' && canFall(ladder, held, noneAbove(ladder, held, held, true))) reached.add(held - 1)
    }
  }
  return reached
}

/** Nothing keeps the tier, while this holds. */
function canFall({ tiers, grant }: LadderDefinition, held: number, others: readonly Condition[]): boolean {
  const { enter, keep } = tiers[held]
  const ways = [enter, keep].flatMap((way): Condition[] => (way === undefined ? [] : [{ not: way }]))
  return grant?.until !== 'never' && canHold({ all: [ALWAYS, ...ways, ...others] })
}

/** @param requiring false: only the tiers that require nothing, which are open from everywhere below */
function noneAbove(ladder: LadderDefinition, held: number, rank: number, requiring: boolean): Condition[] {
  return ladder.tiers.flatMap(({ enter, requires }, above): Condition[] =>
    above > rank && enter !== undefined && (requiring ? eligible(ladder, held, above) : requires === undefined) ? [{ not: enter }] : [],
  )
}

function eligible({ tiers }: LadderDefinition, held: number, rank: number): boolean {
  const { requires } = tiers[rank]
  return requires === undefined || (requires === 'previous' ? rank - 1 : tiers.findIndex(({ id }) => id === requires)) === held
}

const ALWAYS: Condition = { not: { any: [] } }
