/** Which pairs speak for which items in a given situation, and how strongly: the ranking under `recommend`. */

import { compiledForm } from '../core/compiled.js'
import { liftAtLeast, type RelatedModel, type RelatedPairs } from './fit-related.js'
import { rowStarts } from './pairs.js'

export interface RecommendOptions {
  /** How many items. Default 5. */
  readonly top?: number
  /** Items never to show: out of stock, not for sale here. */
  readonly exclude?: readonly string[]
  /** Whether what was bought before may be shown again (consumables). Default false. */
  readonly again?: boolean
  /** What to show where no pair speaks: nothing (default), or what most customers buy. */
  readonly fill?: 'popular'
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

/** One pair that speaks for an item. */
export interface Tie {
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

export interface Situation {
  readonly basket: readonly number[]
  readonly viewed: readonly number[]
  readonly last: readonly number[]
  readonly owned: readonly number[]
}

export function rankItems(
  model: RelatedModel,
  { basket, viewed, last, owned }: Situation,
  options: RecommendOptions,
): { item: number; score: number; ties: Tie[] }[] {
  const { codeOf, withStarts, nextStarts, popular } = compiledRelated(model)
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

export const compiledRelated = compiledForm('related', (model: RelatedModel) => ({
  codeOf: new Map(model.items.map((item, code) => [item, code])),
  withStarts: rowStarts(model.with.from, model.items.length),
  nextStarts: rowStarts(model.next.from, model.items.length),
  popular: model.items.map((_, item) => item).sort((a, b) => model.basketsWith[b] - model.basketsWith[a] || a - b),
}))
