/** Why something given as an instant is none, so that a text can say what to write instead. */

import { mayBeSeconds, readIso } from './instant.js'

/**
 * - `date-object`: a `Date`, which is no JSON
 * - `no-offset`: a date, or a local time whose zone is not said
 * - `seconds`: a number that may count seconds, since as milliseconds it lies between 1970 and 1973
 * - `missing`, `unreadable`
 */
export interface InstantProblem {
  readonly problem: 'date-object' | 'no-offset' | 'seconds' | 'missing' | 'unreadable'
  /** What was given, shortened; absent where there is nothing to show. */
  readonly given?: string
}

/** @param value what could not be read as epoch ms or ISO text with an offset */
export function instantProblem(value: unknown): InstantProblem {
  if (value === undefined || value === null) return { problem: 'missing' }
  if (value instanceof Date) return { problem: 'date-object' }
  if (typeof value === 'number') return { problem: mayBeSeconds(value) ? 'seconds' : 'unreadable', given: String(value) }
  if (typeof value !== 'string') return { problem: 'unreadable' }
  const given = value.slice(0, LENGTH)
  const read = readIso(value)
  return { problem: read !== undefined && !('instant' in read) ? 'no-offset' : 'unreadable', given }
}

/** Longer than any timestamp. */
const LENGTH = 40
