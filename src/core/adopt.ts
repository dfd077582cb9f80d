/** JSON that was validated elsewhere (when it was saved) becomes a frozen definition without zod. */

import { UsageError } from './errors.js'
import { deepFreeze } from './freeze.js'
import { hashOf } from './hash.js'
import { dropSchemaKey, type PlainLimits, plainCopy } from './plain.js'

/**
 * @param hash if given, the hash under which the definition was stored; a difference throws.
 * @param limits a fitted model of a large catalog has more values than a definition a person writes
 * @throws UsageError `tierwise.adopt.not-plain`, `tierwise.adopt.kind`, `tierwise.adopt.hash`
 */
export function adopt<T extends { readonly kind: string; readonly format: number }>(
  kind: string,
  format: number,
  json: unknown,
  hash?: string,
  limits?: PlainLimits,
): T {
  const { data, issues } = plainCopy(json, limits)
  if (issues.length > 0) throw new UsageError('tierwise.adopt.not-plain', { kind, problem: issues[0].code })
  dropSchemaKey(data)
  const given = data as { kind?: unknown; format?: unknown } | null
  if (given === null || typeof given !== 'object' || given.kind !== kind || given.format !== format) {
    throw new UsageError('tierwise.adopt.kind', {
      expected: `${kind} format ${format}`,
      got: `${shown(given?.kind)} format ${shown(given?.format)}`,
    })
  }
  if (hash !== undefined && hashOf(data) !== hash) throw new UsageError('tierwise.adopt.hash', { kind, expected: hash })
  return deepFreeze(data as T)
}

/** Whatever a stranger put there: an object's own `toString` may be a number. */
function shown(value: unknown): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : typeof value
}
