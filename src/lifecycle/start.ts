import type { LifecycleDefinition } from './definition.js'
import { machineForm } from './machine.js'
import type { LifecycleState } from './state.js'

/** An account nothing is known of yet: the initial stage, which begins with the first fact. */
export function startLifecycle(definition: LifecycleDefinition, account = ''): LifecycleState {
  const { identity, initial, empty } = machineForm(definition)
  return { format: 1, definition: identity, account, asOf: null, day: null, stage: initial.id, now: empty, base: empty, recent: [] }
}
