/** The lifecycle a program carries: the same facts move the account through its stages, in the same step. */

import { reason } from '../core/reason.js'
import { asGiven, type Instant } from '../core/time/instant.js'
import { advanceLifecycle } from '../lifecycle/advance.js'
import { readyLifecycle } from '../lifecycle/compile.js'
import type { LifecycleDefinition } from '../lifecycle/definition.js'
import type { LifecycleEvent } from '../lifecycle/event.js'
import { machineForm } from '../lifecycle/machine.js'
import type { LifecycleStep } from '../lifecycle/outcome.js'
import { replayLifecycle } from '../lifecycle/replay.js'
import { startLifecycle } from '../lifecycle/start.js'
import type { LifecycleState } from '../lifecycle/state.js'
import { transition } from '../lifecycle/transition.js'
import type { ProgramDefinition } from './definition.js'
import type { Applied } from './journal.js'
import type { ProgramFact } from './state.js'

/** How a program moves the lifecycle it carries. */
export interface Stage {
  /** Whether facts of this type mean something to it. */
  hears(type: string): boolean
  step(applied: Applied, fact: ProgramFact): Applied
  advance(applied: Applied, at: Instant): Applied
  replay(applied: Applied, from: LifecycleState | null, facts: readonly ProgramFact[], at: Instant): Applied
}

export function stageOf(definition: ProgramDefinition): Stage | undefined {
  const lifecycle = lifecycleOf(definition)
  if (lifecycle === undefined) return undefined
  const { events } = machineForm(lifecycle)
  return {
    hears: (type) => events.has(type),
    step: (applied, fact) => stepStage(lifecycle, applied, fact),
    advance: (applied, at) => stepStageTo(lifecycle, applied, at),
    replay: (applied, from, facts, at) => replayStage(lifecycle, applied, from, facts, at),
  }
}

/** The lifecycle of a program with the program's lateness, so that a fact is late for both or for none. */
function lifecycleOf({ lifecycle, lateness }: ProgramDefinition): LifecycleDefinition | undefined {
  if (lifecycle === undefined) return undefined
  const isLate = lifecycle.lateness === undefined && lateness !== undefined && lateness.n !== 0
  return readyLifecycle(isLate ? { ...lifecycle, lateness } : lifecycle)
}

/** What the program did with a fact, and where the lifecycle moved. Only what the program applied moves a lifecycle. */
function stepStage(lifecycle: LifecycleDefinition, applied: Applied, fact: ProgramFact): Applied {
  const { state, outcomes } = applied
  if (outcomes[0]?.outcome !== 'applied') return applied
  const before = state.lifecycle ?? startLifecycle(lifecycle, state.account)
  const stepped = transition(lifecycle, before, eventOf(fact))
  const [outcome] = stepped.outcomes
  if (outcome?.outcome === 'unknown') return stepStageTo(lifecycle, { ...applied, state: { ...state, lifecycle: before } }, fact.at)
  const missed = outcome?.outcome === 'needs-history' ? [reason('program.stage.needs-history', 'info', { fact: fact.id })] : []
  return joined(applied, stepped, missed)
}

/** Lets the lifecycle's time pass with the program's. */
function stepStageTo(lifecycle: LifecycleDefinition, applied: Applied, at: Instant): Applied {
  const before = applied.state.lifecycle
  if (before === null || before.asOf === null || at <= before.asOf) return applied
  return joined(applied, advanceLifecycle(lifecycle, before, { at: asGiven(at) }), [])
}

/** The lifecycle of the facts a replay applied. */
function replayStage(
  lifecycle: LifecycleDefinition,
  applied: Applied,
  from: LifecycleState | null,
  facts: readonly ProgramFact[],
  at: Instant,
): Applied {
  const options = { ...(from === null ? {} : { from }), account: applied.state.account, at: asGiven(at) }
  return joined(applied, replayLifecycle(lifecycle, facts.map(eventOf), options), [])
}

/** A fact is an event, only an interface cannot say that other keys would be fine; a time that could be seconds is given as text. */
function eventOf(fact: ProgramFact): LifecycleEvent {
  const at = asGiven(fact.at)
  return at === fact.at ? (fact as ProgramFact & LifecycleEvent) : { ...fact, at }
}

function joined(applied: Applied, { state, effects, reasons }: LifecycleStep, more: Applied['reasons']): Applied {
  return {
    state: { ...applied.state, lifecycle: state },
    entries: applied.entries,
    effects: effects.length === 0 ? applied.effects : [...applied.effects, ...effects],
    outcomes: applied.outcomes,
    reasons: reasons.length === 0 && more.length === 0 ? applied.reasons : [...applied.reasons, ...reasons, ...more],
  }
}
