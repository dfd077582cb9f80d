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
    if (enter !== undefined) findings.push(...parts(enter, ['tiers', rank, 'enter']))
    if (keep !== undefined) findings.push(...parts(keep, ['tiers', rank, 'keep']))
    const path = ['tiers', rank]
    if (enter !== undefined && !canHold(enter))
      findings.push(reason('tiers.tier.contradictory', 'warning', { tier: id }, { path: [...path, 'enter'] }))
    else if (enter !== undefined && !canHold(chosen(ladder, 0, rank, false)))
      findings.push(reason('tiers.tier.shadowed', 'warning', { tier: id }, { path: [...path, 'enter'] }))
    else if (!reached.has(rank)) findings.push(reason('tiers.tier.unreachable', 'warning', { tier: id }, { path }))
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

/** A condition that never holds has a finding of its own as a tier. */
function parts(condition: Condition, path: (string | number)[]): Reason[] {
  return lintCondition(condition, path).filter((finding) => finding.path?.length !== path.length)
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
        if (rank > held && enter !== undefined && eligible(ladder, held, rank) && canHold(chosen(ladder, held, rank, true)))
          reached.add(rank)
      })
      if (held > 0 && review?.else?.to === 'oneDown' && canFall(ladder, held)) reached.add(held - 1)
    }
  }
  return reached
}

function canFall({ tiers, grant }: LadderDefinition, held: number): boolean {
  const { enter, keep } = tiers[held]
  const ways = [enter, keep].filter((way) => way !== undefined)
  return grant?.until !== 'never' && canHold({ all: [...ways.map((way): Condition => ({ not: way })), ALWAYS] })
}

/** The condition of a rank, and of none above it that could be entered instead. */
function chosen(ladder: LadderDefinition, held: number, rank: number, requiring: boolean): Condition {
  return { all: [ladder.tiers[rank].enter ?? ALWAYS, ...noneAbove(ladder, held, rank, requiring)] }
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
