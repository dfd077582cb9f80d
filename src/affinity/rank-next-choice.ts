/** The probabilities of a customer's next choices, likeliest first: the long form of `predictNextChoice`. */

import type { DictionaryColumn, Table } from '../core/table.js'
import type { NextChoiceModel } from './fit-next-choice.js'
import { eachCustomer } from './next-shares.js'
import type { RankOptions } from './rank-affinity.js'
import type { ChoiceTable, CustomerChoices } from './summarize-choices.js'

export type RankNextColumns = {
  readonly customerId: DictionaryColumn
  /** 1 is the most likely. */
  readonly rank: Int32Array
  readonly value: DictionaryColumn
  /** 0 … 1; all of a customer's sum to 1. */
  readonly probability: Float64Array
}

/** Every customer's likeliest next choices, one row each; `top: Infinity` for all, whose probabilities sum to 1. Default 3. */
export function rankNextChoice(
  model: NextChoiceModel,
  choices: ChoiceTable | CustomerChoices,
  options: RankOptions = {},
): Table<RankNextColumns> {
  const out = { customer: [] as number[], rank: [] as number[], value: [] as number[], probability: [] as number[] }
  const values = eachCustomer(model, choices, options.top ?? 3, (c, ranked) =>
    ranked.forEach((choice, k) => {
      out.customer.push(c)
      out.rank.push(k + 1)
      out.value.push(choice.value)
      out.probability.push(choice.probability)
    }),
  )
  return {
    length: out.customer.length,
    columns: {
      customerId: { codes: Int32Array.from(out.customer), values: choices.customers },
      rank: Int32Array.from(out.rank),
      value: { codes: Int32Array.from(out.value), values },
      probability: Float64Array.from(out.probability),
    },
  }
}
