/** A recipe meets a base: shares become edges, preferences and RFM are learned, and all of it is JSON. */

import { deepFreeze, requireFrozen } from '../core/freeze.js'
import type { Table } from '../core/table.js'
import type { AsOf } from '../core/time/as-of.js'
import { formatDate } from '../core/time/civil.js'
import type { Facts } from '../facts/facts.js'
import { safeFitRfm } from '../rfm/fit.js'
import { fitLevels, fitShares } from '../scorecard/fit-shares.js'
import { type CriterionBase, criterionBase, type ObservedParts } from './criteria/base.js'
import { fitPreference } from './criteria/product-preference.js'
import type { TierBy, TierLadder, TierTableRecipe } from './definition.js'
import { type FigureModels, type Figures, figuresOf, isNine } from './figures.js'
import type { TierTableModel } from './model.js'
import { ofCustomers, scorecardInput } from './rank.js'

export interface FitTierTableOptions {
  readonly asOf: AsOf
  /** The measures the recipe names as `inputs`: a table with `customerId` and a numeric column each. */
  readonly inputs?: Table
}

/**
 * The standard of a base, to be stored: tomorrow's table by today's edges. Fit again to let the standard follow the market.
 *
 * @throws UsageError `portfolio.measure.unknown`, `portfolio.input.missing`, `tierwise.as-of.unreadable`, `tierwise.definition.not-frozen`
 */
export function fitTierTable(recipe: TierTableRecipe, facts: Facts, options: FitTierTableOptions): TierTableModel {
  requireFrozen(recipe, 'tier-table')
  return fitToBase(recipe, criterionBase(facts, recipe.kinds, options.asOf), options.inputs).model
}

/** The model, and the figures it was fitted to: the table shows the same ones. */
export function fitToBase(
  recipe: TierTableRecipe,
  base: CriterionBase,
  inputs: Table | undefined,
): { readonly model: TierTableModel; readonly figures: Figures } {
  const { facts, moment, summary } = base
  const rfm = safeFitRfm(summary)
  const models: FigureModels = {
    rfm: rfm.success ? rfm.data : null,
    preference: asksForPreference(recipe) ? fitPreference(base) : null,
  }
  const figures = figuresOf(recipe, models, base, inputs)
  const scorecard = fitShares(recipe.scorecard, scorecardInput(recipe.scorecard, figures))
  const customers = summary.columns.orders.reduce((count, orders) => count + (orders > 0 ? 1 : 0), 0)
  const model = deepFreeze<TierTableModel>({
    kind: 'tier-table-model',
    format: 1,
    id: recipe.id,
    recipe: { ...recipe, scorecard, by: fitBy(recipe.by, figures) },
    ...models,
    observed: observedBy(recipe, figures),
    provenance: {
      asOf: formatDate(moment.day),
      currency: facts.currency,
      timeZone: facts.timeZone,
      customers,
      prospects: summary.length - customers,
    },
  })
  return { model, figures }
}

/** Fitting preferences reads every line of every order; a recipe that shows none need not. */
function asksForPreference({ scorecard, columns, by }: TierTableRecipe): boolean {
  const asked = [...columns, ...scorecard.criteria.map(({ measure }) => measure)]
  return asked.includes('productPreference') || (typeof by === 'object' && 'measure' in by && by.measure === 'productPreference')
}

function fitBy(by: TierBy, figures: Figures): TierBy {
  if (by === 'scorecard') return by
  if ('rfm' in by) return { rfm: fitLadder(by.rfm, figures, 'rfmScore') }
  return { measure: by.measure, ladder: fitLadder(by.ladder, figures, by.measure) }
}

function fitLadder(ladder: TierLadder, figures: Figures, measure: string): TierLadder {
  if (!ladder.levelShares) return ladder
  return { ...ladder, levels: fitLevels(ladder.levelShares, ofCustomers(figures, measure)) }
}

function observedBy({ scorecard }: TierTableRecipe, figures: Figures): ObservedParts {
  const found: Record<string, readonly string[]> = {}
  for (const { measure } of scorecard.criteria) {
    if (!isNine(measure)) continue
    const { parts } = figures.criterion(measure)
    if (parts.length > 0) found[measure] = parts.filter((part) => part.observed).map((part) => part.id)
  }
  return found
}
