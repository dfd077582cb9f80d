/** Facts in order, from a base on: the slow and sure way that every other way must agree with. */

import type { FactLike } from '../core/language/fact-scope.js'
import type { Day } from '../core/time/civil.js'
import { dayAt } from '../core/time/zone.js'
import type { StageForm } from './machine.js'
import { apply, load, type Move, type Run, settle, snapshotOf } from './run.js'
import type { LifecycleSnapshot, LifecycleState } from './state.js'

export interface History {
  readonly state: LifecycleState
  /** Every move since the base. */
  readonly moves: readonly Move[] | undefined
}

/**
 * The state after `facts` (in order, all known to the definition), as of an instant at or after the last.
 * The base moves on to the eve of the first fact that is still within the lateness.
 */
export function playHistory(run: Run, state: LifecycleState, facts: readonly FactLike[], asOf: number): History {
  const { machine } = run
  const last = facts.length === 0 ? undefined : dayAt(machine.zone, facts[facts.length - 1].at)
  const cutoff = last === undefined ? Number.NEGATIVE_INFINITY : machine.reading.earliest(last)
  const { base, rest } = rebase(run, state.base, facts, cutoff)
  for (const fact of rest) step(run, fact, dayAt(machine.zone, fact.at))
  const day = dayAt(machine.zone, asOf)
  settle(run, day)
  return { state: made(run, state, base, snapshotOf(run, base), rest, asOf, day), moves: run.moves }
}

/** Folds the facts before a local day into the base and lets time pass up to its eve. The run is left there. */
export function rebase(
  run: Run,
  before: LifecycleSnapshot,
  facts: readonly FactLike[],
  cutoff: Day,
): { readonly base: LifecycleSnapshot; readonly rest: readonly FactLike[] } {
  const { machine } = run
  load(run, before, machine.stages.get(before.stage) as StageForm)
  let i = 0
  for (; i < facts.length; i++) {
    const day = dayAt(machine.zone, facts[i].at)
    if (day >= cutoff) break
    step(run, facts[i], day)
  }
  settle(run, cutoff - 1)
  return { base: snapshotOf(run, before), rest: i === 0 ? facts : facts.slice(i) }
}

function step(run: Run, fact: FactLike, day: Day): void {
  const form = run.machine.events.get(fact.type)
  if (form === undefined) return
  settle(run, day)
  apply(run, form, fact, day)
}

export function made(
  run: Run,
  { account }: LifecycleState,
  base: LifecycleSnapshot,
  now: LifecycleSnapshot,
  recent: readonly FactLike[],
  asOf: number,
  day: Day,
): LifecycleState {
  return { format: 1, definition: run.machine.identity, account, asOf, day, stage: now.stage, now, base, recent }
}
