import { adopt } from '../core/adopt.js'
import { readyLifecycle } from './compile.js'
import type { LifecycleDefinition } from './definition.js'

/**
 * A stored lifecycle that was validated when it was saved becomes a frozen definition, without zod.
 * @param hash the hash it was stored under; a difference throws
 * @throws UsageError `tierwise.adopt.not-plain`, `tierwise.adopt.kind`, `tierwise.adopt.hash`
 */
export function adoptLifecycle(json: unknown, hash?: string): LifecycleDefinition {
  return readyLifecycle(adopt<LifecycleDefinition>('lifecycle', 1, json, hash))
}
