import { type DefineOptions, define, safeDefine } from '../core/define.js'
import type { DefinitionError } from '../core/errors.js'
import { type Reason, reason } from '../core/reason.js'
import type { Result } from '../core/result.js'
import { checkLifecycle } from '../lifecycle/define.js'
import { checkProgram } from './check.js'
import { readyProgram } from './compile.js'
import type { ProgramDefinition } from './definition.js'
import { programSchema } from './schema.js'

const options: DefineOptions<ProgramDefinition> = { kind: 'program', schema: programSchema, check, complete: nameEarnRules }

/** An earn rule without an id is named by its place: `earn-1`, `earn-2`, … */
function nameEarnRules(plain: unknown): void {
  const rules = plain !== null && typeof plain === 'object' && 'earn' in plain && Array.isArray(plain.earn) ? plain.earn : []
  rules.forEach((rule: unknown, i) => {
    if (rule !== null && typeof rule === 'object' && !('id' in rule)) Object.assign(rule, { id: `earn-${i + 1}` })
  })
}

function check(definition: ProgramDefinition): Reason[] {
  return [...checkProgram(definition), ...checkStages(definition)]
}

/** A lifecycle lives in the program's days and money. */
function checkStages({ lifecycle, timeZone, currency }: ProgramDefinition): Reason[] {
  if (lifecycle === undefined) return []
  const issues = checkLifecycle(lifecycle).map((issue) => ({ ...issue, path: ['lifecycle', ...(issue.path ?? [])] }))
  for (const [key, own] of [
    ['timeZone', timeZone],
    ['currency', currency],
  ] as const) {
    if (lifecycle[key] !== own)
      issues.push(
        reason('program.lifecycle.differs', 'error', { key, own, lifecycle: lifecycle[key] }, { path: ['lifecycle', key] }) as Reason & {
          path: string[]
        },
      )
  }
  return issues
}

/**
 * A frozen program from plain JSON.
 * @throws DefinitionError with every issue: forms, unknown names, names used twice, conversions that lead back to themselves
 */
export function defineProgram(config: unknown): ProgramDefinition {
  return readyProgram(define(options, config))
}

/** `defineProgram` that returns its failure instead of throwing it. */
export function safeDefineProgram(config: unknown): Result<ProgramDefinition, DefinitionError> {
  const result = safeDefine(options, config)
  if (result.success) readyProgram(result.data)
  return result
}
