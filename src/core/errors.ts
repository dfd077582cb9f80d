/** The three ways to fail. Recognize them by `code`, not by `instanceof`: two copies of the package then agree. */

import type { Reason, Scalar } from './reason.js'

/** How many issues an error's text tells; `issues` has them all. */
const SHOWN = 20

/** A definition or model that cannot be used. Lists every issue found, each with its path. */
export class DefinitionError extends Error {
  override readonly name = 'DefinitionError'
  readonly code = 'tierwise.definition'
  constructor(
    readonly kind: string,
    readonly issues: readonly Reason[],
  ) {
    const shown = issues.slice(0, SHOWN).map((issue) => `${pathText(issue.path)}${issue.code}${paramsText(issue.params)}`)
    super(`${kind}: ${shown.join('; ')}${issues.length > SHOWN ? `; and ${issues.length - SHOWN} more` : ''}`)
  }
}

/** Data that cannot support a fit. `best` is the best point reached, `reason` says what the data lack. */
export class FitError extends Error {
  override readonly name = 'FitError'
  readonly code = 'tierwise.fit'
  constructor(
    readonly model: string,
    readonly reason: Reason,
    readonly best: unknown = null,
  ) {
    super(`${model}: ${reason.code}${paramsText(reason.params)}`)
  }
}

/** A bug in the calling code: a wrong argument, an unfrozen definition, an instant without a zone. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
  readonly code = 'tierwise.usage'
  constructor(
    readonly problem: string,
    readonly params: Readonly<Record<string, Scalar>> = {},
  ) {
    super(`${problem}${paramsText(params)}`)
  }
}

function pathText(path: readonly (string | number)[] | undefined): string {
  return path && path.length > 0 ? `${path.join('.')}: ` : ''
}

function paramsText(params: Readonly<Record<string, Scalar>>): string {
  const entries = Object.entries(params)
  return entries.length > 0 ? ` (${entries.map(([key, value]) => `${key} ${JSON.stringify(value)}`).join(', ')})` : ''
}
