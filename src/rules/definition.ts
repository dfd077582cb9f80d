/** A rule: a named condition over a customer's measures. Programs, tiers, segments and playbooks use the same conditions inside their own definitions. */

import type { Condition } from '../core/language/condition.js'

export type { Bound, Comparison, Condition, Subject } from '../core/language/condition.js'
export type { CalendarPart, Value } from '../core/language/value.js'

export interface RuleDefinition {
  readonly kind: 'rule'
  readonly format: 1
  readonly id: string
  readonly when: Condition
}

/** What a rule reads: measures, attributes and flags of one customer, by name. A name that is absent meets nothing. Decimal strings stay exact. */
export type RuleRow = Readonly<Record<string, unknown>>
