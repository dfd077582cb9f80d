import { reason } from '../core/reason.js'
import type { LifecycleDefinition } from './definition.js'
import { made } from './history.js'
import { machineForm, type StageForm } from './machine.js'
import { type LifecycleStep, stepOf, unchanged } from './outcome.js'
import { foreignState } from './own.js'
import type { LifecycleUntil } from './reading.js'
import { load, settle, snapshotOf } from './run.js'
import type { LifecycleState } from './state.js'

/**
 * Lets time pass: every timer due by then fires on its own day. Asking once a year gives the same as asking daily; nothing is ever scheduled.
 * A moment before the state's own is refused; the state is then unchanged.
 * @throws UsageError `tierwise.lifecycle.too-many-moves` past 100,000 moves: a stage that re-enters itself daily, asked for after centuries
 */
export function advanceLifecycle(definition: LifecycleDefinition, state: LifecycleState, until: LifecycleUntil): LifecycleStep {
  const machine = machineForm(definition)
  const { reading } = machine
  const foreign = foreignState(machine, state)
  if (foreign !== undefined) return unchanged(state, 'refused', null, {}, { reason: foreign })
  const { at, day } = reading.moment(until)
  if (state.asOf !== null && at < state.asOf)
    return unchanged(
      state,
      'refused',
      null,
      {},
      { reason: reason('lifecycle.as-of.earlier', 'refused', { asked: reading.instantText(at), asOf: reading.instantText(state.asOf) }) },
    )
  const { run } = machine
  load(run, state.now, machine.stages.get(state.now.stage) as StageForm)
  settle(run, day)
  return stepOf(made(run, state, state.base, snapshotOf(run, state.now), state.recent, at, day), run.moves, NONE)
}

const NONE: readonly never[] = Object.freeze([])
