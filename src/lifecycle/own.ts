import { type Reason, reason } from '../core/reason.js'
import type { Machine } from './machine.js'
import type { LifecycleSnapshot, LifecycleState } from './state.js'

/** Why a stored state cannot be read by this definition: another one made it, or it is no whole state of its stages. */
export function foreignState(machine: Machine, state: LifecycleState): Reason | undefined {
  const { identity, stages, empty } = machine
  // What a host kept may be anything.
  const { definition, now, base, recent } = (state ?? {}) as Partial<LifecycleState>
  const stage = String(now?.stage)
  if (definition?.hash !== identity.hash) {
    return reason('lifecycle.state.other-definition', 'refused', {
      id: identity.id,
      hash: identity.hash.slice(0, 12),
      stateId: String(definition?.id),
      stateHash: String(definition?.hash).slice(0, 12),
      stage,
    })
  }
  const isWhole = (snapshot: LifecycleSnapshot | undefined): boolean =>
    stages.has(String(snapshot?.stage)) && snapshot?.memory?.length === empty.memory.length
  return isWhole(now) && isWhole(base) && Array.isArray(recent) ? undefined : reason('lifecycle.state.unknown-stage', 'refused', { stage })
}

/** States that this process made share the machine's identity and are whole; stored ones are looked at. */
export function isForeign(machine: Machine, state: LifecycleState): boolean {
  return state.definition !== machine.identity && foreignState(machine, state) !== undefined
}
