/** Models and segment tables that were validated when they were stored: frozen again, without zod. */

import { adopt } from '../core/adopt.js'
import type { RfmModel } from './model.js'
import type { RfmSegments } from './segments.js'

/**
 * A stored model, ready to score.
 * @param hash if given, the hash under which it was stored
 * @throws UsageError `tierwise.adopt.not-plain`, `tierwise.adopt.kind`, `tierwise.adopt.hash`
 * @example
 * scoreRfm(adoptRfm(JSON.parse(text)), customer)
 */
export function adoptRfm(json: unknown, hash?: string): RfmModel {
  return adopt<RfmModel>('rfm', 1, json, hash)
}

/** A stored segment table; fails like `adoptRfm`. */
export function adoptSegments(json: unknown, hash?: string): RfmSegments {
  return adopt<RfmSegments>('rfm-segments', 1, json, hash)
}
