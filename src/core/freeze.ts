import { UsageError } from './errors.js'

/** Freezes plain JSON through and through, in place. */
export function deepFreeze<T>(value: T): T {
  if (value !== null && typeof value === 'object' && !Object.isFrozen(value)) {
    Object.freeze(value)
    for (const member of Object.values(value)) deepFreeze(member)
  }
  return value
}

/** Verbs keep compiled forms per definition, so a definition that could still change under them is a caller's bug. */
export function requireFrozen(definition: object, kind: string): void {
  if (!Object.isFrozen(definition))
    throw new UsageError('tierwise.definition.not-frozen', { kind, hint: `pass it through define or adopt first` })
}
