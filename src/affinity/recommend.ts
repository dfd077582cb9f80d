/** From a basket, a look or a history to the items to show, each with the reason why. */

import { compiledForm } from '../core/compiled.js'
import { UsageError } from '../core/errors.js'
import { type Reason, reason } from '../core/reason.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import { type AsOf, momentOf } from '../core/time/as-of.js'
import { type ZoneTable, zoneOf } from '../core/time/zone.js'
import type { Fact } from '../facts/fact.js'
import type { Facts } from '../facts/facts.js'
import { choicesOf } from './choices.js'
import { rowStarts } from './fit-next-choice.js'
import { liftAtLeast, type RelatedModel, type RelatedPairs } from './fit-related.js'
import { eachOccasion } from './occasions.js'
import { dimensionName, factsOfSubject } from './preference.js'

/** What is known of whoever stands before the shelf: any of the three. */
export interface Shopper {
  /** What is in the basket now. */
  readonly basket?: readonly string[]
  /** What they look at now. */
  readonly viewed?: readonly string[]
  /** What they did before. The last basket recommends what is bought next; looks since then count as `viewed`. */
  readonly history?: readonly Fact[]
}

export interface RecommendOptions {
  /** How many items. Default 5. */
  readonly top?: number
  /** Facts before it count. Needed with a history. */
  readonly asOf?: AsOf
  readonly zones?: readonly ZoneTable[]
  /** Items never to show: out of stock, not for sale here. */
  readonly exclude?: readonly string[]
  /** Whether what was bought before may be shown again (consumables). Default false. */
  readonly again?: boolean
  /** What to show where no pair speaks: nothing (default), or what most customers buy. */
  readonly fill?: 'popular'
  /** Fact types that are looks. Default `['view', 'click']`. */
  readonly views?: readonly string[]
}

/** Why an item is shown. The weaker the tie, the later in this list. */
export type RecommendationCode = (typeof RECOMMENDATION_CODES)[number]

export const RECOMMENDATION_CODES = [
  'affinity.recommendation.bought-with',
  'affinity.recommendation.bought-next',
  'affinity.recommendation.bought-again',
  'affinity.recommendation.viewed',
  'affinity.recommendation.popular',
] as const

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
 * Facts give a table, one row per recommendation, customers in their order; customers for whom nothing speaks have no rows.
 *
 * @throws UsageError `tierwise.affinity.as-of-missing` with a history and no `asOf`
 */
export function recommend(model: RelatedModel, shopper: Shopper, options?: RecommendOptions): Recommendations
export function recommend(
  model: RelatedModel,
  facts: Facts,
  options: RecommendOptions & { readonly asOf: AsOf },
): Table<RecommendationColumns>
export function recommend(
  model: RelatedModel,
  subject: Shopper | Facts,
  options: RecommendOptions = {},
): Recommendations | Table<RecommendationColumns> {
  if ('columns' in subject) return recommendationTable(model, subject, options)
  const { codeOf } = compiled(model)
  const known = (items: readonly string[] = []): number[] => [...new Set(items)].flatMap((item) => codeOf.get(item) ?? [])
  const past = subject.history ? pastOf(model, factsOfSubject(subject.history, model.timeZone, options.zones), options)(0) : NO_PAST
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

interface Past {
  readonly last: readonly number[]
  readonly viewed: readonly number[]
  readonly owned: readonly number[]
}

const NO_PAST: Past = { last: [], viewed: [], owned: [] }

/** The last basket, the looks since then, and all that was ever bought, by customer; items the model does not know are left out. */
function pastOf(model: RelatedModel, facts: Facts, options: RecommendOptions): (customer: number) => Past {
  if (options.asOf === undefined) throw new UsageError('tierwise.affinity.as-of-missing')
  const views = (options.views ?? ['view', 'click']).filter((type) => !model.purchases.includes(type))
  const choices = choicesOf(
    facts,
    {
      of: model.of,
      countBy: model.basket === 'customer' ? 'day' : model.basket,
      purchases: model.purchases,
      signals: Object.fromEntries(views.map((type) => [type, { weight: 1 }])),
    },
    momentOf(options.asOf, zoneOf(facts.timeZone, facts.zones)).before,
    model.items,
  )
  return (customer) => {
    if (customer + 1 >= choices.starts.length) return NO_PAST
    let last: readonly number[] = []
    let viewed = new Set<number>()
    const owned = new Set<number>()
    eachOccasion(choices, customer, (bought, _, from, to) => {
      if (bought.length > 0) {
        last = bought
        viewed = new Set()
        for (const item of bought) owned.add(item)
      }
      for (let i = from; i < to; i++) if (choices.source[i] > 0) viewed.add(choices.value[i])
    })
    const isKnown = (item: number): boolean => item < model.items.length
    return {
      last: last.filter(isKnown),
      viewed: [...viewed].filter((item) => isKnown(item) && !owned.has(item)),
      owned: [...owned].filter(isKnown),
    }
  }
}

/** One pair that speaks for an item. */
interface Tie {
  readonly code: RecommendationCode
  readonly item: number
  /** −1: nothing of the shopper's. */
  readonly because: number
  readonly both: number
  readonly customers: number
  readonly withFrom: number
  readonly withTo: number
  readonly total: number
  readonly pValue: number
  readonly score: number
}

interface Situation {
  readonly basket: readonly number[]
  readonly viewed: readonly number[]
  readonly last: readonly number[]
  readonly owned: readonly number[]
}

function rankItems(
  model: RelatedModel,
  { basket, viewed, last, owned }: Situation,
  options: RecommendOptions,
): { item: number; score: number; ties: Tie[] }[] {
  const { codeOf, withStarts, nextStarts, popular } = compiled(model)
  const { top = 5, again = false, exclude = [] } = options
  const barred = new Set<number>(exclude.flatMap((item) => codeOf.get(item) ?? []))
  const inHand = new Set([...basket, ...viewed])
  const had = new Set(owned)
  const ties = new Map<number, Tie[]>()
  const speak = (pairs: RelatedPairs, starts: Int32Array, from: number, code: RecommendationCode): void => {
    for (let i = starts[from]; i < starts[from + 1]; i++) {
      const item = pairs.to[i]
      if (barred.has(item) || inHand.has(item) || (!again && had.has(item))) continue
      const [withFrom, withTo, total] =
        pairs === model.with
          ? [model.basketsWith[from], model.basketsWith[item], model.baskets]
          : [model.stepsFrom[from], model.stepsTo[item], model.steps]
      const tie: Tie = {
        code: item === from ? 'affinity.recommendation.bought-again' : code,
        item,
        because: from,
        both: pairs.both[i],
        customers: pairs.customers[i],
        withFrom,
        withTo,
        total,
        pValue: pairs.pValue[i],
        score: liftAtLeast(pairs.both[i], withFrom, withTo, total),
      }
      const others = ties.get(item)
      if (others) others.push(tie)
      else ties.set(item, [tie])
    }
  }
  for (const item of new Set([...basket, ...last])) speak(model.with, withStarts, item, 'affinity.recommendation.bought-with')
  for (const item of last) speak(model.next, nextStarts, item, 'affinity.recommendation.bought-next')
  for (const item of viewed) speak(model.with, withStarts, item, 'affinity.recommendation.viewed')

  const ranked = Array.from(ties, ([item, spoken]) => {
    spoken.sort(
      (a, b) => byStrength(a, b) || RECOMMENDATION_CODES.indexOf(a.code) - RECOMMENDATION_CODES.indexOf(b.code) || a.because - b.because,
    )
    return { item, score: spoken[0].score, ties: spoken }
  })
    .sort((a, b) => byStrength(a.ties[0], b.ties[0]) || a.item - b.item)
    .slice(0, top)
  if (options.fill === 'popular') {
    const shown = new Set(ranked.map(({ item }) => item))
    for (const item of popular) {
      if (ranked.length >= top) break
      if (shown.has(item) || barred.has(item) || inHand.has(item) || (!again && had.has(item))) continue
      ranked.push({ item, score: 0, ties: [popularTie(model, item)] })
    }
  }
  return ranked
}

/** The lift vouched for, then the confidence. */
function byStrength(a: Tie, b: Tie): number {
  return b.score - a.score || b.both / b.withFrom - a.both / a.withFrom
}

function popularTie(model: RelatedModel, item: number): Tie {
  const [both, total] = [model.basketsWith[item], model.baskets]
  return {
    code: 'affinity.recommendation.popular',
    item,
    because: -1,
    both,
    customers: 0,
    withFrom: total,
    withTo: both,
    total,
    pValue: 1,
    score: 0,
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

function recommendationTable(model: RelatedModel, subject: Facts, options: RecommendOptions): Table<RecommendationColumns> {
  const facts = factsOfSubject(subject, model.timeZone, options.zones)
  const past = pastOf(model, facts, options)
  const shown: { customer: number; rank: number; score: number; tie: Tie }[] = []
  for (let c = 0; c < facts.customers.ids.length; c++) {
    const { last, viewed, owned } = past(c)
    const ranked = rankItems(model, { basket: [], viewed, last, owned }, options)
    for (const [k, { score, ties }] of ranked.entries()) shown.push({ customer: c, rank: k + 1, score, tie: ties[0] })
  }
  const confidence = ({ both, withFrom }: Tie): number => both / withFrom
  return {
    length: shown.length,
    columns: {
      customerId: { codes: Int32Array.from(shown, (row) => row.customer), values: facts.customers.ids },
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

const compiled = compiledForm('related', (model: RelatedModel) => ({
  codeOf: new Map(model.items.map((item, code) => [item, code])),
  withStarts: rowStarts(model.with.from, model.items.length),
  nextStarts: rowStarts(model.next.from, model.items.length),
  popular: model.items.map((_, item) => item).sort((a, b) => model.basketsWith[b] - model.basketsWith[a] || a - b),
}))
