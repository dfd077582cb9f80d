import { type Reason, reason } from '../core/reason.js'
import type { Machine } from './compile.js'
import type { LifecycleState } from './state.js'

/** Why a stored state cannot be read by this definition: another one made it, or it names a stage that is not there. */
export function foreignState(machine: Machine, state: LifecycleState): Reason | undefined {
  const { identity } = machine
  const { definition, now } = state
  if (definition !== identity && definition.hash !== identity.hash) {
    return reason('lifecycle.state.other-definition', 'refused', {
      id: identity.id,
      hash: identity.hash.slice(0, 12),
      stateId: definition.id,
      stateHash: String(definition.hash).slice(0, 12),
      stage: now.stage,
    })
  }
  return machine.stages.has(now.stage) && now.memory.length === machine.empty.memory.length
    ? undefined
    : reason('lifecycle.state.unknown-stage', 'refused', { stage: now.stage })
}
