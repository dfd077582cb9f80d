/** A refusal is thrown inside a verb and becomes an outcome at its edge; everything the verb had begun is dropped. */

import { UsageError } from '../core/errors.js'

export interface Refused {
  readonly refusal: string
  readonly code: string
  readonly params: Readonly<Record<string, string | number | boolean | null>>
}

export function refused(refusal: string, code: string, params: Refused['params'] = {}): Refused {
  return { refusal, code, params }
}

/** A figure beyond what can be counted exactly refuses the fact that asks for it. @throws what is no refusal */
export function asRefused(error: unknown): Refused {
  if (isRefused(error)) return error
  if (error instanceof UsageError && error.problem === 'tierwise.decimal.unsafe') return refused('too-large', 'program.figure.too-large')
  throw error
}

function isRefused(error: unknown): error is Refused {
  return error !== null && typeof error === 'object' && 'refusal' in error && 'code' in error && 'params' in error
}
