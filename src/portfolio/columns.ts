/** What the table can show, by name. */

import type { DictionaryColumn } from '../core/table.js'
import type { SummaryStatus } from '../facts/summary.js'
import type { ScorecardDefinition } from '../scorecard/definition.js'
import type { TierTableRecipe } from './definition.js'

/** Levels of a criterion are those of its bands, or `notObserved` where the base has no event of its kind. */
export const NOT_OBSERVED = 'notObserved'

/**
 * - `portfolio.customer.prospect` — no purchase yet: no value, no score, no tier
 * - `portfolio.tier.unknown` — too little is known to rank this customer
 */
export type TierCode = (typeof TIER_CODES)[number]
export const TIER_CODES = ['portfolio.customer.prospect', 'portfolio.tier.unknown'] as const

/** `new`: not in the table before. `ranked` / `unranked`: had no tier before / has none now. */
export type TierMove = (typeof TIER_MOVES)[number]
export const TIER_MOVES = ['new', 'up', 'down', 'same', 'ranked', 'unranked'] as const

/**
 * Every column has a value per customer; NaN, −1 or `undefined` where there is none. Beside these, `<id>Value`, `<id>Level` and `<id>Contribution` of the
 * scorecard's criteria and any measure, as the recipe asks.
 */
export type TierColumns = {
  readonly customerId: readonly string[]
  readonly status: DictionaryColumn<SummaryStatus>
  /** Lowest tier first in `values`. */
  readonly tier: DictionaryColumn
  /** Why there is no tier. */
  readonly code: DictionaryColumn<TierCode>
  /** The customer's attribute `name`. */
  readonly name?: readonly (string | undefined)[]
  /** Revenue net of refunds. */
  readonly amountMinor?: Float64Array
  /** Orders that were not fully refunded. */
  readonly frequency?: Float64Array
  /** Mean days between purchase days; none for a single one. */
  readonly cycleDays?: Float64Array
  /** The preferred category, or product where nothing has a category. */
  readonly productPreference?: DictionaryColumn
  readonly serviceNeed?: DictionaryColumn
  readonly personalizationNeed?: DictionaryColumn
  readonly purchaseBehavior?: DictionaryColumn
  readonly interactionBehavior?: DictionaryColumn
  readonly loyaltyBehavior?: DictionaryColumn
  /** RFM segment of `standardSegments`. */
  readonly segment?: DictionaryColumn
  readonly score?: Float64Array
  /** Part of the scorecard's weight that was known of this customer, 0 … 1. */
  readonly coverage?: Float64Array
  // With `previous`:
  readonly tierBefore?: DictionaryColumn
  readonly move?: DictionaryColumn<TierMove>
  readonly scoreChange?: Float64Array
  /** Criteria whose level changed: `frequency: low → medium; cycle: high → low`. */
  readonly movedBy?: readonly (string | undefined)[]
} & { readonly [K in `${string}Contribution` | `${string}Value`]: Float64Array } & { readonly [K in `${string}Level`]: DictionaryColumn }

export const ALWAYS = ['customerId', 'status', 'tier', 'code']
export const CHANGES = ['tierBefore', 'move', 'scoreChange', 'movedBy']
const PLAIN = ['name', 'amountMinor', 'frequency', 'cycleDays', 'productPreference', 'segment', 'score', 'coverage']

/** Criteria whose level is what the table shows under their name. */
const SHOWN_AS_LEVEL = ['serviceNeed', 'personalizationNeed', 'purchaseBehavior', 'interactionBehavior', 'loyaltyBehavior']

/** Numbers of a customer that are no criteria; money in major units. */
export const PLAIN_MEASURES = [
  'recencyDays',
  'tenureDays',
  'gapDeviationDays',
  'repeatDays',
  'contribution',
  'refunded',
  'rfmScore',
] as const
export type PlainMeasure = (typeof PLAIN_MEASURES)[number]

export function defaultColumns({ criteria }: ScorecardDefinition): string[] {
  const ids = criteria.map(({ id }) => id)
  const shown = SHOWN_AS_LEVEL.filter((id) => ids.includes(id))
  return [
    'customerId',
    'name',
    'status',
    'tier',
    'amountMinor',
    'frequency',
    'cycleDays',
    'productPreference',
    ...shown,
    'segment',
    'score',
    'coverage',
    ...ids.map((id) => `${id}Contribution`),
    ...ids.filter((id) => !shown.includes(id)).map((id) => `${id}Level`),
    'code',
  ]
}

/** `amountContribution` → the criterion `amount` and its `Contribution`; `serviceNeed` → its `Level`. */
export function criterionColumn(
  { criteria }: ScorecardDefinition,
  name: string,
): { readonly index: number; readonly of: 'Value' | 'Level' | 'Contribution' } | undefined {
  const found = (id: string): number => criteria.findIndex((criterion) => criterion.id === id)
  if (SHOWN_AS_LEVEL.includes(name) && found(name) >= 0) return { index: found(name), of: 'Level' }
  for (const of of ['Value', 'Level', 'Contribution'] as const) {
    const index = name.endsWith(of) ? found(name.slice(0, -of.length)) : -1
    if (index >= 0) return { index, of }
  }
  return undefined
}

export function isPlainColumn(name: string): boolean {
  return PLAIN.includes(name)
}

/** Whether a recipe's table can have a column of this name. */
export function isColumn(recipe: TierTableRecipe, name: string, isMeasure: (name: string) => boolean): boolean {
  return (
    ALWAYS.includes(name) ||
    CHANGES.includes(name) ||
    isPlainColumn(name) ||
    criterionColumn(recipe.scorecard, name) !== undefined ||
    isMeasure(name)
  )
}
