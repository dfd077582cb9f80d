import { adopt } from '../core/adopt.js'
import type { PlaybookDefinition } from './definition.js'

/**
 * A stored playbook that was validated when it was saved, without zod.
 * @throws UsageError `tierwise.adopt.not-plain`, `tierwise.adopt.kind`, `tierwise.adopt.hash`
 */
export function adoptPlaybook(json: unknown, hash?: string): PlaybookDefinition {
  return adopt<PlaybookDefinition>('playbook', 1, json, hash)
}
