import { adopt } from '../core/adopt.js'
import type { ScorecardDefinition } from './definition.js'

/**
 * A scorecard that `defineScorecard` or `fitScorecard` made and the host stored: frozen again without zod.
 * @throws UsageError `tierwise.adopt.kind`, `tierwise.adopt.hash`, `tierwise.adopt.not-plain`
 */
export function adoptScorecard(json: unknown, hash?: string): ScorecardDefinition {
  return adopt<ScorecardDefinition>('scorecard', 1, json, hash)
}
