/** The one road from unknown JSON to a frozen definition: plain copy within limits → schema → the room's own checks → freeze. */

import type * as z from 'zod/mini'
import { DefinitionError } from './errors.js'
import { deepFreeze } from './freeze.js'
import { dropSchemaKey, type PlainLimits, plainCopy } from './plain.js'
import { type Reason, reason } from './reason.js'
import { failure, type Result, success } from './result.js'

export interface DefineOptions<T> {
  /** The word for error texts: `program`, `scorecard`, … */
  readonly kind: string
  readonly schema: z.ZodMiniType<T>
  /** What a schema cannot say: names that must exist, bands that must meet. Runs on schema-valid data only. */
  readonly check?: (definition: T) => readonly Reason[]
  readonly limits?: PlainLimits
  /** Fills in what a writer may leave out; may change the copy it is given, which is plain JSON of any shape. */
  readonly complete?: (plain: unknown) => void
}

export function safeDefine<T>(options: DefineOptions<T>, config: unknown): Result<T, DefinitionError> {
  const plain = plainCopy(config, options.limits)
  if (plain.issues.length > 0) return failure(new DefinitionError(options.kind, plain.issues))
  dropSchemaKey(plain.data)
  options.complete?.(plain.data)
  const parsed = options.schema.safeParse(plain.data, { jitless: true }) // no `new Function` under a content security policy
  if (!parsed.success)
    return failure(new DefinitionError(options.kind, schemaReasons(parsed.error.issues as SchemaIssue[], [], plain.data)))
  const issues = options.check?.(parsed.data) ?? []
  if (issues.length > 0) return failure(new DefinitionError(options.kind, issues))
  return success(deepFreeze(parsed.data))
}

export function define<T>(options: DefineOptions<T>, config: unknown): T {
  const result = safeDefine(options, config)
  if (result.success) return result.data
  throw result.error
}

interface SchemaIssue {
  readonly code: string
  readonly path: readonly PropertyKey[]
  readonly message?: string
  readonly expected?: string
  readonly keys?: readonly string[]
  readonly minimum?: number
  readonly maximum?: number
  readonly values?: readonly unknown[]
  readonly errors?: readonly (readonly SchemaIssue[])[]
}

/** A definition this wrong is not mended by a longer list. */
const MOST_ISSUES = 1000

/** zod's issues in our words, the first thousand. `data` is what was parsed, to tell an absent value from a wrong one. */
function schemaReasons(issues: readonly SchemaIssue[], at: readonly (string | number)[], data: unknown): Reason[] {
  const reasons: Reason[] = []
  for (const issue of issues) {
    if (reasons.length >= MOST_ISSUES) break
    reasons.push(...issueReasons(issue, at, data))
  }
  return reasons.slice(0, MOST_ISSUES)
}

/** Of a union, the branch that got furthest is the one the writer meant. */
function issueReasons(issue: SchemaIssue, at: readonly (string | number)[], data: unknown): Reason[] {
  const path = [...at, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))]
  if (issue.code.startsWith('invalid_') && isAbsent(data, path)) return [reason('definition.key.missing', 'error', {}, { path })]
  switch (issue.code) {
    case 'unrecognized_keys':
      return (issue.keys ?? [])
        .slice(0, MOST_ISSUES)
        .map((key) => reason('definition.key.unknown', 'error', { key }, { path: [...path, key] }))
    case 'invalid_type':
      return [reason('definition.value.type', 'error', { expected: issue.expected ?? '' }, { path })]
    case 'invalid_value':
      return [reason('definition.value.choice', 'error', { choices: (issue.values ?? []).map(String).join(', ') }, { path })]
    case 'too_small':
      return [reason('definition.value.too-small', 'error', { minimum: Number(issue.minimum ?? 0) }, { path })]
    case 'too_big':
      return [reason('definition.value.too-big', 'error', { maximum: Number(issue.maximum ?? 0) }, { path })]
    case 'invalid_union': {
      const branches = (issue.errors ?? []).filter((branch) => branch.length > 0)
      if (branches.length === 0) return [reason('definition.value.no-variant', 'error', {}, { path })]
      const closest = branches.reduce((best, branch) => (depthOf(branch) > depthOf(best) ? branch : best))
      return schemaReasons(closest, path, data)
    }
    default:
      return [reason('definition.value.invalid', 'error', { expected: issue.message ?? issue.code }, { path })]
  }
}

/** Whether the writer left this out, rather than writing something else. */
function isAbsent(data: unknown, path: readonly (string | number)[]): boolean {
  let value = data
  for (const key of path) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, key)) return true
    value = (value as Record<string | number, unknown>)[key]
  }
  return false
}

/** A branch that fails only inside, or only on one extra key, is nearer to what was meant than one of another shape. */
function depthOf(branch: readonly SchemaIssue[]): number {
  const deepest = branch.reduce((most, issue) => Math.max(most, issue.path.length + (issue.code === 'unrecognized_keys' ? 0.5 : 0)), 0)
  return deepest - branch.length / 100
}
