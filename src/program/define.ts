import { type DefineOptions, define, safeDefine } from '../core/define.js'
import type { DefinitionError } from '../core/errors.js'
import type { Result } from '../core/result.js'
import { checkProgram } from './check.js'
import type { ProgramDefinition } from './definition.js'
import { programSchema } from './schema.js'

const options: DefineOptions<ProgramDefinition> = { kind: 'program', schema: programSchema, check: checkProgram }

/**
 * A frozen program from plain JSON.
 * @throws DefinitionError with every issue: forms, unknown names, names used twice, conversions that lead back to themselves
 */
export function defineProgram(config: unknown): ProgramDefinition {
  return define(options, config)
}

export function safeDefineProgram(config: unknown): Result<ProgramDefinition, DefinitionError> {
  return safeDefine(options, config)
}
