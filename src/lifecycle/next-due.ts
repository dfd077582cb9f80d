import { UsageError } from '../core/errors.js'
import type { Reason } from '../core/reason.js'
import { formatDate } from '../core/time/civil.js'
import type { LifecycleDefinition } from './definition.js'
import { machineForm, type StageForm } from './machine.js'
import { effectsOf, type LifecycleEffect, moveReason } from './outcome.js'
import { foreignState } from './own.js'
import { load, type Move, newRun, type Run, settle } from './run.js'
import type { LifecycleState } from './state.js'

export interface NextDue {
  /** The local day at whose beginning the customer moves; `advanceLifecycle(…, { asOf: on })` is there. */
  readonly on: string
  readonly from: string
  readonly to: string
  readonly reason: Reason
  readonly effects: readonly LifecycleEffect[]
}

/**
 * When time alone will next move this customer, if nothing else happens, where to and why; null when it will not.
 * @throws UsageError `tierwise.lifecycle.other-definition`
 */
export function nextDue(definition: LifecycleDefinition, state: LifecycleState): NextDue | null {
  const machine = machineForm(definition)
  const foreign = foreignState(machine, state)
  if (foreign !== undefined) throw new UsageError('tierwise.lifecycle.other-definition', foreign.params)
  const run = newRun(machine)
  load(run, state.now, machine.stages.get(state.now.stage) as StageForm)
  // Each question leaves its timer spent, so there are no more questions than timers.
  while (moveOf(run) === undefined && run.due < Number.POSITIVE_INFINITY) settle(run, run.due)
  const move = moveOf(run)
  if (move === undefined) return null
  return { on: formatDate(move.day), from: move.from.id, to: move.to.id, reason: moveReason(move), effects: effectsOf([move]) }
}

function moveOf({ moves }: Run): Move | undefined {
  return moves?.find(({ blocked }) => !blocked)
}
