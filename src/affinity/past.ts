/** What a shopper's history says to a shelf: the last basket, the looks since, and all that was ever bought. */

import type { RelatedModel } from './fit-related.js'
import { inCodesOf } from './model-codes.js'
import { eachOccasion } from './occasions.js'
import type { SummarizedChoices } from './summarize-choices.js'

export interface Past {
  readonly last: readonly number[]
  readonly viewed: readonly number[]
  readonly owned: readonly number[]
}

export const NO_PAST: Past = { last: [], viewed: [], owned: [] }

/** The last basket, the looks since then, and all that was ever bought, by customer; items the model does not know are left out. */
export function pastOf(model: RelatedModel, summarized: SummarizedChoices): (customer: number) => Past {
  const choices = inCodesOf(summarized, model.of, model.items)
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
