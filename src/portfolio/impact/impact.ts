/** Before a rule is published: who would move, who would lose what, and what it would cost. Nobody loses a tier to find out. */

import { UsageError } from '../../core/errors.js'
import type { Table } from '../../core/table.js'
import type { ProgramDefinition } from '../../program/definition.js'
import type { LadderDefinition } from '../../tiers/ladder.js'
import { type LadderImpact, type LadderImpactOptions, ladderImpact } from './ladders.js'
import { type Impact, type ImpactFrom, type ImpactMember, type ImpactOptions, programImpact, type StoredMember } from './programs.js'

/**
 * Compares where everybody stands on one day under two definitions: two programs over whole histories or over stored accounts with what happened since,
 * or two ladders over a table of measures. The result's `answers` says which changes of rules it can speak about: a ladder's table and a stored
 * account cannot answer another measure, a history can.
 *
 * ```ts
 * const { losers, matrix, cost } = impact(club, next, members, { asOf: '2026-11-30' })
 * ```
 *
 * A page that only previews ladders imports `ladderImpact` or `thresholdImpact` and leaves the program engine out of its bundle.
 *
 * @throws UsageError `portfolio.impact.kinds` for a program beside a ladder, and those of `programImpact` and `ladderImpact`
 */
export function impact(before: LadderDefinition, after: LadderDefinition, measures: Table, options: LadderImpactOptions): LadderImpact
export function impact(
  before: ProgramDefinition,
  after: ProgramDefinition,
  members: Iterable<ImpactMember>,
  options: ImpactOptions & { readonly from?: undefined },
): Impact
export function impact(
  before: ProgramDefinition,
  after: ProgramDefinition,
  members: Iterable<ImpactMember | StoredMember>,
  options: ImpactOptions,
): ImpactFrom
export function impact(
  before: LadderDefinition | ProgramDefinition,
  after: LadderDefinition | ProgramDefinition,
  subjects: Table | Iterable<ImpactMember | StoredMember>,
  options: LadderImpactOptions | ImpactOptions,
): LadderImpact | Impact | ImpactFrom {
  // The overloads pair subjects and options with the definitions' kind.
  if (before.kind === 'ladder' && after.kind === 'ladder')
    return ladderImpact(before, after, subjects as Table, options as LadderImpactOptions)
  if (before.kind === 'program' && after.kind === 'program')
    return programImpact(before, after, subjects as Iterable<ImpactMember | StoredMember>, options as ImpactOptions)
  throw new UsageError('portfolio.impact.kinds', { before: before.kind, after: after.kind })
}
