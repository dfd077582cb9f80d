import { adopt } from '../core/adopt.js'
import { compileProgram } from './compile.js'
import type { ProgramDefinition } from './definition.js'
import { attachProgram } from './form.js'

/**
 * A stored program that was validated when it was saved becomes a frozen definition, without zod.
 * @param hash the hash it was stored under; a difference throws
 * @throws UsageError
 */
export function adoptProgram(json: unknown, hash?: string): ProgramDefinition {
  return attachProgram(adopt<ProgramDefinition>('program', 1, json, hash), compileProgram)
}
