import { adopt } from '../core/adopt.js'
import { readyLadder } from './compile.js'
import type { LadderDefinition } from './ladder.js'

/**
 * A stored ladder that was validated when it was saved becomes a frozen definition, without zod.
 * @param hash the hash it was stored under; a difference throws
 * @throws UsageError
 */
export function adoptTiers(json: unknown, hash?: string): LadderDefinition {
  return readyLadder(adopt<LadderDefinition>('ladder', 1, json, hash))
}
