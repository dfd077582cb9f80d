/** One walk over all baskets: how many hold each item and each pair, and how many steps lead from one to the next. */

import type { Choices } from './choices.js'
import { eachOccasion } from './occasions.js'
import { type PairCounts, pairsOf } from './pairs.js'

export interface RelatedCounts {
  readonly customers: number
  /** By item. */
  readonly customersOf: Int32Array
  readonly baskets: number
  readonly basketsWith: Int32Array
  readonly steps: number
  readonly stepsFrom: Int32Array
  readonly stepsTo: Int32Array
  readonly largeBaskets: number
  readonly together: PairCounts
  readonly next: PairCounts
}

export function countRelated(choices: Choices, wholeCustomer: boolean, minCustomers: number, maxBasket: number): RelatedCounts {
  const items = choices.values.length
  const customerCount = choices.starts.length - 1
  const customersOf = new Int32Array(items)
  const lastCustomer = new Int32Array(items).fill(-1)
  let customers = 0
  for (let c = 0; c < customerCount; c++) {
    if (choices.starts[c] < choices.starts[c + 1]) customers++
    for (let i = choices.starts[c]; i < choices.starts[c + 1]; i++) {
      if (lastCustomer[choices.value[i]] === c) continue
      lastCustomer[choices.value[i]] = c
      customersOf[choices.value[i]]++
    }
  }

  const [basketsWith, stepsFrom, stepsTo] = [new Int32Array(items), new Int32Array(items), new Int32Array(items)]
  const together = pairsOf(items)
  const next = pairsOf(items)
  const isFrequent = (item: number): boolean => customersOf[item] >= minCustomers // no pair of a rarer item can be kept
  let baskets = 0
  let steps = 0
  let largeBaskets = 0
  const addBasket = (basket: readonly number[], c: number): void => {
    if (basket.length === 0) return
    if (basket.length > maxBasket) {
      largeBaskets++
      return
    }
    baskets++
    for (const item of basket) basketsWith[item]++
    const candidates = basket.filter(isFrequent)
    for (let i = 0; i < candidates.length; i++)
      for (let j = i + 1; j < candidates.length; j++) together.add(candidates[i], candidates[j], c)
  }
  for (let c = 0; c < customerCount; c++) {
    if (wholeCustomer)
      addBasket(
        [...new Set(choices.value.subarray(choices.starts[c], choices.starts[c + 1]))].sort((a, b) => a - b),
        c,
      )
    eachOccasion(choices, c, (bought, before) => {
      const basket = bought.slice().sort((a, b) => a - b)
      if (!wholeCustomer) addBasket(basket, c)
      if (before.length === 0 || before.length > maxBasket || basket.length > maxBasket) return
      steps++
      for (const item of before) stepsFrom[item]++
      for (const item of basket) stepsTo[item]++
      const to = basket.filter(isFrequent)
      for (const a of before) if (isFrequent(a)) for (const b of to) next.add(a, b, c)
    })
  }
  return {
    customers,
    customersOf,
    baskets,
    basketsWith,
    steps,
    stepsFrom,
    stepsTo,
    largeBaskets,
    together: together.list(minCustomers),
    next: next.list(minCustomers),
  }
}
