import { adopt } from '../core/adopt.js'
import { readyProgram } from './compile.js'
import type { ProgramDefinition } from './definition.js'

/**
 * A stored program that was validated when it was saved becomes a frozen definition, without zod.
 * @param hash the hash it was stored under; a difference throws
 * @throws UsageError
 */
export function adoptProgram(json: unknown, hash?: string): ProgramDefinition {
  return readyProgram(adopt<ProgramDefinition>('program', 1, json, hash))
}
