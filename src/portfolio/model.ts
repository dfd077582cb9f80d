/** What `fitTierTable` finds: the recipe with its edges, and the models its figures are read through. Plain JSON. */

import type { AffinityModel } from '../affinity/fit-affinity.js'
import type { RfmModel } from '../rfm/model.js'
import type { ObservedParts } from './criteria/base.js'
import type { TierTableRecipe } from './definition.js'

export interface TierTableModel {
  readonly kind: 'tier-table-model'
  readonly format: 1
  readonly id: string
  /** Every share of the recipe has become edges. */
  readonly recipe: TierTableRecipe
  /** For the segment and the RFM score; `null` for a base without customers. */
  readonly rfm: RfmModel | null
  /** What the base prefers; `null` where nothing bought has a category or product, or the recipe asks for none. */
  readonly preference: AffinityModel | null
  /** What the base had events of. */
  readonly observed: ObservedParts
  readonly provenance: TierTableProvenance
}

export interface TierTableProvenance {
  /** Local day, `YYYY-MM-DD`. */
  readonly asOf: string
  /** ISO 4217: edges in yuan say nothing about dollars. */
  readonly currency: string
  readonly timeZone: string
  readonly customers: number
  readonly prospects: number
}
