/** From a basket, a look or a history to the items to show, each with the reason why. */

import { type Reason, reason } from '../core/reason.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import type { RelatedModel } from './fit-related.js'
import { NO_PAST, pastOf } from './past.js'
import { dimensionName } from './preference.js'
import type { ChoiceTable, CustomerChoices } from './summarize-choices.js'
import { compiledRelated, RECOMMENDATION_CODES, type RecommendationCode, type RecommendOptions, rankItems, type Tie } from './ties.js'

/** What is known of whoever stands before the shelf: any of the three. */
export interface Shopper {
  /** What is in the basket now. */
  readonly basket?: readonly string[]
  /** What they look at now. */
  readonly viewed?: readonly string[]
  /** What they did before, as `summarizeChoices` makes it. The last basket recommends what is bought next; looks since then count as `viewed`. */
  readonly history?: CustomerChoices
}

export interface Recommendation {
  readonly item: string
  /** The lift that the strongest reason can vouch for: lower end of its 95 % interval. 0 for what is merely popular. */
  readonly score: number
  /** Every pair that speaks for the item, strongest first. Params: `item`, `because`, `both`, `customers`, `support`, `confidence`, `lift`, `pValue`. */
  readonly reasons: readonly Reason[]
}

export interface Recommendations {
  readonly items: readonly Recommendation[]
  /** Empty when there are items; else why there are none: `affinity.recommendation.none`. */
  readonly reasons: readonly Reason[]
}

export type RecommendationColumns = {
  readonly customerId: DictionaryColumn
  /** 1 is to be shown first. */
  readonly rank: Int32Array
  readonly item: DictionaryColumn
  readonly score: Float64Array
  readonly code: DictionaryColumn<RecommendationCode>
  /** The customer's item that speaks for it; missing for what is popular. */
  readonly because: DictionaryColumn
  readonly confidence: Float64Array
  readonly lift: Float64Array
}

/**
 * What to show one shopper, or a whole base, and why.
 *
 * Every item in the basket, looked at, or in the last basket of the history speaks for the items it is paired with (`fitRelated`). An item ranks by
 * its strongest reason, the lift that can be vouched for; equal ones by confidence, then by id. Items in the basket, and those bought before, are
 * not shown again unless `again`. An item the model does not know speaks for nothing.
 *
 * The choices of a base give a table, one row per recommendation, customers in their order; customers for whom nothing speaks have no rows.
 *
 * @throws UsageError `tierwise.affinity.choices` when the choices were made for another dimension
 */
export function recommend(model: RelatedModel, shopper: Shopper, options?: RecommendOptions): Recommendations
export function recommend(model: RelatedModel, choices: ChoiceTable, options?: RecommendOptions): Table<RecommendationColumns>
export function recommend(
  model: RelatedModel,
  subject: Shopper | ChoiceTable,
  options: RecommendOptions = {},
): Recommendations | Table<RecommendationColumns> {
  if ('starts' in subject) return recommendationTable(model, subject, options)
  const { codeOf } = compiledRelated(model)
  const known = (items: readonly string[] = []): number[] => [...new Set(items)].flatMap((item) => codeOf.get(item) ?? [])
  const past = subject.history ? pastOf(model, subject.history)(0) : NO_PAST
  const basket = known(subject.basket)
  const ranked = rankItems(
    model,
    { basket, viewed: [...known(subject.viewed), ...past.viewed], last: past.last, owned: [...basket, ...past.owned] },
    options,
  )
  const items = ranked.map(({ item, score, ties }) => ({
    item: model.items[item],
    score,
    reasons: ties.map((tie) => reasonOf(model, tie)),
  }))
  const spoke = basket.length + past.last.length + past.viewed.length + known(subject.viewed).length
  return {
    items,
    reasons: items.length > 0 ? [] : [reason('affinity.recommendation.none', 'unknown', { of: dimensionName(model.of), known: spoke })],
  }
}

function reasonOf(model: RelatedModel, tie: Tie): Reason {
  const confidence = tie.both / tie.withFrom
  const item = model.items[tie.item]
  if (tie.because < 0) return reason(tie.code, 'info', { item, both: tie.both, support: confidence })
  return reason(tie.code, 'met', {
    item,
    because: model.items[tie.because],
    both: tie.both,
    customers: tie.customers,
    support: tie.both / tie.total,
    confidence,
    lift: (confidence * tie.total) / tie.withTo,
    pValue: tie.pValue,
  })
}

function recommendationTable(model: RelatedModel, choices: ChoiceTable, options: RecommendOptions): Table<RecommendationColumns> {
  const past = pastOf(model, choices)
  const shown: { customer: number; rank: number; score: number; tie: Tie }[] = []
  for (let c = 0; c < choices.customers.length; c++) {
    const { last, viewed, owned } = past(c)
    const ranked = rankItems(model, { basket: [], viewed, last, owned }, options)
    for (const [k, { score, ties }] of ranked.entries()) shown.push({ customer: c, rank: k + 1, score, tie: ties[0] })
  }
  const confidence = ({ both, withFrom }: Tie): number => both / withFrom
  return {
    length: shown.length,
    columns: {
      customerId: { codes: Int32Array.from(shown, (row) => row.customer), values: choices.customers },
      rank: Int32Array.from(shown, (row) => row.rank),
      item: { codes: Int32Array.from(shown, (row) => row.tie.item), values: model.items },
      score: Float64Array.from(shown, (row) => row.score),
      code: { codes: Uint8Array.from(shown, (row) => RECOMMENDATION_CODES.indexOf(row.tie.code)), values: RECOMMENDATION_CODES },
      because: { codes: Int32Array.from(shown, (row) => row.tie.because), values: model.items },
      confidence: Float64Array.from(shown, (row) => confidence(row.tie)),
      lift: Float64Array.from(shown, (row) => (row.tie.because < 0 ? Number.NaN : (confidence(row.tie) * row.tie.total) / row.tie.withTo)),
    },
  }
}
