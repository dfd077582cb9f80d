/** What a shopper's history says to a shelf: the last basket, the looks since, and all that was ever bought. */

import { UsageError } from '../core/errors.js'
import { momentOf } from '../core/time/as-of.js'
import { zoneOf } from '../core/time/zone.js'
import type { Facts } from '../facts/facts.js'
import { choicesOf } from './choices.js'
import type { RelatedModel } from './fit-related.js'
import { eachOccasion } from './occasions.js'
import type { RecommendOptions } from './ties.js'

export interface Past {
  readonly last: readonly number[]
  readonly viewed: readonly number[]
  readonly owned: readonly number[]
}

export const NO_PAST: Past = { last: [], viewed: [], owned: [] }

/** The last basket, the looks since then, and all that was ever bought, by customer; items the model does not know are left out. */
export function pastOf(model: RelatedModel, facts: Facts, options: RecommendOptions): (customer: number) => Past {
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
