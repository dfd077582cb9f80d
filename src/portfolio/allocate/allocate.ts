/** 资源优化配置: who gets the visit, the gift, the account manager, when there is not enough for all. */

import { UsageError } from '../../core/errors.js'
import { type Reason, reason } from '../../core/reason.js'
import { bestPlan } from './exact.js'
import { type Bound, greedyPlan, relaxedBound } from './relaxation.js'

/** One thing that could be done for a subject. */
export interface AllocationOption {
  readonly id: string
  /** What it takes of the budget: minor units, hours, seats. Integer ≥ 0. */
  readonly cost: number
  /** What it is expected to bring, in any one unit. Finite. */
  readonly value: number
}

/** A customer or a tier: gets at most one of its options. Levels of the same thing (one visit, two visits) are options too. */
export interface AllocationSubject {
  readonly id: string
  /** Tier, region, …: what floors and caps are stated for. */
  readonly group?: string
  readonly options: readonly AllocationOption[]
}

export interface AllocateOptions {
  /** What there is, in the unit of `cost`. Integer ≥ 0. */
  readonly budget: number
  /** At least this much is spent on the group, whatever it brings: fairness. */
  readonly floors?: Readonly<Record<string, number>>
  /** At most this much is spent on the group. */
  readonly caps?: Readonly<Record<string, number>>
  /** Above this many steps of exact search the plan is greedy, with a bound on what it misses. Default 20 million, well under a second. */
  readonly exactSteps?: number
}

export interface AllocationGroup {
  readonly group: string
  readonly subjects: number
  readonly chosen: number
  readonly spent: number
  readonly value: number
}

export interface Allocation {
  readonly kind: 'allocation'
  readonly format: 1
  /** One entry per subject that gets something, in the order of the subjects. */
  readonly chosen: readonly { readonly id: string; readonly option: string; readonly cost: number; readonly value: number }[]
  readonly spent: number
  readonly value: number
  /** True where no plan brings more; otherwise `bound` says how much more there could be at most. */
  readonly exact: boolean
  /** No plan brings more than this (the linear relaxation). */
  readonly bound: number
  /** What one more unit of budget would bring, by the relaxation; 0 where budget is left over. */
  readonly shadowPrice: number
  readonly groups: readonly AllocationGroup[]
  readonly reasons: readonly Reason[]
}

/**
 * The plan that brings most within the budget, one option a subject at most, floors and caps kept.
 *
 * Small problems are solved exactly (dynamic programming over the budget); large ones greedily by marginal value per cost, with a bound.
 * Ties go to the subject and option that come first. A floor that a group's options cannot reach is a coded reason, and the group gets as much as it can take.
 *
 * ```ts
 * allocate(customers.map((c) => ({ id: c.id, group: c.tier, options: [{ id: 'manager', cost: 1, value: c.valueAtRisk }] })), { budget: 40 })
 * ```
 *
 * @throws UsageError `portfolio.allocation.invalid` for a budget, cost, floor or cap that is no integer ≥ 0, a value that is not finite, an id or option id used twice, a floor above its cap, floors above the budget
 * @source H. Kellerer, U. Pferschy & D. Pisinger (2004), Knapsack Problems, ch. 11 (multiple choice)
 */
export function allocate(subjects: readonly AllocationSubject[], options: AllocateOptions): Allocation {
  const groups = groupsOf(subjects, options)
  const { budget, exactSteps = 20_000_000 } = options
  const relaxed = relaxedBound(groups, budget)
  const plan = bestPlan(groups, budget, exactSteps)
  const picks = plan ?? greedyPlan(groups, budget)
  const chosen: (Allocation['chosen'][number] & { readonly index: number })[] = []
  const told: AllocationGroup[] = groups.map((group, g) => {
    const taken = group.subjects.flatMap((subject, k) => {
      const option = picks[g][k] < 0 ? undefined : subject.options[picks[g][k]]
      return option ? [{ id: subject.id, option: option.id, cost: option.cost, value: option.value, index: subject.index }] : []
    })
    chosen.push(...taken)
    return {
      group: group.name,
      subjects: group.subjects.length,
      chosen: taken.length,
      spent: total(taken.map(({ cost }) => cost)),
      value: total(taken.map(({ value }) => value)),
    }
  })
  chosen.sort((a, b) => a.index - b.index)
  const value = total(chosen.map((one) => one.value))
  const spent = total(chosen.map((one) => one.cost))
  return {
    kind: 'allocation',
    format: 1,
    chosen: chosen.map(({ index: _, ...one }) => one),
    spent,
    value,
    exact: plan !== undefined,
    bound: Math.max(relaxed.bound, value),
    shadowPrice: relaxed.shadowPrice,
    groups: told,
    reasons: reasonsOf(groups, told, { budget, spent, value, exact: plan !== undefined, relaxed }),
  }
}

/** Subjects of one group with what it must and may spend. */
export interface Group {
  readonly name: string
  readonly floor: number
  readonly cap: number
  readonly subjects: readonly (AllocationSubject & { readonly index: number })[]
}

function groupsOf(subjects: readonly AllocationSubject[], { budget, floors = {}, caps = {} }: AllocateOptions): Group[] {
  const invalid = (what: string, value: unknown): UsageError =>
    new UsageError('portfolio.allocation.invalid', { what, value: String(value) })
  const whole = (what: string, value: number): void => {
    if (!Number.isSafeInteger(value) || value < 0) throw invalid(what, value)
  }
  whole('budget', budget)
  const byName = new Map<string, (AllocationSubject & { index: number })[]>()
  const ids = new Set<string>()
  subjects.forEach((subject, index) => {
    if (ids.has(subject.id)) throw invalid('id', subject.id)
    ids.add(subject.id)
    const names = new Set<string>()
    for (const option of subject.options) {
      whole('cost', option.cost)
      if (!Number.isFinite(option.value)) throw invalid('value', option.value)
      if (names.has(option.id)) throw invalid('option', option.id)
      names.add(option.id)
    }
    // Without floors and caps it does not matter who belongs where, but the figures by group are still told.
    const name = subject.group ?? ''
    const list = byName.get(name)
    if (list) list.push({ ...subject, index })
    else byName.set(name, [{ ...subject, index }])
  })
  for (const name of [...Object.keys(floors), ...Object.keys(caps)]) if (!byName.has(name)) byName.set(name, [])
  let needed = 0
  const groups = [...byName].map(([name, members]) => {
    const floor = Object.hasOwn(floors, name) ? floors[name] : 0
    const cap = Object.hasOwn(caps, name) ? caps[name] : Number.MAX_SAFE_INTEGER
    whole('floor', floor)
    whole('cap', cap)
    if (floor > cap) throw invalid('floor above cap', name)
    needed += floor
    return { name, floor, cap, subjects: members }
  })
  if (needed > budget) throw invalid('floors above the budget', needed)
  return groups
}

function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0)
}

function reasonsOf(
  groups: readonly Group[],
  told: readonly AllocationGroup[],
  plan: { budget: number; spent: number; value: number; exact: boolean; relaxed: Bound },
): Reason[] {
  const { budget, spent, value, exact, relaxed } = plan
  const reasons: Reason[] = [
    exact
      ? reason('portfolio.allocation.best', 'info', { spent, budget, value })
      : reason('portfolio.allocation.near-best', 'info', { spent, budget, value, bound: Math.max(relaxed.bound, value) }),
  ]
  groups.forEach((group, g) => {
    if (told[g].spent < group.floor)
      reasons.push(
        reason('portfolio.allocation.floor-unreached', 'warning', { group: group.name, floor: group.floor, spent: told[g].spent }),
      )
  })
  if (relaxed.shadowPrice > 0) reasons.push(reason('portfolio.allocation.short', 'info', { shadowPrice: relaxed.shadowPrice }))
  return reasons
}
