import { type Reason, reason } from '../core/reason.js'
import type { Machine } from './machine.js'
import type { LifecycleState } from './state.js'

/** Why a stored state cannot be read by this definition: another one made it, or it names a stage that is not there. */
export function foreignState(machine: Machine, state: LifecycleState): Reason | undefined {
  const { identity } = machine
  const { definition, now } = state
  if (isForeign(machine, state)) {
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

/** States that this process made share the machine's identity; stored ones are told by the hash. */
export function isForeign({ identity }: Machine, { definition }: LifecycleState): boolean {
  return definition !== identity && definition.hash !== identity.hash
}
