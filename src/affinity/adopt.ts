/** Models that were stored: frozen again, ready to score. */

import { adopt } from '../core/adopt.js'
import type { PlainLimits } from '../core/plain.js'
import type { AffinityModel } from './fit-affinity.js'
import type { NextChoiceModel } from './fit-next-choice.js'
import type { RelatedModel } from './fit-related.js'

/** A catalog of a hundred thousand products with twenty pairs each is twenty million values. */
const MODEL_LIMITS: PlainLimits = { nodes: 50_000_000, depth: 16, textLength: 10_000 }

/**
 * A stored preference model.
 * @param hash if given, the hash under which it was stored
 * @throws UsageError `tierwise.adopt.not-plain`, `tierwise.adopt.kind`, `tierwise.adopt.hash`
 */
export function adoptAffinity(json: unknown, hash?: string): AffinityModel {
  return adopt<AffinityModel>('affinity', 1, json, hash, MODEL_LIMITS)
}

/** A stored model of the next choice; fails like `adoptAffinity`. */
export function adoptNextChoice(json: unknown, hash?: string): NextChoiceModel {
  return adopt<NextChoiceModel>('next-choice', 1, json, hash, MODEL_LIMITS)
}

/** A stored item-to-item model; fails like `adoptAffinity`. */
export function adoptRelated(json: unknown, hash?: string): RelatedModel {
  return adopt<RelatedModel>('related', 1, json, hash, MODEL_LIMITS)
}
