/** What values cost: a definition of forty lines can ask for a million million steps by naming each value twice in the next. */

import { type Reason, reason } from '../core/reason.js'
import type { ProgramDefinition } from './definition.js'

/** Steps that one value may take, names followed. The largest value of a real program takes a few dozen. */
const STEPS_MAX = 50_000

/** Values that are too long, and tiers whose conditions ask for the tier that they themselves decide. */
export function checkValues(definition: ProgramDefinition): Reason[] {
  const issues: Reason[] = []
  const steps = new Map<string, number>()
  const asking = new Set<string>()
  const stepsOf = (node: unknown): number => {
    if (typeof node === 'string') return steps.get(node) ?? 1
    if (node === null || typeof node !== 'object') return 1
    return Object.values(node).reduce((sum: number, inner) => sum + stepsOf(inner), 1)
  }
  const asks = (node: unknown): boolean => {
    if (typeof node === 'string') return asking.has(node)
    if (node === null || typeof node !== 'object') return false
    return 'byEarned' in node || Object.values(node).some(asks)
  }
  for (const [name, value] of Object.entries(definition.values ?? {})) {
    const count = stepsOf(value)
    if (count > STEPS_MAX)
      issues.push(reason('program.value.too-long', 'error', { steps: count, limit: STEPS_MAX }, { path: ['values', name] }))
    if (issues.length > 0) return issues // those that name it are too long as well
    if (asks(value)) asking.add(name)
    steps.set(name, count)
  }
  const { values: _, ...rules } = definition
  const count = stepsOf(rules)
  if (count > STEPS_MAX * 10) issues.push(reason('program.value.too-long', 'error', { steps: count, limit: STEPS_MAX * 10 }, { path: [] }))
  definition.tiers?.forEach(({ enter }, i) => {
    if (asks(enter)) issues.push(reason('program.value.circular', 'error', {}, { path: ['tiers', i, 'enter'] }))
  })
  return issues
}
