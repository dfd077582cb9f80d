import { compareExact, type Exact, readExact } from '../core/decimal/exact.js'
import { type DefineOptions, define, safeDefine } from '../core/define.js'
import type { DefinitionError } from '../core/errors.js'
import { type Reason, reason } from '../core/reason.js'
import type { Result } from '../core/result.js'
import { isTimeZone } from '../core/time/zone.js'
import type { PlaybookDefinition } from './definition.js'
import { playbookSchema } from './schema.js'

const options: DefineOptions<PlaybookDefinition> = { kind: 'playbook', schema: playbookSchema, check }

/**
 * A frozen playbook from plain JSON.
 * @throws DefinitionError with every issue and its path
 */
export function definePlaybook(config: unknown): PlaybookDefinition {
  return define(options, config)
}

/** `definePlaybook` that returns its failure instead of throwing it. */
export function safeDefinePlaybook(config: unknown): Result<PlaybookDefinition, DefinitionError> {
  return safeDefine(options, config)
}

function check({ timeZone, actions, budget }: PlaybookDefinition): Reason[] {
  const issues: Reason[] = []
  if (!isTimeZone(timeZone)) issues.push(reason('playbook.zone.unknown', 'error', { timeZone }, { path: ['timeZone'] }))
  if (budget !== undefined && isNegative(budget.amount))
    issues.push(reason('playbook.amount.negative', 'error', { amount: String(budget.amount) }, { path: ['budget', 'amount'] }))
  actions.forEach(({ id, cost = 0 }, i) => {
    if (actions.findIndex((other) => other.id === id) < i)
      issues.push(reason('playbook.action.duplicate', 'error', { action: id }, { path: ['actions', i, 'id'] }))
    if (isNegative(cost))
      issues.push(reason('playbook.amount.negative', 'error', { amount: String(cost) }, { path: ['actions', i, 'cost'] }))
  })
  return issues
}

function isNegative(amount: string | number): boolean {
  return compareExact(readExact(amount) as Exact, 0) < 0
}
