/** All of a customer's shares, largest first: the long form of `scoreAffinity`. */

import { requireFrozen } from '../core/freeze.js'
import type { DictionaryColumn, Table } from '../core/table.js'
import type { AffinityModel } from './fit-affinity.js'
import { memoryOf } from './memory.js'
import { inCodesOf } from './model-codes.js'
import type { ChoiceTable, CustomerChoices } from './summarize-choices.js'

export interface RankOptions {
  /** How many values per customer; `Infinity` for all. Default 3. */
  readonly top?: number
}

export type RankColumns = {
  /** Position in the base's list of customers. */
  readonly customerId: DictionaryColumn
  /** 1 is the largest share. */
  readonly rank: Int32Array
  readonly value: DictionaryColumn
  /** 0 … 1; all of a customer's sum to 1. */
  readonly share: Float64Array
  /** share / base share; NaN where the base has none of it. */
  readonly lift: Float64Array
  /** The customer's own evidence for the value, in purchases. */
  readonly evidence: Float64Array
}

/**
 * Every customer's largest shares, one row each; customers without a choice have no rows. Equal shares stand in the order of ids.
 * @throws UsageError as `scoreAffinity`
 */
export function rankAffinity(
  model: AffinityModel,
  summarized: ChoiceTable | CustomerChoices,
  options: RankOptions = {},
): Table<RankColumns> {
  requireFrozen(model, 'affinity')
  const { top = 3 } = options
  const choices = inCodesOf(summarized, model.of, model.values, Object.keys(model.signals))
  const { asOfDay, customers } = choices
  const memory = memoryOf(choices.values.length, model, model.halfLife ?? undefined)
  const favorites = model.baseShares.map((_, value) => value).sort((a, b) => model.baseShares[b] - model.baseShares[a] || a - b)
  const S = model.strength.value

  const out = {
    customer: [] as number[],
    rank: [] as number[],
    value: [] as number[],
    share: [] as number[],
    lift: [] as number[],
    evidence: [] as number[],
  }
  for (let c = 0; c < customers.length; c++) {
    memory.forget()
    for (let i = choices.starts[c]; i < choices.starts[c + 1]; i++) memory.add(choices.value[i], choices.source[i], choices.day[i])
    if (memory.seen().length === 0) continue
    const A = memory.total(asOfDay) + S
    // A value without evidence ranks as in the base, so only the base's first few can be among the top.
    const candidates = [...new Set([...memory.seen(), ...favorites.slice(0, top)])]
    const alpha = new Map(candidates.map((value) => [value, memory.own(value, asOfDay) + S * (model.baseShares[value] ?? 0)]))
    candidates.sort((a, b) => (alpha.get(b) as number) - (alpha.get(a) as number) || a - b)
    candidates.slice(0, top).forEach((value, k) => {
      const share = (alpha.get(value) as number) / A
      out.customer.push(c)
      out.rank.push(k + 1)
      out.value.push(value)
      out.share.push(share)
      out.lift.push(model.baseShares[value] > 0 ? share / model.baseShares[value] : Number.NaN)
      out.evidence.push(memory.own(value, asOfDay))
    })
  }
  return {
    length: out.customer.length,
    columns: {
      customerId: { codes: Int32Array.from(out.customer), values: customers },
      rank: Int32Array.from(out.rank),
      value: { codes: Int32Array.from(out.value), values: choices.values },
      share: Float64Array.from(out.share),
      lift: Float64Array.from(out.lift),
      evidence: Float64Array.from(out.evidence),
    },
  }
}
