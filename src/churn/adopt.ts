import { adopt } from '../core/adopt.js'
import type { ChurnPolicy } from './definition.js'

/** A churn policy that was validated when it was saved, without zod. */
export function adoptChurnPolicy(json: unknown, hash?: string): ChurnPolicy {
  return adopt('churnpolicy', 1, json, hash)
}
