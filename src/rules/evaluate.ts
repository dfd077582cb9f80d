import { compiledForm } from '../core/compiled.js'
import { compileCondition } from '../core/language/compile-condition.js'
import type { Reason } from '../core/reason.js'
import type { RuleDefinition, RuleRow } from './definition.js'
import { rowScope } from './row-scope.js'
import { traceCondition } from './trace.js'

const compiled = compiledForm('rule', (rule: RuleDefinition) => compileCondition(rule.when, rowScope))

/** Whether the row meets the rule. Absent names meet nothing. */
export function evaluateRule(rule: RuleDefinition, row: RuleRow): boolean {
  return compiled(rule)(row)
}

/** The proof: every condition with actual, required, missing and outcome. */
export function explainRule(rule: RuleDefinition, row: RuleRow): Reason {
  return traceCondition(rule.when, rowScope, row)
}
