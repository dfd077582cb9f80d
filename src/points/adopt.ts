import { adopt } from '../core/adopt.js'
import type { PointsDefinition } from './ledger-definition.js'

/**
 * Stored currencies that were validated when they were saved become a frozen definition, without zod.
 * @param hash the hash they were stored under; a difference throws
 * @throws UsageError
 */
export function adoptPoints(json: unknown, hash?: string): PointsDefinition {
  return adopt<PointsDefinition>('points', 1, json, hash)
}
