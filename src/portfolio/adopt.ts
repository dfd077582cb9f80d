/** Recipes and models that were validated when they were stored: frozen again, without zod. */

import { adopt } from '../core/adopt.js'
import type { TierTableRecipe } from './definition.js'
import type { TierTableModel } from './model.js'

/** @throws UsageError `tierwise.adopt.kind`, `tierwise.adopt.hash`, `tierwise.adopt.not-plain` */
export function adoptTierTable(json: unknown, hash?: string): TierTableRecipe {
  return adopt<TierTableRecipe>('tier-table', 1, json, hash)
}

/** A standard that `fitTierTable` found, or the `model` of a table. Fails like `adoptTierTable`. */
export function adoptTierTableModel(json: unknown, hash?: string): TierTableModel {
  return adopt<TierTableModel>('tier-table-model', 1, json, hash)
}
