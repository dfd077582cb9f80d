/** The probabilities of the next choice, customer by customer: what `predictNextChoice` and `rankNextChoice` walk over. */

import { compiledForm } from '../core/compiled.js'
import type { NextChoiceModel } from './fit-next-choice.js'
import { memoryOf } from './memory.js'
import { inCodesOf } from './model-codes.js'
import { eachOccasion } from './occasions.js'
import { outTotals, pairLookup, rowStarts } from './pairs.js'
import type { SummarizedChoices } from './summarize-choices.js'

export interface Likely {
  readonly value: number
  readonly probability: number
}

/** Calls `visit` for every listed customer with the likeliest `top` choices, the values bought last, and the customer's evidence. */
export function eachCustomer(
  model: NextChoiceModel,
  summarized: SummarizedChoices,
  top: number,
  visit: (customer: number, ranked: readonly Likely[], last: readonly number[], evidence: number) => void,
): readonly string[] {
  const { outOf, starts, favorites } = compiledNextChoice(model)
  const { to: followers, count } = model.transitions
  const choices = inCodesOf(summarized, model.of, model.values, Object.keys(model.signals))
  const { asOfDay } = choices
  const memory = memoryOf(choices.values.length, model, model.halfLife ?? undefined)
  const likely = likeliest(choices.values.length)
  const [S, ST] = [model.ownStrength.value, model.transitionStrength.value]
  for (let c = 0; c < choices.customers.length; c++) {
    memory.forget()
    let last: readonly number[] = []
    eachOccasion(choices, c, (bought, _, from, to) => {
      if (bought.length > 0) last = bought
      for (let i = from; i < to; i++) memory.add(choices.value[i], choices.source[i], choices.day[i])
    })
    const n = memory.total(asOfDay)
    likely.clear()
    for (const value of memory.seen()) likely.add(value, memory.own(value, asOfDay) / (n + S))
    // T(k | J) = Σ_j n_jk / (n_j + S_T) / |J| + base_k · Σ_j S_T / (n_j + S_T) / |J|: the first part row by row, the second for all alike.
    let fromBase = last.length === 0 ? 1 : 0
    for (const j of last) {
      const out = outOf[j] ?? 0
      fromBase += ST / (out + ST) / last.length
      const each = S / (n + S) / ((out + ST) * last.length)
      for (let i = starts[j] ?? 0; i < (starts[j + 1] ?? 0); i++) likely.add(followers[i], count[i] * each)
    }
    // A value neither bought nor seen to follow ranks as in the base: only the base's first few can be among the top.
    for (let k = 0; k < favorites.length && k < top; k++) likely.add(favorites[k], 0)
    const share = (fromBase * S) / (n + S)
    visit(
      c,
      likely.top(top, (value) => share * (model.baseShares[value] ?? 0)),
      last,
      n,
    )
  }
  return choices.values
}

/** Adds up weights by value and picks the largest. One for all customers: nothing is allocated per value. */
function likeliest(valueCount: number): {
  clear(): void
  add(value: number, weight: number): void
  top(n: number, rest: (value: number) => number): Likely[]
} {
  const weights = new Float64Array(valueCount)
  const round = new Int32Array(valueCount)
  const touched = new Int32Array(valueCount)
  let current = 0
  let length = 0
  return {
    clear() {
      current++
      length = 0
    },
    add(value, weight) {
      if (round[value] !== current) {
        round[value] = current
        weights[value] = 0
        touched[length++] = value
      }
      weights[value] += weight
    },
    top(n, rest) {
      const best: Likely[] = []
      for (let i = 0; i < length; i++) {
        const value = touched[i]
        const probability = weights[value] + rest(value)
        if (n >= LONG) best.push({ value, probability })
        else if (best.length < n || isLikelier(value, probability, best[n - 1])) {
          if (best.length === n) best.pop()
          let k = best.length
          while (k > 0 && isLikelier(value, probability, best[k - 1])) k--
          best.splice(k, 0, { value, probability })
        }
      }
      return n < LONG ? best : best.sort((a, b) => b.probability - a.probability || a.value - b.value).slice(0, n)
    },
  }
}

/** From here on, sorting all once is cheaper than keeping a short list sorted. */
const LONG = 50

function isLikelier(value: number, probability: number, than: Likely): boolean {
  return probability > than.probability || (probability === than.probability && value < than.value)
}

export const compiledNextChoice = compiledForm('next-choice', (model: NextChoiceModel) => {
  const { transitions, baseShares, values } = model
  const outOf = outTotals(transitions, values.length)
  const count = pairLookup(transitions, values.length)
  const S = model.transitionStrength.value
  return {
    outOf,
    starts: rowStarts(transitions.from, values.length),
    favorites: values.map((_, value) => value).sort((a, b) => baseShares[b] - baseShares[a] || a - b),
    /** T(k | j); the base share where the model has not met j. */
    transition(j: number, k: number): number {
      const base = baseShares[k] ?? 0
      if (j >= values.length) return base
      return ((k < values.length ? count(j, k) : 0) + S * base) / (outOf[j] + S)
    },
  }
})
