/** The nine criteria of customer tier management by name, each a pure function of the facts. */

import type { AffinityModel } from '../../affinity/fit-affinity.js'
import type { CriterionBase } from './base.js'
import { interactionBehavior } from './interaction-behavior.js'
import { loyaltyBehavior } from './loyalty-behavior.js'
import type { CriterionResult } from './parts.js'
import { personalizationNeed } from './personalization-need.js'
import { productPreference } from './product-preference.js'
import { purchaseAmount } from './purchase-amount.js'
import { purchaseBehavior } from './purchase-behavior.js'
import { purchaseCycle } from './purchase-cycle.js'
import { purchaseFrequency } from './purchase-frequency.js'
import { serviceNeed } from './service-need.js'

/** What the criteria of preference are read through. */
export interface PreferenceModels {
  readonly preference: AffinityModel | null
}

/** The nine criteria of the customer tier management table, in the order of its columns. */
export const NINE_CRITERIA = [
  'amount',
  'frequency',
  'cycle',
  'productPreference',
  'serviceNeed',
  'personalizationNeed',
  'purchaseBehavior',
  'interactionBehavior',
  'loyaltyBehavior',
] as const

export type NineCriterion = (typeof NINE_CRITERIA)[number]

/** One of the nine, from facts and the models fitted to them. */
export const nine: Readonly<Record<NineCriterion, (base: CriterionBase, models: PreferenceModels) => CriterionResult>> = {
  amount: purchaseAmount,
  frequency: purchaseFrequency,
  cycle: purchaseCycle,
  productPreference: (base, { preference }) => productPreference(base, preference),
  serviceNeed,
  personalizationNeed,
  purchaseBehavior,
  interactionBehavior,
  loyaltyBehavior,
}
