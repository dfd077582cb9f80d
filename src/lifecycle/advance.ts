import { reason } from '../core/reason.js'
import { type AsOf, instantOf, momentOf } from '../core/time/as-of.js'
import type { Day } from '../core/time/civil.js'
import { formatInstant, type Instant } from '../core/time/instant.js'
import { dayAt } from '../core/time/zone.js'
import { type Machine, machineForm, type StageForm } from './compile.js'
import type { LifecycleDefinition } from './definition.js'
import { made } from './history.js'
import { type LifecycleStep, stepOf, unchanged } from './outcome.js'
import { foreignState } from './own.js'
import { load, settle, snapshotOf } from './run.js'
import type { LifecycleState } from './state.js'

/** `asOf` a date (to its end) or an instant (what is before it), or `at` a moment that has been reached. */
export type LifecycleUntil = { readonly asOf: AsOf } | { readonly at: AsOf }

/**
 * Lets time pass: every timer due by then fires on its own day. Asking once a year gives the same as asking daily; nothing is ever scheduled.
 * A moment before the state's own is refused; the state is then unchanged.
 * @throws UsageError `tierwise.lifecycle.too-many-moves` past 100,000 moves: a stage that re-enters itself daily, asked for after centuries
 */
export function advanceLifecycle(definition: LifecycleDefinition, state: LifecycleState, until: LifecycleUntil): LifecycleStep {
  const machine = machineForm(definition)
  const foreign = foreignState(machine, state)
  if (foreign !== undefined) return unchanged(state, 'refused', null, {}, { reason: foreign })
  const { at, day } = momentReached(machine, until)
  if (state.asOf !== null && at < state.asOf)
    return unchanged(
      state,
      'refused',
      null,
      {},
      { reason: reason('lifecycle.as-of.earlier', 'refused', { asked: formatInstant(at), asOf: formatInstant(state.asOf) }) },
    )
  const { run } = machine
  load(run, state.now, machine.stages.get(state.now.stage) as StageForm)
  settle(run, day)
  return stepOf(made(run, state, state.base, snapshotOf(run, state.now), state.recent, at, day), run.moves, NONE)
}

const NONE: readonly never[] = Object.freeze([])

/** The last instant that has happened, and its local day. */
export function momentReached({ zone }: Machine, until: LifecycleUntil): { readonly at: Instant; readonly day: Day } {
  if ('at' in until) {
    const at = instantOf(until.at)
    return { at, day: dayAt(zone, at) }
  }
  const { before, day } = momentOf(until.asOf, zone)
  return { at: before - 1, day }
}
