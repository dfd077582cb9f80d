import type { FitError } from './errors.js'
import { failure, type Result, success } from './result.js'

/** A fit whose data may fall short, as a result; a caller's bug still throws. */
export function safely<T>(attempt: () => T): Result<T, FitError> {
  try {
    return success(attempt())
  } catch (error) {
    if ((error as { code?: unknown } | null)?.code === 'tierwise.fit') return failure(error as FitError)
    throw error
  }
}
