import { type DefineOptions, define, safeDefine } from '../core/define.js'
import type { DefinitionError } from '../core/errors.js'
import type { Result } from '../core/result.js'
import type { RuleDefinition } from './definition.js'
import { ruleSchema } from './schema.js'

const options: DefineOptions<RuleDefinition> = { kind: 'rule', schema: ruleSchema }

/**
 * A frozen rule from plain JSON.
 * @throws DefinitionError with every issue
 */
export function defineRule(config: unknown): RuleDefinition {
  return define(options, config)
}

/** `defineRule` that returns its failure instead of throwing it. */
export function safeDefineRule(config: unknown): Result<RuleDefinition, DefinitionError> {
  return safeDefine(options, config)
}
